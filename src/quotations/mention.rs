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
    /// Whether it is a single capital word at the head of a sentence, which may be any word: a name only where somebody is
    /// known by it.
    pub doubtful: bool,
}

impl Mention {
    /// Whether it is the writer's or a speaker's word for themselves, or for whom they speak to: it points back to nobody.
    pub fn is_first_or_second_person(&self, text: &str) -> bool {
        const OWN: [&str; 13] =
            ["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves", "you", "your", "yourself"];
        let word = self.span.of(text);
        self.kind == MentionKind::Pronoun && OWN.iter().any(|own| word.eq_ignore_ascii_case(own))
    }
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
