//! From the paths of the settings to a corpus: walking, reading, telling what was left out.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::CorpusError;
use super::memory::MemoryCorpus;
use crate::formats::{self, Document};

/// Files above this size are left out, and said so: no article is that long, and a dump is no source.
const MAX_BYTES: u64 = 256 << 20;

/// Reads all sources under `paths`: folders, single files, `.jsonl` of articles.
///
/// What cannot be read is left out and told in [`super::About::problems`], a line each.
///
/// # Errors
/// When a path is not there, or when nothing was found under any.
pub fn open(paths: &[PathBuf]) -> Result<MemoryCorpus, CorpusError> {
    let mut problems = Vec::new();
    let mut files = Vec::new();
    for path in paths {
        files.extend(walk(path, &mut problems)?);
    }
    files.sort();
    files.dedup();
    let read: Vec<_> = files.par_iter().map(|file| read(file)).collect();
    let mut documents = Vec::new();
    for source in read {
        documents.extend(source.documents);
        problems.extend(source.problems);
    }
    if documents.is_empty() {
        let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(CorpusError::Empty(names.join(", ")));
    }
    Ok(MemoryCorpus::new(documents, problems))
}

/// What came of one file.
#[derive(Default)]
struct Source {
    documents: Vec<(String, Document)>,
    problems: Vec<String>,
}

fn walk(root: &Path, problems: &mut Vec<String>) -> Result<Vec<PathBuf>, CorpusError> {
    let data = fs::metadata(root).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => CorpusError::Missing(root.to_owned()),
        _ => CorpusError::Unreadable { path: root.to_owned(), error },
    })?;
    if data.is_file() {
        return Ok(vec![root.to_owned()]);
    }
    if let Err(error) = fs::read_dir(root) {
        return Err(CorpusError::Unreadable { path: root.to_owned(), error });
    }
    let mut files = Vec::new();
    let mut others: BTreeMap<String, usize> = BTreeMap::new();
    // A corpus is often no repository; its ignore files count all the same.
    for entry in WalkBuilder::new(root).require_git(false).follow_links(false).sort_by_file_name(Ord::cmp).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(format!("left out: {error}"));
                continue;
            }
        };
        let path = entry.path();
        match entry.file_type() {
            Some(kind) if kind.is_symlink() => problems.extend(link(root, path)),
            Some(kind) if kind.is_file() => match extension(path) {
                kind if formats::reads(&kind) => files.push(path.to_owned()),
                kind => *others.entry(kind).or_default() += 1,
            },
            Some(kind) if kind.is_dir() => {}
            _ => problems.push(format!("left out: {} is no ordinary file", path.display())),
        }
    }
    others.remove("toml");
    if !others.is_empty() {
        let kinds: Vec<_> = others.iter().map(|(kind, count)| format!("{count} .{kind}")).collect();
        problems.push(format!("left out under {}: files that are no text ({})", root.display(), kinds.join(", ")));
    }
    Ok(files)
}

/// What to say of a link: one that stays inside leads to what is read anyway.
fn link(root: &Path, path: &Path) -> Option<String> {
    match (fs::canonicalize(path), fs::canonicalize(root)) {
        (Err(_), _) => Some(format!("left out: {} leads nowhere", path.display())),
        (Ok(target), Ok(root)) if target.starts_with(&root) => None,
        _ => Some(format!("left out: {} leads out of the corpus", path.display())),
    }
}

fn extension(path: &Path) -> String {
    path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn read(path: &Path) -> Source {
    let name = path.display().to_string();
    let skip = |why: String| Source { problems: vec![format!("left out: {name}: {why}")], ..Source::default() };
    let bytes = match contents(path) {
        Ok(bytes) => bytes,
        Err(why) => return skip(why),
    };
    if let Some(unpacked) = formats::packed::unpack(&name, &bytes, &pages) {
        let problems = unpacked.problems.iter().map(|problem| format!("{name}: {problem}")).collect();
        let named = |record: Option<String>| record.map_or_else(|| name.clone(), |record| format!("{name}#{record}"));
        let documents = unpacked.held.into_iter().map(|held| (named(held.record), held.document)).collect();
        return Source { documents, problems };
    }
    if formats::is_binary(&bytes) {
        return skip("is a binary file".to_owned());
    }
    if matches!(extension(path).as_str(), "jsonl" | "ndjson") {
        return rows(&name, &bytes);
    }
    let document = formats::read(&name, &bytes);
    let problems = document.problems.iter().map(|problem| format!("{name}: {}", problem.message)).collect();
    Source { documents: vec![(name, document)], problems }
}

#[cfg(feature = "pdf")]
use super::pages::pages;

/// Without the feature `pdf` nothing asks.
#[cfg(not(feature = "pdf"))]
fn pages(_: &[u8]) -> Result<Vec<String>, String> {
    Err("is a PDF file, which this build does not read".to_owned())
}

/// The bytes of a file, or why it is left out.
///
/// What it is may have changed since the folder was walked: a pipe would be waited for without end, and a file
/// that grows while it is read must not fill the memory.
fn contents(path: &Path) -> Result<Vec<u8>, String> {
    let data = fs::metadata(path).map_err(|error| error.to_string())?;
    if !data.is_file() {
        return Err("is no ordinary file".to_owned());
    }
    let mut bytes = Vec::new();
    if data.len() <= MAX_BYTES {
        let file = File::open(path).map_err(|error| error.to_string())?;
        bytes.reserve_exact(data.len() as usize + 1);
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    }
    if data.len().max(bytes.len() as u64) > MAX_BYTES {
        return Err(format!("is larger than {} MB", MAX_BYTES >> 20));
    }
    Ok(bytes)
}

/// A `.jsonl` of articles, one object a line.
fn rows(name: &str, bytes: &[u8]) -> Source {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').collect();
    let rows = lines.par_iter().enumerate().filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace));
    let rows: Vec<_> = rows.map(|(number, line)| (number + 1, row(number + 1, line))).collect();
    let mut source = Source::default();
    let (mut broken, mut again) = (0usize, Vec::new());
    let mut ids = FxHashSet::default();
    for (number, row) in rows {
        match row {
            Ok((id, document)) => {
                let path = format!("{name}#{id}");
                if !ids.insert(id) {
                    again.push(number);
                }
                source.documents.push((path, document));
            }
            Err(error) => {
                broken += 1;
                if broken <= BROKEN {
                    source.problems.push(format!("left out: {name}:{number}: {error}"));
                }
            }
        }
    }
    if broken > BROKEN {
        source.problems.push(format!("left out: {} more lines of {name}", broken - BROKEN));
    }
    if let Some(first) = again.first() {
        let count = again.len();
        source
            .problems
            .push(format!("{name}:{first}: the id stands in an earlier line too ({count} such lines in all)"));
    }
    source
}

/// So many broken lines of one file are told one by one; a file of something else would bury the rest.
const BROKEN: usize = 5;

/// The identifier and the article of one line.
fn row(number: usize, line: &[u8]) -> Result<(String, Document), serde_json::Error> {
    let row: Row = serde_json::from_slice(line)?;
    let id = row.id.unwrap_or_else(|| serde_json::Value::from(number));
    let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    Ok((id, formats::article(&row.text, &row.fields)))
}

/// One line of a `.jsonl`.
#[derive(serde::Deserialize)]
struct Row {
    text: String,
    id: Option<serde_json::Value>,
    #[serde(flatten)]
    fields: formats::Fields,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_or_another_thing_by_the_time_it_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in [folder.path().join("gone.txt"), folder.path().to_owned()] {
            let source = read(&path);
            assert!(source.documents.is_empty());
            assert_eq!(source.problems.len(), 1);
            assert!(source.problems[0].contains(&path.display().to_string()), "{:?}", source.problems);
        }
    }
}
