//! `SRC107`: a source that was cut off.

use std::sync::LazyLock;

use super::Finding;
use super::sources::{self, SourceRule};
use super::src106_empty_source::is_running;
use crate::corpus::Article;
use crate::text::Span;
use crate::text::lists;

declare_rule! {
    /// A source ends where its publisher asks for a subscription, or where what fetched it stopped.
    ///
    /// ## What it flags
    ///
    /// A source whose last words say that there is more to read for those who subscribe or sign in, or count the characters
    /// that were left out, such as `[+2140 chars]`.
    /// `onrecord check --corpus-only` tells it.
    ///
    /// ## Why it matters
    ///
    /// What stands behind the cut is not in the corpus: a quotation from there is told to be unsupported.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- source harbour.txt date=2031-05-02
    /// The council met on Friday to hear about the pumps, and nobody had asked who would pay for them.
    ///
    /// Subscribe to continue reading this story.
    /// //- found
    /// harbour.txt:7:1: warning SRC107 truncated-source: the source is cut off here
    /// ```
    ///
    /// ## Fix
    ///
    /// Save the whole article, signed in.
    ///
    /// ## Limits
    ///
    /// It knows a list of phrases in six languages. An invitation to subscribe that says of no more to read is no sign, since
    /// it stands below whole articles as well.
    TruncatedSource { code: "SRC107", name: "truncated-source", severity: Warning }
}

/// Bytes of a line that says so, at most.
const LINE: usize = 240;
/// Words of running text that may follow: a site's menu, not a story.
const FOLLOWING: usize = 30;
/// Words from which on a line is a sentence, and no entry of a menu.
const SENTENCE: usize = 10;

impl SourceRule for TruncatedSource {
    fn one(&self, article: &Article, found: &mut Vec<Finding>) {
        if let Some(place) = cut(article) {
            let message = "the source is cut off here: the rest of the story is missing".to_owned();
            found.push(sources::finding(&Self::META, article, place, message));
        }
    }
}

/// The last line that says that there is more, if no more than a menu follows.
fn cut(article: &Article) -> Option<Span> {
    let document = &article.reading.document;
    let prose = document.prose.text();
    let mut following = 0;
    for block in document.blocks.iter().rev() {
        let text = block.span.of(prose);
        if let Some(at) = counted(text) {
            return Some(Span::new(block.span.start + at, block.span.end));
        }
        if text.len() <= LINE && says_so(text) {
            return Some(block.span);
        }
        // What a reader of pages took for furniture may be a story all the same if it is written in sentences.
        let words = text.split_whitespace().count();
        if is_running(block.kind) || words >= SENTENCE {
            following += words;
        }
        if following > FOLLOWING {
            return None;
        }
    }
    None
}

fn says_so(text: &str) -> bool {
    static PHRASES: LazyLock<Vec<&str>> =
        LazyLock::new(|| lists::lines(include_str!("../../data/paywalls.txt")).collect());
    let lower = text.to_lowercase();
    // Words that somebody says about subscriptions are a story's own.
    !text.contains(['“', '”', '«', '»', '„']) && PHRASES.iter().any(|phrase| lower.contains(phrase))
}

/// Where a text ends on a count of the characters left out: "… [+2140 chars]".
fn counted(text: &str) -> Option<usize> {
    let end = text.trim_end();
    let at = end.rfind("[+")?;
    let inside = end[at + 2..].strip_suffix(']')?;
    let (count, unit) = inside.split_once(' ')?;
    (count.bytes().all(|byte| byte.is_ascii_digit()) && unit.starts_with("char")).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_that_there_is_more() {
        assert!(says_so("Subscribe to continue reading this story."));
        assert!(says_so("Weiterlesen mit SZ Plus. Jetzt weiterlesen"));
        assert!(!says_so("Subscribe to our newsletter."));
        assert!(!says_so("“You have to subscribe to continue reading,” he said."));
        assert_eq!(counted("The council met and… [+2140 chars]"), Some(23));
        assert_eq!(counted("The council met [sic]"), None);
    }
}
