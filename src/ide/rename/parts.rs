//! A name in its two parts, first names and surname, and which words of it a shorter form has.

use crate::quotations::lexicon::{self, Class};
use crate::speakers::names::NameForm;

/// A name taken apart, in words as they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// "Maria", "Elena"
    pub given: Vec<String>,
    /// "van", "der", "Berg"; "Ruiz", "Calvo"; "Lind", "Jr."
    pub surname: Vec<String>,
}

/// Words that stand for a name: which of its words they are, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Of the first names.
    pub given: Vec<usize>,
    /// Of the surname.
    pub surname: Vec<usize>,
}

impl Parts {
    /// Takes a name apart; a single word is the surname.
    pub fn of(name: &str) -> Self {
        let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
        let form = NameForm::read(name);
        let addition = usize::from(form.suffix.is_some());
        let last = words.len().saturating_sub(1 + addition);
        let mut start = if form.first_surname().is_some() { last.saturating_sub(1) } else { last };
        while start > 1 && is_particle(&words[start - 1]) {
            start -= 1;
        }
        if form.is_surname_alone() {
            start = 0;
        }
        let (given, surname) = words.split_at(start);
        Self { given: given.to_vec(), surname: surname.to_vec() }
    }

    /// All of it.
    pub fn whole(&self) -> Vec<String> {
        [self.given.as_slice(), &self.surname].concat()
    }

    /// Which words of the name these are; `None` where one of them is none.
    pub fn form(&self, words: &[&str]) -> Option<Form> {
        let mut found = Form { given: Vec::new(), surname: Vec::new() };
        // Of a word that is both, one alone is the surname.
        let single = words.len() == 1 && self.surname.iter().any(|known| words[0] == known);
        let mut from = if single { self.given.len() } else { 0 };
        for word in words {
            let mut whole = self.given.iter().chain(&self.surname).enumerate().skip(from);
            let (at, _) = whole.find(|(_, known)| is(known, word))?;
            match at.checked_sub(self.given.len()) {
                Some(at) => found.surname.push(at),
                None => found.given.push(at),
            }
            from = at + 1;
        }
        Some(found)
    }

    /// The name that somebody means who types `to` over words of this one: what those words left out stays.
    pub fn typed_over(&self, form: &Form, to: &str) -> Self {
        let typed: Vec<String> = to.split_whitespace().map(str::to_owned).collect();
        let new = Self::of(to);
        let over = |part: &[String], form: &[usize], with: &[String]| {
            let mut part = part.to_vec();
            if let [first, .., last] | [first @ last] = form {
                part.splice(*first..=*last, with.iter().cloned());
            }
            part
        };
        match (form.given.is_empty(), form.surname.is_empty()) {
            // A single word over a part of the name is that part.
            (false, true) if typed.len() == 1 => {
                Self { given: over(&self.given, &form.given, &typed), surname: self.surname.clone() }
            }
            (true, false) if typed.len() == 1 => {
                Self { given: self.given.clone(), surname: over(&self.surname, &form.surname, &typed) }
            }
            (true, false) if new.given.is_empty() => Self { given: self.given.clone(), surname: new.surname },
            (false, false) => Self {
                given: if same(&self.given, &form.given, &new.given) { self.given.clone() } else { new.given },
                surname: if same(&self.surname, &form.surname, &new.surname) {
                    self.surname.clone()
                } else {
                    new.surname
                },
            },
            _ => new,
        }
    }
}

/// The words of a new part for some words of an old one; `None` where that cannot be told.
pub fn renamed(old: &[String], form: &[usize], new: &[String]) -> Option<Vec<String>> {
    if form.len() == old.len() {
        Some(new.to_vec())
    } else if old.len() == new.len() {
        Some(form.iter().map(|&at| new[at].clone()).collect())
    } else {
        // “Berg” of “van der Berg”, “Lind” of “Lind Jr.”
        let bare = |words: &[String]| words.iter().find(|word| !is_particle(word)).cloned();
        let word = bare(new)?;
        let theirs = bare(old)?;
        form.iter().any(|&at| old[at] == theirs).then(|| vec![word])
    }
}

/// Whether words are those that some words of a part are.
fn same(part: &[String], form: &[usize], words: &[String]) -> bool {
    form.iter().map(|&at| &part[at]).eq(words)
}

/// Whether a word is this one of a name; a particle has a capital where a sentence begins.
pub fn is(known: &str, word: &str) -> bool {
    known == word || is_particle(known) && known.eq_ignore_ascii_case(word)
}

fn is_particle(word: &str) -> bool {
    lexicon::english().class(word).is(Class::PARTICLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> (String, String) {
        let Parts { given, surname } = Parts::of(name);
        (given.join(" "), surname.join(" "))
    }

    #[test]
    fn a_surname_has_its_particles() {
        for (name, given, surname) in [
            ("Mara Teller", "Mara", "Teller"),
            ("Mara van der Teller", "Mara", "van der Teller"),
            ("van der Teller", "", "van der Teller"),
            ("Mara Elena Teller", "Mara Elena", "Teller"),
            ("Jonas Abel Jr.", "Jonas", "Abel Jr."),
            ("Teller", "", "Teller"),
            ("", "", ""),
        ] {
            assert_eq!(parts(name), (given.to_owned(), surname.to_owned()), "{name}");
        }
    }

    #[test]
    fn a_part_is_typed_over() {
        let typed = |name: &str, over: &str, to: &str| {
            let name = Parts::of(name);
            let form = name.form(&over.split(' ').collect::<Vec<_>>()).expect("is a form of it");
            name.typed_over(&form, to).whole().join(" ")
        };
        assert_eq!(typed("Mara Teller", "Teller", "Orre"), "Mara Orre");
        assert_eq!(typed("Mara Teller", "Mara", "Maria"), "Maria Teller");
        assert_eq!(typed("Mara van der Teller", "Teller", "Tellor"), "Mara van der Tellor");
        assert_eq!(typed("Mara van der Teller", "van der Teller", "van Tellor"), "Mara van Tellor");
        assert_eq!(typed("Mara Elena Teller", "Mara Teller", "Mara Orre"), "Mara Elena Orre");
        assert_eq!(typed("Mara Elena Teller", "Teller", "Ines Orre"), "Ines Orre");
    }
}
