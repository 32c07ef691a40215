//! One person of a corpus, from all appearances.

use std::cmp::{Ordering, Reverse};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::Appearance;
use crate::corpus::{ArticleId, Person, Said};
use crate::speakers::{Gender, Listed, Office, Origin};

/// When a name is joined: fuller names first, so that "Ruiz" of one article finds "Ana Ruiz" of another; then those that
/// are quoted more, so that a rare misspelling finds the name it was meant for; then as they stand in the corpus.
pub(super) type Turn = (bool, Reverse<u32>, u32, u32);

/// An appearance, and where.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub turn: Turn,
    pub article: ArticleId,
    pub day: Option<Date>,
    pub speaker: &'a Appearance,
}

/// Somebody of a corpus.
#[derive(Clone, Debug)]
pub(in crate::corpus) struct Member {
    pub key: Key,
    pub person: Person,
    /// The same, if a draft may mean this one.
    pub listed: Option<Listed>,
}

/// Which appearances somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::corpus) struct Key {
    /// The number of the name that all of them go by, or [`ROLE`].
    pub name: u32,
    /// The article, of who is somebody else in every article.
    pub article: Option<ArticleId>,
}

/// Instead of a name's number, of somebody who has a role alone.
pub(in crate::corpus) const ROLE: u32 = u32::MAX;

/// The order of a corpus's people: most quoted first. Only those who cannot be told apart are equal.
pub(in crate::corpus) fn order(a: (&Person, Option<&Listed>), b: (&Person, Option<&Listed>)) -> Ordering {
    let said = |person: &Person| person.said.iter().map(|said| (said.article, said.quotation)).collect::<Vec<_>>();
    let offices = |listed: Option<&Listed>| {
        listed.map(|listed| listed.offices.iter().map(|it| (it.title.clone(), it.from, it.until)).collect::<Vec<_>>())
    };
    let gender = |listed: Option<&Listed>| listed.map(|listed| listed.gender as u8);
    b.0.said
        .len()
        .cmp(&a.0.said.len())
        .then_with(|| a.0.name.cmp(&b.0.name))
        .then_with(|| said(a.0).cmp(&said(b.0)))
        .then_with(|| a.0.titles.cmp(&b.0.titles))
        .then_with(|| a.0.aliases.cmp(&b.0.aliases))
        .then_with(|| offices(a.1).cmp(&offices(b.1)))
        .then_with(|| gender(a.1).cmp(&gender(b.1)))
}

/// Who is meant by some appearances, in the order in which they were joined.
pub(super) fn person(group: &[Entry<'_>]) -> Person {
    let mut names: Vec<(&str, usize)> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    let mut count = |name, times| {
        let at = *known.entry(name).or_insert(names.len());
        match names.get_mut(at) {
            Some((_, sum)) => *sum += times,
            None => names.push((name, times)),
        }
    };
    for entry in group {
        count(entry.speaker.name.as_str(), entry.speaker.said.len().max(1));
        for alias in &entry.speaker.aliases {
            count(alias.as_str(), 0);
        }
    }
    // The form met most often among those with the most words a name usually has.
    let best = names
        .iter()
        .max_by_key(|(name, times)| (name.split_whitespace().count().min(2), *times, Reverse(name.len())))
        .map_or("", |(name, _)| name);
    let name = best.to_owned();
    names.sort_by_key(|&(_, times)| Reverse(times));
    let aliases = names.iter().filter(|(other, _)| *other != name).map(|&(other, _)| other.to_owned()).collect();
    let mut titles: Vec<(String, Option<Date>)> = Vec::new();
    let mut told: FxHashMap<String, usize> = FxHashMap::default();
    let mut said = Vec::new();
    for entry in group {
        let date = entry.day;
        for title in &entry.speaker.titles {
            let at = *told.entry(written_alike(title)).or_insert(titles.len());
            match titles.get_mut(at) {
                Some((_, day)) => *day = [*day, date].into_iter().flatten().min(),
                None => titles.push((title.clone(), date)),
            }
        }
        let told = entry.speaker.said.iter();
        said.extend(told.map(|&(quotation, day)| (date, Said { article: entry.article, quotation, day })));
    }
    titles.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    said.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1.article, a.1.quotation).cmp(&(b.1.article, b.1.quotation))));
    Person { name, aliases, titles, said: said.into_iter().map(|(_, said)| said).collect() }
}

/// The same for titles that differ in nothing but capitals and the form of an apostrophe.
fn written_alike(title: &str) -> String {
    title.to_ascii_lowercase().replace('’', "'")
}

/// What a draft may take from the corpus: who has a full name and was quoted or given a title, and in which offices.
pub(super) fn listed(group: &[Entry<'_>], person: &Person) -> Option<Listed> {
    let speaker = group[0].speaker;
    let known = !person.said.is_empty() || !person.titles.is_empty();
    if !speaker.named || speaker.body || !known || !person.name.contains(' ') {
        return None;
    }
    let mut offices: Vec<Office> = Vec::new();
    let mut told: FxHashMap<String, usize> = FxHashMap::default();
    for entry in group {
        // An article of a day gives somebody a title.
        let Some(day) = entry.day else { continue };
        for title in &entry.speaker.titles {
            let at = *told.entry(written_alike(title)).or_insert(offices.len());
            match offices.get_mut(at) {
                Some(office) => {
                    office.from = office.from.min(Some(day));
                    office.until = office.until.max(Some(day));
                }
                None => offices.push(Office { title: title.clone(), from: Some(day), until: Some(day) }),
            }
        }
    }
    offices.sort_by(|a, b| a.from.cmp(&b.from).then_with(|| a.title.cmp(&b.title)));
    let told = group.iter().map(|entry| entry.speaker.gender);
    let mut genders = told.filter(|&gender| gender != Gender::Unknown);
    let gender = genders.next().filter(|&first| genders.all(|other| other == first)).unwrap_or_default();
    Some(listed_as(person, gender, offices))
}

/// What a draft may mean by a person: all but pronouns and offices is told by that.
pub(in crate::corpus) fn listed_as(person: &Person, gender: Gender, offices: Vec<Office>) -> Listed {
    Listed {
        name: person.name.clone(),
        aliases: person.aliases.iter().filter(|alias| alias.contains(' ')).cloned().collect(),
        gender,
        offices,
        origin: Origin::Corpus,
        ..Listed::default()
    }
}
