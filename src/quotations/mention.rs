//! Words that name somebody.

use super::QuotationId;
use crate::text::Span;

/// Words that name a person or body: "Ana Lind", "she", "the mayor".
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Mention {
    /// The name without titles, the pronoun, or the whole phrase.
    pub span: Span,
    /// The words before a name that say what the person is: "Mayor", "party spokesman".
    pub title: Option<Span>,
    /// The noun a role is named by: "mayor".
    pub head: Option<Span>,
    /// The whole phrase around it.
    pub whole: Option<Span>,
    /// What sort of words they are.
    pub kind: MentionKind,
    /// Sentences of the document up to it.
    pub sentence: u32,
    /// The block it stands in.
    pub block: u32,
    /// The quotation whose words it is one of.
    pub inside: Option<QuotationId>,
    /// Whether its sentence is about it: its subject.
    pub subject: bool,
}

/// What sort of words a mention is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum MentionKind {
    /// A proper name.
    Name,
    /// he, she, it, they, I, we.
    Pronoun,
    /// Anything else: "the mayor", "critics".
    #[default]
    Role,
}
