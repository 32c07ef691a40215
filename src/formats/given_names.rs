//! Given names, by which a person is told from a body.

use std::sync::LazyLock;

use crate::text::lists;
use rustc_hash::FxHashSet;

static ENGLISH: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| names(&[include_str!("../../data/names/male.txt"), include_str!("../../data/names/female.txt")]));

static OTHERS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    names(&[
        include_str!("../../data/names/de.txt"),
        include_str!("../../data/names/fr.txt"),
        include_str!("../../data/names/es.txt"),
        include_str!("../../data/names/it.txt"),
        include_str!("../../data/names/pt.txt"),
    ])
});

fn names(of: &[&'static str]) -> FxHashSet<&'static str> {
    of.iter().flat_map(|list| lists::words(list)).collect()
}

/// Whether a word in lower case is a given name in English.
pub(super) fn is_english(word: &str) -> bool {
    ENGLISH.contains(word)
}

/// Whether a word in lower case is a given name in a language that is read whole.
pub(super) fn is_one(word: &str) -> bool {
    is_english(word) || OTHERS.contains(word)
}
