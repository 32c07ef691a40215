//! Places that lie together: runs of a query's words on neighbouring diagonals, added up.
//!
//! Most places lie alone. They are told by counting roughly how many words stand about each, before any are sorted.

use std::cell::Cell;
use std::ops::Range;

use super::runs::{Run, Runs, SCALE};
use super::search::Placed;
use super::segment::Segment;
use super::within::Within;
use crate::corpus::{Rarity, likelihood};

/// Longer queries are cut here; a place in the query takes so many bits.
pub(super) const LONGEST: usize = (1 << AT) - 1;
const AT: u32 = 12;
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

/// Places of one segment on neighbouring diagonals.
#[derive(Clone, Copy)]
pub(super) struct Group {
    pub score: u32,
    /// How many words of the query it shares.
    pub covered: u32,
    pub surprise: f32,
    /// How much speaks for it, in whole numbers.
    pub likelihood: u32,
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
    let expected = looked.taken.iter().map(|taken| taken.room).sum();
    let mut found = Vec::new();
    let mut places = std::mem::take(&mut scratch.places);
    for (number, shelf) in shelves.iter().enumerate() {
        places.expect(expected);
        for (at, &taken) in looked.taken.iter().enumerate().filter(|(_, taken)| taken.length > 0) {
            places.take(&shelf.segment, at as u32, taken, &|at, length| runs.entries(at, length, number));
        }
        if let Some(within) = within {
            places.keep(|place| within.holds(number, place));
        }
        gather(places.together(looked.least()), number as u32, &looked, scratch, &mut found);
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
fn gather(places: &[u64], shelf: u32, looked: &Looked<'_>, scratch: &mut Scratch, found: &mut Vec<Group>) {
    let width = looked.width();
    // Where a run lies is free within the width: each but the first had as many chances.
    let freedom = (width as f32 + 1.0).ln();
    let least = looked.least();
    let mut rest = places;
    while let Some((&place, others)) = rest.split_first() {
        let diagonal = place >> 32;
        let near = others.iter().take_while(|&&place| (place >> 32) - diagonal <= width).count();
        let group = &rest[..=near];
        rest = &others[near..];
        // A run alone tells nothing but where it is most of what is looked for.
        let alone = place as u32 & 3;
        if near == 0 && (alone < least || (alone as usize) * ALONE.1 < looked.words * ALONE.0) {
            continue;
        }
        found.extend(looked.group(group, shelf, freedom, scratch).filter(|group| group.covered >= least));
    }
}

/// What a search looks at.
struct Looked<'a> {
    /// For each word, what the runs of one, two and three words weigh that begin there.
    weights: Vec<[u32; 3]>,
    /// For each word, what is looked at of the runs that begin there.
    taken: Vec<Taken>,
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
            rarity,
            words,
            reachable: 0,
            least,
        };
        for run in first {
            looked.take(run, most, scratch);
        }
        if 2 * (scratch.covered() as usize) < words {
            for run in others.iter().filter(|run| run.length == 3).take(SAMPLES) {
                looked.take(run, SAMPLE, scratch);
            }
        }
        looked.reachable = scratch.covered();
        scratch.clear(rarity);
        looked
    }

    fn take(&mut self, run: &Run, most: usize, scratch: &mut Scratch) {
        self.weights[run.at as usize][run.length as usize - 1] = run.weight;
        let taken = &mut self.taken[run.at as usize];
        if taken.length == 0 || run.length < taken.length {
            *taken = Taken { length: run.length, room: most.min(run.count) };
        }
        scratch.cover(run.at, run.length, run.weight);
    }

    /// How many words a place must share.
    fn least(&self) -> u32 {
        (self.reachable * SHARE.0).div_ceil(SHARE.1).max(self.least)
    }

    /// How far diagonals of one group lie apart.
    fn width(&self) -> u64 {
        (self.words as u64 / 3 + 6).min(24)
    }

    /// What places that lie together share with the query.
    fn group(&self, places: &[u64], shelf: u32, freedom: f32, scratch: &mut Scratch) -> Option<Group> {
        let (mut first, mut last) = (u32::MAX, 0);
        let (mut from, mut to) = (u32::MAX, 0);
        for &place in places {
            let (at, length) = (place as u32 >> 2, place as u32 & 3);
            scratch.cover(at, length, self.weights[at as usize][length as usize - 1]);
            let start = (place >> 32) as u32 + at - LONGEST as u32;
            (first, last) = (first.min(start), last.max(start + length - 1));
            (from, to) = (from.min(at), to.max(at + length));
        }
        let covered = scratch.covered();
        let sum = scratch.clear(self.rarity);
        let surprise = sum.rarity - self.rarity.chance - freedom * sum.runs.saturating_sub(1) as f32;
        let likelihood = likelihood(surprise, covered as f32 / self.words as f32);
        let likelihood = ((likelihood + LOWEST).max(0.0) * SCALE) as u32;
        (covered > 0).then_some(Group { score: sum.score, covered, surprise, likelihood, shelf, first, last, from, to })
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

/// Places of one segment: their diagonals, and behind them which run stands there.
#[derive(Default)]
struct Places {
    all: Vec<u64>,
    /// How many words the places of neighbouring diagonals have, about; those far apart may share a cell.
    cells: Vec<u8>,
}

/// Diagonals of one cell; a group reaches no farther than into the next.
const CELL: u32 = 5;
/// Cells for each place, so that few of those far apart share one, as far as a core's own memory has room for them.
const SPARSE: usize = 8;
const CELLS: (usize, usize) = (1 << 10, 1 << 17);

impl Places {
    /// Begins anew, for so many.
    fn expect(&mut self, places: usize) {
        self.all.clear();
        self.cells.clear();
        self.cells.resize((SPARSE * places).clamp(CELLS.0, CELLS.1).next_power_of_two(), 0);
    }

    /// Takes the places of the run taken at a word; of each the longest run that stands there is told.
    fn take(&mut self, segment: &Segment, at: u32, taken: Taken, entries: &impl Fn(u32, u32) -> Range<usize>) {
        let all = entries(at, taken.length);
        let end = all.end.min(all.start.saturating_add(taken.room));
        self.nest(segment, (at, taken.length), all.start..end, entries);
    }

    fn nest(
        &mut self,
        segment: &Segment,
        (at, length): (u32, u32),
        all: Range<usize>,
        entries: &impl Fn(u32, u32) -> Range<usize>,
    ) {
        // Those where the run goes on stand together; not all of them may be wanted.
        let longer = if length < 3 { entries(at, length + 1) } else { 0..0 };
        let longer = longer.start.max(all.start)..longer.end.min(all.end);
        if longer.is_empty() {
            return self.push(segment, at, length, all);
        }
        self.push(segment, at, length, all.start..longer.start);
        self.nest(segment, (at, length + 1), longer.clone(), entries);
        self.push(segment, at, length, longer.end..all.end);
    }

    fn push(&mut self, segment: &Segment, at: u32, length: u32, entries: Range<usize>) {
        // A place may lie nearer to a segment's start than the query's word to the query's.
        let base = LONGEST as u32 - at;
        let run = u64::from(at << 2 | length);
        let mask = self.cells.len() - 1;
        for place in segment.places(entries) {
            let diagonal = place + base;
            self.all.push(u64::from(diagonal) << 32 | run);
            let cell = &mut self.cells[(diagonal >> CELL) as usize & mask];
            *cell = cell.saturating_add(length as u8);
        }
    }

    /// Drops what `keep` does not hold for. Cells may tell of more words after that, never of fewer.
    fn keep(&mut self, keep: impl Fn(u32) -> bool) {
        self.all.retain(|place| keep((place >> 32) as u32 + (*place as u32 >> 2) - LONGEST as u32));
    }

    /// Those beside which so many words stand, by diagonal.
    fn together(&mut self, least: u32) -> &[u64] {
        let least = least.min(u32::from(u8::MAX));
        let cells = &self.cells[..];
        let words = |cell: u32| u32::from(cells[cell as usize & (cells.len() - 1)]);
        self.all.retain(|place| {
            let cell = (place >> 32) as u32 >> CELL;
            words(cell) + words(cell.wrapping_sub(1)).max(words(cell + 1)) >= least
        });
        self.all.sort_unstable();
        &self.all
    }
}
