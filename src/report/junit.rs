//! Findings as `JUnit` has test results: a draft is a suite, a finding a test that failed.

use std::io::{self, Write};

use super::{Reporter, Run, Sheet, human, place};
use crate::rules::Finding;

/// One file of suites.
pub(super) struct Junit;

impl Reporter for Junit {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let failed: usize = run.drafts.iter().map(|draft| draft.checked.findings.len()).sum();
        let bare = usize::from(run.sources.is_some() && run.drafts.is_empty());
        let tests: usize = run.drafts.iter().map(|draft| draft.checked.findings.len().max(1)).sum::<usize>() + bare;
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites name=\"onrecord\" tests=\"{tests}\" failures=\"{failed}\">")?;
        for draft in &run.drafts {
            suite(draft, out)?;
        }
        if bare > 0 {
            writeln!(out, "  <testsuite name=\"corpus\" tests=\"1\" failures=\"0\">")?;
            writeln!(out, "    <testcase name=\"every source\" classname=\"corpus\"/>\n  </testsuite>")?;
        }
        writeln!(out, "</testsuites>")
    }
}

fn suite(draft: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    let (path, findings) = (escaped(draft.name()), &draft.checked.findings);
    let tests = findings.len().max(1);
    writeln!(out, "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{}\">", findings.len())?;
    if findings.is_empty() {
        // A suite without a test would be taken for one that did not run.
        writeln!(out, "    <testcase name=\"every quotation\" classname=\"{path}\"/>")?;
    }
    for finding in findings {
        case(draft, finding, out)?;
    }
    writeln!(out, "  </testsuite>")
}

fn case(draft: &Sheet, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let at = draft.place(human::focus(finding));
    let path = escaped(draft.name());
    writeln!(
        out,
        "    <testcase name=\"{} {} {}:{}\" classname=\"{path}\" file=\"{}\" line=\"{}\">",
        finding.code,
        finding.rule,
        at.line,
        at.column,
        escaped(draft.file()),
        at.line
    )?;
    write!(out, "      <failure type=\"{}\" message=\"{}\">", finding.severity.as_str(), escaped(&finding.message))?;
    for source in &finding.evidence {
        write!(out, "{}", escaped(&format!("{}: {}\n", human::credit(source), place::address(source))))?;
    }
    writeln!(out, "</failure>\n    </testcase>")
}

/// Text as it may stand in XML; what may not stand there at all is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_stays_xml() {
        assert_eq!(escaped("“a” < \"b\" & \u{1}c\n"), "“a” &lt; &quot;b&quot; &amp; c&#10;");
    }
}
