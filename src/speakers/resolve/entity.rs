//! A speaker as it is being put together, and what may be said of one.

use std::sync::Arc;

use crate::speakers::names::{NameForm, fold, without_addition, without_nickname};
use crate::speakers::{Basis, Gender, Listed, Origin, Speaker, Stated};
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
    /// Stands where only a name can: with a verb of its own behind it, or inside a sentence.
    pub(super) used: Used,
    pub(super) surname: Surname,
    /// Of how many words the name was that the directories were asked for.
    pub(super) asked: usize,
    /// Nouns and titles this speaker was called by.
    pub(super) roles: Vec<String>,
    /// In years, as it stands behind the name.
    pub(super) age: Option<u8>,
    pub(super) first: usize,
    /// The block of the latest mention.
    pub(super) last: Option<u32>,
    /// How often this speaker has spoken so far.
    pub(super) spoken: u32,
}

/// In what ways a single capitalised word was used so far.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Used {
    /// Within a sentence, where only names have a capital.
    pub(super) inside: bool,
    /// With a verb of its own, and no article: "Cavish said", not "the Cavish said" or "Cavish officials".
    pub(super) as_subject: bool,
    /// As what no person is named.
    pub(super) as_other: Other,
}

/// As what a name stood that no person's name stands as.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Other {
    #[default]
    Nothing,
    /// Behind a word that places stand behind: "in Orrin Park".
    Place,
    /// With an article: "the United Ports".
    Determined,
}

/// What was made of somebody's surname so far.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Surname {
    /// It stood alone.
    pub(super) alone: bool,
    /// It stood in the label of a turn.
    pub(super) labelled: bool,
    /// The name in full was looked for in what is quoted.
    pub(super) searched: bool,
}

impl Entity {
    /// Takes up a title, and where it stands.
    pub(super) fn state(&mut self, title: &str, span: Span, name: Span) {
        push_new(&mut self.speaker.titles, title);
        let known = self.speaker.stated.iter().any(|stated| stated.span == span);
        if !known {
            self.speaker.stated.push(Stated { title: title.to_owned(), span, name });
        }
    }

    /// Whether a single word is a name, not what else has a capital: "Cavish" in "the Cavish coast", "Somehow".
    pub(super) fn used_as_name(&self) -> bool {
        let name = &self.speaker.name;
        if name.contains(' ') {
            return true;
        }
        let dateline = name.len() > 2 && !name.chars().any(char::is_lowercase);
        let ends = ["ian", "ican", "ese", "ish"];
        let adjective = ends.iter().any(|end| name.len() > end.len() + 2 && name.ends_with(end));
        !dateline && if adjective { self.used.as_subject } else { self.used.inside || self.used.as_subject }
    }

    /// Takes up what a directory knows of this one. A name in part becomes the one in full.
    pub(super) fn recognise(&mut self, listed: &Arc<Listed>) {
        if self.form.is_surname_alone() && !listed.body {
            let known = std::mem::replace(&mut self.speaker.name, listed.name.clone());
            alias(&mut self.speaker, &known);
            self.speaker.basis = Basis::from(listed.origin);
        }
        if listed.gender != Gender::Unknown
            && (listed.origin == Origin::Newsroom || self.speaker.gender == Gender::Unknown)
        {
            self.speaker.gender = listed.gender;
        }
        self.person |= !listed.body;
        self.speaker.body |= listed.body && !self.person;
        self.speaker.listed = Some(Arc::clone(listed));
    }
}

pub(super) fn looks_like_body(name: &str) -> bool {
    name.len() > 1 && name.chars().all(|c| c.is_uppercase() || c == '.' || c == '&') && name.len() <= 6
}

/// A name with single spaces, no nickname in it and nothing behind it.
pub(super) fn clean(name: &str) -> String {
    without_nickname(without_addition(name).0).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title without the article in front of it.
pub(super) fn undetermined(title: &str) -> String {
    let title = clean(title);
    let bare = ["the ", "The ", "a ", "A ", "an ", "An "].iter().find_map(|article| title.strip_prefix(article));
    bare.map_or_else(|| title.clone(), str::to_owned)
}

pub(super) fn alias(speaker: &mut Speaker, form: &str) {
    if speaker.name != form {
        push_new(&mut speaker.aliases, form);
    }
}

pub(super) fn push_new(list: &mut Vec<String>, item: &str) {
    if list.iter().all(|known| known != item) {
        list.push(item.to_owned());
    }
}

/// The forms that a noun for somebody is looked up by, without its accents and with them: phrases for an office are
/// compared without.
pub(super) fn forms_of(role: String) -> [String; 2] {
    [fold(&role), role]
}
