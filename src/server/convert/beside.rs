//! What is shown beside the text: hints and lenses.

use serde_json::json;
use tower_lsp::lsp_types::{CodeLens, Command, InlayHint, InlayHintLabel, InlayHintTooltip, Position, Range, Url};

use crate::ide::annotations::{Annotation, origins, verdicts};
use crate::server::announced::Announced;
use crate::server::commands::OPEN_SOURCE;
use crate::server::view::View;
use crate::text::Span;

/// Where quotations come from, in a range of the text.
pub fn hints(view: &View, range: Range) -> Vec<InlayHint> {
    if !view.proof.terms.shown.inlay_hints {
        return Vec::new();
    }
    let so_far = view.proof.terms.so_far.as_ref();
    let hint = |(position, annotation): (Position, Annotation)| InlayHint {
        position,
        label: InlayHintLabel::String(annotation.words),
        kind: None,
        text_edits: None,
        tooltip: so_far.map(|so_far| InlayHintTooltip::String(so_far.clone())),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    let here = placed(view, origins(&view.proof.checked, so_far.is_some()));
    here.filter(|(at, _)| range.start <= *at && *at <= range.end).map(hint).collect()
}

/// The verdicts, each above its quotation; pressed, they open the source where the editor can show it.
pub fn lenses(view: &View, uri: &Url, announced: &Announced) -> Vec<CodeLens> {
    if !view.proof.terms.shown.code_lens {
        return Vec::new();
    }
    let lens = |(at, annotation): (Position, Annotation)| CodeLens {
        range: Range::new(at, at),
        command: Some(Command {
            title: annotation.words,
            command: if announced.shows { OPEN_SOURCE.to_owned() } else { String::new() },
            arguments: announced.shows.then(|| vec![json!(uri), json!(at)]),
        }),
        data: None,
    };
    placed(view, verdicts(&view.proof.checked, view.proof.terms.so_far.is_some())).map(lens).collect()
}

fn placed(view: &View, annotations: Vec<Annotation>) -> impl Iterator<Item = (Position, Annotation)> {
    annotations.into_iter().filter_map(|annotation| Some((view.range(Span::at(annotation.at))?.start, annotation)))
}
