//! The analyser: one thread that checks what is due, the newest text first.
//!
//! A check takes milliseconds, so there is no waiting for the typist to pause: a text that moves on
//! while it is being checked calls the check off, and the next one has the newest text. What is sent
//! is sent in order and carries the version it belongs to.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use tower_lsp::lsp_types::MessageType;

use super::convert::diagnostics::SourcePlaces;
use super::desk::{Desk, Job, Snapshot};
use super::drafts;
use super::mail::Mail;
use super::view::{Proof, Terms};
use super::workspace::Workspace;
use crate::check::{self, Checked};
use crate::formats;

/// Works until the desk is closed.
pub fn run(desk: &Arc<Desk>) {
    let mut workspace = Workspace::new(desk.clone());
    let mut places = SourcePlaces::default();
    while let Some(job) = desk.next() {
        match job {
            Job::News(news) => {
                if workspace.take(news) {
                    desk.check_all_again();
                }
            }
            Job::Draft(snapshot) => draft(desk, &mut workspace, &mut places, &snapshot),
        }
    }
}

fn draft(desk: &Desk, workspace: &mut Workspace, places: &mut SourcePlaces, snapshot: &Snapshot) {
    let Some(name) = drafts::name(&snapshot.uri, &snapshot.language) else {
        return desk.pass_over(&snapshot.uri);
    };
    if !workspace.is_draft(&snapshot.uri) {
        return desk.pass_over(&snapshot.uri);
    }
    // When the corpus has been read, everything open is due again.
    let Some(terms) = workspace.terms(&snapshot.uri) else { return };
    let text = String::from(&snapshot.text);
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    workspace.archives.begin(&snapshot.uri);
    let checked = checked(desk, &name, &text[skipped..], &terms, snapshot);
    workspace.archives.ask();
    if snapshot.cancel.is_cancelled() {
        return;
    }
    let (serial, number) = (snapshot.serial, snapshot.number);
    let mut proof = Proof { serial, skipped, checked, terms, diagnostics: Vec::new(), number };
    proof.diagnostics = places.diagnostics(&proof, &snapshot.uri, &snapshot.text, desk.announced());
    desk.keep(&snapshot.uri, snapshot.version, Arc::new(proof));
}

/// What checking shows; of a draft that the check stumbles over, nothing, and the editor is told.
fn checked(desk: &Desk, name: &str, text: &str, terms: &Terms, snapshot: &Snapshot) -> Checked {
    let same = |proof: &&Arc<Proof>| {
        terms.same_corpus(proof.terms.corpus.as_ref()) && Arc::ptr_eq(&proof.terms.found, &terms.found)
    };
    let previous = snapshot.previous.as_ref().filter(same).map(|proof| &proof.checked);
    let check = || {
        let document = formats::read_text(name, text);
        check::check(document, terms.corpus.as_deref(), &terms.found.settings, &snapshot.cancel, previous)
    };
    std::panic::catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|_| {
        let message = format!("onrecord stumbled over {} and shows nothing for it", snapshot.uri);
        desk.send(Mail::Show(MessageType::ERROR, message));
        Checked::default()
    })
}
