//! What breaks a sentence of plain text and is none of it: the number of a page, a line at its head, a hyphen at the end
//! of a line.

use std::cell::LazyCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::turns;
use super::paragraphs::{goes_on, lines};
use crate::text::Span;

/// So many lines stand between two pages at most.
const MOST: usize = 4;
/// Lines at the head of a page are shorter than this.
const LONGEST: usize = 100;

/// The stretches to leave out, from a line's end to where its sentence goes on, but for the last blank.
pub(super) fn between_pages(text: &str, start: usize) -> Vec<Span> {
    let mut lines: Vec<(Span, bool)> = Vec::new();
    let mut apart = true;
    for line in lines_from(text, start) {
        match line {
            Some(line) => lines.push((line, std::mem::take(&mut apart))),
            None => apart = true,
        }
    }
    let often = LazyCell::new(|| repeated(text, &lines));
    let is_page = |line: Span| {
        let words = line.of(text);
        is_page_number(words) || is_number(words) || often(words)
    };
    let mut breaks = Vec::new();
    for first in 1..lines.len() {
        let above = lines[first - 1].0;
        let end = lines.len().min(first + MOST + 1);
        let below = (first + 1..end).find(|&at| lines[at].1 && goes_on(above.of(text), lines[at].0.of(text)));
        let Some(below) = below.filter(|_| lines[first].1) else { continue };
        if lines[first..below].iter().all(|line| is_page(line.0)) {
            let start = lines[below].0.start;
            let blank = text[..start].chars().next_back().map_or(0, char::len_utf8);
            breaks.push(Span::new(above.end, start - blank));
        }
    }
    breaks
}

/// What stands between the halves of words that were cut at the end of a line: the hyphen, unless the word is written
/// so elsewhere, and the line's end.
pub(super) fn within_words(prose: &str, paragraphs: &[Span]) -> Vec<Span> {
    let is_inner = |c: char| c.is_alphanumeric() || c == '-';
    let hyphened = LazyCell::new(|| -> FxHashSet<&str> {
        prose.split(|c| !is_inner(c)).filter(|word| word.contains('-')).collect()
    });
    let mut cuts = Vec::new();
    for paragraph in paragraphs {
        let words = paragraph.of(prose);
        let hyphens = memchr::memchr_iter(b'-', words.as_bytes()).map(|at| (at, "-".len(), false));
        // A soft hyphen shows where a word was cut and is none of it.
        let soft = memchr::memmem::find_iter(words.as_bytes(), SOFT_HYPHEN).map(|at| (at, SOFT_HYPHEN.len(), true));
        for (at, hyphen, soft) in hyphens.chain(soft) {
            let behind = &words[at + hyphen..];
            if !behind.starts_with(['\n', '\r']) {
                continue;
            }
            let next = behind.trim_start();
            if soft {
                cuts.push(Span::new(paragraph.start + at, paragraph.end - next.len()));
                continue;
            }
            let first = words[..at].rsplit(|c| !is_inner(c)).next().unwrap_or("");
            let second = next.split(|c| !is_inner(c)).next().unwrap_or("");
            let cut = first.ends_with(char::is_alphabetic) && second.starts_with(char::is_lowercase);
            if cut && !JOINING.contains(&second) {
                let kept = hyphened.contains(format!("{first}-{second}").as_str());
                let start = paragraph.start + at + usize::from(kept);
                cuts.push(Span::new(start, paragraph.end - next.len()));
            }
        }
    }
    cuts
}

const SOFT_HYPHEN: &str = "\u{ad}";

/// What stands behind the hyphen of a word that another one ends: "pre- and post-war".
const JOINING: [&str; 12] = ["and", "or", "to", "und", "oder", "bis", "sowie", "et", "ou", "y", "o", "e"];

pub(super) fn lines_from(text: &str, start: usize) -> impl Iterator<Item = Option<Span>> + '_ {
    let moved = move |line: Span| Span::new(line.start + start, line.end + start);
    lines(&text[start..]).map(move |line| line.map(|line| moved(line.span)))
}

/// Tells of a line whether it stands on several pages, but for the numbers in it. Who speaks again and again stands on
/// lines of their own, too.
fn repeated<'t>(text: &'t str, lines: &[(Span, bool)]) -> impl Fn(&str) -> bool + use<'t> {
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    let apart = lines.iter().zip(lines.iter().skip(1)).filter(|((_, above), (_, below))| *above && *below);
    for ((line, _), _) in apart.filter(|((line, _), _)| line.len() <= LONGEST) {
        *counts.entry(without_numbers(line.of(text))).or_default() += 1;
    }
    counts.retain(|words, count| *count > 1 && words.contains(char::is_alphabetic));
    let numbered =
        lines.iter().any(|(line, apart)| *apart && (is_number(line.of(text)) || is_page_number(line.of(text))));
    let alone = |words: &String| turns::is_label_alone(words) == Some(false);
    let several = !numbered && counts.keys().filter(|words| alone(words)).count() > 1;
    move |line| {
        let listed = line.len() <= LONGEST && !counts.is_empty() && counts.contains_key(&without_numbers(line));
        listed && turns::is_label_alone(line).is_none_or(|surely| !surely && !several)
    }
}

fn without_numbers(line: &str) -> String {
    line.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn is_number(word: &str) -> bool {
    (1..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a line is the number of a page: `- 2 -`, `Page 2 of 5`.
pub(in crate::formats) fn is_page_number(line: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '–' | '—');
    let core = line.trim_matches(|c: char| dash(c) || c == ' ');
    if is_number(core) {
        return line.starts_with(dash) && line.ends_with(dash);
    }
    if !core.trim_end_matches([' ', '/', '.']).ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let words: Vec<&str> = core.split([' ', '/', '.']).filter(|word| !word.is_empty()).take(5).collect();
    let listed = |list: &str, word: &str| list.split(' ').any(|known| known.eq_ignore_ascii_case(word));
    match words.as_slice() {
        [page, rest @ .., last] if listed(PAGE, page) && is_number(last) => match rest {
            [] => true,
            [first] => is_number(first),
            [first, of] => is_number(first) && listed(OF, of),
            _ => false,
        },
        _ => false,
    }
}

/// What a page is called in front of its number, in the languages that are read whole.
const PAGE: &str = "page seite página pagina pág p s";
/// What stands between its number and how many there are.
const OF: &str = "of von de di sur";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages() {
        for line in ["- 2 -", "–2–", "Page 2", "Page 2 of 5", "Seite 2/5", "- Seite 2 von 5 -", "p. 2"] {
            assert!(is_page_number(line), "{line}");
        }
        for line in ["2", "- 2", "Page two", "Page 2 was missing", "- 2 eggs -", "", "-", "The page 2"] {
            assert!(!is_page_number(line), "{line}");
        }
    }
}
