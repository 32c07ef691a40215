//! `VER101`: no source has the words.

use super::{Context, Finding, Rule};
use crate::settings::Severity;
use crate::verify::Outcome;

declare_rule! {
    /// No source of the corpus has these words, or anything they could have been made from.
    ///
    /// ## What it flags
    ///
    /// A direct quotation for which the whole corpus was searched and nothing similar was found.
    /// It is an error from eight words on, a warning from four, and information below: two or three words are
    /// easily the writer's own way of putting something.
    /// Where not all of the corpus could be searched, since an archive did not answer, it is no more than information, and
    /// says so.
    ///
    /// ## Why it matters
    ///
    /// A quotation without a source is either from an interview of the writer's own, which belongs in the corpus as
    /// notes or a transcript, or it was never said.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// “We sold the lighthouse to pay for the new pumping station,” Mara Teller said.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ VER101 no source has these words
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour will stay open all winter,” Mara Teller told the council on Friday.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Add the notes or the transcript that the words come from to the corpus, or take the quotation out.
    ///
    /// ## Limits
    ///
    /// It says something about the corpus, not about the world: what the corpus does not hold, it cannot bear out.
    Unsupported { code: "VER101", name: "unsupported", severity: Error }
}

/// From this many words on, chance is no explanation.
const LONG: usize = 8;
/// Up to this many words, the marks may not even mean speech.
const SHORT: usize = 3;

impl Rule for Unsupported {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        for verdict in cx.with(Outcome::Unsupported) {
            let words = cx.words(cx.quotation(verdict).span).split_whitespace().take(LONG).count();
            let mut finding = cx.finding_on(
                &Self::META,
                verdict,
                verdict.because.clone().unwrap_or_else(|| "no source has these words".into()),
            );
            finding.severity = if words >= LONG {
                Severity::Error
            } else if words > SHORT {
                Severity::Warning
            } else {
                Severity::Info
            };
            found.push(finding);
        }
        // Nobody is accused of what was not looked for; that it was not is worth knowing.
        for verdict in cx.with(Outcome::Unchecked) {
            if verdict.missed.as_ref().is_some_and(|missed| !missed.pending) {
                let why = verdict.because.clone().unwrap_or_else(|| "search incomplete".into());
                let mut finding = cx.finding_on(&Self::META, verdict, why);
                finding.severity = Severity::Info;
                found.push(finding);
            }
        }
    }
}
