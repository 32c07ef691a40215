//! Plain text, as written or as scraped: the text is its own prose.

use std::sync::Arc;

use super::document::Document;
use super::remarks::{self, Remark, RemarkForm};
use super::{Fields, Format, Metadata, front_matter, page, turns};
use crate::text::{Prose, Span};

/// Plain text.
pub(super) struct Plain;

impl Format for Plain {
    fn id(&self) -> &'static str {
        "plain"
    }

    fn claims(&self, _name: &str, _head: &str) -> bool {
        true
    }

    fn read(&self, text: Arc<str>) -> Document {
        let (fields, start) = front_matter::split(&text).unwrap_or_default();
        with_fields(text, start, &fields)
    }
}

/// Reads the text from byte `start` on, with what is stated beside it.
pub(super) fn with_fields(text: Arc<str>, start: usize, fields: &Fields) -> Document {
    let mut stated = Metadata::default();
    fields.fill(&mut stated);
    let remarks = remarks::in_plain(&text);
    let prose = without(&remarks, &text, start);
    let page = page::arrange(prose.text(), &paragraphs(prose.text()), stated);
    Document {
        disk: super::DiskMap::default(),
        prose,
        blocks: page.blocks,
        meta: page.meta,
        stories: page.stories,
        code: Vec::new(),
        remarks,
        remark_form: RemarkForm::Brackets,
        loci: Vec::new(),
        problems: Vec::new(),
        editable: true,
        text,
    }
}

/// The text from byte `start` on, remarks left out.
fn without(remarks: &[Remark], text: &Arc<str>, start: usize) -> Prose {
    if remarks.is_empty() {
        return Prose::tail(Arc::clone(text), start);
    }
    let mut prose = Prose::default();
    let mut at = start;
    for remark in remarks.iter().filter(|remark| remark.span.start >= start) {
        prose.push(&text[at..remark.span.start.max(at)], at);
        at = remark.span.end.max(at);
    }
    prose.push(&text[at..], at);
    prose
}

/// A line of the text, without the space around it.
#[derive(Clone, Copy)]
struct Line {
    span: Span,
    /// How many characters the whole line has.
    width: usize,
    /// Whether it is set in from the left.
    indented: bool,
}

/// Lines longer than this were not broken by hand.
const WIDEST: usize = 110;
/// Lines shorter than this are broken for another reason than width.
const NARROWEST: usize = 40;

/// Cuts a text into paragraphs, each without the space around it.
///
/// Blank lines part them. Between blank lines, a line is a paragraph of its own unless the lines were
/// broken to a width: then they run on.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    let mut groups: Vec<Vec<Line>> = Vec::new();
    let mut group: Vec<Line> = Vec::new();
    for line in lines(text) {
        match line {
            Some(line) => group.push(line),
            None if !group.is_empty() => groups.push(std::mem::take(&mut group)),
            None => {}
        }
    }
    if !group.is_empty() {
        groups.push(group);
    }
    let all = || groups.iter().flatten();
    let (count, wide) = (all().count(), all().filter(|line| line.width > WIDEST).count());
    let width = all().map(|line| line.width).filter(|&width| width <= WIDEST).max().unwrap_or(0);
    let broken = wide * 10 < count && width >= NARROWEST;
    for group in &groups {
        let mut open: Option<Span> = None;
        let runs_on = broken && is_broken(text, group, width);
        for line in group {
            match &mut open {
                Some(paragraph)
                    if (runs_on || broken && goes_on(paragraph.of(text), line.span.of(text)))
                        && !line.indented
                        && !turns::opens(line.span.of(text)) =>
                {
                    paragraph.end = line.span.end;
                }
                _ => paragraphs.extend(open.replace(line.span)),
            }
        }
        paragraphs.extend(open);
    }
    paragraphs
}

/// Every line, `None` for a blank one.
fn lines(text: &str) -> impl Iterator<Item = Option<Line>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes());
        let line = &rest[..end.unwrap_or(rest.len())];
        let start = at;
        at += line.len() + usize::from(end.is_some());
        // The empty stretch between CR and LF is no blank line.
        if end.is_some() && rest.as_bytes()[line.len()] == b'\r' && rest.as_bytes().get(line.len() + 1) == Some(&b'\n')
        {
            at += 1;
        }
        let left = line.trim_start();
        let trimmed = left.trim_end();
        let begin = start + line.len() - left.len();
        Some((!trimmed.is_empty()).then(|| Line {
            span: Span::new(begin, begin + trimmed.len()),
            width: if line.len() > WIDEST * 4 { line.len() } else { line.chars().count() },
            indented: left.len() < line.len(),
        }))
    })
}

/// Whether lines were broken where the next word would not have fitted.
fn is_broken(text: &str, group: &[Line], width: usize) -> bool {
    let pairs = group.windows(2).filter(|pair| !pair[1].indented);
    let (mut full, mut all) = (0usize, 0usize);
    for pair in pairs {
        let word = pair[1].span.of(text).split_whitespace().next().map_or(0, |word| word.chars().count());
        all += 1;
        full += usize::from(pair[0].width <= WIDEST && pair[0].width + 1 + word + SLACK > width);
    }
    all > 0 && full * 10 >= all * 8
}

/// Whether a line goes on with the sentence above.
fn goes_on(above: &str, line: &str) -> bool {
    line.starts_with(char::is_lowercase) && above.ends_with(|c: char| c.is_alphanumeric() || c == ',')
}

/// Some break a little before the margin.
const SLACK: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn a_line_is_a_paragraph_in_scraped_text() {
        let long = "The council of Vellin voted on Saturday to close the old bridge for the winter, and the mayor said that nobody would miss it.";
        assert_eq!(cut(&format!("Title\r\n{long}\r\n{long}\r\nShare")), ["Title", long, long, "Share"]);
    }

    #[test]
    fn lines_broken_to_a_width_run_on() {
        let text = "The council of Vellin voted on Saturday to close\nthe old bridge for the winter, and the mayor\nsaid that nobody would miss it.\n\nMore\nLess\n";
        assert_eq!(cut(text).len(), 3);
    }

    #[test]
    fn header_lines_stay_apart() {
        let text = "Bridge closed\nJo Doe\nSat, May 3, 2025\n\nShort text.";
        assert_eq!(cut(text), ["Bridge closed", "Jo Doe", "Sat, May 3, 2025", "Short text."]);
    }
}
