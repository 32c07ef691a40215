//! Whether a name is somebody's, by what the sentence says of it.

use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use crate::text::lists::List;
use crate::text::words::TokenKind;

/// Verbs that tie what somebody is like to them, beside "to be".
static SEEM: List = List::group(include_str!("../../data/verbs.txt"), "seem");

impl Sentence<'_> {
    /// Whether what is said of a name of several words is said of people only: "Gwil Orre was blunt", "Gwil Orre, 42,".
    pub fn only_people(&self, mention: &Mention) -> bool {
        let end = self.index_of(mention.whole.unwrap_or(mention.span).end);
        let (start, named) = (self.index_of(mention.span.start), self.index_of(mention.span.end));
        let body = (start..named).any(|at| self.is(at, Class(Class::BODY.0 | Class::GROUP.0 | Class::WHEN.0)));
        if mention.kind != MentionKind::Name || named < start + 2 || body {
            return false;
        }
        let aged = self.sign(end, TokenKind::Comma)
            && self.sign(end + 1, TokenKind::Number)
            && self.word(end + 1).len() == 2
            && self.sign(end + 2, TokenKind::Comma);
        aged || self.acts(end)
    }

    /// Whether the predicate at `from` is one that only people have: "was blunt", "did not hesitate".
    fn acts(&self, from: usize) -> bool {
        let ties = |at: usize| self.is(at, Class::AUXILIARY) || self.any(at, &SEEM);
        let lead = (from..from + 5).take_while(|&at| ties(at) || self.is(at, Class::ADVERB)).count();
        let tied = (from..from + lead).any(ties);
        let at = from + lead;
        let human = self.is(at, Class::HUMAN) && (tied || self.finite_at(at) || !self.word(at).ends_with('s'));
        human || tied && self.is(at, Class::MOOD)
    }
}
