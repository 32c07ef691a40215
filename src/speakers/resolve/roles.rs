//! Words for a role: "the mayor", "her statement", "the company", "the affable singer".

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::entity::{Entity, Other, forms_of};
use super::written::Written;
use super::{FAR, Meaning, Resolver};
use crate::quotations::language::Language;
use crate::quotations::lexicon::{self, Class};
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::phrases::MANY;
use crate::speakers::names::{self, NameForm};
use crate::speakers::offices::OfficeWords;
use crate::speakers::{Basis, Gender, Speaker};
use crate::text::Span;
use crate::text::lists;

/// Bodies of which a text seldom names two: the noun alone takes up the last one that spoke.
static ANY_BODY: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lists::words(include_str!("../../../data/names/bodies.txt")).collect());

/// Behind a number of years, somebody of that age: in English, in German.
const AGED: [&str; 2] = ["-year-old", "-Jährige"];

impl Resolver<'_> {
    /// Whom a phrase without a name means: somebody met before, else somebody new.
    pub(super) fn role(&mut self, mention: &Mention) -> Meaning {
        if let Some(at) = self.called_like_an_office(mention) {
            return Meaning::One(at);
        }
        let phrase = mention.span.of(self.text);
        let head = mention.head.map_or("", |head| head.of(self.text)).to_lowercase();
        let first = phrase.split_whitespace().next().unwrap_or("").to_lowercase();
        let the = matches!(first.as_str(), "the" | "this" | "that");
        let definite = the || self.lexicon.is_definite(&first);
        let owned = phrase.starts_with(char::is_uppercase) && (phrase.contains("'s ") || phrase.contains("’s "));
        // "La maire": an article that begins a sentence is no place.
        let bare = phrase.split_once(' ').filter(|_| definite && !the).map_or(phrase, |(_, rest)| rest);
        if (definite || owned)
            && let Some(at) = self.holder(mention, bare, &head, definite)
        {
            return Meaning::One(at);
        }
        if let Some(at) = self.relative(&first, &head) {
            return Meaning::One(at);
        }
        match self.owner(mention, &head) {
            Meaning::Nobody => {}
            told => return told,
        }
        // Elsewhere an article stands before too much: "o meu pai".
        if the && let Some(at) = self.taken_up(mention, &head) {
            return Meaning::One(at);
        }
        if definite
            && !the
            && let Some(at) = self.of_certain_age(mention, &first, &head)
        {
            return Meaning::One(at);
        }
        Meaning::One(self.newcomer(mention, head))
    }

    /// "Ana Bishop", and then "Bishop said", "an angry Bishop said": no bishop, but the one person of that surname.
    fn called_like_an_office(&self, mention: &Mention) -> Option<usize> {
        let head = mention.head?.of(self.text);
        let before = mention.span.of(self.text).strip_suffix(head)?;
        let (article, adjectives) = before.split_once(' ').unwrap_or_default();
        let mooded = matches!(article, "a" | "an" | "A" | "An") && adjectives.ends_with(' ');
        let plain = before.is_empty() || mooded && !adjectives.contains(char::is_uppercase);
        let english = std::ptr::eq(self.lexicon, lexicon::english());
        if !english || !plain || !head.starts_with(char::is_uppercase) {
            return None;
        }
        let surname = NameForm::read(head);
        let called = |at: &usize| {
            let Entity { form, person, .. } = &self.entities[*at];
            let given = self.lexicon.class(form.given()).is(Class(Class::MALE.0 | Class::FEMALE.0));
            *person && given && form.words.len() > 1 && form.surname() == surname.surname()
        };
        let mut people = self.by_surname.get(&*names::key(surname.surname()))?.iter().copied().take(FAR).filter(called);
        people.next().filter(|_| people.next().is_none())
    }

    /// Whom an office means that somebody holds: by name before, as one without a name, or as is known beyond the text.
    fn holder(&mut self, mention: &Mention, phrase: &str, head: &str, definite: bool) -> Option<usize> {
        let office = OfficeWords::read(phrase, mention.head.map_or("", |head| head.of(self.text)));
        let person = !self.lexicon.class(head).is(Class(Class::BODY.0 | Class::PAPER.0 | Class::GROUP.0));
        let listed = || self.background.directories.iter().any(|them| !them.is_empty());
        if !(person && self.is_held(&office) || head == "leader" || listed()) {
            return None;
        }
        let met = self.office_holder(&office).or_else(|| self.introduced(&office, head, definite));
        met.or_else(|| self.known_holder(&office, mention))
    }

    /// Whether somebody was called by this noun so far, or by one that it stands for.
    fn is_held(&self, office: &OfficeWords) -> bool {
        self.held.contains(&office.head) || office.nouns().any(|noun| self.held.contains(noun))
    }

    /// Who was given this office by name: "the Vellish leader" after "Vellish President Ana Lind".
    fn office_holder(&self, office: &OfficeWords) -> Option<usize> {
        if !self.is_held(office) && office.head != "leader" {
            return None;
        }
        let recent = || self.lately();
        let named = |at: usize| self.entities[at].speaker.named;
        let there = |at: usize| {
            let titles = &self.entities[at].speaker.titles;
            let mut same = titles.iter().filter(|title| office.is_named_by(title)).peekable();
            same.peek().is_none() || same.any(|title| office.is_there(title) && office.minds_the_same(title))
        };
        let own = |at: usize| self.entities[at].speaker.titles.iter().any(|title| office.shares_portfolio(title));
        let held = |at: usize| named(at) && self.entities[at].roles.contains(&office.head) && there(at);
        recent().find(|&at| held(at) && own(at)).or_else(|| recent().find(|&at| held(at))).or_else(|| {
            recent().find(|&at| named(at) && self.entities[at].roles.iter().any(|role| office.means(role)) && there(at))
        })
    }

    /// "His mother, Ana Lind, …" and then "his mother": the only one whom the text gave a name as one.
    fn relative(&self, first: &str, head: &str) -> Option<usize> {
        if !matches!(first, "his" | "her" | "their" | "my" | "our") || !self.held.contains(head) {
            return None;
        }
        let is_one = |at: &usize| {
            let entity = &self.entities[*at];
            entity.speaker.named && entity.roles.iter().any(|role| role == head)
        };
        let mut all = (0..self.entities.len().min(FAR)).filter(is_one);
        let one = all.next()?;
        all.next().is_none().then_some(one)
    }

    /// "a neighbour … the neighbour"; the minister for war is not the minister for trade.
    fn introduced(&self, office: &OfficeWords, head: &str, definite: bool) -> Option<usize> {
        if !definite || !self.held.contains(head) || !self.lexicon.class(head).is(Class::PERSON) {
            return None;
        }
        self.lately().find(|&at| {
            let entity = &self.entities[at];
            let same = || office.may_be(&OfficeWords::read(&entity.speaker.name, head));
            !entity.speaker.named && !entity.plural && entity.roles.iter().any(|role| role == head) && same()
        })
    }

    /// Who holds the office on the day, as the newsroom or the corpus knows: only where the phrase says whose office.
    fn known_holder(&mut self, office: &OfficeWords, mention: &Mention) -> Option<usize> {
        // Elsewhere every noun has a capital, and no place has; the federation is one.
        let english = std::ptr::eq(self.lexicon, lexicon::english());
        let whose = if english { &office.places } else { &office.rest };
        let is_person = mention.head.is_some_and(|head| self.lexicon.class(head.of(self.text)).is(Class::PERSON));
        if !is_person || whose.is_empty() && !office.head.starts_with("bundes") {
            return None;
        }
        let listed =
            self.background.directories.iter().find_map(|directory| directory.holder(office, self.day)).cloned()?;
        let written = Written::read(&listed.name);
        let at = self.same(&written.form).unwrap_or_else(|| {
            let at = self.add(&written, mention.span.start);
            self.entities[at].speaker.basis = Basis::from(listed.origin);
            at
        });
        self.entities[at].recognise(&listed);
        self.entities[at].person = true;
        Some(at)
    }

    /// "her statement", "Lind's letter": whose it is.
    fn owner(&mut self, mention: &Mention, head: &str) -> Meaning {
        if !self.lexicon.class(head).is(Class(Class::PAPER.0 | Class::SAYING.0)) {
            return Meaning::Nobody;
        }
        let phrase = mention.span.of(self.text);
        if let Some(at) = self.sender(phrase, head) {
            return Meaning::One(at);
        }
        let Some(first) = phrase.split_whitespace().next() else { return Meaning::Nobody };
        if matches!(first.to_ascii_lowercase().as_str(), "his" | "her" | "their" | "its") {
            let span = Span::new(mention.span.start, mention.span.start + first.len());
            return self.pronoun(&Mention { span, kind: MentionKind::Pronoun, ..*mention }, true);
        }
        // "Ana Lind's memo"
        let Some((name, _)) = phrase.split_once("'s ").or_else(|| phrase.split_once("’s ")) else {
            return Meaning::Nobody;
        };
        if !name.split(' ').all(|word| word.starts_with(char::is_uppercase)) {
            return Meaning::Nobody;
        }
        let form = NameForm::read(name);
        let given = self.lexicon.class(form.given()).is(Class(Class::MALE.0 | Class::FEMALE.0));
        let whose = match self.same(&form).filter(|_| form.words.len() > 1) {
            Some(at) => Meaning::One(at),
            None if form.words.len() > 1 && given => {
                let at = self.add(&Written::read(name), mention.span.start);
                self.entities[at].person = true;
                Meaning::One(at)
            }
            None => self.single(&form, mention),
        };
        match whose {
            Meaning::One(at) if !self.entities[at].person => Meaning::Nobody,
            told => told,
        }
    }

    /// "A letter from Ana Lind to the council": who wrote it, if that is told by a name in full.
    fn sender(&self, phrase: &str, head: &str) -> Option<usize> {
        let (_, behind) = phrase.split_once(head)?;
        let by = [" from ", " by ", " signed by ", " written by ", " sent by "];
        let behind = by.iter().find_map(|by| behind.strip_prefix(by))?;
        let named = behind.split(' ').take_while(|word| word.starts_with(char::is_uppercase));
        let name = named.collect::<Vec<_>>().join(" ");
        let form = NameForm::read(&name);
        if form.words.len() < 2 {
            return None;
        }
        self.same(&form).filter(|&at| self.entities[at].person)
    }

    /// Whom a definite noun that was never introduced takes up again.
    fn taken_up(&self, mention: &Mention, head: &str) -> Option<usize> {
        let class = self.lexicon.class(head);
        if class.is(Class::BODY) || ANY_BODY.contains(head) {
            return self.body(mention, head);
        }
        self.epithet(mention, head)
    }

    /// "the utility", "the union": the body near by that has the noun in its name, else the last to speak.
    fn body(&self, mention: &Mention, head: &str) -> Option<usize> {
        let near = || {
            let recent = self.recent.iter().rev().take(FAR).take_while(|recent| recent.block + 3 >= mention.block);
            recent
                .map(|recent| recent.entity)
                .filter(|&at| self.entities[at].speaker.named && !self.entities[at].person)
        };
        let whose = || OfficeWords::read(mention.span.of(self.text), head).places;
        let fits = |at: usize| {
            let whose = OfficeWords { places: whose(), ..OfficeWords::default() };
            whose.places.is_empty() || whose.is_there(&self.entities[at].speaker.name)
        };
        let has_noun =
            |at: usize| self.entities[at].speaker.name.split_whitespace().any(|word| word.eq_ignore_ascii_case(head));
        // "A group of fishermen marched … the group said"
        let without_name = || {
            let recent = self.recent.iter().rev().take(FAR).take_while(|recent| recent.block + 3 >= mention.block);
            recent.map(|recent| recent.entity).find(|&at| {
                let entity = &self.entities[at];
                !entity.speaker.named && entity.roles.iter().any(|role| role == head) && whose().is_empty()
            })
        };
        near().find(|&at| has_noun(at) && fits(at)).or_else(without_name).or_else(|| {
            if !ANY_BODY.contains(head) || !whose().is_empty() {
                return None;
            }
            let speaks = |at: usize| {
                let entity = &self.entities[at];
                entity.form.company || entity.speaker.body || entity.spoken > 0
            };
            // Further up, it must be the only one.
            near().find(|&at| speaks(at)).or_else(|| {
                let mut bodies = self.lately().filter(|&at| {
                    self.entities[at].speaker.named && !self.entities[at].person && self.entities[at].speaker.body
                });
                let one = bodies.next()?;
                bodies.next().is_none().then_some(one)
            })
        })
    }

    /// "the lively proprietor", "the 39-year-old": the one person whom the sentences just before are about.
    fn epithet(&self, mention: &Mention, head: &str) -> Option<usize> {
        static NOUNS: LazyLock<FxHashSet<&'static str>> =
            LazyLock::new(|| lists::words(include_str!("../../../data/names/epithets.txt")).collect());
        let phrase = mention.span.of(self.text);
        let aged = phrase.contains(AGED[0]) || of_children(phrase);
        if let Some(at) = self.of_age(phrase) {
            return Some(at);
        }
        if !aged && (!NOUNS.contains(head) || self.held.contains(head)) {
            return None;
        }
        let gender = names::gender_of_role(head).unwrap_or_default();
        self.spoken_of(mention, gender).filter(|&at| !self.has_another_age(at, phrase))
    }

    /// "der 61-Jährige", "la sexagénaire": who was told with that age, else the one person spoken of.
    fn of_certain_age(&self, mention: &Mention, article: &str, head: &str) -> Option<usize> {
        static NOUNS: LazyLock<FxHashSet<&'static str>> =
            LazyLock::new(|| lists::words(include_str!("../../../data/names/ages.txt")).collect());
        let phrase = mention.span.of(self.text);
        if !phrase.contains(AGED[1]) && !NOUNS.contains(head) {
            return None;
        }
        let gender = match article {
            "die" | "la" | "a" => Gender::Female,
            "der" | "le" | "el" | "il" | "lo" | "o" => Gender::Male,
            _ => Gender::Unknown,
        };
        self.of_age(phrase).or_else(|| self.spoken_of(mention, gender).filter(|&at| !self.has_another_age(at, phrase)))
    }

    /// Whether somebody was told with an age, and a phrase tells another.
    fn has_another_age(&self, at: usize, phrase: &str) -> bool {
        self.entities[at].age.is_some_and(|age| years(phrase).is_some_and(|years| years != age))
    }

    /// "the 34-year-old": who was told with that age, if only one was.
    fn of_age(&self, phrase: &str) -> Option<usize> {
        let age = years(phrase)?;
        let mut of_it = (0..self.entities.len().min(FAR)).filter(|&at| self.entities[at].age == Some(age));
        let one = of_it.next()?;
        of_it.next().is_none().then_some(one)
    }

    /// "the Finn", "the Brazilian": the person spoken of, if the word is no name but where somebody comes from.
    pub(super) fn compatriot(&self, mention: &Mention) -> Option<usize> {
        static NOUNS: LazyLock<FxHashSet<&'static str>> =
            LazyLock::new(|| lists::words(include_str!("../../../data/names/demonyms.txt")).collect());
        let word = mention.span.of(self.text);
        if !NOUNS.contains(word) || self.use_of(mention.span).as_other != Other::Determined {
            return None;
        }
        self.spoken_of(mention, names::gender_of_role(word).unwrap_or_default())
    }

    /// The one person whom the sentences just before are about.
    fn spoken_of(&self, mention: &Mention, gender: Gender) -> Option<usize> {
        let fits = |at: usize| {
            let entity = &self.entities[at];
            let known = entity.speaker.gender;
            let agrees = gender == Gender::Unknown || known == Gender::Unknown || known == gender;
            entity.person && entity.speaker.named && agrees
        };
        let mut candidates = self
            .recent
            .iter()
            .rev()
            .take(FAR)
            .take_while(|recent| recent.sentence + 4 >= mention.sentence)
            .filter(|recent| recent.subject || recent.speaking)
            .filter(|recent| recent.at < mention.span.start && fits(recent.entity));
        let first = candidates.next()?;
        let mut rest = candidates.take_while(|recent| recent.sentence == first.sentence);
        rest.all(|recent| recent.entity == first.entity).then_some(first.entity)
    }

    /// Somebody who is known by the role alone.
    fn newcomer(&mut self, mention: &Mention, head: String) -> usize {
        let phrase = mention.span.of(self.text);
        let key = phrase.to_lowercase();
        let key = key.trim_start_matches("the ").trim_start_matches("a ").trim_start_matches("an ").to_owned();
        if let Some(&at) = self.by_role.get(&key) {
            return at;
        }
        // German compounds are told by their capital.
        let class = self.lexicon.class(mention.head.map_or(head.as_str(), |head| head.of(self.text)));
        // "ein Anwohner", "die Anwohner": of the nouns that are the same in both the article tells.
        let article = phrase.split_whitespace().next().unwrap_or_default().to_lowercase();
        let one = class.is(Class::PERSON) && matches!(article.as_str(), "ein" | "einem" | "einen" | "der" | "dem");
        let plural =
            class.is(Class::GROUP) && !one || class == Class::default() && head.ends_with('s') && !head.ends_with("ss");
        let german = std::ptr::eq(self.lexicon, lexicon::of(Language::German));
        let she = class.is(Class::PERSON) && (class.is(Class::SHE) || german && head.ends_with("in"));
        // "der Richter", not "der Angeklagten".
        let he = one && !she && !(article == "der" && head.ends_with('n'));
        let at = self.entities.len();
        self.held.extend(forms_of(head.clone()));
        self.entities.push(Entity {
            speaker: Speaker {
                name: phrase.to_owned(),
                gender: match (she, he) {
                    (true, _) => Gender::Female,
                    (_, true) => Gender::Male,
                    _ => names::gender_of_role(&head).unwrap_or_default(),
                },
                body: class.is(Class(Class::BODY.0 | Class::PAPER.0)),
                ..Speaker::default()
            },
            // "Someone shouted. She went on": whoever shouted is nobody whom a pronoun takes up.
            person: class.is(Class::PERSON) || head == "another",
            plural,
            roles: vec![head],
            first: mention.span.start,
            ..Entity::default()
        });
        self.by_role.insert(key, at);
        at
    }
}

/// The age that a phrase tells, in years.
fn years(phrase: &str) -> Option<u8> {
    let (years, _) = AGED.iter().find_map(|noun| phrase.split_once(noun))?;
    years.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// "mother of two", "father-of-three": what tells of somebody who was named, as an age does.
fn of_children(phrase: &str) -> bool {
    let Some(at) = phrase.find("-of-").or_else(|| phrase.find(" of ")) else { return false };
    let (parent, children) = (&phrase[..at], &phrase[at + 4..]);
    let parent = parent.rsplit(' ').next().unwrap_or(parent);
    MANY.contains(&children) && names::gender_of_role(parent).is_some()
}
