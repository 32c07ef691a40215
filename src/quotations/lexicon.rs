//! What the commonest words are good for: reporting verbs, titles, offices, pronouns.

use std::ops::BitOr;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::language::Language;
use crate::text::lists;
use crate::text::particles;

/// The classes a word belongs to, as a set of bits.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Class(pub u64);

impl BitOr for Class {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl Class {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*
        }
    };
}

classes! {
    /// Takes a whole quotation: say, reply.
    SPEECH = 0;
    /// Followed by the person addressed: told, asked.
    TOLD = 1;
    /// Followed by a thing and what it is called: call, describe.
    NAMED = 2;
    /// Carries a partial quotation: promise, want.
    WEAK = 3;
    /// Third person singular or past: stands with a subject of its own.
    FINITE = 4;
    /// Base form: finite after a plural, else behind "to" or an auxiliary.
    BASE = 5;
    /// The form in -ing.
    ING = 6;
    /// May be a past participle.
    PARTICIPLE = 7;
    /// the, her, some
    DETERMINER = 8;
    /// of, in
    PREPOSITION = 9;
    /// and, but
    CONJUNCTION = 10;
    /// that, because
    SUBORDINATOR = 11;
    /// who, which
    RELATIVE = 12;
    /// is, has, will
    AUXILIARY = 13;
    /// also, later
    ADVERB = 14;
    /// he, they
    SUBJECT = 15;
    /// him, them
    OBJECT = 16;
    /// himself
    REFLEXIVE = 17;
    /// someone, many
    INDEFINITE = 18;
    /// Tuesday, March, week
    WHEN = 19;
    /// Begins sentences more often than names.
    STARTER = 20;
    /// Stands before a man's name: Mr.
    TITLE_MAN = 21;
    /// Stands before a woman's name: Mrs.
    TITLE_WOMAN = 22;
    /// Stands before a name: Dr., President.
    TITLE = 23;
    /// A person by office or trade.
    PERSON = 24;
    /// Several persons: officials.
    GROUP = 25;
    /// A body: company, ministry.
    BODY = 26;
    /// A paper that speaks: statement, letter.
    PAPER = 27;
    /// A given name mostly of men.
    MALE = 28;
    /// A given name mostly of women.
    FEMALE = 29;
    /// de, von
    PARTICLE = 30;
    /// An act of saying: claim, pledge.
    SAYING = 31;
    /// A weak verb that carries only quotations of several words.
    FAINT = 32;
    /// Begins a clause's predicate, and is neither a reporting verb nor ends in -ed: went, withdrew.
    PREDICATE = 33;
    /// What only people do: shrug, hesitate.
    HUMAN = 34;
    /// What only people are: blunt, furious.
    MOOD = 35;
    // From here on, what only languages other than English need.
    /// A determiner that begins no subject: dem, einen.
    OBLIQUE = 40;
    /// A determiner that may begin a genitive: des, einer.
    GENITIVE = 41;
    /// An article for something new: eine, un, algún.
    INDEFINITE_ARTICLE = 42;
    /// Joins a noun to what it belongs to: von, de.
    OF = 43;
    /// Stands before the one by whom something is done: von, par.
    AGENT = 44;
    /// The auxiliary of the passive: wurde.
    PASSIVE = 45;
    /// A verb form of indirect speech: sei, habe.
    SUBJUNCTIVE = 46;
    /// Followed by the one whose words these are: laut, selon.
    ACCORDING = 47;
    /// Follows the one whose words these are: zufolge.
    AFTER = 48;
    /// A verb whose object is the one quoted: zitiert.
    OF_OBJECT = 49;
    /// A verb for what a paper says: heißt es, se lit.
    STANDS = 50;
    /// A noun for a work, in front of its title: Roman, film.
    WORK = 51;
    /// A noun in front of a name or term: Motto, Firma, mot.
    TERM = 52;
    /// Of men: er, il, sein.
    HE = 53;
    /// Of women: sie, elle, la.
    SHE = 54;
    /// so-called
    SO_CALLED = 55;
    /// A definite article: der, la.
    DEFINITE = 56;
    /// A noun for what somebody says, in front of what that is: Vorwurf, promesse.
    CLAIM = 57;
    /// A verb that tells of nothing but saying: sagte, dit.
    PLAIN = 58;
}

impl Class {
    /// Any verb that may report.
    pub const CUE: Self = Self(Self::SPEECH.0 | Self::TOLD.0 | Self::NAMED.0 | Self::WEAK.0);
    /// Any word before a name.
    pub const ANY_TITLE: Self = Self(Self::TITLE.0 | Self::TITLE_MAN.0 | Self::TITLE_WOMAN.0);
    /// Any common noun that can speak.
    pub const ROLE: Self = Self(Self::PERSON.0 | Self::GROUP.0 | Self::BODY.0 | Self::PAPER.0);
    /// Words that no noun phrase goes through.
    pub const CLOSED: Self = Self(
        Self::CONJUNCTION.0
            | Self::SUBORDINATOR.0
            | Self::RELATIVE.0
            | Self::AUXILIARY.0
            | Self::ADVERB.0
            | Self::SUBJECT.0
            | Self::OBJECT.0
            | Self::REFLEXIVE.0,
    );

    /// Whether the two share a class.
    pub const fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Words and their classes, for one language.
#[derive(Default)]
pub struct Lexicon {
    /// By the bytes of the word: what is looked up is put into lower case byte by byte.
    words: FxHashMap<Box<[u8]>, Class>,
    /// What can be told of a word that is not listed by how it is put together.
    compounds: Option<fn(&Lexicon, &str) -> Class>,
}

impl Lexicon {
    /// The classes of a word; none when it is not listed.
    pub fn class(&self, word: &str) -> Class {
        let mut buffer = [0u8; 32];
        let Some(room) = buffer.get_mut(..word.len()) else { return self.compound(word) };
        room.copy_from_slice(word.as_bytes());
        // All of the buffer, whose size is known, takes less than as much of it as the word has.
        if buffer.is_ascii() {
            buffer.make_ascii_lowercase();
            return match self.words.get(&buffer[..word.len()]) {
                Some(class) => *class,
                None => self.compound(word),
            };
        }
        if word.contains(combining) {
            // Lists are written with whole letters, "ö", and a text may come with their parts.
            return self.class(&word.nfc().filter(|c| !combining(*c)).collect::<String>());
        }
        let lower = word.to_lowercase().replace('’', "'");
        match self.words.get(lower.as_bytes()) {
            Some(class) => *class,
            None => self.compound(word),
        }
    }

    /// What the parts of a word tell that is not listed.
    fn compound(&self, word: &str) -> Class {
        match self.compounds {
            Some(guess) if word.starts_with(char::is_uppercase) => guess(self, &word.to_lowercase().replace('’', "'")),
            _ => Class::default(),
        }
    }

    /// The classes of a word in lower case as it is listed.
    pub(super) fn get(&self, lower: &str) -> Class {
        self.words.get(lower.as_bytes()).copied().unwrap_or_default()
    }

    /// The same lexicon, with a rule for words that are not listed.
    pub(super) fn with_compounds(self, guess: fn(&Lexicon, &str) -> Class) -> Self {
        Self { compounds: Some(guess), ..self }
    }

    /// Whether a word is a definite article or stands for one, in a language other than English.
    pub fn is_definite(&self, lower: &str) -> bool {
        self.get(lower).is(Class::DEFINITE)
    }

    pub(super) fn add(&mut self, word: &str, class: Class) {
        if let Some(known) = self.words.get_mut(word.as_bytes()) {
            *known = *known | class;
        } else {
            self.words.insert(word.as_bytes().into(), class);
        }
    }

    /// Takes up a word list; `class_of` says what its groups are.
    pub(super) fn read(&mut self, list: &str, class_of: impl Fn(&str) -> Class) {
        for (group, lines) in lists::groups(list) {
            let class = class_of(group);
            lines.flat_map(str::split_whitespace).for_each(|word| self.add(word, class));
        }
    }

    /// Takes up the plurals of nouns for persons: "brokers" are a group.
    fn read_plurals(&mut self, list: &str) {
        // Most of these are things.
        const THINGS: &[&str] =
            &["chair", "star", "model", "master", "minor", "principal", "clerk", "fellow", "native"];
        for word in lists::group(list, "person").filter(|word| !THINGS.contains(word)) {
            self.add(&plural(word), Class::GROUP);
        }
    }

    fn read_verbs(&mut self, list: &str) {
        for (group, lines) in lists::groups(list) {
            let class = match group {
                "told" => Class::TOLD,
                "named" => Class::NAMED,
                "weak" => Class::WEAK,
                "faint" => Class::WEAK | Class::FAINT,
                _ => Class::SPEECH,
            };
            lines.for_each(|forms| self.add_verb(forms, class));
        }
    }

    fn add_verb(&mut self, forms: &str, class: Class) {
        let forms: Vec<&str> = forms.split_whitespace().collect();
        match forms[..] {
            [base] => self.add_regular(base, class),
            [base, third, past, participle, ing] => {
                self.add(base, class | Class::BASE);
                self.add(third, class | Class::FINITE);
                self.add(past, class | Class::FINITE);
                self.add(participle, class | Class::PARTICIPLE);
                self.add(ing, class | Class::ING);
            }
            _ => {}
        }
    }

    fn add_regular(&mut self, base: &str, class: Class) {
        let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
        let letters: Vec<char> = base.chars().collect();
        let [.., before, last] = letters[..] else { return };
        let stem = &base[..base.len() - last.len_utf8()];
        let (third, past, ing) = if last == 'e' {
            (format!("{base}s"), format!("{base}d"), format!("{stem}ing"))
        } else if last == 'y' && !vowel(before) {
            (format!("{stem}ies"), format!("{stem}ied"), format!("{base}ing"))
        } else if doubles(&letters, vowel) {
            (format!("{base}s"), format!("{base}{last}ed"), format!("{base}{last}ing"))
        } else if matches!(last, 's' | 'x' | 'z' | 'o') || base.ends_with("sh") || base.ends_with("ch") {
            (format!("{base}es"), format!("{base}ed"), format!("{base}ing"))
        } else {
            (format!("{base}s"), format!("{base}ed"), format!("{base}ing"))
        };
        self.add(base, class | Class::BASE);
        self.add(&third, class | Class::FINITE);
        self.add(&past, class | Class::FINITE | Class::PARTICIPLE);
        self.add(&ing, class | Class::ING);
    }
}

/// The plural of a noun for a person: firemen, deputies, coaches, brokers.
fn plural(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("man") {
        return format!("{stem}men");
    }
    match noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{stem}ies"),
        None if noun.ends_with(['s', 'x', 'z']) || noun.ends_with("ch") || noun.ends_with("sh") => format!("{noun}es"),
        None => format!("{noun}s"),
    }
}

fn combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether a verb doubles its last letter: quip, slam, admit; not answer, explain.
fn doubles(letters: &[char], vowel: impl Fn(char) -> bool) -> bool {
    let [.., a, b, c] = letters[..] else { return false };
    if vowel(c) || matches!(c, 'w' | 'x' | 'y') || !vowel(b) || vowel(a) && !letters.starts_with(&['q', 'u']) {
        return false;
    }
    let syllables =
        letters.windows(2).filter(|pair| vowel(pair[1]) && !vowel(pair[0])).count() + usize::from(vowel(letters[0]));
    let stressed: String = letters.iter().collect();
    syllables == 1 || ["mit", "fer", "bel", "bet"].iter().any(|end| stressed.ends_with(end)) && stressed != "offer"
}

/// English: closed classes, verbs, titles, offices, given names.
pub fn english() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
        let words = FxHashMap::with_capacity_and_hasher(6000, rustc_hash::FxBuildHasher);
        let mut lexicon = Lexicon { words, compounds: None };
        lexicon.read(include_str!("../../data/function_words.txt"), |group| match group {
            "determiner" => Class::DETERMINER,
            "preposition" => Class::PREPOSITION,
            "conjunction" => Class::CONJUNCTION,
            "subordinator" => Class::SUBORDINATOR,
            "relative" => Class::RELATIVE,
            "auxiliary" => Class::AUXILIARY,
            "adverb" => Class::ADVERB,
            "subject" => Class::SUBJECT,
            "object" => Class::OBJECT,
            "reflexive" => Class::REFLEXIVE,
            "indefinite" => Class::INDEFINITE,
            "when" => Class::WHEN,
            "starter" => Class::STARTER,
            _ => Class::default(),
        });
        lexicon.read_verbs(include_str!("../../data/cues/en.txt"));
        lexicon.read(include_str!("../../data/titles.txt"), |group| match group {
            "man" => Class::TITLE_MAN,
            "woman" => Class::TITLE_WOMAN,
            _ => Class::TITLE,
        });
        lexicon.read(include_str!("../../data/offices.txt"), |group| match group {
            "person" => Class::PERSON,
            "group" => Class::GROUP,
            "body" => Class::BODY,
            "paper" => Class::PAPER,
            _ => Class::default(),
        });
        lexicon.read_plurals(include_str!("../../data/offices.txt"));
        lexicon.read(include_str!("../../data/cues/nouns.txt"), |_| Class::SAYING);
        lexicon.read(include_str!("../../data/predicates.txt"), |group| match group {
            "past" => Class::PREDICATE,
            "human" => Class::HUMAN,
            "mood" => Class::MOOD,
            _ => Class::default(),
        });
        lexicon.read(include_str!("../../data/names/male.txt"), |_| Class::MALE);
        lexicon.read(include_str!("../../data/names/female.txt"), |_| Class::FEMALE);
        particles::all().for_each(|word| lexicon.add(word, Class::PARTICLE));
        lexicon
    });
    &LEXICON
}

/// The noun that the letters of an office stand for, in lower case: "minister" for "pm".
pub fn by_letters(letters: &str) -> Option<&'static str> {
    static LETTERS: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
        let list = lists::pairs(include_str!("../../data/offices_letters.txt"));
        list.map(|(letters, noun)| (letters.to_lowercase(), noun)).collect()
    });
    if letters.len() > 3 { None } else { LETTERS.get(letters).copied() }
}

/// The lexicon by which names of a document are read; English where the language is not known.
pub fn for_names(language: Language) -> &'static Lexicon {
    if language == Language::Other { english() } else { of(language) }
}

/// The lexicon of a language; one without cues of its own knows no words.
pub fn of(language: Language) -> &'static Lexicon {
    match language {
        Language::English => english(),
        _ => super::foreign::lexicon(language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_verbs_are_inflected() {
        let lexicon = english();
        for form in
            ["replied", "replies", "quipped", "admitted", "answered", "explained", "noting", "stressed", "predicting"]
        {
            assert!(lexicon.class(form).is(Class::SPEECH), "{form}");
        }
        assert!(lexicon.class("SAID").is(Class::FINITE));
        assert!(!lexicon.class("table").is(Class::CUE));
    }
}
