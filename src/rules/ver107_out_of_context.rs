//! `VER107`: right words, cut from what turns them.

use super::{Context, Finding, Rule};
use crate::verify::Outcome;

declare_rule! {
    /// The words match, but what stood around them turns them.
    ///
    /// ## What it flags
    ///
    /// A quotation whose source goes on, or began, with a condition, a negation or a qualifier that the draft leaves
    /// out at its edge or behind an ellipsis: *if the council agrees*, *I would not say that …*, *I doubt that …*, a *not*
    /// behind the last word, a sentence that does no more than bound it (*But only if …*); or with whose claim it is: *some
    /// of my critics say that …*. A question that the draft gives as a statement, too.
    /// Where a source has the words plainly as well, that place counts, and nothing is reported.
    /// What the draft says in words of its own beside the marks, *was not “qualified”*, is not left out.
    ///
    /// ## Why it matters
    ///
    /// No word is wrong, and the reader is told something else than the listener was.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// “The harbour will stay open all winter,” Mara Teller said.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ VER107 cut off behind it: “unless the pumps fail again
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour will stay open all winter unless the pumps fail again,” Mara Teller told the council on Friday.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Quote on to the end of the sentence, or say the condition in your own words.
    ///
    /// ## Limits
    ///
    /// It reads the sentence and its neighbours. Irony, and a condition a page away, are for people to see.
    OutOfContext { code: "VER107", name: "out-of-context", severity: Warning }
}

impl Rule for OutOfContext {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        for verdict in cx.with(Outcome::OutOfContext) {
            let message = verdict.because.clone().unwrap_or_else(|| "what stands around these words turns them".into());
            found.push(cx.finding_on(&Self::META, verdict, message));
        }
    }
}
