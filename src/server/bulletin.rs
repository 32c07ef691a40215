//! What an editor is told of a draft, as the text of a message.
//!
//! Of two checks in a row nearly all findings are the same, and writing one out costs more than telling that it is: so
//! each is kept under a number that all it says goes into, and taken over as it was written.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use tower_lsp::lsp_types::Diagnostic;

use crate::text::Span;

/// The diagnostics of a draft: a JSON array, and where each of them stands in it.
#[derive(Debug, Default)]
pub struct Bulletin {
    /// What stands in front of the lines that were told anew, those, and what stands behind them: what stays is shared with
    /// what was told before. All of it in one, where all of it was told.
    columns: Vec<Column>,
    /// Once it is needed.
    by_number: OnceLock<FxHashMap<u64, (usize, usize)>>,
}

/// Some of the diagnostics, with commas between them.
#[derive(Clone, Debug)]
struct Column {
    text: Arc<str>,
    pieces: Arc<[Piece]>,
}

#[derive(Clone, Debug)]
struct Piece {
    number: u64,
    at: Span,
    lines: Vec<RangeInclusive<u32>>,
    finding: Option<usize>,
}

/// One thing to tell. Everything that its diagnostic says goes into its hash.
pub trait Entry: Hash {
    /// The lines of the draft that it names: for each place the first and the last of them.
    fn lines(&self) -> Vec<RangeInclusive<u32>>;
    /// The finding that it tells of, if it is one.
    fn finding(&self) -> Option<usize>;
}

impl Bulletin {
    /// Writes an array, with the diagnostic of each entry that was not in `before`.
    pub fn write<E: Entry>(
        entries: impl Iterator<Item = E>,
        before: &Self,
        mut diagnostic: impl FnMut(E) -> Diagnostic,
    ) -> Self {
        let mut setting = Setting::with_room(before.columns.iter().map(|it| it.text.len()).sum::<usize>() + 256);
        for entry in entries {
            setting.entry(entry, |number| before.numbered(number), &mut diagnostic);
        }
        Self::of(vec![setting.set()])
    }

    /// The same with what names any of these lines told anew; `None` where there is nothing to tell in place of one.
    pub fn rewritten<E: Entry>(
        &self,
        lines: &RangeInclusive<u32>,
        mut again: impl FnMut(usize) -> Option<E>,
        mut diagnostic: impl FnMut(E) -> Diagnostic,
    ) -> Option<Self> {
        let [front, named, behind] = self.around(lines);
        let mut setting = Setting::with_room(named.text.len() + 16);
        for piece in &*named.pieces {
            if piece.names(lines) {
                setting.entry(again(piece.finding?)?, |number| named.numbered(number), &mut diagnostic);
            } else {
                setting.piece(piece.clone(), |text| text.push_str(piece.at.of(&named.text)));
            }
        }
        Some(Self::of(vec![front, setting.set(), behind]))
    }

    /// Whether anything names one of these lines.
    pub fn names(&self, lines: &RangeInclusive<u32>) -> bool {
        self.columns.iter().any(|column| column.names(lines))
    }

    /// The array, piece by piece.
    pub fn parts(&self) -> Vec<&str> {
        let mut parts = Vec::with_capacity(2 * self.columns.len() + 2);
        for column in self.columns.iter().filter(|column| !column.pieces.is_empty()) {
            parts.push(if parts.is_empty() { "[" } else { "," });
            parts.push(&column.text);
        }
        parts.push(if parts.is_empty() { "[]" } else { "]" });
        parts
    }

    /// What it says, as the library's types.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        serde_json::from_str(&self.parts().concat()).unwrap_or_default()
    }

    fn of(columns: Vec<Column>) -> Self {
        Self { columns, by_number: OnceLock::new() }
    }

    /// What stands in front of all that names any of these lines, what stands from the first to the last of that, and what
    /// stands behind it.
    fn around(&self, lines: &RangeInclusive<u32>) -> [Column; 3] {
        // The lines that were told anew last are mostly the ones that are told anew now.
        if let [front, named, behind] = &*self.columns
            && !front.names(lines)
            && !behind.names(lines)
        {
            return [front, named, behind].map(Column::clone);
        }
        let all = self.columns.iter().flat_map(|column| column.pieces.iter().map(move |piece| (column, piece)));
        let all = all.collect::<Vec<_>>();
        let named = |(_, piece): &(&Column, &Piece)| piece.names(lines);
        let first = all.iter().position(named).unwrap_or(all.len());
        let last = all.iter().rposition(named).map_or(first, |last| last + 1);
        [&all[..first], &all[first..last], &all[last..]].map(|pieces| {
            let mut setting = Setting::with_room(pieces.iter().map(|(_, piece)| piece.at.len() + 1).sum());
            for (column, piece) in pieces {
                setting.piece((*piece).clone(), |text| text.push_str(piece.at.of(&column.text)));
            }
            setting.set()
        })
    }

    fn numbered(&self, number: u64) -> Option<&str> {
        let places = |(at, column): (usize, &Column)| {
            column.pieces.iter().enumerate().map(move |(of, piece)| (piece.number, (at, of))).collect::<Vec<_>>()
        };
        let numbers = || self.columns.iter().enumerate().flat_map(places).collect();
        let (column, piece) = *self.by_number.get_or_init(numbers).get(&number)?;
        let column = &self.columns[column];
        Some(column.pieces[piece].at.of(&column.text))
    }
}

impl Column {
    fn names(&self, lines: &RangeInclusive<u32>) -> bool {
        self.pieces.iter().any(|piece| piece.names(lines))
    }

    fn numbered(&self, number: u64) -> Option<&str> {
        let piece = self.pieces.iter().find(|piece| piece.number == number)?;
        Some(piece.at.of(&self.text))
    }
}

/// A column that is being written.
struct Setting {
    text: String,
    pieces: Vec<Piece>,
}

impl Setting {
    fn with_room(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), pieces: Vec::new() }
    }

    /// Writes an entry, or takes over what `known` has under its number.
    fn entry<'a, E: Entry>(
        &mut self,
        entry: E,
        known: impl Fn(u64) -> Option<&'a str>,
        diagnostic: &mut impl FnMut(E) -> Diagnostic,
    ) {
        let mut hasher = DefaultHasher::new();
        entry.hash(&mut hasher);
        let (number, at) = (hasher.finish(), Span::at(0));
        let piece = Piece { number, at, lines: entry.lines(), finding: entry.finding() };
        self.piece(piece, |text| match known(number) {
            Some(known) => text.push_str(known),
            // A diagnostic holds nothing that JSON has no form for.
            None => text.push_str(&serde_json::to_string(&diagnostic(entry)).unwrap_or_else(|_| "null".to_owned())),
        });
    }

    fn piece(&mut self, piece: Piece, write: impl FnOnce(&mut String)) {
        if !self.pieces.is_empty() {
            self.text.push(',');
        }
        let start = self.text.len();
        write(&mut self.text);
        self.pieces.push(Piece { at: Span::new(start, self.text.len()), ..piece });
    }

    /// What was written.
    fn set(self) -> Column {
        Column { text: self.text.into(), pieces: self.pieces.into() }
    }
}

impl Piece {
    fn names(&self, lines: &RangeInclusive<u32>) -> bool {
        self.lines.iter().any(|own| own.start() <= lines.end() && lines.start() <= own.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Hash)]
    struct Told(&'static str, u32);

    impl Entry for Told {
        fn lines(&self) -> Vec<RangeInclusive<u32>> {
            let also = if self.0 == "of two places" { Some(0..=0) } else { None };
            also.into_iter().chain([self.1..=self.1]).collect()
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
        assert_eq!(none.parts(), ["[]"]);
        assert!(Bulletin::default().diagnostics().is_empty());
    }

    #[test]
    fn what_names_a_line_in_front_and_one_behind_stays_as_it_is() {
        let all = vec![Told("of two places", 9), Told("a", 3)];
        let before = Bulletin::write(all.into_iter(), &Bulletin::default(), |told| diagnostic(&told));
        assert!(before.names(&(0..=1)) && !before.names(&(1..=2)) && !before.names(&(4..=8)) && before.names(&(8..=9)));
        let again = |finding: usize| (finding == 3).then_some(Told("b", 3));
        let after = before.rewritten(&(2..=4), again, |told| diagnostic(&told)).expect("told");
        assert_eq!(said(&after), ["of two places", "b"]);
    }

    #[test]
    fn one_line_is_told_anew() {
        let all = vec![Told("a", 1), Told("b", 2), Told("c", 2), Told("d", 9)];
        let before = Bulletin::write(all.into_iter(), &Bulletin::default(), |told| diagnostic(&told));
        assert!(before.names(&(2..=4)) && !before.names(&(3..=8)));
        let again = |finding: usize| (finding == 2).then_some(Told("e", 2));
        let after = before.rewritten(&(2..=4), again, |told| diagnostic(&told)).expect("told");
        assert_eq!(said(&after), ["a", "e", "e", "d"]);
        // Once more at the same place, and then at another.
        let once_more = after.rewritten(&(2..=4), again, |told| diagnostic(&told)).expect("told");
        assert_eq!(said(&once_more), ["a", "e", "e", "d"]);
        assert!(Arc::ptr_eq(&once_more.columns[0].text, &after.columns[0].text));
        let again_elsewhere = |finding: usize| (finding == 9).then_some(Told("f", 9));
        let elsewhere = once_more.rewritten(&(9..=9), again_elsewhere, |told| diagnostic(&told)).expect("told");
        assert_eq!(said(&elsewhere), ["a", "e", "e", "f"]);
        assert!(before.rewritten(&(0..=4), again, |told| diagnostic(&told)).is_none());
        let one = Bulletin::write([Told("no finding", 2)].into_iter(), &before, |told| diagnostic(&told));
        assert!(one.rewritten(&(2..=2), again, |told| diagnostic(&told)).is_none());
    }
}
