//! Whose verb it is: from a reporting verb back to its subject.

use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use super::stream::Item;
use super::verbs::Form;
use crate::text::Span;
use crate::text::lists::List;
use crate::text::words::{self, TokenKind};

/// Verbs whose object does what the participle behind it says: "heard Lind shouting".
static PERCEIVED: List = List::group(include_str!("../../data/cues/relayed.txt"), "perceived");

impl Sentence<'_> {
    /// The subject of the verb at `verb`.
    pub fn subject(&self, verb: usize) -> Option<Mention> {
        if let Some(mention) = self.announced(verb) {
            return Some(mention);
        }
        let at = self.before_adverbs(verb);
        // "he's said", where the 's is a verb.
        if at > 1 && self.sign(at - 1, TokenKind::Possessive) && self.is(at - 2, Class::SUBJECT) {
            return self.phrase_until(at - 1);
        }
        let before = at.checked_sub(1)?;
        let bare = self.verb(verb) == Some(Form::Bare);
        if self.is(before, Class::RELATIVE)
            || self.any(before, &["that"]) && before > 0 && self.is(before - 1, Class::ROLE)
        {
            let mut end = before;
            while end > 0 && self.sign(end - 1, TokenKind::Comma) {
                end -= 1;
            }
            return self.right_before(end).or_else(|| self.governing(before));
        }
        // "Lind's calling it “…”", "Lind's warning: “…”"
        if bare && self.sign(before, TokenKind::Possessive) {
            return self.owner_before(before);
        }
        if self.sign(before, TokenKind::Comma)
            || self.sign(before, TokenKind::Dash)
            || self.sign(before, TokenKind::Close)
        {
            if bare {
                return self.turned(before).or_else(|| self.resumed(before));
            }
            return self.apposed(before).or_else(|| self.governing(before));
        }
        // "nothing keeps Lind from calling it “late”"
        if bare
            && self.any(before, &["from"])
            && let Some(mention) = self.phrase_until(before).filter(|mention| mention.kind == MentionKind::Name)
        {
            return Some(mention);
        }
        if bare && let Some(mention) = self.doer(verb, at) {
            return Some(mention);
        }
        if bare || self.is(before, Class(Class::CONJUNCTION.0 | Class::SUBORDINATOR.0)) || self.any(before, &["to"]) {
            // "Lind called him, Orre said, and told him": Lind told him.
            if self.is(before, Class::CONJUNCTION)
                && let Some((first, _)) = self.aside_before(before)
            {
                return self.resumed(first);
            }
            // "by calling", "after saying": the same.
            return self.resumed(before + 1);
        }
        self.unclosed(verb, at)
            .or_else(|| self.behind_relative(at))
            .or_else(|| self.behind_participle(at))
            .or_else(|| self.phrase_until(at).filter(|mention| !mention.span.is_empty()))
            .or_else(|| self.governing(before))
    }

    /// "A senior official who asked not to be named said": whom a clause tells of that has ended before `end`.
    fn behind_relative(&self, end: usize) -> Option<Mention> {
        let inside = |at: &usize| {
            let item = &self.items[*at];
            item.is_word() || item.is_sign(TokenKind::Number) || item.is_sign(TokenKind::Possessive)
        };
        let who = (end.saturating_sub(16)..end).rev().take_while(inside).find(|&at| self.any(at, &["who"]))?;
        let verb = (who + 1..end).find(|&at| !self.is(at, Class::ADVERB) || self.is(at, Class::AUXILIARY))?;
        // "a man who said Lind told him": whose the second verb is, nothing tells.
        let reports = self.is(verb, Class::SPEECH) && !self.any(verb + 1, &["not", "to", "for"]);
        // "so heated over who pays that Lind said"
        let whole = who > 0
            && !self.is(who - 1, Class(Class::PREPOSITION.0 | Class::CONJUNCTION.0 | Class::SPEECH.0))
            && !(verb..end).any(|at| self.any(at, &["that"]));
        let ends = whole
            && self.finite_at(verb)
            && !reports
            && !self.is(end - 1, Class(Class::SUBJECT.0 | Class::CONJUNCTION.0));
        self.right_before(who).filter(|mention| ends && mention.kind != MentionKind::Pronoun)
    }

    /// Whom the words before `end` name; "was sentenced by Ruth Hale, who told him": not all that leads up to her.
    fn right_before(&self, end: usize) -> Option<Mention> {
        let last = (0..end).rev().find(|&at| !self.sign(at, TokenKind::Comma))?;
        let start = (0..=last).rev().take_while(|&at| self.name_word(at)).last();
        let by = start.filter(|&start| start > 0 && self.any(start - 1, &["by"]));
        by.map(|start| self.name(start, last + 1)).or_else(|| self.phrase_until(end))
    }

    /// "The man accused of stealing from the choir told police": of whom a participle tells, which has its phrase behind it.
    fn behind_participle(&self, end: usize) -> Option<Mention> {
        const BEHIND: &[&str] = &["of", "with", "by"];
        let inside = |at: &usize| {
            let item = &self.items[*at];
            item.is_word() && !item.is(Class(Class::CONJUNCTION.0 | Class::SUBJECT.0 | Class::RELATIVE.0))
        };
        let clause = (end.saturating_sub(16)..end).rev().take_while(inside).last()?;
        let participle = (clause + 1..end.saturating_sub(2))
            .find(|&at| self.is(at - 1, Class::PERSON) && self.word(at).ends_with("ed") && self.any(at + 1, BEHIND))?;
        self.phrase_until(participle).filter(|mention| mention.kind == MentionKind::Role)
    }

    /// Where the adverbs and words of time begin that stand in front of a verb: "Lind later said", "Lind on Monday said".
    fn before_adverbs(&self, verb: usize) -> usize {
        let mut at = verb;
        while at > 0 {
            // "Ana May said", "Tom Long said" have no such word before the verb.
            let passes = self.is(at - 1, Class(Class::ADVERB.0 | Class::AUXILIARY.0 | Class::REFLEXIVE.0))
                || self.manner(at - 1);
            if passes && !self.name_word(at - 1) {
                at -= 1;
            } else if let Some(start) = self.time_before(at) {
                at = start;
            } else {
                break;
            }
        }
        at
    }

    /// Where the words of time begin that end before `end`: "on Monday", "last week", "at the time".
    fn time_before(&self, end: usize) -> Option<usize> {
        let mut start = end;
        while start > 0
            && (self.is(start - 1, Class::WHEN) && !self.name_word(start - 1)
                || self.sign(start - 1, TokenKind::Number) && start > 1 && self.is(start - 2, Class::WHEN)
                || start == end && self.any(start - 1, &["time"]))
        {
            start -= 1;
        }
        let core = start;
        while start > 0
            && start + 3 > core
            && self.any(
                start - 1,
                &["on", "in", "at", "last", "next", "this", "that", "the", "late", "later", "early", "earlier"],
            )
        {
            start -= 1;
        }
        // "the time" is one, "time" is not; and what begins the sentence has no subject before it.
        let timed = !self.any(end - 1, &["time"]) || core - start == 2;
        (start < end && start > 0 && timed).then_some(start)
    }

    /// Who does what the participle at `verb` says, where that stands right before it: "with Lind calling it “late”",
    /// "recalled Orre saying “late”". The words before the verb and its adverbs end at `end`.
    fn doer(&self, verb: usize, end: usize) -> Option<Mention> {
        let last = end.checked_sub(1)?;
        let does = self.is(verb, Class::ING) || end == verb && self.heard(end);
        if !does
            || !self.items[last].is_word()
            || self.is(last, Class(Class::PREPOSITION.0 | Class::CONJUNCTION.0 | Class::SUBORDINATOR.0))
                && !self.name_word(last)
        {
            return None;
        }
        if let Some(mention) = self.accompanying(end) {
            return Some(mention);
        }
        let mention = self.phrase_until(end)?;
        // "got a letter from Lind saying it was “late”"
        let paper = mention.head.map(|head| self.index_of(head.start)).filter(|&head| self.is(head, Class::PAPER));
        let reads = self.any(verb, &["saying", "reading", "stating", "calling"]);
        if reads && paper.is_some_and(|head| self.any(head + 1, &["from"]) && self.name_word(head + 2)) {
            return Some(mention);
        }
        let before = self.index_of(mention.whole.unwrap_or(mention.span).start).checked_sub(1)?;
        let named = mention.kind == MentionKind::Name;
        let somebody = named || mention.head.is_some_and(|head| self.role_word(head));
        let absolute =
            self.any(before, &["with"]) || named && (self.sign(before, TokenKind::Dash) || self.any(before, &["and"]));
        let perceived = PERCEIVED.iter().any(|verb| self.word(before).eq_ignore_ascii_case(verb));
        (absolute || perceived && somebody).then_some(mention)
    }

    /// Those who do something beside what a clause tells: "a fair with visitors saying “…”".
    fn accompanying(&self, end: usize) -> Option<Mention> {
        let with = (end.saturating_sub(5)..end.saturating_sub(1)).rev().find(|&at| self.any(at, &["with"]))?;
        let (mention, behind) = self.phrase_from(with + 1).filter(|&(_, behind)| behind == end)?;
        let somebody = mention.kind == MentionKind::Name || mention.head.is_some_and(|head| self.person_word(head));
        (somebody && behind == end).then_some(mention)
    }

    /// Whom the participle that begins a sentence belongs to: "Calling it “late,” Lind left."
    fn announced(&self, verb: usize) -> Option<Mention> {
        let opening = Class(Class::PREPOSITION.0 | Class::SUBORDINATOR.0 | Class::ADVERB.0 | Class::CONJUNCTION.0);
        if !self.is(verb, Class::ING) || verb > 3 || !(0..verb).all(|at| self.is(at, opening)) {
            return None;
        }
        let main = (verb + 1..self.items.len()).find(|&at| {
            let inside = self.items[at].quote().is_some()
                && self.items[at].span.of(self.text).trim_end_matches(words::is_mark).ends_with(',');
            self.sign(at, TokenKind::Comma) || inside
        })?;
        self.actor(main + 1).map(|(mention, _)| mention)
    }

    /// Who said it right before the comma, the verb in front: "The plan is dead, tweeted Lind, adding …".
    fn turned(&self, comma: usize) -> Option<Mention> {
        let name = (0..comma).rev().take_while(|&at| self.name_word(at)).last()?;
        let verb = name.checked_sub(1).filter(|&verb| verb > 0 && self.is(verb, Class::SPEECH))?;
        let apart = self.sign(verb - 1, TokenKind::Comma) || self.items[verb - 1].quote().is_some();
        (apart && self.verb(verb) == Some(Form::Finite)).then(|| self.name(name, comma))
    }

    /// Where the item that begins at this byte stands.
    pub(super) fn index_of(&self, start: usize) -> usize {
        self.items.partition_point(|item| item.span.start < start)
    }

    fn item_at(&self, span: Span) -> Option<&Item> {
        self.items.get(self.index_of(span.start)).filter(|item| item.span == span)
    }

    /// Whose clause goes on behind `end`: "Lind said that the plan is late and called it …" goes on with Lind, not
    /// with the plan.
    fn resumed(&self, end: usize) -> Option<Mention> {
        let inner = self.governing(end)?;
        let start = self.index_of(inner.whole.unwrap_or(inner.span).start);
        // "Lind said that she and Orre were late and called it …"
        let joined = start > 1 && self.any(start - 1, &["and"]) && self.is(start - 2, Class::SUBJECT);
        let begins = if joined { start - 2 } else { start };
        let told = self.reporter_of(begins, self.index_of(inner.span.end));
        // "Lind said that while the boat was late, it could not wait, noting …": no "it" notes anything.
        let earlier = || self.resumed(start).filter(|_| self.any(start, &["it"]));
        told.or_else(earlier).or(Some(inner))
    }

    /// Who reports the clause whose subject stands from `start` to `end`: "Lind" in "Lind said that the plan is late".
    ///
    /// Where nothing but the order of words tells, as in "Lind said Orre laughed and called it …", nobody.
    pub(super) fn reporter_of(&self, start: usize, end: usize) -> Option<Mention> {
        let mut that = start;
        while that > 0
            && (self.is(that - 1, Class(Class::ADVERB.0 | Class::DETERMINER.0))
                || self.any(that - 1, &["while", "although", "though"]))
            && !self.any(that - 1, &["that"])
        {
            that -= 1;
        }
        let explicit = that > 0 && self.any(that - 1, &["that"]);
        let lasting = self.is(end, Class::AUXILIARY) || self.sign(end, TokenKind::Possessive);
        if !explicit && !lasting {
            return None;
        }
        let near = that - usize::from(explicit);
        // "told the board the plan is late"
        let addressed = (0..near).rev().take(4).take_while(|&at| {
            self.name_word(at)
                || self.is(at, Class(Class::GROUP.0 | Class::BODY.0 | Class::DETERMINER.0 | Class::OBJECT.0))
        });
        let told = near.checked_sub(1 + addressed.count()).filter(|&at| self.is(at, Class::TOLD) && at + 1 < near);
        let back = if explicit { 6 } else { told.map_or(1, |at| near - at) };
        let verb = (near.saturating_sub(back)..near).rev().find(|&at| {
            let strong = Class(Class::SPEECH.0 | Class::TOLD.0);
            // "had believed that he was …": as good as said, where "that" stands.
            let reports = self.is(at, strong) || explicit && at + 1 == near && self.is(at, Class::CUE);
            reports && self.verb(at).is_some_and(|form| form != Form::Passive)
                || self.is(at, Class::SAYING) && at + 1 == near
                || explicit && at + 2 == near && self.any(at + 1, &["back", "out"]) && self.finite_at(at)
        })?;
        if (verb + 1..near).any(|at| !self.items[at].is_word()) {
            return None;
        }
        let acts = self.verb(verb).is_some() || self.finite_at(verb);
        let outer = if acts { self.subject(verb) } else { self.governing(verb) };
        outer.filter(|outer| outer.span.start < self.items[verb].span.start)
    }

    /// Who stands at `at` as somebody that acts, with the place behind: a name, he or she, "the mayor".
    pub(super) fn actor(&self, at: usize) -> Option<(Mention, usize)> {
        if self.is(at, Class::SUBJECT) {
            return self.phrase_from(at).filter(|_| !self.any(at, &["it"]));
        }
        let known = |at: usize| self.name_word(at) || self.is(at, Class(Class::PERSON.0 | Class::GROUP.0));
        let (mention, end) = self.phrase_from(at)?;
        // Any word may stand in a phrase, so a verb that is no cue has to be looked for.
        let end = (at + 1..end).find(|&verb| known(verb - 1) && self.finite_at(verb)).unwrap_or(end);
        let mention =
            if end < self.index_of(mention.whole.unwrap_or(mention.span).end) { self.phrase(at, end) } else { mention };
        match mention.kind {
            MentionKind::Role => mention.head.is_some_and(|head| self.person_word(head)),
            _ => true,
        }
        .then_some((mention, end))
    }

    /// Whether the noun names a person by office or trade.
    pub(super) fn person_word(&self, head: Span) -> bool {
        self.item_at(head).is_some_and(|item| item.is(Class(Class::PERSON.0 | Class::GROUP.0)))
    }

    pub(super) fn role_word(&self, head: Span) -> bool {
        self.item_at(head).is_some_and(|item| item.is(Class::ROLE))
    }

    /// The subject of the clause that the words before `end` belong to: the nearest pronoun or phrase with a finite verb behind it.
    pub(super) fn governing(&self, end: usize) -> Option<Mention> {
        // Who is only told of in a clause within a noun phrase, until somebody else is found.
        let mut within = None;
        for at in (0..end).rev() {
            let item = &self.items[at];
            if item.is(Class::SUBJECT) && !self.any(at, &["it"]) {
                // "Lind fought a case in which he was not named, alleging “…”"
                if at > 0 && self.any(at - 1, &["which", "whom", "where"]) {
                    within = within.or_else(|| self.phrase_until(at + 1));
                    continue;
                }
                return self.phrase_until(at + 1);
            }
            if !self.finite_at(at + 1) {
                continue;
            }
            let can_be = self.name_word(at) && !(self.sentence_start(at) && item.is(Class::STARTER))
                || item.is(Class::ROLE) && self.verb(at).is_none()
                || self.is(at, Class::SUBJECT);
            if can_be && let Some(mention) = self.phrase_until(at + 1) {
                if !self.in_contact_clause(&mention) {
                    return Some(mention);
                }
                within = within.or(Some(mention));
                continue;
            }
            // "Lind, the mayor, went on to say"
            if (item.is_sign(TokenKind::Comma) || item.is_sign(TokenKind::Dash))
                && at > 1
                && let Some(mention) = self.apposed(at)
            {
                return Some(mention);
            }
        }
        within.or_else(|| self.first_phrase(end))
    }

    /// Whether a clause about a noun begins with this name right behind it: "described the pain Lind had felt".
    fn in_contact_clause(&self, mention: &Mention) -> bool {
        let start = self.index_of(mention.span.start);
        let Some(noun) = start.checked_sub(1).filter(|&noun| self.is_noun(noun)) else { return false };
        let somebody = Class(Class::PERSON.0 | Class::GROUP.0 | Class::ANY_TITLE.0 | Class::MALE.0 | Class::FEMALE.0);
        let bare = mention.kind == MentionKind::Name && mention.title.is_none() && !self.is(start, somebody);
        let determined = (noun.saturating_sub(3)..noun).rev().take_while(|&at| self.items[at].is_word());
        bare && !self.is(noun, somebody)
            && self.verb(noun).is_none()
            && determined.into_iter().any(|at| self.is(at, Class::DETERMINER) && !self.any(at, &["that"]))
    }

    /// Whether a finite verb stands at `at`, by all appearances.
    pub(super) fn finite_at(&self, at: usize) -> bool {
        let mut at = at;
        while self.is(at, Class::ADVERB) && !self.is(at, Class::AUXILIARY) {
            at += 1;
        }
        if self.sign(at, TokenKind::Possessive) {
            return false;
        }
        let Some(item) = self.items.get(at) else { return false };
        if !item.is_word() || item.capital {
            return false;
        }
        let word = item.span.of(self.text);
        item.is(Class::AUXILIARY)
            || self.verb(at) == Some(Form::Finite)
            || word.ends_with("ed") && word.len() > 3
            || item.is(Class::HUMAN) && word.ends_with('s')
            || item.is(Class::PREDICATE)
                && !item.is(Class(
                    Class::CLOSED.0 | Class::PREPOSITION.0 | Class::DETERMINER.0 | Class::ROLE.0 | Class::WHEN.0,
                ))
    }

    /// The first phrase of the sentence that can be a subject, past an introductory phrase.
    pub fn first_phrase(&self, end: usize) -> Option<Mention> {
        let mut at = 0;
        while at < end {
            let item = &self.items[at];
            let skip = !item.is_word() && !item.is_sign(TokenKind::Number)
                || item.is(Class(Class::CONJUNCTION.0 | Class::ADVERB.0))
                    && !self.name_word(at)
                    && !item.is(Class::DETERMINER);
            if skip {
                at += 1;
                continue;
            }
            // "Ted Orre left" opens with no participle.
            let opening = item.is(Class(Class::PREPOSITION.0 | Class::SUBORDINATOR.0 | Class::ING.0))
                || self.word(at).ends_with("ing")
                || self.word(at).ends_with("ed");
            if opening && !item.is(Class(Class::SUBJECT.0 | Class::MALE.0 | Class::FEMALE.0)) {
                let comma = (at..end).find(|&at| self.sign(at, TokenKind::Comma))?;
                at = comma + 1;
                continue;
            }
            // "However, it is not clear": nobody.
            if self.any(at, &["it"]) && self.is(at + 1, Class::AUXILIARY) {
                return None;
            }
            return self.actor(at).or_else(|| self.phrase_from(at)).map(|(mention, _)| mention);
        }
        None
    }
}
