//! A hedge right in front of the words, which the draft leaves out: "perhaps", "it may | have", "I hope that".

use super::own_words::Sureness;
use super::{OwnWords, frames};
use crate::quotations::language::Language;
use crate::text::Span;
use crate::text::fold::{Token, TokenKind};
use crate::text::lists::List;
use crate::verify::judge::{Claim, Held};
use crate::verify::kinds;
use crate::verify::lexicon::{self, Class};
use crate::verify::turns::OPEN;

/// What the draft says itself where it leaves open whether the words hold.
static UNSURE: List = List::of(include_str!("../../../data/meaning/unsure.txt"));
/// Behind these a quoted verb is said outright.
const OUTRIGHT: &[&str] = &["will", "shall", "must", "has", "have", "had", "did"];

/// Whether the draft says around its words that they may not hold.
pub(super) fn hedges(token: &Token, prose: &str) -> bool {
    matches!(lexicon::class(token.key), Some(Class::Hedge | Class::Near))
        || UNSURE.contains(&token.span.of(prose).to_lowercase().as_str())
}

/// Whether a word of the draft makes the quoted verb behind it one that is said outright.
pub(super) fn is_outright(token: &Token, prose: &str) -> bool {
    OUTRIGHT.contains(&token.span.of(prose).to_lowercase().as_str())
}

/// The hedge that words of the passage right in front of the quoted ones are, if the draft has none.
pub(super) fn cut_off(claim: &Claim<'_>, held: &Held, words: &[usize], whole: bool, own: OwnWords) -> Option<Span> {
    let passage = &held.passage;
    if own.sureness == Sureness::Open || own.bounds {
        return None;
    }
    let (&last, before) = words.split_last()?;
    let is = |at: usize, those: &[&str]| those.contains(&passage.word(at).to_lowercase().as_str());
    let span = |at: usize| passage.tokens[at].span;
    let gap = Span::new(span(last).end, held.span().start.max(span(last).end)).of(passage.prose());
    let beside = gap.chars().all(char::is_whitespace);
    // "Only the mayor can close it", "nearly | all of them agree"
    let near_or_only = match lexicon::class_in(passage.tokens[last].key, passage.language()) {
        Some(Class::Near) => beside,
        Some(Class::Only) => beside && whole && before.is_empty(),
        _ => false,
    };
    if near_or_only {
        return Some(span(last));
    }
    if beside && whole && frames::is_share(held, words) {
        return Some(span(words[0]).join(span(last)));
    }
    let open = |at: usize| passage.language() == Language::English && is(at, OPEN);
    if beside && open(last) && (whole || own.sureness == Sureness::Outright) {
        return Some(span(last));
    }
    if let Some(&open) = before.last().filter(|&&at| beside && is(last, &["have", "be"]) && open(at)) {
        return Some(span(open).join(span(last)));
    }
    // "probably about | halfway through the year": who gives part of a sentence says it as well.
    let hedge = |&at: &usize| lexicon::class_in(passage.tokens[at].key, passage.language()) == Some(Class::Hedge);
    let about = lexicon::class_in(passage.tokens[last].key, passage.language()) == Some(Class::About);
    if let Some(&hedge) = if about { before.last() } else { Some(&last) }.filter(|at| beside && !whole && hedge(at)) {
        return Some(span(hedge).join(span(last)));
    }
    // "I think" is manners in front of what one wants, and tells how sure one is of a number or a day.
    let is_exact = |token: &Token| {
        token.kind == TokenKind::Number && !is_vague(token.span.of(claim.prose()))
            || lexicon::class(token.key) == Some(Class::Magnitude)
            || kinds::is_day(token.key)
    };
    frames::hedge(held, words, claim.tokens.iter().any(is_exact)).filter(|_| whole)
}

/// The hedge that is all there is behind the quoted words, if the draft has none: "somebody held him back, | maybe".
pub(super) fn cut_off_behind(held: &Held, trail: Span, own: OwnWords) -> Option<Span> {
    let tokens = &held.passage.tokens;
    let from = held.reading.places.last()? + 1;
    let words: Vec<usize> = (from..tokens.len()).take_while(|&at| tokens[at].span.end <= trail.end).collect();
    let is_open = own.sureness == Sureness::Open || own.bounds;
    frames::hedge(held, &words, false).filter(|_| !is_open)
}

/// "one" is a pronoun as often as a number, "first" and "second" other things.
fn is_vague(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "one" | "first" | "second" | "third")
}
