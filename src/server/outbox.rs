//! What goes to the editor unasked, in one order.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

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

/// So long is waited for what an editor has set, before drafts are checked without.
const PATIENCE: Duration = Duration::from_secs(1);

/// Sends what comes, in order, until nobody can write any more.
pub async fn deliver(mut mail: mpsc::UnboundedReceiver<Mail>, client: Client, wire: Wire, desk: Arc<Desk>) {
    let (shown, served, bars) = (HashSet::new(), HashSet::new(), Bars::default());
    let mut outbox = Outbox { client, wire, desk, shown, served, bars };
    while let Some(mail) = mail.recv().await {
        outbox.send(mail).await;
    }
}

struct Outbox {
    client: Client,
    wire: Wire,
    desk: Arc<Desk>,
    /// Messages that are shown once.
    shown: HashSet<String>,
    /// Sources whose contents the editor has.
    served: HashSet<Url>,
    bars: Bars,
}

impl Outbox {
    async fn send(&mut self, mail: Mail) {
        match mail {
            Mail::Draft { uri, version, serial, bulletin } if self.desk.is_at(&uri, serial) => {
                self.publish(uri, self.desk.announced().version.then_some(version), bulletin).await;
            }
            Mail::File { uri, diagnostics } => {
                let diagnostics = serde_json::to_string(&diagnostics).unwrap_or_else(|_| "[]".to_owned());
                self.publish(uri, None, Arc::new(diagnostics)).await;
            }
            Mail::Show(kind, text) if self.shown.insert(text.clone()) => self.client.show_message(kind, text).await,
            Mail::Tell(kind, text) => self.client.show_message(kind, text).await,
            Mail::Log(kind, text) => self.client.log_message(kind, text).await,
            Mail::Begin(number, title) if self.desk.announced().progress => {
                self.bars.begin(self.client.clone(), number, title);
            }
            // What the text has left behind, what was shown already, and a bar that nobody can see.
            Mail::Draft { .. } | Mail::Show(..) | Mail::Begin(..) => {}
            Mail::Step(number, step) => self.bars.step(number, step),
            Mail::Register(what) => self.aside(|client| async move { client.register_capability(what).await }),
            Mail::Unregister(what) => self.aside(|client| async move { client.unregister_capability(what).await }),
            Mail::AskSettings(folders) => {
                let desk = self.desk.clone();
                self.aside(|client| async move { ask_settings(&client, &desk, folders).await });
            }
            Mail::Open(location) => self.show(location.uri, Some(location.range)),
            Mail::Browse(page) => self.show(page, None),
            Mail::Served(uri) => {
                self.served.insert(uri);
            }
            Mail::Reread => {
                for uri in &self.served {
                    let params = serde_json::json!({ "uri": uri });
                    self.aside(|client| async move { client.send_request::<Reread>(params).await });
                }
            }
            Mail::Part(token, items) => {
                let part = serde_json::json!({"token": token, "value": {"items": items}});
                self.client.send_notification::<Part>(part).await;
            }
            Mail::RefreshBeside => {
                let asks = self.desk.announced().asks_again;
                self.aside(|client| async move { refresh_beside(&client, asks).await });
            }
            Mail::Refresh => self.aside(|client| async move { client.workspace_diagnostic_refresh().await }),
        }
    }

    /// Asks the editor something. The answer may take as long as it likes; nothing here waits for it.
    fn aside<F>(&self, ask: impl FnOnce(Client) -> F)
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let asked = ask(self.client.clone());
        tokio::spawn(async move {
            asked.await;
        });
    }

    /// Has an editor show a place of a text, or a page in a browser.
    fn show(&self, uri: Url, selection: Option<Range>) {
        let external = selection.is_none().then_some(true);
        let params = ShowDocumentParams { uri, external, take_focus: Some(true), selection };
        self.aside(|client| async move { client.show_document(params).await });
    }

    /// Publishes diagnostics that are written already.
    async fn publish(&self, uri: Url, version: Option<i32>, diagnostics: Arc<impl Written>) {
        let uri = serde_json::Value::from(uri.as_str());
        let front = format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{{"uri":{uri},"diagnostics":"#
        );
        let version = version.map(|version| format!(r#","version":{version}"#)).unwrap_or_default();
        self.wire.send(front, diagnostics, version + "}}").await;
    }
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

/// Asks what is set under `onrecord.`, and passes the answer on, however late it comes.
async fn ask_settings(client: &Client, desk: &Desk, folders: Vec<Option<Url>>) {
    let item = |scope: &Option<Url>| ConfigurationItem { scope_uri: scope.clone(), section: Some(SECTION.to_owned()) };
    let mut answer = pin!(client.configuration(folders.iter().map(item).collect()));
    let answer = if let Ok(answer) = tokio::time::timeout(PATIENCE, &mut answer).await {
        answer
    } else {
        desk.tell(News::Unanswered);
        answer.await
    };
    let Ok(values) = answer else { return desk.tell(News::Unanswered) };
    let path = |folder: Option<Url>| folder.and_then(|folder| folder.to_file_path().ok());
    desk.tell(News::Settings(folders.into_iter().map(path).zip(values).collect()));
}
