//! How a run is written: one file an output format, and the drawing that the readable ones share.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::check::Checked;
use crate::settings::Severity;

pub mod excerpt;
mod fingerprint;
pub mod found;
mod github;
mod gitlab;
pub mod html;
mod human;
mod json;
mod junit;
pub mod place;
pub mod plain;
pub mod quotations;
mod rdjsonl;
mod sarif;

use fingerprint::Fingerprints;
pub use place::{Place, Sheet};

/// What `check` looked at.
#[derive(Debug, Default)]
pub struct Run {
    /// The drafts, in the order in which they were given; or the sources with which something is wrong, by path.
    pub drafts: Vec<Sheet>,
    /// How many sources were looked at, where it is the corpus that was checked.
    pub sources: Option<usize>,
}

/// One output format of `check`.
pub trait Reporter: Sync {
    /// Writes all of a run.
    ///
    /// # Errors
    /// When `out` does not take it.
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()>;
}

/// Every output format of `check`, by the name that `--format` takes.
pub static FORMATS: &[(&str, &dyn Reporter)] = &[
    ("human", &human::Human),
    ("concise", &human::Concise),
    ("json", &json::Json),
    ("jsonl", &json::Jsonl),
    ("sarif", &sarif::Sarif),
    ("github", &github::Github),
    ("gitlab", &gitlab::Gitlab),
    ("junit", &junit::Junit),
    ("rdjsonl", &rdjsonl::Rdjsonl),
];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static dyn Reporter> {
    FORMATS.iter().find(|(format, _)| *format == name).map(|(_, reporter)| *reporter)
}

/// "1 draft", "3 drafts"
fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// How many quotations came out how, and what was found, in one line.
pub fn summary(run: &Run) -> String {
    human::summary(run)
}

/// A path as a reference of a URI, relative where the path is.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let path = path.replace('\\', "/");
    out.push_str(match (path.starts_with('/'), path.get(1..3) == Some(":/")) {
        (true, _) => "file://",
        (_, true) => "file:///",
        _ => "",
    });
    for byte in path.trim_start_matches("./").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// The gravest finding of one draft.
pub fn gravest(checked: &Checked) -> Option<Severity> {
    checked.findings.iter().map(|finding| finding.severity).max()
}
