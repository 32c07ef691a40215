//! Names: which words are parts of one, where it begins and ends, and what stands before it.

use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use super::stream::Kind;
use crate::text::Span;
use crate::text::lists::List;
use crate::text::words::{MayEnd, TokenKind};

/// Verbs that a sentence may begin with, in front of whoever speaks.
const TURNED: &[&str] =
    &["said", "says", "added", "adds", "asked", "asks", "replied", "answered", "explained", "continued", "concluded"];

impl Sentence<'_> {
    /// Whether the word at `at` has no small letters.
    fn shouts(&self, at: usize) -> bool {
        !self.word(at).contains(char::is_lowercase)
    }

    /// Whether all words up to `at` are set in capitals, and a small one follows soon.
    fn begins_shouting(&self, at: usize) -> bool {
        let small = |at: usize| self.get(at).is_some_and(|item| item.is_word() && !item.capital);
        (0..at).all(|at| self.shouts(at)) && (at + 1..at + 3).any(small)
    }

    /// Whether the item at `at` is a capitalised word that may belong to a name.
    pub fn name_word(&self, at: usize) -> bool {
        let Some(item) = self.get(at) else { return false };
        if !item.capital || !item.is_word() || item.is(Class::SUBJECT) && item.span.len() < 5 {
            return false;
        }
        // "Said Ana Lind: “…”": no Said, as some are called.
        if self.sentence_start(at) && self.get(at + 1).is_some_and(|next| next.capital) && self.any(at, TURNED) {
            return false;
        }
        // "A GROUP of fishermen": the first words of a story are set so.
        if item.is(Class::ROLE) && item.span.len() > 3 && at < 4 && self.shouts(at) && self.begins_shouting(at) {
            return false;
        }
        let given = item.is(Class(Class::MALE.0 | Class::FEMALE.0));
        if !given && self.sentence_start(at) && self.opens_with_act(at) {
            return false;
        }
        let addressed = at > 0
            && self.items[at - 1].capital
            && self.is(at - 1, Class(Class::ANY_TITLE.0 | Class::MALE.0 | Class::FEMALE.0));
        if item.is(Class::WHEN) && !given && !addressed {
            return self.is_may(at) || self.ends_a_name(at);
        }
        if item.is(Class::ADVERB) && !item.is(Class::STARTER) && self.acts_as_name(at, addressed) {
            return true;
        }
        // "Will he go?", "Mark my words"
        if given && self.sentence_start(at) && self.any(at, &["will", "mark", "grant", "pat", "sue", "bob", "rob"]) {
            let own = self.is(at + 1, Class::SUBJECT) || self.any(at + 1, &["my", "the", "this", "us"]);
            return !own;
        }
        let closed = Class(
            Class::CLOSED.0 | Class::DETERMINER.0 | Class::PREPOSITION.0 | Class::STARTER.0 | Class::INDEFINITE.0,
        );
        given
            || addressed && item.is(Class::WHEN)
            || !item.is(closed)
            || (at > 0 && !self.sentence_start(at) && !item.is(Class(Class::CLOSED.0 | Class::STARTER.0)))
    }

    /// "Read said the boat was late": somebody called as if somebody did something, who says so where a sentence begins.
    pub(super) fn called_like_a_verb(&self, at: usize) -> bool {
        let plain = Class(Class::ROLE.0 | Class::CLOSED.0 | Class::ING.0 | Class::SAYING.0 | Class::PAPER.0);
        self.is(at, Class::CUE)
            && !self.is(at, plain)
            && !self.word(at).ends_with('s')
            && self.any(at + 1, &["said", "says", "told"])
    }

    /// Whether a "May" is somebody, not the month: "May said", "said May."
    fn is_may(&self, at: usize) -> bool {
        let timed = at > 0 && self.is(at - 1, Class(Class::PREPOSITION.0 | Class::WHEN.0 | Class::DETERMINER.0));
        let says = |at: usize| self.is(at, Class(Class::SPEECH.0 | Class::TOLD.0)) && self.is(at, Class::FINITE);
        let said = at > 0 && says(at - 1) && !self.sign(at + 1, TokenKind::Number);
        let ends = self.get(at + 1).is_none_or(|next| !next.is_word());
        self.any(at, &["may"]) && !timed && (says(at + 1) || said && ends)
    }

    /// Whether a participle stands at `at`, in front of a name it is no part of: "Sentencing Lind, Judge Orre said".
    fn opens_with_act(&self, at: usize) -> bool {
        let word = self.word(at);
        if word.len() < 6 || !word.ends_with("ing") {
            return false;
        }
        let names = (at + 1..at + 4).take_while(|&at| self.get(at).is_some_and(|item| item.is_word() && item.capital));
        let end = at + 1 + names.count();
        let other = (at + 1..end).any(|at| self.is(at, Class(Class::BODY.0 | Class::PERSON.0)));
        let aged = self.sign(end, TokenKind::Comma) && self.sign(end + 1, TokenKind::Number);
        let apart = self.sign(end, TokenKind::Comma) && !aged
            || self.is(end, Class(Class::PREPOSITION.0 | Class::CONJUNCTION.0));
        end > at + 1 && !other && apart
    }

    /// Whether a word of time ends the name of something: "Vellin Today", not "Lind said Today" or "March Morning".
    fn ends_a_name(&self, at: usize) -> bool {
        const PARTS: &[&str] =
            &["today", "tonight", "morning", "afternoon", "evening", "night", "week", "weekend", "month", "year"];
        let part_of = |before: usize| {
            let item = &self.items[before];
            let plain = Class(Class::CLOSED.0 | Class::WHEN.0 | Class::CUE.0 | Class::DETERMINER.0 | Class::STARTER.0);
            item.is_word() && item.capital && !item.is(plain) && self.adjacent(at)
        };
        self.any(at, PARTS) && at > 0 && part_of(at - 1)
    }

    /// Whether an adverb with a capital is somebody's surname: "Tom Long said", “…,” Long said.
    fn acts_as_name(&self, at: usize, addressed: bool) -> bool {
        let says = |at: usize| self.is(at, Class(Class::SPEECH.0 | Class::TOLD.0)) && self.is(at, Class::FINITE);
        let quoted = |at: usize| self.get(at).is_some_and(|item| item.quote().is_some());
        let said = |at: usize| {
            quoted(at) && self.quoted_words(at).ends_with(',')
                || at > 0 && self.sign(at, TokenKind::Comma) && quoted(at - 1)
        };
        let ends = self.get(at + 1).is_none_or(|next| !next.is_word());
        let capital = self.get(at + 1).is_some_and(|next| next.capital);
        let behind = at > 0 && said(at - 1) && says(at + 1);
        let inverted = at > 1 && said(at - 2) && says(at - 1) && ends;
        behind || inverted || addressed && !capital
    }

    /// Whether a capital at `at` is only that of a sentence's first word.
    pub fn sentence_start(&self, at: usize) -> bool {
        let goes_on = |at: usize| self.items[at].quote().is_some() && self.quoted_words(at).ends_with(',');
        at == 0
            || !self.items[at - 1].is_word()
                && !goes_on(at - 1)
                && !self.sign(at - 1, TokenKind::Comma)
                && !self.sign(at - 1, TokenKind::Possessive)
    }

    /// The end of the name that begins at `at`: capitalised words, initials, particles between them.
    pub fn name_end(&self, at: usize) -> usize {
        let mut end = at;
        while end < self.items.len() {
            if self.name_word(end) && (end == at || self.adjacent(end) || self.any(end - 1, &["of"])) {
                end += 1;
                // A full stop that may end the sentence, with a new one after it.
                if matches!(self.items[end - 1].kind, Kind::Word(Some(_))) && self.is(end, Class::STARTER) {
                    break;
                }
            } else if end > at && self.is(end, Class::PARTICLE) && self.adjacent(end) && self.particle_to_name(end) {
                end += 1;
            } else if end > at && self.is(end - 1, Class::BODY) && self.any(end, &["of"]) && self.name_word(end + 1) {
                // "Harbour Board of Vellin"
                end += 1;
            } else if end > at && self.ampersand(end) {
                end += 2;
            } else {
                break;
            }
        }
        end
    }

    /// Whether an "&" at `at` joins two words to one name: "Varn & Daughters".
    pub(super) fn ampersand(&self, at: usize) -> bool {
        at > 0 && self.word(at) == "&" && self.name_word(at + 1) && self.name_word(at - 1)
    }

    /// Whether the "and" at `at` stands inside the name of a body: "the Securities and Exchange Commission".
    pub(super) fn inside_body(&self, start: usize, at: usize) -> bool {
        let given = Class(Class::MALE.0 | Class::FEMALE.0);
        self.is(start, Class::DETERMINER)
            && self.any(at, &["and"])
            && (start + 1..at).all(|at| self.name_word(at) && !self.is(at, Class(Class::BODY.0 | given.0)))
            && {
                let last = (at + 1..at + 5).take_while(|&at| self.name_word(at)).last();
                last.is_some_and(|last| last > at + 1 && self.is(last, Class::BODY))
            }
    }

    fn particle_to_name(&self, at: usize) -> bool {
        let next = at
            + 1
            + usize::from(self.is(at + 1, Class::PARTICLE) && self.items.get(at + 1).is_some_and(|item| !item.capital));
        self.name_word(next) && self.adjacent(next) && !self.any(at, &["y", "e"])
    }

    pub(super) fn adjacent(&self, at: usize) -> bool {
        at == 0
            || self.text[self.items[at - 1].span.end..self.items[at].span.start]
                .chars()
                .all(|c| c == ' ' || c == '\u{a0}')
    }

    /// The name within `[start, end)` that ends at `end`, without titles.
    fn name_in(&self, start: usize, end: usize) -> usize {
        let mut first = start;
        // What stands before a known given name is a title or a body: "Town Hall", "Harbour Judge".
        let given = Class(Class::MALE.0 | Class::FEMALE.0);
        if let Some(cut) = (start..end.saturating_sub(1)).find(|&at| self.is(at, given) && self.items[at].capital) {
            let initials = (start..cut)
                .all(|at| matches!(self.items[at].kind, Kind::Word(Some(_))) && self.items[at].span.len() == 2);
            if !initials {
                first = cut;
            }
        }
        // "Fort Vernon Mayor Ana Lind", where a place is called as somebody is.
        let held = |at: usize| self.is(at, Class::TITLE) && !self.is(at, given) && self.is(at + 1, given);
        if let Some(title) = (first + 1..end.saturating_sub(2)).find(|&at| held(at)) {
            first = title + 1;
        }
        // "Judge House"
        if self.addressed(start, end) {
            return start + 1;
        }
        // "Vellin Council Chief Lind": what stands before a title belongs to it; "the Justice Department" is no Justice.
        if self.is(end - 1, Class::BODY) {
            return first;
        }
        // "Bassist Orla Wynd": a trade in front of a name in full, whether its first word is known as one or not.
        let owner = self.sign(start + 1, TokenKind::Possessive);
        if first == start && end - start > 2 && !owner && self.is(start, Class::PERSON) && !self.is(start, given) {
            first += 1;
        }
        if let Some(title) = (first..end.saturating_sub(1)).rev().find(|&at| {
            self.is(at, Class::ANY_TITLE) && !self.is(at, given) && !self.sign(at + 1, TokenKind::Possessive)
        }) && (first..title).all(|at| !self.is(at, given))
        {
            first = title + 1;
        }
        self.behind_a_firm(first, end).unwrap_or(first)
    }

    /// Where somebody's name begins in `[first, end)` behind a firm that is called by one, and an office in it:
    /// "Morgan Varn Chief Economist Ellen Orre".
    fn behind_a_firm(&self, first: usize, end: usize) -> Option<usize> {
        let given = Class(Class::MALE.0 | Class::FEMALE.0);
        let office = Class(Class::ANY_TITLE.0 | Class::PERSON.0);
        let own = |at: usize| self.is(at, given) && !self.is(at, office);
        let begins = (first + 3..end.saturating_sub(1)).find(|&at| own(at))?;
        let held = self.is(begins - 1, office) && !self.is(begins - 1, given);
        held.then_some(begins)
    }

    /// Whether the two words of `[start, end)` are a title that nothing but a name follows, and a name, whatever else that
    /// word means: "Dr Baker", "Judge House".
    pub(super) fn addressed(&self, start: usize, end: usize) -> bool {
        static ADDRESS: List = List::of(include_str!("../../data/names/address.txt"));
        let office = Class(Class::TITLE.0 | Class::TITLE_MAN.0);
        let courtesy = self.is(start, Class(Class::TITLE_MAN.0 | Class::TITLE_WOMAN.0));
        // "Mr Speaker", "Madam Chairman" are nobody's names.
        let spoken_to = courtesy && self.is(end.saturating_sub(1), office);
        end == start + 2
            && self.any(start, &ADDRESS)
            && self.items[start].capital
            && self.items[start + 1].capital
            && !spoken_to
    }

    /// The mention that the name in `[start, end)` makes.
    pub fn name(&self, start: usize, end: usize) -> Mention {
        let first = self.name_in(start, end);
        let title_start = self.title_start(start);
        Mention {
            span: self.span(first, end),
            title: (title_start < first).then(|| self.span(title_start, first)),
            kind: MentionKind::Name,
            ..Mention::default()
        }
    }

    /// Where the lower-case title in front of a name begins: "spokesman", "former party chairman".
    pub(super) fn title_start(&self, start: usize) -> usize {
        let mut at = start;
        while at > 0
            && self.items[at - 1].is_word()
            && self.adjacent(at)
            && !self.items[at - 1].is(Class(Class::CLOSED.0 | Class::DETERMINER.0 | Class::PREPOSITION.0))
        {
            // "said evacuee Ana Lind"
            if self.is(at - 1, Class(Class::SPEECH.0 | Class::TOLD.0)) && self.is(at - 1, Class::FINITE) {
                break;
            }
            let known = self.items[at - 1].is(Class(Class::ANY_TITLE.0 | Class::PERSON.0));
            if !known && at == start {
                break;
            }
            if !known && start - at >= 4 {
                break;
            }
            at -= 1;
        }
        at
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let span = Span::new(self.items[start].span.start, self.items[end - 1].span.end);
        // "said Peter Ore.": the stop is the sentence's, unless the word is an initial or may end one with it.
        let last = &self.items[end - 1];
        let stopped = matches!(last.kind, Kind::Word(Some(MayEnd::No)))
            && last.span.len() > 2
            && span.of(self.text).ends_with('.');
        Span::new(span.start, span.end - usize::from(stopped))
    }
}
