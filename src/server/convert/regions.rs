//! Folding and selection.

use tower_lsp::lsp_types::{FoldingRange, FoldingRangeKind, Position, Range, SelectionRange};

use crate::ide::regions;
use crate::server::view::View;

/// Quotations of more than one line.
pub fn foldings(view: &View) -> Vec<FoldingRange> {
    let ranges = regions::foldings(&view.proof.checked).into_iter().filter_map(|span| view.range(span));
    let long = ranges.filter(|range| range.start.line < range.end.line);
    let folding = |range: Range| FoldingRange {
        start_line: range.start.line,
        end_line: range.end.line,
        kind: Some(FoldingRangeKind::Region),
        ..FoldingRange::default()
    };
    long.map(folding).collect()
}

/// The ranges around each of some places; a place that was typed over has only itself.
pub fn selections(view: &View, places: &[Position]) -> Vec<SelectionRange> {
    let around = |&at: &Position| {
        let spans = view.place(at).map(|place| regions::selections(&view.proof.checked, place)).unwrap_or_default();
        let ranges = spans.into_iter().rev().filter_map(|span| view.range(span));
        let outer = ranges.fold(None, |parent, range| Some(SelectionRange { range, parent: parent.map(Box::new) }));
        outer.unwrap_or(SelectionRange { range: Range::new(at, at), parent: None })
    };
    places.iter().map(around).collect()
}
