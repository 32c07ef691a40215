//! How a run is written: one file an output format, and the drawing that the readable ones share.

use std::io::{self, Write};

use crate::check::Checked;
use crate::settings::Severity;

pub mod excerpt;
pub mod found;
mod github;
mod human;
mod json;
pub mod place;
pub mod quotations;

pub use place::{Place, Sheet};

/// What `check` looked at.
#[derive(Debug, Default)]
pub struct Run {
    /// The drafts, in the order in which they were given.
    pub drafts: Vec<Sheet>,
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
    ("github", &github::Github),
];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static dyn Reporter> {
    FORMATS.iter().find(|(format, _)| *format == name).map(|(_, reporter)| *reporter)
}

/// The gravest finding of one draft.
pub fn gravest(checked: &Checked) -> Option<Severity> {
    checked.findings.iter().map(|finding| finding.severity).max()
}
