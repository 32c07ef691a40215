//! Whom a sentence without quotations reports, or brings in: whoever the next words are.

use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use super::verbs::Form;
use crate::text::lists::List;
use crate::text::words::TokenKind;

/// So many words and signs are a sentence that leads up to nothing but a quotation.
const SHORT: usize = 16;

impl Sentence<'_> {
    /// "Quote from Ana Lind:", "Joint statement by the Marn Council:": whose words such a line gives out.
    pub fn given_out(&self) -> Option<Mention> {
        let from = (1..self.items.len().min(4)).find(|&at| self.any(at, &["from", "by", "of"]))?;
        let paper =
            self.is(from - 1, Class(Class::PAPER.0 | Class::SAYING.0)) || self.any(from - 1, &["quote", "quotes"]);
        let (mention, end) = self.phrase_from(from + 1).filter(|_| paper)?;
        let rest = &self.items[end..];
        let is_end = rest.first().is_none_or(|item| item.is_sign(TokenKind::Colon) || item.is_sign(TokenKind::Comma));
        (is_end && mention.kind == MentionKind::Name).then_some(mention)
    }

    /// Whether a short sentence names nobody but whom it reports: "Governor Ana Lind said in a statement:".
    pub fn announces(&self, reported: &Mention) -> bool {
        let own = reported.whole.unwrap_or(reported.span).join(reported.title.unwrap_or(reported.span));
        let other = |at: usize| self.name_word(at) && !self.sentence_start(at) && !own.covers(self.items[at].span);
        reported.kind == MentionKind::Name
            && self.items.len() <= SHORT
            && !(0..self.items.len()).any(|at| other(at) || self.any(at, &["and"]))
    }

    /// "A member of the union does not believe it": somebody new without a name, and what they think.
    pub fn brings_in(&self) -> Option<Mention> {
        let new = self.any(0, &["a", "an", "one", "another"]) && self.sentence_start(0);
        let (mention, end) = new.then(|| self.phrase_from(0)).flatten()?;
        let person = mention.head.is_some_and(|head| self.person_word(head));
        let thinks = (end..end + 4).any(|at| {
            self.is(at, Class::CUE) && (self.verb(at) == Some(Form::Finite) || at > end && self.is(at, Class::BASE))
        });
        (person && thinks).then_some(mention)
    }

    /// Who a sentence without quotations reports: its first reporting verb with a subject.
    pub fn reports(&self) -> Option<Mention> {
        for at in 0..self.items.len() {
            if self.any(at, &["according"])
                && let Some(link) = self.according_to(at)
            {
                return link.mention;
            }
            if self.is(at, Class(Class::SPEECH.0 | Class::TOLD.0))
                && self.verb(at) == Some(Form::Finite)
                && let Some(mention) = self.told_by_at_end(at).or_else(|| self.subject(at))
            {
                return Some(mention);
            }
            if let Some(mention) = self.judges(at).or_else(|| self.gives_out(at)) {
                return Some(mention);
            }
        }
        None
    }

    /// "Lind accused the board of trickery.": who says of somebody or something what it is, with the verb at `at`.
    fn judges(&self, at: usize) -> Option<Mention> {
        let finite = self.is(at, Class::NAMED) && !self.is(at, Class::BASE) && self.verb(at) == Some(Form::Finite);
        let mention = finite.then(|| self.subject(at)).flatten()?;
        let person = match mention.kind {
            MentionKind::Name => true,
            MentionKind::Pronoun => self.any(self.index_of(mention.span.start), &["he", "she"]),
            MentionKind::Role => mention.head.is_some_and(|head| self.person_word(head)),
        };
        // "asked about Lind, who called it a hoax": not whom the sentence is about.
        let between = self.index_of(mention.span.end)..at;
        (person && !between.into_iter().any(|at| self.is(at, Class::RELATIVE))).then_some(mention)
    }

    /// "Governor Ana Lind released the following statement after the vote.": whose statement it is that the verb at `at`
    /// gives out.
    fn gives_out(&self, at: usize) -> Option<Mention> {
        static GIVE: List = List::group(include_str!("../../data/cues/relayed.txt"), "given");
        // What few words have behind them is asked first.
        let this = self.any(at + 1, &["this"]) || self.any(at + 1, &["the"]) && self.any(at + 2, &["following"]);
        let noun = || (at + 2..at + 5).any(|noun| self.is(noun, Class(Class::PAPER.0 | Class::SAYING.0)));
        let given = this && noun() && self.any(at, &GIVE);
        given.then(|| self.subject(at)).flatten().filter(|mention| mention.kind != MentionKind::Pronoun)
    }

    /// "The quay is closed, says Mayor Ana Lind.": who says so, behind the verb at `at`, where the sentence ends with it.
    fn told_by_at_end(&self, at: usize) -> Option<Mention> {
        const SAYS: &[&str] = &["says", "said", "adds", "added", "explains", "explained", "warns", "warned"];
        if at == 0 || !self.sign(at - 1, TokenKind::Comma) || !self.any(at, SAYS) {
            return None;
        }
        let (mention, end) = self.phrase_from(at + 1)?;
        // "warns the mayor, Ana Lind."
        let named = self.apposed_name(mention, end);
        let end = if named.span == mention.span { end } else { self.index_of(named.span.end) };
        let somebody = named.kind == MentionKind::Name || named.head.is_some_and(|head| self.person_word(head));
        (somebody && (end >= self.items.len() || self.sign(end, TokenKind::Stop))).then_some(named)
    }
}
