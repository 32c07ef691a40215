//! Which mention means whom: names, roles and pronouns of one document become its speakers.

mod entity;
mod finish;
mod named;
mod pronouns;
mod roles;
mod slips;

use rustc_hash::{FxHashMap, FxHashSet};

use self::entity::{Entity, looks_like_body};
use super::{Background, Speaker};
use crate::formats::Document;
use crate::quotations::extract::{Extracted, Voice};
use crate::quotations::lexicon::{self, Lexicon};
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
        lexicon: lexicon::for_names(extracted.language),
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
}
