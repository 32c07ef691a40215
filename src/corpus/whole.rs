//! A file that is put in place whole or not at all, so that nobody ever sees half of it.

use std::ffi::OsString;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io, process};

/// Tells what this process writes at the same time apart.
static WRITTEN: AtomicUsize = AtomicUsize::new(0);

/// Has a file written under another name beside `path`, and moves it there. What did not get so far is removed: it is of
/// no use to anybody, and in the way where the disk is full.
///
/// The ending of the other name is `tmp`, and what is in front of that ends as `path` does.
///
/// # Errors
/// When writing fails, or the file cannot be moved.
pub fn write(path: &Path, write: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    let mut name = OsString::from(format!(".{}-{}.", process::id(), WRITTEN.fetch_add(1, Ordering::Relaxed)));
    name.push(path.file_name().unwrap_or_default());
    name.push(".tmp");
    let beside = path.with_file_name(name);
    let written = write(&beside).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The error that matters is the one that is returned.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_old_one_until_it_is_the_new_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("page.html");
        let names = || fs::read_dir(folder.path()).expect("lists").count();
        let put = |text: &str, result: io::Result<()>| {
            write(&path, |beside| {
                fs::write(beside, text)?;
                result
            })
        };
        put("old", Ok(())).expect("is written");
        put("half", Err(io::ErrorKind::StorageFull.into())).expect_err("the disk is full");
        assert_eq!((fs::read_to_string(&path).expect("is there").as_str(), names()), ("old", 1));
        put("new", Ok(())).expect("is written");
        assert_eq!((fs::read_to_string(&path).expect("is there").as_str(), names()), ("new", 1));
    }
}
