//! The newsroom's directory: people and bodies, how they are written, and which offices they hold when.

mod table;

use std::collections::HashSet;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

/// One whom the newsroom lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Person {
    /// The name in full, spelled as the house spells it.
    pub name: String,
    /// Other names that may be printed.
    pub aliases: Vec<String>,
    /// How the name is written by mistake.
    pub misspellings: Vec<String>,
    /// Which pronouns stand for the name.
    pub pronouns: Option<Pronouns>,
    /// The offices held, past ones too.
    pub offices: Vec<Office>,
}

/// An office, and from when to when it is held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Office {
    /// "mayor"
    pub title: String,
    /// Of what: "Vellin".
    pub of: Option<String>,
    /// The first day; where there is none, it has been held as long as anybody remembers.
    #[serde(deserialize_with = "day")]
    pub from: Option<Date>,
    /// The last day; where there is none, it is still held.
    #[serde(deserialize_with = "day")]
    pub until: Option<Date>,
}

/// Which pronouns stand for a name: "she", "she/her".
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Pronouns {
    /// he
    He,
    /// she
    She,
    /// they, of one person
    They,
    /// it: a body, not a person
    It,
    /// Others, which no rule minds.
    Other,
}

impl TryFrom<String> for Pronouns {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        let first = written.split(['/', ',']).next().unwrap_or_default().trim().to_lowercase();
        match first.as_str() {
            "" => Err("pronouns are empty: write \"she\", \"he\", \"they\", or \"it\" for a body".to_owned()),
            "he" | "him" => Ok(Self::He),
            "she" | "her" => Ok(Self::She),
            "they" | "them" => Ok(Self::They),
            "it" => Ok(Self::It),
            _ => Ok(Self::Other),
        }
    }
}

impl Office {
    /// "mayor of Vellin"
    pub fn in_full(&self) -> String {
        match &self.of {
            Some(of) => format!("{} of {of}", self.title),
            None => self.title.clone(),
        }
    }
}

/// A day as TOML writes it, or as a string.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let written = match toml::Value::deserialize(deserializer)? {
        toml::Value::String(written) => written,
        other => other.to_string(),
    };
    let written = written.trim();
    if written.is_empty() {
        return Ok(None);
    }
    written.parse().map(Some).map_err(|_| serde::de::Error::custom(format!("`{written}` is no day: write 2031-05-03")))
}

/// A list that says something it should not: the byte at fault, and what is wrong.
pub(super) type Wrong = (usize, String);

/// A person with the byte at which they are listed.
pub(super) type Placed = toml::Spanned<Person>;

/// A directory in a file of its own; its name tells how it is written.
pub(super) fn read(name: &str, text: &str) -> Result<Vec<Placed>, Wrong> {
    match name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).as_deref() {
        Some("toml") => of_toml(text),
        Some("jsonl" | "ndjson") => of_lines(text),
        Some("csv") => table::read(text),
        _ => Err((0, "a directory is a .toml, .jsonl or .csv file".to_owned())),
    }
}

fn of_toml(text: &str) -> Result<Vec<Placed>, Wrong> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        #[serde(default)]
        people: Vec<Placed>,
    }
    let file: Result<File, _> = toml::from_str(text);
    file.map(|file| file.people).map_err(|error| super::of_toml(&error))
}

fn of_lines(text: &str) -> Result<Vec<Placed>, Wrong> {
    let mut people = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        if !line.trim().is_empty() {
            let person = serde_json::from_str(line).map_err(|error| {
                let message = error.to_string();
                let said = message.rsplit_once(" at line").map_or(message.as_str(), |(said, _)| said);
                (start + error.column().saturating_sub(1).min(line.trim_end().len()), said.to_owned())
            })?;
            people.push(Placed::new(start..end, person));
        }
        start = end;
    }
    Ok(people)
}

/// Looks for what cannot be, in the order of the list.
pub(super) fn check<'a>(people: impl IntoIterator<Item = &'a Placed>) -> Result<(), Wrong> {
    let mut names = HashSet::new();
    for placed in people {
        let person = placed.as_ref();
        let wrong = |message: String| Err((placed.span().start, message));
        if person.name.trim().is_empty() {
            return wrong("a person of the directory needs a `name`".to_owned());
        }
        if !names.insert(person.name.as_str()) {
            return wrong(format!("{} is listed twice", person.name));
        }
        let right = || std::iter::once(&person.name).chain(&person.aliases);
        if let Some(both) = person.misspellings.iter().find(|wrong| right().any(|right| right == *wrong)) {
            return wrong(format!("`{both}` is given as right and as misspelled"));
        }
        for office in &person.offices {
            if office.title.trim().is_empty() {
                return wrong(format!("an office of {} needs a `title`", person.name));
            }
            if office.from.zip(office.until).is_some_and(|(from, until)| until < from) {
                return wrong(format!("{} cannot be {} until a day before the first", person.name, office.in_full()));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn people(name: &str, text: &str) -> Result<Vec<Person>, Wrong> {
        let placed = read(name, text)?;
        check(&placed)?;
        Ok(placed.into_iter().map(Placed::into_inner).collect())
    }

    #[test]
    fn one_directory_in_three_forms() {
        let toml = "[[people]]\nname = \"Mara Teller\"\naliases = [\"Mara K. Teller\"]\nmisspellings = [\"Mara Tellre\"]\n\
             pronouns = \"she/her\"\noffices = [{ title = \"mayor\", of = \"Vellin\", from = 2031-02-01, until = \"2035-01-31\" }]\n\
             [[people]]\nname = \"Tolm Ferry Line\"\npronouns = \"it\"\n";
        let lines = "{\"name\":\"Mara Teller\",\"aliases\":[\"Mara K. Teller\"],\"misspellings\":[\"Mara Tellre\"],\
             \"pronouns\":\"she\",\"offices\":[{\"title\":\"mayor\",\"of\":\"Vellin\",\"from\":\"2031-02-01\",\"until\":\"2035-01-31\"}]}\n\n\
             {\"name\":\"Tolm Ferry Line\",\"pronouns\":\"it\"}";
        let table = "name,aliases,misspellings,pronouns,title,of,from,until\n\
             Mara Teller,Mara K. Teller,Mara Tellre,she,mayor,Vellin,2031-02-01,2035-01-31\n\"Tolm Ferry Line\",,,it,,,,\n";
        let read = people("people.toml", toml).expect("is right");
        assert_eq!(read[0].pronouns, Some(Pronouns::She));
        assert_eq!(read[0].offices[0].in_full(), "mayor of Vellin");
        assert_eq!(read[0].offices[0].from, Some(date(2031, 2, 1)));
        assert_eq!(read[0].offices[0].until, Some(date(2035, 1, 31)));
        assert_eq!(people("people.jsonl", lines).expect("is right"), read);
        assert_eq!(people("people.csv", table).expect("is right"), read);
    }

    #[test]
    fn what_cannot_be_is_told_with_its_place() {
        for (name, text, at, said) in [
            ("p.toml", "[[people]]\nname = \"\"\n", 0, "needs a `name`"),
            ("p.toml", "[[people]]\nname = \"A\"\n[[people]]\nname = \"A\"\n", 22, "A is listed twice"),
            ("p.toml", "[[people]]\nname = \"A\"\nnick = \"B\"\n", 22, "unknown field `nick`"),
            ("p.toml", "[[people]]\nname = \"A\"\nmisspellings = [\"A\"]\n", 0, "right and as misspelled"),
            ("p.jsonl", "{\"name\":\"A\"}\n{\"name\":1}\n", 21, "invalid type: integer"),
            ("p.csv", "name,nick\n", 5, "no column is called `nick`"),
            ("p.csv", "name,from,title\nA,soon,mayor\n", 16, "`soon` is no day"),
            ("p.xlsx", "", 0, "a directory is a .toml, .jsonl or .csv file"),
        ] {
            let (place, message) = people(name, text).expect_err("is wrong");
            assert!(message.contains(said), "{message}");
            assert_eq!(place, at, "{text}");
        }
        let early =
            "[[people]]\nname = \"A\"\noffices = [{ title = \"mayor\", from = 2031-02-01, until = 2030-02-01 }]\n";
        assert!(people("p.toml", early).expect_err("ends before it begins").1.contains("before the first"));
    }
}
