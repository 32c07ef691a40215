//! Halves of one quotation that come from different places.

use super::align;
use super::judge::{Claim, Held, hold};
use super::retrieve;
use crate::corpus::{Corpus, CorpusError};
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
    for place in retrieve::places(corpus, half)? {
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

fn is_one_utterance(head: &Held, tail: &Held) -> bool {
    head.passage.article.id == tail.passage.article.id
        && head.span().end <= tail.span().start
        && match (head.quotation, tail.quotation) {
            (Some(a), Some(b)) => head.passage.quotation(a).utterance == tail.passage.quotation(b).utterance,
            _ => false,
        }
}
