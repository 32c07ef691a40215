//! What an editor is told of a draft, as the text of a message.
//!
//! Of two checks in a row nearly all findings are the same, and writing one out costs more than telling that it is: so
//! each is kept under a number that all it says goes into, and taken over as it was written.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use tower_lsp::lsp_types::Diagnostic;

use crate::text::Span;

/// The diagnostics of a draft: a JSON array, and where each of them stands in it.
#[derive(Debug)]
pub struct Bulletin {
    text: String,
    pieces: Vec<Piece>,
    /// Once it is needed.
    by_number: OnceLock<FxHashMap<u64, usize>>,
}

#[derive(Clone, Debug)]
struct Piece {
    number: u64,
    at: Span,
    lines: RangeInclusive<u32>,
    finding: Option<usize>,
}

/// One thing to tell. Everything that its diagnostic says goes into its hash.
pub trait Entry: Hash {
    /// The lines of the draft that it names, from the first to the last.
    fn lines(&self) -> RangeInclusive<u32>;
    /// The finding that it tells of, if it is one.
    fn finding(&self) -> Option<usize>;
}

impl Default for Bulletin {
    fn default() -> Self {
        Self { text: "[]".to_owned(), pieces: Vec::new(), by_number: OnceLock::new() }
    }
}

impl Bulletin {
    /// Writes an array, with the diagnostic of each entry that was not in `before`.
    pub fn write<E: Entry>(
        entries: impl Iterator<Item = E>,
        before: &Self,
        mut diagnostic: impl FnMut(E) -> Diagnostic,
    ) -> Self {
        let mut bulletin = Self::begin(before);
        for entry in entries {
            bulletin.entry(entry, before, &mut diagnostic);
        }
        bulletin.text.push(']');
        bulletin
    }

    /// The same with what names any of these lines told anew; `None` where there is nothing to tell in place of one.
    pub fn rewritten<E: Entry>(
        &self,
        lines: &RangeInclusive<u32>,
        mut again: impl FnMut(usize) -> Option<E>,
        mut diagnostic: impl FnMut(E) -> Diagnostic,
    ) -> Option<Self> {
        let mut bulletin = Self::begin(self);
        for piece in &self.pieces {
            if touch(&piece.lines, lines) {
                bulletin.entry(again(piece.finding?)?, self, &mut diagnostic);
            } else {
                bulletin.piece(piece.clone(), |text| text.push_str(piece.at.of(&self.text)));
            }
        }
        bulletin.text.push(']');
        Some(bulletin)
    }

    /// Whether anything names one of these lines.
    pub fn names(&self, lines: &RangeInclusive<u32>) -> bool {
        self.pieces.iter().any(|piece| touch(&piece.lines, lines))
    }

    /// The array.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it says, as the library's types.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    fn begin(before: &Self) -> Self {
        let mut text = String::with_capacity(before.text.len() + 256);
        text.push('[');
        Self { text, pieces: Vec::with_capacity(before.pieces.len()), by_number: OnceLock::new() }
    }

    fn entry<E: Entry>(&mut self, entry: E, before: &Self, diagnostic: &mut impl FnMut(E) -> Diagnostic) {
        let mut hasher = DefaultHasher::new();
        entry.hash(&mut hasher);
        let (number, at) = (hasher.finish(), Span::at(0));
        let piece = Piece { number, at, lines: entry.lines(), finding: entry.finding() };
        self.piece(piece, |text| match before.numbered(number) {
            Some(known) => text.push_str(known.of(&before.text)),
            // A diagnostic holds nothing that JSON has no form for.
            None => text.push_str(&serde_json::to_string(&diagnostic(entry)).unwrap_or_else(|_| "null".to_owned())),
        });
    }

    fn piece(&mut self, piece: Piece, write: impl FnOnce(&mut String)) {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        let start = self.text.len();
        write(&mut self.text);
        self.pieces.push(Piece { at: Span::new(start, self.text.len()), ..piece });
    }

    fn numbered(&self, number: u64) -> Option<Span> {
        let numbers = || self.pieces.iter().enumerate().map(|(at, piece)| (piece.number, at)).collect();
        self.by_number.get_or_init(numbers).get(&number).map(|&at| self.pieces[at].at)
    }
}

fn touch(one: &RangeInclusive<u32>, other: &RangeInclusive<u32>) -> bool {
    one.start() <= other.end() && other.start() <= one.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Hash)]
    struct Told(&'static str, u32);

    impl Entry for Told {
        fn lines(&self) -> RangeInclusive<u32> {
            self.1..=self.1
        }

        fn finding(&self) -> Option<usize> {
            (self.0 != "no finding").then_some(self.1 as usize)
        }
    }

    fn said(of: &Bulletin) -> Vec<String> {
        of.diagnostics().into_iter().map(|it| it.message).collect()
    }

    fn diagnostic(told: &Told) -> Diagnostic {
        Diagnostic { message: told.0.to_owned(), ..Diagnostic::default() }
    }

    #[test]
    fn what_is_the_same_is_written_once() {
        let mut written = Vec::new();
        let mut write = |entries: Vec<Told>, before: &Bulletin| {
            Bulletin::write(entries.into_iter(), before, |told| {
                written.push(told.0);
                diagnostic(&told)
            })
        };
        let one = write(vec![Told("a “b”", 1), Told("c", 2)], &Bulletin::default());
        let two = write(vec![Told("new", 0), Told("c", 2), Told("a “b”", 1)], &one);
        let none = write(Vec::new(), &two);
        assert_eq!(written, ["a “b”", "c", "new"]);
        assert_eq!(said(&one), ["a “b”", "c"]);
        assert_eq!(said(&two), ["new", "c", "a “b”"]);
        assert_eq!(none.text(), "[]");
        assert!(Bulletin::default().diagnostics().is_empty());
    }

    #[test]
    fn one_line_is_told_anew() {
        let all = vec![Told("a", 1), Told("b", 2), Told("c", 2), Told("d", 9)];
        let before = Bulletin::write(all.into_iter(), &Bulletin::default(), |told| diagnostic(&told));
        assert!(before.names(&(2..=4)) && !before.names(&(3..=8)));
        let again = |finding: usize| (finding == 2).then_some(Told("e", 2));
        let after = before.rewritten(&(2..=4), again, |told| diagnostic(&told)).expect("told");
        assert_eq!(said(&after), ["a", "e", "e", "d"]);
        assert!(before.rewritten(&(0..=4), again, |told| diagnostic(&told)).is_none());
        let one = Bulletin::write([Told("no finding", 2)].into_iter(), &before, |told| diagnostic(&told));
        assert!(one.rewritten(&(2..=2), again, |told| diagnostic(&told)).is_none());
    }
}
