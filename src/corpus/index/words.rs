//! The words of a corpus, in all its segments: what is searched.

use std::sync::Arc;

use super::build::Builder;
use super::map::Bytes;
use super::search::{self, Placed, Shelf};
use super::segment::Segment;
use super::{Found, Hit, Query};
use crate::corpus::CorpusError;

/// Every segment of a corpus.
#[derive(Debug, Default)]
pub struct Words {
    pub(super) shelves: Vec<Shelf>,
}

impl Words {
    /// Words that are kept in memory; articles have the order in which they were added.
    pub(in crate::corpus) fn of(builder: Builder) -> Self {
        let ids = (0..builder.articles() as u32).collect();
        let segment = Segment::open(Bytes::Owned(builder.finish(0, &[])), 0).expect("what was just written opens");
        Self { shelves: vec![Shelf::new(Arc::new(segment), ids)] }
    }

    /// What a query finds.
    pub(in crate::corpus) fn find(&self, query: &Query) -> Found {
        find_in(&[(self, 0)], query)
    }

    /// The best places alone, best first.
    pub(in crate::corpus) fn search(&self, query: &Query) -> Vec<Hit> {
        self.find(query).hits
    }

    /// Whether all that was read so far is what was written.
    pub(super) fn sound(&self) -> Result<(), CorpusError> {
        if self.shelves.iter().any(|shelf| shelf.segment.is_damaged()) { Err(CorpusError::Damaged) } else { Ok(()) }
    }
}

/// What each part of a query finds in several corpora as if they were one; the articles of each are numbered from a number
/// of its own on.
pub(in crate::corpus) fn find_in(corpora: &[(&Words, u32)], query: &Query) -> Found {
    let mut shelves: Vec<Placed<'_>> = Vec::new();
    for &(words, first) in corpora {
        shelves.extend(words.shelves.iter().map(|shelf| Placed { shelf, first }));
    }
    let mut all = Found::default();
    for part in &query.parts {
        let before = all.rarity.of.len();
        let moved = |hit: Hit| Hit { from: hit.from + before, to: hit.to + before, ..hit };
        let found = search::search(&shelves, part, query.limit);
        all.hits.extend(found.hits.into_iter().map(moved));
        all.beside.extend(found.beside.into_iter().map(moved));
        all.rarity.of.extend(found.rarity.of);
        all.rarity.of.resize(before + part.len(), [0.0; 3]);
        all.rarity.chance = found.rarity.chance;
    }
    all.hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    all
}
