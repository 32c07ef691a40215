//! `IGN102`: a remark that does not say what or why.

use super::ignores::Ignore;
use super::{Context, Finding, Rule};
use crate::text::Span;

declare_rule! {
    /// A remark asks to ignore something, and does not say what or why.
    ///
    /// ## What it flags
    ///
    /// A comment that begins with `onrecord-ignore` and has no reason behind a colon, names no rule, names one that
    /// does not exist, or says something else than `-line` or `-file` behind `onrecord-ignore`.
    ///
    /// ## Why it matters
    ///
    /// Whoever reads the draft next has to know whether it was looked into.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// <!-- onrecord-ignore QUO102 -->
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ IGN102 no reason is given
    ///
    /// ”The harbour will stay open all winter,” Mara Teller said.
    /// ```
    ///
    /// ## Fix
    ///
    /// Write the reason behind a colon: `<!-- onrecord-ignore QUO102: printed so on the poster -->`.
    ///
    /// ## Limits
    ///
    /// Any word counts as a reason.
    IncompleteIgnore { code: "IGN102", name: "incomplete-ignore", severity: Warning }
}

impl Rule for IncompleteIgnore {
    fn after_others(&self) -> bool {
        true
    }

    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let finding = |(span, message)| cx.finding_in_text(&Self::META, span, message);
        found.extend(cx.ignores.iter().filter_map(|ignore| wrong(cx, ignore)).map(finding));
    }
}

/// The first thing that is wrong with a remark, and where.
fn wrong(cx: &Context<'_>, ignore: &Ignore) -> Option<(Span, String)> {
    let text = &*cx.draft.document.text;
    let whole = ignore.remark.span;
    if let Some(odd) = ignore.odd {
        let message = format!("unknown scope “{}”: use -line, -file, or none for the paragraph", odd.of(text));
        return Some((odd, message));
    }
    if let Some(unknown) = ignore.rules.iter().find(|rule| rule.meta.is_none()) {
        let message = format!("“{}” is no rule: `onrecord rules` lists them", unknown.span.of(text));
        return Some((unknown.span, message));
    }
    if ignore.rules.is_empty() {
        return Some((whole, "no rule is named: a remark says which findings it is about".into()));
    }
    (!ignore.reasoned).then(|| (whole, "no reason is given: it stands behind a colon".into()))
}
