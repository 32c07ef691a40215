//! People put together from their appearances, so many at a time: a large corpus has more of them than memory holds.
//!
//! A band is all appearances of some of the people, and what it takes is read again for each. The people of a band come
//! in order; to put all bands into one order is up to who takes them.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;

use super::join::{Casts, Joined, LAP, NEVER};
use super::member::{Entry, Key, Member, ROLE, listed, order, person};
use super::roster::{GONE, OPEN, SINGLE};
use super::{ArticleId, Cast};

/// So many appearances make a band, if it is not one person who has more.
const BAND: usize = 1 << 18;

/// Takes the people of a band, in order; `None` where they are not to be kept.
pub(in crate::corpus) type Take<'t> = dyn FnMut(Vec<Member>) -> Option<()> + 't;

/// Appearances of one article that are looked at, with the number of each among those who may be the same as others, its
/// name, and how often it is quoted.
struct Held {
    article: u32,
    places: Vec<(u32, u32, u32)>,
    cast: Cast,
}

impl Joined<'_> {
    /// Everybody who is joined now, band by band; `None` where what is known of an article is damaged.
    pub(in crate::corpus) fn bands(&self, was: &[Option<u32>], casts: &dyn Casts, take: &mut Take<'_>) -> Option<()> {
        for roots in self.shares() {
            take(self.grouped(&roots, casts)?)?;
        }
        self.singles(was, casts, take)
    }

    fn root(&self, name: u32) -> Option<usize> {
        let root = self.roster.roots[name as usize];
        (self.wanted[name as usize] && root < GONE).then_some(root as usize)
    }

    /// The numbers of the names that people go by, so many that their appearances make a band.
    fn shares(&self) -> Vec<Range<usize>> {
        let mut counts = vec![0u32; self.roster.names.len()];
        for root in self.roster.rows.names.iter().filter_map(|&name| self.root(name)) {
            counts[root] += 1;
        }
        let (mut shares, mut from, mut sum) = (Vec::new(), 0, 0);
        for (name, &count) in counts.iter().enumerate() {
            if sum > 0 && sum + count as usize > BAND {
                shares.push(from..name);
                (from, sum) = (name, 0);
            }
            sum += count as usize;
        }
        if sum > 0 {
            shares.push(from..counts.len());
        }
        shares
    }

    /// Those who go by some names.
    fn grouped(&self, roots: &Range<usize>, casts: &dyn Casts) -> Option<Vec<Member>> {
        let is_in = |name: u32| self.root(name).is_some_and(|root| roots.contains(&root));
        let mut held = Vec::new();
        for lap in self.laps() {
            held.extend(self.held(lap, |_, name| name.is_some_and(is_in), casts)?);
        }
        let Joined { roster, .. } = self;
        let entries = held.iter().flat_map(|Held { article, places, cast }| {
            places.iter().zip(&cast.appearances).map(|(&(nth, name, said), speaker)| {
                let turn = (roster.names.initials[name as usize] == SINGLE, Reverse(said), *article, nth);
                let article = ArticleId(*article);
                (roster.roots[name as usize], Entry { turn, article, day: cast.day, speaker })
            })
        });
        let mut entries: Vec<(u32, Entry<'_>)> = entries.collect();
        entries.par_sort_unstable_by_key(|(root, entry)| (*root, entry.turn));
        let groups: Vec<&[(u32, Entry<'_>)]> = entries.chunk_by(|a, b| a.0 == b.0).collect();
        let of_group = |group: &&[(u32, Entry<'_>)]| {
            let entries: Vec<Entry<'_>> = group.iter().map(|(_, entry)| *entry).collect();
            member(Key { name: group[0].0, article: None }, &entries)
        };
        Some(in_order(groups.par_iter().map(of_group).collect()))
    }

    /// Those who are somebody else in every article: roles, and names that may mean one of two.
    fn singles(&self, was: &[Option<u32>], casts: &dyn Casts, take: &mut Take<'_>) -> Option<()> {
        let is_single = |article: u32, name: Option<u32>| {
            let is_new = was[article as usize].is_none();
            name.map_or(is_new, |name| {
                self.roster.roots[name as usize] == OPEN && (is_new || self.wanted[name as usize])
            })
        };
        let mut members: Vec<Member> = Vec::new();
        for lap in self.laps() {
            let held = self.held(lap, is_single, casts)?;
            let of_article = |Held { article, places, cast }: &Held| -> Vec<Member> {
                let alone = |(&(_, name, _), speaker): (&(u32, u32, u32), _)| {
                    let article = ArticleId(*article);
                    let entry = Entry { turn: NEVER, article, day: cast.day, speaker };
                    member(Key { name, article: Some(article) }, &[entry])
                };
                places.iter().zip(&cast.appearances).map(alone).collect()
            };
            members.par_extend(held.par_iter().flat_map_iter(of_article));
            if members.len() > BAND {
                take(in_order(std::mem::take(&mut members)))?;
            }
        }
        if members.is_empty() { Some(()) } else { take(in_order(members)) }
    }

    /// All articles, some at a time.
    fn laps(&self) -> impl Iterator<Item = Range<u32>> {
        let articles = self.roster.rows.articles() as u32;
        (0..articles).step_by(LAP).map(move |from| from..(from + LAP as u32).min(articles))
    }

    /// The appearances that are picked, by article and name, or no name for a role.
    fn held(
        &self,
        articles: Range<u32>,
        picked: impl Fn(u32, Option<u32>) -> bool + Sync,
        casts: &dyn Casts,
    ) -> Option<Vec<Held>> {
        let rows = &self.roster.rows;
        let any = |&article: &u32| {
            picked(article, None) || rows.of(article as usize).any(|(name, _)| picked(article, Some(name)))
        };
        let read = |article: u32| {
            let names: Vec<(u32, u32)> = rows.of(article as usize).collect();
            let is_wanted = |nth: Option<u32>| match nth {
                Some(nth) => names.get(nth as usize).is_some_and(|&(name, _)| picked(article, Some(name))),
                None => picked(article, None),
            };
            let cast = casts.some(article, &is_wanted)?;
            let mut places = (0..).zip(&names).filter(|(_, (name, _))| picked(article, Some(*name)));
            let place = |speaker| {
                if super::roster::is_role(speaker) {
                    return Some((0, ROLE, 0));
                }
                places.next().map(|(nth, &(name, said))| (nth, name, said))
            };
            let told: Option<Vec<_>> = cast.appearances.iter().map(place).collect();
            // Fewer than there are names: something else was read than what the names were taken from.
            let places = told.filter(|_| places.next().is_none())?;
            Some(Held { article, places, cast })
        };
        let held = articles.into_par_iter().filter(any).map(read).collect();
        casts.let_go();
        held
    }
}

fn member(key: Key, entries: &[Entry<'_>]) -> Member {
    let person = person(entries);
    Member { key, listed: listed(entries, &person), person }
}

fn in_order(mut members: Vec<Member>) -> Vec<Member> {
    members.par_sort_unstable_by(|a, b| order((&a.person, a.listed.as_ref()), (&b.person, b.listed.as_ref())));
    members
}
