//! What is said: quotations with their marks, cues and mentions, in a draft and in a source alike.

pub mod appositions;
pub mod asked;
pub mod attribution;
pub mod before;
pub mod extract;
pub mod foreign;
pub mod hearsay;
pub mod language;
pub mod lexicon;
pub mod looking_back;
pub mod marks;
pub mod mention;
pub mod mentions;
pub mod moves;
pub mod name_words;
pub mod not_speech;
pub mod people;
pub mod phrases;
pub mod reported;
pub mod stream;
pub mod subjects;
pub mod verbs;

use crate::text::Span;

/// Index of a quotation in its [`Reading`](crate::speakers::Reading).
pub type QuotationId = usize;
/// Index of an utterance in its [`Reading`](crate::speakers::Reading).
pub type UtteranceId = usize;
/// Index of a speaker in its [`Reading`](crate::speakers::Reading).
pub type SpeakerId = usize;

/// One stretch of quoted words between its marks. Ranges are of the prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The words, first to last, without the marks.
    pub span: Span,
    /// The same with the marks; equal to `span` where there are none.
    pub outer: Span,
    /// The stretches of one that runs over paragraphs, each without marks; otherwise `[span]`.
    pub parts: Vec<Span>,
    /// What it is.
    pub kind: QuotationKind,
    /// The utterance it belongs to; of a nested one, an utterance of its own.
    pub utterance: UtteranceId,
    /// The quotation it stands inside.
    pub parent: Option<QuotationId>,
}

/// What quotation marks are used for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum QuotationKind {
    /// Direct speech: at least a clause.
    Speech,
    /// A partial quotation, woven into the reporter's sentence.
    Fragment,
    /// A block quotation or a turn, with no marks of its own.
    Block,
    /// Marks for something else.
    NotSpeech(NotSpeech),
}

/// What marks are for when not for speech.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum NotSpeech {
    /// A book, a film, a song, a programme.
    Title,
    /// A name somebody goes by.
    Nickname,
    /// A word or phrase spoken of, distanced from, or translated.
    Term,
    /// A campaign's or a placard's words.
    Slogan,
    /// The name of a law, an operation, a body.
    Name,
    /// A heading that repeats words quoted in the text.
    Repeat,
}

impl NotSpeech {
    /// In words, as hover says it.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Title => "title of a work",
            Self::Nickname => "nickname",
            Self::Term => "term",
            Self::Slogan => "slogan",
            Self::Repeat => "repeats words quoted in the text",
            Self::Name => "name of a law, an operation or a body",
        }
    }
}

/// The quotations that one attribution joins: “A,” she said. “B.”
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Utterance {
    /// In order.
    pub quotations: Vec<QuotationId>,
    /// Who says it, if that is known or at least told.
    pub attribution: Attribution,
}

/// The tie from a quotation to its speaker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// The reporting verb or phrase.
    pub cue: Option<Span>,
    /// The words that name the speaker: "Ruiz", "she", "the governor".
    pub mention: Option<Span>,
    /// Whom they name.
    pub speaker: Option<SpeakerId>,
    /// Those whom the mention may mean, where two or more would do as well: then `how` is [`How::Ambiguous`].
    pub candidates: Vec<SpeakerId>,
    /// Those through whom it reached the reporter, outermost first: "A said B told her".
    pub through: Vec<SpeakerId>,
    /// How the speaker was found, or why not.
    pub how: How,
    /// When it is said to have been said: "on Tuesday", "last month".
    pub when: Option<Span>,
}

/// How a speaker was found.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum How {
    /// A cue with a mention beside it: "Ruiz said".
    Cue,
    /// A label: a turn of a transcript, a block quotation's attribution line.
    Label,
    /// The clause it stands in has this subject.
    Clause,
    /// Goes on from the quotation before.
    Continued,
    /// Dialogue that alternates.
    Alternation,
    /// Two candidates as good.
    Ambiguous,
    /// A pronoun or a word that points back, and nobody in the text whom it fits.
    Unknown,
    /// Nobody is named.
    #[default]
    None,
}

impl How {
    /// As the contract's `how`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cue => "cue",
            Self::Label => "label",
            Self::Clause => "clause",
            Self::Continued => "continued",
            Self::Alternation => "alternation",
            Self::Ambiguous => "ambiguous",
            Self::Unknown => "unknown",
            Self::None => "none",
        }
    }
}

/// What is wrong with a mark, beside what it quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkProblem {
    /// The mark, in the prose.
    pub span: Span,
    /// What is wrong.
    pub kind: MarkProblemKind,
    /// What should stand there, if that is plain.
    pub instead: Option<String>,
}

/// What can be wrong with a mark.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum MarkProblemKind {
    /// Opens or closes nothing.
    Unpaired,
    /// A closing mark that opens, or the reverse.
    WrongWay,
    /// Opened with one kind, closed with another.
    Mismatched,
}
