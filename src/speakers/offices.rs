//! Offices as they are written: "the Vellish president", "president of Vellin", "Vellin's leader".

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::fold;
use crate::quotations::lexicon::{self, Class};
use crate::text::fold as written;
use crate::text::lists::{self, List};

/// The words of a phrase for an office that tell it from others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficeWords {
    /// The noun: "president".
    pub head: String,
    /// Whose or where: "vellish", "vellin".
    pub places: Vec<String>,
    /// All words that tell it from others of the noun: "vellish", "foreign".
    pub rest: Vec<String>,
}

/// What a noun may stand for beside its own office: "leader" for a president.
static ALIKE: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let list = lists::pairs(include_str!("../../data/offices_alike.txt"));
    list.map(|(noun, alike)| (noun, alike.split_whitespace().collect())).collect()
});

const AROUND: &str = include_str!("../../data/offices_around.txt");

/// Words in front of a title that put it into another time.
pub static OTHER_TIMES: List = List::group(AROUND, "time");

/// What joins a noun to whose office it is, or stands before either.
static SMALL: List = List::group(AROUND, "small");

/// Parties that stand before an office as a place does: "GOP Rep."
static PARTIES: List = List::group(AROUND, "party");

/// What says which minister or secretary somebody is.
static PORTFOLIOS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lists::words(include_str!("../../data/portfolios.txt")).collect());

static OF_ONE: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| lists::words(include_str!("../../data/offices_of_one.txt")).map(fold).collect());

impl OfficeWords {
    /// Takes a phrase apart: its noun, and the names in it.
    pub fn read(phrase: &str, head: &str) -> Self {
        let head = full_title(&fold(head));
        let rest = words(phrase).filter(|word| full_title(word) != head && !SMALL.contains(&word.as_str())).collect();
        Self { places: places(phrase).collect(), rest, head }
    }

    /// The nouns by which the office may be listed.
    pub fn nouns(&self) -> impl Iterator<Item = &str> {
        let own = Some(self.head.as_str()).filter(|&head| head != "leader");
        own.into_iter().chain(self.others().iter().copied())
    }

    /// The offices that the noun stands for beside its own.
    fn others(&self) -> &'static [&'static str] {
        ALIKE.get(self.head.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Whether somebody with this title may be meant; a title that names no place is one anywhere.
    pub fn fits(&self, title: &str) -> bool {
        self.is_named_by(title) && self.is_there(title)
    }

    /// Whether the noun is the title's own, not that of what it is a title of, and nothing puts it elsewhere.
    pub fn is_headed_by(&self, title: &str) -> bool {
        self.means(&head(title)) && self.is_there(title)
    }

    /// Whether somebody with this title minds what the phrase says is minded: the foreign secretary is no Trade Secretary,
    /// and the prime minister no Minister Lind.
    pub fn minds_the_same(&self, title: &str) -> bool {
        let of_any =
            || !words(title).any(|word| PORTFOLIOS.contains(word.as_str())) && !self.rest.contains(&"prime".into());
        self.portfolio().next().is_none() || self.shares_portfolio(title) || of_any()
    }

    /// Whether the phrase and the title say that the same is minded.
    pub fn shares_portfolio(&self, title: &str) -> bool {
        self.portfolio().any(|own| words(title).any(|word| word == own))
    }

    /// What a minister or secretary minds, as far as the phrase says so.
    fn portfolio(&self) -> impl Iterator<Item = &str> {
        let minds = matches!(self.head.as_str(), "minister" | "secretary");
        self.rest.iter().map(String::as_str).filter(move |word| minds && PORTFOLIOS.contains(word))
    }

    /// Whether nothing tells it from another of the noun: the one has all words of the other, or none of its own.
    pub fn may_be(&self, other: &Self) -> bool {
        let within = |some: &Self, all: &Self| some.rest.iter().all(|one| all.rest.iter().any(|it| one_root(one, it)));
        within(self, other) || within(other, self)
    }

    /// Whether the noun, or one that it stands for, is that of an office that a place has once.
    pub fn is_of_one(&self) -> bool {
        std::iter::once(self.head.as_str()).chain(self.others().iter().copied()).any(|noun| OF_ONE.contains(noun))
    }

    /// Whether a title can only be this office: one that a place has once, told from others by the same words, and held.
    pub fn is_surely(&self, title: &str) -> bool {
        let theirs = Self::read(title, &head(title));
        let within =
            |some: &[String], others: &[String]| some.iter().all(|one| others.iter().any(|other| one_root(one, other)));
        self.means(&theirs.head)
            && OF_ONE.contains(&theirs.head)
            && within(&self.rest, &theirs.rest)
            && within(&theirs.rest, &self.rest)
            && !words(title).any(|word| OTHER_TIMES.contains(&word.as_str()))
    }

    /// Whether the title has the noun, or one that it stands for.
    pub fn is_named_by(&self, title: &str) -> bool {
        title
            .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '.')
            .any(|word| self.means(&full_title(&fold(word))))
    }

    /// Whether the noun may stand for an office.
    pub fn means(&self, office: &str) -> bool {
        self.head == office || self.others().contains(&office)
    }

    /// Whether nothing in the title puts it elsewhere.
    pub fn is_there(&self, title: &str) -> bool {
        let mut theirs = places(title).peekable();
        self.places.is_empty()
            || theirs.peek().is_none()
            || theirs.any(|one| self.places.iter().any(|other| one_root(&one, other)))
    }
}

/// The noun of a title: the last that is an office before what it is one of, else the last word there.
fn head(title: &str) -> String {
    let own = || words(title).skip_while(|word| SMALL.contains(&word.as_str()));
    let own = own().take_while(|word| !SMALL.contains(&word.as_str())).map(|word| full_title(&word));
    let own: Vec<String> = own.collect();
    own.iter().rfind(|word| OF_ONE.contains(*word)).or(own.last()).cloned().unwrap_or_default()
}

/// The words of a title, folded, without the sign of a genitive.
fn words(title: &str) -> impl Iterator<Item = String> + '_ {
    let words = title.split(|c: char| !c.is_alphanumeric() && c != '.').map(fold);
    words.filter(|word| !word.is_empty() && word != "s" && word != ".")
}

/// The names in a title: words with a capital that are no titles themselves.
fn places(phrase: &str) -> impl Iterator<Item = String> + '_ {
    let office = Class(Class::ANY_TITLE.0 | Class::PERSON.0 | Class::DETERMINER.0 | Class::BODY.0 | Class::GROUP.0);
    phrase
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '.')
        .map(|word| word.strip_prefix("then-").or_else(|| word.strip_prefix("ex-")).unwrap_or(word))
        .filter(move |word| {
            word.starts_with(char::is_uppercase)
                && !PARTIES.contains(word)
                && !lexicon::english().class(&full_title(&fold(word))).is(office)
        })
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
        "cllr" | "clr" | "cr" => "councillor",
        "cmdr" => "commander",
        "col" => "colonel",
        "supt" => "superintendent",
        other => lexicon::by_letters(other).or_else(|| written::unabbreviated(other)).unwrap_or(other),
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

    #[test]
    fn an_office_is_surely_one_that_a_place_has_once() {
        let is_surely = |phrase: &str, head: &str, title: &str| OfficeWords::read(phrase, head).is_surely(title);
        assert!(is_surely("the Vellish president", "president", "president of Vellin"));
        assert!(is_surely("Vellin’s leader", "leader", "Vellish President"));
        assert!(is_surely("Lind’s campaign manager", "manager", "Lind campaign manager"));
        assert!(is_surely("the Vellish foreign minister", "minister", "Foreign Minister of Vellin"));
        for (phrase, head, title) in [
            ("the Lind campaign", "campaign", "Lind campaign manager"),
            ("the New Vellin governor", "governor", "former New Vellin governor"),
            ("the New Vellin governor", "governor", "New Orland governor"),
            ("the Vellish prime minister", "minister", "Prime Minister"),
            ("the Vellish foreign minister", "minister", "Vellish prime minister"),
            ("the Vellish president", "president", "Vellish vice president"),
            ("the head of the Vellin board", "head", "head of the Vellin board"),
            ("the Lind supporter", "supporter", "Lind supporter"),
            ("the Vellish group", "group", "leader of the Vellish group"),
        ] {
            assert!(!is_surely(phrase, head, title), "{phrase}: {title}");
        }
        assert!(OfficeWords::read("the mayor of Vellin", "mayor").is_headed_by("mayor"));
        assert!(!OfficeWords::read("the Lind campaign", "campaign").is_headed_by("campaign manager"));
    }
}
