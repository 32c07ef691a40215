//! Words of the languages other than English, inflected by rule where a rule suffices.

use std::sync::LazyLock;

use crate::quotations::language::Language;
use crate::quotations::lexicon::{Class, Lexicon};
use crate::text::lists;
use crate::text::particles;

/// What a language's lists hold: cues and closed classes, offices, given names.
struct Lists {
    language: Language,
    cues: &'static str,
    offices: &'static str,
    names: &'static str,
}

macro_rules! lists {
    ($language:ident, $tag:literal) => {
        LazyLock::new(|| {
            build(&Lists {
                language: Language::$language,
                cues: include_str!(concat!("../../../data/cues/", $tag, ".txt")),
                offices: include_str!(concat!("../../../data/offices/", $tag, ".txt")),
                names: include_str!(concat!("../../../data/names/", $tag, ".txt")),
            })
        })
    };
}

/// The lexicon of a language; one without lists knows no words.
pub fn lexicon(language: Language) -> &'static Lexicon {
    static GERMAN: LazyLock<Lexicon> = lists!(German, "de");
    static FRENCH: LazyLock<Lexicon> = lists!(French, "fr");
    static SPANISH: LazyLock<Lexicon> = lists!(Spanish, "es");
    static ITALIAN: LazyLock<Lexicon> = lists!(Italian, "it");
    static PORTUGUESE: LazyLock<Lexicon> = lists!(Portuguese, "pt");
    static NOTHING: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);
    match language {
        Language::German => &GERMAN,
        Language::French => &FRENCH,
        Language::Spanish => &SPANISH,
        Language::Italian => &ITALIAN,
        Language::Portuguese => &PORTUGUESE,
        Language::English | Language::Other => &NOTHING,
    }
}

fn build(lists: &Lists) -> Lexicon {
    let mut lexicon = Lexicon::default();
    for list in [lists.cues, lists.offices] {
        read(&mut lexicon, lists.language, list);
    }
    lexicon.read(lists.names, |group| if group == "woman" { Class::FEMALE } else { Class::MALE });
    // What the language's own list says goes before the common ones: Andrea is a man in Italian.
    let common = [
        (include_str!("../../../data/names/male.txt"), Class::MALE),
        (include_str!("../../../data/names/female.txt"), Class::FEMALE),
    ];
    let own: Vec<bool> = common
        .iter()
        .flat_map(|(list, _)| lists::words(list))
        .map(|word| lexicon.get(word).is(Class(Class::MALE.0 | Class::FEMALE.0)))
        .collect();
    let all = common.iter().flat_map(|(list, class)| lists::words(list).map(move |word| (word, *class)));
    for ((word, class), own) in all.zip(own) {
        if !own {
            lexicon.add(word, class);
        }
    }
    particles::all().for_each(|word| lexicon.add(word, Class::PARTICLE));
    if lists.language == Language::German { lexicon.with_compounds(german_noun) } else { lexicon }
}

fn read(lexicon: &mut Lexicon, language: Language, list: &str) {
    for (group, lines) in lists::groups(list) {
        let regular = group.strip_suffix(" regular");
        let class = class_of(regular.unwrap_or(group));
        for word in lines.flat_map(str::split_whitespace) {
            let mut add = |form: &str| {
                lexicon.add(form, class);
                // In Switzerland: "äussert", "heisst".
                if language == Language::German && form.contains('ß') {
                    lexicon.add(&form.replace('ß', "ss"), class);
                }
            };
            add(word);
            if regular.is_some() {
                inflect(language, word, add);
            }
            if class.is(Class::PERSON) {
                plurals(language, word, |form| lexicon.add(form, Class::GROUP));
            }
        }
    }
}

fn class_of(group: &str) -> Class {
    match group {
        "speech" => Class::SPEECH,
        "weak" => Class::WEAK,
        "named" => Class::NAMED,
        "object" => Class::OBJECT,
        "quotes" => Class::SPEECH | Class::OF_OBJECT,
        "stands" => Class::STANDS,
        "pronoun" => Class::SUBJECT,
        "pronoun he" => Class::SUBJECT | Class::HE,
        "pronoun she" => Class::SUBJECT | Class::SHE,
        "own he" => Class::HE,
        "own she" => Class::SHE,
        "determiner" => Class::DETERMINER,
        "determiner she" => Class::DETERMINER | Class::SHE,
        "definite" => Class::DETERMINER | Class::DEFINITE,
        "oblique" => Class::DETERMINER | Class::OBLIQUE,
        "genitive" => Class::DETERMINER | Class::GENITIVE,
        "indefinite" => Class::DETERMINER | Class::INDEFINITE_ARTICLE,
        "preposition" => Class::PREPOSITION,
        "of" => Class::PREPOSITION | Class::OF,
        "agent" => Class::PREPOSITION | Class::AGENT,
        "passive" => Class::AUXILIARY | Class::PASSIVE,
        "auxiliary" => Class::AUXILIARY,
        "subjunctive" => Class::SUBJUNCTIVE,
        "conjunction" => Class::CONJUNCTION,
        "subordinator" => Class::SUBORDINATOR,
        "relative" => Class::RELATIVE,
        "adverb" => Class::ADVERB,
        "reflexive" => Class::REFLEXIVE,
        "when" => Class::WHEN,
        "according" => Class::ACCORDING,
        "after" => Class::AFTER,
        "saying" => Class::SAYING,
        "claim" => Class::CLAIM,
        "plain" => Class::PLAIN,
        "so-called" => Class::SO_CALLED,
        "man" => Class::TITLE_MAN,
        "woman" => Class::TITLE_WOMAN,
        "any" => Class::TITLE,
        "person" => Class::PERSON,
        "person she" => Class::PERSON | Class::SHE,
        "group" => Class::GROUP,
        "body" => Class::BODY,
        "paper" => Class::PAPER,
        "work" => Class::WORK,
        "term" => Class::TERM,
        _ => Class::default(),
    }
}

/// The forms of a regular verb that a report uses: present, past, participle.
fn inflect(language: Language, infinitive: &str, mut add: impl FnMut(&str)) {
    if language == Language::German {
        german_verb(infinitive, &mut add);
        return;
    }
    let (ending, forms): (&str, &[&str]) = match language {
        Language::French => ("er", &["e", "ent", "ait", "aient", "a", "èrent", "é", "ée", "era", "ant"]),
        Language::Spanish => ("ar", &["a", "an", "ó", "aron", "aba", "aban", "ado", "ará", "ando"]),
        Language::Italian => ("are", &["a", "ano", "ò", "arono", "ava", "avano", "ato", "erà", "ando"]),
        Language::Portuguese => ("ar", &["a", "am", "ou", "aram", "ava", "avam", "ado", "ará", "ando"]),
        Language::English | Language::German | Language::Other => return,
    };
    let Some(stem) = infinitive.strip_suffix(ending) else { return };
    // "annoncer", "exiger": the consonant keeps its sound before a.
    let soft = match (language, stem.chars().next_back()) {
        (Language::French, Some('c')) => Some(format!("{}ç", &stem[..stem.len() - 1])),
        (Language::French, Some('g')) => Some(format!("{stem}e")),
        _ => None,
    };
    for form in forms {
        let stem = if form.starts_with('a') { soft.as_deref().unwrap_or(stem) } else { stem };
        add(&format!("{stem}{form}"));
    }
}

/// What several of a person are called; nothing for what is no plain noun. German nouns follow no rule.
fn plurals(language: Language, noun: &str, mut add: impl FnMut(&str)) {
    let ends = |ends: &[&str]| ends.iter().any(|end| noun.ends_with(end));
    let stem = |cut: usize| &noun[..noun.len() - cut];
    if noun.len() < 4 || noun.contains('-') {
        return;
    }
    match language {
        Language::French if ends(&["s", "x", "z"]) => {}
        Language::French if ends(&["al"]) => add(&format!("{}aux", stem(2))),
        Language::French => add(&format!("{noun}s")),
        Language::Spanish if ends(&["z"]) => add(&format!("{}ces", stem(1))),
        Language::Spanish if ends(&["a", "e", "o"]) => add(&format!("{noun}s")),
        Language::Spanish => {
            match ["án", "én", "ín", "ón"].iter().zip(["an", "en", "in", "on"]).find(|(end, _)| ends(&[end])) {
                Some((end, plain)) => add(&format!("{}{plain}es", stem(end.len()))),
                None => add(&format!("{noun}es")),
            }
        }
        Language::Italian if ends(&["io"]) => add(stem(1)),
        Language::Italian if ends(&["co", "go"]) => {
            add(&format!("{}i", stem(1)));
            add(&format!("{}hi", stem(1)));
        }
        Language::Italian if ends(&["a"]) => {
            add(&format!("{}i", stem(1)));
            add(&format!("{}e", stem(1)));
        }
        Language::Italian if ends(&["o", "e"]) => add(&format!("{}i", stem(1))),
        Language::Portuguese if ends(&["ão"]) => {
            for end in ["ões", "ães", "ãos"] {
                add(&format!("{}{end}", stem("ão".len())));
            }
        }
        Language::Portuguese if ends(&["al"]) => add(&format!("{}is", stem(1))),
        Language::Portuguese if ends(&["a", "e", "o"]) => add(&format!("{noun}s")),
        Language::Portuguese if ends(&["r", "z", "s"]) => add(&format!("{noun}es")),
        _ => {}
    }
}

fn german_verb(infinitive: &str, add: &mut dyn FnMut(&str)) {
    const APART: [&str; 18] = [
        "zusammen", "zurück", "bekannt", "fest", "vor", "nach", "hin", "her", "ein", "aus", "auf", "bei", "mit", "weg",
        "um", "ab", "an", "zu",
    ];
    // "stufte … ein", "eingestuft", "einstufte"
    if let Some((prefix, rest)) = APART.iter().find_map(|prefix| Some((prefix, infinitive.strip_prefix(prefix)?)))
        && rest.len() > 4
    {
        german_verb(rest, &mut |form| {
            add(form);
            add(&format!("{prefix}{form}"));
        });
        return;
    }
    let stem = infinitive.strip_suffix("en").or_else(|| infinitive.strip_suffix('n')).unwrap_or(infinitive);
    let hard = ["d", "t", "chn", "ffn", "gn", "dn", "dm", "tm"].iter().any(|end| stem.ends_with(end));
    let link = if hard { "e" } else { "" };
    for ending in ["t", "te", "ten"] {
        add(&format!("{stem}{link}{ending}"));
    }
    add(&format!("{stem}e"));
    let prefixed = ["be", "er", "ver", "ent", "zer", "ge", "miss", "wider", "unter", "über"];
    if !prefixed.iter().any(|prefix| stem.starts_with(prefix)) && !infinitive.ends_with("ieren") {
        add(&format!("ge{stem}{link}t"));
    }
}

/// What a German noun is by its last part: Außenministerin, SPD-Fraktionschef, Kinderbuch.
fn german_noun(lexicon: &Lexicon, lower: &str) -> Class {
    let last = lower.rsplit('-').next().unwrap_or(lower);
    if last.strip_suffix("innen").is_some_and(|stem| german_stem(lexicon, stem).is(Class::PERSON)) {
        return Class::GROUP;
    }
    if let Some(stem) = last.strip_suffix("in")
        && german_stem(lexicon, stem).is(Class::PERSON)
    {
        return Class::PERSON | Class::SHE;
    }
    let known = german_stem(lexicon, last);
    if known != Class::default() {
        return known;
    }
    // des Ministers, dem Abgeordneten
    ["es", "s", "en", "n"]
        .iter()
        .filter_map(|ending| last.strip_suffix(ending))
        .map(|stem| german_stem(lexicon, stem))
        .find(|class| *class != Class::default())
        .unwrap_or_default()
}

/// The class of a noun or of the longest listed noun it ends with.
fn german_stem(lexicon: &Lexicon, word: &str) -> Class {
    const NOUN: Class = Class(
        Class::PERSON.0
            | Class::GROUP.0
            | Class::BODY.0
            | Class::PAPER.0
            | Class::WORK.0
            | Class::TERM.0
            | Class::SAYING.0
            | Class::CLAIM.0
            | Class::SHE.0,
    );
    let only_nouns = |class: Class| Class(class.0 & NOUN.0);
    let whole = only_nouns(lexicon.get(word));
    if whole != Class::default() {
        return whole;
    }
    word.char_indices()
        .skip(3)
        .map(|(at, _)| &word[at..])
        .take_while(|part| part.len() >= 3)
        .filter(|part| part.len() > 3 || matches!(*part, "amt" | "rat"))
        .map(|part| only_nouns(lexicon.get(part)))
        .find(|class| class.is(Class(NOUN.0 & !Class::SHE.0)))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_of_a_german_noun_tells_what_it_is() {
        let german = lexicon(Language::German);
        for (word, class) in [
            ("Verkehrsminister", Class::PERSON),
            ("Hafenmeisterin", Class::SHE),
            ("Ratsfraktion", Class::BODY),
            ("Wochenzeitung", Class::WORK),
            ("SPD-Fraktionschef", Class::PERSON),
            ("Anwohnerinnen", Class::GROUP),
        ] {
            assert!(german.class(word).is(class), "{word}");
        }
        assert_eq!(german.class("verkehrsminister"), Class::default());
    }

    #[test]
    fn regular_verbs_are_inflected() {
        for (language, form) in [
            (Language::German, "berichtete"),
            (Language::German, "entgegnete"),
            (Language::German, "mitgeteilt"),
            (Language::German, "gesagt"),
            (Language::French, "annonça"),
            (Language::Spanish, "señalaron"),
            (Language::Italian, "spiegato"),
            (Language::Portuguese, "afirmou"),
        ] {
            assert!(lexicon(language).class(form).is(Class::SPEECH), "{form}");
        }
    }

    #[test]
    fn several_persons_are_told_by_the_plural() {
        for (language, noun) in [
            (Language::French, "boulangers"),
            (Language::French, "généraux"),
            (Language::Spanish, "jueces"),
            (Language::Spanish, "capitanes"),
            (Language::Spanish, "asesores"),
            (Language::Italian, "parroci"),
            (Language::Italian, "tifosi"),
            (Language::Italian, "sindacalisti"),
            (Language::Portuguese, "capitães"),
            (Language::Portuguese, "vereadores"),
            (Language::Portuguese, "oficiais"),
        ] {
            assert!(lexicon(language).class(noun).is(Class::GROUP), "{noun}");
        }
    }
}
