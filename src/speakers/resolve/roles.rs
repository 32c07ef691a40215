//! Words for a role: "the mayor", "her statement", "the utility".

use super::entity::{Entity, same_office};
use super::{FAR, Resolver};
use crate::quotations::lexicon::Class;
use crate::quotations::mention::Mention;
use crate::speakers::{Speaker, names};

impl Resolver<'_> {
    pub(super) fn role(&mut self, mention: &Mention) -> usize {
        let phrase = mention.span.of(self.text);
        let head = mention.head.map_or("", |head| head.of(self.text)).to_lowercase();
        let first = phrase.split_whitespace().next().unwrap_or("").to_lowercase();
        let definite = matches!(first.as_str(), "the" | "this" | "that") || self.lexicon.is_definite(&first);
        if definite {
            let known = self.recent.iter().rev().take(FAR).map(|recent| recent.entity).find(|&at| {
                let entity = &self.entities[at];
                entity.roles.contains(&head) && entity.speaker.named && same_office(phrase, &entity.speaker.titles)
            });
            if let Some(at) = known {
                return at;
            }
            let introduced = self.recent.iter().rev().take(FAR).map(|recent| recent.entity).find(|&at| {
                !self.entities[at].speaker.named && !self.entities[at].plural && self.entities[at].roles.contains(&head)
            });
            if let Some(at) = introduced.filter(|_| self.lexicon.class(&head).is(Class::PERSON)) {
                return at;
            }
        }
        if let Some(at) = self.owner(mention, &head) {
            return at;
        }
        // Elsewhere an article stands before too much: "o meu pai".
        let points_back = definite && !self.lexicon.is_definite(&first);
        if points_back && let Some(at) = self.epithet(mention, &head) {
            return at;
        }
        let key = phrase.to_lowercase();
        let key = key.trim_start_matches("the ").trim_start_matches("a ").trim_start_matches("an ").to_owned();
        if let Some(&at) = self.by_role.get(&key) {
            return at;
        }
        let class = self.lexicon.class(&head);
        let at = self.entities.len();
        self.entities.push(Entity {
            speaker: Speaker {
                name: phrase.to_owned(),
                gender: names::gender_of_role(&head).unwrap_or_default(),
                body: class.is(Class(Class::BODY.0 | Class::PAPER.0)),
                ..Speaker::default()
            },
            person: class.is(Class::PERSON),
            plural: class.is(Class::GROUP),
            roles: vec![head],
            first: mention.span.start,
            ..Entity::default()
        });
        self.by_role.insert(key, at);
        at
    }
}
