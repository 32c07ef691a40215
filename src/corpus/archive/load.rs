//! Filling an archive: articles are read here, as for an index, and sent in bulk.
//!
//! It may break off at any moment and be started again: what the cluster has already in the same revision is not sent
//! again, and an article counts as there only when all its windows are. A cluster that has too much to do is sent less.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::super::CorpusError;
use super::super::index::{Progress, Report};
use super::super::ingest::{self, Intake, Known, checksum, is_rows};
use super::super::read::Read;
use super::super::walk::{self, Found, Walked, extension};
use super::bulk::{self, Sent};
use super::client::Client;
use super::memo::Memo;
use super::passages;
use crate::formats::{Kind, Status, packed};
use crate::settings::archive::{Allowed, ArchiveSettings};

/// So many articles, or bytes of them, make a batch.
const BATCH: usize = 200;
const BATCH_BYTES: usize = 4 << 20;
/// Failures in a row that are put up with, one after the other with growing pauses.
const PATIENCE: u32 = u32::MAX;
/// Longer names of articles are cut: the cluster takes none of more than 512 bytes.
const LONGEST_ID: usize = 480;

/// What filling an archive came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Articles that were sent.
    pub sent: usize,
    /// Articles that were there already.
    pub there: usize,
    /// What could not be read or was not taken, a line each.
    pub problems: Vec<String>,
}

/// An article on its way.
pub(super) struct Parcel {
    pub id: String,
    pub rev: String,
    /// What tells that this very file's article was sent.
    pub mark: u64,
    pub windows: Vec<String>,
    /// All of it, as it is kept there.
    pub source: Map<String, Value>,
}

/// Sends all articles under `paths` to an archive that the user allows, and remembers below `cache` what was sent.
///
/// # Errors
/// When a path is not there, or the archive does not take them; what was sent by then stays, and the next call goes on.
pub fn load(
    paths: &[PathBuf],
    settings: &ArchiveSettings,
    allowed: &[Allowed],
    cache: Option<&Path>,
    report: &Report<'_>,
) -> Result<Loaded, CorpusError> {
    let client = Client::new(settings, allowed, PATIENCE).map_err(CorpusError::Archive)?;
    let walked = walk::walk(paths)?;
    let uuid = bulk::prepare(&client, settings).map_err(|fault| CorpusError::Archive(fault.said(client.nodes())))?;
    let memo = Mutex::new(Memo::open(cache.map(|cache| cache.join("archive")).as_deref(), &uuid));
    let stop = AtomicBool::new(false);
    let (sender, receiver) = sync_channel(1);
    let (sent, problems) = std::thread::scope(|scope| {
        let (client, memo, stop) = (&client, &memo, &stop);
        let sending = scope.spawn(move || {
            let sent = deliver(client, settings, memo, &receiver);
            // Nobody need read what nobody takes.
            stop.store(true, Ordering::Relaxed);
            while sent.is_err() && receiver.recv().is_ok() {}
            sent
        });
        let problems = read(paths, &walked, memo, stop, sender, report);
        let broken = || Err(CorpusError::Archive("the sending broke off".to_owned()));
        (sending.join().unwrap_or_else(|_| broken()), problems)
    });
    let (mut loaded, passed_over) = (sent?, problems.1);
    loaded.there += passed_over;
    loaded.problems.splice(0..0, problems.0.into_iter().chain(walked.problems));
    bulk::refresh(&client, settings).map_err(|fault| CorpusError::Archive(fault.said(client.nodes())))?;
    Ok(loaded)
}

/// Sends batches as they come, and remembers what was taken.
fn deliver(
    client: &Client,
    settings: &ArchiveSettings,
    memo: &Mutex<Memo>,
    batches: &Receiver<Vec<Parcel>>,
) -> Result<Loaded, CorpusError> {
    let mut loaded = Loaded::default();
    let mut pace = bulk::Pace::default();
    for batch in batches {
        let sent = bulk::send(client, settings, batch, &mut pace);
        let Sent { taken, there, refused } = sent.map_err(|fault| {
            let why = fault.said(client.nodes());
            CorpusError::Archive(format!(
                "{why}; {} articles were sent, the same command goes on from there",
                loaded.sent
            ))
        })?;
        loaded.sent += taken.len();
        loaded.there += there.len();
        loaded.problems.extend(refused);
        memo.lock().unwrap_or_else(PoisonError::into_inner).learn(taken.iter().chain(&there));
    }
    Ok(loaded)
}

fn read(
    paths: &[PathBuf],
    walked: &Walked,
    memo: &Mutex<Memo>,
    stop: &AtomicBool,
    sender: SyncSender<Vec<Parcel>>,
    report: &Report<'_>,
) -> (Vec<String>, usize) {
    let names = walked.files.iter().map(|file| name(paths, file)).collect();
    let total = walked.files.iter().map(|file| file.stamp.size).sum();
    let (files, problems) = (&walked.files, Vec::new());
    let (batch, there, taken, ended) = (Vec::new(), 0, 0, 0);
    let (done, bytes) = (0, 0);
    let mut packer =
        Packer { files, names, memo, stop, sender, report, total, done, batch, bytes, there, taken, ended, problems };
    ingest::read(walked.files.iter().enumerate(), &mut packer);
    packer.flush();
    (packer.problems, packer.there)
}

/// What a file's articles are called: the same wherever the corpus lies.
fn name(paths: &[PathBuf], file: &Found) -> String {
    let root = paths.get(file.root).map_or(Path::new(""), PathBuf::as_path);
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let root = root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if file.below.is_empty() { root } else { format!("{root}/{}", file.below.replace('\\', "/")) }
}

/// Articles on their way from files to batches.
struct Packer<'a> {
    files: &'a [Found],
    names: Vec<String>,
    memo: &'a Mutex<Memo>,
    stop: &'a AtomicBool,
    sender: SyncSender<Vec<Parcel>>,
    report: &'a Report<'a>,
    total: u64,
    done: u64,
    batch: Vec<Parcel>,
    bytes: usize,
    there: usize,
    taken: usize,
    ended: usize,
    problems: Vec<String>,
}

impl Packer<'_> {
    fn flush(&mut self) {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        // Waits while the one before is being sent; whoever sends has stopped where this fails.
        if !batch.is_empty() && self.sender.send(batch).is_err() {
            self.stop.store(true, Ordering::Relaxed);
        }
    }

    fn mark(&self, file: usize, origin: u64) -> u64 {
        checksum(format!("{} {origin}", self.names[file]).as_bytes())
    }
}

impl Intake for Packer<'_> {
    fn known(&mut self, file: usize, origin: u64) -> Option<Known> {
        let known = self.memo.lock().unwrap_or_else(PoisonError::into_inner).has(self.mark(file, origin));
        known.then(Known::default)
    }

    fn keep(&mut self, _: usize, _: u64) {
        self.there += 1;
    }

    fn take(&mut self, file: usize, id: Option<String>, origin: u64, read: Read) {
        let id = match id {
            Some(record) => format!("{}#{record}", self.names[file]),
            None => self.names[file].clone(),
        };
        let id = if id.len() > LONGEST_ID {
            format!("{}…{:016x}", &id[..id.floor_char_boundary(LONGEST_ID - 40)], checksum(id.as_bytes()))
        } else {
            id
        };
        let parcel = parcel(id, &self.files[file].path, origin, self.mark(file, origin), &read);
        self.taken += 1;
        self.bytes += 3 * read.reading.document.text.len();
        self.batch.push(parcel);
        if self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.flush();
        }
    }

    fn stops(&mut self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn passed(&mut self, bytes: u64) {
        self.done += bytes;
        (self.report)(Progress::Reading {
            done: self.done,
            total: self.total,
            articles: self.there + self.taken,
            files: self.ended,
            of: self.files.len(),
        });
    }

    fn end(&mut self, _: usize, _: u64, problems: Vec<String>) {
        self.ended += 1;
        self.problems.extend(problems);
    }
}

fn parcel(id: String, file: &Path, origin: u64, mark: u64, read: &Read) -> Parcel {
    let document = &read.reading.document;
    let ending = extension(file);
    // What a text is set in tells its quotations from the rest; what was unpacked goes as its words alone.
    let markup = match &*ending {
        "" => Some("txt"),
        ending => packed::MARKUP.into_iter().find(|known| *known == ending),
    };
    let whole = markup.is_some() || is_rows(file);
    let text = if whole { &*document.text } else { document.prose.text() };
    let mut source = fields(read);
    let rev = format!("{origin:016x}");
    source.insert("id".to_owned(), json!(id));
    source.insert("rev".to_owned(), json!(rev));
    source.insert("text".to_owned(), json!(text));
    if let Some(markup) = markup {
        source.insert("markup".to_owned(), json!(markup));
    }
    let windows: Vec<String> = passages::windows(document.prose.text()).into_iter().map(str::to_owned).collect();
    source.insert("passages".to_owned(), json!(windows.len()));
    Parcel { id, rev, mark, windows, source }
}

/// What an article says of itself, whom it quotes and how often.
fn fields(read: &Read) -> Map<String, Value> {
    let meta = &read.reading.document.meta;
    let mut fields = Map::new();
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), json!(value));
        }
    };
    put("title", meta.title.clone());
    put("outlet", meta.outlet.clone());
    put("dateline", meta.dateline.clone());
    put("url", meta.url.clone());
    put("lang", meta.lang.clone());
    put("date", meta.date.map(|date| date.to_string()));
    put("kind", (meta.kind != Kind::default()).then(|| meta.kind.as_str().to_owned()));
    put("status", (meta.status != Status::default()).then(|| meta.status.as_str().to_owned()));
    if !meta.byline.is_empty() {
        fields.insert("byline".to_owned(), json!(meta.byline));
    }
    let quoted = read.cast.appearances.iter().filter(|speaker| speaker.named && !speaker.said.is_empty());
    let mut names: Vec<&str> =
        quoted.flat_map(|speaker| std::iter::once(&speaker.name).chain(&speaker.aliases)).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    fields.insert("speakers".to_owned(), json!(names));
    fields.insert("quotations".to_owned(), json!(read.reading.quotations.len()));
    fields
}
