//! A corpus in memory: for small folders, and for tests.

use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::apart;
use super::index::words::Words;
use super::ingest::{self, Intake, Known};
use super::people::{Cast, People};
use super::read::Read;
use super::syndication::{self, Sketch};
use super::walk::Walked;
use super::{About, Article, ArticleId, Corpus, CorpusError, Found, Odd, Person, Query};
use crate::formats::Document;
use crate::speakers::Directory;

/// All of a corpus, read.
#[derive(Debug)]
pub struct MemoryCorpus {
    articles: Vec<Arc<Article>>,
    words: Words,
    people: People,
    about: About,
}

/// So many documents are read at once: their words take more room than what is kept of them.
const BATCH: usize = 512;

impl MemoryCorpus {
    /// Reads and indexes documents; each with the path that tells where it lies.
    pub fn new(documents: Vec<(String, Document)>, problems: Vec<String>) -> Self {
        let mut shelf = Gathering::default();
        let mut rest = documents.into_iter();
        loop {
            let batch: Vec<_> = rest.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return shelf.finish(problems, Vec::new());
            }
            let read: Vec<_> = batch.into_par_iter().map(|(path, document)| (path, Read::new(document))).collect();
            for (path, read) in read {
                shelf.add(path, read);
            }
        }
    }

    /// Reads the files of a corpus.
    pub(super) fn of(walked: Walked) -> Self {
        let Walked { files, mut problems, .. } = walked;
        let names = files.iter().map(|file| file.path.display().to_string()).collect();
        let mut files_in = FilesIn { names, gathering: Gathering::default(), odd: Vec::new() };
        ingest::read(files.iter().enumerate(), &mut files_in);
        problems.extend(files_in.odd.iter().flat_map(|odd| odd.problems.clone()));
        files_in.gathering.finish(problems, files_in.odd)
    }
}

/// Articles on their way into a corpus.
#[derive(Default)]
struct Gathering {
    articles: Vec<Article>,
    words: super::index::build::Builder,
    sketches: Vec<Sketch>,
    casts: Vec<Cast>,
}

impl Gathering {
    fn add(&mut self, path: String, read: Read) {
        let Read { reading, tokens, sketches, cast } = read;
        self.words.add(&tokens, reading.document.prose.text().len(), &[], &[]);
        self.sketches.extend(sketches);
        self.casts.push(cast);
        let id = ArticleId(self.articles.len() as u32);
        self.articles.push(Article { id, path, reading, families: Vec::new() });
    }

    fn finish(self, problems: Vec<String>, odd: Vec<Odd>) -> MemoryCorpus {
        let Self { mut articles, words, sketches, casts } = self;
        let mut families = syndication::families(&sketches).into_iter();
        for article in &mut articles {
            article.families = families.by_ref().take(article.reading.document.stories.len().max(1)).collect();
        }
        let articles: Vec<_> = articles.into_iter().map(Arc::new).collect();
        let quotations = articles.iter().map(|article| article.reading.quotations.len()).sum();
        let about = About { articles: articles.len(), quotations, generation: generation(&articles), problems, odd };
        MemoryCorpus { articles, words: Words::of(words), people: People::new(&casts), about }
    }
}

/// The files of a corpus on their way into it.
struct FilesIn {
    names: Vec<String>,
    gathering: Gathering,
    odd: Vec<Odd>,
}

impl Intake for FilesIn {
    fn known(&mut self, _: usize, _: u64) -> Option<Known> {
        None
    }

    fn keep(&mut self, _: usize, _: u64) {}

    fn take(&mut self, file: usize, id: Option<String>, _: u64, read: Read) {
        let name = &self.names[file];
        let path = id.map_or_else(|| name.clone(), |id| format!("{name}#{id}"));
        self.gathering.add(path, read);
    }

    fn end(&mut self, file: usize, _: u64, problems: Vec<String>) {
        if !problems.is_empty() {
            self.odd.push(Odd { file: self.names[file].clone(), problems });
        }
    }
}

/// A number that another content of the corpus would hardly have.
fn generation(articles: &[Arc<Article>]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    for article in articles {
        article.path.hash(&mut hasher);
        article.reading.document.text.hash(&mut hasher);
    }
    hasher.finish()
}

impl Corpus for MemoryCorpus {
    fn find(&self, query: &Query) -> Result<Found, CorpusError> {
        Ok(self.words.find(query))
    }

    fn article(&self, id: ArticleId) -> Result<Arc<Article>, CorpusError> {
        self.articles.get(id.0 as usize).cloned().ok_or(CorpusError::Gone)
    }

    fn people(&self, name: &str, most: usize) -> Result<Vec<Arc<Person>>, CorpusError> {
        Ok(self.people.named(name, most))
    }

    fn everybody(&self) -> Result<Vec<Arc<Person>>, CorpusError> {
        Ok(self.people.all())
    }

    fn titled(&self, typed: &str, limit: usize) -> Result<Vec<Arc<Article>>, CorpusError> {
        let typed = typed.to_lowercase();
        let holds = |article: &&Arc<Article>| {
            let titles = article.reading.document.stories.iter().filter_map(|story| story.meta.title.as_deref());
            let title = article.reading.document.meta.title.as_deref();
            titles.chain(title).chain([article.name()]).any(|name| name.to_lowercase().contains(&typed))
        };
        Ok(self.articles.iter().filter(holds).take(limit).cloned().collect())
    }

    fn lying_in(&self, file: &Path) -> Vec<ArticleId> {
        apart::among(self.articles.iter().map(|article| (article.id, article.file().0)), file)
    }

    fn directory(&self) -> Arc<Directory> {
        Arc::clone(self.people.directory())
    }

    fn about(&self) -> About {
        self.about.clone()
    }

    fn words(&self) -> Option<&Words> {
        Some(&self.words)
    }
}
