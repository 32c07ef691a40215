//! Which configuration holds for a draft, and the corpus it names, opened once for all who share it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde_json::Value;
use tower_lsp::lsp_types::{MessageType, Position, Url};

use super::addresses;
use super::archives::Archives;
use super::complaints::{About, Complaints};
use super::convert::places;
use super::desk::Desk;
use super::mail::{Mail, News};
use super::opening;
use super::progress::Step;
use super::shelf::{Changes, Place, Shelf};
use super::view::Terms;
use super::watch::{self, Watches};
use crate::corpus::{self, ArticleId, Corpus, CorpusError, Keep, Opened};
use crate::rules;
use crate::settings::editor::{EditorSettings, laid_over};
use crate::settings::{self, Found, SettingsError};

/// The configurations and corpora of a session; owned by the analyser.
pub struct Workspace {
    desk: Arc<Desk>,
    roots: Vec<PathBuf>,
    /// What the editor has set at the start.
    options: Value,
    /// What holds of all that it has set, by folder; `None` for what lies in none.
    set: BTreeMap<Option<PathBuf>, EditorSettings>,
    /// By the folder of a draft.
    folders: BTreeMap<PathBuf, Arc<Found>>,
    /// What the configuration files said when they last made sense.
    sound: BTreeMap<PathBuf, Arc<Found>>,
    /// Which files are drafts, as far as was asked.
    drafts: BTreeMap<Url, bool>,
    /// What of its corpus lies in a draft's own file, as far as was asked since the last news: a key asks no disk.
    own: BTreeMap<Url, Arc<[ArticleId]>>,
    /// Files that configurations name for their people.
    directories: BTreeSet<PathBuf>,
    /// Texts of which the log says that they are no drafts.
    passed_over: BTreeSet<Url>,
    /// Whether it was told that nothing says what drafts are to be held against.
    said_no_corpus: bool,
    complaints: Complaints,
    watches: Watches,
    /// How many bars were shown.
    bars: u64,
    /// By the paths of a corpus.
    shelves: BTreeMap<Vec<PathBuf>, Shelf>,
    /// What lies far away.
    pub archives: Archives,
}

/// Under what an editor has texts that lie in no file yet. Under others it shows what nobody writes there: the state of a
/// file in a repository, the output of a program.
const UNSAVED: [&str; 3] = ["untitled", "buffer", "inmemory"];

impl Workspace {
    /// A workspace that knows nothing yet.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self {
            archives: Archives::new(desk.clone()),
            complaints: Complaints::new(desk.clone()),
            watches: Watches::new(desk.clone()),
            desk,
            roots: Vec::new(),
            options: Value::Null,
            set: BTreeMap::new(),
            folders: BTreeMap::new(),
            sound: BTreeMap::new(),
            drafts: BTreeMap::new(),
            own: BTreeMap::new(),
            directories: BTreeSet::new(),
            passed_over: BTreeSet::new(),
            said_no_corpus: false,
            bars: 0,
            shelves: BTreeMap::new(),
        }
    }

    /// What a draft is to be checked with; `None` while its corpus is being read.
    pub fn terms(&mut self, uri: &Url) -> Option<Terms> {
        let found = self.found(uri);
        let shown = self.set_for(self.folder_of(uri).as_deref()).0.shown;
        let paths = &found.settings.corpus.paths;
        if paths.is_empty() {
            let corpus = self.archives.with(None, &found.settings.corpus);
            if corpus.is_none() && !std::mem::replace(&mut self.said_no_corpus, true) {
                let message = format!(
                    "no corpus is named for {uri}: `onrecord init` writes an {NAME}",
                    NAME = settings::FILE_NAME
                );
                self.desk.send(Mail::Log(MessageType::INFO, message));
            }
            return Some(Terms { found, corpus, own: Arc::default(), shown, so_far: None });
        }
        let shelf = self.shelves.entry(paths.clone()).or_default();
        if !shelf.tried && !shelf.opening {
            self.open(paths.clone(), Changes::Anything);
            return None;
        }
        if shelf.corpus.is_none() && shelf.opening {
            return None;
        }
        let (near, so_far) = (shelf.corpus.clone(), shelf.so_far.clone());
        let corpus = self.archives.with(near, &found.settings.corpus);
        let own = corpus.as_deref().map(|corpus| self.own(uri, corpus)).unwrap_or_default();
        Some(Terms { found, corpus, own, shown, so_far })
    }

    /// What of its corpus lies in a draft's own file.
    fn own(&mut self, uri: &Url, corpus: &dyn Corpus) -> Arc<[ArticleId]> {
        if let Some(own) = self.own.get(uri) {
            return Arc::clone(own);
        }
        let own = corpus::own(corpus, addresses::file(uri).as_deref());
        self.own.insert(uri.clone(), Arc::clone(&own));
        own
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
        let Some(path) = addresses::file(uri).filter(|_| !self.passed_over.contains(uri)) else { return };
        self.passed_over.insert(uri.clone());
        let why = if self.found(uri).is_source(&path) { "it lies in the corpus" } else { "`drafts` does not name it" };
        self.desk.send(Mail::Log(MessageType::INFO, format!("{} is not checked: {why}", path.display())));
    }

    /// Takes note; tells whether the drafts are to be checked again.
    pub fn take(&mut self, news: News) -> bool {
        // Whatever else is new may be another corpus, or a file in another place.
        if !matches!(news, News::Terms(..) | News::Noted) {
            self.own.clear();
        }
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
            News::Options(options) => {
                self.options = options;
                self.settings(vec![(None, Value::Null)])
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
            News::Noted => {
                self.archives.ask();
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

    /// Takes over what the editor has set since the start; what means nothing is told and left aside.
    fn settings(&mut self, values: Vec<(Option<PathBuf>, Value)>) -> bool {
        let mut set = BTreeMap::new();
        for (folder, value) in values {
            let (settings, wrong) = EditorSettings::read(&laid_over(&self.options, &value), rules::code_of);
            for message in wrong {
                self.desk.send(Mail::Show(MessageType::WARNING, message));
            }
            set.insert(folder, settings);
        }
        let changed = self.set != set;
        if changed {
            self.set = set;
            self.forget();
            let everything = self.set.values().any(|set| set.everything);
            if self.desk.want_everything(everything) && self.desk.announced().pulls {
                self.desk.send(Mail::Refresh);
            }
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
        let places = Place::of(files);
        let touched =
            |paths: &[PathBuf]| Place::of(paths).iter().any(|path| places.iter().any(|file| file.lies_in(path)));
        let corpora = self.shelves.keys().filter(|paths| touched(paths)).cloned().collect::<Vec<_>>();
        for paths in corpora {
            self.open(paths, Changes::of(files));
        }
        let directories = Place::of(&self.directories);
        let configures = |file: &Place| {
            file.named.file_name().is_some_and(|name| name == settings::FILE_NAME)
                || directories.iter().any(|directory| file.lies_in(directory))
        };
        let configured = places.iter().any(configures);
        if configured {
            self.forget();
        }
        configured
    }

    /// Looks for the configurations afresh, and lets go of the corpora that none names any more.
    fn forget(&mut self) {
        self.complaints.forget();
        self.drafts.clear();
        for folder in std::mem::take(&mut self.folders).into_keys() {
            self.found_for(Some(&*folder).filter(|folder| !folder.as_os_str().is_empty()));
        }
        for (paths, shelf) in std::mem::take(&mut self.shelves) {
            let named = self.keep(&paths).is_some();
            if shelf.opening && !named {
                shelf.enough.store(true, Ordering::Relaxed);
            }
            // A corpus that could not be read gets another chance.
            if shelf.opening || (named && shelf.corpus.is_some()) {
                self.shelves.insert(paths, shelf);
            }
        }
        self.archives.let_go();
    }

    /// Where an index of a corpus may be kept, by a configuration that names it; nothing, where none does.
    fn keep(&self, paths: &[PathBuf]) -> Option<Keep> {
        let named = self.folders.values().find(|found| found.settings.corpus.paths == paths);
        named.map(|found| Keep::set(&found.settings.corpus))
    }

    fn found(&mut self, uri: &Url) -> Arc<Found> {
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

    fn open(&mut self, paths: Vec<PathBuf>, changes: Changes) {
        let Some(keep) = self.keep(&paths) else { return };
        self.watches.watch(&paths);
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
        let started = std::thread::Builder::new().name("corpus".to_owned()).spawn(move || {
            let stamp = (!desk.announced().watching).then(|| watch::stamp_of(&opening));
            let seen = match changes {
                Changes::Files(files) => seen.and_then(|seen| {
                    let (files, paths) = (Place::of(&files), Place::of(&opening));
                    let ours = files.into_iter().filter(|file| paths.iter().any(|path| file.lies_in(path)));
                    seen.again(&ours.map(|file| file.named).collect::<Vec<_>>())
                }),
                Changes::Anything => None,
            };
            let corpus = opening::read(&desk, &opening, seen, &keep, bar, &enough);
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
        let configs = self.naming(paths);
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
                    self.complaints.absolve(config, About::Corpus);
                }
                line
            }
            Err(error) => {
                let set = if configs.is_empty() { "onrecord.corpus: " } else { "" };
                self.desk.send(Mail::Show(MessageType::ERROR, format!("{set}{error}")));
                for config in &configs {
                    let place = places::place_of_corpus(config, self.desk.announced().unit);
                    self.complaints.blame(config, About::Corpus, place, error.to_string());
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
        let again = shelf.again.take();
        if self.keep(paths).is_none() {
            self.shelves.remove(paths);
        } else if let Some(changes) = again {
            self.open(paths.to_vec(), changes);
        }
        true
    }

    /// The configuration files that name a corpus; none of those that the editor names another for.
    fn naming(&self, paths: &[PathBuf]) -> BTreeSet<PathBuf> {
        let named = self.folders.iter().filter(|(folder, found)| {
            found.settings.corpus.paths == paths && self.set_for(Some(folder)).0.corpus.is_none()
        });
        named.filter_map(|(_, found)| found.path.clone()).collect()
    }
}

/// What is left out while a corpus is there only in part.
const UNTOLD: &str = "; what no source has is not told until all are";

/// What is said while a corpus is being read.
fn title(paths: &[PathBuf]) -> String {
    let names = paths.iter().map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
    format!("Reading {}", names.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;
    use crate::server::desk::Job;

    #[test]
    fn what_lies_in_no_file_yet_is_checked_and_shown_by_the_settings_of_the_first_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().to_owned();
        let (mail, _kept) = mpsc::unbounded_channel();
        let mut workspace = Workspace::new(Arc::new(Desk::new(mail)));
        workspace.take(News::Roots(vec![root.clone()]));
        let set = serde_json::json!({"inlayHints": false, "rules": {"VER101": "off"}});
        workspace.take(News::Settings(vec![(Some(root), set), (None, Value::Null)]));
        let uri = Url::parse("untitled:Untitled-1").expect("is an address");
        let Terms { found, shown, .. } = workspace.terms(&uri).expect("nothing is to be read");
        assert_eq!(found.settings.severity_of("VER101"), Some(settings::Severity::Off));
        assert!(!shown.inlay_hints);
    }

    #[test]
    fn a_corpus_that_no_configuration_names_any_more_is_let_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let names = |corpus: &str| {
            let config = format!("[corpus]\npaths = [\"{corpus}\"]\n");
            std::fs::write(path(settings::FILE_NAME), config).expect("is written");
        };
        for corpus in ["old", "new"] {
            std::fs::create_dir(path(corpus)).expect("is made");
            std::fs::write(path(corpus).join("a.txt"), "“We leave at noon,” Ana Lind said.\n").expect("is written");
        }
        let (mail, _kept) = mpsc::unbounded_channel();
        let desk = Arc::new(Desk::new(mail));
        let mut workspace = Workspace::new(Arc::clone(&desk));
        let uri = Url::from_file_path(path("story.md")).expect("is a path");
        let read = |workspace: &mut Workspace| {
            assert!(workspace.terms(&uri).is_none(), "it is still to be read");
            while workspace.shelves.values().any(|shelf| shelf.opening) {
                let Some(Job::News(news)) = desk.next() else { panic!("nothing is open") };
                workspace.take(news);
            }
            workspace.terms(&uri).expect("is read").corpus.expect("is named")
        };
        names("old");
        let draft = Url::from_file_path(path("old").join("a.txt")).expect("is a path");
        let old = Arc::downgrade(&read(&mut workspace));
        assert!(old.upgrade().is_some());
        let own = |workspace: &mut Workspace| workspace.terms(&draft).expect("is read").own;
        let first = own(&mut workspace);
        assert_eq!(first.len(), 1, "it lies there itself");
        std::fs::rename(path("old"), path("older")).expect("is moved");
        assert!(Arc::ptr_eq(&own(&mut workspace), &first), "until there is news, the disk is not asked again");
        workspace.take(News::Changed(Vec::new()));
        assert!(own(&mut workspace).is_empty());
        std::fs::rename(path("older"), path("old")).expect("is moved");
        workspace.take(News::Changed(Vec::new()));
        drop(first);
        names("new");
        assert!(workspace.take(News::Changed(vec![path(settings::FILE_NAME)])));
        assert!(old.upgrade().is_none(), "nothing holds it any more");
        read(&mut workspace);
        assert_eq!(workspace.shelves.keys().collect::<Vec<_>>(), [&vec![path("new")]]);
    }
}
