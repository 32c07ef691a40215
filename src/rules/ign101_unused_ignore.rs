//! `IGN101`: a remark that keeps nothing quiet.

use super::ignores::{Ignore, Ignored};
use super::{Context, Edit, Finding, Fix, Meta, Rule};
use crate::text::Span;
use crate::verify::Outcome;

declare_rule! {
    /// A remark asks to ignore what is not reported.
    ///
    /// ## What it flags
    ///
    /// A comment that begins with `onrecord-ignore` and names a rule which has nothing to report where the comment
    /// holds: in the paragraph it stands in or in front of, with `onrecord-ignore-line` in its line, with
    /// `onrecord-ignore-file` in the draft.
    ///
    /// ## Why it matters
    ///
    /// What was excused once and mended later would still be excused when it goes wrong again.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// <!-- onrecord-ignore QUO102: the mark is the printer's joke -->
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ IGN101 unused
    ///
    /// “The harbour will stay open all winter,” Mara Teller said.
    /// ```
    ///
    /// ## Fix
    ///
    /// Take the comment out, or the rule that it names for nothing. Safe: no reader sees it.
    ///
    /// ## Limits
    ///
    /// A rule that is off, and one that needs the corpus where a quotation could not be looked up, is not asked.
    UnusedIgnore { code: "IGN101", name: "unused-ignore", severity: Warning }
}

impl Rule for UnusedIgnore {
    fn after_others(&self) -> bool {
        true
    }

    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let looked_up = cx.verdicts.iter().all(|verdict| verdict.outcome != Outcome::Unchecked);
        for ignore in cx.ignores.iter().filter(|ignore| ignore.odd.is_none()) {
            let is_unused = |rule: &&Ignored| !rule.used && rule.meta.is_some_and(|meta| asked(cx, meta, looked_up));
            let unused = ignore.rules.iter().filter(is_unused).collect::<Vec<_>>();
            if unused.is_empty() {
                continue;
            }
            let codes = unused.iter().filter_map(|rule| rule.meta).map(|meta| meta.code).collect::<Vec<_>>();
            let report = if codes.len() == 1 { "reports" } else { "report" };
            let message = format!("unused: {} {report} nothing here", codes.join(", "));
            let mut finding = cx.finding_in_text(&Self::META, ignore.remark.span, message);
            finding.fixes.push(if unused.len() == ignore.rules.len() {
                let edits = vec![Edit { span: whole(cx, ignore), text: String::new() }];
                Fix { title: "Take the remark out".into(), edits, safe: true }
            } else {
                let kept = ignore.rules.iter().map(|rule| (rule.span, !is_unused(&rule))).collect::<Vec<_>>();
                let edits = between(&kept).into_iter().map(|span| Edit { span, text: String::new() }).collect();
                Fix { title: format!("Take {} out of the remark", codes.join(", ")), edits, safe: true }
            });
            found.push(finding);
        }
    }
}

/// Whether a rule could have said something about this draft.
fn asked(cx: &Context<'_>, meta: &Meta, looked_up: bool) -> bool {
    let off = cx.settings.severity_of(meta.code) == Some(crate::settings::Severity::Off);
    !off && (looked_up || meta.code.starts_with("QUO"))
}

/// The comment, with its line where nothing else stands in it.
fn whole(cx: &Context<'_>, ignore: &Ignore) -> Span {
    let text = &*cx.draft.document.text;
    let span = ignore.remark.span;
    let before = text[..span.start].trim_end_matches(|c: char| c.is_whitespace() && !matches!(c, '\n' | '\r'));
    let rest = &text[span.end..];
    let alone = rest.find(|c: char| c != ' ' && c != '\t').map_or("", |next| &rest[next..]);
    let ends = ["\r\n", "\n", "\r"].into_iter().find(|end| alone.starts_with(end));
    match ends {
        Some(end) if before.is_empty() || before.ends_with(['\n', '\r']) => {
            Span::new(before.len(), text.len() - alone.len() + end.len())
        }
        _ => span,
    }
}

/// What goes of a list of names of which some are kept: each with what parts it from the next one, and what stands
/// behind the last one that is kept with what parts it from that.
fn between(names: &[(Span, bool)]) -> Vec<Span> {
    let mut gone = Vec::new();
    let mut last = None;
    let mut from = None;
    for &(name, kept) in names {
        if kept {
            gone.extend(from.take().map(|start| Span::new(start, name.start)));
            last = Some(name.end);
        } else {
            from = from.or(Some(name.start));
        }
    }
    let end = names.last().map(|(name, _)| name.end);
    gone.extend(from.and(last).zip(end).map(|(start, end)| Span::new(start, end)));
    gone
}

#[cfg(test)]
mod tests {
    use super::between;
    use crate::text::Span;

    #[test]
    fn a_list_of_names_stays_one() {
        let list = "A1, B2, C3, D4";
        let without = |kept: &str| {
            let names = list.split(", ").scan(0, |at, name| {
                let start = *at;
                *at += name.len() + 2;
                Some((Span::new(start, start + name.len()), kept.contains(name)))
            });
            let mut left = list.to_owned();
            for gone in between(&names.collect::<Vec<_>>()).into_iter().rev() {
                left.replace_range(gone.range(), "");
            }
            left
        };
        for kept in ["A1", "B2", "D4", "A1, D4", "B2, C3", "A1, C3", "B2, D4"] {
            assert_eq!(without(kept), kept);
        }
    }
}
