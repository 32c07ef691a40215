//! Findings in reviewdog's diagnostic format, one a line.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Reporter, Run, Sheet, human, place};
use crate::rules::Finding;
use crate::settings::Severity;
use crate::text::Span;

/// One diagnostic a line.
pub(super) struct Rdjsonl;

impl Reporter for Rdjsonl {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for draft in &run.drafts {
            for finding in &draft.checked.findings {
                serde_json::to_writer(&mut *out, &diagnostic(draft, finding))?;
                writeln!(out)?;
            }
        }
        Ok(())
    }
}

fn diagnostic(draft: &Sheet, finding: &Finding) -> Value {
    let related: Vec<Value> = finding
        .evidence
        .iter()
        .map(|source| {
            let message = format!("{}: {}", human::credit(source), place::address(source));
            json!({ "message": message, "location": { "path": source.article.file().0 } })
        })
        .collect();
    // There a suggestion is one replacement; a fix of several edits is none.
    let single = finding.fixes.iter().filter_map(|fix| match fix.edits.as_slice() {
        [edit] => Some(json!({ "range": range(draft, edit.span), "text": edit.text })),
        _ => None,
    });
    json!({
        "message": finding.message,
        "location": { "path": draft.file(), "range": range(draft, human::focus(finding)) },
        "severity": severity(finding.severity),
        "source": { "name": env!("CARGO_PKG_NAME") },
        "code": { "value": finding.code },
        "suggestions": single.collect::<Vec<_>>(),
        "relatedLocations": related,
    })
}

/// Columns count bytes there.
fn range(draft: &Sheet, span: Span) -> Value {
    let place = draft.place(span);
    let column = |line: usize, at: usize| 1 + at.saturating_sub(draft.line(line).start);
    json!({
        "start": { "line": place.line, "column": column(place.line, span.start) },
        "end": { "line": place.end_line, "column": column(place.end_line, span.end) },
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info | Severity::Hint | Severity::Off => "INFO",
    }
}
