//! How surely the words of a phrase do not meet in a place by chance.

use crate::corpus::Rarity;
use crate::text::fold::{Token, TokenKind};

/// Words that do not follow each other as in the phrase could have been met in many ways: each time it says so much less,
/// and so much for the logarithm of how many words are between.
const BREAK: f32 = 1.0;
const APART: f32 = 2.0;

/// How surprising it is to meet a phrase's words.
pub(super) struct Chance<'a> {
    rarity: &'a Rarity,
    numbers: &'a [usize],
}

/// For each word its number without the ellipses, and one more for the end.
pub(super) fn numbers(tokens: &[Token]) -> Vec<usize> {
    let mut next = 0;
    let mut numbers = vec![0];
    numbers.extend(tokens.iter().map(|token| {
        next += usize::from(token.kind != TokenKind::Cut);
        next
    }));
    numbers
}

impl<'a> Chance<'a> {
    /// Nothing where it is not known how rare each word is.
    pub(super) fn new(rarity: &'a Rarity, numbers: &'a [usize]) -> Option<Self> {
        let known = numbers.last() == Some(&rarity.of.len()) && rarity.chance > 0.0;
        known.then_some(Self { rarity, numbers })
    }

    /// How surely words do not stand in places by chance, as a natural logarithm: each as rare as it is behind those that
    /// stand before it in the phrase and there, less where it is free to stand, less how many places there are.
    pub(super) fn surprise(&self, same: &[(usize, usize)]) -> f32 {
        let mut sum = -self.rarity.chance;
        let mut before: Option<(usize, usize)> = None;
        let mut run = 0;
        for &(at, place) in same {
            if let Some((last, there)) = before {
                let apart = (at - last).abs_diff(place - there);
                if (at, place) == (last + 1, there + 1) {
                    run = 2.min(run + 1);
                } else {
                    run = 0;
                    sum -= BREAK + APART * (apart as f32).ln_1p();
                }
            }
            sum += self.rarity.of[self.numbers[at]][run];
            before = Some((at, place));
        }
        sum
    }
}
