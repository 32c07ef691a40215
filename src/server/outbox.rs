//! What goes to the editor unasked, in one order.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::lsp_types::notification::Notification;
use tower_lsp::lsp_types::request::Request;
use tower_lsp::lsp_types::{ConfigurationItem, Range, ShowDocumentParams, Url};

use super::desk::Desk;
use super::mail::{Mail, News};
use super::progress::Bars;
use super::wire::{Wire, Written};

/// Under what name an editor keeps settings for this server.
const SECTION: &str = "onrecord";

/// Sends what comes, in order, until nobody can write any more.
pub async fn deliver(mut mail: mpsc::UnboundedReceiver<Mail>, client: Client, wire: Wire, desk: Arc<Desk>) {
    let mut shown = HashSet::new();
    let mut served = HashSet::new();
    let mut bars = Bars::default();
    while let Some(mail) = mail.recv().await {
        match mail {
            Mail::Draft { uri, version, serial, bulletin } => {
                if desk.is_at(&uri, serial) {
                    publish(&wire, uri, desk.announced().version.then_some(version), bulletin).await;
                }
            }
            Mail::File { uri, diagnostics } => {
                let diagnostics = serde_json::to_string(&diagnostics).unwrap_or_else(|_| "[]".to_owned());
                publish(&wire, uri, None, Arc::new(diagnostics)).await;
            }
            Mail::Show(kind, text) => {
                if shown.insert(text.clone()) {
                    client.show_message(kind, text).await;
                }
            }
            Mail::Tell(kind, text) => client.show_message(kind, text).await,
            Mail::Log(kind, text) => client.log_message(kind, text).await,
            Mail::Begin(number, title) => {
                if desk.announced().progress {
                    bars.begin(client.clone(), number, title);
                }
            }
            Mail::Step(number, step) => bars.step(number, step),
            Mail::Register(what) => {
                // The answer may take as long as it likes; nothing here waits for it.
                let client = client.clone();
                tokio::spawn(async move { client.register_capability(what).await });
            }
            Mail::Unregister(what) => {
                let client = client.clone();
                tokio::spawn(async move { client.unregister_capability(what).await });
            }
            Mail::AskSettings(folders) => {
                let (client, desk) = (client.clone(), desk.clone());
                tokio::spawn(async move { ask_settings(&client, &desk, folders).await });
            }
            Mail::Open(location) => show(&client, location.uri, Some(location.range)),
            Mail::Browse(page) => show(&client, page, None),
            Mail::Served(uri) => {
                served.insert(uri);
            }
            Mail::Reread => {
                for uri in &served {
                    let (client, params) = (client.clone(), serde_json::json!({ "uri": uri }));
                    tokio::spawn(async move { client.send_request::<Reread>(params).await });
                }
            }
            Mail::Part(token, items) => {
                let part = serde_json::json!({"token": token, "value": {"items": items}});
                client.send_notification::<Part>(part).await;
            }
            Mail::RefreshBeside => {
                let (client, asks) = (client.clone(), desk.announced().asks_again);
                tokio::spawn(async move { refresh_beside(&client, asks).await });
            }
            Mail::Refresh => {
                let client = client.clone();
                tokio::spawn(async move { client.workspace_diagnostic_refresh().await });
            }
        }
    }
}

/// Publishes diagnostics that are written already.
async fn publish(wire: &Wire, uri: Url, version: Option<i32>, diagnostics: Arc<impl Written>) {
    let uri = serde_json::Value::from(uri.as_str());
    let front = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{{"uri":{uri},"diagnostics":"#
    );
    let version = version.map(|version| format!(r#","version":{version}"#)).unwrap_or_default();
    wire.send(front, diagnostics, version + "}}").await;
}

/// `workspace/textDocumentContent/refresh`, which the library does not know.
enum Reread {}

impl Request for Reread {
    type Params = serde_json::Value;
    type Result = ();
    const METHOD: &'static str = "workspace/textDocumentContent/refresh";
}

/// `$/progress` with a part of a result; the library's type knows bars alone.
enum Part {}

impl Notification for Part {
    type Params = serde_json::Value;
    const METHOD: &'static str = "$/progress";
}

/// Has an editor show a place of a text, or a page in a browser.
fn show(client: &Client, uri: Url, selection: Option<Range>) {
    let client = client.clone();
    let external = selection.is_none().then_some(true);
    let params = ShowDocumentParams { uri, external, take_focus: Some(true), selection };
    tokio::spawn(async move { client.show_document(params).await });
}

/// Has an editor ask again for hints, lenses and colours, as far as it can. A refusal changes nothing.
async fn refresh_beside(client: &Client, [hints, lenses, tokens]: [bool; 3]) {
    if hints {
        let _ = client.inlay_hint_refresh().await;
    }
    if lenses {
        let _ = client.code_lens_refresh().await;
    }
    if tokens {
        let _ = client.semantic_tokens_refresh().await;
    }
}

/// Asks what is set under `onrecord.`, and passes the answer on.
async fn ask_settings(client: &Client, desk: &Desk, folders: Vec<Option<Url>>) {
    let item = |scope: &Option<Url>| ConfigurationItem { scope_uri: scope.clone(), section: Some(SECTION.to_owned()) };
    let Ok(values) = client.configuration(folders.iter().map(item).collect()).await else { return };
    let path = |folder: Option<Url>| folder.and_then(|folder| folder.to_file_path().ok());
    desk.tell(News::Settings(folders.into_iter().map(path).zip(values).collect()));
}
