//! The program's own word lists, as they stand in `data/`.
//!
//! A list opens with lines that say what it is and where its words come from, each behind a `#`. A line `= NAME` begins a group
//! of its words; all other lines are words, or whatever the reader of the list takes a line for.

use std::ops::Deref;
use std::sync::OnceLock;

/// Words of a list, taken out of it when they are first asked for.
pub struct List {
    text: &'static str,
    group: Option<&'static str>,
    words: OnceLock<Vec<&'static str>>,
}

impl List {
    /// All words of a list.
    pub const fn of(text: &'static str) -> Self {
        Self { text, group: None, words: OnceLock::new() }
    }

    /// Those of one of its groups.
    pub const fn group(text: &'static str, name: &'static str) -> Self {
        Self { text, group: Some(name), words: OnceLock::new() }
    }
}

impl Deref for List {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.words.get_or_init(|| match self.group {
            Some(name) => group(self.text, name).collect(),
            None => words(self.text).collect(),
        })
    }
}

/// The groups of a list with their lines, in order; what stands in front of the first has no name.
pub fn groups(list: &str) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
    list.split("\n= ").enumerate().map(|(at, group)| {
        let (name, rest) = if at == 0 { ("", group) } else { group.split_once('\n').unwrap_or((group, "")) };
        (name, rest.lines().filter(|line| !line.is_empty() && !line.starts_with('#')))
    })
}

/// The lines of a list.
pub fn lines(list: &str) -> impl Iterator<Item = &str> {
    groups(list).flat_map(|(_, lines)| lines)
}

/// The words of a list.
pub fn words(list: &str) -> impl Iterator<Item = &str> {
    lines(list).flat_map(str::split_whitespace)
}

/// The lines of a group of a list, which may stand in several places.
pub fn lines_of<'a>(list: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    groups(list).filter(move |&(of, _)| of == name).flat_map(|(_, lines)| lines)
}

/// The words of a group of a list.
pub fn group<'a>(list: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    lines_of(list, name).flat_map(str::split_whitespace)
}

/// Lines of two: the first word, and what is read for it.
pub fn pairs(list: &str) -> impl Iterator<Item = (&str, &str)> {
    lines(list).filter_map(|line| line.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str =
        "# Boats, by what moves them.\nraft\n= sail\nsloop ketch\n# The smallest.\ndinghy\n\n= oar\ngig\n";

    #[test]
    fn comments_and_heads_are_no_words() {
        assert_eq!(words(LIST).collect::<Vec<_>>(), ["raft", "sloop", "ketch", "dinghy", "gig"]);
        assert_eq!(lines(LIST).collect::<Vec<_>>(), ["raft", "sloop ketch", "dinghy", "gig"]);
        assert_eq!(groups(LIST).map(|(name, _)| name).collect::<Vec<_>>(), ["", "sail", "oar"]);
    }

    #[test]
    fn a_list_is_all_of_it_or_a_group() {
        assert_eq!(List::of(LIST).len(), 5);
        assert_eq!(*List::group(LIST, "sail"), ["sloop", "ketch", "dinghy"]);
        assert!(List::group(LIST, "steam").is_empty());
    }
}
