//! Findings as workflow commands, which GitHub shows beside the lines of a pull request.

use std::io::{self, Write};

use super::{Reporter, Run, Sheet, human, place};
use crate::rules::Finding;
use crate::settings::Severity;

/// One workflow command a finding.
pub(super) struct Github;

impl Reporter for Github {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for draft in &run.drafts {
            for finding in &draft.checked.findings {
                writeln!(out, "{}", command(draft, finding))?;
            }
        }
        Ok(())
    }
}

fn command(draft: &Sheet, finding: &Finding) -> String {
    let place = draft.place(human::focus(finding));
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "notice",
    };
    // Columns of a range over lines mean nothing there.
    let columns = if place.line == place.end_line {
        format!(",col={},endColumn={}", place.column, place.end_column.max(place.column + 1))
    } else {
        String::new()
    };
    let source = finding.evidence.first();
    let source = source.map(|source| format!("\n{}: {}", human::credit(source), place::address(source)));
    format!(
        "::{level} file={},line={},endLine={}{columns},title={}::{}",
        property(draft.file()),
        place.line,
        place.end_line,
        property(&format!("{} {}", finding.code, finding.rule)),
        data(&format!("{}{}", finding.message, source.unwrap_or_default()))
    )
}

/// What would end a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What would end a property or begin the next.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("50% now\nlater: yes, no"), "50%25 now%0Alater: yes, no");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }
}
