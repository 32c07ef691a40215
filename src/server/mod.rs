//! The language server: the only async code, and the only place that knows the protocol's types.
//!
//! Messages come in through [`framing`] and [`ingress`], in order; [`backend`] writes them down on the
//! [`desk`] and returns; the analyser of [`schedule`] takes the newest text from there, checks it and
//! puts what it finds into the [`outbox`]. Requests are answered from the last result. No handler
//! computes, and none waits for the editor.
#![allow(clippy::disallowed_methods, reason = "the server has settings and sources read, and minds the time")]

mod addresses;
mod announced;
mod archives;
mod aside;
mod backend;
mod buffers;
mod bulletin;
mod capabilities;
mod choice;
mod commands;
mod complaints;
mod configurations;
mod contents;
mod convert;
mod desk;
mod dialect;
mod drafts;
mod drift;
mod folders;
mod framing;
mod ingress;
mod lifeline;
mod mail;
mod open;
mod opening;
mod outbox;
mod pages;
mod progress;
mod records;
mod reports;
mod schedule;
mod shelf;
mod survey;
mod view;
mod watch;
mod wire;
mod workspace;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tower_lsp::{LspService, Server};

use backend::Backend;
use desk::Desk;
use framing::{Ending, Frames};
use ingress::Ingress;
use wire::Wire;

/// How long answers under way may take once nothing more is read.
const GRACE: Duration = Duration::from_millis(500);

/// How many requests may wait for a result at once.
const WAITING: usize = 64;

/// Serves one editor over standard input and output until it says `exit` or is gone; returns the exit status.
pub fn run() -> u8 {
    // One thread reads what comes, and one sends: a second one would be woken for nothing, to look what it could take.
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build() else {
        return 2;
    };
    pages::write();
    let status = runtime.block_on(serve());
    // The threads that wait for standard input never end by themselves.
    runtime.shutdown_background();
    status
}

async fn serve() -> u8 {
    let ending = Arc::new(Ending::default());
    let Ok(input) = Frames::of(std::io::stdin(), ending.clone()) else { return 2 };
    let Ok(wire) = wire::output().and_then(Wire::to) else { return 2 };
    let ours = wire.clone();
    let (sender, mail) = mpsc::unbounded_channel();
    let desk = Arc::new(Desk::new(sender));
    let (editor, lifeline) = oneshot::channel();

    let analyser = desk.clone();
    if std::thread::Builder::new().name("analyser".to_owned()).spawn(move || schedule::run(&analyser)).is_err() {
        return 2;
    }
    let build = LspService::build(|client| {
        tokio::spawn(outbox::deliver(mail, client, ours, desk.clone()));
        Backend::new(desk.clone(), editor)
    });
    // Methods that the library does not know.
    let build = build.custom_method("window/workDoneProgress/cancel", Backend::enough);
    let (service, socket) = build.custom_method("workspace/textDocumentContent", Backend::content).finish();
    let server = Server::new(input, wire.stream(), socket).concurrency_level(WAITING);

    tokio::select! {
        () = server.serve(Ingress(service)) => {}
        () = async { ending.closed.notified().await; tokio::time::sleep(GRACE).await } => {}
        () = editor_gone(lifeline) => {}
    }
    desk.finish();
    wire.finish().await;
    ending.status()
}

/// Returns once the process that the editor named is gone; never, if it names none.
async fn editor_gone(named: oneshot::Receiver<u32>) {
    match named.await {
        Ok(id) => lifeline::gone(id).await,
        Err(_) => std::future::pending().await,
    }
}
