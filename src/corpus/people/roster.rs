//! Which names stand in which article, and who each of them is: what one joining leaves for the next.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use twox_hash::XxHash3_64;

use super::{Appearance, Cast};

/// A name as it is joined: how it is written, and of what it is the name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Name {
    pub text: String,
    pub named: bool,
    pub body: bool,
}

/// Names by their number.
#[derive(Default)]
pub(in crate::corpus) struct Names<'a> {
    /// Those that were known before, which are read when they are asked for.
    pub known: Option<&'a (dyn Fn(u32) -> Option<Name> + Sync)>,
    /// Those that came since.
    pub new: Vec<Name>,
    /// Of all of them a number of the surname.
    pub surnames: Vec<u32>,
    /// Of all of them the letters that first and last word begin with; [`SINGLE`] and [`ALIKE`] where those are one.
    pub initials: Vec<u32>,
}

impl Names<'_> {
    /// How many there are.
    pub(in crate::corpus) fn len(&self) -> usize {
        self.surnames.len()
    }

    /// One of them; nobody where what is kept is damaged.
    pub(in crate::corpus) fn get(&self, number: u32) -> Cow<'_, Name> {
        let known = self.len() - self.new.len();
        if let Some(name) = (number as usize).checked_sub(known).and_then(|at| self.new.get(at)) {
            return Cow::Borrowed(name);
        }
        Cow::Owned(self.known.and_then(|known| known(number)).unwrap_or_default())
    }

    fn push(&mut self, name: Name) -> u32 {
        self.surnames.push(surname_number(&name.text));
        self.initials.push(initials(&name.text));
        self.new.push(name);
        self.len() as u32 - 1
    }
}

/// Gives names their numbers.
#[derive(Default)]
pub(super) struct Numbering {
    /// By text; the numbers of a text that names several kinds of things.
    met: FxHashMap<String, Vec<u32>>,
    /// Numbers of surnames whose names were all taken in.
    surnames: FxHashSet<u32>,
    /// Whether what was known before was taken in as far as it is needed.
    anew: bool,
}

impl Numbering {
    pub(super) fn new(names: &Names<'_>) -> Self {
        Self { anew: names.known.is_none(), ..Self::default() }
    }

    /// Takes in those who were known before and end in the surnames that come, so that they are found by their text.
    pub(super) fn recall<'t>(&mut self, names: &Names<'_>, texts: impl Iterator<Item = &'t str>) {
        if self.anew {
            return;
        }
        let wanted: FxHashSet<u32> = texts.map(surname_number).collect();
        for (number, surname) in (0u32..).zip(&names.surnames) {
            if wanted.contains(surname) && !self.surnames.contains(surname) {
                self.met.entry(names.get(number).into_owned().text).or_default().push(number);
            }
        }
        self.surnames.extend(wanted);
    }

    /// The number of a name, a new one if it has none. Its surname must have been recalled.
    pub(super) fn of(&mut self, names: &mut Names<'_>, speaker: &Appearance) -> u32 {
        let same = |&number: &u32| {
            let name = names.get(number);
            (name.named, name.body) == (speaker.named, speaker.body)
        };
        if let Some(&number) = self.met.get(&speaker.name).and_then(|met| met.iter().find(|number| same(number))) {
            return number;
        }
        let name = Name { text: speaker.name.clone(), named: speaker.named, body: speaker.body };
        let number = names.push(name);
        self.met.entry(speaker.name.clone()).or_default().push(number);
        number
    }
}

/// Which names stand in which article, and how many quotations each has there; roles are left out.
#[derive(Clone, Debug, Default)]
pub(in crate::corpus) struct Rows {
    /// For each article where its names begin, and one more for the end.
    pub firsts: Vec<u32>,
    pub names: Vec<u32>,
    pub said: Vec<u32>,
}

impl Rows {
    /// How many articles there are.
    pub(in crate::corpus) fn articles(&self) -> usize {
        self.firsts.len().saturating_sub(1)
    }

    /// The names of an article, each with how many quotations it has.
    pub(in crate::corpus) fn of(&self, article: usize) -> impl Iterator<Item = (u32, u32)> + '_ {
        let range = self.firsts[article] as usize..self.firsts[article + 1] as usize;
        self.names[range.clone()].iter().copied().zip(self.said[range].iter().copied())
    }

    pub(super) fn push(&mut self, names: impl Iterator<Item = (u32, u32)>) {
        if self.firsts.is_empty() {
            self.firsts.push(0);
        }
        for (name, said) in names {
            self.names.push(name);
            self.said.push(said);
        }
        self.firsts.push(self.names.len() as u32);
    }

    /// Whether all numbers in it make sense.
    pub(in crate::corpus) fn is_sound(&self, names: usize) -> bool {
        self.firsts.first() == Some(&0)
            && self.firsts.is_sorted()
            && self.firsts.last().is_some_and(|&end| end as usize == self.names.len())
            && self.names.len() == self.said.len()
            && self.names.iter().all(|&name| (name as usize) < names)
    }
}

/// The names of a corpus, where they stand, and who each of them is.
#[derive(Default)]
pub(in crate::corpus) struct Roster<'a> {
    pub names: Names<'a>,
    pub rows: Rows,
    /// For each name the one that its person goes by here, itself among them; or one of the numbers below.
    pub roots: Vec<u32>,
}

/// Of a name that may mean one of two: who bears it is another one each time.
pub(in crate::corpus) const OPEN: u32 = u32::MAX;
/// Of a name that stands nowhere any more.
pub(in crate::corpus) const GONE: u32 = u32::MAX - 1;

/// Those of an article who may be the same as others: all but roles, which are somebody else in every article.
pub(super) fn joinable(cast: &Cast) -> impl Iterator<Item = &Appearance> {
    cast.appearances.iter().filter(|speaker| !is_role(speaker))
}

pub(super) fn is_role(speaker: &Appearance) -> bool {
    !speaker.named && !speaker.body
}

fn surname_number(name: &str) -> u32 {
    XxHash3_64::oneshot(super::surname(name).as_bytes()) as u32
}

/// Instead of initials, of a single word.
pub(super) const SINGLE: u32 = 0;
/// Instead of initials, where first and last word are the same.
const ALIKE: u32 = 1;

/// Whether slips of the pen are looked for by these initials.
pub(super) fn are_initials(initials: u32) -> bool {
    initials > ALIKE
}

fn initials(name: &str) -> u32 {
    let mut words = name.split_whitespace();
    let (Some(first), Some(last)) = (words.next(), words.next_back()) else { return SINGLE };
    if first == last {
        return ALIKE;
    }
    // Half the bits are enough for the letters of all living scripts but a few.
    let letter = |word: &str| word.chars().next().map_or(0, u32::from);
    letter(first).rotate_left(16) ^ letter(last)
}

/// Which letters a surname has and how many: tells without comparing that two are no slips of each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters {
    set: u32,
    count: usize,
}

impl Letters {
    pub(super) fn of(surname: &str) -> Self {
        Self { set: surname.chars().fold(0, |set, c| set | 1 << (c as u32 % 32)), count: surname.chars().count() }
    }

    /// Whether two slips may lie between them: each puts one letter in and takes one out at most.
    pub(super) fn close_to(self, other: Self) -> bool {
        self.count.abs_diff(other.count) <= 2 && (self.set ^ other.set).count_ones() <= 4
    }
}
