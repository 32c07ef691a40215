//! Drafts and articles in one text, with what is expected of them under the lines it concerns.
//!
//! ```text
//! //- draft story.md date=2031-05-03
//! “We will never leave,” Roe said.
//!          ^^^^^ VER103 source has “not”
//! //- article a1.txt outlet="Coast Courier" date=2031-05-02
//! “We will not leave,” Jane Roe told reporters.
//! ```
//!
//! `^` counts characters of the line above, one group for each stretch that is marked; the words behind the code have
//! to occur in the message. `$0` in a draft marks a cursor. A draft without articles is checked without a corpus.
//! A section `//- settings` holds what `onrecord.toml` would.

use std::fmt::Write as _;
use std::path::Path;

use onrecord::check::{Cancel, Checked, check};
use onrecord::corpus::Corpus;
use onrecord::corpus::memory::MemoryCorpus;
use onrecord::formats::{self, Document};
use onrecord::rules::{self, Finding};
use onrecord::settings::{self, Settings};
use onrecord::text::Span;
use onrecord::text::lines::{Lines, Unit};

/// A draft, its articles, and what is expected.
#[derive(Debug, Default)]
pub struct Fixture {
    pub draft: Section,
    pub articles: Vec<Section>,
    pub settings: Settings,
    pub expected: Vec<Note>,
    /// Byte of the draft's text where `$0` stood.
    pub cursor: Option<usize>,
}

/// One document of a fixture.
#[derive(Debug, Default)]
pub struct Section {
    pub name: String,
    pub fields: Vec<(String, String)>,
    pub text: String,
}

/// Something said under a line: columns in characters, from 0, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub line: usize,
    pub marks: Vec<(usize, usize)>,
    pub code: String,
    pub message: String,
}

impl Fixture {
    pub fn parse(text: &str) -> Self {
        let mut fixture = Self::default();
        let mut in_draft = true;
        let mut in_settings = false;
        let mut settings = String::new();
        for line in text.lines() {
            if let Some(header) = line.strip_prefix("//- ") {
                in_settings = header == "settings";
                if in_settings {
                    continue;
                }
                let (kind, section) = Section::from_header(header);
                in_draft = kind == "draft";
                if in_draft {
                    fixture.draft = section;
                } else {
                    assert_eq!(kind, "article", "a section is a draft or an article: {header}");
                    fixture.articles.push(section);
                }
                continue;
            }
            if in_settings {
                settings.push_str(line);
                settings.push('\n');
                continue;
            }
            if in_draft && let Some(note) = Note::parse(line, fixture.draft.text.lines().count()) {
                fixture.expected.push(note);
                continue;
            }
            let section = if in_draft { &mut fixture.draft } else { fixture.articles.last_mut().unwrap() };
            section.text.push_str(line);
            section.text.push('\n');
        }
        fixture.settings = settings::parse(&settings, Path::new(settings::FILE_NAME), rules::code_of).unwrap();
        fixture.cursor = fixture.draft.text.find("$0");
        fixture.draft.text = fixture.draft.text.replacen("$0", "", 1);
        fixture
    }

    pub fn corpus(&self) -> Option<MemoryCorpus> {
        let documents = self.articles.iter().map(|article| (article.name.clone(), article.document())).collect();
        (!self.articles.is_empty()).then(|| MemoryCorpus::new(documents, Vec::new()))
    }

    /// Checks the draft by the fixture's own settings.
    pub fn check(&self) -> Checked {
        self.check_by(&self.settings)
    }

    pub fn check_by(&self, settings: &Settings) -> Checked {
        let corpus = self.corpus();
        let corpus = corpus.as_ref().map(|corpus| corpus as &dyn Corpus);
        check(self.draft_document(), corpus, settings, &Cancel::default(), None)
    }

    /// The draft with its metadata, which stand in the header so that the text keeps its places.
    pub fn draft_document(&self) -> Document {
        let mut document = formats::read(&self.draft.name, self.draft.text.as_bytes());
        for (key, value) in &self.draft.fields {
            match key.as_str() {
                "date" => document.meta.date = Some(value.parse().unwrap()),
                key => panic!("a draft of a fixture has no `{key}`"),
            }
        }
        document
    }

    /// What is wrong with the findings, if anything: the draft as it was expected and as it came out.
    pub fn compare(&self, checked: &Checked) -> Result<(), String> {
        let mut found: Vec<Note> = checked.findings.iter().map(|finding| self.note(finding)).collect();
        let mut missing = Vec::new();
        for expected in &self.expected {
            match found.iter().position(|note| note.bears_out(expected)) {
                Some(at) => drop(found.remove(at)),
                None => missing.push(expected.clone()),
            }
        }
        if missing.is_empty() && found.is_empty() {
            return Ok(());
        }
        let all: Vec<Note> = checked.findings.iter().map(|finding| self.note(finding)).collect();
        Err(format!("expected:\n{}\nfound:\n{}", self.annotated(&self.expected), self.annotated(&all)))
    }

    fn note(&self, finding: &Finding) -> Note {
        let text = &self.draft.text;
        let lines = Lines::new(text);
        let spans = if finding.words.is_empty() { &[finding.span][..] } else { &finding.words[..] };
        let line = lines.line_of(spans[0].start);
        let whole = lines.line(text, line).unwrap();
        let column = |at: usize| lines.position(text, at, Unit::Utf32).1;
        let marks = spans
            .iter()
            .filter(|span| whole.touches(span.start))
            .map(|span| Span { start: span.start, end: span.end.min(whole.end) })
            .map(|span| (column(span.start), column(span.end).max(column(span.start) + 1)))
            .collect();
        Note { line, marks, code: finding.code.to_owned(), message: finding.message.clone() }
    }

    fn annotated(&self, notes: &[Note]) -> String {
        let mut page = String::new();
        for (number, line) in self.draft.text.lines().enumerate() {
            writeln!(page, "{line}").unwrap();
            for note in notes.iter().filter(|note| note.line == number) {
                writeln!(page, "{note}").unwrap();
            }
        }
        page
    }
}

impl Section {
    pub fn from_header(header: &str) -> (String, Self) {
        let mut words = split(header).into_iter();
        let kind = words.next().expect("a header names a kind");
        let name = words.next().expect("a header names a file");
        let fields =
            words.map(|word| word.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned())).expect("key=value"));
        (kind, Self { name, fields: fields.collect(), text: String::new() })
    }

    pub fn copy(&self) -> Self {
        Self { name: self.name.clone(), fields: self.fields.clone(), text: self.text.clone() }
    }

    /// The document with its fields as front matter.
    pub fn document(&self) -> Document {
        let mut text = String::from("---\n");
        for (key, value) in &self.fields {
            writeln!(text, "{key}: {value}").unwrap();
        }
        text.push_str("---\n\n");
        text.push_str(&self.text);
        formats::read(&self.name, text.as_bytes())
    }
}

impl Note {
    /// A line of `^`, a code and perhaps a message; `None` for any other.
    fn parse(line: &str, lines_before: usize) -> Option<Self> {
        let (carets, said) = line.split_at(line.rfind('^')? + 1);
        if !carets.chars().all(|c| c == ' ' || c == '^') {
            return None;
        }
        let (code, message) = said.trim().split_once(' ').unwrap_or((said.trim(), ""));
        let mut marks: Vec<(usize, usize)> = Vec::new();
        for (at, _) in carets.char_indices().filter(|(_, c)| *c == '^') {
            match marks.last_mut() {
                Some(last) if last.1 == at => last.1 = at + 1,
                _ => marks.push((at, at + 1)),
            }
        }
        let line = lines_before.checked_sub(1).expect("a line of marks stands under a line of text");
        Some(Self { line, marks, code: code.to_owned(), message: message.to_owned() })
    }

    fn bears_out(&self, expected: &Self) -> bool {
        (self.line, &self.marks, &self.code) == (expected.line, &expected.marks, &expected.code)
            && self.message.contains(&expected.message)
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut at = 0;
        for (start, end) in &self.marks {
            write!(f, "{}{}", " ".repeat(start.saturating_sub(at)), "^".repeat(end - start))?;
            at = *end;
        }
        write!(f, " {} {}", self.code, self.message)
    }
}

/// Words of a header; `key="a b"` is one.
fn split(header: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in header.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn a_fixture_is_read() {
    let fixture = Fixture::parse(
        "//- draft story.md date=2031-05-03\n“We $0will never leave,” Roe said.\n ^^      ^^^^^ VER103 source\n\
         //- article a.txt outlet=\"Coast Courier\"\nText.\n",
    );
    assert_eq!(fixture.draft.text, "“We will never leave,” Roe said.\n");
    assert_eq!(fixture.cursor, Some("“We ".len()));
    assert_eq!(fixture.expected[0].marks, [(1, 3), (9, 14)]);
    assert_eq!(fixture.expected[0].line, 0);
    assert_eq!(fixture.articles[0].fields, [("outlet".to_owned(), "Coast Courier".to_owned())]);
    assert_eq!(fixture.expected[0].to_string(), " ^^      ^^^^^ VER103 source");
}
