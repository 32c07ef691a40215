//! A phrase without a draft: where was this said?

use std::sync::Arc;

use super::decide::LONGEST;
use super::filter::Pattern;
use super::judge::{Claim, Held, hold};
use super::passage::Passage;
use super::retrieve::{self, Narrow, Place};
use super::{Evidence, align};
use crate::corpus::{Corpus, CorpusError, Missed, Rarity};
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
const SURE: f32 = 10.0;
const LESS: f32 = 14.0;
/// Words that do not follow each other as in the phrase could have been met in many ways: each time it says so much less,
/// and so much for the logarithm of how many words are between.
const BREAK: f32 = 1.0;
const APART: f32 = 2.0;
/// A place that has less than half of the words, as far as the search met them, and is met by chance so easily is not
/// looked at.
const HOPELESS: f32 = -2.0;
/// Two places together count that have so much of it, and surprise so much.
const TOGETHER: f32 = 0.9;
const SURE_TOGETHER: f32 = -2.0;
/// What one place leaves over is looked for elsewhere if it is so many words; fewer stand in many places.
const REST: usize = 4;
/// Of other places, those count that have so much of what the best one has.
const BESIDE: f32 = 0.7;
/// So much more of the phrase than the search met may turn out to stand in a place.
const UNMET: f32 = 0.1;

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
    let found = retrieve::narrow(corpus, claim.prose(), &claim.tokens)?;
    let numbers = numbers(&claim.tokens);
    let phrase = Phrase { chance: Chance::new(&found.rarity, &numbers), numbers: &numbers, claim, corpus };
    let mut held = phrase.held(&found)?;
    held.sort_by_cached_key(|it| std::cmp::Reverse(it.held.rank()));
    let Some(best) = held.first() else { return Ok(Vec::new()) };
    let least = best.held.reading.coverage * BESIDE;
    let counts = |it: &&Candidate| it.held.reading.coverage >= least && phrase.is_enough(it) && phrase.is_compact(it);
    let places = held.iter().filter(counts).map(|it| it.held.evidence());
    let Some(other) = phrase.rest(best, &found)? else { return Ok(places.collect()) };
    // What the two have together comes first, whatever else has as much as one of them.
    let both = [best.held.evidence(), other.evidence()];
    let is_new = |it: &Evidence| both.iter().all(|one| one.article.id != it.article.id || !one.span.overlaps(it.span));
    let places: Vec<Evidence> = places.filter(is_new).collect();
    Ok(both.into_iter().chain(places).collect())
}

/// What of the corpus could not be searched for a phrase.
pub fn missed(phrase: &str, corpus: &dyn Corpus) -> Option<Missed> {
    let phrase = phrase.trim();
    corpus.missed(&retrieve::query(phrase, &fold::tokens(phrase, Span::new(0, phrase.len()))))
}

/// A place that may have the phrase.
struct Candidate {
    held: Held,
    /// How surely its words do not meet there by chance; nothing where that cannot be told.
    surprise: Option<f32>,
}

/// How surprising it is to meet a phrase's words.
struct Chance<'a> {
    rarity: &'a Rarity,
    numbers: &'a [usize],
}

/// For each word its number without the ellipses, and one more for the end.
fn numbers(tokens: &[Token]) -> Vec<usize> {
    let mut next = 0;
    let mut numbers = vec![0];
    numbers.extend(tokens.iter().map(|token| {
        next += usize::from(token.kind != TokenKind::Cut);
        next
    }));
    numbers
}

impl<'a> Chance<'a> {
    /// Nothing where it is not known how rare each word is.
    fn new(rarity: &'a Rarity, numbers: &'a [usize]) -> Option<Self> {
        let known = numbers.last() == Some(&rarity.of.len()) && rarity.chance > 0.0;
        known.then_some(Self { rarity, numbers })
    }

    /// How surely words do not stand in places by chance, as a natural logarithm: each as rare as it is behind those that
    /// stand before it in the phrase and there, less where it is free to stand, less how many places there are.
    fn surprise(&self, same: &[(usize, usize)]) -> f32 {
        let mut sum = -self.rarity.chance;
        let mut before: Option<(usize, usize)> = None;
        let mut run = 0;
        for &(at, place) in same {
            if let Some((last, there)) = before {
                let apart = (at - last).abs_diff(place - there);
                if (at, place) == (last + 1, there + 1) {
                    run = 2.min(run + 1);
                } else {
                    run = 0;
                    sum -= BREAK + APART * (apart as f32).ln_1p();
                }
            }
            sum += self.rarity.of[self.numbers[at]][run];
            before = Some((at, place));
        }
        sum
    }
}

/// A phrase that is looked for.
struct Phrase<'a> {
    claim: Claim<'a>,
    corpus: &'a dyn Corpus,
    /// For each of its words the number without the ellipses, and one more for the end.
    numbers: &'a [usize],
    chance: Option<Chance<'a>>,
}

impl Phrase<'_> {
    /// What the places that share most with it have of it. What cannot have enough beside the best so far is not looked
    /// at: most of the time goes into having an article again.
    fn held(&self, found: &Narrow) -> Result<Vec<Candidate>, CorpusError> {
        let tokens = &self.claim.tokens;
        let pattern = Pattern::new(tokens);
        let mut least = 0.0f32;
        let mut held = Vec::new();
        for place in &found.places {
            if place.words as f32 / (tokens.len() as f32) + UNMET < least || self.is_hopeless(place) {
                continue;
            }
            let passage = place.passage(self.corpus)?;
            if pattern.coverage_at_most(&passage.tokens) < least {
                continue;
            }
            let Some(candidate) = self.candidate(tokens, 0, passage) else { continue };
            least = least.max(candidate.held.reading.coverage * BESIDE);
            held.push(candidate);
        }
        Ok(held)
    }

    /// Aligns a passage with words of the phrase, of which the first is its `from`th.
    fn candidate(&self, tokens: &[Token], from: usize, passage: Passage) -> Option<Candidate> {
        let held = hold(&self.claim, tokens, passage)?;
        let same = || held.same.iter().map(|&(at, place)| (from + at, place)).collect::<Vec<_>>();
        let surprise = self.chance.as_ref().map(|chance| chance.surprise(&same()));
        Some(Candidate { held, surprise })
    }

    fn is_hopeless(&self, place: &Place) -> bool {
        let words = self.claim.words();
        self.chance.is_some() && words >= LONG && 2 * place.words < words && place.surprise < HOPELESS
    }

    /// Whether a place has enough of the phrase: for a few words most of them, for more the less, the rarer it is that they
    /// meet.
    fn is_enough(&self, it: &Candidate) -> bool {
        let coverage = it.held.reading.coverage;
        match it.surprise.filter(|_| self.claim.words() >= LONG) {
            None => coverage >= ENOUGH,
            Some(surprise) => {
                coverage >= NEARLY_ALL || (coverage >= LEAST && surprise >= SURE - LESS * (coverage - LEAST))
            }
        }
    }

    /// Whether the words stand together in the source, and are not picked from a whole paragraph.
    fn is_compact(&self, it: &Candidate) -> bool {
        let places = &it.held.reading.places;
        let [Some(first), Some(last)] = [places.first(), places.last()] else { return false };
        let cut = self.claim.tokens.iter().any(|token| token.kind == TokenKind::Cut);
        let (words, stretch) = (self.claim.words(), last - first + 1);
        cut || it.held.reading.coverage >= NEARLY_ALL || stretch * 10 <= words * 13 + 20
    }

    /// The place that has what the best one leaves over, if the two together have nearly all of the phrase.
    fn rest(&self, best: &Candidate, found: &Narrow) -> Result<Option<Held>, CorpusError> {
        let tokens = &self.claim.tokens;
        let mut matched = vec![false; tokens.len()];
        for &(at, _) in &best.held.same {
            matched[at] = true;
        }
        let (from, to) = densest(&matched);
        let start = if from > tokens.len() - to { 0 } else { to };
        let rest = if start == 0 { &tokens[..from] } else { &tokens[to..] };
        if rest.len() < REST || to - from < REST {
            return Ok(None);
        }
        let weight = |tokens: &[Token]| tokens.iter().map(align::weight).sum::<f32>();
        let have: f32 = (from..to).filter(|&at| matched[at]).map(|at| align::weight(&tokens[at])).sum();
        let share = |held: &Held| (have + weight(rest) * held.reading.coverage) / weight(tokens);
        let pattern = Pattern::new(rest);
        let mut other: Option<Candidate> = None;
        let (first, end) = (self.numbers[start], self.numbers[start + rest.len()]);
        let has_half = |place: &&Place| {
            let met = place.reach.1.min(end).saturating_sub(place.reach.0.max(first));
            2 * met.min(place.words) >= end - first
        };
        for place in found.places.iter().chain(&found.beside).filter(has_half) {
            let passage = place.passage(self.corpus)?;
            if pattern.coverage_at_most(&passage.tokens) < TOGETHER {
                continue;
            }
            let Some(it) = self.candidate(rest, start, passage) else { continue };
            let surprise = it.surprise.zip(best.surprise).map(|(one, other)| one + other);
            let counts = it.held.reading.coverage >= TOGETHER
                && share(&it.held) >= TOGETHER
                && surprise.is_none_or(|surprise| surprise >= SURE_TOGETHER);
            if counts && other.as_ref().is_none_or(|other| other.held.rank() < it.held.rank()) {
                other = Some(it);
            }
        }
        Ok(other.map(|it| it.held))
    }
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

/// A draft of nothing but the phrase, as somebody's words.
fn reading(phrase: &str) -> Reading {
    let all = Span::new(0, phrase.len());
    let quotation =
        Quotation { span: all, outer: all, parts: vec![all], kind: QuotationKind::Speech, utterance: 0, parent: None };
    let document = Document { text: Arc::from(phrase), prose: Prose::plain(phrase), ..Document::default() };
    let utterance = Utterance { quotations: vec![0], ..Utterance::default() };
    Reading { document, quotations: vec![quotation], utterances: vec![utterance], ..Reading::default() }
}
