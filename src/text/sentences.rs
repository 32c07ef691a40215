//! Where the sentence around a stretch of text begins and ends.

use super::Span;
use super::words::{self, Token, TokenKind};

/// Bytes that are looked through on either side; no sentence that anybody reads is longer.
const REACH: usize = 2_000;

/// What of the sentence stands before and behind `inner`, within `outer`, which covers it.
pub fn around(text: &str, outer: Span, inner: Span) -> (Span, Span) {
    let from = text.ceil_char_boundary(inner.start.saturating_sub(REACH).max(outer.start)).min(inner.start);
    let to = text.floor_char_boundary((inner.end + REACH).min(outer.end)).max(inner.end);
    let before = ends(text, Span::new(from, inner.start)).last().unwrap_or(from);
    let after = ends(text, Span::new(inner.end, to)).next().unwrap_or(to);
    (Span::new(before, inner.start), Span::new(inner.end, after))
}

/// The places behind which a new sentence begins: behind a stop that stands alone, and at the end of a line.
fn ends(text: &str, span: Span) -> impl Iterator<Item = usize> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut ends = Vec::new();
    let mut at = span.start;
    for line in span.of(text).split_inclusive('\n') {
        tokens.clear();
        words::tokens(text, Span::new(at, at + line.len()), &mut tokens);
        ends.extend(tokens.iter().filter(|token| token.kind == TokenKind::Stop).filter_map(|stop| {
            let rest = &text[stop.span.end..span.end];
            // "a … b": an ellipsis is no end unless a capital follows.
            let goes_on = rest.trim_start().starts_with(char::is_lowercase);
            (!goes_on && stop.span.end < span.end || rest.is_empty()).then_some(stop.span.end)
        }));
        at += line.len();
        if line.ends_with('\n') {
            ends.push(at);
        }
    }
    ends.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around_word(text: &str, word: &str) -> (String, String) {
        let at = text.find(word).expect("the word is there");
        let (before, after) = around(text, Span::new(0, text.len()), Span::new(at, at + word.len()));
        (before.of(text).trim().to_owned(), after.of(text).trim().to_owned())
    }

    #[test]
    fn stops_of_abbreviations_end_nothing() {
        let text =
            "It rained. If it stops, Edward G. Lind told us, we sail at 5 p.m. unless Dr. Roe objects. Then we eat.";
        let (before, after) = around_word(text, "we sail");
        assert_eq!(before, "If it stops, Edward G. Lind told us,");
        assert_eq!(after, "at 5 p.m. unless Dr. Roe objects.");
    }

    #[test]
    fn lines_end_sentences() {
        let (before, after) = around_word("one line\nand another one\nand a third", "another");
        assert_eq!((before.as_str(), after.as_str()), ("and", "one"));
    }
}
