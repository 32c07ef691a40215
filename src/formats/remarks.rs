//! What a writer tells this program in a comment: `<!-- onrecord-ignore VER102: she agreed to it -->`.
//!
//! A remark is never read as prose.

use crate::text::Span;

/// How every remark begins.
pub const OPENING: &str = "onrecord-ignore";

/// A comment that speaks to this program; ranges of the document's text.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// All of it.
    pub span: Span,
    /// What it says, without the comment's marks and the space inside them.
    pub words: Span,
}

/// How a format writes a comment.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum RemarkForm {
    /// `<!-- … -->` on a line of its own.
    #[default]
    Line,
    /// `<!-- … -->` where the paragraph's words begin.
    Inline,
    /// `[…]` on a line of its own.
    Brackets,
    /// `{/* … */}` on a line of its own.
    Expression,
    /// `NOTE …` between two cues.
    Note,
}

/// Remarks between `<!--` and `-->` in a range of a text.
pub(super) fn in_markup(text: &str, range: Span, found: &mut Vec<Remark>) {
    between(text, range, "<!--", "-->", found);
}

/// Remarks in the comments of MDX.
pub(super) fn in_expressions(text: &str, found: &mut Vec<Remark>) {
    between(text, Span::new(0, text.len()), "{/*", "*/}", found);
}

/// Remarks of a text without markup: in the comments of HTML, or in brackets.
pub(super) fn in_plain(text: &str) -> Vec<Remark> {
    let mut found = Vec::new();
    // Nearly no text has any.
    if memchr::memmem::find(text.as_bytes(), OPENING.as_bytes()).is_some() {
        let whole = Span::new(0, text.len());
        between(text, whole, "<!--", "-->", &mut found);
        between(text, whole, "[", "]", &mut found);
        found.sort_by_key(|remark| remark.span);
    }
    found
}

/// Remarks in the notes between cues, each up to a blank line.
pub(super) fn in_notes(text: &str) -> Vec<Remark> {
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 0);
    while let Some(next) = memchr::memmem::find(&text.as_bytes()[at..], OPENING.as_bytes()) {
        let start = at + next;
        line = text[at..start].rfind(['\n', '\r']).map_or(line, |end| at + end + 1);
        at = start + OPENING.len();
        if text[line..start].trim() == "NOTE" {
            let lines = text[start..].split_inclusive('\n').take_while(|line| !line.trim().is_empty());
            at = start + text[start..start + lines.map(str::len).sum::<usize>()].trim_end().len();
            found.push(Remark { span: Span::new(line, at), words: Span::new(start, at) });
        }
    }
    found
}

fn between(text: &str, range: Span, opening: &str, closing: &str, found: &mut Vec<Remark>) {
    let mut at = range.start;
    while let Some(next) = memchr::memmem::find(&text.as_bytes()[at..range.end], OPENING.as_bytes()) {
        let start = at + next;
        let before = text[range.start..start].trim_end();
        at = start + OPENING.len();
        if !before.ends_with(opening) {
            continue;
        }
        let Some(length) = up_to(&text[at..range.end], closing) else { return };
        let words = Span::new(start, start + text[start..at + length].trim_end().len());
        at += length + closing.len();
        found.push(Remark { span: Span::new(range.start + before.len() - opening.len(), at), words });
    }
}

/// How far a remark goes on: brackets may stand in pairs in the reason it gives, within its paragraph.
fn up_to(rest: &str, closing: &str) -> Option<usize> {
    if closing != "]" {
        return rest.find(closing);
    }
    let mut open = 1_usize;
    let paragraph = ["\n\n", "\r\n\r\n"].iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let brackets = rest[..paragraph].char_indices().filter(|&(_, c)| matches!(c, '[' | ']'));
    let mut closes = brackets.filter(|&(_, c)| {
        open = if c == '[' { open + 1 } else { open - 1 };
        open == 0
    });
    closes.next().map(|(at, _)| at).or_else(|| rest.find(closing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said<'a>(text: &'a str, found: &[Remark]) -> Vec<(&'a str, &'a str)> {
        found.iter().map(|remark| (remark.span.of(text), remark.words.of(text))).collect()
    }

    #[test]
    fn remarks_stand_in_comments_alone() {
        let text =
            "a <!-- onrecord-ignore VER102: x --> b <!-- onrecord -->\n[onrecord-ignore VER101: y]\nonrecord-ignore";
        assert_eq!(
            said(text, &in_plain(text)),
            [
                ("<!-- onrecord-ignore VER102: x -->", "onrecord-ignore VER102: x"),
                ("[onrecord-ignore VER101: y]", "onrecord-ignore VER101: y"),
            ]
        );
        for whole in ["[onrecord-ignore VER102: [sic] it is]", "[onrecord-ignore VER102: ask [her [twice]] again]"] {
            let text = format!("{whole}\nOne [sic] more.");
            assert_eq!(said(&text, &in_plain(&text)), [(whole, &whole[1..whole.len() - 1])]);
        }
        let odd = "[onrecord-ignore VER102: a [ b] “One [sic] more.”";
        assert_eq!(in_plain(odd).len(), 1, "a bracket that never closes is the reason's own");
        let open = "<!-- onrecord-ignore VER102: x";
        assert_eq!(said(open, &in_plain(open)), []);
    }

    #[test]
    fn a_note_runs_up_to_a_blank_line() {
        let text = "WEBVTT\n\nNOTE onrecord-ignore VER102: two\nlines\n\n00:01.000 --> 00:02.000\nonrecord-ignore\n";
        let note = ("NOTE onrecord-ignore VER102: two\nlines", "onrecord-ignore VER102: two\nlines");
        assert_eq!(said(text, &in_notes(text)), [note]);
    }
}
