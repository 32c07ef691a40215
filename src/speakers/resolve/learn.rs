//! What a mention by name tells of its bearer: a fuller form, a title, the gender.

use std::rc::Rc;

use super::Resolver;
use super::entity::{Entity, alias, forms_of, push_new, undetermined};
use super::written::Written;
use crate::quotations::lexicon::{Class, Lexicon};
use crate::quotations::mention::Mention;
use crate::speakers::Gender;
use crate::speakers::names;
use crate::speakers::offices::full_title;
use crate::text::Span;

/// A mention by name as it is written: the name, the title in front, all of the phrase, and what of it stands behind the
/// name.
pub(super) type Words<'a> = (&'a str, Option<&'a str>, Option<(&'a str, &'a str)>);

/// What the words of a mention tell, wherever they stand.
#[derive(Debug)]
pub(super) struct Described {
    /// Another for each way to write it.
    number: usize,
    /// The title in front, without its article.
    title: Option<String>,
    /// The phrase behind a comma, without its article, and how many bytes before the end it begins.
    phrase: Option<(usize, String)>,
    /// The nouns for a person among these, as they are looked up.
    roles: Vec<String>,
    by_role: Gender,
    by_name: Gender,
    /// Whether it is certainly a person's: in running text, and in a heading, where more has a capital.
    person: [bool; 2],
    body: bool,
    /// "the Attorney General": a title is no name.
    only_title: bool,
    people: bool,
}

impl Described {
    fn read(number: usize, lexicon: &Lexicon, words: Words<'_>, written: &Written) -> Self {
        let (name, title, phrase) = words;
        let form = &written.form;
        let is_given = |word: &str| lexicon.class(word).is(Class(Class::MALE.0 | Class::FEMALE.0));
        let given = form.words.len() > 1 && is_given(form.given());
        // "Harbour Board", "Team Lind"
        let mut ends = [name.split_whitespace().next_back(), name.split_whitespace().next()].into_iter().flatten();
        let body = form.company || ends.any(|word| lexicon.class(word).is(Class::BODY));
        let apposed = phrase.map(|(whole, _)| persons(lexicon, whole)).unwrap_or_default();
        let described = !apposed.is_empty();
        let by_title = title.map_or(Gender::Unknown, |title| names::gender_of(lexicon, "", Some(title)));
        let by_role = match apposed.first() {
            Some(role) if by_title == Gender::Unknown => names::gender_of_role(role).unwrap_or_default(),
            _ => by_title,
        };
        let behind = phrase.and_then(|(_, behind)| behind.strip_prefix(',')).map(str::trim_start);
        let behind = behind.filter(|phrase| described && !phrase.starts_with("who "));
        let only_title = lexicon.class(name).is(Class(Class::ANY_TITLE.0 | Class::PERSON.0)) && !is_given(name);
        let titles = title.into_iter().flat_map(|title| titles(lexicon, title));
        // "Ana House" is a person, "Roman Catholic Diocese" is not.
        let person = given && (!body || form.words.len() == 2) || (title.is_some() || described) && !body;
        let person = person && !only_title;
        Self {
            number,
            title: title.map(undetermined),
            phrase: behind.map(|phrase| (phrase.len(), undetermined(phrase))),
            roles: titles.chain(apposed).flat_map(forms_of).collect(),
            by_role,
            by_name: names::gender_of(lexicon, name, None),
            person: [person, person && given],
            body,
            only_title,
            people: is_people(name),
        }
    }
}

impl Resolver<'_> {
    /// Takes up what a mention by name tells.
    pub(super) fn learn(&mut self, at: usize, mention: &Mention, written: &Written) {
        let described = self.described(mention, written);
        // The same words tell of the same one nothing new the second time, but for where they stand.
        let heading = self.is_heading(mention);
        let new = self.learnt.insert((at, described.number, heading));
        let bare = mention.title.is_none() && mention.whole.is_none_or(|whole| whole == mention.span);
        if bare && !new && !heading {
            return;
        }
        let entity = &mut self.entities[at];
        // "Ana Lind, 34, left": nothing but a person is told with its age.
        if let Some(age) = age_behind(&self.text[mention.span.end..]) {
            entity.age = Some(age);
            entity.person |= !described.only_title;
        }
        if new {
            self.take_up(at, written, &described, heading);
        }
        let entity = &mut self.entities[at];
        if let (Some(title), Some(span)) = (&described.title, mention.title) {
            entity.state(title, span, mention.span);
        }
        if let (Some((back, phrase)), Some(whole)) = (&described.phrase, mention.whole) {
            entity.state(phrase, Span::new(whole.end - back, whole.end), mention.span);
        }
        if described.by_role != Gender::Unknown {
            entity.speaker.gender = described.by_role;
        }
    }

    fn described(&mut self, mention: &Mention, written: &Written) -> Rc<Described> {
        let text = self.text;
        let title = mention.title.map(|title| title.of(text));
        // A phrase that is nothing but the name tells nothing.
        let phrase = mention.whole.filter(|&whole| title.is_some() || whole != mention.span);
        let phrase = phrase.map(|whole| (whole.of(text), text.get(mention.span.end..whole.end).unwrap_or_default()));
        let words = (mention.span.of(text), title, phrase);
        let (number, lexicon) = (self.described.len(), self.lexicon);
        let known = self.described.entry(words);
        Rc::clone(known.or_insert_with(|| Rc::new(Described::read(number, lexicon, words, written))))
    }

    fn take_up(&mut self, at: usize, written: &Written, described: &Described, heading: bool) {
        let form = &written.form;
        if form.words.len() > self.entities[at].form.words.len() && !form.company && !heading {
            let entity = &mut self.entities[at];
            let old = std::mem::replace(&mut entity.speaker.name, written.clean.clone());
            entity.form = form.clone();
            alias(&mut entity.speaker, &old);
            self.index(at, form);
        } else {
            alias(&mut self.entities[at].speaker, &written.clean);
        }
        let Entity { roles, person, plural, speaker, form: known, .. } = &mut self.entities[at];
        for role in &described.roles {
            if !self.held.contains(role) {
                self.held.insert(role.clone());
            }
            push_new(roles, role);
        }
        *person |= described.person[usize::from(heading)];
        *plural |= described.people;
        speaker.body |= described.body && !*person;
        // What the fullest form says of gender beats a shorter one: "Al Lind" of "Ana Al Lind" is no man called Al.
        let tells = described.by_role == Gender::Unknown && form.words.len() >= known.words.len();
        if tells && speaker.gender == Gender::Unknown {
            speaker.gender = described.by_name;
        }
    }
}

/// The nouns for a person in the words around a name: ", the harbour master and mother of two,".
fn persons(lexicon: &Lexicon, phrase: &str) -> Vec<String> {
    let words = phrase.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| lexicon.class(word).is(Class::PERSON)).map(str::to_lowercase).collect()
}

/// Those in the title in front of a name, written out.
fn titles(lexicon: &Lexicon, title: &str) -> impl Iterator<Item = String> {
    title.split_whitespace().filter_map(|word| {
        let full = full_title(&word.to_lowercase());
        // A German compound is known by its capital.
        let class = lexicon.class(&full) | lexicon.class(word);
        class.is(Class(Class::PERSON.0 | Class::ANY_TITLE.0)).then_some(full)
    })
}

/// The age between commas or in brackets behind a name, in years.
fn age_behind(behind: &str) -> Option<u8> {
    const YEARS: [&str; 5] = [" Jahre", " ans", " años", " anni", " anos"];
    let rest = behind.strip_prefix(", ").or_else(|| behind.strip_prefix(" ("))?;
    let rest = rest.strip_prefix("de ").unwrap_or(rest);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (years, behind) = rest.split_at(digits);
    let ends = behind.starts_with([',', '.', ';', ')']) && !behind[1..].starts_with(|c: char| c.is_ascii_digit());
    let told = ends || YEARS.iter().any(|word| behind.starts_with(word));
    years.parse().ok().filter(|age| told && (1..=115).contains(age))
}

/// "Vellians": a people, not a person.
fn is_people(name: &str) -> bool {
    !name.contains(' ') && name.len() > 6 && ["ians", "icans", "eans"].iter().any(|end| name.ends_with(end))
}
