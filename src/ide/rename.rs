//! A speaker under another name, through the draft.

use super::{Thing, at};
use crate::check::Checked;
use crate::quotations::SpeakerId;
use crate::rules::Edit;
use crate::text::Span;

/// The words that would be renamed at a byte of the draft's text: a speaker's name, whole or in part.
pub fn renamed(checked: &Checked, place: usize) -> Option<Span> {
    let Thing::Speaker(id, mention) = at(&checked.draft, place)? else { return None };
    part_of(checked, id, mention).map(|_| checked.draft.document.prose.to_text(mention))
}

/// The edits that give the speaker at a place another name. Where the draft has one word of the name, it gets the
/// word that stands in its place in the new one; words that somebody else is quoted with are left alone.
pub fn rename(checked: &Checked, place: usize, to: &str) -> Option<Vec<Edit>> {
    let Thing::Speaker(id, here) = at(&checked.draft, place)? else { return None };
    let (now, to) = (part_of(checked, id, here)?, to.split_whitespace().collect::<Vec<_>>());
    // Typed over a surname alone, a single word is the new surname.
    let whole = checked.draft.speakers[id].name.split_whitespace().collect::<Vec<_>>();
    let new = match now {
        Part::Whole => to.clone(),
        Part::First | Part::Last if to.len() > 1 => to.clone(),
        Part::First => to.iter().chain(whole.iter().skip(1)).copied().collect(),
        Part::Last => whole[..whole.len() - 1].iter().chain(&to).copied().collect(),
    };
    let (first, last) = (new.first()?, new.last()?);
    let prose = &checked.draft.document.prose;
    let mut edits = Vec::new();
    for &mention in &checked.draft.speakers[id].mentions {
        let text = prose.to_text(mention);
        let verbatim = text.of(&checked.draft.document.text) == mention.of(prose.text());
        let quoted = checked.draft.quotations.iter().any(|quotation| quotation.span.overlaps(mention));
        let part = part_of(checked, id, mention).filter(|_| verbatim && !quoted);
        edits.extend(part.map(|part| Edit {
            span: text,
            text: match part {
                Part::Whole => new.join(" "),
                Part::First => (*first).to_owned(),
                Part::Last => (*last).to_owned(),
            },
        }));
    }
    edits.sort_by_key(|edit| edit.span);
    edits.dedup_by_key(|edit| edit.span);
    (!edits.is_empty()).then_some(edits)
}

/// Which part of a name a mention has.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Part {
    Whole,
    First,
    Last,
}

fn part_of(checked: &Checked, id: SpeakerId, mention: Span) -> Option<Part> {
    let speaker = &checked.draft.speakers[id];
    let words = mention.of(checked.draft.document.prose.text());
    let names = speaker.name.split_whitespace().collect::<Vec<_>>();
    if !speaker.named {
        None
    } else if words == speaker.name {
        Some(Part::Whole)
    } else if names.last() == Some(&words) {
        Some(Part::Last)
    } else if names.first() == Some(&words) {
        Some(Part::First)
    } else {
        None
    }
}
