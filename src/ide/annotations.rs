//! What can be shown beside quotations without being asked: where one comes from, and its verdict.

use super::label;
use crate::check::Checked;
use crate::verify::{Outcome, Verdict};

/// A few words beside a place of the draft's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The place.
    pub at: usize,
    /// The words.
    pub words: String,
}

/// Outlet and day of the best source, behind each quotation that was found.
///
/// `partly` is whether the corpus is there only in part: another source may be better.
pub fn origins(checked: &Checked, partly: bool) -> Vec<Annotation> {
    let found = checked.verdicts.iter().filter(|verdict| verdict.outcome != Outcome::Unsupported);
    let origin = |verdict: &Verdict| {
        let best = verdict.sources.first()?;
        let outer = checked.draft.quotations[verdict.quotation].outer;
        let at = checked.draft.document.prose.to_text(outer).end;
        Some(Annotation { at, words: label(&best.article, best.span.start) + so_far(partly) })
    };
    found.filter_map(origin).collect()
}

/// The verdict on each quotation that was held against the corpus, with how many sources it rests on.
///
/// Where the corpus is there only in part, what was not found may be in the rest.
pub fn verdicts(checked: &Checked, partly: bool) -> Vec<Annotation> {
    let told = |verdict: &Verdict| {
        if verdict.outcome == Outcome::NotSpeech {
            return None;
        }
        let outer = checked.draft.quotations[verdict.quotation].outer;
        let at = checked.draft.document.prose.to_text(outer).start;
        let outcome = verdict.outcome.as_str()?.replace('-', " ");
        if partly && verdict.outcome == Outcome::Unsupported {
            return Some(Annotation { at, words: "not found so far".to_owned() });
        }
        let sources = match verdict.sources.len() {
            0 => "no source".to_owned(),
            1 => "1 source".to_owned(),
            many => format!("{many} sources"),
        };
        Some(Annotation { at, words: format!("{outcome}, {sources}{}", so_far(partly)) })
    };
    checked.verdicts.iter().filter_map(told).collect()
}

fn so_far(partly: bool) -> &'static str {
    if partly { ", so far" } else { "" }
}
