//! `VER102`: somebody else said it.

use super::{Context, Finding, Fix, Rule, mending};
use crate::quotations::Quotation;
use crate::text::Span;
use crate::verify::{Outcome, Verdict};

declare_rule! {
    /// A source has these words, said by someone else.
    ///
    /// ## What it flags
    ///
    /// A quotation whose words stand in the corpus, while every source that has them names another speaker.
    /// A spokesman is not the one he speaks for, unless either text says that the words were given out for him.
    /// A body speaks by its people, and what two say together is either's.
    ///
    /// ## Why it matters
    ///
    /// Words put in the wrong mouth wrong two people, the one who said them and the one who did not.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// “The harbour will stay open all winter,” Jonas Abel said.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ VER102 source has Mara Teller saying this, draft has Jonas Abel
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour will stay open all winter,” Mara Teller told the council on Friday.
    /// ```
    ///
    /// ## Fix
    ///
    /// Attribute the quotation to the speaker that the source names. It is not applied by `check --fix`, and not offered
    /// where more than the name would have to change: an office beside it, or another quotation that hangs on it.
    ///
    /// ## Limits
    ///
    /// It compares names. Two people of one name are one to it.
    /// Fewer than eight words must be the very same, and three or fewer are never told: anybody may use a turn of phrase.
    Misattributed { code: "VER102", name: "misattributed", severity: Error }
}

impl Rule for Misattributed {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        for verdict in cx.with(Outcome::Misattributed) {
            let theirs = verdict.sources.first().and_then(|source| source.speaker.as_deref());
            let mut finding = cx.finding_on(&Self::META, verdict, message(cx, verdict, theirs));
            if let Some(mention) = cx.attribution(cx.quotation(verdict)).mention {
                finding.related.push((cx.text(mention), "whom the draft names".into()));
                let name = theirs.filter(|name| name.starts_with(char::is_uppercase));
                finding.fixes.extend(name.and_then(|name| attributed(cx, cx.quotation(verdict), mention, name)));
            }
            found.push(finding);
        }
    }
}

/// Names another as the speaker of an utterance, where that makes nothing else untrue.
fn attributed(cx: &Context<'_>, quotation: &Quotation, mention: Span, name: &str) -> Option<Fix> {
    let utterance = &cx.draft.utterances[quotation.utterance];
    let theirs = |id: &usize| {
        let verdict = cx.with(Outcome::Misattributed).find(|verdict| verdict.quotation == *id);
        verdict.and_then(|verdict| verdict.sources.first()?.speaker.as_deref()) == Some(name)
    };
    if is_described(cx, mention) || !utterance.quotations.iter().all(theirs) {
        return None;
    }
    mending::replace(cx, format!("Attribute to {name}"), mention, name, false)
}

/// Whether words beside a mention say who that is: “Ana Lind, the mayor, said”, “the mayor, Ana Lind”, “mayor Ana Lind”.
fn is_described(cx: &Context<'_>, mention: Span) -> bool {
    let behind = cx.draft.document.prose.text()[mention.end..].strip_prefix(',').map(str::trim_start);
    // What follows a comma may be the next quotation, and nothing of the speaker's.
    behind.is_some_and(|behind| behind.starts_with(char::is_alphanumeric))
        || cx.draft.speakers.iter().flat_map(|speaker| &speaker.stated).any(|stated| stated.name.overlaps(mention))
}

fn message(cx: &Context<'_>, verdict: &Verdict, theirs: Option<&str>) -> String {
    let ours = cx.draft.speaker_of(cx.quotation(verdict)).map_or("another speaker", |speaker| &speaker.name);
    format!("source has {} saying this, draft has {ours}", theirs.unwrap_or("somebody else"))
}
