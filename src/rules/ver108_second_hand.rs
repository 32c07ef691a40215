//! `VER108`: only as another recounts it.

use super::{Context, Finding, Rule};
use crate::verify::{Evidence, Outcome, Standing};

declare_rule! {
    /// The words are in a source only as another speaker recounts them.
    ///
    /// ## What it flags
    ///
    /// A quotation given as the speaker's own, while the source has it inside what somebody else said; or as the words of
    /// who recounts them there, as somebody's who is not named. What people recount of themselves is their own.
    ///
    /// ## Why it matters
    ///
    /// The reader should know that the words come through a third person, who may have an interest in them.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// “Nobody leaves this island before the ice does,” Jonas Abel said.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ VER108 source has these words only as Mara Teller recounts them
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “Jonas Abel came up to me and said, ‘Nobody leaves this island before the ice does,’” Mara Teller told the council.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Say through whom the words came.
    ///
    /// ## Limits
    ///
    /// A recording of the first speaker that is missing from the corpus would settle it.
    SecondHand { code: "VER108", name: "second-hand", severity: Warning }
}

impl Rule for SecondHand {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        for verdict in cx.with(Outcome::SecondHand) {
            let source = verdict.sources.first();
            // In a speech without marks of its own, the marks are around what it recounts.
            let of = source.filter(|it| it.standing == Standing::Quoted).and_then(|it| it.speaker.as_ref());
            let message = match (of, source.and_then(teller)) {
                (Some(of), _) => format!("source has these words only as recounted of “{of}”"),
                (None, Some(teller)) => format!("source has these words only as {teller} recounts them"),
                (None, None) => "source has these words only as somebody else recounts them".into(),
            };
            found.push(cx.finding_on(&Self::META, verdict, message));
        }
    }
}

/// Who has the words in a quotation of his own.
fn teller(source: &Evidence) -> Option<&str> {
    let reading = &source.article.reading;
    let outer = reading.quotations.iter().find(|it| it.parent.is_none() && it.span.covers(source.span))?;
    reading.speaker_of(outer).map(|speaker| speaker.name.as_str())
}
