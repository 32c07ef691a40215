//! Places of sources and of configuration files.

use std::path::Path;
use std::sync::Arc;

use tower_lsp::lsp_types::{GotoDefinitionResponse, Location, LocationLink, Position, Range, Url};

use crate::corpus::Article;
use crate::ide::goto_source::Origin;
use crate::ide::references::Place;
use crate::server::announced::Announced;
use crate::server::contents;
use crate::server::records::Record;
use crate::server::view::View;
use crate::text::Span;
use crate::text::lines::{Lines, Unit};

/// A source as an editor opens it: its file, or a text of its own where it lies in no file as it is.
#[derive(Clone, Debug)]
pub struct Opened {
    uri: Url,
    lines: Arc<Lines>,
    /// Its record, where it is opened as a file of many.
    record: Option<Record>,
}

impl Opened {
    /// How an editor opens a source. Looks for a record in its file, which may take a while.
    pub fn of(article: &Article, announced: &Announced) -> Option<Self> {
        let mut opened = Self::at_once(article, announced)?;
        if !contents::is_one(article, announced) {
            opened.record = Record::of(article);
        }
        Some(opened)
    }

    /// The same without looking into its file: of a file of many, the beginning.
    pub fn at_once(article: &Article, announced: &Announced) -> Option<Self> {
        let (uri, text) = if contents::is_one(article, announced) {
            (contents::address(article)?, contents::text(article))
        } else {
            (file_uri(article)?, &*article.reading.document.text)
        };
        Some(Self { uri, lines: Arc::new(Lines::new(text)), record: None })
    }

    /// Where words of the source's text stand; the file's beginning where its text is made out of something else.
    pub fn range(&self, article: &Article, words: Span, announced: &Announced) -> Range {
        if contents::is_one(article, announced) {
            return contents::range(article, &self.lines, words, announced);
        }
        if let Some(record) = &self.record {
            return record.range(words, announced.unit);
        }
        let document = &article.reading.document;
        if !document.editable || article.file().1.is_some() {
            return Range::default();
        }
        let place = |at| {
            let (line, column) = self.lines.position(&document.text, at, announced.unit);
            Position::new(line as u32, column as u32)
        };
        Range::new(place(words.start), place(words.end))
    }

    /// The same with the address.
    pub fn location(&self, article: &Article, words: Span, announced: &Announced) -> Location {
        Location::new(self.uri.clone(), self.range(article, words, announced))
    }
}

/// The address of the file that holds an article.
fn file_uri(article: &Article) -> Option<Url> {
    Url::from_file_path(std::path::absolute(article.file().0).ok()?).ok()
}

/// Where words of a source's text stand.
pub fn location(article: &Article, words: Span, announced: &Announced) -> Option<Location> {
    Some(Opened::of(article, announced)?.location(article, words, announced))
}

/// Places of a draft and of sources.
pub fn locations(view: &View, uri: &Url, places: Vec<Place>, announced: &Announced) -> Vec<Location> {
    let one = |place| match place {
        Place::Draft(span) => Some(Location::new(uri.clone(), view.range(span)?)),
        Place::Source(article, words) => location(&article, words, announced),
    };
    places.into_iter().filter_map(one).collect()
}

/// A definition's answer.
pub fn definition(view: &View, origin: &Origin, announced: &Announced) -> Option<GotoDefinitionResponse> {
    let opened = Opened::of(&origin.article, announced)?;
    let range = |words| opened.range(&origin.article, words, announced);
    Some(if announced.definition_links {
        GotoDefinitionResponse::Link(vec![LocationLink {
            origin_selection_range: view.range(origin.quotation),
            target_uri: opened.uri.clone(),
            target_range: range(origin.around),
            target_selection_range: range(origin.words),
        }])
    } else {
        GotoDefinitionResponse::Scalar(opened.location(&origin.article, origin.words, announced))
    })
}

/// The position of a line and column of a file, both from 1 and in characters.
pub fn place_in_file(path: &Path, line: usize, column: usize, unit: Unit) -> Position {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines = Lines::new(&text);
    let at = lines.offset(&text, line.saturating_sub(1), column.saturating_sub(1), Unit::Utf32);
    let (line, column) = lines.position(&text, at, unit);
    Position::new(line as u32, column as u32)
}

/// Where a configuration file names its corpus.
pub fn place_of_corpus(path: &Path, unit: Unit) -> Position {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let at = text.find("paths").or_else(|| text.find("corpus")).unwrap_or(0);
    let (line, column) = Lines::new(&text).position(&text, at, unit);
    Position::new(line as u32, column as u32)
}
