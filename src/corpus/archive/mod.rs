//! What fits no laptop: a cluster that holds the newsroom's archive, asked over the network.
//!
//! The cluster finds articles, and nothing more: what it returns is fetched whole, read here as every other source is, kept
//! in the user's cache, and searched together with what is near. So a verdict rests on the same code wherever its source
//! lies, and what was once returned is there without a network, too.
//!
//! Nothing is sent unless a configuration names an archive *and* the user's own configuration allows it.

mod arrivals;
mod asking;
mod breaker;
mod bulk;
mod client;
mod credentials;
#[cfg(feature = "archive")]
mod http;
#[cfg(not(feature = "archive"))]
#[path = "no_http.rs"]
mod http;
mod identity;
mod joined;
mod kept;
#[cfg(feature = "archive")]
mod keyring;
#[cfg(not(feature = "archive"))]
#[path = "no_keyring.rs"]
mod keyring;
pub mod load;
mod mapping;
mod memo;
mod pack;
mod paging;
mod passages;
mod prune;
mod query;
mod quoted;
mod send;
mod stocktaking;
mod volumes;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use etcetera::BaseStrategy;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Corpus, Keep, Missed, Query, Remote, open};
use crate::settings::archive::{Allowed, ArchiveSettings};
use arrivals::Arrivals;
use breaker::Patience;
use client::Client;
pub use joined::joined;
use kept::Kept;
pub use prune::Gone;
pub use stocktaking::Taken;

/// When an archive is asked.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Manner {
    /// By every search that wants to know, which waits for the answer.
    AtOnce,
    /// When somebody has time for it ([`Remote::refine`]); until then searches answer with what is here.
    Later,
}

/// How long an answer holds: by then there may be new articles.
const FRESH: Duration = Duration::from_mins(10);
/// So long an archive that somebody waits for may take, and one that nobody waits for.
const AWAITED: Duration = Duration::from_secs(5);
const BESIDE: Duration = Duration::from_millis(800);
/// What is put up with, where somebody waits and where nobody does.
const PATIENCE: [Patience; 2] = [Patience { failures: 2, slowness: true }, Patience { failures: 5, slowness: false }];
/// So many answers are remembered.
const REMEMBERED: usize = 20_000;

/// An archive, and what came from it.
pub struct Archive {
    settings: ArchiveSettings,
    manner: Manner,
    /// Or why there is none.
    client: Result<Client, String>,
    /// What came in earlier sessions; opened when it is first needed.
    earlier: OnceLock<Option<Arc<dyn Corpus>>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    kept: Kept,
    arrivals: Arrivals,
    /// Articles of earlier sessions that the archive no longer has, or not in that revision; by their checksums.
    stale: FxHashSet<u64>,
    /// Those that it has as they are.
    sound: FxHashSet<u64>,
    /// By the keys of a stretch of words.
    answers: FxHashMap<u64, Answer>,
    due: Vec<Due>,
    /// Which draft is being checked.
    draft: u64,
    /// Names that were asked for or are to be.
    names: FxHashSet<String>,
    due_names: Vec<String>,
    /// How many articles and quotations it holds.
    totals: Option<(usize, usize)>,
    /// How often searches may have come to find something else, or to know more.
    refined: u64,
    trouble: Option<String>,
}

/// What is known of a stretch of words.
#[derive(Clone, Debug)]
enum Answer {
    /// All of the archive was searched.
    Whole(Instant),
    /// Not all of it was, and nothing is asked again until then.
    Partly(Arc<str>, Instant),
}

/// A stretch of words that is to be asked for.
#[derive(Clone, Debug)]
struct Due {
    key: u64,
    keys: Vec<u64>,
    words: String,
    /// Which draft wants to know.
    draft: u64,
}

impl Archive {
    /// An archive that settings name, as far as the user allows it to be asked. Nothing is sent yet.
    ///
    /// `allowed` comes from the user's own configuration, or says why that cannot be read.
    pub fn new(settings: &ArchiveSettings, allowed: Result<&[Allowed], String>, manner: Manner) -> Self {
        Self::kept_in(settings, allowed, manner, cache().as_deref())
    }

    /// The same, with another place for what it returns.
    pub fn kept_in(
        settings: &ArchiveSettings,
        allowed: Result<&[Allowed], String>,
        manner: Manner,
        cache: Option<&Path>,
    ) -> Self {
        let patience = PATIENCE[usize::from(manner == Manner::Later)];
        let client = allowed.and_then(|allowed| Client::new(settings, allowed, patience));
        let kept = Kept::of(settings, cache);
        let trouble = client.as_ref().err().cloned();
        let archive = Self {
            settings: settings.clone(),
            manner,
            client,
            earlier: OnceLock::new(),
            state: Mutex::new(State { kept, trouble, ..State::default() }),
        };
        if manner == Manner::AtOnce {
            // Before anything runs side by side, since opening does so itself.
            archive.earlier();
        }
        archive
    }

    /// What came in earlier sessions.
    fn earlier(&self) -> Option<&Arc<dyn Corpus>> {
        let open = || {
            let folder = self.state().kept.folder().map(PathBuf::from)?;
            let keep = folder.parent().map_or(Keep::Nowhere, |below| Keep::Below(below.join("index")));
            open(&[folder], &keep, &|_| {}).ok()
        };
        self.earlier.get_or_init(open).as_ref()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long one request may take.
    fn within(&self) -> Duration {
        if self.manner == Manner::AtOnce { AWAITED } else { BESIDE }
    }

    /// Has the archive asked for a query: now, or when there is time.
    fn prepare(&self, query: &Query) {
        let now = Instant::now();
        let mut due = Vec::new();
        {
            let state = self.state();
            for (keys, words) in query.parts.iter().zip(&query.words) {
                let key = key(keys);
                let waits = match state.answers.get(&key) {
                    Some(Answer::Whole(at)) => now.duration_since(*at) < FRESH || self.manner == Manner::AtOnce,
                    Some(Answer::Partly(_, until)) => now < *until || self.manner == Manner::AtOnce,
                    None => keys.is_empty(),
                };
                if !waits {
                    due.push(Due { key, keys: keys.clone(), words: words.clone(), draft: state.draft });
                }
            }
        }
        if due.is_empty() || self.client.is_err() {
            return;
        }
        match self.manner {
            Manner::AtOnce => self.ask(&due),
            Manner::Later => {
                let mut state = self.state();
                let known: FxHashSet<u64> = state.due.iter().map(|due| due.key).collect();
                state.due.extend(due.into_iter().filter(|due| !known.contains(&due.key)));
            }
        }
    }

    /// What an answer to a query lacks.
    fn missed(&self, query: &Query) -> Option<Missed> {
        let asked = query.parts.iter().zip(&query.words).filter(|(keys, _)| !keys.is_empty());
        if let Err(why) = &self.client {
            return asked.map(|_| Missed { why: why.clone(), pending: false }).next();
        }
        let state = self.state();
        let mut pending = false;
        for (keys, _) in asked {
            match state.answers.get(&key(keys)) {
                Some(Answer::Whole(_)) => {}
                Some(Answer::Partly(why, _)) => return Some(Missed { why: why.to_string(), pending: false }),
                None => pending = true,
            }
        }
        pending.then(|| Missed { why: "the archive has not answered yet".to_owned(), pending: true })
    }
}

impl Remote for Archive {
    fn is_due(&self) -> bool {
        let state = self.state();
        self.earlier.get().is_none() || !state.due.is_empty() || !state.due_names.is_empty()
    }

    fn begin(&self, draft: u64) {
        let mut state = self.state();
        state.draft = draft;
        state.due.retain(|due| due.draft != draft);
    }

    fn refine(&self) -> bool {
        let fresh = self.earlier.get().is_none() && self.earlier().is_some();
        let (due, names) = {
            let mut state = self.state();
            (std::mem::take(&mut state.due), std::mem::take(&mut state.due_names))
        };
        let asked = !due.is_empty() || !names.is_empty();
        if asked && self.state().totals.is_none() {
            self.count();
        }
        if !due.is_empty() {
            self.ask(&due);
        }
        for name in names {
            self.ask_for(&name);
        }
        self.state().refined += u64::from(asked || fresh);
        asked || fresh
    }

    fn retry(&self) -> Option<Duration> {
        let client = self.client.as_ref().ok().filter(|client| client.stopped().is_none())?;
        let troubled = self.state().trouble.is_some();
        troubled.then(|| client.wait().max(Duration::from_secs(1)))
    }

    fn trouble(&self) -> Option<String> {
        self.state().trouble.clone()
    }
}

/// The user's cache, where what an archive returned is kept.
pub fn cache() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|base| base.cache_dir().join("onrecord"))
}

/// What tells one stretch of words from another.
fn key(keys: &[u64]) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    keys.hash(&mut hasher);
    hasher.finish()
}
