//! What differs between a quotation and its source, in words for a message.

use crate::text::Span;
use crate::verify::{Evidence, Op, OpKind};

/// How many differences a message spells out.
const SPELLED_OUT: usize = 3;
/// Words longer than this are shortened in a message; the source itself stands below it.
const LONGEST: usize = 60;

/// The steps of the alignment that nothing excuses, in order of the draft.
pub fn of(evidence: &Evidence) -> impl Iterator<Item = Op> {
    evidence.ops.iter().filter(|op| matches!(op.kind, OpKind::Replaced | OpKind::Dropped | OpKind::Added))
}

/// The places of the draft's prose that differ; empty ones are places where words are missing.
pub fn places(evidence: &Evidence) -> Vec<Span> {
    let mut places: Vec<Span> = of(evidence).map(|op| op.draft).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The words of the source at a step.
pub fn source_words(evidence: &Evidence, op: Op) -> &str {
    op.source.of(evidence.article.reading.document.prose.text())
}

/// Both sides in one line: "source has “not”, draft has “never”".
pub(super) fn in_words(draft: &str, evidence: &Evidence) -> String {
    let mut said: Vec<String> = of(evidence).take(SPELLED_OUT).map(|op| one(draft, evidence, op)).collect();
    let more = of(evidence).count().saturating_sub(SPELLED_OUT);
    if more > 0 {
        said.push(format!("and {more} more"));
    }
    said.join("; ")
}

fn one(draft: &str, evidence: &Evidence, op: Op) -> String {
    let (ours, theirs) = (cited(op.draft.of(draft)), cited(source_words(evidence, op)));
    match op.kind {
        OpKind::Dropped => format!("source has {theirs}, draft leaves it out"),
        OpKind::Added => format!("draft has {ours}, source does not"),
        _ => format!("source has {theirs}, draft has {ours}"),
    }
}

/// Words as a message shows them: on one line, long ones with their middle left out.
pub(super) fn cited(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= LONGEST || words.len() < 8 {
        return format!("“{line}”");
    }
    format!("“{} … {}”", words[..4].join(" "), words[words.len() - 3..].join(" "))
}
