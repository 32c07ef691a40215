//! Readable text with the way back to the bytes it came from.

use super::{Edit, Span, Text};

/// What a reader sees of a document: markup gone, entities read, soft line ends kept.
///
/// Everything from `quotations` to `verify` works on the prose and counts its bytes; [`Prose::to_text`]
/// leads back to the document's text when a finding is made or a place is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    text: Words,
    /// Where the prose jumps: `(prose, text, verbatim)`, ascending. From `prose` on, up to the next
    /// entry, bytes were taken one for one from `text` on; or, where `verbatim` is false, the
    /// whole stretch stands for the whole stretch of the text (an entity, an escape).
    map: Vec<Piece>,
}

/// The letters of the prose.
#[derive(Clone, Debug)]
enum Words {
    /// Gathered piece by piece.
    Own(String),
    /// The document's text from a byte on: plain text is its own prose, and is kept once.
    Shared(Text, usize),
}

impl Words {
    fn get(&self) -> &str {
        match self {
            Self::Own(text) => text,
            Self::Shared(text, from) => &text[*from..],
        }
    }

    fn push(&mut self, piece: &str) {
        if let Self::Shared(..) = self {
            *self = Self::Own(self.get().to_owned());
        }
        if let Self::Own(text) = self {
            text.push_str(piece);
        }
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::Own(String::new())
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Words {}

/// One stretch of prose and where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The stretch.
    pub prose: Span,
    /// What it came from, in the document's text.
    pub text: Span,
    /// Whether it was taken byte for byte; otherwise all of it stands for all of that.
    pub verbatim: bool,
}

impl Prose {
    /// A text that is its own prose.
    pub fn plain(text: impl Into<Text>) -> Self {
        Self::tail(text.into(), 0)
    }

    /// A text that is its own prose from byte `from` on.
    pub fn tail(text: Text, from: usize) -> Self {
        let (prose, at) = (Span::new(0, text.len() - from), Span::new(from, text.len()));
        let whole = Piece { prose, text: at, verbatim: true };
        let map = if prose.is_empty() { Vec::new() } else { vec![whole] };
        Self { text: Words::Shared(text, from), map }
    }

    /// A prose put together again from what [`Prose::own`] and [`Prose::pieces`] gave; `None` where they do not fit.
    pub fn of_pieces(document: &Text, own: Option<String>, map: Vec<Piece>) -> Option<Self> {
        let text = if let Some(text) = own {
            Words::Own(text)
        } else {
            let from = map.first().map_or(document.len(), |piece| piece.text.start);
            document.get(from..)?;
            Words::Shared(document.clone(), from)
        };
        Some(Self { text, map })
    }

    /// The readable text, unless it is the end of the document's text, word for word.
    pub fn own(&self) -> Option<&str> {
        match &self.text {
            Words::Own(text) => Some(text),
            Words::Shared(..) => None,
        }
    }

    /// Where it jumps, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.map
    }

    /// The readable text.
    pub fn text(&self) -> &str {
        self.text.get()
    }

    /// Takes `piece` as it stands at byte `at` of the document's text.
    pub fn push(&mut self, piece: &str, at: usize) {
        if piece.is_empty() {
            return;
        }
        let start = self.text.get().len();
        self.text.push(piece);
        let text = Span::new(at, at + piece.len());
        match self.map.last_mut() {
            Some(last) if last.verbatim && last.text.end == at => {
                last.prose.end = self.text.get().len();
                last.text.end = text.end;
            }
            _ => self.map.push(Piece { prose: Span::new(start, self.text.get().len()), text, verbatim: true }),
        }
    }

    /// Takes `piece` in place of the bytes `of` of the document's text: an entity, an escape.
    pub fn push_for(&mut self, piece: &str, of: Span) {
        if piece.is_empty() {
            return;
        }
        let start = self.text.get().len();
        self.text.push(piece);
        self.map.push(Piece { prose: Span::new(start, self.text.get().len()), text: of, verbatim: false });
    }

    /// The prose of an edited text, where one stretch, which begins and ends between pieces, reads `anew`; `None` where
    /// it does not. `edit` is of the document's text.
    pub fn rewritten(&self, stretch: Span, anew: &Self, edit: Edit) -> Option<Self> {
        let first = self.map.partition_point(|piece| piece.prose.end <= stretch.start);
        let rest = self.map.partition_point(|piece| piece.prose.start < stretch.end);
        let (front, behind) = (self.map.get(first)?, self.map.get(rest.checked_sub(1)?)?);
        if front.prose.start != stretch.start || behind.prose.end != stretch.end {
            return None;
        }
        let (was, is) = (self.text(), anew.text());
        let mut text = String::with_capacity(was.len() + is.len());
        text.extend([&was[..stretch.start], is, &was[stretch.end..]]);
        let moved = |at: usize| at - stretch.len() + is.len();
        let mut map = Vec::with_capacity(self.map.len() + anew.map.len());
        map.extend_from_slice(&self.map[..first]);
        map.extend(anew.map.iter().map(|piece| {
            let prose = Span::new(piece.prose.start + stretch.start, piece.prose.end + stretch.start);
            Piece { prose, ..*piece }
        }));
        let behind = edit.before().end;
        let shifted = |at: usize| at - edit.gone + edit.come;
        map.extend(self.map[rest..].iter().map(|piece| {
            let prose = Span::new(moved(piece.prose.start), moved(piece.prose.end));
            // All but the first of them stand behind the edit.
            let text = if piece.text.start >= behind {
                Span::new(shifted(piece.text.start), shifted(piece.text.end))
            } else {
                edit.span(piece.text)
            };
            Piece { prose, text, verbatim: piece.verbatim }
        }));
        // What stands between this stretch and the next begins where this one ends now.
        if let (Some(gap), Some(last)) = (map.get_mut(first + anew.map.len()), anew.map.last()) {
            gap.text.start = last.text.end;
        }
        Some(Self { text: Words::Own(text), map })
    }

    /// The bytes of the document's text that a range of the prose came from.
    ///
    /// Markup at its edges stays outside, markup within is covered.
    pub fn to_text(&self, span: Span) -> Span {
        let start = self.start_in_text(span.start);
        if span.is_empty() {
            return Span::at(start);
        }
        let end = self.end_in_text(span.end);
        Span { start, end: end.max(start) }
    }

    /// The place in the prose for a byte of the document's text; inside markup, the next letter.
    #[expect(clippy::wrong_self_convention, reason = "the way back from `to_text`, not a constructor")]
    pub fn from_text(&self, at: usize) -> usize {
        let next = self.map.partition_point(|piece| piece.text.end <= at);
        match self.map.get(next) {
            None => self.text.get().len(),
            Some(piece) if at <= piece.text.start || !piece.verbatim => piece.prose.start,
            Some(piece) => piece.prose.start + (at - piece.text.start),
        }
    }

    fn start_in_text(&self, at: usize) -> usize {
        let next = self.map.partition_point(|piece| piece.prose.end <= at);
        match self.map.get(next) {
            None => self.map.last().map_or(0, |piece| piece.text.end),
            Some(piece) if piece.verbatim => piece.text.start + (at - piece.prose.start),
            Some(piece) => piece.text.start,
        }
    }

    fn end_in_text(&self, at: usize) -> usize {
        let next = self.map.partition_point(|piece| piece.prose.end < at);
        match self.map.get(next) {
            None => self.map.last().map_or(0, |piece| piece.text.end),
            Some(piece) if piece.verbatim => piece.text.start + (at - piece.prose.start),
            Some(piece) => piece.text.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Pieces of a text, some taken as they stand, some left out, some standing for others.
        #[test]
        fn any_pieces_are_found_again(pieces in proptest::collection::vec(("[a-zé“ ]{0,6}", 0..3u8), 0..12)) {
            let mut text = String::new();
            let mut prose = Prose::default();
            let mut taken = Vec::new();
            for (piece, how) in &pieces {
                let at = Span::new(text.len(), text.len() + piece.len());
                text.push_str(piece);
                let start = prose.text().len();
                match how {
                    0 => prose.push(piece, at.start),
                    1 if !piece.is_empty() => prose.push_for("&", at),
                    _ => continue,
                }
                taken.push((Span::new(start, prose.text().len()), at, *how == 0));
            }
            for (here, there, verbatim) in taken.into_iter().filter(|(here, ..)| !here.is_empty()) {
                prop_assert_eq!(prose.to_text(here), there);
                prop_assert_eq!(prose.from_text(there.start), here.start);
                if verbatim {
                    for (at, c) in here.of(prose.text()).char_indices() {
                        let span = Span::new(here.start + at, here.start + at + c.len_utf8());
                        prop_assert_eq!(prose.to_text(span).of(&text), span.of(prose.text()));
                        prop_assert_eq!(prose.from_text(there.start + at), span.start);
                    }
                }
            }
            for at in 0..=text.len() + 1 {
                prop_assert!(prose.from_text(at) <= prose.text().len());
            }
        }

        #[test]
        fn a_text_that_is_its_own_prose(text in "[a-zé“\n ]{0,40}", from in 0..40usize) {
            let from = text.floor_char_boundary(from);
            let mut pushed = Prose::default();
            pushed.push(&text[from..], from);
            let mut shared = Prose::tail(Text::from(text.as_str()), from);
            prop_assert_eq!(&shared, &pushed);
            shared.push("x", text.len());
            pushed.push("x", text.len());
            prop_assert_eq!(shared, pushed);
        }
    }

    #[test]
    fn markup_is_left_out_and_found_again() {
        // “We **will** not &amp; never”
        let text = "We **will** not &amp; never";
        let mut prose = Prose::default();
        prose.push("We ", 0);
        prose.push("will", 5);
        prose.push(" not ", 11);
        prose.push_for("&", Span::new(16, 21));
        prose.push(" never", 21);
        assert_eq!(prose.text(), "We will not & never");
        let of = |word: &str| {
            let at = prose.text().find(word).expect("is there");
            prose.to_text(Span::new(at, at + word.len())).of(text)
        };
        assert_eq!(of("will"), "will");
        assert_eq!(of("We will"), "We **will");
        assert_eq!(of("&"), "&amp;");
        assert_eq!(of("never"), "never");
        assert_eq!(prose.from_text(3), 3);
        assert_eq!(prose.from_text(18), 12);
    }
}
