//! Noticing that the configuration or the corpus changed: by the editor where it can, else at each save.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, OneOf, Registration, RelativePattern, Url,
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

/// Asks to be told of the files of a corpus, or of a directory of people.
pub fn register(paths: &[PathBuf], desk: &Desk) {
    let elsewhere = desk.announced().watching_elsewhere;
    let pattern = |path: &PathBuf| {
        let (folder, inside) = if path.is_dir() {
            (path.as_path(), "**/*".to_owned())
        } else {
            (path.parent()?, path.file_name()?.to_string_lossy().into_owned())
        };
        if elsewhere {
            let base_uri = OneOf::Right(Url::from_file_path(folder).ok()?);
            Some(GlobPattern::Relative(RelativePattern { base_uri, pattern: inside }))
        } else {
            Some(GlobPattern::String(format!("{}/{inside}", folder.to_string_lossy().replace('\\', "/"))))
        }
    };
    let mut id = DefaultHasher::new();
    paths.hash(&mut id);
    ask(desk, &format!("onrecord.files.{:x}", id.finish()), paths.iter().filter_map(pattern).collect());
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
