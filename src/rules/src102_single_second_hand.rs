//! `SRC102`: one report, and nobody else, has the words.

use super::{Context, Finding, Rule};
use crate::formats::Kind;
use crate::verify::{Outcome, Verdict};

declare_rule! {
    /// A single report has these words, and no record of the speaker's own.
    ///
    /// ## What it flags
    ///
    /// A quotation that one story bears out, however many outlets carry it, and no transcript, release, post or second
    /// story. It is off unless `onrecord.toml` gives it a severity.
    ///
    /// ## Why it matters
    ///
    /// Whoever quotes from one report repeats its mistakes. Some houses want a second source, or the speaker's own record.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- settings
    /// rules.SRC102 = "info"
    /// //- draft story.md date=2031-05-03
    /// “The harbour will stay open all winter,” Mara Teller said.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ SRC102 only Coast Courier has these words
    ///
    /// “The old pump has served us well,” Teller said.
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour will stay open all winter,” Mara Teller told the council. “The old pump has served us well.”
    /// //- article minutes.txt kind=transcript date=2031-05-02
    /// TELLER: The old pump has served us well.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Add the transcript or the release to the corpus, or name the outlet in the story.
    ///
    /// ## Limits
    ///
    /// What counts as a transcript or a release is what the source says of itself, or how it is laid out.
    SingleSecondHand { code: "SRC102", name: "single-second-hand", severity: Off }
}

impl Rule for SingleSecondHand {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let alone = cx.verdicts.iter().filter_map(|verdict| Some((verdict, only_report(verdict)?)));
        found.extend(alone.map(|(verdict, outlet)| {
            let message = format!("only {outlet} has these words, no second report and no record of the speaker's own");
            cx.finding_on(&Self::META, verdict, message)
        }));
    }
}

/// The outlet of the one story that bears a quotation out, where it is a reporter's.
fn only_report(verdict: &Verdict) -> Option<&str> {
    if !matches!(verdict.outcome, Outcome::Exact | Outcome::OutOfContext | Outcome::SecondHand | Outcome::Paraphrase) {
        return None;
    }
    let [source] = verdict.sources.as_slice() else { return None };
    let meta = source.article.meta_at(source.span.start);
    (meta.kind == Kind::Article).then(|| meta.outlet.as_deref().unwrap_or("one report"))
}
