//! Records pressed together, each by itself, so that one is had without the others.
//!
//! A record is too short to be pressed well alone. Those of a large segment share a dictionary of what recurs in them,
//! made from some of them; it saves a third of their room.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use zstd::bulk::{Compressor, Decompressor};

use super::build::Items;
use super::bytes::{Reader, Writer};

/// A middling level: a higher one takes twice the time for a twentieth of the room.
const LEVEL: i32 = 3;
/// Records of fewer bytes in all get no dictionary.
const WORTH: usize = 1 << 20;
const DICTIONARY: usize = 64 << 10;
/// So many bytes of records are looked through for it.
const SAMPLE: usize = 2 << 20;
/// No record is larger than this: nothing that says it is, is believed.
const LARGEST: usize = 1 << 30;

/// Presses records: their bytes, where each begins, and the dictionary: the one that is `shared`, since records that
/// were pressed alike are merged as they are; one of their own, if that is empty.
pub(super) fn press(records: &Items, shared: &[u8]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let dictionary = match records.size() < WORTH {
        true => Vec::new(),
        false if shared.is_empty() => dictionary(records),
        false => shared.to_vec(),
    };
    let chunks: Vec<Range<usize>> =
        (0..records.len()).step_by(CHUNK).map(|from| from..(from + CHUNK).min(records.len())).collect();
    let chunks: Vec<Items> = chunks.into_par_iter().map(|chunk| pressed(records, chunk, &dictionary)).collect();
    let mut items = Items::default();
    for chunk in &chunks {
        (0..chunk.len()).for_each(|at| items.push(chunk.get(at)));
    }
    drop(chunks);
    let (records, offsets) = items.finish();
    (records, offsets, dictionary)
}

/// So many are pressed by one thread at a time.
const CHUNK: usize = 256;

fn pressed(records: &Items, chunk: Range<usize>, dictionary: &[u8]) -> Items {
    let (mut again, mut items) = (Again::new(dictionary), Items::default());
    for at in chunk {
        items.push(&again.press(records.get(at)));
    }
    items
}

/// Presses one record after the other with one dictionary.
pub(super) struct Again(Option<Compressor<'static>>);

impl Again {
    /// With this dictionary.
    pub(super) fn new(dictionary: &[u8]) -> Self {
        Self(Compressor::with_dictionary(LEVEL, dictionary).ok())
    }

    /// A record as it is kept: how long it was, and then itself; as it was, where pressing does not work.
    pub(super) fn press(&mut self, record: &[u8]) -> Vec<u8> {
        let pressed = self.0.as_mut().and_then(|compressor| compressor.compress(record).ok());
        let pressed = pressed.filter(|pressed| pressed.len() < record.len());
        let mut writer = Writer::default();
        writer.size(if pressed.is_some() { record.len() } else { 0 });
        writer.0.extend_from_slice(pressed.as_deref().unwrap_or(record));
        writer.0
    }
}

fn dictionary(records: &Items) -> Vec<u8> {
    let every = records.size().div_ceil(SAMPLE);
    let sample: Vec<&[u8]> = (0..records.len()).step_by(every).map(|at| records.get(at)).collect();
    zstd::dict::from_samples(&sample, DICTIONARY).unwrap_or_default()
}

/// What it takes to have pressed records again.
pub(super) struct Press {
    dictionary: Vec<u8>,
    /// Making one takes longer than using it.
    idle: Mutex<Vec<Decompressor<'static>>>,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "a dictionary of {} bytes", self.dictionary.len())
    }
}

impl Press {
    /// For records that were pressed with this dictionary.
    pub(super) fn new(dictionary: Vec<u8>) -> Self {
        Self { dictionary, idle: Mutex::default() }
    }

    /// What they were pressed with.
    pub(super) fn dictionary(&self) -> &[u8] {
        &self.dictionary
    }

    /// A record as it was.
    pub(super) fn release(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut reader = Reader(bytes);
        let length = reader.size().filter(|&length| length <= LARGEST)?;
        if length == 0 {
            return Some(reader.0.to_vec());
        }
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = idle().pop();
        let mut decompressor = match waiting {
            Some(decompressor) => decompressor,
            None => Decompressor::with_dictionary(&self.dictionary).ok()?,
        };
        let record = decompressor.decompress(reader.0, length).ok();
        idle().push(decompressor);
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_had_again_one_by_one() {
        let record = |number: usize| format!("The ferry of ward {number} sails at {} sharp. ", number % 24).repeat(9);
        let records: Vec<Vec<u8>> = (0..4_000).map(|number| record(number).into_bytes()).collect();
        for records in [&records[..], &records[..3], &[Vec::new()]] {
            let mut items = Items::default();
            for record in records {
                items.push(record);
            }
            let (bytes, offsets, dictionary) = press(&items, &[]);
            let all: usize = records.iter().map(Vec::len).sum();
            assert_eq!(dictionary.is_empty(), all < WORTH);
            assert!(bytes.len() <= all + records.len());
            let press = Press::new(dictionary);
            let offsets: Vec<_> =
                offsets.chunks_exact(8).map(|it| u64::from_le_bytes(it.try_into().expect("eight")) as usize).collect();
            for (number, record) in records.iter().enumerate().step_by(7) {
                let bytes = &bytes[offsets[number]..offsets[number + 1]];
                assert_eq!(press.release(bytes).as_ref(), Some(record));
                assert_ne!(press.release(&bytes[..bytes.len() - 1]).as_ref(), Some(record), "cut short");
            }
        }
    }
}
