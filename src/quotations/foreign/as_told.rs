//! Clauses that say whose the words of another one are: "Wie Lind erklärte, …", "…, wie Lind befand".

use super::clauses::{Clauses, STRONG, VERB};
use crate::quotations::attribution::Link;
use crate::quotations::lexicon::Class;
use crate::text::words::TokenKind;

impl Clauses<'_> {
    /// "Wie Lind erklärte, …", "Nach den Worten des Ministers, …": what a clause before says of the whole sentence.
    pub(super) fn as_told(&self, own: usize) -> Option<Link> {
        if self.introduces(own) {
            return None;
        }
        (0..own).rev().find_map(|clause| {
            let mut items = self.items(clause);
            let first = items.clone().find(|&at| self.sentence.items[at].is_word())?;
            if self.as_reported(first) {
                return items.find_map(|at| self.of_verb(at, STRONG)).filter(|link| link.mention.is_some());
            }
            let verbless = !items.clone().any(|at| self.verb(at, VERB) || self.sentence.is(at, Class::AUXILIARY));
            if verbless { items.find_map(|at| self.according(at)) } else { None }
        })
    }

    /// "Wie der „Bote“ berichtet, sagte Lind: „…“": it is she who says it, whoever reports that.
    fn introduces(&self, own: usize) -> bool {
        let colon = self.sentence.sign(self.items(own).start, TokenKind::Colon);
        let mut before = own.checked_sub(1).filter(|_| colon).map_or(0..0, |clause| self.items(clause));
        let first = before.clone().find(|&at| self.sentence.items[at].is_word());
        first.is_some_and(|first| !self.as_reported(first))
            && before.any(|at| self.of_verb(at, STRONG).is_some_and(|link| link.mention.is_some()))
    }

    fn as_reported(&self, at: usize) -> bool {
        self.sentence.any(at, &["wie", "comme", "como", "come"])
    }

    /// "Der Chor sang „…“, wie Lind befand": a clause behind that says whose words they are, where none of their own does.
    pub(super) fn as_told_behind(&self, quote: usize) -> Option<Link> {
        let own = self.clause(quote);
        let strong = |at: usize| self.of_verb(at, STRONG).is_some_and(|link| link.mention.is_some());
        let first = self.items(own + 1).find(|&at| self.sentence.items[at].is_word())?;
        if !self.as_reported(first) || self.items(own).any(strong) {
            return None;
        }
        self.items(own + 1).find_map(|at| self.of_verb(at, VERB)).filter(|link| link.mention.is_some())
    }
}
