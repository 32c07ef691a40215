//! `QUO105`: marks within marks of one kind.

use rustc_hash::FxHashSet;

use super::{Context, Finding, Fix, Rule, mending, pairs};
use crate::quotations::Quotation;
use crate::text::Span;

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
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let wrong: FxHashSet<Span> = cx.draft.mark_problems.iter().map(|problem| problem.span).collect();
        for quotation in &cx.draft.quotations {
            let Some(around) = quotation.parent.map(|parent| &cx.draft.quotations[parent]) else { continue };
            let alike = double(cx, around).zip(double(cx, quotation));
            // One that opens right behind the other is a mark typed twice. Where a mark of the outer pair is wrong, the
            // two may belong to two quotations.
            let apart = around.span.start < quotation.outer.start;
            if apart && alike.is_some_and(|(around, _)| !around.iter().any(|mark| wrong.contains(mark))) {
                let message = "single marks belong inside double ones".into();
                let mut finding = cx.finding(&Self::META, quotation.outer, message);
                finding.fixes.extend(single(cx, quotation));
                found.push(finding);
            }
        }
    }
}

/// The marks that open and close a quotation, where they are double ones.
fn double(cx: &Context<'_>, quotation: &Quotation) -> Option<[Span; 2]> {
    let prose = cx.draft.document.prose.text();
    let open = pairs::opening(prose, quotation)?;
    let is_double = matches!(open.of(prose), "\"" | "“" | "”" | "„" | "‟" | "''" | "``" | ",,");
    Some([open, pairs::closing(prose, quotation)?]).filter(|_| is_double)
}

/// Single marks in place of the double ones.
fn single(cx: &Context<'_>, quotation: &Quotation) -> Option<Fix> {
    let prose = cx.draft.document.prose.text();
    let single = |mark: Span| match mark.of(prose) {
        "“" => "‘",
        "”" => "’",
        "„" => "‚",
        "‟" => "‛",
        _ => "'",
    };
    let marks = pairs::marks(prose, quotation).into_iter().map(|mark| (mark, single(mark))).collect::<Vec<_>>();
    mending::replace_all(cx, "Put single marks here", &marks, true)
}
