//! Whether what every rule has to say of a draft is the same after an edit between its quotations.
//!
//! Rules read quotations, verdicts and speakers, and of the draft's own words a few around these. A rule that comes to read
//! more has to be thought of here; `tests/it/again.rs` types into drafts and holds what stands against a check of all.

use super::offices::is_past;
use super::quo104_misplaced_punctuation as punctuation;
use super::src103_own_copy::is_long;
use super::tim102_old_quotation::times;
use super::{tim101_day_conflict as days, tim103_another_place as places};
use crate::formats::{Document, Rewritten};
use crate::quotations::Attribution;
use crate::quotations::extract::Extracted;
use crate::speakers::{Reading, Trail};
use crate::text::Span;

/// An edit of one paragraph that left all quotations, all attributions and everybody who is named as they were.
#[derive(Clone, Copy)]
pub struct Retyped<'a> {
    /// The draft as it was last checked: all that it has is in the draft after the edit, too, under the same number.
    pub draft: &'a Reading,
    /// The draft before it.
    pub before: &'a Document,
    /// The draft after it.
    pub after: &'a Document,
    /// Which paragraph, and what of it.
    pub rewritten: Rewritten,
    /// What was read of the draft after it.
    pub read: &'a Extracted,
    /// What knows where the titles of those who are named stand, in the draft after it.
    pub trail: &'a Trail,
}

/// So many words behind an attribution may tell when and where something was said (`TIM101`, `TIM103`).
const BEHIND: usize = 12;
/// So many words around quotations and titles may have a say (`QUO104`, `ATT105`, `ATT106`).
const BESIDE: usize = 3;

impl Retyped<'_> {
    /// The words that were typed into, as they were and as they are; none where the prose stayed the same, as with a space
    /// behind a paragraph's last word.
    pub fn touched(&self) -> [&str; 2] {
        let Rewritten { block, edit, .. } = self.rewritten;
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
    let Rewritten { block, edit: typed, .. } = edit.rewritten;
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
    alike && edit.after.remarks.is_empty() && edit.reads_alike(block)
}

impl Retyped<'_> {
    /// Whether rules read the same words around all that is near the edit.
    fn reads_alike(&self, block: Span) -> bool {
        let (was, is) = (self.draft.document.prose.text(), self.after.prose.text());
        let beside = widened(is, block, self.rewritten.edit.after(), BESIDE);
        let behind = Span::new(widened(is, block, self.rewritten.edit.after(), BEHIND).start, beside.end);
        let near = |near: Span, place: Span| place.start <= near.end && near.start <= place.end;
        let said = |it: &Attribution| [it.cue, it.mention, it.when].into_iter().flatten().any(|it| near(behind, it));
        let quotations = self.draft.quotations.iter().zip(&self.read.quotations);
        let utterances = self.draft.utterances.iter().zip(&self.read.utterances);
        let titles = self.draft.speakers.iter().flat_map(|speaker| &speaker.stated).zip(self.trail.titles());
        quotations
            .filter(|(_, new)| near(beside, new.outer))
            .all(|(old, new)| punctuation::beside(was, old) == punctuation::beside(is, new))
            && utterances.map(|(old, new)| (&old.attribution, &new.attribution)).filter(|(_, new)| said(new)).all(
                |(old, new)| {
                    let words = |prose, span: Option<Span>| span.map(|span| span.of(prose));
                    words(was, days::told(was, old)) == words(is, days::told(is, new))
                        && words(was, places::place(was, old)) == words(is, places::place(is, new))
                },
            )
            && titles
                .filter(|(_, now)| near(beside, *now))
                .all(|(old, now)| is_past(was, &old.title, old.span) == is_past(is, &old.title, now))
    }
}

/// A place of a block with so many words on either side; a word that it touches is one.
fn widened(prose: &str, block: Span, place: Span, by: usize) -> Span {
    let (before, behind) = (Span::new(block.start, place.start).of(prose), Span::new(place.end, block.end).of(prose));
    let space = |c: char| c.is_whitespace();
    let start = before.rmatch_indices(space).nth(by - 1).map_or(block.start, |(at, _)| block.start + at);
    let end = behind.match_indices(space).nth(by - 1).map_or(block.end, |(at, _)| place.end + at);
    Span::new(start, end)
}
