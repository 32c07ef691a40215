//! Words that point back: pronouns, "her statement", "the utility".

use super::{FAR, Recent, Resolver};
use crate::quotations::lexicon::Class;
use crate::quotations::mention::{Mention, MentionKind};
use crate::speakers::Gender;
use crate::speakers::names::{self, NameForm};
use crate::text::Span;

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Person(Gender),
    Body,
    Several,
}

impl Resolver<'_> {
    /// "her statement", "Lind's letter": whose it is.
    pub(super) fn owner(&mut self, mention: &Mention, head: &str) -> Option<usize> {
        if !self.lexicon.class(head).is(Class(Class::PAPER.0 | Class::SAYING.0)) {
            return None;
        }
        let phrase = mention.span.of(self.text);
        let first = phrase.split_whitespace().next()?;
        if matches!(first.to_ascii_lowercase().as_str(), "his" | "her" | "their" | "its") {
            let span = Span::new(mention.span.start, mention.span.start + first.len());
            return self.pronoun(&Mention { span, kind: MentionKind::Pronoun, ..*mention }, true);
        }
        let name = first.strip_suffix("'s").or_else(|| first.strip_suffix("’s"))?;
        let at = self.single(&NameForm::read(name), mention)?;
        self.entities[at].person.then_some(at)
    }

    /// "the utility", "the lively proprietor": whom a definite noun that was never introduced points back to.
    pub(super) fn epithet(&self, mention: &Mention, head: &str) -> Option<usize> {
        let class = self.lexicon.class(head);
        let near = || self.recent.iter().rev().take(FAR).take_while(|recent| recent.block + 3 >= mention.block);
        if class.is(Class::BODY) {
            let mut letters = head.chars();
            let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            let named = near()
                .map(|recent| recent.entity)
                .find(|&at| self.entities[at].speaker.named && self.entities[at].speaker.name.contains(&capital));
            let spoke = || {
                near().map(|recent| recent.entity).find(|&at| {
                    self.entities[at].speaker.named && !self.entities[at].person && self.entities[at].spoken > 0
                })
            };
            return named.or_else(spoke);
        }
        if !class.is(Class::PERSON)
            || self.entities.iter().take(FAR).any(|entity| entity.roles.iter().any(|role| role == head))
        {
            return None;
        }
        let gender = names::gender_of_role(head).unwrap_or_default();
        let fits = |at: usize| {
            let entity = &self.entities[at];
            entity.person
                && entity.speaker.named
                && (gender == Gender::Unknown
                    || entity.speaker.gender == Gender::Unknown
                    || entity.speaker.gender == gender)
        };
        let mut candidates = self
            .recent
            .iter()
            .rev()
            .take(FAR)
            .take_while(|recent| recent.block + 1 >= mention.block)
            .filter(|recent| (recent.subject || recent.speaking) && fits(recent.entity));
        let first = candidates.next()?.entity;
        candidates.all(|recent| recent.entity == first).then_some(first)
    }

    pub(super) fn pronoun(&mut self, mention: &Mention, speaking: bool) -> Option<usize> {
        if mention.inside.is_some() && !speaking {
            return None;
        }
        let word = mention.span.of(self.text).to_lowercase();
        let wanted = match word.as_str() {
            "er" | "il" | "él" | "lui" | "egli" | "ele" | "he" | "him" | "his" | "himself" => {
                Wanted::Person(Gender::Male)
            }
            "sie" | "elle" | "ella" | "lei" | "ela" | "she" | "her" | "hers" | "herself" => {
                Wanted::Person(Gender::Female)
            }
            "it" | "its" | "itself" => Wanted::Body,
            "they" | "them" | "their" | "themselves" => Wanted::Several,
            _ => Wanted::Person(self.gender_of_pronoun(&word)?),
        };
        let mut best: Option<(i32, usize)> = None;
        let mut seen = 0;
        for recent in self.recent.iter().rev().take(FAR) {
            if recent.at >= mention.span.start {
                continue;
            }
            seen += 1;
            if seen > 60 || recent.block + 8 < mention.block {
                break;
            }
            let Some(score) = self.fit(recent, mention, wanted) else { continue };
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, recent.entity));
            }
        }
        let (_, at) = best?;
        if let Wanted::Person(gender) = wanted
            && self.entities[at].speaker.gender == Gender::Unknown
        {
            self.entities[at].speaker.gender = gender;
            self.entities[at].person = true;
        }
        Some(at)
    }

    /// What a pronoun of another language tells: dieser, ihrer, cette dernière.
    fn gender_of_pronoun(&self, word: &str) -> Option<Gender> {
        let class = self.lexicon.class(word.split_whitespace().next_back()?);
        match (class.is(Class::HE), class.is(Class::SHE)) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        }
    }

    pub(super) fn fit(&self, recent: &Recent, mention: &Mention, wanted: Wanted) -> Option<i32> {
        let entity = &self.entities[recent.entity];
        let mut score = 0;
        match wanted {
            Wanted::Person(gender) => {
                if entity.speaker.body
                    || entity.plural
                    || entity.speaker.gender != Gender::Unknown && entity.speaker.gender != gender
                {
                    return None;
                }
                // "Lind did not back down. “…,” he said.": whom the sentence before is about.
                let about = recent.subject
                    && recent.block == mention.block
                    && recent.sentence < mention.sentence
                    && recent.sentence + 1 >= mention.sentence;
                let known = entity.person || entity.likely;
                let full = entity.speaker.named && entity.form.words.len() > 1;
                if about && (known || full) {
                    score += 70;
                }
                if entity.speaker.gender == gender {
                    score += 40;
                }
                if !known && entity.speaker.named && of_a_place(&entity.speaker.name) {
                    return None;
                }
                if !entity.person && entity.speaker.gender == Gender::Unknown && !(about && full) {
                    score -= if entity.likely { 20 } else { 200 };
                }
                if entity.spoken > 0 {
                    score += 8;
                }
            }
            Wanted::Body => {
                if entity.person || entity.plural {
                    return None;
                }
                if entity.speaker.body {
                    score += 30;
                }
                if entity.spoken > 0 {
                    score += 40;
                }
            }
            Wanted::Several => {
                if entity.person && !entity.plural {
                    score -= 40;
                }
                if entity.plural {
                    score += 30;
                }
            }
        }
        let distance =
            i32::try_from(mention.sentence - recent.sentence.min(mention.sentence)).unwrap_or(i32::MAX).min(100);
        score -= 12 * distance;
        if recent.subject {
            score += 15;
        }
        if recent.speaking {
            score += 12;
        }
        Some(score)
    }
}

/// Whether the one word is set as a dateline or formed as an adjective of a place: no person is meant.
fn of_a_place(name: &str) -> bool {
    !name.contains(' ')
        && (name.len() > 2 && !name.chars().any(char::is_lowercase)
            || ["ian", "ican", "ese", "ish"].iter().any(|end| name.len() > end.len() + 2 && name.ends_with(end)))
}
