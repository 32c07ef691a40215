//! A corpus on disk: read once, then only looked up.
//!
//! An index is a folder of segments, which hold articles and where each run of their words stands, and a catalogue, which
//! says in what order they are. All of it is written once and mapped into memory; what changes is in new files.

pub(super) mod build;
mod bytes;
mod catalogue;
mod container;
mod contents;
mod families;
mod gather;
mod generation;
mod home;
mod joining;
mod map;
mod merge;
mod next;
mod pairs;
mod patch;
mod pieces;
mod places;
mod press;
mod reading;
mod record;
mod refresh;
mod roster;
mod runs;
mod search;
mod segment;
mod somebody;
mod strips;
mod wake;
mod who;
mod within;
pub(in crate::corpus) mod words;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use super::people::People;
use super::walk::Walked;
use super::{About, Article, ArticleId, Corpus, CorpusError, Found, Hit, Odd, Person, Query};
use crate::speakers::Directory;
use catalogue::Entry;
use generation::{Generation, Trouble};
use home::Home;
use pairs::Pairs;
use refresh::Target;

/// No article: of one that is gone.
const NOBODY: u32 = u32::MAX;
/// So often another process is given time to be done with an index that is there, and so long each time.
const BRIEFLY: usize = 3;
const BETWEEN: Duration = Duration::from_millis(20);
/// So many of the best articles found are fetched at once: most of them are read next.
const FETCHED: usize = 12;
/// After so long it is told that another process is waited for.
const LONG: Duration = Duration::from_secs(1);
/// What an index depends on besides the files: how this program reads them. `build.rs` makes it of the sources.
const STAMP: u64 = parsed(env!("ONRECORD_READING"));

const fn parsed(digits: &str) -> u64 {
    let (mut number, mut at) = (0u64, 0);
    while at < digits.len() {
        number = number.wrapping_mul(10).wrapping_add((digits.as_bytes()[at] - b'0') as u64);
        at += 1;
    }
    number
}

/// How far the making of an index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many bytes of the files that changed are read.
    Reading {
        /// Bytes read.
        done: u64,
        /// Bytes in all.
        total: u64,
        /// Articles that are there by now.
        articles: usize,
        /// Files that are there as they are now.
        files: usize,
        /// Files in all.
        of: usize,
    },
    /// Who is who, and which stories carry one text.
    Joining,
    /// Another process is making the very index, which takes as long as it takes.
    Waiting,
}

/// Who is told how far it is.
pub type Report<'a> = dyn Fn(Progress) + Sync + 'a;

/// Whether to go on making an index; asked again and again meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Up to the end.
    GoOn,
    /// What is read by now is wanted; the next opening goes on from there.
    Pause,
    /// No more: the last generation holds, or where there is none, what is read by now.
    Stop,
}

/// Who is told how far the making of an index is, and says whether to go on.
pub struct Watch<'a> {
    /// Told.
    pub report: &'a Report<'a>,
    /// Asked.
    pub wish: &'a (dyn Fn() -> Wish + Sync),
}

/// How much of a corpus an index has that was not made to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread {
    /// How many articles it has.
    pub articles: usize,
    /// How many files it has as they are now.
    pub files: usize,
    /// How many there are.
    pub of: usize,
    /// How many of a hundred bytes it has as they are now.
    pub percent: u64,
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { articles, files, of, percent } = self;
        if *of == 1 {
            return write!(f, "{articles} sources, {percent} % of the corpus");
        }
        write!(f, "{articles} sources, {files} of {of} files")
    }
}

/// A corpus in an index.
#[derive(Debug)]
pub struct IndexCorpus {
    roots: Vec<PathBuf>,
    home: Option<Home>,
    generation: Generation,
    people: OnceLock<People>,
    recent: Mutex<Recent>,
    about: About,
}

impl IndexCorpus {
    /// Opens the index of some files in a folder of its own, after reading what changed; without a folder, in memory.
    ///
    /// Tells what is missing if it was not to be made to the end.
    pub(super) fn open(
        roots: &[PathBuf],
        walked: &Walked,
        folder: Option<PathBuf>,
        watch: &Watch<'_>,
    ) -> (Self, Option<Unread>) {
        let home = folder.map(Home::new);
        let mut problems = Vec::new();
        let (generation, unread) = Self::generation(walked, home.as_ref(), &mut problems, watch);
        let catalogue = &generation.catalogue;
        problems.extend(walked.problems.iter().cloned());
        let files = (0..catalogue.files()).filter_map(|file| catalogue.file(file));
        let files = files.filter(|file| !file.problems.is_empty()).filter_map(|file| {
            let file_name = named(roots, &file)?.display().to_string();
            Some(Odd { file: file_name, problems: file.problems })
        });
        let odd: Vec<Odd> = files.collect();
        problems.extend(odd.iter().flat_map(|odd| odd.problems.clone()));
        let about = About {
            articles: catalogue.articles as usize,
            quotations: catalogue.quotations,
            generation: catalogue.digest,
            problems,
            odd,
        };
        let (people, recent) = (OnceLock::new(), Mutex::default());
        (Self { roots: roots.to_vec(), home, generation, people, recent, about }, unread)
    }

    /// Whether it is on disk as it is, so that the next opening goes on from there.
    pub(super) fn is_kept(&self) -> bool {
        self.generation.is_on_disk()
    }

    fn generation(
        walked: &Walked,
        home: Option<&Home>,
        problems: &mut Vec<String>,
        watch: &Watch<'_>,
    ) -> (Generation, Option<Unread>) {
        let mut target = Target::default();
        let Some(home) = home else {
            let generation = Self::anew(walked, &mut target, watch);
            return (generation, target.unread);
        };
        let folder = home.folder().display();
        let old = match Generation::open(home, STAMP) {
            Ok(old) => {
                let pairs = Pairs::of(walked, Some(&old.catalogue));
                if pairs.is_current() && !old.catalogue.is_damaged() {
                    return (old, None);
                }
                Some((old, pairs))
            }
            Err(Trouble::Nothing) => None,
            Err(Trouble::Old) => {
                problems.push(format!("the index in {folder} was made by another version: it is being rebuilt"));
                None
            }
            Err(Trouble::Damaged) => {
                problems.push(format!("the index in {folder} is damaged: it is being rebuilt"));
                None
            }
            Err(Trouble::Unreadable(error)) => {
                problems.push(format!("the index in {folder} cannot be read ({error}): it is being rebuilt"));
                None
            }
        };
        let lock = match Self::lock(home, old.is_some(), watch) {
            Ok(lock) => lock,
            Err(error) => {
                *problems = vec![refresh::in_memory(home, &error)];
                None
            }
        };
        let old = match &lock {
            // Another process may have done it since.
            Some(_) if old.as_ref().is_some_and(|(old, _)| old.holds(home)) => old,
            Some(_) => match Generation::open(home, STAMP) {
                Ok(new) => {
                    let pairs = Pairs::of(walked, Some(&new.catalogue));
                    if pairs.is_current() {
                        return (new, None);
                    }
                    Some((new, pairs))
                }
                Err(_) => old,
            },
            None => old,
        };
        target.disk = lock.as_ref().map(|lock| (home, lock));
        let refreshed = old.and_then(|(old, pairs)| {
            let refreshed = refresh::refresh(walked, Some((&old, pairs)), &mut target, watch);
            if refreshed.is_none() && target.unread.is_some() {
                return Some(old);
            }
            if refreshed.is_none() {
                problems.push(format!("the index in {folder} is damaged: it is being rebuilt"));
            }
            refreshed
        });
        let generation = refreshed.unwrap_or_else(|| Self::anew(walked, &mut target, watch));
        problems.extend(target.trouble);
        (generation, target.unread)
    }

    fn anew(walked: &Walked, target: &mut Target<'_>, watch: &Watch<'_>) -> Generation {
        let on_disk = refresh::refresh(walked, None, target, watch);
        on_disk.unwrap_or_else(|| {
            // The disk gives back something else than it was given.
            target.disk = None;
            refresh::refresh(walked, None, target, watch).expect("memory keeps what is written to it")
        })
    }

    /// The right to change the index. While another process has it, what changed goes into memory; but the first
    /// making of an index is waited for, since doing all of it twice would take longer, unless no more is wanted.
    fn lock(home: &Home, there: bool, watch: &Watch<'_>) -> std::io::Result<Option<home::Lock>> {
        let began = Instant::now();
        // A process that this one starts has all its files, the lock too, until it has become another program.
        let mut tries = if there { BRIEFLY } else { usize::MAX };
        loop {
            let lock = home.lock()?;
            tries -= 1;
            if lock.is_some() || tries == 0 || (watch.wish)() == Wish::Stop {
                return Ok(lock);
            }
            if began.elapsed() >= LONG {
                (watch.report)(Progress::Waiting);
            }
            std::thread::sleep(BETWEEN);
        }
    }

    /// How many bytes the index takes.
    pub fn size(&self) -> u64 {
        self.generation.size()
    }

    fn joined(&self) -> Result<&People, CorpusError> {
        if let Some(people) = self.people.get() {
            return Ok(people);
        }
        let people = who::people(self.home.as_ref(), &self.generation).ok_or_else(|| self.damaged())?;
        Ok(self.people.get_or_init(|| people))
    }

    /// What is not what was written is not to be believed any more, now or by the next one.
    fn damaged(&self) -> CorpusError {
        if let Some(home) = &self.home {
            home.condemn();
        }
        CorpusError::Damaged
    }

    fn read(&self, id: ArticleId) -> Option<Article> {
        let generation = &self.generation;
        let (segment, number) = generation.segment_of(id.0)?;
        let reading = record::read(&segment.record(number)?)?;
        let (_, record) = record::Brief::head(segment.brief(number))?;
        let file = generation.catalogue.file(generation.catalogue.file_of(id.0))?;
        let name = named(&self.roots, &file)?.display().to_string();
        let path = record.map_or_else(|| name.clone(), |record| format!("{name}#{record}"));
        let families = generation.catalogue.families(id.0);
        // A damaged catalogue could have fewer.
        if families.len() < reading.document.stories.len().max(1) || generation.catalogue.is_damaged() {
            return None;
        }
        Some(Article { id, path, reading, families })
    }
}

/// The path of a file, as those of the settings lead to it.
fn named(roots: &[PathBuf], file: &Entry) -> Option<PathBuf> {
    let root = roots.get(file.root)?;
    Some(if file.below.is_empty() { root.clone() } else { root.join(&file.below) })
}

impl Corpus for IndexCorpus {
    fn find(&self, query: &Query) -> Result<Found, CorpusError> {
        let found = self.generation.words.find(query);
        self.sound()?;
        for hit in found.hits.iter().take(FETCHED) {
            self.generation.fetch(hit.article.0);
        }
        Ok(found)
    }

    fn article(&self, id: ArticleId) -> Result<Arc<Article>, CorpusError> {
        if id.0 >= self.generation.catalogue.articles {
            return Err(CorpusError::Gone);
        }
        let recent = || self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(article) = recent().get(id) {
            return Ok(article);
        }
        let article = Arc::new(self.read(id).ok_or_else(|| self.damaged())?);
        recent().put(&article);
        Ok(article)
    }

    fn people(&self, name: &str, most: usize) -> Result<Vec<Arc<Person>>, CorpusError> {
        Ok(self.joined()?.named(name, most))
    }

    fn everybody(&self) -> Result<Vec<Arc<Person>>, CorpusError> {
        Ok(self.joined()?.all())
    }

    fn titled(&self, typed: &str, limit: usize) -> Result<Vec<Arc<Article>>, CorpusError> {
        let typed = typed.to_lowercase();
        let generation = &self.generation;
        let mut found = Vec::new();
        for file in 0..generation.catalogue.files() {
            let Some(entry) = generation.catalogue.file(file) else { return Err(self.damaged()) };
            // A single file that the settings name has no name below itself.
            let root = || self.roots.get(entry.root)?.file_name().map(|name| name.to_string_lossy().into_owned());
            let name = if entry.below.is_empty() { root().unwrap_or_default() } else { entry.below.clone() };
            let named = name.to_lowercase().contains(&typed);
            for id in generation.catalogue.articles_of(file) {
                let Some((segment, number)) = generation.segment_of(id) else { return Err(self.damaged()) };
                let Some((record, title)) = record::Brief::title(segment.brief(number)) else {
                    return Err(self.damaged());
                };
                let holds = |text: &Option<String>| text.as_ref().is_some_and(|it| it.to_lowercase().contains(&typed));
                if named || holds(&record) || holds(&title) {
                    found.push(self.article(ArticleId(id))?);
                    if found.len() == limit {
                        return Ok(found);
                    }
                }
            }
        }
        Ok(found)
    }

    fn lying_in(&self, file: &Path) -> Vec<ArticleId> {
        let catalogue = &self.generation.catalogue;
        let numbers = self.roots.iter().enumerate().filter_map(|(root, path)| {
            let below = file.strip_prefix(path.canonicalize().ok()?).ok()?;
            catalogue.numbered(root, below)
        });
        numbers.flat_map(|number| catalogue.articles_of(number)).map(ArticleId).collect()
    }

    fn directory(&self) -> Arc<Directory> {
        self.joined().map(|people| Arc::clone(people.directory())).unwrap_or_default()
    }

    fn about(&self) -> About {
        self.about.clone()
    }

    fn words(&self) -> Option<&words::Words> {
        Some(&self.generation.words)
    }

    fn sound(&self) -> Result<(), CorpusError> {
        self.generation.words.sound().map_err(|_| self.damaged())
    }
}

/// Articles that were asked for lately: those of two stretches of time, the earlier one forgotten as a whole.
#[derive(Debug, Default)]
struct Recent {
    now: FxHashMap<ArticleId, Arc<Article>>,
    before: FxHashMap<ArticleId, Arc<Article>>,
}

/// So many articles make a stretch: some megabytes.
const STRETCH: usize = 256;

impl Recent {
    fn get(&mut self, id: ArticleId) -> Option<Arc<Article>> {
        if let Some(article) = self.now.get(&id) {
            return Some(Arc::clone(article));
        }
        let article = self.before.remove(&id)?;
        self.put(&article);
        Some(article)
    }

    fn put(&mut self, article: &Arc<Article>) {
        if self.now.len() == STRETCH {
            self.before = std::mem::take(&mut self.now);
        }
        self.now.insert(article.id, Arc::clone(article));
    }
}
