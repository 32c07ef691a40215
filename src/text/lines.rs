//! Bytes to lines and columns, and back.
//!
//! Only LF, CRLF and CR end a line: U+2028 and its like come with text pasted from layout programs
//! and are no line ends in an editor that speaks LSP.

use super::Span;

/// How a column counts.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16.
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Unit {
    fn of(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// How many columns a stretch of a line takes.
    fn width(self, text: &str) -> usize {
        let begins = |byte: u8| u8::from(byte & 0xc0 != 0x80);
        match self {
            Self::Utf8 => text.len(),
            // What takes four bytes takes two units.
            Self::Utf16 => sum(text.as_bytes(), |byte| begins(byte) + u8::from(byte >= 0xf0)),
            Self::Utf32 => sum(text.as_bytes(), begins),
        }
    }
}

/// What each byte counts, at most two, in all: in small numbers, of which a processor adds up many at once.
fn sum(bytes: &[u8], counts: impl Fn(u8) -> u8) -> usize {
    bytes
        .chunks(usize::from(u8::MAX / 2))
        .map(|some| usize::from(some.iter().map(|&byte| counts(byte)).sum::<u8>()))
        .sum()
}

/// The line starts of one text.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
    len: usize,
}

impl Lines {
    /// Reads the line ends of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !crlf {
                starts.push(at + 1);
            }
        }
        Self { starts, len: text.len() }
    }

    /// How many lines there are; a text that ends in a line end has an empty last one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Line and column of the byte at `at`, both from 0. `text` is the text the lines were read from.
    pub fn position(&self, text: &str, at: usize, unit: Unit) -> (usize, usize) {
        let at = at.min(self.len);
        let line = self.line_of(at);
        (line, unit.width(&text[self.starts[line]..at]))
    }

    /// The line that holds the byte at `at`, from 0.
    pub fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at) - 1
    }

    /// The byte at a line and column; past the end of a line is its end, past the last line the end of the text.
    pub fn offset(&self, text: &str, line: usize, column: usize, unit: Unit) -> usize {
        let Some(span) = self.line(text, line) else { return self.len };
        let mut left = column;
        for (at, c) in span.of(text).char_indices() {
            let width = unit.of(c);
            if left < width {
                return span.start + at;
            }
            left -= width;
        }
        span.end
    }

    /// The line as a range, without its line end.
    pub fn line(&self, text: &str, line: usize) -> Option<Span> {
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(self.len);
        let kept = text[start..end].trim_end_matches(['\n', '\r']).len();
        Some(Span::new(start, start + kept))
    }
}

/// How many lines end in front of a byte: counted and not looked up, for one place of one text.
pub fn ends_before(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', &bytes[..at]);
    ends.filter(|&end| bytes[end] == b'\n' || bytes.get(end + 1) != Some(&b'\n')).count()
}

/// Lines and columns of places that come mostly in order: what lies between one and the next is all that is looked at.
#[derive(Clone, Debug)]
pub struct Forward<'a> {
    text: &'a str,
    unit: Unit,
    /// Where it is, and the line and column there.
    at: usize,
    line: usize,
    column: usize,
}

impl<'a> Forward<'a> {
    /// At the beginning of a text.
    pub fn new(text: &'a str, unit: Unit) -> Self {
        Self { text, unit, at: 0, line: 0, column: 0 }
    }

    /// Line and column of the byte at `at`, both from 0, as [`Lines::position`] has them.
    pub fn position(&mut self, at: usize) -> (usize, usize) {
        let at = at.min(self.text.len());
        let (from, to) = (self.at.min(at), self.at.max(at));
        let mut ends = self.ends(from, to);
        match ends.next() {
            None if at < self.at => self.column -= self.unit.width(&self.text[from..to]),
            None => self.column += self.unit.width(&self.text[from..to]),
            Some(_) => {
                let lines = 1 + ends.count();
                self.line = if at < self.at { self.line - lines } else { self.line + lines };
                let mut start = memchr::memrchr2(b'\n', b'\r', &self.text.as_bytes()[..at]).map_or(0, |end| end + 1);
                if self.is_inside(start) {
                    // Between CR and LF no line ends yet.
                    start = memchr::memrchr2(b'\n', b'\r', &self.text.as_bytes()[..start - 1]).map_or(0, |end| end + 1);
                }
                self.column = self.unit.width(&self.text[start..at]);
            }
        }
        self.at = at;
        (self.line, self.column)
    }

    /// Where lines end behind one place, up to another.
    fn ends(&self, from: usize, to: usize) -> impl Iterator<Item = usize> + use<'a> {
        let this = Self { text: self.text, ..*self };
        let ends = memchr::memchr2_iter(b'\n', b'\r', &self.text.as_bytes()[from..to]).map(move |end| from + end + 1);
        ends.filter(move |&end| !this.is_inside(end))
    }

    /// Whether a place is between CR and LF.
    fn is_inside(&self, at: usize) -> bool {
        self.text[..at].ends_with('\r') && self.text[at..].starts_with('\n')
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn going_forward_and_back_comes_to_the_same(text in "[a𝄞é“\n\r\u{2028}]{0,30}", steps in proptest::collection::vec(0usize..31, 0..20)) {
            let lines = Lines::new(&text);
            let places = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect::<Vec<_>>();
            for unit in [Unit::Utf8, Unit::Utf16, Unit::Utf32] {
                let mut forward = Forward::new(&text, unit);
                for step in &steps {
                    let at = places[step % places.len()];
                    prop_assert_eq!(forward.position(at), lines.position(&text, at, unit), "{}", at);
                }
            }
        }

        #[test]
        fn any_place_is_found_again(text in "[a𝄞é“\n\r\u{2028}]{0,30}") {
            let lines = Lines::new(&text);
            for unit in [Unit::Utf8, Unit::Utf16, Unit::Utf32] {
                for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
                    let (line, column) = lines.position(&text, at, unit);
                    prop_assert_eq!(ends_before(&text, at), line);
                    // Between CR and LF there is no place an editor could name.
                    if c == '\n' && text[..at].ends_with('\r') {
                        continue;
                    }
                    prop_assert_eq!(lines.offset(&text, line, column, unit), at);
                }
            }
            let whole: usize = (0..lines.count()).filter_map(|line| lines.line(&text, line)).map(Span::len).sum();
            prop_assert_eq!(whole, text.chars().filter(|c| !matches!(c, '\n' | '\r')).map(char::len_utf8).sum::<usize>());
        }
    }

    #[test]
    fn a_long_line_is_as_long_as_its_letters() {
        let text = "aé𝄞".repeat(150);
        assert_eq!(Unit::Utf16.width(&text), 150 * 4);
        assert_eq!(Unit::Utf32.width(&text), 150 * 3);
    }

    #[test]
    fn columns_by_unit() {
        let text = "a𝄞é\r\nb\rc\u{2028}d\n";
        let lines = Lines::new(text);
        assert_eq!(lines.count(), 4);
        let at = text.find('é').expect("is there");
        assert_eq!(lines.position(text, at, Unit::Utf8), (0, 5));
        assert_eq!(lines.position(text, at, Unit::Utf16), (0, 3));
        assert_eq!(lines.position(text, at, Unit::Utf32), (0, 2));
        for unit in [Unit::Utf8, Unit::Utf16, Unit::Utf32] {
            for (at, _) in text.char_indices().filter(|(_, c)| !matches!(c, '\n' | '\r')) {
                let (line, column) = lines.position(text, at, unit);
                assert_eq!(lines.offset(text, line, column, unit), at);
            }
        }
        assert_eq!(lines.line(text, 0), Some(Span::new(0, 7)));
        assert_eq!(lines.offset(text, 99, 0, Unit::Utf16), text.len());
    }
}
