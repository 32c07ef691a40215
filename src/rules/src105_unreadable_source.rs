//! `SRC105`: a file that could not be read, or not all of it.

use super::Finding;
use super::sources::{Place, Shelf, SourceRule};
use crate::corpus::CorpusError;
use crate::text::Span;

declare_rule! {
    /// A file of the corpus cannot be read, or not all of it.
    ///
    /// ## What it flags
    ///
    /// A file that is damaged, binary, empty of text, too large or in a broken encoding, a line of a `.jsonl` that is no
    /// article, and a kind, a status or a date at the top of a text that says nothing to this program.
    /// `onrecord check --corpus-only` tells it.
    ///
    /// ## Why it matters
    ///
    /// A quotation whose source was left out is told to be unsupported.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- source archive.jsonl
    /// {"id": "a1", "date": "2031-05-02", "text": "“The harbour will stay open all winter,” Mara Teller told the council."}
    /// {"id": "a2", "date": "2031-05-02", "text": "“The ferry will
    /// //- found
    /// archive.jsonl:1:1: warning SRC105 unreadable-source: 2:
    /// ```
    ///
    /// ## Fix
    ///
    /// Have the file again from where it came, or save it as text.
    ///
    /// ## Limits
    ///
    /// Pictures and other files that hold no text are no sources and not told one by one.
    UnreadableSource { code: "SRC105", name: "unreadable-source", severity: Warning }
}

impl SourceRule for UnreadableSource {
    fn all(&self, shelf: &Shelf<'_>, found: &mut Vec<(Place, Finding)>) -> Result<(), CorpusError> {
        for odd in shelf.odd {
            let place = || Place::File(odd.file.clone());
            found.extend(odd.unread().map(|why| (place(), Finding::new(&Self::META, Span::at(0), why.to_owned()))));
        }
        Ok(())
    }
}
