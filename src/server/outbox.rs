//! What goes to the editor unasked, in one order.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::mpsc;
use tower_lsp::Client;

use super::desk::Desk;
use super::mail::Mail;
use super::progress::Bars;

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
