//! `ATT104`: a speaker met without a first name.

use super::{Context, Finding, Rule, mending};
use crate::formats::Kind;
use crate::quotations::SpeakerId;
use crate::settings::Severity;
use crate::speakers::{Basis, Speaker};
use crate::text::Span;

declare_rule! {
    /// Somebody is quoted under a bare surname before the full name was told.
    ///
    /// ## What it flags
    ///
    /// A quotation attributed by surname alone, the speaker's first mention below the headings, while the full name
    /// comes later. Where the full name comes only from the newsroom's directory or from the corpus, it is a hint.
    ///
    /// ## Why it matters
    ///
    /// The reader wonders whom they have missed. It happens when paragraphs change places.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// “We will keep it open all winter,” Teller said.
    ///                                    ^^^^^^ ATT104 the full name, Mara Teller, comes later
    ///
    /// Mara Teller, the harbour master, spoke to the council on Friday.
    /// ```
    ///
    /// ## Fix
    ///
    /// Put the full name at the first mention. `check --fix` leaves it to you, as the later one should then be short.
    ///
    /// ## Limits
    ///
    /// A name that the text has no fuller form of is taken to be whole.
    ShortFirstReference { code: "ATT104", name: "short-first-reference", severity: Info }
}

impl Rule for ShortFirstReference {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        // Whoever takes the floor in a transcript is introduced by its label.
        if cx.draft.document.meta.kind == Kind::Transcript {
            return;
        }
        found.extend(cx.quoted().filter_map(|id| short(cx, id)));
    }
}

fn short(cx: &Context<'_>, id: SpeakerId) -> Option<Finding> {
    let speaker = &cx.draft.speakers[id];
    let first = speaker.introduced.filter(|first| !first.full)?;
    let known = speaker.named && !speaker.body && speaker.name.contains(char::is_whitespace);
    // A name in passing needs no introduction yet.
    let utterance = cx.draft.utterances.iter().find(|utterance| utterance.attribution.mention == Some(first.span))?;
    let quotation = &cx.draft.quotations[*utterance.quotations.first()?];
    if !known || cx.may_be_headline(quotation) {
        return None;
    }
    let name = &speaker.name;
    let later = in_full(cx, speaker);
    let basis = if later.is_some() { Basis::Text } else { speaker.basis };
    let (message, severity) = match basis {
        Basis::Text => (format!("the full name, {name}, comes later"), Severity::Info),
        Basis::Newsroom => (format!("the newsroom’s directory has the full name, {name}"), Severity::Hint),
        Basis::Corpus => (format!("the corpus has the full name, {name}"), Severity::Hint),
    };
    let mut finding = cx.finding(&ShortFirstReference::META, first.span, message);
    finding.severity = severity;
    finding.speaker = Some(name.clone());
    finding.related.extend(later);
    finding.fixes.extend(mending::replace(cx, format!("Write {name}"), first.span, name, false));
    Some(finding)
}

/// Where the full name stands.
fn in_full(cx: &Context<'_>, speaker: &Speaker) -> Option<(Span, String)> {
    let mention = speaker.mentions.iter().find(|mention| cx.words(**mention) == speaker.name)?;
    Some((cx.text(*mention), "the full name".into()))
}
