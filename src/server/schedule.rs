//! The analyser: one thread that checks what is due, the newest text first.
//!
//! A check takes milliseconds, so there is no waiting for the typist to pause: a text that moves on
//! while it is being checked calls the check off, and the next one has the newest text. What is sent
//! is sent in order and carries the version it belongs to.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use tower_lsp::lsp_types::MessageType;

use super::announced::Announced;
use super::buffers;
use super::bulletin::Bulletin;
use super::convert::diagnostics::{Here, SourcePlaces};
use super::desk::{Desk, Job, Snapshot};
use super::drafts;
use super::mail::{Mail, News};
use super::open::Since;
use super::view::{Proof, Terms};
use super::workspace::Workspace;
use crate::check::{Checked, Galley};
use crate::corpus::Corpus;
use crate::formats;
use crate::text::{Span, Text};

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
    fn stands(&mut self, kept: &str, name: &str, text: &Text, terms: &Terms, proof: &Proof) -> Option<Span> {
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
    let workspace = Workspace::new(desk.clone());
    let mut analyser = Analyser { desk, workspace, places: SourcePlaces::default(), galleys: Galleys::default() };
    while let Some(job) = desk.next() {
        match job {
            Job::News(news) => analyser.take(news),
            Job::Draft(snapshot) => analyser.draft(&snapshot),
        }
    }
}

/// What works on one job after another, and keeps from each what saves work at the next.
struct Analyser<'d> {
    desk: &'d Desk,
    workspace: Workspace,
    places: SourcePlaces,
    galleys: Galleys,
}

/// A draft as it is to be checked.
struct Sheet<'s> {
    snapshot: &'s Snapshot,
    /// What tells its format.
    name: String,
    /// Under which it is kept as it was read.
    kept: String,
    terms: Terms,
    /// As the editor has it.
    whole: Text,
    /// Bytes of that in front of what is checked.
    skipped: usize,
    text: Text,
}

impl Analyser<'_> {
    fn take(&mut self, news: News) {
        if self.workspace.take(news) {
            // What was read on other terms is of no use, and would keep a corpus from being let go.
            self.galleys = Galleys::default();
            self.desk.check_all_again();
        }
    }

    fn draft(&mut self, snapshot: &Snapshot) {
        let Some(name) = drafts::name(&snapshot.uri, &snapshot.language).filter(|_| self.is_checked(snapshot)) else {
            return self.desk.pass_over(&snapshot.uri);
        };
        // When the corpus has been read, everything open is due again.
        let Some(terms) = self.workspace.terms(&snapshot.uri) else { return };
        let kept = format!("{} {name}", snapshot.uri);
        let whole = Text::from(String::from(&snapshot.text));
        let skipped = whole.len() - whole.trim_start_matches('\u{feff}').len();
        let text = if skipped == 0 { whole.clone() } else { Text::from(&whole[skipped..]) };
        let sheet = Sheet { snapshot, name, kept, terms, whole, skipped, text };
        if !self.stands(&sheet) {
            self.check(&sheet);
        }
    }

    /// Whether a text is checked at all: a draft is, and no page that was made of one.
    fn is_checked(&mut self, snapshot: &Snapshot) -> bool {
        let configurations = &mut self.workspace.configurations;
        if !configurations.is_checked(&snapshot.uri) {
            configurations.note_why_not(&snapshot.uri);
            return false;
        }
        !snapshot.text.bytes().take(formats::REPORT_MARK.len()).eq(formats::REPORT_MARK.bytes())
    }

    /// Tells what was told before, where nothing but places has changed in one paragraph; false where more has.
    fn stands(&mut self, sheet: &Sheet<'_>) -> bool {
        let Sheet { snapshot, terms, .. } = sheet;
        for since in sheet.earlier().filter(|since| since.proof.skipped == sheet.skipped) {
            if !snapshot.whole
                && let Some(paragraph) = self.galleys.stands(&sheet.kept, &sheet.name, &sheet.text, terms, &since.proof)
                && let Some(bulletin) = self.moved(sheet, since, paragraph)
            {
                self.desk.keep_still(snapshot, &since.proof, bulletin);
                return true;
            }
        }
        false
    }

    /// What was told before, at the places where it is now.
    fn moved(&mut self, sheet: &Sheet<'_>, since: &Since, paragraph: Span) -> Option<Arc<Bulletin>> {
        let (text, skipped, unit) = (&sheet.snapshot.text, sheet.skipped, self.desk.announced().unit);
        let by = |span: Span| Span { start: span.start + skipped, end: span.end + skipped };
        let range = |span: Span| Some(buffers::range(text, since.drift.forth(by(span))?, unit));
        let lines = buffers::range(text, by(paragraph), unit);
        let here = sheet.here(self.desk.announced());
        self.places.moved(&since.proof, &since.told, &(lines.start.line..=lines.end.line), range, here)
    }

    /// Checks a draft, and tells what was found unless the text has moved on meanwhile.
    fn check(&mut self, sheet: &Sheet<'_>) {
        let Sheet { snapshot, terms, skipped, .. } = sheet;
        let previous = sheet.snapshot.checks.first().filter(|since| sheet.is_on_same_terms(since));
        self.workspace.archives.begin(&snapshot.uri);
        // What a check has stumbled over is not put back: it may have been left halfway.
        let mut galley = self.galleys.take(&sheet.kept, terms);
        let checked = sheet.checked(&mut galley, previous.map(|since| &since.proof.checked));
        if checked.is_some() {
            self.galleys.keep(sheet.kept.clone(), terms, galley);
        } else {
            let message = format!("internal error while checking {}; no findings are shown", snapshot.uri);
            self.desk.send(Mail::Show(MessageType::ERROR, message));
        }
        let checked = checked.unwrap_or_default();
        self.workspace.archives.ask();
        if snapshot.cancel.is_cancelled() {
            return;
        }
        let before = previous.map(|since| since.told.clone()).unwrap_or_default();
        let here = sheet.here(self.desk.announced());
        let bulletin = Arc::new(self.places.bulletin(&checked, terms, here, &before));
        let (serial, number, skipped, terms) = (snapshot.serial, snapshot.number, *skipped, terms.clone());
        let proof = Proof { serial, skipped, checked, terms, bulletin, number };
        self.desk.keep(&snapshot.uri, snapshot.version, Arc::new(proof));
    }
}

impl<'s> Sheet<'s> {
    fn here(&'s self, announced: &'s Announced) -> Here<'s> {
        Here { uri: &self.snapshot.uri, text: &self.whole, skipped: self.skipped, announced }
    }

    /// Earlier checks that still tell something.
    fn earlier(&self) -> impl Iterator<Item = &'s Since> {
        self.snapshot.checks.iter().filter(|since| self.is_on_same_terms(since))
    }

    fn is_on_same_terms(&self, since: &Since) -> bool {
        self.terms.same(&since.proof.terms)
    }

    /// What checking shows; nothing, where the check stumbles over the draft.
    fn checked(&self, galley: &mut Galley, previous: Option<&Checked>) -> Option<Checked> {
        let (corpus, settings) = (self.terms.corpus_apart(), &self.terms.found.settings);
        let corpus = corpus.as_ref().map(|corpus| corpus as &dyn Corpus);
        let check = || galley.check(&self.name, &self.text, corpus, settings, &self.snapshot.cancel, previous);
        std::panic::catch_unwind(AssertUnwindSafe(check)).ok()
    }
}
