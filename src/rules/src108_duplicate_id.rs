//! `SRC108`: two articles by one identifier.

use rustc_hash::FxHashSet;

use super::Finding;
use super::sources::{self, Place, Shelf, SourceRule};
use crate::corpus::{ArticleId, CorpusError};

declare_rule! {
    /// Two articles of one file bear the same identifier.
    ///
    /// ## What it flags
    ///
    /// A line of a `.jsonl`, or an article of another file of many, whose `id` an earlier one has.
    /// `onrecord check --corpus-only` tells it.
    ///
    /// ## Why it matters
    ///
    /// A source is cited by file and identifier. Where two have the same, nobody can tell which of them bears a quotation out.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- source archive.jsonl
    /// {"id": "a1", "date": "2031-05-02", "text": "“The harbour will stay open all winter,” Mara Teller told the council."}
    /// {"id": "a1", "date": "2031-05-03", "text": "“The ferry will run on Sundays, too,” Mara Teller told the council."}
    /// //- found
    /// archive.jsonl#a1:1:1: warning SRC108 duplicate-id: an earlier article of the file has the identifier “a1”, too
    /// ```
    ///
    /// ## Fix
    ///
    /// Give each article an `id` of its own.
    ///
    /// ## Limits
    ///
    /// Identifiers of two files may be the same: an article is cited by both.
    DuplicateId { code: "SRC108", name: "duplicate-id", severity: Warning }
}

impl SourceRule for DuplicateId {
    fn all(&self, shelf: &Shelf<'_>, found: &mut Vec<(Place, Finding)>) -> Result<(), CorpusError> {
        let mut known: FxHashSet<String> = FxHashSet::default();
        for id in (0..shelf.corpus.about().articles as u32).map(ArticleId) {
            let article = shelf.corpus.article(id)?;
            let (_, Some(record)) = article.file() else { continue };
            if !known.insert(article.path.clone()) {
                let message = format!("an earlier article of the file has the identifier “{record}”, too");
                let finding = sources::finding(&Self::META, &article, sources::top(&article), message);
                found.push((Place::Article(id), finding));
            }
        }
        Ok(())
    }
}
