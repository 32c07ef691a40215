//! `VER103`: a word that turns the meaning differs.

use super::{Context, Finding, Rule};
use crate::verify::Outcome;

declare_rule! {
    /// The quotation differs from its source in a word that turns its meaning.
    ///
    /// ## What it flags
    ///
    /// A quotation that follows a passage of a source, but for a negation, a number, a modal (*may*, *must*), a
    /// quantifier (*some*, *all*), a name, or a word replaced by its opposite.
    ///
    /// ## Why it matters
    ///
    /// A dropped *not* leaves 99 letters of a hundred as they were and says the contrary.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// “The harbour will not stay open all winter,” Mara Teller said.
    ///                   ^^^ VER103 draft has “not”, source does not
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour will stay open all winter,” Mara Teller told the council on Friday.
    /// ```
    ///
    /// ## Fix
    ///
    /// Put the source's words in. It changes quoted words, so `check --fix` leaves it to you.
    ///
    /// ## Limits
    ///
    /// Which words turn a meaning is a closed list; a metaphor that does is reported as `altered`.
    MeaningChanged { code: "VER103", name: "meaning-changed", severity: Error }
}

impl Rule for MeaningChanged {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        found.extend(cx.with(Outcome::MeaningChanged).map(|verdict| cx.finding_on_words(&Self::META, verdict)));
    }
}
