//! Offices as a draft states them: which exclude each other, and which are put into another time.

use crate::quotations::lexicon::{self, Class};
use crate::speakers::offices::OTHER_TIMES;
use crate::text::Span;

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

/// Whether a title, which stands at `place`, is told as one of another time: "former mayor", "governor-elect".
pub(super) fn is_past(prose: &str, title: &str, place: Span) -> bool {
    let before = prose[..place.start].split(|c: char| !c.is_alphanumeric()).rev();
    let around = title.split(|c: char| !c.is_alphanumeric()).chain(before.filter(|word| !word.is_empty()).take(2));
    let behind = prose[place.end..].trim_start_matches('-');
    behind.starts_with("elect") || around.into_iter().any(|word| OTHER_TIMES.contains(&word.to_lowercase().as_str()))
}

/// Which of the sole offices a title is: "Vellin Mayor", "president of Vellin"; not "council president".
pub(super) fn sole(title: &str) -> Option<&'static str> {
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
