//! Everybody who is quoted or named in a corpus, over all its articles.

mod bands;
mod join;
mod member;
mod near;
mod roster;

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{ArticleId, Person};
use crate::quotations::QuotationId;
use crate::speakers::{ByWord, Directory, Gender, Likeness, Parts, Reading, likeness};
use crate::text::letters;
pub(super) use join::{Casts, Joined, join};
pub(super) use member::{Key, Member, ROLE, listed_as, order};
pub(super) use roster::{GONE, Known, Name, Names, OPEN, Roster, Rows, is_role};

/// The people of a corpus, found by any word of their name.
#[derive(Debug, Default)]
pub(super) struct People {
    /// Most quoted first.
    all: Roll,
    /// By surname in lower case.
    by_surname: ByWord,
    /// The same, as far as a draft may be read in the light of it.
    directory: Arc<Directory>,
    /// Whom the names asked for last may mean: a draft names the same few again and again.
    recent: Mutex<Vec<Asked>>,
}

/// So many names.
const RECENT: usize = 16;

/// The people themselves.
enum Roll {
    Here(Vec<Arc<Person>>),
    /// So many, who lie elsewhere and are read by their number.
    Elsewhere(usize, Box<dyn Away>),
}

/// People who lie elsewhere.
pub(super) trait Away: Send + Sync {
    /// The name of one of them.
    fn name(&self, number: u32) -> Option<String>;
    /// One of them.
    fn person(&self, number: u32) -> Option<Person>;
}

impl Roll {
    fn get(&self, number: u32) -> Option<Arc<Person>> {
        match self {
            Self::Here(all) => all.get(number as usize).cloned(),
            Self::Elsewhere(_, away) => away.person(number).map(Arc::new),
        }
    }

    /// The name alone, which takes a fraction of reading all that somebody said.
    fn name(&self, number: u32) -> Option<Cow<'_, str>> {
        match self {
            Self::Here(all) => all.get(number as usize).map(|person| Cow::Borrowed(person.name.as_str())),
            Self::Elsewhere(_, away) => away.name(number).map(Cow::Owned),
        }
    }
}

impl Default for Roll {
    fn default() -> Self {
        Self::Here(Vec::new())
    }
}

impl std::fmt::Debug for Roll {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Here(all) => all.fmt(f),
            Self::Elsewhere(count, _) => write!(f, "{count} elsewhere"),
        }
    }
}

/// One speaker of one article, before it is known who it is over all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Appearance {
    pub name: String,
    pub aliases: Vec<String>,
    pub titles: Vec<String>,
    pub gender: Gender,
    pub body: bool,
    pub named: bool,
    /// Quotations of the article, with the day of the story that each stands in.
    pub said: Vec<(QuotationId, Option<Date>)>,
}

/// Everybody who is quoted or named in an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cast {
    /// The article's day.
    pub day: Option<Date>,
    pub appearances: Vec<Appearance>,
}

impl Cast {
    /// Whom a reading names or quotes.
    pub(super) fn of(reading: &Reading) -> Self {
        let mut said: Vec<Vec<_>> = vec![Vec::new(); reading.speakers.len()];
        for (quotation, row) in reading.quotations.iter().enumerate() {
            if let Some(speaker) = reading.utterances[row.utterance].attribution.speaker {
                said[speaker].push((quotation, reading.document.meta_at(row.span.start).date));
            }
        }
        let appearances = reading.speakers.iter().zip(said);
        let appearances = appearances.filter(|(speaker, said)| speaker.named || !said.is_empty());
        let appearances = appearances.map(|(speaker, said)| Appearance {
            name: speaker.name.clone(),
            aliases: speaker.aliases.clone(),
            titles: speaker.titles.clone(),
            gender: speaker.gender,
            body: speaker.body,
            named: speaker.named,
            said,
        });
        Self { day: reading.document.meta.date, appearances: appearances.collect() }
    }
}

impl Casts for &[Cast] {
    fn some(&self, article: u32, wanted: &dyn Fn(Option<u32>) -> bool) -> Option<Cast> {
        let Cast { day, appearances } = self.get(article as usize)?;
        let mut joinable = 0..;
        let is_wanted = |speaker: &&Appearance| wanted(if is_role(speaker) { None } else { joinable.next() });
        Some(Cast { day: *day, appearances: appearances.iter().filter(is_wanted).cloned().collect() })
    }

    fn let_go(&self) {}
}

impl People {
    /// Joins the speakers of all articles.
    pub(super) fn new(casts: &[Cast]) -> Self {
        let was = vec![None; casts.len()];
        let mut members: Vec<Member> = Vec::new();
        let mut take = |band: Vec<Member>| {
            members.extend(band);
            Some(())
        };
        let joined = join(Roster::default(), &was, &casts).and_then(|joined| joined.bands(&was, &casts, &mut take));
        debug_assert!(joined.is_some(), "what is in memory is whole");
        members.par_sort_unstable_by(|a, b| order((&a.person, a.listed.as_ref()), (&b.person, b.listed.as_ref())));
        let (mut people, mut listed) = (Vec::with_capacity(members.len()), Vec::new());
        for member in members {
            people.push(member.person);
            listed.extend(member.listed);
        }
        Self { directory: Arc::new(Directory::new(listed)), ..Self::of(people) }
    }

    /// The same people again: so many who lie elsewhere, in the order that [`People::all`] gave, by the words that
    /// [`surnames`] gives of each.
    pub(super) fn again(count: usize, away: impl Away + 'static, by_surname: ByWord, directory: Directory) -> Self {
        Self {
            all: Roll::Elsewhere(count, Box::new(away)),
            by_surname,
            directory: Arc::new(directory),
            ..Self::default()
        }
    }

    fn of(people: Vec<Person>) -> Self {
        let all: Vec<_> = people.into_iter().map(Arc::new).collect();
        let surnames =
            all.iter().zip(0u32..).flat_map(|(person, number)| surnames(person).map(move |surname| (surname, number)));
        let by_surname = ByWord::new(surnames);
        Self { all: Roll::Here(all), by_surname, ..Self::default() }
    }

    /// Those whom a draft may mean by a surname or an office, in no order.
    pub(super) fn directory(&self) -> &Arc<Directory> {
        &self.directory
    }

    /// Everybody, most quoted first.
    pub(super) fn all(&self) -> Vec<Arc<Person>> {
        match &self.all {
            Roll::Here(all) => all.clone(),
            Roll::Elsewhere(count, _) => (0..*count as u32).filter_map(|number| self.all.get(number)).collect(),
        }
    }

    /// Those who may be meant by a name, most quoted first, and no more than `most`.
    pub(super) fn named(&self, name: &str, most: usize) -> Vec<Arc<Person>> {
        let recent = || self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(asked) = recent().iter().find(|asked| asked.name == name && asked.most == most) {
            return asked.people.clone();
        }
        let parts = Parts::of(name);
        let is_meant = |known: &str| known == name || Parts::of(known).likeness(&parts) == Likeness::Same;
        let numbers = self.by_surname.get(&surname(name));
        let numbers = numbers.filter(|&number| self.all.name(number).is_some_and(|known| is_meant(&known)));
        let people: Vec<_> = numbers.take(most).filter_map(|number| self.all.get(number)).collect();
        let mut recent = recent();
        recent.truncate(RECENT - 1);
        recent.insert(0, Asked { name: name.to_owned(), most, people: people.clone() });
        people
    }
}

/// Whom a name may mean, as it was asked for.
#[derive(Debug)]
struct Asked {
    name: String,
    most: usize,
    people: Vec<Arc<Person>>,
}

/// The people of several corpora as those of one, most quoted first: who goes by one name in two of them is one person,
/// unless one of the two has several such.
pub(super) fn merged(lists: Vec<Vec<Arc<Person>>>) -> Vec<Arc<Person>> {
    let mut all: Vec<Arc<Person>> = Vec::new();
    let mut by_surname: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for list in lists {
        let known = all.len();
        for person in list {
            let near = by_surname.get(&surname(&person.name)).map_or(&[][..], Vec::as_slice);
            let mut fit = near.iter().copied().filter(|&other| {
                let other = &all[other];
                other.name == person.name || likeness(&other.name, &person.name) == Likeness::Same
            });
            match (fit.next(), fit.next()) {
                (Some(one), None) if one < known => all[one] = Arc::new(joined(&all[one], &person)),
                _ => {
                    by_surname.entry(surname(&person.name)).or_default().push(all.len());
                    all.push(person);
                }
            }
        }
    }
    all.sort_by(|a, b| b.said.len().cmp(&a.said.len()).then_with(|| a.name.cmp(&b.name)));
    all
}

fn joined(one: &Person, other: &Person) -> Person {
    let mut both = one.clone();
    let names = std::iter::once(&other.name).chain(&other.aliases);
    for name in names.filter(|name| **name != one.name && !one.aliases.contains(*name)) {
        both.aliases.push(name.clone());
    }
    both.titles.extend(other.titles.iter().filter(|title| !one.titles.contains(title)).cloned());
    both.titles.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    both.said.extend(other.said.iter().copied());
    both.said.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| (a.article, a.quotation).cmp(&(b.article, b.quotation))));
    both
}

/// By which words somebody is found.
pub(super) fn surnames(person: &Person) -> impl Iterator<Item = String> + '_ {
    std::iter::once(&person.name).chain(&person.aliases).map(|name| surname(name))
}

/// The same for all ways to write it: with its marks, and without.
pub(super) fn surname(name: &str) -> String {
    let written = surname_as_written(name);
    if written.is_ascii() { written.to_ascii_lowercase() } else { letters::plain(&written.to_lowercase()).collect() }
}

/// The last word of a name that is no "Jr".
pub(super) fn surname_as_written(name: &str) -> &str {
    name.split_whitespace()
        .rfind(|word| !matches!(word.trim_matches('.'), "Jr" | "Sr" | "II" | "III"))
        .unwrap_or(name)
        .trim_matches(|c: char| !c.is_alphanumeric())
}
