//! Whether who is meant is the same after an edit that left every mention as it was.

use super::is_headline;
use crate::formats::{Block, Document, Rewritten};
use crate::speakers::again::Names;
use crate::text::Span;

/// So many words on either side of an edit are looked at.
const NEAR: usize = 3;

/// Whether nothing that tells who somebody is can have changed: no name is near what was typed, no letters in brackets,
/// no pronouns that are somebody's own, and the block is set as it was.
pub(in crate::speakers) fn stands<'a>(
    before: &Document,
    after: &Document,
    rewritten: Rewritten,
    names: impl Fn() -> &'a Names,
) -> bool {
    // A capital that begins a sentence, and no name, says nothing.
    let named = |word: &str| word.contains(char::is_uppercase) && names().have(word);
    // What is typed behind a paragraph's last word may be no part of the prose.
    let nothing = rewritten.edit.is_nothing();
    let one = |document: &Document, place: Span| {
        let (block, prose) = (&document.blocks[rewritten.block], document.prose.text());
        let plain =
            |near: &str| !near.contains(['(', ')', '/']) && !near.split(|c: char| !c.is_alphanumeric()).any(named);
        (nothing || plain(near(prose, block.span, place)))
            .then(|| (is_headline(block, prose), is_credited(block, prose)))
    };
    let (was, is) = (one(before, rewritten.edit.before()), one(after, rewritten.edit.after()));
    was.is_some() && was == is && !names().say_pronouns
}

/// The words around a place of a block.
fn near(prose: &str, block: Span, place: Span) -> &str {
    let start =
        prose[block.start..place.start].rmatch_indices(' ').nth(NEAR).map_or(block.start, |(at, _)| block.start + at);
    let end = prose[place.end..block.end].match_indices(' ').nth(NEAR).map_or(block.end, |(at, _)| place.end + at);
    &prose[start..end]
}

/// Whether a block ends as a picture's caption does: "(Ana Lind/Coast Courier)".
pub(super) fn is_credited(block: &Block, prose: &str) -> bool {
    let text = block.span.of(prose).trim_end();
    let credit = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    credit.is_some_and(|(_, credit)| credit.contains('/') && credit.len() < 80 && !credit.contains("://"))
}
