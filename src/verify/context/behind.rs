//! What stands behind the last word in the source and turns it: "not", "unless the court says no", a question mark.

use super::frames;
use crate::quotations::language::Language;
use crate::text::fold::Token;
use crate::text::{Span, sentences};
use crate::verify::judge::Held;
use crate::verify::lexicon::{self, Class, Frame};

/// Words that a sentence has at most that does no more than bound the one before it.
const FRAGMENT: usize = 15;

/// What bounds or turns the words, of the rest of their sentence.
///
/// `whole`: the draft has them as a sentence; `negates`: it says "not" itself.
pub(super) fn severed(held: &Held, trail: Span, whole: bool, negates: bool) -> Option<Span> {
    let last = held.reading.places[held.reading.places.len() - 1];
    let words: Vec<usize> = within(held, last + 1, trail.end);
    let &first = words.first()?;
    let tokens = &held.passage.tokens;
    let rest = Span::new(tokens[first].span.start, trail.end);
    if !negates && is_denied(held, last, &words) {
        return Some(Span::new(tokens[first].span.start, tokens[words[words.len().min(2) - 1]].span.end));
    }
    let bounds = is_condition(held, &words) || is_only_then(held, first);
    (bounds || whole && frames::is_others_claim(held, &words)).then_some(rest)
}

/// Whether the words say "only" of what stands behind them: "it will only be over | when we have signed".
fn is_only_then(held: &Held, first: usize) -> bool {
    let only = |&place: &usize| class(held, place) == Some(Class::Only);
    let lower = |&place: &usize| held.passage.word(place).to_lowercase();
    // "We only found out | when the letter came" has happened.
    let has_been = || {
        let words: Vec<String> = held.reading.places.iter().map(lower).collect();
        lexicon::is_past(&words.iter().map(String::as_str).collect::<Vec<_>>())
    };
    is(held, first, &["when", "once", "after"]) && held.reading.places.iter().rev().take(ONLY).any(only) && !has_been()
}

/// So far in front of the end an "only" may stand that belongs to what comes behind.
const ONLY: usize = 6;

/// A sentence behind that of the words that is no more than a condition of it: "Not unless the council pays."
pub(super) fn bound(held: &Held, speech: Span, trail: Span) -> Option<Span> {
    let prose = held.passage.prose();
    let (sentence, words) = sentence_behind(held, speech, trail)?;
    let words = &words[..];
    let led = words.iter().take(3).take_while(|&&at| is(held, at, LEADS)).count();
    let text = sentence.of(prose).trim_end().trim_end_matches(',');
    // "If you work hard you get somewhere" says something of its own, "If the council pays." does not.
    let bounds_only = words[..led].iter().any(|&at| is(held, at, &["only", "not", "is"])) || words.len() - led <= BARE;
    let is_fragment = words.len() <= FRAGMENT && bounds_only && !text.contains(',') && !text.ends_with('?');
    (is_fragment && opens_condition(held, &words[led..]) && !is_aside(held, words)).then_some(sentence)
}

/// A sentence behind that of the words that takes them back: "Just kidding.", "No, actually, I wouldn't."
pub(super) fn retracted(held: &Held, speech: Span, trail: Span) -> Option<Span> {
    let (sentence, words) = sentence_behind(held, speech, trail)?;
    let keys = keys(held, &words);
    let back = lexicon::ends_in(&keys, Frame::Retracted) == Some(keys.len());
    let denied = || match &words[..] {
        [no, .., who, does, not] if words.len() <= BACK => {
            is(held, *no, &["no"])
                && matches!(lexicon::class(held.passage.tokens[*who].key), Some(Class::Person(_)))
                && is_auxiliary(held, *does)
                && is(held, *not, &["not", "n't", "n’t"])
        }
        _ => false,
    };
    (back || denied()).then_some(sentence)
}

/// Words that a sentence has at most that takes back what was said with a "not" of its own.
const BACK: usize = 6;

/// The sentence behind that of the words, and its words; a sentence ends where `trail` does.
fn sentence_behind(held: &Held, speech: Span, trail: Span) -> Option<(Span, Vec<usize>)> {
    let prose = held.passage.prose();
    let rest = prose.get(trail.end..speech.end)?.trim_start();
    let start = Span::at(speech.end - rest.len());
    let (_, sentence) = sentences::around(prose, Span::new(start.start, speech.end), start);
    let words: Vec<usize> = within(held, 0, sentence.end);
    let from = words.partition_point(|&at| held.passage.tokens[at].span.start < sentence.start);
    Some((sentence, words[from..].to_vec()))
}

/// Words that a clause of condition has at most which nothing leads in to and behind which there is no room for another.
const BARE: usize = 4;

/// What leads in to a condition that is set behind: "But only if …", "That is, if …".
const LEADS: &[&str] = &["but", "and", "that", "is", "only", "not"];

/// Whether the words are a question there: its mark stands right behind them.
pub(super) fn is_asked(held: &Held) -> bool {
    let prose = held.passage.prose();
    prose[held.span().end..].trim_start_matches(['”', '"', '’', '\'', '*', '_']).starts_with('?')
}

fn within(held: &Held, from: usize, end: usize) -> Vec<usize> {
    (from..held.passage.tokens.len()).take_while(|&at| held.passage.tokens[at].span.end <= end).collect()
}

fn is(held: &Held, at: usize, those: &[&str]) -> bool {
    those.contains(&held.passage.word(at).to_lowercase().as_str())
}

fn class(held: &Held, at: usize) -> Option<Class> {
    lexicon::class_in(held.passage.tokens[at].key, held.passage.language())
}

fn keys(held: &Held, words: &[usize]) -> Vec<u64> {
    words.iter().map(|&at| held.passage.tokens[at].key).collect()
}

fn is_aside(held: &Held, words: &[usize]) -> bool {
    lexicon::begins_with(&keys(held, words), Frame::Aside)
}

/// "It will | not.", "the council wo|n't", "haben wir bislang | nicht": what was cut off denies what is left.
///
/// A "not" behind another word than an auxiliary may belong to what follows: "we want peace, not war". A German sentence
/// ends in its own: "das wissen die Eltern | noch nicht."
fn is_denied(held: &Held, last: usize, words: &[usize]) -> bool {
    let tokens: &[Token] = &held.passage.tokens;
    let first = words[0];
    let between = held.passage.prose().get(tokens[last].span.end..tokens[first].span.start).unwrap_or_default();
    if !between.chars().all(char::is_whitespace) {
        return false;
    }
    let denies = |at: usize| class(held, at).is_some_and(Class::denies);
    if held.passage.language() == Language::German && words.len() <= LAST && one_clause(held, words) {
        return words.iter().any(|&at| denies(at));
    }
    if !denies(first) {
        return false;
    }
    is_auxiliary(held, last)
}

/// Words at the end of a German sentence at most of which the last denies it all.
const LAST: usize = 3;

/// Whether no mark stands between words.
fn one_clause(held: &Held, words: &[usize]) -> bool {
    let tokens = &held.passage.tokens;
    let gap = |pair: &[usize]| held.passage.prose().get(tokens[pair[0]].span.end..tokens[pair[1]].span.start);
    words.windows(2).all(|pair| gap(pair).is_some_and(|gap| gap.chars().all(char::is_whitespace)))
}

fn is_auxiliary(held: &Held, at: usize) -> bool {
    lexicon::is_auxiliary(held.passage.tokens[at].key, held.passage.language())
}

/// "unless", "subject to"
fn opens_condition(held: &Held, words: &[usize]) -> bool {
    let is_word = words.first().is_some_and(|&at| class(held, at) == Some(Class::Condition));
    is_word || lexicon::begins_with(&keys(held, words), Frame::Bound)
}

fn is_condition(held: &Held, words: &[usize]) -> bool {
    opens_condition(held, words) && !is_aside(held, words)
}
