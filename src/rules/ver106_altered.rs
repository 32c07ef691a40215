//! `VER106`: other words.

use super::{Context, Finding, Rule};
use crate::verify::Outcome;

declare_rule! {
    /// The quotation follows a source, but some of its words differ.
    ///
    /// ## What it flags
    ///
    /// A quotation that is aligned to a passage and has other words, more words or fewer, none of which turns the
    /// meaning by itself.
    ///
    /// ## Why it matters
    ///
    /// Inside quotation marks stands what was said. What editing may change (marks, dashes, case of the first letter,
    /// a marked cut, an addition in brackets, a numeral spelled out) is not reported.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// “The harbour will remain open all winter,” Mara Teller said.
    ///                   ^^^^^^ VER106 source has “stay”, draft has “remain”
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour will stay open all winter,” Mara Teller told the council on Friday.
    /// ```
    ///
    /// ## Fix
    ///
    /// Put the source's words in. It changes quoted words, so `check --fix` leaves it to you.
    ///
    /// ## Limits
    ///
    /// The source may be the one that errs: it is what somebody wrote down. The finding names both sides.
    Altered { code: "VER106", name: "altered", severity: Warning }
}

impl Rule for Altered {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        found.extend(cx.with(Outcome::Altered).map(|verdict| cx.finding_on_words(&Self::META, verdict)));
    }
}
