//! What stands beside a noun phrase and belongs to it: brackets, an office's field, a name behind an office.

use super::phrases::{GIVEN, Phrase, Reader, Sort, VERB};
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::text::words::TokenKind;

impl Reader<'_> {
    /// "(SPD)", "(48)": what a phrase carries along in brackets.
    pub(super) fn past_brackets(&self, phrase: &mut Phrase) {
        if !self.sentence.sign(phrase.end, TokenKind::Open) {
            return;
        }
        let close = (phrase.end..(phrase.end + 7).min(self.sentence.items.len()))
            .find(|&at| self.sentence.sign(at, TokenKind::Close));
        if let Some(close) =
            close.filter(|&close| (phrase.end..close).all(|at| self.sentence.items[at].quote().is_none()))
        {
            phrase.end = close + 1;
        }
    }

    /// Whether a given name with a surname begins at `at`.
    pub(super) fn full_name(&self, at: usize) -> bool {
        self.sentence.is(at, GIVEN) && self.capital(at) && self.capital(at + 1)
    }

    /// Where the words with capitals end that begin at `from`.
    fn past_capitals(&self, from: usize) -> usize {
        from + (from..self.sentence.items.len()).take_while(|&at| self.capital(at)).count()
    }

    /// "der Leiter der Festspiele | Paul Lind": the name behind an office and what it is of.
    pub(super) fn named_behind(&self, phrase: &mut Phrase) {
        if phrase.sort != Sort::Person || phrase.name.is_some() || !self.full_name(phrase.core) {
            return;
        }
        let end = self.past_capitals(phrase.core);
        phrase.name = Some((phrase.core, end));
        phrase.sort = Sort::Name;
        phrase.core = end;
    }

    /// The words of an office's field, behind it: "all'Urbanistica", "et de l'Énergie".
    fn field(&self, phrase: &Phrase) -> std::ops::Range<usize> {
        let sentence = self.sentence;
        let preposition = |at: usize| sentence.is(at, Class::PREPOSITION) && !sentence.is(at, Class::AGENT);
        let joined = sentence.is(phrase.end, Class::CONJUNCTION) && sentence.is(phrase.end + 1, Class::OF);
        if phrase.sort != Sort::Person || !joined && !preposition(phrase.end) {
            return phrase.end..phrase.end;
        }
        let words = |at: &usize| {
            let word = sentence.items.get(*at).is_some_and(|item| item.is_word() && !item.is(VERB));
            word && (*at == phrase.end || !self.full_name(*at))
        };
        let end = (phrase.end..phrase.end + 7).take_while(words).last().map_or(phrase.end, |last| last + 1);
        phrase.end..end
    }

    /// "l'assessore all'Urbanistica, Chiara Tissi": the comma behind an office's field.
    fn past_field(&self, phrase: &Phrase) -> usize {
        let end = self.field(phrase).end;
        if self.sentence.sign(end, TokenKind::Comma) && self.capital(end + 1) { end } else { phrase.end }
    }

    /// "l'assessore ai Lavori Pubblici Chiara Tissi": the name behind an office and its field.
    fn named_behind_field(&self, phrase: &mut Phrase) {
        let field = self.field(phrase);
        let noun = |at: usize| self.capital(at) && !self.sentence.is(at, Class::OF);
        let named = self.language != Language::German && field.clone().any(noun) && self.full_name(field.end);
        if phrase.name.is_some() || !named {
            return;
        }
        let end = self.past_capitals(field.end);
        *phrase = Phrase { name: Some((field.end, end)), sort: Sort::Name, core: end, end, ..*phrase };
    }

    /// "the mayor, Ana Lind,", "Ana Lind, mayor of Vellin,".
    pub(super) fn past_apposition(&self, phrase: &mut Phrase) {
        let sentence = self.sentence;
        self.named_behind_field(phrase);
        let comma = self.past_field(phrase);
        // "“…”, opinó el timonel del equipo, Ana Lind.": whatever the noun, it is somebody's.
        let speaks = phrase.sort == Sort::Thing
            && phrase.start > 0
            && sentence.is(phrase.start - 1, Class::SPEECH)
            && self.full_name(comma + 1);
        let somebody = speaks || matches!(phrase.sort, Sort::Person | Sort::Name | Sort::Body | Sort::Group);
        if !sentence.sign(comma, TokenKind::Comma) || !somebody {
            return;
        }
        let next = match self.language {
            Language::German => self.german(comma + 1, true),
            _ => self.romance(comma + 1),
        };
        let Some(mut next) = next else { return };
        self.past_brackets(&mut next);
        // "Präsidentin des Verbands und Vorsitzende des Rats"
        if sentence.is(next.end, Class::CONJUNCTION) {
            let second = match self.language {
                Language::German => self.german(next.end + 1, true),
                _ => self.romance(next.end + 1),
            };
            next.end = second.map_or(next.end, |second| second.end);
        }
        let item = sentence.items.get(next.end);
        let closed = item.is_none_or(|item| {
            item.is_sign(TokenKind::Comma)
                || item.is_sign(TokenKind::Stop)
                || item.is_sign(TokenKind::Colon)
                || item.is_sign(TokenKind::Dash)
                || item.quote().is_some()
        });
        // Some leave the comma behind out.
        let verb = item.is_some_and(|item| item.is(Class(VERB.0 | Class::AUXILIARY.0)) && !item.capital);
        // "sobre o encontro com Ana Lind, o ministro afirmou": he does it.
        let governed = phrase.start > 0 && sentence.is(phrase.start - 1, Class::PREPOSITION);
        let another = governed && self.language != Language::German;
        if !closed && (!verb || another) {
            return;
        }
        let named = next.sort == Sort::Name && phrase.name.is_none() && (speaks || phrase.sort == Sort::Person);
        let described = phrase.name.is_some() && next.name.is_none() && matches!(next.sort, Sort::Person | Sort::Group);
        if !named && !described {
            return;
        }
        if named {
            phrase.name = next.name;
            phrase.sort = Sort::Name;
        }
        phrase.end = next.end + usize::from(sentence.sign(next.end, TokenKind::Comma));
    }
}
