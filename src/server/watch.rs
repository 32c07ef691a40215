//! Noticing that the configuration or the corpus changed: by the editor where it can, else at each save.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, OneOf, Registration, RelativePattern,
    Unregistration, Url,
};

use super::desk::Desk;
use super::mail::{Mail, News};
use crate::settings::FILE_NAME;

/// Asks to be told of configuration files.
pub fn register_configurations(desk: &Desk) {
    ask(desk, "onrecord.configurations", vec![GlobPattern::String(format!("**/{FILE_NAME}"))]);
}

/// Asks to be told when what the editor has set for this server changes.
pub fn register_settings(desk: &Desk) {
    if desk.announced().settings_watched {
        desk.send(Mail::Register(vec![Registration {
            id: "onrecord.settings".to_owned(),
            method: "workspace/didChangeConfiguration".to_owned(),
            register_options: Some(serde_json::json!({"section": "onrecord"})),
        }]));
    }
}

/// What an editor was asked to tell of: the files of corpora, and directories of people.
pub struct Watches {
    desk: Arc<Desk>,
    /// What they are of.
    of: &'static str,
    /// By the paths: under what number they are watched, and which of them as folders.
    asked: BTreeMap<Vec<PathBuf>, (u64, Vec<bool>)>,
    last: u64,
}

impl Watches {
    /// Nothing yet. Those `of` other things go by other names.
    pub fn new(desk: Arc<Desk>, of: &'static str) -> Self {
        Self { desk, of, asked: BTreeMap::new(), last: 0 }
    }

    /// Asks to be told of these paths, and asks anew where one has become a folder, or was one.
    pub fn watch(&mut self, paths: &[PathBuf]) {
        let folders: Vec<bool> = paths.iter().map(|path| path.is_dir()).collect();
        let before = self.asked.get(paths);
        if before.is_some_and(|(_, known)| *known == folders) {
            return;
        }
        if let Some((number, _)) = before {
            take_back(&self.desk, &self.id_of(*number));
        }
        self.last += 1;
        let elsewhere = self.desk.announced().watching_elsewhere;
        let patterns = paths.iter().zip(&folders).filter_map(|(path, folder)| pattern(path, *folder, elsewhere));
        ask(&self.desk, &self.id_of(self.last), patterns.collect());
        self.asked.insert(paths.to_vec(), (self.last, folders));
    }

    fn id_of(&self, number: u64) -> String {
        format!("onrecord.{}.{number}", self.of)
    }
}

/// What tells of a file, or of all that lies in a folder.
fn pattern(path: &Path, is_folder: bool, elsewhere: bool) -> Option<GlobPattern> {
    let (folder, inside) = if is_folder {
        (path, "**/*".to_owned())
    } else {
        (path.parent()?, literal(&path.file_name()?.to_string_lossy()))
    };
    if elsewhere {
        let base_uri = OneOf::Right(Url::from_file_path(folder).ok()?);
        return Some(GlobPattern::Relative(RelativePattern { base_uri, pattern: inside }));
    }
    Some(GlobPattern::String(format!("{}/{inside}", literal(&folder.to_string_lossy().replace('\\', "/")))))
}

/// A pattern that matches a name, whatever stands in it. Editors agree on no way to take a sign of a pattern for itself.
fn literal(name: &str) -> String {
    name.replace(['*', '?', '[', ']', '{', '}'], "?")
}

fn ask(desk: &Desk, id: &str, patterns: Vec<GlobPattern>) {
    if !desk.announced().watching || patterns.is_empty() {
        return;
    }
    let watchers = patterns.into_iter().map(|glob_pattern| FileSystemWatcher { glob_pattern, kind: None }).collect();
    let options = DidChangeWatchedFilesRegistrationOptions { watchers };
    desk.send(Mail::Register(vec![Registration {
        id: id.to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }]));
}

fn take_back(desk: &Desk, id: &str) {
    if desk.announced().watching {
        let method = "workspace/didChangeWatchedFiles".to_owned();
        desk.send(Mail::Unregister(vec![Unregistration { id: id.to_owned(), method }]));
    }
}

/// Takes a corpus's stamp on a thread of its own and reports it.
pub fn stamp(paths: Vec<PathBuf>, desk: Arc<Desk>) {
    // Without a thread to look, the change is noticed at the next save.
    let _ = std::thread::Builder::new().name("stamp".to_owned()).spawn(move || {
        let stamp = stamp_of(&paths);
        desk.tell(News::Stamped(paths, stamp));
    });
}

/// What would change if a file of the corpus did: names, sizes and times.
pub fn stamp_of(paths: &[PathBuf]) -> u64 {
    let mut files = paths.iter().flat_map(|path| files_of(path)).collect::<Vec<_>>();
    files.sort();
    let mut stamp = DefaultHasher::new();
    files.hash(&mut stamp);
    stamp.finish() | 1
}

fn files_of(path: &Path) -> impl Iterator<Item = (PathBuf, u64, Option<std::time::SystemTime>)> + use<> {
    ignore::WalkBuilder::new(path).build().flatten().filter_map(|entry| {
        let meta = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some((entry.into_path(), meta.len(), meta.modified().ok()))
    })
}
