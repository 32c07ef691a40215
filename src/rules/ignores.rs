//! What a draft asks not to be told: `onrecord-ignore VER102: reason`, for a paragraph, a line or the file.

use super::{Finding, Meta};
use crate::formats::Remark;
use crate::formats::remarks::OPENING;
use crate::speakers::Reading;
use crate::text::Span;

/// One remark that asks for it. Ranges are of the draft's text.
#[derive(Clone, Debug)]
pub(super) struct Ignore {
    /// The comment.
    pub(super) remark: Remark,
    /// What it keeps quiet.
    pub(super) rules: Vec<Ignored>,
    /// Whether it says why.
    pub(super) reasoned: bool,
    /// What it says behind `onrecord-ignore` if that is no scope: `-page`.
    pub(super) odd: Option<Span>,
    scope: Span,
}

/// A rule as a remark names it.
#[derive(Clone, Debug)]
pub(super) struct Ignored {
    /// Where it is named.
    pub(super) span: Span,
    /// The rule, if there is one of that name.
    pub(super) meta: Option<&'static Meta>,
    /// Whether it would have said something.
    pub(super) used: bool,
}

/// Every remark of a draft.
pub(super) fn of(draft: &Reading) -> Vec<Ignore> {
    if draft.document.remarks.is_empty() {
        return Vec::new();
    }
    let edges = Edges::of(&draft.document.text);
    draft.document.remarks.iter().map(|&remark| read(draft, &edges, remark)).collect()
}

/// Where lines and tags begin and end: a line may hold many remarks, and each asks for its own.
struct Edges {
    lines: Vec<usize>,
    tags: Vec<usize>,
}

impl Edges {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        Self {
            lines: memchr::memchr2_iter(b'\n', b'\r', bytes).collect(),
            tags: memchr::memchr_iter(b'<', bytes).collect(),
        }
    }

    /// Whether a line or a tag begins in a stretch.
    fn any_in(&self, stretch: Span) -> bool {
        [&self.lines, &self.tags].into_iter().any(|edges| {
            let next = edges.partition_point(|&edge| edge < stretch.start);
            edges.get(next).is_some_and(|&edge| edge < stretch.end)
        })
    }

    /// The line of a text that holds a stretch.
    fn line(&self, text: &str, stretch: Span) -> Span {
        let before = self.lines.partition_point(|&end| end < stretch.start);
        let behind = self.lines.partition_point(|&end| end < stretch.end);
        Span::new(
            before.checked_sub(1).map_or(0, |before| self.lines[before] + 1),
            self.lines.get(behind).copied().unwrap_or(text.len()),
        )
    }
}

/// Takes out the findings that the draft asks not to be told, and notes which remarks were of use.
pub(super) fn apply(ignores: &mut [Ignore], findings: &mut Vec<Finding>) {
    if ignores.is_empty() {
        return;
    }
    findings.sort_by_key(|finding| finding.span.start);
    let mut told = vec![true; findings.len()];
    for ignore in ignores {
        let from = findings.partition_point(|finding| finding.span.start < ignore.scope.start);
        let upto = findings.partition_point(|finding| finding.span.start <= ignore.scope.end);
        for (finding, told) in findings[from..upto].iter().zip(&mut told[from..upto]) {
            let named = |rule: &&mut Ignored| rule.meta.is_some_and(|meta| meta.code == finding.code);
            for rule in ignore.rules.iter_mut().filter(named) {
                rule.used = true;
                *told = false;
            }
        }
    }
    let mut told = told.into_iter();
    findings.retain(|_| told.next().unwrap_or(true));
}

/// `onrecord-ignore VER102, altered: reason`
fn read(draft: &Reading, edges: &Edges, remark: Remark) -> Ignore {
    let text = &*draft.document.text;
    let start = remark.words.start + OPENING.len();
    let said = Span::new(start, remark.words.end).of(text);
    let scope_end = said.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(said.len());
    let named_end = said.find(':').unwrap_or(said.len()).max(scope_end);
    let (scope, odd) = match &said[..scope_end] {
        "" => (paragraph(draft, edges, remark.span), None),
        "-line" => (edges.line(text, remark.span), None),
        "-file" => (Span::new(0, text.len()), None),
        _ => (Span::at(start), Some(Span::new(start, start + scope_end))),
    };
    Ignore {
        remark,
        rules: named(text, Span::new(start + scope_end, start + named_end)),
        reasoned: said[named_end..].contains(char::is_alphanumeric),
        odd,
        scope,
    }
}

fn named(text: &str, list: Span) -> Vec<Ignored> {
    let mut rules = Vec::new();
    let mut at = list.start;
    for word in list.of(text).split_inclusive(|c: char| c.is_whitespace() || c == ',') {
        let name = word.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
        if !name.is_empty() {
            rules.push(Ignored { span: Span::new(at, at + name.len()), meta: super::named(name), used: false });
        }
        at += word.len();
    }
    rules
}

/// The paragraph that a remark stands in, else the next one.
fn paragraph(draft: &Reading, edges: &Edges, remark: Span) -> Span {
    let document = &draft.document;
    let here = document.prose.from_text(remark.end);
    let at = document.blocks.partition_point(|block| block.span.end <= here);
    let whole = document.blocks.get(at).map(|block| document.prose.to_text(block.span));
    let before = at.checked_sub(1).map(|at| document.prose.to_text(document.blocks[at].span));
    // At the end of a paragraph's last line it still stands in that one.
    let same_line = |block: &Span| !edges.any_in(Span::new(block.end, remark.start.max(block.end)));
    let inside = |block: &Span| block.start < remark.start && remark.start < block.end;
    match (before, whole) {
        (_, Some(block)) if inside(&block) => block,
        (Some(block), _) if same_line(&block) => block,
        (_, Some(block)) => block,
        (_, None) => Span::at(remark.end),
    }
}
