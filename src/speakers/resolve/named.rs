//! Names: which of the people met so far a name means.

use std::rc::Rc;
use std::sync::LazyLock;

use memchr::memmem;
use rustc_hash::FxHashSet;

use super::entity::{Entity, Other, alias};
use super::written::Written;
use super::{FAR, Meaning, Resolver};
use crate::formats::BlockKind;
use crate::quotations::lexicon::Class;
use crate::quotations::mention::{Mention, MentionKind};
use crate::speakers::names::{self, NameForm};
use crate::speakers::offices::full_title;
use crate::speakers::{Gender, Introduced, Speaker};
use crate::text::Span;
use crate::text::lists;

/// Last words of companies' names: "Harbourline Airlines" is called "Harbourline" as well.
static TRADES: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lists::words(include_str!("../../../data/names/trades.txt")).collect());

impl Resolver<'_> {
    /// Makes a speaker of every full name, so that a surname in the headline finds the name in the text.
    ///
    /// A headline's own capitals make no names: "Lind Tells Board" is read when it is known who Lind is.
    pub(super) fn collect(&mut self, mentions: &[Mention]) {
        for mention in mentions.iter().filter(|mention| mention.kind == MentionKind::Name) {
            let written = self.written(mention.span);
            let form = &written.form;
            let short = (form.words.is_empty() || form.is_surname_alone()) && !form.company;
            if short || self.is_heading(mention) || self.bodies.holds(mention.span) {
                continue;
            }
            let at = self.same(&written.form).unwrap_or_else(|| self.add(&written, mention.span.start));
            self.learn(at, mention, &written);
        }
    }

    pub(super) fn is_heading(&self, mention: &Mention) -> bool {
        self.headings.get(mention.block as usize).copied().unwrap_or_default()
    }

    /// The one met last of those whom a full name fits.
    pub(super) fn same(&self, form: &NameForm) -> Option<usize> {
        let keys = [Some(form.surname()), form.first_surname()];
        keys.into_iter()
            .flatten()
            .find_map(|surname| {
                let list = self.by_surname.get(&*names::key(surname))?;
                list.iter().rev().take(FAR).copied().find(|&at| self.entities[at].form.fits(form))
            })
            // "Mary Lou" behind "Mary Lou Lind"
            .or_else(|| self.by_double_given.get(&form.words.join(" ")).copied().filter(|&at| self.entities[at].person))
    }

    /// A name as it stands in the text.
    pub(super) fn written(&mut self, span: Span) -> Rc<Written> {
        self.written.get(span.of(self.text))
    }

    pub(super) fn add(&mut self, name: &Written, first: usize) -> usize {
        let at = self.entities.len();
        let company = name.form.company;
        let mut speaker = Speaker { name: name.clean.clone(), named: true, body: company, ..Speaker::default() };
        if company {
            alias(&mut speaker, &name.whole);
        }
        self.index(at, &name.form);
        self.entities.push(Entity { speaker, form: name.form.clone(), first, ..Entity::default() });
        at
    }

    pub(super) fn index(&mut self, at: usize, form: &NameForm) {
        if let Some(given) = form.double_given() {
            self.by_double_given.entry(given).or_insert(at);
        }
        for surname in [Some(form.surname()), form.first_surname()].into_iter().flatten() {
            let list = self.by_surname.entry(names::key(surname).into_owned()).or_default();
            if !list.contains(&at) || list.len() > FAR {
                list.push(at);
            }
        }
        if form.words.len() > 1 && !self.given.contains(form.given()) {
            self.given.insert(form.given().to_owned());
        }
        let given = self.lexicon.class(form.given()).is(Class(Class::MALE.0 | Class::FEMALE.0));
        if form.words.len() > 1 && !given && (form.company || TRADES.contains(form.surname())) {
            self.by_short.entry(form.given().to_owned()).or_insert(at);
        }
    }

    /// Keeps how the text itself, below its headings, first names somebody.
    pub(super) fn introduce(&mut self, at: usize, mention: &Mention) {
        let kind = self.document.blocks.get(mention.block as usize).map(|block| block.kind);
        let beside = matches!(kind, Some(BlockKind::Caption | BlockKind::Credit)) || self.is_heading(mention);
        let new = self.entities[at].speaker.introduced.is_none();
        if new && mention.kind == MentionKind::Name && mention.inside.is_none() && !beside {
            let full = self.written(mention.span).form.words.len() > 1;
            self.entities[at].speaker.introduced = Some(Introduced { span: mention.span, full });
        }
    }

    /// Whether nobody met so far goes by a word.
    pub(super) fn is_nobody_known(&mut self, mention: &Mention) -> bool {
        let written = self.written(mention.span);
        let form = &written.form;
        self.bodies.meaning(mention.span, mention.span.of(self.text)).is_none()
            && !self.by_short.contains_key(form.given())
            && self.single(form, mention) == Meaning::Nobody
            && self.by_kin(form, mention).is_none()
    }

    /// Whom a name means.
    pub(super) fn named(&mut self, mention: &Mention) -> Meaning {
        let name = mention.span.of(self.text);
        if let Some(at) = self.bodies.meaning(mention.span, name) {
            return Meaning::One(at);
        }
        let written = self.written(mention.span);
        let form = &written.form;
        if form.words.len() == 1
            && let Some(at) = self.compatriot(mention)
        {
            return Meaning::One(at);
        }
        // "Mr Woods" is nobody's firm, whatever else is called so.
        let title = mention.title.map(|title| title.of(self.text));
        let person = title.is_some_and(|title| names::gender_of(self.lexicon, "", Some(title)) != Gender::Unknown);
        let known = match self.by_short.get(form.given()) {
            Some(&at) if form.words.len() == 1 && !person => Some(at),
            _ if form.words.len() > 1 => self.same(form).or_else(|| self.in_heading(form, mention)),
            _ => match self.single(form, mention) {
                Meaning::One(at) => Some(at),
                Meaning::Nobody => self.by_kin(form, mention),
                several @ Meaning::Several(_) => return several,
            },
        };
        if let (Some(at), true) = (known, written.slipped) {
            self.misspelled.push((mention.span, at));
            alias(&mut self.entities[at].speaker, &written.clean);
            return Meaning::One(at);
        }
        let at = known.unwrap_or_else(|| self.add(&written, mention.span.start));
        self.learn(at, mention, &written);
        self.learn_kin(at, mention, form);
        if form.is_surname_alone() && !self.entities[at].form.is_surname_alone() {
            self.entities[at].surname.alone = true;
        }
        Meaning::One(at)
    }

    /// "Impeach Lind": whom the last word of a headline's capitals means.
    fn in_heading(&self, form: &NameForm, mention: &Mention) -> Option<usize> {
        let given = self.lexicon.class(form.given()).is(Class(Class::MALE.0 | Class::FEMALE.0));
        if given || !self.is_heading(mention) {
            return None;
        }
        let surname = NameForm { words: vec![form.surname().to_owned()], ..NameForm::default() };
        match self.single(&surname, mention) {
            Meaning::One(at) if self.entities[at].person => Some(at),
            _ => None,
        }
    }

    /// A bare surname in full, where somebody's own words have it so: “Gwil Lind told me,” and then "Lind said".
    pub(super) fn spell_out(&mut self, at: usize) {
        let entity = &self.entities[at];
        let surname = entity.speaker.name.clone();
        let given = entity.form.words.len() == 1 && entity.speaker.named && !entity.speaker.body;
        if !given || surname.len() < 3 || entity.surname.searched || self.searches == 0 {
            return;
        }
        self.entities[at].surname.searched = true;
        self.searches -= 1;
        let mut found: Option<&str> = None;
        let (text, finder) = (self.text, memmem::Finder::new(&surname));
        let places = self
            .quoted
            .iter()
            .flat_map(|&span| finder.find_iter(span.of(text).as_bytes()).map(move |at| span.start + at));
        for place in places {
            let whole = !self.text[place + surname.len()..].starts_with(char::is_alphanumeric);
            let Some(before) = self.text[..place].strip_suffix(' ').filter(|_| whole) else { continue };
            let given = before.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or("");
            if !self.may_be_given(given, place) {
                continue;
            }
            if found.is_some_and(|other| other != given) {
                return;
            }
            found = Some(given);
        }
        let Some(given) = found else { return };
        let full = format!("{given} {surname}");
        let form = NameForm::read(&full);
        let gender = names::gender_of(self.lexicon, &full, None);
        let entity = &mut self.entities[at];
        entity.speaker.name = full;
        alias(&mut entity.speaker, &surname);
        if entity.speaker.gender == Gender::Unknown {
            entity.speaker.gender = gender;
        }
        entity.person = true;
        entity.surname.alone = true;
        entity.form = form.clone();
        self.index(at, &form);
    }

    /// Whether a word in front of a surname may be a given name: no title, nor what has a capital for its place only.
    fn may_be_given(&self, word: &str, place: usize) -> bool {
        let class = self.lexicon.class(word);
        let block = self.document.blocks.partition_point(|block| block.span.end <= place);
        let heading = self.headings.get(block).copied().unwrap_or_default();
        let known = class.is(Class(Class::MALE.0 | Class::FEMALE.0));
        let start = place - word.len() - 1;
        let inside = self.text[..start].trim_end_matches(' ').ends_with(|c: char| c.is_alphanumeric() || c == ',');
        word.len() > 1
            && word.starts_with(char::is_uppercase)
            && !heading
            && (known || class == Class::default() && inside)
    }

    /// Whom a single word names: one of that surname, else one of that given name.
    pub(super) fn single(&self, form: &NameForm, mention: &Mention) -> Meaning {
        let word = form.surname();
        let list = self.by_surname.get(&*names::key(word)).map_or(&[][..], Vec::as_slice);
        let agreeing = self.agreeing(list, mention);
        let people: Vec<usize> = agreeing.iter().copied().filter(|&at| self.is_full_person(at)).collect();
        if people.len() > 1 {
            return self.one_of(&people, mention);
        }
        let recent = |fits: &dyn Fn(usize) -> bool| self.lately().find(|&at| fits(at));
        let speaks = |at| agreeing.contains(&at) && !self.entities[at].speaker.body;
        let by_surname = (!agreeing.is_empty())
            .then(|| recent(&speaks))
            .flatten()
            .or_else(|| agreeing.iter().copied().find(|&at| self.entities[at].person))
            .or_else(|| agreeing.first().copied());
        let by_given = |at: usize| {
            let entity = &self.entities[at];
            entity.form.words.len() > 1 && entity.form.given() == word && entity.person
        };
        if by_surname.is_none() && !self.given.contains(word) {
            return Meaning::Nobody;
        }
        by_surname
            .or_else(|| recent(&by_given))
            .or_else(|| (0..self.entities.len().min(FAR)).find(|&at| by_given(at)))
            .map_or(Meaning::Nobody, Meaning::One)
    }

    /// Those whom the title in front of a surname does not rule out.
    fn agreeing(&self, list: &[usize], mention: &Mention) -> Vec<usize> {
        let all = list.iter().copied().take(FAR);
        let Some(title) = mention.title.map(|title| title.of(self.text)) else { return all.collect() };
        let told = names::gender_of(self.lexicon, "", Some(title));
        let agrees = |at: &usize| {
            let Entity { speaker, used, person, form, .. } = &self.entities[*at];
            if told != Gender::Unknown && (speaker.body || form.company) {
                return false;
            }
            // "Ms Park" is not Orrin Park, where something is.
            let place = used.as_other != Other::Nothing && !used.as_subject && !person;
            told == Gender::Unknown || speaker.gender == told || speaker.gender == Gender::Unknown && !place
        };
        let agreeing: Vec<usize> = all.filter(agrees).collect();
        let role = title.split_whitespace().next_back().map(|word| full_title(&word.to_lowercase()));
        let in_office: Vec<usize> = agreeing
            .iter()
            .copied()
            .filter(|&at| role.as_ref().is_some_and(|role| self.entities[at].roles.contains(role)))
            .collect();
        if in_office.is_empty() { agreeing } else { in_office }
    }

    fn is_full_person(&self, at: usize) -> bool {
        let entity = &self.entities[at];
        entity.person && entity.form.words.len() > 1
    }

    /// Which of several of one surname: the one who is near alone, else the one who goes by it alone.
    fn one_of(&self, people: &[usize], mention: &Mention) -> Meaning {
        let met: Vec<usize> = people.iter().copied().filter(|&at| self.entities[at].last.is_some()).collect();
        let within = |blocks: u32| -> Vec<usize> {
            let near = |at: &usize| self.entities[*at].last.is_some_and(|block| block + blocks >= mention.block);
            met.iter().copied().filter(near).collect()
        };
        // Nearer by a paragraph tells little: the others must be far, or the near one have spoken.
        let beside = within(1);
        let told = matches!(beside[..], [one] if self.entities[one].spoken > 0) || within(3).len() == 1;
        let beside = if told { beside } else { Vec::new() };
        let bare: Vec<usize> = met.iter().copied().filter(|&at| self.entities[at].surname.alone).collect();
        let only = [met.clone(), beside, bare, within(0)].into_iter().find(|them| them.len() == 1);
        match only {
            Some(one) => Meaning::One(one[0]),
            None => Meaning::Several(if met.is_empty() { people.to_vec() } else { met }),
        }
    }
}
