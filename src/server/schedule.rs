//! The analyser: one thread that checks what is due, the newest text first.
//!
//! A check takes milliseconds, so there is no waiting for the typist to pause: a text that moves on
//! while it is being checked calls the check off, and the next one has the newest text. What is sent
//! is sent in order and carries the version it belongs to.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use tower_lsp::lsp_types::MessageType;

use super::buffers;
use super::bulletin::Bulletin;
use super::convert::diagnostics::{Here, SourcePlaces};
use super::desk::{Desk, Job, Snapshot};
use super::drafts;
use super::mail::Mail;
use super::open::Since;
use super::view::{Proof, Terms};
use super::workspace::Workspace;
use crate::check::{Checked, Galley};
use crate::corpus::Corpus;
use crate::formats;
use crate::text::Span;

/// So many drafts are kept as they were read, for the next key.
const GALLEYS: usize = 4;

/// Drafts as they were read last, under which name and on which terms; the last one read comes last.
#[derive(Default)]
struct Galleys(Vec<(String, Terms, Galley)>);

impl Galleys {
    /// Takes out what was kept of a draft, or what is kept of a new one.
    fn take(&mut self, name: &str, terms: &Terms) -> Galley {
        let at = self.0.iter().position(|(kept, ..)| kept == name);
        let kept = at.map(|at| self.0.remove(at)).filter(|(_, on, _)| on.same(terms));
        kept.map(|(.., galley)| galley).unwrap_or_default()
    }

    /// Whether all that was told of a draft is told of its next state, and which paragraph is another.
    fn stands(&mut self, kept: &str, name: &str, text: &Arc<str>, terms: &Terms, proof: &Proof) -> Option<Span> {
        let settings = &terms.found.settings;
        let (.., galley) = self.0.iter_mut().find(|(known, on, _)| known == kept && on.same(terms))?;
        let stands = std::panic::catch_unwind(AssertUnwindSafe(|| galley.stands(name, text, settings, &proof.checked)));
        // What an edit has stumbled over may have been left halfway.
        stands.unwrap_or_else(|_| {
            *galley = Galley::default();
            None
        })
    }

    fn keep(&mut self, name: String, terms: &Terms, galley: Galley) {
        if self.0.len() >= GALLEYS {
            self.0.remove(0);
        }
        self.0.push((name, terms.clone(), galley));
    }
}

/// Works until the desk is closed.
pub fn run(desk: &Arc<Desk>) {
    let mut workspace = Workspace::new(desk.clone());
    let (mut places, mut galleys) = (SourcePlaces::default(), Galleys::default());
    while let Some(job) = desk.next() {
        match job {
            Job::News(news) => {
                if workspace.take(news) {
                    // What was read on other terms is of no use, and would keep a corpus from being let go.
                    galleys = Galleys::default();
                    desk.check_all_again();
                }
            }
            Job::Draft(snapshot) => draft(desk, &mut workspace, &mut places, &mut galleys, &snapshot),
        }
    }
}

fn draft(
    desk: &Desk,
    workspace: &mut Workspace,
    places: &mut SourcePlaces,
    galleys: &mut Galleys,
    snapshot: &Snapshot,
) {
    let Some(name) = drafts::name(&snapshot.uri, &snapshot.language) else {
        return desk.pass_over(&snapshot.uri);
    };
    if !workspace.configurations.is_checked(&snapshot.uri) {
        workspace.configurations.note_why_not(&snapshot.uri);
        return desk.pass_over(&snapshot.uri);
    }
    // A page that was made of a draft is none.
    if snapshot.text.bytes().take(formats::REPORT_MARK.len()).eq(formats::REPORT_MARK.bytes()) {
        return desk.pass_over(&snapshot.uri);
    }
    // When the corpus has been read, everything open is due again.
    let Some(terms) = workspace.terms(&snapshot.uri) else { return };
    let text = String::from(&snapshot.text);
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    let draft: Arc<str> = text[skipped..].into();
    let here = Here { uri: &snapshot.uri, text: &text, skipped, announced: desk.announced() };
    let kept = format!("{} {name}", snapshot.uri);
    let same_terms = |since: &&Since| terms.same(&since.proof.terms);
    for since in snapshot.checks.iter().filter(same_terms).filter(|since| since.proof.skipped == skipped) {
        if !snapshot.whole
            && let Some(paragraph) = galleys.stands(&kept, &name, &draft, &terms, &since.proof)
            && let Some(bulletin) = still(places, since, snapshot, paragraph, here)
        {
            return desk.keep_still(snapshot, &since.proof, bulletin);
        }
    }
    let previous = snapshot.checks.first().filter(same_terms);
    workspace.archives.begin(&snapshot.uri);
    // What a check has stumbled over is not put back: it may have been left halfway.
    let mut galley = galleys.take(&kept, &terms);
    let checked = checked(&mut galley, &name, &draft, &terms, snapshot, previous.map(|since| &since.proof.checked));
    if checked.is_some() {
        galleys.keep(kept, &terms, galley);
    } else {
        let message = format!("internal error while checking {}; no findings are shown", snapshot.uri);
        desk.send(Mail::Show(MessageType::ERROR, message));
    }
    let checked = checked.unwrap_or_default();
    workspace.archives.ask();
    if snapshot.cancel.is_cancelled() {
        return;
    }
    let (serial, number) = (snapshot.serial, snapshot.number);
    let before = previous.map(|since| since.told.clone()).unwrap_or_default();
    let bulletin = Arc::new(places.bulletin(&checked, &terms, here, &before));
    let proof = Proof { serial, skipped, checked, terms, bulletin, number };
    desk.keep(&snapshot.uri, snapshot.version, Arc::new(proof));
}

/// What is told of a draft of which nothing but places has changed in one paragraph.
fn still(
    places: &mut SourcePlaces,
    since: &Since,
    snapshot: &Snapshot,
    paragraph: Span,
    here: Here<'_>,
) -> Option<Arc<Bulletin>> {
    let text = &snapshot.text;
    let (skipped, unit) = (here.skipped, here.announced.unit);
    let by = |span: Span| Span { start: span.start + skipped, end: span.end + skipped };
    let range = |span: Span| Some(buffers::range(text, since.drift.forth(by(span))?, unit));
    let lines = buffers::range(text, by(paragraph), unit);
    places.moved(&since.proof, &since.told, &(lines.start.line..=lines.end.line), range, here)
}

/// What checking shows; of a draft that the check stumbles over, nothing.
fn checked(
    galley: &mut Galley,
    name: &str,
    text: &Arc<str>,
    terms: &Terms,
    snapshot: &Snapshot,
    previous: Option<&Checked>,
) -> Option<Checked> {
    let (corpus, settings) = (terms.corpus_apart(), &terms.found.settings);
    let corpus = corpus.as_ref().map(|corpus| corpus as &dyn Corpus);
    let check = || galley.check(name, text, corpus, settings, &snapshot.cancel, previous);
    std::panic::catch_unwind(AssertUnwindSafe(check)).ok()
}
