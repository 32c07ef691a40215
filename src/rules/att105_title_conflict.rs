//! `ATT105`: two offices that nobody holds at once.

use super::offices::{is_past, sole};
use super::{Context, Finding, Rule};
use crate::speakers::Speaker;

declare_rule! {
    /// A draft gives one speaker two offices that one person cannot hold at once.
    ///
    /// ## What it flags
    ///
    /// A speaker who is mayor in one place of the draft and governor in another, with no *former*, *then* or *elect*.
    /// Only offices that exclude each other count: president, vice president, prime minister, governor, senator, mayor,
    /// attorney general, king, queen, pope.
    ///
    /// ## Why it matters
    ///
    /// A wrong title is a correction the next day, and it makes the speaker's words weigh more or less than they do.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// “We will keep it open all winter,” Mayor Mara Teller said.
    ///
    /// Governor Teller spoke to the council on Friday.
    /// ^^^^^^^^ ATT105 this has Mara Teller as governor, an earlier place as mayor
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Look up which it is.
    ///
    /// ## Limits
    ///
    /// Titles inside quotations are the speaker's, and are left alone. A draft that tells a career needs a *then*.
    TitleConflict { code: "ATT105", name: "title-conflict", severity: Info }
}

impl Rule for TitleConflict {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        for id in cx.quoted() {
            let speaker = &cx.draft.speakers[id];
            if speaker.named && !speaker.body {
                found.extend(conflict(cx, speaker));
            }
        }
    }
}

fn conflict(cx: &Context<'_>, speaker: &Speaker) -> Option<Finding> {
    // Most are never given two offices, wherever it may be.
    let mut offices = speaker.titles.iter().filter_map(|title| sole(title));
    let one = offices.next()?;
    offices.find(|office| *office != one)?;
    let prose = cx.draft.document.prose.text();
    let mut held = speaker
        .stated
        .iter()
        .filter(|stated| !is_past(prose, &stated.title, stated.span) && !cx.is_quoted(stated.span));
    let mut held = std::iter::from_fn(|| held.find_map(|stated| Some((sole(&stated.title)?, stated))));
    let (first, stated) = held.next()?;
    let (other, here) = held.find(|(office, _)| *office != first)?;
    let message = format!("this has {} as {other}, an earlier place as {first}", speaker.name);
    let mut finding = cx.finding(&TitleConflict::META, here.span, message);
    finding.speaker = Some(speaker.name.clone());
    finding.related.push((cx.text(stated.span), format!("{first} here")));
    Some(finding)
}
