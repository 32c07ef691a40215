//! Findings to diagnostics.

use std::collections::HashMap;
use std::collections::hash_map;
use std::hash::{Hash, Hasher};
use std::ops::RangeInclusive;
use std::sync::Arc;

use tower_lsp::lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, Location, NumberOrString, Position, Range,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Url,
};

use super::places::Opened;
use crate::check::Checked;
use crate::corpus::{ArticleId, Corpus};
use crate::ide;
use crate::rules::Finding;
use crate::server::announced::Announced;
use crate::server::bulletin::{Bulletin, Entry};
use crate::server::desk::Pulled;
use crate::server::pages;
use crate::server::view::{Proof, Terms, same_corpus};
use crate::settings::Severity;
use crate::text::Span;
use crate::text::lines::Forward;
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
    /// The diagnostics of a draft that was just checked; `before` is what was last told of it on the same terms.
    pub fn bulletin(&mut self, checked: &Checked, terms: &Terms, here: Here<'_>, before: &Bulletin) -> Bulletin {
        self.forget_others(terms);
        let partly = terms.so_far.as_ref();
        let untold = |finding: &Finding| partly.is_some() && ABSENCES.contains(&finding.code);
        let findings = checked.findings.iter().enumerate().filter(|(_, finding)| finding.severity != Severity::Off);
        let mut forward = Forward::new(here.text, here.announced.unit);
        let findings = findings.filter(|(_, finding)| !untold(finding)).map(|(at, finding)| {
            let range = |span: Span| {
                let place = |(line, column)| Position::new(line as u32, column as u32);
                let start = place(forward.position(span.start + here.skipped));
                Some(Range::new(start, place(forward.position(span.end + here.skipped))))
            };
            Told::of(at, finding, checked, here.announced, range)
        });
        let findings = findings.flatten();
        let so_far =
            partly.map(|so_far| Told { what: What::SoFar(so_far), under: Range::default(), related: Vec::new() });
        Bulletin::write(so_far.into_iter().chain(findings), before, |told| self.diagnostic(told, here))
    }

    /// What was last told of a draft, with what stands in some of its lines told anew: of what was checked, all holds, and
    /// `range` tells where it stands now. `None` where something has no place any more.
    pub fn moved(
        &mut self,
        proof: &Proof,
        told: &Arc<Bulletin>,
        lines: &RangeInclusive<u32>,
        mut range: impl FnMut(Span) -> Option<Range>,
        here: Here<'_>,
    ) -> Option<Arc<Bulletin>> {
        if !told.names(lines) {
            return Some(Arc::clone(told));
        }
        self.forget_others(&proof.terms);
        let again = |at: usize| {
            let finding = proof.checked.findings.get(at)?;
            Told::of(at, finding, &proof.checked, here.announced, &mut range)
        };
        told.rewritten(lines, again, |told| self.diagnostic(told, here)).map(Arc::new)
    }

    fn diagnostic(&mut self, told: Told<'_>, here: Here<'_>) -> Diagnostic {
        let finding = match told.what {
            What::Finding(_, finding) => finding,
            What::SoFar(so_far) => {
                return Diagnostic {
                    severity: Some(DiagnosticSeverity::INFORMATION),
                    source: Some(SOURCE.to_owned()),
                    message: so_far.to_owned(),
                    ..Diagnostic::default()
                };
            }
        };
        let Told { under, related, .. } = told;
        let mut diagnostic = diagnostic(finding, under, here.announced);
        if here.announced.related {
            let there = finding.evidence.iter().take(SOURCES).filter_map(|it| self.related(it, here.announced));
            let here = finding.related.iter().zip(related).map(|((_, why), range)| DiagnosticRelatedInformation {
                location: Location::new(here.uri.clone(), range),
                message: why.clone(),
            });
            let related = here.chain(there).collect::<Vec<_>>();
            diagnostic.related_information = (!related.is_empty()).then_some(related);
        }
        diagnostic
    }

    fn forget_others(&mut self, terms: &Terms) {
        if !same_corpus(terms.corpus.as_ref(), self.corpus.as_ref()) {
            self.opened.clear();
            self.corpus.clone_from(&terms.corpus);
        }
    }

    fn related(&mut self, evidence: &Evidence, announced: &Announced) -> Option<DiagnosticRelatedInformation> {
        let article = &evidence.article;
        let opened = match self.opened.entry(article.id) {
            hash_map::Entry::Occupied(opened) => opened.into_mut(),
            hash_map::Entry::Vacant(place) => place.insert(Opened::at_once(article, announced)?),
        };
        let words = article.reading.document.prose.to_text(evidence.span);
        Some(DiagnosticRelatedInformation {
            location: opened.location(article, words, announced),
            message: crate::ide::hover::source_line(evidence),
        })
    }
}

/// The draft that diagnostics are of, and whom they are for.
#[derive(Copy, Clone)]
pub struct Here<'a> {
    /// Its address.
    pub uri: &'a Url,
    /// Its text as the editor has it.
    pub text: &'a str,
    /// How many bytes that has before the text that was checked.
    pub skipped: usize,
    /// What the editor can take.
    pub announced: &'a Announced,
}

/// One thing to tell, and where in the draft.
struct Told<'a> {
    what: What<'a>,
    under: Range,
    related: Vec<Range>,
}

enum What<'a> {
    /// A finding, with its number.
    Finding(usize, &'a Finding),
    /// That the corpus is there in part.
    SoFar(&'a str),
}

impl<'a> Told<'a> {
    /// A finding, where `range` has its words and those that have to do with it.
    fn of(
        at: usize,
        finding: &'a Finding,
        checked: &Checked,
        announced: &Announced,
        mut range: impl FnMut(Span) -> Option<Range>,
    ) -> Option<Self> {
        let under = range(ide::underline::underline(checked, finding))?;
        let related = if announced.related { &*finding.related } else { &[] };
        let related = related.iter().map(|(span, _)| range(*span)).collect::<Option<_>>()?;
        Some(Self { what: What::Finding(at, finding), under, related })
    }
}

impl Entry for Told<'_> {
    fn lines(&self) -> Vec<RangeInclusive<u32>> {
        self.related.iter().chain([&self.under]).map(|range| range.start.line..=range.end.line).collect()
    }

    fn finding(&self) -> Option<usize> {
        match self.what {
            What::Finding(at, _) => Some(at),
            What::SoFar(_) => None,
        }
    }
}

impl Hash for Told<'_> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let place = |range: &Range| (range.start.line, range.start.character, range.end.line, range.end.character);
        let finding = match self.what {
            What::Finding(_, finding) => finding,
            What::SoFar(so_far) => return so_far.hash(hasher),
        };
        let kind = (finding.code, finding.severity as u8, finding.fixes.len());
        (kind, &finding.message, place(&self.under)).hash(hasher);
        for (range, (_, why)) in self.related.iter().zip(&finding.related) {
            (place(range), why).hash(hasher);
        }
        for source in finding.evidence.iter().take(SOURCES) {
            source.speaker.hash(hasher);
            let place = (source.article.id.0, source.span.start, source.span.end);
            (place, source.standing as u8, source.other_rendering).hash(hasher);
            source.copies.iter().for_each(|copy| copy.id.0.hash(hasher));
        }
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
        Pulled::New(result_id, bulletin) => (Some(result_id), bulletin.diagnostics()),
    };
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report }.into()
}
