//! `ATT107`: nobody the newsroom knows.

use super::{Context, Finding, Rule};

declare_rule! {
    /// Somebody is quoted whom the newsroom's directory does not list.
    ///
    /// ## What it flags
    ///
    /// Nothing until the settings give it a severity and list people. Then, every speaker with a name that is not listed.
    ///
    /// ## Why it matters
    ///
    /// Where all who speak should be known, as in a parliament's report or a style book's own list, one who is not is
    /// misspelled, new, or made up.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- settings
    /// [rules]
    /// unknown-speaker = "info"
    /// [[people]]
    /// name = "Mara Teller"
    /// //- draft story.md
    /// “We will keep it open,” Mara Teller said. “Until May,” Jonas Abel said.
    ///                                                        ^^^^^^^^^^ ATT107 Jonas Abel is not in the newsroom’s directory
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Put them into the directory, or look up who they are.
    ///
    /// ## Limits
    ///
    /// Those without a name, such as *a spokeswoman*, are left alone.
    UnknownSpeaker { code: "ATT107", name: "unknown-speaker", severity: Off }
}

impl Rule for UnknownSpeaker {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        if cx.settings.people.is_empty() {
            return;
        }
        for id in cx.quoted() {
            let speaker = &cx.draft.speakers[id];
            let Some(&first) = speaker.mentions.first() else { continue };
            if speaker.named && cx.listed(speaker).is_none() {
                let message = format!("{} is not in the newsroom’s directory", speaker.name);
                let mut finding = cx.finding(&Self::META, first, message);
                finding.speaker = Some(speaker.name.clone());
                found.push(finding);
            }
        }
    }
}
