//! The words of a corpus, in all its segments: what is searched.

use std::sync::Arc;

use super::build::Builder;
use super::map::Bytes;
use super::search::{self, Placed, Shelf};
use super::segment::Segment;
use super::{Hit, Query};
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
        Self { shelves: vec![Shelf { segment: Arc::new(segment), ids, gaps: false }] }
    }

    /// The best places for each part of a query, best first.
    pub(in crate::corpus) fn search(&self, query: &Query) -> Vec<Hit> {
        search_all(&[(self, 0)], query)
    }

    /// Whether all that was read so far is what was written.
    pub(super) fn sound(&self) -> Result<(), CorpusError> {
        if self.shelves.iter().any(|shelf| shelf.segment.is_damaged()) { Err(CorpusError::Damaged) } else { Ok(()) }
    }
}

/// The best places for each part of a query in several corpora as if they were one, best first; the articles of each are
/// numbered from a number of its own on.
pub(in crate::corpus) fn search_all(corpora: &[(&Words, u32)], query: &Query) -> Vec<Hit> {
    let mut shelves: Vec<Placed<'_>> = Vec::new();
    for &(words, first) in corpora {
        shelves.extend(words.shelves.iter().map(|shelf| Placed { shelf, first }));
    }
    let parts = query.parts.iter();
    let mut hits: Vec<Hit> = parts.flat_map(|part| search::search(&shelves, part, query.limit)).collect();
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    hits
}
