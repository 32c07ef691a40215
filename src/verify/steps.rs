//! An alignment as evidence keeps it.

use std::sync::Arc;

use super::Op;
use crate::text::Span;

/// The steps of an alignment, in order. Copies share them, also of a quotation that has moved on in its draft.
#[derive(Clone, Debug)]
pub struct Steps {
    ops: Arc<[Op]>,
    /// By how many bytes the quotation stands farther on in the draft than when it was aligned.
    by: isize,
}

impl Default for Steps {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl From<Vec<Op>> for Steps {
    fn from(ops: Vec<Op>) -> Self {
        Self { ops: ops.into(), by: 0 }
    }
}

impl PartialEq for Steps {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Steps {}

impl Steps {
    /// They, with the places in the draft as it is.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Op> + '_ {
        let moved = |at: usize| at.saturating_add_signed(self.by);
        let moved = move |span: Span| Span { start: moved(span.start), end: moved(span.end) };
        self.ops.iter().map(move |op| Op { draft: moved(op.draft), ..*op })
    }

    /// The quotation went from one place of the draft to another.
    pub(super) fn go(&mut self, from: usize, to: usize) {
        self.by = self.by.saturating_add_unsigned(to).saturating_sub_unsigned(from);
    }
}
