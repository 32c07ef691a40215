//! Spelling variants of one word, and abbreviations.
//!
//! Keys are not for reading: where a rule of spelling is regular it is applied to every word that has
//! the ending, whether a dictionary knows the variant or not ("promise" and "promize" share a key, and
//! nobody is hurt). Where that would make two real words one ("four", "for"), a list decides.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::lists;

/// The word that stands for all variants of `word`, which is in lower case.
pub(super) fn fold(word: Cow<'_, str>) -> Cow<'_, str> {
    if word.len() < 2 || !word.is_ascii() {
        return word;
    }
    if let Some(full) = unabbreviated(&word) {
        return Cow::Borrowed(full);
    }
    if word.len() < 4 {
        return word;
    }
    let mut word = word;
    if let Some((at, (stem, becomes))) = stem(&word).map(|stem| (0, stem)).or_else(|| behind_prefix(&word)) {
        word.to_mut().replace_range(at..at + stem.len(), becomes);
    }
    suffix(&mut word);
    word
}

/// What is read for the abbreviation of a title or a month, in lower case and without its full stop: "senator" for "sen".
pub fn unabbreviated(word: &str) -> Option<&'static str> {
    if word.len() > LONGEST || !ABBREVIATED.may_have(word) {
        return None;
    }
    ABBREVIATIONS.get(word).copied()
}

/// No abbreviation has more letters.
const LONGEST: usize = 4;

/// -ise and -yse are -ize and -yze.
fn suffix(word: &mut Cow<'_, str>) {
    // What all of the endings have, within as many letters as the longest.
    let has = |pair: &[u8]| pair == b"is" || pair == b"ys";
    if word.len() < 6 || !word.as_bytes()[word.len().saturating_sub(11)..].windows(2).any(has) {
        return;
    }
    for end in [
        "ise",
        "ised",
        "ises",
        "iser",
        "isers",
        "ising",
        "isation",
        "isations",
        "isational",
        "isationally",
        "isable",
        "yse",
        "ysed",
        "yses",
        "yser",
        "ysing",
    ] {
        if word.ends_with(end) {
            let s = word.len() - end.len() + 1;
            word.to_mut().replace_range(s..=s, "z");
            return;
        }
    }
}

fn stem(word: &str) -> Option<(&'static str, &'static str)> {
    if !STEMMED.may_have(word) {
        return None;
    }
    let bucket = STEMS.get(word.get(..4)?)?;
    bucket.iter().copied().find(|(stem, _)| word.starts_with(stem))
}

/// A stem that a prefix stands in front of, and where.
fn behind_prefix(word: &str) -> Option<(usize, (&'static str, &'static str))> {
    if word.len() < 7 {
        return None;
    }
    let prefixes = PREFIXES.get(word.get(..2)?)?;
    prefixes.iter().find_map(|prefix| Some((prefix.len(), stem(word.strip_prefix(prefix)?)?)))
}

/// How the words of a list begin, in a few bits: nearly every other word is told by that, without looking for it.
pub(super) struct Beginnings([u64; 512]);

impl Beginnings {
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut bits = [0; 512];
        for word in words {
            let bit = Self::bit(word);
            bits[bit / 64] |= 1 << (bit % 64);
        }
        Self(bits)
    }

    pub(super) fn may_have(&self, word: &str) -> bool {
        let bit = Self::bit(word);
        self.0[bit / 64] & 1 << (bit % 64) != 0
    }

    /// Of the first four letters, or of all if there are fewer.
    fn bit(word: &str) -> usize {
        let start = match word.as_bytes() {
            [a, b, c, d, ..] => u32::from_le_bytes([*a, *b, *c, *d]),
            short => short.iter().fold(0, |start, &byte| start << 8 | u32::from(byte)),
        };
        (start.wrapping_mul(0x9e37_79b1) >> 17) as usize
    }
}

static ABBREVIATED: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of(ABBREVIATIONS.keys().copied()));

static STEMMED: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of(STEMS.keys().copied()));

/// Prefixes by their first two letters.
static PREFIXES: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut prefixes: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for prefix in lists::words(include_str!("../../../data/prefixes.txt")) {
        prefixes.entry(&prefix[..2]).or_default().push(prefix);
    }
    prefixes
});

/// Stems by their first four letters.
static STEMS: LazyLock<FxHashMap<&'static str, Vec<(&'static str, &'static str)>>> = LazyLock::new(|| {
    let mut buckets: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for (stem, becomes) in lists::pairs(include_str!("../../../data/spelling.txt")) {
        buckets.entry(&stem[..4]).or_default().push((stem, becomes));
    }
    buckets
});

static ABBREVIATIONS: LazyLock<FxHashMap<&'static str, &'static str>> =
    LazyLock::new(|| lists::pairs(include_str!("../../../data/abbreviations-spoken.txt")).collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stem_has_four_letters_and_changes() {
        for (stem, becomes) in lists::pairs(include_str!("../../../data/spelling.txt")) {
            assert!(stem.len() >= 4 && stem != becomes, "{stem} {becomes}");
        }
    }

    #[test]
    fn no_abbreviation_is_longer_than_the_longest() {
        assert_eq!(ABBREVIATIONS.keys().map(|word| word.len()).max(), Some(LONGEST));
    }
}
