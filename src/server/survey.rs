//! The drafts of the open folders that are not open themselves: their findings, for an editor that asks for all.
//!
//! Nothing here holds up an open draft: which settings and corpus hold is asked of the analyser, the rest happens on a
//! thread of its own. A draft is checked again only when its bytes, its corpus or its settings are others, and read again
//! only when its stamp is: an editor may have the folders looked through every few seconds.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;
use tower_lsp::lsp_types::{
    Diagnostic, FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Url,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::aside::aside;
use super::bulletin::Bulletin;
use super::convert::diagnostics::{Here, SourcePlaces};
use super::desk::Desk;
use super::drafts;
use super::folders::{Folders, Stamp};
use super::mail::News;
use super::view::Terms;
use crate::check::{Cancel, check};
use crate::corpus::{Corpus, Remote};
use crate::formats;
use crate::settings::Found;

/// So many drafts are checked between two reports.
const BATCH: usize = 16;

/// What an editor knows of each draft: the mark of the check that it was told of.
pub type Known = BTreeMap<Url, String>;

/// What is to be looked at, in order, with what holds for it.
#[derive(Default)]
pub struct Survey {
    drafts: Vec<(Url, Terms)>,
    /// What was known and is no draft of these folders any more.
    gone: Vec<Url>,
    places: SourcePlaces,
    /// The settings that a mark was last made of, and what they yield.
    settings: Option<(Arc<Found>, u64)>,
    memory: Arc<Memory>,
}

/// What one look leaves for the next.
#[derive(Debug, Default)]
pub struct Memory {
    folders: Mutex<Folders>,
    /// What the bytes of each draft were marked with, at which stamp.
    marks: Mutex<BTreeMap<Url, (Stamp, u64)>>,
}

impl Memory {
    /// Lets go of the marks of drafts that are no longer there.
    fn forget_others(&self, found: &[Url]) {
        // They were sorted when they were found.
        self.marks().retain(|uri, _| found.binary_search(uri).is_ok());
    }

    fn marks(&self) -> MutexGuard<'_, BTreeMap<Url, (Stamp, u64)>> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says that nobody waits any more once it is dropped: a request that is taken back is.
#[derive(Debug, Default)]
pub struct Waits(pub Cancel);

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Finds the drafts of some folders; `None` while a corpus is still to be read.
pub async fn of(desk: &Arc<Desk>, roots: Vec<PathBuf>, known: &Known, memory: Arc<Memory>) -> Option<Survey> {
    let remembered = memory.clone();
    let walk = move || {
        let mut folders = remembered.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.drafts(&roots).to_vec()
    };
    let found = aside(walk).await.ok()?;
    memory.forget_others(&found);
    let (open, closed): (Vec<Url>, Vec<Url>) = found.into_iter().partition(|uri| desk.is_open(uri));
    let (answer, terms) = oneshot::channel();
    desk.tell(News::Terms(closed, answer));
    let drafts = terms.await.ok()??;
    let here = |uri: &&Url| !drafts.iter().any(|(draft, _)| draft == *uri) && !open.contains(uri) && !desk.is_open(uri);
    let gone = known.keys().filter(here).cloned().collect();
    Some(Survey { drafts, gone, places: SourcePlaces::default(), settings: None, memory })
}

impl Survey {
    /// Of no draft: what an editor knows of any is taken back.
    pub fn of_none(known: &Known) -> Self {
        Self { gone: known.keys().cloned().collect(), ..Self::default() }
    }

    /// Reports on the next drafts; `None` when there are no more, or nobody waits for them.
    ///
    /// Notes in `known` what the editor is told by it. Takes as long as checking takes.
    pub fn next(
        &mut self,
        desk: &Desk,
        known: &mut Known,
        cancel: &Cancel,
    ) -> Option<Vec<WorkspaceDocumentDiagnosticReport>> {
        if cancel.is_cancelled() || (self.drafts.is_empty() && self.gone.is_empty()) {
            return None;
        }
        let mut reports = Vec::new();
        for uri in self.gone.drain(..) {
            known.remove(&uri);
            reports.push(full(uri, None, Vec::new()));
        }
        let batch: Vec<(Url, Terms)> = self.drafts.drain(..self.drafts.len().min(BATCH)).collect();
        for (uri, terms) in batch {
            if cancel.is_cancelled() {
                return None;
            }
            reports.extend(self.report(desk, uri, &terms, known, cancel));
        }
        (!cancel.is_cancelled()).then_some(reports)
    }

    /// What is told of a draft; nothing of one that is none, cannot be read by now, or was not checked to the end.
    fn report(
        &mut self,
        desk: &Desk,
        uri: Url,
        terms: &Terms,
        known: &mut Known,
        cancel: &Cancel,
    ) -> Option<WorkspaceDocumentDiagnosticReport> {
        let path = uri.to_file_path().ok()?;
        let stamp = Stamp::of(&path);
        let seen = self.seen(&uri, stamp).map(|seen| self.mark(seen, terms));
        if let Some(mark) = seen.filter(|mark| known.get(&uri) == Some(mark)) {
            return Some(unchanged(uri, mark));
        }
        let bytes = std::fs::read(path).ok()?;
        if formats::is_binary(&bytes) || formats::is_report(&bytes) {
            return None;
        }
        let read = hashed(&bytes);
        self.have_seen(&uri, stamp, read);
        let mark = self.mark(read, terms);
        if known.get(&uri) == Some(&mark) {
            return Some(unchanged(uri, mark));
        }
        let remote = terms.corpus.as_ref().and_then(|corpus| corpus.remote());
        if let Some(remote) = remote {
            remote.begin(hashed(uri.as_str().as_bytes()));
        }
        let diagnostics = self.diagnostics(desk, &uri, &bytes, terms, cancel);
        if remote.is_some_and(Remote::is_due) {
            desk.tell(News::Noted);
        }
        if cancel.is_cancelled() {
            return None;
        }
        known.insert(uri.clone(), mark.clone());
        Some(full(uri, Some(mark), diagnostics))
    }

    /// What the bytes of a draft were marked with when it had this stamp.
    fn seen(&self, uri: &Url, stamp: Option<Stamp>) -> Option<u64> {
        let marks = self.memory.marks();
        let (at, bytes) = marks.get(uri)?;
        (Some(*at) == stamp).then_some(*bytes)
    }

    fn have_seen(&self, uri: &Url, stamp: Option<Stamp>, bytes: u64) {
        let mut marks = self.memory.marks();
        match stamp.filter(Stamp::is_settled) {
            Some(stamp) => marks.insert(uri.clone(), (stamp, bytes)),
            None => marks.remove(uri),
        };
    }

    /// What would be another if a check could show something else.
    fn mark(&mut self, bytes: u64, terms: &Terms) -> String {
        let settings = match &self.settings {
            Some((found, settings)) if Arc::ptr_eq(found, &terms.found) => *settings,
            _ => {
                let mut hasher = DefaultHasher::new();
                format!("{:?}", terms.found.settings).hash(&mut hasher);
                self.settings = Some((terms.found.clone(), hasher.finish()));
                hasher.finish()
            }
        };
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let generation = terms.corpus.as_ref().map(|corpus| corpus.about().generation);
        (settings, generation, &terms.so_far).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    fn diagnostics(&mut self, desk: &Desk, uri: &Url, bytes: &[u8], terms: &Terms, cancel: &Cancel) -> Vec<Diagnostic> {
        let Some(name) = drafts::name(uri, "") else { return Vec::new() };
        let corpus = terms.corpus_apart();
        let corpus = corpus.as_ref().map(|corpus| corpus as &dyn Corpus);
        let checked = std::panic::catch_unwind(AssertUnwindSafe(|| {
            let document = formats::read(&name, bytes);
            check(document, corpus, &terms.found.settings, cancel, None)
        }));
        // A draft that the check stumbles over shows nothing; when it is opened, the editor is told.
        let Ok(checked) = checked else { return Vec::new() };
        let here = Here { uri, text: &checked.draft.document.text, skipped: 0, announced: desk.announced() };
        self.places.bulletin(&checked, terms, here, &Bulletin::default()).diagnostics()
    }
}

fn hashed(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn full(uri: Url, result_id: Option<String>, items: Vec<Diagnostic>) -> WorkspaceDocumentDiagnosticReport {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    WorkspaceFullDocumentDiagnosticReport { uri, version: None, full_document_diagnostic_report }.into()
}

fn unchanged(uri: Url, result_id: String) -> WorkspaceDocumentDiagnosticReport {
    let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
    WorkspaceUnchangedDocumentDiagnosticReport { uri, version: None, unchanged_document_diagnostic_report }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_is_no_longer_remembered() {
        let folder = tempfile::tempdir().expect("a folder");
        let memory = Memory::default();
        let mark = |name: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, "Nothing was said.\n").expect("is written");
            let (uri, stamp) = (Url::from_file_path(&path).expect("is a path"), Stamp::of(&path).expect("is there"));
            memory.marks().insert(uri.clone(), (stamp, 7));
            uri
        };
        let (stays, goes) = (mark("a.md"), mark("b.md"));
        memory.forget_others(std::slice::from_ref(&stays));
        assert!(memory.marks().contains_key(&stays) && !memory.marks().contains_key(&goes));
    }
}
