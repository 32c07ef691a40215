//! Words that have changed places: "Lind beat Orre" for "Orre beat Lind", with every word of the source there.

use super::differ::{Difference, DifferenceKind};
use super::lexicon::{self, Class};
use super::passage::Passage;
use super::turns::{Turn, class_of};
use crate::text::fold::Token;

/// What stands between two that may change places as they please: "men and women".
const JOINS: &[&str] = &["and", "or", "nor", "as", "well", "the", "a", "an"];

/// Takes two differences for a turn of meaning where each has in the draft what the other has in the source, and for other
/// wording where words only moved.
pub(super) fn settle(differences: &mut [Difference], draft: &[Token], prose: &str, passage: &Passage) {
    for second in 1..differences.len() {
        let (one, other) = (&differences[second - 1], &differences[second]);
        let crossed = is_plain(one)
            && is_plain(other)
            && are_alike(&said(one, draft, prose, passage), &had(other, passage))
            && are_alike(&said(other, draft, prose, passage), &had(one, passage));
        let moved = is_moved(one, other, draft, passage) || is_moved(other, one, draft, passage);
        let turned = || is_turned(one, other, draft, prose, passage) || is_turned(other, one, draft, prose, passage);
        if crossed && tells_apart(one, other, draft, prose) || turned() {
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
fn is_moved(gone: &Difference, added: &Difference, draft: &[Token], passage: &Passage) -> bool {
    let there = gone.source.iter().map(|&place| passage.tokens[place].key);
    let here = added.draft.iter().map(|&at| draft[at].key);
    gone.kind == DifferenceKind::Omission
        && added.kind == DifferenceKind::Wording
        && added.source.is_empty()
        && here.eq(there)
}

/// Whether the words that are missing in one place are those that are too many in the other, the other way round, beside what
/// stayed: "I beat | Orre" for "Orre | beat me".
fn is_turned(gone: &Difference, added: &Difference, draft: &[Token], prose: &str, passage: &Passage) -> bool {
    let (there, here) = (had(gone, passage), said(added, draft, prose, passage));
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

fn who(token: &Token, prose: &str, passage: &Passage) -> Option<Who> {
    match class_of(token, prose, passage.language()) {
        Some(Class::Person(person)) => Some(Who::Person(person)),
        _ => (!lexicon::is_function(token.key)).then_some(Who::Word(token.key)),
    }
}

fn said(difference: &Difference, draft: &[Token], prose: &str, passage: &Passage) -> Vec<Who> {
    difference.draft.iter().filter_map(|&at| who(&draft[at], prose, passage)).collect()
}

fn had(difference: &Difference, passage: &Passage) -> Vec<Who> {
    let words = difference.source.iter().map(|&place| &passage.tokens[place]);
    words.filter_map(|token| who(token, passage.prose(), passage)).collect()
}

fn are_alike(one: &[Who], other: &[Who]) -> bool {
    !one.is_empty() && one == other
}

/// Whether what stands between the two makes a difference between them.
fn tells_apart(one: &Difference, other: &Difference, draft: &[Token], prose: &str) -> bool {
    let (Some(&last), Some(&first)) = (one.draft.last(), other.draft.first()) else { return false };
    let joins = |token: &Token| JOINS.contains(&token.span.of(prose).to_lowercase().as_str());
    last < first && !draft[last + 1..first].iter().all(joins)
}
