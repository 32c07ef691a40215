//! Stretches of a draft: what can be folded, and what is selected step by step around a place.

use crate::check::Checked;
use crate::text::Span;

/// Quotations with their marks, in the draft's text; an editor folds those of more than one line.
pub fn foldings(checked: &Checked) -> Vec<Span> {
    let outermost = checked.draft.quotations.iter().filter(|quotation| quotation.parent.is_none());
    outermost.map(|quotation| checked.draft.document.prose.to_text(quotation.outer)).collect()
}

/// The ranges around a byte of the draft's text, from the innermost quotation over its marks, those around it and
/// the paragraph to the whole text; each covers the one before.
pub fn selections(checked: &Checked, place: usize) -> Vec<Span> {
    let document = &checked.draft.document;
    let here = document.prose.from_text(place);
    let mut ranges = Vec::new();
    for quotation in checked.draft.quotations.iter().filter(|quotation| quotation.outer.touches(here)) {
        ranges.push(document.prose.to_text(quotation.span));
        ranges.push(document.prose.to_text(quotation.outer));
    }
    let paragraph = document.blocks.partition_point(|block| block.span.end < here);
    ranges.extend(document.blocks.get(paragraph).map(|block| document.prose.to_text(block.span)));
    ranges.push(Span::new(0, document.text.len()));
    ranges.retain(|range| range.touches(place));
    ranges.sort_by_key(|range| range.len());
    ranges.dedup();
    let mut nested: Vec<Span> = Vec::new();
    for range in ranges {
        if nested.last().is_none_or(|inner| range.covers(*inner)) {
            nested.push(range);
        }
    }
    nested
}
