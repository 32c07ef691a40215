//! Everybody of a corpus on the way into a file: people come in bands, each in order, and are put into one order with those
//! who stay as an earlier file has them.
//!
//! Of a million articles there are millions of people, so that none is held but as bytes, and the file is written from
//! front to back.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::io::{self, Write};

use super::NOBODY;
use super::build::longs;
use super::bytes::{Reader, Writer};
use super::container::{Assembly, Container, HEADER};
use super::generation::Generation;
use super::somebody::{self, Somebody};
use super::strips::Strips;
use super::who::{BY_NAME, BY_OFFICE, BY_SURNAME, MAGIC, by_word, counts, key, listed, lying};
use super::{STAMP, roster};
use crate::corpus::people::{Joined, Member, order, surnames};
use crate::corpus::{ArticleId, Person};
use crate::speakers::{ByWord, Listed};

/// Everybody who goes into a file.
pub(super) struct Joining<'a> {
    generation: &'a Generation,
    births: &'a [u32],
    by_birth: &'a [u32],
    earlier: Option<&'a Container>,
    joined: &'a Joined<'a>,
    /// Those who were joined now, each band in order, each behind its length.
    bands: Vec<Vec<u8>>,
    fresh: usize,
    /// Those of the earlier file who are as before.
    stay: Vec<u32>,
}

impl<'a> Joining<'a> {
    /// Nobody yet. The births of a generation's articles come with the articles that have each birth.
    pub(super) fn new(
        generation: &'a Generation,
        [births, by_birth]: [&'a [u32]; 2],
        earlier: Option<&'a Container>,
        joined: &'a Joined<'a>,
    ) -> Self {
        Self { generation, births, by_birth, earlier, joined, bands: Vec::new(), fresh: 0, stay: Vec::new() }
    }

    /// Takes the people of a band; `None` where one is of an article that is not there.
    pub(super) fn take(&mut self, members: &[Member]) -> Option<()> {
        let birth = |article: ArticleId| self.births.get(article.0 as usize).copied();
        let mut band = Writer::default();
        for member in members {
            let item = somebody::write(member, &|name| Some(self.text(name)), birth)?;
            band.size(item.len());
            band.0.extend_from_slice(&item);
        }
        band.0.shrink_to_fit();
        self.bands.push(band.0);
        self.fresh += members.len();
        Some(())
    }

    /// Finds those who stay; `was` says of each article which one it was before.
    pub(super) fn keep(&mut self, was: &[Option<u32>]) {
        let stays = |item: &[u8]| {
            let key = Somebody::of(item).and_then(|somebody| key(somebody.bond(), self.by_birth));
            key.is_some_and(|key| {
                // An article that stands elsewhere counts as another.
                key.article.is_none_or(|article| was[article.0 as usize].is_some()) && self.joined.stays(key)
            })
        };
        let all = self.earlier.into_iter().flat_map(|earlier| lying(earlier).each(earlier));
        self.stay = (0..).zip(all).filter(|(_, item)| stays(item)).map(|(number, _)| number).collect();
    }

    fn text(&self, name: u32) -> String {
        self.joined.roster.names.get(name).text.into_owned()
    }

    fn whole(&self, item: &[u8]) -> io::Result<(Person, Option<Listed>)> {
        let known = Somebody::of(item).and_then(|known| known.whole(&|name| Some(self.text(name)), self.by_birth));
        known.ok_or_else(|| io::Error::other("somebody is damaged"))
    }

    /// Writes the file; gives back what was written to and the header for its start.
    ///
    /// # Errors
    /// When `out` does not take it, or when the earlier file is damaged.
    pub(super) fn write<W: Write>(&self, out: W) -> io::Result<(W, [u8; HEADER])> {
        let catalogue = &self.generation.catalogue;
        let roster = &self.joined.roster;
        let mut out = Assembly::new(out)?;
        let count = self.stay.len() + self.fresh;
        out.part(&longs(&[catalogue.line, self.generation.number, count as u64, roster.names.len() as u64]))?;
        let found = self.people(&mut out)?;
        for part in self.found_by(found) {
            out.part(&part)?;
        }
        let before = self.earlier.map(|earlier| (earlier, counts(earlier)[1]));
        roster::write(roster, before, self.births, &mut out)?;
        out.finish(MAGIC, STAMP)
    }

    /// `PEOPLE`: all of them in one order.
    fn people<W: Write>(&self, out: &mut Assembly<W>) -> io::Result<Found> {
        let many = self.earlier.map_or(0, |earlier| counts(earlier)[0]);
        let mut found = Found { moved: vec![NOBODY; many], ..Found::default() };
        let mut strips = Strips::default();
        let mut old = (0u32..).zip(self.earlier.into_iter().flat_map(|earlier| lying(earlier).each(earlier)));
        let mut take = |found: &mut Found, strips: &mut Strips, out: &mut Assembly<W>, stay: &[u32]| {
            for &number in stay {
                let item = old.find(|&(other, _)| other == number).map(|(_, item)| item);
                let item = item.ok_or_else(|| io::Error::other("the earlier people are damaged"))?;
                found.moved[number as usize] = strips.count() as u32;
                if Somebody::of(item).is_some_and(|somebody| somebody.is_listed()) {
                    found.listed.push(strips.count() as u32);
                }
                strips.push(item, out)?;
            }
            Ok::<(), io::Error>(())
        };
        let mut rest = &self.stay[..];
        let mut heads = BinaryHeap::new();
        for (number, band) in self.bands.iter().enumerate() {
            heads.extend(self.head(number, Reader(band))?);
        }
        while let Some(Head { person, listed, band, item, rest: next }) = heads.pop() {
            let comes_before = |&number: &u32| {
                let item = self.earlier.and_then(|earlier| lying(earlier).item(earlier, number as usize));
                let known = item.and_then(|item| self.whole(item).ok());
                known.is_some_and(|(known, known_listed)| {
                    order((&known, known_listed.as_ref()), (&person, listed.as_ref())).is_lt()
                })
            };
            let (before, behind) = rest.split_at(rest.partition_point(comes_before));
            take(&mut found, &mut strips, out, before)?;
            rest = behind;
            found.meet(strips.count() as u32, &person, listed.as_ref());
            strips.push(item, out)?;
            heads.extend(self.head(band, next)?);
        }
        take(&mut found, &mut strips, out, rest)?;
        strips.finish(out)?;
        Ok(found)
    }

    /// The next one of a band, if there is one.
    fn head<'b>(&self, band: usize, mut rest: Reader<'b>) -> io::Result<Option<Head<'b>>> {
        if rest.0.is_empty() {
            return Ok(None);
        }
        let item = rest.size().and_then(|length| rest.take(length)).unwrap_or_default();
        let (person, listed) = self.whole(item)?;
        Ok(Some(Head { person, listed, band, item, rest }))
    }

    /// `LISTED`, `BY_NAME`, `BY_SURNAME` and `BY_OFFICE`.
    fn found_by(&self, found: Found) -> [Vec<u8>; 4] {
        let Found { moved, listed: all, words } = found;
        let listed_now = |person: u32| all.binary_search(&person).ok().map(|at| at as u32);
        let before: Vec<u32> = self.earlier.and_then(listed).unwrap_or_default();
        let new_of = |old: u32| moved.get(old as usize).copied().filter(|&new| new != NOBODY);
        let listed_moved: Vec<u32> =
            before.iter().map(|&old| new_of(old).and_then(listed_now).unwrap_or(NOBODY)).collect();
        let mut parts = [BY_NAME, BY_SURNAME, BY_OFFICE].into_iter();
        let words = words.map(|mut fresh| {
            let part = parts.next().unwrap_or_default();
            let moved = if part == BY_NAME { &moved } else { &listed_moved };
            let old = self.earlier.and_then(|earlier| by_word(earlier, part)).unwrap_or_default();
            let new_of = |who: u32| moved.get(who as usize).copied().filter(|&new| new != NOBODY);
            fresh.extend(old.into_iter().filter_map(|(word, who)| Some((word, new_of(who)?))));
            write_words(&ByWord::of(fresh))
        });
        let mut listed = Writer::default();
        let mut last = 0;
        for &number in &all {
            listed.number(u64::from(number - last));
            last = number;
        }
        let [by_name, by_surname, by_office] = words;
        [listed.0, by_name, by_surname, by_office]
    }
}

/// What is noted of people as they are written.
#[derive(Default)]
struct Found {
    /// Which number each of the earlier ones has now.
    moved: Vec<u32>,
    /// Those whom a draft may mean.
    listed: Vec<u32>,
    /// By which names, surnames and offices those who were joined now are found: of the latter two, which of the listed.
    words: [Vec<(u32, u32)>; 3],
}

impl Found {
    fn meet(&mut self, number: u32, person: &Person, listed: Option<&Listed>) {
        let [names, by_surname, by_office] = &mut self.words;
        names.extend(surnames(person).map(|surname| (ByWord::number(&surname), number)));
        if let Some(listed) = listed {
            let at = self.listed.len() as u32;
            let [surnames, offices] = listed.words();
            by_surname.extend(surnames.into_iter().map(|word| (word, at)));
            by_office.extend(offices.into_iter().map(|word| (word, at)));
            self.listed.push(number);
        }
    }
}

/// The next one of a band. The first in order is the greatest, as heaps have it.
struct Head<'b> {
    person: Person,
    listed: Option<Listed>,
    band: usize,
    item: &'b [u8],
    rest: Reader<'b>,
}

impl Ord for Head<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let own = (&self.person, self.listed.as_ref());
        order((&other.person, other.listed.as_ref()), own).then(other.band.cmp(&self.band))
    }
}

impl PartialOrd for Head<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head<'_> {}

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
