//! The folder of an index on disk: which files make up what holds now, who may change it, and how it is changed.
//!
//! `MANIFEST` names the files of one generation. A new generation gets new files; when all of them are on disk, a new
//! `MANIFEST` takes the place of the old one in one step. So a reader sees one generation or the next and never waits,
//! and a crash at any moment leaves the last one whole, with some files that nobody names: whoever writes next sweeps
//! them away. One process writes at a time, by the lock on `LOCK`, which the system lets go when the process ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use super::bytes::{Reader, Writer};
use super::container::{Unfit, sum};
use super::map::Bytes;
use crate::corpus::whole;

const MAGIC: &[u8; 8] = b"onrecman";
const MANIFEST: &str = "MANIFEST";
const LOCK: &str = "LOCK";
/// What earlier versions left beside the people.
const OLD_ROSTER: &str = "ros";

/// The folder of one corpus's index.
#[derive(Clone, Debug)]
pub(super) struct Home {
    folder: PathBuf,
}

/// The files of a generation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub generation: u64,
    /// The catalogue written whole, and what changed since if anything did.
    pub catalogue: Vec<String>,
    pub segments: Vec<String>,
}

/// The right to change an index, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "held, not read")] File);

impl Manifest {
    fn write(&self, stamp: u64) -> Vec<u8> {
        let mut writer = Writer(MAGIC.to_vec());
        writer.0.extend_from_slice(&stamp.to_le_bytes());
        writer.number(self.generation);
        writer.list(&self.catalogue, |writer, name| writer.text(name));
        writer.list(&self.segments, |writer, name| writer.text(name));
        let sum = sum(&writer.0);
        writer.0.extend_from_slice(&sum.to_le_bytes());
        writer.0
    }

    fn read(bytes: &[u8], stamp: u64) -> Result<Self, Unfit> {
        let (body, told) = bytes.split_last_chunk::<4>().ok_or(Unfit::Foreign)?;
        if sum(body).to_le_bytes() != *told || !body.starts_with(MAGIC) {
            return Err(Unfit::Foreign);
        }
        let mut reader = Reader(&body[MAGIC.len()..]);
        if reader.take(8) != Some(&stamp.to_le_bytes()) {
            return Err(Unfit::Old);
        }
        let mut read = || {
            let generation = reader.number()?;
            Some(Self { generation, catalogue: reader.list(Reader::string)?, segments: reader.list(Reader::string)? })
        };
        read().ok_or(Unfit::Foreign)
    }

    fn names(&self, file: &str) -> bool {
        file == MANIFEST || file == LOCK || self.catalogue.iter().chain(&self.segments).any(|name| name == file)
    }
}

impl Home {
    /// An index in this folder, whether or not there is one yet.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What holds now; `None` where there is no index.
    pub(super) fn manifest(&self, stamp: u64) -> io::Result<Option<Result<Manifest, Unfit>>> {
        match fs::read(self.folder.join(MANIFEST)) {
            Ok(bytes) => Ok(Some(Manifest::read(&bytes, stamp))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Takes the right to change the index; `None` while another process has it. Makes the folder where there is none.
    pub(super) fn lock(&self) -> io::Result<Option<Lock>> {
        fs::create_dir_all(&self.folder)?;
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(self.folder.join(LOCK))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Maps a file of the index.
    pub(super) fn map(&self, name: &str) -> io::Result<Bytes> {
        Bytes::map(&self.folder.join(name))
    }

    /// Puts a whole file on disk under its name.
    pub(super) fn put(&self, _: &Lock, name: &str, bytes: &[u8]) -> io::Result<()> {
        whole::write(&self.folder.join(name), |draft| {
            let mut file = File::create(draft)?;
            file.write_all(bytes)?;
            file.sync_all()
        })
    }

    /// Writes a file piece by piece and puts it on disk under its name; what comes back goes over its first bytes.
    pub(super) fn compose<const HEADER: usize>(
        &self,
        _: &Lock,
        name: &str,
        write: impl FnOnce(BufWriter<File>) -> io::Result<(BufWriter<File>, [u8; HEADER])>,
    ) -> io::Result<()> {
        whole::write(&self.folder.join(name), |draft| composed(draft, write)?.sync_all())
    }

    /// The same for a file that is made again where it does not last; so nobody waits until it is on disk.
    pub(super) fn set_down<const HEADER: usize>(
        &self,
        _: &Lock,
        name: &str,
        write: impl FnOnce(BufWriter<File>) -> io::Result<(BufWriter<File>, [u8; HEADER])>,
    ) -> io::Result<()> {
        whole::write(&self.folder.join(name), |draft| composed(draft, write).map(drop))
    }

    /// Makes a generation the one that holds. All its files must be there.
    pub(super) fn commit(&self, lock: &Lock, manifest: &Manifest, stamp: u64) -> io::Result<()> {
        self.sync_folder()?;
        self.put(lock, MANIFEST, &manifest.write(stamp))?;
        self.sync_folder()
    }

    /// Names of files, their order included, are on disk only when the folder is.
    fn sync_folder(&self) -> io::Result<()> {
        if cfg!(unix) { File::open(&self.folder)?.sync_all() } else { Ok(()) }
    }

    /// Removes what no manifest names: files of older generations, and what a crash left behind.
    pub(super) fn sweep(&self, _: &Lock, keep: &Manifest) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let latest = self.latest(super::who::KIND, keep.generation);
        let latest = latest.map(|latest| format!("{latest}.{}", super::who::KIND));
        for entry in entries.flatten() {
            let ours = entry.file_name().to_str().is_some_and(|name| {
                let whole = name.strip_suffix(".tmp").unwrap_or(name);
                let kind = whole.rsplit('.').next();
                let ours = matches!(kind, Some("seg" | "cat" | super::who::KIND | OLD_ROSTER | MANIFEST));
                let kept = keep.names(name) || latest.as_deref() == Some(name);
                ours && (whole != name || !kept)
            });
            if ours {
                // A file that another process has mapped cannot go on every system; the next sweep gets it.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// The latest generation, up to one, of which there is a file of some kind.
    pub(super) fn latest(&self, kind: &str, up_to: u64) -> Option<u64> {
        let number = |entry: fs::DirEntry| {
            let name = entry.file_name();
            name.to_str()?.strip_suffix(kind)?.strip_suffix('.')?.parse().ok()
        };
        let all = fs::read_dir(&self.folder).ok()?.flatten().filter_map(number);
        all.filter(|&generation: &u64| generation <= up_to).max()
    }

    /// Removes the manifest of an index that is not to be believed, so that it is made anew.
    pub(super) fn condemn(&self) {
        let _ = fs::remove_file(self.folder.join(MANIFEST));
    }
}

/// A file written piece by piece.
fn composed<const HEADER: usize>(
    path: &Path,
    write: impl FnOnce(BufWriter<File>) -> io::Result<(BufWriter<File>, [u8; HEADER])>,
) -> io::Result<File> {
    let (mut out, header) = write(BufWriter::with_capacity(1 << 20, File::create(path)?))?;
    out.rewind()?;
    out.write_all(&header)?;
    Ok(out.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_is_read_back_and_nothing_else_is_believed() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::new(folder.path().join("index"));
        assert_eq!(home.manifest(1).expect("is no error"), None);
        let lock = home.lock().expect("a lock").expect("is free");
        assert!(home.lock().expect("a lock").is_none(), "one writes at a time");
        let manifest = Manifest {
            generation: 3,
            catalogue: vec!["2.cat".into(), "3.cat".into()],
            segments: vec!["3-0.seg".into()],
        };
        for name in ["1.cat", "2.cat", "3.cat", "3-0.seg", "2-0.seg", "4.cat.tmp", ".7-0.MANIFEST.tmp"] {
            std::fs::write(home.folder().join(name), "x").expect("written");
        }
        home.commit(&lock, &manifest, 1).expect("committed");
        home.sweep(&lock, &manifest);
        let mut left: Vec<_> =
            std::fs::read_dir(home.folder()).expect("lists").flatten().map(|entry| entry.file_name()).collect();
        left.sort();
        assert_eq!(left, ["2.cat", "3-0.seg", "3.cat", "LOCK", "MANIFEST"]);
        assert_eq!(home.manifest(1).expect("reads"), Some(Ok(manifest)));
        assert_eq!(home.manifest(2).expect("reads"), Some(Err(Unfit::Old)));
        let path = home.folder().join(MANIFEST);
        let mut bytes = std::fs::read(&path).expect("reads");
        bytes[20] ^= 1;
        std::fs::write(&path, bytes).expect("written");
        assert_eq!(home.manifest(1).expect("reads"), Some(Err(Unfit::Foreign)));
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let half = home.compose::<8>(&lock, "3-1.seg", |mut out| out.write_all(b"half").and(Err(full())));
        assert_eq!(half.map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull));
        let left = std::fs::read_dir(home.folder()).expect("lists").count();
        assert_eq!(left, 5, "what a full disk did not take is no longer on it");
        drop(lock);
        assert!(home.lock().expect("a lock").is_some(), "it is let go");
    }
}
