//! What stands between a name and its verb, set off by commas: what somebody is, where somebody lives.

use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use crate::text::words::TokenKind;

impl Sentence<'_> {
    /// "Lind, the mayor, said": the subject before the comma or dash that pairs with the one at `end`.
    pub(super) fn apposed(&self, end: usize) -> Option<Mention> {
        // "CPI(M) secretary": a bracket inside a word sets nothing off.
        let tied = |at: usize| {
            at > 0 && self.items[at - 1].is_word() && self.items[at - 1].span.end == self.items[at].span.start
        };
        let boundary = |at: usize| {
            self.sign(at, TokenKind::Comma)
                || self.sign(at, TokenKind::Dash)
                || self.sign(at, TokenKind::Open) && !tied(at)
        };
        let mut role = None;
        for at in (0..end).rev() {
            if self.items[at].quote().is_some() && at + 1 < end && role.is_some() || self.sign(at, TokenKind::Semicolon)
            {
                break;
            }
            if !boundary(at) {
                continue;
            }
            // "Ana Lind (Harbour Party) said"
            if self.sign(at, TokenKind::Open)
                && self.sign(end, TokenKind::Close)
                && let Some(name) = self.phrase_until(at).filter(|mention| mention.kind == MentionKind::Name)
            {
                return Some(name);
            }
            // "the mayor, Ana Lind, said"
            if at + 1 < end && self.name_word(at + 1) && self.name_end(at + 1) == end && end - at > 2 {
                return Some(self.name(at + 1, end));
            }
            // "another passenger, named Ana, said"
            if self.any(at + 1, &["named", "called"]) && self.name_word(at + 2) && self.name_end(at + 2) == end {
                return Some(self.name(at + 2, end));
            }
            // "the club's owner, the trader Ana Lind, said"
            if let Some(name) = self.introduced(at + 1, end) {
                return Some(name);
            }
            let opens = at + 1 < end
                && (self.is(
                    at + 1,
                    Class(
                        Class::DETERMINER.0
                            | Class::RELATIVE.0
                            | Class::PERSON.0
                            | Class::TITLE.0
                            | Class::PREPOSITION.0,
                    ),
                ) || self.sign(at + 1, TokenKind::Number)
                    || !self.is(at + 1, Class::CLOSED));
            if !opens {
                continue;
            }
            if self.party_of(at) || self.lives_in(at) {
                continue;
            }
            if let Some(mention) = self.phrase_until(at) {
                match mention.kind {
                    MentionKind::Name | MentionKind::Pronoun => return Some(mention),
                    MentionKind::Role if role.is_none() && mention.head.is_some_and(|head| self.role_word(head)) => {
                        role = Some(mention);
                    }
                    MentionKind::Role => {}
                }
            }
        }
        role
    }

    /// Whether a member's party and seat end before `end`: ", R-Orrin,".
    fn party_of(&self, end: usize) -> bool {
        let start = (end.saturating_sub(3)..end).rev().find(|&at| self.sign(at, TokenKind::Comma));
        let Some(start) = start.filter(|&start| start + 1 < end) else { return false };
        let mut letters = self.word(start + 1).chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next() == Some('-')
            && letters.next().is_some_and(char::is_uppercase)
    }

    /// Whether where somebody lives ends before the comma at `end`: ", of Quay Street, Vellin,".
    pub(super) fn lives_in(&self, end: usize) -> bool {
        let place = |at: usize| {
            let given = Class(Class::MALE.0 | Class::FEMALE.0 | Class::ANY_TITLE.0);
            self.sign(at, TokenKind::Number) || self.name_word(at) && !self.is(at, given)
        };
        let mut end = end;
        while let Some(start) = (0..end).rev().find(|&at| self.sign(at, TokenKind::Comma)).filter(|_| end > 0) {
            let behind =
                |at: usize| place(at) || self.items[at].is_word() && !self.name_word(at) && !self.is(at, Class::CLOSED);
            if self.any(start + 1, &["of", "from", "near", "in"]) {
                return (start + 2..end).all(behind);
            }
            if start + 1 >= end || !(start + 1..end).all(place) {
                return false;
            }
            end = start;
        }
        false
    }

    /// The name that ends a phrase and has an office before it: "the trader Ana Lind".
    fn introduced(&self, start: usize, end: usize) -> Option<Mention> {
        let name = (start..end).find(|&at| self.name_word(at)).filter(|&name| name > start)?;
        // "the hotelier Ana Lind": whatever it is, somebody with a given name is it.
        let given = name - start <= 3
            && self.is(start, Class::DETERMINER)
            && self.is(name, Class(Class::MALE.0 | Class::FEMALE.0))
            && end > name + 1;
        if !self.is(name - 1, Class::PERSON) && !given {
            return None;
        }
        let phrase = self.phrase(start, end);
        (phrase.kind == MentionKind::Name && phrase.span.end == self.items[end - 1].span.end).then_some(phrase)
    }
}
