//! `QUO101`: a mark alone.

use super::{Context, Finding, Rule};
use crate::quotations::MarkProblemKind;

declare_rule! {
    /// A quotation mark opens or closes nothing.
    ///
    /// ## What it flags
    ///
    /// An opening mark that is not closed before its paragraph ends, where the next paragraph does not go on with the
    /// quotation, and a closing mark that nothing opened.
    ///
    /// ## Why it matters
    ///
    /// Where the marks end, the speaker's words end. With one missing, the reader cannot tell whose the rest is.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// “The harbour will stay open all winter, Mara Teller said.
    /// ^ QUO101 this mark has no partner
    ///
    /// The council meets again in May.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Where the other mark belongs is for the writer to say.
    ///
    /// ## Limits
    ///
    /// A quotation that runs over paragraphs may leave all but the last unclosed; that is how it is printed.
    UnpairedMark { code: "QUO101", name: "unpaired-mark", severity: Warning }
}

impl Rule for UnpairedMark {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        found.extend(cx.marks(&Self::META, MarkProblemKind::Unpaired, |_, _| "this mark has no partner".into()));
    }
}
