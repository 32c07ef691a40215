//! What an editor is told: one rule a file, reading a draft and its verdicts.

use crate::settings::Severity;
use crate::text::Span;
use crate::verify::Evidence;

/// One reported problem. Ranges are bytes of the draft's text, not of its prose.
#[derive(Clone, Debug)]
pub struct Finding {
    /// `VER103`
    pub code: &'static str,
    /// `meaning-changed`
    pub rule: &'static str,
    /// How grave.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// The words that differ, inside `span`; empty where the whole is meant.
    pub words: Vec<Span>,
    /// What was found, in one sentence.
    pub message: String,
    /// Who is quoted.
    pub speaker: Option<String>,
    /// What it rests on, best first.
    pub evidence: Vec<Evidence>,
    /// Other places of the draft that have to do with it, each with a word why.
    pub related: Vec<(Span, String)>,
    /// What can be done, the preferred one first.
    pub fixes: Vec<Fix>,
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does: "Put the source's words in".
    pub title: String,
    /// Without overlap, ascending.
    pub edits: Vec<Edit>,
    /// Whether it never changes a word a reader sees inside quotation marks.
    pub safe: bool,
}

/// Text in place of a range of the draft's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// A rule's page and defaults.
#[derive(Debug)]
pub struct Meta {
    /// Family and three digits.
    pub code: &'static str,
    /// Kebab-case.
    pub name: &'static str,
    /// Unless the settings say otherwise.
    pub severity: Severity,
    /// The page, in Markdown: *What it flags*, *Why it matters*, *Example*, *Fix*, *Limits*.
    pub page: &'static str,
}
