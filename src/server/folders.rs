//! The drafts below some folders, found once and then only looked after: what tells that there may be others is the stamps
//! of the folders and of the files that say what is passed over.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use tower_lsp::lsp_types::Url;

use crate::formats;

/// Larger files are nobody's draft.
const LARGEST: u64 = 16 << 20;
/// After so long the folders are walked whatever the stamps say: something far above may say what is passed over.
const LONGEST: Duration = Duration::from_mins(1);
/// What changed so lately may change once more within one tick of the file system's clock.
const SETTLED: Duration = Duration::from_secs(2);
/// Files in a folder that say what of it is passed over.
const IGNORING: [&str; 3] = [".gitignore", ".ignore", ".git/info/exclude"];

/// What is another when a file is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    changed: SystemTime,
    length: u64,
}

impl Stamp {
    /// The stamp of a file or a folder; `None` if there is none.
    pub fn of(path: &Path) -> Option<Self> {
        let meta = path.metadata().ok()?;
        Some(Self { changed: meta.modified().ok()?, length: meta.len() })
    }

    /// Whether whatever comes from now on gets another one.
    pub fn is_settled(&self) -> bool {
        SystemTime::now().duration_since(self.changed).is_ok_and(|age| age > SETTLED)
    }
}

/// Drafts as they were found last.
#[derive(Debug, Default)]
pub struct Folders {
    roots: Vec<PathBuf>,
    found: Vec<Url>,
    /// Folders and files with their stamps, from before they were looked into; `None` for a file that was not there.
    stamps: Vec<(PathBuf, Option<Stamp>)>,
    walked: Option<Instant>,
    walks: usize,
}

impl Folders {
    /// The texts below some folders, in order, each once.
    pub fn drafts(&mut self, roots: &[PathBuf]) -> &[Url] {
        if self.roots != roots || !self.stands() {
            self.walk(roots);
        }
        &self.found
    }

    /// Whether nothing tells of a change.
    fn stands(&self) -> bool {
        self.walked.is_some_and(|walked| walked.elapsed() < LONGEST)
            && self.stamps.iter().all(|(path, stamp)| Stamp::of(path) == *stamp)
    }

    fn walk(&mut self, roots: &[PathBuf]) {
        *self = Self { roots: roots.to_vec(), walks: self.walks + 1, ..Self::default() };
        // Of the folders above, only what they say is passed over counts.
        let above: BTreeSet<&Path> = roots.iter().flat_map(|root| root.ancestors().skip(1)).collect();
        self.stamps.extend(above.into_iter().flat_map(ignoring));
        for entry in roots.iter().flat_map(|root| ignore::WalkBuilder::new(root).build().flatten()) {
            let Ok(meta) = entry.metadata() else { continue };
            if meta.is_dir() {
                self.stamps.push((entry.path().to_owned(), Stamp::of(entry.path())));
                self.stamps.extend(ignoring(entry.path()));
            } else if meta.is_file() && meta.len() <= LARGEST && formats::is_prose(&entry.path().to_string_lossy()) {
                self.found.extend(Url::from_file_path(entry.path()));
            }
        }
        self.found.sort();
        self.found.dedup();
        let settled = self.stamps.iter().all(|(_, stamp)| stamp.is_none_or(|stamp| stamp.is_settled()));
        self.walked = settled.then(Instant::now);
    }
}

fn ignoring(folder: &Path) -> impl Iterator<Item = (PathBuf, Option<Stamp>)> + use<> {
    let paths = IGNORING.map(|name| folder.join(name));
    paths.into_iter().map(|path| {
        let stamp = Stamp::of(&path);
        (path, stamp)
    })
}

// Elsewhere nobody sets a folder's time.
#[cfg(all(test, unix))]
mod tests {
    use std::fs::{self, File};

    use super::*;

    /// Sets everything below a folder back in time, as if it had been there for long.
    fn age(folder: &Path, seconds: u64) {
        let then = SystemTime::now() - Duration::from_secs(seconds);
        for entry in ignore::WalkBuilder::new(folder).hidden(false).build().flatten() {
            File::open(entry.path()).and_then(|file| file.set_modified(then)).expect("is ours");
        }
    }

    #[test]
    fn folders_are_walked_again_when_something_came_or_went() {
        let desk = tempfile::tempdir().expect("a folder");
        let root = desk.path().canonicalize().expect("is there");
        fs::create_dir_all(root.join("inner")).expect("is made");
        fs::create_dir_all(root.join(".git")).expect("is made");
        fs::write(root.join("inner/one.md"), "One.").expect("is written");
        fs::write(root.join("two.txt"), "Two.").expect("is written");
        age(&root, 100);
        let roots = [root.clone()];
        let mut folders = Folders::default();
        let mut names = |walks: usize| {
            let found: Vec<String> = folders.drafts(&roots).iter().map(|uri| uri.path().to_owned()).collect();
            assert_eq!(folders.walks, walks);
            found.iter().map(|path| path.rsplit('/').next().expect("has one").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(1), ["one.md", "two.txt"]);
        assert_eq!(names(1), ["one.md", "two.txt"]);
        // A draft that changes is the same draft.
        fs::write(root.join("two.txt"), "Two and more.").expect("is written");
        assert_eq!(names(1), ["one.md", "two.txt"]);
        fs::write(root.join("inner/three.md"), "Three.").expect("is written");
        assert_eq!(names(2), ["one.md", "three.md", "two.txt"]);
        // What came a moment ago is not taken to be all that comes.
        assert_eq!(names(3).len(), 3);
        age(&root, 90);
        assert_eq!(names(4).len(), 3);
        assert_eq!(names(4).len(), 3);
        fs::write(root.join(".gitignore"), "inner\n").expect("is written");
        age(&root, 80);
        assert_eq!(names(5), ["two.txt"]);
        fs::write(root.join(".gitignore"), "two.txt\n").expect("is written");
        assert_eq!(names(6), ["one.md", "three.md"]);
    }
}
