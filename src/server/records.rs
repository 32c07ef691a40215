//! Where an article lies in a file of many, one a line, and where its words stand in that line.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::lsp_types::{Position, Range};

use crate::corpus::{self, Article};
use crate::formats::packed;
use crate::text::Span;
use crate::text::lines::{Lines, Unit};

/// The line of a file that holds an article.
#[derive(Clone, Debug)]
pub struct Record {
    /// Which, from 0.
    number: u32,
    line: String,
    /// Where in it the article's text begins, behind the mark that opens it.
    text: Option<usize>,
}

/// What is read of a line.
#[derive(Deserialize)]
struct Row {
    id: Option<Value>,
    text: Option<String>,
}

impl Record {
    /// The line of an article's record; `None` if its file holds it alone or in another way, or no longer holds it.
    pub fn of(article: &Article) -> Option<Self> {
        let (file, id) = article.file();
        let id = id.filter(|_| corpus::is_rows(Path::new(file)))?;
        let text = &*article.reading.document.text;
        let mut lines = packed::Lines::of(BufReader::with_capacity(1 << 18, File::open(file).ok()?)).ok()?;
        let named = |id: Value| id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        let mut found: Option<(u32, Vec<u8>)> = None;
        let mut number = 0;
        while let Some(line) = lines.next(corpus::MAX_BYTES).ok()? {
            let is_numbered = id.parse() == Ok(number + 1);
            if (is_numbered || memchr::memmem::find(&line, id.as_bytes()).is_some())
                && let Ok(row) = serde_json::from_slice::<Row>(&line)
                // One without an identifier goes by the number of its line.
                && row.id.map(named).map_or(is_numbered, |it| it == id)
            {
                // Several lines may bear one identifier.
                if row.text.as_deref() == Some(text) {
                    found = Some((number, line));
                    break;
                }
                found.get_or_insert((number, line));
            }
            number += 1;
        }
        let (number, line) = found?;
        let line = String::from_utf8(line).ok()?;
        let text = text_in(&line);
        Some(Self { number, line, text })
    }

    /// Where words of the article's text stand; the beginning of the line, where that cannot be told.
    pub fn range(&self, words: Span, unit: Unit) -> Range {
        let lines = Lines::new(&self.line);
        let place = |at| Position::new(self.number, lines.position(&self.line, at, unit).1 as u32);
        match self.text.and_then(|text| written(&self.line, text, words)) {
            Some(Span { start, end }) => Range::new(place(start), place(end)),
            None => Range::new(place(0), place(0)),
        }
    }
}

/// Where the value of `text` begins in an object on one line, behind the mark that opens it.
fn text_in(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let blank = |at: usize| at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let (mut at, mut depth) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let end = closing(bytes, at + 1)?;
                let colon = blank(end + 1);
                if depth == 1 && bytes.get(colon) == Some(&b':') {
                    let value = blank(colon + 1);
                    let name = serde_json::from_str::<String>(&line[at..=end]);
                    if name.is_ok_and(|name| name == "text") {
                        return (bytes.get(value) == Some(&b'"')).then_some(value + 1);
                    }
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where a string ends whose inside begins at `at`.
fn closing(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Where bytes of a string's value stand as they are written, in a line in which its inside begins at `inside`.
fn written(line: &str, inside: usize, words: Span) -> Option<Span> {
    let (mut at, mut said) = (inside, 0);
    let mut reach = |wanted: usize| {
        while said < wanted {
            let (signs, bytes) = sign(&line[at..])?;
            at += signs;
            said += bytes;
        }
        Some(at)
    };
    Some(Span { start: reach(words.start)?, end: reach(words.end)? })
}

/// How long the first character of a string is as it is written, and how long it is; `None` at its end.
fn sign(written: &str) -> Option<(usize, usize)> {
    let c = written.chars().next().filter(|c| *c != '"')?;
    if c != '\\' {
        return Some((c.len_utf8(), c.len_utf8()));
    }
    if written.as_bytes().get(1) != Some(&b'u') {
        return Some((2, 1));
    }
    let unit = |at: usize| u16::from_str_radix(written.get(at..at + 4)?, 16).ok();
    let first = unit(2)?;
    match char::from_u32(first.into()) {
        Some(c) => Some((6, c.len_utf8())),
        // Two units make one character of those that take four bytes.
        None => Some((12, 4)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str, words: &str) -> Option<String> {
        let row: Row = serde_json::from_str(line).expect("is a row");
        let said = row.text.expect("has a text");
        let start = said.find(words).expect("holds them");
        let span = written(line, text_in(line)?, Span { start, end: start + words.len() })?;
        Some(span.of(line).to_owned())
    }

    #[test]
    fn words_are_found_as_they_are_written() {
        let line = r#"{"id": 7, "meta": {"text": "We open"}, "text": "A\tB\u2014 \ud83d\ude00 \"We open,\" said Ana \u004cind."}"#;
        assert_eq!(found(line, "We open").as_deref(), Some("We open"));
        assert_eq!(found(line, "—").as_deref(), Some("\\u2014"));
        assert_eq!(found(line, "😀 \"We").as_deref(), Some(r#"\ud83d\ude00 \"We"#));
        assert_eq!(found(line, "Ana Lind").as_deref(), Some(r"Ana \u004cind"));
        assert_eq!(found(r#"{"te\u0078t":"We open"}"#, "open").as_deref(), Some("open"));
        assert_eq!(text_in(r#"{"title": "text", "list": ["text", "x"]}"#), None);
        assert_eq!(text_in(r#"{"text": 7}"#), None);
    }
}
