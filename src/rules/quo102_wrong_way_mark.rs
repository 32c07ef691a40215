//! `QUO102`: a mark the wrong way round.

use super::{Context, Finding, Rule};
use crate::quotations::MarkProblemKind;
use crate::settings::Marks;

declare_rule! {
    /// A closing mark opens a quotation, or an opening mark closes one.
    ///
    /// ## What it flags
    ///
    /// A curly mark that faces away from the words it stands at, as automatic quotation marks leave it after a dash
    /// or a bracket.
    ///
    /// ## Why it matters
    ///
    /// Readers stumble over it, and programs that pair marks take the narrator's words for the speaker's.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// ”The harbour will stay open all winter,” Mara Teller said.
    /// ^ QUO102 this mark faces the wrong way: “ belongs here
    /// ```
    ///
    /// ## Fix
    ///
    /// Turn the mark round. Safe: no word changes.
    ///
    /// ## Limits
    ///
    /// In languages that open with ” it is right; the marks around it tell.
    WrongWayMark { code: "QUO102", name: "wrong-way-mark", severity: Warning }
}

impl Rule for WrongWayMark {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        // In a house of straight marks every curly one goes.
        if cx.settings.marks == Some(Marks::Straight) {
            return;
        }
        found.extend(cx.marks(&Self::META, MarkProblemKind::WrongWay, |_, instead| match instead {
            Some(instead) => format!("this mark faces the wrong way: {instead} belongs here"),
            None => "this mark faces the wrong way".into(),
        }));
    }
}
