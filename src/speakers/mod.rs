//! Who says it: names, their forms, and which mention means whom.

mod again;
pub mod directory;
mod likeness;
pub mod names;
mod newsroom;
pub mod offices;
pub mod resolve;

pub use crate::quotations::extract::Taken;
pub use again::{Named, Trail};
pub use directory::{Background, ByWord, Directory, Elsewhere, Listed, Office, Origin};
pub use likeness::{Likeness, Parts, likeness};
pub use newsroom::newsroom;

use std::sync::Arc;

use self::resolve::Resolved;
use crate::formats::Document;
use crate::quotations::extract::{Extracted, extract};
use crate::quotations::language::Language;
use crate::quotations::{MarkProblem, Quotation, SpeakerId, Utterance};
use crate::text::Span;

/// What reading a document yields, draft and article alike.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What was read.
    pub document: Document,
    /// Which language it is in.
    pub language: Language,
    /// In order of their first word; a nested one follows the one it stands in.
    pub quotations: Vec<Quotation>,
    /// In order of their first quotation.
    pub utterances: Vec<Utterance>,
    /// In order of their first mention.
    pub speakers: Vec<Speaker>,
    /// Marks that do not pair, stand the wrong way round, or do not fit each other.
    pub mark_problems: Vec<MarkProblem>,
    /// Names spelled otherwise than everywhere else in the document, with the right form.
    pub misspelled: Vec<(Span, String)>,
}

/// A person or body that is quoted or named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speaker {
    /// The fullest form: "Ana Maria Ruiz"; for one without a name, the role: "a spokesman for the ministry".
    pub name: String,
    /// Other forms that occur.
    pub aliases: Vec<String>,
    /// "President", "mayor of Vellin", as written, each once, in order of appearance.
    pub titles: Vec<String>,
    /// Where each of the titles stands, every time, in order.
    pub stated: Vec<Stated>,
    /// How the text introduces the speaker: the first mention by name outside headings.
    pub introduced: Option<Introduced>,
    /// What pronouns and names tell.
    pub gender: Gender,
    /// Whether it is a body, not a person.
    pub body: bool,
    /// Whether `name` is a proper name.
    pub named: bool,
    /// Every place of the prose that names this speaker, pronouns that were resolved included, in order.
    pub mentions: Vec<Span>,
    /// What `name` rests on.
    pub basis: Basis,
    /// Who this is in the directory that knows.
    pub listed: Option<Arc<Listed>>,
}

/// A title or office that the text gives a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// "mayor of Vellin", without an article in front.
    pub title: String,
    /// Where it stands.
    pub span: Span,
    /// The name it stands beside.
    pub name: Span,
}

/// The first mention of a speaker by name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Introduced {
    /// The name, without titles.
    pub span: Span,
    /// Whether it is more than a surname or a first name.
    pub full: bool,
}

/// What a speaker's name rests on.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// The text names the speaker so.
    #[default]
    Text,
    /// The text names the speaker in part, and the newsroom's list has one whom that fits.
    Newsroom,
    /// The text names the speaker in part or by office, and the corpus knows one whom that fits.
    Corpus,
}

impl From<Origin> for Basis {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::Newsroom => Self::Newsroom,
            Origin::Corpus => Self::Corpus,
        }
    }
}

/// What pronouns and names tell.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Gender {
    /// he
    Male,
    /// she
    Female,
    /// they, of one person.
    Neutral,
    /// Not told.
    #[default]
    Unknown,
}

impl Reading {
    /// The speaker of a quotation.
    pub fn speaker_of(&self, quotation: &Quotation) -> Option<&Speaker> {
        self.utterances[quotation.utterance].attribution.speaker.map(|id: SpeakerId| &self.speakers[id])
    }
}

/// Reads a document: its quotations, and who says them, as far as its own words tell.
pub fn read(document: Document) -> Reading {
    read_knowing(document, &Background::default())
}

/// Reads a document in the light of what is known besides: who goes by a bare surname, who holds an office.
pub fn read_knowing(document: Document, background: &Background<'_>) -> Reading {
    let extracted = extract(&document);
    let resolved = resolve::resolve(&document, &extracted, background);
    put_together(document, extracted, resolved)
}

fn put_together(document: Document, extracted: Extracted, resolved: Resolved) -> Reading {
    let mut utterances = extracted.utterances;
    for (utterance, (speaker, how)) in utterances.iter_mut().zip(resolved.of.iter().zip(resolved.how)) {
        utterance.attribution.speaker = *speaker;
        if let Some(how) = how {
            utterance.attribution.how = how;
        }
    }
    for (utterance, (through, candidates)) in
        utterances.iter_mut().zip(resolved.through.into_iter().zip(resolved.candidates))
    {
        utterance.attribution.through = through;
        utterance.attribution.candidates = candidates;
    }
    Reading {
        document,
        language: extracted.language,
        quotations: extracted.quotations,
        utterances,
        speakers: resolved.speakers,
        mark_problems: extracted.problems,
        misspelled: resolved.misspelled,
    }
}
