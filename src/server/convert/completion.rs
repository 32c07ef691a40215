//! Completion inside a quotation.

use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Position, Range, TextEdit,
};

use crate::ide::completion::{completions, named_in};
use crate::server::view::View;
use crate::text::lines::Unit;

/// What the corpus has that begins, or goes on, as the quotation in front of a place.
pub fn of(view: &View, at: Position) -> Option<CompletionList> {
    let corpus = view.proof.terms.corpus.as_deref()?;
    let before = view.before(at);
    let items = completions(corpus, &before, named_in(&view.proof.checked, &before)).into_iter().enumerate().map(
        |(rank, completion)| {
            let typed = &before[before.len() - completion.typed..];
            let start = Position::new(at.line, at.character - width(typed, view.unit));
            CompletionItem {
                label: completion.label,
                detail: Some(completion.detail),
                kind: Some(CompletionItemKind::TEXT),
                // The editor compares what it will put in with what is typed.
                filter_text: Some(completion.rest.clone()),
                sort_text: Some(format!("{rank:03}")),
                text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(Range::new(start, at), completion.rest))),
                ..CompletionItem::default()
            }
        },
    );
    // More words make another question of it.
    Some(CompletionList { is_incomplete: true, items: items.collect() })
}

fn width(words: &str, unit: Unit) -> u32 {
    let width = match unit {
        Unit::Utf8 => words.len(),
        Unit::Utf16 => words.encode_utf16().count(),
        Unit::Utf32 => words.chars().count(),
    };
    width as u32
}
