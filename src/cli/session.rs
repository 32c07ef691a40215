//! Which settings and which corpus hold for a draft; each is read once a run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};

use super::args::Where;
use super::warn;
use crate::corpus::archive::{self, Archive, Manner};
use crate::corpus::index::Progress;
use crate::corpus::{self, Corpus, Keep, Remote};
use crate::rules;
use crate::settings::archive::ArchiveSettings;
use crate::settings::{self, Found};

/// How many problems of a corpus are spelled out.
const SPELLED_OUT: usize = 10;

/// One run: what the command line said, and what was read because of it.
pub struct Session<'a> {
    place: &'a Where,
    found: BTreeMap<PathBuf, Arc<Found>>,
    corpora: BTreeMap<(Vec<PathBuf>, Option<ArchiveSettings>), Arc<dyn Corpus>>,
    archives: BTreeMap<ArchiveSettings, Arc<Archive>>,
}

impl<'a> Session<'a> {
    /// Nothing is read yet.
    pub fn new(place: &'a Where) -> Self {
        Self { place, found: BTreeMap::new(), corpora: BTreeMap::new(), archives: BTreeMap::new() }
    }

    /// The settings for the files of a folder, overlaid with the command line.
    pub fn settings(&mut self, folder: &Path) -> anyhow::Result<Arc<Found>> {
        if let Some(found) = self.found.get(folder) {
            return Ok(Arc::clone(found));
        }
        let mut found = self.configured(folder)?;
        if self.place.corpus.is_empty() {
            found.settings.corpus.paths.iter_mut().for_each(shorten);
        } else {
            found.settings.corpus.paths.clone_from(&self.place.corpus);
            found.settings.corpus.archive = None;
        }
        let found = Arc::new(found);
        self.found.insert(folder.to_owned(), Arc::clone(&found));
        Ok(found)
    }

    /// The settings for the files of a folder, as their file has them.
    pub fn configured(&self, folder: &Path) -> anyhow::Result<Found> {
        Ok(match &self.place.config {
            Some(path) => settings::load(path, rules::code_of)?,
            None => settings::discover(folder, rules::code_of)?,
        })
    }

    /// The corpus of some settings; `None` where they name none.
    pub fn corpus(&mut self, found: &Found) -> anyhow::Result<Option<Arc<dyn Corpus>>> {
        let named = &found.settings.corpus;
        let key = (named.paths.clone(), named.archive.clone());
        if let Some(corpus) = self.corpora.get(&key) {
            return Ok(Some(Arc::clone(corpus)));
        }
        let near = if named.paths.is_empty() {
            None
        } else {
            let near = corpus::open(&named.paths, &Keep::set(named), &say_waiting())?;
            tell(&near.about().problems);
            Some(near)
        };
        let corpus = match &named.archive {
            Some(archive) => Some(archive::joined(near, self.archive(archive))),
            None => near,
        };
        self.corpora.extend(corpus.clone().map(|corpus| (key, corpus)));
        Ok(corpus)
    }

    /// An archive that settings name, as far as the user's own configuration allows it to be asked.
    fn archive(&mut self, named: &ArchiveSettings) -> Arc<Archive> {
        let open = || {
            let allowed = settings::allowed(rules::code_of).map_err(|error| error.to_string());
            Arc::new(Archive::new(named, allowed.as_deref().map_err(Clone::clone), Manner::AtOnce))
        };
        Arc::clone(self.archives.entry(named.clone()).or_insert_with(open))
    }

    /// The archive that the settings of the folder one stands in name.
    pub fn archive_here(&mut self) -> anyhow::Result<Arc<Archive>> {
        let found = self.settings(Path::new("."))?;
        Ok(self.archive(found.settings.corpus.archive.as_ref().ok_or_else(no_archive)?))
    }

    /// Warns of archives that did not answer, or not all of what they were asked.
    pub fn tell_of_archives(&self) {
        for trouble in self.archives.values().filter_map(|archive| archive.trouble()) {
            warn(&format!("search incomplete: {trouble}"));
        }
    }

    /// The corpus for a command that reads no draft: of the folder one stands in.
    pub fn corpus_here(&mut self) -> anyhow::Result<Arc<dyn Corpus>> {
        let found = self.settings(Path::new("."))?;
        self.corpus(&found)?.ok_or_else(no_corpus)
    }
}

/// The paths of the corpus that settings name.
pub fn paths(found: &Found) -> anyhow::Result<&[PathBuf]> {
    let paths = &found.settings.corpus.paths;
    if paths.is_empty() { Err(no_corpus()) } else { Ok(paths) }
}

/// What is said while another process makes the index.
pub const WAITING: &str = "waiting for another process that is making the index of this corpus";

/// Says once that another process is waited for; how far one's own reading is, nobody is told.
pub fn say_waiting() -> impl Fn(Progress) + Sync {
    let once = Once::new();
    move |progress| {
        if progress == Progress::Waiting {
            once.call_once(|| warn(WAITING));
        }
    }
}

/// That the settings name no corpus.
pub fn no_corpus() -> anyhow::Error {
    anyhow::anyhow!("no corpus: name one with --corpus, or in the `[corpus]` part of {}", settings::FILE_NAME)
}

/// That the settings name no archive.
pub fn no_archive() -> anyhow::Error {
    anyhow::anyhow!("no archive: name one in the `[corpus.archive]` part of {}", settings::FILE_NAME)
}

/// Warns of what is odd about a corpus.
pub fn tell(problems: &[String]) {
    for problem in problems.iter().take(SPELLED_OUT) {
        warn(problem);
    }
    if problems.len() > SPELLED_OUT {
        warn(&format!("{} more problems", problems.len() - SPELLED_OUT));
    }
}

/// A path below the folder one stands in, as one would type it.
fn shorten(path: &mut PathBuf) {
    let here = std::env::current_dir().unwrap_or_default();
    if let Ok(below) = path.strip_prefix(here)
        && !below.as_os_str().is_empty()
    {
        *path = below.to_owned();
    }
}
