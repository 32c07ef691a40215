//! What this machine has sent to an archive, so that it need not be read again to be passed over.
//!
//! A file for each index of articles, of sixteen bytes an article: the number of the article, which is also its sender's,
//! and that of the file's contents it was read from. The later one of the same article is in force, and nought means that
//! it is there no more. A file is named after the index in the cluster, so that one made anew is filled anew.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::mapping::Volume;

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// Where it is written down, if anywhere.
    folder: Option<PathBuf>,
    files: FxHashMap<Volume, File>,
    /// By article: what it was read from, and in which volume it lies.
    sent: FxHashMap<u64, (u64, Volume)>,
    /// By what they were read from.
    articles: FxHashMap<u64, u64>,
}

impl Memo {
    /// What was sent before, as a folder has it; nothing, where nobody remembers.
    pub(super) fn below(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned), ..Self::default() }
    }

    /// Remembers what was sent to the index of a volume that is called this in the cluster.
    pub(super) fn open(&mut self, volume: Volume, uuid: &str) {
        let sound = !uuid.is_empty() && uuid.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        let Some(folder) = self.folder.as_deref().filter(|_| sound) else { return };
        // Versions that told nobody whose articles are whose left this.
        let _ = fs::remove_file(folder.join(format!("sent-{uuid}")));
        let path = folder.join(format!("sent2-{uuid}"));
        let bytes = fs::read(&path).unwrap_or_default();
        let mut told: FxHashMap<u64, u64> = FxHashMap::default();
        for entry in bytes.chunks_exact(16) {
            let number = |at: usize| entry[at..at + 8].iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
            told.insert(number(0), number(8));
        }
        let whole = bytes.len() / 16 * 16;
        let file = fs::create_dir_all(folder).and_then(|()| OpenOptions::new().create(true).append(true).open(&path));
        // A write that broke off would shift all that follows.
        let file = file.ok().filter(|file| whole == bytes.len() || file.set_len(whole as u64).is_ok());
        self.files.extend(file.map(|file| (volume, file)));
        let mut twice = FxHashSet::default();
        for (article, mark) in told.into_iter().filter(|(_, mark)| *mark != 0) {
            if self.sent.contains_key(&article) {
                twice.insert(article);
            } else {
                self.put(article, mark, volume);
            }
        }
        // It broke off between one volume and another: the cluster has to be asked where such an article lies.
        for article in twice {
            self.drop(article);
        }
    }

    /// The article that was sent as it was read from this.
    pub(super) fn article(&self, mark: u64) -> Option<u64> {
        self.articles.get(&mark).copied()
    }

    /// In which volume an article lies, as far as one remembers.
    pub(super) fn volume(&self, article: u64) -> Option<Volume> {
        self.sent.get(&article).map(|(_, volume)| *volume)
    }

    /// Remembers articles that are in a volume now, each with its mark.
    pub(super) fn learn(&mut self, sent: &[(u64, u64, Volume)]) {
        let mut lines: FxHashMap<Volume, Vec<u8>> = FxHashMap::default();
        for &(article, mark, volume) in sent {
            if let Some(before) = self.volume(article).filter(|before| *before != volume) {
                lines.entry(before).or_default().extend(entry(article, 0));
            }
            lines.entry(volume).or_default().extend(entry(article, mark));
            self.put(article, mark, volume);
        }
        self.write(lines);
    }

    /// Remembers that an article is there no more.
    pub(super) fn forget(&mut self, articles: &[u64]) {
        let mut lines: FxHashMap<Volume, Vec<u8>> = FxHashMap::default();
        for &article in articles {
            if let Some(volume) = self.volume(article) {
                lines.entry(volume).or_default().extend(entry(article, 0));
                self.drop(article);
            }
        }
        self.write(lines);
    }

    fn put(&mut self, article: u64, mark: u64, volume: Volume) {
        self.drop(article);
        self.sent.insert(article, (mark, volume));
        self.articles.insert(mark, article);
    }

    fn drop(&mut self, article: u64) {
        if let Some((mark, _)) = self.sent.remove(&article) {
            self.articles.remove(&mark);
        }
    }

    fn write(&mut self, lines: FxHashMap<Volume, Vec<u8>>) {
        for (volume, bytes) in lines {
            if let Some(file) = self.files.get_mut(&volume) {
                // Who forgets sends again, no more.
                let _ = file.write_all(&bytes);
            }
        }
    }
}

fn entry(article: u64, mark: u64) -> impl Iterator<Item = u8> {
    article.to_le_bytes().into_iter().chain(mark.to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: Volume = Volume::Year(2030);
    const NEW: Volume = Volume::Year(2031);

    fn open(folder: &Path, uuid: &str) -> Memo {
        let mut memo = Memo::below(Some(folder));
        memo.open(OLD, uuid);
        memo.open(NEW, &format!("{uuid}-new"));
        memo
    }

    #[test]
    fn the_later_one_is_in_force_and_a_write_that_broke_off_is_forgotten() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut memo = open(folder.path(), "u1");
        memo.learn(&[(1, 10, OLD), (2, 20, OLD), (1, 11, OLD)]);
        assert_eq!((memo.article(10), memo.article(11), memo.article(20)), (None, Some(1), Some(2)));
        let path = folder.path().join("sent2-u1");
        let mut bytes = fs::read(&path).expect("is there");
        bytes.extend([1, 2, 3]);
        fs::write(&path, bytes).expect("written");
        let mut memo = open(folder.path(), "u1");
        assert_eq!((memo.article(10), memo.article(11), memo.article(20)), (None, Some(1), Some(2)));
        memo.learn(&[(3, 30, OLD)]);
        assert_eq!(open(folder.path(), "u1").article(30), Some(3));
        assert_eq!(open(folder.path(), "u2").article(30), None, "another index has nothing yet");
        assert_eq!(open(folder.path(), "../u1").article(30), None);
    }

    #[test]
    fn an_article_lies_in_one_volume_or_one_has_to_ask() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut memo = open(folder.path(), "u1");
        memo.learn(&[(1, 10, OLD), (2, 20, OLD), (3, 30, OLD)]);
        memo.learn(&[(1, 11, NEW)]);
        memo.forget(&[3, 4]);
        let again = open(folder.path(), "u1");
        assert_eq!((again.volume(1), again.volume(2), again.volume(3)), (Some(NEW), Some(OLD), None));
        assert_eq!((again.article(11), again.article(30)), (Some(1), None));
        // The line that takes it out of the old volume was not written.
        let path = folder.path().join("sent2-u1");
        let bytes = fs::read(&path).expect("is there");
        fs::write(&path, &bytes[..48]).expect("written");
        let again = open(folder.path(), "u1");
        assert_eq!((again.volume(1), again.article(10), again.article(11)), (None, None, None));
        assert_eq!(again.volume(2), Some(OLD));
    }
}
