//! `VER104`: joined from what does not stand together.

use super::{Context, Finding, Rule, differences};
use crate::verify::{Outcome, Verdict};

declare_rule! {
    /// The quotation is joined, without a mark, from passages that do not stand together.
    ///
    /// ## What it flags
    ///
    /// One pair of marks around words of two or three utterances, or of as many sources, with nothing that shows the seams.
    /// Also a sentence that the attribution breaks, “A,” she said, “b”, whose parts stand in different places.
    ///
    /// ## Why it matters
    ///
    /// Each half may be true to the word, and the whole a sentence that nobody ever said.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-05
    /// “The harbour will stay open all winter because the ferry company paid its debts in full,” Mara Teller said.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ VER104 joined from
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour will stay open all winter,” Mara Teller told the council on Friday.
    /// //- article ferry.txt outlet="Evening Lamp" date=2031-05-04
    /// Mara Teller was pleased. “I can say this because the ferry company paid its debts in full,” she said on Sunday.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Close the quotation at the seam and open it again, or mark the cut.
    ///
    /// ## Limits
    ///
    /// A seam within a few words of an end looks like other words there, and is reported as `altered`.
    /// Of three pieces each has four words or more, and of more than three pieces nothing is told.
    Spliced { code: "VER104", name: "spliced", severity: Error }
}

impl Rule for Spliced {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        found.extend(cx.with(Outcome::Spliced).map(|verdict| cx.finding_on(&Self::META, verdict, message(verdict))));
    }
}

fn message(verdict: &Verdict) -> String {
    let pieces: Vec<String> = verdict
        .sources
        .iter()
        .map(|source| differences::cited(source.span.of(source.article.reading.document.prose.text())))
        .collect();
    match (pieces.as_slice(), &verdict.because) {
        ([_, before], Some(because)) => format!("{because}: {before}"),
        ([first, second], None) => format!("joined from passages that do not stand together: {first} and {second}"),
        ([first @ .., last], None) if first.len() > 1 => {
            format!("joined from passages that do not stand together: {} and {last}", first.join(", "))
        }
        _ => "joined from passages that do not stand together".into(),
    }
}
