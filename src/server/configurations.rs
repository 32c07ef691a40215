//! Which configuration holds for a text, with what the editor has set laid over it, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use tower_lsp::lsp_types::{MessageType, Position, Url};

use super::addresses;
use super::complaints::{About, Complaints};
use super::convert::places;
use super::desk::Desk;
use super::mail::Mail;
use super::shelf::Place;
use super::watch::Watches;
use crate::corpus::{CorpusError, Keep};
use crate::rules;
use crate::settings::editor::{EditorSettings, Shown, laid_over};
use crate::settings::{self, Found, SettingsError};

/// The configurations of a session; owned by the analyser.
pub struct Configurations {
    desk: Arc<Desk>,
    roots: Vec<PathBuf>,
    /// What the editor has set at the start.
    options: Value,
    /// Whether the editor is being asked what it has set since, and nothing is known of it yet.
    pub are_asked_for: bool,
    /// What holds of all that it has set, by folder; `None` for what lies in none.
    set: BTreeMap<Option<PathBuf>, EditorSettings>,
    /// By the folder of a draft.
    folders: BTreeMap<PathBuf, Arc<Found>>,
    /// What the configuration files said when they last made sense.
    sound: BTreeMap<PathBuf, Arc<Found>>,
    /// Which files are drafts, as far as was asked.
    drafts: BTreeMap<Url, bool>,
    /// Files that configurations name for their people.
    directories: BTreeSet<PathBuf>,
    /// Texts of which the log says that they are no drafts.
    passed_over: BTreeSet<Url>,
    complaints: Complaints,
    watches: Watches,
}

/// Under what an editor has texts that lie in no file yet. Under others it shows what nobody writes there: the state of a
/// file in a repository, the output of a program.
const UNSAVED: [&str; 3] = ["untitled", "buffer", "inmemory"];

impl Configurations {
    /// None yet.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self {
            complaints: Complaints::new(desk.clone()),
            watches: Watches::new(desk.clone(), "people"),
            desk,
            roots: Vec::new(),
            options: Value::Null,
            are_asked_for: false,
            set: BTreeMap::new(),
            folders: BTreeMap::new(),
            sound: BTreeMap::new(),
            drafts: BTreeMap::new(),
            directories: BTreeSet::new(),
            passed_over: BTreeSet::new(),
        }
    }

    /// Takes over which folders are open.
    pub fn open_folders(&mut self, roots: Vec<PathBuf>) {
        self.roots = roots;
    }

    /// Takes over what the editor has set at the start, and nothing of what it has set since; tells whether anything changed.
    pub fn start_with(&mut self, options: Value) -> bool {
        self.options = options;
        self.set(vec![(None, Value::Null)])
    }

    /// Takes over what the editor has set since the start; what means nothing is told and left aside. Tells whether anything
    /// changed.
    pub fn set(&mut self, values: Vec<(Option<PathBuf>, Value)>) -> bool {
        let mut set = BTreeMap::new();
        for (folder, value) in values {
            let (settings, wrong) = EditorSettings::read(&laid_over(&self.options, &value), rules::code_of);
            for message in wrong {
                self.desk.send(Mail::Show(MessageType::WARNING, message));
            }
            set.insert(folder, settings);
        }
        let changed = self.set != set;
        self.set = set;
        changed
    }

    /// Whether the editor wants the findings of all drafts, also of those that are not open.
    pub fn want_everything(&self) -> bool {
        self.set.values().any(|set| set.everything)
    }

    /// Whether a text is a draft by its configuration: one that it names, and no source. One that has no file yet always is.
    pub fn is_draft(&mut self, uri: &Url) -> bool {
        if let Some(&draft) = self.drafts.get(uri) {
            return draft;
        }
        let draft = match addresses::file(uri) {
            Some(path) => self.found(uri).is_draft(&path),
            None => UNSAVED.contains(&uri.scheme()),
        };
        self.drafts.insert(uri.clone(), draft);
        draft
    }

    /// Whether an open text is checked: a draft, or one that may well be. Where the corpus is the folder that the configuration
    /// lies in, or the one that is open, nothing tells drafts from sources, and not to check what is written there would look
    /// as if all of it were borne out.
    pub fn is_checked(&mut self, uri: &Url) -> bool {
        self.is_draft(uri) || {
            let (found, root) = (self.found(uri), self.roots.first().cloned());
            addresses::file(uri).is_some_and(|path| found.is_mixed(&path, root.as_deref()))
        }
    }

    /// Writes into the log why an open text shows nothing, once for each.
    pub fn note_why_not(&mut self, uri: &Url) {
        let Some(path) = addresses::file(uri) else { return };
        if self.are_asked_for || self.passed_over.contains(uri) {
            return;
        }
        self.passed_over.insert(uri.clone());
        let why = if self.found(uri).is_source(&path) { "it lies in the corpus" } else { "`drafts` does not name it" };
        self.desk.send(Mail::Log(MessageType::INFO, format!("{} is not checked: {why}", path.display())));
    }

    /// Whether changed files say what holds for others: a configuration, or a directory of people.
    pub fn change_with(&self, files: &[Place]) -> bool {
        let directories = Place::of(&self.directories);
        files.iter().any(|file| {
            file.named.file_name().is_some_and(|name| name == settings::FILE_NAME)
                || directories.iter().any(|directory| file.lies_in(directory))
        })
    }

    /// Looks for all of them afresh.
    pub fn forget(&mut self) {
        self.complaints.forget();
        self.drafts.clear();
        for folder in std::mem::take(&mut self.folders).into_keys() {
            self.found_for(Some(&*folder).filter(|folder| !folder.as_os_str().is_empty()));
        }
    }

    /// What is shown beside a text.
    pub fn shown(&self, uri: &Url) -> Shown {
        self.set_for(self.folder_of(uri).as_deref()).0.shown
    }

    /// A corpus could be read.
    pub fn absolve_corpus(&mut self, paths: &[PathBuf]) {
        for config in self.naming(paths) {
            self.complaints.absolve(&config, About::Corpus);
        }
    }

    /// A corpus could not be read.
    pub fn blame_corpus(&mut self, paths: &[PathBuf], error: &CorpusError) {
        let configs = self.naming(paths);
        let set = if configs.is_empty() { "onrecord.corpus: " } else { "" };
        self.desk.send(Mail::Show(MessageType::ERROR, format!("{set}{error}")));
        for config in configs {
            let place = places::place_of_corpus(&config, self.desk.announced().unit);
            self.complaints.blame(&config, About::Corpus, place, error.to_string());
        }
    }

    /// Where an index of a corpus may be kept, by a configuration that names it; nothing, where none does.
    pub fn keep(&self, paths: &[PathBuf]) -> Option<Keep> {
        let named = self.folders.values().find(|found| found.settings.corpus.paths == paths);
        named.map(|found| Keep::set(&found.settings.corpus))
    }

    /// What holds for a text.
    pub fn found(&mut self, uri: &Url) -> Arc<Found> {
        self.found_for(self.folder_of(uri).as_deref())
    }

    /// The folder whose settings hold for a text; what lies in no file yet is written in the first that is open.
    fn folder_of(&self, uri: &Url) -> Option<PathBuf> {
        match uri.to_file_path() {
            Ok(path) => path.parent().map(Path::to_owned),
            Err(()) => self.roots.first().cloned(),
        }
    }

    /// What holds for the files of a folder, or for what lies in none.
    fn found_for(&mut self, folder: Option<&Path>) -> Arc<Found> {
        // A text that lies nowhere has no configuration, but the editor may have set something.
        let key = folder.map(Path::to_owned).unwrap_or_default();
        if let Some(found) = self.folders.get(&key) {
            return found.clone();
        }
        let (set, root) = self.set_for(folder);
        let found = match (set.config(root.as_deref()), folder) {
            (Some(config), _) => self.load(&config),
            (None, Some(folder)) => self.discover(folder),
            (None, None) => Arc::default(),
        };
        let found = if set == EditorSettings::default() {
            found
        } else {
            let mut found = (*found).clone();
            set.overlay(&mut found.settings, root.as_deref());
            Arc::new(found)
        };
        self.folders.insert(key, found.clone());
        found
    }

    /// The settings for a folder.
    fn discover(&mut self, folder: &Path) -> Arc<Found> {
        self.settled(settings::discover(folder, rules::code_of), settings::nearest(folder))
    }

    /// The settings of a file that the editor names.
    fn load(&mut self, config: &Path) -> Arc<Found> {
        self.settled(settings::load(config, rules::code_of), Some(config.to_owned()))
    }

    /// What was found; while that makes no sense, what it said when it last did, with the mistake shown.
    fn settled(&mut self, found: Result<Found, SettingsError>, config: Option<PathBuf>) -> Arc<Found> {
        let error = match found {
            Ok(found) => {
                let found = Arc::new(found);
                if let Some(path) = &found.path {
                    self.sound.insert(path.clone(), found.clone());
                    self.complaints.absolve(path, About::File);
                }
                if let Some(directory) = &found.settings.directory {
                    self.heed(directory);
                    self.complaints.absolve(directory, About::File);
                }
                return found;
            }
            Err(error) => error,
        };
        self.desk.send(Mail::Show(MessageType::ERROR, error.to_string()));
        let unit = self.desk.announced().unit;
        let (path, place, message) = match error {
            SettingsError::Wrong { path, line, column, message } => {
                let place = places::place_in_file(&path, line, column, unit);
                (path, place, message)
            }
            SettingsError::Unreadable { path, error } => (path, Position::default(), error.to_string()),
        };
        self.complaints.blame(&path, About::File, place, message);
        // What is wrong may stand in the directory that the configuration names.
        let config = config.unwrap_or_else(|| path.clone());
        if config != path {
            self.heed(&path);
        }
        let nothing = || Arc::new(Found { path: Some(config.clone()), ..Found::default() });
        self.sound.get(&config).cloned().unwrap_or_else(nothing)
    }

    /// Minds a file of people from now on.
    fn heed(&mut self, directory: &Path) {
        if self.directories.insert(directory.to_owned()) {
            self.watches.watch(&[directory.to_owned()]);
        }
    }

    /// What the editor has set for the files of a folder, with the root that relative paths start at.
    fn set_for(&self, folder: Option<&Path>) -> (EditorSettings, Option<PathBuf>) {
        let above = |root: &&PathBuf| folder.is_some_and(|folder| folder.starts_with(root));
        let root = self.roots.iter().filter(above).max_by_key(|root| root.as_os_str().len()).cloned();
        let set = self.set.get(&root).or_else(|| self.set.get(&None)).cloned().unwrap_or_default();
        (set, root.or_else(|| self.roots.first().cloned()))
    }

    /// The configuration files that name a corpus; none of those that the editor names another for.
    fn naming(&self, paths: &[PathBuf]) -> BTreeSet<PathBuf> {
        let named = self.folders.iter().filter(|(folder, found)| {
            found.settings.corpus.paths == paths && self.set_for(Some(folder)).0.corpus.is_none()
        });
        named.filter_map(|(_, found)| found.path.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tokio::sync::mpsc;

    use super::*;

    #[test]
    fn what_lies_in_no_file_yet_is_checked_and_shown_by_the_settings_of_the_first_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().to_owned();
        let (mail, _kept) = mpsc::unbounded_channel();
        let mut configurations = Configurations::new(Arc::new(Desk::new(mail)));
        configurations.open_folders(vec![root.clone()]);
        let set = json!({"inlayHints": false, "rules": {"VER101": "off"}});
        assert!(configurations.set(vec![(Some(root), set), (None, Value::Null)]));
        let uri = Url::parse("untitled:Untitled-1").expect("is an address");
        let found = configurations.found(&uri);
        assert_eq!(found.settings.severity_of("VER101"), Some(settings::Severity::Off));
        assert!(!configurations.shown(&uri).inlay_hints);
    }
}
