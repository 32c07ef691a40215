//! Findings to diagnostics.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use ropey::Rope;
use tower_lsp::lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, Location, NumberOrString, Range,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Url,
};

use super::places::Opened;
use crate::corpus::{ArticleId, Corpus};
use crate::ide;
use crate::rules::Finding;
use crate::server::announced::Announced;
use crate::server::desk::Pulled;
use crate::server::view::{Proof, Terms};
use crate::server::{buffers, pages};
use crate::settings::Severity;
use crate::text::Span;
use crate::verify::Evidence;

/// The `source` of every diagnostic.
pub const SOURCE: &str = "onrecord";
/// How many sources a diagnostic points at.
const SOURCES: usize = 5;

/// The sources that diagnostics pointed at, kept while the corpus stays the same.
#[derive(Default)]
pub struct SourcePlaces {
    corpus: Option<Arc<dyn Corpus>>,
    opened: HashMap<ArticleId, Opened>,
}

/// Rules that tell of what no source has: of a corpus that is there in part, they would tell of what was not looked at.
const ABSENCES: [&str; 2] = ["SRC102", "VER101"];

impl SourcePlaces {
    /// The diagnostics of a draft that was just checked; `text` is its buffer.
    pub fn diagnostics(&mut self, proof: &Proof, uri: &Url, text: &Rope, announced: &Announced) -> Vec<Diagnostic> {
        self.forget_others(&proof.terms);
        let partly = proof.terms.so_far.as_ref();
        let untold = |finding: &&Finding| partly.is_some() && ABSENCES.contains(&finding.code);
        let findings = proof.checked.findings.iter().filter(|finding| finding.severity != Severity::Off);
        let so_far = partly.map(|so_far| Diagnostic {
            severity: Some(DiagnosticSeverity::INFORMATION),
            source: Some(SOURCE.to_owned()),
            message: so_far.clone(),
            ..Diagnostic::default()
        });
        let findings = findings.filter(|finding| !untold(finding)).map(|finding| {
            let range = |span: Span| {
                let span = Span { start: span.start + proof.skipped, end: span.end + proof.skipped };
                buffers::range(text, span, announced.unit)
            };
            let mut diagnostic =
                diagnostic(finding, range(ide::underline::underline(&proof.checked, finding)), announced);
            if announced.related {
                let here = finding.related.iter().map(|(span, why)| DiagnosticRelatedInformation {
                    location: Location::new(uri.clone(), range(*span)),
                    message: why.clone(),
                });
                let there = finding.evidence.iter().take(SOURCES).filter_map(|it| self.related(it, announced));
                let related = here.chain(there).collect::<Vec<_>>();
                diagnostic.related_information = (!related.is_empty()).then_some(related);
            }
            diagnostic
        });
        so_far.into_iter().chain(findings).collect()
    }

    fn forget_others(&mut self, terms: &Terms) {
        if !terms.same_corpus(self.corpus.as_ref()) {
            self.opened.clear();
            self.corpus.clone_from(&terms.corpus);
        }
    }

    fn related(&mut self, evidence: &Evidence, announced: &Announced) -> Option<DiagnosticRelatedInformation> {
        let article = &evidence.article;
        let opened = match self.opened.entry(article.id) {
            Entry::Occupied(opened) => opened.into_mut(),
            Entry::Vacant(place) => place.insert(Opened::at_once(article, announced)?),
        };
        let words = article.reading.document.prose.to_text(evidence.span);
        Some(DiagnosticRelatedInformation {
            location: opened.location(article, words, announced),
            message: crate::ide::hover::source_line(evidence),
        })
    }
}

/// A diagnostic without what it rests on.
pub fn diagnostic(finding: &Finding, range: Range, announced: &Announced) -> Diagnostic {
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
        tags: (announced.unnecessary && finding.code == "IGN101").then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: announced.data.then(|| serde_json::json!({ "rule": finding.rule, "fixes": finding.fixes.len() })),
        ..Diagnostic::default()
    }
}

/// The answer to an editor that asks by itself.
pub fn report(pulled: Pulled) -> DocumentDiagnosticReport {
    let (result_id, items) = match pulled {
        Pulled::Same(result_id) => {
            let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
            return RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report,
            }
            .into();
        }
        Pulled::Nothing => (None, Vec::new()),
        Pulled::New(result_id, items) => (Some(result_id), items),
    };
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report }.into()
}
