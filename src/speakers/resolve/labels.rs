//! Whose turn a label opens: "MAYOR LIND:", "THE PRESIDENT:", "SPEAKER 1:", "A:".

use super::entity::{alias, push_new};
use super::written::Written;
use super::{Entity, FAR, Resolver};
use crate::formats::Voice;
use crate::quotations::lexicon::Class;
use crate::speakers::Speaker;
use crate::speakers::names::{self, NameForm};
use crate::speakers::offices::full_title;
use crate::text::Span;

/// What stands in front of an office in French.
const HONORIFICS: [&str; 4] = ["m.", "mme", "monsieur", "madame"];

impl Resolver<'_> {
    /// Whose turn a label opens. An interview's "A" is the person it is with, if that is plain; its "Q" nobody.
    pub(super) fn labelled(&mut self, label: &str, span: Option<Span>) -> Option<usize> {
        match label {
            _ if Voice::asks(label) => None,
            _ if Voice::answers(label) => self.answerer(span),
            _ if label.eq_ignore_ascii_case("the witness") => self.answerer(span).or_else(|| self.office(label, span)),
            _ => Some(self.office(label, span).unwrap_or_else(|| self.label(label, span))),
        }
    }

    /// Whom a label means that is a title and no name: the one person who bears it above the turns, else somebody whose
    /// name is not known. Where somebody is called so, it is a name: "KING:" behind "LARRY KING:".
    fn office(&mut self, label: &str, span: Option<Span>) -> Option<usize> {
        let label = label.split('(').next().unwrap_or(label).trim();
        let words: Vec<String> = label.split_whitespace().map(str::to_lowercase).collect();
        // "Mme la présidente", "M. le ministre de la mer": an office and no name, in the record of whatever parliament.
        if let [title, article, office, ..] = &words[..]
            && HONORIFICS.contains(&title.as_str())
            && matches!(article.as_str(), "le" | "la")
        {
            return Some(self.somebody(words.join(" "), label, office, span));
        }
        let definite = words.first().is_some_and(|first| first == "the" || self.lexicon.is_definite(first));
        let title = &words[usize::from(definite)..];
        let is_title = |word: &String| {
            let class = self.lexicon.class(&full_title(word));
            class.is(Class(Class::ANY_TITLE.0 | Class::PERSON.0)) && !class.is(Class(Class::MALE.0 | Class::FEMALE.0))
        };
        // "The Minister for Health": what the office is for stands behind it, and there are others of the kind.
        let noun = title.iter().position(|word| matches!(word.as_str(), "for" | "and" | "to" | "on"));
        let (head, others) = title[..noun.unwrap_or(title.len())].split_last()?;
        // "PRIME MINISTER" above the turns is nobody called Minister.
        let is_name = |at: usize| !self.entities[at].speaker.name.split(' ').all(|word| is_title(&word.to_lowercase()));
        let called_so = !definite && self.same(&NameForm::read(&names::cased(label))).is_some_and(is_name);
        // "An hon. Member", "Some hon. Members", "UNIDENTIFIED MALE": one of many, and nobody knows which.
        let first = words.first().map_or("", String::as_str);
        let people = self.lexicon.class(head).is(Class(Class::PERSON.0 | Class::GROUP.0));
        if !others.is_empty() && (UNNAMED.contains(&first) && people || matches!(first, "unidentified" | "unknown")) {
            return Some(self.somebody(words.join(" "), label, head, span));
        }
        if !is_title(head) || !definite && !others.iter().all(is_title) || called_so {
            return None;
        }
        let key = title.join(" ");
        if !self.by_role.contains_key(&key)
            && let Some(at) = self.titled_so(&key, span).or_else(|| {
                let alone = noun.is_none();
                alone.then(|| self.bearer(&full_title(head), span)).flatten()
            })
        {
            self.by_role.insert(key.clone(), at);
        }
        Some(self.somebody(key, label, head, span))
    }

    /// Whom a label by a role means, whoever it is.
    fn somebody(&mut self, key: String, label: &str, head: &str, span: Option<Span>) -> usize {
        let known = self.by_role.get(&key).copied();
        let at = known.unwrap_or_else(|| self.nameless(label, head, span));
        self.by_role.insert(key, at);
        self.entities[at].speaker.mentions.extend(span);
        at
    }

    /// The only one of those who spoke above that a label says holds an office: "PRIME MINISTER" below "ANA LIND, PRIME
    /// MINISTER".
    fn titled_so(&self, office: &str, label: Option<Span>) -> Option<usize> {
        let above = |entity: &Entity| label.is_some_and(|label| entity.first < label.start);
        let holds = |title: &String| {
            let title = title.to_lowercase();
            let behind = title.strip_prefix(office);
            behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(" of ") || rest.starts_with(" for "))
        };
        let bears = |entity: &Entity| entity.surname.labelled && entity.speaker.titles.iter().any(holds);
        let mut all =
            (0..self.entities.len().min(FAR)).filter(|&at| above(&self.entities[at]) && bears(&self.entities[at]));
        let one = all.next()?;
        all.next().is_none().then_some(one)
    }

    /// The only one whose name stands with a title in front of a label.
    fn bearer(&self, title: &str, label: Option<Span>) -> Option<usize> {
        let above = |entity: &Entity| label.is_some_and(|label| entity.first < label.start);
        let bears = |entity: &Entity| entity.speaker.named && entity.roles.iter().any(|role| role == title);
        let mut all =
            (0..self.entities.len().min(FAR)).filter(|&at| above(&self.entities[at]) && bears(&self.entities[at]));
        let one = all.next()?;
        all.next().is_none().then_some(one)
    }

    /// Somebody who is known by a title alone.
    fn nameless(&mut self, label: &str, head: &str, span: Option<Span>) -> usize {
        let gender = names::gender_of_role(head).unwrap_or_default();
        self.entities.push(Entity {
            speaker: Speaker { name: names::cased(label), gender, ..Speaker::default() },
            person: true,
            roles: vec![head.to_owned()],
            first: span.map_or(0, |span| span.start),
            ..Entity::default()
        });
        self.entities.len() - 1
    }

    /// Somebody by a name that stands for a label, and in no place of the text.
    pub(super) fn label_of(&mut self, name: &str) -> usize {
        self.label(name, None)
    }

    /// Somebody by the name in a label.
    fn label(&mut self, label: &str, span: Option<Span>) -> usize {
        // "ANA LIND, HOST": what she is stands behind the name.
        let (whole, what) =
            label.split_once(", ").filter(|(name, _)| names::without_addition(label).0 != *name).unwrap_or((label, ""));
        let words: Vec<&str> = whole.split_whitespace().collect();
        // "MAYOR LIND", "HARBOUR MASTER LIND": all up to the last word that is a title or an office.
        let before = &words[..words.len().saturating_sub(1)];
        let is_title = |word: &&str| {
            let class = self.lexicon.class(word);
            class.is(Class::ANY_TITLE) || class.is(Class::PERSON) && !class.is(Class::MALE) && !class.is(Class::FEMALE)
        };
        // "SPEAKER 1", "Witness B": nobody's name, so the label is all there is.
        let counted = words.last().is_some_and(|last| last.chars().count() == 1 || last.chars().all(char::is_numeric));
        let first = before.iter().rposition(is_title).filter(|_| !counted).map_or(0, |at| at + 1);
        let name = words[first..].join(" ");
        let form = NameForm::read(&name);
        // "NASA" is no surname; "MAYOR NORD" and "ANA NORD" have one.
        let name = if !counted && (first > 0 || form.words.len() > 1 || name.chars().count() > 5) {
            names::cased(&name)
        } else {
            name
        };
        let written = Written::read(&name);
        let first_met = span.map_or(0, |span| span.start);
        let at = self.same(&written.form).unwrap_or_else(|| self.add(&written, first_met));
        let entity = &mut self.entities[at];
        if written.form.words.len() > entity.form.words.len() {
            let old = std::mem::replace(&mut entity.speaker.name, name);
            entity.form = written.form.clone();
            alias(&mut entity.speaker, &old);
            self.index(at, &written.form);
        }
        let entity = &mut self.entities[at];
        entity.surname.labelled = true;
        // "AM" are somebody's initials, whoever that is.
        entity.speaker.named &= !is_initials(&entity.speaker.name);
        if first > 0 {
            push_new(&mut entity.speaker.titles, &names::cased(&words[..first].join(" ")));
        }
        if !what.is_empty() {
            push_new(&mut entity.speaker.titles, &names::cased(what));
        }
        entity.person = true;
        if let Some(span) = span {
            self.entities[at].speaker.mentions.push(span);
        }
        at
    }
}

/// Whether a label is two capitals, or three that make no syllable: no name, as "LEE" is one.
fn is_initials(name: &str) -> bool {
    let letters = name.chars().count();
    let vowel = |c: char| matches!(c, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y');
    name.chars().all(char::is_uppercase) && (letters == 2 || letters == 3 && !name.contains(vowel))
}

/// How labels begin that name nobody in particular.
const UNNAMED: &[&str] = &["a", "an", "some", "several", "one", "hon.", "hon", "honourable", "noble"];
