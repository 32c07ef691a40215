//! The protocol's methods, a few lines each: write down and return, or answer from the last result.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::{
    CodeAction, CodeActionOrCommand, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionParams,
    CompletionResponse, DiagnosticServerCancellationData, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    DocumentLink, DocumentLinkParams, DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams, FoldingRange,
    FoldingRangeParams, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams,
    InitializeResult, InitializedParams, InlayHint, InlayHintParams, Location, PrepareRenameResponse, ReferenceParams,
    RenameParams, SelectionRange, SelectionRangeParams, SemanticTokensParams, SemanticTokensResult, ServerInfo,
    SymbolInformation, TextDocumentPositionParams, Url, WorkDoneProgressCancelParams, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport, WorkspaceEdit,
    WorkspaceSymbolParams,
};
use tower_lsp::{LanguageServer, async_trait};

use super::addresses;
use super::announced::Announced;
use super::aside::aside;
use super::choice::Choice;
use super::contents::{self, Asked, Content};
use super::desk::Desk;
use super::mail::{Mail, News};
use super::survey::{self, Known, Survey, Waits};
use super::view::View;
use super::watch;
use super::{capabilities, commands, convert, progress};
use crate::corpus::{Article, Corpus};
use crate::ide;
use crate::rules;
use crate::settings::editor::{EditorSettings, own_part};

/// The server as the library sees it.
pub struct Backend {
    desk: Arc<Desk>,
    /// Told the editor's process, once.
    editor: Mutex<Option<oneshot::Sender<u32>>>,
    /// The folders the editor has open.
    roots: Mutex<Vec<Url>>,
    /// What is remembered of the drafts of these folders.
    surveyed: Arc<survey::Memory>,
}

impl Backend {
    /// A server that works on this desk.
    pub fn new(desk: Arc<Desk>, editor: oneshot::Sender<u32>) -> Self {
        Self { desk, editor: Mutex::new(Some(editor)), roots: Mutex::default(), surveyed: Arc::default() }
    }

    /// What a place of a draft yields; on a thread of its own, since a source may lie somewhere in a large file.
    async fn in_place<T: Send + 'static>(
        &self,
        at: TextDocumentPositionParams,
        yields: impl FnOnce(&View, &Url, usize) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        let uri = at.text_document.uri;
        let Some(view) = self.desk.view(&uri, Some(at.position)).await else { return Ok(None) };
        let Some(place) = view.place(at.position) else { return Ok(None) };
        aside(move || yields(&view, &uri, place)).await
    }

    /// The writer has had enough of something that takes a while.
    #[expect(clippy::unused_async, reason = "the library takes only methods that are")]
    pub async fn enough(&self, params: WorkDoneProgressCancelParams) {
        if let Some(bar) = progress::number(&params.token) {
            self.desk.tell(News::Enough(bar));
        }
    }

    /// The text of a source that lies in no file as it is.
    ///
    /// # Errors
    /// When it is not in any corpus that an open draft is checked against.
    pub async fn content(&self, params: Asked) -> Result<Content> {
        let (corpora, uri) = (self.desk.corpora(), params.uri.clone());
        let text =
            aside(move || contents::find(&corpora, &params.uri).map(|article| contents::text(&article).to_owned()));
        let text = text.await?;
        let text = text.ok_or_else(|| Error::invalid_params("no corpus has such a source any more"))?;
        self.desk.send(Mail::Served(uri));
        Ok(Content { text })
    }

    /// The folders the editor has open.
    fn roots(&self) -> MutexGuard<'_, Vec<Url>> {
        self.roots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn have_roots(&self, roots: Vec<Url>) {
        self.desk.tell(News::Roots(roots.iter().filter_map(|root| root.to_file_path().ok()).collect()));
        *self.roots() = roots;
    }

    /// Looks through the open folders once, and hands on what there is to tell part by part; notes in `known` what that is.
    async fn survey(
        &self,
        known: &mut Known,
        mut tell: impl FnMut(Vec<WorkspaceDocumentDiagnosticReport>) + Send,
    ) -> Result<()> {
        // An editor takes a request back by dropping it: nobody waits any more then.
        let waits = Waits::default();
        let roots = self.roots().iter().filter_map(|root| root.to_file_path().ok()).collect();
        let mut survey = if self.desk.wants_everything() {
            survey::of(&self.desk, roots, known, self.surveyed.clone()).await.ok_or_else(not_yet)?
        } else {
            Survey::of_none(known)
        };
        loop {
            let (desk, cancel, mut so_far) = (self.desk.clone(), waits.0.clone(), std::mem::take(known));
            let step = aside(move || {
                let part = survey.next(&desk, &mut so_far, &cancel);
                (survey, so_far, part)
            });
            let part;
            (survey, *known, part) = step.await?;
            match part {
                Some(part) => tell(part),
                None => return Ok(()),
            }
        }
    }

    /// Has the editor asked what is set for each folder it has open, and for all others.
    fn ask_settings(&self) {
        if self.desk.announced().configuration {
            let roots = self.roots().clone();
            self.desk.send(Mail::AskSettings(roots.into_iter().map(Some).chain([None]).collect()));
        }
    }
}

#[async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let options = params.initialization_options.clone().map(own_options).unwrap_or_default();
        let everything = EditorSettings::read(&options, rules::code_of).0.everything;
        let said = options.get("workspaceDiagnostics").map(|_| everything);
        self.desk.announce(Announced { everything: said, ..Announced::of(&params.capabilities) });
        self.desk.want_everything(everything);
        let editor = self.editor.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let (Some(editor), Some(id)) = (editor, params.process_id) {
            // The receiver lives as long as the server.
            let _ = editor.send(id);
        }
        let roots = roots(&params);
        self.have_roots(roots);
        self.desk.tell(News::Options(options));
        Ok(InitializeResult {
            capabilities: capabilities::of(self.desk.announced()),
            server_info: Some(ServerInfo {
                name: "onrecord".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        watch::register_configurations(&self.desk);
        watch::register_settings(&self.desk);
        // No draft is told by settings that may not be the writer's.
        if self.desk.announced().configuration {
            self.desk.tell(News::Asking);
        }
        self.ask_settings();
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if self.desk.announced().configuration {
            return self.ask_settings();
        }
        match own_part(params.settings) {
            // An editor that names the settings and has none takes back those of the start, too.
            Some(Value::Object(own)) if own.is_empty() => self.desk.tell(News::Options(own.into())),
            Some(own) => self.desk.tell(News::Settings(vec![(None, own)])),
            None => {}
        }
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let mut roots = self.roots().clone();
        roots.retain(|root| !params.event.removed.iter().any(|gone| gone.uri == *root));
        roots.extend(params.event.added.into_iter().map(|folder| folder.uri));
        self.have_roots(roots);
        self.ask_settings();
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.desk.open(document.uri, &document.text, document.version, document.language_id);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.desk.change(params.text_document.uri, params.content_changes, params.text_document.version);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.desk.close(&params.text_document.uri);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        if let Ok(path) = params.text_document.uri.to_file_path()
            && !self.desk.announced().watching
        {
            self.desk.tell(News::Saved(path));
        }
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let files = params.changes.iter().filter_map(|change| change.uri.to_file_path().ok()).collect();
        self.desk.tell(News::Changed(files));
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let announced = self.desk.announced().clone();
        let found = self.in_place(params.text_document_position_params, move |view, _, place| {
            let terms = &view.proof.terms;
            let opens = |article: &Article, words| convert::opens(article, words, &announced);
            let (corpus, so_far) = (terms.corpus_apart(), terms.so_far.as_deref());
            let corpus = corpus.as_ref().map(|corpus| corpus as &dyn Corpus);
            let hover = ide::hover::hover(&view.proof.checked, corpus, so_far, &opens, place)?;
            Some(convert::hover(view, &hover, &announced))
        });
        found.await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let announced = self.desk.announced().clone();
        let found = self.in_place(params.text_document_position_params, move |view, _, place| {
            let origin = ide::goto_source::goto_source(&view.proof.checked, place)?;
            convert::places::definition(view, &origin, &announced)
        });
        found.await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let Some(view) = self.desk.view(&params.text_document.uri, None).await else { return Ok(None) };
        let announced = self.desk.announced();
        let opens = |article: &Article, words| convert::opens(article, words, announced);
        let links = ide::links::links(&view.proof.checked, &opens).into_iter();
        Ok(Some(links.filter_map(|link| convert::link(&view, link, announced)).collect()))
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let uri = &params.text_document.uri;
        let Some(view) = self.desk.view(uri, None).await else { return Ok(None) };
        let speakers = ide::symbols::symbols(&view.proof.checked);
        Ok(Some(convert::outline::symbols(&view, uri, speakers, self.desk.announced())))
    }

    async fn goto_type_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let announced = self.desk.announced().clone();
        let found = self.in_place(params.text_document_position_params, move |view, _, place| {
            let corpus = view.proof.terms.corpus_apart()?;
            let (article, words) = ide::references::first_source(&view.proof.checked, &corpus, place)?;
            convert::places::location(&article, words, &announced).map(GotoDefinitionResponse::Scalar)
        });
        found.await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let announced = self.desk.announced().clone();
        let found = self.in_place(params.text_document_position, move |view, uri, place| {
            let corpus = view.proof.terms.corpus_apart();
            let corpus = corpus.as_ref().map(|corpus| corpus as &dyn Corpus);
            let found = ide::references::references(&view.proof.checked, corpus, place);
            Some(convert::places::locations(view, uri, found, &announced))
        });
        found.await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        let (corpora, announced) = (self.desk.corpora(), self.desk.announced().clone());
        let found = aside(move || {
            let speakers =
                corpora.iter().flat_map(|corpus| convert::outline::speakers(&**corpus, &params.query, &announced));
            let sources =
                corpora.iter().flat_map(|corpus| convert::outline::sources(&**corpus, &params.query, &announced));
            speakers.chain(sources).collect()
        });
        found.await.map(Some)
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let at = params.text_document_position;
        let Some(view) = self.desk.last(&at.text_document.uri) else { return Ok(None) };
        let found = aside(move || convert::completion::of(&view, at.position)).await?;
        Ok(found.map(CompletionResponse::List))
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let found = self.in_place(params, |view, _, place| {
            view.range(ide::rename::renamed(&view.proof.checked, place)?).map(PrepareRenameResponse::Range)
        });
        found.await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        if params.new_name.trim().is_empty() {
            return Err(Error::invalid_params("a name has at least one word"));
        }
        let announced = self.desk.announced().clone();
        let found = self.in_place(params.text_document_position, move |view, uri, place| {
            let edits = ide::rename::rename(&view.proof.checked, place, &params.new_name)?;
            convert::actions::edit(view, uri, &edits, &announced)
        });
        found.await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let view = self.desk.view(&params.text_document.uri, None).await;
        Ok(view.map(|view| convert::regions::foldings(&view)))
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let view = self.desk.view(&params.text_document.uri, params.positions.first().copied()).await;
        Ok(view.map(|view| convert::regions::selections(&view, &params.positions)))
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let view = self.desk.view(&params.text_document.uri, None).await;
        Ok(view.map(|view| SemanticTokensResult::Tokens(convert::tokens::of(&view))))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        commands::run(&self.desk, &params.command, params.arguments).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let view = self.desk.view(&params.text_document.uri, None).await;
        Ok(view.map(|view| convert::beside::hints(&view, params.range)))
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let view = self.desk.view(&params.text_document.uri, None).await;
        Ok(view.map(|view| convert::beside::lenses(&view, &params.text_document.uri, self.desk.announced())))
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let pulled = self.desk.pulled(&params.text_document.uri, params.previous_result_id.as_deref()).await;
        let report = convert::diagnostics::report(pulled.ok_or_else(not_yet)?);
        Ok(DocumentDiagnosticReportResult::Report(report))
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let mut known: Known =
            params.previous_result_ids.into_iter().map(|id| (addresses::plain(&id.uri), id.value)).collect();
        let Some(token) = params.partial_result_params.partial_result_token else {
            let mut all = Vec::new();
            self.survey(&mut known, |mut part| all.append(&mut part)).await?;
            return Ok(WorkspaceDiagnosticReport { items: all }.into());
        };
        // An editor that takes parts is told of changes as they come, and asks again after a while.
        let began = tokio::time::Instant::now();
        let mut first = true;
        loop {
            let send = |part: Vec<_>| {
                // What stays as it was is told once, not at each look.
                if first || !part.iter().all(is_unchanged) {
                    self.desk.send(Mail::Part(token.clone(), part));
                }
            };
            self.survey(&mut known, send).await?;
            if began.elapsed() > LONGEST {
                return Ok(WorkspaceDiagnosticReport { items: Vec::new() }.into());
            }
            first = false;
            tokio::time::sleep(AGAIN).await;
        }
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let announced = self.desk.announced();
        if !announced.actions {
            return Ok(None);
        }
        let uri = &params.text_document.uri;
        let Some(view) = self.desk.view(uri, Some(params.range.start)).await else { return Ok(None) };
        let Some(span) = view.span(params.range) else { return Ok(None) };
        let checked = &view.proof.checked;
        let mut offered = ide::actions::actions(checked, span);
        offered.extend(ide::actions::fix_all(checked));
        let only = params.context.only.as_deref();
        let offered = offered.iter().filter(|action| convert::actions::wanted(only, action.kind));
        let actions = offered.filter_map(|action| {
            let choice = || serde_json::to_value(Choice::new(&view, uri, params.range, action)?).ok();
            let data = announced.lazy_actions.then(choice).flatten();
            convert::actions::action(&view, uri, action, announced, data)
        });
        Ok(Some(actions.map(CodeActionOrCommand::CodeAction).collect()))
    }

    async fn code_action_resolve(&self, mut chosen: CodeAction) -> Result<CodeAction> {
        let data = chosen.data.take().and_then(|data| serde_json::from_value::<Choice>(data).ok());
        let Some(choice) = data else { return Ok(chosen) };
        let view = self.desk.view(&choice.uri, None).await.filter(|view| view.version == choice.version);
        let Some(view) = view else { return Err(Error::content_modified()) };
        let checked = &view.proof.checked;
        let mut offered = view.span(choice.range).map(|span| ide::actions::actions(checked, span)).unwrap_or_default();
        offered.extend(ide::actions::fix_all(checked));
        // A check that ended since may show other findings, and nothing to put right where one was.
        let action = offered.iter().find(|action| choice.is(&view, action)).ok_or_else(Error::content_modified)?;
        chosen.edit = convert::actions::edit(&view, &choice.uri, &action.edits, self.desk.announced());
        Ok(chosen)
    }
}

/// How often the folders are looked through for an editor that takes parts, and for how long.
const AGAIN: Duration = Duration::from_secs(3);
const LONGEST: Duration = Duration::from_mins(10);

fn is_unchanged(report: &WorkspaceDocumentDiagnosticReport) -> bool {
    matches!(report, WorkspaceDocumentDiagnosticReport::Unchanged(_))
}

/// Tells an editor to ask again: there is no result yet.
fn not_yet() -> Error {
    let retrigger = DiagnosticServerCancellationData { retrigger_request: true };
    Error {
        code: ErrorCode::ServerError(SERVER_CANCELLED),
        message: "the check is not done".into(),
        data: serde_json::to_value(retrigger).ok(),
    }
}

/// `ServerCancelled` of the protocol.
const SERVER_CANCELLED: i64 = -32802;

/// What is meant for this server in what an editor tells it alone: all of it, or what stands under its name.
fn own_options(mut options: Value) -> Value {
    match options.get_mut("onrecord") {
        Some(own) => own.take(),
        None => options,
    }
}

/// The folders the editor has open; none for a single file.
fn roots(params: &InitializeParams) -> Vec<Url> {
    match &params.workspace_folders {
        Some(folders) if !folders.is_empty() => folders.iter().map(|folder| folder.uri.clone()).collect(),
        _ => params.root_uri.iter().cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_on_another_thread_is_an_error_to_who_asked() {
        assert_eq!(aside(|| 7).await, Ok(7));
        assert_eq!(aside(|| -> u8 { panic!("a reader with a fault") }).await, Err(Error::internal_error()));
    }
}
