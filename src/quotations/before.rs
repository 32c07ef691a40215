//! Cue and mention in front of a quotation: the nearest reporting verb, an act of saying, a label.

use super::How;
use super::attribution::{Link, STRONG};
use super::lexicon::{self, Class};
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use super::verbs::Form;
use crate::formats;
use crate::text::words::TokenKind;

/// Words that a heading has at most.
const HEADING: usize = 4;

impl Sentence<'_> {
    /// The attribution in front of the quotation at `quote`: the nearest reporting verb, a strong one first.
    ///
    /// `taken` are the attributions found so far in this sentence, whose cues keep their mentions.
    pub fn link_before(&self, quote: usize, taken: &[Link]) -> Option<Link> {
        if let Some(link) = self.as_seen(0) {
            return Some(link);
        }
        if self.is_headed(quote) {
            return None;
        }
        let clause = self.clause_before(quote);
        let mut weak = None;
        for at in (0..quote).rev() {
            // "When Lind asked for more, Orre fired back: “…”"
            if let Some((start, link)) = clause
                && at < start
            {
                return Some(link);
            }
            if self.any(at, &["according", "in", "as"])
                && let Some(link) = self.according_to(at)
            {
                return Some(link);
            }
            // "refused it on the grounds that the statue was “ugly”"
            if self.any(at, &["ground", "grounds", "basis"])
                && self.any(at + 1, &["that"])
                && weak.is_none()
                && let Some(mention) = self.governing(at)
            {
                weak = Some(self.link(self.items[at].span, mention, at + 1, false));
            }
            let Some(form) = self.verb(at) else { continue };
            if let Some(link) = taken.iter().find(|link| link.cue == Some(self.items[at].span)) {
                return Some(*link);
            }
            if form == Form::Passive {
                // "labelled “late” by Lind"
                let near = quote - at < 6 && !(at + 1..quote).any(|at| self.is(at, Class::AUXILIARY));
                let behind = || self.by_behind(quote).filter(|_| near && self.is(at, Class::NAMED));
                let by = self.by(at, quote).or_else(behind).filter(|_| self.is(at, STRONG));
                if let Some(mention) = by.or_else(|| self.quoted_as(at).and_then(|_| self.subject(at))) {
                    return Some(self.link(self.items[at].span, mention, at + 1, true));
                }
                // "was described as “late”": somebody's words, nobody knows whose.
                if near && self.any(at, &["described", "characterized", "characterised", "portrayed"]) {
                    let cue = Some(self.items[at].span);
                    return Some(Link { cue, how: How::Cue, strong: true, ..Link::default() });
                }
                continue;
            }
            if self.reduced(at, quote) {
                continue;
            }
            // "he said the board will offer “…”": a verb behind a modal is the clause's, not the reporter's.
            let strong = self.is(at, STRONG) && !self.modal(at);
            if !strong && weak.is_some_and(|weak| self.plausible(&weak)) {
                continue;
            }
            // "said Lind: “…”", "“…,” said Lind, who called it “…”" is the nearest verb's business.
            let Some(mention) = self
                .told_behind(at)
                .or_else(|| {
                    let subject = self.subject(at)?;
                    Some(self.who_tells_of(&subject).or_else(|| self.author(&subject)).unwrap_or(subject))
                })
                .or_else(|| self.inverted(at).and_then(|link| link.mention))
            else {
                continue;
            };
            // "How it feels to win: “…”": it is nobody who feels.
            let nobody = mention.span.of(self.text).eq_ignore_ascii_case("it")
                && self.any(at, &["feels", "felt", "feel", "sounds", "sounded", "looks", "looked"]);
            if nobody {
                continue;
            }
            let link = self.link(self.items[at].span, mention, at + 1, strong);
            if strong {
                return Some(Link { through: self.outer(&mention), ..link });
            }
            // "He thought the plan offered “…”": the plan offers it in his words.
            weak = weak.filter(|_| !self.plausible(&link)).or(Some(link));
        }
        if let Some((_, link)) = clause {
            return Some(link);
        }
        weak.or_else(|| self.saying_before(quote)).or_else(|| self.label_before(quote))
    }

    /// The clause that runs up to a quotation's colon or comma, "Orre fired back:", with its place: its subject speaks,
    /// whatever its verb.
    fn clause_before(&self, quote: usize) -> Option<(usize, Link)> {
        let sep = quote.checked_sub(1)?;
        let opens = || self.items[quote].span.of(self.text).chars().nth(1).is_some_and(char::is_uppercase);
        if !(self.sign(sep, TokenKind::Colon) || self.sign(sep, TokenKind::Comma) && opens()) {
            return None;
        }
        let inside = |at: usize| {
            self.items[at].is_word() || self.sign(at, TokenKind::Possessive) || self.sign(at, TokenKind::Number)
        };
        let start = (0..sep).rev().find(|&at| !inside(at)).map_or(0, |at| at + 1);
        let lead = (start..sep)
            .find(|&at| !self.is(at, Class(Class::CONJUNCTION.0 | Class::ADVERB.0)) || self.name_word(at))?;
        // "The villagers take it calmly": any verb may follow several, by its form no other word than one.
        let closed = Class(Class::CLOSED.0 | Class::PREPOSITION.0 | Class::DETERMINER.0 | Class::ROLE.0);
        let several = |&at: &usize| self.is(at, Class::GROUP) && at + 1 < sep && !self.is(at + 1, closed);
        let group = (lead + 1..lead + 3).find(several).filter(|_| self.any(lead, &["the", "some", "many", "most"]));
        let several = group.map(|noun| (self.phrase(lead, noun + 1), noun + 1));
        let actor = || self.actor(lead).filter(|_| !self.any(lead, &["we", "you"]));
        let (mention, end) = several.or_else(actor).or_else(|| self.behind_topic(lead, sep))?;
        let verb = (end..end + 3).find(|&at| !self.is(at, Class::ADVERB) || self.is(at, Class::AUXILIARY))?;
        let acts = self.finite_at(verb) || group.is_some();
        // "Lind's warning came on Monday: “…”"
        let owner = (lead..verb).find(|&at| self.sign(at, TokenKind::Possessive));
        let said = |owner: &usize| (owner + 1..verb).any(|at| self.is(at, Class::SAYING));
        let mention = owner.filter(said).and_then(|owner| self.owner_before(owner)).unwrap_or(mention);
        if verb >= sep || !acts || (verb..sep).any(|at| self.is(at, STRONG) && self.verb(at).is_some()) {
            return None;
        }
        Some((start, self.link(self.items[verb].span, mention, verb + 1, true)))
    }

    /// "On the late boat Orre was blunt:": the name with a verb behind what a clause begins with, and where the name ends.
    fn behind_topic(&self, lead: usize, sep: usize) -> Option<(Mention, usize)> {
        let verb = (lead + 2..sep).find(|&at| self.name_word(at - 1) && self.finite_at(at))?;
        let start = (lead..verb).rev().take_while(|&at| self.name_word(at)).last()?;
        let topic = self.is(lead, Class::PREPOSITION) && start > lead + 1 && !self.is(start - 1, Class::PREPOSITION);
        (topic && self.items[start - 1].is_word()).then(|| (self.name(start, verb), verb))
    }

    /// "Lind said there were members who thought it “late”": who says that there are such people.
    fn who_tells_of(&self, them: &Mention) -> Option<Mention> {
        let start = self.index_of(them.whole.unwrap_or(them.span).start);
        let there = start.checked_sub(2).filter(|&there| self.any(there, &["there"]))?;
        let be = self.is(there + 1, Class::AUXILIARY) && them.kind == MentionKind::Role;
        be.then(|| self.reporter_of(there, there + 1)).flatten()
    }

    /// "Research by Ana Lind and colleagues shows …", "a report by Ana Lind says …": who wrote what is the subject.
    fn author(&self, paper: &Mention) -> Option<Mention> {
        let head = self.index_of(paper.head.unwrap_or(paper.span).start);
        let (by, end) = (head + 1, self.name_end(head + 2));
        let written = self.is(head, Class::PAPER) || self.any(head, &["research", "work"]);
        let person = end > by + 2 && !(by + 1..end).any(|at| self.is(at, Class::BODY));
        (written && self.any(by, &["by"]) && person).then(|| self.name(by + 1, end))
    }

    /// Whether what looks like a verb at `verb` only tells of the noun before it, whose own verb stands behind: "votes cast in
    /// the county were “…”".
    fn reduced(&self, verb: usize, quote: usize) -> bool {
        let noun = verb
            .checked_sub(1)
            .is_some_and(|at| self.items[at].is_word() && !self.name_word(at) && self.word(at).ends_with('s'));
        let thing = noun && !self.is(verb - 1, Class(Class::ROLE.0 | Class::CLOSED.0 | Class::DETERMINER.0));
        let same = self.is(verb, Class::PARTICIPLE) && self.any(verb + 1, &["in", "on", "at", "by", "for", "against"]);
        let inside = (verb + 1..quote).take_while(|&at| {
            self.items[at].is_word()
                && !self.is(at, Class(Class::SUBORDINATOR.0 | Class::RELATIVE.0 | Class::CONJUNCTION.0))
        });
        thing && same && inside.into_iter().any(|at| self.is(at, Class::AUXILIARY))
    }

    /// Whether the verb at `verb` stands behind a modal: "would offer".
    fn modal(&self, verb: usize) -> bool {
        self.is(verb, Class::BASE)
            && (verb.saturating_sub(3)..verb).any(|at| {
                self.any(at, &["will", "would", "can", "could", "may", "might", "should", "must", "shall", "'ll", "to"])
            })
    }

    /// Who recounts what the subject said: "she" in "she said he told her".
    fn outer(&self, subject: &Mention) -> Option<Mention> {
        let start =
            self.items.iter().position(|item| item.span.start >= subject.whole.unwrap_or(subject.span).start)?;
        let mut at = start;
        while at > 0 && start - at < 6 {
            at -= 1;
            let item = &self.items[at];
            if self.is(at, Class(Class::SPEECH.0 | Class::TOLD.0)) && self.verb(at) == Some(Form::Finite) {
                return self.subject(at).filter(|outer| {
                    outer.span != subject.span && outer.kind != MentionKind::Role
                        || outer.head.is_some_and(|head| self.role_word(head))
                });
            }
            // "that" or the person addressed may stand between, no other clause.
            if !item.is_word() || item.is(Class(Class::CONJUNCTION.0 | Class::RELATIVE.0 | Class::AUXILIARY.0)) {
                return None;
            }
        }
        None
    }

    /// "Lind's claim that “…”", "the claim by Lind that “…”", "is of the opinion that “…”": whose act of saying it is.
    pub fn saying_before(&self, quote: usize) -> Option<Link> {
        for at in (0..quote).rev().take(14) {
            if let Some(mention) = self.of_the_opinion(at) {
                return Some(self.link(self.items[at].span, mention, at + 1, true));
            }
            if !self.is(at, Class::SAYING) {
                continue;
            }
            if let Some(mention) = self.said_by(at, quote) {
                return Some(self.link(self.items[at].span, mention, at + 1, false));
            }
            for owner in (0..at).rev().take(5) {
                if self.any(owner, &["his", "her", "their"]) {
                    let mention =
                        Mention { span: self.items[owner].span, kind: MentionKind::Pronoun, ..Mention::default() };
                    return Some(self.link(self.items[at].span, mention, at + 1, false));
                }
                if self.sign(owner, TokenKind::Possessive) {
                    let mention = self.owner_before(owner)?;
                    return Some(self.link(self.items[at].span, mention, at + 1, false));
                }
            }
        }
        None
    }

    /// "The minister rejected the claim by Lind that it was “…”": hers, whatever others do with it.
    pub fn claimed(&self, quote: usize) -> Option<Link> {
        let noun = (0..quote).rev().take(14).find(|&at| self.is(at, Class::SAYING))?;
        let mention = self.said_by(noun, quote)?;
        let told = (noun + 1..quote).any(|at| self.is(at, STRONG) && self.verb(at) == Some(Form::Finite));
        (!told).then(|| self.link(self.items[noun].span, mention, noun + 1, true))
    }

    /// "the claim by Lind that …", "The message from Lind was clear: “…”": who is named behind an act of saying at `noun`.
    fn said_by(&self, noun: usize, quote: usize) -> Option<Mention> {
        let by = self.any(noun + 1, &["by", "from", "of"]);
        let (mention, end) = by.then(|| self.actor(noun + 2)).flatten()?;
        let colon = self.sign(quote - 1, TokenKind::Colon);
        let over = |end: usize| (end..quote).all(|at| !self.name_word(at) && !self.finite_at(at));
        let told = colon && (self.is(end, Class::AUXILIARY) || over(end));
        (self.any(end, &["that"]) || told).then_some(mention)
    }

    /// "Lind is of the opinion that …", "It is the opinion of Lind that …", "Lind is adamant that …".
    fn of_the_opinion(&self, noun: usize) -> Option<Mention> {
        const SURE: &[&str] = &["adamant", "convinced", "confident", "certain", "insistent", "unequivocal"];
        if self.any(noun, SURE) && noun > 1 {
            let be =
                (0..noun).rev().take(3).find(|&at| !self.is(at, Class::ADVERB) || self.is(at, Class::AUXILIARY))?;
            return if self.is(be, Class::AUXILIARY) { self.subject(be) } else { None };
        }
        let opinion = self.any(noun, &["opinion", "view", "belief"]) && noun > 2 && self.any(noun - 1, &["the"]);
        if !opinion {
            return None;
        }
        if self.any(noun - 2, &["of"]) && self.is(noun - 3, Class::AUXILIARY) && self.any(noun + 1, &["that"]) {
            return self.subject(noun - 3);
        }
        let (mention, end) = self.any(noun + 1, &["of"]).then(|| self.actor(noun + 2)).flatten()?;
        self.any(end, &["that"]).then_some(mention)
    }

    /// "Lind opened the fair with the words “…”", "With the words “…” Lind opened the fair".
    pub fn with_the_words(&self, quote: usize) -> Option<Link> {
        let sign = quote > 0 && (self.sign(quote - 1, TokenKind::Colon) || self.sign(quote - 1, TokenKind::Comma));
        let noun = quote.checked_sub(1 + usize::from(sign)).filter(|&noun| noun > 1)?;
        let inner = self.quoted_words(quote);
        let said = inner.split_whitespace().nth(2).is_some() || inner.ends_with(['.', ',', '!', '?']);
        let words = said && self.any(noun, &["words"]) && self.any(noun - 1, &["the", "these", "following"]);
        let with = (noun.saturating_sub(3)..noun).find(|&at| self.any(at, &["with"])).filter(|_| words)?;
        let mention = if self.sentence_start(with) {
            let behind = quote + 1 + usize::from(self.sign(quote + 1, TokenKind::Comma));
            self.actor(behind).map(|(mention, _)| mention)
        } else {
            self.governing(with)
        };
        let link = self.link(self.items[noun].span, mention?, quote + 1, true);
        self.plausible(&link).then_some(link)
    }

    /// "Lind called it “a triumph” and Orre “a disaster”": who stands alone in front of the second of two, where the verb
    /// is that of the first. `taken` are the attributions found so far in this sentence.
    pub fn gapped(&self, quote: usize, taken: &[Link]) -> Option<Link> {
        let last = taken.last()?;
        let end = quote.checked_sub(usize::from(quote > 0 && self.sign(quote - 1, TokenKind::Comma)))?;
        let name = (0..end).rev().take_while(|&at| self.name_word(at)).last()?;
        let joins = name
            .checked_sub(1)
            .filter(|&at| self.any(at, &["and", "but", "while"]) || self.sign(at, TokenKind::Semicolon))?;
        let before = (0..joins).rev().take(2).any(|at| self.items[at].quote().is_some());
        before.then(|| Link { cue: None, mention: Some(self.name(name, end)), ..*last })
    }

    /// "To Lind, the plan is “dead”", "By her own account, Lind is “tired”": in whose eyes it is so.
    pub fn in_the_eyes_of(&self, quote: usize) -> Option<Link> {
        let comma = (1..quote.min(8)).find(|&at| self.sign(at, TokenKind::Comma))?;
        let account = self.any(0, &["by"])
            && self.any(1, &["his", "her", "their"])
            && self.any(comma - 1, &["account", "admission", "estimate", "reckoning"]);
        let mention = if account {
            self.actor(comma + 1).map(|(mention, _)| mention)
        } else if self.any(0, &["to"]) && self.any(1, &["quote", "cite", "borrow"]) {
            let whole = self.actor(2).filter(|&(_, end)| end == comma);
            return whole.map(|(mention, _)| self.link(self.items[1].span, mention, comma, true));
        } else if self.any(0, &["as", "if"]) {
            let from = 1 + 2 * usize::from(self.any(1, &["far"]) && self.any(2, &["as"]));
            let (mention, end) = self.actor(from)?;
            let eyes =
                self.any(comma - 1, &["concerned"]) || self.any(comma - 1, &["believed"]) && self.any(end + 1, &["to"]);
            (eyes && self.is(end, Class::AUXILIARY)).then_some(mention)
        } else {
            let named = self.any(0, &["to", "for"]) && self.name_word(1) && self.name_end(1) == comma;
            named.then(|| self.name(1, comma))
        };
        let is = (comma + 1..quote).any(|at| self.any(at, &["is", "was", "are", "were", "remains", "seems", "feels"]));
        let link = self.link(self.items[0].span, mention.filter(|_| is)?, comma, false);
        Some(link)
    }

    /// Whose the possessive at `end` is: the name right before it, else the phrase.
    pub(super) fn owner_before(&self, end: usize) -> Option<Mention> {
        match (0..end).rev().take_while(|&at| self.name_word(at)).last() {
            Some(start) => Some(self.name(start, end)),
            None => self.phrase_until(end),
        }
    }

    /// "Pay no attention to what Lind says, “…,” states the announcer": whether the words are not those somebody says, but
    /// speak of such.
    pub fn speaks_of(&self, before: &Link) -> bool {
        let start = before.mention.map(|mention| self.index_of(mention.whole.unwrap_or(mention.span).start));
        let what = start.and_then(|start| start.checked_sub(1)).filter(|&what| self.any(what, &["what", "whatever"]));
        what.is_some_and(|what| what > 0 && self.is(what - 1, Class::PREPOSITION))
    }

    /// Whether two people are as good: Lind said, “…,” Orre said.
    pub fn rivals(&self, quote: usize, before: &Link, behind: &Link) -> bool {
        let named = |link: &Link| link.mention.filter(|mention| mention.kind == MentionKind::Name);
        let (Some(one), Some(other), Some(cue)) = (named(before), named(behind), before.cue) else { return false };
        let last = |mention: Mention| mention.span.of(self.text).split_whitespace().next_back();
        quote > 1
            && behind.strong
            && self.items[quote - 2].span.end == cue.end
            && (self.sign(quote - 1, TokenKind::Comma) || self.sign(quote - 1, TokenKind::Colon))
            && last(one) != last(other)
            && self.items[quote + 1..].iter().all(|item| item.quote().is_none())
    }

    /// "Ana Lind (“It was time”)": whom the brackets around nothing but a quotation stand behind.
    pub fn in_brackets(&self, quote: usize) -> Option<Link> {
        let open = quote.checked_sub(1).filter(|&at| self.sign(at, TokenKind::Open))?;
        let name = (0..open).rev().take_while(|&at| self.name_word(at)).last()?;
        let mention = self.name(name, open);
        (self.sign(quote + 1, TokenKind::Close) && open - name > 1).then(|| Link {
            mention: Some(mention),
            how: How::Label,
            ..Link::default()
        })
    }

    /// "Lind's “…” remark": whose act of saying the word behind the quotation is.
    pub fn owned_words(&self, quote: usize) -> Option<Link> {
        if !self.is(quote + 1, Class::SAYING) || self.items[quote + 1].capital {
            return None;
        }
        let owner = quote.checked_sub(1)?;
        let mention = if self.any(owner, &["his", "her", "their"]) {
            Mention { span: self.items[owner].span, kind: MentionKind::Pronoun, ..Mention::default() }
        } else {
            self.sign(owner, TokenKind::Possessive).then(|| self.owner_before(owner)).flatten()?
        };
        Some(self.link(self.items[quote + 1].span, mention, quote + 2, true))
    }

    /// "Opening statement: “…”": what is said, and not who says it, stands in front of the colon.
    fn is_headed(&self, quote: usize) -> bool {
        let colon = quote.checked_sub(1).filter(|&at| at > 0 && at <= HEADING && self.sign(at, TokenKind::Colon));
        let words = |colon: usize| (0..colon).map(|at| self.word(at)).collect::<Vec<_>>().join(" ");
        colon.is_some_and(|colon| formats::is_nobody(&words(colon)))
    }

    /// "Lind: Time for ‘…’", "More from Ana Lind: “…”": a name with a colon at the head of the sentence, or before the
    /// quotation.
    fn label_before(&self, quote: usize) -> Option<Link> {
        let label = |mention: Mention| Link { mention: Some(mention), how: How::Label, ..Link::default() };
        let head = (1..quote.min(9)).find(|&at| self.sign(at, TokenKind::Colon));
        if let Some(colon) = head
            && (0..colon).all(|at| {
                self.name_word(at) || self.is(at, Class(Class::PARTICLE.0 | Class::ANY_TITLE.0 | Class::DETERMINER.0))
            })
        {
            return self.phrase_until(colon).map(label);
        }
        let colon = quote.checked_sub(1).filter(|&at| self.sign(at, TokenKind::Colon))?;
        let start = (0..colon).rev().take_while(|&at| self.name_word(at)).last()?;
        let led = start > 0 && (self.sign(start - 1, TokenKind::Dash) || self.any(start - 1, &["from"]));
        let name = self.name(start, colon);
        (led || colon - start > 1 || name.title.is_some()).then(|| label(name))
    }

    /// "On the late boat: “…”": nothing but what they are about stands in front of the words of whoever spoke last.
    pub fn on_a_topic(&self, quote: usize) -> bool {
        let Some(colon) = quote.checked_sub(1).filter(|&at| self.sign(at, TokenKind::Colon)) else { return false };
        if colon < 2 || !self.sentence_start(0) || !self.any(0, &["on", "about", "regarding"]) {
            return false;
        }
        // "record", "report": a verb without an ending may as well be a noun.
        let bare = |at: usize| {
            let word = self.word(at).to_lowercase();
            ["d", "ed"].into_iter().any(|end| lexicon::english().class(&format!("{word}{end}")).is(Class::CUE))
        };
        let asks = self.any(1, &["why", "how", "whether", "what", "when", "who", "where"]);
        !(1..colon).any(|at| {
            self.sign(at, TokenKind::Comma)
                || self.is(at, Class::SUBJECT)
                || self.is(at, Class(Class::SPEECH.0 | Class::TOLD.0)) && !bare(at)
                || !asks && (self.is(at, Class::AUXILIARY) || self.name_word(at - 1) && self.finite_at(at))
        })
    }

    /// "was described by Lind as"
    fn by(&self, verb: usize, quote: usize) -> Option<Mention> {
        let at = (verb + 1..quote.min(verb + 4)).find(|&at| self.any(at, &["by"]))?;
        self.phrase_from(at + 1).map(|(mention, _)| mention)
    }

    /// "Lind used the term “late”", "Lind's phrase “late”", "Lind's words: “We go.”": whose word it is.
    pub fn word_used(&self, quote: usize) -> Option<Link> {
        let colon = quote > 0 && self.sign(quote - 1, TokenKind::Colon);
        let noun = quote.checked_sub(1 + usize::from(colon))?;
        let mention = if let Some(user) = self.user_before(noun).filter(|_| colon) {
            Some(user)
        } else {
            let at = self.used(noun)?;
            if self.sign(at, TokenKind::Possessive) { self.owner_before(at) } else { self.subject(at) }
        };
        let link = self.link(self.items[noun].span, mention?, quote + 1, false);
        Some(if self.plausible(&link) { link } else { Link { mention: None, ..link } })
    }

    /// "Other words that Lind used:": who it is that uses them, with the verb at `verb`.
    fn user_before(&self, verb: usize) -> Option<Mention> {
        let uses = self.any(verb, &["used", "uses", "chose"]);
        let words = (verb.saturating_sub(8)..verb).rev().find(|&at| self.any(at, &["words", "terms", "phrases"]))?;
        let from = words + 1 + usize::from(self.any(words + 1, &["that"]));
        self.actor(from).filter(|&(_, end)| uses && end == verb).map(|(mention, _)| mention)
    }

    /// "Branded “a fool” by Orre, Lind left": a participle that opens the sentence.
    pub fn branded(&self, quote: usize) -> Option<Link> {
        let verb = (0..quote).rev().take(4).find(|&at| self.is(at, Class::NAMED))?;
        let opens = self.is(verb, Class::PARTICIPLE) && self.sentence_start(verb);
        let mention = self.by_behind(quote).filter(|_| opens)?;
        Some(self.link(self.items[verb].span, mention, quote + 1, true))
    }

    /// The one by whom it is done, right behind the quotation.
    fn by_behind(&self, quote: usize) -> Option<Mention> {
        if !self.any(quote + 1, &["by"]) {
            return None;
        }
        self.phrase_from(quote + 2).map(|(mention, _)| mention)
    }

    /// Whether it is a paper, a body or a judge that finds something: "the report found “serious failings”".
    pub fn examines(&self, link: &Link) -> bool {
        const JUDGES: &[&str] = &["judge", "coroner", "magistrate", "jury", "auditor", "auditors", "inspectors"];
        let (Some(cue), Some(head)) = (link.cue, link.mention.and_then(|mention| mention.head)) else { return false };
        let head = self.index_of(head.start);
        ["found", "finds"].contains(&cue.of(self.text))
            && (self.is(head, Class(Class::PAPER.0 | Class::BODY.0)) || self.any(head, JUDGES))
    }

    /// "The quay is closed, says Ana Lind, the mayor: “…”": who says so, behind the verb at `at` and the comma of a whole clause.
    fn told_behind(&self, at: usize) -> Option<Mention> {
        let comma = at.checked_sub(1).filter(|&comma| self.sign(comma, TokenKind::Comma))?;
        if !self.is(at, Class::SPEECH) || !self.is(at, Class::FINITE) {
            return None;
        }
        let verb = (1..comma).find(|&at| self.finite_at(at))?;
        let simple = |at: usize| {
            let item = &self.items[at];
            (item.is_word() || item.is_sign(TokenKind::Number) || item.is_sign(TokenKind::Possessive))
                && !item.is(Class(Class::RELATIVE.0 | Class::SUBORDINATOR.0))
        };
        let (mention, end) = self.phrase_from(at + 1).filter(|_| (0..verb).all(simple))?;
        let apart = self.sign(end, TokenKind::Comma) || self.sign(end, TokenKind::Colon);
        (mention.kind == MentionKind::Name && apart).then_some(mention)
    }
}
