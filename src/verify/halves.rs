//! A phrase that was joined from two places: one has its first words, the other its last.

use super::Evidence;
use super::judge::{Held, hold};
use super::passage::Passage;
use super::phrase::{Candidate, Phrase};
use super::retrieve::{Narrow, Place};
use crate::corpus::CorpusError;

/// Fewer words stand in many places; so few count if they surprise so much more.
const HALF: usize = 4;
const FEW: f32 = 3.0;
/// Words that the search met in a half, at least; and in both, of all.
const SOME: usize = 3;
const MET: f32 = 0.8;
/// So many words may belong to either half, as far as the search met them.
const EITHER: usize = 1;
/// So many places are looked at.
const PLACES: usize = 8;
/// Share of its words that a half has, and both together.
const MOST: f32 = 0.8;
const NEARLY_ALL: f32 = 0.9;
/// Two places count that surprise so much together; so much more for each word that neither has.
const SURE: f32 = -3.0;
const MISSING: f32 = 4.0;

/// What two places together have of nearly all of a phrase, of which none has it alone; `held` are those that were
/// looked at.
pub(super) fn of(
    phrase: &Phrase<'_>,
    found: &Narrow,
    held: &[Candidate],
) -> Result<Option<[Evidence; 2]>, CorpusError> {
    let places: Vec<&Place> = found.places.iter().chain(&found.beside).collect();
    let mut sides = Vec::new();
    for number in worth_a_look(&places, phrase.claim.words()) {
        sides.extend(match held.iter().find(|it| it.place == number) {
            Some(it) => Some(Side { same: it.held.same.clone(), passage: it.held.passage.clone() }),
            None => Side::read(phrase, places[number])?,
        });
    }
    let Some(Cut { head, tail, at, .. }) = best_cut(phrase, &sides) else { return Ok(None) };
    let (head_tokens, tail_tokens) = phrase.claim.tokens.split_at(at);
    let half = |tokens, side: &Side| hold(&phrase.claim, tokens, side.passage.clone());
    let both = half(head_tokens, head).zip(half(tail_tokens, tail));
    Ok(both.map(|(head, tail)| [head.evidence(), tail.evidence()]))
}

/// Which places may have a half, by what the search met there: those first that have most together with another.
fn worth_a_look(places: &[&Place], words: usize) -> Vec<usize> {
    let met = |place: &Place| place.words.min(place.reach.1 - place.reach.0);
    let mut pairs = Vec::new();
    for (first, head) in places.iter().enumerate().filter(|(_, head)| met(head) >= SOME) {
        for (second, tail) in places.iter().enumerate().filter(|(_, tail)| met(tail) >= SOME) {
            let in_order = head.reach.0 < tail.reach.0 && head.reach.1 <= tail.reach.0 + EITHER;
            let both = met(head) + met(tail);
            if in_order && both as f32 >= MET * words as f32 {
                pairs.push((both, head.surprise + tail.surprise, [first, second]));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    let mut chosen: Vec<usize> = Vec::new();
    for (_, _, pair) in pairs {
        let others = pair.into_iter().filter(|place| !chosen.contains(place)).collect::<Vec<_>>();
        if chosen.len() + others.len() <= PLACES {
            chosen.extend(others);
        }
    }
    chosen
}

/// A place that may have a half.
struct Side {
    /// Words that are the same: of the phrase's, of the passage's.
    same: Vec<(usize, usize)>,
    passage: Passage,
}

impl Side {
    fn read(phrase: &Phrase<'_>, place: &Place) -> Result<Option<Self>, CorpusError> {
        let held = hold(&phrase.claim, &phrase.claim.tokens, place.passage(phrase.corpus)?);
        Ok(held.map(|Held { same, passage, .. }| Self { same, passage }))
    }
}

/// A phrase taken apart.
struct Cut<'a> {
    /// The first of its words that belongs to the tail.
    at: usize,
    head: &'a Side,
    tail: &'a Side,
    /// How many words the two have.
    words: usize,
    surprise: f32,
}

/// Where two places have most of a phrase between them, if that is enough.
fn best_cut<'a>(phrase: &Phrase<'_>, sides: &'a [Side]) -> Option<Cut<'a>> {
    let all = phrase.claim.words();
    let mut best: Option<Cut<'_>> = None;
    for (number, head) in sides.iter().enumerate() {
        let tails = sides.iter().enumerate().filter(|(other, _)| *other != number);
        for (tail, at) in tails.flat_map(|(_, tail)| (1..phrase.claim.tokens.len()).map(move |at| (tail, at))) {
            let before = phrase.numbers[at];
            let first = &head.same[..head.same.partition_point(|&(word, _)| word < at)];
            let second = &tail.same[tail.same.partition_point(|&(word, _)| word < at)..];
            let words = first.len() + second.len();
            if !is_half(first, before) || !is_half(second, all - before) || (words as f32) < NEARLY_ALL * all as f32 {
                continue;
            }
            if best.as_ref().is_some_and(|best| words < best.words) {
                continue;
            }
            let few = [before, all - before].iter().filter(|&&words| words == HALF).count();
            let surprise = phrase.chance.as_ref().map_or(0.0, |it| it.surprise(first) + it.surprise(second));
            let surprise = surprise - FEW * few as f32;
            if best.as_ref().is_none_or(|best| words > best.words || surprise > best.surprise) {
                best = Some(Cut { at, head, tail, words, surprise });
            }
        }
    }
    best.filter(|cut| cut.surprise >= SURE + MISSING * (all - cut.words) as f32)
}

/// Whether words that are the same are most of a half, and stand together.
fn is_half(same: &[(usize, usize)], words: usize) -> bool {
    let [Some(&(_, first)), Some(&(_, last))] = [same.first(), same.last()] else { return false };
    let stretch = last - first + 1;
    words >= HALF && same.len() as f32 >= MOST * words as f32 && stretch * 10 <= words * 13 + 30
}
