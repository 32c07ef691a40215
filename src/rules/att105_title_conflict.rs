//! `ATT105`: two offices that nobody holds at once.

use super::{Context, Finding, Meta, Rule};
use crate::quotations::lexicon::{self, Class};
use crate::speakers::{Speaker, Stated};

declare_rule! {
    /// A draft gives one speaker two offices that one person cannot hold at once.
    ///
    /// ## What it flags
    ///
    /// A speaker who is mayor in one place of the draft and governor in another, with no *former*, *then* or *elect*.
    /// Only offices that exclude each other count: president, vice president, prime minister, governor, senator, mayor,
    /// attorney general, king, queen, pope.
    ///
    /// ## Why it matters
    ///
    /// A wrong title is a correction the next day, and it makes the speaker's words weigh more or less than they do.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// “We will keep it open all winter,” Mayor Mara Teller said.
    ///
    /// Governor Teller spoke to the council on Friday.
    /// ^^^^^^^^ ATT105 this has Mara Teller as governor, an earlier place as mayor
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Look up which it is.
    ///
    /// ## Limits
    ///
    /// Titles inside quotations are the speaker's, and are left alone. A draft that tells a career needs a *then*.
    TitleConflict { code: "ATT105", name: "title-conflict", severity: Info }
}

/// Offices of which nobody holds two at once, with how they are written.
const SOLE: &[(&str, &[&str])] = &[
    ("president", &["president", "pres"]),
    ("vice president", &["vice president", "vice-president"]),
    ("prime minister", &["prime minister", "premier"]),
    ("governor", &["governor", "gov"]),
    ("senator", &["senator", "sen"]),
    ("mayor", &["mayor"]),
    ("attorney general", &["attorney general"]),
    ("king", &["king"]),
    ("queen", &["queen"]),
    ("pope", &["pope"]),
];

/// Words in front of a title that put it into another time.
const OTHER_TIMES: &[&str] = &[
    "former", "then", "ex", "late", "future", "next", "onetime", "incoming", "outgoing", "acting", "elect", "was",
    "as", "became",
];

impl Rule for TitleConflict {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }

    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        for id in cx.quoted() {
            let speaker = &cx.draft.speakers[id];
            if speaker.named && !speaker.body {
                found.extend(conflict(cx, speaker));
            }
        }
    }
}

fn conflict(cx: &Context<'_>, speaker: &Speaker) -> Option<Finding> {
    let prose = cx.draft.document.prose.text();
    let mut held = speaker.stated.iter().filter(|stated| !is_past(prose, stated) && !cx.is_quoted(stated.span));
    let mut held = std::iter::from_fn(|| held.find_map(|stated| Some((sole(&stated.title)?, stated))));
    let (first, stated) = held.next()?;
    let (other, here) = held.find(|(office, _)| *office != first)?;
    let message = format!("this has {} as {other}, an earlier place as {first}", speaker.name);
    let mut finding = cx.finding(&TitleConflict::META, here.span, message);
    finding.speaker = Some(speaker.name.clone());
    finding.related.push((cx.text(stated.span), format!("{first} here")));
    Some(finding)
}

fn is_past(prose: &str, stated: &Stated) -> bool {
    let before = prose[..stated.span.start].split(|c: char| !c.is_alphanumeric()).rev();
    let around =
        stated.title.split(|c: char| !c.is_alphanumeric()).chain(before.filter(|word| !word.is_empty()).take(2));
    let behind = prose[stated.span.end..].trim_start_matches('-');
    behind.starts_with("elect") || around.into_iter().any(|word| OTHER_TIMES.contains(&word.to_lowercase().as_str()))
}

/// Which of the sole offices a title is: "Vellin Mayor", "president of Vellin"; not "council president".
fn sole(title: &str) -> Option<&'static str> {
    let (head, of) = title.split_once(" of ").unwrap_or((title, ""));
    let head = head.replace('.', "");
    let lower = head.to_lowercase();
    let (office, form) = SOLE
        .iter()
        .flat_map(|(office, forms)| forms.iter().map(move |form| (*office, *form)))
        .filter(|(_, form)| lower.strip_suffix(form).is_some_and(|before| before.is_empty() || before.ends_with(' ')))
        .max_by_key(|(_, form)| form.len())?;
    // A club has a president, too, and a bank a governor.
    let lexicon = lexicon::english();
    let other = Class(Class::ANY_TITLE.0 | Class::ROLE.0);
    let is_place = |word: &str| word.starts_with(char::is_uppercase) && !lexicon.class(word).is(other);
    let capital = head[head.len() - form.len()..].starts_with(char::is_uppercase);
    let placed = head[..head.len() - form.len()].split_whitespace().all(is_place);
    let body = of.split_whitespace().any(|word| lexicon.class(word).is(Class::BODY) && word != "State");
    let somewhere = of.split_whitespace().any(is_place);
    (placed && !body && (capital && of.is_empty() || somewhere)).then_some(office)
}

#[cfg(test)]
mod tests {
    use super::sole;

    #[test]
    fn which_office_a_title_is() {
        assert_eq!(sole("Vellin Mayor"), Some("mayor"));
        assert_eq!(sole("Gov."), Some("governor"));
        assert_eq!(sole("president of Vellin"), Some("president"));
        assert_eq!(sole("Vice President"), Some("vice president"));
        for other in
            ["Council President", "president of the rowing club", "company president", "Deputy Mayor", "doctor"]
        {
            assert_eq!(sole(other), None, "{other}");
        }
    }
}
