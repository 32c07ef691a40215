//! Findings for people: the draft's line with the words underlined, the source's words below it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::plain::Plain;
use super::{Reporter, Run, Sheet, counted, excerpt, place};
use crate::quotations::QuotationKind;
use crate::rules::{Finding, differences};
use crate::settings::Severity;
use crate::text::Span;
use crate::verify::{Evidence, Outcome};

/// Everything a writer needs to judge a finding, and a summary.
pub(super) struct Human;
/// One line a finding, as compilers print them.
pub(super) struct Concise;

/// How many lines of one draft, and sources of one finding, are shown.
const SHOWN: usize = 3;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const OURS: Style = AnsiColor::Red.on_default().bold();
const THEIRS: Style = AnsiColor::Green.on_default().bold();

impl Reporter for Human {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for draft in &run.drafts {
            for finding in &draft.checked.findings {
                writeln!(out, "{}", Block { draft, finding }.draw())?;
            }
        }
        writeln!(out, "{}", summary(run))
    }
}

impl Reporter for Concise {
    fn write(&self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for draft in &run.drafts {
            for finding in &draft.checked.findings {
                let place = draft.place(focus(finding));
                let (path, severity, message) =
                    (Plain(&draft.path), finding.severity.as_str(), Plain(&finding.message));
                write!(out, "{path}:{}:{}: {severity} ", place.line, place.column)?;
                write!(out, "{} {}: {message}", finding.code, finding.rule)?;
                match finding.evidence.first() {
                    Some(source) => writeln!(out, " ({})", Plain(place::address(source)))?,
                    None => writeln!(out)?,
                }
            }
        }
        Ok(())
    }
}

/// Where a reader should look first: the first word that differs, or all of it.
pub(super) fn focus(finding: &Finding) -> Span {
    finding.words.first().copied().unwrap_or(finding.span)
}

/// Who says it, where and when: "Mara Teller, Coast Courier, 2031-05-02".
pub fn credit(source: &Evidence) -> String {
    let meta = source.article.meta_at(source.span.start);
    let date = meta.date.map(|date| date.to_string());
    let parts: Vec<&str> =
        [source.speaker.as_deref(), meta.outlet.as_deref().or(meta.title.as_deref()), date.as_deref()]
            .into_iter()
            .flatten()
            .collect();
    if parts.is_empty() { "source".into() } else { parts.join(", ") }
}

/// One finding as it is drawn.
struct Block<'a> {
    draft: &'a Sheet,
    finding: &'a Finding,
}

impl Block<'_> {
    fn draw(&self) -> String {
        let mut page = String::new();
        let Self { draft, finding } = self;
        let place = draft.place(focus(finding));
        let grave = style(finding.severity);
        let _ = writeln!(
            page,
            "{BOLD}{}:{}:{}:{BOLD:#} {grave}{} {}{grave:#} {}: {BOLD}{}{BOLD:#}",
            Plain(&draft.path),
            place.line,
            place.column,
            finding.severity.as_str(),
            finding.code,
            finding.rule,
            Plain(&finding.message)
        );
        self.draft_lines(&mut page);
        for source in self.sources() {
            self.source_lines(source, &mut page);
        }
        for (span, what) in &finding.related {
            let place = draft.place(*span);
            let (words, what) = (Plain(span.of(&draft.checked.draft.document.text)), Plain(what));
            let _ = writeln!(page, "    note: “{words}”, {what}, at line {}, column {}", place.line, place.column);
        }
        for fix in &finding.fixes {
            let how = if fix.safe && draft.checked.draft.document.editable { "fix (--fix applies it)" } else { "fix" };
            let _ = writeln!(page, "    {how}: {}", Plain(&fix.title));
        }
        page
    }

    /// The lines of the draft that hold what differs.
    fn draft_lines(&self, page: &mut String) {
        let text = &*self.draft.checked.draft.document.text;
        let marks = if self.finding.words.is_empty() { &[self.finding.span][..] } else { &self.finding.words[..] };
        let mut lines: Vec<usize> = marks.iter().map(|mark| self.draft.place(*mark).line).collect();
        lines.dedup();
        let gutter = lines.last().map_or(1, |line| line.to_string().len()).max(3);
        for line in lines.iter().take(SHOWN) {
            for cut in excerpt::excerpts(text, self.draft.line(*line), marks, '^').into_iter().take(SHOWN) {
                let _ = writeln!(page, " {DIM}{line:>gutter$} |{DIM:#} {}", cut.shown);
                let _ = writeln!(page, " {:>gutter$} {DIM}|{DIM:#} {OURS}{}{OURS:#}", "", cut.under);
            }
        }
    }

    /// The sources that show the point: the best, and those that say it otherwise.
    fn sources(&self) -> Vec<&Evidence> {
        let all = &self.finding.evidence;
        let wanted = match self.finding.code {
            "VER104" => SHOWN,
            _ => 1,
        };
        let others = all.iter().skip(wanted).filter(|source| self.finding.code == "VER110" && source.other_rendering);
        all.iter().take(wanted).chain(others).take(SHOWN).collect()
    }

    /// The words of a source with what differs marked, and where they can be read.
    fn source_lines(&self, source: &Evidence, page: &mut String) {
        let prose = source.article.reading.document.prose.text();
        let marks: Vec<Span> = differences::of(source).map(|op| op.source).collect();
        let region = surroundings(source);
        let label = if self.finding.rule == "unsupported" { "nearest: " } else { "source: " };
        for cut in excerpt::excerpts(prose, region, &marks, '-').into_iter().take(SHOWN) {
            let _ = writeln!(page, "    {DIM}{label}{DIM:#}{}", cut.shown);
            if !cut.under.is_empty() {
                let _ = writeln!(page, "    {:1$}{THEIRS}{under}{THEIRS:#}", "", label.len(), under = cut.under);
            }
        }
        let mut line = format!("{}, {}", credit(source), place::address(source));
        if let Some(url) = &source.article.meta_at(source.span.start).url {
            let _ = write!(line, ", {url}");
        }
        if !source.copies.is_empty() {
            let _ = write!(line, " (the same story in {} more)", source.copies.len());
        }
        let _ = writeln!(page, "    {:1$}{DIM}{line}{DIM:#}", "", label.len(), line = Plain(line));
    }
}

/// The words of a source with the rest of their paragraph, as far as it fits a line.
fn surroundings(source: &Evidence) -> Span {
    let document = &source.article.reading.document;
    let block = document.blocks.iter().find(|block| block.span.covers(source.span));
    let quoted = source.article.reading.quotations.iter().map(|quotation| quotation.outer);
    let outer = quoted.filter(|outer| outer.covers(source.span)).min_by_key(|outer| outer.len()).unwrap_or(source.span);
    let end = block.map_or(outer.end, |block| block.span.end);
    Span { start: outer.start, end: end.max(outer.end) }
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        _ => AnsiColor::Cyan.on_default().bold(),
    }
}

/// "3 drafts, 41 quotations: 30 exact, 4 altered; 5 errors, 3 warnings"
pub(super) fn summary(run: &Run) -> String {
    let mut outcomes: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut severities: BTreeMap<Severity, usize> = BTreeMap::new();
    let mut quotations = 0;
    for draft in &run.drafts {
        let all = draft.checked.draft.quotations.iter();
        quotations += all.filter(|it| it.parent.is_none() && !matches!(it.kind, QuotationKind::NotSpeech(_))).count();
        for verdict in &draft.checked.verdicts {
            *outcomes.entry(verdict.outcome).or_default() += 1;
        }
        for finding in &draft.checked.findings {
            *severities.entry(finding.severity).or_default() += 1;
        }
    }
    let verdicts: Vec<String> = outcomes
        .iter()
        .rev()
        .filter(|(outcome, _)| **outcome != Outcome::NotSpeech)
        .filter_map(|(outcome, count)| Some(format!("{count} {}", outcome.as_str()?)))
        .collect();
    let mut line = match run.sources {
        Some(sources) => counted(sources, "source"),
        None => format!("{}, {}", counted(run.drafts.len(), "draft"), counted(quotations, "quotation")),
    };
    if run.sources.is_some() {
        // Sources are not held against anything.
    } else if !verdicts.is_empty() {
        let _ = write!(line, ": {}", verdicts.join(", "));
    } else if quotations > 0 {
        line.push_str(", not held against any corpus");
    }
    let findings: Vec<String> = severities
        .iter()
        .rev()
        .map(|(severity, count)| match severity {
            Severity::Info => format!("{count} informational"),
            severity => counted(*count, severity.as_str()),
        })
        .collect();
    let _ = write!(line, "; {}", if findings.is_empty() { "nothing to report".into() } else { findings.join(", ") });
    line
}
