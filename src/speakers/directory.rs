//! Who is known besides what a text says: a newsroom's own list, and whom a corpus has named.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHasher};

use super::Gender;
use super::names::{self, NameForm};
use super::offices::OfficeWords;

/// People and bodies that are known whether or not a text introduces them.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// Each of them, those who lie elsewhere once somebody asks.
    people: Vec<OnceLock<Box<Known>>>,
    elsewhere: Option<Elsewhere>,
    /// By each word that a name, an alias or a spelling ends in.
    by_surname: ByWord,
    /// By each noun of a title: "mayor".
    by_office: ByWord,
}

/// One of those in a directory, with the names taken apart.
#[derive(Clone, Debug)]
struct Known {
    listed: Arc<Listed>,
    forms: Vec<NameForm>,
}

impl Known {
    fn of(listed: Listed) -> Self {
        let forms = listed.names().map(NameForm::read).collect();
        Self { listed: Arc::new(listed), forms }
    }
}

/// Reads those who lie elsewhere, by their number; `None` for one who is not to be had.
#[derive(Clone)]
pub struct Elsewhere(pub Arc<dyn Fn(u32) -> Option<Listed> + Send + Sync>);

impl std::fmt::Debug for Elsewhere {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Elsewhere")
    }
}

/// Who goes by a word, and now and then somebody who does not: words are told by numbers.
#[derive(Clone, Debug, Default)]
pub struct ByWord(Vec<(u32, u32)>);

impl ByWord {
    /// Those who go by the words that come with them.
    pub fn new(entries: impl Iterator<Item = (String, u32)>) -> Self {
        Self::of(entries.map(|(word, who)| (Self::number(&word), who)).collect())
    }

    /// The number of a word.
    pub fn number(word: &str) -> u32 {
        let mut hasher = FxHasher::default();
        word.hash(&mut hasher);
        (hasher.finish() >> 32) as u32
    }

    /// What [`ByWord::entries`] gave, in any order.
    pub fn of(mut entries: Vec<(u32, u32)>) -> Self {
        #[expect(clippy::stable_sort_primitive, reason = "often these are two stretches in order, which it finds")]
        entries.sort();
        entries.dedup();
        entries.shrink_to_fit();
        Self(entries)
    }

    /// Numbers of words with those who go by them.
    pub fn entries(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// Those who go by a word, in order.
    pub fn get(&self, word: &str) -> impl Iterator<Item = u32> + use<'_> {
        let word = Self::number(word);
        let first = self.0.partition_point(|&(other, _)| other < word);
        self.0[first..].iter().take_while(move |&&(other, _)| other == word).map(|&(_, who)| who)
    }
}

/// One who is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The name in full, spelled as it should be.
    pub name: String,
    /// Other names this one goes by: a stage name, an acronym.
    pub aliases: Vec<String>,
    /// Other ways to write the name that are met and mean the same: transliterations, slips.
    pub spellings: Vec<String>,
    /// The pronouns, as far as they are known.
    pub gender: Gender,
    /// Whether it is a body, not a person.
    pub body: bool,
    /// Earliest first.
    pub offices: Vec<Office>,
    /// Who says so.
    pub origin: Origin,
}

/// An office, and from when to when it is held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// "mayor of Vellin".
    pub title: String,
    /// The first day; none where it is not known. Of a corpus, the first day an article has it.
    pub from: Option<Date>,
    /// The last day; none where it is still held or not known. Of a corpus, the last day an article has it.
    pub until: Option<Date>,
}

/// So many days from the last article that has somebody in an office, it is still taken to be held.
const NEAR: i32 = 365;

/// Who says that somebody is known.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The newsroom's own list, which is right.
    #[default]
    Newsroom,
    /// The articles of the corpus, read as well as we can.
    Corpus,
}

/// What is known besides what a text says.
#[derive(Copy, Clone, Debug, Default)]
pub struct Background<'a> {
    /// Whoever knows, the one to be trusted most first.
    pub directories: &'a [&'a Directory],
    /// The day of a text that says none of itself.
    pub today: Option<Date>,
}

impl Directory {
    /// Puts people into a directory.
    pub fn new(people: Vec<Listed>) -> Self {
        let (mut surnames, mut offices) = (Vec::new(), Vec::new());
        for (listed, number) in people.iter().zip(0u32..) {
            let [by_surname, by_office] = listed.words();
            surnames.extend(by_surname.into_iter().map(|word| (word, number)));
            offices.extend(by_office.into_iter().map(|word| (word, number)));
        }
        let (by_surname, by_office) = (ByWord::of(surnames), ByWord::of(offices));
        let people = people.into_iter().map(|listed| OnceLock::from(Box::new(Known::of(listed)))).collect();
        Self { people, elsewhere: None, by_surname, by_office }
    }

    /// The same directory again, of so many who lie elsewhere in the order that [`Directory::people`] gave, by the words
    /// that [`Listed::words`] gave.
    pub fn again(count: usize, elsewhere: Elsewhere, [by_surname, by_office]: [ByWord; 2]) -> Self {
        let people = std::iter::repeat_with(OnceLock::new).take(count).collect();
        Self { people, elsewhere: Some(elsewhere), by_surname, by_office }
    }

    fn known(&self, number: u32) -> Option<&Known> {
        let place = self.people.get(number as usize)?;
        if let Some(known) = place.get() {
            return Some(known);
        }
        let listed = self.elsewhere.as_ref()?.0(number)?;
        Some(place.get_or_init(|| Box::new(Known::of(listed))))
    }

    /// Everybody, in the order they were put in.
    pub fn people(&self) -> impl Iterator<Item = &Arc<Listed>> {
        (0..self.people.len() as u32).filter_map(|number| self.known(number)).map(|known| &known.listed)
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Those whom a name may mean, in full or in part.
    pub fn named<'a>(&'a self, name: &NameForm) -> impl Iterator<Item = &'a Arc<Listed>> {
        let surname = (!self.people.is_empty()).then(|| names::key(name.surname()));
        let near = surname.into_iter().flat_map(|surname| self.by_surname.get(&surname));
        let meant = near.filter_map(|number| self.known(number)).filter(|known| {
            known
                .forms
                .iter()
                .any(|form| form.fits(name) || name.words.len() == 1 && form.first_surname() == Some(name.surname()))
        });
        meant.map(|known| &known.listed)
    }

    /// Who holds an office on a day, if that is one and certain: "the Vellish president", "Vellin's mayor".
    ///
    /// A corpus knows only on which days articles have somebody in an office; then it is whoever has it nearest. Of an office
    /// that many hold it is certain of nobody, so what lies elsewhere is not read for one.
    pub fn holder(&self, office: &OfficeWords, day: Option<Date>) -> Option<&Arc<Listed>> {
        let of_one = office.is_of_one();
        if !of_one && self.elsewhere.is_some() {
            return None;
        }
        let mut best: Option<(i32, &Arc<Listed>)> = None;
        let mut tied = false;
        // Thousands have the same few titles, and to take one apart costs more than all else here.
        let mut sure: FxHashMap<&str, bool> = FxHashMap::default();
        let offices = office.nouns().flat_map(|noun| self.by_office.get(noun));
        for listed in offices.filter_map(|number| self.known(number)).map(|known| &known.listed) {
            let mut away = None;
            for held in &listed.offices {
                let fits = match listed.origin {
                    Origin::Newsroom => office.is_headed_by(&held.title),
                    Origin::Corpus => {
                        of_one && *sure.entry(&held.title).or_insert_with(|| office.is_surely(&held.title))
                    }
                };
                away = away.into_iter().chain(listed.away(held, day).filter(|_| fits)).min();
            }
            let Some(away) = away else { continue };
            match best {
                Some((least, _)) if away > least => {}
                Some((least, known)) if away == least => tied |= !Arc::ptr_eq(known, listed),
                _ => (best, tied) = (Some((away, listed)), false),
            }
        }
        best.filter(|_| !tied).map(|(_, listed)| listed)
    }
}

impl Listed {
    /// Every form of the name, the right one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.aliases).chain(&self.spellings).map(String::as_str)
    }

    /// The numbers of the words by which this one is found: surnames, and nouns of offices.
    pub fn words(&self) -> [Vec<u32>; 2] {
        let surnames = self.names().flat_map(NameForm::read_surnames);
        let titles = self.offices.iter().map(|office| &office.title);
        let nouns = titles.flat_map(|title| title.split(|c: char| !c.is_alphanumeric() && c != '-'));
        [
            surnames.map(|surname| ByWord::number(&names::key(&surname))).collect(),
            nouns.map(|word| ByWord::number(&names::fold(word))).collect(),
        ]
    }

    /// How many days lie between a day and the office; none where it was certainly not held.
    fn away(&self, office: &Office, day: Option<Date>) -> Option<i32> {
        let Some(day) = day else { return office.until.is_none().then_some(0) };
        if office.is_held_on(day) {
            return Some(0);
        }
        let end = if office.until.is_some_and(|until| until < day) { office.until } else { office.from };
        let days = day.since(end?).ok()?.get_days().abs();
        (self.origin == Origin::Corpus && days <= NEAR).then_some(days)
    }
}

impl Office {
    /// Whether it is held on a day; where a limit is not known, it is none.
    pub fn is_held_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_name_in_part_finds_all_whom_it_fits() {
        let listed = |name: &str, alias: &str| Listed {
            name: name.to_owned(),
            aliases: vec![alias.to_owned()],
            ..Listed::default()
        };
        let directory = Directory::new(vec![listed("Ana Lind", "Ana Orre"), listed("Peter Lind", "Pelle")]);
        let named = |name: &str| {
            let form = NameForm::read(name);
            directory.named(&form).map(|listed| listed.name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(named("Lind"), ["Ana Lind", "Peter Lind"]);
        assert_eq!(named("A. Orre"), ["Ana Lind"]);
        assert_eq!(named("Maria Lind"), [""; 0]);
    }

    #[test]
    fn an_office_has_a_first_and_a_last_day() {
        let office = Office { title: "mayor".to_owned(), from: Some(date(2030, 5, 1)), until: None };
        assert!(office.is_held_on(date(2031, 1, 1)));
        assert!(!office.is_held_on(date(2030, 4, 30)));
    }
}
