//! What a draft's own words around a quotation tell, as far as a verdict may rest on it.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::{Evidence, Outcome, Verdict, behalf, context};
use crate::quotations::{Attribution, How, Quotation, QuotationId, Utterance};
use crate::speakers::Reading;
use crate::text::Span;

/// Bytes of a line that are looked at on either side.
const REACH: usize = 2_000;

/// A quotation in its draft.
#[derive(Copy, Clone)]
pub(super) struct Beside<'a> {
    prose: &'a str,
    quotation: &'a Quotation,
    quotations: &'a [Quotation],
    utterances: &'a [Utterance],
}

/// Who says something, as a draft puts it: how that is told, in which words, and what stands around these of who speaks for
/// whom.
#[derive(PartialEq, Eq, Hash)]
struct Said<'a> {
    how: How,
    mention: Option<&'a str>,
    around: (Option<[Vec<&'a str>; 2]>, bool),
}

impl<'a> Beside<'a> {
    pub(super) fn of(draft: &'a Reading, id: QuotationId) -> Self {
        Self::new(draft.document.prose.text(), (&draft.quotations, &draft.utterances), id)
    }

    /// The same of a draft of which only what is said has been read.
    pub(super) fn new(
        prose: &'a str,
        (quotations, utterances): (&'a [Quotation], &'a [Utterance]),
        id: QuotationId,
    ) -> Self {
        Self { prose, quotation: &quotations[id], quotations, utterances }
    }

    /// Whether a verdict told here stands there; where it rests on a source that has `somebody else`, it matters who is said
    /// to say it, and for whom.
    pub(super) fn is_as_good_as(self, other: Beside<'_>, verdict: &Verdict, somebody_else: bool) -> bool {
        self.line() == other.line()
            || (!heeds_own_words(verdict) || self.own_words() == other.own_words())
                && (!somebody_else || self.said() == other.said())
    }

    /// The line that it stands in, with a condition that the draft tells itself, which then was not cut off.
    fn line(self) -> &'a str {
        let (prose, Span { start, end }) = (self.prose, self.quotation.outer);
        let from = prose.floor_char_boundary(start.saturating_sub(REACH));
        let to = prose.floor_char_boundary((end + REACH).min(prose.len()));
        let from = prose[from..start].rfind('\n').map_or(from, |at| from + at + 1);
        let to = prose[end..to].find('\n').map_or(to, |at| end + at);
        &prose[from..to]
    }

    fn own_words(self) -> context::OwnWords {
        context::own_words_in(self.prose, self.quotation, self.quotations, self.utterances)
    }

    fn said(self) -> Said<'a> {
        let Attribution { how, mention, .. } = self.utterances[self.quotation.utterance].attribution;
        Said {
            how,
            mention: mention.map(|mention| mention.of(self.prose)),
            around: behalf::around((self.prose, self.quotation, mention)),
        }
    }
}

/// The same, to be kept: numbers that other words would hardly have.
#[derive(Debug)]
pub(super) struct Digest {
    line: u64,
    own_words: Option<context::OwnWords>,
    /// Where it matters who says it.
    said: Option<u64>,
}

impl Digest {
    pub(super) fn of(beside: Beside<'_>, verdict: &Verdict, somebody_else: bool) -> Self {
        Self {
            line: number(beside.line()),
            own_words: heeds_own_words(verdict).then(|| beside.own_words()),
            said: somebody_else.then(|| number(beside.said())),
        }
    }

    /// As [`Beside::is_as_good_as`].
    pub(super) fn is_as_good_as(&self, other: &Self) -> bool {
        self.line == other.line || self.own_words == other.own_words && self.said == other.said
    }
}

fn number(of: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    of.hash(&mut hasher);
    hasher.finish()
}

/// Whether it makes a difference to a verdict what the draft says around the words: a condition or a “not” of its own was not
/// cut off. A graver verdict does not come to that.
fn heeds_own_words(verdict: &Verdict) -> bool {
    verdict.outcome >= Outcome::OutOfContext
}

/// The sources of a verdict that have somebody, and not the draft's speaker.
pub(super) fn others<'v>(verdict: &'v Verdict, speaker: Option<&String>) -> impl Iterator<Item = &'v Evidence> {
    verdict.sources.iter().filter(move |source| source.speaker.is_some() && source.speaker.as_ref() != speaker)
}
