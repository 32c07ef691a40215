//! Name forms: which words of a name are given names, which the surname, and when two forms are one person's.

use crate::quotations::SpeakerId;
use crate::quotations::lexicon::{Class, Lexicon};

use super::Gender;

/// A name taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameForm {
    /// The words, suffixes left out, folded to lower case.
    pub words: Vec<String>,
    /// "Jr.", "III".
    pub suffix: bool,
}

impl NameForm {
    /// Takes a name as written apart.
    pub fn read(name: &str) -> Self {
        let mut words: Vec<String> = name
            .split(|c: char| c.is_whitespace() || c == ',')
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'"))
            .filter(|word| !word.is_empty())
            .collect();
        let suffix = words.len() > 1
            && words.last().is_some_and(|last| matches!(last.as_str(), "jr" | "sr" | "ii" | "iii" | "iv"));
        if suffix {
            words.pop();
        }
        Self { words, suffix }
    }

    /// The last word.
    pub fn surname(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// The first word.
    pub fn given(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// Whether both can be forms of one person's name: the same surname, and no given name against it.
    pub fn fits(&self, other: &Self) -> bool {
        if self.surname() != other.surname() {
            return false;
        }
        if self.words.len() == 1 || other.words.len() == 1 {
            return true;
        }
        let (a, b) = (self.given(), other.given());
        a == b
            || a.len() == 1 && b.starts_with(a)
            || b.len() == 1 && a.starts_with(b)
            || short_of(a, b)
            || short_of(b, a)
            // "J. Edgar Lind" and "Edgar Lind"
            || self.words[..self.words.len() - 1].iter().any(|word| word.len() > 1 && word == b)
            || other.words[..other.words.len() - 1].iter().any(|word| word.len() > 1 && word == a)
    }
}

/// Whether `short` is a short form of the given name `long`: "Chris" of "Christopher", "Bill" of "William".
fn short_of(short: &str, long: &str) -> bool {
    const FORMS: &[(&str, &str)] = &[
        ("bill", "william"),
        ("will", "william"),
        ("billy", "william"),
        ("bob", "robert"),
        ("bobby", "robert"),
        ("rob", "robert"),
        ("dick", "richard"),
        ("rick", "richard"),
        ("rich", "richard"),
        ("jim", "james"),
        ("jimmy", "james"),
        ("jack", "john"),
        ("johnny", "john"),
        ("mike", "michael"),
        ("mick", "michael"),
        ("ted", "edward"),
        ("ed", "edward"),
        ("ned", "edward"),
        ("ted", "theodore"),
        ("tom", "thomas"),
        ("tony", "anthony"),
        ("chuck", "charles"),
        ("charlie", "charles"),
        ("hank", "henry"),
        ("harry", "henry"),
        ("larry", "lawrence"),
        ("liz", "elizabeth"),
        ("beth", "elizabeth"),
        ("betty", "elizabeth"),
        ("peggy", "margaret"),
        ("meg", "margaret"),
        ("kate", "katherine"),
        ("kathy", "katherine"),
        ("katie", "katherine"),
        ("bernie", "bernard"),
        ("andy", "andrew"),
        ("drew", "andrew"),
        ("joe", "joseph"),
        ("tim", "timothy"),
        ("dan", "daniel"),
        ("dave", "david"),
        ("steve", "stephen"),
        ("steve", "steven"),
        ("gene", "eugene"),
        ("nancy", "ann"),
        ("sandy", "alexander"),
        ("alex", "alexandra"),
        ("sue", "susan"),
        ("jeff", "geoffrey"),
        ("mitch", "mitchell"),
        ("abby", "abigail"),
        ("becky", "rebecca"),
        ("jenny", "jennifer"),
        ("vicky", "victoria"),
        ("debbie", "deborah"),
        ("debby", "deborah"),
        ("patty", "patricia"),
        ("trish", "patricia"),
        ("ron", "ronald"),
        ("don", "donald"),
    ];
    short.len() >= 3 && long.starts_with(short) || FORMS.contains(&(short, long))
}

/// A name set in capitals, "ANA O'NEILL", as it stands in a sentence: "Ana O'Neill"; any other as it is.
pub fn cased(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    name.split_whitespace().map(cased_word).collect::<Vec<_>>().join(" ")
}

fn cased_word(word: &str) -> String {
    if matches!(word.trim_end_matches('.'), "II" | "III" | "IV") {
        return word.to_owned();
    }
    let mut cased = String::with_capacity(word.len());
    let mut begins = true;
    for c in word.chars() {
        if begins {
            cased.push(c);
        } else {
            cased.extend(c.to_lowercase());
        }
        begins = !c.is_alphanumeric() || cased == "Mc" && word.chars().count() > 4;
    }
    cased
}

/// What a given name or a title tells of gender.
pub fn gender_of(lexicon: &Lexicon, name: &str, title: Option<&str>) -> Gender {
    if let Some(title) = title {
        for word in title.split_whitespace() {
            let class = lexicon.class(word);
            if class.is(Class::TITLE_MAN) {
                return Gender::Male;
            }
            if class.is(Class::TITLE_WOMAN) || class.is(Class::PERSON) && class.is(Class::SHE) {
                return Gender::Female;
            }
            if let Some(gender) = gender_of_role(word) {
                return gender;
            }
        }
    }
    let mut words = name.split_whitespace().filter(|word| !word.ends_with('.'));
    let Some(given) = words.next() else { return Gender::Unknown };
    if words.next().is_none() {
        return Gender::Unknown;
    }
    let class = lexicon.class(given);
    match (class.is(Class::MALE), class.is(Class::FEMALE)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// What a noun for a person tells of gender: spokeswoman, father.
pub fn gender_of_role(word: &str) -> Option<Gender> {
    let word = word.to_lowercase();
    let has = |ends: &[&str]| {
        ends.iter().any(|end| word == *end || end.len() > 3 && word.ends_with(end) && word.len() > end.len())
    };
    if has(&[
        "woman",
        "mother",
        "sister",
        "wife",
        "daughter",
        "actress",
        "queen",
        "princess",
        "aunt",
        "widow",
        "girl",
        "girlfriend",
        "congresswoman",
        "lady",
        "niece",
        "businesswoman",
    ]) {
        return Some(Gender::Female);
    }
    if matches!(word.as_str(), "man" | "king" | "boy" | "son" | "uncle" | "prince" | "nephew")
        || has(&[
            "spokesman",
            "chairman",
            "congressman",
            "councilman",
            "businessman",
            "father",
            "brother",
            "husband",
            "boyfriend",
            "frontman",
            "policeman",
            "alderman",
            "gunman",
        ])
    {
        return Some(Gender::Male);
    }
    None
}

/// A name's place in the list of those that were met.
#[derive(Clone, Debug)]
pub struct Known {
    /// The speaker.
    pub id: SpeakerId,
    /// Its fullest form so far.
    pub form: NameForm,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_of_a_label_become_a_name() {
        let cased_all = |names: &[&str]| names.iter().map(|name| cased(name)).collect::<Vec<_>>();
        assert_eq!(
            cased_all(&["ANA LIND", "PETER O'NEILL", "J. MCORRE-LIND II", "Ana LIND"]),
            ["Ana Lind", "Peter O'Neill", "J. McOrre-Lind II", "Ana LIND"]
        );
    }

    #[test]
    fn forms_of_one_name() {
        let fits = |a: &str, b: &str| NameForm::read(a).fits(&NameForm::read(b));
        assert!(fits("Ana Maria Lind", "Lind"));
        assert!(fits("A. Lind", "Ana Lind"));
        assert!(fits("Bill Orre", "William T. Orre Jr."));
        assert!(fits("J. Edgar Orre", "Edgar Orre"));
        assert!(!fits("Ana Lind", "Peter Lind"));
        assert!(!fits("Ana Lind", "Ana Orre"));
    }
}
