//! Words that the speaker of the sentence did not choose: a question put to them, another's charge, a heckler's cry.

use super::How;
use super::attribution::{Link, STRONG};
use super::lexicon::Class;
use super::mention::Mention;
use super::phrases::Sentence;
use super::verbs::Form;
use crate::text::lists::List;
use crate::text::words::TokenKind;

const RELAYED: &str = include_str!("../../data/cues/relayed.txt");

/// Verbs for putting words to somebody.
static ASKED: List = List::group(RELAYED, "asked");

const CROWD: &str = include_str!("../../data/cues/chants.txt");

/// What a crowd calls out.
static CHANTS: List = List::group(CROWD, "noun");

/// Before that, where somebody else is called at: "to cries of".
static AT: List = List::group(CROWD, "at");

/// Before "with" and that: "met with cries of".
static MET: List = List::group(CROWD, "met");

/// So many words and signs tell that somebody was answered, at most.
const LONGEST: usize = 30;

/// What is done by whom a reply reaches: "got an answer".
static GOT: List = List::group(RELAYED, "got");

/// What reaches them.
static REPLIES: List = List::group(RELAYED, "reply");

/// What opens a clause that says when or why somebody spoke.
const OPENERS: &[&str] = &["when", "after", "as", "once", "while", "because", "since", "although", "though", "before"];

/// What a question or a claim is about follows.
const ABOUT: &[&str] = &["that", "whether", "if", "about", "of", "on", "over"];

/// Verbs with an object and what it is called: "called Lind's claim that ships sink “a farce”".
static NAMING: List = List::group(RELAYED, "naming");

impl Sentence<'_> {
    /// "Orre received a curt reply: “…”": the words are another's.
    pub fn was_answered(&self, quote: usize) -> bool {
        let Some(colon) = quote.checked_sub(1).filter(|&at| self.sign(at, TokenKind::Colon)) else { return false };
        let clause = colon.saturating_sub(LONGEST)..colon;
        let got = |at: usize| self.any(at, &GOT) && (at + 1..colon.min(at + 7)).any(|at| self.any(at, &REPLIES));
        clause.clone().any(got) && !clause.into_iter().any(|at| self.any(at, &["from"]))
    }

    /// The attribution of the quotation at `quote` where somebody else put the words to the one who speaks.
    pub fn put_by_another(&self, quote: usize) -> Option<Link> {
        self.asked(quote)
            .or_else(|| self.answered(quote))
            .or_else(|| self.said_before(quote))
            .or_else(|| self.charged(quote))
            .or_else(|| self.heckled(quote))
    }

    /// "Asked “Will you go?”, Lind said no", "Pressed by Orre on whether it was “late,” Lind said no": the words of whoever
    /// asks.
    fn asked(&self, quote: usize) -> Option<Link> {
        // "Lind, asked whether", not "Lind paused, asked whether".
        let apposed = |at: usize| self.sign(at - 1, TokenKind::Comma) && !(0..at - 1).any(|at| self.finite_at(at));
        let opens = |at: usize| {
            at == 0
                || self.any(at - 1, &["when", "once", "if", "after"])
                || self.any(at - 1, &["is", "was", "were", "are", "been", "being"])
                || apposed(at)
        };
        let cue = (0..quote).rev().take(24).find(|&at| self.any(at, &ASKED)).filter(|&at| opens(at))?;
        let (by, end) = if self.any(cue + 1, &["by"]) {
            self.phrase_from(cue + 2).map(|(mention, end)| (Some(mention), end))?
        } else {
            (None, cue + 1)
        };
        let between = |at: usize| {
            self.sign(at, TokenKind::Comma)
                || self.sign(at, TokenKind::Colon)
                || self.any(at, &["about", "on", "over", "his", "her", "their", "the", "a", "this"])
        };
        let asks = || {
            let lead = self.any(end, &["whether", "if", "about", "on", "over", "why", "how", "what", "when", "who"]);
            let told = (end..quote).any(|at| self.is(at, Class::SAYING));
            lead && !told && self.is_one_clause(end, quote)
        };
        let led = quote - cue <= 10 && (end..quote).all(between) || asks();
        led.then(|| self.put(cue, by))
    }

    /// "In response to “Will you go?”, Lind said no": the words of whoever asked.
    fn answered(&self, quote: usize) -> Option<Link> {
        let noun = quote.checked_sub(2).filter(|&at| self.any(at + 1, &["to"]) && self.any(at, &REPLIES))?;
        let leads = noun > 0 && self.any(noun - 1, &["in"]) && self.quoted_words(quote).ends_with('?');
        leads.then(|| self.put(noun, None))
    }

    /// Whether nothing from `from` on breaks the clause that runs up to the quotation, and nobody reports in it.
    fn is_one_clause(&self, from: usize, quote: usize) -> bool {
        (from..quote).all(|at| {
            let item = &self.items[at];
            let inside = item.is_word() || item.is_sign(TokenKind::Possessive) || item.is_sign(TokenKind::Number);
            inside && !(item.is(STRONG) && self.verb(at).is_some_and(|form| form != Form::Passive))
        })
    }

    fn put(&self, cue: usize, by: Option<Mention>) -> Link {
        Link { cue: Some(self.items[cue].span), mention: by, how: How::Cue, strong: true, ..Link::default() }
    }

    /// "When Lind asked whether it was “late,” Orre said no": what the first clause reports is not Orre's.
    fn said_before(&self, quote: usize) -> Option<Link> {
        let opener = usize::from(self.is(0, Class::CONJUNCTION));
        let closed = self.sign(quote + 1, TokenKind::Comma) || self.quoted_words(quote).ends_with(',');
        if !self.any(opener, OPENERS) || !closed || (0..quote).any(|at| self.sign(at, TokenKind::Comma)) {
            return None;
        }
        let main = quote + 1 + usize::from(self.sign(quote + 1, TokenKind::Comma));
        let answer = self.index_of(self.subject_first(main).or_else(|| self.inverted(main))?.cue?.start);
        // "When Orre said she left it was “late,” Lind said": then it is all Lind's.
        let goes_on = self.any(answer + 1, &["that", "no", "yes", "he", "she", "it", "they"])
            || (answer + 1..self.items.len()).any(|at| self.items[at].quote().is_some());
        let verb = (opener + 1..quote).rev().find(|&at| self.is(at, STRONG) && self.verb(at) == Some(Form::Finite))?;
        let mention = self.subject(verb).filter(|_| goes_on)?;
        let link = self.link(self.items[verb].span, mention, verb + 1, true);
        self.plausible(&link).then_some(link)
    }

    /// "To Lind's question whether it was “late”", "rejected Lind's claim that it was “late”": whose question or claim it is.
    fn charged(&self, quote: usize) -> Option<Link> {
        let near = quote.saturating_sub(20);
        let noun = (near..quote).rev().find(|&at| self.is(at, Class::SAYING) && self.any(at + 1, ABOUT))?;
        let owner = (noun.saturating_sub(3)..noun).rev().find(|&at| self.sign(at, TokenKind::Possessive))?;
        let plain = |at: usize| self.items[at].is_word() && self.verb(at).is_none();
        let named_so = || (owner.saturating_sub(6)..owner).any(|at| self.any(at, &NAMING));
        let apart = self.any(quote - 1, &["with", "by"]) || (noun + 1..quote).any(|at| self.any(at, &["as"]));
        // "Lind's claim that it sank is “a farce”": said of the claim.
        let verbs = usize::from(self.any(noun + 1, &["that", "whether", "if"]));
        let inside = self.is_one_clause(noun + 1, quote) && self.predicates(noun + 2, quote) <= verbs;
        if !(owner + 1..noun).all(plain) || apart || named_so() || !inside {
            return None;
        }
        let mention = self.owner_before(owner)?;
        // "said Lind's claim that ships sink is “a farce”": where the claim is a subject, its verb is still to come.
        let before = self.index_of(mention.whole.unwrap_or(mention.span).start).checked_sub(1);
        let subject =
            before.is_none_or(|at| !self.items[at].is_word() || self.any(at, &["said", "says", "saying", "that"]));
        if subject && !self.finite_at(quote + 1) {
            return None;
        }
        let link = self.link(self.items[noun].span, mention, quote + 1, true);
        self.plausible(&link).then_some(link)
    }

    /// How many finite verbs there are, each with its auxiliaries.
    fn predicates(&self, from: usize, to: usize) -> usize {
        let verb = |at: usize| self.is(at, Class::AUXILIARY) || self.finite_at(at);
        (from..to).filter(|&at| verb(at) && !(at > from && verb(at - 1))).count()
    }

    /// “…,” Lind said, to cries of “Shame!”: of the crowd, which nobody names.
    fn heckled(&self, quote: usize) -> Option<Link> {
        let noun = self.chant(quote)?;
        let plain = |at: usize| self.items[at].is_word() && !self.is(at, Class::PREPOSITION) && !self.any(at, &AT);
        let mut start = noun;
        while start > 0 && noun - start < 4 && plain(start - 1) {
            start -= 1;
        }
        let lead = start.checked_sub(1)?;
        let met = self.any(lead, &["with"]) && lead > 0 && self.any(lead - 1, &MET);
        (met || self.any(lead, &AT)).then(|| self.put(noun, None))
    }

    /// The noun of a chant right before the quotation: "cries of “Shame!”".
    fn chant(&self, quote: usize) -> Option<usize> {
        quote.checked_sub(2).filter(|&noun| self.any(noun + 1, &["of"]) && self.any(noun, &CHANTS))
    }

    /// "cries of “Shame!”", said by whoever was there.
    pub fn chanted(&self, quote: usize) -> Option<Link> {
        let noun = self.chant(quote)?;
        Some(Link { strong: false, ..self.put(noun, None) })
    }
}
