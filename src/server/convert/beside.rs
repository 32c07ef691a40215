//! What is shown beside the text: hints and lenses.

use tower_lsp::lsp_types::{CodeLens, Command, InlayHint, InlayHintLabel, Position, Range};

use crate::ide::annotations::{Annotation, origins, verdicts};
use crate::server::view::View;
use crate::text::Span;

/// Where quotations come from, in a range of the text.
pub fn hints(view: &View, range: Range) -> Vec<InlayHint> {
    if !view.proof.terms.shown.inlay_hints {
        return Vec::new();
    }
    let hint = |(position, annotation): (Position, Annotation)| InlayHint {
        position,
        label: InlayHintLabel::String(annotation.words),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    let here = placed(view, origins(&view.proof.checked)).filter(|(at, _)| range.start <= *at && *at <= range.end);
    here.map(hint).collect()
}

/// The verdicts, each above its quotation.
pub fn lenses(view: &View) -> Vec<CodeLens> {
    if !view.proof.terms.shown.code_lens {
        return Vec::new();
    }
    let lens = |(at, annotation): (Position, Annotation)| CodeLens {
        range: Range::new(at, at),
        command: Some(Command { title: annotation.words, command: String::new(), arguments: None }),
        data: None,
    };
    placed(view, verdicts(&view.proof.checked)).map(lens).collect()
}

fn placed(view: &View, annotations: Vec<Annotation>) -> impl Iterator<Item = (Position, Annotation)> {
    annotations.into_iter().filter_map(|annotation| Some((view.range(Span::at(annotation.at))?.start, annotation)))
}
