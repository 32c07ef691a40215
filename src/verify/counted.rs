//! Numbers that are others in all, wherever the alignment set them: "two to three" and "three to four".

use super::differ::{Difference, DifferenceKind};
use super::sides::Sides;
use super::turns::{Turn, is_number};
use crate::text::fold::Token;

/// These are pronouns, articles and adverbs as often as numbers.
const VAGUE: &[&str] = &["one", "first", "second"];

/// Takes words for a turned number where some were left out and others put in that are not the same numbers in all.
pub(super) fn settle(differences: &mut [Difference], sides: Sides<'_>) {
    let Sides { draft, prose, passage, .. } = sides;
    let counts = |token: &Token, prose: &str| {
        let word = token.span.of(prose);
        let vague = VAGUE.iter().any(|vague| word.eq_ignore_ascii_case(vague));
        (is_number(token, word, passage.language()) && !vague).then_some(token.key)
    };
    let in_draft = |difference: &Difference| -> Vec<u64> {
        difference.draft.iter().filter_map(|&at| counts(&draft[at], prose)).collect()
    };
    let in_source = |difference: &Difference| -> Vec<u64> {
        let tokens = difference.source.iter().map(|&place| &passage.tokens[place]);
        tokens.filter_map(|token| counts(token, passage.prose())).collect()
    };
    if differences.len() < 2 || differences.iter().any(|it| matches!(it.kind, DifferenceKind::Meaning(_))) {
        return;
    }
    let mut said: Vec<u64> = differences.iter().flat_map(in_draft).collect();
    let mut was: Vec<u64> = differences.iter().flat_map(in_source).collect();
    said.sort_unstable();
    was.sort_unstable();
    if said.is_empty() || was.is_empty() || said == was {
        return;
    }
    if let Some(turned) = differences.iter_mut().find(|difference| !in_draft(difference).is_empty()) {
        turned.kind = DifferenceKind::Meaning(Turn::Number);
    }
}
