//! Every quotation of a draft, also those with nothing wrong: what `quotes` prints.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::plain::Plain;
use super::{Place, Sheet, excerpt, human, place};
use crate::formats::Locus;
use crate::ide::hover;
use crate::quotations::{Attribution, How, Quotation, QuotationId, QuotationKind};
use crate::text::Span;
use crate::verify::{Evidence, Op, OpKind, Outcome, Verdict};

/// Writes one quotation a line.
///
/// # Errors
/// When `out` does not take it.
pub fn jsonl(drafts: &[Sheet], explain: bool, out: &mut dyn Write) -> io::Result<()> {
    for row in rows(drafts, explain) {
        serde_json::to_writer(&mut *out, &row)?;
        writeln!(out)?;
    }
    Ok(())
}

/// Writes one array of quotations.
///
/// # Errors
/// When `out` does not take it.
pub fn json(drafts: &[Sheet], explain: bool, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &rows(drafts, explain).collect::<Vec<_>>())?;
    writeln!(out)
}

/// Writes them for people.
///
/// # Errors
/// When `out` does not take it.
pub fn human(drafts: &[Sheet], explain: bool, out: &mut dyn Write) -> io::Result<()> {
    for row in rows(drafts, explain) {
        let speaker =
            row.speaker.as_ref().and_then(|speaker| speaker.name.or(speaker.mention)).unwrap_or("nobody named");
        let verdict = row.verdict.unwrap_or("not checked");
        writeln!(out, "{}:{}:{}: {verdict}, {}", Plain(row.path), row.line, row.column, Plain(speaker))?;
        for cut in excerpt::excerpts(row.text, Span::new(0, row.text.len()), &[], '^') {
            writeln!(out, "    {}", cut.shown)?;
        }
        for source in &row.sources {
            writeln!(out, "    {}, {}", Plain(&source.credit), Plain(&source.address))?;
        }
        for reason in &row.reasons {
            writeln!(out, "      - {}", Plain(reason))?;
        }
    }
    Ok(())
}

/// A quotation as it is promised to scripts.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    text: &'a str,
    utterance: usize,
    kind: &'static str,
    speaker: Option<SpeakerRow<'a>>,
    verdict: Option<&'static str>,
    codes: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nested: Vec<NestedRow<'a>>,
    sources: Vec<SourceRow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
}

#[derive(Serialize)]
struct SpeakerRow<'a> {
    name: Option<&'a str>,
    mention: Option<&'a str>,
    start: Option<usize>,
    end: Option<usize>,
    how: &'static str,
}

#[derive(Serialize)]
struct PartRow<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct NestedRow<'a> {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    text: &'a str,
    kind: &'static str,
    speaker: Option<SpeakerRow<'a>>,
    verdict: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nested: Vec<NestedRow<'a>>,
}

/// A place of a source as it is promised to scripts.
#[derive(Serialize)]
pub(super) struct SourceRow<'a> {
    path: &'a str,
    start: usize,
    end: usize,
    speaker: Option<&'a str>,
    text: &'a str,
    outlet: Option<&'a str>,
    date: Option<String>,
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    second: Option<u32>,
    #[serde(skip)]
    credit: String,
    #[serde(skip)]
    address: String,
}

fn rows(drafts: &[Sheet], explain: bool) -> impl Iterator<Item = Row<'_>> {
    drafts.iter().flat_map(move |draft| {
        let quotations = draft.checked.draft.quotations.iter().enumerate();
        let told = told(draft);
        quotations.filter(|(_, it)| it.parent.is_none()).map(move |(id, quotation)| {
            let reasons = if explain { reasons(draft, id) } else { Vec::new() };
            Row { reasons, ..row(draft, id, quotation, &told) }
        })
    })
}

/// The codes of findings by the quotation that they say they are about.
fn told(draft: &Sheet) -> FxHashMap<QuotationId, Vec<&'static str>> {
    let mut told: FxHashMap<QuotationId, Vec<&'static str>> = FxHashMap::default();
    for finding in &draft.checked.findings {
        if let Some(id) = finding.about {
            told.entry(id).or_default().push(finding.code);
        }
    }
    told
}

fn row<'a>(
    draft: &'a Sheet,
    id: QuotationId,
    quotation: &'a Quotation,
    told: &FxHashMap<QuotationId, Vec<&'static str>>,
) -> Row<'a> {
    let Place { disk: Span { start, end }, line, column, .. } = draft.place_of_prose(quotation.span);
    let verdict = verdict_of(draft, id);
    let parts = if quotation.parts.len() > 1 { quotation.parts.as_slice() } else { &[] };
    Row {
        path: &draft.path,
        start,
        end,
        line,
        column,
        text: words(draft, quotation.span),
        utterance: quotation.utterance,
        kind: kind(quotation),
        speaker: speaker(draft, quotation),
        verdict: verdict.and_then(|verdict| verdict.outcome.as_str()),
        codes: codes(draft, told.get(&id).map_or(&[][..], Vec::as_slice), quotation),
        parts: parts.iter().map(|&span| part(draft, span)).collect(),
        nested: inside(draft, id, verdict),
        sources: verdict.map_or(&[][..], |verdict| &verdict.sources).iter().map(source).collect(),
        reasons: Vec::new(),
    }
}

/// What decided who says it, then what the verdict rests on.
fn reasons(draft: &Sheet, id: QuotationId) -> Vec<String> {
    let said_by = hover::said_by(&draft.checked.draft, id);
    let verdict = any_verdict_of(draft, id);
    let unchecked = verdict.filter(|verdict| verdict.outcome == Outcome::Unchecked).and_then(|it| it.because.clone());
    let steps = verdict.into_iter().flat_map(|verdict| verdict.reasons.iter().cloned());
    [said_by].into_iter().chain(unchecked).chain(steps).collect()
}

fn verdict_of(draft: &Sheet, id: QuotationId) -> Option<&Verdict> {
    any_verdict_of(draft, id).filter(|verdict| verdict.outcome != Outcome::Unchecked)
}

fn any_verdict_of(draft: &Sheet, id: QuotationId) -> Option<&Verdict> {
    let verdicts = &draft.checked.verdicts;
    verdicts.binary_search_by_key(&id, |verdict| verdict.quotation).ok().map(|at| &verdicts[at])
}

fn words(draft: &Sheet, span: Span) -> &str {
    span.of(draft.checked.draft.document.prose.text())
}

fn kind(quotation: &Quotation) -> &'static str {
    match quotation.kind {
        QuotationKind::Speech => "speech",
        QuotationKind::Fragment => "fragment",
        QuotationKind::Block => "block",
        QuotationKind::NotSpeech(_) => "not-speech",
    }
}

fn attribution<'a>(draft: &'a Sheet, quotation: &Quotation) -> &'a Attribution {
    &draft.checked.draft.utterances[quotation.utterance].attribution
}

/// Null where nobody is found; where words name somebody who is not known, the words alone.
fn speaker<'a>(draft: &'a Sheet, quotation: &Quotation) -> Option<SpeakerRow<'a>> {
    let attribution = attribution(draft, quotation);
    let name = draft.checked.draft.speaker_of(quotation).map(|speaker| speaker.name.as_str());
    if name.is_none() && attribution.mention.is_none() {
        return None;
    }
    let mention = attribution.mention.filter(|_| name.is_none() || !is_answer(draft, attribution.how, quotation));
    let disk = mention.map(|mention| draft.place_of_prose(mention).disk);
    Some(SpeakerRow {
        name,
        mention: mention.map(|mention| words(draft, mention)),
        start: disk.map(|span| span.start),
        end: disk.map(|span| span.end),
        how: attribution.how.as_str(),
    })
}

/// Whether a turn is labelled as an answer alone: an interview's “A:” names nobody.
fn is_answer(draft: &Sheet, how: How, quotation: &Quotation) -> bool {
    let blocks = &draft.checked.draft.document.blocks;
    let block = blocks.get(blocks.partition_point(|block| block.span.end <= quotation.span.start));
    how == How::Label && block.and_then(|block| block.voice.as_ref()).is_some_and(|voice| voice.name == "A")
}

/// The codes of findings about the quotation, its marks or the words that attribute it.
fn codes(draft: &Sheet, told: &[&'static str], quotation: &Quotation) -> Vec<&'static str> {
    let attribution = attribution(draft, quotation);
    let of_attribution = [attribution.mention, attribution.cue, attribution.when].into_iter().flatten();
    let ours: Vec<Span> = std::iter::once(quotation.outer)
        .chain(of_attribution)
        .map(|span| draft.checked.draft.document.prose.to_text(span))
        .collect();
    let findings = &draft.checked.findings;
    let about = ours.iter().flat_map(|span| {
        let first = findings.partition_point(|finding| finding.span.start < span.start);
        findings[first..].iter().take_while(|finding| finding.span.start < span.end)
    });
    let mut codes: Vec<&'static str> = told.iter().copied().chain(about.map(|finding| finding.code)).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn part(draft: &Sheet, span: Span) -> PartRow<'_> {
    let Span { start, end } = draft.place_of_prose(span).disk;
    PartRow { start, end, text: words(draft, span) }
}

fn inside<'a>(draft: &'a Sheet, parent: QuotationId, outer: Option<&Verdict>) -> Vec<NestedRow<'a>> {
    // A nested quotation follows the one it stands in, before the next that stands in none.
    let quotations = draft.checked.draft.quotations.iter().enumerate().skip(parent + 1);
    quotations
        .take_while(|(_, quotation)| quotation.parent.is_some())
        .filter(|(_, quotation)| quotation.parent == Some(parent))
        .map(|(id, quotation)| {
            let Place { disk: Span { start, end }, line, column, .. } = draft.place_of_prose(quotation.span);
            NestedRow {
                start,
                end,
                line,
                column,
                text: words(draft, quotation.span),
                kind: kind(quotation),
                speaker: speaker(draft, quotation),
                verdict: inner_outcome(outer, quotation).and_then(Outcome::as_str),
                nested: inside(draft, id, outer),
            }
        })
        .collect()
}

/// What holding the outermost quotation against its source showed of one inside it. Its words are held against nothing
/// else: where they are as the source has them, they are so whatever differs beside them.
fn inner_outcome(outer: Option<&Verdict>, quotation: &Quotation) -> Option<Outcome> {
    if matches!(quotation.kind, QuotationKind::NotSpeech(_)) {
        return Some(Outcome::NotSpeech);
    }
    let outer = outer?;
    let is_of_words = matches!(
        outer.outcome,
        Outcome::MeaningChanged | Outcome::Spliced | Outcome::Omission | Outcome::Altered | Outcome::OutOfContext
    );
    let Some(evidence) = outer.sources.first().filter(|_| is_of_words) else { return Some(outer.outcome) };
    let mut here = evidence
        .ops
        .iter()
        .filter(|op| op.draft.start < quotation.span.end && op.draft.end > quotation.span.start)
        .peekable();
    let differs = |op: Op| matches!(op.kind, OpKind::Replaced | OpKind::Dropped | OpKind::Added);
    let as_it_is = here.peek().is_some() && !here.any(differs);
    Some(if as_it_is { Outcome::Exact } else { outer.outcome })
}

/// A place of a source, with the words there.
pub(super) fn source(source: &Evidence) -> SourceRow<'_> {
    let document = &source.article.reading.document;
    let meta = source.article.meta_at(source.span.start);
    let Span { start, end } = place::of_source(document, source.span);
    let locus = document.locus_at(source.span.start);
    SourceRow {
        path: &source.article.path,
        start,
        end,
        speaker: source.speaker.as_deref(),
        text: source.span.of(document.prose.text()),
        outlet: meta.outlet.as_deref(),
        date: meta.date.map(|date| date.to_string()),
        url: meta.url.as_deref().map(|url| locus.map_or_else(|| url.to_owned(), |locus| locus.in_url(url))),
        page: if let Some(Locus::Page(page)) = locus { Some(page) } else { None },
        second: if let Some(Locus::Second(second)) = locus { Some(second) } else { None },
        credit: human::credit(source),
        address: place::address(source),
    }
}
