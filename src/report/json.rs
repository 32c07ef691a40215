//! Findings as JSON: one array, or one object a line.

use std::io::{self, Write};

use serde::Serialize;

use super::{Place, Reporter, Run, Sheet, place};
use crate::rules::{Edit, Finding, Fix};
use crate::text::Span;
use crate::verify::Evidence;

/// One array of findings.
pub(super) struct Json;
/// One finding a line.
pub(super) struct Jsonl;

impl Reporter for Json {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &rows(run).collect::<Vec<_>>())?;
        writeln!(out)
    }
}

impl Reporter for Jsonl {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for row in rows(run) {
            serde_json::to_writer(&mut *out, &row)?;
            writeln!(out)?;
        }
        Ok(())
    }
}

/// A finding as it is promised to scripts.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    code: &'a str,
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    speaker: Option<&'a str>,
    sources: Vec<SourceRow<'a>>,
    fixes: Vec<FixRow<'a>>,
}

#[derive(Serialize)]
struct SourceRow<'a> {
    path: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct FixRow<'a> {
    title: &'a str,
    edits: Vec<EditRow<'a>>,
    safe: bool,
}

#[derive(Serialize)]
struct EditRow<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

fn rows(run: &Run) -> impl Iterator<Item = Row<'_>> {
    run.drafts.iter().flat_map(|draft| draft.checked.findings.iter().map(move |finding| row(draft, finding)))
}

fn row<'a>(draft: &'a Sheet, finding: &'a Finding) -> Row<'a> {
    let Place { disk: Span { start, end }, line, column, .. } = draft.place(finding.span);
    Row {
        path: &draft.path,
        start,
        end,
        line,
        column,
        code: finding.code,
        rule: finding.rule,
        severity: finding.severity.as_str(),
        message: &finding.message,
        speaker: finding.speaker.as_deref(),
        sources: finding.evidence.iter().map(source).collect(),
        fixes: finding.fixes.iter().map(|mended| fix(draft, mended)).collect(),
    }
}

fn source(source: &Evidence) -> SourceRow<'_> {
    let Span { start, end } = place::of_source(&source.article.reading.document, source.span);
    SourceRow { path: &source.article.path, start, end }
}

fn fix<'a>(draft: &Sheet, fix: &'a Fix) -> FixRow<'a> {
    let edit = |edit: &'a Edit| {
        let Span { start, end } = place::on_disk(&draft.checked.draft.document, edit.span);
        EditRow { start, end, text: &edit.text }
    };
    FixRow { title: &fix.title, edits: fix.edits.iter().map(edit).collect(), safe: fix.safe }
}
