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
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ IGN101 nothing to ignore
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
    fn meta(&self) -> &'static Meta {
        &Self::META
    }

    fn after_others(&self) -> bool {
        true
    }

    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let looked_up = cx.verdicts.iter().all(|verdict| verdict.outcome != Outcome::Unchecked);
        for ignore in cx.ignores.iter().filter(|ignore| ignore.odd.is_none()) {
            let unused = |rule: &&Ignored| !rule.used && rule.meta.is_some_and(|meta| asked(cx, meta, looked_up));
            let unused = ignore.rules.iter().filter(unused).collect::<Vec<_>>();
            if unused.is_empty() {
                continue;
            }
            let codes = unused.iter().filter_map(|rule| rule.meta).map(|meta| meta.code).collect::<Vec<_>>();
            let message = format!("there is nothing to ignore for {}", codes.join(", "));
            let mut finding = cx.finding_in_text(&Self::META, ignore.remark.span, message);
            finding.fixes.push(if unused.len() == ignore.rules.len() {
                let edits = vec![Edit { span: whole(cx, ignore), text: String::new() }];
                Fix { title: "Take the remark out".into(), edits, safe: true }
            } else {
                let edits = unused.iter().map(|rule| Edit { span: with_space(cx, rule.span), text: String::new() });
                Fix {
                    title: format!("Take {} out of the remark", codes.join(", ")),
                    edits: edits.collect(),
                    safe: true,
                }
            });
            found.push(finding);
        }
    }
}

/// Whether a rule could have said something about this draft.
fn asked(cx: &Context<'_>, meta: &Meta, looked_up: bool) -> bool {
    let off = cx.settings.severity_of(meta.code, meta.name) == Some(crate::settings::Severity::Off);
    !off && (looked_up || meta.code.starts_with("QUO"))
}

/// The comment, with its line where nothing else stands in it.
fn whole(cx: &Context<'_>, ignore: &Ignore) -> Span {
    let text = &*cx.draft.document.text;
    let span = ignore.remark.span;
    let line = text[..span.start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let rest = &text[span.end..];
    let alone = rest.find(|c: char| c != ' ' && c != '\t').map_or("", |next| &rest[next..]);
    let ends = ["\r\n", "\n", "\r"].into_iter().find(|end| alone.starts_with(end));
    match ends {
        Some(end) if text[line..span.start].trim().is_empty() => Span::new(line, text.len() - alone.len() + end.len()),
        _ => span,
    }
}

/// A rule's name with the space in front of it and the comma behind it.
fn with_space(cx: &Context<'_>, name: Span) -> Span {
    let text = &*cx.draft.document.text;
    let start = text[..name.start].trim_end().len();
    let end = name.end + usize::from(text[name.end..].starts_with(','));
    Span::new(start, end)
}
