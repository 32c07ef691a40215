//! What stands around a place of a text with markup, as far as it decides what can be written there.

use crate::formats::{Document, RemarkForm};
use crate::text::Span;

/// Whether words are part of a link: `[…](…)`, `[…][…]` or `<a href="…">…</a>`.
pub(super) fn is_linked(document: &Document, words: Span) -> bool {
    let text = &*document.text;
    let (start, end) = paragraph(text, words);
    let (before, after) = (&text[start..words.start], &text[words.end..end]);
    let tags = before.to_ascii_lowercase();
    let anchor = ["<a ", "<a\n"].into_iter().filter_map(|tag| tags.rfind(tag)).max();
    if anchor.is_some_and(|open| !tags[open..].contains("</a")) {
        return true;
    }
    let open = brackets(before).fold(0_usize, |open, (_, c)| if c == '[' { open + 1 } else { open.saturating_sub(1) });
    let mut depth = 1_usize;
    let closing = brackets(after).find(|&(_, c)| {
        depth = if c == '[' { depth + 1 } else { depth - 1 };
        depth == 0
    });
    open > 0 && closing.is_some_and(|(at, _)| after[at + 1..].starts_with(['(', '[']))
}

/// Whether a place of a Markdown text may lie in a block of HTML, where Markdown is not read.
pub(super) fn is_html(document: &Document, at: usize) -> bool {
    let text = &*document.text;
    let (start, _) = paragraph(text, Span::at(at));
    let opens =
        |line: &str| line.trim_start().strip_prefix('<').is_some_and(|tag| tag.starts_with(char::is_alphabetic));
    text[start..at].lines().any(opens)
}

/// Whether a place of a Markdown text lies in a line that opens with `>`, within a list, too: `- > “We stay,” she said.`
pub(super) fn is_block_quotation(document: &Document, at: usize) -> bool {
    if !matches!(document.remark_form, RemarkForm::Line | RemarkForm::Expression) {
        return false;
    }
    let line = document.text[..at].rfind('\n').map_or(0, |end| end + 1);
    let is_mark = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '*' | '+' | '.' | ')');
    document.text[line..at].trim_start_matches(is_mark).starts_with('>')
}

/// Where in a Markdown text a fence of code or a comment opens that is never closed.
pub(super) fn left_open(text: &str) -> Option<usize> {
    let mut open: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let indented = line.len() - line.trim_start().len() > 3;
        match open {
            Some((_, "<!--")) if bare.contains("-->") => open = None,
            Some((_, fence)) if fence != "<!--" => {
                let closes = bare.starts_with(fence) && bare.chars().all(|c| fence.starts_with(c));
                open = open.filter(|_| !closes || indented);
            }
            None if !indented => open = opening(bare).map(|mark| (at, mark)),
            _ => {}
        }
        at += line.len();
    }
    open.map(|(at, _)| at)
}

/// The fence or the comment that a line opens, and does not close.
fn opening(line: &str) -> Option<&str> {
    if let Some(comment) = line.strip_prefix("<!--") {
        return (!comment.contains("-->")).then_some("<!--");
    }
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let fence = &line[..line.len() - line.trim_start_matches(mark).len()];
    (fence.len() >= 3 && !(mark == '`' && line[fence.len()..].contains('`'))).then_some(fence)
}

/// The lines around words, up to blank ones.
fn paragraph(text: &str, words: Span) -> (usize, usize) {
    let blank = |line: &str| line.trim().is_empty();
    let line = text[..words.start].rfind('\n').map_or(0, |end| end + 1);
    let above = text[..line].split_inclusive('\n').rev().take_while(|line| !blank(line)).map(str::len).sum::<usize>();
    let below = text[words.end..].split_inclusive('\n').enumerate().take_while(|&(n, line)| n == 0 || !blank(line));
    (line - above, words.end + below.map(|(_, line)| line.len()).sum::<usize>())
}

/// Square brackets that are not escaped.
fn brackets(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().filter(|&(at, c)| matches!(c, '[' | ']') && !text[..at].ends_with('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::read_text;

    fn in_draft<T>(text: &str, asks: impl Fn(&Document, Span) -> T) -> T {
        let document = read_text("story.md", text);
        let start = text.find('“').expect("has words");
        asks(&document, Span::new(start, text.find('”').expect("ends") + '”'.len_utf8()))
    }

    #[test]
    fn a_link_is_told_from_brackets() {
        for linked in ["[“Yes”](http://a.example), he said.", "[He said “yes” [twice]][1].", "<a href=\"x\">“Yes”</a>"]
        {
            assert!(in_draft(linked, is_linked), "{linked}");
        }
        for free in ["[One](x) “yes” [two](y).", "[He said “yes”.] And so on.", "\\[“Yes”](x)", "<a>One</a> “yes”"]
        {
            assert!(!in_draft(free, is_linked), "{free}");
        }
    }

    #[test]
    fn html_within_markdown_is_told_by_how_a_line_begins() {
        assert!(in_draft("One.\n\n<div>\n“Yes,” he said.\n</div>\n", |it, words| is_html(it, words.start)));
        assert!(!in_draft("<div>\n</div>\n\nHe <b>said</b> “yes”.\n", |it, words| is_html(it, words.start)));
    }

    #[test]
    fn what_is_left_open_is_found() {
        for (text, open) in [
            ("One.\n\n```\ncode\n", Some(6)),
            ("One.\n\n```\ncode\n```\n", None),
            ("One.\n\n~~~~ x\n~~~\n", Some(6)),
            ("One.\n\n<!-- todo\n\nmore\n", Some(6)),
            ("One.\n\n<!-- todo\n-->\n```x``` y\n", None),
            ("", None),
        ] {
            assert_eq!(left_open(text), open, "{text}");
        }
    }
}
