//! Completion inside a quotation.

use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Position, TextEdit,
};

use crate::ide::completion::{completions, named_in};
use crate::server::buffers;
use crate::server::view::View;
use crate::text::Span;

/// What the corpus has that begins, or goes on, as the quotation in front of a place.
pub fn of(view: &View, at: Position) -> Option<CompletionList> {
    let corpus = view.proof.terms.corpus_apart()?;
    let around = view.around(at);
    let speaker = named_in(&view.proof.checked, &around.before);
    let all = completions(&corpus, &around.before, &around.after, speaker).into_iter().enumerate();
    let items = all.map(|(rank, completion)| {
        let replaced = Span::new(around.at - completion.typed, around.at + completion.behind);
        let range = buffers::range(&view.text, replaced, view.unit);
        CompletionItem {
            label: completion.label,
            detail: Some(completion.detail),
            kind: Some(CompletionItemKind::TEXT),
            // The editor compares what it will put in with what is typed.
            filter_text: Some(completion.rest.clone()),
            sort_text: Some(format!("{rank:03}")),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, completion.rest))),
            ..CompletionItem::default()
        }
    });
    // More words make another question of it.
    Some(CompletionList { is_incomplete: true, items: items.collect() })
}
