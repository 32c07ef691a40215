//! What was typed since a draft was last checked: places of then to places of now, and back.

use crate::text::Span;

/// One replacement in a text: at `at`, `gone` bytes went and `come` bytes came.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The first byte that changed.
    pub at: usize,
    /// How many bytes went.
    pub gone: usize,
    /// How many came.
    pub come: usize,
}

impl Change {
    /// What differs between two texts, as one change.
    pub fn between(old: &str, new: &str) -> Self {
        let (old, new) = (old.as_bytes(), new.as_bytes());
        let at = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let same_end = old[at..].iter().rev().zip(new[at..].iter().rev()).take_while(|(a, b)| a == b).count();
        Self { at, gone: old.len() - at - same_end, come: new.len() - at - same_end }
    }

    /// This and one that follows, as one; `None` where places would not be led on by it as by the one after the other.
    pub fn then(self, next: Self) -> Option<Self> {
        let inside = self.at <= next.at && next.at + next.gone <= self.at + self.come;
        (inside && self.gone == 0).then(|| Self { come: self.come - next.gone + next.come, ..self })
    }

    /// Whether all is as it was.
    pub fn is_nothing(self) -> bool {
        self.gone == 0 && self.come == 0
    }

    fn forth(self, span: Span) -> Option<Span> {
        let end = self.at + self.gone;
        if span.end <= self.at {
            Some(span)
        } else if end <= span.start {
            Some(Span { start: span.start - self.gone + self.come, end: span.end - self.gone + self.come })
        } else {
            None
        }
    }

    fn back(self, at: usize) -> Option<usize> {
        if at <= self.at {
            Some(at)
        } else if self.at + self.come <= at {
            Some(at - self.come + self.gone)
        } else {
            None
        }
    }
}

/// The changes between two versions of a text, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift(pub Vec<Change>);

impl Drift {
    /// Whether nothing changed.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Where a range of the old text stands now; `None` if it was changed itself.
    pub fn forth(&self, span: Span) -> Option<Span> {
        self.0.iter().try_fold(span, |span, change| change.forth(span))
    }

    /// Where a place of the new text stood; `None` if it is new.
    pub fn back(&self, at: usize) -> Option<usize> {
        self.0.iter().rev().try_fold(at, |at, change| change.back(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_touched_is_found_again() {
        // "one two three" → "one 2 three four"
        let drift = Drift(vec![Change { at: 4, gone: 3, come: 1 }, Change { at: 11, gone: 0, come: 5 }]);
        assert_eq!(drift.forth(Span::new(0, 3)), Some(Span::new(0, 3)));
        assert_eq!(drift.forth(Span::new(4, 7)), None);
        assert_eq!(drift.forth(Span::new(8, 13)), Some(Span::new(6, 11)));
        assert_eq!(drift.back(8), Some(10));
        assert_eq!(drift.back(13), None);
    }

    #[test]
    fn what_is_typed_in_one_place_is_one_change() {
        let change = |at, gone, come| Change { at, gone, come };
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

    #[test]
    fn the_change_between_two_texts_is_the_smallest() {
        assert_eq!(Change::between("aXb", "aYYb"), Change { at: 1, gone: 1, come: 2 });
        assert_eq!(Change::between("aa", "aaa"), Change { at: 2, gone: 0, come: 1 });
        assert_eq!(Change::between("same", "same"), Change { at: 4, gone: 0, come: 0 });
    }
}
