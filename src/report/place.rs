//! Where something stands, as it is printed: bytes on disk, lines and columns from 1.

use crate::check::Checked;
use crate::formats::{self, Document, Locus};
use crate::text::Span;
use crate::text::lines::{self, Lines};
use crate::verify::Evidence;

/// A draft that was checked, with what it takes to say where something stands in it.
#[derive(Debug)]
pub struct Sheet {
    /// As it was named on the command line.
    pub path: String,
    /// What was found.
    pub checked: Checked,
    lines: Lines,
    characters: Characters,
}

/// How many characters stand before a byte, counted once every so often: a line of ten megabytes has many places.
#[derive(Debug)]
struct Characters {
    before: Vec<usize>,
}

impl Characters {
    const EVERY: usize = 256;

    fn new(text: &str) -> Self {
        let mut before = vec![0];
        let (mut total, mut start) = (0, 0);
        for block in 1..=text.len() / Self::EVERY {
            let end = text.floor_char_boundary(block * Self::EVERY);
            total += text[start..end].chars().count();
            before.push(total);
            start = end;
        }
        Self { before }
    }

    fn before(&self, text: &str, at: usize) -> usize {
        let block = at / Self::EVERY;
        let start = text.floor_char_boundary(block * Self::EVERY);
        self.before[block] + text[start..at].chars().count()
    }
}

/// A range as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Bytes of the file on disk.
    pub disk: Span,
    /// Line of the first byte, from 1.
    pub line: usize,
    /// Column of the first byte, in characters from 1.
    pub column: usize,
    /// Line of the end, from 1.
    pub end_line: usize,
    /// Column one past the last character, from 1.
    pub end_column: usize,
}

impl Sheet {
    /// Puts a checked draft under its path.
    pub fn new(path: String, checked: Checked) -> Self {
        let text = &checked.draft.document.text;
        let (lines, characters) = (Lines::new(text), Characters::new(text));
        Self { path, checked, lines, characters }
    }

    /// The file it lies in, as a repository names it: a source may be one of many in a file.
    pub fn file(&self) -> &str {
        let path = self.name();
        let mut signs = path.match_indices('#').map(|(at, _)| &path[..at]);
        signs.find(|file| formats::holds_many(file)).unwrap_or(path)
    }

    /// Its path as a repository names it, without the `./` of a folder that was walked from where the program was called:
    /// a finding that is told to a service is the same one, whatever led to it.
    pub fn name(&self) -> &str {
        self.path.strip_prefix("./").unwrap_or(&self.path)
    }

    /// Where a range of the draft's text stands.
    pub fn place(&self, span: Span) -> Place {
        let ((line, column), (end_line, end_column)) = (self.position(span.start), self.position(span.end));
        Place { disk: on_disk(&self.checked.draft.document, span), line, column, end_line, end_column }
    }

    fn position(&self, at: usize) -> (usize, usize) {
        let text = &*self.checked.draft.document.text;
        let line = self.lines.line_of(at);
        let start = self.lines.line(text, line).unwrap_or_default().start;
        (line + 1, 1 + self.characters.before(text, at) - self.characters.before(text, start))
    }

    /// Where a range of the draft's prose stands.
    pub fn place_of_prose(&self, span: Span) -> Place {
        self.place(self.checked.draft.document.prose.to_text(span))
    }

    /// The line, from 1, as a range of the draft's text without its line end.
    pub fn line(&self, line: usize) -> Span {
        self.lines.line(&self.checked.draft.document.text, line - 1).unwrap_or_default()
    }
}

/// A range of a document's text as bytes of its file.
pub fn on_disk(document: &Document, span: Span) -> Span {
    let (start, end) = (document.disk.to_disk(span.start), document.disk.to_disk(span.end));
    Span { start, end: end.max(start) }
}

/// A range of a source's prose as bytes of its file; of a line of a `.jsonl`, of its `text`.
pub fn of_source(document: &Document, span: Span) -> Span {
    on_disk(document, document.prose.to_text(span))
}

/// Where a source can be opened: `path:line`, or `FILE#ID` or a page, which have no lines of their own.
pub fn address(source: &Evidence) -> String {
    let article = &source.article;
    let document = &article.reading.document;
    if let Some(Locus::Page(page)) = document.locus_at(source.span.start) {
        return format!("{}, page {page}", article.path);
    }
    if article.file().1.is_some() || !document.editable {
        return article.path.clone();
    }
    let at = document.prose.to_text(source.span).start;
    format!("{}:{}", article.path, 1 + lines::ends_before(&document.text, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_on_long_lines_too() {
        let text = format!("é{}\nähm", "ü".repeat(9_000));
        let mut checked = Checked::default();
        checked.draft.document.text = text.as_str().into();
        let sheet = Sheet::new("story.md".into(), checked);
        let place = |start, end| sheet.place(Span::new(start, end));
        assert_eq!((place(2, 18_002).column, place(2, 18_002).end_column), (2, 9_002));
        let last = place(text.len() - 1, text.len());
        assert_eq!((last.line, last.column, last.end_line, last.end_column), (2, 3, 2, 4));
    }
}
