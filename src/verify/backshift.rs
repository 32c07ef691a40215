//! Indirect speech: what a reporter's "she said that she could not" makes of "I cannot".

use super::judge::{Claim, Held};
use crate::text::fold;

/// Forms that stand for each other when words are retold; the first of a line stands for the others.
const FORMS: &[&[&str]] = &[
    &["can", "could"],
    &["will", "would"],
    &["may", "might"],
    &["shall", "should"],
    &["am", "is", "are", "was", "were", "'s"],
    &["have", "has", "had"],
    &["do", "does", "did"],
    &["i", "he", "she", "they", "we", "you", "me", "him", "her", "them", "us"],
    &["my", "his", "their", "our", "your"],
    &["this", "that"],
    &["here", "there"],
    &["now", "then"],
    &["today", "tonight"],
];

/// Whether all that differs is what indirect speech does to words: who speaks, and the time of it.
pub(super) fn is_all(claim: &Claim<'_>, held: &Held) -> bool {
    let retold = |key: u64| FORMS.iter().position(|forms| forms.iter().any(|form| fold::key(form) == key));
    held.reading.differences.iter().all(|difference| {
        let draft = difference.draft.iter().map(|&at| retold(claim.tokens[at].key));
        let source = difference.source.iter().map(|&place| retold(held.passage.tokens[place].key));
        let (draft, source): (Vec<_>, Vec<_>) = (draft.collect(), source.collect());
        // At an edge, the alignment leaves out what the source has there.
        let alike = draft.is_empty() || source.is_empty() || draft == source;
        alike && draft.iter().chain(&source).all(Option::is_some)
    })
}
