//! Several segments to one, with what is gone left out.
//!
//! Ids of words are ranks of their keys, so entries of each input are in the order of the result already: word by word
//! they are put together and written on, some of one word's at a time. Each part of an input is gone through from front to
//! back, and what lies behind is let go of: inputs may be larger than memory all together.

use std::io::{self, Write};
use std::ops::Range;

use super::build::{longs, numbers};
use super::container::{Assembly, HEADER};
use super::press;
use super::segment::{self, ENTRIES, FIRSTS, GAP, IDS, MAGIC, MARK, MARKS, PAGE, STARTS, Segment, THIRD, WORDS};
use super::wake::{self, Wake};

/// A segment to be merged, and which of its articles are left.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub segment: &'a Segment,
    pub live: &'a [bool],
}

/// So many entries of one word and one input are looked at together: of the commonest there are tens of millions.
const SLICE: usize = if cfg!(test) { 64 } else { 1 << 14 };

/// Entries of a word from one input: those that are waiting, as they read in the result, and those that are not yet read.
#[derive(Clone, Default)]
struct Pile {
    held: Vec<u64>,
    left: Range<usize>,
}

/// How the inputs fit into the result.
struct Plan<'a> {
    inputs: &'a [Input<'a>],
    /// The keys of the words that occur.
    keys: Vec<u64>,
    /// For each input the new id of each of its words, from 1.
    ids: Vec<Vec<u32>>,
    /// For each input the first entry of each of its words, and one more for the end.
    firsts: Vec<Vec<u32>>,
    /// For each input the new first place of each of its articles; nothing for those that are gone.
    starts: Vec<Vec<Option<u32>>>,
    /// For each input of which nothing is gone how far its places move.
    shifts: Vec<Option<u32>>,
    /// One past the last place.
    end: u32,
}

/// Writes the segment that the inputs make together; gives back what was written to and the header for its start.
///
/// # Errors
/// When `out` does not take it, or when an input is damaged.
pub(super) fn merge<W: Write>(inputs: &[Input<'_>], out: W, stamp: u64) -> io::Result<(W, [u8; HEADER])> {
    let plan = Plan::new(inputs).ok_or_else(|| io::Error::other("too much for one segment"))?;
    let mut out = Assembly::new(out)?;
    out.part(&longs(&plan.keys))?;
    plan.entries(&mut out)?;
    plan.places(&mut out)?;
    plan.articles(&mut out)?;
    plan.sketches(&mut out)?;
    if inputs.iter().any(|input| input.segment.is_damaged()) {
        return Err(io::Error::other("a segment is damaged"));
    }
    out.finish(MAGIC, stamp)
}

/// Whether the inputs fit into one segment, as far as their sizes tell.
pub(super) fn fits(inputs: &[Input<'_>]) -> bool {
    let entries: usize = inputs.iter().map(|input| input.segment.entries()).sum();
    entries < 1 << 31
}

impl<'a> Plan<'a> {
    fn new(inputs: &'a [Input<'a>]) -> Option<Self> {
        let keys_of = |input: &Input<'_>| -> Vec<u64> {
            let container = input.segment.container();
            let bytes = container.bytes(WORDS, 0..container.length(WORDS));
            bytes.chunks_exact(8).map(|key| key.try_into().map_or(0, u64::from_le_bytes)).collect()
        };
        let own: Vec<Vec<u64>> = inputs.iter().map(keys_of).collect();
        let mut keys: Vec<u64> = own.iter().flatten().copied().collect();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() + 1 >= IDS {
            return None;
        }
        let ids = own.iter().map(|own| {
            let mut next = 0;
            let rank = |key: &u64| {
                while keys[next] != *key {
                    next += 1;
                }
                next as u32 + 1
            };
            own.iter().map(rank).collect()
        });
        let ids = ids.collect();
        let mut end = 0u32;
        let mut starts = Vec::with_capacity(inputs.len());
        for input in inputs {
            let mut own = Vec::with_capacity(input.live.len());
            for article in 0..input.segment.articles() {
                let live = input.live[article as usize];
                own.push(live.then_some(end));
                if live {
                    let places = input.segment.places_of(article);
                    end = end.checked_add(places.end.checked_sub(places.start)?)?;
                }
            }
            starts.push(own);
        }
        let whole = |input: &Input<'_>| !input.live.contains(&false);
        let shift =
            |(input, starts): (&Input<'_>, &Vec<Option<u32>>)| starts.first().copied()?.filter(|_| whole(input));
        let shifts = inputs.iter().zip(&starts).map(shift).collect();
        let firsts = inputs.iter().map(|input| input.segment.container().numbers(FIRSTS)).collect();
        for input in inputs {
            wake::let_go(input.segment.container(), &[WORDS, FIRSTS]);
        }
        Some(Self { inputs, keys, ids, firsts, starts, shifts, end })
    }

    /// `FIRSTS`, `ENTRIES` and `PAGES`. The first come before the entries they count, so words are gone through twice.
    fn entries<W: Write>(&self, out: &mut Assembly<W>) -> io::Result<()> {
        let mut firsts = Vec::with_capacity(self.keys.len() + 1);
        let mut count = 0;
        firsts.push(count);
        let mut wakes = self.wakes(ENTRIES);
        self.each_word(|sources| {
            count += sources.iter().map(|&(number, id)| self.count(number, id, &mut wakes[number])).sum::<u32>();
            firsts.push(count);
            Ok(())
        })?;
        out.part(&numbers(&firsts))?;
        let (mut pages, mut written) = (Vec::new(), 0);
        let (mut entries, mut bytes) = (Vec::new(), Vec::with_capacity(8 * PAGE));
        let mut wakes = self.wakes(ENTRIES);
        let mut piles: Vec<Pile> = vec![Pile::default(); self.inputs.len()];
        self.each_word(|sources| {
            for &(number, id) in sources {
                piles[number].left = self.entries_of(number, id);
            }
            while self.slice(sources, &mut piles, &mut wakes, &mut entries) {
                for &entry in &entries {
                    if written % PAGE == 0 {
                        pages.push((entry >> 32) as u32);
                    }
                    written += 1;
                    bytes.extend_from_slice(&entry.rotate_left(32).to_le_bytes());
                }
                out.write(&bytes)?;
                bytes.clear();
            }
            Ok(())
        })?;
        self.let_go(&[ENTRIES]);
        out.end_part()?;
        out.part(&numbers(&pages))
    }

    /// Tells of each word, in order, which inputs have it under which id.
    fn each_word(&self, mut each: impl FnMut(&[(usize, u32)]) -> io::Result<()>) -> io::Result<()> {
        let mut next = vec![0usize; self.inputs.len()];
        let mut sources = Vec::with_capacity(self.inputs.len());
        for id in 1..=self.keys.len() as u32 {
            sources.clear();
            for (number, at) in next.iter_mut().enumerate() {
                if self.ids[number].get(*at) == Some(&id) {
                    *at += 1;
                    sources.push((number, *at as u32));
                }
            }
            each(&sources)?;
        }
        Ok(())
    }

    /// One for each input.
    fn wakes(&self, part: usize) -> Vec<Wake> {
        vec![Wake::of(part); self.inputs.len()]
    }

    /// Lets go of what was gone through of each input.
    fn let_go(&self, parts: &[usize]) {
        for input in self.inputs {
            wake::let_go(input.segment.container(), parts);
        }
    }

    /// All entries of a word in one input.
    fn entries_of(&self, number: usize, id: u32) -> Range<usize> {
        let at = |id: u32| self.firsts[number].get(id as usize).map_or(0, |&first| first as usize);
        let first = at(id - 1);
        first..at(id).max(first)
    }

    /// How many of a word's entries of one input are left in the result.
    fn count(&self, number: usize, id: u32, wake: &mut Wake) -> u32 {
        let segment = self.inputs[number].segment;
        let range = self.entries_of(number, id);
        if self.shifts[number].is_some() {
            return range.len() as u32;
        }
        let starts = &self.starts[number];
        let left = |&place: &u32| starts.get(segment.article_at(place) as usize).is_some_and(Option::is_some);
        let left = segment.places(range.clone()).filter(left).count() as u32;
        wake.reach(segment.container(), 8 * range.end);
        left
    }

    /// The next entries of a word, in order, of which all inputs together have some more; whether there were any.
    fn slice(&self, sources: &[(usize, u32)], piles: &mut [Pile], wakes: &mut [Wake], entries: &mut Vec<u64>) -> bool {
        // No entry that is not on a pile yet comes before this one.
        let mut bound = u64::MAX;
        for &(number, _) in sources {
            let Pile { held, left } = &mut piles[number];
            while held.is_empty() && left.start < left.end {
                let end = left.end.min(left.start + SLICE);
                self.take(number, left.start..end, held, &mut wakes[number]);
                left.start = end;
            }
            if let Some(&last) = held.last().filter(|_| left.start < left.end) {
                bound = bound.min(last);
            }
        }
        entries.clear();
        for &(number, _) in sources {
            let held = &mut piles[number].held;
            let sure = held.partition_point(|&entry| entry <= bound);
            entries.extend(held.drain(..sure));
        }
        // Each source is in order; sorting finds that and merges.
        if sources.len() > 1 {
            #[expect(clippy::stable_sort_primitive, reason = "it finds the runs that are in order already")]
            entries.sort();
        }
        !entries.is_empty()
    }

    /// Takes some entries of one input, as they read in the result.
    fn take(&self, number: usize, range: Range<usize>, entries: &mut Vec<u64>, wake: &mut Wake) {
        let segment = self.inputs[number].segment;
        let bytes = segment.container().bytes(ENTRIES, 8 * range.start..8 * range.end);
        let (ids, starts) = (&self.ids[number], &self.starts[number]);
        let shift = self.shifts[number];
        for entry in bytes.chunks_exact(8) {
            let follow = u32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]]);
            let place = u32::from_le_bytes([entry[4], entry[5], entry[6], entry[7]]);
            let moved = if let Some(shift) = shift {
                Some(place + shift)
            } else {
                let article = segment.article_at(place);
                let start = starts.get(article as usize).copied().flatten();
                start.map(|start| start + (place - segment.places_of(article).start))
            };
            let Some(place) = moved else { continue };
            let follow = match ids.get((follow >> THIRD).wrapping_sub(1) as usize) {
                Some(id) => id << THIRD | follow & ((1 << THIRD) - 1),
                None => 0,
            };
            entries.push(u64::from(follow) << 32 | u64::from(place));
        }
        wake.reach(segment.container(), 8 * range.end);
    }

    /// The articles that are left, each with the number of its input.
    fn live(&self) -> impl Iterator<Item = (usize, &'a Segment, u32)> + '_ {
        self.inputs.iter().enumerate().flat_map(|(number, input)| {
            (0..input.segment.articles())
                .filter(|&article| input.live[article as usize])
                .map(move |article| (number, input.segment, article))
        })
    }

    /// `STARTS` and `MARKS`.
    fn places<W: Write>(&self, out: &mut Assembly<W>) -> io::Result<()> {
        let mut starts: Vec<u32> = self.starts.iter().flatten().filter_map(|&start| start).collect();
        starts.push(self.end);
        out.part(&numbers(&starts))?;
        let mut wakes = self.wakes(MARKS);
        for (number, segment, article) in self.live() {
            let places = segment.places_of(article);
            debug_assert!(places.len() >= GAP as usize, "an article has empty places behind it");
            let (from, to) = (places.start / MARK, places.end / MARK);
            let (from, to) = (4 * from as usize, 4 * to as usize);
            wakes[number].reach(segment.container(), from);
            out.write(segment.container().bytes(MARKS, from..to))?;
        }
        self.let_go(&[STARTS, MARKS]);
        out.end_part()
    }

    /// `RECORDS` and `BRIEFS` with where each begins, and the `DICTIONARY`.
    fn articles<W: Write>(&self, out: &mut Assembly<W>) -> io::Result<()> {
        // The largest input's dictionary serves for all; what was pressed with another is pressed anew.
        let largest = self.inputs.iter().max_by_key(|input| input.segment.entries());
        let dictionary = largest.map_or(&[][..], |input| input.segment.dictionary());
        let mut offsets = Vec::new();
        let mut at = 0u64;
        let mut again = press::Again::new(dictionary);
        let mut wakes = self.wakes(segment::RECORDS);
        for (number, segment, article) in self.live() {
            offsets.push(at);
            let container = segment.container();
            wakes[number].reach(container, container.long(segment::RECORD_OFFSETS, article as usize) as usize);
            let damaged = || io::Error::other("a segment is damaged");
            let kept;
            let record = if segment.dictionary() == dictionary {
                container.item(segment::RECORDS, segment::RECORD_OFFSETS, article as usize)
            } else {
                kept = again.press(&segment.record(article).ok_or_else(damaged)?);
                &kept
            };
            at += record.len() as u64;
            out.write(record)?;
        }
        offsets.push(at);
        self.let_go(&[segment::RECORDS, segment::RECORD_OFFSETS]);
        out.end_part()?;
        out.part(&longs(&offsets))?;
        offsets.clear();
        at = 0;
        let mut wakes = self.wakes(segment::BRIEFS);
        for (number, segment, article) in self.live() {
            offsets.push(at);
            let container = segment.container();
            wakes[number].reach(container, container.long(segment::BRIEF_OFFSETS, article as usize) as usize);
            let brief = segment.brief(article);
            at += brief.len() as u64;
            out.write(brief)?;
        }
        self.let_go(&[segment::BRIEFS, segment::BRIEF_OFFSETS]);
        offsets.push(at);
        out.end_part()?;
        out.part(&longs(&offsets))?;
        out.part(dictionary)
    }

    /// `SKETCHES`, under the numbers that the articles have in the result.
    fn sketches<W: Write>(&self, out: &mut Assembly<W>) -> io::Result<()> {
        let mut next = 0u32;
        for input in self.inputs {
            let number = |live: &bool| {
                next += u32::from(*live);
                live.then(|| next - 1)
            };
            let numbers: Vec<Option<u32>> = input.live.iter().map(number).collect();
            for (article, sketch) in input.segment.sketches() {
                if let Some(number) = numbers.get(article as usize).copied().flatten() {
                    out.write(&number.to_le_bytes())?;
                    out.write(sketch)?;
                }
            }
            wake::let_go(input.segment.container(), &[segment::SKETCHES]);
        }
        out.end_part()
    }
}
