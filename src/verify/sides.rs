//! The words of a quotation, and those of the passage that they are held against.

use super::passage::Passage;
use crate::settings::HouseStyle;
use crate::text::fold::Token;

/// What an alignment lies between, and how strictly it is read.
#[derive(Copy, Clone)]
pub(super) struct Sides<'a> {
    pub draft: &'a [Token],
    pub prose: &'a str,
    pub passage: &'a Passage,
    pub style: HouseStyle,
}

impl<'a> Sides<'a> {
    /// A word of the quotation.
    pub fn said(&self, at: usize) -> &'a str {
        self.draft[at].span.of(self.prose)
    }

    /// A word of the passage.
    pub fn was(&self, place: usize) -> &'a str {
        self.passage.word(place)
    }
}
