//! What there is to say of a draft, numbered in its order: its quotations, and the findings about nothing quoted.

use crate::quotations::QuotationId;
use crate::report::Sheet;
use crate::rules::Finding;
use crate::settings::Severity;
use crate::text::Span;
use crate::verify::{Outcome, Verdict};

/// A draft of the report, with what is said of it.
pub(super) struct Entries<'a> {
    /// The draft.
    pub sheet: &'a Sheet,
    /// Which draft of the report, from 1.
    pub number: usize,
    /// Its quotations that stand in no other, in order.
    pub quoted: Vec<Entry<'a>>,
    /// Findings about none of them, in order, each with its place in the prose.
    pub loose: Vec<(usize, &'a Finding)>,
}

/// A quotation of a draft.
pub(super) struct Entry<'a> {
    /// From 1, within its draft.
    pub number: usize,
    /// Which quotation.
    pub id: QuotationId,
    /// What holding it against the corpus showed.
    pub verdict: Option<&'a Verdict>,
    /// What the rules have to say of it.
    pub findings: Vec<&'a Finding>,
}

impl Entry<'_> {
    /// How it came out.
    pub fn outcome(&self) -> Outcome {
        self.verdict.map_or(Outcome::Unchecked, |verdict| verdict.outcome)
    }

    /// The gravest finding about it.
    pub fn gravest(&self) -> Option<&Finding> {
        // Of two as grave, the one about the words goes first.
        self.findings.iter().copied().max_by_key(|finding| (finding.severity, finding.code.starts_with("VER")))
    }
}

impl<'a> Entries<'a> {
    /// Numbers what is in a draft.
    pub fn of(sheet: &'a Sheet, number: usize) -> Self {
        let checked = &sheet.checked;
        let top = checked.draft.quotations.iter().enumerate().filter(|(_, quotation)| quotation.parent.is_none());
        let mut quoted: Vec<Entry<'a>> = top
            .enumerate()
            .map(|(at, (id, _))| {
                let verdict = checked.verdicts.binary_search_by_key(&id, |verdict| verdict.quotation);
                let verdict = verdict.ok().map(|at| &checked.verdicts[at]);
                Entry { number: at + 1, id, verdict, findings: Vec::new() }
            })
            .collect();
        let mut loose = Vec::new();
        for finding in checked.findings.iter().filter(|finding| finding.severity > Severity::Off) {
            match place(sheet, &quoted, finding) {
                Ok(at) => quoted[at].findings.push(finding),
                Err(at) => loose.push((at, finding)),
            }
        }
        loose.sort_by_key(|(at, _)| *at);
        Self { sheet, number, quoted, loose }
    }

    /// The address of what is said of a quotation, within the page.
    pub fn card(&self, entry: &Entry<'_>) -> String {
        format!("d{}c{}", self.number, entry.number)
    }

    /// The address of a quotation's own words, within the page.
    pub fn words(&self, entry: &Entry<'_>) -> String {
        format!("d{}q{}", self.number, entry.number)
    }

    /// The address of a finding about nothing quoted, within the page.
    pub fn finding(&self, at: usize) -> String {
        format!("d{}f{}", self.number, at + 1)
    }

    /// Where something of the draft stands, for people; nothing where the file has no lines of its own.
    pub fn line(&self, prose: Span) -> Option<usize> {
        let place = || self.sheet.place_of_prose(prose).line;
        self.sheet.checked.draft.document.editable.then(place)
    }
}

/// Which quotation a finding is about, or where in the prose it stands.
fn place(sheet: &Sheet, quoted: &[Entry<'_>], finding: &Finding) -> Result<usize, usize> {
    let draft = &sheet.checked.draft;
    let of = |id: QuotationId| {
        let mut outermost = id;
        while let Some(parent) = draft.quotations[outermost].parent {
            outermost = parent;
        }
        quoted.binary_search_by_key(&outermost, |entry| entry.id).ok()
    };
    let start = draft.document.prose.from_text(finding.span.start);
    let around = || {
        let next = quoted.partition_point(|entry| draft.quotations[entry.id].outer.end <= start);
        quoted.get(next).filter(|entry| draft.quotations[entry.id].outer.contains(start)).map(|_| next)
    };
    finding.about.and_then(of).or_else(around).ok_or(start)
}

/// How a verdict is coloured; the words beside it say the same.
pub(super) fn tone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Unsupported | Outcome::Misattributed | Outcome::MeaningChanged | Outcome::Spliced => "bad",
        Outcome::NotSpeech | Outcome::Unchecked => "quiet",
        Outcome::Exact => "good",
        _ => "doubt",
    }
}

/// A verdict as people say it.
pub(super) fn name(outcome: Outcome) -> String {
    outcome.as_str().unwrap_or("not checked").replace('-', " ")
}
