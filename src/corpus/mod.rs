//! What has been said before: the reference corpus behind one trait.
#![allow(clippy::disallowed_methods, reason = "sources are read from disk here")]

mod again;
mod apart;
pub mod archive;
mod article;
pub mod index;
mod ingest;
pub mod memory;
mod open;
#[cfg(feature = "pdf")]
pub mod pages;
mod people;
mod read;
mod syndication;
mod walk;
pub mod whole;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use apart::{Apart, own};
pub use article::{Article, ArticleId};
pub use ingest::{MAX_BYTES, is_rows};
pub use open::{Keep, Opened, Seen, open, open_seen, open_watched};

use crate::formats::packed::NO_TEXT;
use crate::quotations::QuotationId;
use crate::speakers::Directory;
use crate::text::Span;

/// What to look for: the folded words of a quotation, cut where it marks a cut.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Keys of the words ([`crate::text::fold::Token::key`]), one vector for each stretch between ellipses.
    pub parts: Vec<Vec<u64>>,
    /// The same stretches as they are written, for who folds words in a way of its own. Without them only what is near is
    /// searched.
    pub words: Vec<String>,
    /// How many hits at most.
    pub limit: usize,
    /// Only these articles are searched, which are in order; without them, all. How surprising a place is, is then told for
    /// so many words as they have.
    pub among: Option<Arc<[ArticleId]>>,
    /// Share of a part's words that a hit has at least, each right beside another of them; nought where they may stand alone.
    pub least: f32,
    /// Whether hits are wanted that have what the best one has not, see [`Found::beside`].
    pub beside: bool,
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
    /// Of all the query's words, the first that was met.
    pub from: usize,
    /// One past the last that was met.
    pub to: usize,
    /// Sum of the rarity of what was found; comparable within one answer.
    pub score: f32,
    /// How surely it is no chance that these words meet here, as a natural logarithm: below nought they are expected
    /// to meet somewhere in a corpus of this size by themselves. Words that often go together surprise little. Nought
    /// where nothing is known of that.
    pub surprise: f32,
}

/// That all of a query stands in a place says as much as so much surprise; half of it, half as much.
const ALL_OF_IT: f32 = 14.0;

/// How much speaks for a place where so much of a query stands, met by chance so hardly.
pub(crate) fn likelihood(surprise: f32, share: f32) -> f32 {
    surprise + ALL_OF_IT * share
}

/// What a search finds.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Best first: as many as were asked for, and half as many for which most speaks of the others.
    pub hits: Vec<Hit>,
    /// A few more, if they are wanted, which have words of the query that stand before or behind those that the best hit has.
    pub beside: Vec<Hit>,
    /// How rare the query's words are.
    pub rarity: Rarity,
}

/// How surprising it is to meet the words of a query in a corpus, as natural logarithms.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    /// For each word of all parts: alone, right behind the word before it, and behind the two before it.
    pub of: Vec<[f32; 3]>,
    /// Of anything at all: how many places the corpus has.
    pub chance: f32,
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

/// Everybody, as far as they can be listed.
#[derive(Clone, Debug, Default)]
pub struct Roll {
    /// Those of whom it is known what they said, most quoted first.
    pub people: Vec<Arc<Person>>,
    /// Names that articles far away quote, with the number of these articles; most first.
    pub quoted: Vec<(String, usize)>,
    /// Who may be missing.
    pub lacking: Option<String>,
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
    /// Of these, what is said of single files, by file.
    pub odd: Vec<Odd>,
}

/// A file of which something could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Odd {
    /// As a path of the settings leads to it.
    pub file: String,
    /// What is said of it, as in [`About::problems`].
    pub problems: Vec<String>,
}

impl Odd {
    /// Each problem without the file's name, and without those of files of which all is read that is text.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        let said =
            self.problems.iter().filter(|problem| ![ingest::AGAIN, NO_TEXT].iter().any(|it| problem.contains(it)));
        said.map(|problem| {
            let problem = problem.strip_prefix("left out: ").unwrap_or(problem);
            problem.strip_prefix(self.file.as_str()).unwrap_or(problem).trim_start_matches([':', ' '])
        })
    }
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
    #[error("no source found in {names}{}", left_out(problems))]
    Empty {
        /// Its paths.
        names: String,
        /// What was left out.
        problems: Vec<String>,
    },
    /// What an index says is not what was written to it.
    #[error("the index is damaged; it is rebuilt the next time it is opened")]
    Damaged,
    /// An article was asked for that is no longer there.
    #[error("an article is no longer in the corpus")]
    Gone,
    /// What is far away gave no answer, or none of use.
    #[error("{0}")]
    Archive(String),
}

/// What was left out of a corpus, for the end of a message: why it is empty, in most cases.
fn left_out(problems: &[String]) -> String {
    const TOLD: usize = 3;
    let more = problems.len().saturating_sub(TOLD);
    let more = (more > 0).then(|| format!("and {more} more"));
    let told = problems.iter().take(TOLD).chain(&more);
    told.fold(String::new(), |told, problem| told + "; " + problem)
}

/// Why the answer to a query may lack something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// What was not searched, and why: "the archive at … did not answer in time".
    pub why: String,
    /// Whether it may still come by itself.
    pub pending: bool,
}

/// What of a corpus lies far away and is asked when there is time for it.
pub trait Remote: Send + Sync {
    /// Whether there is anything to ask.
    fn is_due(&self) -> bool;

    /// The searches that follow are for this draft; what an earlier state of it wanted to know is forgotten.
    fn begin(&self, draft: u64);

    /// Asks for what is due and waits for the answer; tells whether searches may now find something else or know more.
    fn refine(&self) -> bool;

    /// After how long it is worth asking again for what it did not answer; nothing, if that is not worth it.
    fn retry(&self) -> Option<std::time::Duration>;

    /// What is wrong with it, in one line.
    fn trouble(&self) -> Option<String>;
}

/// What has been said before.
///
/// Every implementation runs the contract test in `tests/it/corpus.rs`.
pub trait Corpus: Send + Sync {
    /// Places that share rare words with the query, in its order.
    ///
    /// # Errors
    /// When it could not look everywhere.
    fn find(&self, query: &Query) -> Result<Found, CorpusError>;

    /// The best places alone.
    ///
    /// # Errors
    /// When it could not look everywhere.
    fn search(&self, query: &Query) -> Result<Vec<Hit>, CorpusError> {
        Ok(self.find(query)?.hits)
    }

    /// One article, read.
    ///
    /// # Errors
    /// When it is not to be had any more.
    fn article(&self, id: ArticleId) -> Result<Arc<Article>, CorpusError>;

    /// Those who go by this name or part of a name, most quoted first, and no more of them than `most`: thousands may go by a
    /// surname.
    ///
    /// # Errors
    /// When it could not look everywhere.
    fn people(&self, name: &str, most: usize) -> Result<Vec<Arc<Person>>, CorpusError>;

    /// Everybody, most quoted first.
    ///
    /// # Errors
    /// When it could not look everywhere.
    fn everybody(&self) -> Result<Vec<Arc<Person>>, CorpusError>;

    /// Everybody, those by their name alone of whom there are too many to be read.
    ///
    /// # Errors
    /// When it could not look everywhere.
    fn roll(&self) -> Result<Roll, CorpusError> {
        Ok(Roll { people: self.everybody()?, ..Roll::default() })
    }

    /// Articles whose headline or place in the corpus holds what was typed, in their order; no more than `limit`.
    ///
    /// # Errors
    /// When it could not look everywhere.
    fn titled(&self, _typed: &str, _limit: usize) -> Result<Vec<Arc<Article>>, CorpusError> {
        Ok(Vec::new())
    }

    /// Articles that lie in one file, whose path is the real one, however those of the settings lead to it. Of a file that
    /// holds many there are many.
    fn lying_in(&self, _file: &Path) -> Vec<ArticleId> {
        Vec::new()
    }

    /// Whom a draft may mean by a surname or an office without saying more.
    fn directory(&self) -> Arc<Directory>;

    /// What it is.
    fn about(&self) -> About;

    /// What of the corpus an answer to this query could not take in; nothing, when all of it was searched.
    fn missed(&self, _query: &Query) -> Option<Missed> {
        None
    }

    /// What of it lies far away.
    fn remote(&self) -> Option<&dyn Remote> {
        None
    }

    /// The words of what is near, to be searched together with those of another.
    #[doc(hidden)]
    fn words(&self) -> Option<&index::words::Words> {
        None
    }

    /// Whether all that was read so far is what was written.
    #[doc(hidden)]
    fn sound(&self) -> Result<(), CorpusError> {
        Ok(())
    }
}
