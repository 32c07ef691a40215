//! Everybody of a corpus as a file: to join the speakers of all articles takes long, so that what an earlier joining
//! yielded is gone on from, and only those are joined again whose names stand in articles that came or went.
//!
//! The file is no part of a generation, only made from it: whoever needs it and does not find it makes it. Articles are told
//! in it by their births, which stay when others come and go, so that those who are as before are copied as they lie there.
//! Of the people, those are read who are asked for. It holds the roster as well, which has the names.

use std::sync::Arc;

use super::build::longs;
use super::bytes::{Reader, Writer};
use super::container::{Container, Magic, assemble};
use super::generation::Generation;
use super::home::Home;
use super::map::Bytes;
use super::roster::{self, Kept};
use super::somebody::{self, Bond, Somebody};
use super::strips::{Lying, Strips};
use super::{NOBODY, STAMP};
use crate::corpus::people::{Away, Key, Member, Names, People, Roster, join, order, surnames};
use crate::corpus::{ArticleId, Person};
use crate::speakers::{ByWord, Directory, Elsewhere};

const MAGIC: Magic = *b"onrecwho";
/// How names of such files end.
pub(super) const KIND: &str = "who";

// The parts; those behind them are the roster's.
/// Line and generation, how many people there are, and how many names, 64 bits each.
const HEAD: usize = 0;
/// The people, see `somebody.rs` and [`Strips`].
const PEOPLE: usize = 1;
const PEOPLE_BEGINS: usize = 2;
/// Those whom a draft may mean.
const LISTED: usize = 3;
/// The words by which people are found, and those by which the listed ones are: surnames, and nouns of offices. Numbers
/// of words with those who go by them.
const BY_NAME: usize = 4;
const BY_SURNAME: usize = 5;
const BY_OFFICE: usize = 6;
const PARTS: usize = roster::PARTS.end;

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
    let who = renewed(generation, &by_birth, earlier)?;
    keep(home, generation, &who);
    read(Container::open(Bytes::Owned(who), MAGIC, STAMP, PARTS).ok()?, by_birth)
}

/// Puts the file beside the generation's own, if that still holds and nobody else is writing; the next one to need it
/// makes it otherwise.
fn keep(home: Option<&Home>, generation: &Generation, who: &[u8]) {
    let Some(home) = home.filter(|_| generation.is_on_disk()) else { return };
    let number = generation.number;
    if let Ok(Some(lock)) = home.lock()
        && let Ok(Some(Ok(manifest))) = home.manifest(STAMP)
        && manifest.generation == number
    {
        // It is of use, not of need.
        if home.set_down(&lock, &format!("{number}.{KIND}"), who).is_ok() {
            home.sweep(&lock, &manifest);
        }
    }
}

/// How many people and names there are.
fn counts(container: &Container) -> [usize; 2] {
    [2, 3].map(|at| usize::try_from(container.long(HEAD, at)).unwrap_or(usize::MAX))
}

/// The people of a file.
fn lying(container: &Container) -> Lying {
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
    let bytes = home.map(&format!("{generation}.{KIND}")).ok()?;
    let container = Container::open(bytes, MAGIC, STAMP, PARTS).ok()?;
    let head = [container.long(HEAD, 0), container.long(HEAD, 1)];
    // Who is asked for later is not found out to be damaged then.
    (head == [line, generation] && container.is_whole()).then_some(container)
}

fn key(Bond { name, birth }: Bond, by_birth: &[u32]) -> Option<Key> {
    let Some(birth) = birth else { return Some(Key { name, article: None }) };
    let article = by_birth.get(birth as usize).copied().filter(|&article| article != NOBODY)?;
    Some(Key { name, article: Some(ArticleId(article)) })
}

/// The file for a generation, from that of an earlier one if there is any.
fn renewed(generation: &Generation, by_birth: &[u32], earlier: Option<Earlier>) -> Option<Vec<u8>> {
    let catalogue = &generation.catalogue;
    let births = catalogue.births();
    let cast = |article: u32| generation.cast(article).map(std::borrow::Cow::Owned);
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
    let kept: Vec<bool> = was.iter().map(Option::is_some).collect();
    let joined = join(before, &was, &cast)?;
    let stays = |item: &&[u8]| {
        let key = Somebody::of(item).and_then(|somebody| key(somebody.bond(), by_birth));
        key.is_some_and(|key| {
            // An article that stands elsewhere counts as another.
            key.article.is_none_or(|article| kept[article.0 as usize]) && joined.stays(key)
        })
    };
    let all = earlier.as_ref().map(|earlier| lying(earlier).each(earlier));
    let stay: Vec<(u32, &[u8])> = (0..).zip(all.into_iter().flatten()).filter(|(_, item)| stays(item)).collect();
    let names = &joined.roster.names;
    let merging = Merging { earlier: earlier.as_ref(), births: &births, by_birth, names };
    let people = merging.merged(&stay, &joined.fresh)?;
    let head = [catalogue.line, generation.number, people.count as u64, names.len() as u64];
    let roster = roster::write(&joined.roster, earlier.as_ref().map(|earlier| (earlier, many)), &births);
    let head = longs(&head);
    let parts: Vec<&[u8]> = std::iter::once(&head).chain(&people.parts).chain(&roster).map(Vec::as_slice).collect();
    Some(assemble(&parts, MAGIC, STAMP))
}

/// People put together from those who stay and those who were joined now.
struct Merging<'a> {
    earlier: Option<&'a Container>,
    births: &'a [u32],
    by_birth: &'a [u32],
    names: &'a Names<'a>,
}

/// The parts of a file that are not the roster's, but the head.
struct Parts {
    count: usize,
    parts: [Vec<u8>; 6],
}

impl Merging<'_> {
    /// All of them in one order, as bytes.
    fn merged(&self, stay: &[(u32, &[u8])], fresh: &[Member]) -> Option<Parts> {
        let text_of = |number: u32| Some(self.names.get(number).into_owned().text);
        let birth = |article: ArticleId| self.births.get(article.0 as usize).copied();
        let mut out = Out::default();
        let mut moved = vec![NOBODY; self.earlier.map_or(0, |earlier| counts(earlier)[0])];
        let mut numbered = Vec::with_capacity(fresh.len());
        let mut take = |out: &mut Out, old: &[(u32, &[u8])]| {
            for &(old, item) in old {
                moved[old as usize] = out.count();
                out.push(item);
            }
        };
        let mut rest = stay;
        for member in fresh {
            let comes_before = |(_, item): &(u32, &[u8])| {
                let known = Somebody::of(item).and_then(|known| known.whole(&text_of, self.by_birth));
                known.is_some_and(|(person, listed)| {
                    order((&person, listed.as_ref()), (&member.person, member.listed.as_ref())).is_lt()
                })
            };
            let (before, behind) = rest.split_at(rest.partition_point(comes_before));
            take(&mut out, before);
            rest = behind;
            numbered.push(out.count());
            out.push(&somebody::write(member, &text_of, birth)?);
        }
        take(&mut out, rest);
        Some(out.finish(self.earlier, &moved, fresh, &numbered))
    }
}

/// People in the making.
#[derive(Default)]
struct Out {
    people: Strips,
    listed: Vec<u32>,
}

impl Out {
    fn count(&self) -> u32 {
        self.people.count() as u32
    }

    fn push(&mut self, item: &[u8]) {
        if Somebody::of(item).is_some_and(|somebody| somebody.is_listed()) {
            self.listed.push(self.count());
        }
        self.people.push(item);
    }

    /// `moved` says which number each of the earlier ones has now, `numbered` which the fresh ones have.
    fn finish(self, earlier: Option<&Container>, moved: &[u32], fresh: &[Member], numbered: &[u32]) -> Parts {
        let listed_now = |person: u32| self.listed.binary_search(&person).ok().map(|at| at as u32);
        let before: Vec<u32> = earlier.and_then(listed).unwrap_or_default();
        let new_of = |old: u32| moved.get(old as usize).copied().filter(|&new| new != NOBODY);
        let listed_moved: Vec<u32> =
            before.iter().map(|&old| new_of(old).and_then(listed_now).unwrap_or(NOBODY)).collect();
        let old_words = |part: usize, moved: &[u32]| -> Vec<(u32, u32)> {
            let entries = earlier.and_then(|earlier| by_word(earlier, part)).unwrap_or_default();
            let entries = entries
                .into_iter()
                .filter_map(|(word, who)| Some((word, moved.get(who as usize).copied().filter(|&new| new != NOBODY)?)));
            entries.collect()
        };
        let names = fresh
            .iter()
            .zip(numbered)
            .flat_map(|(member, &number)| surnames(&member.person).map(move |surname| (surname, number)));
        let names = ByWord::new(names);
        let of = fresh.iter().zip(numbered).filter(|(member, _)| member.listed.is_some());
        let listed_numbers: Vec<u32> = of.clone().filter_map(|(_, &number)| listed_now(number)).collect();
        let directory = Directory::new(of.filter_map(|(member, _)| member.listed.clone()).collect());
        let mut words = [BY_NAME, BY_SURNAME, BY_OFFICE]
            .map(|part| old_words(part, if part == BY_NAME { moved } else { &listed_moved }));
        words[0].extend(names.entries());
        for (at, by_word) in directory.words().into_iter().enumerate() {
            let entries = by_word.entries().iter();
            words[at + 1].extend(entries.map(|&(word, who)| (word, listed_numbers[who as usize])));
        }
        let [by_name, by_surname, by_office] = words.map(|entries| write_words(&ByWord::of(entries)));
        let mut listed = Writer::default();
        let mut last = 0;
        for &number in &self.listed {
            listed.number(u64::from(number - last));
            last = number;
        }
        let count = self.people.count();
        let [people, begins] = self.people.finish();
        Parts { count, parts: [people, begins, listed.0, by_name, by_surname, by_office] }
    }
}

/// Each word with those who go by it, as they differ from the one before.
fn write_words(words: &ByWord) -> Vec<u8> {
    let mut writer = Writer::default();
    let mut last = 0;
    for same in words.entries().chunk_by(|(word, _), (next, _)| word == next) {
        let (word, mut who) = (same[0].0, 0);
        writer.number(u64::from(word - last));
        writer.size(same.len());
        for &(_, next) in same {
            writer.number(u64::from(next - who));
            who = next;
        }
        last = word;
    }
    writer.0
}

/// Words with those who go by them; `None` where the bytes are something else.
fn by_word(container: &Container, part: usize) -> Option<Vec<(u32, u32)>> {
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
fn listed(container: &Container) -> Option<Vec<u32>> {
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
        roster::name(&self.container, counts(&self.container)[1], name).map(|name| name.text)
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
