//! Places that lie together: runs of a query's words on neighbouring diagonals, added up.

use std::cell::Cell;
use std::ops::Range;

use super::places::{Met, Places};
use super::runs::{Run, Runs, SCALE};
use super::search::Placed;
use super::segment::Segment;
use super::within::Within;
use crate::corpus::{Rarity, likelihood};

/// Where all that is rare stands beside less than half of the query, it may be a text that many articles have: so many
/// places each are looked at of the runs of three words that occur too often. They are the same articles' for all.
const SAMPLE: usize = 64;
const SAMPLES: usize = 16;
/// A place must share so much of what could be shared by the runs that were looked at.
const SHARE: (u32, u32) = (3, 10);
/// A run that stands alone must have so much of what is looked for.
const ALONE: (usize, usize) = (4, 10);

/// Nothing is less likely, as a logarithm.
const LOWEST: f32 = 1_000.0;

/// What places that lie together share with a query.
#[derive(Clone, Copy)]
pub(super) struct Share {
    pub score: u32,
    /// How many words of it.
    pub covered: u32,
    pub surprise: f32,
    /// How much speaks for them, in whole numbers.
    pub likelihood: u32,
}

/// Places of one segment on neighbouring diagonals.
#[derive(Clone, Copy)]
pub(super) struct Group {
    pub share: Share,
    pub shelf: u32,
    pub first: u32,
    pub last: u32,
    /// Of the query, the first word shared and one past the last.
    pub from: u32,
    pub to: u32,
}

/// The runs of which a search looks at the places.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'a> {
    /// All that it can afford.
    pub first: &'a [Run],
    /// What is left; some of it stands in where the first have too few of so many words.
    pub others: &'a [Run],
    pub words: usize,
    /// So many of them a place must have.
    pub least: u32,
    /// So many places of a run in each segment, if even the rarest one has more.
    pub most: usize,
}

/// The places of some runs, as far as they lie together; if told so, in some articles alone.
pub(super) fn groups(
    shelves: &[Placed<'_>],
    runs: &Runs,
    chosen: Chosen<'_>,
    within: Option<&Within>,
    scratch: &mut Scratch,
) -> Vec<Group> {
    let looked = Looked::at(runs, chosen, scratch);
    if looked.reachable < chosen.least {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut alone = Alone::new(&looked);
    let mut places = std::mem::take(&mut scratch.places);
    for (number, shelf) in shelves.iter().enumerate() {
        places.expect(looked.expected());
        looked.take(runs, (number, &shelf.segment), &mut places);
        if let Some(within) = within {
            places.keep(|place| within.holds(number, place));
        }
        let number = number as u32;
        let by_itself = |place| found.extend(alone.group(place, number, scratch));
        let together = places.together(looked.least(), looked.enough(), by_itself);
        gather(together, number, &mut alone, scratch, &mut found);
    }
    scratch.places = places;
    found
}

/// Of the runs that begin at a word the shortest that is looked at; the places of longer ones are among its own.
#[derive(Clone, Copy, Default)]
struct Taken {
    /// Nought where there is none.
    length: u32,
    /// How many of its places in each segment.
    room: usize,
}

/// Groups sorted places on neighbouring diagonals; those that share too little are dropped.
fn gather(places: &[u64], shelf: u32, alone: &mut Alone<'_, '_>, scratch: &mut Scratch, found: &mut Vec<Group>) {
    let looked = alone.looked;
    let width = looked.width();
    // Where a run lies is free within the width: each but the first had as many chances.
    let freedom = (width as f32 + 1.0).ln();
    let least = looked.least();
    let mut rest = places;
    while let Some((&place, others)) = rest.split_first() {
        let diagonal = Met::on(place).1;
        let near = others.iter().take_while(|&&place| Met::on(place).1 - diagonal <= width).count();
        let group = &rest[..=near];
        rest = &others[near..];
        if near == 0 {
            found.extend(alone.group(place, shelf, scratch));
        } else {
            found.extend(looked.group(group, shelf, freedom, scratch).filter(|group| group.share.covered >= least));
        }
    }
}

/// Runs beside which no other stands: of each, all places are worth the same.
struct Alone<'l, 'r> {
    looked: &'l Looked<'r>,
    /// For each word, what the runs of one, two and three words share that begin there, once one was met.
    shares: Vec<[Option<Share>; 3]>,
}

impl<'l, 'r> Alone<'l, 'r> {
    fn new(looked: &'l Looked<'r>) -> Self {
        Self { looked, shares: vec![[None; 3]; looked.weights.len()] }
    }

    /// A place as a group. It tells nothing but where the run is most of what is looked for.
    fn group(&mut self, place: u64, shelf: u32, scratch: &mut Scratch) -> Option<Group> {
        let looked = self.looked;
        let (met, diagonal) = Met::on(place);
        let Met { at, length } = met;
        if length < looked.enough() {
            return None;
        }
        let share = self.shares[at as usize][length as usize - 1].get_or_insert_with(|| {
            scratch.cover(at, length, looked.weight(met));
            looked.share(0.0, scratch)
        });
        let first = met.place(diagonal);
        Some(Group { share: *share, shelf, first, last: first + length - 1, from: at, to: at + length })
    }
}

/// What a search looks at.
struct Looked<'a> {
    /// For each word, what the runs of one, two and three words weigh that begin there.
    weights: Vec<[u32; 3]>,
    /// For each word, what is looked at of the runs that begin there.
    taken: Vec<Taken>,
    /// All of that, the rarest first.
    rarer: Vec<Met>,
    /// Those of the most frequent that have too few words without the rarer ones.
    others: Vec<Met>,
    rarity: &'a Rarity,
    /// How many words the query has.
    words: usize,
    /// How many of them are in the runs.
    reachable: u32,
    /// How many a place must have, whatever is in the runs.
    least: u32,
}

impl<'a> Looked<'a> {
    fn at(runs: &'a Runs, chosen: Chosen<'_>, scratch: &mut Scratch) -> Self {
        let Chosen { first, others, words, least, most } = chosen;
        let every = runs.rarity.of.len();
        let rarity = &runs.rarity;
        let mut looked = Self {
            weights: vec![[0; 3]; every],
            taken: vec![Taken::default(); every],
            rarer: Vec::new(),
            others: Vec::new(),
            rarity,
            words,
            reachable: 0,
            least,
        };
        for run in first {
            looked.add(run, most, scratch);
        }
        if 2 * (scratch.covered() as usize) < words {
            for run in others.iter().filter(|run| run.length == 3).take(SAMPLES) {
                looked.add(run, SAMPLE, scratch);
            }
        }
        looked.reachable = scratch.covered();
        scratch.clear(rarity);
        looked.part(runs, scratch);
        looked
    }

    /// Sets the most frequent runs apart.
    fn part(&mut self, runs: &Runs, scratch: &mut Scratch) {
        let mut by_count = Vec::new();
        for (at, taken) in self.taken.iter().enumerate().filter(|(_, taken)| taken.length > 0) {
            for met in (taken.length..=3).map(|length| Met { at: at as u32, length }) {
                let [all, longer] =
                    [met.length, met.length + 1].map(|length| runs.count(met.at, length).min(taken.room));
                if all > longer {
                    by_count.push((all - longer, met));
                }
            }
        }
        by_count.sort_unstable_by_key(|(count, met)| (*count, met.at, met.length));
        let too_few = |(_, met): &&(usize, Met)| {
            scratch.cover(met.at, met.length, 0);
            scratch.covered() < self.least()
        };
        let others = by_count.iter().rev().take_while(too_few).count();
        scratch.clear(self.rarity);
        let (rarer, others) = by_count.split_at(by_count.len() - others);
        self.rarer = rarer.iter().map(|&(_, met)| met).collect();
        self.others = others.iter().map(|&(_, met)| met).collect();
    }

    /// How many places there are in a segment at most.
    fn expected(&self) -> usize {
        self.taken.iter().map(|taken| taken.room).sum()
    }

    /// Takes what is looked at of a segment.
    fn take(&self, runs: &Runs, (number, segment): (usize, &Segment), places: &mut Places) {
        for &met in self.rarer.iter().chain(&self.others) {
            for entries in self.entries(runs, met, number) {
                segment.fetch(entries);
            }
        }
        for &met in &self.rarer {
            for entries in self.entries(runs, met, number) {
                places.take(segment, met, entries);
            }
        }
        for &met in &self.others {
            for entries in self.entries(runs, met, number) {
                places.take_beside(segment, met, entries);
            }
        }
    }

    /// The entries of a segment that are so met: in front of those where the words go on, and behind them.
    fn entries(&self, runs: &Runs, met: Met, segment: usize) -> [Range<usize>; 2] {
        let Met { at, length } = met;
        let taken = self.taken[at as usize];
        // Not all of them may be wanted.
        let all = runs.entries(at, taken.length, segment);
        let wanted = all.start..all.end.min(all.start.saturating_add(taken.room));
        let within = |run: Range<usize>| {
            let start = run.start.max(wanted.start);
            start..run.end.min(wanted.end).max(start)
        };
        let run = within(runs.entries(at, length, segment));
        let longer = if length < 3 { within(runs.entries(at, length + 1, segment)) } else { 0..0 };
        if longer.is_empty() { [run, 0..0] } else { [run.start..longer.start, longer.end..run.end] }
    }

    fn add(&mut self, run: &Run, most: usize, scratch: &mut Scratch) {
        self.weights[run.at as usize][run.length as usize - 1] = run.weight;
        let taken = &mut self.taken[run.at as usize];
        if taken.length == 0 || run.length < taken.length {
            *taken = Taken { length: run.length, room: most.min(run.count) };
        }
        scratch.cover(run.at, run.length, run.weight);
    }

    /// How many words a place must share. One of three tells nothing.
    fn least(&self) -> u32 {
        let some = if self.words < 3 { 1 } else { 2 };
        (self.reachable * SHARE.0).div_ceil(SHARE.1).max(some).max(self.least)
    }

    /// How many words a run must have that stands alone.
    fn enough(&self) -> u32 {
        self.least().max((self.words * ALONE.0).div_ceil(ALONE.1) as u32)
    }

    /// How far diagonals of one group lie apart.
    fn width(&self) -> u32 {
        (self.words as u32 / 3 + 6).min(24)
    }

    /// What places that lie together share with the query.
    fn group(&self, places: &[u64], shelf: u32, freedom: f32, scratch: &mut Scratch) -> Option<Group> {
        let (mut first, mut last) = (u32::MAX, 0);
        let (mut from, mut to) = (u32::MAX, 0);
        for &place in places {
            let (met, diagonal) = Met::on(place);
            let Met { at, length } = met;
            scratch.cover(at, length, self.weight(met));
            let start = met.place(diagonal);
            (first, last) = (first.min(start), last.max(start + length - 1));
            (from, to) = (from.min(at), to.max(at + length));
        }
        let share = self.share(freedom, scratch);
        (share.covered > 0).then_some(Group { share, shelf, first, last, from, to })
    }

    fn weight(&self, Met { at, length }: Met) -> u32 {
        self.weights[at as usize][length as usize - 1]
    }

    /// What was covered, which is none from then on; how free each run but the first was to lie elsewhere.
    fn share(&self, freedom: f32, scratch: &mut Scratch) -> Share {
        let covered = scratch.covered();
        let Sum { score, rarity, runs } = scratch.clear(self.rarity);
        let surprise = rarity - self.rarity.chance - freedom * runs.saturating_sub(1) as f32;
        let likelihood = likelihood(surprise, covered as f32 / self.words as f32);
        let likelihood = ((likelihood + LOWEST).max(0.0) * SCALE) as u32;
        Share { score, covered, surprise, likelihood }
    }
}

thread_local! {
    /// Asking for so much memory again and again takes as long as filling it.
    static PLACES: Cell<Option<Places>> = const { Cell::new(None) };
}

/// What a group's places share with the query, added up.
pub(super) struct Scratch {
    places: Places,
    /// For each word of the query, the weight of the heaviest run that begins there.
    weights: Vec<u32>,
    /// For each word, one more than how many words before it were met with it; nought where it was not met.
    covers: Vec<u8>,
    touched: Vec<u32>,
}

/// The sum of a scratch.
struct Sum {
    score: u32,
    rarity: f32,
    runs: u32,
}

impl Scratch {
    pub(super) fn new(words: usize) -> Self {
        let places = PLACES.take().unwrap_or_default();
        Self { places, weights: vec![0; words], covers: vec![0; words], touched: Vec::new() }
    }

    fn cover(&mut self, at: u32, length: u32, heavy: u32) {
        let weight = &mut self.weights[at as usize];
        *weight = (*weight).max(heavy);
        for nth in 0..length {
            let at = at + nth;
            let cover = &mut self.covers[at as usize];
            if *cover == 0 {
                self.touched.push(at);
            }
            *cover = (*cover).max(nth as u8 + 1);
        }
    }

    fn covered(&self) -> u32 {
        self.touched.len() as u32
    }

    fn clear(&mut self, rarity: &Rarity) -> Sum {
        let mut sum = Sum { score: 0, rarity: 0.0, runs: 0 };
        for &at in &self.touched {
            let at = at as usize;
            let cover = std::mem::take(&mut self.covers[at]);
            sum.score += std::mem::take(&mut self.weights[at]);
            sum.rarity += rarity.of[at][usize::from(cover) - 1];
            sum.runs += u32::from(cover == 1);
        }
        self.touched.clear();
        sum
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        PLACES.set(Some(std::mem::take(&mut self.places)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::build::Builder;
    use super::super::words::Words;
    use super::*;
    use crate::text::Span;
    use crate::text::fold::{Token, TokenKind};

    proptest! {
        /// Words of a small vocabulary, of which the first are everywhere.
        #[test]
        fn places_of_frequent_runs_far_from_rarer_ones_are_not_missed(
            text in prop::collection::vec((0u64..40, 0u64..40), 400..900),
            from in 0usize..300,
            length in 4usize..16,
            gone in 0usize..20,
        ) {
            let keys: Vec<u64> = text.iter().map(|&(a, b)| 1 + a * b / 8).collect();
            let tokens: Vec<Token> =
                keys.iter().map(|&key| Token { key, span: Span::at(0), kind: TokenKind::Word }).collect();
            let mut builder = Builder::default();
            builder.add(&tokens, tokens.len(), &[], &[]);
            let words = Words::of(builder);
            let shelves: Vec<Placed<'_>> = words.shelves.iter().map(|shelf| Placed { shelf, first: 0 }).collect();
            let mut query = keys[from..from + length].to_vec();
            query.remove(gone % length);

            let runs = Runs::of(&shelves, &query);
            let mut scratch = Scratch::new(query.len());
            let chosen = Chosen { first: &runs.all, others: &[], words: query.len(), least: 0, most: 1_000 };
            let looked = Looked::at(&runs, chosen, &mut scratch);
            let taken = |looked: &Looked<'_>| {
                let mut places = Places::default();
                places.expect(looked.expected());
                looked.take(&runs, (0, &shelves[0].segment), &mut places);
                places
            };
            let sorted = |mut places: Places, least: u32| {
                let mut alone = Vec::new();
                let together = places.together(least, 0, |place| alone.push(place)).to_vec();
                let mut all = [together, alone].concat();
                all.sort_unstable();
                all
            };
            let some = sorted(taken(&looked), looked.least());
            let all = Looked { rarer: [&looked.rarer[..], &looked.others].concat(), others: Vec::new(), ..looked };
            let every = sorted(taken(&all), 1);
            // Which of them make a group depends on where the first begins; whatever could be one must be there whole.
            for (nth, &place) in every.iter().enumerate() {
                let near = |&&other: &&u64| Met::on(other).1 - Met::on(place).1 <= all.width();
                let together: Vec<u64> = every[nth..].iter().take_while(near).copied().collect();
                for met in together.iter().map(|&place| Met::on(place).0) {
                    scratch.cover(met.at, met.length, 0);
                }
                let covered = scratch.covered();
                scratch.clear(&runs.rarity);
                if covered >= all.least() {
                    let missed: Vec<&u64> = together.iter().filter(|place| some.binary_search(place).is_err()).collect();
                    prop_assert!(missed.is_empty(), "{missed:?} of {together:?}");
                }
            }
        }
    }
}
