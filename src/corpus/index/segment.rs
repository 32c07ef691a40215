//! A segment: some articles, and where each run of their words stands.
//!
//! A place is the number of a word, counted through the articles of a segment; between two articles some places stay
//! empty, and each article begins at a multiple of sixteen.

use std::ops::Range;
use std::sync::OnceLock;

use super::container::{Container, Magic, Unfit};
use super::map::Bytes;
use super::press::Press;
use super::wake;
use crate::corpus::syndication::BINS;

pub(super) const MAGIC: Magic = *b"onrecseg";
/// Entries from one of `PAGES` to the next.
pub(super) const PAGE: usize = 512;
/// A second guess where a key stands is hardly farther off.
const NEARLY: usize = 8;
/// Entries beside one that are in the same lines of a core's memory, or the next ones.
const NEAR: usize = 32;
/// Places from one of `MARKS` to the next.
pub(super) const MARK: u32 = 16;
/// Empty places behind an article, at least: more than words of one run may lie apart.
pub(super) const GAP: u32 = 32;
/// Bits of an entry for the third word.
pub(super) const THIRD: u32 = 12;
/// One more than the largest id of a word.
pub(super) const IDS: usize = 1 << (32 - THIRD);

// The parts.
/// Keys of the words that occur, ascending, 64 bits each. A word's id is its place here, counted from 1.
pub(super) const WORDS: usize = 0;
/// For each id its first entry, and one more for the end.
pub(super) const FIRSTS: usize = 1;
/// For each word of each article what follows it and its place, 32 bits each; by word, by what follows, by place.
pub(super) const ENTRIES: usize = 2;
/// What follows in the first of every 512 entries, so that a search by halves touches few pages of the map.
pub(super) const PAGES: usize = 3;
/// For each article its first place, and one more for the end.
pub(super) const STARTS: usize = 4;
/// For every 16th place the byte of the article's prose where that word begins; behind the last word, the prose's end.
pub(super) const MARKS: usize = 5;
/// The articles' records, see `record.rs`, and where each begins.
pub(super) const RECORDS: usize = 6;
pub(super) const RECORD_OFFSETS: usize = 7;
/// The articles' briefs, see `brief.rs`, and where each begins.
pub(super) const BRIEFS: usize = 8;
pub(super) const BRIEF_OFFSETS: usize = 9;
/// What the records were pressed with, see `press.rs`.
pub(super) const DICTIONARY: usize = 10;
/// For each story of each article, in order, the number of the article and what tells its copies: by themselves, since all
/// of them are gone through when a story is new.
pub(super) const SKETCHES: usize = 11;
pub(super) const PARTS: usize = 12;
/// How many bytes a number and a sketch take.
pub(super) const SKETCH: usize = 4 + 2 * BINS;

/// What follows a word: the id of the next, and a few bits of the one behind that.
pub(super) fn follow(next: u32, third: Option<u64>) -> u32 {
    // Nought is no word, so that a run's end differs from every run that goes on.
    let third = third.map_or(0, |key| 1 + (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % ((1 << THIRD) - 1));
    next << THIRD | third as u32
}

/// A segment, open.
#[derive(Debug)]
pub(super) struct Segment {
    container: Container,
    words: usize,
    articles: u32,
    /// The articles' first places, and the end of the last; read when one is first asked for.
    starts: OnceLock<Vec<u32>>,
    press: Press,
}

impl Segment {
    /// Opens a segment made with this stamp.
    pub(super) fn open(bytes: Bytes, stamp: u64) -> Result<Self, Unfit> {
        let container = Container::open(bytes, MAGIC, stamp, PARTS)?;
        let words = container.length(WORDS) / 8;
        let articles = (container.length(STARTS) / 4).saturating_sub(1) as u32;
        let press = Press::new(container.bytes(DICTIONARY, 0..container.length(DICTIONARY)).to_vec());
        wake::let_go(&container, &[DICTIONARY]);
        Ok(Self { container, words, articles, starts: OnceLock::new(), press })
    }

    /// Has the system fetch what leads to all the rest, where it takes no more than so many bytes; how many are left.
    pub(super) fn fetch_ways(&self, room: usize) -> usize {
        const WAYS: [usize; 6] = [WORDS, FIRSTS, PAGES, STARTS, RECORD_OFFSETS, BRIEF_OFFSETS];
        let Some(left) = room.checked_sub(WAYS.map(|part| self.container.length(part)).iter().sum()) else { return 0 };
        for part in WAYS {
            self.container.fetch(part, 0..self.container.length(part));
        }
        left
    }

    /// Whether bytes were met that are not what was written.
    pub(super) fn is_damaged(&self) -> bool {
        self.container.is_damaged()
    }

    /// The file as such.
    pub(super) fn container(&self) -> &Container {
        &self.container
    }

    /// How many articles it holds.
    pub(super) fn articles(&self) -> u32 {
        self.articles
    }

    /// How many entries there are: one for each word of each article.
    pub(super) fn entries(&self) -> usize {
        self.container.length(ENTRIES) / 8
    }

    /// The id of a word.
    pub(super) fn id(&self, key: u64) -> Option<u32> {
        // Keys are spread evenly: where one stands is guessed, better from near by, and the guess is widened until it holds.
        let places = |keys: u64| ((u128::from(keys) * self.words as u128) >> 64) as usize;
        let last = self.words.checked_sub(1)?;
        let mut guess = places(key);
        for _ in 0..2 {
            let there = self.container.long(WORDS, guess);
            guess = if there < key { guess + places(key - there) } else { guess.saturating_sub(places(there - key)) };
            guess = guess.min(last);
        }
        let (mut low, mut high, mut step) = (guess, guess, NEARLY);
        while low > 0 && self.container.long(WORDS, low) > key {
            low = low.saturating_sub(step);
            step *= 2;
        }
        step = NEARLY;
        while high < self.words && self.container.long(WORDS, high) < key {
            low = low.max(high);
            high = (high + step).min(self.words);
            step *= 2;
        }
        high = (high + 1).min(self.words);
        while low < high {
            let middle = low.midpoint(high);
            match self.container.long(WORDS, middle).cmp(&key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle as u32 + 1),
            }
        }
        None
    }

    /// All entries of a word.
    pub(super) fn entries_of(&self, id: u32) -> Range<usize> {
        let (first, last) =
            (self.container.number(FIRSTS, id as usize - 1), self.container.number(FIRSTS, id as usize));
        first as usize..last.max(first) as usize
    }

    /// Has the system fetch what will be read to narrow some entries of one word to those that begin with a value.
    pub(super) fn fetch_about(&self, entries: Range<usize>, low: u32) {
        let about = self.about(entries, |follow| follow < low);
        self.fetch(about.start..about.end + NEAR);
    }

    /// Has the system fetch some entries.
    pub(super) fn fetch(&self, entries: Range<usize>) {
        self.container.fetch(ENTRIES, 8 * entries.start..8 * entries.end);
    }

    /// Those of some entries of one word where what follows lies between two values, both included.
    pub(super) fn narrowed(&self, entries: Range<usize>, low: u32, high: u32) -> Range<usize> {
        let from = self.split(entries.clone(), |follow| follow < low);
        // Most runs are rare, so that the last one stands near the first.
        let near = from + self.before(from..(from + NEAR).min(entries.end), |follow| follow <= high);
        from..if near < from + NEAR { near } else { self.split(near..entries.end, |follow| follow <= high) }
    }

    /// The first of some entries for which `before` does not hold: first among pages, then within one.
    fn split(&self, entries: Range<usize>, before: impl Fn(u32) -> bool) -> usize {
        let about = self.about(entries, &before);
        about.start + self.before(about, before)
    }

    /// The entries of one page at most, behind which the first for which `before` does not hold cannot lie.
    fn about(&self, entries: Range<usize>, before: impl Fn(u32) -> bool) -> Range<usize> {
        let first = entries.start.div_ceil(PAGE);
        let pages = self.container.bytes(PAGES, 4 * first..4 * entries.end.div_ceil(PAGE).max(first));
        let page = first + partition::<4>(pages, &before);
        // The page before may hold some for which it does not, too.
        let low = page.checked_sub(1).map_or(0, |page| page * PAGE).max(entries.start);
        low..(page * PAGE).min(entries.end).max(low)
    }

    /// How many of some entries there are for which `before` holds, those first for which it does.
    fn before(&self, entries: Range<usize>, before: impl Fn(u32) -> bool) -> usize {
        partition::<8>(self.container.bytes(ENTRIES, 8 * entries.start..8 * entries.end), before)
    }

    /// The places of some entries.
    pub(super) fn places(&self, entries: Range<usize>) -> impl Iterator<Item = u32> + '_ {
        let bytes = self.container.bytes(ENTRIES, 8 * entries.start..8 * entries.end);
        bytes.chunks_exact(8).map(|entry| u32::from_le_bytes([entry[4], entry[5], entry[6], entry[7]]))
    }

    /// The number of the article that holds a place.
    pub(super) fn article_at(&self, place: u32) -> u32 {
        let starts = self.starts.get_or_init(|| self.container.numbers(STARTS));
        starts[..starts.len().saturating_sub(1)].partition_point(|&start| start <= place).saturating_sub(1) as u32
    }

    /// The places set aside for an article; words have all but the last few.
    pub(super) fn places_of(&self, article: u32) -> Range<u32> {
        let at = article as usize;
        self.container.number(STARTS, at)..self.container.number(STARTS, at + 1)
    }

    /// Has the system fetch where words lie in their article's prose.
    pub(super) fn fetch_marks(&self, places: Range<u32>) {
        let marks = places.start / MARK..places.end / MARK + 2;
        self.container.fetch(MARKS, 4 * marks.start as usize..4 * marks.end as usize);
    }

    /// The byte of the prose that a word's mark stands at: its own or up to fifteen words before.
    pub(super) fn byte_before(&self, place: u32) -> usize {
        self.container.number(MARKS, (place / MARK) as usize) as usize
    }

    /// The byte of the prose of the mark that comes next.
    pub(super) fn byte_behind(&self, place: u32) -> usize {
        self.container.number(MARKS, (place / MARK) as usize + 1) as usize
    }

    /// Has the system fetch what is read of an article.
    pub(super) fn fetch_article(&self, article: u32) {
        self.container.fetch_item(RECORDS, RECORD_OFFSETS, article as usize);
        self.container.fetch_item(BRIEFS, BRIEF_OFFSETS, article as usize);
    }

    /// The bytes of an article's record; `None` where they are damaged.
    pub(super) fn record(&self, article: u32) -> Option<Vec<u8>> {
        self.press.release(self.container.item(RECORDS, RECORD_OFFSETS, article as usize))
    }

    /// What the records were pressed with.
    pub(super) fn dictionary(&self) -> &[u8] {
        self.press.dictionary()
    }

    /// Of each story the number of its article, and what tells its copies; in order.
    pub(super) fn sketches(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let bytes = self.container.bytes(SKETCHES, 0..self.container.length(SKETCHES));
        bytes.chunks_exact(SKETCH).map(|row| {
            let (number, sketch) = row.split_at(4);
            (number.try_into().map_or(0, u32::from_le_bytes), sketch)
        })
    }

    /// The bytes of an article's brief.
    pub(super) fn brief(&self, article: u32) -> &[u8] {
        self.container.item(BRIEFS, BRIEF_OFFSETS, article as usize)
    }
}

/// How many numbers there are for which `before` holds, one in each `SIZE` bytes, those first for which it does.
fn partition<const SIZE: usize>(bytes: &[u8], before: impl Fn(u32) -> bool) -> usize {
    let (items, _) = bytes.as_chunks::<SIZE>();
    items.partition_point(|item| before(u32::from_le_bytes([item[0], item[1], item[2], item[3]])))
}
