//! Which mention means whom: names, roles and pronouns of one document become its speakers.

mod answers;
mod bodies;
mod entity;
mod finish;
mod kin;
mod labels;
mod learn;
mod named;
mod pronouns;
mod roles;
mod stands;
mod written;

use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use self::answers::Answers;
use self::bodies::Bodies;
use self::entity::{Entity, Other, Used, looks_like_body};
use self::kin::Kin;
use self::learn::{Described, Words};
pub(super) use self::stands::stands;
use self::stands::{Before, LeadIn};
use self::written::Names;
use super::{Background, Gender, Listed, Origin, Speaker, names};
use crate::formats::{Block, BlockKind, Document};
use crate::quotations::extract::{Extracted, Voice};
use crate::quotations::language::Language;
use crate::quotations::lexicon::{self, Class, Lexicon};
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::{How, SpeakerId};
use crate::text::Span;

/// Who spoke each utterance, and who was named.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// In order of their first mention.
    pub speakers: Vec<Speaker>,
    /// By utterance.
    pub of: Vec<Option<SpeakerId>>,
    /// By utterance: how, where resolving changed it.
    pub how: Vec<Option<How>>,
    /// By utterance: of whom nothing tells which is meant.
    pub candidates: Vec<Vec<SpeakerId>>,
    /// By utterance: through whom it reached the reporter, outermost first.
    pub through: Vec<Vec<SpeakerId>>,
    /// Names spelled otherwise than everywhere else, with the right form.
    pub misspelled: Vec<(Span, String)>,
}

/// A mention that may be what a pronoun points back to.
#[derive(Copy, Clone, Debug)]
struct Recent {
    entity: usize,
    sentence: u32,
    block: u32,
    subject: bool,
    speaking: bool,
    /// Told of as a thing: "it".
    thing: bool,
    at: usize,
}

/// Whom a mention means.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Meaning {
    One(usize),
    /// Any of these, for all that the text tells.
    Several(Vec<usize>),
    Nobody,
}

/// How many mentions back, and how many people on, a search goes: it keeps the cost linear.
const FAR: usize = 300;

/// No headline has more bytes.
const LONGEST_HEADLINE: usize = 200;

struct Resolver<'a> {
    text: &'a str,
    document: &'a Document,
    background: &'a Background<'a>,
    /// The day of the text.
    day: Option<Date>,
    lexicon: &'a Lexicon,
    entities: Vec<Entity>,
    by_surname: FxHashMap<String, Vec<usize>>,
    /// Companies by the first word of their name.
    by_short: FxHashMap<String, usize>,
    /// By several given names, whose surname stands elsewhere.
    by_double_given: FxHashMap<String, usize>,
    /// The first words of names in full: whom a single word may mean.
    given: FxHashSet<String>,
    by_role: FxHashMap<String, usize>,
    /// Every noun that somebody was called by so far.
    held: FxHashSet<String>,
    /// Which blocks are set as headlines.
    headings: Vec<bool>,
    bodies: Bodies,
    /// Who is told by a given name beside a relative, in order.
    kin: Vec<Kin>,
    /// Where the words that are quoted stand, in order, none within another.
    quoted: Vec<Span>,
    /// So many surnames may still be looked for in what is quoted: each costs a walk over the text.
    searches: u32,
    recent: Vec<Recent>,
    /// Those among these who were met lately, once, and the number of the latest mention: who was met last comes last.
    met: Vec<(usize, usize)>,
    /// Names taken apart, as they are written.
    written: Names<'a>,
    /// What the words of mentions tell, as they are written.
    described: FxHashMap<Words<'a>, Rc<Described>>,
    /// Which of these were taken up of whom, and whether in a heading.
    learnt: FxHashSet<(usize, usize, bool)>,
    /// By start of the mention.
    meaning: FxHashMap<usize, usize>,
    /// By start of the mention: those of whom nothing tells which is meant.
    unsure: FxHashMap<usize, Vec<usize>>,
    misspelled: Vec<(Span, usize)>,
    /// Where the text says that somebody is "they".
    neutral: Vec<usize>,
    /// A title that stood for a name, until the name comes; whether it spoke.
    title_alone: Option<(Span, bool)>,
    /// Who answers in an interview, once that is asked.
    answers: Option<Answers>,
}

/// Resolves the mentions of one document.
pub fn resolve(document: &Document, extracted: &Extracted, background: &Background<'_>) -> Resolved {
    let text = document.prose.text();
    let mut resolver = Resolver {
        text,
        document,
        background,
        day: document.meta.date.or(background.today),
        lexicon: lexicon::for_names(extracted.language),
        entities: Vec::new(),
        by_surname: FxHashMap::default(),
        by_short: FxHashMap::default(),
        by_double_given: FxHashMap::default(),
        given: FxHashSet::default(),
        by_role: FxHashMap::default(),
        held: FxHashSet::default(),
        headings: document.blocks.iter().map(|block| set_as_heading(block, text, extracted.language)).collect(),
        bodies: Bodies::default(),
        kin: Vec::new(),
        quoted: quoted(extracted),
        searches: 40,
        recent: Vec::new(),
        met: Vec::new(),
        written: Names::default(),
        described: FxHashMap::default(),
        learnt: FxHashSet::default(),
        meaning: FxHashMap::default(),
        unsure: FxHashMap::default(),
        misspelled: Vec::new(),
        neutral: memchr::memmem::find_iter(text.as_bytes(), "they/them").collect(),
        title_alone: None,
        answers: None,
    };
    let (mentions, speaking) = mentions(text, extracted);
    resolver.written = Names::read(text, resolver.lexicon, &mentions);
    resolver.tie_letters(&mentions);
    resolver.collect(&mentions);
    for mention in &mentions {
        resolver.mention(mention, speaking.contains(&mention.span.start));
    }
    resolver.finish(extracted)
}

/// The outermost quotations, in order.
fn quoted(extracted: &Extracted) -> Vec<Span> {
    let outermost = extracted.quotations.iter().filter(|quotation| quotation.parent.is_none());
    let mut spans: Vec<Span> = outermost.map(|quotation| quotation.outer).collect();
    spans.sort_unstable();
    spans
}

/// Every mention in order, and where those start that speak. What attribution knows of one is joined to it.
fn mentions(text: &str, extracted: &Extracted) -> (Vec<Mention>, FxHashSet<usize>) {
    let voices = extracted.voices.iter().filter_map(|voice| match voice {
        Voice::Mention(mention) => Some(*mention),
        _ => None,
    });
    let speaking: FxHashMap<usize, Mention> = voices
        .chain(extracted.through.iter().flatten().copied())
        .map(|mention| (mention.span.start, mention))
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
    mentions.sort_by_key(|mention| (mention.span.start, mention.span.end));
    join_nicknames(text, &mut mentions);
    (mentions, speaking.keys().chain(&extracted.reporters).copied().collect())
}

/// `Ray "Lips" Lind` is one name: its first half is all of it, and its second half as well.
fn join_nicknames(text: &str, mentions: &mut [Mention]) {
    for at in 1..mentions.len() {
        let (first, second) = (mentions[at - 1], mentions[at]);
        let names = first.kind == MentionKind::Name && second.kind == MentionKind::Name;
        let between = text.get(first.span.end..second.span.start).filter(|between| names && between.len() < 40);
        let mark = |c: char| matches!(c, '"' | '“' | '”' | '‘' | '’' | '\'');
        let nickname = between.and_then(|between| between.strip_prefix(' ')?.strip_suffix(' '));
        let nickname = nickname.and_then(|words| words.strip_prefix(mark)?.strip_suffix(mark));
        if nickname.is_some_and(|words| words.starts_with(char::is_uppercase) && words.split(' ').count() < 4) {
            let span = first.span.join(second.span);
            mentions[at - 1].span = span;
            mentions[at] = Mention { span: Span::new(second.span.start, second.span.end), whole: Some(span), ..second };
        }
    }
}

impl Resolver<'_> {
    fn mention(&mut self, mention: &Mention, speaking: bool) {
        if mention.kind == MentionKind::Name && self.is_title_alone(mention) {
            self.title_alone = Some((mention.span, speaking));
            return;
        }
        let title_alone = self.title_alone.take_if(|_| mention.title.is_some());
        let title_alone = title_alone.filter(|(title, _)| mention.title.is_some_and(|own| own.contains(title.start)));
        let speaking = speaking || title_alone.is_some_and(|(_, speaking)| speaking);
        let meaning = match mention.kind {
            MentionKind::Name if mention.doubtful && !speaking && self.is_nobody_known(mention) => Meaning::Nobody,
            MentionKind::Name => self.named(mention),
            MentionKind::Pronoun => self.pronoun(mention, speaking),
            MentionKind::Role => self.role(mention),
        };
        let at = match meaning {
            Meaning::One(at) => at,
            Meaning::Several(candidates) => {
                self.unsure.insert(mention.span.start, candidates);
                return;
            }
            Meaning::Nobody => return,
        };
        self.meaning.insert(mention.span.start, at);
        if let Some((title, _)) = title_alone {
            self.meaning.insert(title.start, at);
        }
        self.introduce(at, mention);
        if mention.kind == MentionKind::Name {
            self.use_name(at, mention, speaking);
        }
        let entity = &mut self.entities[at];
        entity.speaker.mentions.push(mention.span);
        entity.spoken += u32::from(speaking);
        if mention.inside.is_some() {
            return;
        }
        entity.last = Some(mention.block);
        if speaking || !self.is_aside(mention) {
            self.meet(at);
            self.recent.push(Recent {
                entity: at,
                sentence: mention.sentence,
                block: mention.block,
                subject: mention.subject,
                speaking,
                thing: pronouns::is_of_a_thing(mention, self.text),
                at: mention.span.start,
            });
        }
    }

    /// Keeps that somebody is met anew.
    fn meet(&mut self, entity: usize) {
        if let Some(before) = self.met.iter().rposition(|&(at, _)| at == entity) {
            self.met.remove(before);
        } else if self.met.len() >= 2 * FAR {
            // Whoever stands in front of so many others was met too long ago.
            self.met.drain(..FAR);
        }
        self.met.push((entity, self.recent.len()));
    }

    /// Who was met in the last mentions, the one met last first.
    fn lately(&self) -> impl Iterator<Item = usize> {
        let met = self.met.iter().rev().take_while(|(_, latest)| latest + FAR >= self.recent.len());
        met.map(|&(entity, _)| entity)
    }

    /// "Ms" of "Ms. May", where attribution took the title for the name: what follows is the name.
    fn is_title_alone(&self, mention: &Mention) -> bool {
        let name = mention.span.of(self.text);
        let behind = self.text[mention.span.end..].trim_start_matches(['.', ' ', '\u{a0}']);
        self.lexicon.class(name).is(Class(Class::TITLE_MAN.0 | Class::TITLE_WOMAN.0))
            && !self.lexicon.class(name).is(Class(Class::MALE.0 | Class::FEMALE.0))
            && behind.starts_with(char::is_uppercase)
    }

    /// What the place of a name tells of it: that it is one, and whose.
    fn use_name(&mut self, at: usize, mention: &Mention, speaking: bool) {
        let used = self.use_of(mention.span);
        let neutral = self.neutral.iter().any(|&they| {
            they.checked_sub(mention.span.end).is_some_and(|gap| gap < 60)
                && !self.text[mention.span.end..they].contains(['\n', '.'])
        });
        let entity = &mut self.entities[at];
        entity.used.inside |= used.inside;
        entity.used.as_subject |= used.as_subject;
        entity.used.as_other = entity.used.as_other.max(used.as_other);
        if neutral {
            entity.speaker.gender = Gender::Neutral;
        }
        if speaking && !entity.speaker.body {
            entity.likely |= mention.inside.is_none() && !looks_like_body(mention.span.of(self.text));
        }
        if speaking || mention.title.is_some() || entity.person {
            self.spell_out(at);
            self.recognise(at);
        }
    }

    /// Asks the directories for whom the name alone can mean, once somebody speaks by it or bears a title.
    fn recognise(&mut self, at: usize) {
        let entity = &mut self.entities[at];
        // What was asked is asked again only for a fuller name.
        let words = entity.form.words.len();
        if entity.asked >= words || entity.speaker.listed.is_some() {
            return;
        }
        entity.asked = words;
        let name = &self.entities[at].form;
        let listed = self.background.directories.iter().find_map(|directory| {
            let mut named = directory.named(name);
            let first = named.next()?;
            named.next().is_none().then(|| Arc::clone(first))
        });
        if let Some(listed) = listed.filter(|listed| self.may_be(at, listed)) {
            self.entities[at].recognise(&listed);
        }
    }

    /// Whether somebody whom a directory knows may be meant by the name alone. A corpus has many a name that is none, and
    /// people who are called like a place.
    fn may_be(&self, at: usize, listed: &Listed) -> bool {
        let entity = &self.entities[at];
        let name = &entity.speaker.name;
        let alone = listed.name.contains(' ') && !name.contains(' ') && entity.speaker.titles.is_empty();
        let given = listed.name.split_whitespace().next().unwrap_or_default();
        let is_given = |lexicon: &Lexicon| lexicon.class(given).is(Class(Class::MALE.0 | Class::FEMALE.0));
        listed.origin == Origin::Newsroom
            || (listed.gender != Gender::Unknown || is_given(self.lexicon) || is_given(lexicon::english()))
                && !(alone && (names::is_place(name) || name.len() > 2 && !name.contains(char::is_lowercase)))
    }

    /// In what ways the words around a name use it.
    fn use_of(&self, span: Span) -> Used {
        let LeadIn { inside, word } = stands::leads_in(self.text, span.start, self.lexicon);
        if word == Before::Determiner {
            return Used { inside, as_subject: false, as_other: Other::Determined };
        }
        let after = &self.text[span.end..];
        let owner = after.starts_with("'s") || after.starts_with("’s");
        let after = after.trim_start_matches([' ', '\u{a0}']);
        let next = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let verb = self.lexicon.class(next).is(Class(Class::FINITE.0 | Class::AUXILIARY.0))
            && next.starts_with(char::is_lowercase);
        let said = word == Before::Says && !after.starts_with(char::is_alphanumeric);
        let as_other = if word == Before::Place { Other::Place } else { Other::Nothing };
        Used { inside, as_subject: owner || verb || said, as_other }
    }

    /// Whether a mention stands beside the story: in a caption, a credit, a picture's "(Ana Lind/Coast Courier)".
    fn is_aside(&self, mention: &Mention) -> bool {
        let Some(block) = self.document.blocks.get(mention.block as usize) else { return false };
        if matches!(block.kind, BlockKind::Caption | BlockKind::Credit) {
            return true;
        }
        stands::is_credited(block, self.text)
    }
}

/// Whether a block is a heading, as far as capitals tell in its language: all German nouns have one.
fn set_as_heading(block: &Block, text: &str, language: Language) -> bool {
    let sentence = language == Language::German && block.span.of(text).trim_end().ends_with('.');
    is_headline(block, text) && (block.kind == BlockKind::Heading || !sentence)
}

/// Whether a block is a heading, or set as one: nearly every longer word has a capital.
fn is_headline(block: &Block, text: &str) -> bool {
    if block.kind == BlockKind::Heading || block.span.len() > LONGEST_HEADLINE {
        return block.kind == BlockKind::Heading;
    }
    let (mut capitals, mut small) = (0, 0);
    for word in block.span.of(text).split(' ').filter(|word| word.len() > 3) {
        let capital = word.starts_with(|c: char| c.is_uppercase() || !c.is_alphanumeric());
        *(if capital { &mut capitals } else { &mut small }) += 1;
        if small > 3 && small > capitals {
            return false;
        }
    }
    capitals > 3 && capitals >= small * 4
}
