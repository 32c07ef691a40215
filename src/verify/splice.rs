//! Halves of one quotation that come from different places.

use super::align;
use super::judge::{Claim, Held, hold};
use super::retrieve;
use super::{Evidence, Outcome, Verdict};
use crate::corpus::{Corpus, CorpusError};
use crate::quotations::{Quotation, QuotationId};
use crate::speakers::Reading;
use crate::text::fold::{Token, TokenKind};

/// The two places that a quotation was joined from.
pub(super) struct Halves {
    pub head: Held,
    pub tail: Held,
    /// Whether they are stretches of one utterance, the first before the second: an omission, not a splice.
    pub one_utterance: bool,
}

/// How many places to cut are tried.
const CUTS: usize = 6;
/// Share of a half's weight that its passage must bear out.
const WHOLE: f32 = 0.9;
/// Share of the best place's rare words that another must have to be looked at.
const SHARE: f32 = 0.5;
/// Words a half must have to be one.
const WORDS: usize = 3;

/// Looks for a place to cut such that both halves are borne out, each by a passage of its own.
pub(super) fn halves(
    claim: &Claim<'_>,
    corpus: &dyn Corpus,
    best: Option<&Held>,
) -> Result<Option<Halves>, CorpusError> {
    for cut in cuts(claim, best) {
        let (first, second) = claim.tokens.split_at(cut);
        let Some(tail) = find(claim, corpus, second)? else { continue };
        let Some(head) = find(claim, corpus, first)? else { continue };
        let one_utterance = is_one_utterance(&head, &tail);
        return Ok(Some(Halves { head, tail, one_utterance }));
    }
    Ok(None)
}

fn find(claim: &Claim<'_>, corpus: &dyn Corpus, half: &[Token]) -> Result<Option<Held>, CorpusError> {
    let mut found: Option<Held> = None;
    for place in retrieve::places(corpus, claim.prose(), half)? {
        // A place that lacks half of the rare words bears nothing out whole.
        if place.share < SHARE {
            break;
        }
        let held = hold(claim, half, place.passage(corpus)?);
        let whole = held.filter(|held| held.is_clean() && held.reading.coverage >= WHOLE);
        found = [found, whole].into_iter().flatten().max_by_key(Held::rank);
    }
    Ok(found)
}

/// Where to cut: where the alignment with the best passage breaks off, and at the ends of sentences and clauses.
fn cuts(claim: &Claim<'_>, best: Option<&Held>) -> Vec<usize> {
    let tokens = &claim.tokens;
    let prose = claim.prose();
    let mut cuts = Vec::new();
    if let Some(best) = best {
        let (head, tail) = best.reading.uncovered;
        cuts.extend([tokens.len().saturating_sub(tail), head]);
    }
    let mut clauses = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        let between = &prose[pair[0].span.end.min(pair[1].span.start)..pair[1].span.start];
        if between.contains(['.', '!', '?']) {
            cuts.push(at + 1);
        } else if between.contains([',', ';', ':', '—', '–']) {
            clauses.push(at + 1);
        }
    }
    cuts.extend(clauses);
    let mut seen = Vec::new();
    cuts.retain(|&cut| {
        let new = is_half(&tokens[..cut]) && is_half(&tokens[cut..]) && !seen.contains(&cut);
        seen.push(cut);
        new
    });
    cuts.truncate(CUTS);
    cuts
}

/// Enough words, and some of content, to tell where they come from.
fn is_half(tokens: &[Token]) -> bool {
    tokens.iter().filter(|token| token.kind != TokenKind::Cut).count() >= WORDS
        && tokens.iter().map(align::weight).sum::<f32>() >= 4.0
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
            if !right(a) || !right(b) || together {
                continue;
            }
            let (Some(head), Some(tail)) = (a.sources.first().cloned(), b.sources.first().cloned()) else { continue };
            let verdict = &mut verdicts[second];
            verdict.outcome = Outcome::Spliced;
            verdict.because = Some("the part of the sentence before it was said elsewhere".to_owned());
            verdict.reasons.push("no source has both parts of the sentence together".to_owned());
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
