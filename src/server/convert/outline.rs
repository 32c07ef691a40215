//! Outlines.

use tower_lsp::lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind, Url};

use super::places::location;
use crate::corpus::{Article, Corpus};
use crate::ide::label;
use crate::ide::references::first_said;
use crate::ide::symbols::SpeakerSymbol;
use crate::server::announced::Announced;
use crate::server::view::View;
use crate::text::Span;

/// So many speakers are listed.
const SPEAKERS: usize = 50;
/// So many sources.
const SOURCES: usize = 50;

/// Speakers of the corpus whose names hold what was typed, each at the first source that quotes them.
#[expect(deprecated, reason = "the type has no other constructor than all its fields")]
pub fn speakers(corpus: &dyn Corpus, typed: &str, announced: &Announced) -> Vec<SymbolInformation> {
    let typed = typed.to_lowercase();
    let people = corpus.everybody().unwrap_or_default();
    let meant = people.iter().filter(|person| person.name.to_lowercase().contains(&typed));
    let symbols = meant.take(SPEAKERS).filter_map(|person| {
        let (article, words) = first_said(corpus, person)?;
        Some(SymbolInformation {
            name: person.name.clone(),
            kind: SymbolKind::OBJECT,
            tags: None,
            deprecated: None,
            location: location(&article, words, announced)?,
            container_name: person.titles.last().map(|(title, _)| title.clone()),
        })
    });
    symbols.collect()
}

/// Sources whose headline or file name holds what was typed, each at its beginning.
#[expect(deprecated, reason = "the type has no other constructor than all its fields")]
pub fn sources(corpus: &dyn Corpus, typed: &str, announced: &Announced) -> Vec<SymbolInformation> {
    // Everything that is there is no answer to nothing that was asked.
    let found = if typed.trim().is_empty() { Vec::new() } else { corpus.titled(typed, SOURCES).unwrap_or_default() };
    let symbols = found.into_iter().filter_map(|article| {
        let meta = &article.reading.document.meta;
        Some(SymbolInformation {
            name: meta.title.clone().unwrap_or_else(|| article.name().to_owned()),
            kind: SymbolKind::FILE,
            tags: None,
            deprecated: None,
            location: location(&article, Span::at(beginning(&article)), announced)?,
            container_name: Some(label(&article, 0)),
        })
    });
    symbols.collect()
}

/// Where an article's first paragraph or headline begins, in its text.
fn beginning(article: &Article) -> usize {
    let document = &article.reading.document;
    let first = document.blocks.first().map_or(0, |block| block.span.start);
    document.prose.to_text(Span::at(first)).start
}

/// An outline's answer, nested where the editor can.
pub fn symbols(view: &View, uri: &Url, speakers: Vec<SpeakerSymbol>, announced: &Announced) -> DocumentSymbolResponse {
    if announced.nested_symbols {
        DocumentSymbolResponse::Nested(speakers.into_iter().filter_map(|speaker| nested(view, speaker)).collect())
    } else {
        let flat = speakers.into_iter().flat_map(|speaker| flat(view, uri, &speaker)).collect();
        DocumentSymbolResponse::Flat(flat)
    }
}

#[expect(deprecated, reason = "the type has no other constructor than all its fields")]
fn nested(view: &View, speaker: SpeakerSymbol) -> Option<DocumentSymbol> {
    let children = speaker.quotations.into_iter().filter_map(|quotation| {
        let range = view.range(quotation.span)?;
        Some(DocumentSymbol {
            name: quotation.words,
            detail: quotation.verdict.map(str::to_owned),
            kind: SymbolKind::STRING,
            tags: None,
            deprecated: None,
            range,
            selection_range: range,
            children: None,
        })
    });
    let children = children.collect();
    Some(DocumentSymbol {
        name: speaker.name,
        detail: speaker.title,
        kind: SymbolKind::OBJECT,
        tags: None,
        deprecated: None,
        range: view.range(speaker.span)?,
        selection_range: view.range(speaker.mention)?,
        children: Some(children),
    })
}

#[expect(deprecated, reason = "the type has no other constructor than all its fields")]
fn flat(view: &View, uri: &Url, speaker: &SpeakerSymbol) -> Vec<SymbolInformation> {
    let symbol = |name: &str, kind, span, container_name| {
        let location = Location::new(uri.clone(), view.range(span)?);
        Some(SymbolInformation { name: name.to_owned(), kind, tags: None, deprecated: None, location, container_name })
    };
    let quotations = speaker
        .quotations
        .iter()
        .map(|quotation| symbol(&quotation.words, SymbolKind::STRING, quotation.span, Some(speaker.name.clone())));
    let speaker = symbol(&speaker.name, SymbolKind::OBJECT, speaker.mention, None);
    std::iter::once(speaker).chain(quotations).flatten().collect()
}
