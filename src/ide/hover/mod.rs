//! What a reader wants to know of the speaker or the quotation under the cursor.

mod attribution;
mod quotation;
mod speaker;

pub use attribution::said_by;

use super::links::Opens;
use super::note::{Note, Piece};
use super::{Thing, at};
use crate::check::Checked;
use crate::corpus::Corpus;
use crate::text::Span;
use crate::verify::Evidence;

/// What is known of one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The words it is about, in the draft's text.
    pub span: Span,
    /// What there is to say.
    pub note: Note,
}

/// What is known of the speaker or the quotation at a byte of the draft's text.
///
/// `so_far` is what to say of a corpus that is there only in part, `opens` is where a source can be read.
pub fn hover(
    checked: &Checked,
    corpus: Option<&dyn Corpus>,
    so_far: Option<&str>,
    opens: Opens<'_>,
    place: usize,
) -> Option<Hover> {
    let draft = &checked.draft;
    let (span, mut note) = match at(draft, place)? {
        Thing::Speaker(id, mention) => (mention, speaker::note(checked, corpus, opens, id, mention)),
        Thing::Quotation(id) => (draft.quotations[id].span, quotation::note(checked, so_far.is_some(), opens, id)),
    };
    if let Some(so_far) = so_far {
        note.line([Piece::Plain(so_far.to_owned())]);
    }
    Some(Hover { span: draft.document.prose.to_text(span), note })
}

/// A source in one line: where, when, who, and the words.
pub fn source_line(evidence: &Evidence) -> String {
    quotation::source_line(evidence)
}
