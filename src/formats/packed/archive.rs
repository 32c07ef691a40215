//! Archives and compressed files: ZIP, gzip, Zstandard; and the documents that are ZIP archives inside.

use std::borrow::Cow;
use std::io::Cursor;

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use zip::ZipArchive;

use super::{LONGEST, MOST_BYTES, Unpacking, epub, opendocument, within, word};
use crate::formats::extension;

/// The files of a ZIP archive, by name.
pub(super) type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Reads a ZIP archive: a document that is packed so, else every file in it.
pub(super) fn zip(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) {
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            let place = record.map_or_else(String::new, |record| format!("{record}: "));
            return unpacking.problem(&format!("{place}cannot be unpacked, it is damaged or not whole ({error})"));
        }
    };
    let has = |archive: &Zip<'_>, name: &str| archive.index_for_name(name).is_some();
    if has(&archive, "word/document.xml") {
        word::read(unpacking, record, &mut archive);
    } else if has(&archive, "META-INF/container.xml") && !has(&archive, "content.xml") {
        epub::read(unpacking, record, &mut archive);
    } else if has(&archive, "content.xml") {
        opendocument::read(unpacking, record, &mut archive);
    } else if has(&archive, "[Content_Types].xml") {
        unpacking.problem(&format!("{}: is an office document without running text", record.unwrap_or("the file")));
    } else {
        members(unpacking, record, &mut archive);
    }
}

fn members(unpacking: &mut Unpacking<'_>, record: Option<&str>, archive: &mut Zip<'_>) {
    for number in 0..archive.len() {
        let file = match archive.by_index(number) {
            Ok(file) => file,
            Err(error) => {
                unpacking.problem(&format!("{}: {error}", within(record, &format!("file {}", number + 1))));
                continue;
            }
        };
        if !file.is_file() {
            continue;
        }
        let Ok(name) = file.name().map(Cow::into_owned) else { continue };
        // What systems put beside the files is nobody's.
        if name.starts_with("__MACOSX/") || name.rsplit('/').next().is_some_and(|last| last.starts_with('.')) {
            continue;
        }
        let inner = within(record, &name);
        if let Some(bytes) = unpacking.contents(&inner, file, longest(&name)) {
            unpacking.member(&name, Some(&inner), &bytes);
        }
    }
}

/// A file of many articles may be long, one document is not.
fn longest(name: &str) -> u64 {
    let many = matches!(extension(name).as_str(), "jsonl" | "ndjson" | "warc" | "mbox" | "gz" | "zst" | "zip");
    if many { MOST_BYTES } else { LONGEST }
}

/// One file of an archive as text, if it is there.
pub(super) fn part(unpacking: &mut Unpacking<'_>, archive: &mut Zip<'_>, name: &str) -> Option<String> {
    let number = archive.index_for_name(name)?;
    let file = match archive.by_index(number) {
        Ok(file) => file,
        Err(error) => {
            unpacking.problem(&format!("{name}: {error}"));
            return None;
        }
    };
    let bytes = unpacking.contents(name, file, LONGEST)?;
    Some(crate::formats::decode::decode(&bytes).text)
}

/// Reads what a gzip file holds.
pub(super) fn gzip(unpacking: &mut Unpacking<'_>, name: &str, record: Option<&str>, bytes: &[u8]) {
    compressed(unpacking, name, record, MultiGzDecoder::new(bytes));
}

/// Reads what a Zstandard file holds.
pub(super) fn zstd(unpacking: &mut Unpacking<'_>, name: &str, record: Option<&str>, bytes: &[u8]) {
    match StreamingDecoder::new(bytes) {
        Ok(reader) => compressed(unpacking, name, record, reader),
        Err(error) => unpacking.problem(&format!("{}: {error}", record.unwrap_or(name))),
    }
}

fn compressed(unpacking: &mut Unpacking<'_>, name: &str, record: Option<&str>, reader: impl std::io::Read) {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let inner = file.rsplit_once('.').map_or(file, |(inner, _)| inner);
    if let Some(bytes) = unpacking.contents(record.unwrap_or(file), reader, longest(inner).max(MOST_BYTES / 4)) {
        unpacking.member(inner, record, &bytes);
    }
}
