//! The corpora of a session: each is opened once for all drafts whose configurations name it, and read anew as it changes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tower_lsp::lsp_types::{MessageType, Url};

use super::addresses;
use super::archives::Archives;
use super::configurations::Configurations;
use super::desk::Desk;
use super::mail::{Mail, News};
use super::opening;
use super::progress::Step;
use super::shelf::{Changes, Place, Shelf};
use super::view::Terms;
use super::watch::{self, Watches};
use crate::corpus::{self, ArticleId, Corpus, CorpusError, Opened};
use crate::settings;

/// What drafts are checked with; owned by the analyser.
pub struct Workspace {
    desk: Arc<Desk>,
    /// What holds for which draft.
    pub configurations: Configurations,
    /// What of its corpus lies in a draft's own file, as far as was asked since the last news: a key asks no disk.
    own: BTreeMap<Url, Arc<[ArticleId]>>,
    /// Whether it was told that nothing says what drafts are to be held against.
    said_no_corpus: bool,
    watches: Watches,
    /// How many bars were shown.
    bars: u64,
    /// By the paths of a corpus.
    shelves: BTreeMap<Vec<PathBuf>, Shelf>,
    /// What lies far away.
    pub archives: Archives,
}

impl Workspace {
    /// A workspace that knows nothing yet.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self {
            configurations: Configurations::new(desk.clone()),
            archives: Archives::new(desk.clone()),
            watches: Watches::new(desk.clone(), "files"),
            desk,
            own: BTreeMap::new(),
            said_no_corpus: false,
            bars: 0,
            shelves: BTreeMap::new(),
        }
    }

    /// What a draft is to be checked with; `None` while its corpus is being read, or the editor is being asked what is set.
    pub fn terms(&mut self, uri: &Url) -> Option<Terms> {
        let terms = self.terms_so_far(uri);
        terms.filter(|_| !self.configurations.are_asked_for)
    }

    /// The same by what is set as far as it is known, so that a corpus can be read while the editor is being asked.
    fn terms_so_far(&mut self, uri: &Url) -> Option<Terms> {
        let found = self.configurations.found(uri);
        let shown = self.configurations.shown(uri);
        let paths = &found.settings.corpus.paths;
        if paths.is_empty() {
            let corpus = self.archives.with(None, &found.settings.corpus);
            let asked = self.configurations.are_asked_for;
            if corpus.is_none() && !asked && !std::mem::replace(&mut self.said_no_corpus, true) {
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

    /// Takes note; tells whether the drafts are to be checked again.
    pub fn take(&mut self, news: News) -> bool {
        // Whatever else is new may be another corpus, or a file in another place.
        if !matches!(news, News::Terms(..) | News::Noted) {
            self.own.clear();
        }
        match news {
            News::Roots(roots) => self.open_folders(roots),
            News::Options(options) => self.configurations.start_with(options) && self.set_anew(),
            News::Asking => {
                self.configurations.are_asked_for = true;
                false
            }
            News::Unanswered => self.answered(),
            News::Settings(values) => {
                let held_up = self.answered();
                (self.configurations.set(values) && self.set_anew()) || held_up
            }
            News::Changed(files) => self.changed(&files),
            News::Saved(file) => self.saved(file),
            News::Stamped(paths, stamp) => self.stamped(&paths, stamp),
            News::Reindex => self.open_all(),
            News::Opened(paths, corpus) => self.opened(&paths, corpus),
            News::SoFar(paths, opened) => self.opened_in_part(&paths, opened),
            News::Enough(bar) => self.stop(bar),
            News::Terms(files, answer) => {
                let drafts: Vec<Url> = files.into_iter().filter(|uri| self.configurations.is_draft(uri)).collect();
                let terms = drafts.into_iter().map(|uri| self.terms(&uri).map(|terms| (uri, terms))).collect();
                // Whoever asked may have gone.
                let _ = answer.send(terms);
                false
            }
            News::Noted => {
                self.archives.ask();
                false
            }
        }
    }

    fn open_folders(&mut self, roots: Vec<PathBuf>) -> bool {
        self.configurations.open_folders(roots);
        self.forget();
        true
    }

    /// The editor need not be waited for any more; tells whether drafts were.
    fn answered(&mut self) -> bool {
        std::mem::take(&mut self.configurations.are_asked_for)
    }

    /// The editor has set something else.
    fn set_anew(&mut self) -> bool {
        self.forget();
        let everything = self.configurations.want_everything();
        if self.desk.want_everything(everything) && self.desk.announced().pulls {
            self.desk.send(Mail::Refresh);
        }
        true
    }

    /// Files changed: corpora that they lie in are read again, and what they configure is looked for afresh.
    fn changed(&mut self, files: &[PathBuf]) -> bool {
        let places = Place::of(files);
        let touched =
            |paths: &[PathBuf]| Place::of(paths).iter().any(|path| places.iter().any(|file| file.lies_in(path)));
        let corpora = self.shelves.keys().filter(|paths| touched(paths)).cloned().collect::<Vec<_>>();
        for paths in corpora {
            self.open(paths, Changes::of(files));
        }
        let configured = self.configurations.change_with(&places);
        if configured {
            self.forget();
        }
        configured
    }

    fn saved(&mut self, file: PathBuf) -> bool {
        let checked_again = self.changed(&[file]);
        for (paths, shelf) in &self.shelves {
            if !shelf.opening {
                watch::stamp(paths.clone(), self.desk.clone());
            }
        }
        checked_again
    }

    /// What a corpus's files look like from outside, where no editor tells of changes.
    fn stamped(&mut self, paths: &[PathBuf], stamp: u64) -> bool {
        let changed = |shelf: &mut Shelf| shelf.stamp.replace(stamp).is_some_and(|old| old != stamp);
        if self.shelves.get_mut(paths).is_some_and(changed) {
            self.open(paths.to_vec(), Changes::Anything);
        }
        false
    }

    /// Looks for the configurations afresh, and lets go of the corpora that none names any more.
    fn forget(&mut self) {
        self.configurations.forget();
        for (paths, shelf) in std::mem::take(&mut self.shelves) {
            let named = self.configurations.keep(&paths).is_some();
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

    fn open_all(&mut self) -> bool {
        for paths in self.shelves.keys().cloned().collect::<Vec<_>>() {
            self.open(paths, Changes::Anything);
        }
        false
    }

    fn open(&mut self, paths: Vec<PathBuf>, changes: Changes) {
        let Some(keep) = self.configurations.keep(&paths) else { return };
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

    fn opened_in_part(&mut self, paths: &[PathBuf], opened: Opened) -> bool {
        let Some(shelf) = self.shelves.get_mut(paths) else { return false };
        shelf.so_far = opened.unread.map(|unread| format!("{unread} read so far{UNTOLD}"));
        shelf.corpus = Some(opened.corpus);
        true
    }

    /// The reading behind a bar is to end.
    fn stop(&self, bar: u64) -> bool {
        if let Some(shelf) = self.shelves.values().find(|shelf| shelf.bar == bar) {
            shelf.enough.store(true, Ordering::Relaxed);
        }
        false
    }

    fn opened(&mut self, paths: &[PathBuf], opened: Result<Opened, CorpusError>) -> bool {
        let came = self.tell(paths, &opened);
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
        if self.configurations.keep(paths).is_none() {
            self.shelves.remove(paths);
        } else if let Some(changes) = again {
            self.open(paths.to_vec(), changes);
        }
        true
    }

    /// Tells the editor what came of a reading; a line of it is for its bar.
    fn tell(&mut self, paths: &[PathBuf], opened: &Result<Opened, CorpusError>) -> String {
        let opened = match opened {
            Ok(opened) => opened,
            Err(error) => {
                self.configurations.blame_corpus(paths, error);
                return error.to_string();
            }
        };
        let about = opened.corpus.about();
        let line = match opened.unread {
            Some(unread) => format!("stopped: {unread}"),
            None => format!("{} articles, {} quotations", about.articles, about.quotations),
        };
        self.desk.send(Mail::Log(MessageType::INFO, format!("corpus read: {line}")));
        for problem in about.problems {
            self.desk.send(Mail::Log(MessageType::WARNING, problem));
        }
        self.configurations.absolve_corpus(paths);
        line
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
