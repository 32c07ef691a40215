//! `QUO107`: a word or two between marks.

use super::{Context, Finding, Rule};
use crate::quotations::QuotationKind;
use crate::settings::HouseStyle;
use crate::text::words::{self, TokenKind};

declare_rule! {
    /// Only a word or two of what somebody said stand between marks.
    ///
    /// ## What it flags
    ///
    /// A partial quotation of one to three words that somebody is named for, where the house style is strict, or where
    /// `onrecord.toml` gives this rule a severity.
    ///
    /// ## Why it matters
    ///
    /// Marks around a single word read as doubt, and nobody can tell how the sentence went on. The agencies advise to
    /// quote the sentence or to write it in one's own words.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- settings
    /// house-style = "strict"
    /// //- draft story.md date=2031-05-03
    /// Mara Teller called the pumps “quite old” on Friday.
    ///                               ^^^^^^^^^ QUO107 2 words
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Quote more of it, or take the marks away.
    ///
    /// ## Limits
    ///
    /// Titles, nicknames and terms are no quotations and are left alone, as is a word that nobody is named for.
    PartialQuotation { code: "QUO107", name: "partial-quotation", severity: Info }
}

/// Words that a partial quotation has at most to be flagged.
const FEW: usize = 3;

impl Rule for PartialQuotation {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let asked_for = cx.settings.severity_of(Self::META.code).is_some();
        if cx.settings.house_style != HouseStyle::Strict && !asked_for {
            return;
        }
        let mut tokens = Vec::new();
        for (id, quotation) in cx.draft.quotations.iter().enumerate() {
            let fragment = quotation.kind == QuotationKind::Fragment && quotation.parent.is_none();
            if !fragment || cx.draft.speaker_of(quotation).is_none() {
                continue;
            }
            tokens.clear();
            words::tokens(cx.draft.document.prose.text(), quotation.span, &mut tokens);
            let words = tokens.iter().filter(|it| matches!(it.kind, TokenKind::Word | TokenKind::Number)).count();
            if (1..=FEW).contains(&words) {
                let plural = if words == 1 { "" } else { "s" };
                let message = format!("a partial quotation of {words} word{plural}");
                found.push(Finding { about: Some(id), ..cx.finding(&Self::META, quotation.span, message) });
            }
        }
    }
}
