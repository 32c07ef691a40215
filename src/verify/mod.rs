//! Does the one bear out the other: a quotation held against the corpus.

mod align;
mod anchors;
mod backshift;
mod behalf;
mod beside;
mod carried;
mod chance;
mod context;
mod contradictions;
mod counted;
mod decide;
mod differ;
mod filter;
mod halves;
mod judge;
mod kept;
mod kinds;
mod lexicon;
mod one_word;
mod own;
mod own_hand;
mod passage;
pub mod phrase;
mod reasons;
mod referent;
mod renderings;
pub(crate) mod restarts;
mod retrieve;
mod same_sense;
mod sides;
mod splice;
mod steps;
mod swapped;
mod table;
mod turns;
mod whose;
mod work;

use std::sync::Arc;

pub use carried::{Others, is_all_known, stands};
pub use contradictions::{Contradiction, contradictions};
pub use decide::verify;
pub use kept::Kept;
pub use steps::Steps;

use crate::corpus::{Article, Missed};
use crate::quotations::QuotationId;
use crate::speakers::Speaker;
use crate::text::Span;

/// What holding a quotation against the corpus showed, with the evidence.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Which quotation of the draft.
    pub quotation: QuotationId,
    /// The gravest thing that applies.
    pub outcome: Outcome,
    /// What bears it out or contradicts it, best first; copies of one story are one entry with `copies`.
    pub sources: Vec<Evidence>,
    /// What turns the meaning, what was cut, who said it really: one line, for messages and hover.
    pub because: Option<String>,
    /// How it came about, step by step, in plain sentences.
    pub reasons: Arc<Vec<String>>,
    /// What of the corpus could not be searched.
    pub missed: Option<Missed>,
    /// Whether it is the same, whoever says the words.
    pub whoever: bool,
}

/// The verdicts of the contract, gravest first.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// No source has these words or anything that they were made from.
    Unsupported,
    /// A source has the words, said by someone else.
    Misattributed,
    /// A word that turns the meaning differs.
    MeaningChanged,
    /// Joined from passages that do not stand together.
    Spliced,
    /// Words are left out inside, and no ellipsis says so.
    Omission,
    /// Other words differ.
    Altered,
    /// The words match, but what stands around them turns them.
    OutOfContext,
    /// In a source only as another speaker recounts them.
    SecondHand,
    /// In a source, but as the reporter's own words.
    Paraphrase,
    /// An independent source renders the utterance differently.
    Disputed,
    /// The words match.
    Exact,
    /// Marks for something else than speech.
    NotSpeech,
    /// Not held against anything: no corpus, or it did not answer, or not all of it did and the rest has nothing.
    Unchecked,
}

impl Outcome {
    /// As in the contract; `None` for unchecked.
    pub fn as_str(self) -> Option<&'static str> {
        Some(match self {
            Self::Unsupported => "unsupported",
            Self::Misattributed => "misattributed",
            Self::MeaningChanged => "meaning-changed",
            Self::Spliced => "spliced",
            Self::Omission => "omission",
            Self::Altered => "altered",
            Self::OutOfContext => "out-of-context",
            Self::SecondHand => "second-hand",
            Self::Paraphrase => "paraphrase",
            Self::Disputed => "disputed",
            Self::Exact => "exact",
            Self::NotSpeech => "not-speech",
            Self::Unchecked => return None,
        })
    }
}

/// One place of the corpus that a quotation was held against.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The article.
    pub article: Arc<Article>,
    /// The words there, in the article's prose.
    pub span: Span,
    /// Word by word: what is the same, what differs.
    pub ops: Steps,
    /// Whom the source has saying it.
    pub speaker: Option<String>,
    /// In what way the source has the words.
    pub standing: Standing,
    /// Other articles that carry the same story.
    pub copies: Vec<Arc<Article>>,
    /// Whether this one renders the utterance differently from what the draft has.
    pub other_rendering: bool,
}

impl Evidence {
    /// Whom the source has saying it, as its reading knows them.
    pub(crate) fn source_speaker(&self) -> Option<&Speaker> {
        let name = self.speaker.as_ref()?;
        self.article.reading.speakers.iter().find(|speaker| speaker.name == *name)
    }
}

/// In what way a source has words.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As somebody's direct speech.
    Quoted,
    /// Inside another's direct speech.
    Recounted,
    /// As the reporter's own.
    Reported,
}

/// One step of an alignment: words of the draft against words of the source. Ranges of either's prose.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Op {
    /// What happened.
    pub kind: OpKind,
    /// In the draft; empty at a place where words are missing.
    pub draft: Span,
    /// In the source; empty at a place where words were added.
    pub source: Span,
}

/// What happened to words on their way into the draft.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum OpKind {
    /// The same words, or what counts as the same.
    Same,
    /// Other words in their place.
    Replaced,
    /// Left out, with a mark that says so.
    Elided,
    /// Left out without a mark.
    Dropped,
    /// Put in, in brackets.
    Bracketed,
    /// Put in without a mark.
    Added,
}
