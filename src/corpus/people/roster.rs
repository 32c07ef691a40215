//! Which names stand in which article, and who each of them is: what one joining leaves for the next.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};
use twox_hash::XxHash3_64;

use super::Appearance;
use crate::text::letters;

/// A name as it is joined: how it is written, and of what it is the name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Name<'t> {
    pub text: Cow<'t, str>,
    pub named: bool,
    pub body: bool,
}

/// Reads a name that was known before; `None` where what is kept is damaged.
pub(in crate::corpus) type Known<'k> = dyn Fn(u32) -> Option<Name<'static>> + Sync + 'k;

/// Names by their number.
#[derive(Default)]
pub(in crate::corpus) struct Names<'a> {
    /// Those that were known before, which are read when they are asked for.
    pub known: Option<&'a Known<'a>>,
    /// The texts of those that came since, one behind the other: there may be millions.
    texts: String,
    /// Where each of these ends, above two bits for what it is the name of.
    ends: Vec<u64>,
    /// Of all of them a number of the surname.
    pub surnames: Vec<u32>,
    /// Of all of them the letters that first and last word begin with; [`SINGLE`] and [`ALIKE`] where those are one.
    pub initials: Vec<u32>,
}

impl<'a> Names<'a> {
    /// Those that were known before, with what they are found by.
    pub(in crate::corpus) fn again(known: &'a Known<'a>, surnames: Vec<u32>, initials: Vec<u32>) -> Self {
        Self { known: Some(known), surnames, initials, ..Self::default() }
    }

    /// How many there are.
    pub(in crate::corpus) fn len(&self) -> usize {
        self.surnames.len()
    }

    /// One of them; nobody where what is kept is damaged.
    pub(in crate::corpus) fn get(&self, number: u32) -> Name<'_> {
        let known = self.len() - self.ends.len();
        match (number as usize).checked_sub(known) {
            Some(at) if at < self.ends.len() => self.came(at),
            _ => self.known.and_then(|known| known(number)).unwrap_or_default(),
        }
    }

    /// Those that came since, in the order of their numbers.
    pub(in crate::corpus) fn new_ones(&self) -> impl Iterator<Item = Name<'_>> {
        (0..self.ends.len()).map(|at| self.came(at))
    }

    fn came(&self, at: usize) -> Name<'_> {
        let begin = at.checked_sub(1).map_or(0, |before| self.ends[before] >> 2) as usize;
        let end = self.ends[at];
        let text = Cow::Borrowed(&self.texts[begin..(end >> 2) as usize]);
        Name { text, named: end & 1 != 0, body: end & 2 != 0 }
    }

    fn push(&mut self, name: &Name<'_>) -> u32 {
        self.surnames.push(surname_number(&name.text));
        self.initials.push(initials(&name.text));
        self.texts.push_str(&name.text);
        self.ends.push((self.texts.len() as u64) << 2 | u64::from(name.body) << 1 | u64::from(name.named));
        self.len() as u32 - 1
    }
}

/// Gives names their numbers.
#[derive(Default)]
pub(super) struct Numbering {
    /// By a number of the whole name; where another name has that one, by the next that is free.
    met: FxHashMap<u64, u32>,
    /// Numbers of surnames whose names were all taken in.
    surnames: FxHashSet<u32>,
}

impl Numbering {
    /// Takes in those who were known before and end in the surnames that come, so that they are found.
    pub(super) fn recall<'t>(&mut self, names: &Names<'_>, texts: impl Iterator<Item = &'t str>) {
        if names.known.is_none() {
            return;
        }
        let wanted: FxHashSet<u32> = texts.map(surname_number).filter(|it| !self.surnames.contains(it)).collect();
        let known = names.len() - names.ends.len();
        for (number, surname) in (0u32..).zip(&names.surnames[..known]) {
            if wanted.contains(surname) {
                let name = names.get(number);
                self.place(names, &name).or_insert(number);
            }
        }
        self.surnames.extend(wanted);
    }

    /// The number of a name, a new one if it has none. Its surname must have been recalled.
    pub(super) fn of(&mut self, names: &mut Names<'_>, speaker: &Appearance) -> u32 {
        let name = Name { text: Cow::Borrowed(&speaker.name), named: speaker.named, body: speaker.body };
        match self.place(names, &name) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => *place.insert(names.push(&name)),
        }
    }

    /// Where a name is, or is to be.
    fn place(&mut self, names: &Names<'_>, name: &Name<'_>) -> Entry<'_, u64, u32> {
        let kind = u64::from(name.body) << 1 | u64::from(name.named);
        let mut number = XxHash3_64::oneshot_with_seed(kind, name.text.as_bytes());
        while self.met.get(&number).is_some_and(|&other| names.get(other) != *name) {
            number = number.wrapping_add(1);
        }
        self.met.entry(number)
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

/// Whether somebody is no more than a role: somebody else in every article.
pub(in crate::corpus) fn is_role(speaker: &Appearance) -> bool {
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
    let letter = |word: &str| letters::plain(word).next().map_or(0, u32::from);
    letter(first).rotate_left(16) ^ letter(last)
}

/// Which letters a surname has and how many: tells without comparing that two are no slips of each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters {
    set: u32,
    count: u32,
}

impl Letters {
    pub(super) fn of(surname: &str) -> Self {
        Self {
            set: surname.chars().fold(0, |set, c| set | 1 << (c as u32 % 32)),
            count: surname.chars().count() as u32,
        }
    }

    /// Whether two slips may lie between them: each puts one letter in and takes one out at most.
    pub(super) fn close_to(self, other: Self) -> bool {
        self.count.abs_diff(other.count) <= 2 && (self.set ^ other.set).count_ones() <= 4
    }
}
