//! Noun phrases: which words of a sentence name somebody, and whether they can be its subject.

use super::names::Names;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::phrases::Sentence;
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
pub(super) const CLOSED: Class = Class(
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

/// What somebody may be found in who is asked: no place of theirs.
pub(super) const TALKS: &[&str] = &["gespräch", "interview", "telefonat", "podcast"];

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
                    found.push(self.governed_like(found.last(), phrase));
                }
                None => at += 1,
            }
        }
        found
    }

    /// "mit Politikern und Fachleuten": what governs the first of two governs the second, unless a verb stands behind it.
    fn governed_like(&self, before: Option<&Phrase>, phrase: Phrase) -> Phrase {
        let sentence = self.sentence;
        let joins = |before: &&Phrase| {
            before.end + 1 == phrase.start
                && sentence.any(before.end, &["und", "oder", "sowie", "et", "ou", "y", "e", "o", "ed"])
        };
        // A German clause may end in its verb.
        let acts = self.language != Language::German && sentence.is(phrase.end, Class(VERB.0 | Class::AUXILIARY.0));
        match before.filter(joins).filter(|_| !acts && phrase.preposition.is_none()) {
            Some(before) => {
                Phrase { preposition: before.preposition, oblique: phrase.oblique || before.oblique, ..phrase }
            }
            None => phrase,
        }
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
    pub(super) fn small(&self, at: usize) -> bool {
        !self.sentence.items[at].capital || self.starts(at)
    }

    pub(super) fn starts(&self, at: usize) -> bool {
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
    pub(super) fn named_by_marks(&self, at: usize) -> bool {
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
        if self.language != Language::German {
            // "il presidente del consiglio | Paolo Lind"
            self.named_behind(&mut phrase);
            phrase.end = phrase.core;
        }
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
        // "eine der Frauen"
        let one_of = determined && sentence.any(at, &["eine", "einer", "eines"]) && sentence.any(first, &["der"]);
        first += usize::from(one_of);
        // "die beiden Minister", not "die den Auftritt".
        let article = ["der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "diese"];
        while determined && first < at + 3 && sentence.is(first, Class::DETERMINER) && !sentence.any(first, &article) {
            first += 1;
        }
        let limit = first + 6;
        let numbered = sentence.sign(first, TokenKind::Number);
        let passes = Class((CLOSED.0 & !Class::ADVERB.0) | VERB.0 | Class::DETERMINER.0);
        let small = |at: usize| sentence.items.get(at).is_some_and(|item| item.is_word() && !item.capital);
        // "rechts- und innenpolitische"
        let halved = |at: usize| {
            at > 0 && small(at - 1) && sentence.word(at - 1).ends_with('-') && sentence.is(at, Class::CONJUNCTION)
        };
        let passed = |at: usize| {
            let word = small(at) && (!sentence.is(at, passes) || halved(at));
            word || sentence.sign(at, TokenKind::Number) || determined && self.years_old(at)
        };
        let old = determined && (first..limit).any(|at| self.years_old(at));
        while first < limit && (determined || numbered || governed) && !self.aged(first) && passed(first) {
            first += 1;
        }
        if self.aged(first) {
            let oblique = sentence.is(at, Class::OBLIQUE);
            return Some(Phrase { start: at, oblique, ..plain(first, first + 1, Sort::Person) });
        }
        // "eine „Frage der Zeit“" is nobody.
        if determined && self.named_by_marks(first) && !sentence.is(at, Class::INDEFINITE_ARTICLE) {
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
        phrase.oblique =
            !one_of && (sentence.is(at, Class::OBLIQUE) || sentence.any(at, &["der"]) && feminine && determined);
        if sentence.is(end - 1, Class(ROLE.0 | Class::WORK.0 | Class::TERM.0)) && self.named_by_marks(end) {
            end += 1;
        }
        // "der 62 Jahre alte Maurer": somebody, whatever the noun.
        if old && phrase.sort == Sort::Thing {
            phrase.sort = Sort::Person;
        }
        phrase.core = self.genitives(end, phrase.sort);
        self.named_behind(&mut phrase);
        phrase.end = phrase.core;
        Some(phrase)
    }

    /// "62 | Jahre alte"
    fn years_old(&self, at: usize) -> bool {
        let old = ["alte", "alter", "alten", "altes"];
        at > 0
            && self.sentence.sign(at - 1, TokenKind::Number)
            && self.sentence.any(at, &["jahre"])
            && self.sentence.any(at + 1, &old)
    }

    /// "58-Jährige"
    fn aged(&self, at: usize) -> bool {
        self.sentence.sign(at, TokenKind::Number) && self.sentence.word(at).contains("-Jährige")
    }

    /// What capitals from `first` to `end` are: a title and a name, a name, a noun.
    pub(super) fn capitals(&self, at: usize, first: usize, end: usize, determined: bool) -> Phrase {
        let sentence = self.sentence;
        let given = |at: usize| sentence.is(at, GIVEN) && !sentence.is(at, Class::PERSON);
        let office = Class(Class::PERSON.0 | Class::TITLE_MAN.0 | Class::TITLE_WOMAN.0 | Class::TITLE.0);
        // "Jan Fischer", and "Fischer" once he was named: a name, though it is a trade.
        let surname = |at: usize| {
            at > first && given(at - 1) || !determined && end == first + 1 && self.names.contains(sentence.word(at))
        };
        let last_office = (first..end).rev().find(|&at| sentence.is(at, office) && !surname(at));
        // "zieht der Sekretär Bilanz": what is said, not who.
        let said = |at: usize| {
            let word = sentence.word(at);
            at + 1 == end && sentence.is(at, Class(Class::SAYING.0 | Class::CLAIM.0)) && !self.names.contains(word)
        };
        // "Regierungsrat Lind", once she was named.
        let of_rat = |at: usize| at > first && at + 1 == end && sentence.word(at - 1).to_lowercase().ends_with("rat");
        let named = match last_office {
            Some(last) if last + 1 < end => Some(last + 1).filter(|&at| !said(at)),
            None if of_rat(end - 1) && self.names.contains(sentence.word(end - 1)) => Some(end - 1),
            Some(_) => None,
            None => (first..end).find(|&at| given(at) && at + 1 < end).or_else(|| {
                let noun = Class(ROLE.0 | Class::SAYING.0 | Class::CLAIM.0);
                let bare = !determined && !(first..end).any(|at| sentence.is(at, noun) && !surname(at));
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
                // "ÖVP gegen Lind"
                (true, _) if self.starts(first) && letters(sentence.word(first)) => Sort::Body,
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
            // "die Siegerin im Gespräch": where she says it.
            let talk = sentence.any(end, &["im", "beim"]) && {
                let word = sentence.word(end + 1).to_lowercase();
                TALKS.iter().any(|talk| word.ends_with(talk))
                    || word.contains('-') && sentence.is(end + 1, Class::PAPER)
            };
            if talk || !(genitive || of && sort != Sort::Thing && sort != Sort::Doubtful) {
                break;
            }
            let mut at = end + 1;
            let party = |at: usize| {
                // "BÜNDNIS 90/DIE GRÜNEN"
                sentence.sign(at, TokenKind::Number)
                    && sentence.sign(at + 1, TokenKind::Other)
                    && self.capital(at + 2)
                    && sentence.items[at + 1].span.of(sentence.text) == "/"
            };
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
            let from = at;
            while self.capital(at) || sentence.word(at - 1).ends_with('-') && self.capital(at + 1) || party(at) {
                // "der Leiter der Festspiele Paul Lind"
                if at > from && sort == Sort::Person && self.full_name(at) && !sentence.is(at - 1, Class::TERM) {
                    break;
                }
                at += if party(at) { 2 } else { 1 };
            }
            if self.named_by_marks(at) {
                at += 1;
            }
            end = at;
        }
        end
    }
}

/// The words of a quotation without its marks.
pub fn inner(outer: &str) -> &str {
    outer.trim_start_matches(",,").trim_matches(|c: char| crate::text::words::is_mark(c) || c.is_whitespace())
}

pub(super) fn plain(start: usize, end: usize, sort: Sort) -> Phrase {
    Phrase { start, core: end, end, name: None, owner: None, head: end - 1, preposition: None, oblique: false, sort }
}

pub(super) fn sort_of(class: Class, word: &str) -> Sort {
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

/// Whether a word is the letters of a body's name.
pub(super) fn letters(word: &str) -> bool {
    (2..=5).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

/// Endings of German feminine nouns, before which "der" is no nominative.
fn feminine(word: &str) -> bool {
    ["ung", "heit", "keit", "schaft", "tion", "tät", "innen", "ei", "enz", "anz"].iter().any(|end| word.ends_with(end))
}

/// Whether a word that begins a sentence may well be an adverb or an adjective.
pub(super) fn loose(word: &str) -> bool {
    ["lich", "weise", "isch", "ig", "end", "dem", "halb", "falls", "wegs", "ment", "mente", "ens"]
        .iter()
        .any(|end| word.ends_with(end))
}
