//! From the paths of the settings to the files below them, with what tells whether one has changed.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use ignore::{DirEntry, WalkBuilder};
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
    /// The paths of the settings.
    pub roots: Vec<PathBuf>,
}

/// Files that say what is passed over.
const IGNORING: [&str; 2] = [".gitignore", ".ignore"];

impl Walked {
    /// The same after some of its files were written or removed, or others came; `None` where that takes a walk over all:
    /// what is said of one file is said of others, or what is passed over may be something else now.
    pub(super) fn again(&self, changed: &[PathBuf]) -> Option<Self> {
        let lent = self.files.first().is_some_and(|file| file.library.is_some());
        let library = |path: &PathBuf| extension(path) == "json";
        if lent || changed.iter().any(|path| library(path) || decides(path)) {
            return None;
        }
        let mut walked = self.clone();
        for path in changed {
            walked.look_at(path)?;
        }
        Some(walked)
    }

    /// Takes over how a path is now.
    fn look_at(&mut self, path: &Path) -> Option<()> {
        let known = self.files.iter().position(|file| file.path == *path);
        match (fs::symlink_metadata(path), known) {
            (Ok(data), Some(at)) if data.is_file() => self.files[at].stamp = Stamp::of(&data),
            (Ok(data), None) if data.is_file() || data.is_dir() => self.take_in(path)?,
            (Err(error), known) if error.kind() == std::io::ErrorKind::NotFound => match known {
                Some(at) if !self.files[at].below.is_empty() => drop(self.files.remove(at)),
                None if self.root_of(path)? != path && self.problems.is_empty() => {
                    self.files.retain(|file| !file.path.starts_with(path));
                }
                _ => return None,
            },
            _ => return None,
        }
        Some(())
    }

    /// The path of the settings that another one lies below, as it is named; `None` where it may lie below two.
    fn root_of(&self, path: &Path) -> Option<&Path> {
        let mut above = self.roots.iter().filter(|root| path.starts_with(root));
        let root = above.next().filter(|_| above.next().is_none())?;
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let others = self.roots.iter().filter(|other| *other != root);
        let elsewhere = |other: &PathBuf| fs::canonicalize(other).is_ok_and(|other| real.starts_with(other));
        (!others.into_iter().any(elsewhere)).then_some(root)
    }

    /// Takes in what is new at a path, as a walk would: of folders, none but those on the way there are looked into.
    fn take_in(&mut self, path: &Path) -> Option<()> {
        let root = self.root_of(path).filter(|root| *root != path)?.to_owned();
        let number = self.roots.iter().position(|other| *other == root)?;
        let (there, mut found) = (path.to_owned(), Self::default());
        let on_the_way = move |at: &DirEntry| there.starts_with(at.path()) || at.path().starts_with(&there);
        let others = entries(number, &root, walker(&root).filter_entry(on_the_way), &mut found);
        // What is left out is told in one line for the whole of it.
        if !others.is_empty() || !found.problems.is_empty() {
            return None;
        }
        self.files.retain(|file| file.root != number || !file.path.starts_with(path));
        for file in found.files {
            let before = |other: &Found| (other.root, &other.path) < (file.root, &file.path);
            let at = self.files.partition_point(before);
            self.files.insert(at, file);
        }
        Some(())
    }
}

/// Whether a file may say which others are passed over, or is named in a way that does not tell where it lies.
fn decides(path: &Path) -> bool {
    let ignoring = path.file_name().is_some_and(|name| IGNORING.iter().any(|ignoring| name == *ignoring));
    ignoring || path.components().any(|part| part == Component::ParentDir || part.as_os_str() == ".git")
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
    lend(&mut walked.files);
    Ok(walked)
}

/// So many files are looked at for a library, and so many bytes each has at most.
const LIBRARIES: usize = 16;
const LARGEST: u64 = 64 << 20;
/// Bits of a file's time that a library's mark may change: less than two milliseconds.
const MARKED: u64 = (1 << 20) - 1;

/// Gives every file what the libraries of the corpus say: those that lie at its top, or are named themselves.
///
/// A file that nobody touched counts as changed when a library has, since it is read by what that says.
fn lend(files: &mut [Found]) {
    let is_candidate = |file: &&Found| {
        extension(&file.path) == "json" && !file.below.contains(['/', '\\']) && file.stamp.size <= LARGEST
    };
    let mut mark = 0;
    let libraries = files.iter().filter(is_candidate).take(LIBRARIES).filter_map(|file| {
        let bytes = fs::read(&file.path).ok()?;
        let library = Library::read(&bytes)?;
        mark = checksum(&bytes) ^ u64::rotate_left(mark, 7);
        Some(library)
    });
    let Some(library) = Library::joined(libraries.collect::<Vec<_>>()) else { return };
    let lent = Arc::new(Lent { library, mark });
    for file in files {
        file.stamp.modified ^= lent.mark & MARKED;
        file.library = Some(Arc::clone(&lent));
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
fn walker(root: &Path) -> WalkBuilder {
    let mut walker = WalkBuilder::new(root);
    walker.require_git(false).follow_links(false);
    walker
}

/// Takes in what a walk meets, in no order; returns how many files of each other kind there are.
fn entries(number: usize, root: &Path, walker: &WalkBuilder, walked: &mut Walked) -> BTreeMap<String, usize> {
    let mut others: BTreeMap<String, usize> = BTreeMap::new();
    let problems = &mut walked.problems;
    for entry in walker.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(format!("left out: {error}"));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What a walk finds now, and what is told of it beforehand and of what changed.
    fn again(before: &Walked, roots: &[PathBuf], changed: &[&Path]) -> bool {
        let changed: Vec<PathBuf> = changed.iter().map(|path| path.to_path_buf()).collect();
        let (told, now) = (before.again(&changed), walk(roots).expect("is there"));
        if let Some(told) = &told {
            assert_eq!(told.files, now.files, "after {changed:?}");
            assert_eq!(told.problems, now.problems, "after {changed:?}");
        }
        told.is_some()
    }

    #[test]
    fn what_came_is_taken_in_as_a_walk_would_without_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let (root, other) = (folder.path().join("root"), folder.path().join("zone"));
        let put = |path: &Path| {
            fs::create_dir_all(path.parent().expect("lies somewhere")).expect("is made");
            fs::write(path, "“A word,” she said.\n").expect("is written");
        };
        for name in ["b.md", "inner/c.md", "inner.md", "inner/deep/d.txt", "drafts/e.md"] {
            put(&root.join(name));
        }
        put(&other.join("z.md"));
        fs::write(root.join(".gitignore"), "drafts/\n*.tmp.md\n").expect("is written");
        fs::write(root.join("inner/.ignore"), "secret*\n").expect("is written");
        let roots = [root.clone(), other.clone()];
        // Files that are sources and files that are passed over, for whatever reason; each beside those before it.
        let names = [
            "a.md",
            "inner/a.md",
            "inner/deep/z.md",
            "inner/secret.md",
            "drafts/f.md",
            "x.tmp.md",
            ".hidden.md",
            ".folder/g.md",
            "inner/deep/.h.md",
            "inner-b.md",
            "new/i.md",
        ];
        for name in names {
            let before = walk(&roots).expect("is there");
            put(&root.join(name));
            assert!(again(&before, &roots, &[&root.join(name)]), "{name}");
        }
        let before = walk(&roots).expect("is there");
        put(&other.join("y.md"));
        fs::remove_file(root.join("b.md")).expect("is there");
        put(&root.join("c.md"));
        assert!(again(&before, &roots, &[&other.join("y.md"), &root.join("b.md"), &root.join("c.md")]));
        // Folders that came and went, and what was gone before anybody looked.
        let before = walk(&roots).expect("is there");
        put(&root.join("made/k.md"));
        put(&root.join("made/deep/l.md"));
        put(&root.join("drafts/made/m.md"));
        assert!(again(&before, &roots, &[&root.join("made"), &root.join("drafts/made"), &root.join("gone.swp")]));
        let before = walk(&roots).expect("is there");
        fs::remove_dir_all(root.join("made")).expect("is there");
        assert!(again(&before, &roots, &[&root.join("made")]));
        // What decides of others, what is told in a line for all, and what lies elsewhere, takes a walk.
        let before = walk(&roots).expect("is there");
        fs::write(root.join("inner/.gitignore"), "a.md\n").expect("is written");
        fs::write(root.join("picture.png"), "x").expect("is written");
        for name in ["inner/.gitignore", "picture.png", ".git/info/exclude", "library.json", "", "../else.md"] {
            assert!(!again(&before, &roots, &[&root.join(name)]), "{name}");
        }
    }

    #[test]
    fn of_roots_one_in_the_other_each_file_counts_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("root");
        fs::create_dir_all(root.join("inner")).expect("is made");
        fs::write(root.join("inner/a.md"), "A.").expect("is written");
        let roots = [root.clone(), root.join("inner")];
        let before = walk(&roots).expect("is there");
        fs::write(root.join("inner/b.md"), "B.").expect("is written");
        assert!(!again(&before, &roots, &[&root.join("inner/b.md")]));
        fs::write(root.join("c.md"), "C.").expect("is written");
        let before = walk(&roots).expect("is there");
        fs::write(root.join("d.md"), "D.").expect("is written");
        assert!(again(&before, &roots, &[&root.join("d.md")]));
    }
}
