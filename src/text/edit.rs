//! What became of one stretch of a text, and where everything around it stands since.

use super::Span;

/// One stretch of a text, replaced by another. Counts bytes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Where it begins.
    pub at: usize,
    /// How long it was.
    pub gone: usize,
    /// How long what stands there now is.
    pub come: usize,
}

/// How many bytes are compared at a time, first and then where these differ.
const STRIDES: [usize; 2] = [4096, 64];

impl Edit {
    /// What two texts differ in: all between their first difference and their last. `None` if they are the same.
    pub fn between(before: &str, after: &str) -> Option<Self> {
        let mut at = same_in_front(before.as_bytes(), after.as_bytes());
        if at == before.len() && at == after.len() {
            return None;
        }
        while !before.is_char_boundary(at) || !after.is_char_boundary(at) {
            at -= 1;
        }
        let mut behind = same_behind(&before.as_bytes()[at..], &after.as_bytes()[at..]);
        while !before.is_char_boundary(before.len() - behind) || !after.is_char_boundary(after.len() - behind) {
            behind -= 1;
        }
        Some(Self { at, gone: before.len() - behind - at, come: after.len() - behind - at })
    }

    /// This and one that follows, as one; `None` where what stands around them would not move by it as by the one after the
    /// other. Letters typed one behind the other are one, and so are those of them that are taken back.
    pub fn then(self, next: Self) -> Option<Self> {
        if next.is_nothing() {
            return Some(self);
        }
        if self.is_nothing() {
            return Some(next);
        }
        let inside = self.at <= next.at && next.at + next.gone <= self.at + self.come;
        (inside && self.gone == 0).then(|| Self { come: self.come - next.gone + next.come, ..self })
    }

    /// Whether it changes nothing.
    pub fn is_nothing(self) -> bool {
        self.gone == 0 && self.come == 0
    }

    /// What was replaced, in the text as it was.
    pub fn before(self) -> Span {
        Span::new(self.at, self.at + self.gone)
    }

    /// What stands there, in the text as it is.
    pub fn after(self) -> Span {
        Span::new(self.at, self.at + self.come)
    }

    /// Where something that began at `place` begins now; where it was typed over, at the front of what was typed.
    pub fn start(self, place: usize) -> usize {
        if place >= self.at + self.gone { place - self.gone + self.come } else { place.min(self.at) }
    }

    /// Where something that ended at `place` ends now; what was typed right behind it is no part of it.
    pub fn end(self, place: usize) -> usize {
        match place {
            _ if place <= self.at => place,
            _ if place >= self.at + self.gone => place - self.gone + self.come,
            _ => self.at + self.come,
        }
    }

    /// Where a range stands now.
    #[must_use]
    pub fn span(self, span: Span) -> Span {
        let start = self.start(span.start);
        if span.is_empty() { Span::at(start) } else { Span { start, end: self.end(span.end).max(start) } }
    }

    /// Whether a range of the text as it was can be this one of the text as it is: what was typed at its very edge may
    /// belong to it or not.
    pub fn may_be(self, before: Span, after: Span) -> bool {
        let edge = |was: usize, moved: usize, is: usize| {
            is == moved || self.gone == 0 && was == self.at && (is == was || is == was + self.come)
        };
        edge(before.start, self.start(before.start), after.start) && edge(before.end, self.end(before.end), after.end)
    }
}

fn same_in_front(one: &[u8], other: &[u8]) -> usize {
    let at = STRIDES.iter().fold(0, |at, &stride| {
        let strides = one[at..].chunks_exact(stride).zip(other[at..].chunks_exact(stride));
        at + strides.take_while(|(one, other)| one == other).count() * stride
    });
    at + one[at..].iter().zip(&other[at..]).take_while(|(one, other)| one == other).count()
}

fn same_behind(one: &[u8], other: &[u8]) -> usize {
    let same = STRIDES.iter().fold(0, |same, &stride| {
        let (one, other) = (&one[..one.len() - same], &other[..other.len() - same]);
        let strides = one.rchunks_exact(stride).zip(other.rchunks_exact(stride));
        same + strides.take_while(|(one, other)| one == other).count() * stride
    });
    let (one, other) = (&one[..one.len() - same], &other[..other.len() - same]);
    same + one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn one_text_becomes_the_other(front in "[aé“]{0,80}", was in "[aé”😀]{0,9}", is in "[aé”😀]{0,9}", back in "[aé”]{0,80}") {
            let (before, after) = (format!("{front}{was}{back}"), format!("{front}{is}{back}"));
            match Edit::between(&before, &after) {
                None => prop_assert_eq!(before, after),
                Some(edit) => {
                    let mut made = before.clone();
                    made.replace_range(edit.before().range(), edit.after().of(&after));
                    prop_assert_eq!(made, after);
                    prop_assert!(edit.gone <= was.len() && edit.come <= is.len());
                }
            }
        }
    }

    proptest! {
        #[test]
        fn two_that_are_one_move_all_the_same(at in 0usize..9, come in 0usize..5, next in (0usize..14, 0usize..4, 0usize..4), place in (0usize..12, 0usize..12)) {
            let (one, next) = (Edit { at, gone: 0, come }, Edit { at: next.0, gone: next.1, come: next.2 });
            if let Some(both) = one.then(next) {
                let span = Span::new(place.0.min(place.1), place.0.max(place.1));
                prop_assert_eq!(both.span(span), next.span(one.span(span)), "{:?}", both);
            }
        }
    }

    #[test]
    fn what_stands_around_moves() {
        let edit = Edit::between("We will go now", "We will not go now").expect("differ");
        assert_eq!(edit, Edit { at: 8, gone: 0, come: 4 });
        assert_eq!(edit.span(Span::new(0, 7)), Span::new(0, 7));
        assert_eq!(edit.span(Span::new(8, 10)), Span::new(12, 14));
        assert_eq!(edit.span(Span::new(3, 10)), Span::new(3, 14));
        assert!(edit.may_be(Span::new(8, 10), Span::new(8, 14)));
        assert!(!edit.may_be(Span::new(9, 10), Span::new(9, 14)));
    }
}
