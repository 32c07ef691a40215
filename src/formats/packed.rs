//! Files that are no text as they stand: what can be read in them, as documents of their own.
//!
//! A place in such a document counts the bytes of the text that was read out of the file: a file in a word processor's
//! format has no other place that a reader could look up. Where a file holds several documents, each has a name
//! within it: `feed.rss#http://…`, `archive.zip#notes/minutes.md`.
//!
//! The file is another's and may be made to hurt. What is unpacked is counted, and reading ends at a limit; nothing is
//! fetched, no entity of an XML file is expanded but a character's, and nothing here calls itself but for a file inside
//! a file, which ends after three.

mod archive;
mod chats;
mod epub;
mod feed;
mod lines;
mod mail;
mod news;
mod opendocument;
pub mod pdf;
mod rows;
mod speech;
mod warc;
mod word;
mod xml;

pub use lines::Lines;
pub use rows::{MARKUP, row};

use std::collections::BTreeMap;

use super::{Document, Fields, Problem, decode, extension};

/// What was read in one file.
#[derive(Debug, Default)]
pub struct Sources {
    /// In the order they stand in it.
    pub held: Vec<Held>,
    /// What was left out or odd, a line each.
    pub problems: Vec<String>,
}

/// One document of a file.
#[derive(Debug)]
pub struct Held {
    /// Its name within the file; none where the file is this document.
    pub record: Option<String>,
    /// What it says.
    pub document: Document,
}

/// So many bytes are unpacked of one file, whatever it says of itself.
const MOST_BYTES: u64 = 1 << 30;
/// So many times as long as the file may be what is unpacked of it, for a short file [`LEAST`]: no text packs so well.
const RATIO: u64 = 100;
/// So many bytes may always be unpacked.
const LEAST: u64 = 2 * LONGEST;
/// So many bytes has one document at most.
const LONGEST: u64 = 64 << 20;
/// So many documents are read in one file.
const MOST: usize = 1_000_000;
/// So deep lies one file in another.
const DEEPEST: u8 = 3;
/// How it is told that an archive holds pictures and the like, which are left out as they are in a folder.
pub const NO_TEXT: &str = "left out in it: files that are no text";
/// So many problems of one file are told one by one.
const TOLD: usize = 5;

/// Reads the text of each page of a PDF file, or says why it cannot.
///
/// What reads PDF files may crash or never end, so it is for the caller to keep it apart.
pub type Pages<'a> = &'a dyn Fn(&[u8]) -> Result<Vec<String>, String>;

/// Reads a file that packs its words; `None` where it is a text file or nothing that is known.
pub fn unpack(name: &str, bytes: &[u8], pages: Pages<'_>) -> Option<Sources> {
    let most = (bytes.len() as u64).saturating_mul(RATIO).clamp(LEAST, MOST_BYTES);
    let mut unpacking = Unpacking {
        sources: Sources::default(),
        untold: 0,
        others: BTreeMap::new(),
        most,
        bytes: most,
        depth: 0,
        pages,
    };
    unpacking.file(name, None, bytes).then(|| unpacking.finish())
}

/// The one document that a file packs, as a word processor saves it; `None` where it is something else.
pub(super) fn only(name: &str, bytes: &[u8]) -> Option<Document> {
    let mut sources = unpack(name, bytes, &|_| Err("is a PDF document".to_owned()))?;
    let mut document = sources.held.pop().filter(|held| held.record.is_none() && sources.held.is_empty())?.document;
    document.problems.extend(sources.problems.into_iter().map(|message| Problem { at: None, message }));
    Some(document)
}

/// What is read so far, and how much may still be.
struct Unpacking<'p> {
    sources: Sources,
    /// How many problems were not told.
    untold: usize,
    /// Pictures and the like, by the ending of their names.
    others: BTreeMap<String, usize>,
    /// How many bytes may be unpacked in all.
    most: u64,
    /// How many bytes may still be unpacked.
    bytes: u64,
    depth: u8,
    pages: Pages<'p>,
}

impl Unpacking<'_> {
    /// Reads a file, or one inside another under the name `record`; whether it is of a kind that is known here.
    fn file(&mut self, name: &str, record: Option<&str>, bytes: &[u8]) -> bool {
        let kind = extension(name);
        let starts = |head: &[u8]| bytes.starts_with(head);
        if starts(b"PK\x03\x04") {
            archive::zip(self, record, bytes);
        } else if starts(b"\x1F\x8B") {
            archive::gzip(self, name, record, bytes);
        } else if starts(b"\x28\xB5\x2F\xFD") {
            archive::zstd(self, name, record, bytes);
        } else if starts(b"%PDF-") {
            self.paged(record, bytes);
        } else if starts(b"WARC/1.") {
            warc::read(self, record, bytes);
        } else {
            return match kind.as_str() {
                "eml" => mail::message(self, record, bytes),
                "mbox" => mail::mailbox(self, record, bytes),
                "mht" | "mhtml" => mail::page(self, record, bytes),
                "jsonl" | "ndjson" if self.depth > 0 => rows::read(self, record, bytes),
                "json" => {
                    speech::read(self, record, bytes)
                        || chats::read(self, record, bytes)
                        || news::ninjs(self, record, bytes)
                        // What it says of sources is lent to them.
                        || super::Library::read(bytes).is_some()
                        || self.nothing_in(record.unwrap_or("the file"))
                }
                "xml" | "rss" | "atom" | "rdf" => {
                    let text = decode::decode(bytes).text;
                    feed::read(self, record, &text)
                        || news::newsml(self, record, &text)
                        || self.nothing_in(record.unwrap_or("the file"))
                }
                _ => false,
            };
        }
        true
    }

    /// Takes up a file inside another: of a kind that is known here, or text.
    fn member(&mut self, name: &str, record: Option<&str>, bytes: &[u8]) {
        if self.depth >= DEEPEST {
            return self.problem(&format!("{}: lies too deep in other files", record.unwrap_or(name)));
        }
        self.depth += 1;
        if !self.file(name, record, bytes) {
            let kind = extension(name);
            if !super::reads(&kind) {
                *self.others.entry(kind).or_default() += 1;
            } else if super::is_binary(bytes) {
                self.problem(&format!("{}: is no text that can be read", record.unwrap_or(name)));
            } else {
                self.hold(record.map(str::to_owned), super::read(name, bytes));
            }
        }
        self.depth -= 1;
    }

    fn paged(&mut self, record: Option<&str>, bytes: &[u8]) {
        match (self.pages)(bytes) {
            Ok(pages) => self.hold(record.map(str::to_owned), pdf::document(&pages)),
            Err(why) => {
                let place = record.map_or_else(String::new, |record| format!("{record}: "));
                self.problem(&format!("{place}{why}"));
            }
        }
    }

    /// Says that a file of data holds no articles.
    fn nothing_in(&mut self, what: &str) -> bool {
        self.problem(&format!("{what}: holds no article, feed or transcript that can be read"));
        true
    }

    /// Takes up a document.
    fn hold(&mut self, record: Option<String>, document: Document) {
        for problem in document.problems.iter().filter(|_| record.is_some()) {
            let place = record.as_ref().map(|record| format!("{record}: ")).unwrap_or_default();
            self.untold += usize::from(self.sources.problems.len() >= TOLD);
            if self.sources.problems.len() < TOLD {
                self.sources.problems.push(format!("{place}{}", problem.message));
            }
        }
        if self.sources.held.len() < MOST {
            self.sources.held.push(Held { record, document });
        } else {
            self.untold += 1;
        }
    }

    fn problem(&mut self, message: &str) {
        if self.sources.problems.len() < TOLD {
            self.sources.problems.push(message.to_owned());
        } else {
            self.untold += 1;
        }
    }

    /// The bytes that a reader yields, up to what may still be unpacked; `None`, and a problem, where it yields more.
    fn contents(&mut self, what: &str, reader: impl std::io::Read, longest: u64) -> Option<Vec<u8>> {
        use std::io::Read as _;
        let most = longest.min(self.bytes);
        let mut bytes = Vec::new();
        let read = reader.take(most + 1).read_to_end(&mut bytes);
        self.bytes = self.bytes.saturating_sub(bytes.len() as u64);
        if bytes.len() as u64 > most {
            let limit = if most < longest { self.most } else { longest };
            self.problem(&format!("{what}: unpacks to more than {} MB", limit >> 20));
            return None;
        }
        match read {
            Ok(_) => Some(bytes),
            Err(error) => {
                self.problem(&format!("{what}: {error}"));
                None
            }
        }
    }

    fn finish(mut self) -> Sources {
        if self.untold > 0 {
            self.sources.problems.push(format!("{} more like these", self.untold));
        }
        if !self.others.is_empty() {
            let kinds: Vec<_> = self.others.iter().map(|(kind, count)| format!("{count} .{kind}")).collect();
            self.sources.problems.push(format!("{NO_TEXT} ({})", kinds.join(", ")));
        }
        self.sources
    }
}

/// What an office document says of itself, in Dublin Core; `date` names the element that has its day.
fn stated(meta: &str, date: &str) -> Fields {
    let [title, byline, date, lang] = xml::first(meta, ["title", "creator", date, "language"]);
    Fields { title: title.into(), byline: byline.into(), date: date.into(), lang: lang.into(), ..Fields::default() }
}

/// A document of text that was read out of a file; it cannot be written back.
fn text(text: String, fields: &Fields) -> Document {
    Document { editable: false, ..super::plain::with_fields(text.into(), 0, fields) }
}

/// A document of HTML that was read out of a file, with what stands beside it.
fn html(page: String, fields: &Fields) -> Document {
    use super::Format as _;
    let mut document = super::html::Html.read(page.into());
    fields.fill(&mut document.meta);
    if let [story] = document.stories.as_mut_slice() {
        story.meta = document.meta.clone();
    }
    Document { editable: false, ..document }
}

/// The name of a document inside one that may itself lie in a file.
fn within(record: Option<&str>, name: &str) -> String {
    match record {
        Some(outer) => format!("{outer}/{name}"),
        None => name.to_owned(),
    }
}
