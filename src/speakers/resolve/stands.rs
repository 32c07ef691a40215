//! Whether who is meant is the same after an edit that left every mention as it was.

use super::is_headline;
use crate::formats::{Block, Document, Rewritten};
use crate::quotations::lexicon::{self, Class, Lexicon};
use crate::speakers::again::Names;
use crate::text::Span;

/// So many words on either side of an edit are looked at.
const NEAR: usize = 3;

/// Whether nothing that tells who somebody is can have changed: no name is near in front of what was typed, what leads in
/// to one behind it is of the same kind, no letters stand in brackets, no pronouns are somebody's own, and the block is
/// set as it was.
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
        let near = near(prose, block.span, place);
        let names: Vec<Span> = words(prose, near).filter(|word| named(word.of(prose))).collect();
        let plain = !near.of(prose).contains(['(', ')', '/']) && names.iter().all(|name| name.start > place.end);
        let lead_in = names.first().map(|name| leads_in(prose, name.start, lexicon::english()));
        (nothing || plain).then(|| (lead_in, is_headline(block, prose), is_credited(block, prose)))
    };
    let (was, is) = (one(before, rewritten.edit.before()), one(after, rewritten.edit.after()));
    was.is_some() && was == is && !names().say_pronouns
}

/// What stands in front of a name, as far as it tells how the name is used.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LeadIn {
    /// Whether the sentence goes on to the name.
    pub(super) inside: bool,
    pub(super) word: Before,
}

/// What the word in front of a name is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Before {
    #[default]
    Any,
    /// An article or the like: "the United Ports".
    Determiner,
    /// A verb of speech: "said Lind".
    Says,
    /// A word that places stand behind: "in Orrin Park".
    Place,
}

/// What leads in to a name.
pub(super) fn leads_in(prose: &str, name: usize, lexicon: &Lexicon) -> LeadIn {
    let before = prose[..name].trim_end_matches([' ', '\u{a0}']);
    if !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | ')')) {
        return LeadIn::default();
    }
    let last = before.rsplit(|c: char| !c.is_alphanumeric() && c != '\'').next().unwrap_or("");
    let class = lexicon.class(last);
    let word = if class.is(Class::DETERMINER) {
        Before::Determiner
    } else if class.is(Class::SPEECH) && class.is(Class::FINITE) {
        Before::Says
    } else if ["in", "at", "near", "outside"].iter().any(|word| last.eq_ignore_ascii_case(word)) {
        Before::Place
    } else {
        Before::Any
    };
    LeadIn { inside: true, word }
}

/// Letters and digits in a row.
fn words(prose: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut from = span.start;
    std::iter::from_fn(move || {
        let rest = &prose[from..span.end];
        let start = from + rest.find(char::is_alphanumeric)?;
        let end = prose[start..span.end].find(|c: char| !c.is_alphanumeric()).map_or(span.end, |at| start + at);
        from = end;
        Some(Span::new(start, end))
    })
}

/// The words around a place of a block.
fn near(prose: &str, block: Span, place: Span) -> Span {
    let start =
        prose[block.start..place.start].rmatch_indices(' ').nth(NEAR).map_or(block.start, |(at, _)| block.start + at);
    let end = prose[place.end..block.end].match_indices(' ').nth(NEAR).map_or(block.end, |(at, _)| place.end + at);
    Span::new(start, end)
}

/// Whether a block ends as a picture's caption does: "(Ana Lind/Coast Courier)".
pub(super) fn is_credited(block: &Block, prose: &str) -> bool {
    let text = block.span.of(prose).trim_end();
    let credit = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    credit.is_some_and(|(_, credit)| credit.contains('/') && credit.len() < 80 && !credit.contains("://"))
}
