//! From the bytes of a file to a [`Document`]: decoded text, readable prose, blocks, metadata.
//!
//! One file a format. Reading cannot fail: what is odd about the input is a [`Problem`].

use std::sync::Arc;

use jiff::civil::Date;

use crate::text::{Prose, Span};

/// One document, a draft or a source, as the rest of the program sees it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The decoded text of the file, otherwise untouched.
    pub text: Arc<str>,
    /// Where the decoded text stands in the file's bytes.
    pub disk: DiskMap,
    /// What a reader sees.
    pub prose: Prose,
    /// Paragraphs, headings and the like, in order, without overlap; ranges of the prose.
    pub blocks: Vec<Block>,
    /// What the document says of itself.
    pub meta: Metadata,
    /// The stories a page holds, in order; one for a document that is a single story, as most are.
    pub stories: Vec<Story>,
    /// What was odd about the input.
    pub problems: Vec<Problem>,
    /// Whether edits of `text` can be written back (not so for DOCX or PDF).
    pub editable: bool,
}

/// One of the stories on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// Its range of the prose.
    pub span: Span,
    /// What is said of this one; what it does not say itself, the page says for it.
    pub meta: Metadata,
}

/// One paragraph or the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its range of the prose.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// For a turn of a transcript or interview, and for a voice span of WebVTT: whose words these are, as written.
    pub voice: Option<Voice>,
}

/// The label of a turn: `MAYOR LIND:`, `**Q:**`, `<v Ana Lind>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The label's words, without colon and markup.
    pub name: String,
    /// Where they stand in the prose, if they do.
    pub span: Option<Span>,
}

/// What a block is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A headline or a heading within the text.
    Heading,
    /// A paragraph of running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A block quotation: words of another with no marks of their own.
    BlockQuote,
    /// A turn of a transcript or interview, label and words.
    Turn,
    /// A photograph's caption or credit.
    Caption,
    /// A byline, a dateline of the page, "contributed to this report".
    Credit,
    /// Navigation, share lines, copyright, newsletter boxes: kept for offsets, not read for quotations.
    Boilerplate,
}

/// What a document says of itself. Absent is better than wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it, one name each.
    pub byline: Vec<String>,
    /// The day it was published or written.
    pub date: Option<Date>,
    /// The place in front of the text: `GENEVA`.
    pub dateline: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Language tag, as `en`.
    pub lang: Option<String>,
    /// What sort of source it is.
    pub kind: Kind,
    /// Whether its publisher stands by it.
    pub status: Status,
}

/// What sort of source a document is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A news article.
    #[default]
    Article,
    /// What was said, turn by turn.
    Transcript,
    /// A press release or statement: the speaker's own words.
    Release,
    /// A post on a social network.
    Post,
}

/// Whether a source's publisher stands by it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// As published.
    #[default]
    Current,
    /// Corrected since.
    Corrected,
    /// Withdrawn.
    Retracted,
    /// Replaced by a later version.
    Superseded,
}

/// Something odd about the input, in one line: "3 bytes are not UTF-8 and were read as U+FFFD".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in `text`, if anywhere.
    pub at: Option<Span>,
    /// What it is.
    pub message: String,
}

/// The way from bytes of the decoded text to bytes of the file.
///
/// UTF-8 without a BOM needs no entry. Otherwise each entry says: from `text` on, the file goes on at `disk`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiskMap {
    /// Ascending `(text, disk)`; the bytes between two entries run one for one from the first.
    pub jumps: Vec<(usize, usize)>,
}

impl DiskMap {
    /// The byte of the file for a byte of the text.
    pub fn to_disk(&self, at: usize) -> usize {
        match self.jumps.partition_point(|&(text, _)| text <= at).checked_sub(1) {
            None => at,
            Some(last) => self.jumps[last].1 + (at - self.jumps[last].0),
        }
    }
}
