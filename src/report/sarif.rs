//! Findings as SARIF 2.1.0, which code hosts and editors take as the result of an analysis.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Fingerprints, Reporter, Run, Sheet, human, place, uri};
use crate::rules::{self, Finding, Fix, Meta};
use crate::settings::Severity;
use crate::text::Span;
use crate::verify::Evidence;

/// One log of one run.
pub(super) struct Sarif;

impl Reporter for Sarif {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let mut prints = Fingerprints::default();
        let mut results = Vec::new();
        for draft in &run.drafts {
            for finding in &draft.checked.findings {
                results.push(result(draft, finding, &prints.of(draft, finding)));
            }
        }
        let driver = json!({
            "name": env!("CARGO_PKG_NAME"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules::all().map(rule).collect::<Vec<_>>(),
        });
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
        });
        serde_json::to_writer_pretty(&mut *out, &log)?;
        writeln!(out)
    }
}

fn rule(meta: &'static Meta) -> Value {
    json!({
        "id": meta.code,
        "name": meta.name,
        "shortDescription": { "text": meta.summary() },
        "help": { "text": meta.page(), "markdown": meta.page() },
        "defaultConfiguration": { "level": level(meta.severity), "enabled": meta.severity != Severity::Off },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
        Severity::Off => "none",
    }
}

fn result(draft: &Sheet, finding: &Finding, print: &str) -> Value {
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rules::all().position(|meta| meta.code == finding.code),
        "level": level(finding.severity),
        "message": { "text": finding.message },
        "locations": [location(draft, human::focus(finding))],
        "partialFingerprints": { "quotation/v1": print },
    });
    let related: Vec<Value> = finding.evidence.iter().enumerate().map(|(id, source)| beside(id, source)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    let fixes: Vec<Value> = finding.fixes.iter().map(|mended| fix(draft, mended)).collect();
    if !fixes.is_empty() {
        result["fixes"] = fixes.into();
    }
    result
}

fn region(draft: &Sheet, span: Span) -> Value {
    let place = draft.place(span);
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

fn location(draft: &Sheet, span: Span) -> Value {
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(draft.file()) }, "region": region(draft, span) } })
}

/// A source: its file, and the words there.
fn beside(id: usize, source: &Evidence) -> Value {
    let document = &source.article.reading.document;
    let (file, _) = source.article.file();
    let words = source.span.of(document.prose.text());
    json!({
        "id": id,
        "message": { "text": format!("{}: {}", human::credit(source), place::address(source)) },
        "physicalLocation": { "artifactLocation": { "uri": uri(file) }, "contextRegion": { "snippet": { "text": words } } },
    })
}

fn fix(draft: &Sheet, fix: &Fix) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| json!({ "deletedRegion": region(draft, edit.span), "insertedContent": { "text": edit.text } }))
        .collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{ "artifactLocation": { "uri": uri(draft.file()) }, "replacements": replacements }],
    })
}
