//! A draft's text with its quotations marked, and beside each paragraph what there is to say of it.

use std::fmt::Write as _;

use super::card;
use super::entries::{Entries, Entry, tone};
use super::escape::escaped;
use crate::formats::BlockKind;
use crate::text::Span;

/// A paragraph or the like, and how it is set.
struct Row {
    span: Span,
    kind: Option<BlockKind>,
}

/// Writes all of a draft.
pub(super) fn write(page: &mut String, entries: &Entries<'_>) {
    let mut marks = Marks::of(entries);
    let rows = rows(entries);
    let (mut quoted, mut loose) = (entries.quoted.iter().peekable(), entries.loose.iter().enumerate().peekable());
    for (nth, row) in rows.iter().enumerate() {
        let end = if nth + 1 == rows.len() { usize::MAX } else { row.span.end };
        page.push_str("<div class=\"row\">\n");
        let (tag, class) = set(row.kind);
        let _ = write!(page, "<{tag} class=\"text {class}\" dir=\"auto\">");
        paragraph(page, entries, &mut marks, row.span);
        let _ = writeln!(page, "</{tag}>");
        let mut cards = String::new();
        let begins = |entry: &&Entry<'_>| entries.sheet.checked.draft.quotations[entry.id].outer.start < end;
        while let Some(entry) = quoted.next_if(begins) {
            card::quotation(&mut cards, entries, entry);
        }
        while let Some((at, (_, finding))) = loose.next_if(|(_, (start, _))| *start < end) {
            card::finding(&mut cards, entries, at, finding);
        }
        if !cards.is_empty() {
            let _ = write!(page, "<div class=\"cards\">\n{cards}</div>\n");
        }
        page.push_str("</div>\n");
    }
}

/// The draft's blocks, and what stands between them: nothing of a draft is left out.
fn rows(entries: &Entries<'_>) -> Vec<Row> {
    let document = &entries.sheet.checked.draft.document;
    let prose = document.prose.text();
    let mut rows = Vec::new();
    let mut at = 0;
    let between = |rows: &mut Vec<Row>, span: Span| {
        if !span.of(prose).trim().is_empty() {
            rows.push(Row { span, kind: None });
        }
    };
    for block in document.blocks.iter().filter(|block| !block.span.is_empty()) {
        between(&mut rows, Span::new(at, block.span.start));
        rows.push(Row { span: block.span, kind: Some(block.kind) });
        at = block.span.end;
    }
    between(&mut rows, Span::new(at, prose.len()));
    if rows.is_empty() {
        rows.push(Row { span: Span::at(0), kind: None });
    }
    rows
}

fn set(kind: Option<BlockKind>) -> (&'static str, &'static str) {
    match kind {
        Some(BlockKind::Heading) => ("h3", "heading"),
        Some(BlockKind::BlockQuote) => ("blockquote", "block"),
        Some(BlockKind::ListItem) => ("p", "item"),
        Some(BlockKind::Caption | BlockKind::Credit | BlockKind::Signature | BlockKind::Boilerplate) => ("p", "small"),
        Some(BlockKind::Paragraph | BlockKind::Turn) | None => ("p", "plain"),
    }
}

/// What is drawn under words of the prose.
struct Marks {
    /// Words that differ from the source; empty ones are places where words are missing.
    differing: Ahead,
    /// Words that a finding about nothing quoted is about.
    found: Ahead,
    /// Quotations inside others.
    nested: Ahead,
}

/// Spans in order, those that are behind us left aside: a draft is written from its beginning to its end.
struct Ahead {
    spans: Vec<Span>,
    next: usize,
}

impl Ahead {
    fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        spans.dedup();
        Self { spans, next: 0 }
    }

    /// Those that overlap or touch a stretch, which begins no earlier than the one before.
    fn near(&mut self, stretch: Span) -> Vec<Span> {
        while self.spans.get(self.next).is_some_and(|span| span.end < stretch.start) {
            self.next += 1;
        }
        let ahead = self.spans[self.next..].iter().take_while(|span| span.start <= stretch.end);
        ahead.filter(|span| span.end >= stretch.start).copied().collect()
    }
}

impl Marks {
    fn of(entries: &Entries<'_>) -> Self {
        let draft = &entries.sheet.checked.draft;
        let prose = &draft.document.prose;
        let in_prose = |span: &Span| {
            let start = prose.from_text(span.start);
            Span::new(start, prose.from_text(span.end).max(start))
        };
        let findings = entries.quoted.iter().flat_map(|entry| &entry.findings);
        let inner = draft.quotations.iter().filter(|quotation| quotation.parent.is_some());
        Self {
            differing: Ahead::new(findings.flat_map(|finding| &finding.words).map(in_prose).collect()),
            found: Ahead::new(entries.loose.iter().map(|(_, finding)| in_prose(&finding.span)).collect()),
            nested: Ahead::new(inner.map(|quotation| quotation.outer).collect()),
        }
    }
}

/// One paragraph: its quotations are marks, the rest is as it stands.
fn paragraph(page: &mut String, entries: &Entries<'_>, marks: &mut Marks, span: Span) {
    let quotations = &entries.sheet.checked.draft.quotations;
    let first = entries.quoted.partition_point(|entry| quotations[entry.id].outer.end <= span.start);
    let mut at = span.start;
    for entry in &entries.quoted[first..] {
        let outer = quotations[entry.id].outer;
        if outer.start >= span.end {
            break;
        }
        let here = Span::new(outer.start.max(at), outer.end.min(span.end).max(at));
        stretch(page, entries, marks, Span::new(at, here.start));
        let begins = outer.start >= span.start;
        let id = if begins { format!(" id=\"{}\"", entries.words(entry)) } else { String::new() };
        let _ = write!(page, "<mark class=\"{}\"{id}>", tone(entry.outcome()));
        stretch(page, entries, marks, here);
        page.push_str("</mark>");
        if outer.end <= span.end {
            let _ = write!(page, "<sup><a href=\"#{}\">{}</a></sup>", entries.card(entry), entry.number);
        }
        at = here.end;
    }
    stretch(page, entries, marks, Span::new(at, span.end));
}

/// Words, cut where what is drawn under them changes.
fn stretch(page: &mut String, entries: &Entries<'_>, marks: &mut Marks, span: Span) {
    let prose = entries.sheet.checked.draft.document.prose.text();
    let (differing, found, nested) = (marks.differing.near(span), marks.found.near(span), marks.nested.near(span));
    let edges = differing.iter().chain(&found).chain(&nested).flat_map(|it| [it.start, it.end]);
    let mut cuts: Vec<usize> = edges.filter(|&at| span.start < at && at < span.end).collect();
    cuts.extend([span.start, span.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let missing = |page: &mut String, at: usize| {
        if differing.contains(&Span::at(at)) {
            page.push_str("<b class=\"gap\" title=\"the source has words here\">‸</b>");
        }
    };
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        missing(page, *from);
        let covers = |spans: &[Span]| spans.iter().any(|it| it.start <= *from && *to <= it.end);
        let words = escaped(&prose[*from..*to]);
        let classes = [("differs", covers(&differing)), ("found", covers(&found)), ("nested", covers(&nested))];
        let classes: Vec<&str> = classes.iter().filter(|(_, here)| *here).map(|(class, _)| *class).collect();
        if classes.is_empty() {
            page.push_str(&words);
        } else {
            let _ = write!(page, "<span class=\"{}\">{words}</span>", classes.join(" "));
        }
    }
}
