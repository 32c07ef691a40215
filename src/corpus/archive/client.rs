//! Talking to the nodes of an archive: who may be asked, how long, how many at once, and what counts as an answer.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::breaker::{Breaker, Patience};
use super::credentials;
use super::http::Http;
use crate::settings::archive::{Addresses, Allowed, ArchiveSettings};

/// So many requests are on their way at once.
const AT_ONCE: usize = 2;

/// An answer that took so long is slow.
const SLOW: Duration = Duration::from_secs(1);

/// What is said of an answer that is too long.
pub(super) const TOO_MUCH: &str = "answered with more than is any use";

/// One request.
#[cfg_attr(not(feature = "archive"), expect(dead_code, reason = "nobody sends it"))]
pub(super) struct Request<'a> {
    pub method: &'static str,
    pub url: String,
    /// What proves who asks.
    pub proof: Option<&'a str>,
    /// What the body is.
    pub kind: &'static str,
    pub body: &'a [u8],
    /// How long all of it may take.
    pub within: Duration,
}

/// What came back.
pub(super) struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub retry_after: Option<Duration>,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Whoever asks is not let in; asking again makes it no better.
    Refused(String),
    /// It cannot be had now.
    Away(String),
    /// It has too much to do, and may say for how long.
    Busy(Option<Duration>),
    /// What was asked for is not there.
    Nothing,
    /// It does not take what it was sent.
    Wrong(String),
}

/// JSON, and rows of JSON.
pub(super) const JSON: &str = "application/json";
pub(super) const ROWS: &str = "application/x-ndjson";

/// The way to one archive.
pub(super) struct Client {
    http: Http,
    nodes: Addresses,
    allowed: Allowed,
    /// Which node answered last.
    good: AtomicUsize,
    proof: Mutex<Option<Result<Option<String>, String>>>,
    breaker: Mutex<Breaker>,
    /// What it did when it last gave no answer.
    failure: Mutex<String>,
    /// Why nothing is asked any more.
    stopped: OnceLock<String>,
    flying: Mutex<usize>,
    landed: Condvar,
}

impl Fault {
    /// In words, of an archive.
    pub(super) fn said(&self, whose: &Addresses) -> String {
        match self {
            Self::Refused(why) => why.clone(),
            Self::Away(why) => format!("the archive at {whose} {why}"),
            Self::Busy(_) => format!("the archive at {whose} has too much to do"),
            Self::Nothing => {
                format!("the archive at {whose} holds nothing yet: `onrecord index --to archive` fills it")
            }
            Self::Wrong(why) => format!("the archive at {whose} does not take what it is asked: {why}"),
        }
    }
}

impl Client {
    /// The way to an archive that the user allows; else why there is none. Nothing is sent yet.
    pub(super) fn new(settings: &ArchiveSettings, allowed: &[Allowed], patience: Patience) -> Result<Self, String> {
        let mut terms = settings.url.0.iter().map(|node| allowed.iter().find(|it| it.url.0.contains(node)));
        let Some(Some(first)) = terms.next() else { return Err(not_allowed(settings)) };
        // Nodes of one cluster are let in by one entry, so that no secret goes to another's host.
        if !terms.all(|other| other.is_some_and(|other| std::ptr::eq(first, other))) {
            return Err(not_allowed(settings));
        }
        let local = settings.url.0.iter().all(crate::settings::archive::Address::is_local);
        Ok(Self {
            http: Http::new(first.ca.as_deref(), local)?,
            nodes: settings.url.clone(),
            allowed: first.clone(),
            good: AtomicUsize::new(0),
            proof: Mutex::new(None),
            breaker: Mutex::new(Breaker::new(patience)),
            failure: Mutex::default(),
            stopped: OnceLock::new(),
            flying: Mutex::new(0),
            landed: Condvar::new(),
        })
    }

    /// Where it lies.
    pub(super) fn nodes(&self) -> &Addresses {
        &self.nodes
    }

    /// Why nothing will be asked any more.
    pub(super) fn stopped(&self) -> Option<&str> {
        self.stopped.get().map(String::as_str)
    }

    /// How long nothing is asked.
    pub(super) fn wait(&self) -> Duration {
        held(&self.breaker).wait(Instant::now())
    }

    /// Asks, and reads the answer as JSON. Every question is one that may be asked twice.
    pub(super) fn call(
        &self,
        method: &'static str,
        path: &str,
        (kind, body): (&'static str, &[u8]),
        within: Duration,
    ) -> Result<Value, Fault> {
        let _turn = self.turn();
        if let Some(why) = self.stopped() {
            return Err(Fault::Refused(why.to_owned()));
        }
        if !held(&self.breaker).lets_through(Instant::now()) {
            return Err(Fault::Away(format!("{} and is left alone for a while", held(&self.failure))));
        }
        let proof = self.proof().map_err(|why| self.stop(why))?;
        let began = Instant::now();
        let called = self.any_node(method, path, proof.as_deref(), (kind, body), within);
        // Who is cut off earlier than that has taken long, too.
        let slow = began.elapsed() >= SLOW.min(within);
        match &called {
            Err(Fault::Away(why)) => self.failed(why, slow),
            // Who says that it is busy is there.
            _ => {
                if held(&self.breaker).succeeded(slow, Instant::now()) {
                    "takes too long to answer".clone_into(&mut held(&self.failure));
                }
            }
        }
        called
    }

    /// Takes note that an answer was none of what was asked for.
    pub(super) fn nonsense(&self) -> Fault {
        let why = "answers with something that makes no sense";
        self.failed(why, false);
        Fault::Away(why.to_owned())
    }

    fn failed(&self, why: &str, slow: bool) {
        why.clone_into(&mut held(&self.failure));
        held(&self.breaker).failed(slow, Instant::now());
    }

    /// Asks the node that answered last, then the others.
    fn any_node(
        &self,
        method: &'static str,
        path: &str,
        proof: Option<&str>,
        (kind, body): (&'static str, &[u8]),
        within: Duration,
    ) -> Result<Value, Fault> {
        let (nodes, good) = (&self.nodes.0, self.good.load(Ordering::Relaxed));
        let mut fault = Fault::Nothing;
        for turn in 0..nodes.len() {
            let node = (good + turn) % nodes.len();
            let request = Request { method, url: format!("{}/{path}", nodes[node]), proof, kind, body, within };
            match self.http.send(&request).map_err(Fault::Away).and_then(|answer| self.read(answer)) {
                Err(Fault::Away(why)) => fault = Fault::Away(why),
                told => {
                    self.good.store(node, Ordering::Relaxed);
                    return told;
                }
            }
        }
        Err(fault)
    }

    fn read(&self, answer: Answer) -> Result<Value, Fault> {
        let Answer { status, location, retry_after, body } = answer;
        match status {
            200..=299 => serde_json::from_slice(&body)
                .map_err(|_| Fault::Away("answers with something that makes no sense".to_owned())),
            300..=399 => {
                let where_to = location.unwrap_or_default();
                Err(Fault::Away(format!("sends one on to “{}”, where nothing is sent", clipped(&where_to))))
            }
            401 | 403 => {
                let asked = if status == 401 { "does not know who asks" } else { "does not let this user in" };
                Err(self.stop(format!("the archive at {} {asked} (status {status})", self.nodes)))
            }
            404 => Err(Fault::Nothing),
            429 => Err(Fault::Busy(retry_after)),
            400..=499 => Err(Fault::Wrong(format!("status {status}: {}", reason(&body)))),
            _ => Err(Fault::Away(format!("answers with status {status}: {}", reason(&body)))),
        }
    }

    /// From now on nothing is asked.
    fn stop(&self, why: String) -> Fault {
        Fault::Refused(self.stopped.get_or_init(|| why).clone())
    }

    /// What proves who asks; had once, when it is first needed.
    fn proof(&self) -> Result<Option<String>, String> {
        held(&self.proof).get_or_insert_with(|| credentials::proof(&self.allowed)).clone()
    }

    fn turn(&self) -> Turn<'_> {
        let mut flying = held(&self.flying);
        while *flying == AT_ONCE {
            flying = self.landed.wait(flying).unwrap_or_else(PoisonError::into_inner);
        }
        *flying += 1;
        Turn(self)
    }
}

fn not_allowed(settings: &ArchiveSettings) -> String {
    let own = crate::settings::own_file();
    let own = own.map_or_else(|| "your own configuration".to_owned(), |path| path.display().to_string());
    format!("the archive at {} was not asked: {own} does not allow it (under [[archives]])", settings.url)
}

/// Whether an answer to a search leaves nothing out.
pub(super) fn whole(answer: &Value) -> Result<(), Fault> {
    let failed = answer["_shards"]["failed"].as_u64().is_some_and(|failed| failed > 0);
    if failed || answer["timed_out"] == Value::Bool(true) {
        return Err(Fault::Away("could not search all it holds".to_owned()));
    }
    Ok(())
}

/// Why a cluster refused, by its own words.
fn reason(body: &[u8]) -> String {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let told = value["error"]["reason"].as_str().or_else(|| value["error"].as_str());
    clipped(told.unwrap_or("it does not say why"))
}

/// The beginning of what somebody else wrote, on one line.
pub(super) fn clipped(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

/// The right to be one of those on their way.
struct Turn<'a>(&'a Client);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *held(&self.0.flying) -= 1;
        self.0.landed.notify_one();
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
