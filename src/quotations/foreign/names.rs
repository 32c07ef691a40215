//! Names in a sentence: which were told before, where one ends, and surnames that begin with particles.

use rustc_hash::FxHashSet;

use super::phrases::{GIVEN, Phrase, ROLE, Reader, Sort, VERB, plain};
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::stream::Item;
use crate::text::words::TokenKind;

/// The names that a document has told so far.
#[derive(Debug, Default)]
pub struct Names {
    /// Their words.
    words: FxHashSet<String>,
    /// Words that followed each other in a name.
    pairs: FxHashSet<String>,
}

impl Names {
    /// Takes up a name.
    pub fn learn(&mut self, name: &str) {
        let words: Vec<&str> = name.split_whitespace().collect();
        self.words.extend(words.iter().map(|word| (*word).to_owned()));
        self.pairs.extend(words.windows(2).map(|pair| pair.join(" ")));
    }

    /// Whether a word belongs to a name.
    pub fn contains(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Whether one word follows the other in a name.
    fn follow(&self, first: &str, second: &str) -> bool {
        !self.pairs.is_empty() && self.pairs.contains(&format!("{first} {second}"))
    }
}

impl Reader<'_> {
    /// A surname that begins with particles: "Von der Lind", known from before, or where nothing else can be who says it.
    pub(super) fn name_in_particles(&self, at: usize) -> Option<Phrase> {
        let sentence = self.sentence;
        let named = |at: usize| sentence.items[at].capital && self.names.contains(sentence.word(at));
        let last = (at..at + 3).take_while(|&at| sentence.is(at, Class::PARTICLE) && !named(at)).last()? + 1;
        let follows = |at: usize, word: &str| self.names.follow(word, sentence.word(at + 1));
        let known =
            follows(at, &sentence.word(at).to_lowercase()) && (at + 1..last).all(|at| follows(at, sentence.word(at)));
        (self.capital(last) && (known || self.only_subject(at, last)))
            .then(|| Phrase { name: Some((at, last + 1)), ..plain(at, last + 1, Sort::Name) })
    }

    /// "“…”, sagte von Lind.": a verb with nothing behind it but what would be governed by a preposition.
    fn only_subject(&self, at: usize, last: usize) -> bool {
        // "sprach von Lügen"
        const TAKE_OF: &[&str] =
            &["sprach", "spricht", "sprachen", "berichtet", "berichtete", "erzählt", "erzählte", "schrieb", "schreibt"];
        let sentence = self.sentence;
        let small = |at: usize| sentence.items[at].is_word() && !sentence.items[at].capital;
        let said = at.checked_sub(1).filter(|&verb| {
            small(at) && small(verb) && sentence.is(verb, Class::SPEECH) && !sentence.any(verb, TAKE_OF)
        });
        let Some(mut before) = said else { return false };
        while before > 0 && (sentence.is(before - 1, Class::AUXILIARY) || sentence.sign(before - 1, TokenKind::Comma)) {
            before -= 1;
        }
        let noun = Class(ROLE.0 | Class::TERM.0 | Class::WORK.0 | Class::SAYING.0 | Class::WHEN.0);
        before > 0
            && sentence.items[before - 1].quote().is_some()
            && !sentence.is(last, noun)
            && sentence.items.get(last + 1).is_none_or(|item| !item.is_word())
    }

    /// Past the particles and the surname behind a first name: "Paul von Lind", "Paul von der Lind".
    pub(super) fn past_particles(&self, first: usize, end: usize) -> Option<usize> {
        let sentence = self.sentence;
        let small = |at: usize| sentence.is(at, Class::PARTICLE) && !sentence.items[at].capital;
        let last = (end..end + 3).take_while(|&at| small(at) || at > end && sentence.any(at, &["und"])).last()? + 1;
        if !self.capital(last) || sentence.any(last - 1, &["und"]) {
            return None;
        }
        let governs = (end..last).any(|at| sentence.is(at, Class(Class::DETERMINER.0 | Class::PREPOSITION.0)));
        // "Paul von der Feuerwehr", "Paul von den Grünen": where somebody belongs.
        let belongs = last > end + 1
            && (sentence.any(last - 1, &["den"])
                || sentence.is(last, Class(ROLE.0 | Class::TERM.0 | Class::WORK.0 | Class::SAYING.0)));
        let noble = sentence.any(end, &["von", "zu", "van", "vom", "zum", "zur"])
            && (first..end).next_back().is_some_and(|at| sentence.is(at, GIVEN))
            && !belongs;
        (!governs || noble).then_some(last + 1)
    }

    /// Whether another one begins at `end`, behind whoever does it to them: "begrüßte Ina Lind | Paul Orre".
    pub(super) fn begins_another(&self, first: usize, end: usize) -> bool {
        let sentence = self.sentence;
        let office = Class(Class::PERSON.0 | Class::TITLE_MAN.0 | Class::TITLE_WOMAN.0 | Class::TITLE.0);
        let front = Class(VERB.0 | Class::AUXILIARY.0 | Class::SUBORDINATOR.0);
        // "Laut Lind Unruhe und Angst": a surname from before, and a noun.
        let told = first > 0 && sentence.is(first - 1, Class::ACCORDING) && end == first + 1;
        if told && !sentence.is(first, GIVEN) && self.names.contains(sentence.word(first)) {
            return !self.names.follow(sentence.word(first), sentence.word(end));
        }
        if first == 0 || !sentence.is(first - 1, front) {
            return false;
        }
        let from = (first..end).rev().find(|&at| sentence.is(at, office)).map_or(first, |at| at + 1);
        let given = |at: usize| sentence.is(at, GIVEN);
        let (last, word) = (sentence.word(end.saturating_sub(1)), sentence.word(end));
        if from >= end || given(end - 1) || self.names.follow(last, word) {
            return false;
        }
        let whole = end > from + 1;
        let known = self.names.contains(last);
        // "Paul Orres Anwältin" is one.
        let titled = whole && given(from) && sentence.is(end, office) && !last.ends_with('s');
        let named = given(end) && self.capital(end + 1) && (whole || known);
        titled || named || known && self.names.contains(word)
    }

    /// What belongs to the one whose name ends at `end` in an apostrophe: "Paul Marx’ Anwältin Ina Lind".
    pub(super) fn owned(&self, at: usize, first: usize, end: usize) -> Option<Phrase> {
        if self.language != Language::German || !self.sentence.sign(end, TokenKind::Possessive) {
            return None;
        }
        let mut phrase = self.german(end + 1, true)?;
        if phrase.sort == Sort::Doubtful {
            phrase = Phrase { sort: Sort::Thing, name: None, ..phrase };
        }
        Some(Phrase { start: at, owner: Some((first, end)), ..phrase })
    }

    /// The phrase that the owner in another one makes.
    pub fn owner(&self, phrase: &Phrase) -> Option<Phrase> {
        let (from, to) = phrase.owner?;
        Some(Phrase { oblique: true, ..self.capitals(from, from, to, false) })
    }

    /// Whether a conjunction's clause begins at `at`, with words that are prepositions as well: "als Ina Lind sagte:".
    pub(super) fn opens_clause(&self, at: usize) -> bool {
        let sentence = self.sentence;
        if self.language != Language::German || !sentence.is(at, Class::SUBORDINATOR) || !self.begins_clause(at) {
            return false;
        }
        let inside = |item: &&Item| item.is_word() || item.quote().is_some() || item.is_sign(TokenKind::Number);
        let last = at + sentence.items[at..].iter().take_while(inside).count() - 1;
        // "Während der Sitzung hatte sich Lind … lassen": the verb of a clause like that stands last.
        if (at + 2..last.saturating_sub(1)).any(|at| sentence.is(at, Class::AUXILIARY) && !sentence.items[at].capital) {
            return false;
        }
        last > at + 1 && !sentence.items[last].capital && sentence.is(last, Class(VERB.0 | Class::AUXILIARY.0))
    }
}
