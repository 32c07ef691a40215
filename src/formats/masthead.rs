//! Lines above a story that name the paper or lead around its site: mastheads, menus, breadcrumbs.

use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::given_names;
use crate::text::lists::{self, List};
use crate::text::{Span, dates};

/// Longer lines are none of these.
const LONGEST: usize = 200;
/// How many words an item of a menu has at most.
const ITEM: usize = 3;
/// How many words the name of a paper has at most.
const NAME: usize = 5;

/// Whether a line is a menu or a breadcrumb: `Menu   Search   Sign in`, `Home / Region / River`.
pub(super) fn is_menu(line: &str) -> bool {
    let item = |part: &&str| {
        part.split_whitespace().count() <= ITEM
            && part.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && !part.ends_with(['.', '!', '?', ',', ';', ':'])
    };
    let parts = parts(line);
    parts.len() >= 2
        && parts.iter().all(item)
        && parts[0].starts_with(char::is_uppercase)
        && !line.contains(['“', '”', '"', '«', '»'])
}

/// A line that says which paper published a story and when, and perhaps who wrote it.
pub(super) struct Imprint<'t> {
    pub paper: &'t str,
    pub date: Date,
    pub who: Option<&'t str>,
}

/// `The Vellin Ledger, 3 May 2025`, `Jo Doe | Vellin Post | May 3, 2025`.
pub(super) fn imprint(line: &str) -> Option<Imprint<'_>> {
    if line.contains(['“', '”', '"', '«', '»']) {
        return None;
    }
    let (day, date) = day_at_end(line)?;
    let before = line[..day.start].trim_end();
    let named = before.strip_suffix([',', '|', '•', '·', '–', '—'])?;
    let mut parts = named.split([',', '|', '•', '·', '–', '—']).map(str::trim);
    let (first, second) = (parts.next()?, parts.next());
    let (who, name) = second.map_or((None, first), |second| (Some(first), second));
    // "The Northern Record"; "The Hague" is a place.
    let called =
        name.starts_with("The ") && (3..=NAME).contains(&name.split(' ').count()) && name.split(' ').all(is_capital);
    let is_paper = called || paper(name) == Some(name);
    let whole = parts.next().is_none() && is_paper;
    whole.then_some(Imprint { paper: name, date, who })
}

/// The day in a line of several parts: `The Harbour Letter   |   Issue 12   |   17 June 2025`.
pub(super) fn day(line: &str) -> Option<Date> {
    if let Some(imprint) = imprint(line) {
        return Some(imprint.date);
    }
    let parts = parts(line);
    if parts.len() < 2 { None } else { parts.into_iter().find_map(dates::is_date_line) }
}

/// The day that a heading closes with: `Joint press conference of the ministers, Marn, 4 February 2031`.
pub(super) fn closing_day(line: &str) -> Option<Date> {
    let (day, date) = day_at_end(line)?;
    line[..day.start].trim_end().ends_with([',', '–', '—', '|']).then_some(date)
}

/// The day that a short line ends with, and where it stands.
fn day_at_end(line: &str) -> Option<(Span, Date)> {
    // Most lines have no figure in them, and every short one of a source is asked.
    let dated = line.len() <= LONGEST && line.bytes().any(|byte| byte.is_ascii_digit());
    dated.then(|| dates::find(line)).flatten().filter(|(day, _)| day.end == line.trim_end().len())
}

/// The paper that a line names, alone or as its first part: `Vellin Courier`, `Vellin Courier | News | Sport`.
pub(super) fn paper(line: &str) -> Option<&str> {
    let parts = parts(line);
    let name = parts.first().copied().unwrap_or(line).trim().trim_end_matches('.');
    let words: Vec<&str> = name.split_whitespace().collect();
    let (last, others) = words.split_last()?;
    let capital = |word: &&str| is_capital(word);
    let small = |word: &&str| matches!(*word, "of" | "the" | "and" | "&" | "de" | "la" | "für");
    let named = words.len() <= NAME && capital(&words[0]) && words.iter().all(|word| capital(word) || small(word));
    // "Current News" is a section: one word has to be the paper's own, or the first one be "The".
    let section = |word: &&str| SECTIONS.contains(&word.to_lowercase().as_str());
    let own = |word: &&str| !section(word) && !PAPERS.contains(word.to_lowercase().as_str());
    let told = others.iter().any(own) && !section(&words[0]) || others.first() == Some(&"The");
    // "Michael Post" is somebody; "The Michael Post" is none.
    let person = words.len() == 2 && given_names::is_one(&words[0].to_lowercase());
    (named && told && !person && PAPERS.contains(last.to_lowercase().as_str())).then_some(name)
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Whether a line has any sign that may cut it, or blanks side by side. Most have neither.
fn may_be_cut(line: &[u8]) -> bool {
    let blanks = line.windows(2).any(|pair| pair[0].is_ascii_whitespace() && pair[1].is_ascii_whitespace());
    blanks || line.iter().any(|byte| matches!(byte, b'|' | b'/' | b'>') || !byte.is_ascii())
}

/// The parts of a line that is cut by signs or wide spaces; none where it is not.
fn parts(line: &str) -> Vec<&str> {
    if line.len() > LONGEST || !may_be_cut(line.as_bytes()) {
        return Vec::new();
    }
    let (mut parts, mut open) = (Vec::new(), None::<(usize, usize)>);
    let (mut signs, mut wide) = (false, false);
    let (mut at, mut gap) = (0, 0);
    for word in line.split(|c: char| c.is_whitespace() || c == '|') {
        let start = at;
        at += word.len();
        let end = at;
        let bar = line[at..].starts_with('|');
        at += line[at..].chars().next().map_or(0, char::len_utf8);
        let sign = matches!(word, "/" | "•" | "·" | ">" | "»" | "›" | "→");
        if word.is_empty() {
            gap += 1;
        } else {
            // Three blanks are set on purpose; two may be a slip of the thumb, so it takes three parts.
            let apart = gap >= 1 && open.is_some();
            if sign || apart {
                parts.extend(open.take());
            }
            wide |= gap >= 2;
            gap = 0;
            if !sign {
                open = Some((open.map_or(start, |(from, _)| from), end));
            }
        }
        signs |= sign || bar;
        if sign || bar {
            parts.extend(open.take());
        }
    }
    parts.extend(open);
    let enough = if signs || wide { 2 } else { 3 };
    if parts.len() < enough { Vec::new() } else { parts.into_iter().map(|(from, to)| &line[from..to]).collect() }
}

static PAPERS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lists::group(include_str!("../../data/papers.txt"), "paper").collect());

/// What tells one part of a paper from another, and no paper.
static SECTIONS: List = List::group(include_str!("../../data/papers.txt"), "section");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_that_closes_with_a_day() {
        let may = jiff::civil::date(2025, 5, 3);
        assert_eq!(closing_day("Joint press conference of the two ministers, Vellin, 3 May 2025"), Some(may));
        assert_eq!(closing_day("Interview transcript, 03.05.2025"), Some(may));
        assert_eq!(closing_day("The bridge that fell on 3 May 2025"), None);
        assert_eq!(closing_day("Bridge, 3 May 2025, and ferry"), None);
    }

    #[test]
    fn menus() {
        for line in [
            "Menu   Search   Subscribe   Sign in",
            "Menu  Search  Subscribe",
            "HOME / REGION / RIVER",
            "Home > Transport",
            "News|Sport|Weather",
            "Vellin Post   |   Explained",
            "Vellin Post • News • Small ads",
        ] {
            assert!(is_menu(line), "{line}");
        }
        for line in [
            "Mayor  Lind wins again",
            "Mayor Lind wins again",
            "“Yes”   “No”   “Yes”",
            "We will. | We will not.",
            "The letter for people who sail   |   Issue 12",
            "",
            "|",
        ] {
            assert!(!is_menu(line), "{line}");
        }
    }

    #[test]
    fn papers() {
        for (line, paper) in [
            ("Vellin Courier", Some("Vellin Courier")),
            ("The Times.", Some("The Times")),
            ("Vellin Today | News | Sport", Some("Vellin Today")),
            ("Marn Press Agency", Some("Marn Press Agency")),
            ("Current News", None),
            ("Ana Lind", None),
            ("Michael Post", None),
            ("Anna Banner", None),
            ("The Michael Post", Some("The Michael Post")),
            ("The mayor left her post", None),
            ("Post", None),
        ] {
            assert_eq!(super::paper(line), paper, "{line}");
        }
        assert_eq!(day("The Harbour Letter    Issue 12    17 June 2025"), Some(jiff::civil::date(2025, 6, 17)));
        assert_eq!(day("17 June 2025"), None);
    }

    #[test]
    fn imprints() {
        let read = |line: &'static str| imprint(line).map(|it| (it.who, it.paper, it.date.to_string()));
        for (line, told) in [
            ("The Vellin Ledger, 3 May 2025", Some((None, "The Vellin Ledger"))),
            ("Vellin Post – May 3, 2025", Some((None, "Vellin Post"))),
            ("The Northern Record, 3 May 2025", Some((None, "The Northern Record"))),
            ("The Hague, 3 May 2025", None),
            ("Jo Doe | The Vellin Ledger | 3 May 2025", Some((Some("Jo Doe"), "The Vellin Ledger"))),
            (
                "Courts correspondent Jo Doe, Vellin Post, 3 May 2025",
                Some((Some("Courts correspondent Jo Doe"), "Vellin Post")),
            ),
            ("The mayor spoke to the Vellin Post, 3 May 2025", None),
            ("“Nobody asked us,” Vellin Post, 3 May 2025", None),
            ("Vellin Post", None),
            ("Vellin Post 3 May 2025", None),
        ] {
            let told = told.map(|(who, paper)| (who, paper, "2025-05-03".to_owned()));
            assert_eq!(read(line), told, "{line}");
        }
    }
}
