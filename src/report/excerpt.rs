//! A stretch of text cut to the width of a page, with marks under some of its words.

use unicode_width::UnicodeWidthChar;

use super::plain;
use crate::text::Span;

/// One line to show and the marks below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The text, on one line, `…` where it was cut.
    pub shown: String,
    /// As wide as the marks reach: `mark` under what is marked, spaces under the rest.
    pub under: String,
}

/// How wide an excerpt may be, in columns.
pub const WIDTH: usize = 100;

/// Cuts `region` of `text` to excerpts that show all `marks` inside it, near ones together; with no mark, its beginning.
///
/// An empty mark is a place where something is missing; it is shown as one column.
pub fn excerpts(text: &str, region: Span, marks: &[Span], mark: char) -> Vec<Excerpt> {
    let mut inside: Vec<Span> = marks
        .iter()
        .filter(|span| span.start <= region.end && span.end >= region.start)
        .map(|span| Span { start: span.start.max(region.start), end: span.end.min(region.end) })
        .collect();
    inside.sort_unstable();
    if inside.is_empty() {
        let window = window(text, region, Span::at(region.start));
        return vec![draw(text, region, window, &[], mark)];
    }
    let mut excerpts = Vec::new();
    let mut rest = inside.as_slice();
    while let Some(first) = rest.first() {
        let fits =
            |last: &Span| columns_within(text, Span { start: first.start, end: last.end.max(first.start) }, WIDTH);
        let together = 1 + rest[1..].iter().take_while(|span| fits(span)).count();
        let (group, others) = rest.split_at(together);
        let end = group.iter().map(|span| span.end).max().unwrap_or(first.end);
        let window = window(text, region, Span { start: first.start, end });
        excerpts.push(draw(text, region, window, group, mark));
        rest = others;
    }
    excerpts
}

/// How many columns a text takes.
pub fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

fn columns_within(text: &str, span: Span, most: usize) -> bool {
    let mut left = most;
    for c in span.of(text).chars() {
        match left.checked_sub(width(c)) {
            Some(rest) => left = rest,
            None => return false,
        }
    }
    true
}

fn width(c: char) -> usize {
    plain::shown(c).map_or(0, |c| c.width().unwrap_or(0))
}

/// The stretch around `core` that fits the width, cut at spaces.
fn window(text: &str, region: Span, core: Span) -> Span {
    let (core_end, left) = forward(text, core.start, core.end, WIDTH);
    if core_end < core.end {
        return Span::new(core.start, core_end);
    }
    let (start, unused) = backward(text, core.start, region.start, left / 2);
    let (end, unused) = forward(text, core.end, region.end, left - left / 2 + unused);
    let (start, _) = if unused > 0 { backward(text, start, region.start, unused) } else { (start, 0) };
    Span::new(at_word_start(text, region, start, core.start), at_word_end(text, region, end, core.end))
}

/// As far on from `at` as `left` columns reach, at most to `limit`; and the columns that are left.
fn forward(text: &str, at: usize, limit: usize, mut left: usize) -> (usize, usize) {
    for (offset, c) in text[at..limit].char_indices() {
        match left.checked_sub(width(c)) {
            Some(rest) => left = rest,
            None => return (at + offset, 0),
        }
    }
    (limit, left)
}

/// As far back from `at` as `left` columns reach, at most to `limit`; and the columns that are left.
fn backward(text: &str, at: usize, limit: usize, mut left: usize) -> (usize, usize) {
    for (offset, c) in text[limit..at].char_indices().rev() {
        match left.checked_sub(width(c)) {
            Some(rest) => left = rest,
            None => return (limit + offset + c.len_utf8(), 0),
        }
    }
    (limit, left)
}

fn at_word_start(text: &str, region: Span, start: usize, core: usize) -> usize {
    if start == region.start || text[..start].ends_with(char::is_whitespace) {
        return start;
    }
    let space = text[start..core].char_indices().find(|(_, c)| c.is_whitespace());
    space.map_or(start, |(at, c)| start + at + c.len_utf8())
}

fn at_word_end(text: &str, region: Span, end: usize, core: usize) -> usize {
    if end == region.end || text[end..].starts_with(char::is_whitespace) {
        return end;
    }
    text[core..end].rfind(char::is_whitespace).map_or(end, |at| core + at)
}

fn draw(text: &str, region: Span, window: Span, marks: &[Span], mark: char) -> Excerpt {
    let mut excerpt = Excerpt { shown: String::new(), under: String::new() };
    let cut_before = !text[region.start..window.start].trim().is_empty();
    if cut_before {
        excerpt.shown.push_str("… ");
        excerpt.under.push_str("  ");
    }
    for (offset, c) in window.of(text).char_indices() {
        let at = window.start + offset;
        excerpt.shown.extend(plain::shown(c));
        let marked = marks.iter().any(|span| span.contains(at) || (span.is_empty() && span.start == at));
        excerpt.under.extend(std::iter::repeat_n(if marked { mark } else { ' ' }, width(c)));
    }
    if marks.iter().any(|span| span.is_empty() && span.start == window.end) {
        excerpt.under.push(mark);
    }
    if !text[window.end..region.end].trim().is_empty() {
        excerpt.shown.push_str(" …");
    }
    excerpt.under.truncate(excerpt.under.trim_end().len());
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, words: &[&str]) -> Vec<(String, String)> {
        let marks: Vec<Span> = words
            .iter()
            .map(|word| text.find(word).map(|at| Span::new(at, at + word.len())).expect("is there"))
            .collect();
        excerpts(text, Span::new(0, text.len()), &marks, '^').into_iter().map(|e| (e.shown, e.under)).collect()
    }

    #[test]
    fn a_short_line_is_whole_and_wide_letters_count_twice() {
        assert_eq!(of("「港は冬」 said", &["冬"]), [("「港は冬」 said".to_owned(), "      ^^".to_owned())]);
        assert_eq!(of("a\tb", &["b"]), [("a b".to_owned(), "  ^".to_owned())]);
    }

    #[test]
    fn a_long_line_is_cut_at_spaces_around_the_marks() {
        let line = format!("{} never {} maybe {}", "word ".repeat(100), "other ".repeat(100), "more ".repeat(100));
        let cut = of(&line, &["never", "maybe"]);
        assert_eq!(cut.len(), 2);
        for ((shown, under), word) in cut.iter().zip(["never", "maybe"]) {
            assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
            assert!(columns(shown) <= WIDTH + 4, "{shown}");
            let column = columns(&shown[..shown.find(word).expect("is shown")]);
            assert_eq!(*under, format!("{}{}", " ".repeat(column), "^".repeat(word.len())));
        }
    }

    #[test]
    fn a_missing_word_is_one_column() {
        let text = "We will leave";
        let drawn = excerpts(text, Span::new(0, text.len()), &[Span::at(7), Span::at(13)], '^');
        assert_eq!(drawn[0].under, "       ^     ^");
    }

    #[test]
    fn a_mark_longer_than_the_page_is_cut() {
        let text = "x".repeat(10_000_000);
        let drawn = excerpts(&text, Span::new(0, text.len()), &[Span::new(0, text.len())], '^');
        assert_eq!(drawn.len(), 1);
        assert_eq!(drawn[0].under.len(), WIDTH);
    }
}
