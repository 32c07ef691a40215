//! One quotation held against one passage.

use super::align::{self, Fitted};
use super::differ::{self, DifferenceKind, Reading};
use super::passage::Passage;
use super::turns::Turn;
use super::{Evidence, Outcome, Standing};
use crate::formats::Kind;
use crate::quotations::{How, Quotation, QuotationId, QuotationKind};
use crate::settings::HouseStyle;
use crate::speakers::{self, Likeness, Speaker, likeness};
use crate::text::Span;
use crate::text::fold::{Token, TokenKind};

/// A quotation of a draft, ready to be held against passages.
pub(super) struct Claim<'a> {
    pub draft: &'a speakers::Reading,
    pub quotation: &'a Quotation,
    pub tokens: Vec<Token>,
    pub speaker: Option<&'a Speaker>,
    /// Whether the draft says itself that the words come through somebody else.
    pub through: bool,
    pub style: HouseStyle,
}

impl Claim<'_> {
    pub(super) fn prose(&self) -> &str {
        self.draft.document.prose.text()
    }

    /// Whether the draft names the speaker beside the quotation, with no pronoun to be resolved.
    pub(super) fn is_plain(&self) -> bool {
        is_plain(self.draft, self.quotation)
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
    /// Whether the source leaves no doubt who says it: a label, or a name beside the cue.
    pub plain: bool,
    pub score: f32,
}

/// Aligns a claim with a passage; `None` where nothing matches.
pub(super) fn hold(claim: &Claim<'_>, tokens: &[Token], passage: Passage) -> Option<Held> {
    let mut fitted: Fitted = align::fit(tokens, &passage.tokens, &passage.outside);
    align::settle(&mut fitted, tokens, &passage.tokens);
    align::unhook_edges(&mut fitted, &passage);
    let reading = differ::read(&fitted, tokens, claim.prose(), &passage, claim.style);
    if reading.places.is_empty() {
        return None;
    }
    let (standing, quotation) = passage.standing(&reading.places);
    let (speaker, fit) = source_speaker(claim, &passage, quotation);
    let plain = quotation.is_some_and(|id| is_plain(&passage.article.reading, passage.quotation(id)));
    let (words, turn) = outcome(&reading, &passage);
    Some(Held { passage, reading, words, turn, standing, quotation, speaker, fit, plain, score: fitted.score })
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
        let standing = match self.standing {
            Standing::Quoted => 2,
            Standing::Recounted => 1,
            Standing::Reported => 0,
        };
        let kind = match self.passage.article.meta_at(self.span().start).kind {
            Kind::Transcript | Kind::Release | Kind::Post => 1,
            Kind::Article => 0,
        };
        // Small differences of coverage are a matter of chance; the right speaker outweighs them.
        let coverage = (self.reading.coverage * 12.0) as u32;
        (self.is_clean(), coverage, fit, standing, kind, (self.score.max(0.0) * 10.0) as u32)
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
            ops: self.reading.ops.clone(),
            speaker: self.speaker.clone(),
            standing: self.standing,
            copies: Vec::new(),
            other_rendering: false,
        }
    }
}

/// Whom the source has saying the words, and whether it is whom the draft has.
fn source_speaker(claim: &Claim<'_>, passage: &Passage, quotation: Option<QuotationId>) -> (Option<String>, Likeness) {
    let reading = &passage.article.reading;
    let Some(speaker) = quotation.and_then(|id| reading.speaker_of(&reading.quotations[id])) else {
        return (None, Likeness::Unknown);
    };
    let fit = match claim.speaker {
        Some(claimed) => compare(claimed, speaker),
        None => Likeness::Unknown,
    };
    (Some(speaker.name.clone()), fit)
}

/// Whether a text's own words name the speaker of one of its quotations, with no pronoun to be resolved.
fn is_plain(reading: &speakers::Reading, quotation: &Quotation) -> bool {
    let attribution = &reading.utterances[quotation.utterance].attribution;
    let Some(speaker) = attribution.speaker.map(|speaker| &reading.speakers[speaker]) else { return false };
    let named = |mention: Span| {
        mention.of(reading.document.prose.text()).split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.starts_with(char::is_uppercase) && speaker.name.contains(word)
        })
    };
    match attribution.how {
        How::Label => true,
        How::Cue => attribution.mention.is_some_and(named),
        _ => false,
    }
}

/// Compares two speakers by their names and everything else they are called.
pub(super) fn compare(a: &Speaker, b: &Speaker) -> Likeness {
    if a.name == b.name {
        return Likeness::Same;
    }
    if !a.named || !b.named {
        return Likeness::Unknown;
    }
    match likeness(&a.name, &b.name) {
        Likeness::Different => {
            // A name by marriage or a stage name stands among the aliases.
            let full = |name: &&String| name.split_whitespace().count() > 1;
            let alias = a.aliases.iter().filter(full).any(|alias| likeness(alias, &b.name) == Likeness::Same)
                || b.aliases.iter().filter(full).any(|alias| likeness(alias, &a.name) == Likeness::Same);
            if alias { Likeness::Same } else { Likeness::Different }
        }
        told => told,
    }
}

/// What the words alone amount to: the gravest of the differences.
fn outcome(reading: &Reading, passage: &Passage) -> (Outcome, Option<Turn>) {
    let mut gravest = (Outcome::Exact, None);
    if crosses(reading, passage) {
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

/// Whether the matched words come from utterances that do not stand together.
fn crosses(reading: &Reading, passage: &Passage) -> bool {
    let article = &passage.article.reading;
    let mut runs: Vec<(QuotationId, usize)> = Vec::new();
    for &place in &reading.places {
        let Some(id) = passage.outermost(place) else { continue };
        match runs.last_mut() {
            Some((last, count)) if *last == id => *count += 1,
            _ => runs.push((id, 1)),
        }
    }
    // A stray word that matched elsewhere is no half of a splice.
    runs.retain(|&(_, count)| count >= 3);
    runs.windows(2).any(|pair| {
        let (a, b) = (&article.quotations[pair[0].0], &article.quotations[pair[1].0]);
        let (one, other) = (&article.utterances[a.utterance].attribution, &article.utterances[b.utterance].attribution);
        let turns = a.kind == QuotationKind::Block && b.kind == QuotationKind::Block;
        a.utterance != b.utterance && !(turns && one.speaker == other.speaker && pair[1].0 == pair[0].0 + 1)
    })
}
