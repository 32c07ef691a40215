//! Words spoken of as words: lists of them, what they mean, what a thing is referred to as.

use crate::quotations::NotSpeech;
use crate::quotations::attribution::STRONG;
use crate::quotations::lexicon::Class;
use crate::quotations::phrases::Sentence;
use crate::text::lists::List;
use crate::text::words::TokenKind;

/// Nouns for words, of which a list may follow.
static WORDS: List = List::group(include_str!("../../../data/not-speech.txt"), "words");

/// Languages, before "for" and what a word of theirs means.
static LANGUAGES: List = List::group(include_str!("../../../data/not-speech.txt"), "language");

/// How many quotations of a list are looked at.
const MAX_LIST: usize = 8;

/// Whether short quoted words are spoken of, not said; `sibling` tells what an earlier quotation turned out to be.
pub fn spoken_of(
    sentence: Sentence<'_>,
    quote: usize,
    inner: &str,
    sibling: impl Fn(usize) -> Option<NotSpeech>,
) -> Option<NotSpeech> {
    if let Some(NotSpeech::Slogan) = sentence.joined(quote).and_then(&sibling) {
        return Some(NotSpeech::Slogan);
    }
    if inner.split_whitespace().nth(6).is_some() || inner.ends_with(['!', '?']) {
        return None;
    }
    if sentence.referred_to(quote) || sentence.translated(quote) || sentence.explained(quote) || sentence.listed(quote)
    {
        return Some(NotSpeech::Term);
    }
    sentence.joined(quote).and_then(sibling)
}

impl Sentence<'_> {
    /// "referred to as “Old Tom”": the thing's name, whoever gave it.
    fn referred_to(&self, quote: usize) -> bool {
        let mut at = quote;
        while at > 0 && self.is(at - 1, Class::DETERMINER) {
            at -= 1;
        }
        if !(at > 2 && self.any(at - 1, &["as"])) || self.any(quote + 1, &["by"]) {
            return false;
        }
        at -= 1;
        while at > 2 && self.manner(at - 1) {
            at -= 1;
        }
        self.any(at - 1, &["to"]) && self.any(at - 2, &["referred"])
    }

    /// "Latin for “late”"; "“tardive,” which means “late”"
    fn translated(&self, quote: usize) -> bool {
        let Some(before) = quote.checked_sub(1) else { return false };
        if self.any(before, &["for"]) {
            return before > 0 && LANGUAGES.contains(&self.word(before - 1));
        }
        self.any(before, &["means", "meaning"])
            && (0..before).rev().take(24).any(|at| self.items[at].quote().is_some())
            && self.link_behind(quote).is_none_or(|link| !link.strong)
    }

    /// "“tardy,” which means", "“SLR,” which stands for"
    fn explained(&self, quote: usize) -> bool {
        let mut at = quote + 1;
        while self.sign(at, TokenKind::Comma) || self.sign(at, TokenKind::Dash) {
            at += 1;
        }
        self.any(at, &["which"])
            && (at + 1..at + 4).any(|at| self.any(at, &["means", "refers", "stands", "translates", "denotes"]))
    }

    /// "other words on the list are “a,” “b” and “c”": words that a noun announces and nobody uses.
    fn listed(&self, quote: usize) -> bool {
        let mut first = quote;
        for _ in 0..MAX_LIST {
            let Some(earlier) = self.joined(first) else { break };
            first = earlier;
        }
        let goes_on = (quote + 1..quote + 4).find(|&at| !self.between(at));
        let more = goes_on.is_some_and(|at| self.get(at).is_some_and(|item| item.quote().is_some()));
        if first == quote && !more {
            return false;
        }
        let from = first.saturating_sub(12);
        let Some(noun) = (from..first).rev().find(|&at| self.any(at, &WORDS)) else { return false };
        let said = |at: usize| {
            self.is(at, STRONG) && self.verb(at).is_some()
                || self.any(at, &["use", "used", "uses", "using", "in", "with", "their", "his", "her"])
        };
        !(noun.saturating_sub(4)..first).any(said)
    }

    /// The quotation right before, of which this one is the next in a list: “a,” “b” or, simply, “c”.
    fn joined(&self, quote: usize) -> Option<usize> {
        let at = (quote.saturating_sub(6)..quote).rev().find(|&at| !self.between(at))?;
        let apart =
            at + 1 < quote || self.items[at].span.of(self.text).trim_end_matches(['"', '”', '’']).ends_with(',');
        (self.items[at].quote().is_some() && apart).then_some(at)
    }

    /// What may stand between two of a list.
    fn between(&self, at: usize) -> bool {
        self.sign(at, TokenKind::Comma)
            || self.sign(at, TokenKind::Dash)
            || self.any(at, &["and", "or", "simply", "just", "also", "even"])
    }
}
