//! Articles on their way from files to batches, each with what an archive is to know of it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::super::index::{Progress, Report};
use super::super::ingest::{self, Intake, Known, checksum, is_rows};
use super::super::read::Read;
use super::super::walk::{Found, Walked, extension};
use super::mapping::Volume;
use super::memo::Memo;
use super::passages;
use super::prune::Near;
use super::send::Parcel;
use crate::formats::{Kind, Status, packed};
use crate::settings::archive::ArchiveSettings;

/// So many articles, or bytes of them, make a batch.
const BATCH: usize = 200;
const BATCH_BYTES: usize = 4 << 20;
/// Longer names of articles are cut: the cluster takes none of more than 512 bytes.
const LONGEST_ID: usize = 480;

/// What reading a corpus came to, besides what was sent.
pub(super) struct Gathered {
    /// What could not be read, a line each.
    pub problems: Vec<String>,
    /// How many articles were passed over.
    pub there: usize,
    /// What there is, of each path.
    pub near: Vec<Near>,
}

/// What is to be read, and how.
pub(super) struct Errand<'a> {
    pub paths: &'a [PathBuf],
    pub walked: &'a Walked,
    pub settings: &'a ArchiveSettings,
    /// What marks the articles of each path.
    pub senders: &'a [String],
    pub memo: &'a Mutex<Memo>,
    /// Nobody takes any more.
    pub stop: &'a AtomicBool,
    pub report: &'a Report<'a>,
}

/// Reads all files, and hands on what nobody remembers having sent.
pub(super) fn pack(errand: &Errand<'_>, sender: SyncSender<Vec<Parcel>>) -> Gathered {
    let files = &errand.walked.files;
    let names = files.iter().map(|file| name(errand.paths, file)).collect();
    let near = errand.senders.iter().map(|sender| Near { sender: sender.clone(), ..Near::default() }).collect();
    let mut packer = Packer {
        errand,
        names,
        whole: vec![false; files.len()],
        near,
        sender,
        total: files.iter().map(|file| file.stamp.size).sum(),
        done: 0,
        batch: Vec::new(),
        bytes: 0,
        there: 0,
        taken: 0,
        ended: 0,
        problems: Vec::new(),
    };
    ingest::read(files.iter().enumerate(), &mut packer);
    packer.flush();
    let Packer { problems, there, mut near, names, whole, .. } = packer;
    for ((file, name), _) in files.iter().zip(names).zip(whole).filter(|(_, whole)| !whole) {
        near[file.root].odd.push(name);
    }
    Gathered { problems, there, near }
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
    errand: &'a Errand<'a>,
    names: Vec<String>,
    /// Which files were read to their end, with nothing odd.
    whole: Vec<bool>,
    /// By path.
    near: Vec<Near>,
    sender: SyncSender<Vec<Parcel>>,
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
            self.errand.stop.store(true, Ordering::Relaxed);
        }
    }

    fn near(&mut self, file: usize) -> &mut Near {
        &mut self.near[self.errand.walked.files[file].root]
    }

    fn mark(&self, file: usize, origin: u64) -> u64 {
        let sender = &self.near[self.errand.walked.files[file].root].sender;
        checksum(format!("{sender} {} {origin}", self.names[file]).as_bytes())
    }

    fn article(&self, mark: u64) -> Option<u64> {
        self.errand.memo.lock().unwrap_or_else(PoisonError::into_inner).article(mark)
    }
}

impl Intake for Packer<'_> {
    fn known(&mut self, file: usize, origin: u64) -> Option<Known> {
        self.article(self.mark(file, origin)).map(|_| Known::default())
    }

    fn keep(&mut self, file: usize, origin: u64) {
        self.there += 1;
        // A later line of the same name may have taken its place meanwhile, and counts itself.
        if let Some(article) = self.article(self.mark(file, origin)) {
            self.near(file).articles.insert(article);
        }
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
        let sender = self.near(file).sender.clone();
        self.near(file).articles.insert(Parcel::number(&sender, &id));
        let (path, mark) = (&self.errand.walked.files[file].path, self.mark(file, origin));
        let parcel = parcel(id, path, origin, (mark, sender), self.errand.settings, &read);
        self.taken += 1;
        self.bytes += 3 * read.reading.document.text.len();
        self.batch.push(parcel);
        if self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.flush();
        }
    }

    fn stops(&mut self) -> bool {
        self.errand.stop.load(Ordering::Relaxed)
    }

    fn passed(&mut self, bytes: u64) {
        self.done += bytes;
        (self.errand.report)(Progress::Reading {
            done: self.done,
            total: self.total,
            articles: self.there + self.taken,
            files: self.ended,
            of: self.errand.walked.files.len(),
        });
    }

    fn end(&mut self, file: usize, _: u64, problems: Vec<String>) {
        self.ended += 1;
        self.whole[file] = problems.iter().all(|problem| problem.contains(ingest::AGAIN));
        self.problems.extend(problems);
    }
}

fn parcel(
    id: String,
    file: &Path,
    origin: u64,
    (mark, sender): (u64, String),
    settings: &ArchiveSettings,
    read: &Read,
) -> Parcel {
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
    let volume = Volume::of(settings, document.meta.date);
    Parcel { id, rev, sender, mark, volume, windows, source }
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
    let mut people: Vec<&str> = quoted.clone().map(|speaker| speaker.name.as_str()).collect();
    people.sort_unstable();
    people.dedup();
    fields.insert("quoted".to_owned(), json!(people));
    let mut names: Vec<&str> =
        quoted.flat_map(|speaker| std::iter::once(&speaker.name).chain(&speaker.aliases)).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    fields.insert("speakers".to_owned(), json!(names));
    fields.insert("quotations".to_owned(), json!(read.reading.quotations.len()));
    fields
}
