//! What a corpus holds, over all its segments: files with their stamps, the order of articles, families.
//!
//! One is made with each generation and then only read, like a segment, so that whoever opens an index sees files, articles
//! and families of one moment. Where little changed, only that is written, with which stretches of an earlier catalogue
//! hold as they are: a patch, see `patch.rs`.

use std::cmp::Ordering;
use std::path::Path;
use std::sync::Arc;

use super::NOBODY;
use super::bytes::Reader;
use super::container::{Container, Magic, Unfit};
use super::contents::Head;
use super::map::Bytes;
use super::patch;
use super::pieces::{Piece, Pieces};
use crate::corpus::walk::Stamp;

pub(super) const MAGIC: Magic = *b"onreccat";

// The parts.
/// Counts, see [`Head`].
pub(super) const HEAD: usize = 0;
/// The files, see [`Entry`], and where each begins; in order.
const FILES: usize = 1;
const FILE_OFFSETS: usize = 2;
/// For each file its first article, and one more for the end.
pub(super) const FILE_FIRSTS: usize = 3;
/// For each article its segment, and its number in that.
pub(super) const ORDER: usize = 4;
/// For each article its first family, and one more for the end; and the families, one a story.
const FAMILY_FIRSTS: usize = 5;
const FAMILIES: usize = 6;
/// For each article the number that it keeps as long as it is what it is.
const BIRTHS: usize = 7;
pub(super) const PARTS: usize = 8;

/// What a corpus holds.
#[derive(Debug)]
pub(super) struct Catalogue {
    base: Arc<Container>,
    patch: Option<Container>,
    pieces: Pieces,
    /// For each segment that the base knew its number now; nothing where they are the same.
    segments: Vec<u32>,
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

impl Catalogue {
    /// Opens a whole catalogue made with this stamp.
    pub(super) fn open(bytes: Bytes, stamp: u64) -> Result<Self, Unfit> {
        let base = Container::open(bytes, MAGIC, stamp, PARTS)?;
        let mut reader = Reader(base.bytes(HEAD, 0..base.length(HEAD)));
        let head = Head::read(&mut reader).ok_or(Unfit::Foreign)?;
        let pieces = Pieces::of(std::iter::once((false, all(&base)))).ok_or(Unfit::Foreign)?;
        Self::new(Arc::new(base), None, pieces, Vec::new(), head)
    }

    /// Opens the catalogue that a patch makes of the base that it was made for.
    pub(super) fn patched(base: &Arc<Container>, bytes: Bytes, stamp: u64) -> Result<Self, Unfit> {
        let (patch, head) = patch::open(base, bytes, stamp)?;
        let pieces = patch::pieces(base, &patch).ok_or(Unfit::Foreign)?;
        let segments = patch.numbers(patch::SEGMENTS);
        Self::new(Arc::clone(base), Some(patch), pieces, segments, head)
    }

    fn new(
        base: Arc<Container>,
        patch: Option<Container>,
        pieces: Pieces,
        segments: Vec<u32>,
        head: Head,
    ) -> Result<Self, Unfit> {
        let Head { articles, quotations, digest, line, born } = head;
        if pieces.counts()[1] != articles {
            return Err(Unfit::Foreign);
        }
        Ok(Self { base, patch, pieces, segments, articles, quotations, digest, line, born })
    }

    /// The whole catalogue that it goes on from; itself, if it is whole.
    pub(super) fn base(&self) -> &Arc<Container> {
        &self.base
    }

    /// For each segment that the base knew its number now; nothing where they are the same.
    pub(super) fn segments(&self) -> &[u32] {
        &self.segments
    }

    /// The number of a file in the base, if it lies there.
    pub(super) fn in_base(&self, file: u32) -> Option<u32> {
        let piece = self.pieces.by_file(file).filter(|piece| !piece.patched)?;
        Some(piece.files.back(file))
    }

    /// Whether bytes were met that are not what was written.
    pub(super) fn is_damaged(&self) -> bool {
        self.base.is_damaged() || self.patch.as_ref().is_some_and(Container::is_damaged)
    }

    /// How many bytes it takes.
    pub(super) fn size(&self) -> u64 {
        (self.base.size() + self.patch.as_ref().map_or(0, Container::size)) as u64
    }

    fn table(&self, piece: &Piece) -> &Container {
        self.patch.as_ref().filter(|_| piece.patched).unwrap_or(&self.base)
    }

    /// How many files there are.
    pub(super) fn files(&self) -> usize {
        self.pieces.counts()[0] as usize
    }

    /// One of the files as it is written.
    pub(super) fn item(&self, at: usize) -> Option<&[u8]> {
        let at = u32::try_from(at).ok()?;
        let piece = self.pieces.by_file(at)?;
        Some(self.table(piece).item(FILES, FILE_OFFSETS, piece.files.back(at) as usize))
    }

    /// One of the files.
    pub(super) fn file(&self, at: usize) -> Option<Entry> {
        let mut reader = Reader(self.item(at)?);
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
        let mut reader = Reader(self.item(at)?);
        let (root, below) = (reader.size()?, reader.text()?);
        Some((root, below, Stamp { size: reader.number()?, modified: reader.number()? }))
    }

    /// The number of a file by its root and its name below that, as files are in order of both.
    pub(super) fn numbered(&self, root: usize, below: &Path) -> Option<usize> {
        let (mut low, mut high) = (0, self.files());
        while low < high {
            let middle = low.midpoint(high);
            let (its_root, its_name, _) = self.stamped(middle)?;
            match (its_root, Path::new(its_name)).cmp(&(root, below)) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The articles of a file.
    pub(super) fn articles_of(&self, file: usize) -> std::ops::Range<u32> {
        let Some(piece) = u32::try_from(file).ok().and_then(|file| self.pieces.by_file(file)) else { return 0..0 };
        let (table, at) = (self.table(piece), piece.files.back(file as u32) as usize);
        let [first, end] = [at, at + 1].map(|at| piece.articles.forth(table.number(FILE_FIRSTS, at)));
        first..end
    }

    /// For each file its first article, and one more for the end; too few where that is damaged.
    pub(super) fn firsts(&self) -> Vec<u32> {
        let mut all = Vec::with_capacity(self.files() + 1);
        for piece in self.pieces.all() {
            let firsts = self.table(piece).stretch(FILE_FIRSTS, piece.files.there());
            all.extend(firsts.map(|first| piece.articles.forth(first)));
        }
        all.push(self.articles);
        all
    }

    /// The file that an article lies in.
    pub(super) fn file_of(&self, article: u32) -> usize {
        let Some(piece) = self.pieces.by_article(article) else { return 0 };
        let (table, there) = (self.table(piece), piece.articles.back(article));
        let files = piece.files.there();
        let (mut low, mut high) = (files.start, files.end);
        while low < high {
            let middle = low.midpoint(high);
            if table.number(FILE_FIRSTS, middle) <= there {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        piece.files.forth(low.saturating_sub(1) as u32) as usize
    }

    /// The number now of a segment that a table names.
    fn segment(&self, piece: &Piece, segment: u32) -> u32 {
        if piece.patched || self.segments.is_empty() {
            return segment;
        }
        self.segments.get(segment as usize).copied().unwrap_or(NOBODY)
    }

    /// Where an article is.
    pub(super) fn place(&self, article: u32) -> Place {
        let Some(piece) = self.pieces.by_article(article) else { return (NOBODY, NOBODY) };
        let (table, at) = (self.table(piece), 2 * piece.articles.back(article) as usize);
        (self.segment(piece, table.number(ORDER, at)), table.number(ORDER, at + 1))
    }

    /// Where all articles are, in order; too few where that is damaged.
    pub(super) fn places(&self) -> Vec<Place> {
        let mut all = Vec::with_capacity(self.articles as usize);
        for piece in self.pieces.all() {
            let there = piece.articles.there();
            let mut numbers = self.table(piece).stretch(ORDER, 2 * there.start..2 * there.end);
            while let (Some(segment), Some(number)) = (numbers.next(), numbers.next()) {
                all.push((self.segment(piece, segment), number));
            }
        }
        all
    }

    /// The births of all articles, in order; too few where that is damaged.
    pub(super) fn births(&self) -> Vec<u32> {
        let mut all = Vec::with_capacity(self.articles as usize);
        for piece in self.pieces.all() {
            all.extend(self.table(piece).stretch(BIRTHS, piece.articles.there()));
        }
        all
    }

    /// The families of all stories, after where each article's begin; too few where that is damaged.
    pub(super) fn all_families(&self) -> (Vec<u32>, Vec<u32>) {
        let [_, articles, stories] = self.pieces.counts().map(|count| count as usize);
        let (mut firsts, mut families) = (Vec::with_capacity(articles + 1), Vec::with_capacity(stories));
        // What the base's stories are now; those that are not taken over lead none of those that are, or that is told.
        let mut now = vec![NOBODY; self.base.length(FAMILIES) / 4];
        for piece in self.pieces.all().iter().filter(|piece| !piece.patched) {
            let there = piece.stories.there();
            for (now, number) in now.get_mut(there).into_iter().flatten().zip(piece.stories.to..) {
                *now = number;
            }
        }
        for piece in self.pieces.all() {
            let table = self.table(piece);
            let own = table.stretch(FAMILY_FIRSTS, piece.articles.there());
            firsts.extend(own.map(|first| piece.stories.forth(first)));
            let own = table.stretch(FAMILIES, piece.stories.there());
            let is_now = |family| if piece.patched { Some(family) } else { now.get(family as usize).copied() };
            families.extend(own.map(|family| is_now(family).unwrap_or(NOBODY)));
        }
        firsts.push(families.len() as u32);
        for (story, family) in self.patch.iter().flat_map(patch::apart) {
            if let Some(place) = families.get_mut(story as usize) {
                *place = family;
            }
        }
        (firsts, families)
    }

    /// The families of an article's stories.
    pub(super) fn families(&self, article: u32) -> Vec<u32> {
        let Some(piece) = self.pieces.by_article(article) else { return Vec::new() };
        let (table, at) = (self.table(piece), piece.articles.back(article) as usize);
        let stories = table.number(FAMILY_FIRSTS, at)..table.number(FAMILY_FIRSTS, at + 1);
        let family = |story: u32| {
            let family = table.number(FAMILIES, story as usize);
            if piece.patched || self.patch.is_none() {
                return Some(family);
            }
            let apart = self.patch.as_ref().and_then(|patch| patch::apart_of(patch, piece.stories.forth(story)));
            apart.or_else(|| self.pieces.story(family))
        };
        stories.map_while(family).collect()
    }
}

/// All files, articles and stories of a table.
fn all(table: &Container) -> [std::ops::Range<u32>; 3] {
    let count = |part: usize| (table.length(part) / 4) as u32;
    [0..count(FILE_FIRSTS).saturating_sub(1), 0..count(BIRTHS), 0..count(FAMILIES)]
}

/// Some files of a table, with their articles and those articles' stories.
pub(super) fn lying(table: &Container, files: std::ops::Range<u32>) -> Option<[std::ops::Range<u32>; 3]> {
    let limits = all(table);
    let firsts = |part: usize, range: &std::ops::Range<u32>| {
        table.number(part, range.start as usize)..table.number(part, range.end as usize)
    };
    let articles = firsts(FILE_FIRSTS, &files);
    let stories = firsts(FAMILY_FIRSTS, &articles);
    let ranges = [files, articles, stories];
    let fits = ranges.iter().zip(&limits).all(|(range, limit)| range.start <= range.end && range.end <= limit.end);
    fits.then_some(ranges)
}
