//! Verbs right behind a quotation, and whom they mean: „…“, sagte Lind; « … », a-t-il dit.

use super::clauses::{Clauses, STRONG, VERB};
use super::phrases::{self, Phrase, Sort};
use crate::quotations::How;
use crate::quotations::attribution::Link;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::mention::MentionKind;
use crate::text::words::TokenKind;

impl Clauses<'_> {
    /// “…”, sagte Lind; « … », a-t-il dit; “…”, laut Lind.
    pub(super) fn behind(&self, quote: usize, class: Class) -> Option<Link> {
        let mut at = quote + 1;
        let mut parted = false;
        while [TokenKind::Comma, TokenKind::Dash, TokenKind::Stop].iter().any(|sign| self.sentence.sign(at, *sign)) {
            parted = true;
            at += 1;
        }
        let opens = self.items(self.clause(quote)).all(|at| at >= quote || !self.sentence.items[at].is_word());
        let inner = phrases::inner(self.sentence.items[quote].span.of(self.sentence.text));
        if !parted && !opens && !inner.ends_with([',', '!', '?']) {
            return None;
        }
        let light =
            Class(Class::ADVERB.0 | Class::AUXILIARY.0 | Class::REFLEXIVE.0 | Class::SUBJECT.0 | Class::OBJECT.0);
        for verb in at..at + 6 {
            if let Some(link) = self.according(verb) {
                return Some(link);
            }
            if self.verb(verb, class) {
                return self.of_verb(verb, class);
            }
            if !self.sentence.is(verb, light) || self.sentence.sign(verb, TokenKind::Comma) {
                return None;
            }
        }
        None
    }

    /// "Bleibt die Frage: „…“, wandte sie sich an den Rat": a weak verb right behind with whoever does it, where the clause in
    /// front is no conjunction's: "Als Lind rief: „…“, lachte Orre".
    pub(super) fn turned(&self, quote: usize) -> Option<Link> {
        let sentence = self.sentence;
        let colon = quote > 1 && sentence.sign(quote - 1, TokenKind::Colon);
        let parted = sentence.sign(quote + 1, TokenKind::Comma);
        if self.language != Language::German || !colon || !parted || self.hangs(self.clause(quote - 2)) {
            return None;
        }
        let turned = |phrase: &Phrase| phrase.start == quote + 3 && phrase.preposition.is_none() && !phrase.oblique;
        let somebody = |phrase: &Phrase| matches!(phrase.sort, Sort::Pronoun | Sort::Name | Sort::Person);
        self.phrases.iter().find(|phrase| turned(phrase) && somebody(phrase))?;
        self.of_verb(quote + 2, VERB)
    }

    /// Whom a verb behind the quotation means, where it tells less than what stands in front: "Lind widerspricht: „…“, sagt
    /// sie", "Para Lind, «…», explicando que «…»".
    pub(super) fn in_front(&self, quote: usize, link: &Link) -> Link {
        let colon = quote > 1 && self.sentence.sign(quote - 1, TokenKind::Colon);
        let front = match link.mention {
            // A name that the lists know is found by the pronoun itself.
            Some(mention) if mention.kind == MentionKind::Pronoun && colon => {
                let clause = self.clause(quote - 2);
                let known = |phrase: &Phrase| self.sentence.is(phrase.start, phrases::GIVEN);
                let says = self.items(clause).any(|at| self.verb(at, STRONG));
                let pronoun = self.sentence.items.iter().find(|item| item.span.start == mention.span.start);
                let she = pronoun.is_some_and(|item| item.is(Class::SHE));
                let woman = |at: usize| {
                    self.sentence.is(at, Class::SHE)
                        || self.language == Language::German && self.sentence.word(at).ends_with("in")
                };
                let role = |phrase: &Phrase| phrase.sort == Sort::Person && woman(phrase.head) == she;
                self.who_speaks(clause, quote)
                    .filter(|phrase| (phrase.sort == Sort::Name || role(phrase)) && phrase.preposition.is_none())
                    .filter(|phrase| !says && !known(phrase))
                    .map(|phrase| self.mention(&phrase))
            }
            None if quote > 0 && self.sentence.sign(quote - 1, TokenKind::Comma) => {
                self.in_the_eyes_of(quote).and_then(|link| link.mention)
            }
            _ => None,
        };
        front.map_or(*link, |mention| Link { mention: Some(mention), how: How::Cue, ..*link })
    }
}
