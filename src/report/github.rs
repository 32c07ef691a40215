//! Findings as workflow commands, which GitHub shows beside the lines of a pull request.

use std::io::{self, Write};

use super::{Reporter, Run, human, place};
use crate::settings::Severity;

/// One workflow command a finding.
pub(super) struct Github;

impl Reporter for Github {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for draft in &run.drafts {
            for finding in &draft.checked.findings {
                let place = draft.place(human::focus(finding));
                let command = match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    _ => "notice",
                };
                write!(
                    out,
                    "::{command} file={},line={},endLine={}",
                    property(&draft.path),
                    place.line,
                    place.end_line
                )?;
                // Columns of a range over lines mean nothing there.
                if place.line == place.end_line {
                    write!(out, ",col={},endColumn={}", place.column, place.end_column.max(place.column + 1))?;
                }
                let title = property(&format!("{} {}", finding.code, finding.rule));
                let mut message = finding.message.clone();
                if let Some(source) = finding.evidence.first() {
                    message.push_str(&format!("\n{}: {}", human::credit(source), place::address(source)));
                }
                writeln!(out, ",title={title}::{}", data(&message))?;
            }
        }
        Ok(())
    }
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
