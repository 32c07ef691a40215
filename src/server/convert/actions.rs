//! Actions, with their edits at once or when one is chosen.

use std::collections::HashMap;

use serde_json::Value;
use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit,
    TextEdit, Url, WorkspaceEdit,
};

use super::diagnostics::diagnostic;
use crate::ide;
use crate::ide::actions::{Action, Kind};
use crate::rules::Edit;
use crate::server::announced::Announced;
use crate::server::view::View;

/// A code action. With edits, if what they change still stands; without, to be asked for again by `data`.
pub fn action(
    view: &View,
    uri: &Url,
    action: &Action,
    announced: &Announced,
    data: Option<Value>,
) -> Option<CodeAction> {
    let edit = edit(view, uri, &action.edits, announced)?;
    let finding = action.finding.and_then(|number| view.proof.checked.findings.get(number));
    let about = finding.and_then(|finding| {
        let range = view.range(ide::underline::underline(&view.proof.checked, finding))?;
        Some(vec![diagnostic(finding, range, announced)])
    });
    Some(CodeAction {
        title: action.title.clone(),
        kind: Some(kind(action.kind)),
        diagnostics: about,
        edit: data.is_none().then_some(edit),
        is_preferred: (announced.preferred && action.preferred).then_some(true),
        data,
        ..CodeAction::default()
    })
}

/// The kinds that are offered.
pub fn kinds() -> Vec<CodeActionKind> {
    [Kind::Fix, Kind::Rewrite, Kind::FixAll].map(kind).to_vec()
}

/// The protocol's name of a kind.
pub fn kind(kind: Kind) -> CodeActionKind {
    match kind {
        Kind::Fix => CodeActionKind::QUICKFIX,
        Kind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        Kind::FixAll => CodeActionKind::new("source.fixAll.onrecord"),
    }
}

/// Whether an editor that wants only some kinds wants this one: a kind stands for all that lie below it.
pub fn wanted(only: Option<&[CodeActionKind]>, of: Kind) -> bool {
    let kind = kind(of);
    let below = |wanted: &CodeActionKind| {
        let (wanted, kind) = (wanted.as_str(), kind.as_str());
        wanted.is_empty() || kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    // What changes the whole file is done when it is asked for by its kind, and not offered at every place.
    only.filter(|only| !only.is_empty()).map_or(of != Kind::FixAll, |only| only.iter().any(below))
}

/// Edits of a draft as the editor takes them; `None` where what they change was typed over.
pub fn edit(view: &View, uri: &Url, edits: &[Edit], announced: &Announced) -> Option<WorkspaceEdit> {
    let edits = edits.iter().map(|edit| Some(TextEdit::new(view.range(edit.span)?, edit.text.clone())));
    let edits = edits.collect::<Option<Vec<_>>>()?;
    Some(if announced.document_changes {
        let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: Some(view.version) };
        let edits = edits.into_iter().map(OneOf::Left).collect();
        let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
        WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
    } else {
        WorkspaceEdit::new(HashMap::from([(uri.clone(), edits)]))
    })
}
