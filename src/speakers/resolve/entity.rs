//! A speaker as it is being put together, and what may be said of one.

use crate::speakers::names::NameForm;
use crate::speakers::{Speaker, Stated};
use crate::text::Span;

/// A speaker as it is being put together.
#[derive(Debug, Default)]
pub(super) struct Entity {
    pub(super) speaker: Speaker,
    pub(super) form: NameForm,
    pub(super) person: bool,
    pub(super) plural: bool,
    /// Spoke under a name that may be a person's.
    pub(super) likely: bool,
    /// Nouns and titles this speaker was called by.
    pub(super) roles: Vec<String>,
    pub(super) first: usize,
    /// How often this speaker has spoken so far.
    pub(super) spoken: u32,
}

impl Entity {
    /// Takes up a title, and where it stands.
    pub(super) fn state(&mut self, title: String, span: Span, name: Span) {
        push_new(&mut self.speaker.titles, title.clone());
        let known = self.speaker.stated.iter().any(|stated| stated.span == span);
        if !known {
            self.speaker.stated.push(Stated { title, span, name });
        }
    }
}

pub(super) fn looks_like_body(name: &str) -> bool {
    name.len() > 1 && name.chars().all(|c| c.is_uppercase() || c == '.' || c == '&') && name.len() <= 6
}

pub(super) fn clean(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title without the article in front of it.
pub(super) fn undetermined(title: &str) -> String {
    let title = clean(title);
    let bare = ["the ", "The ", "a ", "A ", "an ", "An "].iter().find_map(|article| title.strip_prefix(article));
    bare.map_or_else(|| title.clone(), str::to_owned)
}

/// Whether "the mayor of Vellin" can be one with these titles: not with the mayor of another town.
pub(super) fn same_office(phrase: &str, titles: &[String]) -> bool {
    let Some((_, place)) = phrase.split_once(" of ") else { return true };
    let mut places = titles.iter().filter_map(|title| title.split_once(" of ")).peekable();
    places.peek().is_none() || places.any(|(_, known)| known.contains(place) || place.contains(known))
}

pub(super) fn alias(speaker: &mut Speaker, form: &str) {
    if speaker.name != form {
        push_new(&mut speaker.aliases, form.to_owned());
    }
}

pub(super) fn push_new(list: &mut Vec<String>, item: String) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The noun an abbreviated title stands for.
pub(super) fn full_title(word: &str) -> String {
    match word.trim_end_matches('.') {
        "sen" => "senator",
        "rep" => "representative",
        "gov" => "governor",
        "gen" => "general",
        "dr" => "doctor",
        "prof" => "professor",
        "sgt" => "sergeant",
        "lt" => "lieutenant",
        "capt" => "captain",
        "cmdr" => "commander",
        "col" => "colonel",
        "supt" => "superintendent",
        "rev" => "reverend",
        other => other,
    }
    .to_owned()
}
