//! Families: somebody who is named by a given name beside a relative is called by that one's surname later.

use super::entity::alias;
use super::{FAR, Resolver};
use crate::quotations::lexicon::Class;
use crate::quotations::mention::Mention;
use crate::speakers::Gender;
use crate::speakers::names::{self, NameForm};
use crate::text::lists::List;

/// Relatives who mostly bear the surname of whose they are.
static KIN: List = List::of(include_str!("../../../data/names/kin.txt"));

/// Somebody by a given name, and the surname that is likely theirs.
#[derive(Debug)]
pub(super) struct Kin {
    entity: usize,
    gender: Gender,
    /// Folded, as surnames are looked up.
    surname: String,
}

impl Resolver<'_> {
    /// Takes up a given name that stands alone beside a relative: "Tony Orre and his wife, Elin", "Orre's brother Jon",
    /// "Elin and Tony Orre".
    pub(super) fn learn_kin(&mut self, at: usize, mention: &Mention, form: &NameForm) {
        let class = self.lexicon.class(form.given());
        let gender = match (class.is(Class::MALE), class.is(Class::FEMALE)) {
            (false, false) => return,
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            (true, true) => Gender::Unknown,
        };
        if form.words.len() > 1 || self.entities[at].form.words.len() > 1 {
            return;
        }
        let surname = self.surname_behind(mention).or_else(|| self.surname_of_relative(mention));
        let Some(surname) = surname.filter(|_| self.kin.len() < FAR) else { return };
        self.kin.push(Kin { entity: at, gender, surname: names::key(NameForm::read(&surname).surname()).into_owned() });
    }

    /// "Elin and Tony Orre": the surname that both have.
    fn surname_behind(&self, mention: &Mention) -> Option<String> {
        let behind = self.text[mention.span.end..].strip_prefix(" and ")?;
        let mut words = behind.split(' ');
        let given = words.next().filter(|word| self.lexicon.class(word).is(Class(Class::MALE.0 | Class::FEMALE.0)))?;
        let surname = words.next().filter(|word| word.starts_with(char::is_uppercase))?;
        let surname = surname.split(|c: char| !c.is_alphanumeric() && c != '-').next()?;
        (given.starts_with(char::is_uppercase) && !surname.is_empty()).then(|| surname.to_owned())
    }

    /// "his wife, Elin", "Orre's brother Jon": the surname of whoever was named last in front, if it is told in full.
    fn surname_of_relative(&self, mention: &Mention) -> Option<String> {
        let title = mention.title?.of(self.text);
        if !title.split_whitespace().any(|word| KIN.contains(&word)) {
            return None;
        }
        let recent = self.recent.iter().rev().find(|recent| recent.at < mention.span.start)?;
        let relative = &self.entities[recent.entity];
        let near = recent.sentence + 1 >= mention.sentence && relative.person && relative.form.words.len() > 1;
        near.then(|| relative.form.surname().to_owned())
    }

    /// Whom a surname with a title of courtesy means that nobody bears so far: "Mrs Orre".
    pub(super) fn by_kin(&mut self, form: &NameForm, mention: &Mention) -> Option<usize> {
        let told = names::gender_of(self.lexicon, "", Some(mention.title?.of(self.text)));
        let surname = names::key(form.surname());
        let fits = |kin: &&Kin| kin.surname == surname && kin.gender == told && told != Gender::Unknown;
        let mut all = self.kin.iter().filter(fits).map(|kin| kin.entity);
        let one = all.next()?;
        if all.any(|other| other != one) {
            return None;
        }
        let full = format!("{} {}", self.entities[one].speaker.name, mention.span.of(self.text));
        let form = NameForm::read(&full);
        self.index(one, &form);
        let entity = &mut self.entities[one];
        let given = std::mem::replace(&mut entity.speaker.name, full);
        alias(&mut entity.speaker, &given);
        entity.speaker.gender = told;
        entity.person = true;
        entity.form = form;
        Some(one)
    }
}
