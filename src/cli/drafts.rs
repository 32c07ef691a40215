//! Which files are drafts, and what is in them.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use ignore::WalkBuilder;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::args::Drafts;
use super::session::Session;
use super::{Ending, complain, mishap, warn};
use crate::check::{Cancel, Checked, check};
use crate::corpus::{Apart, Corpus, own};
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

/// Drafts that were checked.
pub struct Checks {
    /// In the order of the drafts.
    pub sheets: Vec<Sheet>,
    /// Whether one is lacking: it could not be read, or the program itself broke over it.
    pub broke: bool,
}

impl Checks {
    /// How a run ends that looks for nothing else.
    pub fn ending(&self) -> Ending {
        if self.broke { Ending::Failed } else { Ending::Clean }
    }
}

/// What is named on the command line for standard input.
pub const STDIN: &str = "-";

/// What the command line names, read.
#[derive(Default)]
pub struct Desk {
    /// The drafts, each once however often it is named.
    pub drafts: Vec<Draft>,
    /// Whether something in a folder could not be read: it may have been a draft, so the run has failed.
    pub lacks: bool,
    known: FxHashSet<PathBuf>,
    passed: Passed,
}

/// What in folders is no draft, so that it can be told where there is none at all.
#[derive(Default)]
struct Passed {
    /// Texts that lie in the corpus.
    sources: usize,
    /// Texts that `drafts` does not name.
    unnamed: usize,
    /// Office documents: they are checked where they are named.
    office: Vec<PathBuf>,
}

impl Passed {
    /// Why there was no draft, for the end of a message.
    fn why(&self) -> String {
        let texts = |count: usize, one: &str, more: &str| match count {
            1 => format!("1 text in it {one}"),
            count => format!("{count} texts in it {more}"),
        };
        let sources = (self.sources > 0).then(|| {
            let texts = texts(self.sources, "belongs to the corpus", "belong to the corpus");
            format!("{texts} (name a file to have it checked, or say with `drafts` in onrecord.toml which are drafts)")
        });
        let unnamed = (self.unnamed > 0)
            .then(|| texts(self.unnamed, "is none that", "are none that") + " `drafts` in onrecord.toml names");
        let office = self.office.first().map(|path| format!("to have {} checked, name it", path.display()));
        let told: Vec<String> = [sources, unnamed, office].into_iter().flatten().collect();
        if told.is_empty() { String::new() } else { format!(": {}", told.join("; ")) }
    }
}

/// Reads the drafts that the command line names.
///
/// A file that is named must be readable; one that a folder is walked for is told, and the others are checked.
pub fn read(args: &Drafts, session: &mut Session<'_>) -> anyhow::Result<Desk> {
    let here = [PathBuf::from(".")];
    let files = if args.files.is_empty() { &here[..] } else { &args.files[..] };
    let mut desk = Desk::default();
    for file in files {
        if file.is_dir() {
            std::fs::read_dir(file).with_context(|| format!("cannot read {}", file.display()))?;
            from_folder(file, session, &mut desk)?;
        } else if !desk.known.insert(real(file)) {
            // It was named before, perhaps as part of a folder.
        } else if file == Path::new(STDIN) {
            desk.drafts.push(from_stdin(args, session)?);
        } else {
            let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            desk.drafts.push(draft(file.clone(), bytes, session)?);
        }
    }
    if desk.drafts.is_empty() && !desk.lacks {
        let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        bail!("no draft in {}{}", names.join(", "), desk.passed.why());
    }
    let passed_over = || desk.passed.office.iter().filter(|path| !desk.known.contains(&real(path)));
    match (passed_over().next(), passed_over().count()) {
        (None, _) => {}
        (Some(path), 1) => warn(&format!("{} is not checked: name it to have it checked", path.display())),
        (Some(path), count) => {
            let more = count - 1;
            warn(&format!(
                "{} and {more} more office documents are not checked: name them to have them checked",
                path.display()
            ));
        }
    }
    Ok(desk)
}

/// The file itself, however it is named.
fn real(file: &Path) -> PathBuf {
    file.canonicalize().unwrap_or_else(|_| file.to_owned())
}

/// Checks drafts, several at a time; the order stays. One that the program breaks over is told and left out.
pub fn check_all(Desk { drafts, lacks, .. }: &mut Desk) -> Checks {
    let checked: Vec<_> = drafts.par_iter().map(|draft| mishap::caught(|| check_one(draft))).collect();
    let mut checks = Checks { sheets: Vec::with_capacity(checked.len()), broke: *lacks };
    for (draft, checked) in std::mem::take(drafts).into_iter().zip(checked) {
        match checked {
            Ok((sheet, problems)) => {
                for problem in problems {
                    warn(&format!("{}: {problem}", sheet.path));
                }
                checks.sheets.push(sheet);
                drafts.push(draft);
            }
            Err(broke) => {
                let path = draft.path.display();
                complain(&format!("internal error while checking {path} ({broke}); no findings are shown for it"));
                checks.broke = true;
            }
        }
    }
    checks
}

fn check_one(draft: &Draft) -> (Sheet, Vec<String>) {
    let name = draft.path.display().to_string();
    let document = formats::read(&name, &draft.bytes);
    let problems = document.problems.iter().map(|problem| problem.message.clone()).collect();
    // A draft that lies in the corpus is not its own source.
    let corpus = draft.corpus.as_deref().map(|corpus| Apart::from(corpus, own(corpus, Some(&draft.path))));
    let corpus = corpus.as_ref().map(|corpus| corpus as &dyn Corpus);
    let checked: Checked = check(document, corpus, &draft.found.settings, &Cancel::default(), None);
    (Sheet::new(name, checked), problems)
}

fn from_stdin(args: &Drafts, session: &mut Session<'_>) -> anyhow::Result<Draft> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    let path = args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("stdin.md"));
    draft(path, bytes, session)
}

fn draft(path: PathBuf, bytes: Vec<u8>, session: &mut Session<'_>) -> anyhow::Result<Draft> {
    if let Some(what) = no_draft(&path, &bytes) {
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
///
/// Links are not followed, as in a corpus: what they lead to may lie anywhere.
fn from_folder(folder: &Path, session: &mut Session<'_>, desk: &mut Desk) -> anyhow::Result<()> {
    for entry in WalkBuilder::new(folder).sort_by_file_path(Ord::cmp).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let (path, why) = told(&error);
                let held = path.is_some_and(|path| is_held(path, session));
                if !held {
                    complain(&why);
                    desk.lacks = true;
                }
                continue;
            }
        };
        let path = entry.path();
        let is_prose = formats::is_prose(&path.to_string_lossy());
        match entry.file_type() {
            Some(kind) if kind.is_symlink() => {
                if (is_prose || path.is_dir())
                    && session.settings(folder_of(path))?.is_draft(path)
                    && let Some(why) = link(folder, path)
                {
                    warn(&why);
                }
                continue;
            }
            Some(kind) if kind.is_file() && is_prose => {}
            Some(kind) if kind.is_file() && formats::is_office(&path.to_string_lossy()) => {
                if session.settings(folder_of(path))?.is_draft(path) && !desk.known.contains(&real(path)) {
                    desk.passed.office.push(path.to_owned());
                }
                continue;
            }
            _ => continue,
        }
        let found = session.settings(folder_of(path))?;
        if !found.is_draft(path) {
            let count = if found.is_source(path) { &mut desk.passed.sources } else { &mut desk.passed.unnamed };
            *count += 1;
            continue;
        }
        if !desk.known.insert(real(path)) {
            continue;
        }
        match std::fs::read(path) {
            // A report that was written beside its drafts is none of them.
            Ok(bytes) if formats::is_report(&bytes) => {}
            Ok(bytes) => match no_text(&bytes) {
                None => desk.drafts.push(draft(path.to_owned(), bytes, session)?),
                Some(what) => warn(&format!("{} is {what}, not a draft", path.display())),
            },
            Err(error) => {
                complain(&format!("cannot read {}: {error}", path.display()));
                desk.lacks = true;
            }
        }
    }
    Ok(())
}

/// What to say of a link: one that stays inside leads to what is checked anyway.
fn link(folder: &Path, path: &Path) -> Option<String> {
    let shown = path.display();
    match path.canonicalize() {
        Err(_) => Some(format!("left out: {shown} leads nowhere")),
        Ok(target) if target.starts_with(real(folder)) => None,
        Ok(_) => Some(format!("left out: {shown} leads out of {}; to have it checked, name it", folder.display())),
    }
}

/// Where a walk stumbled, and why, in words for a warning.
fn told(error: &ignore::Error) -> (Option<&Path>, String) {
    match error {
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => told(err),
        ignore::Error::WithPath { path, err } => match err.io_error() {
            // What the error itself says of a place has its name as well.
            Some(why) => (Some(path), format!("cannot read {}: {}", path.display(), why.kind())),
            None => (Some(path), told(err).1),
        },
        error => (None, error.to_string()),
    }
}

/// Whether a path lies in the corpus, which has its own say about what it cannot read.
fn is_held(path: &Path, session: &mut Session<'_>) -> bool {
    session.settings(folder_of(path)).is_ok_and(|found| found.is_source(path))
}

/// What a file is that is no draft although somebody named it.
fn no_draft(path: &Path, bytes: &[u8]) -> Option<&'static str> {
    if formats::is_report(bytes) {
        return Some("a report that onrecord wrote");
    }
    // An office document packs one text, an archive may hold any number.
    let name = path.to_string_lossy();
    let packed = || !formats::read(&name, bytes).blocks.is_empty();
    match no_text(bytes)? {
        _ if bytes.starts_with(ZIP) && packed() => None,
        _ if bytes.starts_with(ZIP) && formats::is_office(&name) => {
            Some("an office document without text, or a damaged one")
        }
        what => Some(what),
    }
}

/// How a ZIP archive begins, and an office document that is packed as one.
const ZIP: &[u8] = b"PK\x03\x04";

/// What a file is that holds no text, by its first bytes.
fn no_text(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF document (copy its text into a text file)"),
        (ZIP, "a ZIP archive or an office document"),
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"\x7FELF", "a program"),
        (b"\xD0\xCF\x11\xE0", "an old office document (save it as .docx)"),
        (b"\x1F\x8B", "a gzip archive"),
    ];
    if let Some((_, what)) = KINDS.iter().find(|(head, _)| bytes.starts_with(head)) {
        return Some(what);
    }
    formats::is_binary(bytes).then_some("a binary file")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{About, Article, ArticleId, CorpusError, Found as Places, Person, Query};
    use crate::speakers::Directory;

    /// A corpus with a fault.
    struct Faulty;

    impl Corpus for Faulty {
        fn find(&self, _: &Query) -> Result<Places, CorpusError> {
            panic!("a corpus with a fault")
        }

        fn article(&self, _: ArticleId) -> Result<Arc<Article>, CorpusError> {
            Err(CorpusError::Gone)
        }

        fn people(&self, _: &str, _: usize) -> Result<Vec<Arc<Person>>, CorpusError> {
            Ok(Vec::new())
        }

        fn everybody(&self) -> Result<Vec<Arc<Person>>, CorpusError> {
            Ok(Vec::new())
        }

        fn directory(&self) -> Arc<Directory> {
            Arc::default()
        }

        fn about(&self) -> About {
            About::default()
        }
    }

    #[test]
    fn a_draft_that_the_program_breaks_over_leaves_the_others() {
        let draft = |name: &str, corpus: Option<Arc<dyn Corpus>>| Draft {
            path: PathBuf::from(name),
            bytes: "“We leave at noon,” Ana Lind said.\n".into(),
            found: Arc::default(),
            corpus,
        };
        let drafts = vec![draft("a.md", None), draft("b.md", Some(Arc::new(Faulty))), draft("c.md", None)];
        let mut desk = Desk { drafts, ..Desk::default() };
        let checks = check_all(&mut desk);
        let names = |names: &mut dyn Iterator<Item = String>| names.collect::<Vec<_>>();
        assert_eq!(names(&mut checks.sheets.iter().map(|sheet| sheet.path.clone())), ["a.md", "c.md"]);
        assert_eq!(names(&mut desk.drafts.iter().map(|draft| draft.path.display().to_string())), ["a.md", "c.md"]);
        assert_eq!(checks.ending(), Ending::Failed);
    }

    #[test]
    fn text_is_told_from_what_is_none() {
        assert_eq!(no_text("plain – text".as_bytes()), None);
        assert_eq!(no_text(b""), None);
        assert_eq!(no_text(b"\x89PNG\r\n\x1a\n"), Some("a PNG image"));
        assert_eq!(no_text(&[1, 0, 0, 0, 7, 7, 0, 0, 3, 4, 5, 0]), Some("a binary file"));
    }
}
