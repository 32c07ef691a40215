//! Whose articles are whose in an archive: what marks those of a folder of this machine's.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use super::super::ingest::checksum;
use super::super::whole;
use super::send::SOMEBODY;

/// What marks the articles of each of these paths. It is nobody else's, since it rests on a number that is drawn once for
/// this user of this machine, and kept in a folder; who cannot keep it leaves no mark of their own.
pub(super) fn senders(folder: Option<&Path>, paths: &[PathBuf]) -> Vec<String> {
    let own = folder.and_then(own);
    let mark = |path: &PathBuf| match &own {
        Some(own) => {
            let path = path.canonicalize().unwrap_or_else(|_| path.clone());
            let told = |part: &str| checksum(format!("{part} {own} {}", path.display()).as_bytes());
            format!("{:016x}{:016x}", told("a"), told("b"))
        }
        None => SOMEBODY.to_owned(),
    };
    paths.iter().map(mark).collect()
}

fn own(folder: &Path) -> Option<String> {
    let path = folder.join("sender");
    let read = || {
        let text = fs::read_to_string(&path).ok()?;
        let text = text.trim();
        (text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| text.to_owned())
    };
    if let Some(own) = read() {
        return Some(own);
    }
    let drawn = || RandomState::new().build_hasher().finish();
    let (first, second) = (drawn(), drawn());
    let text = format!("{:016x}{:016x}", first, second ^ drawn().rotate_left(17) ^ u64::from(std::process::id()));
    fs::create_dir_all(folder).ok()?;
    // Of two that do so at the same time, both go on with what is there then.
    let _ = whole::write(&path, |draft| {
        fs::write(draft, &text)?;
        if read().is_some() { Err(io::ErrorKind::AlreadyExists.into()) } else { Ok(()) }
    });
    read()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_a_machine_has_a_mark_of_its_own() {
        let [here, there] = [tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder")];
        let paths = [PathBuf::from("wire"), PathBuf::from("notes")];
        let marks = senders(Some(here.path()), &paths);
        assert_eq!(marks, senders(Some(here.path()), &paths), "it stays the same");
        assert_ne!(marks[0], marks[1]);
        assert_ne!(marks, senders(Some(there.path()), &paths), "and is nobody else's");
        assert_eq!(senders(None, &paths), [SOMEBODY, SOMEBODY]);
        fs::write(here.path().join("sender"), "broken").expect("written");
        assert_ne!(senders(Some(here.path()), &paths), marks);
    }
}
