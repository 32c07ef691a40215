//! Relative clauses of French, Spanish, Italian and Portuguese: who does what they say.

use super::clauses::{Clauses, STRONG, VERB};
use super::phrases::{Phrase, Sort, letters};
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::text::words::TokenKind;

const LIGHT: Class =
    Class(Class::ADVERB.0 | Class::REFLEXIVE.0 | Class::OBJECT.0 | Class::AUXILIARY.0 | Class::PASSIVE.0);

impl Clauses<'_> {
    /// The subject of the verb at `verb` in a clause that tells of whoever stands in front of it: "Plauso per Lind, che ha
    /// chiuso la seduta e ha avvisato il ministro".
    pub(super) fn of_relative(&self, verb: usize) -> Option<Phrase> {
        let sentence = self.sentence;
        let own = self.clause(verb);
        let first = self.items(own).find(|&at| sentence.items[at].is_word())?;
        let relative = sentence.any(first, &["que", "che", "qui"]) && self.language != Language::German;
        if !relative || first == verb || !self.lacks_subject(own, first) {
            return None;
        }
        let stands_before = |phrase: &&Phrase| phrase.end <= first && first - phrase.end < 2;
        let whom = *self.phrases.iter().rev().find(stands_before)?;
        // "o Decreto que declara": a capital makes nobody of it.
        let body = || sentence.is(whom.head, Class::BODY) || letters(sentence.word(whom.head));
        if !(matches!(whom.sort, Sort::Name | Sort::Person | Sort::Group) || whom.sort == Sort::Body && body()) {
            return None;
        }
        let main = self.clause(whom.start);
        let said = self.items(main).filter(|&at| at < whom.start).find(|&at| self.verb(at, STRONG));
        let parted = sentence.sign(first - 1, TokenKind::Comma);
        // "Lind avisó al alcalde que …": what she said to him.
        if said.is_some() && !parted && !sentence.any(first, &["qui"]) {
            return None;
        }
        // « confie Lind à la radio, qui ajoute »: she adds.
        let outlet = whom.sort == Sort::Body || letters(sentence.word(whom.head));
        let heard = whom.preposition.is_some() && outlet && !parted;
        if let Some(speaker) = said.filter(|_| heard).and_then(|said| self.subject(said)) {
            return Some(speaker).filter(|phrase| phrase.sort.speaks());
        }
        if self.calls(verb, first) {
            let acts = self.items(main).find(|&at| sentence.is(at, Class(VERB.0 | Class::AUXILIARY.0)));
            let subject = self.subject_in(main, acts.unwrap_or(whom.start))?;
            return Some(subject).filter(|phrase| phrase.sort.speaks() && phrase.start != whom.start);
        }
        Some(whom)
    }

    /// Whether nothing in front of a relative clause's first verb can be its subject: "che con una nota ha detto".
    fn lacks_subject(&self, clause: usize, first: usize) -> bool {
        let end = self.items(clause).end;
        let mut at = first + 1;
        while at < end {
            let governed = self.phrases.iter().find(|phrase| phrase.preposition == Some(at));
            match governed {
                Some(phrase) => at = phrase.end,
                None if self.sentence.is(at, LIGHT) && !self.phrases.iter().any(|phrase| phrase.start == at) => at += 1,
                None => break,
            }
        }
        at < end
            && self.sentence.items[at].is_word()
            && !self.phrases.iter().any(|phrase| phrase.start == at)
            && !self.sentence.is(at, Class(Class::SUBJECT.0 | Class::DETERMINER.0))
    }

    /// "la oposición, que calificó de «floja»": of whom the clause tells is what somebody else calls so.
    fn calls(&self, verb: usize, first: usize) -> bool {
        let sentence = self.sentence;
        let own = self.clause(verb);
        let quote = (verb + 1..verb + 4).find(|&at| sentence.items.get(at).is_some_and(|item| item.quote().is_some()));
        let object = |at: usize| sentence.is(at, Class::OBJECT);
        quote.is_some_and(|quote| {
            sentence.is(verb, Class::NAMED)
                && !sentence.any(first, &["qui"])
                && !(first + 1..verb).any(object)
                && self.in_clause(own).all(|phrase| phrase.start < quote)
        })
    }
}
