//! `QUO105`: marks within marks of one kind.

use super::{Context, Edit, Finding, Fix, Meta, Rule, mending, pairs};
use crate::quotations::Quotation;

declare_rule! {
    /// A quotation inside a quotation has the same double marks as the one around it.
    ///
    /// ## What it flags
    ///
    /// Double marks, curly or straight, within double marks.
    ///
    /// ## Why it matters
    ///
    /// The reader takes the mark that opens the inner quotation for the one that closes the outer.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// “The mayor said “no” to me twice,” Jonas Abel told the council.
    ///                 ^^^^ QUO105 single marks belong inside double ones
    /// ```
    ///
    /// ## Fix
    ///
    /// Single marks for the inner quotation. Safe: no word changes.
    ///
    /// ## Limits
    ///
    /// Guillemets inside guillemets are left alone, since French prints them so.
    NestedAlike { code: "QUO105", name: "nested-alike", severity: Warning }
}

impl Rule for NestedAlike {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }

    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        for quotation in &cx.draft.quotations {
            let around = quotation.parent.map(|parent| &cx.draft.quotations[parent]);
            let alike = around.is_some_and(|around| opens_double(cx, around)) && opens_double(cx, quotation);
            if alike && pairs::closing(cx.draft.document.prose.text(), quotation).is_some() {
                let message = "single marks belong inside double ones".into();
                let mut finding = cx.finding(&Self::META, quotation.outer, message);
                finding.fixes.extend(single(cx, quotation));
                found.push(finding);
            }
        }
    }
}

fn opens_double(cx: &Context<'_>, quotation: &Quotation) -> bool {
    let prose = cx.draft.document.prose.text();
    let first = pairs::marks(prose, quotation).first().copied();
    first.is_some_and(|mark| matches!(mark.of(prose), "\"" | "“" | "”" | "„" | "‟" | "''" | "``"))
}

/// Single marks in place of the double ones.
fn single(cx: &Context<'_>, quotation: &Quotation) -> Option<Fix> {
    let prose = cx.draft.document.prose.text();
    let edits: Option<Vec<Edit>> = pairs::marks(prose, quotation)
        .into_iter()
        .map(|mark| {
            let single = match mark.of(prose) {
                "“" => "‘",
                "”" => "’",
                "„" => "‚",
                "‟" => "‛",
                _ => "'",
            };
            mending::replace(cx, "", mark, single, true)?.edits.pop()
        })
        .collect();
    Some(Fix { title: "Put single marks here".into(), edits: edits?, safe: true })
}
