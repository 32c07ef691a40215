//! Which language a document is in, and whether its cues are known.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::attribution::STRONG;
use super::lexicon::{self, Lexicon};
use crate::formats::Document;
use crate::text::lists;

/// A language whose quotations can be attributed.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Read word by word: `attribution.rs` and what stands beside it.
    #[default]
    English,
    /// Read clause by clause: `foreign/`.
    German,
    /// Read clause by clause: `foreign/`.
    French,
    /// Read clause by clause: `foreign/`.
    Spanish,
    /// Read clause by clause: `foreign/`.
    Italian,
    /// Read clause by clause: `foreign/`.
    Portuguese,
    /// Any other: nothing but its marks is read.
    Other,
}

const KNOWN: [(Language, &str); 6] = [
    (Language::English, "en"),
    (Language::German, "de"),
    (Language::French, "fr"),
    (Language::Spanish, "es"),
    (Language::Italian, "it"),
    (Language::Portuguese, "pt"),
];

/// With fewer words than these the commonest alone do not tell.
const SHORT: usize = 40;

/// How many words from the front are looked at.
const SAMPLE: usize = 160;

/// In how many bytes of prose from the front these stand, or as many of them as there are.
const FRONT: usize = 10 * SAMPLE;

impl Language {
    /// The language a document says it is in, else the one its commonest words belong to.
    pub fn of(document: &Document) -> Self {
        match document.meta.lang.as_deref() {
            Some(tag) => Self::from_tag(tag),
            None => Self::detect(document.prose.text()),
        }
    }

    /// Whether what stands at byte `at` of a document's prose has a say in what language it is in.
    pub fn is_told_at(at: usize) -> bool {
        at <= FRONT
    }

    /// That of a tag like `en-GB`.
    pub(crate) fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or("");
        KNOWN
            .iter()
            .find(|(_, known)| primary.eq_ignore_ascii_case(known))
            .map_or(Self::Other, |(language, _)| *language)
    }

    fn detect(text: &str) -> Self {
        let text = &text[..text.floor_char_boundary(FRONT)];
        // Another script needs no words: nothing of these six is written in it.
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        let far = text.bytes().filter(|&byte| byte >= FAR).count();
        if far * 8 > text.len() && letters().filter(|c| *c > LATIN).count() * 2 > letters().count() {
            return Self::Other;
        }
        let common = commonest();
        let mut counts = vec![0usize; common.tags.len()];
        let mut total = 0;
        for word in words(text) {
            total += 1;
            let mut rest = common.words.get(word).copied().unwrap_or_default();
            while rest != 0 {
                counts[rest.trailing_zeros() as usize] += 1;
                rest &= rest - 1;
            }
        }
        let tags: Vec<Self> = common.tags.iter().map(|tag| Self::from_tag(tag)).collect();
        if total < SHORT {
            // Of few words those tell as well by which somebody says something: "a" and "no" are in many languages.
            let says = |lexicon: &Lexicon| words(text).filter(|word| lexicon.class(word).is(STRONG)).count();
            let most = counts.iter().copied().max().unwrap_or_default();
            for (count, language) in counts.iter_mut().zip(&tags).filter(|(count, _)| **count + 2 > most) {
                *count += if *language == Self::Other { 0 } else { says(lexicon::of(*language)) };
            }
        }
        let english = tags.iter().position(|language| *language == Self::English).map_or(0, |at| counts[at]);
        let best = (0..counts.len()).max_by_key(|&at| (counts[at], std::cmp::Reverse(at))).unwrap_or_default();
        // A handful of words, or a list of names, tells nothing: most drafts are English.
        if counts[best] * 8 >= total || total < 12 {
            let language = tags[best];
            // A name with "van" or "de" in it makes no short text Dutch.
            let clear = counts[best] > english + usize::from(language == Self::Other);
            return if clear { language } else { Self::English };
        }
        if total >= 60 && english * 20 < total { Self::Other } else { Self::English }
    }
}

/// The words from the front that are looked at.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(SAMPLE)
}

/// With this or more begins every letter beyond `LATIN` in UTF-8.
const FAR: u8 = 0xC9;
/// The last letter of the Latin script with its common accents.
const LATIN: char = '\u{24f}';

/// The commonest words of languages, and of which each is one.
struct Commonest {
    tags: Vec<&'static str>,
    /// For each word, a bit for each of `tags`.
    words: FxHashMap<&'static str, u32>,
}

fn commonest() -> &'static Commonest {
    static COMMONEST: LazyLock<Commonest> = LazyLock::new(|| {
        let mut common = Commonest { tags: Vec::new(), words: FxHashMap::default() };
        for (at, (tag, lines)) in lists::groups(include_str!("../../data/stop_words.txt")).skip(1).enumerate() {
            common.tags.push(tag);
            for word in lines.flat_map(str::split_whitespace) {
                *common.words.entry(word).or_default() |= 1 << at;
            }
        }
        common
    });
    &COMMONEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_words_tell() {
        assert_eq!(
            Language::detect("The council will meet on Monday, and it is not clear who is going to be there."),
            Language::English
        );
        assert_eq!(
            Language::detect("Der Rat wird am Montag tagen, und es ist nicht klar, wer von den Mitgliedern kommt."),
            Language::German
        );
        assert_eq!(
            Language::detect("Le conseil se réunit lundi et on ne sait pas qui sera dans la salle avec les élus."),
            Language::French
        );
        assert_eq!(
            Language::detect(
                "En fait, j’espère qu’il va y aller, a déclaré Ana Morel, en conférence de presse après le vote à l’Assemblée."
            ),
            Language::French
        );
        assert_eq!(
            Language::detect("El consejo se reúne el lunes y no se sabe quién va a estar en la sala con los vecinos."),
            Language::Spanish
        );
        assert_eq!(
            Language::detect("Il consiglio si riunisce lunedì e non è chiaro chi sarà nella sala con i cittadini."),
            Language::Italian
        );
        assert_eq!(
            Language::detect("O conselho reúne-se na segunda e não se sabe quem vai estar na sala com os moradores."),
            Language::Portuguese
        );
        assert_eq!(
            Language::detect(
                "Совет соберётся в понедельник, и никто не знает, кто из жителей города там будет завтра утром."
            ),
            Language::Other
        );
    }
}
