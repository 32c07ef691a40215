//! Through whom words reached the reporter: “…,” Lind said, according to Orre; Orre quoted Lind as saying “…”.

use super::How;
use super::attribution::{Link, STRONG};
use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use super::verbs::Form;
use crate::text::lists::List;
use crate::text::words::TokenKind;

/// Nouns for how somebody tells it.
static ACCOUNTS: List = List::group(include_str!("../../data/cues/relayed.txt"), "account");

const QUOTE: &[&str] = &["quote", "quotes", "quoted"];

const RECALL: &[&str] = &["recall", "recalls", "recalled", "remember", "remembers", "remembered"];

/// What somebody does with another's words: "as quoted by Lind".
static RETOLD: List = List::group(include_str!("../../data/cues/relayed.txt"), "retold");

/// So many words on are looked at.
const FAR: usize = 16;

impl Sentence<'_> {
    /// "Orre quoted Lind: “…”", "Orre quoted Lind as saying that “…”": Lind's words, through Orre.
    pub fn requoted(&self, quote: usize) -> Option<Link> {
        let near = (0..quote).rev().take(FAR).take_while(|&at| self.items[at].quote().is_none());
        let verb = near.into_iter().find(|&at| self.any(at, QUOTE) && self.verb(at) == Some(Form::Finite))?;
        let (inner, end) = self.quoted_person(verb + 1)?;
        let saying = self.as_saying(end);
        let from = end + if saying { 2 } else { 0 };
        let leads = if saying {
            from <= quote && !(from..quote).any(|at| self.is(at, STRONG) && self.verb(at).is_some())
        } else {
            quote == end + 1 && self.sign(end, TokenKind::Colon)
        };
        let outer = self.subject(verb).filter(|outer| leads && outer.span != inner.span);
        let link = self.link(self.items[verb].span, inner, verb + 1, true);
        leads.then(|| Link { through: outer.filter(|outer| self.may_tell(outer)), ..link })
    }

    /// Adds to an attribution through whom the words reached the reporter, where the sentence says so.
    pub fn hearsay(&self, quote: usize, link: &Link) -> Link {
        let (Some(cue), Some(mention)) = (link.cue, link.mention) else { return *link };
        if link.through.is_some() || link.how != How::Cue {
            return *link;
        }
        let at = self.index_of(cue.start);
        if let Some(inner) = self.retold(quote, at) {
            let through = Some(mention).filter(|outer| self.may_tell(outer));
            return Link { mention: Some(inner), through, ..*link };
        }
        let through = (0..self.items.len())
            .find_map(|place| self.teller(place).filter(|_| self.is_beside(place, at, quote)))
            .or_else(|| self.tells(quote, at))
            .or_else(|| self.told_aside(self.index_of(mention.span.end), at));
        Link {
            through: through.filter(|outer| outer.span.start != mention.span.start && self.may_tell(outer)),
            ..*link
        }
    }

    /// "The court heard that he was “late”": those who only hear do not say it, and who does is not told.
    pub fn heard_by_none(&self, link: &Link) -> Link {
        static LISTEN: List = List::group(include_str!("../../data/cues/relayed.txt"), "listening");
        const HEAR: &[&str] = &["heard", "hears", "hear"];
        let hears = link.cue.is_some_and(|cue| HEAR.contains(&cue.of(self.text)));
        let listens = || {
            let head =
                link.mention.filter(|mention| mention.kind == MentionKind::Role).and_then(|mention| mention.head);
            head.is_some_and(|head| LISTEN.iter().any(|word| head.of(self.text).eq_ignore_ascii_case(word)))
        };
        if hears && listens() { Link { mention: None, ..*link } } else { *link }
    }

    /// Whose words they are where the one who says them at `cue` only passes them on.
    fn retold(&self, quote: usize, cue: usize) -> Option<Mention> {
        self.told_by_another(quote, cue)
            .or_else(|| self.quoted_by(quote, cue))
            .or_else(|| self.quoting(quote, cue))
            .or_else(|| self.said_that_said(quote, cue))
    }

    /// "Lind told the board, according to Orre: “…”", "Lind said, according to the minutes, “…”"
    fn told_by_another(&self, quote: usize, cue: usize) -> Option<Mention> {
        let leads = |sign: usize| self.sign(sign, TokenKind::Colon) || self.sign(sign, TokenKind::Comma);
        let according = self.any(cue, &["according"]) && quote > cue && leads(quote - 1);
        let clause = cue.checked_sub(1).filter(|&comma| according && self.sign(comma, TokenKind::Comma))?;
        let near = (0..clause).rev().take(FAR).take_while(|&at| self.items[at].quote().is_none());
        let verb = near
            .into_iter()
            .find(|&at| self.is(at, Class(Class::SPEECH.0 | Class::TOLD.0)) && self.verb(at) == Some(Form::Finite))?;
        self.subject(verb)
    }

    /// “…,” Orre quoted Lind as saying; “…,” Orre recalled Lind saying.
    fn quoted_by(&self, quote: usize, cue: usize) -> Option<Mention> {
        let recalls = self.any(cue, RECALL);
        let behind = quote < cue && (recalls || self.any(cue, QUOTE));
        let (inner, end) = behind.then(|| self.quoted_person(cue + 1)).flatten()?;
        let saying = recalls && self.is(end, Class::ING) && self.is(end, STRONG);
        (saying || self.as_saying(end)).then_some(inner)
    }

    /// “…,” Orre said, quoting Lind; "the Courier, citing Ana Lind, reported that “…”". Who says something citing somebody
    /// says it themselves.
    fn quoting(&self, quote: usize, cue: usize) -> Option<Mention> {
        let place = (0..self.items.len()).find(|&at| {
            self.any(at, &["quoting", "citing"]) && self.is_set_off(at) && self.is_beside(at, cue, quote)
        })?;
        let (inner, _) = self.quoted_person(place + 1)?;
        // Who cites a law or a paper speaks for themselves.
        let given = self.is(self.index_of(inner.span.start), Class(Class::MALE.0 | Class::FEMALE.0));
        let reports = self.any(cue, &["report", "reports", "reported"]);
        (self.any(place, &["quoting"]) || given && reports).then_some(inner)
    }

    /// “…,” Orre said his friend, Ana Lind, had told the board.
    fn said_that_said(&self, quote: usize, cue: usize) -> Option<Mention> {
        let from = cue + 1 + usize::from(self.any(cue + 1, &["that"]));
        let begins = self.name_word(from) || self.is(from, Class(Class::SUBJECT.0 | Class::DETERMINER.0));
        if quote > cue || !begins || !self.is(cue, Class::SPEECH) || self.is(cue, Class::TOLD) {
            return None;
        }
        let inner = self.subject_first(from).filter(|inner| inner.strong)?;
        // "she said she had answered": one and the same.
        if cue > 0 && self.is(from, Class::SUBJECT) && self.word(from) == self.word(cue - 1) {
            return None;
        }
        let verb = self.index_of(inner.cue?.start);
        // "said the day Orre told them", "said of it when asked": another clause.
        let other = (from..verb).any(|at| {
            let opens = self.is(at, Class(Class::CONJUNCTION.0 | Class::SUBORDINATOR.0)) && !self.joins(at);
            opens && at > from || self.is(at, Class::WHEN) && !self.name_word(at)
        });
        let rest = verb + 1..self.items.len();
        let ends = !rest
            .into_iter()
            .any(|at| self.items[at].quote().is_some() || self.any(at, &["that"]) || self.sign(at, TokenKind::Colon));
        (ends && !other && self.ends_its_clause(verb)).then_some(inner.mention?)
    }

    /// Whether nothing but the person addressed follows the verb as its object.
    fn ends_its_clause(&self, verb: usize) -> bool {
        let behind = match self.phrase_from(verb + 1) {
            Some((_, end)) if self.is(verb, Class::TOLD) => end,
            _ => verb + 1,
        };
        self.closes(behind) || self.any(behind, &["him", "her", "them", "me", "us"]) && self.closes(behind + 1)
    }

    /// Who tells it, where a phrase at `at` says so: "according to Orre", "by Orre's account", "as quoted by Orre".
    fn teller(&self, at: usize) -> Option<Mention> {
        if !self.is_set_off(at) {
            return None;
        }
        if self.any(at, &["according"]) {
            return self.according_to(at)?.mention;
        }
        if self.any(at, &["as"]) && self.any(at + 1, &RETOLD) && self.any(at + 2, &["by"]) {
            return self.phrase_from(at + 3).map(|(mention, _)| mention);
        }
        let owner = (at + 1..at + 6).find(|&at| self.sign(at, TokenKind::Possessive))?;
        let account = self.any(at, &["by", "in"]) && self.any(owner + 1, &ACCOUNTS);
        account.then(|| self.owner_before(owner)).flatten()
    }

    /// “…,” Lind told the board, Orre said.
    fn tells(&self, quote: usize, cue: usize) -> Option<Mention> {
        if quote > cue {
            return None;
        }
        let comma = (cue + 1..self.items.len())
            .take_while(|&at| self.items[at].quote().is_none())
            .find(|&at| self.sign(at, TokenKind::Comma))?;
        let link = self.subject_first(comma + 1).filter(|link| link.strong)?;
        let verb = self.index_of(link.cue?.start);
        let more = (verb..self.items.len())
            .any(|at| self.items[at].quote().is_some() || self.sign(at, TokenKind::Colon) || self.any(at, &["that"]));
        (self.is(verb, Class::SPEECH) && !more && self.closes(verb + 1)).then_some(link.mention?)
    }

    /// "Lind called him, Orre said, and told him: “…”": who says so in between.
    fn told_aside(&self, from: usize, cue: usize) -> Option<Mention> {
        (from..cue).rev().find_map(|at| self.aside_before(at)).map(|(_, mention)| mention)
    }

    /// The clause between commas that ends before `end` and does nothing but say who tells it, ", Orre said,": where its
    /// first comma stands, and who.
    pub(super) fn aside_before(&self, end: usize) -> Option<(usize, Mention)> {
        let last = end.checked_sub(1).filter(|&last| self.sign(last, TokenKind::Comma))?;
        let verb = last.checked_sub(1)?;
        let first = (verb.saturating_sub(5)..verb).rev().find(|&at| self.sign(at, TokenKind::Comma))?;
        let (mention, behind) = self.phrase_from(first + 1)?;
        let says = self.is(verb, Class::SPEECH) && self.verb(verb) == Some(Form::Finite);
        (says && behind == verb).then_some((first, mention))
    }

    /// Whether a phrase at `at` belongs to the attribution whose cue stands at `cue`: in its clause, at the head of the
    /// sentence, or right behind the quotation.
    fn is_beside(&self, at: usize, cue: usize, quote: usize) -> bool {
        let apart = |from: usize, to: usize| {
            (from..to).any(|at| self.items[at].quote().is_some() || self.is(at, Class::CONJUNCTION) && !self.joins(at))
        };
        match at {
            _ if at == cue => false,
            _ if at > quote && cue < quote => {
                at == quote + 1 || at == quote + 2 && self.sign(quote + 1, TokenKind::Comma)
            }
            _ if at > cue => !apart(cue, at),
            _ => !apart(at, cue),
        }
    }

    /// Whether a conjunction stands between two names: "Lind and Orre".
    fn joins(&self, at: usize) -> bool {
        at > 0 && self.name_word(at - 1) && self.name_word(at + 1)
    }

    /// Whether what begins at `at` is set off from what stands before it.
    fn is_set_off(&self, at: usize) -> bool {
        at.checked_sub(1)
            .is_none_or(|before| self.sign(before, TokenKind::Comma) || self.items[before].quote().is_some())
    }

    /// Who is quoted, with the place behind: "Lind", "his friend, Ana Lind,", "the Courier".
    fn quoted_person(&self, at: usize) -> Option<(Mention, usize)> {
        let (mention, end) = self.phrase_from(at)?;
        let named = self.apposed_name(mention, end);
        let end = if named.span == mention.span {
            end
        } else {
            let behind = self.name_end(end + 1);
            behind + usize::from(self.sign(behind, TokenKind::Comma))
        };
        let speaks = match named.kind {
            MentionKind::Role => named.head.is_some_and(|head| self.person_word(head)),
            MentionKind::Name | MentionKind::Pronoun => true,
        };
        speaks.then_some((named, end))
    }

    /// "as saying"
    fn as_saying(&self, at: usize) -> bool {
        self.any(at, &["as"]) && self.is(at + 1, Class::ING) && self.is(at + 1, STRONG)
    }

    /// Whether words may have come through somebody: a person, not a paper.
    fn may_tell(&self, teller: &Mention) -> bool {
        match teller.kind {
            MentionKind::Name => {
                let (start, end) = (self.index_of(teller.span.start), self.index_of(teller.span.end));
                !(start..end).any(|at| self.is(at, Class(Class::BODY.0 | Class::PAPER.0)))
            }
            MentionKind::Pronoun => !teller.span.of(self.text).eq_ignore_ascii_case("it"),
            MentionKind::Role => teller.head.is_some_and(|head| self.person_word(head)),
        }
    }
}
