//! The newsroom's list, as the settings have it, made a directory.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Directory, Gender, Listed, Office, Origin};
use crate::settings::people::{self, Person, Pronouns};

/// The list that was made a directory last: every version of a draft is checked with the same one.
static LAST: Mutex<Option<(Vec<Person>, Arc<Directory>)>> = Mutex::new(None);

/// A directory of those whom the settings list.
pub fn newsroom(people: &[Person]) -> Arc<Directory> {
    if people.is_empty() {
        return Arc::default();
    }
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, directory)) = &*last
        && known == people
    {
        return Arc::clone(directory);
    }
    let directory = Arc::new(Directory::new(people.iter().map(listed).collect()));
    *last = Some((people.to_vec(), Arc::clone(&directory)));
    directory
}

fn listed(person: &Person) -> Listed {
    let mut offices: Vec<Office> = person.offices.iter().map(office).collect();
    offices.sort_by_key(|office| office.from);
    Listed {
        name: person.name.clone(),
        aliases: person.aliases.clone(),
        spellings: person.misspellings.clone(),
        gender: match person.pronouns {
            Some(Pronouns::She) => Gender::Female,
            Some(Pronouns::He) => Gender::Male,
            Some(Pronouns::They) => Gender::Neutral,
            Some(Pronouns::It | Pronouns::Other) | None => Gender::Unknown,
        },
        body: person.pronouns == Some(Pronouns::It),
        offices,
        origin: Origin::Newsroom,
    }
}

fn office(office: &people::Office) -> Office {
    Office { title: office.in_full(), from: office.from, until: office.until }
}
