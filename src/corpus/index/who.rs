//! Everybody of a corpus as a file: to join the speakers of all articles takes long, so that what an earlier joining
//! yielded is gone on from, and only those are joined again whose names stand in articles that came or went.
//!
//! The file is no part of a generation, only made from it: whoever needs it and does not find it makes it. Articles are told
//! in it by their births, which stay when others come and go, so that those who are as before are copied as they lie there.
//! Of the people, those are read who are asked for. It holds the roster as well, which has the names.

use std::sync::Arc;

use super::bytes::Reader;
use super::container::{Container, Magic};
use super::generation::Generation;
use super::home::Home;
use super::joining::Joining;
use super::map::Bytes;
use super::roster::{self, Kept};
use super::somebody::{Bond, Somebody};
use super::strips::Lying;
use super::{NOBODY, STAMP};
use crate::corpus::people::{Away, Key, People, Roster, join};
use crate::corpus::{ArticleId, Person};
use crate::speakers::{ByWord, Directory, Elsewhere};

pub(super) const MAGIC: Magic = *b"onrecwho";
/// How names of such files end.
pub(super) const KIND: &str = "who";

// The parts; those behind them are the roster's.
/// Line and generation, how many people there are, and how many names, 64 bits each.
pub(super) const HEAD: usize = 0;
/// The people, see `somebody.rs` and `strips.rs`.
pub(super) const PEOPLE: usize = 1;
pub(super) const PEOPLE_BEGINS: usize = 2;
/// Those whom a draft may mean.
pub(super) const LISTED: usize = 3;
/// The words by which people are found, and those by which the listed ones are: surnames, and nouns of offices. Numbers
/// of words with those who go by them.
pub(super) const BY_NAME: usize = 4;
pub(super) const BY_SURNAME: usize = 5;
pub(super) const BY_OFFICE: usize = 6;
pub(super) const PARTS: usize = roster::PARTS.end;

/// Everybody of a generation; `None` where what is kept of an article is damaged.
pub(super) fn people(home: Option<&Home>, generation: &Generation) -> Option<People> {
    let by_birth: Arc<[u32]> = generation.by_birth().into();
    let number = generation.number;
    if let Some(home) = home.filter(|_| generation.is_on_disk())
        && let Some(container) = open(home, number, generation.catalogue.line)
        && let Some(people) = read(container, by_birth.clone())
    {
        return Some(people);
    }
    // One that was never committed may have the number of another that was.
    let up_to = if generation.is_on_disk() { number } else { number.saturating_sub(1) };
    let earlier = home.and_then(|home| Earlier::open(home, up_to, generation.catalogue.line));
    read(renewed(home, generation, &by_birth, earlier)?, by_birth)
}

/// How many people and names there are.
pub(super) fn counts(container: &Container) -> [usize; 2] {
    [2, 3].map(|at| usize::try_from(container.long(HEAD, at)).unwrap_or(usize::MAX))
}

/// The people of a file.
pub(super) fn lying(container: &Container) -> Lying {
    Lying { items: PEOPLE, begins: PEOPLE_BEGINS, count: counts(container)[0] }
}

/// What an earlier generation left.
struct Earlier {
    container: Container,
    roster: Kept,
}

impl Earlier {
    fn open(home: &Home, up_to: u64, line: u64) -> Option<Self> {
        let container = open(home, home.latest(KIND, up_to)?, line)?;
        let roster = Kept::read(&container, counts(&container)[1])?;
        Some(Self { container, roster })
    }
}

fn open(home: &Home, generation: u64, line: u64) -> Option<Container> {
    // Who is asked for later is not found out to be damaged then.
    just_written(home, generation, line).filter(Container::is_whole)
}

/// One that need not be looked through.
fn just_written(home: &Home, generation: u64, line: u64) -> Option<Container> {
    let bytes = home.map(&format!("{generation}.{KIND}")).ok()?;
    let container = Container::open(bytes, MAGIC, STAMP, PARTS).ok()?;
    let head = [container.long(HEAD, 0), container.long(HEAD, 1)];
    (head == [line, generation]).then_some(container)
}

pub(super) fn key(Bond { name, birth }: Bond, by_birth: &[u32]) -> Option<Key> {
    let Some(birth) = birth else { return Some(Key { name, article: None }) };
    let article = by_birth.get(birth as usize).copied().filter(|&article| article != NOBODY)?;
    Some(Key { name, article: Some(ArticleId(article)) })
}

/// The file for a generation, from that of an earlier one if there is any.
fn renewed(
    home: Option<&Home>,
    generation: &Generation,
    by_birth: &[u32],
    earlier: Option<Earlier>,
) -> Option<Container> {
    let catalogue = &generation.catalogue;
    let births = catalogue.births();
    let (earlier, kept) = earlier.map(|Earlier { container, roster }| (container, roster)).unzip();
    let many = earlier.as_ref().map_or(0, |earlier| counts(earlier)[1]);
    let known = |number: u32| roster::name(earlier.as_ref()?, many, number);
    let (before, was) = match kept {
        Some(kept) => {
            let was = kept.was(catalogue.articles, by_birth);
            (kept.roster(&known), was)
        }
        None => (Roster::default(), vec![None; catalogue.articles as usize]),
    };
    let joined = join(before, &was, generation)?;
    let mut joining = Joining::new(generation, [&births, by_birth], earlier.as_ref(), &joined);
    joined.bands(&was, generation, &mut |members| joining.take(&members))?;
    joining.keep(&was);
    kept_on_disk(home, generation, &joining).or_else(|| {
        let (mut bytes, header) = joining.write(Vec::new()).ok()?;
        bytes.get_mut(..header.len())?.copy_from_slice(&header);
        Container::open(Bytes::Owned(bytes), MAGIC, STAMP, PARTS).ok()
    })
}

/// Puts the file beside the generation's own, if that still holds and nobody else is writing; the next one to need it
/// makes it otherwise.
fn kept_on_disk(home: Option<&Home>, generation: &Generation, joining: &Joining<'_>) -> Option<Container> {
    let home = home.filter(|_| generation.is_on_disk())?;
    let lock = home.lock().ok()??;
    let manifest = home.manifest(STAMP).ok()??.ok()?;
    if manifest.generation != generation.number {
        return None;
    }
    // It is of use, not of need.
    home.set_down(&lock, &format!("{}.{KIND}", manifest.generation), |out| joining.write(out)).ok()?;
    home.sweep(&lock, &manifest);
    drop(lock);
    just_written(home, manifest.generation, generation.catalogue.line)
}

/// Words with those who go by them; `None` where the bytes are something else.
pub(super) fn by_word(container: &Container, part: usize) -> Option<Vec<(u32, u32)>> {
    let mut reader = Reader(container.bytes(part, 0..container.length(part)));
    let mut entries = Vec::new();
    let mut word = 0u32;
    while !reader.0.is_empty() {
        word = word.checked_add(u32::try_from(reader.number()?).ok()?)?;
        let mut who = 0u32;
        for _ in 0..reader.number()? {
            who = who.checked_add(u32::try_from(reader.number()?).ok()?)?;
            entries.push((word, who));
        }
    }
    Some(entries)
}

/// Those whom a draft may mean.
pub(super) fn listed(container: &Container) -> Option<Vec<u32>> {
    let mut reader = Reader(container.bytes(LISTED, 0..container.length(LISTED)));
    let (mut all, mut last) = (Vec::new(), 0u32);
    while !reader.0.is_empty() {
        last = last.checked_add(u32::try_from(reader.number()?).ok()?)?;
        all.push(last);
    }
    Some(all)
}

/// Those who were written; `None` where the bytes are something else.
fn read(container: Container, by_birth: Arc<[u32]>) -> Option<People> {
    let by_name = ByWord::of(by_word(&container, BY_NAME)?);
    let words = [ByWord::of(by_word(&container, BY_SURNAME)?), ByWord::of(by_word(&container, BY_OFFICE)?)];
    let (many, listed) = (counts(&container)[0], listed(&container)?);
    let roll = Arc::new(OnDemand { container, by_birth });
    let (here, count) = (Arc::clone(&roll), listed.len());
    let one = move |number: u32| {
        let person = listed.get(number as usize).copied()?;
        here.somebody(person)?.listed(&|name| here.text(name))?
    };
    let directory = Directory::again(count, Elsewhere(Arc::new(one)), words);
    if roll.container.is_damaged() {
        return None;
    }
    Some(People::again(many, roll, by_name, directory))
}

/// People who are read when they are asked for.
struct OnDemand {
    container: Container,
    by_birth: Arc<[u32]>,
}

impl OnDemand {
    fn somebody(&self, number: u32) -> Option<Somebody<'_>> {
        Somebody::of(lying(&self.container).item(&self.container, number as usize)?)
    }

    fn text(&self, name: u32) -> Option<String> {
        roster::name(&self.container, counts(&self.container)[1], name).map(|name| name.text.into_owned())
    }
}

impl Away for Arc<OnDemand> {
    fn name(&self, number: u32) -> Option<String> {
        self.somebody(number)?.name(&|name| self.text(name))
    }

    fn person(&self, number: u32) -> Option<Person> {
        self.somebody(number)?.whole(&|name| self.text(name), &self.by_birth).map(|(person, _)| person)
    }
}
