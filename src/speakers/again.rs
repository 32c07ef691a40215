//! A draft after an edit of one of its blocks: what it says, and who says it, without reading all of it.

use super::resolve::{self, Resolved};
use super::{Background, Reading, Speaker, put_together};
use crate::formats::{Document, Rewritten};
use crate::quotations::extract::{self, Taken};
use crate::quotations::moves::Moves;
use crate::text::Edit;

/// What reading a draft had come to on its way, so that an edit is read from there.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    extraction: extract::Trail,
    resolved: Resolved,
}

impl Trail {
    /// Reads a draft in the light of what is known besides.
    pub fn read(document: Document, background: &Background<'_>) -> (Self, Reading) {
        let extraction = extract::Trail::read(&document);
        let extracted = extraction.extracted(&document);
        let resolved = resolve::resolve(&document, &extracted, background);
        let reading = put_together(document, extracted, resolved.clone());
        (Self { extraction, resolved }, reading)
    }

    /// Reads a draft of which `before` is the state this trail is of, against the same background: the very reading that
    /// [`Trail::read`] would yield. `None`, and the trail is as it was, where it takes reading all of it.
    pub fn again(
        &mut self,
        before: &Document,
        document: Document,
        rewritten: Rewritten,
        background: &Background<'_>,
    ) -> Option<Reading> {
        let taken = self.extraction.again(before, &document, rewritten)?;
        let extracted = self.extraction.extracted(&document);
        if taken == Taken::NamingAlike && resolve::stands(before, &document, rewritten) {
            self.resolved.go_along(rewritten.edit);
        } else {
            self.resolved = resolve::resolve(&document, &extracted, background);
        }
        Some(put_together(document, extracted, self.resolved.clone()))
    }
}

impl Moves for Resolved {
    fn go_along(&mut self, edit: Edit) {
        self.speakers.go_along(edit);
        for (span, _) in &mut self.misspelled {
            span.go_along(edit);
        }
    }
}

impl Moves for Speaker {
    fn go_along(&mut self, edit: Edit) {
        for stated in &mut self.stated {
            stated.span.go_along(edit);
            stated.name.go_along(edit);
        }
        if let Some(introduced) = &mut self.introduced {
            introduced.span.go_along(edit);
        }
        self.mentions.go_along(edit);
    }
}
