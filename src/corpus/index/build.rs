//! Articles to a segment.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::container::compose;
use super::press;
use super::segment::{GAP, IDS, MAGIC, MARK, PAGE, follow};
use crate::corpus::syndication::Sketch;
use crate::text::fold::{Token, TokenKind};

/// So many places make a segment full: what it takes to sort them stays well below half a gigabyte.
const FULL: usize = 8 << 20;
/// The id of an empty place, and of words that came after the table was full.
const NONE: u32 = 0;

/// A segment in the making.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Builder {
    ids: FxHashMap<u64, u32>,
    /// The key of each id, in the order they were met.
    keys: Vec<u64>,
    /// The id at each place.
    words: Vec<u32>,
    starts: Vec<u32>,
    marks: Vec<u32>,
    records: Items,
    briefs: Items,
    sketches: Vec<u8>,
}

/// Bytes of many things in one.
#[derive(Debug, Default)]
pub(super) struct Items {
    bytes: Vec<u8>,
    offsets: Vec<u64>,
}

impl Items {
    /// Takes the next one.
    pub(super) fn push(&mut self, item: &[u8]) {
        self.offsets.push(self.bytes.len() as u64);
        self.bytes.extend_from_slice(item);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.offsets.len()
    }

    /// How many bytes they take.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// One of them.
    pub(super) fn get(&self, at: usize) -> &[u8] {
        let end = self.offsets.get(at + 1).map_or(self.bytes.len(), |&end| end as usize);
        &self.bytes[self.offsets[at] as usize..end]
    }

    /// All of them, and where each begins.
    pub(super) fn finish(mut self) -> (Vec<u8>, Vec<u8>) {
        self.offsets.push(self.bytes.len() as u64);
        (self.bytes, longs(&self.offsets))
    }
}

impl Builder {
    /// Takes what tells the copies of the next article's stories; comes before the article.
    pub(super) fn tell(&mut self, sketches: &[Sketch]) {
        for Sketch(bins) in sketches {
            self.sketches.extend((self.starts.len() as u32).to_le_bytes());
            self.sketches.extend(bins.iter().flat_map(|bin| bin.to_le_bytes()));
        }
    }

    /// Takes the next article: its words, where its prose ends, and what is kept of it.
    pub(in crate::corpus) fn add(&mut self, tokens: &[Token], end: usize, record: &[u8], brief: &[u8]) {
        self.starts.push(self.words.len() as u32);
        for token in tokens.iter().filter(|token| token.kind != TokenKind::Cut) {
            let id = match self.ids.get(&token.key) {
                Some(&id) => id,
                None if self.keys.len() + 1 == IDS => NONE,
                None => {
                    self.keys.push(token.key);
                    let id = self.keys.len() as u32;
                    self.ids.insert(token.key, id);
                    id
                }
            };
            if self.words.len().is_multiple_of(MARK as usize) {
                self.marks.push(token.span.start as u32);
            }
            self.words.push(id);
        }
        let places = (self.words.len() + GAP as usize).next_multiple_of(MARK as usize);
        self.words.resize(places, NONE);
        self.marks.resize(places / MARK as usize, end as u32);
        self.records.push(record);
        self.briefs.push(brief);
    }

    /// How many articles it holds.
    pub(super) fn articles(&self) -> usize {
        self.starts.len()
    }

    /// Whether it is time to finish it and begin another.
    pub(super) fn is_full(&self) -> bool {
        self.words.len() >= FULL || self.keys.len() >= IDS / 10 * 9
    }

    /// The segment's bytes; its records are pressed with this dictionary, or with one of their own if it is empty.
    pub(super) fn finish(mut self, stamp: u64, dictionary: &[u8]) -> Vec<u8> {
        self.starts.push(self.words.len() as u32);
        let keys = self.sort_ids();
        let (firsts, entries) = self.entries(&keys);
        drop(std::mem::take(&mut self.words));
        compose(MAGIC, stamp, |out| {
            out.part(&longs(&keys))?;
            out.part(&numbers(&firsts))?;
            let (mut pages, mut bytes) = (Vec::with_capacity(entries.len() / PAGE + 1), Vec::with_capacity(8 * PAGE));
            for page in entries.chunks(PAGE) {
                pages.push((page[0] >> 32) as u32);
                bytes.clear();
                bytes.extend(page.iter().flat_map(|entry| entry.rotate_left(32).to_le_bytes()));
                out.write(&bytes)?;
            }
            drop(entries);
            out.end_part()?;
            out.part(&numbers(&pages))?;
            out.part(&numbers(&self.starts))?;
            out.part(&numbers(&self.marks))?;
            let (records, offsets, dictionary) = press::press(&self.records, dictionary);
            drop(std::mem::take(&mut self.records));
            out.part(&records)?;
            out.part(&offsets)?;
            let (briefs, offsets) = self.briefs.finish();
            out.part(&briefs)?;
            out.part(&offsets)?;
            out.part(&dictionary)?;
            out.part(&self.sketches)
        })
    }

    /// Gives the words ids in order of their keys, so that segments can be merged without being sorted again.
    fn sort_ids(&mut self) -> Vec<u64> {
        let mut keys = std::mem::take(&mut self.keys);
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        order.sort_unstable_by_key(|&id| keys[id as usize]);
        let mut ranks = vec![NONE; keys.len() + 1];
        for (rank, &id) in order.iter().enumerate() {
            ranks[id as usize + 1] = rank as u32 + 1;
        }
        for word in &mut self.words {
            *word = ranks[*word as usize];
        }
        keys.sort_unstable();
        keys
    }

    /// For each id its first entry; and the entries, what follows above the place.
    fn entries(&self, keys: &[u64]) -> (Vec<u32>, Vec<u64>) {
        let mut firsts = vec![0u32; keys.len() + 1];
        for &word in self.words.iter().filter(|&&word| word != NONE) {
            firsts[word as usize] += 1;
        }
        let mut sum = 0;
        for first in &mut firsts {
            sum += *first;
            *first = sum;
        }
        let mut next = firsts.clone();
        let mut entries = vec![0u64; sum as usize];
        let id = |at: usize| self.words.get(at).copied().unwrap_or(NONE);
        for (place, &word) in self.words.iter().enumerate().filter(|&(_, &word)| word != NONE) {
            let (second, third) = (id(place + 1), id(place + 2));
            let third = (third != NONE).then(|| keys[third as usize - 1]);
            let follow = if second == NONE { 0 } else { follow(second, third) };
            let slot = &mut next[word as usize - 1];
            entries[*slot as usize] = u64::from(follow) << 32 | place as u64;
            *slot += 1;
        }
        let mut rest = &mut entries[..];
        let mut words = Vec::with_capacity(keys.len());
        for pair in firsts.windows(2) {
            let (word, others) = rest.split_at_mut((pair[1] - pair[0]) as usize);
            words.push(word);
            rest = others;
        }
        words.into_par_iter().for_each(<[u64]>::sort_unstable);
        (firsts, entries)
    }
}

/// Numbers as a part of a file.
pub(super) fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// Numbers of 64 bits as a part of a file.
pub(super) fn longs(numbers: &[u64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}
