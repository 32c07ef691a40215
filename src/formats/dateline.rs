//! The place in front of a story: `GENEVA (AP) — `, `VELLIN, Aug. 3 — `, `Berlin (dpa) - `.

use jiff::civil::Date;

use crate::text::dates;

/// What a dateline says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The place as written, with its region.
    pub place: String,
    /// The agency in brackets.
    pub agency: Option<String>,
    /// A day with its year.
    pub date: Option<Date>,
    /// Where the story proper begins.
    pub end: usize,
}

/// Most datelines are shorter; what is longer is a sentence with a dash in it.
const LONGEST: usize = 90;

/// Where the sentence begins behind a paragraph's dateline, or behind the agency alone: "(AP) — ".
///
/// What a colon ends may be a label, and is none here.
pub fn behind(paragraph: &str) -> usize {
    let head = &paragraph[..paragraph.floor_char_boundary(LONGEST)];
    let agency = || {
        let (agency, _) = head.strip_prefix('(')?.split_once(") ").filter(|(agency, _)| is_agency(agency))?;
        DASHES
            .into_iter()
            .find_map(|dash| head[agency.len() + 2..].starts_with(dash).then_some(agency.len() + 2 + dash.len()))
    };
    match parse(paragraph) {
        Some(found) if !head[..found.end].ends_with(": ") => found.end,
        _ => agency().unwrap_or_default(),
    }
}

const DASHES: [&str; 4] = [" — ", " – ", " -- ", " - "];

/// The dateline that a paragraph begins with, if it does.
pub(super) fn parse(paragraph: &str) -> Option<Dateline> {
    let head = &paragraph[..paragraph.floor_char_boundary(LONGEST)];
    if !head.starts_with(char::is_uppercase) {
        return None;
    }
    // Nearly every paragraph begins with a word of small letters, and has no agency in brackets.
    let first = head.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or(head);
    if first.contains(char::is_lowercase) && !head.contains('(') {
        return None;
    }
    let (at, mark) = DASHES
        .into_iter()
        .chain(["— ", ": "])
        .filter_map(|mark| head.find(mark).map(|at| (at, mark)))
        .min_by_key(|&(at, _)| at)?;
    let (front, end) = (&head[..at], at + mark.len());
    let (front, agency) = match front.trim_end().strip_suffix(')').and_then(|front| front.rsplit_once('(')) {
        Some((place, agency)) if is_agency(agency) => (place.trim_end(), Some(agency.trim().to_owned())),
        Some(_) => return None,
        None => (front, None),
    };
    let mut place = String::new();
    let mut date = dates::find(front).map(|(_, date)| date);
    for (nth, part) in front.split(',').map(str::trim).enumerate() {
        if nth == 0 {
            if !is_place(part, agency.is_some()) {
                return None;
            }
            part.clone_into(&mut place);
        } else if part.bytes().any(|byte| byte.is_ascii_digit()) {
            // A day, with or without its year.
            let known = part.split_whitespace().all(|word| {
                let word = word.trim_end_matches('.');
                dates::month(word).is_some() || word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            });
            if !known {
                return None;
            }
        } else if part.starts_with(char::is_uppercase) && part.split_whitespace().count() <= 3 {
            place.push_str(", ");
            place.push_str(part);
        } else {
            return None;
        }
    }
    if mark == ": " {
        // With a colon it could as well be a label; a newspaper that writes so says nothing else.
        date = None;
        if agency.is_none() && place.contains(',') {
            return None;
        }
    }
    Some(Dateline { place, agency, date, end })
}

/// `GENEVA`, `WEST PALM BEACH`; with an agency behind it also `Geneva`.
fn is_place(part: &str, agency: bool) -> bool {
    let mut words = 0;
    let mut letters = 0;
    for word in part.split_whitespace() {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let caps = !word.chars().any(char::is_lowercase);
        let plain = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
        let particle = agency && matches!(word, "am" | "de" | "del" | "la" | "on" | "upon" | "an" | "der");
        if !plain || !(particle || capital && (caps || agency)) {
            return false;
        }
        words += 1;
        letters += word.chars().filter(|c| c.is_alphabetic()).count();
    }
    (1..=4).contains(&words) && letters >= 3
}

/// `AP`, `Reuters`, `dpa`, `AP/Reuters`: a name of a word or two, or an abbreviation.
fn is_agency(inner: &str) -> bool {
    let words = inner.split_whitespace().count();
    let short = words == 1 && inner.len() <= 4;
    let plain = inner.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '/' | '.' | '-' | '&'));
    (1..=3).contains(&words) && inner.len() <= 30 && plain && (short || inner.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_front() {
        for (text, place, agency, rest) in [
            ("VELLIN (AP) — The mayor said", "VELLIN", Some("AP"), "The mayor said"),
            ("EAST VELLIN, Ark. (AP) — The mayor", "EAST VELLIN, Ark.", Some("AP"), "The mayor"),
            ("VELLIN, Aug. 3 — The mayor", "VELLIN", None, "The mayor"),
            ("VELLIN -- The mayor", "VELLIN", None, "The mayor"),
            ("Vellin (dpa) - Der Rat", "Vellin", Some("dpa"), "Der Rat"),
            ("VELLIN: The mayor", "VELLIN", None, "The mayor"),
            ("VELLIN, Aug. 3, 2025 (Reuters) - The mayor", "VELLIN", Some("Reuters"), "The mayor"),
        ] {
            let found = parse(text).expect(text);
            assert_eq!((found.place.as_str(), found.agency.as_deref(), &text[found.end..]), (place, agency, rest));
        }
        assert_eq!(
            parse("VELLIN, Aug. 3, 2025 — The").and_then(|found| found.date),
            Some(jiff::civil::date(2025, 8, 3))
        );
    }

    #[test]
    fn sentences_with_a_dash() {
        for text in [
            "The mayor — who had left — said",
            "Lind (the mayor) — who",
            "Lind — who had left — said",
            "No — never",
            "“VELLIN — ",
            "US — a",
            "I — we — them",
            "",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
