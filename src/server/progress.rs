//! Progress bars of the editor, each from a beginning to an end.

use std::collections::HashMap;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::Client;
use tower_lsp::lsp_types::notification::Progress;
use tower_lsp::lsp_types::request::WorkDoneProgressCreate;
use tower_lsp::lsp_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkDoneProgressReport,
};

/// What happens to a bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// So far it is: what there is to say, and how many of a hundred.
    On(String, Option<u32>),
    /// It is done, and this came of it.
    End(String),
}

/// The bars that are shown, by the number that tells them apart.
#[derive(Debug, Default)]
pub struct Bars {
    shown: HashMap<u64, UnboundedSender<Step>>,
}

impl Bars {
    /// Shows a bar. The editor is asked for it first, and may take its time to answer: nothing waits for that.
    pub fn begin(&mut self, client: Client, number: u64, title: String) {
        let (sender, steps) = unbounded_channel();
        self.shown.insert(number, sender);
        tokio::spawn(show(client, NumberOrString::String(token(number)), title, steps));
    }

    /// Moves a bar, or ends it. An editor that refused it needs no more of it.
    pub fn step(&mut self, number: u64, step: Step) {
        let ends = matches!(step, Step::End(_));
        if let Some(shown) = self.shown.get(&number) {
            let _ = shown.send(step);
        }
        if ends {
            self.shown.remove(&number);
        }
    }
}

/// What a bar goes by in the protocol.
fn token(number: u64) -> String {
    format!("onrecord/{number}")
}

/// The bar that an editor means.
pub fn number(token: &NumberOrString) -> Option<u64> {
    match token {
        NumberOrString::String(token) => token.strip_prefix("onrecord/")?.parse().ok(),
        NumberOrString::Number(_) => None,
    }
}

async fn show(client: Client, token: NumberOrString, title: String, mut steps: UnboundedReceiver<Step>) {
    let create = WorkDoneProgressCreateParams { token: token.clone() };
    if client.send_request::<WorkDoneProgressCreate>(create).await.is_err() {
        return;
    }
    let send = |value| {
        let value = ProgressParamsValue::WorkDone(value);
        client.send_notification::<Progress>(ProgressParams { token: token.clone(), value })
    };
    let begin = WorkDoneProgressBegin { title, cancellable: Some(true), percentage: Some(0), message: None };
    send(WorkDoneProgress::Begin(begin)).await;
    while let Some(step) = steps.recv().await {
        match step {
            Step::On(message, percentage) => {
                let report = WorkDoneProgressReport { cancellable: Some(true), message: Some(message), percentage };
                send(WorkDoneProgress::Report(report)).await;
            }
            Step::End(message) => {
                send(WorkDoneProgress::End(WorkDoneProgressEnd { message: Some(message) })).await;
                return;
            }
        }
    }
}
