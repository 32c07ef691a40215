//! From the paths of the settings to a corpus, in memory or in an index on disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use etcetera::BaseStrategy;

use super::index::{IndexCorpus, Report, Unread, Watch, Wish};
use super::memory::MemoryCorpus;
use super::walk::{self, Walked};
use super::{Corpus, CorpusError, ingest};
use crate::settings::CorpusSettings;

/// A corpus of fewer bytes is read anew each time, in less time than one notices, and leaves nothing on disk.
const SMALL: u64 = 1 << 20;

/// Where an index may be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// In memory.
    #[default]
    Nowhere,
    /// Below this folder, if the corpus is large enough to be worth it.
    Below(PathBuf),
    /// Below this folder, whatever its size.
    Always(PathBuf),
}

impl Keep {
    /// As the settings have it: in the folder that they name, else in the user's cache.
    pub fn set(settings: &CorpusSettings) -> Self {
        let cache = || Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("onrecord"));
        settings.index.clone().or_else(cache).map_or(Self::Nowhere, Self::Below)
    }
}

/// Opens the sources under `paths`: folders, single files, `.jsonl` of articles.
///
/// What cannot be read is left out and told in [`super::About::problems`], a line each.
///
/// # Errors
/// When a path is not there, or when nothing was found under any.
pub fn open(paths: &[PathBuf], keep: &Keep, report: &Report<'_>) -> Result<Arc<dyn Corpus>, CorpusError> {
    open_watched(paths, keep, &Watch { report, wish: &|| Wish::GoOn }).map(|opened| opened.corpus)
}

/// A corpus, and how much of it is there.
pub struct Opened {
    /// What can be searched.
    pub corpus: Arc<dyn Corpus>,
    /// What is missing, if it was not to be read to the end.
    pub unread: Option<Unread>,
    /// Whether the next opening goes on from there.
    pub goes_on: bool,
    /// Which files it has.
    pub seen: Seen,
}

/// Which files a corpus had when it was opened.
#[derive(Clone, Debug)]
pub struct Seen(Arc<Walked>);

impl Seen {
    /// Which it has after some of these were written or removed, told without looking at the others; `None` where only
    /// looking at all of them tells.
    pub fn again(&self, changed: &[PathBuf]) -> Option<Self> {
        Some(Self(Arc::new(self.0.again(changed)?)))
    }
}

/// The same, as far as somebody wishes.
///
/// # Errors
/// As [`open`].
pub fn open_watched(paths: &[PathBuf], keep: &Keep, watch: &Watch<'_>) -> Result<Opened, CorpusError> {
    open_seen(paths, Seen(Arc::new(walk::walk(paths)?)), keep, watch)
}

/// The same, of files that are known.
///
/// # Errors
/// When there are none.
pub fn open_seen(paths: &[PathBuf], seen: Seen, keep: &Keep, watch: &Watch<'_>) -> Result<Opened, CorpusError> {
    let walked = &seen.0;
    let size: u64 = walked.files.iter().map(|file| file.stamp.size).sum();
    let folder = match keep {
        Keep::Nowhere => None,
        Keep::Below(_) if size < SMALL => None,
        Keep::Below(folder) | Keep::Always(folder) => Some(folder_of(paths, folder)),
    };
    let (corpus, unread, goes_on): (Arc<dyn Corpus>, _, _) = match folder {
        None => (Arc::new(MemoryCorpus::of(Walked::clone(walked))), None, false),
        Some(folder) => {
            let (corpus, unread) = IndexCorpus::open(paths, walked, Some(folder), watch);
            let kept = corpus.is_kept();
            (Arc::new(corpus), unread, kept)
        }
    };
    let about = corpus.about();
    if about.articles == 0 && unread.is_none() {
        let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(CorpusError::Empty { names: names.join(", "), problems: about.problems });
    }
    Ok(Opened { corpus, unread, goes_on, seen })
}

/// The folder of a corpus's own: by its paths, however they were named.
fn folder_of(paths: &[PathBuf], below: &Path) -> PathBuf {
    let mut names = Vec::new();
    for path in paths {
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        names.extend_from_slice(real.as_os_str().as_encoded_bytes());
        names.push(0);
    }
    below.join(format!("{:016x}", ingest::checksum(&names)))
}
