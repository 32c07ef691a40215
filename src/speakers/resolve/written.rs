//! Names as a text writes them, each taken apart once, and those misspelled once and right elsewhere.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::FAR;
use super::entity::clean;
use crate::quotations::lexicon::{Class, Lexicon};
use crate::quotations::mention::{Mention, MentionKind};
use crate::speakers::names::{NameForm, differ_in_one_letter};

/// A name as it is written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Taken apart, a slip put right.
    pub(super) form: NameForm,
    /// With single spaces, no nickname in it and nothing behind it.
    pub(super) clean: String,
    /// Of a company: with what stands behind it.
    pub(super) whole: String,
    /// Whether the surname is a slip.
    pub(super) slipped: bool,
}

/// The names of a text, by how they are written.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    known: FxHashMap<&'a str, Rc<Written>>,
    /// Surnames that occur once, and the one each is a slip of.
    slips: FxHashMap<String, String>,
}

impl Written {
    /// Takes a name apart.
    pub(super) fn read(name: &str) -> Self {
        let form = NameForm::read(name);
        let whole = if form.company { name.split_whitespace().collect::<Vec<_>>().join(" ") } else { String::new() };
        Self { form, clean: clean(name), whole, slipped: false }
    }
}

impl<'a> Names<'a> {
    /// Takes up the names of a text, and looks for slips among them.
    pub(super) fn read(text: &'a str, lexicon: &Lexicon, mentions: &[Mention]) -> Self {
        let mut names = Self::default();
        let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
        for mention in mentions.iter().filter(|mention| mention.kind == MentionKind::Name) {
            let name = mention.span.of(text);
            names.get(name);
            if mention.inside.is_none() {
                *counts.entry(name).or_default() += 1;
            }
        }
        let counted = counts.iter().map(|(name, count)| (&names.known[name].form, *count));
        names.slips = slips(lexicon, counted);
        let Self { known, slips } = &mut names;
        known.retain(|_, written| !slips.contains_key(written.form.surname()));
        names
    }

    /// A name, taken apart when it is met first.
    pub(super) fn get(&mut self, name: &'a str) -> Rc<Written> {
        let known = self.known.entry(name).or_insert_with(|| {
            let mut written = Written::read(name);
            if let Some(right) = self.slips.get(written.form.surname())
                && let Some(surname) = written.form.words.last_mut()
            {
                surname.clone_from(right);
                written.slipped = true;
            }
            Rc::new(written)
        });
        Rc::clone(known)
    }
}

/// How a surname occurs in a text.
#[derive(Debug, Default)]
struct Surname<'f> {
    count: u32,
    given: Vec<&'f str>,
}

/// Surnames written once that are one slip away from a person's surname written at least twice.
fn slips<'f>(lexicon: &Lexicon, names: impl Iterator<Item = (&'f NameForm, u32)>) -> FxHashMap<String, String> {
    let mut surnames: FxHashMap<&str, Surname> = FxHashMap::default();
    for (form, count) in names.filter(|(form, _)| form.surname().chars().count() >= 5) {
        let surname = surnames.entry(form.surname()).or_default();
        surname.count += count;
        if form.words.len() > 1 && !surname.given.contains(&form.given()) {
            surname.given.push(form.given());
        }
    }
    let given = |word: &str| lexicon.class(word).is(Class(Class::MALE.0 | Class::FEMALE.0));
    let persons: Vec<(&str, &Surname)> = surnames
        .iter()
        .filter(|(_, surname)| surname.count > 1 && surname.given.iter().any(|name| given(name)))
        .map(|(word, surname)| (*word, surname))
        .collect();
    let mut found = FxHashMap::default();
    if persons.len() > FAR {
        return found;
    }
    for (odd, surname) in surnames.iter().filter(|(_, surname)| surname.count == 1) {
        let mut rights = persons.iter().filter(|(right, known)| {
            is_slip(odd, right) && surname.given.iter().all(|name| known.given.contains(name))
        });
        let Some((right, _)) = rights.next() else { continue };
        // A surname alone must be long to be a slip and not another person.
        let enough = !surname.given.is_empty() || odd.chars().count() >= 6;
        if enough && rights.next().is_none() && !given(odd) && lexicon.class(odd) == Class::default() {
            found.insert((*odd).to_owned(), (*right).to_owned());
        }
    }
    found
}

/// Whether two words begin alike and differ in one letter, and not as one and several do.
fn is_slip(odd: &str, right: &str) -> bool {
    odd.chars().next() == right.chars().next()
        && odd.trim_end_matches('s') != right.trim_end_matches('s')
        && differ_in_one_letter(odd, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_letter() {
        for odd in ["orrevael", "orevale", "orrevalé", "orrevaler", "orrefale", "orreavle"] {
            assert!(is_slip(odd, "orrevale"), "{odd}");
        }
        for other in ["orrevale", "orrevales", "torrevale", "orrefahle", "orelave"] {
            assert!(!is_slip(other, "orrevale"), "{other}");
        }
    }
}
