//! A phrase without a draft: where was this said?

use std::sync::Arc;

use super::decide::LONGEST;
use super::judge::{Claim, Held, hold};
use super::{Evidence, OpKind, align, retrieve};
use crate::corpus::{Corpus, CorpusError, Missed};
use crate::formats::Document;
use crate::quotations::{Quotation, QuotationKind, Utterance};
use crate::settings::HouseStyle;
use crate::speakers::Reading;
use crate::text::fold::{self, Token, TokenKind};
use crate::text::{Prose, Span};

/// A place counts that has so much of the phrase, by weight, in a stretch not much longer than it.
const ENOUGH: f32 = 0.55;
/// So many of its words, at least, if it has seven or more.
const WORDS: usize = 5;
/// One in so many of its words, those and two at least, may lack at either end: what lacks more of an end is a
/// phrase of its own that begins or ends alike.
const END: usize = 4;
/// Two places together count that have so much of it.
const TOGETHER: f32 = 0.9;
/// What one place leaves over is looked for elsewhere if it is so many words; fewer stand in many places.
const REST: usize = 4;
/// Of other places, those count that have so much of what the best one has.
const BESIDE: f32 = 0.7;

/// The places that have these words or similar ones, whoever says them; best first.
///
/// # Errors
/// When the corpus gives no answer.
pub fn find(phrase: &str, corpus: &dyn Corpus) -> Result<Vec<Evidence>, CorpusError> {
    let reading = reading(phrase.trim());
    let quotation = &reading.quotations[0];
    let tokens = fold::tokens(reading.document.prose.text(), quotation.span);
    let style = HouseStyle::default();
    let claim = Claim { draft: &reading, quotation, tokens, speaker: None, through: false, style };
    if claim.words() == 0 || claim.words() > LONGEST {
        return Ok(Vec::new());
    }
    let mut held = held_in(&claim, &claim.tokens, corpus)?;
    held.sort_by_cached_key(|held| std::cmp::Reverse(held.rank()));
    let Some(best) = held.first() else { return Ok(Vec::new()) };
    let needed = ENOUGH.max(best.reading.coverage * BESIDE);
    let alone = |held: &&Held| held.reading.coverage >= needed && is_compact(held, &claim);
    let mut found: Vec<Evidence> = held.iter().filter(alone).map(Held::evidence).collect();
    if let Some(other) = rest(&claim, best, corpus)? {
        if found.is_empty() {
            found.push(best.evidence());
        }
        found.insert(1, other.evidence());
    }
    Ok(found)
}

/// What of the corpus could not be searched for a phrase.
pub fn missed(phrase: &str, corpus: &dyn Corpus) -> Option<Missed> {
    let phrase = phrase.trim();
    corpus.missed(&retrieve::query(phrase, &fold::tokens(phrase, Span::new(0, phrase.len()))))
}

/// Whether the words stand together in the source, and are not picked from a whole paragraph.
fn is_compact(held: &Held, claim: &Claim<'_>) -> bool {
    let places = &held.reading.places;
    let [Some(first), Some(last)] = [places.first(), places.last()] else { return false };
    let cut = claim.tokens.iter().any(|token| token.kind == TokenKind::Cut);
    let (words, stretch) = (claim.words(), last - first + 1);
    if words > WORDS + 1 {
        let matched = matched(held, &claim.tokens);
        let lacking = |it: &&bool| !**it;
        let head = matched.iter().take_while(lacking).count();
        let tail = matched.iter().rev().take_while(lacking).count();
        if head.max(tail) > (words / END).max(2) || matched.iter().filter(|it| **it).count() < WORDS {
            return false;
        }
    }
    cut || held.reading.coverage >= TOGETHER || stretch * 10 <= words * 13 + 20
}

/// For each word whether the place has it.
fn matched(held: &Held, tokens: &[Token]) -> Vec<bool> {
    let same = || held.reading.ops.iter().filter(|op| op.kind == OpKind::Same);
    tokens.iter().map(|token| same().any(|op| op.draft.covers(token.span))).collect()
}

/// The place that has what the best one leaves over, if the two together have nearly all of the phrase.
fn rest(claim: &Claim<'_>, best: &Held, corpus: &dyn Corpus) -> Result<Option<Held>, CorpusError> {
    let tokens = &claim.tokens;
    let matched = matched(best, tokens);
    let (from, to) = densest(&matched);
    let rest = if from > tokens.len() - to { &tokens[..from] } else { &tokens[to..] };
    if rest.len() < REST || to - from < REST {
        return Ok(None);
    }
    let weight = |tokens: &[Token]| tokens.iter().map(align::weight).sum::<f32>();
    let have: f32 = (from..to).filter(|&at| matched[at]).map(|at| align::weight(&tokens[at])).sum();
    let held = held_in(claim, rest, corpus)?.into_iter().max_by_key(Held::rank);
    let share = |held: &Held| (have + weight(rest) * held.reading.coverage) / weight(tokens);
    Ok(held.filter(|held| held.reading.coverage >= TOGETHER && share(held) >= TOGETHER))
}

/// The stretch in which words that are there outnumber the others most.
fn densest(matched: &[bool]) -> (usize, usize) {
    let (mut best, mut sum, mut from) = ((0, 0, 0), 0i32, 0);
    for (at, &there) in matched.iter().enumerate() {
        if sum <= 0 {
            (sum, from) = (0, at);
        }
        sum += if there { 1 } else { -1 };
        if sum > best.0 {
            best = (sum, from, at + 1);
        }
    }
    (best.1, best.2)
}

fn held_in(claim: &Claim<'_>, tokens: &[Token], corpus: &dyn Corpus) -> Result<Vec<Held>, CorpusError> {
    let passages = retrieve::narrow(corpus, claim.prose(), tokens)?;
    Ok(passages.into_iter().filter_map(|passage| hold(claim, tokens, passage)).collect())
}

/// A draft of nothing but the phrase, as somebody's words.
fn reading(phrase: &str) -> Reading {
    let all = Span::new(0, phrase.len());
    let quotation =
        Quotation { span: all, outer: all, parts: vec![all], kind: QuotationKind::Speech, utterance: 0, parent: None };
    let document = Document { text: Arc::from(phrase), prose: Prose::plain(phrase), ..Document::default() };
    let utterance = Utterance { quotations: vec![0], ..Utterance::default() };
    Reading { document, quotations: vec![quotation], utterances: vec![utterance], ..Reading::default() }
}
