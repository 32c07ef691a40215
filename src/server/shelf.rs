//! One corpus of a session: how much of it is there, and what of it may be another by now.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::corpus::{Corpus, Seen};

/// One corpus.
#[derive(Default)]
pub(super) struct Shelf {
    pub(super) corpus: Option<Arc<dyn Corpus>>,
    /// Whether a reading has ended, well or not.
    pub(super) tried: bool,
    pub(super) opening: bool,
    /// What of it changed while it was being read.
    pub(super) again: Option<Changes>,
    /// Which files it had when it was last read.
    pub(super) seen: Option<Seen>,
    pub(super) stamp: Option<u64>,
    /// What of it is there, unless all is; and what became of the rest.
    pub(super) so_far: Option<String>,
    /// Tells the reading under way that it is enough.
    pub(super) enough: Arc<AtomicBool>,
    /// The number of its bar.
    pub(super) bar: u64,
}

/// Of more files than that, to look at all is as quick.
const FEW: usize = 32;

/// What of a corpus may be another.
#[derive(Clone, Debug)]
pub(super) enum Changes {
    /// Anything: all of it is looked through.
    Anything,
    /// These files, as the editor says.
    Files(Vec<PathBuf>),
}

impl Changes {
    pub(super) fn of(files: &[PathBuf]) -> Self {
        if files.len() > FEW { Self::Anything } else { Self::Files(files.to_vec()) }
    }

    /// Both together.
    pub(super) fn and(self, more: Self) -> Self {
        match (self, more) {
            (Self::Files(files), Self::Files(more)) => Self::of(&[files, more].concat()),
            _ => Self::Anything,
        }
    }
}

/// A path as it is named, and where that really is, if it is there.
pub(super) struct Place {
    pub(super) named: PathBuf,
    real: PathBuf,
}

impl Place {
    /// Of each path. Where one really is, the file system has to be asked; so that is done once for each.
    pub(super) fn of<'p>(paths: impl IntoIterator<Item = &'p PathBuf>) -> Vec<Self> {
        let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
        paths.into_iter().map(|path| Self { named: path.clone(), real: real(path) }).collect()
    }

    /// Whether a file is another path, or lies in it.
    pub(super) fn lies_in(&self, other: &Self) -> bool {
        self.named.starts_with(&other.named) || self.real.starts_with(&other.real)
    }
}
