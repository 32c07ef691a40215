//! Findings as a code quality report, which GitLab shows beside the lines of a merge request.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Fingerprints, Reporter, Run, human};
use crate::settings::Severity;

/// One array of issues.
pub(super) struct Gitlab;

impl Reporter for Gitlab {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let mut prints = Fingerprints::default();
        let mut issues: Vec<Value> = Vec::new();
        for draft in &run.drafts {
            for finding in &draft.checked.findings {
                let place = draft.place(human::focus(finding));
                issues.push(json!({
                    "description": finding.message,
                    "check_name": finding.code,
                    "fingerprint": prints.of(draft, finding),
                    "severity": severity(finding.severity),
                    "location": { "path": draft.file(), "lines": { "begin": place.line, "end": place.end_line } },
                }));
            }
        }
        serde_json::to_writer_pretty(&mut *out, &issues)?;
        writeln!(out)
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "minor",
        Severity::Hint | Severity::Off => "info",
    }
}
