//! `check --fix`: safe fixes written back, each file whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;

use super::drafts::Draft;
use super::warn;
use crate::corpus::whole;
use crate::report::Sheet;
use crate::report::plain::Plain;
use crate::rules;
use crate::text::Span;

/// Applies the safe fixes to the files and to the drafts in hand; yields a line for each file that was changed.
pub fn apply(drafts: &mut [Draft], sheets: &[Sheet]) -> anyhow::Result<Vec<String>> {
    let mut changed = Vec::new();
    for (draft, sheet) in drafts.iter_mut().zip(sheets) {
        let edits = rules::safe_edits(&sheet.checked.findings);
        if edits.is_empty() {
            continue;
        }
        let document = &sheet.checked.draft.document;
        let whole = document.disk.to_disk(document.text.len());
        let offset = document.disk.to_disk(0);
        if !document.editable {
            warn(&format!("{} is no file of text; its fixes are not applied", sheet.path));
            continue;
        }
        // Only where the text stands byte for byte in the file can an edit of the one be an edit of the other.
        if draft.bytes.get(offset..whole) != Some(document.text.as_bytes()) {
            warn(&format!("{} is not UTF-8 text; its fixes are not applied", sheet.path));
            continue;
        }
        let mut mended = draft.bytes.clone();
        for edit in edits.iter().rev() {
            let Span { start, end } = edit.span;
            mended.splice(offset + start..offset + end, edit.text.bytes());
        }
        let replaced = replace(&draft.path, &draft.bytes, &mended);
        match replaced.with_context(|| format!("cannot write {}", draft.path.display()))? {
            Replaced::Yes => {
                draft.bytes = mended;
                let places = if edits.len() == 1 { "1 place" } else { &format!("{} places", edits.len()) };
                changed.push(format!("mended {}, in {places}\n", Plain(&sheet.path)));
            }
            Replaced::Not(why) => warn(&format!("{} {why}; its fixes are not applied", sheet.path)),
        }
    }
    Ok(changed)
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Replaced {
    /// It is the new one.
    Yes,
    /// It is as it was, and why.
    Not(&'static str),
}

/// Puts the new bytes in the place of a file that still has those it was read with.
fn replace(path: &Path, read: &[u8], bytes: &[u8]) -> io::Result<Replaced> {
    // A link stays a link: what it points at is replaced.
    let path = fs::canonicalize(path)?;
    let data = fs::metadata(&path)?;
    if !data.is_file() {
        return Ok(Replaced::Not("is no ordinary file"));
    }
    let mut same = true;
    let written = whole::write(&path, |beside| {
        let mut file = File::create_new(beside)?;
        file.set_permissions(data.permissions())?;
        file.write_all(bytes)?;
        file.sync_all()?;
        // A check may take a while, and somebody may write meanwhile: their words are worth more than our fixes.
        same = fs::read(&path)? == read;
        if same { Ok(()) } else { Err(io::ErrorKind::AlreadyExists.into()) }
    });
    if same { written.map(|()| Replaced::Yes) } else { Ok(Replaced::Not("was changed while it was checked")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_meanwhile_is_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("story.md");
        fs::write(&path, "written since").expect("is written");
        let replaced = replace(&path, b"read", b"mended").expect("is no error");
        assert_eq!(replaced, Replaced::Not("was changed while it was checked"));
        assert_eq!(fs::read_to_string(&path).expect("is there"), "written since");
        assert_eq!(replace(&path, b"written since", b"mended").expect("is no error"), Replaced::Yes);
        assert_eq!(fs::read_to_string(&path).expect("is there"), "mended");
        assert_eq!(fs::read_dir(folder.path()).expect("lists").count(), 1);
    }
}
