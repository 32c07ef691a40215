//! Where words stand in order: the search of the concordance.
//!
//! A search looks up every run of one, two and three words of the query, takes the rarest first until a budget of places
//! is spent, and keeps the diagonals (place in the corpus minus place in the query) on which rare runs gather: words in
//! order, with room for a word put in or left out. Its time is bounded by the budget, whatever the corpus holds. All
//! segments share one budget and one list of the best, and articles are told apart by their ids, so that the answer does
//! not depend on how the corpus is cut into segments.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::segment::{Segment, THIRD, follow};
use super::{Hit, NOBODY};
use crate::corpus::ArticleId;
use crate::text::Span;

/// How many places a search looks at; and how many, where those have nothing that is hardly chance.
const BUDGET: usize = 2_000;
const HARDER: usize = 8_000;
/// What is hardly chance, as [`Hit::surprise`] counts; and such a share of the query, whatever the chance.
const SURE: f32 = 8.0;
const MOST: (u32, u32) = (8, 10);
/// Where all that is rare stands beside less than half of the query, it may be a text that many articles have: so many
/// places each are looked at of the runs of three words that occur too often. They are the same articles' for all.
const SAMPLE: usize = 64;
const SAMPLES: usize = 16;
/// Longer queries are cut here; a place in the query takes so many bits.
const LONGEST: usize = (1 << AT) - 1;
const AT: u32 = 12;
/// Weights are whole numbers, so that a sum does not depend on its order.
const SCALE: f32 = 1024.0;
/// A place must share so much of what could be shared by the runs that were looked at.
const SHARE: (u32, u32) = (3, 10);
/// And so much of what the place shares that shares most.
const BESIDE: (u32, u32) = (4, 10);

/// A segment and which of the corpus's articles its own are.
#[derive(Debug)]
pub(super) struct Shelf {
    pub segment: Arc<Segment>,
    /// [`NOBODY`] for an article that is gone.
    pub ids: Vec<u32>,
    /// Whether any is.
    pub gaps: bool,
}

/// A shelf among those of several corpora, whose articles are numbered from `first` on.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub shelf: &'a Shelf,
    pub first: u32,
}

impl std::ops::Deref for Placed<'_> {
    type Target = Shelf;

    fn deref(&self) -> &Shelf {
        self.shelf
    }
}

/// A run of the query that occurs.
#[derive(Clone, Copy)]
struct Seed {
    at: u32,
    length: u32,
    count: usize,
    weight: u32,
    /// Where among [`Seeds::entries`] those of the first segment are; the others' follow.
    entries: usize,
    /// How many places of each segment are looked at.
    most: usize,
}

/// The runs of a query that occur.
struct Seeds {
    all: Vec<Seed>,
    entries: Vec<Range<usize>>,
    rarity: Rarity,
}

/// Places of one segment on neighbouring diagonals.
#[derive(Clone, Copy)]
struct Group {
    score: u32,
    /// How many words of the query it shares.
    covered: u32,
    surprise: f32,
    shelf: u32,
    first: u32,
    last: u32,
}

/// Where the words of `keys` occur in order, best first, at most `limit`.
pub(super) fn search(shelves: &[Placed<'_>], keys: &[u64], limit: usize) -> Vec<Hit> {
    let keys = &keys[..keys.len().min(LONGEST)];
    let mut seeds = seeds(shelves, keys);
    seeds.all.sort_unstable_by_key(|seed| (seed.count, seed.at, seed.length));
    let mut scratch = Scratch::new(keys.len());
    let easily = afforded(&seeds.all, BUDGET);
    let mut groups = groups(shelves, &seeds, easily, &mut scratch);
    let plain = |group: &Group| {
        group.surprise >= SURE || group.covered as usize * MOST.1 as usize >= keys.len() * MOST.0 as usize
    };
    if !groups.iter().any(plain) {
        let harder = afforded(&seeds.all, HARDER);
        if harder > easily {
            groups = self::groups(shelves, &seeds, harder, &mut scratch);
        }
    }
    best(shelves, groups, limit)
}

/// How many of the rarest runs have no more places in all than this; one at least.
fn afforded(seeds: &[Seed], budget: usize) -> usize {
    let mut room = budget;
    let affords = |(nth, seed): &(usize, &Seed)| {
        let fits = seed.count <= room || *nth == 0;
        room = room.saturating_sub(seed.count);
        fits
    };
    seeds.iter().enumerate().take_while(affords).count()
}

/// The places of the first so many runs, as far as they lie together.
fn groups(shelves: &[Placed<'_>], seeds: &Seeds, taken: usize, scratch: &mut Scratch) -> Vec<Group> {
    let words = seeds.rarity.of.len();
    let (first, others) = seeds.all.split_at(taken);
    for seed in first {
        scratch.cover(seed);
    }
    let mut runs = Cow::Borrowed(first);
    if 2 * (scratch.covered() as usize) < words {
        let samples = others.iter().filter(|seed| seed.length == 3).take(SAMPLES);
        runs.to_mut().extend(samples.map(|seed| Seed { most: SAMPLE, ..*seed }));
        for seed in &runs[taken..] {
            scratch.cover(seed);
        }
    }
    let looked = Looked { seeds: &runs, rarity: &seeds.rarity, words, reachable: scratch.covered() };
    scratch.clear(&seeds.rarity);
    let mut groups = Vec::new();
    let mut places = Vec::new();
    for (number, shelf) in shelves.iter().enumerate() {
        places.clear();
        for (nth, seed) in runs.iter().enumerate() {
            let found = shelf.segment.places(seeds.entries[seed.entries + number].clone()).take(seed.most);
            // A place may lie nearer to a segment's start than the query's word to the query's.
            places.extend(found.map(|place| u64::from(place + LONGEST as u32 - seed.at) << 32 | nth as u64));
        }
        places.sort_unstable();
        gather(&places, number as u32, &looked, scratch, &mut groups);
    }
    groups
}

fn seeds(shelves: &[Placed<'_>], keys: &[u64]) -> Seeds {
    let total: usize = shelves.iter().map(|shelf| shelf.segment.entries()).sum();
    let mut counts = vec![[0; 3]; keys.len()];
    // For each word, its id in each segment.
    let ids: Vec<Option<u32>> =
        keys.iter().flat_map(|&key| shelves.iter().map(move |shelf| shelf.segment.id(key))).collect();
    let mut entries: Vec<Range<usize>> = Vec::with_capacity(3 * ids.len());
    let mut all = Vec::with_capacity(3 * keys.len());
    for at in 0..keys.len() {
        for length in 1..=3.min(keys.len() - at) {
            let first = entries.len();
            for (number, shelf) in shelves.iter().enumerate() {
                let id = |nth: usize| ids[(at + nth) * shelves.len() + number];
                let range = if length == 1 {
                    id(0).map_or(0..0, |id| shelf.segment.entries_of(id))
                } else {
                    // What is narrowed are those of the shorter run.
                    let shorter = entries[first - shelves.len() + number].clone();
                    match id(1).filter(|_| !shorter.is_empty()) {
                        None => 0..0,
                        Some(next) if length == 2 => {
                            shelf.segment.narrowed(shorter, next << THIRD, next << THIRD | ((1 << THIRD) - 1))
                        }
                        Some(next) => {
                            let exact = follow(next, Some(keys[at + 2]));
                            shelf.segment.narrowed(shorter, exact, exact)
                        }
                    }
                };
                entries.push(range);
            }
            let count: usize = entries[first..].iter().map(Range::len).sum();
            counts[at][length - 1] = count;
            if count == 0 {
                break;
            }
            // A single common word tells nothing; longer runs are bounded by the budget alone.
            if length > 1 || count < HARDER || keys.len() < 3 {
                let weight = ((total as f32 / count as f32).ln().max(0.1) * SCALE) as u32;
                all.push(Seed { at: at as u32, length: length as u32, count, weight, entries: first, most: HARDER });
            }
        }
    }
    Seeds { all, entries, rarity: Rarity::new(total, &counts) }
}

/// What it says that a word of the query is met: how far from expected it is, in thousandths of a natural logarithm.
struct Rarity {
    /// For each word, where it stands alone, behind the one before it, and behind the two before it.
    of: Vec<[u32; 3]>,
    /// Of anything at all, in a corpus of this size.
    chance: u32,
}

/// What is not known of what follows two words is taken from what follows one, with the weight of so many places.
const PRIOR: f32 = 4.0;

impl Rarity {
    /// From how often the runs of one, two and three words that begin at each word of the query occur.
    ///
    /// A run that is met is one of those counted, and says nothing of how many there would be without it.
    fn new(total: usize, counts: &[[usize; 3]]) -> Self {
        let others = |at: usize, length: usize| counts[at][length - 1].saturating_sub(1) as f32;
        let mut of = Vec::with_capacity(counts.len());
        for at in 0..counts.len() {
            let alone = (others(at, 1) + 0.5) / total as f32;
            let second = match at {
                0 => alone,
                _ => (others(at - 1, 2) + PRIOR * alone) / (others(at - 1, 1) + PRIOR),
            };
            let third = match at {
                0 | 1 => second,
                _ => (others(at - 2, 3) + PRIOR * second) / (others(at - 2, 2) + PRIOR),
            };
            of.push([alone, second, third].map(|share| (-share.ln().min(0.0) * SCALE) as u32));
        }
        Self { of, chance: ((total as f32).ln() * SCALE) as u32 }
    }
}

/// What a search looks at.
struct Looked<'a> {
    seeds: &'a [Seed],
    rarity: &'a Rarity,
    /// How many words the query has.
    words: usize,
    /// How many of them are in the seeds.
    reachable: u32,
}

impl Looked<'_> {
    /// How far diagonals of one group lie apart.
    fn width(&self) -> u64 {
        (self.words as u64 / 3 + 6).min(24)
    }
}

/// What a group's places share with the query, added up.
struct Scratch {
    /// For each word of the query, the weight of the heaviest run that begins there.
    weights: Vec<u32>,
    /// For each word, one more than how many words before it were met with it; nought where it was not met.
    covers: Vec<u8>,
    touched: Vec<u32>,
}

/// The sum of a scratch.
struct Sum {
    score: u32,
    rarity: u32,
    runs: u32,
}

impl Scratch {
    fn new(words: usize) -> Self {
        Self { weights: vec![0; words], covers: vec![0; words], touched: Vec::new() }
    }

    fn cover(&mut self, seed: &Seed) {
        for nth in 0..seed.length {
            let at = seed.at + nth;
            let cover = &mut self.covers[at as usize];
            if *cover == 0 {
                self.touched.push(at);
            }
            *cover = (*cover).max(nth as u8 + 1);
        }
        let weight = &mut self.weights[seed.at as usize];
        *weight = (*weight).max(seed.weight);
    }

    fn covered(&self) -> u32 {
        self.touched.len() as u32
    }

    fn clear(&mut self, rarity: &Rarity) -> Sum {
        let mut sum = Sum { score: 0, rarity: 0, runs: 0 };
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

/// Groups sorted places on neighbouring diagonals; those that share too little are dropped.
fn gather(places: &[u64], shelf: u32, looked: &Looked<'_>, scratch: &mut Scratch, groups: &mut Vec<Group>) {
    let width = looked.width();
    // Where a run lies is free within the width: each but the first had as many chances.
    let freedom = (width as f32 + 1.0).ln();
    let mut from = 0;
    while from < places.len() {
        let diagonal = places[from] >> 32;
        let to = from + places[from..].iter().take_while(|&&place| (place >> 32) - diagonal <= width).count();
        let (mut first, mut last) = (u32::MAX, 0);
        for &place in &places[from..to] {
            let seed = &looked.seeds[(place & u64::from(u32::MAX)) as usize];
            scratch.cover(seed);
            let start = (place >> 32) as u32 + seed.at - LONGEST as u32;
            first = first.min(start);
            last = last.max(start + seed.length - 1);
        }
        let covered = scratch.covered();
        let sum = scratch.clear(looked.rarity);
        if covered * SHARE.1 >= looked.reachable * SHARE.0 {
            let rarity = (i64::from(sum.rarity) - i64::from(looked.rarity.chance)) as f32 / SCALE;
            let surprise = rarity - freedom * sum.runs.saturating_sub(1) as f32;
            groups.push(Group { score: sum.score, covered, surprise, shelf, first, last });
        }
        from = to;
    }
}

/// The heaviest groups as hits; of those of one weight, the first by article and place.
fn best(shelves: &[Placed<'_>], mut groups: Vec<Group>, limit: usize) -> Vec<Hit> {
    let most = groups.iter().map(|group| group.covered).max().unwrap_or(0);
    groups.retain(|group| group.surprise > 0.0 || group.covered * BESIDE.1 >= most * BESIDE.0);
    let all_live = shelves.iter().all(|shelf| !shelf.gaps);
    if all_live && groups.len() > limit && limit > 0 {
        // Which of the lightest are taken is for the articles' order to say, so all of that weight stay.
        let (_, lightest, _) = groups.select_nth_unstable_by_key(limit - 1, |group| std::cmp::Reverse(group.score));
        let lightest = lightest.score;
        groups.retain(|group| group.score >= lightest);
    }
    let mut hits: Vec<Hit> = groups.iter().filter_map(|group| hit(&shelves[group.shelf as usize], group)).collect();
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.article.cmp(&b.article)).then(a.span.cmp(&b.span)));
    hits.truncate(limit);
    hits
}

fn hit(shelf: &Placed<'_>, group: &Group) -> Option<Hit> {
    let segment = &shelf.segment;
    let number = segment.article_at(group.first);
    let id = *shelf.ids.get(number as usize).filter(|&&id| id != NOBODY)?;
    // What lies in the next article belongs to no run of this one.
    let last = group.last.min(segment.places_of(number).end.saturating_sub(super::segment::MARK + 1));
    let (start, end) = (segment.byte_before(group.first), segment.byte_behind(last));
    let span = Span { start, end: end.max(start) };
    Some(Hit {
        article: ArticleId(shelf.first + id),
        span,
        words: group.covered as usize,
        score: group.score as f32 / SCALE,
        surprise: group.surprise,
    })
}
