//! The least a language server can do on the same library: keep the text, answer each change with one diagnostic.
//!
//! `benches/lsp` runs it beside `onrecord lsp`, so that the ratio of the two is taken in one run on one machine.

use std::collections::HashMap;
use std::sync::Mutex;

use ropey::Rope;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    Diagnostic, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, Hover,
    HoverContents, HoverParams, HoverProviderCapability, InitializeParams, InitializeResult, MarkedString, Position,
    Range, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, Url,
};
use tower_lsp::{Client, LanguageServer, LspService, Server, async_trait};

struct Bare {
    client: Client,
    texts: Mutex<HashMap<Url, Rope>>,
}

impl Bare {
    /// One change of one text, and the text after it.
    fn with<T>(&self, uri: &Url, change: impl FnOnce(&mut Rope) -> T) -> Option<T> {
        self.texts.lock().ok()?.get_mut(uri).map(change)
    }

    async fn publish(&self, uri: Url, version: i32) {
        let range = Range::new(Position::new(0, 0), Position::new(0, 1));
        let diagnostic = Diagnostic { range, message: "as it is".to_owned(), ..Diagnostic::default() };
        self.client.publish_diagnostics(uri, vec![diagnostic], Some(version)).await;
    }
}

fn place(text: &Rope, at: Position) -> usize {
    let line = (at.line as usize).min(text.len_lines().saturating_sub(1));
    let start = text.char_to_utf16_cu(text.line_to_char(line));
    text.utf16_cu_to_char((start + at.character as usize).min(text.len_utf16_cu()))
}

#[async_trait]
impl LanguageServer for Bare {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        let capabilities = ServerCapabilities {
            text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::INCREMENTAL)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            ..ServerCapabilities::default()
        };
        Ok(InitializeResult { capabilities, server_info: None })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        if let Ok(mut texts) = self.texts.lock() {
            texts.insert(document.uri.clone(), Rope::from_str(&document.text));
        }
        self.publish(document.uri, document.version).await;
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        self.with(&document.uri, |text| {
            for change in params.content_changes {
                let Some(range) = change.range else {
                    *text = Rope::from_str(&change.text);
                    continue;
                };
                let (start, end) = (place(text, range.start), place(text, range.end));
                text.remove(start..end.max(start));
                text.insert(start, &change.text);
            }
        });
        self.publish(document.uri, document.version).await;
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        if let Ok(mut texts) = self.texts.lock() {
            texts.remove(&params.text_document.uri);
        }
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        let line = self.with(&at.text_document.uri, |text| text.get_line(at.position.line as usize).map(String::from));
        let contents = HoverContents::Scalar(MarkedString::String(line.flatten().unwrap_or_default()));
        Ok(Some(Hover { contents, range: None }))
    }
}

fn main() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let (service, socket) = LspService::new(|client| Bare { client, texts: Mutex::default() });
        Server::new(tokio::io::stdin(), tokio::io::stdout(), socket).serve(service).await;
    });
    Ok(())
}
