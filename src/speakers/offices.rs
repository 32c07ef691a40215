//! Offices as they are written: "the Vellish president", "president of Vellin", "Vellin's leader".

use super::names::fold;
use crate::quotations::lexicon::{self, Class};
use crate::text::fold as words;

/// The words of a phrase for an office that tell it from others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficeWords {
    /// The noun: "president".
    pub head: String,
    /// Whose or where: "vellish", "vellin".
    pub places: Vec<String>,
}

/// Offices that "leader" may stand for.
const LEADERS: &[&str] = &[
    "leader",
    "president",
    "premier",
    "chancellor",
    "minister",
    "king",
    "queen",
    "monarch",
    "emperor",
    "dictator",
    "chairman",
];

impl OfficeWords {
    /// Takes a phrase apart: its noun, and the names in it.
    pub fn read(phrase: &str, head: &str) -> Self {
        Self { head: full_title(&fold(head)), places: places(phrase).collect() }
    }

    /// The nouns by which the office may be listed.
    pub fn nouns(&self) -> impl Iterator<Item = &str> {
        let leaders = if self.head == "leader" { LEADERS } else { &[] };
        std::iter::once(self.head.as_str()).filter(|&head| head != "leader").chain(leaders.iter().copied())
    }

    /// Whether somebody with this title may be meant; a title that names no place is one anywhere.
    pub fn fits(&self, title: &str) -> bool {
        self.is_named_by(title) && self.is_there(title)
    }

    /// Whether the title has the noun, or one that it stands for.
    pub fn is_named_by(&self, title: &str) -> bool {
        title
            .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '.')
            .any(|word| self.means(&full_title(&fold(word))))
    }

    /// Whether the noun may stand for an office.
    pub fn means(&self, office: &str) -> bool {
        self.head == office || self.head == "leader" && LEADERS.contains(&office)
    }

    /// Whether nothing in the title puts it elsewhere.
    pub fn is_there(&self, title: &str) -> bool {
        let mut theirs = places(title).peekable();
        self.places.is_empty()
            || theirs.peek().is_none()
            || theirs.any(|one| self.places.iter().any(|other| one_root(&one, other)))
    }
}

/// The names in a title: words with a capital that are no titles themselves.
fn places(phrase: &str) -> impl Iterator<Item = String> + '_ {
    let office = Class(Class::ANY_TITLE.0 | Class::PERSON.0 | Class::DETERMINER.0 | Class::BODY.0 | Class::GROUP.0);
    phrase
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '.')
        .map(|word| word.strip_prefix("then-").or_else(|| word.strip_prefix("ex-")).unwrap_or(word))
        .filter(move |word| word.starts_with(char::is_uppercase) && !lexicon::english().class(word).is(office))
        .map(fold)
}

/// Whether two words are a place and its adjective, or the same: "Vellin", "Vellish".
fn one_root(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    a == b || shared >= 4 || shared == 3 && a.chars().count().min(b.chars().count()) <= 4
}

/// The noun an abbreviated title stands for.
pub fn full_title(word: &str) -> String {
    // Ranks that the words of a quotation are not folded by.
    let full = match word.trim_end_matches('.') {
        "cmdr" => "commander",
        "col" => "colonel",
        "supt" => "superintendent",
        other => words::unabbreviated(other).unwrap_or(other),
    };
    full.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leader_is_whoever_leads_the_same_place() {
        let leader = OfficeWords::read("the Vellish leader", "leader");
        assert!(leader.fits("President of Vellin"));
        assert!(leader.fits("president"));
        assert!(!leader.fits("President of Orland"));
        assert!(!leader.fits("Vellin mayor"));
        assert!(OfficeWords::read("the mayor of Vellin", "mayor").fits("Vellin Mayor"));
        assert!(OfficeWords::read("the senator", "senator").fits("Sen."));
    }
}
