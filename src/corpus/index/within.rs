//! Some articles alone: where in each segment their words lie.

use std::ops::Range;

use super::search::Placed;
use crate::corpus::ArticleId;

/// The places of some articles.
pub(super) struct Within {
    /// Of each shelf, in order.
    places: Vec<Vec<Range<u32>>>,
}

impl Within {
    /// Those of articles that are in order.
    pub(super) fn new(shelves: &[Placed<'_>], articles: &[ArticleId]) -> Self {
        let places = shelves.iter().map(|shelf| {
            let numbers = shelf.numbers(articles).into_iter();
            numbers.map(|number| shelf.segment.places_of(number)).filter(|places| !places.is_empty()).collect()
        });
        Self { places: places.collect() }
    }

    /// How many places there are.
    pub(super) fn total(&self) -> usize {
        self.places.iter().flatten().map(ExactSizeIterator::len).sum()
    }

    /// Whether a place of a shelf is one of them.
    pub(super) fn holds(&self, shelf: usize, place: u32) -> bool {
        let places = &self.places[shelf];
        let before = places.partition_point(|places| places.end <= place);
        places.get(before).is_some_and(|places| places.start <= place)
    }
}
