//! Indirect speech: what a reporter's "she said that she could not" makes of "I cannot".

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::differ::Difference;
use super::judge::{Claim, Held};
use crate::text::fold;
use crate::text::lists;

/// The group of forms a folded word belongs to, which stand for each other when words are retold.
static GROUPS: LazyLock<FxHashMap<u64, usize>> = LazyLock::new(|| {
    let lines = lists::lines(include_str!("../../data/meaning/retold.txt"));
    lines.enumerate().flat_map(|(group, line)| line.split(' ').map(move |form| (fold::key(form), group))).collect()
});

/// Whether something differs, and all of it is what indirect speech does to words: who speaks, and the time of it.
pub(super) fn is_all(claim: &Claim<'_>, held: &Held) -> bool {
    let retold = |key: u64| GROUPS.get(&key);
    let differences = &held.reading.differences;
    let is_retold = |difference: &Difference| {
        let draft = difference.draft.iter().map(|&at| retold(claim.tokens[at].key));
        let source = difference.source.iter().map(|&place| retold(held.passage.tokens[place].key));
        let (draft, source): (Vec<_>, Vec<_>) = (draft.collect(), source.collect());
        // At an edge, the alignment leaves out what the source has there.
        let alike = draft.is_empty() || source.is_empty() || draft == source;
        alike && draft.iter().chain(&source).all(Option::is_some)
    };
    !differences.is_empty() && differences.iter().all(is_retold)
}
