//! What a corpus holds, over all its segments: files with their stamps, the order of articles, families.
//!
//! One is written with each generation and then only read, like a segment, so that whoever opens an index sees files,
//! articles and families of one moment.

use super::bytes::{Reader, Writer};
use super::container::{Container, Magic, Unfit, assemble};
use super::map::Bytes;
use crate::corpus::walk::Stamp;

const MAGIC: Magic = *b"onreccat";

// The parts.
/// Counts, see [`Catalogue`].
const HEAD: usize = 0;
/// The files, see [`Entry`], and where each begins; in order.
const FILES: usize = 1;
const FILE_OFFSETS: usize = 2;
/// For each file its first article, and one more for the end.
const FILE_FIRSTS: usize = 3;
/// For each article its segment, and its number in that.
const ORDER: usize = 4;
/// For each article its first family, and one more for the end; and the families, one a story.
const FAMILY_FIRSTS: usize = 5;
const FAMILIES: usize = 6;
/// For each article the number that it keeps as long as it is what it is.
const BIRTHS: usize = 7;
const PARTS: usize = 8;

/// What a corpus holds.
#[derive(Debug)]
pub(super) struct Catalogue {
    container: Container,
    pub articles: u32,
    pub quotations: usize,
    /// Changes whenever the contents do.
    pub digest: u64,
    /// Those of one line count births on.
    pub line: u64,
    /// One more than the largest of the births.
    pub born: u32,
}

/// A file of the corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub root: usize,
    pub below: String,
    pub stamp: Stamp,
    pub hash: u64,
    pub problems: Vec<String>,
}

/// Where an article is: which segment, and its number in that.
pub(super) type Place = (u32, u32);

/// What a catalogue is written from.
#[derive(Debug, Default)]
pub(super) struct Contents<'a> {
    pub quotations: usize,
    pub digest: u64,
    pub line: u64,
    pub born: u32,
    /// For each article, in order, its birth: a number that no other article of the line ever has.
    pub births: &'a [u32],
    /// Each with where its articles are, in order.
    pub files: &'a [(Entry, Vec<Place>)],
    /// For each article, in order, its first family, and one more for the end; and the families, one a story.
    pub families: (&'a [u32], &'a [u32]),
}

/// A catalogue as bytes.
pub(super) fn write(contents: &Contents<'_>, stamp: u64) -> Vec<u8> {
    let articles: usize = contents.files.iter().map(|(_, places)| places.len()).sum();
    let mut head = Writer::default();
    head.size(articles);
    head.size(contents.quotations);
    head.number(contents.digest);
    head.number(contents.line);
    head.number(u64::from(contents.born));
    let mut files = super::build::Items::default();
    let mut firsts = Vec::new();
    let mut order = Vec::with_capacity(2 * articles);
    for (entry, places) in contents.files {
        let Entry { root, below, stamp, hash, problems } = entry;
        let mut writer = Writer::default();
        writer.size(*root);
        writer.text(below);
        writer.number(stamp.size);
        writer.number(stamp.modified);
        writer.number(*hash);
        writer.list(problems, |writer, problem| writer.text(problem));
        files.push(&writer.0);
        firsts.push(order.len() as u32 / 2);
        order.extend(places.iter().flat_map(|&(segment, number)| [segment, number]));
    }
    firsts.push(order.len() as u32 / 2);
    let (files, file_offsets) = files.finish();
    let (family_firsts, families) = contents.families;
    let numbers = super::build::numbers;
    assemble(
        &[
            &head.0,
            &files,
            &file_offsets,
            &numbers(&firsts),
            &numbers(&order),
            &numbers(family_firsts),
            &numbers(families),
            &numbers(contents.births),
        ],
        MAGIC,
        stamp,
    )
}

impl Catalogue {
    /// Opens a catalogue made with this stamp.
    pub(super) fn open(bytes: Bytes, stamp: u64) -> Result<Self, Unfit> {
        let container = Container::open(bytes, MAGIC, stamp, PARTS)?;
        let mut reader = Reader(container.bytes(HEAD, 0..container.length(HEAD)));
        let mut number = || reader.number();
        let mut read = || {
            let articles = u32::try_from(number()?).ok()?;
            let [quotations, digest, line, born] = [number()?, number()?, number()?, number()?];
            Some((articles, usize::try_from(quotations).ok()?, digest, line, u32::try_from(born).ok()?))
        };
        let (articles, quotations, digest, line, born) = read().ok_or(Unfit::Foreign)?;
        Ok(Self { container, articles, quotations, digest, line, born })
    }

    /// Whether bytes were met that are not what was written.
    pub(super) fn is_damaged(&self) -> bool {
        self.container.is_damaged()
    }

    /// How many bytes it takes.
    pub(super) fn size(&self) -> u64 {
        self.container.size() as u64
    }

    /// How many files there are.
    pub(super) fn files(&self) -> usize {
        (self.container.length(FILE_OFFSETS) / 8).saturating_sub(1)
    }

    /// One of the files.
    pub(super) fn file(&self, at: usize) -> Option<Entry> {
        let mut reader = Reader(self.container.item(FILES, FILE_OFFSETS, at));
        Some(Entry {
            root: reader.size()?,
            below: reader.string()?,
            stamp: Stamp { size: reader.number()?, modified: reader.number()? },
            hash: reader.number()?,
            problems: reader.list(Reader::string)?,
        })
    }

    /// One of the files by its root, its name below that, and its stamp; nothing behind the last.
    pub(super) fn stamped(&self, at: usize) -> Option<(usize, &str, Stamp)> {
        if at >= self.files() {
            return None;
        }
        let mut reader = Reader(self.container.item(FILES, FILE_OFFSETS, at));
        let (root, below) = (reader.size()?, reader.text()?);
        Some((root, below, Stamp { size: reader.number()?, modified: reader.number()? }))
    }

    /// The articles of a file.
    pub(super) fn articles_of(&self, file: usize) -> std::ops::Range<u32> {
        self.container.number(FILE_FIRSTS, file)..self.container.number(FILE_FIRSTS, file + 1)
    }

    /// The file that an article lies in.
    pub(super) fn file_of(&self, article: u32) -> usize {
        let (mut low, mut high) = (0, self.files());
        while low < high {
            let middle = low.midpoint(high);
            if self.container.number(FILE_FIRSTS, middle) <= article {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.saturating_sub(1)
    }

    /// Where an article is.
    pub(super) fn place(&self, article: u32) -> Place {
        let at = 2 * article as usize;
        (self.container.number(ORDER, at), self.container.number(ORDER, at + 1))
    }

    /// Where all articles are, in order; nothing where that is damaged.
    pub(super) fn places(&self) -> Vec<Place> {
        let numbers = self.container.numbers(ORDER);
        numbers.chunks_exact(2).map(|place| (place[0], place[1])).collect()
    }

    /// The births of all articles, in order; none where that is damaged.
    pub(super) fn births(&self) -> Vec<u32> {
        self.container.numbers(BIRTHS)
    }

    /// The families of all stories, after where each article's begin; nothing where that is damaged.
    pub(super) fn all_families(&self) -> (Vec<u32>, Vec<u32>) {
        (self.container.numbers(FAMILY_FIRSTS), self.container.numbers(FAMILIES))
    }

    /// The families of an article's stories.
    pub(super) fn families(&self, article: u32) -> Vec<u32> {
        let at = article as usize;
        let range = self.container.number(FAMILY_FIRSTS, at)..self.container.number(FAMILY_FIRSTS, at + 1);
        range.map(|at| self.container.number(FAMILIES, at as usize)).collect()
    }
}
