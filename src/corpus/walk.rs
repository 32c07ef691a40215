//! From the paths of the settings to the files below them, with what tells whether one has changed.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use ignore::WalkBuilder;
use rustc_hash::FxHashSet;

use super::CorpusError;
use super::ingest::checksum;
use crate::formats::{self, Library};

/// A file of a corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// As it is named, below a path of the settings.
    pub path: PathBuf,
    /// Which of the paths that is.
    pub root: usize,
    /// Its name below that path; nothing for a path that is a file itself.
    pub below: String,
    pub stamp: Stamp,
    /// What the corpus's libraries of references say of its sources.
    pub library: Option<Arc<Lent>>,
}

/// A library of references, with a number that changes when it does.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lent {
    pub library: Library,
    pub mark: u64,
}

/// What changes when a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    pub size: u64,
    /// Nanoseconds since 1970; nought where the system tells none.
    pub modified: u64,
}

impl Stamp {
    pub(super) fn of(data: &Metadata) -> Self {
        let modified = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self { size: data.len(), modified: modified.map_or(0, |time| time.as_nanos() as u64) }
    }
}

/// All files of a corpus, and what was left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Walked {
    /// By path of the settings, then by name.
    pub files: Vec<Found>,
    pub problems: Vec<String>,
    /// How many places could not be looked into.
    pub unread: usize,
    /// The paths of the settings.
    pub roots: Vec<PathBuf>,
}

/// Lists the files below some paths, each once.
///
/// # Errors
/// When one of the paths is not there or cannot be read.
pub(super) fn walk(paths: &[PathBuf]) -> Result<Walked, CorpusError> {
    let mut walked = Walked { roots: paths.to_vec(), ..Walked::default() };
    for (root, path) in paths.iter().enumerate() {
        below(root, path, &mut walked)?;
    }
    if paths.len() > 1 {
        let mut seen = FxHashSet::default();
        let real = |file: &Found| fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone());
        walked.files.retain(|file| seen.insert(real(file)));
    }
    lend(&mut walked);
    Ok(walked)
}

/// So many bytes of files are looked through for libraries.
const LIBRARIES: u64 = 256 << 20;
/// So many bytes of a file tell whether it may be one.
const HEAD: u64 = 16 << 10;
/// Bits of a file's time that a library's mark may change: less than two milliseconds.
const MARKED: u64 = (1 << 20) - 1;

/// Gives every file what the libraries of the corpus say: those that lie at its top, or are named themselves.
///
/// A file that nobody touched counts as changed when a library has, since it is read by what that says.
fn lend(walked: &mut Walked) {
    let is_candidate = |file: &&Found| extension(&file.path) == "json" && !file.below.contains(['/', '\\']);
    let (mut libraries, mut mark, mut left) = (Vec::new(), 0, LIBRARIES);
    for file in walked.files.iter().filter(is_candidate).filter(|file| may_lend(&file.path)) {
        let Some(rest) = left.checked_sub(file.stamp.size) else {
            let name = file.path.display();
            walked
                .problems
                .push(format!("{name} is not looked through for references: there is too much of such files"));
            continue;
        };
        left = rest;
        let Ok(bytes) = fs::read(&file.path) else { continue };
        if let Some(library) = Library::read(&bytes) {
            mark = checksum(&bytes) ^ u64::rotate_left(mark, 7);
            libraries.push(library);
        }
    }
    let Some(library) = Library::joined(libraries) else { return };
    let lent = Arc::new(Lent { library, mark });
    for file in &mut walked.files {
        file.stamp.modified ^= lent.mark & MARKED;
        file.library = Some(Arc::clone(&lent));
    }
}

/// Whether a file may be a library, by how it begins: there may be thousands of transcripts, which are none.
fn may_lend(path: &Path) -> bool {
    let mut head = Vec::new();
    if fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head)).is_err() {
        return false;
    }
    let holds = |keys: [&str; 3]| keys.iter().any(|key| memchr::memmem::find(&head, key.as_bytes()).is_some());
    match head.trim_ascii_start().first() {
        Some(b'[') => holds(["\"type\"", "\"itemType\"", "\"title\""]),
        Some(b'{') => holds(["\"items\"", "\"collections\"", "\"config\""]),
        _ => false,
    }
}

fn below(number: usize, root: &Path, walked: &mut Walked) -> Result<(), CorpusError> {
    let data = fs::metadata(root).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => CorpusError::Missing(root.to_owned()),
        _ => CorpusError::Unreadable { path: root.to_owned(), error },
    })?;
    if data.is_file() {
        walked.files.push(Found {
            path: root.to_owned(),
            root: number,
            below: String::new(),
            stamp: Stamp::of(&data),
            library: None,
        });
        return Ok(());
    }
    if let Err(error) = fs::read_dir(root) {
        return Err(CorpusError::Unreadable { path: root.to_owned(), error });
    }
    let first = walked.files.len();
    let mut others = entries(number, root, &walker(root), walked);
    walked.files[first..].sort_by(|a, b| a.path.cmp(&b.path));
    walked.problems.sort();
    others.remove("toml");
    if !others.is_empty() {
        let kinds: Vec<_> = others.iter().map(|(kind, count)| format!("{count} .{kind}")).collect();
        let line = format!("left out under {}: files that are no text ({})", root.display(), kinds.join(", "));
        walked.problems.push(line);
    }
    Ok(())
}

/// How a folder is walked. A corpus is often no repository; its ignore files count all the same.
pub(super) fn walker(root: &Path) -> WalkBuilder {
    let mut walker = WalkBuilder::new(root);
    walker.require_git(false).follow_links(false);
    walker
}

/// Takes in what a walk meets, in no order; returns how many files of each other kind there are.
pub(super) fn entries(
    number: usize,
    root: &Path,
    walker: &WalkBuilder,
    walked: &mut Walked,
) -> BTreeMap<String, usize> {
    let mut others: BTreeMap<String, usize> = BTreeMap::new();
    let problems = &mut walked.problems;
    for entry in walker.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(format!("left out: {}", why(&error)));
                walked.unread += 1;
                continue;
            }
        };
        let path = entry.path();
        match entry.file_type() {
            Some(kind) if kind.is_symlink() => problems.extend(link(root, path)),
            Some(kind) if kind.is_file() => match extension(path) {
                kind if formats::reads(&kind) => {
                    let below = path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
                    // What is gone by now is told when it is read.
                    let stamp = entry.metadata().map_or_else(|_| Stamp::default(), |data| Stamp::of(&data));
                    walked.files.push(Found { path: path.to_owned(), root: number, below, stamp, library: None });
                }
                kind => *others.entry(kind).or_default() += 1,
            },
            Some(kind) if kind.is_dir() => {}
            _ => problems.push(format!("left out: {} is no ordinary file", path.display())),
        }
    }
    others
}

/// What a walk says of a place that it cannot get into: its name once, in front.
fn why(error: &ignore::Error) -> String {
    match error {
        ignore::Error::WithPath { path, err } => {
            // What the error itself says of a place has its name as well.
            let reason = err.io_error().map_or_else(|| err.to_string(), |error| error.kind().to_string());
            format!("{} cannot be read: {reason}", path.display())
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => why(err),
        error => error.to_string(),
    }
}

/// What to say of a link: one that stays inside leads to what is read anyway.
fn link(root: &Path, path: &Path) -> Option<String> {
    match (fs::canonicalize(path), fs::canonicalize(root)) {
        (Err(_), _) => Some(format!("left out: {} leads nowhere", path.display())),
        (Ok(target), Ok(root)) if target.starts_with(&root) => None,
        _ => Some(format!("left out: {} leads out of the corpus", path.display())),
    }
}

/// The ending of a file's name, in lower case.
pub(super) fn extension(path: &Path) -> String {
    path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default()
}
