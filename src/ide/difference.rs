//! A quotation held against its source, word by word, as a reader sees it.

use super::note::Piece;
use super::one_line;
use crate::text::Span;
use crate::verify::{Evidence, Op, OpKind};

/// The draft's words with what the source has instead; `None` where nothing differs.
///
/// `draft` is the prose of the draft that the evidence belongs to.
pub fn word_by_word(draft: &str, evidence: &Evidence) -> Option<Vec<Piece>> {
    let changed = |op: Op| matches!(op.kind, OpKind::Replaced | OpKind::Dropped | OpKind::Added | OpKind::Elided);
    if !evidence.ops.iter().any(changed) {
        return None;
    }
    let source = evidence.article.reading.document.prose.text();
    let mut pieces = Vec::new();
    // Where the draft has been written out to.
    let mut upto: Option<usize> = None;
    for op in evidence.ops.iter() {
        if !op.draft.is_empty() {
            if let Some(upto) = upto.filter(|&upto| upto <= op.draft.start) {
                let between = Span::new(upto, op.draft.start).of(draft);
                pieces.push(Piece::Plain(if between.trim().is_empty() { " ".to_owned() } else { flat(between) }));
            }
            upto = Some(op.draft.end);
        } else if upto.is_some() {
            pieces.push(Piece::Plain(" ".to_owned()));
        }
        let (ours, theirs) = (one_line(draft, op.draft), one_line(source, op.source));
        match op.kind {
            OpKind::Same | OpKind::Bracketed => pieces.push(Piece::Plain(ours)),
            OpKind::Replaced => {
                pieces.push(Piece::Gone(theirs));
                pieces.push(Piece::Plain(" ".to_owned()));
                pieces.push(Piece::Come(ours));
            }
            OpKind::Added => pieces.push(Piece::Come(ours)),
            OpKind::Dropped | OpKind::Elided => {
                if !ours.is_empty() {
                    pieces.push(Piece::Plain(format!("{ours} ")));
                }
                pieces.push(Piece::Gone(theirs));
            }
        }
    }
    Some(pieces)
}

/// White space drawn together, but kept at the ends.
fn flat(text: &str) -> String {
    let edge = |at_edge: bool| if at_edge { " " } else { "" };
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (lead, trail) = (edge(text.starts_with(char::is_whitespace)), edge(text.ends_with(char::is_whitespace)));
    format!("{lead}{words}{trail}")
}
