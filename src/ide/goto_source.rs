//! From a quotation to the words it comes from.

use std::sync::Arc;

use super::{Thing, at, narrowed, verdict};
use crate::check::Checked;
use crate::corpus::Article;
use crate::text::Span;

/// Where a quotation comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The quotation's words, in the draft's text.
    pub quotation: Span,
    /// The source.
    pub article: Arc<Article>,
    /// The words, in the source's text.
    pub words: Span,
    /// The paragraph or turn around them, in the source's text.
    pub around: Span,
}

/// The exact words in the best source, for the quotation at a byte of the draft's text.
pub fn goto_source(checked: &Checked, place: usize) -> Option<Origin> {
    let draft = &checked.draft;
    let here = draft.document.prose.from_text(place);
    let id = match at(draft, place)? {
        Thing::Quotation(id) => id,
        // A name inside a quotation is still part of it.
        Thing::Speaker(..) => {
            let around = draft.quotations.iter().enumerate().filter(|(_, quotation)| quotation.outer.contains(here));
            around.min_by_key(|(_, quotation)| quotation.outer.len())?.0
        }
    };
    let quotation = &draft.quotations[id];
    let evidence = verdict(checked, id)?.sources.first()?;
    let words = if quotation.parent.is_some() { narrowed(evidence, quotation.span) } else { evidence.span };
    let source = &evidence.article.reading.document;
    let block = source.blocks.iter().find(|block| block.span.covers(words)).map_or(words, |block| block.span);
    Some(Origin {
        quotation: draft.document.prose.to_text(quotation.span),
        article: evidence.article.clone(),
        words: source.prose.to_text(words),
        around: source.prose.to_text(block),
    })
}
