//! A file of several parts with checksums: what every file of an index is. Written once, then only read.
//!
//! ```text
//! header   what it is, format, checksum of the checksums, stamp, lengths of the parts, checksum of the header itself
//! parts    each from a multiple of eight bytes on; numbers little-endian
//! sums     the last part: 32 bits for each 4096 bytes of the file from the header's end to here, so that what is looked at
//!          together is a page of memory
//! ```
//!
//! Opening looks at the header and at `sums`, a thousandth of the whole. Each 4096 bytes are held against their checksum
//! when they are first touched: half a gigabyte is open at once, and still no damaged byte is ever believed. Where one is
//! found, what is read is nought, [`Container::is_damaged`] is true from then on, and whoever asked gives no answer.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use twox_hash::XxHash3_64;

use super::map::Bytes;

/// Counts up when the layout of any file changes.
const FORMAT: u32 = 4;
const CHUNK: usize = 4096;
/// So many of them are looked at before they are let go of, where all of a file is.
const STRETCH: usize = 4096;
/// More chunks than so many that are read at once are fetched at once.
const FEW: usize = 2;
/// How many bytes come before the parts.
pub(super) const HEADER: usize = 192;
/// As many lengths as the header has room for.
const MOST: usize = 20;

/// What a file is, as its first eight bytes say.
pub(super) type Magic = [u8; 8];

/// A file of several parts, open.
#[derive(Debug)]
pub(super) struct Container {
    bytes: Bytes,
    parts: Vec<Range<usize>>,
    /// The checksums: in memory, since they lie far from what they are of.
    sums: Vec<[u8; 4]>,
    /// A bit for each chunk that was found whole.
    whole: Vec<AtomicU64>,
    damaged: AtomicBool,
}

/// Why bytes are no file of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// Something else altogether, or not all of it.
    Foreign,
    /// Made by another version.
    Old,
}

/// The chunks that hold some bytes of a file.
fn chunks(bytes: Range<usize>) -> Range<usize> {
    bytes.start / CHUNK..bytes.end.div_ceil(CHUNK)
}

/// A checksum.
pub(super) fn sum(bytes: &[u8]) -> u32 {
    XxHash3_64::oneshot(bytes) as u32
}

/// Writes the parts of a container one after the other.
pub(super) struct Assembly<W> {
    out: W,
    lengths: Vec<u64>,
    sums: Vec<u8>,
    /// What is not yet a whole chunk.
    chunk: Vec<u8>,
    /// How many bytes are a whole one: the first is shorter by the header.
    room: usize,
    part: u64,
}

impl<W: Write> Assembly<W> {
    /// Starts a container; `out` gets the header last, by [`Assembly::finish`].
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        out.write_all(&[0; HEADER])?;
        Ok(Self {
            out,
            lengths: Vec::new(),
            sums: Vec::new(),
            chunk: Vec::with_capacity(CHUNK),
            room: CHUNK - HEADER,
            part: 0,
        })
    }

    /// Goes on with the current part.
    pub(super) fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        self.part += bytes.len() as u64;
        self.out.write_all(bytes)?;
        while !bytes.is_empty() {
            let (now, rest) = bytes.split_at(bytes.len().min(self.room - self.chunk.len()));
            self.chunk.extend_from_slice(now);
            bytes = rest;
            if self.chunk.len() == self.room {
                self.close_chunk();
            }
        }
        Ok(())
    }

    fn close_chunk(&mut self) {
        self.sums.extend_from_slice(&sum(&self.chunk).to_le_bytes());
        self.chunk.clear();
        self.room = CHUNK;
    }

    /// Ends the current part; the next one begins.
    pub(super) fn end_part(&mut self) -> io::Result<()> {
        let length = self.part;
        let padding = (length.next_multiple_of(8) - length) as usize;
        self.write(&[0; 8][..padding])?;
        self.lengths.push(length);
        self.part = 0;
        Ok(())
    }

    /// A whole part.
    pub(super) fn part(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes)?;
        self.end_part()
    }

    /// Writes the checksums; gives back what was written to, and the header that is to go to its start.
    pub(super) fn finish(mut self, magic: Magic, stamp: u64) -> io::Result<(W, [u8; HEADER])> {
        if !self.chunk.is_empty() {
            self.close_chunk();
        }
        self.out.write_all(&self.sums)?;
        self.lengths.push(self.sums.len() as u64);
        assert!(self.lengths.len() <= MOST, "the header has room for every part there is");
        let mut header = [0; HEADER];
        header[..8].copy_from_slice(&magic);
        header[8..12].copy_from_slice(&FORMAT.to_le_bytes());
        header[12..16].copy_from_slice(&sum(&self.sums).to_le_bytes());
        header[16..24].copy_from_slice(&stamp.to_le_bytes());
        for (place, length) in header[24..].chunks_exact_mut(8).zip(&self.lengths) {
            place.copy_from_slice(&length.to_le_bytes());
        }
        let own = sum(&header[..HEADER - 4]);
        header[HEADER - 4..].copy_from_slice(&own.to_le_bytes());
        Ok((self.out, header))
    }
}

/// Puts parts together in memory.
pub(super) fn assemble(parts: &[&[u8]], magic: Magic, stamp: u64) -> Vec<u8> {
    compose(magic, stamp, |assembly| parts.iter().try_for_each(|part| assembly.part(part)))
}

/// The bytes of a container whose parts are written one after the other.
pub(super) fn compose(
    magic: Magic,
    stamp: u64,
    write: impl FnOnce(&mut Assembly<Vec<u8>>) -> io::Result<()>,
) -> Vec<u8> {
    let put = || -> io::Result<_> {
        let mut assembly = Assembly::new(Vec::new())?;
        write(&mut assembly)?;
        assembly.finish(magic, stamp)
    };
    let (mut bytes, header) = put().expect("memory takes what is written to it");
    bytes[..HEADER].copy_from_slice(&header);
    bytes
}

impl Container {
    /// Opens a file of `count` parts, made with this stamp.
    pub(super) fn open(bytes: Bytes, magic: Magic, stamp: u64, count: usize) -> Result<Self, Unfit> {
        let header = bytes.get(..HEADER).ok_or(Unfit::Foreign)?;
        if header[..8] != magic {
            return Err(Unfit::Foreign);
        }
        if header[8..12] != FORMAT.to_le_bytes() || header[16..24] != stamp.to_le_bytes() {
            return Err(Unfit::Old);
        }
        if header[HEADER - 4..] != sum(&header[..HEADER - 4]).to_le_bytes() {
            return Err(Unfit::Foreign);
        }
        let mut parts = Vec::with_capacity(count + 1);
        let mut at = HEADER;
        for length in header[24..].chunks_exact(8).take(count + 1) {
            let length = length.try_into().map_or(0, u64::from_le_bytes);
            let length = usize::try_from(length).map_err(|_| Unfit::Foreign)?;
            let end = at.checked_add(length).filter(|&end| end <= bytes.len()).ok_or(Unfit::Foreign)?;
            parts.push(at..end);
            at = end.next_multiple_of(8);
        }
        let sums = parts[count].clone();
        let chunks = sums.start.div_ceil(CHUNK);
        let fits = sums.end == bytes.len() && sums.len() == 4 * chunks;
        if !fits || header[12..16] != sum(&bytes[sums.clone()]).to_le_bytes() {
            return Err(Unfit::Foreign);
        }
        let (own, _) = bytes[sums.clone()].as_chunks();
        let own = own.to_vec();
        bytes.let_go(sums);
        let whole = (0..chunks.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        Ok(Self { bytes, parts, sums: own, whole, damaged: AtomicBool::new(false) })
    }

    /// Whether bytes were met that are not what was written.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    /// Takes note that what was read makes no sense.
    pub(super) fn blame(&self) {
        self.damaged.store(true, Ordering::Relaxed);
    }

    /// How many bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// How many bytes a part takes.
    pub(super) fn length(&self, part: usize) -> usize {
        self.parts[part].len()
    }

    /// Bytes of a part, checked; nothing where the part has no such bytes.
    pub(super) fn bytes(&self, part: usize, range: Range<usize>) -> &[u8] {
        let part = &self.parts[part];
        let (from, to) = (part.start.saturating_add(range.start), part.start.saturating_add(range.end));
        if from > to || to > part.end {
            self.blame();
            return &[];
        }
        if from < to {
            // Not one after the other, each waited for.
            if chunks(from..to).len() > FEW {
                self.fetch_all(from..to);
            }
            for chunk in chunks(from..to) {
                if !self.check(chunk) {
                    return &[];
                }
            }
        }
        &self.bytes[from..to]
    }

    /// Has the system fetch bytes of a part, as far as they were never looked at, while something else is done: whoever
    /// needs many that lie far apart waits once for all of them.
    pub(super) fn fetch(&self, part: usize, range: Range<usize>) {
        let part = &self.parts[part];
        let (from, to) = (part.start.saturating_add(range.start), part.start.saturating_add(range.end).min(part.end));
        if from < to {
            self.fetch_all(from..to);
        }
    }

    fn fetch_all(&self, bytes: Range<usize>) {
        if chunks(bytes.clone()).any(|chunk| !self.was_checked(chunk)) {
            self.bytes.fetch(bytes);
        }
    }

    fn was_checked(&self, chunk: usize) -> bool {
        self.whole[chunk / 64].load(Ordering::Relaxed) & 1 << (chunk % 64) != 0
    }

    fn check(&self, chunk: usize) -> bool {
        if self.was_checked(chunk) {
            return true;
        }
        let end = self.parts[self.parts.len() - 1].start;
        let bytes = &self.bytes[(chunk * CHUNK).max(HEADER)..((chunk + 1) * CHUNK).min(end)];
        let fits = self.sums[chunk] == sum(bytes).to_le_bytes();
        if fits {
            self.whole[chunk / 64].fetch_or(1 << (chunk % 64), Ordering::Relaxed);
        } else {
            self.blame();
        }
        fits
    }

    /// One number of 32 bits of a part; nought where there is none.
    pub(super) fn number(&self, part: usize, at: usize) -> u32 {
        self.bytes(part, 4 * at..4 * at + 4).try_into().map_or(0, u32::from_le_bytes)
    }

    /// All numbers of 32 bits of a part; none where it is damaged.
    pub(super) fn numbers(&self, part: usize) -> Vec<u32> {
        let (numbers, _) = self.bytes(part, 0..self.length(part)).as_chunks();
        numbers.iter().map(|&number| u32::from_le_bytes(number)).collect()
    }

    /// Some numbers of 32 bits of a part; none where it is damaged or has fewer.
    pub(super) fn stretch(&self, part: usize, range: Range<usize>) -> impl Iterator<Item = u32> + '_ {
        let (numbers, _) = self.bytes(part, 4 * range.start..4 * range.end).as_chunks();
        numbers.iter().map(|&number| u32::from_le_bytes(number))
    }

    /// All numbers of 64 bits of a part; none where it is damaged.
    pub(super) fn longs(&self, part: usize) -> Vec<u64> {
        let (numbers, _) = self.bytes(part, 0..self.length(part)).as_chunks();
        numbers.iter().map(|&number| u64::from_le_bytes(number)).collect()
    }

    /// One number of 64 bits of a part; nought where there is none.
    pub(super) fn long(&self, part: usize, at: usize) -> u64 {
        self.bytes(part, 8 * at..8 * at + 8).try_into().map_or(0, u64::from_le_bytes)
    }

    /// The `at`th of items that one part holds and another one's offsets cut apart.
    pub(super) fn item(&self, items: usize, offsets: usize, at: usize) -> &[u8] {
        self.bytes(items, self.long(offsets, at) as usize..self.long(offsets, at + 1) as usize)
    }

    /// Has the system fetch one of them, as [`Container::fetch`] does.
    pub(super) fn fetch_item(&self, items: usize, offsets: usize, at: usize) {
        self.fetch(items, self.long(offsets, at) as usize..self.long(offsets, at + 1) as usize);
    }

    /// Looks at every byte; whether all are what was written.
    pub(super) fn is_whole(&self) -> bool {
        (0..self.sums.len()).step_by(STRETCH).all(|first| {
            let chunks = first..(first + STRETCH).min(self.sums.len());
            let bytes = CHUNK * chunks.start..CHUNK * chunks.end;
            let whole = chunks.into_iter().all(|chunk| self.check(chunk));
            self.bytes.let_go(bytes);
            whole
        })
    }

    /// Where a part begins.
    pub(super) fn begin(&self, part: usize) -> usize {
        self.parts[part].start
    }

    /// Lets go of the memory that all of it takes up; it can still be read.
    pub(super) fn let_go_all(&self) {
        self.bytes.let_go(0..self.bytes.len());
    }

    /// Lets go of the memory that bytes of a part take up; they can still be read.
    pub(super) fn let_go(&self, part: usize, range: Range<usize>) {
        let part = &self.parts[part];
        let (from, to) = (part.start.saturating_add(range.start), part.start.saturating_add(range.end));
        self.bytes.let_go(from..to.min(part.end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAGIC: Magic = *b"a test..";

    fn bytes() -> Vec<u8> {
        let long: Vec<u8> = (0..20_000u32).flat_map(u32::to_le_bytes).collect();
        assemble(&[b"short", &long, b""], MAGIC, 7)
    }

    fn opened(bytes: Vec<u8>) -> Result<Container, Unfit> {
        Container::open(Bytes::Owned(bytes), MAGIC, 7, 3)
    }

    #[test]
    fn parts_are_read_as_they_were_written() {
        let container = opened(bytes()).expect("opens");
        assert_eq!(container.bytes(0, 0..5), b"short");
        assert_eq!(container.number(1, 19_999), 19_999);
        assert_eq!(container.length(2), 0);
        assert!(container.is_whole() && !container.is_damaged());
        assert_eq!(container.number(1, 20_000), 0);
        assert!(container.is_damaged(), "who asks for what is not there met nonsense before");
    }

    #[test]
    fn what_is_looked_at_together_is_a_page_of_the_file_and_fetching_it_changes_nothing() {
        assert_eq!([HEADER..CHUNK, CHUNK - 1..CHUNK + 1, CHUNK..3 * CHUNK].map(chunks), [0..1, 0..2, 1..3]);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.seg");
        std::fs::write(&path, bytes()).expect("written");
        let container = Container::open(Bytes::map(&path).expect("maps"), MAGIC, 7, 3).expect("opens");
        for range in [0..5, 79_990..90_000, 90_000..90_001, 5..5] {
            container.fetch(1, range);
        }
        assert!(!container.was_checked(2), "fetched is not looked at");
        assert_eq!(container.number(1, 3_000), 3_000);
        assert!(container.was_checked(2) && container.is_whole() && !container.is_damaged());
    }

    #[test]
    fn other_versions_and_other_files_are_told_apart() {
        assert_eq!(Container::open(Bytes::Owned(bytes()), MAGIC, 8, 3).err(), Some(Unfit::Old));
        assert_eq!(Container::open(Bytes::Owned(bytes()), *b"another.", 7, 3).err(), Some(Unfit::Foreign));
        assert_eq!(opened(b"%PDF-1.4".to_vec()).err(), Some(Unfit::Foreign));
    }

    #[test]
    fn no_damage_goes_unnoticed() {
        let sound = bytes();
        for cut in [0, 1, HEADER - 1, HEADER, 5_000, sound.len() - 1] {
            assert_eq!(opened(sound[..cut].to_vec()).err(), Some(Unfit::Foreign), "cut at {cut}");
        }
        for at in (0..sound.len()).step_by(97).chain(sound.len() - 8..sound.len()) {
            let mut bytes = sound.clone();
            bytes[at] ^= 0x10;
            let found = opened(bytes).is_ok_and(|container| container.is_whole());
            assert!(!found, "a bit flipped at {at}");
        }
    }
}
