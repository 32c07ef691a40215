//! `SRC104`: a source that bears no day.

use super::Finding;
use super::sources::{self, SourceRule};
use crate::corpus::Article;

declare_rule! {
    /// A source does not say of which day it is.
    ///
    /// ## What it flags
    ///
    /// A source of the corpus for which no day is known: none in its fields or its markup, none in a line of its own.
    /// `onrecord check --corpus-only` tells it.
    ///
    /// ## Why it matters
    ///
    /// What somebody said on which day, whether a quotation is old, and whether two reports are of one occasion cannot be told
    /// of a source without a day.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- source notes.txt outlet="Coast Courier"
    /// “The harbour will stay open all winter,” Mara Teller told the council.
    /// //- source dated.txt outlet="Coast Courier" date=2031-05-02
    /// “The ferry will run on Sundays, too,” Mara Teller told the council.
    /// //- found
    /// notes.txt:5:1: info SRC104 undated-source: no day is stated
    /// ```
    ///
    /// ## Fix
    ///
    /// Write the day at the top of the source: `date: 2031-05-02` between two lines of three hyphens.
    ///
    /// ## Limits
    ///
    /// A day without its year is none. A source that is empty is told by `SRC106` alone.
    UndatedSource { code: "SRC104", name: "undated-source", severity: Info }
}

impl SourceRule for UndatedSource {
    fn one(&self, article: &Article, found: &mut Vec<Finding>) {
        let document = &article.reading.document;
        // Of what is empty, that it is says all.
        if document.meta.date.is_none() && !document.text.trim().is_empty() {
            let message = "no day is stated for this source".to_owned();
            found.push(sources::finding(&Self::META, article, sources::top(article), message));
        }
    }
}
