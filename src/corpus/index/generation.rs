//! One state of an index: its catalogue and its segments, open.

use std::io;
use std::sync::Arc;

use super::NOBODY;
use super::catalogue::Catalogue;
use super::container::Unfit;
use super::home::{Home, Manifest};
use super::record::Brief;
use super::search::Shelf;
use super::segment::{BRIEF_OFFSETS, BRIEFS, Segment};
use super::wake;
use super::words::Words;
use crate::corpus::people::{Cast, Casts};

/// One state of an index.
#[derive(Debug)]
pub(super) struct Generation {
    pub number: u64,
    pub catalogue: Catalogue,
    pub words: Words,
    /// The catalogue's files; none for one that is kept in memory.
    pub catalogues: Vec<String>,
    /// The segments' files; none for one that is kept in memory.
    pub names: Vec<Option<String>>,
    /// Whether a manifest names it.
    pub kept: bool,
}

/// Why there is no state to be had.
#[derive(Debug)]
pub(super) enum Trouble {
    /// There is no index yet.
    Nothing,
    /// It was made by another version.
    Old,
    /// It is damaged, or something else altogether.
    Damaged,
    /// It cannot be read.
    Unreadable(io::Error),
}

impl From<Unfit> for Trouble {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Foreign => Self::Damaged,
            Unfit::Old => Self::Old,
        }
    }
}

/// So often a reader looks again for what holds, when a writer swept away what it was about to open.
const TRIES: usize = 5;
/// No more bytes of an index are fetched before anybody asks for them.
const FETCHED: usize = 64 << 20;

impl Generation {
    /// Opens what holds now.
    pub(super) fn open(home: &Home, stamp: u64) -> Result<Self, Trouble> {
        let mut tried = None;
        for _ in 0..TRIES {
            let manifest = match home.manifest(stamp) {
                Ok(None) => return Err(Trouble::Nothing),
                Ok(Some(manifest)) => manifest?,
                Err(error) => return Err(Trouble::Unreadable(error)),
            };
            match Self::of(home, &manifest, stamp) {
                Err(Trouble::Unreadable(error)) if error.kind() == io::ErrorKind::NotFound => {
                    if tried.replace(manifest.generation) == Some(manifest.generation) {
                        return Err(Trouble::Damaged);
                    }
                }
                opened => return opened,
            }
        }
        Err(Trouble::Damaged)
    }

    /// Whether it is what holds now.
    pub(super) fn holds(&self, home: &Home) -> bool {
        let manifest = home.manifest(super::STAMP);
        matches!(manifest, Ok(Some(Ok(manifest))) if manifest.generation == self.number && self.kept)
    }

    fn of(home: &Home, manifest: &Manifest, stamp: u64) -> Result<Self, Trouble> {
        let map = |name: &str| home.map(name).map_err(Trouble::Unreadable);
        let catalogue = match &manifest.catalogue[..] {
            [whole] => Catalogue::open(map(whole)?, stamp)?,
            [whole, patch] => {
                let whole = Catalogue::open(map(whole)?, stamp)?;
                Catalogue::patched(whole.base(), map(patch)?, stamp)?
            }
            _ => return Err(Trouble::Damaged),
        };
        let mut segments = Vec::with_capacity(manifest.segments.len());
        for name in &manifest.segments {
            segments.push((Some(name.clone()), Arc::new(Segment::open(map(name)?, stamp)?)));
        }
        // A search is all over these from its first phrase on.
        segments.iter().fold(FETCHED, |room, (_, segment)| segment.fetch_ways(room));
        let opened = Self::new(manifest.generation, catalogue, segments).ok_or(Trouble::Damaged)?;
        Ok(Self { kept: true, catalogues: manifest.catalogue.clone(), ..opened })
    }

    /// Puts a catalogue and its segments together; `None` where they do not fit.
    pub(super) fn new(
        number: u64,
        catalogue: Catalogue,
        segments: Vec<(Option<String>, Arc<Segment>)>,
    ) -> Option<Self> {
        let mut ids: Vec<Vec<u32>> =
            segments.iter().map(|(_, segment)| vec![NOBODY; segment.articles() as usize]).collect();
        for (article, (segment, number)) in (0..catalogue.articles).zip(catalogue.places()) {
            *ids.get_mut(segment as usize)?.get_mut(number as usize)? = article;
        }
        if catalogue.is_damaged() {
            return None;
        }
        let mut names = Vec::with_capacity(segments.len());
        let mut shelves = Vec::with_capacity(segments.len());
        for ((name, segment), ids) in segments.into_iter().zip(ids) {
            names.push(name);
            shelves.push(Shelf::new(segment, ids));
        }
        Some(Self { number, catalogue, words: Words { shelves }, catalogues: Vec::new(), names, kept: false })
    }

    /// The segment of an article, and its number in that.
    pub(super) fn segment_of(&self, article: u32) -> Option<(&Segment, u32)> {
        let (segment, number) = self.catalogue.place(article);
        let shelf = self.words.shelves.get(segment as usize)?;
        (number < shelf.segment.articles()).then_some((&*shelf.segment, number))
    }

    /// Has the system fetch what is read of an article.
    pub(super) fn fetch(&self, article: u32) {
        if let Some((segment, number)) = self.segment_of(article) {
            segment.fetch_article(number);
        }
    }

    /// Whether all of it is on disk, and so the generation that its number says.
    pub(super) fn is_on_disk(&self) -> bool {
        self.kept
    }

    /// How many bytes its files take.
    pub(super) fn size(&self) -> u64 {
        let segments = self.words.shelves.iter().map(|shelf| shelf.segment.container().size() as u64);
        segments.sum::<u64>() + self.catalogue.size()
    }

    /// What the records of the largest segment were pressed with.
    pub(super) fn dictionary(&self) -> Vec<u8> {
        let largest = self.words.shelves.iter().max_by_key(|shelf| shelf.segment.entries());
        largest.map_or_else(Vec::new, |shelf| shelf.segment.dictionary().to_vec())
    }

    /// For each birth the article that has it; nobody for those that are gone.
    pub(super) fn by_birth(&self) -> Vec<u32> {
        let mut articles = vec![NOBODY; self.catalogue.born as usize];
        for (article, birth) in (0..).zip(self.catalogue.births()) {
            if let Some(place) = articles.get_mut(birth as usize) {
                *place = article;
            }
        }
        articles
    }

    /// What is kept of an article in brief.
    pub(super) fn brief(&self, article: u32) -> Option<Brief> {
        let (segment, number) = self.segment_of(article)?;
        Brief::read(segment.brief(number))
    }
}

impl Casts for Generation {
    fn some(&self, article: u32, wanted: &dyn Fn(Option<u32>) -> bool) -> Option<Cast> {
        let (segment, number) = self.segment_of(article)?;
        Brief::some_cast(segment.brief(number), wanted)
    }

    fn let_go(&self) {
        for shelf in &self.words.shelves {
            wake::let_go(shelf.segment.container(), &[BRIEFS, BRIEF_OFFSETS]);
        }
    }
}
