//! The files of a corpus after some of them were written or removed, or others came, without looking at the rest.

use std::fs;
use std::path::{Component, Path, PathBuf};

use ignore::DirEntry;

use super::walk::{Found, Stamp, Walked, entries, extension, walker};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::walk::walk;

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
