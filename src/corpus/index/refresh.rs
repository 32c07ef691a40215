//! From what an index has to what the files have now: only what changed is read.

use std::collections::VecDeque;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustc_hash::{FxHashMap, FxHashSet};

use super::build::Builder;
use super::catalogue::{self, Catalogue, Contents, Entry, Place};
use super::families::{self, Families};
use super::generation::Generation;
use super::home::{Home, Lock, Manifest};
use super::map::Bytes;
use super::merge::{self, Input};
use super::pairs::Pairs;
use super::record::{self, Brief};
use super::segment::Segment;
use super::{Progress, STAMP, Unread, Watch, Wish};
use crate::corpus::ingest::{self, Intake, Known};
use crate::corpus::read::Read;
use crate::corpus::walk::{Stamp, Walked};

/// A file that was written so short a time ago may be written again without its time changing.
const FRESH: Duration = Duration::from_secs(2);

/// A segment is merged with those that are smaller when it is not so many times as large as they are together.
const LIKE: usize = 4;
/// A segment is written anew when more than one in so many of its articles is gone.
const GONE: usize = 4;

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
    fn keep(&mut self, name: &str, bytes: Vec<u8>) -> (Option<String>, Bytes) {
        if let Some((home, lock)) = self.disk {
            match home.put(lock, name, &bytes).and_then(|()| home.map(name)) {
                Ok(map) => return (Some(name.to_owned()), map),
                Err(error) => self.give_up(&error),
            }
        }
        (None, Bytes::Owned(bytes))
    }

    fn give_up(&mut self, error: &std::io::Error) {
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
pub(super) fn refresh(
    walked: &Walked,
    old: Option<&Generation>,
    target: &mut Target<'_>,
    watch: &Watch<'_>,
) -> Option<Generation> {
    let number = old.map_or(0, |old| old.number) + 1;
    let pairs = Pairs::of(walked, old.map(|old| &old.catalogue));
    let mut change = Change::new(walked, old, pairs, number, target, watch);
    let stale: Vec<usize> = (0..walked.files.len()).filter(|&file| change.is_stale(file)).collect();
    change.fresh = walked.files.len() - stale.len();
    change.articles = change.files.iter().map(|(_, places)| places.len()).sum();
    change.total = stale.iter().map(|&file| walked.files[file].stamp.size).sum();
    ingest::read(stale.iter().map(|&file| (file, &walked.files[file])), &mut change);
    change.flush();
    change.settle();
    if change.broken_off(&stale) {
        return None;
    }
    change.finish()
}

/// A number for each article that it keeps as long as it is what it is, over all generations of a line.
struct Births {
    of: Vec<u32>,
    /// One more than the largest there was.
    born: u32,
    line: u64,
}

/// So many numbers for each article, and so many more, are given before they are given anew.
const SPARSE: (u64, u64) = (4, 1 << 20);

/// The births of articles, by what their numbers in the old generation were.
fn births(was: &[Option<u32>], old: Option<&Catalogue>) -> Births {
    use std::hash::BuildHasher;
    let old = old.filter(|old| u64::from(old.born) <= SPARSE.0 * u64::from(old.articles) + SPARSE.1);
    let before = old.map(Catalogue::births).unwrap_or_default();
    let mut born = old.map_or(0, |old| old.born);
    let next = |was: &Option<u32>| {
        was.and_then(|was| before.get(was as usize).copied()).unwrap_or_else(|| {
            born += 1;
            born - 1
        })
    };
    let of = was.iter().map(next).collect();
    // Any number will do that no other line is likely to have.
    let line = || std::hash::RandomState::new().hash_one((SystemTime::now(), std::process::id()));
    Births { of, born, line: old.map_or_else(line, |old| old.line) }
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
    files: Vec<(Entry, Vec<Place>)>,
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
            let taken = was.zip(change.old).and_then(|(was, Generation { catalogue, .. })| {
                let places = catalogue.articles_of(was).map(|article| catalogue.place(article));
                Some((catalogue.file(was)?, places.collect()))
            });
            let entry = || Entry { root: file.root, below: file.below.clone(), ..Entry::default() };
            change.files.push(taken.unwrap_or_else(|| (entry(), Vec::new())));
        }
        change
    }

    fn is_stale(&self, file: usize) -> bool {
        !self.pairs.is_fresh(file)
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
            if before.len() >= self.files[file].1.len() {
                self.files[file].1 = before;
            }
        }
        let size: u64 = self.walked.files.iter().map(|file| file.stamp.size).sum();
        let missing = self.total.saturating_sub(self.done);
        self.target.unread = Some(Unread {
            articles: self.files.iter().map(|(_, places)| places.len()).sum(),
            files: self.walked.files.len() - stale.len() + self.ended.len(),
            of: self.walked.files.len(),
            percent: (100 * (size - missing.min(size))).checked_div(size).unwrap_or(100),
        });
        left
    }

    /// Puts it all together, and on disk.
    fn finish(mut self) -> Option<Generation> {
        let was = self.numbers_before();
        self.drop_unused();
        (self.watch.report)(Progress::Joining);
        // Families are told from the segments as they are, while those are merged.
        let segments: Vec<Arc<Segment>> = self.segments.iter().map(|(_, segment)| Arc::clone(segment)).collect();
        let places = self.files.iter().flat_map(|(_, places)| places).zip(&was);
        let entries: Vec<families::Entry> = places.map(|(&place, &was)| families::Entry { place, was }).collect();
        let old = self.old;
        let (families, ()) = rayon::join(|| families::of(&segments, &entries, old), || self.merge());
        let Families { firsts, of: families, quotations } = families?;
        let Births { of: births, born, line } = births(&was, old.map(|old| &old.catalogue));
        let contents = Contents {
            quotations,
            digest: self.digest(),
            line,
            born,
            births: &births,
            files: &self.files,
            families: (&firsts, &families),
        };
        let bytes = catalogue::write(&contents, STAMP);
        let name = format!("{}.cat", self.number);
        let (kept, bytes) = self.target.keep(&name, bytes);
        let kept = self.commit(kept);
        let catalogue = Catalogue::open(bytes, STAMP).ok()?;
        let generation = Generation::new(self.number, catalogue, self.segments)?;
        Some(Generation { kept, ..generation })
    }

    /// For each article its number in the old generation, if it was there.
    fn numbers_before(&self) -> Vec<Option<u32>> {
        let shelves = self.old.map_or(&[][..], |old| &old.words.shelves);
        let places = self.files.iter().flat_map(|(_, places)| places);
        places.map(|&(segment, number)| shelves.get(segment as usize)?.ids.get(number as usize).copied()).collect()
    }

    /// Leaves out segments none of whose articles is left.
    fn drop_unused(&mut self) {
        let mut used = vec![false; self.segments.len()];
        for &(segment, _) in self.files.iter().flat_map(|(_, places)| places) {
            used[segment as usize] = true;
        }
        let mut next = 0;
        let numbers: Vec<u32> = used
            .iter()
            .map(|&used| {
                next += u32::from(used);
                next.wrapping_sub(1)
            })
            .collect();
        for (segment, _) in self.files.iter_mut().flat_map(|(_, places)| places) {
            *segment = numbers[*segment as usize];
        }
        let mut used = used.into_iter();
        self.segments.retain(|_| used.next() == Some(true));
    }

    /// Makes one of segments that are about as large as what is younger than they are, and of those with much gone:
    /// so there are never more than a few, and an article is written again a few times in its life.
    fn merge(&mut self) {
        let Some((home, lock)) = self.target.disk else { return };
        let mut live: Vec<Vec<bool>> =
            self.segments.iter().map(|(_, segment)| vec![false; segment.articles() as usize]).collect();
        for &(segment, number) in self.files.iter().flat_map(|(_, places)| places) {
            live[segment as usize][number as usize] = true;
        }
        let mut order: Vec<usize> = (0..self.segments.len()).collect();
        order.sort_by_key(|&at| self.segments[at].1.entries());
        let (mut sum, mut few) = (0, 0);
        for (nth, &at) in order.iter().enumerate() {
            let size = self.segments[at].1.entries();
            let gone = live[at].iter().filter(|live| !**live).count();
            if (nth > 0 && size < LIKE * sum) || gone * GONE > live[at].len() {
                few = nth + 1;
            }
            sum += size;
        }
        // In their own order, in which articles lie mostly as in the corpus: then hits need no sorting by article.
        let mut chosen = order[..few].to_vec();
        chosen.sort_unstable();
        let inputs: Vec<Input<'_>> =
            chosen.iter().map(|&at| Input { segment: &self.segments[at].1, live: &live[at] }).collect();
        if inputs.is_empty() || !merge::fits(&inputs) {
            return;
        }
        let name = format!("{}-m.seg", self.number);
        let merged = home
            .compose(lock, &name, |out| merge::merge(&inputs, out, STAMP))
            .and_then(|()| home.map(&name))
            .and_then(|bytes| Segment::open(bytes, STAMP).map_err(|_| std::io::Error::other("was not written whole")));
        // What cannot be merged stays as it is: it answers as well, a little slower.
        let Ok(merged) = merged else { return };
        let mut numbers: Vec<Vec<u32>> = vec![Vec::new(); self.segments.len()];
        let mut next = 0;
        for &at in &chosen {
            let count = |live: &bool| {
                next += u32::from(*live);
                next.wrapping_sub(1)
            };
            numbers[at] = live[at].iter().map(count).collect();
        }
        let new = self.segments.len() as u32;
        for place in self.files.iter_mut().flat_map(|(_, places)| places) {
            if let Some(&number) = numbers[place.0 as usize].get(place.1 as usize) {
                *place = (new, number);
            }
        }
        self.segments.push((Some(name), Arc::new(merged)));
        self.drop_unused();
    }

    fn digest(&self) -> u64 {
        use std::hash::{Hash, Hasher};
        let mut hasher = rustc_hash::FxHasher::default();
        for (entry, places) in &self.files {
            (entry.root, &entry.below, entry.hash, places.len()).hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Makes it the generation that holds, if all of it is on disk; tells whether it is.
    fn commit(&mut self, catalogue: Option<String>) -> bool {
        let segments: Option<Vec<String>> = self.segments.iter().map(|(name, _)| name.clone()).collect();
        let (Some(catalogue), Some(segments), Some((home, lock))) = (catalogue, segments, self.target.disk) else {
            return false;
        };
        let manifest = Manifest { generation: self.number, catalogue, segments };
        match home.commit(lock, &manifest, STAMP) {
            Ok(()) => {
                home.sweep(lock, &manifest);
                true
            }
            Err(error) => {
                self.target.give_up(&error);
                false
            }
        }
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
        self.files[file].1.push(place);
        self.articles += 1;
    }

    fn take(&mut self, file: usize, id: Option<String>, origin: u64, read: Read) {
        let record = record::write(&read.reading);
        let brief = Brief::of(&read, origin, id).write();
        let segment = self.segments.len() + usize::from(self.pending.is_some());
        let place = (segment as u32, self.builder.articles() as u32);
        self.builder.tell(&read.sketches);
        self.builder.add(&read.tokens, read.reading.document.prose.text().len(), record, &brief);
        self.files[file].1.push(place);
        self.articles += 1;
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
        let entry = &mut self.files[file].0;
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
