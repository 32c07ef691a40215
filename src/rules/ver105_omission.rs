//! `VER105`: a cut without a mark.

use super::{Context, Finding, Rule, differences, mending};
use crate::settings::Severity;
use crate::verify::{Outcome, Verdict, restarts};

declare_rule! {
    /// Words of the source are left out inside the quotation, and no ellipsis says so.
    ///
    /// ## What it flags
    ///
    /// A quotation that runs along one passage of a source and skips words in the middle of it.
    /// It is an error where a negation is among the words that were skipped.
    ///
    /// ## Why it matters
    ///
    /// Quotation marks promise the words as they were said. A cut may be fair, but the reader has to see it.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// “The harbour will stay open all winter,” Mara Teller said.
    ///             ^ VER105 source has “and the small ferry”, draft leaves it out
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour and the small ferry will stay open all winter,” Mara Teller told the council on Friday.
    /// ```
    ///
    /// ## Fix
    ///
    /// Mark the cut with an ellipsis, or put the source's words in. Neither is applied by `check --fix`.
    ///
    /// ## Limits
    ///
    /// What was cut before the first or after the last quoted word is no omission; see `out-of-context`.
    Omission { code: "VER105", name: "omission", severity: Warning }
}

/// Words that deny; a cut that swallows one is graver than others.
const NEGATIONS: &[&str] = &["not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "cannot", "without"];

impl Rule for Omission {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        for verdict in cx.with(Outcome::Omission) {
            let mut finding = cx.finding_on_words(&Self::META, verdict);
            if drops_negation(verdict) {
                finding.severity = Severity::Error;
            }
            if let Some(best) = verdict.sources.first() {
                let marked = mending::mark_cuts(cx, cx.quotation(verdict), best);
                finding.fixes.splice(0..0, marked);
            }
            found.push(finding);
        }
    }
}

fn drops_negation(verdict: &Verdict) -> bool {
    let Some(best) = verdict.sources.first() else { return false };
    let gone = differences::of(best).filter(|op| !restarts::is_restart(best, *op));
    gone.flat_map(|op| differences::source_words(best, op).split_whitespace()).any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        NEGATIONS.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t")
    })
}
