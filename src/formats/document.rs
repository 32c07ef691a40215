//! What every format yields: decoded text, readable prose, blocks, metadata, problems.

use super::decode::DiskMap;
use super::metadata::Metadata;
use super::remarks::{Remark, RemarkForm};
use crate::text::{Prose, Span, Text};

/// One document, a draft or a source, as the rest of the program sees it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The decoded text of the file, otherwise untouched.
    pub text: Text,
    /// Where the decoded text stands in the file's bytes.
    pub disk: DiskMap,
    /// What a reader sees.
    pub prose: Prose,
    /// Paragraphs, headings and the like, in order, without overlap; ranges of the prose.
    pub blocks: Vec<Block>,
    /// Stretches of code, in order; ranges of the prose.
    pub code: Vec<Span>,
    /// What the document says of itself.
    pub meta: Metadata,
    /// The stories in it, in order, without overlap; one for nearly every document, more where a page
    /// was scraped that carries several, or one twice.
    pub stories: Vec<Story>,
    /// Comments that speak to this program, in order.
    pub remarks: Vec<Remark>,
    /// How one more is written.
    pub remark_form: RemarkForm,
    /// Pages or seconds, where the file counts in these: from which byte of the prose on, which.
    pub loci: Vec<(usize, Locus)>,
    /// What was odd about the input.
    pub problems: Vec<Problem>,
    /// Whether edits of `text` can be written back (not so for DOCX or PDF).
    pub editable: bool,
}

/// Where something stands in a file that has no lines for its reader.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Locus {
    /// Of a document in pages, from 1.
    Page(u32),
    /// Of a recording, from its start.
    Second(u32),
}

/// One story of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Its range of the prose, from its headline or byline on.
    pub span: Span,
    /// What it says of itself; of the first one, the same as the document's.
    pub meta: Metadata,
}

/// One paragraph or the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its range of the prose.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// For a turn of a transcript or interview, and for a voice span of `WebVTT`: whose words these are, as written.
    pub voice: Option<Voice>,
}

/// The label of a turn: `MAYOR LIND:`, `**Q:**`, `<v Ana Lind>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The label's words, without colon and markup; empty for a `>>` that names nobody.
    pub name: String,
    /// Where they stand in the prose, if they do.
    pub span: Option<Span>,
}

impl Voice {
    /// Whether a label is that of an interviewer's question, and not of a name: "Q", "Question:".
    pub fn asks(label: &str) -> bool {
        matches!(label.trim().trim_end_matches(['.', ':']), "Q" | "Question")
    }

    /// Whether a label is that of an interview's answer, and not of a name: "A", "Answer:".
    pub fn answers(label: &str) -> bool {
        matches!(label.trim().trim_end_matches(['.', ':']), "A" | "Answer")
    }
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
    /// Who a block quotation above is by, set apart by markup: "Ana Lind, mayor".
    Signature,
    /// A turn of a transcript or interview, label and words; or a label alone, and its words in the next.
    Turn,
    /// A photograph's caption or credit.
    Caption,
    /// A byline, a dateline of the page, "contributed to this report", an editor's note.
    Credit,
    /// Navigation, share lines, copyright, newsletter boxes: kept for offsets, not read for quotations.
    Boilerplate,
}

/// Something odd about the input, in one line: "3 bytes are not UTF-8 and were read as U+FFFD".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in `text`, if anywhere.
    pub at: Option<Span>,
    /// What it is.
    pub message: String,
}

impl Locus {
    /// The address of a recording, at this second of it; any other address as it is.
    pub fn in_url(self, url: &str) -> String {
        match self {
            Self::Second(second) if !url.contains('#') => {
                format!("{url}{}t={second}", if url.contains('?') { '&' } else { '?' })
            }
            _ => url.to_owned(),
        }
    }
}

impl Document {
    /// The page or second at which the byte at `at` of the prose stands.
    pub fn locus_at(&self, at: usize) -> Option<Locus> {
        let next = self.loci.partition_point(|&(from, _)| from <= at);
        Some(self.loci[next.checked_sub(1)?].1)
    }

    /// The story that holds the byte at `at` of the prose, by its index.
    pub fn story_at(&self, at: usize) -> usize {
        self.stories.partition_point(|story| story.span.start <= at).saturating_sub(1)
    }

    /// What is said of the story that holds the byte at `at` of the prose.
    pub fn meta_at(&self, at: usize) -> &Metadata {
        self.stories.get(self.story_at(at)).map_or(&self.meta, |story| &story.meta)
    }
}

impl Block {
    /// A block that is nobody's turn.
    pub fn new(span: Span, kind: BlockKind) -> Self {
        Self { span, kind, voice: None }
    }

    /// Makes it the turn of whoever is named, with where the label stands, if it has one.
    pub fn give(&mut self, name: impl Into<String>, label: Option<Span>) {
        self.kind = BlockKind::Turn;
        self.voice = Some(Voice { name: name.into(), span: label });
    }
}
