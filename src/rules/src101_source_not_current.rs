//! `SRC101`: a source its publisher no longer stands by.

use super::{Context, Finding, Rule};
use crate::formats::Status;
use crate::settings::Severity;
use crate::verify::{Evidence, OpKind, Outcome};

declare_rule! {
    /// The source of a quotation was corrected, retracted or superseded.
    ///
    /// ## What it flags
    ///
    /// A quotation whose best source says of itself that its publisher no longer stands by it as it is.
    /// It is information where another source, still current, has the same words.
    ///
    /// ## Why it matters
    ///
    /// What was corrected may be this quotation.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// “The harbour will stay open all winter,” Mara Teller said.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ SRC101 the source was corrected
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02 status=corrected
    /// “The harbour will stay open all winter,” Mara Teller told the council on Friday.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Read the correction.
    ///
    /// ## Limits
    ///
    /// It knows what the corpus says of the source. A correction that the corpus does not hold is not seen.
    SourceNotCurrent { code: "SRC101", name: "source-not-current", severity: Warning }
}

impl Rule for SourceNotCurrent {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        for verdict in cx.verdicts.iter().filter(|verdict| verdict.outcome != Outcome::Unsupported) {
            let Some(best) = verdict.sources.first() else { continue };
            let Some(what) = what_became_of(best) else { continue };
            let mut finding = cx.finding_on(&Self::META, verdict, format!("the source was {what}"));
            if verdict.sources.iter().any(|source| what_became_of(source).is_none() && has_the_words(source)) {
                finding.severity = Severity::Info;
                finding.message.push_str(", another that is current has the same words");
            }
            found.push(finding);
        }
    }
}

fn what_became_of(source: &Evidence) -> Option<&'static str> {
    match source.article.meta_at(source.span.start).status {
        Status::Current => None,
        Status::Corrected => Some("corrected"),
        Status::Retracted => Some("retracted"),
        Status::Superseded => Some("superseded"),
    }
}

fn has_the_words(source: &Evidence) -> bool {
    source.ops.iter().all(|op| matches!(op.kind, OpKind::Same | OpKind::Elided | OpKind::Bracketed))
}
