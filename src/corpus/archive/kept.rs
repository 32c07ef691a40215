//! What an archive gave, kept on this machine: it is read again without asking, also where there is no network.
//!
//! One file an article, named after it and its revision, so that a newer revision is another file. The folder is a corpus
//! like any other, of `.jsonl` files of one line each.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::super::ingest::checksum;
use super::super::whole;
use crate::settings::archive::ArchiveSettings;

/// Letters of an article's name that a file's name begins with.
const SLUG: usize = 40;

/// The articles of one archive that are kept.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Where; nowhere, if there is no place for it.
    folder: Option<PathBuf>,
    /// Of each article the revision, by their checksums, and the file.
    files: FxHashMap<u64, (u64, PathBuf)>,
}

impl Kept {
    /// What is kept of an archive below the user's cache.
    pub(super) fn of(settings: &ArchiveSettings, cache: Option<&Path>) -> Self {
        // Nodes come and go, and are one archive.
        let name =
            format!("{} {}", settings.url.0.first().map(ToString::to_string).unwrap_or_default(), settings.index);
        let folder = cache.map(|cache| cache.join("archive").join(format!("{:016x}", checksum(name.as_bytes()))));
        let mut kept = Self { folder, files: FxHashMap::default() };
        kept.look();
        kept
    }

    /// The folder, if there is anything in it.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref().filter(|_| !self.files.is_empty())
    }

    /// Where an article of this revision is kept, or would be; none of the archive's where there is no place.
    pub(super) fn place(&self, id: &str, rev: &str) -> PathBuf {
        let (number, revision) = (checksum(id.as_bytes()), checksum(rev.as_bytes()));
        let letters = id.chars().rev().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
        let mut slug: Vec<char> = letters.take(SLUG).collect();
        slug.reverse();
        let slug: String = slug.into_iter().collect();
        let name = format!("{}.{number:016x}.{revision:016x}.jsonl", slug.trim_matches('-'));
        let below = Path::new(&format!("{:02x}", number >> 56)).join(name);
        self.folder.as_ref().map_or_else(|| Path::new("archive").join(&below), |folder| folder.join(&below))
    }

    /// Whether an article is kept in this revision.
    pub(super) fn has(&self, id: &str, rev: &str) -> bool {
        self.files.get(&checksum(id.as_bytes())).is_some_and(|(kept, _)| *kept == checksum(rev.as_bytes()))
    }

    /// Keeps an article, in place of an older revision. That it cannot be kept is no misfortune.
    pub(super) fn put(&mut self, id: &str, rev: &str, line: &[u8]) {
        let place = self.place(id, rev);
        if self.folder.is_none() || write(&place, line).is_err() {
            return;
        }
        let old = self.files.insert(checksum(id.as_bytes()), (checksum(rev.as_bytes()), place.clone()));
        if let Some((_, old)) = old.filter(|(_, old)| *old != place) {
            let _ = fs::remove_file(old);
        }
    }

    /// Keeps an article no longer.
    pub(super) fn drop(&mut self, id: &str) {
        if let Some((_, file)) = self.files.remove(&checksum(id.as_bytes())) {
            let _ = fs::remove_file(file);
        }
    }

    fn look(&mut self) {
        let Some(folder) = &self.folder else { return };
        let inside = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
        for below in inside(folder) {
            for file in inside(&below.path()) {
                let (path, name) = (file.path(), file.file_name());
                if let Some((id, rev)) = name.to_str().and_then(marks) {
                    self.files.insert(id, (rev, path));
                }
            }
        }
    }
}

/// The checksums in a file's name: of the article's, and of its revision.
pub(super) fn marks(name: &str) -> Option<(u64, u64)> {
    let mut parts = name.strip_suffix(".jsonl")?.rsplit('.');
    let rev = u64::from_str_radix(parts.next()?, 16).ok()?;
    Some((u64::from_str_radix(parts.next()?, 16).ok()?, rev))
}

fn write(place: &Path, line: &[u8]) -> std::io::Result<()> {
    let folder = place.parent().unwrap_or(place);
    fs::create_dir_all(folder)?;
    // A name of this process's own, since another may be keeping the same article.
    whole::write(place, |draft| {
        let mut file = fs::File::create(draft)?;
        file.write_all(line)?;
        file.write_all(b"\n")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> ArchiveSettings {
        toml::from_str("backend = \"opensearch\"\nurl = \"http://127.0.0.1:1\"\n").expect("is right")
    }

    #[test]
    fn a_newer_revision_takes_the_place_of_the_older() {
        let cache = tempfile::tempdir().expect("a folder");
        let mut kept = Kept::of(&settings(), Some(cache.path()));
        assert_eq!(kept.folder(), None);
        kept.put("wire/a.jsonl#7", "1", b"{}");
        kept.put("../../etc/passwd", "1", b"{}");
        assert!(kept.has("wire/a.jsonl#7", "1") && !kept.has("wire/a.jsonl#7", "2"));
        let first = kept.place("wire/a.jsonl#7", "1");
        kept.put("wire/a.jsonl#7", "2", b"{}");
        assert!(!first.exists() && kept.place("wire/a.jsonl#7", "2").exists());
        let mut again = Kept::of(&settings(), Some(cache.path()));
        assert!(again.has("wire/a.jsonl#7", "2") && again.has("../../etc/passwd", "1"));
        assert!(again.place("../../etc/passwd", "1").starts_with(cache.path()));
        again.drop("wire/a.jsonl#7");
        assert!(!Kept::of(&settings(), Some(cache.path())).has("wire/a.jsonl#7", "2"));
    }

    #[test]
    fn where_nothing_can_be_kept_nothing_is() {
        let mut kept = Kept::of(&settings(), None);
        kept.put("a", "1", b"{}");
        assert!(!kept.has("a", "1") && kept.folder().is_none());
    }
}
