//! Noun phrases: which words beside a verb name its subject.

use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::not_speech::title_case;
use super::stream::{Item, Kind, begins_sentence};
use crate::text::words::{self, TokenKind};

/// Particles that a surname begins with which stands alone, and that are no other word: "said von Lind".
const SURNAMES: &[&str] = &["de", "von", "van", "di", "du", "dos", "della", "bin", "ibn"];

/// How many children somebody has: "the mother of two".
pub const MANY: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// No title of a work has more bytes.
pub(super) const LONGEST_TITLE: usize = 100;

/// The items of one sentence, with the text they came from.
#[derive(Copy, Clone)]
pub struct Sentence<'a> {
    /// The prose.
    pub text: &'a str,
    /// The items of the sentence.
    pub items: &'a [Item],
}

impl<'a> Sentence<'a> {
    /// The word at `at`.
    pub fn word(&self, at: usize) -> &'a str {
        self.items.get(at).map_or("", |item| item.span.of(self.text))
    }

    /// The words of the quotation at `at`, without its marks.
    pub fn quoted_words(&self, at: usize) -> &'a str {
        self.word(at).trim_matches(words::is_mark)
    }

    /// Whether the word at `at` is one of these, whatever its case.
    pub fn any(&self, at: usize, words: &[&str]) -> bool {
        let word = self.word(at);
        // Most are told by how long they are, without a call.
        words.iter().any(|known| known.len() == word.len() && word.eq_ignore_ascii_case(known))
    }

    pub(super) fn get(&self, at: usize) -> Option<&'a Item> {
        self.items.get(at)
    }

    /// Whether the item at `at` has the class.
    pub fn is(&self, at: usize, class: Class) -> bool {
        self.get(at).is_some_and(|item| item.is(class))
    }

    /// Whether the item at `at` is this sign.
    pub fn sign(&self, at: usize, sign: TokenKind) -> bool {
        self.get(at).is_some_and(|item| item.is_sign(sign))
    }

    /// Whether the item at `at` ends a sentence; the stop of "(D-Ky.) said" does not.
    pub fn stops(&self, at: usize) -> bool {
        self.sign(at, TokenKind::Stop) && begins_sentence(self.items.get(at + 1))
    }

    /// The phrase that begins at `at` and runs forward: a pronoun, a name, "the head of the union".
    pub fn phrase_from(&self, at: usize) -> Option<(Mention, usize)> {
        let item = self.get(at)?;
        if item.is(Class::SUBJECT) {
            return Some((self.pronoun(at), at + 1));
        }
        if !item.is_word() && !item.is_sign(TokenKind::Number) {
            return None;
        }
        if item.is(Class(Class::CLOSED.0 | Class::PREPOSITION.0))
            && !item.is(Class(Class::DETERMINER.0 | Class::INDEFINITE.0))
            && !self.name_word(at)
        {
            return None;
        }
        let mut end = at;
        while end < self.items.len() && end - at < 30 && self.inside_phrase(end, end > at, false) {
            end += 1;
        }
        while end > at + 1
            && (self.is(end - 1, Class(Class::PREPOSITION.0 | Class::DETERMINER.0)) && !self.ends_with_children(end)
                || self.is(end - 1, Class::WHEN) && !self.name_word(end - 1))
        {
            end -= 1;
        }
        end = self.behind_name(at, end);
        end = self.before_occasion(at, end);
        // "said the clerk of the court drily"
        while end > at + 2 && !self.items[end - 1].capital && self.manner(end - 1) {
            end -= 1;
        }
        // "The “Gate” affair": an article alone is nobody.
        let article = end == at + 1 && self.any(at, &["the", "a", "an"]);
        (end > at && !article).then(|| (self.phrase(at, end), end))
    }

    /// Where a phrase ends that goes on with how or when somebody spoke: "the police in a statement", "a resident during
    /// the march".
    fn before_occasion(&self, at: usize, end: usize) -> usize {
        let occasion = |&on: &usize| {
            let told = || (on + 1..end.min(on + 5)).any(|at| self.is(at, Class(Class::PAPER.0 | Class::SAYING.0)));
            self.any(on, &["during", "amid"]) || self.any(on, &["in"]) && self.any(on + 1, &["a", "an"]) && told()
        };
        (at + 1..end).find(occasion).filter(|&on| self.is(on - 1, Class::ROLE)).unwrap_or(end)
    }

    /// "said Ana Lind cheerfully", "said Lind minutes later", "wrote Ana Lind underneath the post": where the name ends
    /// that a phrase begins with, if what stands behind it names nobody.
    fn behind_name(&self, start: usize, end: usize) -> usize {
        let name = (start..end).take_while(|&at| self.name_word(at)).last().map_or(start, |last| last + 1);
        let known = Class(
            Class::ROLE.0
                | Class::ANY_TITLE.0
                | Class::PARTICLE.0
                | Class::CONJUNCTION.0
                | Class::PREPOSITION.0
                | Class::SAYING.0
                | Class::PAPER.0,
        );
        // "Good information": any word at the start of a sentence.
        let named = name > start + 1 || name > start && !self.sentence_start(start);
        let adds = named
            && self.get(name).is_some_and(|item| item.is_word() && !item.is(known))
            && self.adjacent(name)
            && !self.word(name).ends_with('s')
            && !(name..end).any(|at| self.name_word(at) || self.is(at, Class(Class::ROLE.0 | Class::ANY_TITLE.0)));
        let time = self.any(name, &["moments", "minutes", "seconds", "hours", "days", "weeks", "months", "years"]);
        if adds || named && time { name } else { end }
    }

    /// Whether the item at `at` can stand inside a noun phrase, `later` than its first word; read `backward`,
    /// a determiner may be that first word.
    fn inside_phrase(&self, at: usize, later: bool, backward: bool) -> bool {
        let item = &self.items[at];
        match item.kind {
            Kind::Word(_) => {
                if item.is(Class::CONJUNCTION) {
                    return later
                        && at > 0
                        && (self.name_word(at + 1) && self.name_word(at - 1)
                            || self.any(at, &["and"]) && self.is(at + 1, Class::ROLE));
                }
                if self.name_word(at) && !self.sentence_start(at) {
                    return true;
                }
                let open = Class(Class::DETERMINER.0 | Class::PREPOSITION.0 | Class::INDEFINITE.0);
                if item.is(Class::CLOSED) && !item.is(open) && !self.name_word(at) && !self.qualifies(at) {
                    return false;
                }
                // "jailed after a judge told him": what begins a clause ends the phrase before it.
                let clause = item.is(Class::SUBORDINATOR) && item.is(Class::PREPOSITION);
                if clause && !item.capital && (backward || self.begins_clause(at + 1)) {
                    return false;
                }
                let continues = Class(Class::PREPOSITION.0 | Class::DETERMINER.0 | Class::CONJUNCTION.0);
                if item.is(Class::DETERMINER) && later && !backward && at > 0 && !self.items[at - 1].is(continues) {
                    return false;
                }
                self.verb(at).is_none() || self.released(at)
            }
            Kind::Sign(TokenKind::Possessive) => later,
            Kind::Sign(TokenKind::Number) => true,
            Kind::Quote(_) => later && self.known_for(at),
            Kind::Sign(TokenKind::Open) => later && self.short_form(at),
            Kind::Sign(TokenKind::Close) => later && at > 1 && self.short_form(at - 2),
            Kind::Sign(_) => self.ampersand(at) || self.two_trades(at),
        }
    }

    /// Whether a stroke at `at` joins what somebody does: "editor/publisher Ana Lind".
    fn two_trades(&self, at: usize) -> bool {
        let trade = |at: usize| self.is(at, Class(Class::PERSON.0 | Class::ANY_TITLE.0));
        let two = |one: usize, other: usize| trade(one) && (trade(other) || self.is_noun(other));
        at > 0 && self.word(at) == "/" && (two(at - 1, at + 1) || two(at + 1, at - 1))
    }

    /// Whether the bracket at `at` holds how a body is called for short, and somebody of it follows: "Ferry Union (FU)
    /// leader Ana Lind".
    fn short_form(&self, at: usize) -> bool {
        let letters = self.word(at + 1);
        let short = (2..8).contains(&letters.len()) && !letters.contains(char::is_lowercase);
        let behind = Class(Class::ANY_TITLE.0 | Class::PERSON.0);
        at > 0
            && self.sign(at, TokenKind::Open)
            && self.sign(at + 2, TokenKind::Close)
            && short
            && self.name_word(at - 1)
            && self.is(at + 3, behind)
    }

    /// Whether the adverb at `at` belongs to a noun farther on: "the first mayor", "her recently opened shop".
    fn qualifies(&self, at: usize) -> bool {
        const ARTICLES: &[&str] = &["a", "an", "the", "my", "his", "her", "its", "our", "their"];
        let adverb = self.is(at, Class::ADVERB) && !self.is(at, Class(Class::AUXILIARY.0 | Class::SUBORDINATOR.0));
        adverb
            && at > 0
            && self.any(at - 1, ARTICLES)
            && self.get(at + 1).is_some_and(|next| next.is_word() && !next.is(Class::CLOSED))
    }

    /// Whether the verb at `at` only tells of a noun behind it: "the recently released report".
    fn released(&self, at: usize) -> bool {
        let told = at > 0 && self.is(at, Class::PARTICIPLE) && self.manner(at - 1) && self.qualifies(at - 1);
        told && (self.is_noun(at + 1) || self.name_word(at + 1))
    }

    /// Whether the quotation at `at` says what somebody is known for: "the “Harbour Street” actress".
    fn known_for(&self, at: usize) -> bool {
        let short = self.word(at).len() < LONGEST_TITLE && title_case(self.quoted_words(at));
        short && at > 0 && self.is(at - 1, Class::DETERMINER) && self.is(at + 1, Class::PERSON)
    }

    /// Whether the words before `end` are a parent and how many the children are: "the mother of two".
    pub(super) fn ends_with_children(&self, end: usize) -> bool {
        end > 2 && self.any(end - 1, &MANY) && self.any(end - 2, &["of"]) && self.is(end - 3, Class::PERSON)
    }

    /// Whether a subject and its verb stand from `at` on: "said the mayor as Lind looked on".
    fn begins_clause(&self, at: usize) -> bool {
        let begins = self.is(at, Class(Class::SUBJECT.0 | Class::DETERMINER.0)) || self.name_word(at);
        let inside = |at: &usize| self.get(*at).is_some_and(Item::is_word);
        begins && (at + 1..at + 7).take_while(inside).any(|at| self.finite_at(at))
    }

    /// The phrase that ends before `end`, read backward.
    pub fn phrase_until(&self, end: usize) -> Option<Mention> {
        let last = end.checked_sub(1)?;
        let item = self.get(last)?;
        if item.is(Class::SUBJECT) {
            return Some(self.pronoun(last));
        }
        let mut start = end;
        while start > 0 && end - start < 30 && self.inside_phrase(start - 1, true, true) {
            // Inside a phrase read backward, a determiner is where it begins, unless a preposition stands before.
            start -= 1;
            let item = &self.items[start];
            if item.is(Class::DETERMINER)
                && !(start > 0 && self.is(start - 1, Class(Class::PREPOSITION.0 | Class::DETERMINER.0)))
            {
                break;
            }
        }
        start = self.joined_by(start, end);
        let mut end = end;
        while end > start + 1 && self.is(end - 1, Class::WHEN) && !self.name_word(end - 1) {
            end -= 1;
        }
        if start == end {
            return None;
        }
        // "In May police said", "At the summit Lind said": the phrase is what stands last.
        if self.is(start, Class::PREPOSITION) && !self.name_word(start) {
            let named = (start + 1..end).rev().take_while(|&at| self.name_word(at)).last();
            let begun = (start + 1..end).rev().find(|&at| self.is(at, Class::DETERMINER));
            start = match (named, begun) {
                (Some(named), _) => named,
                (None, Some(begun)) if begun > start + 1 || !self.is(start, Class::PREPOSITION) => begun,
                _ => end - 1,
            };
        }
        (self.items[end - 1].is_word() || self.sign(end - 1, TokenKind::Number)).then(|| self.phrase(start, end))
    }

    /// Where the name begins that is joined to the phrase of several people in `[start, end)`, and opens the clause: "Ana
    /// Lind and two colleagues".
    fn joined_by(&self, start: usize, end: usize) -> usize {
        let several = self.is(end - 1, Class::GROUP) || self.any(end - 1, &["others"]);
        if start < 2 || !several || !self.any(start - 1, &["and"]) {
            return start;
        }
        let name = (0..start - 1).rev().take_while(|&at| self.name_word(at)).last();
        name.filter(|&name| name == 0 || !self.items[name - 1].is_word() || self.any(name - 1, &["that"]))
            .unwrap_or(start)
    }

    fn pronoun(&self, at: usize) -> Mention {
        Mention { span: self.items[at].span, kind: MentionKind::Pronoun, ..Mention::default() }
    }

    /// The mention a phrase makes: a name if its head is one, else a role.
    pub fn phrase(&self, start: usize, end: usize) -> Mention {
        if let Some(name) = self.behind_office(start, end) {
            return Mention {
                whole: Some(self.span(start, end)),
                title: Some(self.span(start, name)),
                ..self.name(name, end)
            };
        }
        let head_end = self.head_end(start, end);
        let head = head_end - 1;
        if let Some(name) = self.of_owning_body(head, end) {
            return Mention { whole: Some(self.span(start, end)), ..self.name(name, end) };
        }
        if self.name_word(head)
            && !self.office(start, head)
            && !(self.sentence_start(head)
                && self.items[head].is(Class(Class::ROLE.0 | Class::CUE.0))
                && head == start
                && !self.called_like_a_verb(head))
        {
            let mut first = head;
            while first > start
                && (self.name_word(first - 1)
                    || self.ampersand(first - 1)
                    || self.inside_body(start, first - 1)
                    || self.owned_body(first - 1, head_end)
                    || self.leads_to_surname(start, first))
            {
                first -= 1;
            }
            return Mention { whole: Some(self.span(start, end)), ..self.name(first, head_end) };
        }
        Mention {
            span: self.span(start, end),
            head: Some(self.items[head].span),
            kind: MentionKind::Role,
            whole: Some(self.span(start, end)),
            ..Mention::default()
        }
    }

    /// Where the head of the phrase in `[start, end)` ends: in front of "of Vellin", "and others", "last week".
    fn head_end(&self, start: usize, end: usize) -> usize {
        let named_last = |at: usize| {
            self.name_word(end - 1)
                && (at + 1..end)
                    .any(|at| !self.name_word(at) && self.is(at, Class(Class::PERSON.0 | Class::ANY_TITLE.0)))
        };
        // "University of Orrin Extension Educator Ana Lind"
        let given_last = |at: usize| {
            (at + 1..end).all(|at| self.name_word(at))
                && (at + 3..end.saturating_sub(1)).any(|at| self.is(at, Class(Class::MALE.0 | Class::FEMALE.0)))
        };
        // "junior outside hitter Ana Lind"
        let inside_trade = |at: usize| {
            let name = (at + 1..end).rev().take_while(|&at| self.name_word(at)).last();
            self.any(at, &["outside", "inside", "under", "off"])
                && name.is_some_and(|name| name > at + 1 && name + 1 < end && (at + 1..name).all(|at| self.is_noun(at)))
        };
        // "Farmers Before Profit MP Ana Lind"
        let capital = |at: usize| self.items[at].capital && self.is(at, Class::PREPOSITION);
        let of_a_body = |at: usize| self.name_word(at - 1) && self.is(at - 1, Class::BODY);
        let goes_on = |at: usize| {
            (self.is(at, Class::CONJUNCTION) || of_a_body(at) || capital(at)) && (named_last(at) || given_last(at))
                || inside_trade(at)
        };
        let ends = |&at: &usize| {
            self.is(at, Class(Class::PREPOSITION.0 | Class::CONJUNCTION.0))
                && !self.is(at, Class::PARTICLE)
                && !self.name_word(at)
                && !self.inside_body(start, at)
                && !goes_on(at)
        };
        let before_rest = (start + 1..end).find(ends).unwrap_or(end);
        (start + 1..before_rest)
            .rev()
            .find(|&at| !self.is(at, Class::WHEN) || self.name_word(at))
            .map_or(before_rest, |at| at + 1)
            .min(before_rest)
    }

    /// Whether particles of a name end before `first` in a phrase that begins at `start`: "Ana von der Lind", "von Lind".
    fn leads_to_surname(&self, start: usize, first: usize) -> bool {
        let particles = (start..first).rev().take_while(|&at| self.is(at, Class::PARTICLE)).count();
        let from = first - particles;
        particles > 0 && if from == start { self.any(start, SURNAMES) } else { self.name_word(from - 1) }
    }

    /// Whether the word at `at` may be a common noun: no small word, no name.
    pub(super) fn is_noun(&self, at: usize) -> bool {
        let small = Class(Class::CLOSED.0 | Class::PREPOSITION.0 | Class::DETERMINER.0 | Class::WHEN.0);
        self.get(at).is_some_and(|item| item.is_word() && !item.capital && !item.is(small))
    }

    /// Where the name begins that stands right behind an office and what it is one of: "Governor of Orrin Ana Lind",
    /// "Secretary of State Lind".
    pub(super) fn behind_office(&self, start: usize, end: usize) -> Option<usize> {
        const WHOLE: &[&str] = &["state", "staff", "opposition"];
        // What the name of a place begins with that has another word.
        const TWO: &[&str] = &[
            "new", "north", "south", "east", "west", "saint", "st", "st.", "san", "santa", "los", "las", "port", "fort",
        ];
        let office = Class(Class::TITLE.0 | Class::PERSON.0);
        let of = (start + 1..end).find(|&at| self.any(at, &["of", "for"]))?;
        if !(self.is(of - 1, office) || self.any(of - 1, &["head"]))
            || !self.items[of - 1].capital
            || !self.name_word(end - 1)
        {
            return None;
        }
        let first = (of + 1..end).rev().take_while(|&at| self.name_word(at)).last()?;
        let given = |at: &usize| self.is(*at, Class(Class::MALE.0 | Class::FEMALE.0)) && !self.is(*at, office);
        // "President of the Orrin Fishing Association Gil Orre"
        let behind_body = end.checked_sub(2).filter(|&name| {
            name > first + 1 && self.is(name - 1, Class::BODY) && !(name..end).any(|at| self.is(at, Class::BODY))
        });
        // "Chief of Orrin Gilla Orrevik": a place of one word, and a name of two.
        let behind_place =
            || Some(first + 1).filter(|&at| at + 2 == end && !self.any(first, TWO) && !self.is(first, Class::BODY));
        behind_body
            .or_else(|| (first + 1..end - 1).find(given))
            .or_else(|| Some(first + 1).filter(|&at| at < end && self.any(first, WHOLE)))
            .or_else(behind_place)
    }

    /// Whether the possessive at `at` stands inside the name of a body: "the Governor's Office", "King's College Vellin".
    fn owned_body(&self, at: usize, end: usize) -> bool {
        self.sign(at, TokenKind::Possessive)
            && at > 0
            && self.name_word(at - 1)
            && (at + 1..end).any(|at| self.is(at, Class::BODY) && self.items[at].capital)
    }

    /// Where somebody is named behind a body whose name has a preposition, its head at `head`: "the University of Orrin's
    /// Dr Ana Lind".
    fn of_owning_body(&self, head: usize, end: usize) -> Option<usize> {
        let owner = self.is(head, Class::BODY) && self.any(head + 1, &["of", "for"]);
        let owns = (head + 2..end).rev().find(|&at| self.sign(at, TokenKind::Possessive)).filter(|_| owner)?;
        let named = (owns + 1..end).rev().take_while(|&at| self.name_word(at)).last()?;
        (!self.owned_body(owns, end)).then_some(named)
    }

    /// Whether the capitalised words that end at `head` are an office, not a name: "the Prime Minister".
    pub(super) fn office(&self, start: usize, head: usize) -> bool {
        if head > start && self.addressed(head - 1, head + 1) {
            return false;
        }
        let office = Class(Class::TITLE.0 | Class::PERSON.0 | Class::GROUP.0);
        let determined = self.is(start, Class::DETERMINER);
        let given = Class(Class::MALE.0 | Class::FEMALE.0);
        self.is(head, office)
            && !self.is(head, given)
            && (start..head).all(|at| determined || self.is(at, Class(office.0 | Class::DETERMINER.0)))
            || determined && head == start + 1 && self.is(head, Class::BODY)
    }
}
