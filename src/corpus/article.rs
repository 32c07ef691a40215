//! One document of the corpus.

use crate::formats::{self, Metadata};
use crate::speakers::Reading;

/// Number of an article in its corpus; means nothing in another or after a rebuild.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub u32);

/// One document of the corpus, read as a draft is read.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its number.
    pub id: ArticleId,
    /// Where it lies: a path, or `FILE#ID` for a line of a `.jsonl`.
    pub path: String,
    /// Its text, quotations and speakers.
    pub reading: Reading,
    /// For each of the document's stories: stories with one family carry one text and count as one source.
    pub families: Vec<u32>,
}

impl Article {
    /// What the page says of the story that holds the byte at `at` of the prose.
    pub fn meta_at(&self, at: usize) -> &Metadata {
        self.reading.document.meta_at(at)
    }

    /// The family of the story that holds the byte at `at` of the prose.
    pub fn family_at(&self, at: usize) -> u32 {
        self.families[self.story_at(at)]
    }

    /// The file it lies in, and its identifier if that is a file of many articles.
    pub fn file(&self) -> (&str, Option<&str>) {
        let signs = self.path.match_indices('#').map(|(at, _)| (&self.path[..at], &self.path[at + 1..]));
        let mut files = signs.filter(|(file, _)| formats::holds_many(file));
        files.next().map_or((&self.path, None), |(file, record)| (file, Some(record)))
    }

    /// The name of its file, with its identifier if that is a file of many.
    pub fn name(&self) -> &str {
        let (file, _) = self.file();
        let folder = file.rfind(['/', '\\']).map_or(0, |slash| slash + 1);
        &self.path[folder..]
    }

    /// Which of the page's stories holds the byte at `at` of the prose.
    pub fn story_at(&self, at: usize) -> usize {
        self.reading.document.story_at(at)
    }
}
