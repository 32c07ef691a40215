//! `QUO106`: not the house's marks.

use super::{Context, Finding, Rule, mending, pairs};
use crate::quotations::Quotation;
use crate::quotations::language::Language;
use crate::settings::Marks;
use crate::text::Span;

declare_rule! {
    /// A quotation stands in other marks than the house prints.
    ///
    /// ## What it flags
    ///
    /// Nothing until the settings say which marks are the house's: straight ones with `marks = "curly"`, curly ones
    /// with `marks = "straight"`. One finding a quotation, wherever its first such mark stands.
    ///
    /// ## Why it matters
    ///
    /// Marks of another kind show what was pasted, to readers as well.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- settings
    /// marks = "curly"
    /// //- draft story.md
    /// "We will keep it open all winter," Mara Teller said.
    /// ^ QUO106 curly marks
    /// ```
    ///
    /// ## Fix
    ///
    /// The house's marks around the quotation. Safe: no word changes.
    ///
    /// ## Limits
    ///
    /// Apostrophes and guillemets are left alone.
    MarksOffStyle { code: "QUO106", name: "marks-off-style", severity: Warning }
}

impl Rule for MarksOffStyle {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let Some(house) = cx.settings.marks else { return };
        let curly = if cx.draft.language == Language::German { LOW_HIGH } else { HIGH };
        let (kind, shapes) = match house {
            Marks::Curly => ("curly", curly),
            Marks::Straight => ("straight", STRAIGHT),
        };
        for quotation in &cx.draft.quotations {
            let off = off_style(cx, quotation, shapes);
            let Some((first, _)) = off.first() else { continue };
            let mut finding = cx.finding(&Self::META, *first, format!("this house prints {kind} marks"));
            finding.fixes.extend(mending::replace_all(cx, format!("Put {kind} marks here"), &off, true));
            found.push(finding);
        }
    }
}

/// Double opening and closing, single opening and closing.
type Shapes = [&'static str; 4];

const HIGH: Shapes = ["“", "”", "‘", "’"];
const LOW_HIGH: Shapes = ["„", "“", "‚", "‘"];
const STRAIGHT: Shapes = ["\"", "\"", "'", "'"];

/// The marks of a quotation that are of the other kind, with what belongs there.
fn off_style(cx: &Context<'_>, quotation: &Quotation, shapes: Shapes) -> Vec<(Span, &'static str)> {
    let prose = cx.draft.document.prose.text();
    let straight = shapes == STRAIGHT;
    let marks = pairs::marks(prose, quotation).into_iter();
    let off = marks.filter_map(|mark| {
        let closes = usize::from(mark.start >= quotation.span.end);
        let single = match mark.of(prose) {
            "\"" | "''" | "``" | ",," | "＂" if !straight => 0,
            "'" | "`" | "´" if !straight => 2,
            "“" | "”" | "„" | "‟" | "''" | "``" | ",," | "’’" | "‘‘" if straight => 0,
            "‘" | "’" | "‚" | "‛" | "`" | "´" if straight => 2,
            _ => return None,
        };
        Some((mark, shapes[single + closes]))
    });
    off.collect()
}
