//! `ATT108`: not the pronoun that the directory has.

use super::{Context, Finding, Rule};
use crate::quotations::lexicon::{self, Class};
use crate::speakers::{Gender, Listed};
use crate::text::Span;

declare_rule! {
    /// A quoted speaker is called by another pronoun or courtesy title than the newsroom's directory has.
    ///
    /// ## What it flags
    ///
    /// *He said* right after words of somebody whom the directory lists with *she*, with nobody named in between; and
    /// *Mr.* in front of such a name.
    ///
    /// ## Why it matters
    ///
    /// It offends, and where it is right after all, the quotation is somebody else's.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- settings
    /// [[people]]
    /// name = "Sascha Abel"
    /// pronouns = "she"
    /// //- draft story.md
    /// “We will keep it open all winter,” Sascha Abel said. The council was silent.
    ///
    /// “Nobody has made us an offer,” he said.
    ///                                ^^ ATT108 the newsroom’s directory has “she” for Sascha Abel
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Either the pronoun is wrong or the speaker.
    ///
    /// ## Limits
    ///
    /// Only pronouns beside a quotation are looked at.
    PronounConflict { code: "ATT108", name: "pronoun-conflict", severity: Hint }
}

impl Rule for PronounConflict {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        if cx.settings.people.is_empty() {
            return;
        }
        pronouns(cx, found);
        courtesies(cx, found);
    }
}

/// Pronouns that found nobody, right after the words of one whom they would mean if they were the right ones.
fn pronouns(cx: &Context<'_>, found: &mut Vec<Finding>) {
    let mut named: Vec<usize> =
        cx.draft.speakers.iter().flat_map(|speaker| &speaker.mentions).map(|mention| mention.start).collect();
    named.sort_unstable();
    for pair in cx.draft.utterances.windows(2) {
        let (before, after) = (&pair[0].attribution, &pair[1].attribution);
        let (Some(speaker), Some(mention), None) = (before.speaker, after.mention, after.speaker) else { continue };
        let Some(listed) = cx.listed(&cx.draft.speakers[speaker]) else { continue };
        let Some(last) = before.mention.filter(|last| last.end <= mention.start) else { continue };
        let others = named.partition_point(|&at| at < mention.start) - named.partition_point(|&at| at < last.end);
        let pronoun = match cx.words(mention).to_lowercase().as_str() {
            "he" => Gender::Male,
            "she" => Gender::Female,
            _ => continue,
        };
        if others == 0 && conflicts(listed, pronoun) {
            found.push(finding(cx, listed, mention));
        }
    }
}

/// "Mr. Abel", "Mrs. Abel"
fn courtesies(cx: &Context<'_>, found: &mut Vec<Finding>) {
    for id in cx.quoted() {
        let speaker = &cx.draft.speakers[id];
        let Some(listed) = cx.listed(speaker) else { continue };
        let wrong = speaker.stated.iter().find(|stated| {
            let class = lexicon::english().class(&stated.title);
            let told = [(Class::TITLE_MAN, Gender::Male), (Class::TITLE_WOMAN, Gender::Female)];
            told.iter().any(|&(title, gender)| class.is(title) && conflicts(listed, gender))
                && !cx.is_quoted(stated.span)
        });
        found.extend(wrong.map(|stated| finding(cx, listed, stated.span)));
    }
}

fn conflicts(listed: &Listed, told: Gender) -> bool {
    listed.gender != Gender::Unknown && listed.gender != told
}

fn finding(cx: &Context<'_>, listed: &Listed, span: Span) -> Finding {
    let pronoun = match listed.gender {
        Gender::Male => "he",
        Gender::Female => "she",
        Gender::Neutral | Gender::Unknown => "they",
    };
    let message = format!("the newsroom’s directory has “{pronoun}” for {}", listed.name);
    let mut finding = cx.finding(&PronounConflict::META, span, message);
    finding.speaker = Some(listed.name.clone());
    finding
}
