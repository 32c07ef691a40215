//! `ATT102`: two who may have said it.

use super::{Context, Finding, Meta, Rule};
use crate::quotations::How;

declare_rule! {
    /// Two people may be meant as the speaker of a quotation.
    ///
    /// ## What it flags
    ///
    /// A quotation whose pronoun or bare role fits two people of the draft as well as each other.
    ///
    /// ## Why it matters
    ///
    /// If a program that does nothing but look for the speaker cannot tell, a reader in a hurry will guess.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// Mara Teller met Ines Caro at the harbour on Friday.
    ///
    /// “We will keep it open all winter,” she said.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ATT102 more than one person may be meant
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Name the speaker.
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
        for quotation in cx.utterances_by(How::Ambiguous) {
            let mention = cx.attribution(quotation).mention;
            let message = match mention {
                Some(mention) => format!("more than one person may be meant by *{}*", cx.words(mention)),
                None => "more than one person may be meant as the speaker".into(),
            };
            let mut finding = cx.finding(&Self::META, quotation.span, message);
            finding.related.extend(mention.map(|mention| (cx.text(mention), "who is meant here".into())));
            found.push(finding);
        }
    }
}
