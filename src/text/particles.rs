//! The words that stand small inside a name: Ana de la Torre, Jo van den Berg, al-Farsi.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::lists;

static LIST: &str = include_str!("../../data/names/particles.txt");

static WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| all().collect());
static HYPHENED: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| lists::group(LIST, "hyphen").collect());

/// Those that are words of their own.
pub fn all() -> impl Iterator<Item = &'static str> {
    lists::group(LIST, "word")
}

/// Whether a word, as it is written, is one: "van", not "Van".
pub fn is_one(word: &str) -> bool {
    WORDS.contains(word)
}

/// Whether a word begins with one that a hyphen ties to a name: "al-Farsi".
pub fn is_before_name(word: &str) -> bool {
    let Some(hyphen) = word.bytes().take(4).position(|byte| byte == b'-') else { return false };
    HYPHENED.contains(&word[..hyphen]) && word[hyphen + 1..].starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_of_names() {
        assert!(["van", "den", "la"].into_iter().all(is_one));
        assert!(!["Van", "an", "="].into_iter().any(is_one));
        assert!(is_before_name("al-Farsi") && !is_before_name("al-time") && !is_before_name("Al-Farsi"));
        assert!(all().all(is_one));
    }
}
