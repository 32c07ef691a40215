//! The runs of one, two and three words that a query has: where each occurs, and how rare that is.

use std::ops::Range;

use super::search::{HARDER, Placed};
use super::segment::{Segment, THIRD, follow};
use crate::corpus::Rarity;

/// Weights are whole numbers, so that a sum does not depend on its order.
pub(super) const SCALE: f32 = 1024.0;

/// A run of the query that occurs.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub at: u32,
    pub length: u32,
    pub count: usize,
    pub weight: u32,
}

/// The runs of a query that occur.
pub(super) struct Runs {
    /// Rarest first.
    pub all: Vec<Run>,
    pub rarity: Rarity,
    /// For each word, each length and each segment, the entries of the run that begins there.
    entries: Vec<Range<u32>>,
    segments: usize,
}

impl Runs {
    /// Looks up every run of a query.
    pub(super) fn of(shelves: &[Placed<'_>], keys: &[u64]) -> Self {
        let total: usize = shelves.iter().map(|shelf| shelf.segment.entries()).sum();
        let segments = shelves.len();
        let mut counts = vec![[0; 3]; keys.len()];
        let mut entries = vec![0..0; 3 * segments * keys.len()];
        for (number, shelf) in shelves.iter().enumerate() {
            let ids: Vec<Option<u32>> = keys.iter().map(|&key| shelf.segment.id(key)).collect();
            // What lies far apart on disk is waited for once, and not for each word.
            for at in 1..keys.len() {
                fetch_pair(&shelf.segment, ids[at - 1], ids[at]);
            }
            for at in 0..keys.len() {
                for (length, of) in begun(&shelf.segment, &ids[at..], &keys[at..]).into_iter().enumerate() {
                    counts[at][length] += of.len();
                    entries[(3 * at + length) * segments + number] = of.start as u32..of.end as u32;
                }
            }
        }
        let mut all = Vec::with_capacity(3 * keys.len());
        for (at, counts) in counts.iter().enumerate() {
            for (length, &count) in counts.iter().enumerate() {
                // A single common word tells nothing; longer runs are bounded by the budget alone.
                if count > 0 && (length > 0 || count < HARDER || keys.len() < 3) {
                    let weight = ((total as f32 / count as f32).ln().max(0.1) * SCALE) as u32;
                    all.push(Run { at: at as u32, length: length as u32 + 1, count, weight });
                }
            }
        }
        all.sort_unstable_by_key(|run| (run.count, run.at, run.length));
        Self { all, rarity: rarity(total, &counts), entries, segments }
    }

    /// How many entries a run has.
    pub(super) fn count(&self, at: u32, length: u32) -> usize {
        if length > 3 { 0 } else { (0..self.segments).map(|segment| self.entries(at, length, segment).len()).sum() }
    }

    /// The entries of a run in a segment.
    pub(super) fn entries(&self, at: u32, length: u32, segment: usize) -> Range<usize> {
        let entries = &self.entries[(3 * at + length - 1) as usize * self.segments + segment];
        entries.start as usize..entries.end as usize
    }
}

/// Has the system fetch where two words stand one behind the other.
fn fetch_pair(segment: &Segment, word: Option<u32>, next: Option<u32>) {
    if let Some((word, next)) = word.zip(next) {
        segment.fetch_about(segment.entries_of(word), next << THIRD);
    }
}

/// The entries of the runs of one, two and three words with which some words begin.
fn begun(segment: &Segment, ids: &[Option<u32>], keys: &[u64]) -> [Range<usize>; 3] {
    let mut entries = [0..0, 0..0, 0..0];
    let Some(word) = ids[0] else { return entries };
    entries[0] = segment.entries_of(word);
    // What is narrowed are those of the shorter run.
    if let Some(&Some(next)) = ids.get(1) {
        entries[1] = segment.narrowed(entries[0].clone(), next << THIRD, next << THIRD | ((1 << THIRD) - 1));
        if let Some(&third) = keys.get(2).filter(|_| !entries[1].is_empty()) {
            let exact = follow(next, Some(third));
            entries[2] = segment.narrowed(entries[1].clone(), exact, exact);
        }
    }
    entries
}

/// What is not known of what follows two words is taken from what follows one, with the weight of as many places as there
/// are different words behind so many: they grow as this power of how many (Heaps, "Information Retrieval", 1978).
const HEAPS: f32 = 0.7;

/// How surprising it is to meet each word, from how often the runs of one, two and three words that begin at each occur
/// among so many places.
///
/// A run that is met is one of those counted, and says nothing of how many there would be without it.
fn rarity(total: usize, counts: &[[usize; 3]]) -> Rarity {
    let others = |at: usize, length: usize| counts[at][length - 1].saturating_sub(1) as f32;
    // How often a run is followed by its next word, where `shorter` is how often that is so behind less of it.
    let share = |at: usize, length: usize, shorter: f32| {
        let before = others(at, length);
        let unknown = before.max(1.0).powf(HEAPS);
        (others(at, length + 1) + unknown * shorter) / (before + unknown)
    };
    let mut of = Vec::with_capacity(counts.len());
    for at in 0..counts.len() {
        let alone = (others(at, 1) + 0.5) / total as f32;
        let second = match at {
            0 => alone,
            _ => share(at - 1, 1, alone),
        };
        let third = match at {
            0 | 1 => second,
            _ => share(at - 2, 2, second),
        };
        of.push([alone, second, third].map(|share| -share.ln().min(0.0)));
    }
    Rarity { of, chance: (total as f32).ln() }
}
