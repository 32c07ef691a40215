//! What the handlers and the analyser share: open texts, what is due, and the last results.
//!
//! Everything here is done under one lock that is held for a moment and never across an await, so
//! that changes are applied in the order of their arrival.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use ropey::Rope;
use tokio::sync::{mpsc, watch};
use tower_lsp::lsp_types::{Position, TextDocumentContentChangeEvent, Url};

use super::announced::Announced;
use super::buffers::Buffer;
use super::bulletin::Bulletin;
use super::mail::{Mail, News};
use super::open::{Open, Since, Standing, Still};
use super::view::{Proof, View};
use crate::check::Cancel;
use crate::corpus::Corpus;

/// How long a request waits for a check that is under way when the last one can't answer it.
const PATIENCE: Duration = Duration::from_millis(1500);

/// What the handlers and the analyser share.
#[derive(Debug)]
pub struct Desk {
    announced: OnceLock<Announced>,
    /// Whether the writer wants the findings of all drafts of the open folders.
    everything: AtomicBool,
    state: Mutex<State>,
    work: Condvar,
    results: watch::Sender<u64>,
    mail: mpsc::UnboundedSender<Mail>,
}

#[derive(Debug, Default)]
struct State {
    open: HashMap<Url, Open>,
    due: VecDeque<Url>,
    news: VecDeque<News>,
    running: Option<(Url, Cancel)>,
    serial: u64,
    closed: bool,
}

/// A text to be checked.
#[derive(Debug)]
pub struct Snapshot {
    /// Which.
    pub uri: Url,
    /// The text.
    pub text: Rope,
    /// Its version.
    pub version: i32,
    /// Its serial.
    pub serial: u64,
    /// What the editor calls its language.
    pub language: String,
    /// Tells this check from every other of the session.
    pub number: u64,
    /// Told when the text has moved on.
    pub cancel: Cancel,
    /// The last checks, the last one first.
    pub checks: Vec<Since>,
    /// Whether all of it is to be looked at, whatever was typed.
    pub whole: bool,
}

/// What an editor that asks by itself is told.
#[derive(Clone, Debug)]
pub enum Pulled {
    /// There is nothing to say of such a text.
    Nothing,
    /// The number of the check that it knows already.
    Same(String),
    /// The number of a check, and what it showed.
    New(String, Arc<Bulletin>),
}

/// What the analyser does next.
#[derive(Debug)]
pub enum Job {
    /// Take note.
    News(News),
    /// Check.
    Draft(Snapshot),
}

impl Desk {
    /// An empty desk that writes to `mail`.
    pub fn new(mail: mpsc::UnboundedSender<Mail>) -> Self {
        Self {
            announced: OnceLock::new(),
            everything: AtomicBool::new(false),
            state: Mutex::default(),
            work: Condvar::new(),
            results: watch::Sender::new(0),
            mail,
        }
    }

    /// Notes what the editor can take; the first time counts.
    pub fn announce(&self, announced: Announced) {
        let _ = self.announced.set(announced);
    }

    /// What the editor can take.
    pub fn announced(&self) -> &Announced {
        self.announced.get_or_init(Announced::default)
    }

    /// Notes whether the writer wants the findings of all drafts of the open folders; tells whether that is new.
    pub fn want_everything(&self, wanted: bool) -> bool {
        self.everything.swap(wanted, Ordering::Relaxed) != wanted
    }

    /// Whether the writer wants the findings of all drafts of the open folders.
    pub fn wants_everything(&self) -> bool {
        self.everything.load(Ordering::Relaxed)
    }

    /// Sends something to the editor.
    pub fn send(&self, mail: Mail) {
        // Nobody to send to means that the session has ended.
        let _ = self.mail.send(mail);
    }

    /// A text was opened.
    pub fn open(&self, uri: Url, text: &str, version: i32, language: String) {
        let mut state = self.state();
        let serial = state.next_serial();
        let buffer = Buffer::new(text, version, language, serial);
        state.open.insert(uri.clone(), Open::new(&uri, buffer));
        state.put_first(uri);
        self.work.notify_one();
    }

    /// A text was edited.
    pub fn change(&self, uri: Url, changes: Vec<TextDocumentContentChangeEvent>, version: i32) {
        let unit = self.announced().unit;
        let mut state = self.state();
        let serial = state.next_serial();
        let Some(open) = state.open.get_mut(&uri) else { return };
        open.buffer.apply(changes, version, serial, unit);
        open.pulled = false;
        state.put_first(uri);
        self.work.notify_one();
    }

    /// A text was closed; what was shown of it goes.
    pub fn close(&self, uri: &Url) {
        let mut state = self.state();
        state.cancel(uri);
        let shown = state.open.remove(uri).is_some_and(|open| !matches!(open.standing, Standing::Passed));
        // An editor that asks by itself takes away what it asked for.
        if shown && !self.announced().pulls {
            self.send(Mail::File { uri: uri.clone(), diagnostics: Vec::new() });
        }
    }

    /// Something happened around the drafts.
    pub fn tell(&self, news: News) {
        self.state().news.push_back(news);
        self.work.notify_one();
    }

    /// Everything open is to be checked again.
    pub fn check_all_again(&self) {
        let mut state = self.state();
        let mut open = state.open.keys().cloned().collect::<Vec<_>>();
        open.sort();
        for uri in open {
            state.put_first_whole(uri);
        }
        self.work.notify_one();
    }

    /// The analyser may stop.
    pub fn finish(&self) {
        let mut state = self.state();
        state.closed = true;
        if let Some((_, cancel)) = &state.running {
            cancel.cancel();
        }
        self.work.notify_one();
    }

    /// Waits for something to do; `None` when there will be nothing more.
    pub fn next(&self) -> Option<Job> {
        let mut state = self.state();
        state.running = None;
        loop {
            if state.closed {
                return None;
            }
            if let Some(news) = state.news.pop_front() {
                return Some(Job::News(news));
            }
            if let Some(snapshot) = state.take_due() {
                return Some(Job::Draft(snapshot));
            }
            state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The text is no draft.
    pub fn pass_over(&self, uri: &Url) {
        self.settle(uri, None, Standing::Passed, || Mail::File { uri: uri.clone(), diagnostics: Vec::new() });
    }

    /// Keeps a result, unless the text has moved on. The editor is told, or, where it asks by itself, to ask again.
    pub fn keep(&self, uri: &Url, version: i32, proof: Arc<Proof>) {
        let (serial, bulletin) = (proof.serial, proof.bulletin.clone());
        let draft = || Mail::Draft { uri: uri.clone(), version, serial, bulletin };
        self.settle(uri, Some(serial), Standing::Checked(proof), draft);
    }

    /// What an editor that asks by itself is told of a text; `None` while there is nothing to tell yet.
    pub async fn pulled(&self, uri: &Url, has: Option<&str>) -> Option<Pulled> {
        self.settled(uri).await;
        let mut state = self.state();
        let Some(open) = state.open.get_mut(uri) else { return Some(Pulled::Nothing) };
        if matches!(open.standing, Standing::Passed) {
            return Some(Pulled::Nothing);
        }
        // Between the wait and now another check may have ended; its result is the one to tell.
        let (number, bulletin) = open.told().map(|(number, bulletin)| (number.to_string(), bulletin.clone()))?;
        open.pulled = true;
        Some(if has == Some(&*number) { Pulled::Same(number) } else { Pulled::New(number, bulletin) })
    }

    /// Waits, within reason, until all there is to tell of a text was told.
    async fn settled(&self, uri: &Url) {
        let mut results = self.results.subscribe();
        let told = tokio::time::timeout(PATIENCE, async {
            loop {
                results.borrow_and_update();
                let waits = |open: &Open| !matches!(open.standing, Standing::Passed) && open.told().is_none();
                if !self.state().open.get(uri).is_some_and(waits) || results.changed().await.is_err() {
                    return;
                }
            }
        });
        // What comes too late is asked for again.
        let _ = told.await;
    }

    /// One of the last checks tells all there is to tell of a later text, as `bulletin` has it.
    pub fn keep_still(&self, snapshot: &Snapshot, proof: &Arc<Proof>, bulletin: Arc<Bulletin>) {
        let mut state = self.state();
        let Some(open) = state.open.get_mut(&snapshot.uri) else { return };
        let Snapshot { serial, number, version, .. } = *snapshot;
        if let Some(again) = open.earlier.iter_mut().find(|earlier| Arc::ptr_eq(earlier, proof))
            && let Standing::Checked(last) = &mut open.standing
        {
            std::mem::swap(last, again);
        }
        // What was typed in the meantime is moved from here, so that it is kept though it is no longer sent.
        open.still = Some(Still { serial, number, bulletin: bulletin.clone() });
        let checked = open.checks().map(|proof| proof.serial).max();
        open.buffer.stood(checked.unwrap_or_default(), serial);
        if serial != open.buffer.serial {
            return;
        }
        if !self.announced().pulls {
            self.send(Mail::Draft { uri: snapshot.uri.clone(), version, serial, bulletin });
        } else if std::mem::take(&mut open.pulled) {
            self.send(Mail::Refresh);
        }
        self.results.send_modify(|count| *count += 1);
    }

    fn settle(&self, uri: &Url, serial: Option<u64>, standing: Standing, mail: impl FnOnce() -> Mail) {
        let mut state = self.state();
        let Some(open) = state.open.get_mut(uri) else { return };
        if serial.is_some_and(|serial| serial != open.buffer.serial) {
            return;
        }
        open.whole = false;
        open.still = None;
        let was = std::mem::replace(&mut open.standing, standing);
        open.put_by(&was);
        if let Some(first) = open.checks().map(|proof| proof.serial).min() {
            open.buffer.checked(first);
        }
        // What stands beside the text changes with each edit by itself, and with a check that no edit led to.
        let unasked = match &was {
            Standing::New => true,
            Standing::Checked(before) => Some(before.serial) == serial,
            Standing::Passed => false,
        };
        if unasked && self.announced().asks_again.contains(&true) {
            self.send(Mail::RefreshBeside);
        }
        // Nothing was ever said of a text that was passed over at once.
        if serial.is_some() || matches!(was, Standing::Checked(_)) {
            if !self.announced().pulls {
                self.send(mail());
            } else if std::mem::take(&mut open.pulled) {
                // What it was told of this very text is no longer right.
                self.send(Mail::Refresh);
            }
        }
        self.results.send_modify(|count| *count += 1);
    }

    /// Whether a text is open, by its address as it is written here.
    pub fn is_open(&self, plain: &Url) -> bool {
        self.state().open.values().any(|open| open.plain == *plain)
    }

    /// Whether the text is open and the same as when it had this serial.
    pub fn is_at(&self, uri: &Url, serial: u64) -> bool {
        self.state().open.get(uri).is_some_and(|open| open.buffer.serial == serial)
    }

    /// The last result for a text, with what was typed since.
    ///
    /// Comes at once where the place asked about was not touched since; otherwise waits for the check
    /// under way, within reason.
    pub async fn view(&self, uri: &Url, at: Option<Position>) -> Option<View> {
        let mut results = self.results.subscribe();
        let last = tokio::time::timeout(PATIENCE, async {
            loop {
                results.borrow_and_update();
                match self.look(uri)? {
                    Look::Passed => return None,
                    Look::At(view) if view.answers(at) => return Some(view),
                    _ => {
                        self.check_still(uri);
                        results.changed().await.ok()?;
                    }
                }
            }
        });
        if let Ok(view) = last.await {
            return view;
        }
        self.last(uri)
    }

    /// Has a text checked of which all there was to tell was told without a check.
    fn check_still(&self, uri: &Url) {
        let mut state = self.state();
        let is_still = |open: &Open| open.still.as_ref().is_some_and(|still| still.serial == open.buffer.serial);
        let busy = state.due.contains(uri) || state.running.as_ref().is_some_and(|(running, _)| running == uri);
        if !busy && state.open.get(uri).is_some_and(is_still) {
            state.put_first_whole(uri.clone());
            self.work.notify_one();
        }
    }

    /// The last result for a text, whatever was typed since.
    pub fn last(&self, uri: &Url) -> Option<View> {
        match self.look(uri)? {
            Look::At(view) => Some(view),
            _ => None,
        }
    }

    /// The corpora that open drafts were checked against.
    pub fn corpora(&self) -> Vec<Arc<dyn Corpus>> {
        let mut corpora: Vec<Arc<dyn Corpus>> = Vec::new();
        for open in self.state().open.values() {
            if let Standing::Checked(proof) = &open.standing
                && let Some(corpus) = &proof.terms.corpus
                && !corpora.iter().any(|known| Arc::ptr_eq(known, corpus))
            {
                corpora.push(corpus.clone());
            }
        }
        corpora
    }

    fn look(&self, uri: &Url) -> Option<Look> {
        let state = self.state();
        let open = state.open.get(uri)?;
        Some(match &open.standing {
            Standing::New => Look::Nothing,
            Standing::Passed => Look::Passed,
            Standing::Checked(proof) => Look::At(View {
                drift: open.buffer.drift(proof.serial),
                proof: proof.clone(),
                text: open.buffer.text.clone(),
                version: open.buffer.version,
                unit: self.announced().unit,
            }),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A handler that panicked has left at most one text behind the editor's; the rest is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// Puts a text first in the line, and stops the check of an older state of it.
    fn put_first(&mut self, uri: Url) {
        self.cancel(&uri);
        self.due.push_front(uri);
    }

    /// The same, and all of it is to be looked at.
    fn put_first_whole(&mut self, uri: Url) {
        if let Some(open) = self.open.get_mut(&uri) {
            open.whole = true;
        }
        self.put_first(uri);
    }

    fn cancel(&mut self, uri: &Url) {
        self.due.retain(|due| due != uri);
        if let Some((running, cancel)) = &self.running
            && running == uri
        {
            cancel.cancel();
        }
    }

    fn take_due(&mut self) -> Option<Snapshot> {
        let uri = self.due.pop_front()?;
        let number = self.next_serial();
        let open = self.open.get(&uri)?;
        let cancel = Cancel::default();
        self.running = Some((uri.clone(), cancel.clone()));
        Some(Snapshot {
            text: open.buffer.text.clone(),
            version: open.buffer.version,
            serial: open.buffer.serial,
            number,
            language: open.buffer.language.clone(),
            cancel,
            checks: open.since(),
            whole: open.whole,
            uri,
        })
    }
}

enum Look {
    Nothing,
    Passed,
    At(View),
}
