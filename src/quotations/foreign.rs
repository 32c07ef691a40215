//! Cue and mention in German, French, Spanish, Italian and Portuguese.
//!
//! Simpler than English: the cue nearest to the quotation, and the phrase on the side of it where
//! these languages put the subject.

use super::How;
use super::attribution::Link;
use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use crate::text::Span;
use crate::text::words::TokenKind;

/// The attribution of the quotation at `quote`.
pub fn link(sentence: Sentence<'_>, quote: usize) -> Option<Link> {
    let behind = (quote + 1..sentence.items.len()).find(|&at| is_cue(sentence, at));
    let before = (0..quote).rev().find(|&at| is_cue(sentence, at));
    // “…”, sagte Lind: right behind, with no more than a comma between.
    let beside = behind.filter(|&at| (quote + 1..at).all(|at| !sentence.items[at].is_word()));
    [beside, before, behind].into_iter().flatten().find_map(|cue| {
        let mention = subject(sentence, cue)?;
        Some(Link {
            cue: Some(sentence.items[cue].span),
            mention: Some(mention),
            how: How::Cue,
            strong: true,
            ..Link::default()
        })
    })
}

/// Who a sentence without quotations reports.
pub fn reports(sentence: Sentence<'_>) -> Option<Mention> {
    (0..sentence.items.len()).find(|&at| is_cue(sentence, at)).and_then(|cue| subject(sentence, cue))
}

fn is_cue(sentence: Sentence<'_>, at: usize) -> bool {
    let item = &sentence.items[at];
    if item.is(Class::TOLD) {
        // "so Lind", "laut Lind", "selon Lind": only before a name or a phrase that names somebody.
        return sentence
            .items
            .get(at + 1)
            .is_some_and(|next| next.is_word() && (next.capital || next.is(Class::DETERMINER)));
    }
    item.is(Class::SPEECH) && (!item.capital || at == 0)
}

fn subject(sentence: Sentence<'_>, cue: usize) -> Option<Mention> {
    let according = sentence.is(cue, Class::TOLD);
    if !according && let Some((start, end)) = phrase_before(sentence, cue) {
        return Some(mention(sentence, start, end));
    }
    let mut start = cue + 1;
    while sentence.is(start, Class::CONJUNCTION) {
        start += 1;
    }
    // "heißt es in der Mitteilung": the paper speaks.
    if sentence.any(start, &["es"]) && sentence.is(start + 1, Class::PREPOSITION) {
        start += 2;
    }
    let behind = phrase_from(sentence, start);
    behind
        .or_else(|| if according { None } else { opening(sentence, cue) })
        .map(|(start, end)| mention(sentence, start, end))
}

/// The phrase that runs forward from `start`.
fn phrase_from(sentence: Sentence<'_>, start: usize) -> Option<(usize, usize)> {
    if sentence.is(start, Class::PREPOSITION) && !sentence.items[start].capital {
        return None;
    }
    if sentence.is(start, Class::SUBJECT) {
        return Some((start, start + 1));
    }
    let mut end = start;
    while end < sentence.items.len() && end < start + 14 && inside(sentence, end) {
        // A second determiner begins an object: "sagte der Minister dem Blatt".
        let joined = end > start && sentence.is(end - 1, Class(Class::PREPOSITION.0 | Class::DETERMINER.0));
        if end > start && !joined && (sentence.is(end, Class::DETERMINER) || sentence.is(end, Class::SUBJECT)) {
            break;
        }
        end += 1;
    }
    while end > start && sentence.is(end - 1, Class(Class::PREPOSITION.0 | Class::DETERMINER.0 | Class::WHEN.0)) {
        end -= 1;
    }
    (end > start && named(sentence, start, end)).then_some((start, end))
}

/// The phrase the sentence begins with: "Lind habe … behauptet".
fn opening(sentence: Sentence<'_>, cue: usize) -> Option<(usize, usize)> {
    let start = (0..cue).find(|&at| sentence.items[at].is_word() && !sentence.is(at, Class::CONJUNCTION))?;
    let (start, end) = phrase_from(sentence, start)?;
    // Up to the first verb, which is small and stands behind the noun.
    let noun = (start..end.min(cue)).find(|&at| {
        sentence.items[at].capital && at > start
            || at == start && sentence.items[at].capital && !sentence.is(at, Class::DETERMINER)
    })?;
    let stop = (noun + 1..end.min(cue))
        .find(|&at| !sentence.items[at].capital && !sentence.is(at, Class(Class::PREPOSITION.0 | Class::DETERMINER.0)))
        .unwrap_or(end.min(cue));
    Some((start, stop))
}

/// The phrase right before the cue, unless an adverbial stands there and the subject follows.
fn phrase_before(sentence: Sentence<'_>, cue: usize) -> Option<(usize, usize)> {
    let mut end = cue;
    while end > 0 && sentence.is(end - 1, Class::CONJUNCTION) {
        end -= 1;
    }
    if end == 0 {
        return None;
    }
    // "Lind, der Minister, sagte": past the apposition.
    if sentence.sign(end - 1, TokenKind::Comma) || sentence.sign(end - 1, TokenKind::Close) {
        let opening = (0..end - 1).rev().find(|&at| {
            sentence.sign(at, TokenKind::Comma)
                || sentence.sign(at, TokenKind::Open)
                || sentence.items[at].quote().is_some()
        })?;
        if sentence.items[opening].quote().is_some() || end - opening > 16 {
            return None;
        }
        end = opening;
    }
    let last = &sentence.items[end.checked_sub(1)?];
    let determined = (end.saturating_sub(3)..end).any(|at| sentence.is(at, Class::DETERMINER));
    if !(last.capital || last.is(Class::SUBJECT) || determined) {
        return None;
    }
    if last.is(Class::SUBJECT) {
        return Some((end - 1, end));
    }
    let mut start = end;
    while start > 0 && inside(sentence, start - 1) {
        start -= 1;
    }
    (start < end && !sentence.is(start, Class::PREPOSITION) && named(sentence, start, end)).then_some((start, end))
}

fn inside(sentence: Sentence<'_>, at: usize) -> bool {
    let item = &sentence.items[at];
    item.is_word() && !item.is(Class(Class::SPEECH.0 | Class::TOLD.0 | Class::CONJUNCTION.0))
        || item.is_sign(TokenKind::Number)
        || item.is_sign(TokenKind::Possessive)
}

/// Whether the phrase names somebody at all: a capital, a pronoun or a determiner.
fn named(sentence: Sentence<'_>, start: usize, end: usize) -> bool {
    (start..end).any(|at| sentence.items[at].capital || sentence.is(at, Class(Class::SUBJECT.0 | Class::DETERMINER.0)))
}

fn mention(sentence: Sentence<'_>, start: usize, end: usize) -> Mention {
    let end = end.min(sentence.items.len());
    let span = Span::new(sentence.items[start].span.start, sentence.items[end - 1].span.end);
    if end == start + 1 && sentence.is(start, Class::SUBJECT) {
        return Mention { span, kind: MentionKind::Pronoun, ..Mention::default() };
    }
    let head = (start + 1..end).find(|&at| sentence.is(at, Class::PREPOSITION)).unwrap_or(end);
    let mut first = head;
    while first > start
        && sentence.items[first - 1].capital
        && sentence.items[first - 1].is_word()
        && !sentence.is(first - 1, Class::DETERMINER)
    {
        first -= 1;
    }
    let given = (first..head).find(|&at| sentence.is(at, Class(Class::MALE.0 | Class::FEMALE.0)) && at + 1 < head);
    let bare = first == start && head > first;
    match given.or(bare.then_some(first)) {
        Some(name) => {
            let title =
                (start < name).then(|| Span::new(sentence.items[start].span.start, sentence.items[name - 1].span.end));
            let span_of_name = Span::new(sentence.items[name].span.start, sentence.items[head - 1].span.end);
            Mention { span: span_of_name, title, whole: Some(span), kind: MentionKind::Name, ..Mention::default() }
        }
        None => Mention {
            span,
            whole: Some(span),
            head: Some(sentence.items[head - 1].span),
            kind: MentionKind::Role,
            ..Mention::default()
        },
    }
}
