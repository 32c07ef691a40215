//! The words that stand small inside a name: Ana de la Torre, Jo van den Berg, al-Farsi.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

static LIST: &str = include_str!("../../data/names/particles.txt");

static WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| group("= word").collect());
static HYPHENED: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| group("= hyphen").collect());

fn group(head: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = LIST.lines().skip_while(move |line| *line != head).skip(1);
    lines.take_while(|line| !line.starts_with('=')).flat_map(str::split_whitespace)
}

/// Those that are words of their own.
pub fn all() -> impl Iterator<Item = &'static str> {
    group("= word")
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
