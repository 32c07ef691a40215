//! Everybody who is quoted or named in a corpus, over all its articles.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{ArticleId, Person, Said};
use crate::quotations::QuotationId;
use crate::speakers::{ByWord, Directory, Gender, Likeness, Listed, Office, Origin, Parts, Reading, likeness};

/// The people of a corpus, found by any word of their name.
#[derive(Debug, Default)]
pub(super) struct People {
    /// Most quoted first.
    all: Roll,
    /// By surname in lower case.
    by_surname: ByWord,
    /// The same, as far as a draft may be read in the light of it.
    directory: Arc<Directory>,
}

/// The people themselves.
enum Roll {
    Here(Vec<Arc<Person>>),
    /// So many, who lie elsewhere and are read by their number.
    Elsewhere(usize, Box<dyn Fn(u32) -> Option<Person> + Send + Sync>),
}

impl Roll {
    fn get(&self, number: u32) -> Option<Arc<Person>> {
        match self {
            Self::Here(all) => all.get(number as usize).cloned(),
            Self::Elsewhere(_, read) => read(number).map(Arc::new),
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

/// An appearance, and where.
struct Entry<'a> {
    article: ArticleId,
    day: Option<Date>,
    speaker: &'a Appearance,
}

impl People {
    /// Joins the speakers of all articles.
    ///
    /// Fuller names come first, so that "Ruiz" of one article finds "Ana Ruiz" of another, and a rare
    /// misspelling finds the name it was meant for.
    pub(super) fn new(casts: &[Cast]) -> Self {
        let mut entries: Vec<Entry<'_>> = Vec::new();
        for (number, cast) in casts.iter().enumerate() {
            let article = ArticleId(number as u32);
            entries.extend(cast.appearances.iter().map(|speaker| Entry { article, day: cast.day, speaker }));
        }
        entries.sort_by_cached_key(|entry| {
            let words = entry.speaker.name.split_whitespace().count();
            (words == 1, std::cmp::Reverse(entry.speaker.said.len()))
        });
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut by_surname: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        let mut by_initials: FxHashMap<(char, char), Vec<(Letters, u32)>> = FxHashMap::default();
        // Most names have been met before, letter for letter; comparing is for the others.
        let mut by_name: FxHashMap<(&str, bool), u32> = FxHashMap::default();
        let mut open: FxHashSet<(&str, bool, bool)> = FxHashSet::default();
        for entry in entries {
            let speaker = entry.speaker;
            let known = (speaker.name.as_str(), speaker.named);
            if let Some(&group) = by_name.get(&known) {
                groups[group as usize].entries.push(entry);
                continue;
            }
            // Who may be one of two now may be one of two ever after: people only get more.
            if open.contains(&(speaker.name.as_str(), speaker.named, speaker.body)) {
                groups.push(Group { parts: Parts::default(), entries: vec![entry] });
                continue;
            }
            let parts = Parts::of(&speaker.name);
            let surname = surname(&speaker.name);
            let near = by_surname.get(&surname).map_or(&[][..], Vec::as_slice);
            let fit = pick(near, &groups, &entry, &parts, Likeness::Same).or_else(|fit| {
                // Who may be one of two is no slip for a third.
                if fit == Fit::Several {
                    return Err(fit);
                }
                // A slip is only looked for where it would be rare: a fuller name whose initials agree.
                let initials = initials(&speaker.name).ok_or(fit)?;
                let letters = Letters::of(&surname);
                let close = by_initials.get(&initials).into_iter().flatten();
                let close: Vec<u32> =
                    close.filter(|(other, _)| letters.close_to(*other)).map(|&(_, group)| group).collect();
                pick(&close, &groups, &entry, &parts, Likeness::Misspelled).or(Err(fit))
            });
            let group = match fit {
                Ok(group) => {
                    groups[group as usize].entries.push(entry);
                    group
                }
                Err(fit) => {
                    let group = groups.len() as u32;
                    groups.push(Group { parts, entries: vec![entry] });
                    // Who may be one of two, and who has a role but no name, is nobody that others could be.
                    if fit == Fit::Several {
                        open.insert((speaker.name.as_str(), speaker.named, speaker.body));
                    }
                    if fit == Fit::Several || !(speaker.named || speaker.body) {
                        continue;
                    }
                    if let Some(initials) = initials(&speaker.name) {
                        by_initials.entry(initials).or_default().push((Letters::of(&surname), group));
                    }
                    by_surname.entry(surname).or_default().push(group);
                    group
                }
            };
            by_name.insert(known, group);
        }
        let people: Vec<Person> = groups.iter().map(|group| person(&group.entries)).collect();
        let listed = groups.iter().zip(&people).filter_map(|(group, person)| listed(&group.entries, person)).collect();
        Self { directory: Arc::new(Directory::new(listed)), ..Self::of(people) }
    }

    /// The same people again: so many who lie elsewhere, in the order and by the words that [`People::all`] and
    /// [`People::words`] gave.
    pub(super) fn again(
        count: usize,
        read: impl Fn(u32) -> Option<Person> + Send + Sync + 'static,
        by_surname: ByWord,
        directory: Directory,
    ) -> Self {
        Self { all: Roll::Elsewhere(count, Box::new(read)), by_surname, directory: Arc::new(directory) }
    }

    fn of(mut people: Vec<Person>) -> Self {
        people.sort_by(|a, b| b.said.len().cmp(&a.said.len()).then_with(|| a.name.cmp(&b.name)));
        let all: Vec<_> = people.into_iter().map(Arc::new).collect();
        let surnames = all.iter().zip(0u32..).flat_map(|(person, number)| {
            std::iter::once(&person.name).chain(&person.aliases).map(move |name| (surname(name), number))
        });
        let by_surname = ByWord::new(surnames);
        Self { all: Roll::Here(all), by_surname, directory: Arc::default() }
    }

    /// By which words of their names they are found.
    pub(super) fn words(&self) -> &ByWord {
        &self.by_surname
    }

    /// Those whom a draft may mean by a surname or an office, in no order.
    pub(super) fn directory(&self) -> &Arc<Directory> {
        &self.directory
    }

    /// Everybody, most quoted first.
    pub(super) fn all(&self) -> Vec<Arc<Person>> {
        match &self.all {
            Roll::Here(all) => all.clone(),
            Roll::Elsewhere(count, read) => (0..*count as u32).filter_map(read).map(Arc::new).collect(),
        }
    }

    /// Those who may be meant by a name, most quoted first.
    pub(super) fn named(&self, name: &str) -> Vec<Arc<Person>> {
        let parts = Parts::of(name);
        self.by_surname
            .get(&surname(name))
            .filter_map(|number| self.all.get(number))
            .filter(|person| person.name == name || Parts::of(&person.name).likeness(&parts) == Likeness::Same)
            .collect()
    }
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

/// Appearances of one person.
struct Group<'a> {
    /// The name of the first, taken apart.
    parts: Parts,
    entries: Vec<Entry<'a>>,
}

/// Why an entry belongs to no group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// Nobody is like it.
    Nobody,
    /// Two or more would do.
    Several,
}

/// The group an entry belongs to; nobody where two would do.
fn pick(near: &[u32], groups: &[Group<'_>], entry: &Entry<'_>, parts: &Parts, want: Likeness) -> Result<u32, Fit> {
    let name = &entry.speaker.name;
    let mut fit = near.iter().filter(|&&group| {
        let group = &groups[group as usize];
        let known = &group.entries[0].speaker;
        // Roles without a name mean somebody else in every article.
        (known.named && entry.speaker.named && group.parts.likeness(parts) == want)
            || (known.body && entry.speaker.body && known.name == *name)
    });
    match (fit.next(), fit.next()) {
        (Some(&group), None) => Ok(group),
        (None, _) => Err(Fit::Nobody),
        (Some(_), Some(_)) => Err(Fit::Several),
    }
}

fn person(group: &[Entry<'_>]) -> Person {
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
        .max_by_key(|(name, times)| (name.split_whitespace().count().min(2), *times, std::cmp::Reverse(name.len())))
        .map_or("", |(name, _)| name);
    let name = best.to_owned();
    names.sort_by_key(|&(_, times)| std::cmp::Reverse(times));
    let aliases = names.iter().filter(|(other, _)| *other != name).map(|&(other, _)| other.to_owned()).collect();
    let mut titles: Vec<(String, Option<jiff::civil::Date>)> = Vec::new();
    let mut told: FxHashMap<String, usize> = FxHashMap::default();
    let mut said = Vec::new();
    for entry in group {
        let date = entry.day;
        for title in &entry.speaker.titles {
            let at = *told.entry(title.to_ascii_lowercase()).or_insert(titles.len());
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

/// What a draft may take from the corpus: who has a full name and was quoted or given a title, and in which offices.
fn listed(group: &[Entry<'_>], person: &Person) -> Option<Listed> {
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
            let at = *told.entry(title.to_ascii_lowercase()).or_insert(offices.len());
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
    Some(Listed {
        name: person.name.clone(),
        aliases: person.aliases.iter().filter(|alias| alias.contains(' ')).cloned().collect(),
        gender,
        offices,
        origin: Origin::Corpus,
        ..Listed::default()
    })
}

pub(super) fn surname(name: &str) -> String {
    name.split_whitespace()
        .rfind(|word| !matches!(word.trim_matches('.'), "Jr" | "Sr" | "II" | "III"))
        .unwrap_or(name)
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// Which letters a surname has and how many: tells without comparing that two are no slips of each other.
#[derive(Clone, Copy, Debug)]
struct Letters {
    set: u32,
    count: usize,
}

impl Letters {
    fn of(surname: &str) -> Self {
        Self { set: surname.chars().fold(0, |set, c| set | 1 << (c as u32 % 32)), count: surname.chars().count() }
    }

    /// Whether two slips may lie between them: each puts one letter in and takes one out at most.
    fn close_to(self, other: Self) -> bool {
        self.count.abs_diff(other.count) <= 2 && (self.set ^ other.set).count_ones() <= 4
    }
}

fn initials(name: &str) -> Option<(char, char)> {
    let (first, last) = (name.split_whitespace().next()?, name.split_whitespace().next_back()?);
    if first == last {
        return None;
    }
    Some((first.chars().next()?, last.chars().next()?))
}
