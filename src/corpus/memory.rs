//! A corpus in memory: for small folders, and for tests.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use super::concordance::Concordance;
use super::people::People;
use super::syndication::{self, Sketch};
use super::{About, Article, ArticleId, Corpus, CorpusError, Hit, Person, Query};
use crate::formats::Document;
use crate::speakers::{self, Directory};
use crate::text::Span;
use crate::text::fold::{self, Token};

/// All of a corpus, read.
#[derive(Debug, Default)]
pub struct MemoryCorpus {
    articles: Vec<Arc<Article>>,
    concordance: Concordance,
    people: People,
    about: About,
}

impl MemoryCorpus {
    /// Reads and indexes documents; each with the path that tells where it lies.
    pub fn new(documents: Vec<(String, Document)>, problems: Vec<String>) -> Self {
        let mut concordance = Concordance::default();
        let mut sketches = Vec::with_capacity(documents.len());
        let mut articles = Vec::with_capacity(documents.len());
        let mut rest = documents.into_iter();
        loop {
            let batch: Vec<_> = rest.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            let read: Vec<_> = batch.into_par_iter().map(|(path, document)| read(path, document)).collect();
            for read in read {
                concordance.add(&read.tokens);
                sketches.extend(read.sketches);
                articles.push(read.article);
            }
        }
        concordance.finish();
        let mut families = syndication::families(&sketches).into_iter();
        for (number, article) in articles.iter_mut().enumerate() {
            article.id = ArticleId(number as u32);
            article.families = families.by_ref().take(article.reading.document.stories.len().max(1)).collect();
        }
        let articles: Vec<_> = articles.into_iter().map(Arc::new).collect();
        let people = People::new(&articles);
        let quotations = articles.iter().map(|article| article.reading.quotations.len()).sum();
        let about = About { articles: articles.len(), quotations, generation: generation(&articles), problems };
        Self { articles, concordance, people, about }
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

/// So many articles are read at once: their words take more room than what is kept of them.
const BATCH: usize = 512;

struct Read {
    article: Article,
    tokens: Vec<Token>,
    sketches: Vec<Sketch>,
}

fn read(path: String, document: Document) -> Read {
    let reading = speakers::read(document);
    let prose = reading.document.prose.text();
    let tokens = fold::tokens(prose, Span::new(0, prose.len()));
    let whole = [Span::new(0, prose.len())];
    let stories: Vec<Span> = reading.document.stories.iter().map(|story| story.span).collect();
    let stories = if stories.is_empty() { &whole[..] } else { &stories };
    let sketch = |story: &Span| {
        let words = tokens.iter().filter(|token| story.contains(token.span.start));
        Sketch::new(&words.map(|token| token.key).collect::<Vec<_>>())
    };
    let sketches = stories.iter().map(sketch).collect();
    let article = Article { id: ArticleId(0), path, reading, families: Vec::new() };
    Read { article, tokens, sketches }
}

impl Corpus for MemoryCorpus {
    fn search(&self, query: &Query) -> Result<Vec<Hit>, CorpusError> {
        let mut hits: Vec<Hit> = query
            .parts
            .iter()
            .flat_map(|part| self.concordance.search(part, query.limit))
            .map(|run| Hit { article: ArticleId(run.document), span: run.span, score: run.score })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(hits)
    }

    fn article(&self, id: ArticleId) -> Result<Arc<Article>, CorpusError> {
        self.articles.get(id.0 as usize).cloned().ok_or(CorpusError::Gone)
    }

    fn people(&self, name: &str) -> Result<Vec<Arc<Person>>, CorpusError> {
        Ok(self.people.named(name))
    }

    fn everybody(&self) -> Result<Vec<Arc<Person>>, CorpusError> {
        Ok(self.people.all().to_vec())
    }

    fn directory(&self) -> Arc<Directory> {
        Arc::clone(self.people.directory())
    }

    fn about(&self) -> About {
        self.about.clone()
    }
}
