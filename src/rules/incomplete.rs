//! What is told of a quotation for which not all of the corpus could be searched: less loudly, and saying so.

use super::Finding;
use crate::settings::{Settings, Severity};
use crate::verify::Verdict;

/// Lowers what was said of verdicts that rest on a part of the corpus, since the rest may have the very words.
pub(super) fn temper(findings: &mut [Finding], verdicts: &[Verdict], settings: &Settings) {
    for finding in findings.iter_mut().filter(|finding| finding.code.starts_with("VER") && finding.code != "VER101") {
        let verdict = verdicts.iter().find(|verdict| finding.about == Some(verdict.quotation));
        let Some(missed) = verdict.and_then(|verdict| verdict.missed.as_ref()) else { continue };
        if settings.severity_of(finding.code).is_none() {
            finding.severity = lower(finding.severity);
        }
        if !missed.pending {
            finding.message.push_str(" (search incomplete)");
        }
    }
}

fn lower(severity: Severity) -> Severity {
    match severity {
        Severity::Error => Severity::Warning,
        Severity::Warning => Severity::Info,
        other => other,
    }
}
