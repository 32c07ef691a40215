//! Which configuration holds for a draft, and the corpus it names, opened once for all who share it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use tower_lsp::lsp_types::{Diagnostic, DiagnosticSeverity, MessageType, Position, Range, Url};

use super::archives::Archives;
use super::convert::diagnostics::SOURCE;
use super::convert::places;
use super::desk::Desk;
use super::mail::{Mail, News};
use super::progress::Step;
use super::shelves;
use super::view::Terms;
use super::watch;
use crate::corpus::{Corpus, CorpusError, Keep, Opened, Seen};
use crate::rules;
use crate::settings::editor::EditorSettings;
use crate::settings::{self, Found, SettingsError};

/// The configurations and corpora of a session; owned by the analyser.
pub struct Workspace {
    desk: Arc<Desk>,
    roots: Vec<PathBuf>,
    /// What the editor has set, by folder; `None` for what lies in none.
    set: BTreeMap<Option<PathBuf>, EditorSettings>,
    /// By the folder of a draft.
    folders: BTreeMap<PathBuf, Arc<Found>>,
    /// What the configuration files said when they last made sense.
    sound: BTreeMap<PathBuf, Arc<Found>>,
    /// Which files are drafts, as far as was asked.
    drafts: BTreeMap<Url, bool>,
    /// Files that configurations name for their people.
    directories: BTreeSet<PathBuf>,
    /// Files that have a complaint shown.
    blamed: BTreeSet<PathBuf>,
    /// How many bars were shown.
    bars: u64,
    /// By the paths of a corpus.
    shelves: BTreeMap<Vec<PathBuf>, Shelf>,
    /// What lies far away.
    pub archives: Archives,
}

/// One corpus.
#[derive(Default)]
struct Shelf {
    corpus: Option<Arc<dyn Corpus>>,
    /// Whether a reading has ended, well or not.
    tried: bool,
    opening: bool,
    /// What of it changed while it was being read.
    again: Option<Changes>,
    /// Which files it had when it was last read.
    seen: Option<Seen>,
    stamp: Option<u64>,
    /// What of it is there, unless all is; and what became of the rest.
    so_far: Option<String>,
    /// Tells the reading under way that it is enough.
    enough: Arc<AtomicBool>,
    /// The number of its bar.
    bar: u64,
}

/// What of a corpus may be another.
#[derive(Clone, Debug)]
enum Changes {
    /// Anything: all of it is looked through.
    Anything,
    /// These files, as the editor says.
    Files(Vec<PathBuf>),
}

/// Of more files than that, to look at all is as quick.
const FEW: usize = 32;

impl Changes {
    fn of(files: &[PathBuf]) -> Self {
        if files.len() > FEW { Self::Anything } else { Self::Files(files.to_vec()) }
    }

    /// Both together.
    fn and(self, more: Self) -> Self {
        match (self, more) {
            (Self::Files(files), Self::Files(more)) => Self::of(&[files, more].concat()),
            _ => Self::Anything,
        }
    }
}

impl Workspace {
    /// A workspace that knows nothing yet.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self {
            archives: Archives::new(desk.clone()),
            desk,
            roots: Vec::new(),
            set: BTreeMap::new(),
            folders: BTreeMap::new(),
            sound: BTreeMap::new(),
            drafts: BTreeMap::new(),
            directories: BTreeSet::new(),
            blamed: BTreeSet::new(),
            bars: 0,
            shelves: BTreeMap::new(),
        }
    }

    /// What a draft is to be checked with; `None` while its corpus is being read.
    pub fn terms(&mut self, uri: &Url) -> Option<Terms> {
        let found = self.found(uri);
        let folder = uri.to_file_path().ok().and_then(|path| path.parent().map(Path::to_owned));
        let shown = self.set_for(folder.as_deref()).0.shown;
        let paths = &found.settings.corpus.paths;
        if paths.is_empty() {
            let corpus = self.archives.with(None, &found.settings.corpus);
            return Some(Terms { found, corpus, shown, so_far: None });
        }
        let shelf = self.shelves.entry(paths.clone()).or_default();
        if !shelf.tried && !shelf.opening {
            watch::register(paths, &self.desk);
            self.open(paths.clone(), Changes::Anything);
            return None;
        }
        if shelf.corpus.is_none() && shelf.opening {
            return None;
        }
        let (near, so_far) = (shelf.corpus.clone(), shelf.so_far.clone());
        let corpus = self.archives.with(near, &found.settings.corpus);
        Some(Terms { found, corpus, shown, so_far })
    }

    /// Whether a text is a draft by its configuration: one that it names, and no source. One without a file always is.
    pub fn is_draft(&mut self, uri: &Url) -> bool {
        if let Some(&draft) = self.drafts.get(uri) {
            return draft;
        }
        let draft = uri.to_file_path().is_ok_and(|path| self.found(uri).is_draft(&path)) || uri.scheme() != "file";
        self.drafts.insert(uri.clone(), draft);
        draft
    }

    /// Takes note; tells whether the drafts are to be checked again.
    pub fn take(&mut self, news: News) -> bool {
        match news {
            News::Roots(roots) => {
                self.roots = roots;
                self.forget();
                true
            }
            News::Reindex => {
                for paths in self.shelves.keys().cloned().collect::<Vec<_>>() {
                    self.open(paths, Changes::Anything);
                }
                false
            }
            News::Settings(values) => self.settings(values),
            News::Opened(paths, corpus) => self.opened(&paths, corpus),
            News::SoFar(paths, opened) => {
                let Some(shelf) = self.shelves.get_mut(&paths) else { return false };
                shelf.so_far = opened.unread.map(|unread| format!("{unread} read so far{UNTOLD}"));
                shelf.corpus = Some(opened.corpus);
                true
            }
            News::Terms(files, answer) => {
                let drafts: Vec<Url> = files.into_iter().filter(|uri| self.is_draft(uri)).collect();
                let terms = drafts.into_iter().map(|uri| self.terms(&uri).map(|terms| (uri, terms))).collect();
                // Whoever asked may have gone.
                let _ = answer.send(terms);
                false
            }
            News::Enough(bar) => {
                if let Some(shelf) = self.shelves.values().find(|shelf| shelf.bar == bar) {
                    shelf.enough.store(true, Ordering::Relaxed);
                }
                false
            }
            News::Stamped(paths, stamp) => {
                let Some(shelf) = self.shelves.get_mut(&paths) else { return false };
                if shelf.stamp.replace(stamp).is_some_and(|old| old != stamp) {
                    self.open(paths, Changes::Anything);
                }
                false
            }
            News::Changed(files) => self.changed(&files),
            News::Saved(file) => {
                let checked_again = self.changed(&[file]);
                for (paths, shelf) in &self.shelves {
                    if !shelf.opening {
                        watch::stamp(paths.clone(), self.desk.clone());
                    }
                }
                checked_again
            }
        }
    }

    /// Takes over what the editor has set; what means nothing is told and left aside.
    fn settings(&mut self, values: Vec<(Option<PathBuf>, Value)>) -> bool {
        let mut set = BTreeMap::new();
        for (folder, value) in values {
            let (settings, wrong) = EditorSettings::read(&value, rules::is_known);
            for message in wrong {
                self.desk.send(Mail::Show(MessageType::WARNING, message));
            }
            set.insert(folder, settings);
        }
        let changed = self.set != set;
        if changed {
            self.set = set;
            self.forget();
        }
        changed
    }

    /// What the editor has set for the files of a folder, with the root that relative paths start at.
    fn set_for(&self, folder: Option<&Path>) -> (EditorSettings, Option<PathBuf>) {
        let above = |root: &&PathBuf| folder.is_some_and(|folder| folder.starts_with(root));
        let root = self.roots.iter().filter(above).max_by_key(|root| root.as_os_str().len()).cloned();
        let set = self.set.get(&root).or_else(|| self.set.get(&None)).cloned().unwrap_or_default();
        (set, root.or_else(|| self.roots.first().cloned()))
    }

    fn changed(&mut self, files: &[PathBuf]) -> bool {
        let touched = |paths: &[PathBuf]| files.iter().any(|file| paths.iter().any(|path| lies_in(file, path)));
        let corpora = self.shelves.keys().filter(|paths| touched(paths)).cloned().collect::<Vec<_>>();
        for paths in corpora {
            self.open(paths, Changes::of(files));
        }
        let configures = |file: &PathBuf| {
            file.file_name().is_some_and(|name| name == settings::FILE_NAME)
                || self.directories.iter().any(|directory| lies_in(file, directory))
        };
        let configured = files.iter().any(configures);
        if configured {
            self.forget();
        }
        configured
    }

    /// Looks for the configurations afresh.
    fn forget(&mut self) {
        self.folders.clear();
        self.drafts.clear();
        // A corpus that could not be read gets another chance.
        self.shelves.retain(|_, shelf| shelf.corpus.is_some() || shelf.opening);
    }

    fn found(&mut self, uri: &Url) -> Arc<Found> {
        let folder = match uri.to_file_path() {
            Ok(path) => path.parent().map(Path::to_owned),
            Err(()) => self.roots.first().cloned(),
        };
        // A text that lies nowhere has no configuration, but the editor may have set something.
        let key = folder.clone().unwrap_or_default();
        if let Some(found) = self.folders.get(&key) {
            return found.clone();
        }
        let (set, root) = self.set_for(folder.as_deref());
        let found = match (set.config(root.as_deref()), &folder) {
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
        self.settled(settings::discover(folder, rules::is_known), settings::nearest(folder))
    }

    /// The settings of a file that the editor names.
    fn load(&mut self, config: &Path) -> Arc<Found> {
        self.settled(settings::load(config, rules::is_known), Some(config.to_owned()))
    }

    /// What was found; while that makes no sense, what it said when it last did, with the mistake shown.
    fn settled(&mut self, found: Result<Found, SettingsError>, config: Option<PathBuf>) -> Arc<Found> {
        let error = match found {
            Ok(found) => {
                let found = Arc::new(found);
                if let Some(path) = &found.path {
                    self.sound.insert(path.clone(), found.clone());
                    self.absolve(path);
                }
                if let Some(directory) = &found.settings.directory {
                    self.heed(directory);
                    self.absolve(directory);
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
        self.blame(&path, place, message);
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
            watch::register(&[directory.to_owned()], &self.desk);
        }
    }

    fn open(&mut self, paths: Vec<PathBuf>, changes: Changes) {
        let shelf = self.shelves.entry(paths.clone()).or_default();
        if std::mem::replace(&mut shelf.opening, true) {
            shelf.again = Some(match shelf.again.take() {
                Some(earlier) => earlier.and(changes),
                None => changes,
            });
            return;
        }
        let seen = shelf.seen.take();
        self.bars += 1;
        shelf.bar = self.bars;
        shelf.enough = Arc::default();
        let (bar, enough) = (shelf.bar, shelf.enough.clone());
        self.desk.send(Mail::Begin(bar, title(&paths)));
        let desk = self.desk.clone();
        let opening = paths.clone();
        let named = self.folders.values().find(|found| found.settings.corpus.paths == paths);
        let keep = named.map(|found| Keep::set(&found.settings.corpus)).unwrap_or_default();
        let started = std::thread::Builder::new().name("corpus".to_owned()).spawn(move || {
            let stamp = (!desk.announced().watching).then(|| watch::stamp_of(&opening));
            let seen = match changes {
                Changes::Files(files) => seen.and_then(|seen| {
                    let ours = |file: &&PathBuf| opening.iter().any(|path| lies_in(file, path));
                    seen.again(&files.iter().filter(ours).cloned().collect::<Vec<_>>())
                }),
                Changes::Anything => None,
            };
            let corpus = shelves::read(&desk, &opening, seen, &keep, bar, &enough);
            desk.tell(News::Opened(opening.clone(), corpus));
            if let Some(stamp) = stamp {
                desk.tell(News::Stamped(opening, stamp));
            }
        });
        if let Err(error) = started {
            self.desk.tell(News::Opened(paths, Err(CorpusError::Unreadable { path: PathBuf::from("."), error })));
        }
    }

    fn opened(&mut self, paths: &[PathBuf], opened: Result<Opened, CorpusError>) -> bool {
        let configs = self.folders.values().filter(|found| found.settings.corpus.paths == paths);
        let configs = configs.filter_map(|found| found.path.clone()).collect::<BTreeSet<_>>();
        let came = match &opened {
            Ok(opened) => {
                let about = opened.corpus.about();
                let line = match opened.unread {
                    Some(unread) => format!("stopped: {unread}"),
                    None => format!("{} articles, {} quotations", about.articles, about.quotations),
                };
                self.desk.send(Mail::Log(MessageType::INFO, format!("corpus read: {line}")));
                for problem in about.problems {
                    self.desk.send(Mail::Log(MessageType::WARNING, problem));
                }
                for config in &configs {
                    self.absolve(config);
                }
                line
            }
            Err(error) => {
                self.desk.send(Mail::Show(MessageType::ERROR, error.to_string()));
                for config in &configs {
                    self.blame(config, places::place_of_corpus(config, self.desk.announced().unit), error.to_string());
                }
                error.to_string()
            }
        };
        let Some(shelf) = self.shelves.get_mut(paths) else { return false };
        self.desk.send(Mail::Step(shelf.bar, Step::End(came)));
        self.desk.send(Mail::Reread);
        shelf.opening = false;
        shelf.tried = true;
        let unread = opened.as_ref().ok().and_then(|opened| opened.unread);
        shelf.so_far = unread.map(|unread| format!("the reading was stopped: {unread}{UNTOLD}"));
        let opened = opened.ok();
        shelf.seen = opened.as_ref().map(|opened| opened.seen.clone());
        shelf.corpus = opened.map(|opened| opened.corpus);
        if let Some(changes) = shelf.again.take() {
            self.open(paths.to_vec(), changes);
        }
        true
    }

    fn blame(&mut self, config: &Path, place: Position, message: String) {
        let Ok(uri) = Url::from_file_path(config) else { return };
        self.blamed.insert(config.to_owned());
        let diagnostic = Diagnostic {
            range: Range::new(place, Position::new(place.line, place.character + 1)),
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some(SOURCE.to_owned()),
            message,
            ..Diagnostic::default()
        };
        self.desk.send(Mail::File { uri, diagnostics: vec![diagnostic] });
    }

    fn absolve(&mut self, config: &Path) {
        if self.blamed.remove(config)
            && let Ok(uri) = Url::from_file_path(config)
        {
            self.desk.send(Mail::File { uri, diagnostics: Vec::new() });
        }
    }
}

/// What is left out while a corpus is there only in part.
const UNTOLD: &str = "; what no source has is not told until all are";

/// What is said while a corpus is being read.
fn title(paths: &[PathBuf]) -> String {
    let names = paths.iter().map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
    format!("Reading {}", names.collect::<Vec<_>>().join(", "))
}

/// Whether a file is, or lies in, a path of a corpus; by their real places, where they have one.
fn lies_in(file: &Path, corpus: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    file.starts_with(corpus) || real(file).starts_with(real(corpus))
}
