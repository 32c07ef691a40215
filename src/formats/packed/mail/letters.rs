//! Who wrote which lines of a mail: its sender, whom it answers, who wrote what it passes on.

use std::sync::LazyLock;

use crate::formats::{given_names, masthead, metadata};
use crate::text::lists;

/// Some lines of a mail that one person wrote.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Letter {
    /// Its writer's name, if it names a person.
    pub writer: Option<String>,
    /// Its lines, without the signs that mark them as another's.
    pub text: String,
}

/// The lines that say who wrote what follows.
struct Opening {
    writer: Option<String>,
    lines: usize,
}

/// Cuts the text of a mail where another's words begin.
pub(super) fn letters(text: &str, sender: Option<&str>) -> Vec<Letter> {
    let mut letters = vec![Letter { writer: sender.map(str::to_owned), text: String::new() }];
    // Of each depth of `>`, who wrote it.
    let mut writers: Vec<Option<String>> = vec![sender.map(str::to_owned)];
    let mut last = 0;
    let lines: Vec<(usize, &str)> = text.lines().map(unmarked).collect();
    let mut at = 0;
    while let Some(&(depth, line)) = lines.get(at) {
        let next = lines.get(at + 1).filter(|next| next.0 == depth).map_or("", |next| next.1);
        let (opens, count) = if let Some(opening) = passed_on(&lines[at..]) {
            writers.truncate(depth);
            writers.resize(depth, None);
            writers.push(opening.writer);
            (true, opening.lines)
        } else if let Some(opening) = answered(line, next).filter(|it| is_deeper(&lines[at + it.lines..], depth)) {
            writers.truncate(depth + 1);
            writers.resize(depth + 1, None);
            writers.push(opening.writer);
            (true, opening.lines)
        } else if let Some(opening) = answered(line, next).filter(|_| depth > last) {
            // Some mark the line above what they answer like the rest of it.
            writers.truncate(depth);
            writers.resize(depth, None);
            writers.push(opening.writer);
            (true, opening.lines)
        } else {
            (false, 1)
        };
        let writer = writers.get(depth).cloned().flatten();
        if opens {
            let lines = lines[at..at + count].iter().map(|line| line.1);
            letters.push(Letter { writer: None, text: lines.collect::<Vec<_>>().join("\n") });
            letters.push(Letter::default());
            last = usize::MAX;
        } else {
            if depth != last && !line.is_empty() {
                letters.push(Letter { writer, text: String::new() });
                last = depth;
            }
            if let Some(letter) = letters.last_mut() {
                letter.text.push_str(line);
                letter.text.push('\n');
            }
        }
        at += count;
    }
    letters.retain(|letter| !letter.text.trim().is_empty());
    letters
}

/// Whom a block of a page names that stands above another's words, and whether all that follows is theirs: behind "On
/// May 3, Ana Lind wrote:" no more than what is set as a quotation, behind "From: Ana Lind" the rest.
pub(super) fn opens(block: &str, quoted_below: bool) -> Option<(Option<String>, bool)> {
    if block.len() > LONGEST * 4 {
        return None;
    }
    let lines: Vec<(usize, &str)> = block.lines().map(|line| (0, line)).collect();
    let whole = |opening: &Opening| opening.lines == lines.len();
    if let Some(opening) = lines.first().and_then(|_| passed_on(&lines)).filter(whole) {
        return Some((opening.writer, true));
    }
    let (line, next) = (lines.first()?.1, lines.get(1).map_or("", |next| next.1));
    let opening = answered(line, next).filter(|opening| quoted_below && whole(opening))?;
    Some((opening.writer, false))
}

/// A line without its `>`, and how many there were.
fn unmarked(line: &str) -> (usize, &str) {
    let mut rest = line;
    let mut depth = 0;
    while let Some(behind) = rest.strip_prefix('>').or_else(|| rest.strip_prefix(" >").filter(|_| depth > 0)) {
        rest = behind;
        depth += 1;
    }
    (depth, if depth > 0 { rest.strip_prefix(' ').unwrap_or(rest) } else { rest })
}

/// Whether what follows is marked as another's once more.
fn is_deeper(lines: &[(usize, &str)], depth: usize) -> bool {
    lines.iter().find(|line| !line.1.is_empty()).is_some_and(|line| line.0 > depth)
}

/// Whom "On May 3, Ana Lind <lind@town.example> wrote:" names, and how many lines it takes.
fn answered(line: &str, next: &str) -> Option<Opening> {
    let dated = |text: &str| text.len() < LONGEST && text.bytes().any(|byte| byte.is_ascii_digit());
    let one = line.trim_end().strip_suffix(':').filter(|line| dated(line)).and_then(|line| opening(line, 1));
    if one.is_some() {
        return one;
    }
    let two = format!("{} {}", line.trim_end(), next.trim_end());
    let opens = dated(line) && line.starts_with(char::is_uppercase) && !line.trim_end().ends_with(['.', ':', ',']);
    two.strip_suffix(':').filter(|two| opens && dated(two)).and_then(|two| opening(two, 2))
}

/// Whom the line above an answered mail names beside its verb; `None` where there is no such verb.
fn opening(line: &str, lines: usize) -> Option<Opening> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().rposition(|word| WROTE.contains(&word.to_lowercase().as_str()))?;
    let is_address = |word: &&&str| word.contains('@') || word.starts_with('<');
    let before: Vec<&str> = words[..at].iter().filter(|word| !is_address(word)).copied().collect();
    let after: Vec<&str> = words[at + 1..].iter().filter(|word| !is_address(word)).copied().collect();
    // "wrote Ana Lind" ends the line, or what stands before the verb ends in "Ana Lind"; "a écrit" has its auxiliary.
    let auxiliary = usize::from(before.last().is_some_and(|word| matches!(*word, "a" | "ha")));
    let before = &before[..before.len() - auxiliary];
    let tail = (2..=4.min(before.len())).rev().map(|count| before[before.len() - count..].join(" "));
    let writer =
        if after.is_empty() { tail.into_iter().find_map(|name| person(&name)) } else { person(&after.join(" ")) };
    (after.len() <= 4).then_some(Opening { writer, lines })
}

/// Who sent the mail that the lines pass on, and how many lines its head has.
///
/// "Forwarded message" stands above it, or a line, or nothing: then it is told by what it holds.
fn passed_on(lines: &[(usize, &str)]) -> Option<Opening> {
    let (depth, first) = lines[0];
    let core = first.trim_matches(|c: char| matches!(c, '-' | '_' | ' ' | ':' | '*')).to_lowercase();
    let announced = PASSED.contains(&core.as_str());
    let ruled = core.is_empty() && first.trim().len() > 2;
    if !announced && !ruled && !key(first).is_some_and(|key| FROM.contains(&key.as_str())) {
        return None;
    }
    let above = usize::from(announced || ruled);
    let blank = lines[above..].iter().take_while(|line| above > 0 && line.1.trim().is_empty()).count();
    let fields = lines[above + blank..].iter().take_while(|line| line.0 == depth && is_field(line.1));
    let count = fields.clone().count();
    if count == 0 || !announced && !is_head(fields.clone().map(|line| line.1)) {
        return None;
    }
    let from = fields.clone().find(|line| key(line.1).is_some_and(|key| FROM.contains(&key.as_str())));
    let from = from.and_then(|line| line.1.split_once(':')).map(|(_, value)| value.trim_matches(['*', ' ']));
    let writer = from.and_then(|from| person(from.split(['<', '[']).next().unwrap_or(from)));
    Some(Opening { writer, lines: above + blank + count })
}

/// Whether lines are the head of a mail, which opens with its sender: "From: Vellin", "To: Marn" is a timetable.
fn is_head<'t>(lines: impl Iterator<Item = &'t str> + Clone) -> bool {
    let mut keys = lines.clone().filter_map(key);
    keys.next().is_some_and(|first| FROM.contains(&first.as_str()))
        && keys.any(|key| HEAD.contains(&key.as_str()))
        && lines.count() >= LEAST
}

/// What a line of a mail's head begins with, in lower case: `*From:* Ana Lind`, `De : Ana Lind`.
fn key(line: &str) -> Option<String> {
    line.split_once(':').map(|(key, _)| key.trim_matches(['*', ' ', '\u{a0}']).to_lowercase())
}

/// Whether a line is one of a mail's head: "Subject: Ferries".
fn is_field(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, _)| !key.trim().is_empty() && key.split_whitespace().count() <= 2)
}

/// The name of a person in a mail's head: "Ana Lind", "Lind, Ana", "Ana Lind, Mayor of Vellin".
pub(super) fn person(name: &str) -> Option<String> {
    let name = name.trim().trim_matches(['"', '\'', ' ']);
    match name.split_once(", ") {
        Some((last, first)) => named(&format!("{first} {last}")).or_else(|| named(last).filter(|_| is_office(first))),
        None => named(name),
    }
}

/// A name that is a person's.
fn named(name: &str) -> Option<String> {
    let given = name.split([' ', '-']).next().unwrap_or("").to_lowercase();
    let is_one = metadata::is_name(name) && masthead::paper(name).is_none() && given_names::is_one(&given);
    is_one.then(|| name.to_owned())
}

/// Whether words tell what somebody is: "Mayor of Vellin". "Inc." behind a name makes a firm of it.
fn is_office(words: &str) -> bool {
    metadata::is_office(words.split([',', '/', '(']).next().unwrap_or(words))
}

/// A head that nothing announces has so many lines.
const LEAST: usize = 3;
/// The line above an answered mail is shorter than this.
const LONGEST: usize = 200;

static WROTE: LazyLock<Vec<&str>> = LazyLock::new(|| list("wrote"));
static PASSED: LazyLock<Vec<&str>> = LazyLock::new(|| list("passed"));
static FROM: LazyLock<Vec<&str>> = LazyLock::new(|| list("from"));
static HEAD: LazyLock<Vec<&str>> = LazyLock::new(|| list("head"));

fn list(kind: &str) -> Vec<&'static str> {
    let lines = lists::pairs(include_str!("../../../../data/mail.txt"));
    lines.filter(|&(of, _)| of == kind).map(|(_, words)| words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let all = letters(text, Some("Rita Orre")).into_iter();
        all.map(|letter| (letter.writer.unwrap_or_default(), letter.text.trim().to_owned())).collect()
    }

    fn of(writer: &str, text: &str) -> (String, String) {
        (writer.to_owned(), text.to_owned())
    }

    #[test]
    fn an_answer_above_what_it_answers() {
        let text = "We stay.\n\nOn Thu, May 1, 2031 at 9:00 AM Ana Lind <lind@coast.example>\nwrote:\n> Will you go?\n>\n> Ana\n>> We may.\n";
        assert_eq!(
            read(text),
            [
                of("Rita Orre", "We stay."),
                of("", "On Thu, May 1, 2031 at 9:00 AM Ana Lind <lind@coast.example>\nwrote:"),
                of("Ana Lind", "Will you go?\n\nAna"),
                of("", "We may."),
            ]
        );
    }

    #[test]
    fn a_line_above_that_is_marked_as_well() {
        let text = "We stay.\n\n> Am 01.05.2031 um 09:00 schrieb Ana Lind <lind@coast.example>:\n>\n> Will you go?\n>> We may.\n";
        let letters = read(text);
        assert_eq!(letters[0], of("Rita Orre", "We stay."));
        assert_eq!(letters[2..], [of("Ana Lind", "Will you go?"), of("", "We may.")]);
    }

    #[test]
    fn answers_between_the_lines() {
        let text = "Am 01.05.2031 um 09:00 schrieb Ana Lind:\n> Will you go?\nNo.\n> Why?\nWe like it.";
        let writers: Vec<String> = read(text).into_iter().map(|letter| letter.0).collect();
        assert_eq!(writers, ["", "Ana Lind", "Rita Orre", "Ana Lind", "Rita Orre"]);
    }

    #[test]
    fn what_is_passed_on() {
        let text = "See below.\n\n---------- Forwarded message ---------\nFrom: Ana Lind <lind@coast.example>\nSubject: Ferry\n\nWe will go.";
        let letters = read(text);
        assert_eq!((letters[0].0.as_str(), &letters[2]), ("Rita Orre", &of("Ana Lind", "We will go.")));
    }

    #[test]
    fn what_is_answered_below_its_head() {
        let head =
            "From: Ana Lind <lind@coast.example>\nSent: Thursday, May 1, 2031 9:00 AM\nTo: Rita Orre\nSubject: Ferry";
        let german = "Von: Lind, Ana <lind@coast.example>\nGesendet: Donnerstag, 1. Mai 2031 09:00\nAn: Rita Orre\nBetreff: Fähre";
        for above in ["________________________________\n", "", "-----Original Message-----\n"] {
            for head in [head, german] {
                let text = format!("We stay.\n\n{above}{head}\n\nWe will go.\n");
                let letters = read(&text);
                assert_eq!(letters.len(), 3, "{text}");
                assert_eq!((&letters[0], &letters[2]), (&of("Rita Orre", "We stay."), &of("Ana Lind", "We will go.")));
            }
        }
        let below = format!("{head}\n\nWe will go.\n\n{}\n\nWill you?", head.replace("Ana Lind", "Tom Harke"));
        let writers: Vec<String> = read(&below).into_iter().map(|letter| letter.0).collect();
        assert_eq!(writers, ["", "Ana Lind", "", "Tom Harke"]);
    }

    #[test]
    fn lines_that_name_no_writer() {
        for text in [
            "From: Vellin\nTo: Marn\nFare: three crowns\n\nWe stay.",
            "____\nWe stay.",
            "He wrote:\nWe stay.",
            "In 1990 the council wrote:\nWe stay.",
            "In 1990 the council wrote: no",
            "From: the harbour\nWe stay.",
        ] {
            assert_eq!(read(text), [of("Rita Orre", text)]);
        }
        for name in ["Vellin Port", "Coast Courier", "press", "Ana"] {
            assert_eq!(person(name), None, "{name}");
        }
        for name in ["Lind, Ana", "\"Ana Lind, Mayor of Vellin\"", "Ana Lind, Press Secretary"] {
            assert_eq!(person(name).as_deref(), Some("Ana Lind"), "{name}");
        }
        assert_eq!(person("Martin Lind, Inc."), None);
    }
}
