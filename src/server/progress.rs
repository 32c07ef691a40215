//! A progress bar of the editor, from a beginning to an end.

use std::collections::HashMap;

use tokio::sync::oneshot;
use tower_lsp::Client;
use tower_lsp::lsp_types::notification::Progress;
use tower_lsp::lsp_types::request::WorkDoneProgressCreate;
use tower_lsp::lsp_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd,
};

/// The bars that are shown, each with whom to tell of its end.
#[derive(Debug, Default)]
pub struct Bars {
    shown: HashMap<String, oneshot::Sender<String>>,
    made: u64,
}

impl Bars {
    /// Shows a bar. The editor is asked for it first, and may take its time to answer: nothing waits for that.
    pub fn begin(&mut self, client: Client, title: String) {
        self.made += 1;
        let token = NumberOrString::String(format!("onrecord/{}", self.made));
        let (sender, end) = oneshot::channel();
        self.shown.insert(title.clone(), sender);
        tokio::spawn(async move {
            let create = WorkDoneProgressCreateParams { token: token.clone() };
            if client.send_request::<WorkDoneProgressCreate>(create).await.is_err() {
                return;
            }
            let send = |value| {
                let value = ProgressParamsValue::WorkDone(value);
                client.send_notification::<Progress>(ProgressParams { token: token.clone(), value })
            };
            send(WorkDoneProgress::Begin(WorkDoneProgressBegin { title, ..WorkDoneProgressBegin::default() })).await;
            let message = end.await.ok();
            send(WorkDoneProgress::End(WorkDoneProgressEnd { message })).await;
        });
    }

    /// Ends a bar.
    pub fn end(&mut self, title: &str, message: String) {
        if let Some(shown) = self.shown.remove(title) {
            // An editor that refused the bar needs no end of it.
            let _ = shown.send(message);
        }
    }
}
