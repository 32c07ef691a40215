//! `VER109`: the reporter's words, not the speaker's.

use super::{Context, Finding, Rule};
use crate::settings::Severity;
use crate::verify::Outcome;

declare_rule! {
    /// The words are in a source, but as the reporter's own and not as a quotation.
    ///
    /// ## What it flags
    ///
    /// A quotation whose words stand in a source outside any quotation marks. Where the source speaks in the first person and
    /// shows no reporter, it may be a record or a letter that does not say whose it is: that is information.
    ///
    /// ## Why it matters
    ///
    /// A reporter's summary of what was said is not what was said; marks around it make it so.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// “The council should buy the old cannery before spring,” Mara Teller said.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ VER109 source has these words as the reporter's own
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// Mara Teller said the council should buy the old cannery before spring. She spoke at the town hall.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Take the marks off, or find what was said.
    ///
    /// ## Limits
    ///
    /// A source that lost its quotation marks on the way into the corpus looks like a paraphrase.
    Paraphrase { code: "VER109", name: "paraphrase", severity: Warning }
}

impl Rule for Paraphrase {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let message = "source has these words as the reporter's own, not as a quotation";
        found.extend(cx.with(Outcome::Paraphrase).map(|verdict| match &verdict.because {
            Some(unsure) => {
                let severity = Severity::Info;
                Finding { severity, ..cx.finding_on(&Self::META, verdict, unsure.clone()) }
            }
            None => cx.finding_on(&Self::META, verdict, message.into()),
        }));
    }
}
