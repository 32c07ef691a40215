//! What can be done about the findings at a place.

use crate::check::Checked;
use crate::rules::{Finding, Fix};
use crate::text::Span;

/// A fix of a finding.
#[derive(Copy, Clone, Debug)]
pub struct Action<'a> {
    /// Which finding of the draft.
    pub number: usize,
    /// The finding.
    pub finding: &'a Finding,
    /// What mends it.
    pub fix: &'a Fix,
    /// Whether it is the one to take where only one is taken.
    pub preferred: bool,
}

/// The fixes of all findings that touch a range of the draft's text: preferred ones first, otherwise
/// in the order of the findings, which is that of the text.
pub fn actions(checked: &Checked, range: Span) -> Vec<Action<'_>> {
    let touched = checked
        .findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.span.start <= range.end && range.start <= finding.span.end);
    let mut actions = touched
        .flat_map(|(number, finding)| {
            let fixes = finding.fixes.iter().enumerate();
            fixes.map(move |(rank, fix)| Action { number, finding, fix, preferred: rank == 0 })
        })
        .collect::<Vec<_>>();
    actions.sort_by_key(|action| !action.preferred);
    actions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Severity;

    fn finding(code: &'static str, span: Span, fixes: &[&str]) -> Finding {
        let fix = |title: &&str| Fix { title: (*title).to_owned(), edits: Vec::new(), safe: false };
        Finding {
            code,
            rule: "a-rule",
            severity: Severity::Warning,
            span,
            words: Vec::new(),
            message: String::new(),
            about: None,
            speaker: None,
            evidence: Vec::new(),
            related: Vec::new(),
            fixes: fixes.iter().map(fix).collect(),
        }
    }

    #[test]
    fn preferred_ones_come_first_and_the_order_is_stable() {
        let findings = vec![
            finding("VER106", Span::new(0, 9), &["put the words in", "mark the cut"]),
            finding("QUO101", Span::new(9, 10), &["turn the mark"]),
            finding("QUO102", Span::new(20, 21), &["elsewhere"]),
        ];
        let checked = Checked { findings, ..Checked::default() };
        let titles =
            |range| actions(&checked, range).iter().map(|action| action.fix.title.as_str()).collect::<Vec<_>>();
        assert_eq!(titles(Span::at(9)), ["put the words in", "turn the mark", "mark the cut"]);
        assert_eq!(titles(Span::at(4)), ["put the words in", "mark the cut"]);
        assert_eq!(titles(Span::at(15)), Vec::<&str>::new());
    }
}
