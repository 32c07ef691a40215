//! What scraped pages carry beside the story: navigation, captions, credits, bylines, editor's notes.
//!
//! Told by the shape of one line and a list of set phrases. A paragraph that quotes somebody is never
//! furniture unless it is a caption or a note by its own label: to lose a quotation is worse than to read a share line.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::metadata::{self, Status};
use super::{masthead, plain};
use crate::text::dates;
use crate::text::lists;

/// What a line of a page is, if not running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Furniture {
    /// Navigation, share lines, separators.
    Boilerplate,
    /// A copyright line and the like: the story is over.
    End,
    /// A photograph's caption or credit.
    Caption,
    /// "Jo Doe contributed to this report."
    Credit,
    /// "By Jo Doe"
    Byline,
    /// A day on a line of its own.
    Day(jiff::civil::Date),
    /// "Correction: …", "This story has been retracted."
    Note(Status),
    /// A line with the shape of a headline.
    Heading,
}

impl Furniture {
    /// Whether a line of this sort, above a story, may tell whose page it is.
    pub(super) fn may_name_paper(self) -> bool {
        matches!(self, Self::Boilerplate | Self::Day(_) | Self::Heading)
    }
}

/// Set phrases are shorter than this.
const LONGEST_PHRASE: usize = 200;
/// Captions and credits are shorter than this.
const LONGEST_CAPTION: usize = 700;
/// Headlines are shorter than this.
const LONGEST_HEADING: usize = 160;

/// What a line is by its shape alone; `None` for running text.
pub(super) fn of(line: &str) -> Option<Furniture> {
    let line = line.trim();
    if line.len() > LONGEST_CAPTION {
        return None;
    }
    if !line.chars().any(char::is_alphanumeric) || plain::is_page_number(line) {
        return Some(Furniture::Boilerplate);
    }
    if let Some(status) = note(line) {
        return Some(Furniture::Note(status));
    }
    let speech = quotes_speech(line);
    if !speech && line.len() <= LONGEST_PHRASE + 100 {
        if let Some(known) = phrase(line) {
            return Some(known);
        }
        if contributed(line) {
            return Some(Furniture::Credit);
        }
    }
    if !speech && is_caption(line) {
        return Some(Furniture::Caption);
    }
    if line.len() > LONGEST_HEADING {
        return None;
    }
    if let Some(date) = dates::is_date_line(line).or_else(|| masthead::day(line)) {
        return Some(Furniture::Day(date));
    }
    if masthead::is_menu(line) {
        return Some(Furniture::Boilerplate);
    }
    if is_byline(line) {
        return Some(Furniture::Byline);
    }
    is_heading(line).then_some(Furniture::Heading)
}

/// Whether a line quotes at least four words, or a whole sentence.
pub(super) fn quotes_speech(line: &str) -> bool {
    let mut opened = None;
    let mut at = 0;
    // All these marks are " or begin with one of two bytes.
    while let Some(gap) = memchr::memchr3(b'"', 0xC2, 0xE2, &line.as_bytes()[at..]) {
        at += gap;
        let Some(c) = line[at..].chars().next() else { break };
        let before = at;
        at += c.len_utf8();
        if !matches!(c, '“' | '”' | '"' | '„' | '«' | '»' | '‟') {
            continue;
        }
        match opened.take() {
            Some(start) => {
                let inner: &str = &line[start..before];
                if inner.split_whitespace().nth(3).is_some() || inner.trim_end().ends_with(['.', ',', '!', '?']) {
                    return true;
                }
            }
            None => opened = Some(at),
        }
    }
    // A mark that nothing closes goes on in the next paragraph.
    opened.is_some_and(|start| line[start..].split_whitespace().nth(1).is_some())
}

/// Whether a line reads as running text: it ends a sentence, and is no mere phrase.
pub(super) fn is_running(line: &str) -> bool {
    let line = line.trim_end();
    let end = line.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', '“', '«']);
    let ended = end.ends_with(['.', '!', '?', '…', ':', ',', ';']) || end.len() < line.len();
    ended && (line.len() >= 40 || quotes_speech(line))
}

fn is_heading(line: &str) -> bool {
    // "(Applause)" heads nothing, nor does an item of a list.
    if !line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '‘' | '\'' | '“' | '"' | '¿' | '¡' | '$')) {
        return false;
    }
    let first = line.chars().find(|c| c.is_alphanumeric());
    let capital = first.is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let end = line.trim_end_matches(['’', '\'', '"', '”', ')']);
    capital && !end.ends_with(['.', '!', '?', '…', ':', ';', ',']) && !quotes_speech(line)
}

/// "By Jo Doe", "By Vellin Post staff November 19, 2025"
fn is_byline(line: &str) -> bool {
    let Some(rest) = ["By ", "BY ", "by "].iter().find_map(|by| line.strip_prefix(by)) else { return false };
    let rest = match dates::find(rest) {
        Some((span, _)) => rest[..span.start].trim_end(),
        None => rest,
    };
    let words = rest.split_whitespace().count();
    if rest.ends_with(['.', '!', '?', ':']) || words > 14 {
        return false;
    }
    let first = rest.split([',', '|', '•', '·', ';']).next().unwrap_or(rest);
    let first = first.split(" and ").next().unwrap_or(first).trim();
    let lower = rest.to_lowercase();
    metadata::is_name(first)
        || ["staff", "editor", "writer", "correspondent", "reporter", "newsroom"]
            .iter()
            .any(|word| lower.contains(word))
}

fn is_caption(line: &str) -> bool {
    // Some pages set the agency behind the bracket: "(AP Photo/Jo Doe)ASSOCIATED PRESS".
    let core = line.trim_end_matches(|c: char| c.is_uppercase() || c == ' ');
    let core = if core.ends_with(')') { core } else { line };
    let Some((before, inner)) = core.strip_suffix(')').and_then(|line| line.rsplit_once('(')) else { return false };
    is_photo_credit(inner) && !before.ends_with(['”', '"'])
}

/// "Jo Doe / Vellin Post", "AP Photo/Jo Doe, File", "Jo Doe/Agency via AP", "Handout via Reuters"
fn is_photo_credit(inner: &str) -> bool {
    let inner = inner.trim();
    if inner.len() > 120 || inner.contains(['“', '"', '?', '!', '=']) {
        return false;
    }
    if inner.contains("Photo/")
        || inner.contains("Photo /")
        || inner.starts_with("Photo by ")
        || inner.starts_with("Photo: ")
    {
        return true;
    }
    if let Some((left, right)) = inner.split_once('/') {
        let capital = right.trim_start().starts_with(char::is_uppercase);
        return capital && metadata::is_name(left.trim()) && right.split_whitespace().count() <= 6;
    }
    if let Some((left, right)) = inner.split_once(" via ") {
        return right.starts_with(char::is_uppercase)
            && left.starts_with(char::is_uppercase)
            && left.split_whitespace().count() <= 5;
    }
    inner.ends_with("Getty Images")
}

/// "(Jo Doe in Vellin contributed to this report.)"
fn contributed(line: &str) -> bool {
    if memchr::memmem::find(line.as_bytes(), b" contribu").is_none() {
        return false;
    }
    let end = line.trim_end_matches(['.', ')', ']', '*', '_', ' ']);
    [
        " contributed to this report",
        " contributed to this story",
        " contributed to this article",
        " contributed reporting",
    ]
    .iter()
    .any(|tail| end.ends_with(tail))
        || (line.starts_with(['(', '[']) && line.contains(" contributed to this report"))
        || end.ends_with("a contribué à cet article")
        || end.contains(" contributed reporting from ")
}

/// What an editor's note says of the story, if the line is one.
fn note(line: &str) -> Option<Status> {
    let head = &line[..line.floor_char_boundary(80)];
    let first = head.trim_start_matches(['(', '[', '*', '_', '—', '-', ' ']);
    if !first.starts_with(['C', 'E', 'R', 'T', 'A', 'c', 'e', 'a', 't', 'r']) {
        return None;
    }
    let lower = first.to_lowercase();
    let labelled = ["editor's note", "editor’s note", "editors' note", "editors’ note"]
        .iter()
        .any(|label| lower.starts_with(label));
    if lower.starts_with("retraction:") || lower.starts_with("retracted:") {
        return Some(Status::Retracted);
    }
    if ["correction:", "corrections:", "correction appended", "clarification:", "correction —", "correction –"]
        .iter()
        .any(|label| lower.starts_with(label))
    {
        return Some(Status::Corrected);
    }
    let this = [
        "this story",
        "this article",
        "this report",
        "this post",
        "this item",
        "the story",
        "an earlier version",
        "a previous version",
        "an earlier headline",
    ]
    .iter()
    .any(|start| lower.starts_with(start));
    if !(labelled || this) {
        return None;
    }
    let lower = line.to_lowercase();
    if ["been retracted", "has retracted", "been withdrawn", "retraction"].iter().any(|word| lower.contains(word)) {
        return Some(Status::Retracted);
    }
    let corrected = [
        "been corrected",
        "was corrected",
        "has been updated to correct",
        "been amended",
        "misstated",
        "misspelled",
        "misquoted",
        "misidentified",
        "incorrectly",
        "erroneously",
        "mistakenly",
        "a correction",
    ]
    .iter()
    .any(|word| lower.contains(word));
    let superseded = ["been superseded", "been replaced", "newer version"].iter().any(|word| lower.contains(word));
    match (corrected, superseded, labelled) {
        (true, ..) => Some(Status::Corrected),
        (_, true, _) => Some(Status::Superseded),
        (.., true) => Some(Status::Current),
        _ => None,
    }
}

/// A set phrase, or a line that begins with one.
fn phrase(line: &str) -> Option<Furniture> {
    if line.len() > LONGEST_PHRASE && !line.contains("ights reserved") {
        return None;
    }
    let lower = line.to_lowercase();
    let lower = lower.trim_start_matches(['•', '·', '»', '›', '>', '|', '▶', '►', '→', ' ', '-', '*', '"']);
    let whole = lower.trim_end_matches(['.', ':', '!', '›', '»', '→', '>', '|', '…', '"', ' ']);
    if let Some(known) = PHRASES.whole.get(whole) {
        return Some(*known);
    }
    if lower.ends_with("all rights reserved.") || lower.ends_with("all rights reserved") {
        return Some(Furniture::End);
    }
    let first = first_word(lower);
    let starts = PHRASES.starts.get(first)?;
    let (_, known) = starts.iter().find(|(parts, _)| matches(lower, parts))?;
    // What ends as a sentence may well be one: "More from the mayor came on Monday."
    let sentence = *known == Furniture::Boilerplate && (lower.len() > 120 || lower.ends_with(['.', '?']));
    (!sentence || SENTENCES.iter().any(|start| lower.starts_with(start))).then_some(*known)
}

/// Openings that are never a reporter's, even of a whole sentence.
const SENTENCES: &[&str] = &[
    "blog comments powered",
    "this is read by an automated",
    "by signing up",
    "by subscribing",
    "we use cookies",
    "this site uses cookies",
    "sign up for",
    "you are receiving this",
    "you receive this",
    "you received this",
];

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().map_or("", |word| if word.starts_with('©') { "©" } else { word })
}

/// Whether `line` begins with the first part and holds the others in order.
fn matches(line: &str, parts: &[&str]) -> bool {
    let Some(mut rest) = parts.first().and_then(|first| line.strip_prefix(first)) else { return false };
    parts[1..].iter().filter(|part| !part.is_empty()).all(|part| {
        rest.find(part).is_some_and(|at| {
            rest = &rest[at + part.len()..];
            true
        })
    })
}

type Start = (Vec<&'static str>, Furniture);

struct Phrases {
    whole: FxHashMap<&'static str, Furniture>,
    /// By their first word.
    starts: FxHashMap<&'static str, Vec<Start>>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases { whole: FxHashMap::default(), starts: FxHashMap::default() };
    for (kind, phrase) in lists::pairs(include_str!("../../data/furniture.txt")) {
        let kind = match kind {
            "end" => Furniture::End,
            "caption" => Furniture::Caption,
            "credit" => Furniture::Credit,
            _ => Furniture::Boilerplate,
        };
        if phrase.contains('*') {
            let first = first_word(phrase.split('*').next().unwrap_or(phrase));
            phrases.starts.entry(first).or_default().push((phrase.split('*').collect(), kind));
        } else {
            phrases.whole.insert(phrase, kind);
        }
    }
    phrases
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_of_a_page() {
        for line in [
            "———",
            "/",
            "Read more",
            "Share this article",
            "ADVERTISEMENT",
            "Related: Ferry fares rise again",
            "Comments",
            "Published in News & Features",
            "Sign up for our newsletter.",
        ] {
            assert_eq!(of(line), Some(Furniture::Boilerplate), "{line}");
        }
        for line in
            ["Copyright 2025 Vellin Media, Inc. All rights reserved.", "©2025 Vellin Post. Visit our site.", "© 2025"]
        {
            assert_eq!(of(line), Some(Furniture::End), "{line}");
        }
        for line in [
            "The ferry at dawn in Vellin on March 7. (Jo Doe / Vellin Post)",
            "FILE - Ana Lind speaks in Vellin, April 2, 2025. (AP Photo/Jo Doe, File)",
            "The bridge. (AP Photo/Jo Doe)ASSOCIATED PRESS",
            "Photo: Jo Doe",
        ] {
            assert_eq!(of(line), Some(Furniture::Caption), "{line}");
        }
        for line in [
            "Jo Doe in Vellin contributed to this report.",
            "(Jo Doe and Ana Ruiz contributed to this report..)",
            "Reporting by Jo Doe; Editing by Ana Ruiz",
            "This interview has been edited and condensed for clarity.",
            "Das Gespräch führte Jo Doe.",
            "Interview: Jo Doe",
        ] {
            assert_eq!(of(line), Some(Furniture::Credit), "{line}");
        }
        for line in ["By Jo Doe", "By Vellin Post Staff Writers", "By vp editorial staff November 19, 2025"] {
            assert_eq!(of(line), Some(Furniture::Byline), "{line}");
        }
        assert_eq!(of("Sat, May 3, 2025"), Some(Furniture::Day(jiff::civil::date(2025, 5, 3))));
        assert_eq!(of("Mayor closes the old bridge"), Some(Furniture::Heading));
    }

    #[test]
    fn notes() {
        assert_eq!(of("Correction: An earlier version said “five”."), Some(Furniture::Note(Status::Corrected)));
        assert_eq!(of("Editor’s note: This story has been retracted."), Some(Furniture::Note(Status::Retracted)));
        assert_eq!(
            of("This article has been corrected to give the right day."),
            Some(Furniture::Note(Status::Corrected))
        );
        assert_eq!(of("This story has everything, she said."), None);
    }

    #[test]
    fn running_text_stays() {
        for line in [
            "By Tuesday, the bridge was closed.",
            "“Share this with everybody you know,” Lind said.",
            "“No.”",
            "Read more carefully, the letter says the opposite, she said.",
            "The vote was close (Vellin/Marn).",
            "“We will stay,” she said at the gate. (Jo Doe / Vellin Post)",
            "“We go on",
            "Home was far away.",
            "Related to the mayor, Lind left.",
        ] {
            assert_eq!(of(line).filter(|kind| *kind != Furniture::Heading), None, "{line}");
        }
    }
}
