//! A draft as it was checked, and seen from the text as it is now.

use std::sync::Arc;

use ropey::Rope;
use tower_lsp::lsp_types::{Position, Range};

use super::buffers;
use super::bulletin::Bulletin;
use super::drift::Drift;
use crate::check::Checked;
use crate::corpus::{Apart, ArticleId, Corpus};
use crate::settings::Found;
use crate::settings::editor::Shown;
use crate::text::Span;
use crate::text::lines::Unit;

/// How far around a place its paragraph is looked for, in bytes.
const FARTHEST: usize = 4_000;

/// What a draft is checked with.
#[derive(Clone)]
pub struct Terms {
    /// The settings and where they come from.
    pub found: Arc<Found>,
    /// The corpus; `None` where none is set, or it can't be read.
    pub corpus: Option<Arc<dyn Corpus>>,
    /// What of it lies in the draft's own file.
    pub own: Arc<[ArticleId]>,
    /// What the writer wants to see beside findings.
    pub shown: Shown,
    /// What to say of a corpus that is there only in part.
    pub so_far: Option<String>,
}

impl Terms {
    /// Whether these are the same settings, read at the same time, and the same corpus.
    pub fn same(&self, other: &Self) -> bool {
        same_corpus(self.corpus.as_ref(), other.corpus.as_ref())
            && self.own == other.own
            && Arc::ptr_eq(&self.found, &other.found)
    }

    /// The corpus as the draft sees it.
    pub fn corpus_apart(&self) -> Option<Apart<'_>> {
        Some(Apart::from(self.corpus.as_deref()?, Arc::clone(&self.own)))
    }
}

/// Whether it is one corpus, read at one time.
pub fn same_corpus(one: Option<&Arc<dyn Corpus>>, other: Option<&Arc<dyn Corpus>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (None, None) => true,
        _ => false,
    }
}

/// A draft as it was checked.
pub struct Proof {
    /// The text that was checked.
    pub serial: u64,
    /// How many bytes the buffer has before the text that was checked: those of a byte order mark.
    pub skipped: usize,
    /// What the check showed.
    pub checked: Checked,
    /// What it was checked with.
    pub terms: Terms,
    /// What an editor is told of it.
    pub bulletin: Arc<Bulletin>,
    /// Tells this check from every other of the session.
    pub number: u64,
}

impl std::fmt::Debug for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proof").field("serial", &self.serial).finish_non_exhaustive()
    }
}

/// A result, seen from the text as it is now.
#[derive(Debug)]
pub struct View {
    /// The result.
    pub proof: Arc<Proof>,
    /// The version of the text as it is now.
    pub version: i32,
    /// What was typed since.
    pub drift: Drift,
    /// The text as it is now.
    pub text: Rope,
    /// How the editor counts columns.
    pub unit: Unit,
}

/// A place of a paragraph as it is now.
pub struct Around {
    /// Where it is.
    pub at: usize,
    /// The words in front of it.
    pub before: String,
    /// The words behind it.
    pub after: String,
}

impl View {
    /// Whether it is of the text as it is now.
    pub fn is_current(&self) -> bool {
        self.drift.is_none()
    }

    /// Whether a place can be found in what was checked; without a place, whether all of it was.
    pub fn answers(&self, at: Option<Position>) -> bool {
        match at {
            Some(at) => self.place(at).is_some(),
            None => self.is_current(),
        }
    }

    /// The words of a paragraph as they are now, in front of a place in it and behind.
    pub fn around(&self, at: Position) -> Around {
        let at = buffers::offset(&self.text, at, self.unit);
        let letter = |byte: usize| self.text.char_to_byte(self.text.byte_to_char(byte.min(self.text.len_bytes())));
        let before = String::from(self.text.byte_slice(letter(at.saturating_sub(FARTHEST))..at));
        let after = String::from(self.text.byte_slice(at..letter(at + FARTHEST)));
        let start = before.rfind("\n\n").or_else(|| before.rfind("\n\r\n")).map_or(0, |gap| gap + 1);
        let end = ["\n\n", "\r\n\r\n"].into_iter().filter_map(|gap| after.find(gap)).min().unwrap_or(after.len());
        Around { at, before: before[start..].to_owned(), after: after[..end].to_owned() }
    }

    /// A place of the text as it is now, in the text that was checked.
    pub fn place(&self, at: Position) -> Option<usize> {
        let here = buffers::offset(&self.text, at, self.unit);
        Some(self.drift.back(here)?.saturating_sub(self.proof.skipped))
    }

    /// A range of the text as it is now, in the text that was checked.
    pub fn span(&self, range: Range) -> Option<Span> {
        let (start, end) = (self.place(range.start)?, self.place(range.end)?);
        Some(Span { start: start.min(end), end: start.max(end) })
    }

    /// A range of the text that was checked, in the text as it is now; `None` if it was edited.
    pub fn range(&self, span: Span) -> Option<Range> {
        let skipped = self.proof.skipped;
        let span = self.drift.forth(Span { start: span.start + skipped, end: span.end + skipped })?;
        Some(buffers::range(&self.text, span, self.unit))
    }
}
