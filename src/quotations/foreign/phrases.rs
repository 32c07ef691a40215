//! Noun phrases: which words of a sentence name somebody, and whether they can be its subject.

use super::names::Names;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::phrases::Sentence;
use crate::quotations::stream::{Item, Kind};
use crate::text::words::TokenKind;

/// A noun phrase, as places among a sentence's items.
#[derive(Copy, Clone, Debug)]
pub struct Phrase {
    /// Its first word, past the preposition.
    pub start: usize,
    /// Past its noun and what belongs to that.
    pub core: usize,
    /// Past appositions and brackets.
    pub end: usize,
    /// The name in it.
    pub name: Option<(usize, usize)>,
    /// The name in front, to whom belongs what the rest names.
    pub owner: Option<(usize, usize)>,
    /// The noun that says what is meant.
    pub head: usize,
    /// The preposition in front.
    pub preposition: Option<usize>,
    /// Whether its form keeps it from being a subject.
    pub oblique: bool,
    /// What it names.
    pub sort: Sort,
}

/// What a phrase names.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    Pronoun,
    Name,
    Person,
    Group,
    Body,
    Paper,
    /// A capital at the start of a sentence, which may be any word's.
    Doubtful,
    Thing,
}

impl Sort {
    /// Whether such a one can speak.
    pub fn speaks(self) -> bool {
        !matches!(self, Self::Paper | Self::Doubtful | Self::Thing)
    }
}

pub(super) const GIVEN: Class = Class(Class::MALE.0 | Class::FEMALE.0);
pub(super) const ROLE: Class = Class(Class::PERSON.0 | Class::GROUP.0 | Class::BODY.0 | Class::PAPER.0);
pub(super) const VERB: Class = Class(Class::SPEECH.0 | Class::WEAK.0 | Class::NAMED.0 | Class::STANDS.0);
/// Words that no phrase goes through.
const CLOSED: Class = Class(
    Class::CONJUNCTION.0
        | Class::SUBORDINATOR.0
        | Class::RELATIVE.0
        | Class::AUXILIARY.0
        | Class::ADVERB.0
        | Class::SUBJECT.0
        | Class::OBJECT.0
        | Class::REFLEXIVE.0
        | Class::PREPOSITION.0,
);

/// Reads the phrases of a sentence.
#[derive(Copy, Clone)]
pub struct Reader<'a> {
    /// What is read.
    pub sentence: Sentence<'a>,
    /// Its language.
    pub language: Language,
    /// The quotation whose speaker is asked for: no part of any phrase.
    pub quote: Option<usize>,
    /// Words of the names that the document has told so far.
    pub names: &'a Names,
}

impl Reader<'_> {
    /// All phrases, in order; none inside another.
    pub fn phrases(&self) -> Vec<Phrase> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.sentence.items.len() {
            match self.phrase_at(at) {
                Some(phrase) => {
                    at = phrase.end.max(at + 1);
                    found.push(phrase);
                }
                None => at += 1,
            }
        }
        found
    }

    /// The phrase that begins at `at`, a preposition in front of it included.
    pub fn phrase_at(&self, at: usize) -> Option<Phrase> {
        let sentence = self.sentence;
        let item = sentence.items.get(at)?;
        if self.named_by_marks(at) && at > 0 && sentence.is(at - 1, Class(VERB.0 | Class::ACCORDING.0)) {
            let told = at.checked_sub(1).filter(|&at| sentence.is(at, Class::ACCORDING));
            return Some(Phrase { preposition: told, ..plain(at, at + 1, Sort::Body) });
        }
        if !item.is_word() && !item.is_sign(TokenKind::Number) {
            return None;
        }
        if item.is(Class(Class::PREPOSITION.0 | Class::ACCORDING.0))
            && self.small(at)
            && self.name_in_particles(at).is_none()
        {
            let as_told = sentence.any(at, &["wie", "como", "come", "comme"]) && self.begins_clause(at);
            let governs = !as_told && !self.opens_clause(at);
            let phrase = self.noun_phrase(at + 1, governs)?;
            return Some(Phrase { preposition: Some(at).filter(|_| governs), ..phrase });
        }
        if let Some(phrase) = self.name_in_particles(at).or_else(|| self.noun_phrase(at, false)) {
            return Some(phrase);
        }
        (item.is(Class::SUBJECT) && self.small(at)).then(|| plain(at, at + 1, Sort::Pronoun))
    }

    /// Whether the word at `at` has no capital of its own.
    fn small(&self, at: usize) -> bool {
        !self.sentence.items[at].capital || self.starts(at)
    }

    fn starts(&self, at: usize) -> bool {
        let goes_on = [TokenKind::Comma, TokenKind::Possessive];
        at == 0
            || !self.sentence.items[at - 1].is_word() && !goes_on.iter().any(|sign| self.sentence.sign(at - 1, *sign))
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        let Some(item) = self.sentence.items.get(at) else { return false };
        item.is_word()
            && item.capital
            && !item.is(Class::WHEN)
            && !(self.starts(at) && item.is(Class(CLOSED.0 | Class::DETERMINER.0 | Class::ACCORDING.0 | VERB.0)))
            && (!item.is(Class::SUBJECT) || item.is(GIVEN))
    }

    /// A short quotation with a capital and no stop: the name of a paper, a ship, a party.
    fn named_by_marks(&self, at: usize) -> bool {
        let Some(item) = self.sentence.items.get(at) else { return false };
        if item.quote().is_none() || self.quote == Some(at) {
            return false;
        }
        let inner = inner(item.span.of(self.sentence.text));
        inner.split_whitespace().count() <= 4
            && inner.starts_with(|c: char| c.is_alphabetic())
            && !inner.ends_with(['.', ',', '!', '?', '…'])
            && (inner.starts_with(char::is_uppercase) || inner.contains('.'))
    }

    pub(super) fn begins_clause(&self, at: usize) -> bool {
        self.starts(at) || self.sentence.sign(at - 1, TokenKind::Comma)
    }

    fn noun_phrase(&self, at: usize, governed: bool) -> Option<Phrase> {
        let mut phrase = match self.language {
            Language::German => self.german(at, governed)?,
            _ => self.romance(at)?,
        };
        self.past_brackets(&mut phrase);
        self.past_apposition(&mut phrase);
        Some(phrase)
    }

    /// Determiner, adjectives, nouns with capitals, and what stands in the genitive behind.
    pub(super) fn german(&self, at: usize, governed: bool) -> Option<Phrase> {
        let sentence = self.sentence;
        let determined = sentence.is(at, Class::DETERMINER) && self.small(at);
        // ", der 200 Leute beschäftigt,": a clause of its own.
        if !governed && at > 0 && sentence.sign(at - 1, TokenKind::Comma) && sentence.any(at, &["der"]) {
            let counted = sentence.sign(at + 1, TokenKind::Number);
            if counted {
                return None;
            }
        }
        let mut first = at + usize::from(determined);
        // "die beiden Minister", not "die den Auftritt".
        let article = ["der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "diese"];
        while determined && first < at + 3 && sentence.is(first, Class::DETERMINER) && !sentence.any(first, &article) {
            first += 1;
        }
        let limit = first + 6;
        let numbered = sentence.sign(first, TokenKind::Number);
        let passes = Class((CLOSED.0 & !Class::ADVERB.0) | VERB.0 | Class::DETERMINER.0);
        while first < limit
            && (determined || numbered || governed)
            && (sentence.sign(first, TokenKind::Number)
                || sentence.items.get(first).is_some_and(|item| item.is_word() && !item.capital && !item.is(passes)))
        {
            first += 1;
        }
        if determined && self.named_by_marks(first) {
            let oblique = sentence.is(at, Class::OBLIQUE);
            return Some(Phrase { start: at, oblique, ..plain(first, first + 1, Sort::Body) });
        }
        if !self.capital(first) {
            return None;
        }
        let mut end = first + 1;
        loop {
            let joined = sentence.any(end, &["und"]) && sentence.word(end - 1).ends_with('-') && self.capital(end + 1);
            if self.capital(end) && !sentence.is(end, Class::SUBJECT) {
                if self.begins_another(first, end) {
                    break;
                }
                end += 1;
            } else if joined {
                end += 2;
            } else if let Some(past) = self.past_particles(first, end) {
                end = past;
            } else {
                break;
            }
        }
        if let Some(owned) = self.owned(at, first, end).filter(|_| !determined) {
            return Some(owned);
        }
        if sentence.sign(end, TokenKind::Number) && sentence.items[end].span.len() < 4 {
            end += 1;
        }
        let mut phrase = self.capitals(at, first, end, determined || numbered);
        let feminine = sentence.is(phrase.head, Class::SHE) || feminine(sentence.word(phrase.head));
        phrase.oblique = sentence.is(at, Class::OBLIQUE) || sentence.any(at, &["der"]) && feminine && determined;
        if sentence.is(end - 1, Class(ROLE.0 | Class::WORK.0 | Class::TERM.0)) && self.named_by_marks(end) {
            end += 1;
        }
        phrase.core = self.genitives(end, phrase.sort);
        phrase.end = phrase.core;
        Some(phrase)
    }

    /// What capitals from `first` to `end` are: a title and a name, a name, a noun.
    pub(super) fn capitals(&self, at: usize, first: usize, end: usize, determined: bool) -> Phrase {
        let sentence = self.sentence;
        let given = |at: usize| sentence.is(at, GIVEN) && !sentence.is(at, Class::PERSON);
        let office = Class(Class::PERSON.0 | Class::TITLE_MAN.0 | Class::TITLE_WOMAN.0 | Class::TITLE.0);
        let last_office = (first..end).rev().find(|&at| sentence.is(at, office));
        let named = match last_office {
            Some(last) if last + 1 < end => Some(last + 1),
            Some(_) => None,
            None => (first..end).find(|&at| given(at) && at + 1 < end).or_else(|| {
                let bare = !determined && !(first..end).any(|at| sentence.is(at, Class(ROLE.0 | Class::SAYING.0)));
                bare.then_some(first)
            }),
        };
        let named = named.filter(|&from| sentence.items[from].is_word());
        let head = last_office
            .or_else(|| (first..end).rev().find(|&at| sentence.is(at, ROLE)))
            .unwrap_or_else(|| (first..end).rev().find(|&at| sentence.items[at].is_word()).unwrap_or(first));
        let class = sentence.items[head].class;
        // A capital alone is any noun's, unless it is known as a name.
        let alone =
            end == first + 1 && last_office.is_none() && !given(first) && !self.names.contains(sentence.word(first));
        let sort = if named.is_some() {
            let common = feminine(sentence.word(first)) || self.starts(first) && loose(sentence.word(first));
            match (alone, common) {
                (true, true) => Sort::Thing,
                (true, false) => Sort::Doubtful,
                (false, _) => Sort::Name,
            }
        } else {
            sort_of(class, sentence.word(head))
        };
        Phrase { start: at, core: end, end, name: named.map(|from| (from, end)), head, ..plain(at, end, sort) }
    }

    /// Where the genitives behind a noun end: "der Stadtwerke", "des Rates der Stadt"; of a role, "von" and "für" as well.
    fn genitives(&self, from: usize, sort: Sort) -> usize {
        let sentence = self.sentence;
        let mut end = from;
        for _ in 0..4 {
            let genitive = sentence.is(end, Class::GENITIVE);
            let of = sentence.is(end, Class::OF) || sentence.any(end, &["für", "beim", "bei", "im", "aus", "der"]);
            if !(genitive || of && sort != Sort::Thing && sort != Sort::Doubtful) {
                break;
            }
            let mut at = end + 1;
            while at < end + 5
                && (sentence.sign(at, TokenKind::Number)
                    || sentence.items.get(at).is_some_and(|item| {
                        item.is_word() && !item.capital && !item.is(Class(VERB.0 | CLOSED.0))
                            || item.is(Class::DETERMINER)
                    }))
            {
                at += 1;
            }
            if !self.capital(at) && !self.named_by_marks(at) {
                break;
            }
            while self.capital(at) || sentence.word(at - 1).ends_with('-') && self.capital(at + 1) {
                at += 1;
            }
            if self.named_by_marks(at) {
                at += 1;
            }
            end = at;
        }
        end
    }

    /// Determiner, nouns, adjectives, names, and what "de" joins to them.
    fn romance(&self, at: usize) -> Option<Phrase> {
        let sentence = self.sentence;
        let determined = sentence.is(at, Class::DETERMINER) && self.small(at);
        let mut end = at;
        while end < at + 3 && sentence.is(end, Class::DETERMINER) && self.small(end) {
            end += 1;
        }
        let first = end;
        // "Elle le juge": a pronoun before its verb.
        if determined
            && at > 0
            && sentence.is(at - 1, Class(Class::SUBJECT.0 | Class::REFLEXIVE.0))
            && sentence.is(first, VERB)
        {
            return None;
        }
        let role = Class(ROLE.0 | Class::TITLE_MAN.0 | Class::TITLE_WOMAN.0 | Class::TITLE.0);
        let noun = sentence.is(first, role) && (determined || !sentence.is(first, VERB));
        let begins = self.capital(first) || noun || sentence.sign(first, TokenKind::Number);
        if !determined && !begins {
            return None;
        }
        while end < at + 16 && self.goes_on(end, first) {
            end += 1;
        }
        while end > first && sentence.is(end - 1, Class(Class::PREPOSITION.0 | Class::DETERMINER.0 | Class::OF.0)) {
            end -= 1;
        }
        if end == first {
            let marked = determined && self.named_by_marks(first);
            return marked.then(|| Phrase { start: at, ..plain(first, first + 1, Sort::Body) });
        }
        Some(self.romance_phrase(at, first, end, determined))
    }

    fn goes_on(&self, at: usize, first: usize) -> bool {
        let sentence = self.sentence;
        let Some(item) = sentence.items.get(at) else { return false };
        match item.kind {
            Kind::Sign(TokenKind::Number) => true,
            Kind::Word(_) => {
                let next = at + 1;
                // "aseguró a este diario Ana Lind": a paper bears no name like hers.
                let paper = at > first && sentence.is(at - 1, Class(Class::PAPER.0 | Class::BODY.0));
                if paper && !self.capital(at - 1) && sentence.is(at, GIVEN) && self.capital(next) {
                    return false;
                }
                if self.capital(at) && !self.starts(at) || at == first && item.capital && self.capital(at) {
                    return true;
                }
                if item.is(Class::OF) {
                    return at > first && sentence.items.get(next).is_some_and(Item::is_word);
                }
                if item.is(Class::DETERMINER) {
                    return sentence.is(at - 1, Class(Class::OF.0 | Class::DETERMINER.0)) || at == first;
                }
                if item.is(Class::PARTICLE) && self.capital(at - 1) && self.capital(next) {
                    return true;
                }
                // "le juge", "la demande": a noun behind its article, whatever else it may be.
                let noun = at == first && at > 0 && sentence.is(at - 1, Class::DETERMINER);
                noun && !item.is(Class(CLOSED.0 & !Class::ADVERB.0))
                    || item.is(ROLE) && !item.is(Class::SPEECH)
                    || !item.is(Class(CLOSED.0 | VERB.0 | Class::WHEN.0 | Class::ACCORDING.0))
            }
            _ => false,
        }
    }

    fn romance_phrase(&self, at: usize, first: usize, end: usize, determined: bool) -> Phrase {
        let sentence = self.sentence;
        let office = Class(Class::PERSON.0 | Class::TITLE_MAN.0 | Class::TITLE_WOMAN.0 | Class::TITLE.0);
        let of = (first..end).find(|&at| sentence.is(at, Class::OF) && !self.particle(at)).unwrap_or(end);
        let head = (first..of).find(|&at| sentence.is(at, ROLE)).unwrap_or(first);
        let capital = |at: usize| self.capital(at) && !sentence.is(at, office) || self.particle(at);
        let run_from = |from: usize| (from..end).take_while(|&at| capital(at)).last().map_or(from, |last| last + 1);
        // "el alcalde Juan Orre", "Mme Lind", "Ana Lind"; not "La Comisión"; "la ministra de Sanidad Ana Lind".
        let outright = (first..of).find(|&at| {
            capital(at)
                && (at > first || !determined || sentence.is(at, GIVEN))
                && !(at > first && self.capital(at - 1) && !sentence.is(at - 1, office))
        });
        let behind =
            || (of..end).find(|&at| sentence.is(at, GIVEN) && self.capital(at) && self.capital(at + 1) && at + 1 < end);
        let titled = outright.filter(|&at| at == first || sentence.is(head, office) || sentence.is(at - 1, office));
        let bare = |&from: &usize| !(from == first && sentence.is(from, Class(Class::BODY.0 | Class::PAPER.0)));
        let name = titled.filter(bare).or_else(behind).map(|from| (from, run_from(from)));
        let sort = match name {
            Some((from, to)) => {
                let doubtful = to == from + 1 && from == at && self.starts(at) && !sentence.is(from, GIVEN);
                let known = self.names.contains(sentence.word(from));
                if doubtful && !known && loose(sentence.word(from)) { Sort::Doubtful } else { Sort::Name }
            }
            None if determined && self.capital(first) && sort_of(sentence.items[head].class, "") == Sort::Thing => {
                Sort::Body
            }
            None => sort_of(sentence.items[head].class, sentence.word(head)),
        };
        Phrase { start: at, head, name, ..plain(at, end, sort) }
    }

    fn particle(&self, at: usize) -> bool {
        self.sentence.is(at, Class::PARTICLE)
            && at > 0
            && !self.sentence.items[at].capital
            && self.capital(at - 1)
            && self.capital(at + 1)
            && self.sentence.is(at - 1, GIVEN)
    }

    /// "(SPD)", "(48)": what a phrase carries along in brackets.
    fn past_brackets(&self, phrase: &mut Phrase) {
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

    /// "l'assessore all'Urbanistica, Chiara Tissi": the comma behind an office's field.
    fn past_field(&self, phrase: &Phrase) -> usize {
        let sentence = self.sentence;
        let field = phrase.sort == Sort::Person
            && sentence.is(phrase.end, Class::PREPOSITION)
            && !sentence.is(phrase.end, Class::AGENT);
        if !field {
            return phrase.end;
        }
        let words = |at: &usize| sentence.items.get(*at).is_some_and(|item| item.is_word() && !item.is(VERB));
        let end = (phrase.end..phrase.end + 7).take_while(words).last().map_or(phrase.end, |last| last + 1);
        if sentence.sign(end, TokenKind::Comma) && self.capital(end + 1) { end } else { phrase.end }
    }

    /// "the mayor, Ana Lind,", "Ana Lind, mayor of Vellin,".
    fn past_apposition(&self, phrase: &mut Phrase) {
        let sentence = self.sentence;
        let comma = self.past_field(phrase);
        if !sentence.sign(comma, TokenKind::Comma)
            || !matches!(phrase.sort, Sort::Person | Sort::Name | Sort::Body | Sort::Group)
        {
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
        if !closed && !verb {
            return;
        }
        let named = next.sort == Sort::Name && phrase.name.is_none() && phrase.sort == Sort::Person;
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

/// The words of a quotation without its marks.
pub fn inner(outer: &str) -> &str {
    outer.trim_start_matches(",,").trim_matches(|c: char| crate::text::words::is_mark(c) || c.is_whitespace())
}

pub(super) fn plain(start: usize, end: usize, sort: Sort) -> Phrase {
    Phrase { start, core: end, end, name: None, owner: None, head: end - 1, preposition: None, oblique: false, sort }
}

fn sort_of(class: Class, word: &str) -> Sort {
    if class.is(Class::PERSON) {
        Sort::Person
    } else if class.is(Class::GROUP) {
        Sort::Group
    } else if class.is(Class::BODY) || word.len() > 1 && word.chars().all(char::is_uppercase) {
        Sort::Body
    } else if class.is(Class(Class::PAPER.0 | Class::WORK.0)) {
        Sort::Paper
    } else {
        Sort::Thing
    }
}

/// Endings of German feminine nouns, before which "der" is no nominative.
fn feminine(word: &str) -> bool {
    ["ung", "heit", "keit", "schaft", "tion", "tät", "innen", "ei", "enz", "anz"].iter().any(|end| word.ends_with(end))
}

/// Whether a word that begins a sentence may well be an adverb or an adjective.
fn loose(word: &str) -> bool {
    ["lich", "weise", "isch", "ig", "end", "dem", "halb", "falls", "wegs", "ment", "mente", "ens"]
        .iter()
        .any(|end| word.ends_with(end))
}
