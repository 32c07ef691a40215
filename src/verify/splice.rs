//! Pieces of one quotation that come from different places.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::align;
use super::judge::{Claim, Held, hold};
use super::retrieve::{self, Place};
use super::{Evidence, OpKind, Outcome, Verdict};
use crate::corpus::{Corpus, CorpusError};
use crate::quotations::{Quotation, QuotationId};
use crate::speakers::{Likeness, Reading};
use crate::text::Span;
use crate::text::fold::{Token, TokenKind};

/// The places that a quotation was joined from, in its own order.
pub(super) struct Joined {
    pub pieces: Vec<Held>,
    /// Whether they are stretches of one utterance, each before the next: an omission, not a splice.
    pub one_utterance: bool,
}

impl Joined {
    /// Whether they tell where the quotation comes from, and not of words that many people use.
    pub(super) fn are_telling(&self) -> bool {
        (self.pieces.len() < 3 || are_telling(&self.pieces))
            && self.pieces.iter().all(is_no_chance)
            && !self.pieces.iter().all(is_others)
    }
}

/// How many places to cut are tried, in a quotation and in what is left of it.
const CUTS: usize = 6;
/// How many stretches of one quotation are looked up at most.
const LOOKED_UP: usize = 40;
/// Share of a piece's weight that its passage must bear out.
const WHOLE: f32 = 0.9;
/// Share of the best place's rare words that another must have to be looked at.
const SHARE: f32 = 0.5;
/// So much more of a piece than the search met may turn out to stand in a place.
const UNMET: f32 = 0.2;
/// Words that one of two halves has at least, and what they weigh.
const HALF: (usize, f32) = (3, 4.0);
/// The same for pieces in the midst of a quotation: the more there are, the more easily one of them is met by chance.
const PIECE: (usize, f32) = (4, 6.0);
/// One of three pieces with fewer words counts only if nobody else is known to have said it.
const TELLING: usize = 5;
/// Share of a quotation's weight that its best passage has at most where pieces are looked for in its midst.
const MOST: f32 = 0.7;

/// Takes a quotation apart into pieces each of which is borne out by a passage of its own: two, else three.
///
/// `held` are the passages that the whole was held against: where they break off is where to cut. Whether there are pieces
/// does not hang on who says what; whether they tell of a splice does.
pub(super) fn pieces(claim: &Claim<'_>, corpus: &dyn Corpus, held: &[Held]) -> Result<Option<Joined>, CorpusError> {
    let mut search = Search { claim, corpus, known: FxHashMap::default() };
    let all = 0..claim.tokens.len();
    let held = by_words(held);
    let mut found = search.chain(&all, &edges(held.first().copied(), all.len(), 0), 2, HALF)?;
    // A passage that has nearly all of it is what it was made from, whatever stands elsewhere.
    if found.is_none() && held.first().is_none_or(|best| best.reading.coverage < MOST) {
        let breaks = breaks(&held, &claim.tokens, 0);
        found = match search.chain(&all, &breaks, 2, PIECE)? {
            None => search.chain(&all, &breaks, 3, PIECE)?,
            halves => halves,
        };
    }
    Ok(found.map(|pieces| {
        let one_utterance = pieces.windows(2).all(|pair| is_one_utterance(&pair[0], &pair[1]));
        Joined { pieces, one_utterance }
    }))
}

/// The search for pieces, which remembers what was looked up.
struct Search<'a> {
    claim: &'a Claim<'a>,
    corpus: &'a dyn Corpus,
    /// The passage, if any, that bears a stretch out whole.
    known: FxHashMap<(usize, usize), Option<Held>>,
}

impl Search<'_> {
    /// The pieces of a stretch, `count` of them, in order.
    fn chain(
        &mut self,
        stretch: &Range<usize>,
        breaks: &[usize],
        count: usize,
        floor: (usize, f32),
    ) -> Result<Option<Vec<Held>>, CorpusError> {
        for cut in cuts(self.claim, stretch, breaks, floor) {
            let (first, second) = (stretch.start..cut, cut..stretch.end);
            let tail = self.whole(&second)?;
            if count == 2 {
                if let Some(tail) = tail
                    && let Some(head) = self.whole(&first)?
                {
                    return Ok(Some(vec![head, tail]));
                }
                continue;
            }
            if let Some(whole) = tail {
                let breaks = self.breaks(&first)?;
                if let Some(mut pieces) = self.chain(&first, &breaks, count - 1, floor)? {
                    pieces.push(whole);
                    return Ok(Some(pieces));
                }
            } else if let Some(whole) = self.whole(&first)? {
                let breaks = self.breaks(&second)?;
                if let Some(mut pieces) = self.chain(&second, &breaks, count - 1, floor)? {
                    pieces.insert(0, whole);
                    return Ok(Some(pieces));
                }
            }
        }
        Ok(None)
    }

    /// The passage, if any, that bears a stretch out whole.
    fn whole(&mut self, stretch: &Range<usize>) -> Result<Option<Held>, CorpusError> {
        let key = (stretch.start, stretch.end);
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        if self.known.len() >= LOOKED_UP {
            return Ok(None);
        }
        let tokens = &self.claim.tokens[stretch.clone()];
        let places = retrieve::with_most(self.corpus, self.claim.prose(), tokens, WHOLE - UNMET)?;
        let mut held = self.held(tokens, places)?;
        held.sort_by_cached_key(|held| std::cmp::Reverse(held.rank()));
        let whole = held.into_iter().find(|held| held.is_clean() && held.reading.coverage >= WHOLE);
        self.known.insert(key, whole.clone());
        Ok(whole)
    }

    /// Where to cut a stretch, as far as passages that bear out a part of it tell.
    fn breaks(&self, stretch: &Range<usize>) -> Result<Vec<usize>, CorpusError> {
        let tokens = &self.claim.tokens[stretch.clone()];
        let places = retrieve::places(self.corpus, self.claim.prose(), tokens)?.0;
        let held = self.held(tokens, places)?;
        Ok(breaks(&by_words(&held), tokens, stretch.start))
    }

    fn held(&self, tokens: &[Token], places: Vec<Place>) -> Result<Vec<Held>, CorpusError> {
        let mut held = Vec::new();
        // A place that lacks half of the rare words is not what was cut from.
        for place in places.into_iter().take_while(|place| place.share >= SHARE) {
            held.extend(hold(self.claim, tokens, place.passage(self.corpus)?));
        }
        Ok(held)
    }
}

/// Where a passage that bears out a part of a stretch of so many words breaks off.
fn edges(held: Option<&Held>, words: usize, start: usize) -> Vec<usize> {
    let uncovered = held.map(|held| held.reading.uncovered);
    uncovered.map_or_else(Vec::new, |(head, tail)| vec![start + words.saturating_sub(tail), start + head])
}

/// Those that have most of the words first, whoever said them.
fn by_words(held: &[Held]) -> Vec<&Held> {
    let mut held: Vec<&Held> = held.iter().collect();
    held.sort_by_cached_key(|held| std::cmp::Reverse(held.rank_of_words()));
    held
}

/// Where passages that bear out a part of a stretch break off, and the longest run of words that one has.
fn breaks(held: &[&Held], tokens: &[Token], start: usize) -> Vec<usize> {
    let mut breaks = Vec::new();
    for held in held.iter().take(2) {
        breaks.extend(edges(Some(held), tokens.len(), start));
        let same = held.reading.ops.iter().filter(|op| op.kind == OpKind::Same);
        let run = same.map(|op| within(tokens, op.draft)).max_by_key(|run| (run.len(), std::cmp::Reverse(run.start)));
        breaks.extend(run.map(|run| [start + run.end, start + run.start]).into_iter().flatten());
    }
    breaks
}

/// Which tokens lie in a range of the prose.
fn within(tokens: &[Token], span: Span) -> Range<usize> {
    let from = tokens.partition_point(|token| token.span.start < span.start);
    from..tokens.partition_point(|token| token.span.end <= span.end).max(from)
}

/// Where to cut a stretch: where passages break off, and at the ends of sentences and clauses.
fn cuts(claim: &Claim<'_>, stretch: &Range<usize>, breaks: &[usize], floor: (usize, f32)) -> Vec<usize> {
    let tokens = &claim.tokens;
    let prose = claim.prose();
    let mut cuts = breaks.to_vec();
    let mut clauses = Vec::new();
    for at in stretch.start + 1..stretch.end {
        if align::is_sentence_end(tokens, prose, at) {
            cuts.push(at);
        } else if align::between(tokens, prose, at).contains([',', ';', ':', '—', '–']) {
            clauses.push(at);
        }
    }
    cuts.extend(clauses);
    let mut seen = Vec::new();
    cuts.retain(|&cut| {
        let new = !seen.contains(&cut)
            && stretch.contains(&cut)
            && is_piece(&tokens[stretch.start..cut], floor)
            && is_piece(&tokens[cut..stretch.end], floor);
        seen.push(cut);
        new
    });
    cuts.truncate(CUTS);
    cuts
}

/// Enough words, and some of content, to tell where they come from.
fn is_piece(tokens: &[Token], (words, weight): (usize, f32)) -> bool {
    count(tokens) >= words && tokens.iter().map(align::weight).sum::<f32>() >= weight
}

fn count(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| token.kind != TokenKind::Cut).count()
}

/// So few words are found with many people: they are a piece only if the draft's speaker has them.
const FEW: usize = 4;

fn is_no_chance(held: &Held) -> bool {
    held.reading.places.len() >= FEW || held.is_by_the_same()
}

/// Whether it is a short piece of what somebody else than the draft's speaker said.
fn is_others(held: &Held) -> bool {
    held.reading.places.len() < TELLING && held.fit == Likeness::Different
}

/// Whether three pieces tell of a splice, and not of words that many people use: a short one is nobody else's, and one
/// between two of a single utterance is no other wording of what that has there.
fn are_telling(pieces: &[Held]) -> bool {
    let short = |held: &Held| held.reading.places.len() < TELLING;
    let around = |three: &[Held]| is_one_utterance(&three[0], &three[2]) && short(&three[1]);
    pieces.iter().all(|held| !short(held) || held.fit != Likeness::Different) && !pieces.windows(3).any(around)
}

/// Bytes that two parts of one answer lie apart at most.
const APART: usize = 1_500;

/// Parts of one sentence that an attribution breaks, “A,” she said, “b”, each right in itself and from another place:
/// the second is told to be spliced.
pub(super) fn across_parts(draft: &Reading, verdicts: &mut [Verdict]) {
    let prose = draft.document.prose.text();
    for utterance in draft.utterances.iter().filter(|utterance| utterance.quotations.len() > 1) {
        for pair in utterance.quotations.windows(2) {
            let place = |id: QuotationId| verdicts.binary_search_by_key(&id, |verdict| verdict.quotation).ok();
            let (Some(first), Some(second)) = (place(pair[0]), place(pair[1])) else { continue };
            if !is_one_sentence(prose, &draft.quotations[pair[0]], &draft.quotations[pair[1]]) {
                continue;
            }
            let (a, b) = (&verdicts[first], &verdicts[second]);
            let right = |verdict: &Verdict| matches!(verdict.outcome, Outcome::Exact | Outcome::Disputed);
            let together = a.sources.iter().any(|a| b.sources.iter().any(|b| stand_together(a, b)));
            // A word or two are right in many places.
            let told = |id: QuotationId| draft.quotations[id].span.of(prose).split_whitespace().count() >= FEW;
            if !right(a) || !right(b) || together || !told(pair[0]) || !told(pair[1]) {
                continue;
            }
            let (Some(head), Some(tail)) = (a.sources.first().cloned(), b.sources.first().cloned()) else { continue };
            let verdict = &mut verdicts[second];
            verdict.outcome = Outcome::Spliced;
            verdict.because = Some("the part of the sentence before it was said elsewhere".to_owned());
            Arc::make_mut(&mut verdict.reasons).push("no source has both parts of the sentence together".to_owned());
            verdict.sources = vec![tail, head];
        }
    }
}

/// Whether the attribution between two parts ends on a comma and the second goes on with a small letter.
fn is_one_sentence(prose: &str, first: &Quotation, second: &Quotation) -> bool {
    let between = &prose[first.outer.end.min(second.outer.start)..second.outer.start];
    between.trim_end().ends_with(',')
        && !between.contains(['\n', '.'])
        && second.span.of(prose).starts_with(char::is_lowercase)
}

fn stand_together(a: &Evidence, b: &Evidence) -> bool {
    let one_story = a.article.family_at(a.span.start) == b.article.family_at(b.span.start);
    // Two copies of a story count bytes in their own ways.
    let near = a.article.id != b.article.id
        || (a.span.start <= b.span.start && b.span.start - a.span.end.min(b.span.start) <= APART);
    one_story && near
}

fn is_one_utterance(head: &Held, tail: &Held) -> bool {
    head.passage.article.id == tail.passage.article.id
        && head.span().end <= tail.span().start
        && match (head.quotation, tail.quotation) {
            (Some(a), Some(b)) => head.passage.quotation(a).utterance == tail.passage.quotation(b).utterance,
            _ => false,
        }
}
