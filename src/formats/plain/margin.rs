//! The numbers of lines in the margin of a transcript, with which courts cite them: ` 3   A.  We stay.`

use super::super::turns;
use super::paragraphs::{goes_on, lines};
use crate::text::Span;

/// So many lines have a number at least; a list of things is shorter.
const LEAST: usize = 10;
/// So many sentences go on from line to line at least, and so many turns begin; those of a list do not.
const GO_ON: usize = 2;
/// The lines of a page are no more than this.
const MOST: usize = 60;

/// A line with its number.
struct Numbered {
    /// The number, and what stands in front of it.
    number: Span,
    /// The words behind it; empty where it has none.
    words: Span,
}

/// The numbers that lines of the text from byte `start` on begin with, and the blanks up to where its words begin, if
/// nearly all of them have one, counted from page to page.
pub(super) fn numbers(text: &str, start: usize) -> Vec<Span> {
    let mut all = 0;
    let mut last = 0;
    let mut numbered: Vec<Numbered> = Vec::new();
    for line in lines(&text[start..]).flatten() {
        all += 1;
        let line = Span::new(line.span.start + start, line.span.end + start);
        let next = number(text, line).filter(|(number, _)| *number == last + 1 || *number == 1);
        // A number alone, in the middle of the line, is the page's.
        let column = numbered.last().map_or(0, |above| above.number.len());
        if let Some((number, line)) = next.filter(|next| !next.1.words.is_empty() || next.1.number.len() <= column + 1)
        {
            last = number;
            numbered.push(line);
        }
    }
    let turns = numbered.iter().filter(|line| turns::opens(line.words.of(text))).count();
    if numbered.len() < LEAST || numbered.len() * 4 < all * 3 || turns < GO_ON || continued(text, &numbered) < GO_ON {
        return Vec::new();
    }
    // What is set in farther than the rest begins a paragraph.
    let with_words = || numbered.iter().filter(|line| !line.words.is_empty());
    let margin = with_words().map(|line| line.words.start - line.number.end).min().unwrap_or(0);
    let upto = |line: &Numbered| (line.number.end + margin).min(line.words.start);
    numbered.iter().map(|line| Span::new(line.number.start, upto(line))).collect()
}

/// The number that a line begins with, if blanks stand behind it.
fn number(text: &str, line: Span) -> Option<(usize, Numbered)> {
    let words = line.of(text);
    let digits = words.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let number = words[..digits].parse().ok().filter(|number| (1..=MOST).contains(number))?;
    let rest = &words[digits..];
    let begin = line.end - rest.trim_start().len();
    let apart = rest.is_empty() || rest.starts_with([' ', '\t']);
    // From where the line begins, with its blanks.
    let left = text[..line.start].trim_end_matches([' ', '\t']).len();
    let number_at = Span::new(left, line.start + digits);
    apart.then_some((number, Numbered { number: number_at, words: Span::new(begin, line.end) }))
}

/// How many lines go on with the sentence of the one above.
fn continued(text: &str, numbered: &[Numbered]) -> usize {
    numbered.windows(2).filter(|pair| goes_on(pair[0].words.of(text), pair[1].words.of(text))).count()
}
