//! Names: which of the people met so far a name means.

use super::entity::{Entity, alias, clean, full_title, push_new, undetermined};
use super::{FAR, Resolver};
use crate::formats::BlockKind;
use crate::quotations::lexicon::Class;
use crate::quotations::mention::{Mention, MentionKind};
use crate::speakers::names::{self, NameForm};
use crate::speakers::{Gender, Introduced, Speaker};
use crate::text::Span;

impl Resolver<'_> {
    /// Makes a speaker of every full name, so that a surname in the headline finds the name in the text.
    pub(super) fn collect(&mut self, mentions: &[Mention]) {
        for mention in mentions.iter().filter(|mention| mention.kind == MentionKind::Name) {
            let name = mention.span.of(self.text);
            let form = self.form(name);
            if form.words.len() < 2 {
                continue;
            }
            let at = self.same(&form).unwrap_or_else(|| self.add(name, form.clone(), mention.span.start));
            self.learn(at, mention, &form);
        }
    }

    pub(super) fn same(&self, form: &NameForm) -> Option<usize> {
        let list = self.by_surname.get(form.surname())?;
        list.iter().rev().take(FAR).copied().find(|&at| self.entities[at].form.fits(form))
    }

    pub(super) fn add(&mut self, name: &str, form: NameForm, first: usize) -> usize {
        let at = self.entities.len();
        self.by_surname.entry(form.surname().to_owned()).or_default().push(at);
        self.entities.push(Entity {
            speaker: Speaker { name: clean(name), named: true, ..Speaker::default() },
            form,
            first,
            ..Entity::default()
        });
        at
    }

    /// Takes up what a mention by name tells: a fuller form, a title, the gender.
    pub(super) fn learn(&mut self, at: usize, mention: &Mention, form: &NameForm) {
        let name = mention.span.of(self.text);
        let title = mention.title.map(|title| title.of(self.text));
        let given = form.words.len() > 1 && self.lexicon.class(form.given()).is(Class(Class::MALE.0 | Class::FEMALE.0));
        // "Harbour Board", "Team Lind"
        let mut ends = [name.split_whitespace().next_back(), name.split_whitespace().next()].into_iter().flatten();
        let body = ends.any(|word| self.lexicon.class(word).is(Class::BODY));
        let gender = names::gender_of(self.lexicon, name, title);
        let apposed: Vec<String> = mention
            .whole
            .map(|whole| {
                whole
                    .of(self.text)
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|word| self.lexicon.class(word).is(Class::PERSON))
                    .map(str::to_lowercase)
                    .collect()
            })
            .unwrap_or_default();
        let entity = &mut self.entities[at];
        if form.words.len() > entity.form.words.len() {
            let old = std::mem::replace(&mut entity.speaker.name, clean(name));
            entity.form = form.clone();
            alias(&mut entity.speaker, &old);
        } else {
            alias(&mut entity.speaker, &clean(name));
        }
        if let Some(title) = title {
            for word in title.split_whitespace() {
                push_new(&mut entity.roles, full_title(&word.to_lowercase()));
            }
            entity.state(undetermined(title), mention.title.unwrap_or(mention.span), mention.span);
        }
        let described = !apposed.is_empty();
        if let Some(behind) = mention.whole.and_then(|whole| self.text.get(mention.span.end..whole.end))
            && let Some(phrase) = behind.strip_prefix(',')
            && described
            && let Some(whole) = mention.whole
        {
            let start = whole.end - phrase.trim_start().len();
            entity.state(undetermined(phrase), Span::new(start, whole.end), mention.span);
        }
        for role in apposed {
            push_new(&mut entity.roles, role);
        }
        entity.person |= given || (title.is_some() || described) && !body;
        entity.speaker.body |= body && !entity.person;
        if entity.speaker.gender == Gender::Unknown {
            entity.speaker.gender = gender;
        }
    }

    /// Keeps how the text itself, below its headings, first names somebody.
    pub(super) fn introduce(&mut self, at: usize, mention: &Mention) {
        let heading =
            self.document.blocks.get(mention.block as usize).is_some_and(|block| block.kind == BlockKind::Heading);
        if mention.kind == MentionKind::Name && mention.inside.is_none() && !heading {
            let full = NameForm::read(mention.span.of(self.text)).words.len() > 1;
            self.entities[at].speaker.introduced.get_or_insert(Introduced { span: mention.span, full });
        }
    }

    pub(super) fn named(&mut self, mention: &Mention) -> usize {
        let name = mention.span.of(self.text);
        let form = self.form(name);
        let slipped = !self.slips.is_empty() && form != NameForm::read(name);
        let at = if form.words.len() > 1 { self.same(&form) } else { self.single(&form, mention) };
        if let (Some(at), true) = (at, slipped) {
            self.misspelled.push((mention.span, at));
            alias(&mut self.entities[at].speaker, &clean(name));
            return at;
        }
        let at = at.unwrap_or_else(|| self.add(name, form.clone(), mention.span.start));
        self.learn(at, mention, &form);
        at
    }

    /// The form of a name, a slip put right.
    pub(super) fn form(&self, name: &str) -> NameForm {
        let mut form = NameForm::read(name);
        if let Some(right) = form.words.last().and_then(|last| self.slips.get(last))
            && let Some(last) = form.words.last_mut()
        {
            last.clone_from(right);
        }
        form
    }

    /// Whom a single word names: the last one met of that surname, else one met later, else one of that given name.
    pub(super) fn single(&self, form: &NameForm, mention: &Mention) -> Option<usize> {
        let word = form.surname();
        let title = mention.title.map(|title| title.of(self.text));
        let told = title.map_or(Gender::Unknown, |title| names::gender_of(self.lexicon, "", Some(title)));
        let agrees = |at: usize| {
            told == Gender::Unknown
                || self.entities[at].speaker.gender == Gender::Unknown
                || self.entities[at].speaker.gender == told
        };
        if let Some(list) = self.by_surname.get(word) {
            let latest = self
                .recent
                .iter()
                .rev()
                .take(FAR)
                .map(|recent| recent.entity)
                .find(|at| list.contains(at) && agrees(*at) && !self.entities[*at].speaker.body);
            let person = list.iter().copied().find(|&at| self.entities[at].person && agrees(at));
            if let Some(at) = latest.or(person).or_else(|| list.iter().copied().find(|&at| agrees(at))) {
                return Some(at);
            }
        }
        let by_given = |at: usize| {
            self.entities[at].form.words.len() > 1 && self.entities[at].form.given() == word && self.entities[at].person
        };
        self.recent
            .iter()
            .rev()
            .take(FAR)
            .map(|recent| recent.entity)
            .find(|&at| by_given(at))
            .or_else(|| (0..self.entities.len().min(FAR)).find(|&at| by_given(at)))
    }
}
