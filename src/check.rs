//! The whole pipeline, from a document to findings.

mod galley;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use self::galley::{CHECKS, Galley};

use crate::corpus::Corpus;
use crate::formats::Document;
use crate::rules::{self, Finding};
use crate::settings::Settings;
use crate::speakers::{self, Background, Reading};
use crate::verify::{self, Kept, Verdict};

/// A draft that was checked.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What reading the draft yielded.
    pub draft: Reading,
    /// One for each quotation of the draft that is not nested, in order.
    pub verdicts: Vec<Verdict>,
    /// In order of place, then code.
    pub findings: Vec<Finding>,
    /// What was found of earlier versions of the draft.
    pub kept: Arc<Kept>,
}

/// Tells a running check that its result is no longer wanted. Clones share one flag.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// From now on, the check stops at the next quotation.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was called off.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Reads a draft, holds its quotations against the corpus and reports what is wrong.
///
/// `previous` is what an earlier version of the same draft yielded; verdicts of quotations that did not
/// change are taken over from it, so it must come from the same corpus and settings. A check that was
/// cancelled returns what it has, which the caller drops.
pub fn check(
    document: Document,
    corpus: Option<&dyn Corpus>,
    settings: &Settings,
    cancel: &Cancel,
    previous: Option<&Checked>,
) -> Checked {
    let read = |background: &Background<'_>| speakers::read_knowing(in_language(document, settings), background);
    check_read(read, corpus, settings, cancel, previous)
}

fn in_language(mut document: Document, settings: &Settings) -> Document {
    document.meta.lang = settings.language.clone().or(document.meta.lang);
    document
}

fn check_read(
    read: impl FnOnce(&Background<'_>) -> Reading,
    corpus: Option<&dyn Corpus>,
    settings: &Settings,
    cancel: &Cancel,
    previous: Option<&Checked>,
) -> Checked {
    let newsroom = speakers::newsroom(&settings.people);
    let known = corpus.map(Corpus::directory).unwrap_or_default();
    let background = Background { directories: &[&newsroom, &known], today: settings.today };
    let draft = read(&background);
    let earlier = previous.map(|checked| (&checked.draft, checked.verdicts.as_slice()));
    let kept = previous.map(|checked| Arc::clone(&checked.kept)).unwrap_or_default();
    let verdicts = verify::verify(&draft, corpus, settings, earlier, &kept, &|| cancel.is_cancelled());
    let findings = rules::run(&draft, &verdicts, &background, settings);
    Checked { draft, verdicts, findings, kept }
}
