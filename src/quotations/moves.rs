//! Where what was read stands after an edit in front of it or inside it.

use super::extract::Voice;
use super::mention::Mention;
use super::{Attribution, MarkProblem, Quotation, Utterance};
use crate::text::{Edit, Span};

/// What stands somewhere in a text and goes along when the text is edited.
pub trait Moves {
    /// Takes its place in the text as it is after the edit.
    fn go_along(&mut self, edit: Edit);
}

impl Moves for Span {
    fn go_along(&mut self, edit: Edit) {
        *self = edit.span(*self);
    }
}

impl<T: Moves> Moves for Option<T> {
    fn go_along(&mut self, edit: Edit) {
        if let Some(it) = self {
            it.go_along(edit);
        }
    }
}

impl<T: Moves> Moves for [T] {
    fn go_along(&mut self, edit: Edit) {
        for it in self {
            it.go_along(edit);
        }
    }
}

impl Moves for Mention {
    fn go_along(&mut self, edit: Edit) {
        self.span.go_along(edit);
        for span in [&mut self.title, &mut self.head, &mut self.whole] {
            span.go_along(edit);
        }
    }
}

impl Moves for Voice {
    fn go_along(&mut self, edit: Edit) {
        match self {
            Self::Mention(mention) => mention.go_along(edit),
            Self::Label(_, span) => span.go_along(edit),
            Self::Same(_) | Self::Nobody => {}
        }
    }
}

impl Moves for Quotation {
    fn go_along(&mut self, edit: Edit) {
        self.span.go_along(edit);
        self.outer.go_along(edit);
        self.parts.go_along(edit);
    }
}

impl Moves for Attribution {
    fn go_along(&mut self, edit: Edit) {
        for span in [&mut self.cue, &mut self.mention, &mut self.when] {
            span.go_along(edit);
        }
    }
}

impl Moves for Utterance {
    fn go_along(&mut self, edit: Edit) {
        self.attribution.go_along(edit);
    }
}

impl Moves for MarkProblem {
    fn go_along(&mut self, edit: Edit) {
        self.span.go_along(edit);
    }
}
