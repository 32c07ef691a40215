//! What can be done at a place of a draft: fixes, remarks, sources named.

mod ignoring;
mod rewriting;
mod surroundings;

use crate::check::Checked;
use crate::rules::{self, Edit};
use crate::text::Span;

/// Of so many quotations in a range it is told how else they can be written.
const FEW: usize = 3;

/// Something that can be done. Edits are of the draft's text, ascending and without overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it does.
    pub title: String,
    /// Of what kind.
    pub kind: Kind,
    /// Which finding of the draft it is about, if any.
    pub finding: Option<usize>,
    /// Whether it is the one to take where only one is taken.
    pub preferred: bool,
    /// What it changes.
    pub edits: Vec<Edit>,
}

/// Kinds of actions.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Mends a finding, or has it ignored.
    Fix,
    /// Writes a quotation in another way.
    Rewrite,
    /// Applies every safe fix.
    FixAll,
}

/// What can be done where a range of the draft's text touches findings or quotations: preferred fixes, the other
/// fixes, remarks that ignore, and other ways to write a quotation; within each, in the order of the text.
pub fn actions(checked: &Checked, range: Span) -> Vec<Action> {
    let touches = |span: Span| span.start <= range.end && range.start <= span.end;
    let touched = checked.findings.iter().enumerate().filter(|(_, finding)| touches(finding.span));
    let touched = touched.collect::<Vec<_>>();
    let mut actions = touched
        .iter()
        .flat_map(|&(number, finding)| {
            finding.fixes.iter().enumerate().map(move |(rank, fix)| Action {
                title: fix.title.clone(),
                kind: Kind::Fix,
                finding: Some(number),
                preferred: rank == 0,
                edits: fix.edits.clone(),
            })
        })
        .collect::<Vec<_>>();
    actions.sort_by_key(|action| !action.preferred);
    actions.extend(touched.iter().flat_map(|&(number, _)| ignoring::remarks(checked, number)));
    let prose = &checked.draft.document.prose;
    let quotations = checked.draft.quotations.iter().enumerate();
    let quotations = quotations.filter(|(_, quotation)| touches(prose.to_text(quotation.outer)));
    actions.extend(quotations.take(FEW).flat_map(|(id, _)| rewriting::ways(checked, id)));
    actions
}

/// All safe fixes at once; `None` where there are none.
pub fn fix_all(checked: &Checked) -> Option<Action> {
    let edits = rules::safe_edits(&checked.findings);
    (!edits.is_empty()).then(|| Action {
        title: "Apply all fixes that change no quoted word".to_owned(),
        kind: Kind::FixAll,
        finding: None,
        preferred: false,
        edits,
    })
}
