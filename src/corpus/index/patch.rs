//! What changed since a catalogue was written whole: the files that came or are others now, and which stretches of the
//! others hold as they are. A corpus of a hundred thousand files has a catalogue of megabytes; a file added, a patch of some
//! hundred bytes.
//!
//! It is written anew for each generation, always for the same base, until it says so much that the base is written anew.
//! The manifest names both, so a generation is whole or not there at all, as without patches.

use super::NOBODY;
use super::build::numbers;
use super::bytes::{Reader, Writer};
use super::catalogue::{self, Catalogue, FILE_FIRSTS, HEAD, ORDER};
use super::container::{Container, Magic, Unfit, assemble};
use super::contents::{Contents, Head, Held};
use super::map::Bytes;
use super::pieces::Pieces;

const MAGIC: Magic = *b"onrecpat";

// The parts behind those of a catalogue, which hold what came since.
/// For each piece whether it is of the base or of what came since, its first file there, and how many there are.
const PIECES: usize = catalogue::PARTS;
/// For each segment that the base knew its number now; nobody for one that is gone.
pub(super) const SEGMENTS: usize = PIECES + 1;
/// Stories of the base that belong to another family now than the base says, in order, each with that.
const APART: usize = SEGMENTS + 1;
const PARTS: usize = APART + 1;

/// So many files, and one in so many of the base's, may be others before the base is written anew; and so many pieces.
const FILES: (usize, usize) = (64, 32);
const MOST_PIECES: usize = 1024;

/// Opens a patch, if it is one for this base; with what it says of all of it.
pub(super) fn open(base: &Container, bytes: Bytes, stamp: u64) -> Result<(Container, Head), Unfit> {
    let patch = Container::open(bytes, MAGIC, stamp, PARTS)?;
    let mut reader = Reader(patch.bytes(HEAD, 0..patch.length(HEAD)));
    let told = Head::read(&mut reader).zip(Head::read(&mut reader));
    let (head, of) = told.ok_or(Unfit::Foreign)?;
    let own = Head::read(&mut Reader(base.bytes(HEAD, 0..base.length(HEAD))));
    if own == Some(of) { Ok((patch, head)) } else { Err(Unfit::Foreign) }
}

/// The pieces that base and patch make up; `None` where they do not fit.
pub(super) fn pieces(base: &Container, patch: &Container) -> Option<Pieces> {
    let told = patch.numbers(PIECES);
    let lying = told.chunks_exact(3).map(|piece| {
        let patched = piece[0] == 1;
        let files = piece[1]..piece[1].checked_add(piece[2])?;
        Some((patched, catalogue::lying(if patched { patch } else { base }, files)?))
    });
    Pieces::of(lying.collect::<Option<Vec<_>>>()?.into_iter())
}

/// Stories that belong to another family than the base says, each with that.
pub(super) fn apart(patch: &Container) -> impl Iterator<Item = (u32, u32)> + use<> {
    let numbers = patch.numbers(APART).into_iter();
    let (stories, families) = (numbers.clone().step_by(2), numbers.skip(1).step_by(2));
    stories.zip(families)
}

/// The family of a story, if it is another than the base says.
pub(super) fn apart_of(patch: &Container, story: u32) -> Option<u32> {
    let (mut low, mut high) = (0, patch.length(APART) / 8);
    while low < high {
        let middle = low.midpoint(high);
        match patch.number(APART, 2 * middle).cmp(&story) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(patch.number(APART, 2 * middle + 1)),
        }
    }
    None
}

/// What changed since the base of the catalogue before was written, as bytes; `None` where it is time for a whole one.
/// `now` says of each segment of the generation before which number it has.
pub(super) fn write(contents: &Contents<'_>, old: &Catalogue, now: &[u32], stamp: u64) -> Option<Vec<u8>> {
    // What was born in another line has other births altogether.
    if contents.line != old.line || old.is_damaged() {
        return None;
    }
    let base = old.base();
    let segments: Vec<u32> = match old.segments() {
        [] => now.to_vec(),
        of_base => of_base.iter().map(|&was| now.get(was as usize).copied().unwrap_or(NOBODY)).collect(),
    };
    let based = |file: usize| match &contents.files[file] {
        Held::AsBefore(was) => old.in_base(*was),
        Held::Read(_) => None,
    };
    let (order, firsts) = (base.numbers(ORDER), base.numbers(FILE_FIRSTS));
    let stands = |file: usize, there: u32| {
        let there = firsts.get(there as usize).zip(firsts.get(there as usize + 1));
        let here = contents.firsts[file] as usize..contents.firsts[file + 1] as usize;
        let there = there.and_then(|(&from, &to)| order.get(2 * from as usize..2 * to as usize));
        there.is_some_and(|there| {
            let now = there.chunks_exact(2).map(|place| (segments.get(place[0] as usize).copied(), place[1]));
            now.eq(contents.places[here].iter().map(|&(segment, number)| (Some(segment), number)))
        })
    };
    let mut chosen: Vec<usize> = Vec::new();
    let mut pieces: Vec<[u32; 3]> = Vec::new();
    for file in 0..contents.files.len() {
        let there = based(file).filter(|&there| stands(file, there));
        let [patched, from] = match there {
            Some(there) => [0, there],
            None => [1, chosen.len() as u32],
        };
        if there.is_none() {
            chosen.push(file);
        }
        match pieces.last_mut() {
            Some([last, first, count]) if *last == patched && *first + *count == from => *count += 1,
            _ => pieces.push([patched, from, 1]),
        }
    }
    if chosen.len() > FILES.0 + firsts.len() / FILES.1 || pieces.len() > MOST_PIECES {
        return None;
    }
    let tables = contents.tables(Some(old), chosen.into_iter())?;
    let pieces: Vec<u32> = pieces.into_iter().flatten().collect();
    let mut head = Writer::default();
    contents.head().write(&mut head);
    Head::read(&mut Reader(base.bytes(HEAD, 0..base.length(HEAD))))?.write(&mut head);
    let [pieces, segments] = [pieces, segments].map(|part| numbers(&part));
    let with = |apart: &[u32]| {
        let more = [&pieces, &segments, &numbers(apart)];
        let parts: Vec<&[u8]> = std::iter::once(&head.0).chain(&tables).chain(more).map(Vec::as_slice).collect();
        assemble(&parts, MAGIC, stamp)
    };
    // What it says without them tells which stories need to be told apart.
    let bytes = with(&[]);
    let opened = Catalogue::patched(base, Bytes::Owned(bytes.clone()), stamp).ok()?;
    let (told, (firsts, families)) = (opened.all_families(), contents.families);
    if told.0 != firsts || told.1.len() != families.len() {
        return None;
    }
    let others = (0u32..).zip(families).zip(&told.1).filter(|((_, family), told)| family != told);
    let apart: Vec<u32> = others.flat_map(|((story, &family), _)| [story, family]).collect();
    Some(if apart.is_empty() { bytes } else { with(&apart) })
}
