//! What this machine has sent to an archive, so that it need not be read again to be passed over.
//!
//! A file of sixteen bytes an article: its own checksum and that of the file's contents it was read from, the later one
//! of the same article in force. It is named after the index in the cluster, so that one made anew is filled anew.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct Memo {
    file: Option<File>,
    /// By article.
    sent: FxHashMap<u64, u64>,
    marks: FxHashSet<u64>,
}

impl Memo {
    /// What was sent to an index before; nothing, where nobody remembers.
    pub(super) fn open(folder: Option<&Path>, uuid: &str) -> Self {
        let Some(folder) =
            folder.filter(|_| uuid.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)))
        else {
            return Self::default();
        };
        let path = folder.join(format!("sent-{uuid}"));
        let bytes = fs::read(&path).unwrap_or_default();
        let mut memo = Self::default();
        for entry in bytes.chunks_exact(16) {
            let number = |at: usize| entry[at..at + 8].iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
            memo.sent.insert(number(0), number(8));
        }
        memo.marks = memo.sent.values().copied().collect();
        let whole = bytes.len() / 16 * 16;
        memo.file =
            fs::create_dir_all(folder).and_then(|()| OpenOptions::new().create(true).append(true).open(&path)).ok();
        if whole != bytes.len() {
            // A write that broke off would shift all that follows.
            memo.file = memo.file.filter(|file| file.set_len(whole as u64).is_ok());
        }
        memo
    }

    /// Whether an article was sent as it is.
    pub(super) fn has(&self, mark: u64) -> bool {
        self.marks.contains(&mark)
    }

    /// Remembers articles that are there now, each with its mark.
    pub(super) fn learn<'a>(&mut self, sent: impl Iterator<Item = &'a (u64, u64)>) {
        let mut bytes = Vec::new();
        for &(article, mark) in sent {
            bytes.extend_from_slice(&article.to_le_bytes());
            bytes.extend_from_slice(&mark.to_le_bytes());
            if let Some(old) = self.sent.insert(article, mark) {
                self.marks.remove(&old);
            }
            self.marks.insert(mark);
        }
        if let Some(file) = &mut self.file {
            // Who forgets sends again, no more.
            let _ = file.write_all(&bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_one_is_in_force_and_a_write_that_broke_off_is_forgotten() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut memo = Memo::open(Some(folder.path()), "u1");
        memo.learn([(1, 10), (2, 20), (1, 11)].iter());
        assert!(!memo.has(10) && memo.has(11) && memo.has(20));
        let path = folder.path().join("sent-u1");
        let mut bytes = fs::read(&path).expect("is there");
        bytes.extend([1, 2, 3]);
        fs::write(&path, bytes).expect("written");
        let mut memo = Memo::open(Some(folder.path()), "u1");
        assert!(!memo.has(10) && memo.has(11) && memo.has(20));
        memo.learn([(3, 30)].iter());
        assert!(Memo::open(Some(folder.path()), "u1").has(30));
        assert!(!Memo::open(Some(folder.path()), "u2").has(30), "another index has nothing yet");
        assert!(!Memo::open(Some(folder.path()), "../u1").has(30));
    }
}
