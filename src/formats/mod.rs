//! From the bytes of a file to a [`Document`]: decoded text, readable prose, blocks, metadata.
//!
//! One file a format. Reading cannot fail: what is odd about the input is a [`Problem`].

mod chat;
mod dateline;
pub mod decode;
mod document;
mod front_matter;
mod furniture;
mod given_names;
mod html;
mod html_groups;
mod html_head;
mod html_stories;
mod html_tags;
mod library;
mod markdown;
mod masthead;
mod mdx;
pub mod metadata;
pub mod packed;
mod page;
mod plain;
pub mod remarks;
mod rewritten;
mod rtf;
mod speaker_rows;
mod subtitles;
mod turns;
mod writer;

pub use dateline::behind as behind_dateline;
pub use decode::{DiskMap, is_binary};
pub use document::{Block, BlockKind, Document, Locus, Problem, Story, Voice};
pub use library::Library;
pub use metadata::{Fields, Kind, Metadata, Status, is_page};
pub use remarks::{Remark, RemarkForm};
pub use rewritten::Rewritten;
pub use turns::is_nobody;

use crate::text::Text;

/// One file format.
pub trait Format: Sync {
    /// Its name, as `markdown`.
    fn id(&self) -> &'static str;

    /// Whether a file is of this format, told by its name and how its text begins.
    fn claims(&self, name: &str, head: &str) -> bool;

    /// Reads the decoded text. Encoding and byte order are behind us here.
    fn read(&self, text: Text) -> Document;

    /// Reads a text of which `before` was an earlier state, if it can without reading all of it: the same document as
    /// [`Format::read`] would yield, and where it differs from the earlier one.
    fn again(&self, _before: &Document, _text: &Text) -> Option<(Document, Rewritten)> {
        None
    }
}

/// Every format, asked in this order; the last one takes what nobody claims.
pub const FORMATS: [&dyn Format; 6] =
    [&subtitles::Subtitles, &markdown::Markdown, &mdx::Mdx, &html::Html, &rtf::Rtf, &plain::Plain];

/// How a page begins that `onrecord report` writes.
///
/// It has the words of a draft in it, and the sources' beside them: it is neither a draft nor a source, and would bear
/// out whatever it was made of.
pub const REPORT_MARK: &str = "<!DOCTYPE html><!-- onrecord report -->";

/// Whether a file is a page that `onrecord report` wrote.
pub fn is_report(bytes: &[u8]) -> bool {
    bytes.starts_with(REPORT_MARK.as_bytes())
}

/// Reads a file: `name` tells the format, its contents where the name does not.
pub fn read(name: &str, bytes: &[u8]) -> Document {
    if is_binary(bytes) {
        if let Some(document) = packed::only(name, bytes) {
            return document;
        }
        let problem = Problem { at: None, message: "looks like a binary file".to_owned() };
        return Document { problems: vec![problem], ..Document::default() };
    }
    let decoded = decode::decode(bytes);
    let mut document = read_text(name, decoded.text);
    document.disk = decoded.disk;
    document.problems.splice(0..0, decoded.problems);
    document
}

/// Reads text that is decoded already, as an editor sends it.
pub fn read_text(name: &str, text: impl Into<Text>) -> Document {
    let text = text.into();
    format_of(name, &text).read(text)
}

/// Makes what is somebody's without a label in front, as a speech is by its heading, the words of whoever says it. For
/// sources: a draft that is a speech quotes nobody but whom it quotes.
pub fn take_speeches(document: &mut Document) {
    let Document { prose, blocks, stories, meta, .. } = document;
    turns::part(prose.text(), blocks);
    for (nth, story) in stories.iter_mut().enumerate() {
        let start = blocks.partition_point(|block| block.span.start < story.span.start);
        let end = blocks.partition_point(|block| block.span.start < story.span.end);
        let kind = turns::mark_source(prose.text(), &mut blocks[start..end], &story.meta);
        if let (Some(kind), Kind::Article) = (kind, story.meta.kind) {
            story.meta.kind = kind;
            if nth == 0 {
                meta.kind = kind;
            }
        }
    }
}

/// Reads an edited text by what its earlier state, under the same name, yielded; `None` where more than one block reads
/// otherwise.
pub fn read_again(name: &str, before: &Document, text: &Text) -> Option<(Document, Rewritten)> {
    let format = format_of(name, text);
    format.again(before, text).or_else(|| {
        let mut document = format.read(text.clone());
        // What a text says of itself, its language too, stands outside of the block.
        document.meta.lang.clone_from(&before.meta.lang);
        let rewritten = Rewritten::between(before, &document)?;
        Some((document, rewritten))
    })
}

fn format_of(name: &str, text: &str) -> &'static dyn Format {
    let head = &text[..text.floor_char_boundary(1024)];
    FORMATS.into_iter().find(|format| format.claims(name, head)).unwrap_or(&plain::Plain)
}

/// Reads the text of an article whose fields stand beside it, as in a line of a `.jsonl`.
pub fn article(text: &str, fields: &Fields) -> Document {
    plain::with_fields(text.into(), 0, fields)
}

/// The endings of running text.
const PROSE: [&str; 12] =
    ["md", "mdx", "markdown", "mdown", "mkd", "qmd", "rmd", "txt", "text", "html", "htm", "xhtml"];
/// The endings of captions.
const CAPTIONS: [&str; 2] = ["vtt", "srt"];

/// Whether a file is running text by its name: a draft, if it lies where nobody but the one who walks there named it.
pub fn is_prose(name: &str) -> bool {
    PROSE.contains(&extension(name).as_str())
}

/// Whether a file is text by its name that is read as it stands, once somebody opens it as a draft: captions, too.
pub fn is_text(name: &str) -> bool {
    is_prose(name) || CAPTIONS.contains(&extension(name).as_str())
}

/// Whether a file is an office document by its name: a draft, if somebody names it.
pub fn is_office(name: &str) -> bool {
    ["docx", "odt", "rtf"].contains(&extension(name).as_str())
}

/// Whether files with this ending are read as sources; no ending counts as plain text.
pub fn reads(extension: &str) -> bool {
    const TEXT: [&str; 3] = ["", "jsonl", "ndjson"];
    const PACKED: [&str; 18] = [
        "docx", "odt", "epub", "eml", "mbox", "mht", "mhtml", "rss", "atom", "rdf", "xml", "json", "zip", "gz", "zst",
        "warc", "rtf", "pdf",
    ];
    [&TEXT[..], &PROSE, &CAPTIONS, &PACKED].iter().any(|known| known.contains(&extension))
}

/// Whether a file of this name may hold several documents, each under a name within it.
pub fn holds_many(name: &str) -> bool {
    const MANY: [&str; 14] =
        ["jsonl", "ndjson", "epub", "eml", "mbox", "rss", "atom", "rdf", "xml", "json", "zip", "gz", "zst", "warc"];
    MANY.contains(&extension(name).as_str())
}

/// The part of a file name after its last full stop, in lower case.
fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}
