//! What goes to the editor unasked, in one order.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::mpsc;
use tower_lsp::Client;
use tower_lsp::lsp_types::{Diagnostic, MessageType, Registration, Url};

use super::desk::Desk;
use super::progress::Bars;

/// One thing to send.
#[derive(Debug)]
pub enum Mail {
    /// The diagnostics of a draft, unless its text has moved on since.
    Draft {
        /// Which.
        uri: Url,
        /// The version they are of.
        version: i32,
        /// The text they are of.
        serial: u64,
        /// They.
        diagnostics: Vec<Diagnostic>,
    },
    /// The diagnostics of a file that is no draft, or none any more.
    File {
        /// Which.
        uri: Url,
        /// They.
        diagnostics: Vec<Diagnostic>,
    },
    /// A message to show once in a session.
    Show(MessageType, String),
    /// A line for the log.
    Log(MessageType, String),
    /// Something takes a while.
    Begin(String),
    /// It is done, and this came of it.
    End(String, String),
    /// Something to be told of from now on.
    Register(Vec<Registration>),
}

/// Sends what comes, in order, until nobody can write any more.
pub async fn deliver(mut mail: mpsc::UnboundedReceiver<Mail>, client: Client, desk: Arc<Desk>) {
    let mut shown = HashSet::new();
    let mut bars = Bars::default();
    while let Some(mail) = mail.recv().await {
        match mail {
            Mail::Draft { uri, version, serial, diagnostics } => {
                if desk.is_at(&uri, serial) {
                    let version = desk.announced().version.then_some(version);
                    client.publish_diagnostics(uri, diagnostics, version).await;
                }
            }
            Mail::File { uri, diagnostics } => client.publish_diagnostics(uri, diagnostics, None).await,
            Mail::Show(kind, text) => {
                if shown.insert(text.clone()) {
                    client.show_message(kind, text).await;
                }
            }
            Mail::Log(kind, text) => client.log_message(kind, text).await,
            Mail::Begin(title) => {
                if desk.announced().progress {
                    bars.begin(client.clone(), title);
                }
            }
            Mail::End(title, message) => bars.end(&title, message),
            Mail::Register(what) => {
                // The answer may take as long as it likes; nothing here waits for it.
                let client = client.clone();
                tokio::spawn(async move { client.register_capability(what).await });
            }
        }
    }
}
