//! A phrase without a draft: where was this said?

use std::sync::Arc;

use super::decide::LONGEST;
use super::filter::Pattern;
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
/// A place that has so much of it counts whatever else has it.
const NEARLY_ALL: f32 = 0.9;
/// A phrase of so many words or more is told by how surprising it is to meet its words: where the place has so much of it,
/// by so much, and by so much less for each part more that it has.
const LONG: usize = 7;
const LEAST: f32 = 0.38;
const SURE: f32 = 9.0;
const LESS: f32 = 16.0;
/// Two places together count that have so much of it, and surprise so much.
const TOGETHER: f32 = 0.9;
const SURE_TOGETHER: f32 = -2.0;
/// What one place leaves over is looked for elsewhere if it is so many words; fewer stand in many places.
const REST: usize = 4;
/// Of other places, those count that have so much of what the best one has.
const BESIDE: f32 = 0.7;
/// So much more of the phrase than the search met may turn out to stand in a place.
const UNMET: f32 = 0.2;

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
    held.sort_by_cached_key(|it| std::cmp::Reverse(it.held.rank()));
    let Some(best) = held.first() else { return Ok(Vec::new()) };
    let least = best.held.reading.coverage * BESIDE;
    let counts = |it: &&Candidate| it.held.reading.coverage >= least && it.is_enough(&claim) && it.is_compact(&claim);
    let found = held.iter().filter(counts).map(|it| it.held.evidence());
    let Some(other) = rest(&claim, best, corpus)? else { return Ok(found.collect()) };
    // What the two have together comes first, whatever else has as much as one of them.
    let both = [best.held.evidence(), other.evidence()];
    let is_new = |it: &Evidence| both.iter().all(|one| one.article.id != it.article.id || one.span != it.span);
    let found: Vec<Evidence> = found.filter(is_new).collect();
    Ok(both.into_iter().chain(found).collect())
}

/// What of the corpus could not be searched for a phrase.
pub fn missed(phrase: &str, corpus: &dyn Corpus) -> Option<Missed> {
    let phrase = phrase.trim();
    corpus.missed(&retrieve::query(phrase, &fold::tokens(phrase, Span::new(0, phrase.len()))))
}

/// A place that may have the phrase.
struct Candidate {
    held: Held,
    /// See [`crate::corpus::Hit::surprise`].
    surprise: f32,
}

impl Candidate {
    /// Whether it has enough of the phrase: for a few words most of them, for more the less, the rarer it is that they
    /// meet.
    fn is_enough(&self, claim: &Claim<'_>) -> bool {
        let coverage = self.held.reading.coverage;
        if claim.words() < LONG || self.surprise == 0.0 {
            return coverage >= ENOUGH;
        }
        coverage >= NEARLY_ALL || (coverage >= LEAST && self.surprise >= SURE - LESS * (coverage - LEAST))
    }

    /// Whether the words stand together in the source, and are not picked from a whole paragraph.
    fn is_compact(&self, claim: &Claim<'_>) -> bool {
        let places = &self.held.reading.places;
        let [Some(first), Some(last)] = [places.first(), places.last()] else { return false };
        let cut = claim.tokens.iter().any(|token| token.kind == TokenKind::Cut);
        let (words, stretch) = (claim.words(), last - first + 1);
        cut || self.held.reading.coverage >= NEARLY_ALL || stretch * 10 <= words * 13 + 20
    }
}

/// For each word whether the place has it.
fn matched(held: &Held, tokens: &[Token]) -> Vec<bool> {
    let same = || held.reading.ops.iter().filter(|op| op.kind == OpKind::Same);
    tokens.iter().map(|token| same().any(|op| op.draft.covers(token.span))).collect()
}

/// The place that has what the best one leaves over, if the two together have nearly all of the phrase.
fn rest(claim: &Claim<'_>, best: &Candidate, corpus: &dyn Corpus) -> Result<Option<Held>, CorpusError> {
    let tokens = &claim.tokens;
    let matched = matched(&best.held, tokens);
    let (from, to) = densest(&matched);
    let rest = if from > tokens.len() - to { &tokens[..from] } else { &tokens[to..] };
    if rest.len() < REST || to - from < REST {
        return Ok(None);
    }
    let weight = |tokens: &[Token]| tokens.iter().map(align::weight).sum::<f32>();
    let have: f32 = (from..to).filter(|&at| matched[at]).map(|at| align::weight(&tokens[at])).sum();
    let candidate = held_in(claim, rest, corpus)?.into_iter().max_by_key(|it| it.held.rank());
    let share = |held: &Held| (have + weight(rest) * held.reading.coverage) / weight(tokens);
    let counts = |it: &Candidate| {
        it.held.reading.coverage >= TOGETHER
            && share(&it.held) >= TOGETHER
            && (it.surprise == 0.0 || it.surprise + best.surprise >= SURE_TOGETHER)
    };
    Ok(candidate.filter(counts).map(|it| it.held))
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

/// What the places that share most with some of a claim's words have of them. What cannot have enough beside the best so
/// far is not looked at: most of the time goes into having an article again.
fn held_in(claim: &Claim<'_>, tokens: &[Token], corpus: &dyn Corpus) -> Result<Vec<Candidate>, CorpusError> {
    let pattern = Pattern::new(tokens);
    let mut least = 0.0f32;
    let mut found = Vec::new();
    for place in retrieve::narrow(corpus, claim.prose(), tokens)? {
        if place.words as f32 / (tokens.len() as f32) + UNMET < least {
            continue;
        }
        let passage = place.passage(corpus)?;
        if pattern.coverage_at_most(&passage.tokens) < least {
            continue;
        }
        let Some(held) = hold(claim, tokens, passage) else { continue };
        least = least.max(held.reading.coverage * BESIDE);
        found.push(Candidate { held, surprise: place.surprise });
    }
    Ok(found)
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
