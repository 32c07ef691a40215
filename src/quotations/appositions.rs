//! What stands between a name and its verb, set off by commas: what somebody is, where somebody lives.

use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use crate::text::words::TokenKind;

/// So many words tell who somebody is, at most.
const LONGEST: usize = 16;

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
            // "his son, Piet, said"
            let trade = |at: usize| self.is(at, Class::PERSON) && !self.items[at].capital;
            if at + 2 == end && self.name_word(at + 1) && at.checked_sub(1).is_some_and(trade) {
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

    /// "Ana Lind, harbour master of Vellin said", "Sarah, 19, from Vellin said", "Lind, who runs the mill said": the name in
    /// front of a comma that has no partner before the verb, where what follows it ends at `end`.
    pub(super) fn unclosed(&self, verb: usize, end: usize) -> Option<Mention> {
        let inside = |at: &usize| {
            let sign = [TokenKind::Possessive, TokenKind::Number].into_iter().any(|sign| self.sign(*at, sign));
            self.items[*at].is_word() || sign || self.word(*at) == "&"
        };
        let start = (end.saturating_sub(LONGEST)..end).rev().take_while(inside).last()?;
        let comma = start.checked_sub(1).filter(|&at| self.sign(at, TokenKind::Comma) && start < end)?;
        let aged = comma > 1 && self.sign(comma - 1, TokenKind::Number) && self.sign(comma - 2, TokenKind::Comma);
        let tells = self.tells_who(start, end, verb) || aged && self.any(start, &["from", "of", "near", "in"]);
        let name_end = if aged { comma - 2 } else { comma };
        let mention = self.phrase_until(name_end).filter(|it| tells && it.kind == MentionKind::Name)?;
        let first = self.index_of(mention.title.unwrap_or(mention.span).start.min(mention.span.start));
        let given = self.is(self.index_of(mention.span.start), Class(Class::MALE.0 | Class::FEMALE.0));
        let titled = mention.title.is_some();
        // "According to Ana Lind, a clerk said", "Challenged by her rival, Ana Lind, the mayor said": a name with a place of
        // its own.
        let led = first > 0 && self.items[first - 1].is_word();
        let behind_comma = first > 0 && self.sign(first - 1, TokenKind::Comma);
        let placed = behind_comma && !aged && (self.is(start, Class::DETERMINER) || !given && !titled);
        let close = mention.span.end == self.items[name_end - 1].span.end;
        let somebody = aged || titled || mention.span.of(self.text).contains(' ');
        (somebody && close && !led && !placed).then_some(mention)
    }

    /// Whether what stands in `[start, end)`, behind a name and in front of a verb, tells who that is: what they are or do.
    fn tells_who(&self, start: usize, end: usize, verb: usize) -> bool {
        let finite = |from: usize| (from..end).any(|at| self.is(at, Class::AUXILIARY) || self.finite_at(at));
        if self.any(start, &["whose"]) {
            return finite(start + 2);
        }
        if self.any(start, &["who"]) {
            let another = Class(Class::DETERMINER.0 | Class::SUBJECT.0);
            return end > start + 1 && !self.is(start + 1, another) && !self.name_word(start + 1);
        }
        let office = |at: usize| self.is(at, Class(Class::PERSON.0 | Class::ANY_TITLE.0));
        // "Lind, a clerk said, “was late”": there it is the clerk who says so.
        let aside = self.is(start, Class::DETERMINER) && {
            let comma = usize::from(self.sign(verb + 1, TokenKind::Comma));
            let quoted = self.get(verb + 1 + comma).is_some_and(|item| item.quote().is_some());
            let lower = quoted && self.quoted_words(verb + 1 + comma).starts_with(char::is_lowercase);
            lower || comma > 0 && !quoted
        };
        // "Lind, the husband of Mayor Orre said", and not "Lind, husband of the mayor, Tom Orre said".
        let named = || self.phrase(start, end).kind == MentionKind::Name && !office(end - 1);
        (start..end).any(office) && !self.is(start, Class::PREPOSITION) && !finite(start) && !aside && !named()
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
