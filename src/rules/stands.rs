//! Whether what every rule has to say of a draft is the same after an edit between its quotations.
//!
//! Rules read quotations, verdicts and speakers, and of the draft's own words a few around these. A rule that comes to read
//! more has to be thought of here; `tests/it/again.rs` types into drafts and holds what stands against a check of all.

use super::src103_own_copy::is_long;
use super::tim102_old_quotation::times;
use crate::formats::{Document, Rewritten};
use crate::quotations::extract::Extracted;
use crate::speakers::Speaker;
use crate::text::Span;

/// An edit of one paragraph that left all quotations, all attributions and everybody who is named as they were.
#[derive(Clone, Copy)]
pub struct Retyped<'a> {
    /// The draft before it.
    pub before: &'a Document,
    /// The draft after it.
    pub after: &'a Document,
    /// Which paragraph, and what of it.
    pub rewritten: Rewritten,
    /// What was read of the draft after it.
    pub read: &'a Extracted,
    /// Those who are named, in the draft after it.
    pub speakers: &'a [Speaker],
}

/// So many words behind an attribution tell when and where something was said (`TIM101`, `TIM103`).
const BEHIND: usize = 12;
/// So many words around quotations and titles have a say (`QUO104`, `ATT105`, `ATT106`).
const BESIDE: usize = 3;

impl Retyped<'_> {
    /// The words that were typed into, as they were and as they are; none where the prose stayed the same, as with a space
    /// behind a paragraph's last word.
    pub fn touched(&self) -> [&str; 2] {
        let Rewritten { block, edit } = self.rewritten;
        if edit.is_nothing() {
            return [""; 2];
        }
        let one = |document: &Document, place: Span| {
            let prose = document.prose.text();
            widened(prose, document.blocks[block].span, place, 1)
        };
        [
            one(self.before, edit.before()).of(self.before.prose.text()),
            one(self.after, edit.after()).of(self.after.prose.text()),
        ]
    }
}

/// Whether no rule can tell anything else.
pub fn stands(edit: Retyped<'_>) -> bool {
    let Rewritten { block, edit: typed } = edit.rewritten;
    if typed.is_nothing() {
        return edit.after.remarks.is_empty();
    }
    let one = |document: &Document, place: Span| {
        let (prose, block) = (document.prose.text(), document.blocks[block].span);
        let touched = widened(prose, block, place, 1);
        // Which apostrophes a draft has tells which ones a fix puts in.
        let apostrophe = place.of(prose).contains(['\'', '’']);
        (!apostrophe).then(|| (times(prose, touched).count(), is_long(block.of(prose))))
    };
    let (was, is) = (one(edit.before, typed.before()), one(edit.after, typed.after()));
    let (prose, block) = (edit.after.prose.text(), edit.after.blocks[block].span);
    // Where a paragraph has a word of time besides, one more or less tells nothing new.
    let touched = widened(prose, block, typed.after(), 1);
    let quoted = |place: Span| edit.read.quotations.iter().any(|quotation| quotation.outer.overlaps(place));
    let timed = || times(prose, block).any(|place| !place.overlaps(touched) && !quoted(place));
    let alike = match (was, is) {
        (Some((times_were, was_long)), Some((times_are, is_long))) => {
            was_long == is_long && (times_were == times_are || timed())
        }
        _ => false,
    };
    let beside = widened(prose, block, typed.after(), BESIDE);
    let behind = Span::new(widened(prose, block, typed.after(), BEHIND).start, beside.end);
    let clear = |near: Span, place: Span| place.end < near.start || near.end < place.start;
    let attributions = edit.read.utterances.iter().map(|utterance| &utterance.attribution);
    let said = attributions.flat_map(|it| [it.cue, it.mention, it.when]).flatten();
    alike
        && edit.after.remarks.is_empty()
        && edit.read.quotations.iter().all(|quotation| clear(beside, quotation.outer))
        && edit.speakers.iter().flat_map(|speaker| &speaker.stated).all(|stated| clear(beside, stated.span))
        && said.clone().all(|place| clear(behind, place))
}

/// A place of a block with so many words on either side; a word that it touches is one.
fn widened(prose: &str, block: Span, place: Span, by: usize) -> Span {
    let (before, behind) = (Span::new(block.start, place.start).of(prose), Span::new(place.end, block.end).of(prose));
    let space = |c: char| c.is_whitespace();
    let start = before.rmatch_indices(space).nth(by - 1).map_or(block.start, |(at, _)| block.start + at);
    let end = behind.match_indices(space).nth(by - 1).map_or(block.end, |(at, _)| place.end + at);
    Span::new(start, end)
}
