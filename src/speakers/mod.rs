//! Who says it: names, their forms, and which mention means whom.

mod likeness;
pub mod names;
pub mod resolve;

pub use likeness::{Likeness, likeness};

use crate::formats::Document;
use crate::quotations::extract::extract;
use crate::quotations::{MarkProblem, Quotation, SpeakerId, Utterance};
use crate::text::Span;

/// What reading a document yields, draft and article alike.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What was read.
    pub document: Document,
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
    /// "President", "mayor of Vellin", as written, in order of appearance.
    pub titles: Vec<String>,
    /// What pronouns and names tell.
    pub gender: Gender,
    /// Whether it is a body, not a person.
    pub body: bool,
    /// Whether `name` is a proper name.
    pub named: bool,
    /// Every place of the prose that names this speaker, pronouns that were resolved included, in order.
    pub mentions: Vec<Span>,
}

/// What pronouns and names tell.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Gender {
    /// he
    Male,
    /// she
    Female,
    /// Not told, or they.
    #[default]
    Unknown,
}

impl Reading {
    /// The speaker of a quotation.
    pub fn speaker_of(&self, quotation: &Quotation) -> Option<&Speaker> {
        self.utterances[quotation.utterance].attribution.speaker.map(|id: SpeakerId| &self.speakers[id])
    }
}

/// Reads a document: its quotations, and who says them.
pub fn read(document: Document) -> Reading {
    let extracted = extract(&document);
    let resolved = resolve::resolve(document.prose.text(), &extracted);
    let mut utterances = extracted.utterances;
    for (utterance, (speaker, how)) in utterances.iter_mut().zip(resolved.of.iter().zip(resolved.how)) {
        utterance.attribution.speaker = *speaker;
        if let Some(how) = how {
            utterance.attribution.how = how;
        }
    }
    for (utterance, through) in utterances.iter_mut().zip(resolved.through) {
        utterance.attribution.through = through;
    }
    Reading {
        document,
        quotations: extracted.quotations,
        utterances,
        speakers: resolved.speakers,
        mark_problems: extracted.problems,
        misspelled: resolved.misspelled,
    }
}
