//! What is told behind a quotation of whose words it was: "That is what Lind told the court", "So said Lind".

use super::attribution::{Link, STRONG};
use super::lexicon::Class;
use super::phrases::Sentence;
use crate::text::words::TokenKind;

/// Beside the acts of saying, what somebody's words may be called.
const WORDS: &[&str] = &["word", "words", "view", "views", "opinion", "opinions", "thought", "thoughts", "sentiment"];

impl Sentence<'_> {
    /// The attribution that the words from `at` on give to what is quoted right before them.
    pub fn looks_back(&self, at: usize) -> Option<Link> {
        let at = at + usize::from(self.sign(at, TokenKind::Dash) || self.sign(at, TokenKind::Colon));
        self.so_said(at).or_else(|| self.with_these_words(at)).or_else(|| self.summed_up(at))
    }

    /// "So said Lind."
    fn so_said(&self, at: usize) -> Option<Link> {
        let said = self.any(at, &["so", "thus"]) && self.is(at + 1, Class::SPEECH) && self.is(at + 1, Class::FINITE);
        let (mention, end) = said.then(|| self.actor(at + 2)).flatten()?;
        self.closes(end).then(|| self.link(self.items[at + 1].span, mention, end, true))
    }

    /// "With those words, Lind opened the session."
    fn with_these_words(&self, at: usize) -> Option<Link> {
        let words = at + 2;
        let pointing = self.any(at, &["with", "in"]) && self.any(at + 1, &["these", "those"]);
        let from = words + 1 + usize::from(self.sign(words + 1, TokenKind::Comma));
        let (mention, end) = (pointing && self.any(words, &["words"])).then(|| self.actor(from)).flatten()?;
        self.finite_at(end).then(|| self.link(self.items[words].span, mention, end, true))
    }

    /// "is how Lind put it", "was Lind's verdict", "That was Lind's answer", "Those were the words of Lind", "was all that
    /// Lind would say".
    fn summed_up(&self, at: usize) -> Option<Link> {
        let be = at + usize::from(self.any(at, &["that", "this", "these", "those", "such", "it"]));
        if !self.any(be, &["is", "was", "are", "were", "remains", "remained", "'s", "’s"]) {
            return None;
        }
        let introduces = &["how", "what", "all", "the"];
        let from = (be + 1..be + 3).find(|&at| !self.is(at, Class::ADVERB) || self.any(at, introduces))?;
        self.as_put(from, be > at).or_else(|| self.words_of(from))
    }

    /// "how Lind put it", "what Lind told the court", "all Lind would say", where that stands at `from`; what somebody told
    /// of a thing is the thing, unless a sentence of its own `points` at the words.
    fn as_put(&self, from: usize, points: bool) -> Option<Link> {
        let all = self.any(from, &["all"]);
        let whole = points && self.any(from, &["what"]) || all;
        let way = usize::from(self.any(from, &["the"]) && self.any(from + 1, &["way"]));
        if !whole && !self.any(from, &["how"]) && way == 0 {
            return None;
        }
        let that = usize::from(all && self.any(from + 1, &["that"]));
        let (mention, end) = self.actor(from + 1 + way + that)?;
        if whole {
            let light = Class(Class::ADVERB.0 | Class::AUXILIARY.0);
            let verb = (end..end + 4).find(|&at| !self.is(at, light) && !self.any(at, &["to"]))?;
            let told = self.is(verb, STRONG) || self.any(verb, &["put", "puts", "say", "tell"]);
            return told.then(|| self.link(self.items[verb].span, mention, verb + 1, true));
        }
        let object = usize::from(self.any(end + 1, &["it", "this", "that", "things"]));
        let thing = |at: usize| self.phrase_from(at).is_some_and(|(_, behind)| self.closes(behind));
        let told = self.finite_at(end) && (self.closes(end + 1 + object) || thing(end + 1));
        told.then(|| Link { strong: false, ..self.link(self.items[end].span, mention, end + 1, false) })
    }

    /// "Lind's verdict", "the words of Lind".
    fn words_of(&self, from: usize) -> Option<Link> {
        let saying = |at: usize| self.is(at, Class::SAYING) || self.any(at, WORDS);
        let owned = (from..from + 6).find(|&at| self.sign(at, TokenKind::Possessive));
        let (noun, mention) = if let Some(owner) = owned {
            let noun = (owner + 1..owner + 4).find(|&at| saying(at))?;
            (noun, self.owner_before(owner).filter(|_| self.closes(noun + 1))?)
        } else {
            let noun = (from + 1..from + 4).find(|&at| saying(at)).filter(|_| self.any(from, &["the"]))?;
            let of = self.any(noun + 1, &["of", "from"]);
            (noun, of.then(|| self.actor(noun + 2)).flatten().map(|(mention, _)| mention)?)
        };
        let link = self.link(self.items[noun].span, mention, noun + 1, false);
        self.plausible(&link).then_some(link)
    }
}
