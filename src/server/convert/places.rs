//! Places of sources and of configuration files.

use std::path::Path;

use tower_lsp::lsp_types::{GotoDefinitionResponse, Location, LocationLink, Position, Range, Url};

use crate::corpus::Article;
use crate::ide::goto_source::Origin;
use crate::ide::references::Place;
use crate::server::announced::Announced;
use crate::server::records;
use crate::server::view::View;
use crate::text::Span;
use crate::text::lines::{Lines, Unit};

/// The address of the file that holds an article.
pub fn source_uri(article: &Article) -> Option<Url> {
    Url::from_file_path(std::path::absolute(article.file().0).ok()?).ok()
}

/// Where words stand in the file as an editor opens it; the file's beginning where its text is made
/// out of something else.
pub fn source_range(article: &Article, lines: &Lines, words: Span, unit: Unit) -> Range {
    let document = &article.reading.document;
    if !document.editable || article.file().1.is_some() {
        return Range::default();
    }
    let place = |at| {
        let (line, column) = lines.position(&document.text, at, unit);
        Position::new(line as u32, column as u32)
    };
    Range::new(place(words.start), place(words.end))
}

/// Where words of a source's text stand in its file.
pub fn location(article: &Article, words: Span, unit: Unit) -> Option<Location> {
    let range = match records::line_of(article).map(|line| Position::new(line, 0)) {
        Some(start) => Range::new(start, start),
        None => source_range(article, &Lines::new(&article.reading.document.text), words, unit),
    };
    Some(Location::new(source_uri(article)?, range))
}

/// Places of a draft and of sources.
pub fn locations(view: &View, uri: &Url, places: Vec<Place>) -> Vec<Location> {
    let one = |place| match place {
        Place::Draft(span) => Some(Location::new(uri.clone(), view.range(span)?)),
        Place::Source(article, words) => location(&article, words, view.unit),
    };
    places.into_iter().filter_map(one).collect()
}

/// A definition's answer.
pub fn definition(view: &View, origin: &Origin, announced: &Announced) -> Option<GotoDefinitionResponse> {
    let uri = source_uri(&origin.article)?;
    let lines = Lines::new(&origin.article.reading.document.text);
    let record = records::line_of(&origin.article).map(|line| Position::new(line, 0));
    let range = |words| match record {
        Some(start) => Range::new(start, start),
        None => source_range(&origin.article, &lines, words, announced.unit),
    };
    Some(if announced.definition_links {
        GotoDefinitionResponse::Link(vec![LocationLink {
            origin_selection_range: view.range(origin.quotation),
            target_uri: uri,
            target_range: range(origin.around),
            target_selection_range: range(origin.words),
        }])
    } else {
        GotoDefinitionResponse::Scalar(Location::new(uri, range(origin.words)))
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
