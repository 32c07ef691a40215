//! The marks around a quotation, as they stand in the prose.

use crate::quotations::Quotation;
use crate::text::Span;
use crate::text::words::is_mark;

/// A quotation's marks: one that opens each of its paragraphs, and the one that closes the last. Those missing are
/// left out, and a quotation that has none, such as a turn, yields nothing.
pub fn marks(prose: &str, quotation: &Quotation) -> Vec<Span> {
    let mut marks = Vec::with_capacity(2);
    let mut from = quotation.outer.start;
    for part in &quotation.parts {
        marks.extend(last_mark(prose, Span::new(from.min(part.start), part.start)));
        from = part.end;
    }
    marks.extend(closing(prose, quotation));
    marks
}

/// The mark that opens a quotation.
pub fn opening(prose: &str, quotation: &Quotation) -> Option<Span> {
    last_mark(prose, Span::new(quotation.outer.start, quotation.span.start))
}

/// The mark that closes a quotation.
pub fn closing(prose: &str, quotation: &Quotation) -> Option<Span> {
    let end = quotation.outer.end;
    if quotation.outer == quotation.span {
        return None;
    }
    let from = quotation.parts.last().map_or(quotation.span.end, |part| part.end);
    let span = trimmed(prose, Span::new(from.min(end), end));
    span.of(prose).starts_with(is_mark).then_some(span)
}

/// The mark that a stretch ends with, white space left aside.
fn last_mark(prose: &str, span: Span) -> Option<Span> {
    let span = trimmed(prose, span);
    let words = span.of(prose);
    let mark = words.len() - words.trim_end_matches(is_mark).len();
    // '', `` and ,, are one mark; of others that stand side by side the last is this quotation's.
    let twin = ["''", "``", ",,", "’’", "‘‘"].iter().any(|twin| words.ends_with(twin));
    let last = words.chars().next_back().map_or(0, char::len_utf8);
    (mark > 0 || twin).then(|| Span::new(span.end - if twin { 2 * last } else { last }, span.end))
}

fn trimmed(prose: &str, span: Span) -> Span {
    let words = span.of(prose);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

#[cfg(test)]
mod tests {
    use crate::formats;
    use crate::speakers;

    fn marks(text: &str) -> Vec<Vec<String>> {
        let reading = speakers::read(formats::read_text("draft.txt", text));
        let prose = reading.document.prose.text();
        let of = |it| super::marks(prose, it).into_iter().map(|mark| mark.of(prose).to_owned()).collect();
        reading.quotations.iter().map(of).collect()
    }

    #[test]
    fn each_opens_and_the_last_closes() {
        assert_eq!(marks("“It rained,” she said."), [["“", "”"]]);
        assert_eq!(marks("« Il pleut », dit-elle."), [["«", "»"]]);
        assert_eq!(marks("``It rained,'' she said."), [["``", "''"]]);
        assert_eq!(marks(",,It rained'', she said."), [[",,", "''"]]);
        assert_eq!(marks("“He said ‘no’,” she said."), [["“", "”"], ["‘", "’"]]);
        assert_eq!(marks("“It rained.\n\n“It rained on,” she said."), [["“", "“", "”"]]);
        assert_eq!(marks("ANA LIND: It rained.\n\nBO ORRE: It did.\n\nANA LIND: All night."), [[""; 0]; 3]);
    }
}
