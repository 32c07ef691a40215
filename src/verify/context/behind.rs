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
    (is_condition(held, &words) || whole && frames::is_others_claim(held, &words)).then_some(rest)
}

/// A sentence behind that of the words that is no more than a condition of it: "Not unless the council pays."
pub(super) fn bound(held: &Held, speech: Span, trail: Span) -> Option<Span> {
    let prose = held.passage.prose();
    let rest = prose.get(trail.end..speech.end)?.trim_start();
    let start = Span::at(speech.end - rest.len());
    let (_, sentence) = sentences::around(prose, Span::new(start.start, speech.end), start);
    let words: Vec<usize> = within(held, 0, sentence.end);
    let from = words.partition_point(|&at| held.passage.tokens[at].span.start < sentence.start);
    let words = &words[from..];
    let led = words.iter().take(3).take_while(|&&at| is(held, at, LEADS)).count();
    let opens = |at: usize| class(held, at) == Some(Class::Condition) && !is(held, at, &["otherwise"]);
    let text = sentence.of(prose).trim_end().trim_end_matches(',');
    // "If you work hard you get somewhere" says something of its own, "If the council pays." does not.
    let bounds_only = words[..led].iter().any(|&at| is(held, at, &["only", "not", "is"])) || words.len() - led <= BARE;
    let is_fragment = words.len() <= FRAGMENT && bounds_only && !text.contains(',') && !text.ends_with('?');
    (is_fragment && words.get(led).is_some_and(|&at| opens(at)) && !is_aside(held, words)).then_some(sentence)
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
/// A "not" behind another word than an auxiliary may belong to what follows: "we want peace, not war".
fn is_denied(held: &Held, last: usize, words: &[usize]) -> bool {
    let tokens: &[Token] = &held.passage.tokens;
    let first = words[0];
    let between = held.passage.prose().get(tokens[last].span.end..tokens[first].span.start).unwrap_or_default();
    if class(held, first) != Some(Class::Negation) || !between.chars().all(char::is_whitespace) {
        return false;
    }
    let ends = words.len() <= 2 && is(held, first, &["nicht", "kein", "keine", "keinen", "keiner", "nie", "niemals"]);
    ends || is_auxiliary(held, last)
}

fn is_auxiliary(held: &Held, at: usize) -> bool {
    const ENGLISH: &[&str] =
        &["is", "are", "was", "were", "am", "be", "been", "has", "have", "had", "do", "does", "did"];
    const GERMAN: &[&str] =
        &["ist", "sind", "war", "waren", "hat", "haben", "hatte", "hatten", "wird", "werden", "kann", "können"];
    let helps = match held.passage.language() {
        Language::English => ENGLISH,
        Language::German => GERMAN,
        Language::French => &["est", "sont"],
        Language::Spanish => &["es"],
        Language::Italian => &["è"],
        Language::Portuguese | Language::Other => &[],
    };
    class(held, at) == Some(Class::Modal) || is(held, at, helps)
}

fn is_condition(held: &Held, words: &[usize]) -> bool {
    let word = |n: usize| words.get(n).map_or(String::new(), |&at| held.passage.word(at).to_lowercase());
    let opens = class(held, words[0]) == Some(Class::Condition)
        || matches!(
            (word(0).as_str(), word(1).as_str()),
            ("only", "if" | "when")
                | ("but", "only" | "not")
                | ("as" | "so", "long")
                | ("not", "if")
                | ("aber" | "jedoch", "nur")
        )
        || matches!((word(0).as_str(), word(1).as_str(), word(2).as_str()), ("es", "sei", "denn"));
    opens && !is_aside(held, words)
}
