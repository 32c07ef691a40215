//! Do two names, from two documents, mean one person?

use super::names::is_familiar;
use crate::quotations::lexicon::{self, Class};
use crate::text::letters;
use strsim::damerau_levenshtein;

/// What two names have to do with each other.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// One person, or one might well be the short form of the other.
    Same,
    /// One person, one of the two spelled wrong.
    Misspelled,
    /// Two persons.
    Different,
    /// At least one is no name: "the governor", "a neighbour".
    Unknown,
}

impl Likeness {
    /// Whether two names are one person's.
    pub fn is_the_same(self) -> bool {
        matches!(self, Self::Same | Self::Misspelled)
    }
}

/// A name taken apart, to be compared with others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts(Vec<String>);

impl Parts {
    /// Takes a name as it stands apart: with or without first name, initials, title.
    pub fn of(name: &str) -> Self {
        Self(parts(name))
    }

    /// What two names have to do with each other.
    pub fn likeness(&self, other: &Self) -> Likeness {
        compare(&self.0, &other.0)
    }
}

/// Compares two names as they stand: with or without first name, initials, title.
pub fn likeness(a: &str, b: &str) -> Likeness {
    Parts::of(a).likeness(&Parts::of(b))
}

fn compare(a: &[String], b: &[String]) -> Likeness {
    if a.is_empty() || b.is_empty() {
        return Likeness::Unknown;
    }
    if a == b {
        return Likeness::Same;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    // "Ruiz", "Ana Ruiz" in "Ana Ruiz Calvo"; but the shorter one's last word must be a name of the longer's family.
    if is_subsequence(short, long)
        && (short.len() > 1 || long.last() == short.last() || long.len() > 2 || short[0].len() > 2)
    {
        return Likeness::Same;
    }
    let given = given_names(short, long);
    let (surname, other) = (&short[short.len() - 1], &long[long.len() - 1]);
    if surname == other {
        return if given { Likeness::Same } else { Likeness::Different };
    }
    let known_given = short.len() > 1 && long.len() > 1 && given;
    if slipped(surname, other, known_given) && (known_given || short.len() == 1) {
        return Likeness::Misspelled;
    }
    // "Jhon Carver": the first name slipped while the surname stands was told above; both sides need one.
    Likeness::Different
}

/// Whether the given names before the surnames can belong to one person.
fn given_names(short: &[String], long: &[String]) -> bool {
    let (short, long) = (&short[..short.len() - 1], &long[..long.len() - 1]);
    let (Some(first), Some(other)) = (short.first(), long.first()) else { return true };
    first == other
        || first.starts_with(other.as_str())
        || other.starts_with(first.as_str())
        || is_familiar(first, other)
        || slipped(first, other, true)
        // "J. Edgar Roe", "Edgar Roe"
        || long.contains(first)
        || short.contains(other)
}

/// A slip of the pen: letters swapped, one missing, doubled or wrong.
fn slipped(a: &str, b: &str, else_sure: bool) -> bool {
    let length = a.chars().count().min(b.chars().count());
    let allowed = match length {
        0..4 => 0,
        4..7 => usize::from(else_sure),
        7.. => 1 + usize::from(else_sure),
    };
    (allowed > 0 && may_be_slip(a, b, allowed) && damerau_levenshtein(a, b) <= allowed)
        || (length >= 4 && is_swap(a, b))
}

/// Whether so few slips may lie between two words: each puts one letter in and takes one out at most.
fn may_be_slip(a: &str, b: &str, allowed: usize) -> bool {
    let letters = |word: &str| word.chars().fold(0u32, |set, c| set | 1 << (c as u32 % 32));
    a.chars().count().abs_diff(b.chars().count()) <= allowed
        && (letters(a) ^ letters(b)).count_ones() as usize <= 2 * allowed
}

/// Two neighbouring letters in the wrong order, and nothing else: no two names differ so.
fn is_swap(a: &str, b: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    a.len() == b.len() && may_be_slip(a, b, 0) && sorted(a) == sorted(b) && damerau_levenshtein(a, b) == 1
}

fn is_subsequence(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| other == word || (word.len() == 1 && other.starts_with(word.as_str()))))
}

/// Letters, digits and hyphens of a word, in lower case and without accents.
fn folded(word: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || *c == '-';
    if word.is_ascii() {
        return word.chars().filter(kept).map(|c| c.to_ascii_lowercase()).collect();
    }
    letters::plain(word).filter(kept).flat_map(char::to_lowercase).collect()
}

/// The words of a name that tell it from others: lower case, without accents, titles, suffixes and quotation marks.
fn parts(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut capital = false;
    let lexicon = lexicon::english();
    let label = !name.contains(char::is_lowercase);
    let mut all =
        name.split(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '“' | '”' | '‘' | '(' | ')')).peekable();
    while let Some(word) = all.next() {
        let is_last = all.peek().is_none();
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let upper = word.chars().next().is_some_and(char::is_uppercase);
        let folded = folded(word);
        if folded.is_empty() || matches!(folded.as_str(), "jr" | "sr" | "ii" | "iii" | "the") {
            continue;
        }
        // A title in front is no part of the name: "Dr.", and in a transcript's label "HARBOUR MASTER".
        let class = lexicon.class(&folded);
        let given = class.is(Class::MALE) || class.is(Class::FEMALE);
        let titled = class.is(Class::ANY_TITLE) || (class.is(Class::PERSON) && !given) || (label && !given);
        if words.is_empty() && titled && !is_last {
            continue;
        }
        capital |= upper;
        words.push(folded);
    }
    if !capital {
        words.clear();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        use Likeness::{Different, Misspelled, Same, Unknown};
        for (a, b, want) in [
            ("Ana Ruiz", "Ruiz", Same),
            ("Ana Ruiz", "Ana Maria Ruiz", Same),
            ("Ana Ruiz Calvo", "Ana Ruiz", Same),
            ("A. M. Ruiz", "Ana Ruiz", Same),
            ("Dr. Ana Ruiz", "Ana Ruiz", Same),
            ("Bill Harker", "William Harker", Same),
            ("Óscar Núñez", "Oscar Nunez", Same),
            ("Ana Ruiz", "Pedro Ruiz", Different),
            ("Ana Ruiz", "Ana Lopez", Different),
            ("Morten Blackwood", "Morten Blacwkood", Misspelled),
            ("Lindqvist", "Lindqivst", Misspelled),
            ("Marten", "Martin", Different),
            ("Baekr", "Brian Baker", Misspelled),
            ("HARBOUR MASTER RUIZ", "Ana Ruiz", Same),
            ("DR. ANA RUIZ", "Ana Ruiz", Same),
            ("MAYOR LOPEZ", "Ana Ruiz", Different),
            ("the governor", "Ana Ruiz", Unknown),
            ("Harald Roe Jr.", "Harald Roe", Same),
        ] {
            assert_eq!(likeness(a, b), want, "{a} and {b}");
            assert_eq!(likeness(b, a), want, "{b} and {a}");
        }
    }
}
