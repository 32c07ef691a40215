//! What was typed since a draft was last checked: places of then to places of now, and back.

use crate::text::Span;
use crate::text::edit::Edit;

/// The changes between two versions of a text, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift(pub Vec<Edit>);

impl Drift {
    /// Whether nothing changed.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Where a range of the old text stands now; `None` if it was changed itself.
    pub fn forth(&self, span: Span) -> Option<Span> {
        self.0.iter().try_fold(span, |span, edit| forth(*edit, span))
    }

    /// Where a place of the new text stood; `None` if it is new.
    pub fn back(&self, at: usize) -> Option<usize> {
        self.0.iter().rev().try_fold(at, |at, edit| back(*edit, at))
    }
}

fn forth(edit: Edit, span: Span) -> Option<Span> {
    if span.end <= edit.at {
        Some(span)
    } else if edit.at + edit.gone <= span.start {
        Some(Span { start: span.start - edit.gone + edit.come, end: span.end - edit.gone + edit.come })
    } else {
        None
    }
}

fn back(edit: Edit, at: usize) -> Option<usize> {
    if at <= edit.at {
        Some(at)
    } else if edit.at + edit.come <= at {
        Some(at - edit.come + edit.gone)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_touched_is_found_again() {
        // "one two three" → "one 2 three four"
        let drift = Drift(vec![Edit { at: 4, gone: 3, come: 1 }, Edit { at: 11, gone: 0, come: 5 }]);
        assert_eq!(drift.forth(Span::new(0, 3)), Some(Span::new(0, 3)));
        assert_eq!(drift.forth(Span::new(4, 7)), None);
        assert_eq!(drift.forth(Span::new(8, 13)), Some(Span::new(6, 11)));
        assert_eq!(drift.back(8), Some(10));
        assert_eq!(drift.back(13), None);
    }

    #[test]
    fn what_is_typed_in_one_place_is_one_change() {
        let change = |at, gone, come| Edit { at, gone, come };
        let typed = [change(4, 0, 1), change(5, 0, 2), change(6, 1, 0), change(4, 0, 3)];
        let one = typed.into_iter().map(Some).reduce(|one, next| one?.then(next?)).flatten().expect("one");
        assert_eq!(one, change(4, 0, 5));
        for (start, end) in [(0, 4), (4, 9), (5, 9), (0, 9)] {
            let span = Span { start, end };
            assert_eq!(Drift(vec![one]).forth(span), Drift(typed.to_vec()).forth(span), "{span:?}");
        }
        for at in [3, 4, 12] {
            assert_eq!(Drift(vec![one]).back(at), Drift(typed.to_vec()).back(at), "{at}");
        }
        assert_eq!(Drift(vec![one]).back(9), Some(4), "where one after the other loses the place");
        assert_eq!(change(4, 1, 1).then(change(5, 0, 1)), None, "what was typed over is not there to be led on");
        assert_eq!(change(4, 0, 1).then(change(9, 0, 1)), None);
    }
}
