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
use crate::ide;
use crate::ide::links::Link;
use crate::ide::note::Note;

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

/// The address of a link's source as a text of its own, where its file shows nothing of it and the editor can open such.
fn as_text(view: &View, link: &Link, announced: &Announced) -> Option<Url> {
    let best = ide::verdict(&view.proof.checked, link.quotation)?.sources.first()?;
    if contents::is_one(&best.article, announced) { contents::address(&best.article) } else { None }
}

/// A document link, if its words still stand.
pub fn link(view: &View, link: Link, announced: &Announced) -> Option<DocumentLink> {
    let target = Url::parse(&link.target).ok()?;
    Some(DocumentLink {
        range: view.range(link.span)?,
        target: Some(as_text(view, &link, announced).filter(|_| target.scheme() == "file").unwrap_or(target)),
        tooltip: announced.tooltips.then_some(link.label),
        data: None,
    })
}
