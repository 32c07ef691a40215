//! The newsroom's list, as the settings have it, made a directory.

use super::{Directory, Gender, Listed, Office, Origin};
use crate::settings::people::{self, Person, Pronouns};

/// A directory of those whom the settings list.
pub fn newsroom(people: &[Person]) -> Directory {
    Directory::new(people.iter().map(listed).collect())
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
