//! `VER110`: another outlet has it otherwise.

use super::{Context, Finding, Rule, differences};
use crate::verify::{Evidence, Outcome, Verdict};

declare_rule! {
    /// The words match a source, and an independent source renders the same utterance differently.
    ///
    /// ## What it flags
    ///
    /// A quotation that one outlet bears out to the word while another, which does not carry the same story, has the
    /// same speaker saying the same thing in other words. Translations do that.
    ///
    /// ## Why it matters
    ///
    /// Nothing is wrong yet. Two ears heard two things, and somebody may want to listen to the recording.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-05
    /// “The harbour will stay open all winter,” Mara Teller said.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ VER110 renders this differently
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour will stay open all winter,” Mara Teller told the council on Friday.
    /// //- article lamp.txt outlet="Evening Lamp" date=2031-05-02
    /// At the town hall, Mara Teller spoke. “The harbour stays open through all winter,” she said on Friday.
    /// ```
    ///
    /// ## Fix
    ///
    /// None.
    ///
    /// ## Limits
    ///
    /// Two outlets that carry one agency's story are one source.
    Disputed { code: "VER110", name: "disputed", severity: Info }
}

impl Rule for Disputed {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        found.extend(cx.with(Outcome::Disputed).map(|verdict| cx.finding_on(&Self::META, verdict, message(verdict))));
    }
}

fn message(verdict: &Verdict) -> String {
    let Some(other) = verdict.sources.iter().find(|source| source.other_rendering) else {
        return "another source renders this differently".into();
    };
    format!("{} renders this differently: {}", outlet(other), rendering(other))
}

fn outlet(source: &Evidence) -> &str {
    source.article.meta_at(source.span.start).outlet.as_deref().unwrap_or("another source")
}

fn rendering(source: &Evidence) -> String {
    differences::cited(source.span.of(source.article.reading.document.prose.text()))
}
