//! Places of one segment that may lie together, while they are looked for.
//!
//! Most lie alone. They are told by counting roughly how many words stand about each, before any are sorted. Of the most
//! frequent runs, places are taken only beside rarer ones, where these runs alone would be too few words.

use std::ops::Range;

use super::segment::Segment;

/// Longer queries are cut here; a place in the query takes so many bits.
pub(super) const LONGEST: usize = (1 << AT) - 1;
const AT: u32 = 12;

/// Places where so many of the query's words stand from one of them on, and no more as far as three.
#[derive(Clone, Copy)]
pub(super) struct Met {
    pub at: u32,
    pub length: u32,
}

impl Met {
    /// The diagonal of one of its places. That may lie nearer to a segment's start than the query's word to the query's.
    #[inline]
    fn diagonal(self, place: u32) -> u32 {
        place + (LONGEST as u32 - self.at)
    }

    /// The place that lies on a diagonal.
    #[inline]
    pub(super) fn place(self, diagonal: u32) -> u32 {
        diagonal - (LONGEST as u32 - self.at)
    }

    /// A place by its diagonal, as it is kept and sorted.
    #[inline]
    fn told(self, diagonal: u32) -> u64 {
        u64::from(diagonal) << 32 | u64::from(self.at << 2 | self.length)
    }

    /// What is met on a place that is kept, and its diagonal.
    #[inline]
    pub(super) fn on(kept: u64) -> (Self, u32) {
        (Self { at: kept as u32 >> 2, length: kept as u32 & 3 }, (kept >> 32) as u32)
    }

    /// The words of a cell with its own.
    #[inline]
    fn with(self, cell: u8) -> u8 {
        (cell & WORDS).saturating_add(self.length as u8).min(WORDS)
    }
}

/// Places of one segment: their diagonals, and behind them which run stands there.
#[derive(Default)]
pub(super) struct Places {
    all: Vec<u64>,
    /// How many words the places of neighbouring diagonals have, about, and whether one of the rarer runs is among them;
    /// those far apart may share a cell.
    cells: Vec<u8>,
}

/// What a cell holds.
const RARER: u8 = 1 << 7;
const WORDS: u8 = RARER - 1;
/// Diagonals of one cell; a group reaches no farther than into the next.
const CELL: u32 = 5;
/// Cells for each place, so that few of those far apart share one, as far as a core's own memory has room for them.
const SPARSE: usize = 8;
const CELLS: (usize, usize) = (1 << 10, 1 << 17);

impl Places {
    /// Begins anew, for so many.
    pub(super) fn expect(&mut self, places: usize) {
        self.all.clear();
        self.cells.clear();
        self.cells.resize((SPARSE * places).clamp(CELLS.0, CELLS.1).next_power_of_two(), 0);
    }

    /// Takes places where so many words are met.
    pub(super) fn take(&mut self, segment: &Segment, met: Met, entries: Range<usize>) {
        let cells = &mut self.cells[..];
        let mask = cells.len() - 1;
        self.all.extend(segment.places(entries).map(|place| {
            let diagonal = met.diagonal(place);
            let cell = &mut cells[(diagonal >> CELL) as usize & mask];
            *cell = RARER | met.with(*cell);
            met.told(diagonal)
        }));
    }

    /// The same, but only those that lie beside one of those taken before.
    pub(super) fn take_beside(&mut self, segment: &Segment, met: Met, entries: Range<usize>) {
        let mask = self.cells.len() - 1;
        for place in segment.places(entries) {
            let diagonal = met.diagonal(place);
            let at = (diagonal >> CELL) as usize;
            let around = self.cells[at.wrapping_sub(1) & mask] | self.cells[at & mask] | self.cells[(at + 1) & mask];
            if around & RARER != 0 {
                self.all.push(met.told(diagonal));
                let cell = &mut self.cells[at & mask];
                *cell = *cell & RARER | met.with(*cell);
            }
        }
    }

    /// Drops what `keep` does not hold for. Cells may tell of more words after that, never of fewer.
    pub(super) fn keep(&mut self, keep: impl Fn(u32) -> bool) {
        self.all.retain(|&kept| {
            let (met, diagonal) = Met::on(kept);
            keep(met.place(diagonal))
        });
    }

    /// Those beside which so many words stand, by diagonal. Those about which nothing stands are told to `alone` at once,
    /// where a run has so many words that it tells something by itself.
    pub(super) fn together(&mut self, least: u32, enough: u32, mut alone: impl FnMut(u64)) -> &[u64] {
        let least = least.min(u32::from(WORDS));
        let cells = &self.cells[..];
        let mask = cells.len() - 1;
        let words = |cell: u32| u32::from(cells[cell as usize & mask] & WORDS);
        // Which are kept is hard to foretell: each is written, and counts or is written over.
        let mut kept = 0;
        for at in 0..self.all.len() {
            let place = self.all[at];
            let (met, diagonal) = Met::on(place);
            let cell = diagonal >> CELL;
            let (own, beside) = (words(cell), words(cell.wrapping_sub(1)).max(words(cell + 1)));
            let is_alone = own == met.length && beside == 0;
            if is_alone && met.length >= enough {
                alone(place);
            }
            self.all[kept] = place;
            kept += usize::from(!is_alone && own + beside >= least);
        }
        self.all.truncate(kept);
        self.all.sort_unstable();
        &self.all
    }
}
