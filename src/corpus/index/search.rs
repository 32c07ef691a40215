//! Where words stand in order: the search of the concordance.
//!
//! A search looks up every run of one, two and three words of the query, takes the rarest first until a budget of places
//! is spent, and keeps the diagonals (place in the corpus minus place in the query) on which rare runs gather: words in
//! order, with room for a word put in or left out. Its time is bounded by the budget, whatever the corpus holds. All
//! segments share one budget and one list of the best, and articles are told apart by their ids, so that the answer does
//! not depend on how the corpus is cut into segments.

use std::sync::Arc;

use super::segment::{Segment, THIRD, follow};
use super::{Hit, NOBODY};
use crate::corpus::ArticleId;
use crate::text::Span;

/// How many places a search looks at.
const BUDGET: usize = 2_000;
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
struct Seed {
    at: u32,
    length: u32,
    count: usize,
    weight: u32,
    /// In each segment, its entries.
    entries: Vec<std::ops::Range<usize>>,
}

/// Places of one segment on neighbouring diagonals.
#[derive(Clone, Copy)]
struct Group {
    score: u32,
    /// How many words of the query it shares.
    covered: u32,
    shelf: u32,
    first: u32,
    last: u32,
}

/// Where the words of `keys` occur in order, best first, at most `limit`.
pub(super) fn search(shelves: &[Placed<'_>], keys: &[u64], limit: usize) -> Vec<Hit> {
    let keys = &keys[..keys.len().min(LONGEST)];
    let mut seeds = seeds(shelves, keys);
    seeds.sort_by_key(|seed| (seed.count, seed.at, seed.length));
    let mut room = BUDGET;
    let taken = seeds
        .iter()
        .enumerate()
        .take_while(|(nth, seed)| {
            let fits = seed.count <= room || *nth == 0;
            room = room.saturating_sub(seed.count);
            fits
        })
        .count();
    seeds.truncate(taken);
    let mut scratch = Scratch::new(keys.len());
    for seed in &seeds {
        scratch.cover(seed);
    }
    let reachable = scratch.covered();
    scratch.clear();
    let mut groups = Vec::new();
    for (number, shelf) in shelves.iter().enumerate() {
        let mut places = Vec::new();
        for (nth, seed) in seeds.iter().enumerate() {
            let found = shelf.segment.places(seed.entries[number].clone()).take(BUDGET);
            // A place may lie nearer to a segment's start than the query's word to the query's.
            places.extend(found.map(|place| u64::from(place + LONGEST as u32 - seed.at) << 32 | nth as u64));
        }
        places.sort_unstable();
        gather(&places, &seeds, number as u32, keys.len(), reachable, &mut scratch, &mut groups);
    }
    best(shelves, groups, limit)
}

fn seeds(shelves: &[Placed<'_>], keys: &[u64]) -> Vec<Seed> {
    let total: usize = shelves.iter().map(|shelf| shelf.segment.entries()).sum();
    let ids: Vec<Vec<Option<u32>>> =
        shelves.iter().map(|shelf| keys.iter().map(|&key| shelf.segment.id(key)).collect()).collect();
    let mut seeds = Vec::with_capacity(3 * keys.len());
    for at in 0..keys.len() {
        let mut words: Vec<_> = shelves
            .iter()
            .zip(&ids)
            .map(|(shelf, ids)| ids[at].map_or(0..0, |id| shelf.segment.entries_of(id)))
            .collect();
        for length in 1..=3.min(keys.len() - at) {
            let narrowed = shelves.iter().zip(&ids).zip(&words).map(|((shelf, ids), entries)| {
                if length == 1 || entries.is_empty() {
                    return entries.clone();
                }
                let Some(next) = ids[at + 1] else { return 0..0 };
                let (low, high) = if length == 2 {
                    (next << THIRD, next << THIRD | ((1 << THIRD) - 1))
                } else {
                    let exact = follow(next, Some(keys[at + 2]));
                    (exact, exact)
                };
                shelf.segment.narrowed(entries.clone(), low, high)
            });
            words = narrowed.collect();
            let count: usize = words.iter().map(std::ops::Range::len).sum();
            if count == 0 {
                break;
            }
            // A single common word tells nothing; longer runs are bounded by the budget alone.
            if length > 1 || count < BUDGET || keys.len() < 3 {
                let weight = ((total as f32 / count as f32).ln().max(0.1) * SCALE) as u32;
                seeds.push(Seed { at: at as u32, length: length as u32, count, weight, entries: words.clone() });
            }
        }
    }
    seeds
}

/// What a group's places share with the query, added up.
struct Scratch {
    /// For each word of the query, the weight of the heaviest run that begins there.
    weights: Vec<u32>,
    covers: Vec<bool>,
    touched: Vec<u32>,
}

impl Scratch {
    fn new(words: usize) -> Self {
        Self { weights: vec![0; words], covers: vec![false; words], touched: Vec::new() }
    }

    fn cover(&mut self, seed: &Seed) {
        for at in seed.at..seed.at + seed.length {
            if !std::mem::replace(&mut self.covers[at as usize], true) {
                self.touched.push(at);
            }
        }
        let weight = &mut self.weights[seed.at as usize];
        *weight = (*weight).max(seed.weight);
    }

    fn covered(&self) -> u32 {
        self.touched.len() as u32
    }

    fn clear(&mut self) -> u32 {
        let mut sum = 0;
        for &at in &self.touched {
            sum += std::mem::take(&mut self.weights[at as usize]);
            self.covers[at as usize] = false;
        }
        self.touched.clear();
        sum
    }
}

/// Groups sorted places on neighbouring diagonals; those that share too little are dropped.
fn gather(
    places: &[u64],
    seeds: &[Seed],
    shelf: u32,
    words: usize,
    reachable: u32,
    scratch: &mut Scratch,
    groups: &mut Vec<Group>,
) {
    let width = (words as u64 / 3 + 6).min(24);
    let mut from = 0;
    while from < places.len() {
        let diagonal = places[from] >> 32;
        let to = from + places[from..].iter().take_while(|&&place| (place >> 32) - diagonal <= width).count();
        let (mut first, mut last) = (u32::MAX, 0);
        for &place in &places[from..to] {
            let seed = &seeds[(place & u64::from(u32::MAX)) as usize];
            scratch.cover(seed);
            let start = (place >> 32) as u32 + seed.at - LONGEST as u32;
            first = first.min(start);
            last = last.max(start + seed.length - 1);
        }
        let covered = scratch.covered();
        let score = scratch.clear();
        if covered * SHARE.1 >= reachable * SHARE.0 {
            groups.push(Group { score, covered, shelf, first, last });
        }
        from = to;
    }
}

/// The heaviest groups as hits; of those of one weight, the first by article and place.
fn best(shelves: &[Placed<'_>], mut groups: Vec<Group>, limit: usize) -> Vec<Hit> {
    let most = groups.iter().map(|group| group.covered).max().unwrap_or(0);
    groups.retain(|group| group.covered * BESIDE.1 >= most * BESIDE.0);
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
    })
}
