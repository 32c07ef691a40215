//! `check --corpus-only`: sources in one text, and what is said of them, as the format `concise` has it.
//!
//! ```text
//! //- source notes.txt outlet="Coast Courier"
//! “The harbour will stay open,” Mara Teller said.
//! //- found
//! notes.txt:5:1: info SRC104 undated-source: no day is stated
//! ```
//!
//! The fields of a source become its front matter, whose lines count. A line of what is expected is the beginning of one
//! that is found; there must be as many of both.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::fixture::Section;

/// Sources as files, and what is expected of them.
pub struct Corpus {
    folder: TempDir,
    expected: Vec<String>,
}

impl Corpus {
    /// Whether a fixture is of sources, not of a draft.
    pub fn is_one(text: &str) -> bool {
        text.starts_with("//- source ")
    }

    pub fn parse(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("c")).unwrap();
        let mut corpus = Self { folder, expected: Vec::new() };
        let mut settings = String::new();
        for part in text.split("//- ").skip(1) {
            let (header, body) = part.split_once('\n').unwrap();
            match header.split(' ').next().unwrap() {
                "found" => corpus.expected = body.lines().map(str::to_owned).collect(),
                "settings" => body.clone_into(&mut settings),
                "source" => {
                    let (_, section) = Section::from_header(header);
                    let fields: String = section
                        .fields
                        .iter()
                        .map(|(key, value)| format!("{key}: {value}\n"))
                        .collect::<Vec<_>>()
                        .concat();
                    let front = if fields.is_empty() { String::new() } else { format!("---\n{fields}---\n\n") };
                    std::fs::write(corpus.path().join("c").join(section.name), front + body).unwrap();
                }
                other => panic!("a section of sources is no `{other}`"),
            }
        }
        std::fs::write(corpus.path().join("onrecord.toml"), settings).unwrap();
        corpus
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn run(&self, options: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_onrecord"))
            .args(["check", "--corpus-only", "--corpus", "c"])
            .args(options)
            .current_dir(self.path())
            .output()
            .unwrap()
    }

    /// What is said otherwise than expected, if anything.
    pub fn compare(&self) -> Result<(), String> {
        let output = self.run(&["--format", "concise"]);
        let found = String::from_utf8(output.stdout).unwrap().replace("c/", "");
        let lines: Vec<&str> = found.lines().collect();
        let alike = lines.len() == self.expected.len()
            && lines.iter().zip(&self.expected).all(|(found, expected)| found.starts_with(expected.as_str()));
        if alike && output.status.code().is_some_and(|status| status < 2) {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("expected:\n{}\nfound:\n{found}{said}", self.expected.join("\n")))
    }
}

#[test]
fn sources_are_told_what_is_wrong_with_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lint");
    let mut wrong = String::new();
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        if let Err(difference) = Corpus::parse(&std::fs::read_to_string(&file).unwrap()).compare() {
            wrong.extend(["── ", &file.file_name().unwrap().to_string_lossy(), "\n", &difference, "\n"]);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

const UNDATED: &str = "//- source notes.txt outlet=\"Coast Courier\"\n“We leave on Friday,” Mara Teller said.\n\
                       //- source archive.jsonl\n{\"id\": \"a1\", \"text\": \"Nobody said a word on all of that day.\"}\n{\"id\"\n";

#[test]
fn the_status_is_that_of_a_check() {
    let corpus = Corpus::parse(UNDATED);
    assert_eq!(corpus.run(&[]).status.code(), Some(1), "a line that is no article is a warning");
    assert_eq!(corpus.run(&["--exit-zero"]).status.code(), Some(0));
    assert_eq!(corpus.run(&["story.md"]).status.code(), Some(2), "drafts are not checked");
    std::fs::write(corpus.path().join("onrecord.toml"), "[rules]\nunreadable-source = \"info\"\n").unwrap();
    assert_eq!(corpus.run(&[]).status.code(), Some(0), "what is left is for information");
    std::fs::write(corpus.path().join("onrecord.toml"), "fail-on = \"info\"\n").unwrap();
    assert_eq!(corpus.run(&[]).status.code(), Some(1));
    assert_eq!(corpus.run(&["--corpus", "nowhere"]).status.code(), Some(2));
}

#[test]
fn every_output_format_names_the_source() {
    let corpus = Corpus::parse(UNDATED);
    for format in ["human", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjsonl"] {
        let output = corpus.run(&["--format", format]);
        let page = String::from_utf8(output.stdout).unwrap();
        for wanted in ["notes.txt", "archive.jsonl", "SRC104", "SRC105"] {
            assert!(page.contains(wanted), "{format} has no {wanted}:\n{page}");
        }
    }
    let page = String::from_utf8(corpus.run(&["--format", "jsonl"]).stdout).unwrap();
    let rows: Vec<serde_json::Value> = page.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let row = rows.iter().find(|row| row["path"] == "c/notes.txt").unwrap();
    let text = std::fs::read_to_string(corpus.path().join("c/notes.txt")).unwrap();
    let (start, end) = (row["start"].as_u64().unwrap() as usize, row["end"].as_u64().unwrap() as usize);
    assert_eq!(&text[start..end], "“We leave on Friday,” Mara Teller said.");
}

#[test]
fn nothing_to_report_is_said_in_every_format() {
    let corpus = Corpus::parse("//- source a.txt date=2031-05-02\n“We leave on Friday,” Mara Teller said to us.\n");
    let human = corpus.run(&[]);
    assert_eq!(human.status.code(), Some(0));
    assert_eq!(String::from_utf8(human.stdout).unwrap(), "1 source; nothing to report\n");
    let junit = String::from_utf8(corpus.run(&["--format", "junit"]).stdout).unwrap();
    assert!(junit.contains("every source"), "{junit}");
}
