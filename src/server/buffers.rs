//! The texts that the editor holds open, as it edits them.

use ropey::Rope;
use tower_lsp::lsp_types::{Position, Range, TextDocumentContentChangeEvent};

use super::drift::Drift;
use crate::text::Span;
use crate::text::edit::Edit;
use crate::text::lines::Unit;

/// One open text.
#[derive(Clone, Debug)]
pub struct Buffer {
    /// The text. Its lines end at LF, CRLF and CR only, as the protocol has it.
    pub text: Rope,
    /// As the editor counts.
    pub version: i32,
    /// As the editor calls it: `markdown`.
    pub language: String,
    /// Changes with every change, and is never the same for two texts of one session.
    pub serial: u64,
    /// What was typed, each with the serial that it led to, until it has been checked.
    typed: Vec<(u64, Edit)>,
}

impl Buffer {
    /// A text just opened.
    pub fn new(text: &str, version: i32, language: String, serial: u64) -> Self {
        Self { text: Rope::from_str(text), version, language, serial, typed: Vec::new() }
    }

    /// Applies what the editor says has changed, in its order.
    pub fn apply(&mut self, changes: Vec<TextDocumentContentChangeEvent>, version: i32, serial: u64, unit: Unit) {
        for change in changes {
            let done = if let Some(range) = change.range {
                Some(replace(&mut self.text, range, &change.text, unit))
            } else {
                let old = String::from(&self.text);
                self.text = Rope::from_str(&change.text);
                Edit::between(&old, &change.text)
            };
            self.typed.extend(done.map(|done| (serial, done)));
        }
        self.version = version;
        self.serial = serial;
    }

    /// What was typed since the text had the serial `since`.
    pub fn drift(&self, since: u64) -> Drift {
        let typed = self.typed.iter().filter(|(serial, _)| *serial > since).copied();
        let changes = joined(typed).into_iter().map(|(_, change)| change);
        Drift(changes.filter(|change| !change.is_nothing()).collect())
    }

    /// Takes what was typed since one serial, up to another, for one change where it can: nobody asks for what was typed since
    /// one between these.
    pub fn stood(&mut self, since: u64, upto: u64) {
        let count = |last: u64| self.typed.partition_point(|(serial, _)| *serial <= last);
        let between = count(since)..count(upto.max(since));
        let one = joined(self.typed.drain(between.clone()));
        self.typed.splice(between.start..between.start, one);
    }

    /// Forgets what was typed up to a serial.
    pub fn checked(&mut self, upto: u64) {
        self.typed.retain(|(serial, _)| *serial > upto);
    }
}

/// Changes one after the other, as few as they can be, each with the serial that it led to.
fn joined(typed: impl Iterator<Item = (u64, Edit)>) -> Vec<(u64, Edit)> {
    let mut joined: Vec<(u64, Edit)> = Vec::new();
    for (serial, change) in typed {
        match joined.last_mut().and_then(|last| Some((last.1.then(change)?, last))) {
            Some((one, last)) => *last = (serial, one),
            None => joined.push((serial, change)),
        }
    }
    joined
}

fn replace(text: &mut Rope, range: Range, with: &str, unit: Unit) -> Edit {
    let (a, b) = (offset(text, range.start, unit), offset(text, range.end, unit));
    let (start, end) = (a.min(b), a.max(b));
    let chars = text.byte_to_char(start)..text.byte_to_char(end);
    let at = chars.start;
    text.remove(chars);
    text.insert(at, with);
    Edit { at: start, gone: end - start, come: with.len() }
}

/// The byte at a position; past the end of a line is its end, past the last line the end of the text.
pub fn offset(text: &Rope, position: Position, unit: Unit) -> usize {
    let (line, column) = (position.line as usize, position.character as usize);
    if line >= text.len_lines() {
        return text.len_bytes();
    }
    let first = text.line_to_char(line);
    let last = end_of_line(text, line);
    let at = match unit {
        Unit::Utf8 => text.byte_to_char((text.char_to_byte(first) + column).min(text.char_to_byte(last))),
        Unit::Utf16 => text.utf16_cu_to_char((text.char_to_utf16_cu(first) + column).min(text.char_to_utf16_cu(last))),
        Unit::Utf32 => (first + column).min(last),
    };
    text.char_to_byte(at)
}

/// The position of a byte.
pub fn position(text: &Rope, at: usize, unit: Unit) -> Position {
    let at = at.min(text.len_bytes());
    let line = text.byte_to_line(at);
    let (first, here) = (text.line_to_char(line), text.byte_to_char(at));
    let column = match unit {
        Unit::Utf8 => text.char_to_byte(here) - text.char_to_byte(first),
        Unit::Utf16 => text.char_to_utf16_cu(here) - text.char_to_utf16_cu(first),
        Unit::Utf32 => here - first,
    };
    Position::new(line as u32, column as u32)
}

/// The range of a span.
pub fn range(text: &Rope, span: Span, unit: Unit) -> Range {
    Range::new(position(text, span.start, unit), position(text, span.end, unit))
}

/// The character index at which a line ends, its line end not counted.
fn end_of_line(text: &Rope, line: usize) -> usize {
    let mut end = if line + 1 < text.len_lines() { text.line_to_char(line + 1) } else { text.len_chars() };
    let first = text.line_to_char(line);
    while end > first && matches!(text.char(end - 1), '\n' | '\r') {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lines::Lines;
    use proptest::prelude::*;

    fn event(start: (u32, u32), end: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let range = Range::new(Position::new(start.0, start.1), Position::new(end.0, end.1));
        TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: text.to_owned() }
    }

    #[test]
    fn changes_apply_in_order() {
        let mut buffer = Buffer::new("A 😀 b\r\nsecond\u{2028}still\rthird", 1, String::new(), 1);
        buffer.apply(vec![event((0, 5), (0, 6), "c"), event((1, 0), (1, 6), "2nd")], 2, 2, Unit::Utf16);
        assert_eq!(buffer.text.to_string(), "A 😀 c\r\n2nd\u{2028}still\rthird");
        buffer.apply(vec![event((99, 0), (99, 5), "!")], 3, 3, Unit::Utf16);
        assert_eq!(buffer.text.to_string(), "A 😀 c\r\n2nd\u{2028}still\rthird!");
        assert_eq!(buffer.drift(1).0.len(), 3);
        buffer.stood(1, 3);
        assert_eq!(buffer.drift(1).0.len(), 3, "they are far from each other");
        assert_eq!(buffer.drift(2).0.len(), 1);
        buffer.checked(3);
        assert!(buffer.drift(1).is_none());
    }

    proptest! {
        #[test]
        fn places_are_those_of_the_lines(text in "[ab😀é\r\n\u{2028}]{0,40}", cut in 0usize..60) {
            let rope = Rope::from_str(&text);
            let lines = Lines::new(&text);
            for unit in [Unit::Utf8, Unit::Utf16, Unit::Utf32] {
                for (at, _) in text.char_indices() {
                    let place = position(&rope, at, unit);
                    prop_assert_eq!((place.line as usize, place.character as usize), lines.position(&text, at, unit));
                }
                let (line, column) = (cut / 12, cut % 12);
                let place = Position::new(line as u32, column as u32);
                let by_lines = lines.offset(&text, line, column, unit);
                prop_assert_eq!(offset(&rope, place, unit), by_lines, "{:?} {:?}", place, unit);
            }
        }
    }
}
