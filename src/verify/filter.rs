//! How much of a quotation a passage can have at most, told without aligning the two.
//!
//! The most words that both have in one order are found 64 cells of the table at once (Hyyrö, "Bit-parallel LCS-length
//! computation revisited", AWOCA 2004; blocks as in Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau
//! edit distances", Nordic J. Comput. 2003). No alignment matches more. The fewest edits would be no such limit: words
//! that are left out cost an alignment next to nothing.

use super::align;
use crate::text::fold::{Token, TokenKind};

const BITS: usize = u64::BITS as usize;

/// The words of a quotation, ready to be held against passages.
#[derive(Debug)]
pub(super) struct Pattern {
    /// How many numbers of 64 bits hold a bit for each word.
    blocks: usize,
    /// Keys with their row, from where they hash to on; a row of nought is an empty slot.
    slots: Vec<(u64, u32)>,
    /// For each key the places where it stands; the first row is of keys that do not occur.
    rows: Vec<u64>,
    /// What so many of the heaviest words weigh together.
    heaviest: Vec<f32>,
    /// What all of them weigh, words in brackets left out.
    weight: f32,
}

impl Pattern {
    /// Of the words of a quotation.
    pub(super) fn new(tokens: &[Token]) -> Self {
        let words: Vec<&Token> = tokens.iter().filter(|token| token.kind != TokenKind::Cut).collect();
        let blocks = words.len().div_ceil(BITS).max(1);
        // A word may stand for three others besides itself.
        let slots = (8 * words.len()).next_power_of_two().max(16);
        let mut pattern = Self {
            blocks,
            slots: vec![(0, 0); slots],
            rows: vec![0; blocks],
            heaviest: Vec::with_capacity(words.len() + 1),
            weight: 0.0,
        };
        let mut weights = Vec::with_capacity(words.len());
        for (at, token) in words.iter().enumerate() {
            for key in std::iter::once(token.key).chain(align::other_forms(token.key).iter().copied()) {
                let row = pattern.row_for(key);
                pattern.rows[row * blocks + at / BITS] |= 1 << (at % BITS);
            }
            let weight = align::weight(token);
            weights.push(weight);
            pattern.weight += if token.kind == TokenKind::Bracketed { 0.0 } else { weight };
        }
        weights.sort_unstable_by(|a, b| b.total_cmp(a));
        let mut sum = 0.0;
        pattern.heaviest.push(sum);
        pattern.heaviest.extend(weights.iter().map(|weight| {
            sum += weight;
            sum
        }));
        pattern
    }

    /// How much of its weight a passage can have at most, whatever the alignment.
    pub(super) fn coverage_at_most(&self, passage: &[Token]) -> f32 {
        let heaviest = self.heaviest[self.in_common(passage)];
        if self.weight > 0.0 { (heaviest / self.weight).min(1.0) } else { 1.0 }
    }

    /// The most of its words that stand in a passage in their order.
    pub(super) fn in_common(&self, passage: &[Token]) -> usize {
        let mut open = [u64::MAX; 4];
        let mut long;
        let open = if self.blocks <= open.len() {
            &mut open[..self.blocks]
        } else {
            long = vec![u64::MAX; self.blocks];
            &mut long[..]
        };
        for token in passage {
            let Some(row) = self.row(token.key) else { continue };
            let mut carry = false;
            for (open, &met) in open.iter_mut().zip(row) {
                let taken = *open & met;
                let (sum, over) = open.overflowing_add(taken);
                let (sum, again) = sum.overflowing_add(u64::from(carry));
                carry = over || again;
                *open = sum | (*open & !met);
            }
        }
        // Bits beyond the last word never close: no key stands there.
        open.iter().map(|open| open.count_zeros() as usize).sum()
    }

    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (key ^ key >> 32) as usize & mask;
        while self.slots[at].1 != 0 && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }

    fn row(&self, key: u64) -> Option<&[u64]> {
        let row = self.slots[self.slot(key)].1 as usize;
        (row != 0).then(|| &self.rows[row * self.blocks..(row + 1) * self.blocks])
    }

    fn row_for(&mut self, key: u64) -> usize {
        let slot = self.slot(key);
        if self.slots[slot].1 == 0 {
            self.slots[slot] = (key, (self.rows.len() / self.blocks) as u32);
            self.rows.resize(self.rows.len() + self.blocks, 0);
        }
        self.slots[slot].1 as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Span, fold};

    fn words(keys: &[u64]) -> Vec<Token> {
        keys.iter().map(|&key| Token { key, span: Span::at(0), kind: TokenKind::Word }).collect()
    }

    fn most_in_common(pattern: &[u64], passage: &[u64]) -> usize {
        let mut column = vec![0usize; pattern.len() + 1];
        for other in passage {
            let mut corner = 0;
            for (at, word) in pattern.iter().enumerate() {
                let both = corner + usize::from(word == other);
                corner = column[at + 1];
                column[at + 1] = both.max(corner).max(column[at]);
            }
        }
        column[pattern.len()]
    }

    proptest! {
        #[test]
        fn many_cells_at_once_are_what_they_are_one_by_one(
            pattern in prop::collection::vec(0u64..9, 1..300),
            passage in prop::collection::vec(0u64..9, 0..400),
            spread in prop::collection::vec(0u64..1_000, 1..300),
        ) {
            for pattern in [&pattern, &spread] {
                let filter = Pattern::new(&words(pattern));
                prop_assert_eq!(filter.in_common(&words(&passage)), most_in_common(pattern, &passage));
            }
            // A passage made from the pattern by a few edits.
            let mut edited = passage.clone();
            edited.extend(pattern.iter().enumerate().filter(|(at, _)| at % 17 != 3).map(|(_, key)| *key));
            let filter = Pattern::new(&words(&pattern));
            prop_assert_eq!(filter.in_common(&words(&edited)), most_in_common(&pattern, &edited));
        }
    }

    #[test]
    fn no_alignment_has_more_than_what_it_can_have_at_most() {
        let read = |text: &str| fold::tokens(text, Span::new(0, text.len()));
        let passage = read("She said the old quay is closed, and that nobody had been asked before it was.");
        for (draft, most) in [
            ("the old quay's closed", 1.0),
            ("the new quay's closed", 0.9),
            ("nobody asked the harbour board", 0.6),
            ("[the board] had been asked", 1.0),
            ("", 1.0),
        ] {
            let at_most = Pattern::new(&read(draft)).coverage_at_most(&passage);
            assert!(at_most <= most && at_most > most - 0.3, "{draft}: {at_most}");
        }
    }
}
