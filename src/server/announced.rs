//! What the editor says it can take; nothing else is sent to it.

use std::time::Duration;

use tower_lsp::lsp_types::{ClientCapabilities, DiagnosticTag, MarkupKind, PositionEncodingKind};

use crate::text::lines::Unit;

/// Under what name [`super::ingress`] hands on what an editor says of texts that lie in no file: the library's types are of
/// a protocol that had none.
pub const CONTENTS: &str = "onrecord/textDocumentContent";

/// Under what name an experiment says after how many milliseconds it wants the first part of a corpus: tests do not wait.
const FIRST_PART: &str = "onrecord/firstPart";

/// The capabilities that make a difference here.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent yes or no of the protocol")]
pub struct Announced {
    /// How columns are counted in this session.
    pub unit: Unit,
    /// Hover texts as Markdown.
    pub markdown: bool,
    /// `relatedInformation` of diagnostics.
    pub related: bool,
    /// `codeDescription` of diagnostics.
    pub code_description: bool,
    /// The tag that something is unnecessary.
    pub unnecessary: bool,
    /// `data` of diagnostics.
    pub data: bool,
    /// The version with published diagnostics.
    pub version: bool,
    /// `LocationLink` for definitions.
    pub definition_links: bool,
    /// Code actions as such, not as commands.
    pub actions: bool,
    /// `isPreferred` of code actions.
    pub preferred: bool,
    /// Code actions whose edit comes when one is chosen.
    pub lazy_actions: bool,
    /// `documentChanges` of workspace edits.
    pub document_changes: bool,
    /// Tooltips of document links.
    pub tooltips: bool,
    /// Symbols within symbols.
    pub nested_symbols: bool,
    /// Watching files, registered while running.
    pub watching: bool,
    /// Watching outside the workspace.
    pub watching_elsewhere: bool,
    /// Asking for diagnostics by itself, and again when told so; it is not sent any then.
    pub pulls: bool,
    /// Telling of folders that are opened and closed.
    pub folders: bool,
    /// Answering what is set for this server.
    pub configuration: bool,
    /// Telling when settings change, registered while running.
    pub settings_watched: bool,
    /// Asking again for hints, lenses and colours when told so.
    pub asks_again: [bool; 3],
    /// Asking for the findings of all drafts of the open folders: whether the writer wanted it at the start, where that was
    /// said; it may be set later.
    pub everything: Option<bool>,
    /// Opening texts that lie in no file, by asking for their contents.
    pub contents: bool,
    /// Opening a document when told so.
    pub shows: bool,
    /// Asking what would be renamed, first.
    pub prepares_rename: bool,
    /// Progress bars.
    pub progress: bool,
    /// After how long it wants the first part of a corpus that is being read, if it has a wish.
    pub first_part: Option<Duration>,
}

impl Announced {
    /// Reads the editor's announcement.
    pub fn of(client: &ClientCapabilities) -> Self {
        let text = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let diagnostics = text.and_then(|text| text.publish_diagnostics.as_ref());
        let hover = text.and_then(|text| text.hover.as_ref()).and_then(|hover| hover.content_format.as_ref());
        let action = text.and_then(|text| text.code_action.as_ref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let yes = |flag: Option<bool>| flag == Some(true);
        Self {
            unit: unit(client.general.as_ref().and_then(|general| general.position_encodings.as_deref())),
            markdown: hover.and_then(|formats| formats.first()) == Some(&MarkupKind::Markdown),
            related: yes(diagnostics.and_then(|it| it.related_information)),
            code_description: yes(diagnostics.and_then(|it| it.code_description_support)),
            unnecessary: diagnostics
                .and_then(|it| it.tag_support.as_ref())
                .is_some_and(|tags| tags.value_set.contains(&DiagnosticTag::UNNECESSARY)),
            data: yes(diagnostics.and_then(|it| it.data_support)),
            version: yes(diagnostics.and_then(|it| it.version_support)),
            definition_links: yes(text.and_then(|text| text.definition.as_ref()).and_then(|it| it.link_support)),
            actions: action.is_some_and(|it| it.code_action_literal_support.is_some()),
            preferred: yes(action.and_then(|it| it.is_preferred_support)),
            lazy_actions: yes(action.and_then(|it| it.data_support))
                && action
                    .and_then(|it| it.resolve_support.as_ref())
                    .is_some_and(|it| it.properties.iter().any(|property| property == "edit")),
            document_changes: yes(workspace
                .and_then(|it| it.workspace_edit.as_ref())
                .and_then(|it| it.document_changes)),
            tooltips: yes(text.and_then(|text| text.document_link.as_ref()).and_then(|it| it.tooltip_support)),
            nested_symbols: yes(text
                .and_then(|text| text.document_symbol.as_ref())
                .and_then(|it| it.hierarchical_document_symbol_support)),
            watching: yes(watched.and_then(|it| it.dynamic_registration)),
            watching_elsewhere: yes(watched.and_then(|it| it.relative_pattern_support)),
            pulls: text.is_some_and(|text| text.diagnostic.is_some())
                && yes(workspace.and_then(|it| it.diagnostic.as_ref()).and_then(|it| it.refresh_support)),
            folders: yes(workspace.and_then(|it| it.workspace_folders)),
            configuration: yes(workspace.and_then(|it| it.configuration)),
            settings_watched: yes(workspace
                .and_then(|it| it.did_change_configuration.as_ref())
                .and_then(|it| it.dynamic_registration)),
            asks_again: [
                yes(workspace.and_then(|it| it.inlay_hint.as_ref()).and_then(|it| it.refresh_support)),
                yes(workspace.and_then(|it| it.code_lens.as_ref()).and_then(|it| it.refresh_support)),
                yes(workspace.and_then(|it| it.semantic_tokens.as_ref()).and_then(|it| it.refresh_support)),
            ],
            everything: None,
            contents: client.experimental.as_ref().and_then(|it| it.get(CONTENTS)).is_some(),
            shows: client.window.as_ref().and_then(|it| it.show_document.as_ref()).is_some_and(|it| it.support),
            prepares_rename: yes(text.and_then(|text| text.rename.as_ref()).and_then(|it| it.prepare_support)),
            progress: yes(client.window.as_ref().and_then(|it| it.work_done_progress)),
            first_part: client
                .experimental
                .as_ref()
                .and_then(|it| it.get(FIRST_PART)?.as_u64())
                .map(Duration::from_millis),
        }
    }
}

impl Default for Announced {
    fn default() -> Self {
        Self::of(&ClientCapabilities::default())
    }
}

/// The first of the editor's encodings that is known; it lists them in the order it likes them.
fn unit(offered: Option<&[PositionEncodingKind]>) -> Unit {
    let known = |kind: &PositionEncodingKind| match kind.as_str() {
        "utf-8" => Some(Unit::Utf8),
        "utf-16" => Some(Unit::Utf16),
        "utf-32" => Some(Unit::Utf32),
        _ => None,
    };
    offered.unwrap_or_default().iter().find_map(known).unwrap_or(Unit::Utf16)
}

/// The protocol's name of a unit.
pub fn encoding(unit: Unit) -> PositionEncodingKind {
    match unit {
        Unit::Utf8 => PositionEncodingKind::UTF8,
        Unit::Utf16 => PositionEncodingKind::UTF16,
        Unit::Utf32 => PositionEncodingKind::UTF32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editors_first_known_encoding_holds() {
        let kinds =
            |names: &[&'static str]| names.iter().map(|&name| PositionEncodingKind::new(name)).collect::<Vec<_>>();
        assert_eq!(unit(None), Unit::Utf16);
        assert_eq!(unit(Some(&kinds(&["utf-7"]))), Unit::Utf16);
        assert_eq!(unit(Some(&kinds(&["utf-32", "utf-8"]))), Unit::Utf32);
        assert_eq!(unit(Some(&kinds(&["utf-7", "utf-8", "utf-16"]))), Unit::Utf8);
    }
}
