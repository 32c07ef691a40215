//! Which files are drafts, and what is in them.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use ignore::WalkBuilder;
use rayon::prelude::*;

use super::args::Drafts;
use super::session::Session;
use super::warn;
use crate::check::{Cancel, Checked, check};
use crate::corpus::Corpus;
use crate::formats;
use crate::report::Sheet;
use crate::settings::Found;

/// One draft with what it is checked against.
pub struct Draft {
    /// As it was named, or found below a folder that was named.
    pub path: PathBuf,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// The settings that hold for it.
    pub found: Arc<Found>,
    /// What it is checked against.
    pub corpus: Option<Arc<dyn Corpus>>,
}

/// What ends a file name of a draft when a folder is walked.
const EXTENSIONS: &[&str] = &["md", "mdx", "markdown", "txt", "text", "html", "htm", "xhtml"];

/// Reads the drafts that the command line names.
///
/// A file that is named must be readable; one that a folder is walked for gets a warning, and the rest goes on.
pub fn read(args: &Drafts, session: &mut Session<'_>) -> anyhow::Result<Vec<Draft>> {
    let here = [PathBuf::from(".")];
    let files = if args.files.is_empty() { &here[..] } else { &args.files[..] };
    let mut drafts = Vec::new();
    for file in files {
        if file == Path::new("-") {
            drafts.push(from_stdin(args, session)?);
        } else if file.is_dir() {
            from_folder(file, session, &mut drafts)?;
        } else {
            let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            drafts.push(draft(file.clone(), bytes, session)?);
        }
    }
    if drafts.is_empty() {
        let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        bail!("no draft in {}", names.join(", "));
    }
    Ok(drafts)
}

/// Checks drafts, several at a time; the order stays.
pub fn check_all(drafts: &[Draft]) -> Vec<Sheet> {
    let checked: Vec<(Sheet, Vec<String>)> = drafts.par_iter().map(check_one).collect();
    let mut sheets = Vec::with_capacity(checked.len());
    for (sheet, problems) in checked {
        for problem in problems {
            warn(&format!("{}: {problem}", sheet.path));
        }
        sheets.push(sheet);
    }
    sheets
}

fn check_one(draft: &Draft) -> (Sheet, Vec<String>) {
    let name = draft.path.display().to_string();
    let document = formats::read(&name, &draft.bytes);
    let problems = document.problems.iter().map(|problem| problem.message.clone()).collect();
    let checked: Checked = check(document, draft.corpus.as_deref(), &draft.found.settings, &Cancel::default(), None);
    (Sheet::new(name, checked), problems)
}

fn from_stdin(args: &Drafts, session: &mut Session<'_>) -> anyhow::Result<Draft> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    let path = args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("stdin.md"));
    draft(path, bytes, session)
}

fn draft(path: PathBuf, bytes: Vec<u8>, session: &mut Session<'_>) -> anyhow::Result<Draft> {
    if let Some(what) = no_draft(&bytes) {
        bail!("{} is {what}, not a draft", path.display());
    }
    let found = session.settings(folder_of(&path))?;
    let corpus = session.corpus(&found)?;
    Ok(Draft { path, bytes, found, corpus })
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Every draft below a folder, in order of path: text files that no corpus holds, and those only that `drafts` names.
fn from_folder(folder: &Path, session: &mut Session<'_>, drafts: &mut Vec<Draft>) -> anyhow::Result<()> {
    for entry in WalkBuilder::new(folder).sort_by_file_path(Ord::cmp).follow_links(true).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let (path, why) = told(&error);
                let held = path.is_some_and(|path| is_held(path, session));
                if !held {
                    warn(&why);
                }
                continue;
            }
        };
        let path = entry.path();
        let texty = path
            .extension()
            .and_then(|it| it.to_str())
            .is_some_and(|it| EXTENSIONS.iter().any(|known| it.eq_ignore_ascii_case(known)));
        if !texty || !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        let found = session.settings(folder_of(path))?;
        if !found.is_draft(path) {
            continue;
        }
        match std::fs::read(path) {
            // A report that was written beside its drafts is none of them.
            Ok(bytes) if formats::is_report(&bytes) => {}
            Ok(bytes) => match no_text(&bytes) {
                None => drafts.push(draft(path.to_owned(), bytes, session)?),
                Some(what) => warn(&format!("{} is {what}, not a draft", path.display())),
            },
            Err(error) => warn(&format!("cannot read {}: {error}", path.display())),
        }
    }
    Ok(())
}

/// Where a walk stumbled, and why, in words for a warning.
fn told(error: &ignore::Error) -> (Option<&Path>, String) {
    match error {
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => told(err),
        ignore::Error::WithPath { path, err } => match err.io_error() {
            Some(why) => (Some(path), format!("cannot read {}: {why}", path.display())),
            None => (Some(path), told(err).1),
        },
        ignore::Error::Loop { ancestor, child } => {
            (Some(child), format!("left out: {} leads back to {}", child.display(), ancestor.display()))
        }
        error => (None, error.to_string()),
    }
}

/// Whether a path lies in the corpus, which has its own say about what it cannot read.
fn is_held(path: &Path, session: &mut Session<'_>) -> bool {
    session.settings(folder_of(path)).is_ok_and(|found| found.is_source(path))
}

/// What a file is that is no draft although somebody named it.
fn no_draft(bytes: &[u8]) -> Option<&'static str> {
    if formats::is_report(bytes) { Some("a report that onrecord wrote") } else { no_text(bytes) }
}

/// What a file is that holds no text, by its first bytes.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"\x7FELF", "a program"),
        (b"\xD0\xCF\x11\xE0", "an old office document"),
        (b"\x1F\x8B", "a gzip archive"),
    ];
    if let Some((_, what)) = KINDS.iter().find(|(head, _)| bytes.starts_with(head)) {
        return Some(what);
    }
    formats::is_binary(bytes).then_some("a binary file")
}

#[cfg(test)]
mod tests {
    use super::no_text;

    #[test]
    fn text_is_told_from_what_is_none() {
        assert_eq!(no_text("plain – text".as_bytes()), None);
        assert_eq!(no_text(b""), None);
        assert_eq!(no_text(b"\x89PNG\r\n\x1a\n"), Some("a PNG image"));
        assert_eq!(no_text(&[1, 0, 0, 0, 7, 7, 0, 0, 3, 4, 5, 0]), Some("a binary file"));
    }
}
