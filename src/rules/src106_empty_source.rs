//! `SRC106`: a source with nothing to read in it.

use super::Finding;
use super::sources::{self, SourceRule};
use crate::corpus::Article;
use crate::formats::{BlockKind, Document, Kind};

declare_rule! {
    /// Nothing is left of a source but its headline, captions and what surrounds a story on its page.
    ///
    /// ## What it flags
    ///
    /// A source without running text: a page that was saved before its story was loaded, a gallery, a list of links.
    /// `onrecord check --corpus-only` tells it.
    ///
    /// ## Why it matters
    ///
    /// It looks like a source in the folder and bears nothing out.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- source harbour.txt date=2031-05-02
    /// The harbour in winter
    ///
    /// Share on Facebook
    /// //- found
    /// harbour.txt:5:1: warning SRC106 empty-source: no running text
    /// ```
    ///
    /// ## Fix
    ///
    /// Save the page again when all of it is shown, or copy its text.
    ///
    /// ## Limits
    ///
    /// Posts are short and count as text from the first word on. What a page puts where its story should be, such as a
    /// notice about cookies, may be taken for running text.
    EmptySource { code: "SRC106", name: "empty-source", severity: Warning }
}

/// A source with fewer words of running text has none.
const FEWEST: usize = 4;

impl SourceRule for EmptySource {
    fn one(&self, article: &Article, found: &mut Vec<Finding>) {
        let document = &article.reading.document;
        let needed = if document.meta.kind == Kind::Post { 1 } else { FEWEST };
        if words(document).take(needed).count() < needed {
            let message = if document.text.trim().is_empty() {
                "nothing is written here"
            } else {
                "no running text is left once headlines, captions and furniture are set aside"
            };
            found.push(sources::finding(&Self::META, article, sources::top(article), message.to_owned()));
        }
    }
}

/// The words of the running text.
pub(super) fn words(document: &Document) -> impl Iterator<Item = &str> {
    let prose = document.prose.text();
    let running = document.blocks.iter().filter(|block| is_running(block.kind));
    running
        .flat_map(move |block| block.span.of(prose).split_whitespace())
        .filter(|word| word.contains(char::is_alphanumeric))
}

pub(super) fn is_running(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::BlockQuote | BlockKind::Turn)
}
