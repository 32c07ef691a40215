//! Tells one way of reading sources from another: an index that was made by other code is made anew.
#![allow(clippy::disallowed_methods, reason = "the sources of the program are read here, when it is built")]

use std::path::{Path, PathBuf};

/// What the reading of a source depends on.
const READING: [&str; 6] = ["data", "src/text", "src/formats", "src/quotations", "src/speakers", "src/corpus"];

fn main() {
    let mut files = Vec::new();
    for folder in READING {
        println!("cargo::rerun-if-changed={folder}");
        list(Path::new(folder), &mut files);
    }
    files.sort();
    // FNV-1a
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/");
        let bytes = std::fs::read(&file).unwrap_or_default();
        for byte in name.bytes().chain(bytes) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env=ONRECORD_READING={hash}");
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { list(&path, files) } else { files.push(path) }
    }
}
