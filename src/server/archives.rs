//! The archives that configurations name, each opened once, and asked when nobody types.
//!
//! A draft is checked at once with what is near; what the archive would have to be asked for is noted down meanwhile. When
//! nothing was noted for a moment, one of two threads asks, and what it yields has the open drafts checked again.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tower_lsp::lsp_types::{MessageType, Url};

use super::desk::Desk;
use super::mail::Mail;
use super::view::same_corpus;
use crate::corpus::archive::{Archive, Manner, joined};
use crate::corpus::{Corpus, Remote};
use crate::rules;
use crate::settings::archive::ArchiveSettings;
use crate::settings::{self, CorpusSettings};

/// So long nothing may have been noted before an archive is asked.
const IDLE: Duration = Duration::from_millis(250);
/// So many threads ask.
const ASKING: usize = 2;

/// The archives of a session; owned by the analyser.
pub struct Archives {
    desk: Arc<Desk>,
    opened: BTreeMap<ArchiveSettings, Arc<Archive>>,
    /// What is near with an archive, by what is near.
    joined: Vec<Together>,
    asking: Option<Sender<Arc<Archive>>>,
}

/// What is near, an archive, and both as one.
struct Together {
    near: Option<Arc<dyn Corpus>>,
    archive: Arc<Archive>,
    both: Arc<dyn Corpus>,
}

impl Archives {
    /// None is open yet.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self { desk, opened: BTreeMap::new(), joined: Vec::new(), asking: None }
    }

    /// What is near, together with the archive that the settings name, if they name one.
    pub fn with(&mut self, near: Option<Arc<dyn Corpus>>, named: &CorpusSettings) -> Option<Arc<dyn Corpus>> {
        let Some(named) = &named.archive else { return near };
        let archive = self.archive(named);
        let same = |known: &&Together| {
            same_corpus(known.near.as_ref(), near.as_ref()) && Arc::ptr_eq(&known.archive, &archive)
        };
        let known = self.joined.iter().find(same);
        if let Some(known) = known {
            return Some(Arc::clone(&known.both));
        }
        // A corpus that was read again takes the place of the one before.
        let both = joined(near.clone(), Arc::clone(&archive));
        self.let_go();
        self.joined.push(Together { near, archive, both: Arc::clone(&both) });
        Some(both)
    }

    /// Keeps nothing together with what is near and nobody else has any more.
    pub fn let_go(&mut self) {
        self.joined.retain(|known| known.near.as_ref().is_none_or(|near| Arc::strong_count(near) > 2));
    }

    /// A draft is about to be checked: what an earlier state of it wanted to know is forgotten.
    pub fn begin(&self, draft: &Url) {
        let mut number = DefaultHasher::new();
        draft.hash(&mut number);
        for archive in self.opened.values() {
            archive.begin(number.finish());
        }
    }

    /// A draft was checked: whatever it wanted to know is asked for soon.
    pub fn ask(&mut self) {
        for archive in self.opened.values() {
            if archive.is_due() {
                let asking = self.asking.get_or_insert_with(|| start(&self.desk));
                // Without a thread to ask, what is near has to do.
                let _ = asking.send(Arc::clone(archive));
            }
        }
    }

    fn archive(&mut self, named: &ArchiveSettings) -> Arc<Archive> {
        let desk = &self.desk;
        let open = || {
            let allowed = settings::allowed(rules::code_of).map_err(|error| error.to_string());
            let archive = Archive::new(named, allowed.as_deref().map_err(Clone::clone), Manner::Later);
            if let Some(trouble) = archive.trouble() {
                desk.send(Mail::Show(MessageType::WARNING, trouble));
            }
            Arc::new(archive)
        };
        Arc::clone(self.opened.entry(named.clone()).or_insert_with(open))
    }
}

/// Starts the threads that ask.
fn start(desk: &Arc<Desk>) -> Sender<Arc<Archive>> {
    let (sender, receiver) = channel();
    let receiver = Arc::new(Mutex::new(receiver));
    let waiting = Arc::new(AtomicBool::new(false));
    for _ in 0..ASKING {
        let (desk, receiver, waiting) = (Arc::clone(desk), Arc::clone(&receiver), Arc::clone(&waiting));
        // Whoever is left asks alone.
        let _ = std::thread::Builder::new().name("archive".to_owned()).spawn(move || {
            while let Some(archive) = idle(&receiver) {
                refine(&desk, &archive, &waiting);
            }
        });
    }
    sender
}

/// Waits until something was noted, and nothing more for a moment; `None` at the end of the session.
fn idle(receiver: &Mutex<Receiver<Arc<Archive>>>) -> Option<Arc<Archive>> {
    let receiver = receiver.lock().unwrap_or_else(PoisonError::into_inner);
    let mut archive = receiver.recv().ok()?;
    loop {
        match receiver.recv_timeout(IDLE) {
            Ok(next) => archive = next,
            Err(RecvTimeoutError::Timeout) => return Some(archive),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// Asks, and has the drafts checked again in the light of the answer.
///
/// What was not answered is asked for again after a while; `waiting` tells whether somebody minds that already.
fn refine(desk: &Arc<Desk>, archive: &Archive, waiting: &Arc<AtomicBool>) {
    let before = archive.trouble();
    // An answer that the reading stumbles over must not end the asking.
    let refined = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| archive.refine())).unwrap_or(false);
    let trouble = archive.trouble();
    if trouble != before {
        match &trouble {
            Some(trouble) => desk.send(Mail::Show(MessageType::WARNING, format!("Search incomplete: {trouble}"))),
            None => desk.send(Mail::Log(MessageType::INFO, "the archive answers again".to_owned())),
        }
    }
    if refined {
        desk.check_all_again();
        if desk.wants_everything() && desk.announced().pulls {
            // Drafts that are not open are checked when they are asked for.
            desk.send(Mail::Refresh);
        }
        if let Some(wait) = archive.retry()
            && !waiting.swap(true, Ordering::Relaxed)
        {
            let (desk, waiting) = (Arc::clone(desk), Arc::clone(waiting));
            let again = move || {
                std::thread::sleep(wait + Duration::from_millis(100));
                waiting.store(false, Ordering::Relaxed);
                desk.check_all_again();
            };
            let _ = std::thread::Builder::new().name("archive again".to_owned()).spawn(again);
        }
    }
}
