//! What has been said before: the reference corpus behind one trait.
#![allow(clippy::disallowed_methods, reason = "sources are read from disk here")]

mod article;
pub mod index;
mod ingest;
pub mod memory;
mod open;
#[cfg(feature = "pdf")]
mod pages;
mod people;
mod read;
mod syndication;
mod walk;

use std::path::PathBuf;
use std::sync::Arc;

pub use article::{Article, ArticleId};
pub use open::{Keep, open};

use crate::quotations::QuotationId;
use crate::speakers::Directory;
use crate::text::Span;

/// What to look for: the folded words of a quotation, cut where it marks a cut.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Keys of the words ([`crate::text::fold::Token::key`]), one vector for each stretch between ellipses.
    pub parts: Vec<Vec<u64>>,
    /// How many hits at most.
    pub limit: usize,
}

/// A place that may be where the words come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The article.
    pub article: ArticleId,
    /// The range of its prose where words were found in order.
    pub span: Span,
    /// How many of the words were met, at least.
    pub words: usize,
    /// Sum of the rarity of what was found; comparable within one answer.
    pub score: f32,
    /// How surely it is no chance that these words meet here, as a natural logarithm: below nought they are expected
    /// to meet somewhere in a corpus of this size by themselves. Words that often go together surprise little. Nought
    /// where nothing is known of that.
    pub surprise: f32,
}

/// A quotation of the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The article it stands in.
    pub article: ArticleId,
    /// Which of its quotations.
    pub quotation: QuotationId,
    /// The day of the story it stands in.
    pub day: Option<jiff::civil::Date>,
}

/// A person of the corpus, over all articles.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The fullest form.
    pub name: String,
    /// Other forms, most frequent first.
    pub aliases: Vec<String>,
    /// Titles with the articles' days, earliest first.
    pub titles: Vec<(String, Option<jiff::civil::Date>)>,
    /// What they said, latest first.
    pub said: Vec<Said>,
}

/// What a corpus is, for messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// How many articles.
    pub articles: usize,
    /// How many quotations in them.
    pub quotations: usize,
    /// Changes whenever the contents do.
    pub generation: u64,
    /// What could not be read, a line each.
    pub problems: Vec<String>,
}

/// Why a corpus gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// A path of the settings is not there.
    #[error("corpus {} does not exist", .0.display())]
    Missing(PathBuf),
    /// A path cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// There is nothing in it.
    #[error("no source found in {0}")]
    Empty(String),
    /// What an index says is not what was written to it.
    #[error("the index is damaged; it is made anew the next time it is opened")]
    Damaged,
    /// An article was asked for that is no longer there.
    #[error("an article is no longer in the corpus")]
    Gone,
}

/// What has been said before.
///
/// Every implementation runs the contract test in `tests/it/corpus.rs`.
pub trait Corpus: Send + Sync {
    /// Places that share rare words with the query, in its order; best first.
    ///
    /// # Errors
    /// When it could not look everywhere.
    fn search(&self, query: &Query) -> Result<Vec<Hit>, CorpusError>;

    /// One article, read.
    ///
    /// # Errors
    /// When it is not to be had any more.
    fn article(&self, id: ArticleId) -> Result<Arc<Article>, CorpusError>;

    /// Everybody who goes by this name or part of a name.
    ///
    /// # Errors
    /// When it could not look everywhere.
    fn people(&self, name: &str) -> Result<Vec<Arc<Person>>, CorpusError>;

    /// Everybody, most quoted first.
    ///
    /// # Errors
    /// When it could not look everywhere.
    fn everybody(&self) -> Result<Vec<Arc<Person>>, CorpusError>;

    /// Whom a draft may mean by a surname or an office without saying more.
    fn directory(&self) -> Arc<Directory>;

    /// What it is.
    fn about(&self) -> About;
}
