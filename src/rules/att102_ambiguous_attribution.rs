//! `ATT102`: two who may have said it.

use super::{Context, Finding, Meta, Rule};
use crate::quotations::{How, Quotation};
use crate::speakers::Speaker;

declare_rule! {
    /// Two people may be meant as the speaker of a quotation.
    ///
    /// ## What it flags
    ///
    /// A bare surname that two people of the draft share, and a pronoun or a bare role that fits two people as well as
    /// each other.
    ///
    /// ## Why it matters
    ///
    /// If a program that does nothing but look for the speaker cannot tell, a reader in a hurry will guess.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// Mara Teller runs the harbour. Jonas Teller, her brother, sits on the council.
    ///
    /// “We will keep it open all winter,” Teller said.
    ///                                    ^^^^^^ ATT102 may be Mara Teller or Jonas Teller
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Name the speaker in full.
    ///
    /// ## Limits
    ///
    /// Knowledge of the world, such as who of the two is a mayor, is not used.
    AmbiguousAttribution { code: "ATT102", name: "ambiguous-attribution", severity: Info }
}

impl Rule for AmbiguousAttribution {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }

    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        for utterance in &cx.draft.utterances {
            let firsts = utterance.quotations.first().map(|&id| &cx.draft.quotations[id]);
            let Some(quotation) = firsts.filter(|quotation| quotation.parent.is_none()) else { continue };
            let namesakes = namesakes(cx, quotation);
            let attribution = &utterance.attribution;
            let message = match (namesakes.as_slice(), attribution.how) {
                ([first, .., last], _) => format!("this may be {} or {}", first.name, last.name),
                (_, How::Ambiguous) => "more than one person may be meant here".into(),
                _ => continue,
            };
            let place = attribution.mention.unwrap_or(quotation.span);
            let mut finding = cx.finding(&Self::META, place, message);
            let others = namesakes.iter().filter_map(|speaker| speaker.mentions.first());
            finding.related = others.map(|&mention| (cx.text(mention), "who may be meant".into())).collect();
            found.push(finding);
        }
    }
}

/// Those who share the bare surname by which a quotation is attributed; empty where it is none, or only one's.
fn namesakes<'a>(cx: &Context<'a>, quotation: &Quotation) -> Vec<&'a Speaker> {
    let Some(mention) = cx.attribution(quotation).mention.map(|mention| cx.words(mention)) else { return Vec::new() };
    if mention.contains(char::is_whitespace) || !mention.starts_with(char::is_uppercase) {
        return Vec::new();
    }
    let shares = |speaker: &&Speaker| {
        let mut words = speaker.name.split_whitespace().rev();
        speaker.named && !speaker.body && words.next() == Some(mention) && words.next().is_some()
    };
    let all: Vec<&Speaker> = cx.draft.speakers.iter().filter(shares).collect();
    if all.len() > 1 { all } else { Vec::new() }
}
