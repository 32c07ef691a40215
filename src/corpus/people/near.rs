//! Names by what they are found by when another is held against them.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::roster::{Letters, Names, are_initials};
use super::{Name, surname};
use crate::speakers::{Likeness, Parts};

/// A name that others are held against.
pub(super) struct Candidate<'n> {
    pub name: u32,
    pub text: Cow<'n, str>,
    pub named: bool,
    pub body: bool,
    pub letters: Letters,
    /// Taken apart when that is needed: for most it never is, and there may be a million.
    parts: OnceCell<Box<Parts>>,
}

impl<'n> Candidate<'n> {
    pub(super) fn new(names: &'n Names<'_>, name: u32) -> Self {
        let Name { text, named, body } = names.get(name);
        let letters = Letters::of(&surname(&text));
        Self { name, text, named, body, letters, parts: OnceCell::new() }
    }

    fn parts(&self) -> &Parts {
        self.parts.get_or_init(|| Box::new(Parts::of(&self.text)))
    }

    pub(super) fn is_like(&self, other: &Self, want: Likeness) -> bool {
        self.named && other.named && self.parts().likeness(other.parts()) == want
            || self.body && other.body && self.text == other.text
    }
}

/// Names by what they are found by.
#[derive(Default)]
pub(super) struct Near<'n> {
    /// Whether all names are decided, so that those are enough which stand for a person by now.
    pub anew: bool,
    pub all: Vec<Candidate<'n>>,
    places: FxHashMap<u32, u32>,
    surnames: FxHashMap<u32, Rc<Vec<u32>>>,
    /// With what tells most of them apart beside them: of some letters there are tens of thousands.
    initials: FxHashMap<u32, Vec<(Letters, u32)>>,
}

impl<'n> Near<'n> {
    /// Nobody yet.
    pub(super) fn new(anew: bool) -> Self {
        Self { anew, ..Self::default() }
    }

    /// The place of a name among all that were held against others.
    pub(super) fn candidate(&mut self, names: &'n Names<'_>, name: u32) -> u32 {
        *self.places.entry(name).or_insert_with(|| {
            self.all.push(Candidate::new(names, name));
            self.all.len() as u32 - 1
        })
    }

    /// Takes note that a name stands for a person.
    pub(super) fn stands(&mut self, names: &'n Names<'_>, own: Candidate<'n>) {
        if self.anew {
            let (at, name, letters) = (self.all.len() as u32, own.name, own.letters);
            self.all.push(own);
            Rc::make_mut(self.surnames.entry(names.surnames[name as usize]).or_default()).push(at);
            let initials = names.initials[name as usize];
            if are_initials(initials) {
                self.initials.entry(initials).or_default().push((letters, at));
            }
        }
    }

    pub(super) fn by_surname(&mut self, names: &'n Names<'_>, surname: u32) -> Rc<Vec<u32>> {
        if !self.anew && !self.surnames.contains_key(&surname) {
            let found = self.found(names, &names.surnames, surname);
            self.surnames.insert(surname, Rc::new(found));
        }
        self.surnames.get(&surname).cloned().unwrap_or_default()
    }

    /// Those whose initials are these and whose surname may be a slip of another.
    pub(super) fn by_initials(&mut self, names: &'n Names<'_>, initials: u32, letters: Letters) -> Vec<u32> {
        if !self.anew && !self.initials.contains_key(&initials) {
            let found = self.found(names, &names.initials, initials).into_iter();
            let with_letters = found.map(|at| (self.all[at as usize].letters, at));
            self.initials.insert(initials, with_letters.collect());
        }
        let all = self.initials.get(&initials).into_iter().flat_map(|all| all.iter());
        all.filter(|(other, _)| letters.close_to(*other)).map(|&(_, at)| at).collect()
    }

    fn found(&mut self, names: &'n Names<'_>, numbers: &[u32], wanted: u32) -> Vec<u32> {
        let fitting = (0u32..).zip(numbers).filter(|(_, number)| **number == wanted);
        fitting.map(|(name, _)| self.candidate(names, name)).collect()
    }

    /// All names that may be decided otherwise by a name that stands for a person or does not.
    pub(super) fn alike(&mut self, names: &'n Names<'_>, name: u32) -> Vec<u32> {
        let own = self.candidate(names, name);
        let mut found = Vec::new();
        let like = |a: &Candidate<'_>, b: &Candidate<'_>, want| a.is_like(b, want) || b.is_like(a, want);
        for &at in self.by_surname(names, names.surnames[name as usize]).iter() {
            let (own, other) = (&self.all[own as usize], &self.all[at as usize]);
            if like(own, other, Likeness::Same) || own.text == other.text {
                found.push(other.name);
            }
        }
        let initials = names.initials[name as usize];
        if are_initials(initials) {
            let letters = self.all[own as usize].letters;
            for at in self.by_initials(names, initials, letters) {
                let (own, other) = (&self.all[own as usize], &self.all[at as usize]);
                if like(own, other, Likeness::Misspelled) {
                    found.push(other.name);
                }
            }
        }
        found.retain(|&other| other != name);
        found
    }
}
