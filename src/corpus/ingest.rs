//! From the paths of the settings to a corpus: walking, reading, telling what was left out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use rayon::prelude::*;

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
            _ => {}
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
    match fs::metadata(path) {
        Ok(data) if data.len() > MAX_BYTES => return skip(format!("is larger than {} MB", MAX_BYTES >> 20)),
        Ok(_) => {}
        Err(error) => return skip(error.to_string()),
    }
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return skip(error.to_string()),
    };
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

/// A `.jsonl` of articles, one object a line.
fn rows(name: &str, bytes: &[u8]) -> Source {
    let mut source = Source::default();
    for (number, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Row>(line) {
            Ok(row) => {
                let id = row.id.unwrap_or_else(|| serde_json::Value::from(number + 1));
                let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
                source.documents.push((format!("{name}#{id}"), formats::article(&row.text, &row.fields)));
            }
            Err(error) => source.problems.push(format!("left out: {name}:{}: {error}", number + 1)),
        }
    }
    source
}

/// One line of a `.jsonl`.
#[derive(serde::Deserialize)]
struct Row {
    text: String,
    id: Option<serde_json::Value>,
    #[serde(flatten)]
    fields: formats::Fields,
}
