//! The words of a corpus, in all its segments: what is searched.

use std::sync::Arc;

use super::build::Builder;
use super::map::Bytes;
use super::search::{self, Placed, Shelf};
use super::segment::Segment;
use super::within::Within;
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
    let within = query.among.as_ref().map(|articles| Within::new(&shelves, articles));
    let mut all = Found::default();
    for part in &query.parts {
        let before = all.rarity.of.len();
        let moved = |hit: Hit| Hit { from: hit.from + before, to: hit.to + before, ..hit };
        let found = match &within {
            None => search::search(&shelves, part, query),
            Some(within) => search::search_within(&shelves, part, query.limit, within),
        };
        all.hits.extend(found.hits.into_iter().map(moved));
        all.beside.extend(found.beside.into_iter().map(moved));
        all.rarity.of.extend(found.rarity.of);
        all.rarity.of.resize(before + part.len(), [0.0; 3]);
        all.rarity.chance = found.rarity.chance;
    }
    all.hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Span, fold};

    #[test]
    fn words_that_stand_everywhere_are_looked_for_in_some_places() {
        let text = "the old quay and the new quay of the town ".repeat(8_000) + "but the lighthouse keeper stayed";
        let mut builder = Builder::default();
        builder.add(&fold::tokens(&text, Span::new(0, text.len())), text.len(), &[], &[]);
        let words = Words::of(builder);
        let search = |phrase: &str| {
            let keys = |part: &str| fold::tokens(part, Span::new(0, part.len())).iter().map(|it| it.key).collect();
            let parts: Vec<Vec<u64>> = phrase.split('…').map(keys).collect();
            words.search(&Query { parts, limit: 5, ..Query::default() })
        };
        for phrase in ["the", "old quay", "quay and the new", "the new quay of the town the old quay", "quay … the"] {
            let hits = search(phrase);
            assert!(hits.len() >= 5 && hits.len() <= 2 * 7, "{phrase}: {}", hits.len());
            assert!(words.sound().is_ok(), "{phrase}: what is there was asked for");
        }
        assert_eq!(search("but the lighthouse keeper stayed")[0].words, 5);
        assert!(search("windmill").is_empty());
        assert!(
            Words::of(Builder::default())
                .search(&Query { parts: vec![vec![7]], limit: 5, ..Query::default() })
                .is_empty()
        );
    }
}
