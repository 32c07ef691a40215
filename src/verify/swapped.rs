//! Words that have changed places: "Lind beat Orre" for "Orre beat Lind", with every word of the source there.

use super::differ::{Difference, DifferenceKind};
use super::lexicon::{self, Class};
use super::sides::Sides;
use super::turns::{Turn, class_of};
use crate::quotations::language::Language;
use crate::text::fold::Token;

/// What stands between two that may change places as they please: "men and women".
const JOINS: &[&str] = &["and", "or", "nor", "as", "well", "the", "a", "an"];

/// Takes two differences for a turn of meaning where each has in the draft what the other has in the source, and for other
/// wording where words only moved.
pub(super) fn settle(differences: &mut [Difference], sides: Sides<'_>) {
    for second in 1..differences.len() {
        let (one, other) = (&differences[second - 1], &differences[second]);
        let crossed = is_plain(one)
            && is_plain(other)
            && are_alike(&said(one, sides), &had(other, sides))
            && are_alike(&said(other, sides), &had(one, sides));
        let moved = is_moved(one, other, sides) || is_moved(other, one, sides);
        let turned = || is_turned(one, other, sides) || is_turned(other, one, sides);
        if crossed && tells_apart(one, other, sides) || turned() {
            differences[second].kind = DifferenceKind::Meaning(Turn::Roles);
        } else if moved {
            // What stands elsewhere was not left out.
            differences[second - 1].kind = DifferenceKind::Wording;
            differences[second].kind = DifferenceKind::Wording;
        }
    }
}

fn is_plain(difference: &Difference) -> bool {
    difference.kind == DifferenceKind::Wording && !difference.draft.is_empty() && !difference.source.is_empty()
}

/// Whether the words that are missing in one place are those that are too many in the other.
fn is_moved(gone: &Difference, added: &Difference, sides: Sides<'_>) -> bool {
    let there = gone.source.iter().map(|&place| sides.passage.tokens[place].key);
    let here = added.draft.iter().map(|&at| sides.draft[at].key);
    gone.kind == DifferenceKind::Omission
        && added.kind == DifferenceKind::Wording
        && added.source.is_empty()
        && here.eq(there)
}

/// Whether the words that are missing in one place are those that are too many in the other, the other way round, beside what
/// stayed: "I beat | Orre" for "Orre | beat me".
fn is_turned(gone: &Difference, added: &Difference, sides: Sides<'_>) -> bool {
    let (there, here) = (had(gone, sides), said(added, sides));
    gone.kind == DifferenceKind::Omission
        && added.source.is_empty()
        && here.len() > 1
        && here != there
        && here.iter().rev().eq(there.iter())
}

/// A word as far as it tells who or what is meant; "I" and "me" are one.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Who {
    Person(u8),
    Word(u64),
}

fn who(token: &Token, prose: &str, language: Language) -> Option<Who> {
    match class_of(token, prose, language) {
        Some(Class::Person(person)) => Some(Who::Person(person)),
        _ => (!lexicon::is_function(token.key)).then_some(Who::Word(token.key)),
    }
}

fn said(difference: &Difference, sides: Sides<'_>) -> Vec<Who> {
    let words = difference.draft.iter().map(|&at| &sides.draft[at]);
    words.filter_map(|token| who(token, sides.prose, sides.passage.language())).collect()
}

fn had(difference: &Difference, sides: Sides<'_>) -> Vec<Who> {
    let words = difference.source.iter().map(|&place| &sides.passage.tokens[place]);
    words.filter_map(|token| who(token, sides.passage.prose(), sides.passage.language())).collect()
}

fn are_alike(one: &[Who], other: &[Who]) -> bool {
    !one.is_empty() && one == other
}

/// Whether what stands between the two makes a difference between them.
fn tells_apart(one: &Difference, other: &Difference, sides: Sides<'_>) -> bool {
    let (Some(&last), Some(&first)) = (one.draft.last(), other.draft.first()) else { return false };
    let joins = |at: usize| JOINS.contains(&sides.said(at).to_lowercase().as_str());
    last < first && !(last + 1..first).all(joins)
}
