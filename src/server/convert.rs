//! Our types to the protocol's, and nowhere else.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use ropey::Rope;
use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity,
    DocumentChanges, DocumentLink, DocumentSymbol, DocumentSymbolResponse, GotoDefinitionResponse, Hover,
    HoverContents, Location, LocationLink, MarkupContent, MarkupKind, NumberOrString, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, SymbolInformation, SymbolKind, TextDocumentEdit,
    TextEdit, Url, WorkspaceEdit,
};

use super::announced::Announced;
use super::buffers;
use super::desk::{Proof, View};
use super::pages;
use super::records;
use super::workspace::Terms;
use crate::corpus::{Article, ArticleId, Corpus};
use crate::ide::actions::Action;
use crate::ide::goto_source::Origin;
use crate::ide::links::Link;
use crate::ide::note::Note;
use crate::ide::symbols::SpeakerSymbol;
use crate::rules::Finding;
use crate::settings::Severity;
use crate::text::Span;
use crate::text::lines::{Lines, Unit};
use crate::verify::Evidence;

/// The `source` of every diagnostic.
pub const SOURCE: &str = "onrecord";
/// How many sources a diagnostic points at.
const SOURCES: usize = 5;

/// The lines of the sources that diagnostics pointed at, kept while the corpus stays the same.
#[derive(Default)]
pub struct SourcePlaces {
    corpus: Option<Arc<dyn Corpus>>,
    lines: HashMap<ArticleId, Arc<Lines>>,
}

impl SourcePlaces {
    /// The diagnostics of a draft that was just checked; `text` is its buffer.
    pub fn diagnostics(&mut self, proof: &Proof, uri: &Url, text: &Rope, announced: &Announced) -> Vec<Diagnostic> {
        self.forget_others(&proof.terms);
        let findings = proof.checked.findings.iter().filter(|finding| finding.severity != Severity::Off);
        findings
            .map(|finding| {
                let range = |span: Span| {
                    let span = Span { start: span.start + proof.skipped, end: span.end + proof.skipped };
                    buffers::range(text, span, announced.unit)
                };
                let mut diagnostic = diagnostic(finding, range(finding.span), announced);
                if announced.related {
                    let here = finding.related.iter().map(|(span, why)| DiagnosticRelatedInformation {
                        location: Location::new(uri.clone(), range(*span)),
                        message: why.clone(),
                    });
                    let there = finding.evidence.iter().take(SOURCES).filter_map(|it| self.related(it, announced.unit));
                    let related = here.chain(there).collect::<Vec<_>>();
                    diagnostic.related_information = (!related.is_empty()).then_some(related);
                }
                diagnostic
            })
            .collect()
    }

    fn forget_others(&mut self, terms: &Terms) {
        if !terms.same_corpus(self.corpus.as_ref()) {
            self.lines.clear();
            self.corpus.clone_from(&terms.corpus);
        }
    }

    fn related(&mut self, evidence: &Evidence, unit: Unit) -> Option<DiagnosticRelatedInformation> {
        let article = &evidence.article;
        let document = &article.reading.document;
        let lines = self.lines.entry(article.id).or_insert_with(|| Arc::new(Lines::new(&document.text))).clone();
        let words = document.prose.to_text(evidence.span);
        Some(DiagnosticRelatedInformation {
            location: Location::new(source_uri(article)?, source_range(article, &lines, words, unit)),
            message: crate::ide::hover::source_line(evidence),
        })
    }
}

fn diagnostic(finding: &Finding, range: Range, announced: &Announced) -> Diagnostic {
    let page = || pages::of(finding.code).map(|href| CodeDescription { href });
    Diagnostic {
        range,
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
            Severity::Hint | Severity::Off => DiagnosticSeverity::HINT,
        }),
        code: Some(NumberOrString::String(finding.code.to_owned())),
        code_description: announced.code_description.then(page).flatten(),
        source: Some(SOURCE.to_owned()),
        message: finding.message.clone(),
        data: announced.data.then(|| serde_json::json!({ "rule": finding.rule, "fixes": finding.fixes.len() })),
        ..Diagnostic::default()
    }
}

/// The address of the file that holds an article.
fn source_uri(article: &Article) -> Option<Url> {
    Url::from_file_path(std::path::absolute(article.file().0).ok()?).ok()
}

/// Where words stand in the file as an editor opens it; the file's beginning where its text is made
/// out of something else.
fn source_range(article: &Article, lines: &Lines, words: Span, unit: Unit) -> Range {
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

/// A hover's answer.
pub fn hover(view: &View, hover: &crate::ide::hover::Hover, announced: &Announced) -> Hover {
    Hover { contents: HoverContents::Markup(markup(&hover.note, announced)), range: view.range(hover.span) }
}

fn markup(note: &Note, announced: &Announced) -> MarkupContent {
    if announced.markdown {
        MarkupContent { kind: MarkupKind::Markdown, value: note.markdown() }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: note.plain() }
    }
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

/// A document link, if its words still stand.
pub fn link(view: &View, link: Link, announced: &Announced) -> Option<DocumentLink> {
    Some(DocumentLink {
        range: view.range(link.span)?,
        target: Some(Url::parse(&link.target).ok()?),
        tooltip: announced.tooltips.then_some(link.label),
        data: None,
    })
}

/// A code action, if what it changes still stands.
pub fn action(view: &View, uri: &Url, action: &Action<'_>, announced: &Announced) -> Option<CodeAction> {
    let edits = action.fix.edits.iter().map(|edit| Some(TextEdit::new(view.range(edit.span)?, edit.text.clone())));
    let edits = edits.collect::<Option<Vec<_>>>()?;
    let edit = if announced.document_changes {
        let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: Some(view.version) };
        let edits = edits.into_iter().map(OneOf::Left).collect();
        let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
        WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
    } else {
        WorkspaceEdit::new(HashMap::from([(uri.clone(), edits)]))
    };
    Some(CodeAction {
        title: action.fix.title.clone(),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: view.range(action.finding.span).map(|range| vec![diagnostic(action.finding, range, announced)]),
        edit: Some(edit),
        is_preferred: (announced.preferred && action.preferred).then_some(true),
        ..CodeAction::default()
    })
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
