//! One quotation held against one passage.

use std::cmp::Reverse;

use super::align::{self, Fitted, Step};
use super::differ::{self, DifferenceKind, Reading};
use super::passage::Passage;
use super::sides::Sides;
use super::turns::Turn;
use super::{Evidence, Op, OpKind, Outcome, Standing, whose};
use crate::formats::Kind;
use crate::quotations::{Quotation, QuotationId, QuotationKind, SpeakerId};
use crate::settings::HouseStyle;
use crate::speakers::{self, Likeness, Speaker};
use crate::text::Span;
use crate::text::fold::{Token, TokenKind};

/// A quotation of a draft, ready to be held against passages.
pub(super) struct Claim<'a> {
    pub draft: &'a speakers::Reading,
    pub quotation: &'a Quotation,
    pub tokens: Vec<Token>,
    pub speaker: Option<&'a Speaker>,
    /// Those through whom the words come, as the draft says itself.
    pub through: &'a [SpeakerId],
    pub style: HouseStyle,
}

impl Claim<'_> {
    pub(super) fn prose(&self) -> &str {
        self.draft.document.prose.text()
    }

    /// Whether the draft says itself that the words come through somebody else.
    pub(super) fn is_passed_on(&self) -> bool {
        !self.through.is_empty()
    }

    /// How many words it has.
    pub(super) fn words(&self) -> usize {
        self.tokens.iter().filter(|token| token.kind != TokenKind::Cut).count()
    }
}

/// What holding a claim against a passage showed.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub passage: Passage,
    pub reading: Reading,
    /// What the words alone amount to.
    pub words: Outcome,
    pub turn: Option<Turn>,
    pub standing: Standing,
    /// The source's quotation that has the words.
    pub quotation: Option<QuotationId>,
    /// Whom the source has saying it.
    pub speaker: Option<String>,
    /// Whether that is whom the draft has.
    pub fit: Likeness,
    pub score: f32,
    /// Words that are the same: of the claim's those aligned, of the passage's.
    pub same: Vec<(usize, usize)>,
}

/// Aligns a claim with a passage; `None` where nothing matches.
pub(super) fn hold(claim: &Claim<'_>, tokens: &[Token], passage: Passage) -> Option<Held> {
    let mut fitted: Fitted = align::fit(tokens, &passage.tokens, &passage.outside);
    align::settle(&mut fitted, tokens, &passage.tokens);
    align::unhook_edges(&mut fitted, tokens, &passage);
    align::unhook_bracket(&mut fitted, tokens, &passage);
    let same = |step: &Step| if let Step::Same(at, place) = *step { Some((at, place)) } else { None };
    let same = fitted.steps.iter().filter_map(same).collect();
    align::unhook_sentences(&mut fitted, tokens, claim.prose());
    let reading =
        differ::read(&fitted, Sides { draft: tokens, prose: claim.prose(), passage: &passage, style: claim.style });
    if reading.places.is_empty() {
        return None;
    }
    let (standing, quotation) = passage.standing(&reading.places);
    let (speaker, fit) = whose::source_speaker(claim, &passage, quotation);
    let (words, turn) = outcome(&reading, &passage);
    Some(Held { passage, reading, words, turn, standing, quotation, speaker, fit, score: fitted.score, same })
}

/// Others who are looked at when somebody else than the draft's speaker has the words.
const OTHERS: usize = 4;

/// The same words once more in a passage, where they stand as they should.
pub(super) fn said_again(
    claim: &Claim<'_>,
    tokens: &[Token],
    held: &Held,
    is_right: impl Fn(&Held) -> bool,
) -> Option<Held> {
    let mut left = vec![(held.clone(), OTHERS)];
    while let Some((held, others)) = left.pop() {
        let places = &held.reading.places;
        let parts = [0..places[0], places[places.len() - 1] + 1..held.passage.tokens.len()];
        for part in parts.into_iter().filter(|part| part.len() >= tokens.len()) {
            match hold(claim, tokens, held.passage.part(part)) {
                Some(again) if !again.is_clean() => {}
                Some(again) if is_right(&again) => return Some(again),
                Some(again) if others > 0 => left.push((again, others - 1)),
                _ => {}
            }
        }
    }
    None
}

impl Held {
    /// Whether the words are right.
    pub(super) fn is_clean(&self) -> bool {
        self.words == Outcome::Exact
    }

    /// The words in the article's prose, first to last.
    pub(super) fn span(&self) -> Span {
        let tokens = &self.passage.tokens;
        let places = &self.reading.places;
        tokens[places[0]].span.join(tokens[places[places.len() - 1]].span)
    }

    /// How well the passage bears the claim out: all words right beats some, the right speaker another.
    pub(super) fn rank(&self) -> (bool, u32, u8, u8, u8, u32) {
        let fit = match self.fit {
            Likeness::Same | Likeness::Misspelled => 2,
            Likeness::Unknown => 1,
            Likeness::Different => 0,
        };
        // Small differences of coverage are a matter of chance; the right speaker outweighs them.
        let (is_clean, coverage, standing, kind, score, _) = self.rank_of_words();
        (is_clean, coverage, fit, standing, kind, score)
    }

    /// The same whoever has the words; no two places come out alike.
    pub(super) fn rank_of_words(&self) -> (bool, u32, u8, u8, u32, Reverse<(u32, usize)>) {
        let standing = match self.standing {
            Standing::Quoted => 2,
            Standing::Recounted => 1,
            Standing::Reported => 0,
        };
        let start = self.span().start;
        let kind = match self.passage.article.meta_at(start).kind {
            Kind::Transcript | Kind::Release | Kind::Post => 1,
            Kind::Article => 0,
        };
        let coverage = (self.reading.coverage * self.together() * 12.0) as u32;
        let score = (self.score.max(0.0) * 10.0) as u32;
        (self.is_clean(), coverage, standing, kind, score, Reverse((self.passage.article.id.0, start)))
    }

    /// How much of the stretch they stand in the words may be taken to fill: words picked from all over a paragraph
    /// bear out less than as many in a row.
    pub(super) fn together(&self) -> f32 {
        let places = &self.reading.places;
        let elided = self.reading.ops.iter().any(|op| op.kind == OpKind::Elided);
        let (Some(first), Some(last), false) = (places.first(), places.last(), elided) else { return 1.0 };
        let room = 2 * places.len() + 8;
        (room as f32 / (last - first + 1) as f32).min(1.0)
    }

    /// Whether the source's speaker is the draft's.
    pub(super) fn is_by_the_same(&self) -> bool {
        self.fit.is_the_same()
    }

    /// Whether no more than one word was left out between the first and the last.
    pub(super) fn is_tight(&self) -> bool {
        let places = &self.reading.places;
        places[places.len() - 1] - places[0] <= places.len()
    }

    /// Whether the words are picked from several quotations, or from a quotation and the words around it, and others stand
    /// between them.
    pub(super) fn is_scattered(&self) -> bool {
        let places = &self.reading.places;
        let within = self.passage.outermost(places[0]);
        places[places.len() - 1] - places[0] >= places.len()
            && places.iter().any(|&place| self.passage.outermost(place) != within)
    }

    /// The source's speaker, as its reading has it.
    pub(super) fn source_speaker(&self) -> Option<&Speaker> {
        let reading = &self.passage.article.reading;
        reading.speaker_of(&reading.quotations[self.quotation?])
    }

    /// As evidence for a verdict.
    pub(super) fn evidence(&self) -> Evidence {
        Evidence {
            article: self.passage.article.clone(),
            span: self.span(),
            ops: self.reading.ops.clone().into(),
            speaker: self.speaker.clone(),
            standing: self.standing,
            copies: Vec::new(),
            other_rendering: false,
        }
    }
}

/// What the words alone amount to: the gravest of the differences.
fn outcome(reading: &Reading, passage: &Passage) -> (Outcome, Option<Turn>) {
    let mut gravest = (Outcome::Exact, None);
    if reading.coverage >= TO_THE_WORD && crosses(reading, passage) {
        gravest = (Outcome::Spliced, None);
    }
    for difference in &reading.differences {
        let found = match difference.kind {
            DifferenceKind::Meaning(turn) => (Outcome::MeaningChanged, Some(turn)),
            DifferenceKind::Omission => (Outcome::Omission, None),
            DifferenceKind::Wording => (Outcome::Altered, None),
            DifferenceKind::Hidden(turn) => (Outcome::OutOfContext, Some(turn)),
        };
        if found.0 < gravest.0 {
            gravest = found;
        }
    }
    gravest
}

/// Share of a quotation's weight that is matched at least where it was put together from words that were said. Below that,
/// it is another wording of what was said around there.
const TO_THE_WORD: f32 = 0.75;

/// Matched words in a row that one quotation of the source holds: places in the passage.
struct Run {
    quotation: QuotationId,
    first: usize,
    last: usize,
    count: usize,
}

/// Whether the matched words come from utterances that do not stand together, and no ellipsis says that the same person's
/// words go on elsewhere.
fn crosses(reading: &Reading, passage: &Passage) -> bool {
    let article = &passage.article.reading;
    let mut runs: Vec<Run> = Vec::new();
    for &place in &reading.places {
        let Some(quotation) = passage.outermost(place) else { continue };
        match runs.last_mut() {
            Some(run) if run.quotation == quotation => (run.last, run.count) = (place, run.count + 1),
            _ => runs.push(Run { quotation, first: place, last: place, count: 1 }),
        }
    }
    // A stray word that matched elsewhere is no half of a splice.
    runs.retain(|run| run.count >= 3);
    let of = |run: &Run| &article.quotations[run.quotation];
    let speaker = |run: &Run| article.utterances[of(run).utterance].attribution.speaker;
    let marked = |a: &Run, b: &Run| {
        let (from, to) = (passage.tokens[a.last].span.end, passage.tokens[b.first].span.start);
        let between = |op: &Op| from <= op.source.start && op.source.end <= to;
        speaker(a).is_some()
            && speaker(a) == speaker(b)
            && reading.ops.iter().any(|op| op.kind == OpKind::Elided && between(op))
    };
    runs.windows(2).any(|pair| {
        let (a, b) = (&pair[0], &pair[1]);
        of(a).utterance != of(b).utterance && !marked(a, b) && !is_one_speech(article, a.quotation, b.quotation)
    })
}

/// A listener's "Right." between two turns, in words.
const ASIDE: usize = 4;

/// Whether two turns of a transcript are one speech: of one speaker, with nothing between but what a listener puts in.
fn is_one_speech(article: &speakers::Reading, first: QuotationId, second: QuotationId) -> bool {
    let (a, b) = (&article.quotations[first], &article.quotations[second]);
    let speaker = |quotation: &Quotation| article.utterances[quotation.utterance].attribution.speaker;
    let prose = article.document.prose.text();
    let turns = a.kind == QuotationKind::Block && b.kind == QuotationKind::Block;
    turns
        && speaker(a) == speaker(b)
        && first < second
        && article.quotations[first + 1..second]
            .iter()
            .all(|turn| speaker(turn) == speaker(a) || turn.span.of(prose).split_whitespace().count() <= ASIDE)
}
