//! Which mention means whom: names, roles and pronouns of one document become its speakers.

mod pronouns;
mod slips;

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::{self, NameForm};
use super::{Background, Gender, Introduced, Speaker, Stated};
use crate::formats::{BlockKind, Document};
use crate::quotations::extract::{Extracted, Voice};
use crate::quotations::lexicon::{self, Class, Lexicon};
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::{How, SpeakerId};
use crate::text::Span;

/// Who spoke each utterance, and who was named.
#[derive(Debug, Default)]
pub struct Resolved {
    /// In order of their first mention.
    pub speakers: Vec<Speaker>,
    /// By utterance.
    pub of: Vec<Option<SpeakerId>>,
    /// By utterance: how, where resolving changed it.
    pub how: Vec<Option<How>>,
    /// By utterance: through whom it reached the reporter, outermost first.
    pub through: Vec<Vec<SpeakerId>>,
    /// Names spelled otherwise than everywhere else, with the right form.
    pub misspelled: Vec<(Span, String)>,
}

/// A speaker as it is being put together.
#[derive(Debug, Default)]
struct Entity {
    speaker: Speaker,
    form: NameForm,
    person: bool,
    plural: bool,
    /// Spoke under a name that may be a person's.
    likely: bool,
    /// Nouns and titles this speaker was called by.
    roles: Vec<String>,
    first: usize,
    /// How often this speaker has spoken so far.
    spoken: u32,
}

/// A mention that may be what a pronoun points back to.
#[derive(Copy, Clone, Debug)]
struct Recent {
    entity: usize,
    sentence: u32,
    block: u32,
    subject: bool,
    speaking: bool,
    at: usize,
}

/// How many mentions back, and how many people on, a search goes: it keeps the cost linear.
const FAR: usize = 300;

impl Entity {
    /// Takes up a title, and where it stands.
    fn state(&mut self, title: String, span: Span, name: Span) {
        push_new(&mut self.speaker.titles, title.clone());
        let known = self.speaker.stated.iter().any(|stated| stated.span == span);
        if !known {
            self.speaker.stated.push(Stated { title, span, name });
        }
    }
}

struct Resolver<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    entities: Vec<Entity>,
    by_surname: FxHashMap<String, Vec<usize>>,
    by_role: FxHashMap<String, usize>,
    recent: Vec<Recent>,
    /// By start of the mention.
    meaning: FxHashMap<usize, usize>,
    /// Surnames that occur once and are a slip of one that occurs more often.
    slips: FxHashMap<String, String>,
    misspelled: Vec<(Span, usize)>,
    document: &'a Document,
}

/// Resolves the mentions of one document.
pub fn resolve(document: &Document, extracted: &Extracted, _background: &Background<'_>) -> Resolved {
    let text = document.prose.text();
    let mut resolver = Resolver {
        text,
        lexicon: lexicon::english(),
        entities: Vec::new(),
        by_surname: FxHashMap::default(),
        by_role: FxHashMap::default(),
        recent: Vec::new(),
        meaning: FxHashMap::default(),
        slips: FxHashMap::default(),
        misspelled: Vec::new(),
        document,
    };
    let speaking: FxHashMap<usize, Mention> = extracted
        .voices
        .iter()
        .filter_map(|voice| match voice {
            Voice::Mention(mention) => Some((mention.span.start, *mention)),
            _ => None,
        })
        .chain(extracted.through.iter().flatten().map(|mention| (mention.span.start, *mention)))
        .collect();
    let mut mentions = extracted.mentions.clone();
    let known: FxHashMap<usize, usize> =
        mentions.iter().enumerate().map(|(at, mention)| (mention.span.start, at)).collect();
    for (start, mention) in &speaking {
        match known.get(start) {
            Some(&at) => {
                let known = mentions[at];
                let whole = match (mention.whole, known.whole) {
                    (Some(one), Some(other)) => Some(one.join(other)),
                    (one, other) => one.or(other),
                };
                mentions[at] = Mention { title: mention.title.or(known.title), whole, ..*mention };
            }
            None => mentions.push(*mention),
        }
    }
    let reporting: FxHashSet<usize> = extracted.reporters.iter().copied().collect();
    mentions.sort_by_key(|mention| (mention.span.start, mention.span.end));
    resolver.slips = slips::slips(text, resolver.lexicon, &mentions);
    resolver.collect(&mentions);
    for mention in &mentions {
        resolver
            .mention(mention, speaking.contains_key(&mention.span.start) || reporting.contains(&mention.span.start));
    }
    resolver.finish(extracted)
}

impl Resolver<'_> {
    /// Makes a speaker of every full name, so that a surname in the headline finds the name in the text.
    fn collect(&mut self, mentions: &[Mention]) {
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

    fn same(&self, form: &NameForm) -> Option<usize> {
        let list = self.by_surname.get(form.surname())?;
        list.iter().rev().take(FAR).copied().find(|&at| self.entities[at].form.fits(form))
    }

    fn add(&mut self, name: &str, form: NameForm, first: usize) -> usize {
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
    fn learn(&mut self, at: usize, mention: &Mention, form: &NameForm) {
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

    fn mention(&mut self, mention: &Mention, speaking: bool) {
        let found = match mention.kind {
            MentionKind::Name => Some(self.named(mention)),
            MentionKind::Pronoun => self.pronoun(mention, speaking),
            MentionKind::Role => Some(self.role(mention)),
        };
        let Some(at) = found else { return };
        self.meaning.insert(mention.span.start, at);
        self.introduce(at, mention);
        let entity = &mut self.entities[at];
        entity.speaker.mentions.push(mention.span);
        entity.spoken += u32::from(speaking);
        if speaking && mention.kind == MentionKind::Name && !entity.speaker.body {
            entity.likely |= mention.inside.is_none() && !looks_like_body(mention.span.of(self.text));
        }
        if mention.inside.is_none() {
            self.recent.push(Recent {
                entity: at,
                sentence: mention.sentence,
                block: mention.block,
                subject: mention.subject,
                speaking,
                at: mention.span.start,
            });
        }
    }

    /// Keeps how the text itself, below its headings, first names somebody.
    fn introduce(&mut self, at: usize, mention: &Mention) {
        let heading =
            self.document.blocks.get(mention.block as usize).is_some_and(|block| block.kind == BlockKind::Heading);
        if mention.kind == MentionKind::Name && mention.inside.is_none() && !heading {
            let full = NameForm::read(mention.span.of(self.text)).words.len() > 1;
            self.entities[at].speaker.introduced.get_or_insert(Introduced { span: mention.span, full });
        }
    }

    fn named(&mut self, mention: &Mention) -> usize {
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
    fn form(&self, name: &str) -> NameForm {
        let mut form = NameForm::read(name);
        if let Some(right) = form.words.last().and_then(|last| self.slips.get(last))
            && let Some(last) = form.words.last_mut()
        {
            last.clone_from(right);
        }
        form
    }

    /// Whom a single word names: the last one met of that surname, else one met later, else one of that given name.
    fn single(&self, form: &NameForm, mention: &Mention) -> Option<usize> {
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

    fn role(&mut self, mention: &Mention) -> usize {
        let phrase = mention.span.of(self.text);
        let head = mention.head.map_or("", |head| head.of(self.text)).to_lowercase();
        let first = phrase.split_whitespace().next().unwrap_or("").to_lowercase();
        let definite = matches!(first.as_str(), "the" | "this" | "that");
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
        if definite && let Some(at) = self.epithet(mention, &head) {
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

    fn label(&mut self, label: &str, span: Option<Span>) -> usize {
        let words: Vec<&str> = label.split_whitespace().collect();
        // "MAYOR LIND", "HARBOUR MASTER LIND": all up to the last word that is a title or an office.
        let before = &words[..words.len().saturating_sub(1)];
        let is_title = |word: &&str| {
            let class = self.lexicon.class(word);
            class.is(Class::ANY_TITLE) || class.is(Class::PERSON) && !class.is(Class::MALE) && !class.is(Class::FEMALE)
        };
        let first = before.iter().rposition(is_title).map_or(0, |at| at + 1);
        let name = words[first..].join(" ");
        let form = NameForm::read(&name);
        // "NASA" is no surname; "MAYOR NORD" and "ANA NORD" have one.
        let name =
            if first > 0 || form.words.len() > 1 || name.chars().count() > 5 { names::cased(&name) } else { name };
        let at = self.same(&form).unwrap_or_else(|| self.add(&name, form.clone(), span.map_or(0, |span| span.start)));
        let entity = &mut self.entities[at];
        if form.words.len() > entity.form.words.len() {
            let old = std::mem::replace(&mut entity.speaker.name, name);
            entity.form = form;
            alias(&mut entity.speaker, &old);
        }
        if first > 0 {
            push_new(&mut entity.speaker.titles, names::cased(&words[..first].join(" ")));
        }
        entity.person = true;
        if let Some(span) = span {
            self.entities[at].speaker.mentions.push(span);
        }
        at
    }

    fn finish(mut self, extracted: &Extracted) -> Resolved {
        let mut of: Vec<Option<usize>> = Vec::with_capacity(extracted.voices.len());
        let mut how = vec![None; extracted.voices.len()];
        for (utterance, voice) in extracted.voices.iter().enumerate() {
            let outer = Self::outer_of(extracted, utterance).and_then(|outer| of.get(outer).copied().flatten());
            let speaker = match voice {
                Voice::Mention(mention) => {
                    let word = mention.span.of(self.text);
                    if outer.is_some() && matches!(word, "I" | "we" | "We") {
                        outer
                    } else {
                        self.meaning.get(&mention.span.start).copied()
                    }
                }
                Voice::Same(earlier) => of.get(*earlier).copied().flatten(),
                Voice::Label(label, span) => self.labelled(label, *span),
                Voice::Nobody => None,
            };
            // "she" within her own words is somebody else, and nothing says who.
            let own = speaker.is_some()
                && speaker == outer
                && matches!(voice, Voice::Mention(mention) if mention.kind == MentionKind::Pronoun && !matches!(mention.span.of(self.text), "I" | "we" | "We"));
            let speaker = speaker.filter(|_| !own);
            if speaker.is_none() && !matches!(voice, Voice::Nobody) {
                how[utterance] = Some(if own { How::Ambiguous } else { How::None });
            }
            of.push(speaker);
        }
        let mut through: Vec<Vec<usize>> = Vec::with_capacity(of.len());
        for utterance in 0..of.len() {
            let mut chain: Vec<usize> = Vec::new();
            if let Some(outer) = Self::outer_of(extracted, utterance) {
                chain.extend(through.get(outer).into_iter().flatten().copied());
                chain.extend(of.get(outer).copied().flatten());
            }
            let told = extracted
                .through
                .get(utterance)
                .copied()
                .flatten()
                .and_then(|mention| self.meaning.get(&mention.span.start).copied());
            chain.extend(told);
            chain.dedup();
            chain.retain(|&at| Some(at) != of[utterance]);
            through.push(chain);
        }
        let mut kept: FxHashSet<usize> =
            of.iter().copied().flatten().chain(through.iter().flatten().copied()).collect();
        kept.extend(
            (0..self.entities.len()).filter(|&at| {
                (self.entities[at].person || self.entities[at].likely) && self.entities[at].speaker.named
            }),
        );
        let mut order: Vec<usize> = kept.into_iter().collect();
        order.sort_by_key(|&at| (self.entities[at].first, at));
        let mut renamed = vec![None; self.entities.len()];
        let misspelled = self.misspelled.iter().map(|&(span, at)| (span, self.respelled(span, at))).collect();
        let mut speakers = Vec::with_capacity(order.len());
        for (new, &at) in order.iter().enumerate() {
            renamed[at] = Some(new);
            let mut speaker = std::mem::take(&mut self.entities[at].speaker);
            speaker.mentions.sort();
            speaker.mentions.dedup();
            speaker.stated.sort_by_key(|stated| stated.span);
            let name = speaker.name.clone();
            speaker.aliases.retain(|alias| *alias != name);
            speakers.push(speaker);
        }
        let of = of.into_iter().map(|speaker| speaker.and_then(|at| renamed[at])).collect();
        let through =
            through.into_iter().map(|chain| chain.into_iter().filter_map(|at| renamed[at]).collect()).collect();
        Resolved { speakers, of, how, through, misspelled }
    }

    /// The utterance around this one, if it is quoted inside another.
    fn outer_of(extracted: &Extracted, utterance: usize) -> Option<usize> {
        let quotation = *extracted.utterances[utterance].quotations.first()?;
        let parent = extracted.quotations[quotation].parent?;
        Some(extracted.quotations[parent].utterance).filter(|&outer| outer < utterance)
    }

    /// Whose turn a label opens. An interview's "A" is the person it is with, if that is plain; its "Q" nobody.
    fn labelled(&mut self, label: &str, span: Option<Span>) -> Option<usize> {
        match label.trim().trim_end_matches(['.', ':']) {
            "Q" | "Question" => None,
            "A" | "Answer" => {
                let mut persons: Vec<(usize, usize)> = (0..self.entities.len().min(FAR))
                    .filter(|&at| self.entities[at].person && self.entities[at].speaker.named)
                    .map(|at| (self.entities[at].speaker.mentions.len(), at))
                    .collect();
                persons.sort_unstable_by_key(|&(count, at)| (std::cmp::Reverse(count), at));
                match persons[..] {
                    [(_, only)] => Some(only),
                    [(most, first), (next, _), ..] if most > next => Some(first),
                    _ => None,
                }
            }
            _ => Some(self.label(label, span)),
        }
    }

    /// The right form of a misspelled name, with as many words as stand there.
    fn respelled(&self, span: Span, at: usize) -> String {
        let written = span.of(self.text);
        let known = &self.entities[at].speaker.name;
        let surname = known
            .split_whitespace()
            .rev()
            .find(|word| !matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV"))
            .unwrap_or(known);
        match written.rsplit_once(char::is_whitespace) {
            Some((given, _)) => format!("{given} {surname}"),
            None => surname.to_owned(),
        }
    }
}

fn looks_like_body(name: &str) -> bool {
    name.len() > 1 && name.chars().all(|c| c.is_uppercase() || c == '.' || c == '&') && name.len() <= 6
}

fn clean(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title without the article in front of it.
fn undetermined(title: &str) -> String {
    let title = clean(title);
    let bare = ["the ", "The ", "a ", "A ", "an ", "An "].iter().find_map(|article| title.strip_prefix(article));
    bare.map_or_else(|| title.clone(), str::to_owned)
}

/// Whether "the mayor of Vellin" can be one with these titles: not with the mayor of another town.
fn same_office(phrase: &str, titles: &[String]) -> bool {
    let Some((_, place)) = phrase.split_once(" of ") else { return true };
    let mut places = titles.iter().filter_map(|title| title.split_once(" of ")).peekable();
    places.peek().is_none() || places.any(|(_, known)| known.contains(place) || place.contains(known))
}

fn alias(speaker: &mut Speaker, form: &str) {
    if speaker.name != form {
        push_new(&mut speaker.aliases, form.to_owned());
    }
}

fn push_new(list: &mut Vec<String>, item: String) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The noun an abbreviated title stands for.
fn full_title(word: &str) -> String {
    match word.trim_end_matches('.') {
        "sen" => "senator",
        "rep" => "representative",
        "gov" => "governor",
        "gen" => "general",
        "dr" => "doctor",
        "prof" => "professor",
        "sgt" => "sergeant",
        "lt" => "lieutenant",
        "capt" => "captain",
        "cmdr" => "commander",
        "col" => "colonel",
        "supt" => "superintendent",
        "rev" => "reverend",
        other => other,
    }
    .to_owned()
}
