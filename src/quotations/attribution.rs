//! Cue and mention behind a quotation: “…,” she said; “…,” said Lind; “…,” according to Lind.

use super::How;
use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::not_speech::title_case;
use super::phrases::{LONGEST_TITLE, Sentence};
use super::stream::{Item, Kind};
use super::verbs::Form;
use crate::text::Span;
use crate::text::words::{self, TokenKind};

/// What a sentence says of who speaks.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The reporting verb or phrase.
    pub cue: Option<Span>,
    /// Who.
    pub mention: Option<Mention>,
    /// How it was found.
    pub how: How,
    /// When: "on Tuesday".
    pub when: Option<Span>,
    /// Through whom it reached the reporter: "she said he told her".
    pub through: Option<Mention>,
    /// Whether the cue is a verb that reports as such, not one that only may.
    pub strong: bool,
}

/// Verbs that report as such.
pub const STRONG: Class = Class(Class::SPEECH.0 | Class::TOLD.0 | Class::NAMED.0);

/// No nickname has more bytes.
const LONGEST_NAME: usize = 30;

impl Sentence<'_> {
    /// The attribution right behind the quotation at `quote`: “…,” she said; “…,” said Lind; “…,” according to Lind.
    pub fn link_behind(&self, quote: usize) -> Option<Link> {
        let mut at = quote + 1;
        while self.sign(at, TokenKind::Comma) || self.sign(at, TokenKind::Stop) && self.any(at, &["…", "..."]) {
            at += 1;
        }
        if at >= self.items.len() {
            return None;
        }
        self.according_to(at)
            .or_else(|| self.inverted(at))
            .or_else(|| self.came(at))
            .or_else(|| self.subject_first(at))
            .or_else(|| self.signed(quote, at))
            .or_else(|| self.any_verb(quote, at))
            .or_else(|| self.looks_back(at))
    }

    /// "in the words of", "in the view of".
    pub(super) fn in_somebodys_words(&self, at: usize) -> bool {
        self.any(at, &["in"])
            && self.any(at + 1, &["the"])
            && self.any(at + 2, &["words", "view", "opinion", "judgment", "judgement", "estimation", "telling"])
            && self.any(at + 3, &["of"])
    }

    /// "according to Lind", "in the words of Lind".
    pub(super) fn according_to(&self, at: usize) -> Option<Link> {
        let from = if self.any(at, &["according"]) && self.any(at + 1, &["to"]) {
            at + 2
        } else if self.in_somebodys_words(at) {
            at + 4
        } else {
            return self.in_own_words(at).or_else(|| self.in_their_words(at)).or_else(|| self.as_seen(at));
        };
        let (mention, end) = self.phrase_from(from)?;
        let cue = Span::new(self.items[at].span.start, self.items[from - 1].span.end);
        // "according to the harbour master, Ana Lind"; what opens the sentence has a clause behind its comma.
        let apposed = || self.apposed_name(mention, end);
        let whole = |name: &Mention| {
            let end = self.index_of(name.span.end);
            at > 0 && (self.closes(end) && !self.finite_at(end) && !self.is(end, Class::RELATIVE))
        };
        let person = mention.head.is_some_and(|head| self.person_word(head));
        let mention = Some(apposed()).filter(|name| person && whole(name)).unwrap_or(mention);
        Some(self.link(cue, mention, end, true))
    }

    /// “…,” came the reply from Lind.
    fn came(&self, at: usize) -> Option<Link> {
        let noun = (at + 1..at + 4).find(|&noun| self.is(noun, Class::SAYING)).filter(|_| self.any(at, &["came"]))?;
        let (mention, end) = self.phrase_from(noun + 2).filter(|_| self.any(noun + 1, &["from"]))?;
        Some(self.link(self.items[noun].span, mention, end, true))
    }

    /// "in her words", "in his own words"
    fn in_own_words(&self, at: usize) -> Option<Link> {
        let words = at + 2 + usize::from(self.any(at + 2, &["own"]));
        if !self.any(at, &["in"]) || !self.any(at + 1, &["his", "her", "their"]) || !self.any(words, &["words"]) {
            return None;
        }
        let mention = Mention { span: self.items[at + 1].span, kind: MentionKind::Pronoun, ..Mention::default() };
        Some(self.link(Span::new(self.items[at].span.start, self.items[words].span.end), mention, words + 1, true))
    }

    /// "in Lind's words", "in Lind's phrase"
    fn in_their_words(&self, at: usize) -> Option<Link> {
        const WORDS: &[&str] = &["words", "phrase", "view", "opinion", "telling", "account", "eyes"];
        let owner = (at + 2..at + 6).find(|&at| self.sign(at, TokenKind::Possessive))?;
        let named = self.any(at, &["in", "by"]) && (at + 1..owner).all(|at| self.name_word(at));
        let words = owner + 1 + usize::from(self.any(owner + 1, &["own"]));
        let mention = self.owner_before(owner).filter(|_| named && self.any(words, WORDS))?;
        Some(self.link(self.items[words].span, mention, words + 1, true))
    }

    /// "as Lind sees it", "as Lind once put it", "as Lind has it"
    pub(super) fn as_seen(&self, at: usize) -> Option<Link> {
        const SEE: &[&str] = &["sees", "saw", "puts", "put", "has", "had", "tells", "told"];
        let (mut mention, end) = self.phrase_from(at + 1).filter(|_| self.any(at, &["as"]))?;
        // "as one reporter following the talks put it"
        let does = (at + 2..=end).find(|&at| self.word(at).ends_with("ing") && !self.name_word(at));
        let verb = if let Some(does) = does {
            mention = self.phrase(at + 1, does);
            (does + 1..does + 8).find(|&verb| self.any(verb, SEE))?
        } else {
            (end..end + 2).find(|&verb| !self.is(verb, Class::ADVERB))?
        };
        let sees = self.any(verb, SEE) && self.any(verb + 1, &["it"]) && self.closes(verb + 2);
        sees.then(|| self.link(self.items[verb].span, mention, verb + 2, true))
    }

    /// Whether nothing but a name and its verb of saying follow the quotation: “was late” Lind says.
    pub(super) fn ends_with_its_speaker(&self, quote: usize) -> bool {
        let verb = self.name_end(quote + 1);
        verb > quote + 1
            && self.is(verb, Class::SPEECH)
            && self.verb(verb) == Some(Form::Finite)
            && (verb + 1 >= self.items.len() || verb + 2 == self.items.len() && self.sign(verb + 1, TokenKind::Stop))
    }

    pub(super) fn link(&self, cue: Span, mention: Mention, near: usize, strong: bool) -> Link {
        Link { cue: Some(cue), mention: Some(mention), how: How::Cue, when: self.when(near), through: None, strong }
    }

    /// "said Lind"
    pub(super) fn inverted(&self, at: usize) -> Option<Link> {
        let mut verb = at;
        while self.is(verb, Class::ADVERB) && verb < at + 2 {
            verb += 1;
        }
        // "Said Lind: “…”", "Added Lind: “…”"
        let opens = self.sentence_start(verb)
            && self.name_word(verb + 1)
            && self.sign(self.name_end(verb + 1), TokenKind::Colon);
        if !self.is(verb, Class::SPEECH) || !self.is(verb, Class::FINITE) || self.items[verb].capital && !opens {
            return None;
        }
        let mut from = verb + 1;
        while self.is(from, Class::ADVERB) && !self.name_word(from) && from < verb + 3 {
            from += 1;
        }
        if self.is(from, Class::OBJECT) && !self.any(from, &["her"])
            || self.is(from, Class(Class::PREPOSITION.0 | Class::SUBORDINATOR.0)) && !self.name_word(from)
            || self.is(from, Class::REFLEXIVE)
        {
            return None;
        }
        let (mention, end) = self.phrase_from(from)?;
        // "added the plan would fail": a clause follows, not a subject.
        if self.is(end, Class::AUXILIARY)
            || end == from + 1 && self.any(from, &["no", "so", "yes"])
            || mention.kind == MentionKind::Role && self.any(from, &["nothing", "something", "it", "this", "that"])
        {
            return None;
        }
        if self.is(end, Class(Class::DETERMINER.0 | Class::OBJECT.0 | Class::SUBJECT.0))
            && !self.is(end, Class::SUBORDINATOR)
        {
            return None;
        }
        let mention = self.apposed_name(mention, end);
        Some(self.link(self.items[verb].span, mention, end, true))
    }

    /// "said the mayor, Ana Lind,": the name beats the office.
    pub(super) fn apposed_name(&self, mention: Mention, end: usize) -> Mention {
        // "another passenger, named Ana,"
        let start = end + 1 + usize::from(self.any(end + 1, &["named", "called"]));
        if mention.kind != MentionKind::Role || !self.sign(end, TokenKind::Comma) || !self.name_word(start) {
            return mention;
        }
        let name_end = self.name_end(start);
        let closed = self.items.get(name_end).is_none_or(|item| {
            !item.is_word()
                || item.is(Class(Class::RELATIVE.0 | Class::AUXILIARY.0 | Class::CUE.0 | Class::PREPOSITION.0))
        });
        let person =
            mention.head.is_some_and(|head| self.items.iter().any(|item| item.span == head && item.is(Class::PERSON)));
        if (name_end >= start + 2 || person) && closed {
            let name = self.name(start, name_end);
            return Mention {
                whole: mention.whole.map(|whole| whole.join(name.span)),
                title: Some(mention.span),
                ..name
            };
        }
        mention
    }

    /// "Lind said", "Lind, the mayor, said", "the mayor of Vellin told reporters"
    pub(super) fn subject_first(&self, at: usize) -> Option<Link> {
        let (mention, end) = self.phrase_from(at)?;
        let end = self.nickname_end(&mention, end);
        let verb = self.verb_after(end).or_else(|| self.verb_after(self.with_others(end)?))?;
        if self.verb(verb) == Some(Form::Passive) {
            return self.quoted_as(verb).map(|cue| self.link(cue, mention, verb + 1, true));
        }
        let mention = self.apposed_name(mention, end);
        Some(self.link(self.items[verb].span, mention, verb + 1, self.is(verb, STRONG)))
    }

    /// Where a name ends that a nickname stands in: `Ana “Nan” Lind`.
    fn nickname_end(&self, mention: &Mention, end: usize) -> usize {
        let quoted = mention.kind == MentionKind::Name && self.get(end).is_some_and(|item| item.quote().is_some());
        let short = || self.quoted_words(end).len() < LONGEST_NAME;
        if quoted && short() && self.name_word(end + 1) { self.name_end(end + 1) } else { end }
    }

    /// Where those end who speak with the one named before `end`: "Lind and two colleagues", "Lind and other farmers".
    fn with_others(&self, end: usize) -> Option<usize> {
        let others = self.any(end, &["and"])
            && (self.is(end + 1, Class(Class::DETERMINER.0 | Class::INDEFINITE.0))
                || self.sign(end + 1, TokenKind::Number));
        others.then(|| self.phrase_from(end + 1)).flatten().map(|(_, end)| end)
    }

    /// "was quoted as saying"
    pub(super) fn quoted_as(&self, verb: usize) -> Option<Span> {
        (self
            .any(verb, &["quoted", "cited", "reported", "overheard", "heard", "recorded", "taped", "caught", "filmed"]))
        .then(|| {
            // "was quoted by the Tasmer Post as saying"
            (verb + 1..verb + 12).take_while(|&at| self.get(at).is_some_and(Item::is_word)).find(|&at| {
                let near = at < verb + 4 || self.any(at - 1, &["as"]);
                near && self.any(at, &["saying", "telling", "asking", "shouting", "yelling"])
            })
        })
        .flatten()
        .map(|at| self.items[at].span)
    }

    /// “…,” Lind shrugged; “…,” points out Lind: behind the comma of a whole quotation any verb reports;
    /// so it does behind its question mark where a small pronoun goes on: “…?” she shoots back.
    fn any_verb(&self, quote: usize, at: usize) -> Option<Link> {
        let words = self.items[quote].span.of(self.text).trim_end_matches(words::is_mark);
        let goes_on = words.ends_with(['?', '!']) && self.is(at, Class::SUBJECT) && !self.items[at].capital;
        if quote > 0 && self.items[quote - 1].is_word() || !words.ends_with(',') && !goes_on && at == quote + 1 {
            return None;
        }
        if self.plain_verb(at) {
            let (mention, end) = self.actor(self.past_particle(at + 1))?;
            return self.closes(end).then(|| self.link(self.items[at].span, mention, end, true));
        }
        let (mention, end) = self.actor(at)?;
        let verb = (end..end + 3).find(|&at| !self.is(at, Class::ADVERB))?;
        // "he corrected himself"
        let behind = self.past_particle(verb + 1 + usize::from(self.is(verb + 1, Class::REFLEXIVE)));
        let closed = self.plain_verb(verb) && self.closes(behind);
        closed.then(|| self.link(self.items[verb].span, mention, verb + 1, true))
    }

    /// Whether a verb with a meaning of its own stands at `at`.
    fn plain_verb(&self, at: usize) -> bool {
        self.finite_at(at) && !self.is(at, Class::AUXILIARY)
    }

    /// The place behind the second half of a verb: shot back, pointed out, went on.
    fn past_particle(&self, at: usize) -> usize {
        at + usize::from(self.any(at, &["back", "out", "in", "on", "up", "off"]) && !self.name_word(at + 1))
    }

    /// Whether a verb's clause may end before `at`: what follows is no object.
    pub(super) fn closes(&self, at: usize) -> bool {
        let Some(item) = self.items.get(at) else { return true };
        !item.is_word() && !item.is_sign(TokenKind::Number) && !item.is_sign(TokenKind::Possessive)
            || item.is(Class(
                Class::PREPOSITION.0
                    | Class::SUBORDINATOR.0
                    | Class::CONJUNCTION.0
                    | Class::ADVERB.0
                    | Class::WHEN.0
                    | Class::RELATIVE.0,
            )) && !item.is(Class::DETERMINER)
    }

    /// The finite reporting verb that has the phrase before `end` as its subject, past appositions and relative clauses.
    fn verb_after(&self, end: usize) -> Option<usize> {
        let direct = |at: usize| {
            let mut at = self.time_after(at);
            let limit = at + 5;
            while at < limit
                && (self.is(at, Class(Class::ADVERB.0 | Class::AUXILIARY.0))
                    || self.sign(at, TokenKind::Possessive)
                    || self.manner(at))
                && self.verb(at).is_none()
            {
                at += 1;
            }
            if self.is(at, Class::REFLEXIVE) {
                at += 1;
            }
            matches!(self.verb(at), Some(Form::Finite | Form::Passive)).then_some(at)
        };
        if let Some(verb) = direct(end) {
            return self.is(verb, STRONG).then_some(verb);
        }
        let break_at = |at: usize| {
            self.sign(at, TokenKind::Comma)
                || self.sign(at, TokenKind::Dash)
                || self.sign(at, TokenKind::Close)
                || self.sign(at, TokenKind::Open)
        };
        // "told" behind a second verb: "Lind shrugged and said".
        if !break_at(end) && !self.is(end, Class::RELATIVE) {
            let limit = (end + 12).min(self.items.len());
            for at in end..limit {
                if self.items[at].quote().is_some() || break_at(at) || self.stops(at) {
                    return None;
                }
                if self.any(at, &["and", "as", "when"]) {
                    return direct(at + 1).filter(|&verb| self.is(verb, Class(Class::SPEECH.0 | Class::TOLD.0)));
                }
            }
            return None;
        }
        let limit = (end + 45).min(self.items.len());
        // "Ana Lind, 20, from Vellin told the paper"
        let says =
            |&at: &usize| self.is(at, Class(Class::SPEECH.0 | Class::TOLD.0)) && self.verb(at) == Some(Form::Finite);
        let aged = self.sign(end + 1, TokenKind::Number) && self.sign(end + 2, TokenKind::Comma);
        let from = end + if aged { 3 } else { 1 };
        let plain = |&at: &usize| self.items[at].is_word() || self.sign(at, TokenKind::Possessive);
        let unclosed = (from..limit).take_while(plain).find(says).filter(|&verb| self.unclosed(verb, verb).is_some());
        if self.sign(end, TokenKind::Comma) && unclosed.is_some() {
            return unclosed;
        }
        for at in end + 1..limit {
            let work = self.names_a_work(at);
            let quoted = self.items[at].quote().is_some() && !work;
            if quoted || self.stops(at) || self.sign(at, TokenKind::Semicolon) {
                return None;
            }
            if (break_at(at) || work && self.quoted_words(at).ends_with(','))
                && let Some(verb) = direct(at + 1)
                && self.is(verb, Class(Class::SPEECH.0 | Class::TOLD.0))
            {
                return Some(verb);
            }
        }
        // "the man who shot it said": a relative clause without commas.
        if self.is(end, Class::RELATIVE) {
            return (end + 2..limit)
                .rev()
                .find(|&at| self.is(at, Class::SPEECH) && self.verb(at) == Some(Form::Finite));
        }
        None
    }

    /// Where the words of time end that begin at `at`, if some do: "last week", "on Monday".
    fn time_after(&self, at: usize) -> usize {
        let lead = (at..at + 3)
            .take_while(|&at| {
                self.any(at, &["on", "in", "at", "late", "later", "early", "earlier", "last", "this", "the"])
            })
            .count();
        let timed = (at + lead..at + lead + 4)
            .take_while(|&at| {
                self.is(at, Class::WHEN) && !self.name_word(at)
                    || self.sign(at, TokenKind::Number)
                    || self.any(at, &["time", "ago"])
            })
            .count();
        if timed > 0 { at + lead + timed } else { at }
    }

    /// Whether the quotation at `at` is the title of a work within the sentence: "the author of “The Boat,”".
    fn names_a_work(&self, at: usize) -> bool {
        let quoted = self.items[at].quote().is_some();
        let before = at.checked_sub(1).filter(|&before| quoted && self.items[before].is_word());
        let words = self.quoted_words(at);
        before.is_some_and(|before| !self.is(before, Class::CUE))
            && words.len() < LONGEST_TITLE
            && title_case(words)
            && !words.ends_with(['.', '!', '?'])
    }

    /// “…” — Ana Lind; “…” (Ana Lind); “…,” Ana Lind.
    fn signed(&self, quote: usize, at: usize) -> Option<Link> {
        let (dash, open) = (self.sign(at, TokenKind::Dash), self.sign(at, TokenKind::Open));
        let bare = quote == 0 && at == 1 && self.quoted_words(quote).ends_with(',');
        // "‘If not now, when?’: Ana Lind on the plan", as headlines have it.
        let colon = quote == 0 && self.sign(at, TokenKind::Colon);
        if !dash && !open && !bare && !colon {
            return None;
        }
        let start = at + usize::from(dash || open || colon);
        let (mention, end) = self.phrase_from(start)?;
        let over = |at: usize| at >= self.items.len() || at + 1 == self.items.len() && self.sign(at, TokenKind::Stop);
        let closes = match (dash, open) {
            (true, _) => {
                let told = || !(end..self.items.len()).any(|at| self.finite_at(at));
                let alone = quote == 0 && (over(end) || self.sign(end, TokenKind::Open) || told());
                let ends = end >= self.items.len() || self.sign(end, TokenKind::Comma);
                (ends || alone) && at + 15 > self.items.len()
            }
            (_, true) => self.sign(end, TokenKind::Close) && over(end + 1),
            _ if colon => over(end) || self.is(end, Class(Class::PREPOSITION.0 | Class::SUBORDINATOR.0)),
            _ => over(end),
        };
        // Anything may stand in brackets.
        let given = self.is(self.index_of(mention.span.start), Class(Class::MALE.0 | Class::FEMALE.0));
        let person = dash || mention.title.is_some() || given && mention.span.of(self.text).contains(' ');
        (mention.kind == MentionKind::Name && closes && person).then(|| Link {
            mention: Some(mention),
            how: How::Label,
            strong: true,
            ..Link::default()
        })
    }

    /// Whether the link's subject is somebody who can speak, not just whatever stands before a verb.
    pub fn plausible(&self, link: &Link) -> bool {
        link.mention.is_some_and(|mention| match mention.kind {
            MentionKind::Name => true,
            MentionKind::Pronoun => !mention.span.of(self.text).eq_ignore_ascii_case("it"),
            MentionKind::Role => mention.head.is_some_and(|head| self.role_word(head)),
        })
    }

    /// "on Tuesday", "last month", beside the attribution, and not the day of something else that it speaks of: "said of the
    /// plan, published on Friday", "ahead of Friday's vote".
    fn when(&self, near: usize) -> Option<Span> {
        let from = near.saturating_sub(1);
        let at = (from..(near + 10).min(self.items.len()))
            .take_while(|&at| self.items[at].quote().is_none() && (at < near || !self.tells_of_another_day(at)))
            .find(|&at| self.is(at, Class::WHEN))
            .filter(|&at| !self.sign(at + 1, TokenKind::Possessive))?;
        let mut start = at;
        while start > 0
            && start + 3 > at
            && (self.any(start - 1, &["on", "in", "last", "next", "this", "earlier", "late", "early", "a", "the"])
                || self.items[start - 1].is(Class::WHEN))
        {
            start -= 1;
        }
        let mut end = at + 1;
        while end < self.items.len()
            && end < at + 4
            && (self.is(end, Class::WHEN)
                || matches!(self.items[end].kind, Kind::Sign(TokenKind::Number))
                || self.any(end, &["ago"]))
        {
            end += 1;
        }
        Some(Span::new(self.items[start].span.start, self.items[end - 1].span.end))
    }

    /// Whether a word leads to something that has a day of its own.
    fn tells_of_another_day(&self, at: usize) -> bool {
        let word = self.word(at);
        let participle = word.len() > 4 && word.ends_with("ed") && !self.is(at, Class(Class::SPEECH.0 | Class::TOLD.0));
        self.is(at, Class::RELATIVE)
            || participle
            || self.any(at, &["before", "ahead", "until", "since", "when", "due", "broke", "began", "will"])
    }

    /// The attribution at the end of a sentence: `…, Lind said.`
    pub fn link_at_end(&self, quote: usize) -> Option<Link> {
        for at in quote + 1..self.items.len() {
            if self.sign(at, TokenKind::Comma) || self.sign(at, TokenKind::Dash) {
                if let Some(link) = self.according_to(at + 1) {
                    return Some(link);
                }
                let Some(link) = self.inverted(at + 1).or_else(|| self.subject_first(at + 1)) else { continue };
                if link.strong {
                    return Some(link);
                }
            }
            if self.any(at, &["according"])
                && let Some(link) = self.according_to(at)
            {
                return Some(link);
            }
        }
        None
    }
}
