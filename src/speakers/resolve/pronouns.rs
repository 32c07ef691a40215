//! Pronouns: whom "she" points back to.
//!
//! Every person, body or group met shortly before is a candidate if number and gender allow. What speaks for one is
//! counted in points; they order the candidates and mean nothing beyond that. In words, from the weightiest on: it is
//! whom the sentence before is about; it is certainly a person of that gender; it was named lately, as a subject, as
//! somebody who speaks. Two of one sentence who come out alike are told apart by nothing: then nobody is chosen.

use super::entity::Other;
use super::written::Written;
use super::{FAR, Meaning, Recent, Resolver};
use crate::quotations::lexicon::Class;
use crate::quotations::mention::{Mention, MentionKind};
use crate::speakers::Gender;

/// The sentence before is about it, or the same sentence up to the pronoun.
const TOPIC: i32 = 70;
/// Certainly of the pronoun's gender or number.
const AGREES: i32 = 40;
/// Certainly a person and one with a name, of whatever gender.
const PERSON: i32 = 30;
/// The subject of a sentence of the same paragraph.
const PARAGRAPH: i32 = 20;
/// Named as the subject of a clause.
const SUBJECT: i32 = 15;
/// Named as somebody who speaks.
const SPEAKING: i32 = 12;
/// Has spoken before.
const SPOKEN: i32 = 8;
/// Named one sentence further back.
const SENTENCE: i32 = -12;
/// May be a person, for all that is known.
const PERHAPS: i32 = -20;
/// A name that mostly people of the other gender bear.
const CONTRARY: i32 = -40;
/// Most likely something else: a place, a thing.
const HARDLY: i32 = -200;
/// So many mentions back are looked at.
const MENTIONS: usize = 60;
/// So many paragraphs back are looked at.
const BLOCKS: u32 = 8;

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Person(Gender),
    Body,
    Several,
}

impl Wanted {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "er" | "il" | "él" | "lui" | "egli" | "ele" | "he" | "him" | "his" | "himself" => {
                Self::Person(Gender::Male)
            }
            "sie" | "elle" | "ella" | "lei" | "ela" | "she" | "her" | "hers" | "herself" => {
                Self::Person(Gender::Female)
            }
            "it" | "its" | "itself" => Self::Body,
            "they" | "them" | "their" | "themselves" | "themself" => Self::Several,
            _ => return None,
        })
    }
}

/// Whether a mention is "it", or whose it is.
pub(super) fn is_of_a_thing(mention: &Mention, text: &str) -> bool {
    let word = mention.span.of(text);
    mention.kind == MentionKind::Pronoun && ["it", "its", "itself"].iter().any(|it| word.eq_ignore_ascii_case(it))
}

impl Resolver<'_> {
    /// What a pronoun of another language tells: dieser, ihrer.
    fn gender_of_pronoun(&self, word: &str) -> Option<Gender> {
        let class = self.lexicon.class(word);
        match (class.is(Class::HE), class.is(Class::SHE)) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        }
    }

    /// Whom a pronoun means.
    pub(super) fn pronoun(&mut self, mention: &Mention, speaking: bool) -> Meaning {
        if mention.inside.is_some() && !speaking {
            return Meaning::Nobody;
        }
        let word = mention.span.of(self.text).to_lowercase();
        if word == "i" && speaking && mention.inside.is_none() {
            return self.reporter(mention).map_or(Meaning::Nobody, Meaning::One);
        }
        let Some(wanted) = Wanted::of(&word).or_else(|| self.gender_of_pronoun(&word).map(Wanted::Person)) else {
            return Meaning::Nobody;
        };
        if matches!(word.as_str(), "dieser" | "diese" | "letzterer" | "letztere") {
            return self.named_last(mention, wanted).map_or(Meaning::Nobody, Meaning::One);
        }
        // "…, he said" stands apart from its sentence; "what he called" does not.
        let apart = speaking && self.text[..mention.span.start].trim_end().ends_with([',', '”', '"', '’', '\'', '»']);
        let mut best: Option<(i32, &Recent)> = None;
        let mut rival: Option<(i32, &Recent)> = None;
        let near = self.recent.iter().rev().take(FAR).filter(|recent| recent.at < mention.span.start).take(MENTIONS);
        for recent in near.take_while(|recent| recent.block + BLOCKS >= mention.block) {
            let Some(score) = self.fit(recent, mention, wanted, apart) else { continue };
            match best {
                Some((top, other)) if score <= top => {
                    if other.entity != recent.entity && rival.is_none_or(|(second, _)| score > second) {
                        rival = Some((score, recent));
                    }
                }
                _ => {
                    rival = best.filter(|(_, other)| other.entity != recent.entity).or(rival);
                    best = Some((score, recent));
                }
            }
        }
        let Some((top, chosen)) = best.filter(|(top, _)| *top > HARDLY / 2) else { return Meaning::Nobody };
        let at = chosen.entity;
        if let Some((second, other)) = rival
            && other.entity != at
            && self.alike(chosen, other)
            && top == second
        {
            return Meaning::Several(vec![other.entity, at]);
        }
        if let Wanted::Person(gender) = wanted
            && self.entities[at].speaker.gender == Gender::Unknown
        {
            self.entities[at].speaker.gender = gender;
            self.entities[at].person = true;
        }
        Meaning::One(at)
    }

    /// "Lind lobte Orre. Dieser sagte …": the one named last, in this sentence or the one before.
    fn named_last(&self, mention: &Mention, wanted: Wanted) -> Option<usize> {
        let near = self.recent.iter().rev().take(FAR).filter(|recent| recent.at < mention.span.start);
        let last = near
            .take_while(|recent| recent.sentence + 1 >= mention.sentence)
            .filter(|recent| self.fit(recent, mention, wanted, true).is_some_and(|points| points > HARDLY / 2))
            .max_by_key(|recent| recent.at)?;
        // Somebody without a name may stand between: "Lind lobte den Makler. Dieser sagte …".
        let between = self.text.get(last.at..mention.span.start)?;
        let words = between.split(|c: char| !c.is_alphanumeric());
        let others = words.filter(|word| word.starts_with(char::is_uppercase));
        let person =
            others.into_iter().any(|word| self.lexicon.class(word).is(Class(Class::PERSON.0 | Class::GROUP.0)));
        (!person).then_some(last.entity)
    }

    /// Whether nothing in the syntax tells two mentions apart.
    fn alike(&self, one: &Recent, other: &Recent) -> bool {
        let speaker = |recent: &Recent| &self.entities[recent.entity].speaker;
        one.sentence == other.sentence
            && one.subject == other.subject
            && one.speaking == other.speaking
            && speaker(one).gender == speaker(other).gender
            && speaker(one).named
            && speaker(other).named
    }

    /// "I asked": the one who signs the text.
    fn reporter(&mut self, mention: &Mention) -> Option<usize> {
        let [name] = self.document.meta.byline.as_slice() else { return None };
        let written = Written::read(name);
        if written.form.words.len() < 2 {
            return None;
        }
        let at = self.same(&written.form).unwrap_or_else(|| self.add(&written, mention.span.start));
        self.entities[at].person = true;
        Some(at)
    }

    fn fit(&self, recent: &Recent, mention: &Mention, wanted: Wanted, apart: bool) -> Option<i32> {
        let points = match wanted {
            Wanted::Person(gender) => self.fit_person(recent, mention, gender, apart)?,
            Wanted::Body => self.fit_body(recent, mention)?,
            Wanted::Several => self.fit_several(recent),
        };
        let back = i32::try_from(mention.sentence.saturating_sub(recent.sentence)).unwrap_or(i32::MAX).min(100);
        let syntax = i32::from(recent.subject) * SUBJECT + i32::from(recent.speaking) * SPEAKING;
        Some(points + back * SENTENCE + syntax)
    }

    fn fit_person(&self, recent: &Recent, mention: &Mention, gender: Gender, apart: bool) -> Option<i32> {
        let entity = &self.entities[recent.entity];
        let known = entity.speaker.gender;
        // "It is late, she said": a place that is "it" here is not "she" for that.
        if recent.thing || entity.speaker.body || entity.plural || known != Gender::Unknown && known != gender {
            return None;
        }
        let person = entity.person || entity.likely;
        let full = entity.speaker.named && entity.form.words.len() > 1;
        if !person
            && entity.speaker.named
            && (entity.used.as_other == Other::Determined || !full && !entity.used_as_name())
        {
            return None;
        }
        // "Lind did not back down. “…,” he said."
        let before = recent.sentence < mention.sentence && recent.sentence + 1 >= mention.sentence;
        // "Lind said he …", "Lind smiled as he left"; but "Lind was late, he said" is somebody else's word.
        let same = recent.sentence == mention.sentence && (recent.speaking || !apart || self.is_of_clause(recent));
        let topic = recent.subject && (before || same) && (person || full && recent.block == mention.block);
        let paragraph =
            recent.subject && recent.block == mention.block && (recent.sentence < mention.sentence || !apart);
        // "Danella Orrevik": a name that no list has, and that is used as nothing else.
        let plain_name = entity.speaker.named
            && (2..=3).contains(&entity.form.words.len())
            && entity.used.as_other == Other::Nothing;
        // "Danella Orrevik came. “…,” she said"
        let heading = self.headings.get(recent.block as usize).copied().unwrap_or_default();
        let acts_just_before = plain_name && before && recent.subject && !heading;
        // "After Danella Orrevik's win she said"
        let owns = plain_name && recent.sentence == mention.sentence && entity.used.as_subject;
        let mut points = i32::from(topic) * TOPIC + i32::from(entity.spoken > 0) * SPOKEN * (1 + i32::from(apart));
        points += i32::from(paragraph) * PARAGRAPH;
        points += match known {
            _ if known == gender => AGREES,
            _ if entity.person && entity.speaker.named => PERSON,
            _ if entity.person => 0,
            _ if topic && full => 0,
            _ if entity.likely || acts_just_before || owns => PERHAPS,
            _ => HARDLY,
        };
        // "Philip" alone is a surname, but seldom a woman's.
        let alone = known == Gender::Unknown && entity.form.words.len() == 1;
        points += i32::from(alone && self.is_contrary(entity.form.given(), gender)) * CONTRARY;
        Some(points)
    }

    /// Whether a name is one that mostly people of the other gender bear.
    fn is_contrary(&self, name: &str, gender: Gender) -> bool {
        let given = self.lexicon.class(name);
        match gender {
            Gender::Female => given.is(Class::MALE) && !given.is(Class::FEMALE),
            Gender::Male => given.is(Class::FEMALE) && !given.is(Class::MALE),
            _ => false,
        }
    }

    /// "Though Lind was late, he said": whether a mention is the subject of a clause that begins its sentence and is no
    /// whole one.
    fn is_of_clause(&self, recent: &Recent) -> bool {
        const OPENING: &[&str] = &["Although", "As", "Because", "If", "Since", "Though", "When", "While"];
        let before = self.text[..recent.at].trim_end();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        recent.subject && OPENING.contains(&word)
    }

    fn fit_body(&self, recent: &Recent, mention: &Mention) -> Option<i32> {
        let entity = &self.entities[recent.entity];
        if entity.person || entity.plural {
            return None;
        }
        // "The company declined to say when it …"
        let topic = entity.speaker.body && recent.subject && recent.sentence == mention.sentence;
        let known = i32::from(entity.speaker.body) + i32::from(entity.spoken > 0);
        Some(known * AGREES + i32::from(topic) * TOPIC)
    }

    fn fit_several(&self, recent: &Recent) -> i32 {
        let entity = &self.entities[recent.entity];
        match entity.speaker.gender {
            _ if entity.plural => AGREES,
            // "A spokesperson for the police said …. They added": somebody of whom no more is told.
            Gender::Unknown if entity.person && !entity.speaker.named && entity.spoken > 0 => AGREES,
            Gender::Neutral => AGREES,
            _ if entity.person => -AGREES,
            _ => 0,
        }
    }
}
