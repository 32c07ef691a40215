//! Verdicts taken over from an earlier reading of the same draft.

use rustc_hash::FxHashMap;

use super::{Outcome, Verdict};
use crate::quotations::{QuotationId, QuotationKind};
use crate::speakers::Reading;
use crate::text::Span;

/// An earlier reading of a draft with its verdicts, to be looked up by words.
pub(super) struct Earlier<'a> {
    reading: &'a Reading,
    by_words: FxHashMap<&'a str, Vec<&'a Verdict>>,
}

impl<'a> Earlier<'a> {
    pub(super) fn new(reading: &'a Reading, verdicts: &'a [Verdict]) -> Self {
        let mut by_words: FxHashMap<&str, Vec<&Verdict>> = FxHashMap::default();
        for verdict in verdicts.iter().filter(|verdict| verdict.quotation < reading.quotations.len()) {
            by_words.entry(words(reading, verdict.quotation)).or_default().push(verdict);
        }
        Self { reading, by_words }
    }

    /// The verdict on the same words of the same speaker, moved to where they stand now.
    pub(super) fn verdict(&self, draft: &Reading, id: QuotationId) -> Option<Verdict> {
        let known = self.by_words.get(words(draft, id))?;
        let facts = facts_of(draft, id);
        let verdict = *known.iter().find(|verdict| facts_of(self.reading, verdict.quotation) == facts)?;
        // What was told of two parts together is told anew, and what may be known better by now.
        if verdict.outcome == Outcome::Spliced && verdict.because.is_some() || verdict.missed.is_some() {
            return None;
        }
        let (from, to) = (self.reading.quotations[verdict.quotation].span.start, draft.quotations[id].span.start);
        let mut verdict = verdict.clone();
        verdict.quotation = id;
        for op in verdict.sources.iter_mut().flat_map(|source| &mut source.ops) {
            op.draft = Span::new(op.draft.start + to - from, op.draft.end + to - from);
        }
        Some(verdict)
    }
}

fn words(reading: &Reading, id: QuotationId) -> &str {
    reading.quotations[id].span.of(reading.document.prose.text())
}

/// What a verdict rests on beside the words: the kind, who says it, whether it came through somebody else, the line around
/// it, and the part of the utterance before it.
type Facts<'a> = (QuotationKind, Option<(&'a str, &'a [String], bool)>, bool, &'a str, Option<&'a str>);

fn facts_of(reading: &Reading, id: QuotationId) -> Facts<'_> {
    let quotation = &reading.quotations[id];
    let speaker = reading.speaker_of(quotation);
    let speaker = speaker.map(|speaker| (&*speaker.name, &*speaker.aliases, speaker.named));
    let utterance = &reading.utterances[quotation.utterance];
    let before = utterance.quotations.binary_search(&id).ok().and_then(|at| at.checked_sub(1));
    let before = before.map(|at| words(reading, utterance.quotations[at]));
    let line = line_around(reading.document.prose.text(), quotation.outer);
    (quotation.kind, speaker, utterance.attribution.through.is_empty(), line, before)
}

/// Bytes of a line that are looked at on either side.
const REACH: usize = 2_000;

/// The draft's own words around a quotation: a condition that it tells itself was not cut off.
fn line_around(prose: &str, quotation: Span) -> &str {
    let from = prose.floor_char_boundary(quotation.start.saturating_sub(REACH));
    let to = prose.floor_char_boundary((quotation.end + REACH).min(prose.len()));
    let from = prose[from..quotation.start].rfind('\n').map_or(from, |at| from + at + 1);
    let to = prose[quotation.end..to].find('\n').map_or(to, |at| quotation.end + at);
    &prose[from..to]
}
