//! `QUO103`: two kinds of marks around one quotation.

use super::{Context, Finding, Rule};
use crate::quotations::MarkProblemKind;

declare_rule! {
    /// A quotation is opened with one kind of mark and closed with another.
    ///
    /// ## What it flags
    ///
    /// A curly mark paired with a straight one, and the like.
    ///
    /// ## Why it matters
    ///
    /// It comes from pasting: what stands between may be of two origins too.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// “The harbour will stay open all winter," Mara Teller said.
    ///                                        ^ QUO103 belongs here
    /// ```
    ///
    /// ## Fix
    ///
    /// Close with the kind of mark that opened. Safe: no word changes.
    ///
    /// ## Limits
    ///
    /// A draft in straight marks throughout is left alone.
    MismatchedMarks { code: "QUO103", name: "mismatched-marks", severity: Warning }
}

impl Rule for MismatchedMarks {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        // The house's marks settle which of the two goes.
        if cx.settings.marks.is_some() {
            return;
        }
        found.extend(cx.marks(&Self::META, MarkProblemKind::Mismatched, |mark, instead| match instead {
            Some(instead) => format!("{mark} does not fit the other mark: {instead} belongs here"),
            None => format!("{mark} does not fit the other mark"),
        }));
    }
}
