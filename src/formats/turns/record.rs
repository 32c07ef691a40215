//! What stands in a record between the turns and is nobody's words: remarks, times, what was done, headings.

use std::sync::LazyLock;

use super::{can_hold, interview, label};
use crate::formats::document::{Block, BlockKind};
use crate::text::lists;

/// Whether a paragraph is a remark of the transcriber's, or a time: "(Applause.)", `[00:01:02]`.
pub(in crate::formats) fn is_remark(text: &str) -> bool {
    let mut rest = text;
    loop {
        let behind = match rest.chars().next() {
            None => return !text.is_empty(),
            Some('♪' | '♫') => return true,
            Some('(') => rest.split_once(')'),
            Some('[') => rest.split_once(']'),
            _ => None,
        };
        match behind {
            Some((_, behind)) => rest = behind.trim_start_matches([' ', '.']),
            None => return label::time(rest) == Some(rest.len()),
        }
    }
}

/// Whether a paragraph of a record tells what was done, or when: "Question put and agreed to.", "3.35 pm".
///
/// Who says "I" or asks is a witness, whatever the sentence begins with.
pub(super) fn is_procedure(text: &str) -> bool {
    if text.len() > LONGEST_PROCEDURE || interview::is_talk(text) {
        return false;
    }
    // The number of a page.
    if text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let line = text.to_lowercase();
    is_hour(&line) || PROCEDURE.iter().any(|phrase| begins(&line, phrase))
}

/// Whether a paragraph between turns is no words of theirs: a remark, procedure, "Questions and Answers:".
pub(super) fn is_nobodys(text: &str) -> bool {
    const HEADING: usize = 40;
    is_remark(text) || is_procedure(text) || text.len() < HEADING && text.ends_with(':')
}

/// Makes what stands below a name turns of whoever bears it.
pub(super) fn give_below(prose: &str, blocks: &mut [Block], name: &str) {
    for block in blocks {
        if is_nobodys(block.span.of(prose)) {
            block.kind = BlockKind::Boilerplate;
        } else if can_hold(block.kind) {
            block.give(name, None);
        }
    }
}

/// What opens words in double marks.
pub(super) const OPENS: [char; 4] = ['“', '"', '„', '«'];

/// Whether a paragraph opens with a quotation.
pub(super) fn opens_in_marks(text: &str) -> bool {
    text.starts_with(OPENS)
}

/// Whether a line is a time of the day and no more: "3.35 pm", "9:30 p. m."
fn is_hour(line: &str) -> bool {
    let half: String = line.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
    let bare = half.trim_end_matches('.');
    let time = ["pm", "am", "p.m", "a.m"].into_iter().find_map(|half| bare.strip_suffix(half)).unwrap_or_default();
    let parts: Vec<&str> = time.split(['.', ':']).collect();
    parts.len() == 2
        && parts.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit()))
}

/// Whether a line begins with the words of a phrase, which has 0 for a number; or holds one that has a * in front.
fn begins(line: &str, phrase: &str) -> bool {
    if let Some(phrase) = phrase.strip_prefix("* ") {
        return line.contains(phrase);
    }
    let (words, number) = phrase.split_once('0').map_or((phrase, false), |(words, _)| (words, true));
    let Some(rest) = line.strip_prefix(words) else { return false };
    if number { rest.starts_with(|c: char| c.is_ascii_digit()) } else { !rest.starts_with(char::is_alphanumeric) }
}

/// A line of procedure is not longer, in bytes.
const LONGEST_PROCEDURE: usize = 300;

/// How lines of procedure begin.
static PROCEDURE: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| lists::lines(include_str!("../../../data/procedure.txt")).collect());

/// Whether a line of several words is set in capitals, and ends no sentence: "FERRIES BILL: SECOND READING".
///
/// Somebody who shouts says a word again, or speaks of himself: "NO NO NO", "YOU LIE".
pub(super) fn is_shouted(line: &str) -> bool {
    let words = line.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    words.count() > 1
        && !line.chars().any(char::is_lowercase)
        && !line.ends_with(['.', ',', '!', '?', '…', '-', '—', '"', '”'])
        && !is_cry(line)
}

/// Whether words in capitals are somebody's who cries out: one again and again, or what one says of oneself.
pub(super) fn is_cry(line: &str) -> bool {
    let core = |word: &'_ str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let words: Vec<String> = line.split_whitespace().map(core).filter(|word| !word.is_empty()).collect();
    let again = words.len() > 1 && words.iter().all(|word| *word == words[0]);
    again || words.iter().any(|word| OWN.contains(&word.split(['\'', '’']).next().unwrap_or(word)))
}

/// What people say of themselves and to each other, and what hardly stands in a heading or a name.
const OWN: [&str; 11] = ["i", "we", "you", "my", "your", "our", "me", "ich", "wir", "je", "yo"];

/// Whether words are not set in capitals.
pub(super) fn has_lower_words(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().all(char::is_lowercase)).nth(2).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_and_what_was_said_of_it() {
        for line in [
            "Question put and agreed to.",
            "The House divided: Ayes 12, Noes 9.",
            "New Clause 3 brought up.",
            "Bill read a second time.",
            "Ordered, That the Bill be printed.",
            "Whereupon, at 3:35 p.m., the committee was adjourned.",
            "3.35 pm",
            "9:30 p.m.",
            "9:30 p. m.",
            "12",
            "ANA LIND,\nhaving been duly sworn, testified as follows:",
        ] {
            assert!(is_procedure(line), "{line}");
        }
        for line in [
            "The sitting was a farce.",
            "Ordered, yes, but never delivered.",
            "Resolved, and gone.",
            "Whereupon, he left.",
            "Whereupon, at noon, I left.",
            "The House divided my family.",
            "New clauses are no help.",
            "Bill read it to the children.",
            "Motion made him sick.",
            "Several members rose. Will you?",
            "at 9:30 p.m.",
        ] {
            assert!(!is_procedure(line), "{line}");
        }
    }

    #[test]
    fn headings_and_cries() {
        assert!(is_shouted("FERRIES BILL: SECOND READING") && is_shouted("BY MR. LIND:"));
        assert!(!is_shouted("NO NO NO") && !is_shouted("YOU LIE") && !is_shouted("THE BILL IS READ."));
    }
}
