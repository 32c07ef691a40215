//! `check --fix`: safe fixes written back, each file whole or not at all.

use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::drafts::Draft;
use super::warn;
use crate::report::Sheet;
use crate::rules;
use crate::text::Span;

/// Applies the safe fixes to the files and to the drafts in hand; whether anything changed.
pub fn apply(drafts: &mut [Draft], sheets: &[Sheet]) -> anyhow::Result<bool> {
    let mut changed = false;
    for (draft, sheet) in drafts.iter_mut().zip(sheets) {
        let edits = rules::safe_edits(&sheet.checked.findings);
        if edits.is_empty() {
            continue;
        }
        let document = &sheet.checked.draft.document;
        let whole = document.disk.to_disk(document.text.len());
        let offset = document.disk.to_disk(0);
        // Only where the text stands byte for byte in the file can an edit of the one be an edit of the other.
        if !document.editable || draft.bytes.get(offset..whole) != Some(document.text.as_bytes()) {
            warn(&format!("{} is not UTF-8 text; its fixes are not applied", sheet.path));
            continue;
        }
        for edit in edits.iter().rev() {
            let Span { start, end } = edit.span;
            draft.bytes.splice(offset + start..offset + end, edit.text.bytes());
        }
        if draft.path.is_file() {
            replace(&draft.path, &draft.bytes).with_context(|| format!("cannot write {}", draft.path.display()))?;
        }
        changed = true;
    }
    Ok(changed)
}

/// Writes beside the file and moves into its place, so that nobody ever sees half of it.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // A link stays a link: what it points at is replaced.
    let path = std::fs::canonicalize(path)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(name);
    let written = (|| {
        let mut file = std::fs::File::create_new(&beside)?;
        file.set_permissions(std::fs::metadata(&path)?.permissions())?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)
    })();
    if written.is_err() {
        // Best effort: the error that matters is the one that is returned.
        let _ = std::fs::remove_file(&beside);
    }
    written
}
