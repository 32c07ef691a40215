//! Our types to the protocol's, and nowhere else.

pub mod actions;
pub mod beside;
pub mod completion;
pub mod diagnostics;
pub mod outline;
pub mod places;
pub mod regions;
pub mod tokens;

use tower_lsp::lsp_types::{DocumentLink, Hover, HoverContents, MarkupContent, MarkupKind, Url};

use super::announced::Announced;
use super::contents;
use super::view::View;
use crate::corpus::Article;
use crate::ide::links::{self, Link};
use crate::ide::note::Note;
use crate::text::Span;

/// A hover's answer.
pub fn hover(view: &View, hover: &crate::ide::hover::Hover, announced: &Announced) -> Hover {
    Hover { contents: HoverContents::Markup(markup(&hover.note, announced)), range: view.range(hover.span) }
}

fn markup(note: &Note, announced: &Announced) -> MarkupContent {
    if announced.markdown {
        MarkupContent { kind: MarkupKind::Markdown, value: note.markdown() }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: note.plain() }
    }
}

/// Where words of a source can be read: on its page; else, where its file shows nothing of it and the editor can open such,
/// in a text of its own; else in its file.
pub fn opens(article: &Article, words: Span, announced: &Announced) -> Option<String> {
    let found = links::address(article, words);
    let on_page = found.as_ref().is_some_and(|found| !found.starts_with("file:"));
    if on_page || !contents::is_one(article, announced) {
        return found;
    }
    contents::place(article, words).or(found)
}

/// A document link, if its words still stand.
pub fn link(view: &View, link: Link, announced: &Announced) -> Option<DocumentLink> {
    Some(DocumentLink {
        range: view.range(link.span)?,
        target: Some(Url::parse(&link.target).ok()?),
        tooltip: announced.tooltips.then_some(link.label),
        data: None,
    })
}
