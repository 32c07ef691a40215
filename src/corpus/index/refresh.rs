//! From what an index has to what the files have now: only what changed is read.

use std::collections::VecDeque;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustc_hash::{FxHashMap, FxHashSet};

use super::build::Builder;
use super::catalogue::{Entry, Place};
use super::contents::Held;
use super::generation::Generation;
use super::home::{Home, Lock};
use super::map::Bytes;
use super::next::{Next, articles_of};
use super::pairs::Pairs;
use super::record::{self, Brief};
use super::segment::Segment;
use super::{Progress, STAMP, Unread, Watch, Wish};
use crate::corpus::ingest::{self, Intake, Known};
use crate::corpus::read::Read;
use crate::corpus::walk::{Stamp, Walked};

/// A file that was written so short a time ago may be written again without its time changing.
const FRESH: Duration = Duration::from_secs(2);

/// Where a new generation goes: to disk as long as that takes it, else into memory.
#[derive(Default)]
pub(super) struct Target<'a> {
    pub disk: Option<(&'a Home, &'a Lock)>,
    /// Why it is not on disk, if it was to be.
    pub trouble: Option<String>,
    /// What is missing, if it was not to be made to the end.
    pub unread: Option<Unread>,
}

impl Target<'_> {
    /// Keeps bytes under a name.
    pub(super) fn keep(&mut self, name: &str, bytes: Vec<u8>) -> (Option<String>, Bytes) {
        if let Some((home, lock)) = self.disk {
            match home.put(lock, name, &bytes).and_then(|()| home.map(name)) {
                Ok(map) => return (Some(name.to_owned()), map),
                Err(error) => self.give_up(&error),
            }
        }
        (None, Bytes::Owned(bytes))
    }

    pub(super) fn give_up(&mut self, error: &std::io::Error) {
        if let Some((home, _)) = self.disk.take() {
            self.trouble = Some(in_memory(home, error));
        }
    }
}

/// Why an index is not kept, in one line.
pub(super) fn in_memory(home: &Home, error: &std::io::Error) -> String {
    let folder = home.folder().display();
    format!("the index cannot be kept in {folder} ({error}): it is held in memory for this run")
}

/// Makes the generation that has what the files have now; `None` where the old one turns out to be damaged, or is to
/// hold as it is: then `target` says what it misses.
///
/// With the old one comes which of the files it has as they are.
pub(super) fn refresh(
    walked: &Walked,
    old: Option<(&Generation, Pairs)>,
    target: &mut Target<'_>,
    watch: &Watch<'_>,
) -> Option<Generation> {
    let (old, pairs) = old.unzip();
    let number = old.map_or(0, |old| old.number) + 1;
    let pairs = pairs.unwrap_or_else(|| Pairs::of(walked, None));
    let mut change = Change::new(walked, old, pairs, number, target, watch);
    let stale: Vec<usize> = (0..walked.files.len()).filter(|&file| change.is_stale(file)).collect();
    change.fresh = walked.files.len() - stale.len();
    change.articles = change.articles();
    change.total = stale.iter().map(|&file| walked.files[file].stamp.size).sum();
    ingest::read(stale.iter().map(|&file| (file, &walked.files[file])), &mut change);
    change.flush();
    change.settle();
    if change.broken_off(&stale) {
        return None;
    }
    (watch.report)(Progress::Joining);
    change.next()?.finish()
}

/// Articles of one file by the checksum of what they were read from.
type ByOrigin = FxHashMap<u64, VecDeque<(Place, Known)>>;

/// A generation in the making.
struct Change<'a, 't> {
    walked: &'a Walked,
    old: Option<&'a Generation>,
    number: u64,
    target: &'a mut Target<'t>,
    watch: &'a Watch<'a>,
    pairs: Pairs,
    files: Vec<Held>,
    /// For each file of the old generation its first article, and one more for the end.
    firsts: Vec<u32>,
    segments: Vec<(Option<String>, Arc<Segment>)>,
    builder: Builder,
    /// The segment before the one that is being built, as its bytes are put together.
    pending: Option<JoinHandle<Vec<u8>>>,
    /// What the records of the last segment were pressed with.
    dictionary: Vec<u8>,
    /// Articles that the old generation has of the file being read, by their checksum.
    known: Option<(usize, ByOrigin)>,
    /// Those of them that were found again and are to be kept.
    kept: VecDeque<Place>,
    total: u64,
    done: u64,
    /// Articles that are there by now.
    articles: usize,
    /// Files that needed no reading.
    fresh: usize,
    /// Files that were read to their end.
    ended: FxHashSet<usize>,
    /// That it is not to be made to the end.
    wish: Option<Wish>,
}

impl<'a, 't> Change<'a, 't> {
    fn new(
        walked: &'a Walked,
        old: Option<&'a Generation>,
        pairs: Pairs,
        number: u64,
        target: &'a mut Target<'t>,
        watch: &'a Watch<'a>,
    ) -> Self {
        let segments = old.map(|old| {
            let shelves = old.words.shelves.iter().map(|shelf| Arc::clone(&shelf.segment));
            old.names.iter().cloned().zip(shelves).collect()
        });
        let mut change = Self {
            walked,
            old,
            number,
            target,
            watch,
            pairs,
            files: Vec::with_capacity(walked.files.len()),
            firsts: old.map(|old| old.catalogue.firsts()).unwrap_or_default(),
            segments: segments.unwrap_or_default(),
            builder: Builder::default(),
            pending: None,
            dictionary: old.map(Generation::dictionary).unwrap_or_default(),
            known: None,
            kept: VecDeque::new(),
            total: 0,
            done: 0,
            articles: 0,
            fresh: 0,
            ended: FxHashSet::default(),
            wish: None,
        };
        for (at, file) in walked.files.iter().enumerate() {
            let was = change.pairs.was(at).filter(|_| change.pairs.is_fresh(at));
            let entry = || Entry { root: file.root, below: file.below.clone(), ..Entry::default() };
            let read = || Held::Read(Box::new((entry(), Vec::new())));
            change.files.push(was.map_or_else(read, |was| Held::AsBefore(was as u32)));
        }
        change
    }

    /// How many articles there are by now.
    fn articles(&self) -> usize {
        let of = |held: &Held| match held {
            Held::AsBefore(was) => articles_of(&self.firsts, *was).map_or(0, |articles| articles.len()),
            Held::Read(read) => read.1.len(),
        };
        self.files.iter().map(of).sum()
    }

    /// All that was found, to be put together.
    fn next(self) -> Option<Next<'a, 't>> {
        let Self { files, firsts, segments, old, number, target, .. } = self;
        Next::new(files, &firsts, segments, old, number, target)
    }

    fn is_stale(&self, file: usize) -> bool {
        !self.pairs.is_fresh(file)
    }

    /// Takes note of where the next article of a file that is read lies.
    fn put(&mut self, file: usize, place: Place) {
        if let Held::Read(read) = &mut self.files[file] {
            read.1.push(place);
        }
        self.articles += 1;
    }

    /// Ends the segment that is being built; its bytes are put together while the next one is read.
    fn flush(&mut self) {
        if self.builder.articles() == 0 {
            return;
        }
        self.settle();
        let builder = std::mem::take(&mut self.builder);
        let dictionary = std::mem::take(&mut self.dictionary);
        // Threads of its own: those that read may be waiting for it.
        match rayon::ThreadPoolBuilder::new().build() {
            Ok(pool) => {
                let finish = move || pool.install(|| builder.finish(STAMP, &dictionary));
                self.pending = Some(std::thread::spawn(finish));
            }
            Err(_) => self.add(builder.finish(STAMP, &dictionary)),
        }
    }

    /// Waits for the segment before the one that is being built.
    fn settle(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.add(pending.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
    }

    fn add(&mut self, bytes: Vec<u8>) {
        let name = format!("{}-{}.seg", self.number, self.segments.len());
        let (name, bytes) = self.target.keep(&name, bytes);
        let segment = Segment::open(bytes, STAMP).expect("what was just written opens");
        segment.dictionary().clone_into(&mut self.dictionary);
        // Nobody looks into it before all are there.
        segment.container().let_go_all();
        self.segments.push((name, Arc::new(segment)));
    }

    fn known_of(&self, file: usize) -> ByOrigin {
        let mut known = ByOrigin::default();
        let (Some(old), Some(was)) = (self.old, self.pairs.was(file)) else { return known };
        for article in old.catalogue.articles_of(was) {
            let Some((segment, number)) = old.segment_of(article) else { continue };
            if let Some((origin, id)) = Brief::head(segment.brief(number)) {
                known.entry(origin).or_default().push_back((old.catalogue.place(article), Known { id }));
            }
        }
        known
    }

    /// Where it was not to be made to the end: files that were not reached keep the articles that the old generation
    /// has of them, and what is missing is told. Returns whether the old generation is to hold as it is.
    fn broken_off(&mut self, stale: &[usize]) -> bool {
        let Some(wish) = self.wish else { return false };
        let left = wish == Wish::Stop && self.old.is_some();
        if left {
            self.ended.clear();
            self.done = 0;
        }
        for &file in stale.iter().filter(|file| !self.ended.contains(file)) {
            let (Some(old), Some(was)) = (self.old, self.pairs.was(file)) else { continue };
            let before: Vec<Place> =
                old.catalogue.articles_of(was).map(|article| old.catalogue.place(article)).collect();
            // Of a file that grew, what was read may be more than what was.
            if let Held::Read(read) = &mut self.files[file]
                && before.len() >= read.1.len()
            {
                read.1 = before;
            }
        }
        let size: u64 = self.walked.files.iter().map(|file| file.stamp.size).sum();
        let missing = self.total.saturating_sub(self.done);
        self.target.unread = Some(Unread {
            articles: self.articles(),
            files: self.walked.files.len() - stale.len() + self.ended.len(),
            of: self.walked.files.len(),
            percent: (100 * (size - missing.min(size))).checked_div(size).unwrap_or(100),
        });
        left
    }
}

impl Intake for Change<'_, '_> {
    fn known(&mut self, file: usize, origin: u64) -> Option<Known> {
        if self.known.as_ref().is_none_or(|(of, _)| *of != file) {
            self.known = Some((file, self.known_of(file)));
        }
        let (_, known) = self.known.as_mut()?;
        let (place, known) = known.get_mut(&origin)?.pop_front()?;
        self.kept.push_back(place);
        Some(known)
    }

    fn keep(&mut self, file: usize, _: u64) {
        let place = self.kept.pop_front().expect("each one kept was known before, in this order");
        self.put(file, place);
    }

    fn take(&mut self, file: usize, id: Option<String>, origin: u64, read: Read) {
        let record = record::write(&read.reading);
        let brief = Brief::of(&read, origin, id).write();
        let segment = self.segments.len() + usize::from(self.pending.is_some());
        let place = (segment as u32, self.builder.articles() as u32);
        self.builder.tell(&read.sketches);
        self.builder.add(&read.tokens, read.reading.document.prose.text().len(), &record, &brief);
        self.put(file, place);
        if self.builder.is_full() {
            self.flush();
        }
    }

    fn skipped(&mut self, bytes: u64) {
        self.total = self.total.saturating_sub(bytes);
    }

    fn stops(&mut self) -> bool {
        if self.wish.is_none() {
            self.wish = Some((self.watch.wish)()).filter(|wish| *wish != Wish::GoOn);
        }
        self.wish.is_some()
    }

    fn end(&mut self, file: usize, hash: u64, problems: Vec<String>) {
        self.ended.insert(file);
        let Held::Read(read) = &mut self.files[file] else { return };
        let entry = &mut read.0;
        entry.hash = hash;
        entry.problems = problems;
        entry.stamp = self.walked.files[file].stamp;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        if Duration::from_nanos(entry.stamp.modified) + FRESH > now {
            entry.stamp = Stamp::default();
        }
    }

    fn passed(&mut self, bytes: u64) {
        self.done += bytes;
        (self.watch.report)(Progress::Reading {
            done: self.done,
            total: self.total,
            articles: self.articles,
            files: self.fresh + self.ended.len(),
            of: self.walked.files.len(),
        });
    }
}
