//! Every mention in a sentence, whether or not anything is attributed to it.

use super::QuotationId;
use super::lexicon::Class;
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use super::stream::Item;
use crate::text::words::TokenKind;

/// No possessive is longer.
const LONGEST: usize = "their".len();

/// Appends what names somebody in the sentence.
pub fn scan(sentence: Sentence<'_>, number: u32, block: u32, inside: Option<QuotationId>, out: &mut Vec<Mention>) {
    let place = Mention { sentence: number, block, inside, ..Mention::default() };
    // "Addressing Lind and Orre, he said": whom a participle has for its object is not whom the sentence is about.
    let opening = sentence.word(0).ends_with("ing") && !sentence.name_word(0);
    let mut scan = Scan { sentence, place, opening, subject: !opening, looked: false, out };
    let mut at = 0;
    while at < sentence.items.len() {
        at = scan.step(at);
    }
}

/// A sentence that is read for whom it names.
struct Scan<'a> {
    sentence: Sentence<'a>,
    /// A mention of nobody yet, in its place.
    place: Mention,
    /// Whether the participle that it opens with still has its objects.
    opening: bool,
    /// Whether who is named next is whom the clause is about.
    subject: bool,
    /// Whether this clause's first noun phrase was looked at.
    looked: bool,
    out: &'a mut Vec<Mention>,
}

impl Scan<'_> {
    fn push(&mut self, mention: Mention, subject: bool) {
        let Mention { sentence, block, inside, .. } = self.place;
        self.out.push(Mention { sentence, block, inside, subject, ..mention });
    }

    /// Reads what stands at `at`; tells where the next begins.
    fn step(&mut self, at: usize) -> usize {
        let sentence = self.sentence;
        if at == 0
            && let Some((role, end)) = several(sentence)
        {
            self.push(role, true);
            (self.looked, self.subject) = (true, false);
            return end;
        }
        if sentence.name_word(at) {
            return self.name(at);
        }
        if self.subject && !self.looked && sentence.is(at, Class(Class::DETERMINER.0 | Class::INDEFINITE.0)) {
            self.looked = true;
            if let Some(role) = role(sentence, at) {
                self.push(role, true);
                self.subject = false;
                // "The new Vellin Premier left": that is all of it, and no name.
                let head = role.head.map_or(at, |head| sentence.index_of(head.start));
                if sentence.name_word(head) {
                    return head + 1;
                }
            }
        }
        self.word(at);
        at + 1
    }

    /// A name, or words with a capital that are none.
    fn name(&mut self, at: usize) -> usize {
        let sentence = self.sentence;
        let end = sentence.name_end(at);
        if end == at || end == at + 1 && sentence.is_no_name(at) {
            return at + 1;
        }
        // "from Orrin, Vellin, whose mayor left"
        let wider = sentence.sign(end, TokenKind::Comma) && at > 0 && sentence.lives_in(end);
        // "Lind's daughter Elin left"
        let owner = self.subject && sentence.owns_somebody(end);
        let aside = wider || owner || sentence.belongs_beside(at, end);
        self.push(sentence.named(at, end), !aside && (self.subject || sentence.is_subject(at, end)));
        if !owner {
            // "Harbour boss Ana Lind": the phrase goes on.
            let goes_on = sentence.name_word(end + 1)
                && sentence.items[end].is_word()
                && !sentence.is(end, Class(Class::CLOSED.0 | Class::PREPOSITION.0 | Class::DETERMINER.0))
                && !sentence.finite_at(end);
            self.subject &= goes_on;
        }
        end
    }

    /// A pronoun, or what begins or ends a phrase.
    fn word(&mut self, at: usize) {
        let (sentence, item) = (self.sentence, &self.sentence.items[at]);
        let pronoun = item.is(Class(Class::SUBJECT.0 | Class::OBJECT.0 | Class::REFLEXIVE.0))
            || item.span.len() <= LONGEST && sentence.any(at, &["his", "their", "its", "my", "our", "mine", "hers"]);
        if item.is_word() && pronoun {
            let mention = Mention { span: item.span, kind: MentionKind::Pronoun, ..Mention::default() };
            // "when he was twelve" tells something of whom the sentence is about; it is not about him for that.
            let beside = at > 0 && sentence.is(at - 1, Class(Class::SUBORDINATOR.0 | Class::RELATIVE.0));
            self.push(mention, item.is(Class::SUBJECT) && !beside);
            // "She told Lind": whom she told is not what it is about.
            self.subject &= !(item.is(Class::SUBJECT) && sentence.finite_at(at + 1));
        } else if item.is(Class::PREPOSITION) {
            self.subject = false;
        } else if item.is_sign(TokenKind::Comma)
            || !self.opening && item.is(Class(Class::CONJUNCTION.0 | Class::SUBORDINATOR.0))
        {
            (self.opening, self.subject, self.looked) = (false, true, false);
        }
    }
}

impl Sentence<'_> {
    /// Whether the one word with a capital at `at` names nobody.
    fn is_no_name(&self, at: usize) -> bool {
        // A single capital at the start of a sentence is a name only if the word is no common one.
        let common = self.sentence_start(at)
            && !self.called_like_a_verb(at)
            && self.is(at, Class(Class::ROLE.0 | Class::CUE.0 | Class::TITLE.0 | Class::STARTER.0));
        // "an MP": any of them.
        let any_one = at > 0
            && self.is(at, Class::PERSON)
            && !self.is(at, Class(Class::MALE.0 | Class::FEMALE.0))
            && self.any(at - 1, &["a", "an", "another", "every", "each", "no", "any"]);
        common || any_one
    }

    /// The mention that the name in `[at, end)` makes, with what stands beside it.
    fn named(&self, at: usize, end: usize) -> Mention {
        let mut mention = self.of_an_office(at, end).unwrap_or_else(|| self.name(at, end));
        mention.doubtful = end == at + 1 && self.is_any_word(at);
        if let Some(apposed) = apposition(*self, end).or_else(|| predicate(*self, end)) {
            mention.whole = Some(apposed);
        }
        // "the harbour master, Ana Lind,": the office stands before the name.
        let closed = self.sign(end, TokenKind::Comma) || end == self.items.len();
        let acts = end > at + 1 && self.finite_at(end) && !self.sign(end + 1, TokenKind::Comma);
        if at > 1
            && (closed || acts)
            && self.is_untitled(&mention)
            && self.sign(at - 1, TokenKind::Comma)
            && let Some(office) = self.phrase_until(at - 1)
            && office.kind == MentionKind::Role
            && (closed || self.opens_clause(&office))
            && (self.is(at - 2, Class::PERSON) || office.head.is_some_and(|head| self.person_word(head)))
        {
            mention.title = Some(office.span);
        }
        mention
    }

    /// Whether no office stands in front of a name: "Ana Lind", "Hon. Ana Lind".
    fn is_untitled(&self, mention: &Mention) -> bool {
        let courtesy = |at: usize| self.any(at, &["hon", "hon.", "rt", "dr", "dr."]);
        mention.title.is_none_or(|title| (self.index_of(title.start)..self.index_of(title.end)).all(courtesy))
    }

    /// Whether the single capital at `at` is that of a sentence's first word and nothing shows it to be a name: "Please, sit
    /// down", not "Lind left", "Lind's" or "Lind, who".
    fn is_any_word(&self, at: usize) -> bool {
        let given = self.is(at, Class(Class::MALE.0 | Class::FEMALE.0));
        let behind = at + 1 + usize::from(self.sign(at + 1, TokenKind::Comma));
        let told =
            self.sign(at + 1, TokenKind::Possessive) || self.finite_at(at + 1) || self.any(behind, &["who", "whose"]);
        let described = behind > at + 1 && apposition(*self, at + 1).is_some() || predicate(*self, at + 1).is_some();
        self.sentence_start(at) && !given && !told && !described
    }

    /// Whether the name from `at` to `end` is what its sentence is about, though something else stands in front: "On Monday
    /// Lind left", "Westmere's Ana Lind was amused", "Outside stood Ana Lind, 79", "For Ana Lind, it was the third".
    fn is_subject(&self, at: usize, end: usize) -> bool {
        const STANDS: &[&str] =
            &["is", "was", "stood", "stands", "sat", "sits", "came", "comes", "lay", "lies", "waited", "waits"];
        // "for the fisherman Tom Lind"
        let title = self.title_start(at);
        let governed = title > 0 && self.is(title - 1, Class::PREPOSITION);
        let acts = at > 0 && !governed && self.finite_at(end);
        let closed = self.items.get(end).is_none_or(|item| !item.is_word()) || self.any(end, &["who", "and"]);
        let turned =
            title > 0 && self.any(title - 1, STANDS) && closed && !(0..at).any(|before| self.name_word(before));
        let for_whom = at == 1 && self.any(0, &["for"]) && self.sign(end, TokenKind::Comma);
        acts || turned || for_whom
    }

    /// "Chief of Orrin Gilla Orrevik": who is named by the last of the words from `at` to `end`, where an office and what it
    /// is one of stand in front.
    fn of_an_office(&self, at: usize, end: usize) -> Option<Mention> {
        let of = at.checked_sub(1 + usize::from(at > 0 && self.is(at - 1, Class::DETERMINER)))?;
        let office = of.checked_sub(1).filter(|_| self.any(of, &["of", "for"]))?;
        let name = self.behind_office(office, end)?;
        Some(Mention { title: Some(self.span(office, name)), ..self.name(name, end) })
    }

    /// Whether a phrase opens a sentence, or what stands behind a comma: "On Monday, the harbour master, Ana Lind said".
    fn opens_clause(&self, phrase: &Mention) -> bool {
        let start = self.index_of(phrase.span.start);
        start == 0 || self.sign(start - 1, TokenKind::Comma)
    }

    /// Whether a possessive at `at` leads to somebody by name: "Lind's daughter Elin left".
    fn owns_somebody(&self, at: usize) -> bool {
        let noun = (at + 1..at + 4).take_while(|&at| self.is_noun(at)).last();
        self.sign(at, TokenKind::Possessive)
            && noun.is_some_and(|noun| self.is(noun, Class::PERSON) && self.name_word(noun + 1))
    }

    /// Whether the name from `at` to `end` says what party or place the one before it is of: "Councillor Ana Lind, Harbour
    /// First, agreed".
    fn belongs_beside(&self, at: usize, end: usize) -> bool {
        let apart = at > 1 && self.sign(at - 1, TokenKind::Comma) && self.sign(end, TokenKind::Comma);
        apart && self.name_word(at - 2) && self.finite_at(end + 1)
    }

    /// Whether a clause of its own begins behind the comma, and the name before it is no subject: "in a debate with Lind,
    /// the governor said". The words may be an apposition up to `end`.
    fn goes_on_with_clause(&self, comma: usize, end: usize) -> bool {
        let begins = |end: usize| (0..end).rev().take_while(|&at| self.name_word(at)).last().unwrap_or(end);
        let mut name = begins(comma);
        // "on Harbours and Quays"
        while name > 1 && self.any(name - 1, &["and", "&"]) && self.name_word(name - 2) {
            name = begins(name - 1);
        }
        let object = name.checked_sub(1).is_some_and(|before| {
            let apposed = self.sign(before, TokenKind::Comma) && before > 0 && self.is(before - 1, Class::PERSON);
            apposed
                || self.is(before, Class::PREPOSITION)
                || self.word(before).ends_with("ing") && !self.name_word(before)
        });
        // "with Lind, a man accused of theft": a participle.
        let participle = |at: usize| {
            !self.is(at, Class::AUXILIARY)
                && self.any(at + 1, &["of", "by", "with", "as", "for", "in", "from", "after", "on", "at"])
        };
        object && (comma + 2..=end).find(|&at| self.finite_at(at)).is_some_and(|verb| !participle(verb))
    }
}

/// "The company declined", "Another, who had waited, shrugged": whom a clause is about without a name.
fn role(sentence: Sentence<'_>, at: usize) -> Option<Mention> {
    // "A group of fishermen protested"
    let behind = |end: usize| {
        let new = sentence.any(at, &["a", "an", "one", "another"]);
        let of = new && sentence.any(end, &["of", "for", "from"]) && !sentence.finite_at(end);
        let mut rest = (end + 1..end + 7).take_while(|&at| sentence.get(at).is_some_and(Item::is_word));
        rest.find(|&at| of && sentence.finite_at(at))
    };
    let clause = |end: usize| {
        sentence.finite_at(end)
            || sentence.sign(end, TokenKind::Comma) && sentence.any(end + 1, &["who"])
            || behind(end).is_some()
    };
    // "The school's deputy headmaster declined"
    let plain = |at: &usize| {
        let item = sentence.items.get(*at);
        item.is_some_and(|item| item.is_word() && !item.is(Class(Class::CLOSED.0 | Class::PREPOSITION.0)))
            || sentence.sign(*at, TokenKind::Possessive) && !sentence.name_word(*at - 1)
    };
    let noun = (at + 1..at + 6).take_while(plain).find(|&at| sentence.is(at, Class::ROLE) && clause(at + 1));
    let someone = sentence.any(at, &["another", "someone", "somebody"]) && clause(at + 1);
    let head = noun.or(someone.then_some(at)).filter(|&head| {
        let party = sentence.any(head, &["republican", "democrat", "conservative", "liberal", "tory", "independent"]);
        !sentence.name_word(head) || sentence.any(at, &["the"]) && sentence.office(at, head) && !party
    })?;
    let end = behind(head + 1).unwrap_or(head + 1);
    let span = sentence.items[at].span.join(sentence.items[end - 1].span);
    let head = Some(sentence.items[head].span);
    Some(Mention { span, head, whole: Some(span), kind: MentionKind::Role, ..Mention::default() })
}

/// "Environmental health officers from Vellin visited the shop": several without a name whom a sentence begins with, and
/// the place behind their noun.
fn several(sentence: Sentence<'_>) -> Option<(Mention, usize)> {
    let plain = |at: &usize| {
        sentence.get(*at).is_some_and(|item| {
            item.is_word()
                && (*at == 0 || !item.capital)
                && !item.is(Class(Class::CLOSED.0 | Class::PREPOSITION.0 | Class::DETERMINER.0 | Class::INDEFINITE.0))
        })
    };
    let noun = (0..5).take_while(plain).find(|&at| sentence.is(at, Class::GROUP))?;
    let goes_on = sentence.any(noun + 1, &["from", "of", "in", "at", "who"]) || sentence.finite_at(noun + 1);
    let span = sentence.items[0].span.join(sentence.items[noun].span);
    let head = Some(sentence.items[noun].span);
    let role = Mention { span, head, whole: Some(span), kind: MentionKind::Role, ..Mention::default() };
    (goes_on && sentence.items[0].capital).then_some((role, noun + 1))
}

const IS: &[&str] = &["is", "was"];

/// What a sentence says a name is: "Ana Lind is a nurse at the clinic" up to "nurse".
fn predicate(sentence: Sentence<'_>, end: usize) -> Option<crate::text::Span> {
    if !sentence.any(end, IS) || !sentence.any(end + 1, &["a", "an"]) {
        return None;
    }
    let plain = |at: &usize| {
        let item = sentence.items.get(*at);
        item.is_some_and(|item| {
            item.is_sign(TokenKind::Number)
                || item.is_word() && !item.is(Class(Class::CLOSED.0 | Class::PREPOSITION.0 | Class::AUXILIARY.0))
        })
    };
    let last = (end + 2..end + 7).take_while(plain).last().filter(|&at| sentence.is(at, Class::PERSON))?;
    Some(sentence.items[end - 1].span.join(sentence.items[last].span))
}

/// The words of an apposition right behind a name: ", a senior analyst at the bank,".
fn apposition(sentence: Sentence<'_>, end: usize) -> Option<crate::text::Span> {
    // ", and the mayor stayed" goes on with somebody else.
    let joins = sentence.is(end + 1, Class::CONJUNCTION);
    if !sentence.sign(end, TokenKind::Comma) || joins {
        return None;
    }
    // ", who is a teacher,"
    let is_who = sentence.any(end + 1, &["who"]) && sentence.any(end + 2, IS) && sentence.any(end + 3, &["a", "an"]);
    let mut at = end + if is_who { 4 } else { 1 };
    let inside = |at: usize| {
        let item = &sentence.items[at];
        item.is_word() || item.is_sign(TokenKind::Possessive) || item.is_sign(TokenKind::Number)
    };
    while at < sentence.items.len()
        && at < end + 10
        && !sentence.sign(at, TokenKind::Comma)
        && inside(at)
        && !sentence.is(at, Class(Class::CUE.0 | Class::RELATIVE.0 | Class::AUXILIARY.0))
    {
        at += 1;
    }
    // "With Lind, the governor said": who says it has a verb of their own.
    if sentence.goes_on_with_clause(end, at) {
        return None;
    }
    // A long one is told as far as it can end.
    while at > end + 1 && sentence.is(at - 1, Class(Class::CONJUNCTION.0 | Class::PREPOSITION.0 | Class::DETERMINER.0))
    {
        at -= 1;
    }
    let role = (end + 1..at).any(|at| sentence.is(at, Class(Class::PERSON.0 | Class::BODY.0)));
    (role && at > end + 1)
        .then(|| crate::text::Span::new(sentence.items[end - 1].span.start, sentence.items[at - 1].span.end))
}
