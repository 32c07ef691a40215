//! What turns the sense of a sentence: closed lists, names and numbers, never a likeness.

use super::lexicon::{self, Class, Frame};
use super::passage::Passage;
use super::sides::Sides;
use super::{align, kinds};
use crate::quotations::language::Language;
use crate::quotations::lexicon::{self as spoken, Class as Spoken};
use crate::speakers::{Reading, names};
use crate::text::fold::{Token, TokenKind};
use crate::text::{Span, words};

/// What turned.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Negation,
    Modal,
    Number,
    Quantifier,
    Degree,
    Comparison,
    Condition,
    Person,
    Day,
    Unit,
    Hedge,
    Name,
    Opposite,
    Roles,
}

impl Turn {
    /// As a message says it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Negation => "negation",
            Self::Modal => "modal verb",
            Self::Number => "number",
            Self::Quantifier => "quantifier",
            Self::Degree => "degree",
            Self::Comparison => "comparison",
            Self::Condition => "condition",
            Self::Person => "person",
            Self::Day => "date",
            Self::Unit => "unit",
            Self::Hedge => "hedge",
            Self::Name => "name",
            Self::Opposite => "opposite",
            Self::Roles => "who does what to whom",
        }
    }
}

/// What turned, where words stand for other words.
pub(super) fn turn(added: &[usize], gone: &[usize], sides: Sides<'_>) -> Option<Turn> {
    let changed = Changed::read(added, gone, sides);
    if changed.is_left_out_whole() {
        return None;
    }
    if changed.denies_otherwise() {
        return Some(Turn::Negation);
    }
    let number = changed.both && numbers_differ(added, gone, sides);
    number
        .then_some(Turn::Number)
        .or_else(|| changed.bound())
        .or_else(|| changed.both.then(|| changed.kind())?)
        .or_else(|| changed.is_degree().then_some(Turn::Degree))
        .or_else(|| changed.both.then(|| changed.other())?)
}

/// Words of the draft that stand for words of the source.
struct Changed<'a> {
    added: &'a [usize],
    gone: &'a [usize],
    sides: Sides<'a>,
    /// What the words of each side turn, of those that turn anything.
    ours: Vec<(Class, u64)>,
    theirs: Vec<(Class, u64)>,
    /// Whether there are words on both sides.
    both: bool,
}

impl<'a> Changed<'a> {
    fn read(added: &'a [usize], gone: &'a [usize], sides: Sides<'a>) -> Self {
        let Sides { draft, prose, passage, .. } = sides;
        let language = passage.language();
        let theirs = gone.iter().map(|&place| &passage.tokens[place]);
        Self {
            added,
            gone,
            sides,
            ours: added.iter().filter_map(|&at| word_of(&draft[at], prose, language)).collect(),
            theirs: theirs.filter_map(|token| word_of(token, passage.prose(), language)).collect(),
            both: !added.is_empty() && !gone.is_empty(),
        }
    }

    /// A stretch that was left out whole took its own negation along.
    fn is_left_out_whole(&self) -> bool {
        let (added, gone) = (self.added.len(), self.gone.len());
        let short = gone <= 3 || (self.both && gone <= 2 * added + 2);
        !short && self.ours.is_empty() && !(self.both && added * 3 >= gone)
    }

    fn of(words: &[(Class, u64)], class: Class) -> Vec<u64> {
        let mut words: Vec<u64> = words.iter().filter(|&&(of, _)| of == class).map(|&(_, word)| word).collect();
        words.sort_unstable();
        words
    }

    /// How many words of a class there are in the draft and in the source.
    fn count(&self, class: Class) -> (usize, usize) {
        let count = |words: &[(Class, u64)]| words.iter().filter(|&&(of, _)| of == class).count();
        (count(&self.ours), count(&self.theirs))
    }

    /// Whether the words of a class are others.
    fn differs(&self, class: Class) -> bool {
        Self::of(&self.ours, class) != Self::of(&self.theirs, class)
    }

    /// Whether one side has a word of a class, and the other none.
    fn has_one_side(&self, class: Class) -> bool {
        let (said, was) = self.count(class);
        (said > 0) != (was > 0)
    }

    fn class_there(&self, place: usize) -> Option<Class> {
        let passage = self.sides.passage;
        class_of(&passage.tokens[place], passage.prose(), passage.language())
    }

    fn denies_otherwise(&self) -> bool {
        let ((nots, nots_there), (few, few_there)) = (self.count(Class::Negation), self.count(Class::Scarce));
        let (said, was) = (nots + few, nots_there + few_there);
        // "never" for "hardly ever" denies as much, and more.
        (said + was) % 2 == 1 || (said > 0) != (was > 0) || few != few_there
    }

    /// What bounds the sentence otherwise: a modal, a condition, how many, how much, how sure.
    fn bound(&self) -> Option<Turn> {
        let Self { added, gone, sides: Sides { draft, prose, passage, .. }, both, .. } = *self;
        // "the most important", "people have always": what went with its phrase is left out, not turned.
        let with_phrase = added.is_empty()
            && gone
                .iter()
                .any(|&place| self.class_there(place).is_none() && !lexicon::is_function(passage.tokens[place].key));
        for (class, turn) in [
            (Class::Modal, Turn::Modal),
            (Class::Condition, Turn::Condition),
            (Class::Quantifier, Turn::Quantifier),
            (Class::Comparative, Turn::Comparison),
        ] {
            // "all", "just" and their like may be dropped in one breath with others; one for another turns the sense.
            if self.differs(class) && !(with_phrase && matches!(class, Class::Quantifier | Class::Comparative)) {
                return Some(turn);
            }
        }
        if !both && (is_share(added, draft) || is_share(gone, &passage.tokens)) {
            return Some(Turn::Quantifier);
        }
        if !both && (is_rank(added, draft, prose) || is_rank(gone, &passage.tokens, passage.prose())) {
            return Some(Turn::Number);
        }
        // "perhaps" for "probably" leaves it as open.
        if self.has_one_side(Class::Hedge) && !with_phrase {
            return Some(Turn::Hedge);
        }
        // "although" for "though" is wording, for "because" it is none.
        (both && self.has_one_side(Class::Concession)).then_some(Turn::Condition)
    }

    /// Of which kind words are that exclude each other: "Monday" and "Tuesday", "million" and "billion".
    fn kind(&self) -> Option<Turn> {
        let Sides { draft, prose, passage, .. } = self.sides;
        let language = passage.language();
        let said: Vec<_> = self.added.iter().filter_map(|&at| kinds::term(&draft[at], prose, language)).collect();
        let was = self.gone.iter().map(|&place| &passage.tokens[place]);
        let was: Vec<_> = was.filter_map(|token| kinds::term(token, passage.prose(), language)).collect();
        let magnitude = || self.differs(Class::Magnitude).then_some(Turn::Number);
        let denial = || self.differs(Class::Denial).then_some(Turn::Negation);
        kinds::turn(&said, &was).or_else(magnitude).or_else(denial)
    }

    /// Whether "almost" or "only" came or went, with next to nothing else.
    fn is_degree(&self) -> bool {
        (self.differs(Class::Near) || self.differs(Class::Only))
            && self.added.len() + self.gone.len() <= 3
            && self.gone.iter().all(|&place| self.class_there(place).is_some_and(Class::is_degree))
    }

    /// What is another: the opposite, another person, another name.
    fn other(&self) -> Option<Turn> {
        let lower = |word: &str| word.to_lowercase();
        let is_opposite =
            |at: usize, place: usize| lexicon::opposite(&lower(self.sides.said(at)), &lower(self.sides.was(place)));
        if self.added.iter().any(|&at| self.gone.iter().any(|&place| is_opposite(at, place))) {
            return Some(Turn::Opposite);
        }
        let persons = |words: &[(Class, u64)]| -> Vec<u8> {
            words
                .iter()
                .filter_map(|&(class, _)| if let Class::Person(person) = class { Some(person) } else { None })
                .collect()
        };
        let (said, was) = (persons(&self.ours), persons(&self.theirs));
        if !said.is_empty() && !was.is_empty() && said.iter().all(|person| !was.contains(person)) {
            return Some(Turn::Person);
        }
        names_differ(self.added, self.gone, self.sides).then_some(Turn::Name)
    }
}

/// Whether words say that something is true of a part: "one of" in "one of the longest".
fn is_share(words: &[usize], tokens: &[Token]) -> bool {
    let keys: Vec<u64> = words.iter().map(|&at| tokens[at].key).collect();
    keys.len() > 1 && lexicon::ends_in(&keys, Frame::Share) == Some(keys.len())
}

/// Whether a word says which of many is the first: "second" in "the second largest".
fn is_rank(words: &[usize], tokens: &[Token], prose: &str) -> bool {
    let &[rank] = words else { return false };
    let ranks = ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    let next = tokens.get(rank + 1).map(|next| next.span.of(prose).to_lowercase());
    ranks.contains(&tokens[rank].span.of(prose).to_lowercase().as_str())
        && next.is_some_and(|next| next == "most" || next.len() > 5 && next.ends_with("est"))
}

/// What a word of a text turns, in the language that it is in: "Will" in the middle of a sentence is somebody, and "march"
/// no month.
pub(super) fn class_of(token: &Token, prose: &str, language: Language) -> Option<Class> {
    word_of(token, prose, language).map(|(class, _)| class)
}

/// The same, with a number that all forms of the word share.
fn word_of(token: &Token, prose: &str, language: Language) -> Option<(Class, u64)> {
    let word = token.span.of(prose);
    let capital = || word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
    match lexicon::of_class(token.key, language)? {
        (Class::Modal, _)
            if language == Language::English && capital() && !begins_sentence(prose, token.span.start) =>
        {
            None
        }
        found => Some(found),
    }
}

fn numbers_differ(added: &[usize], gone: &[usize], sides: Sides<'_>) -> bool {
    let Sides { draft, prose, passage, .. } = sides;
    // "one" is a pronoun as often as a number, "first" and "second" other things.
    let vague = |word: &str| {
        let word = word.to_lowercase();
        matches!(word.as_str(), "one" | "first" | "second") || word.starts_with("erste") || word.starts_with("zweite")
    };
    let said: Vec<u64> = added
        .iter()
        .filter(|&&at| is_number(&draft[at], draft[at].span.of(prose), passage.language()))
        .map(|&at| draft[at].key)
        .collect();
    let was: Vec<u64> = gone
        .iter()
        .filter(|&&place| is_number(&passage.tokens[place], passage.word(place), passage.language()))
        .map(|&place| passage.tokens[place].key)
        .collect();
    let all_vague = added.iter().all(|&at| draft[at].kind != TokenKind::Number || vague(draft[at].span.of(prose)))
        && gone.iter().all(|&place| passage.tokens[place].kind != TokenKind::Number || vague(passage.word(place)));
    // "once a year", "twice a year"
    let times = |words: &mut dyn Iterator<Item = &str>| {
        words.map(str::to_lowercase).find(|word| matches!(word.as_str(), "once" | "twice" | "thrice"))
    };
    let said_times = times(&mut added.iter().map(|&at| draft[at].span.of(prose)));
    let was_times = times(&mut gone.iter().map(|&place| passage.word(place)));
    if said_times.zip(was_times).is_some_and(|(said, was)| said != was) {
        return true;
    }
    said != was && !(all_vague && (said.is_empty() || was.is_empty()))
}

/// Whether a word names a number, also as "1990s" or "5k". An elf is eleven in German alone.
pub(super) fn is_number(token: &Token, word: &str, language: Language) -> bool {
    token.kind == TokenKind::Number && (language == Language::German || !word.eq_ignore_ascii_case("elf"))
        || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a name stands where another name, or no name, stood.
fn names_differ(added: &[usize], gone: &[usize], sides: Sides<'_>) -> bool {
    let Sides { draft, prose, passage, .. } = sides;
    let reading = &passage.article.reading;
    // German has a capital for every noun.
    let may_be_name = |word: &str| reading.language != Language::German || is_of_a_speaker(word, reading);
    let said: Vec<&str> = added
        .iter()
        .filter(|&&at| is_name(prose, draft[at].span))
        .map(|&at| draft[at].span.of(prose))
        .filter(|word| may_be_name(word))
        .collect();
    let was: Vec<&str> = gone
        .iter()
        .filter(|&&place| is_name(passage.prose(), passage.tokens[place].span))
        .map(|&place| passage.word(place))
        .filter(|word| may_be_name(word))
        .collect();
    match (said.is_empty(), was.is_empty()) {
        (true, true) => false,
        // A title or a first name more or less, another word for the person: wording.
        (false, false) => {
            !said.iter().any(|name| was.iter().any(|other| near(name, other)))
                && !are_initials(&said, &was)
                && !are_initials(&was, &said)
        }
        _ => {
            added.len() <= 3
                && gone.len() <= 3
                && !only_grammar(added, |&at| draft[at].key)
                && !only_grammar(gone, |&place| passage.tokens[place].key)
        }
    }
}

/// Whether a word is part of a name that a text has for somebody.
fn is_of_a_speaker(word: &str, reading: &Reading) -> bool {
    reading
        .speakers
        .iter()
        .filter(|speaker| speaker.named)
        .any(|speaker| speaker.name.split(' ').any(|part| part == word))
}

/// Whether a word has the first letters of others: "U.K." of "United Kingdom".
fn are_initials(short: &[&str], long: &[&str]) -> bool {
    let [short] = short else { return false };
    let letters = short.chars().filter(|c| c.is_alphabetic());
    long.len() > 1 && letters.eq(long.iter().filter_map(|word| word.chars().next()))
}

fn only_grammar(items: &[usize], key: impl Fn(&usize) -> u64) -> bool {
    items.iter().all(|item| lexicon::is_function(key(item)))
}

fn near(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let (short, long) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
    // Two places are no two ways to write one: "Niger" and "Nigeria".
    let places = names::is_place(&a) && names::is_place(&b);
    a == b
        || !places && long.strip_prefix(short.as_str()).is_some_and(|rest| is_another_form(short, rest))
        || !places && strsim::damerau_levenshtein(&a, &b) <= usize::from(a.chars().count().min(b.chars().count()) > 4)
}

/// Whether a name with more letters behind it is another form of it: "Iran’s", "Iranian", "Ben" and "Benjamin". "Marntown"
/// is not Marn.
fn is_another_form(name: &str, rest: &str) -> bool {
    const ENDS: &[&str] =
        &["s", "'s", "’s", "n", "an", "ian", "nian", "ese", "ish", "i", "er", "e", "en", "es", "r", "t", "y", "ie"];
    let given = spoken::english().class(name);
    ENDS.contains(&rest) || given.is(Spoken(Spoken::MALE.0 | Spoken::FEMALE.0))
}

/// A capital that no sentence's beginning explains, and no pronoun.
fn is_name(prose: &str, word: Span) -> bool {
    let text = word.of(prose);
    if !text.starts_with(char::is_uppercase) || text == "I" || text.starts_with("I'") || text.starts_with("I’") {
        return false;
    }
    !begins_sentence(prose, word.start) || names::is_place(text) || is_name_elsewhere(prose, text)
}

fn begins_sentence(prose: &str, at: usize) -> bool {
    let before = prose[..at].trim_end_matches([' ', '\u{a0}', '\n', '\r', '(', '[']);
    let Some(last) = before.chars().next_back() else { return true };
    if last == '.' {
        // "Dr. Lind", "Mr. Roe": the stop ends an abbreviation, not a sentence.
        let word = before.trim_end_matches('.').rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        return !(word.len() <= 3 && word.starts_with(char::is_uppercase));
    }
    "!?:;“”\"‘'’—–…«„»-".contains(last)
}

/// Whether a word that begins a sentence here stands with a capital in the middle of another one, and nowhere without.
fn is_name_elsewhere(prose: &str, word: &str) -> bool {
    let whole = |at: usize, len: usize| words::is_whole(prose, Span::new(at, at + len));
    let lower = word.to_lowercase();
    prose.match_indices(word).take(40).any(|(at, _)| whole(at, word.len()) && !begins_sentence(prose, at))
        && !prose.match_indices(lower.as_str()).take(40).any(|(at, _)| whole(at, lower.len()))
}

/// What a bracket in place of words turns: an opposite, another number, a negation. A referent turns nothing.
pub(super) fn bracket_turns(bracketed: &[usize], gone: &[usize], sides: Sides<'_>) -> Option<Turn> {
    let Sides { draft, prose, passage, .. } = sides;
    let lower = |word: &str| word.to_lowercase();
    let has = |class: Class| {
        (
            bracketed.iter().any(|&at| class_of(&draft[at], prose, passage.language()) == Some(class)),
            gone.iter()
                .any(|&place| class_of(&passage.tokens[place], passage.prose(), passage.language()) == Some(class)),
        )
    };
    for (class, turn) in
        [(Class::Negation, Turn::Negation), (Class::Condition, Turn::Condition), (Class::Comparative, Turn::Comparison)]
    {
        let (said, was) = has(class);
        if said != was {
            return Some(turn);
        }
    }
    if gone.is_empty() {
        return None;
    }
    if bracketed.iter().any(|&at| {
        gone.iter().any(|&place| lexicon::opposite(&lower(draft[at].span.of(prose)), &lower(passage.word(place))))
    }) {
        return Some(Turn::Opposite);
    }
    let ours = |those: &[&str]| bracketed.iter().any(|&at| those.contains(&lower(draft[at].span.of(prose)).as_str()));
    let theirs = |those: &[&str]| gone.iter().any(|&place| those.contains(&lower(passage.word(place)).as_str()));
    // "It could | [will] rise": what was open is settled. "We could see" is no more than that.
    let settled = theirs(OPEN) && (ours(SETTLED) || ours(IS)) || theirs(&["should"]) && ours(SETTLED);
    if settled && !ours(OPEN) && !ours(&["able", "would", "likely", "possible"]) {
        return Some(Turn::Modal);
    }
    let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let said = bracketed.iter().any(|&at| number(draft[at].span.of(prose)));
    let was = gone.iter().any(|&place| is_number(&passage.tokens[place], passage.word(place), passage.language()));
    (said && was).then_some(Turn::Number)
}

/// What leaves open whether it is so, what settles that it will be, and what tells that it is.
pub(super) const OPEN: &[&str] = &["may", "might", "could"];
const SETTLED: &[&str] = &["will", "shall", "must"];
const IS: &[&str] = &["is", "are", "was", "were", "has", "have", "had", "does", "do", "did"];

/// What an ellipsis hides: a negation, a condition or a bound that belongs to the words kept.
pub(super) fn hidden(elided: &[usize], passage: &Passage) -> Option<Turn> {
    if hides_condition(elided, passage) {
        return Some(Turn::Condition);
    }
    if hides_denial(elided, passage) || hides_denial_in_front(elided, passage) {
        return Some(Turn::Negation);
    }
    if elided.is_empty() || elided.len() > 3 {
        return None;
    }
    elided.iter().find_map(|&place| match class_of(&passage.tokens[place], passage.prose(), passage.language())? {
        Class::Negation | Class::Scarce | Class::Denial => Some(Turn::Negation),
        Class::Condition => Some(Turn::Condition),
        Class::Near | Class::Only => Some(Turn::Degree),
        Class::Hedge => Some(Turn::Hedge),
        Class::Modal if elided.len() == 1 => Some(Turn::Modal),
        _ => None,
    })
}

/// Whether the "not" of a verb that was kept went with what was cut out: "I would | not, under any circumstances, | sign".
fn hides_denial(elided: &[usize], passage: &Passage) -> bool {
    let (tokens, language) = (&passage.tokens, passage.language());
    let [Some(&first), Some(&last)] = [elided.first(), elided.last()] else { return false };
    let Some(verb) = first.checked_sub(1).map(|before| &tokens[before]) else { return false };
    let ends = |place: usize| place < tokens.len() && align::is_sentence_end(tokens, passage.prose(), place);
    lexicon::class_in(tokens[first].key, language).is_some_and(Class::denies)
        && lexicon::is_auxiliary(verb.key, language)
        && elided.len() <= CLAUSE
        && elided.iter().all(|&place| tokens[place].key != verb.key)
        && !(first..=last + 1).any(ends)
}

/// Whether what was cut out ends in words that deny what was kept behind them: "I would not say that it | is too late".
fn hides_denial_in_front(elided: &[usize], passage: &Passage) -> bool {
    let (tokens, prose) = (&passage.tokens, passage.prose());
    let denies = |&&place: &&usize| lexicon::class_in(tokens[place].key, passage.language()).is_some_and(Class::denies);
    let Some(not) = elided.iter().rev().take(IN_FRONT).find(denies).copied() else { return false };
    let Some(&last) = elided.last().filter(|&&last| last + 1 < tokens.len()) else { return false };
    // From one sentence into the midst of another, with nothing between the "not" and what it denies.
    let plain = |place: usize| align::between(tokens, prose, place).chars().all(char::is_whitespace);
    let joins = |place: usize| ["and", "but", "or", "so"].iter().any(|it| passage.word(place).eq_ignore_ascii_case(it));
    elided.iter().any(|&place| place > 0 && place <= not && align::is_sentence_end(tokens, prose, place))
        && (not + 1..=last + 1).all(|place| plain(place) && !joins(place))
}

/// Words of what was cut out at most of which a "not" may deny what stands behind them.
const IN_FRONT: usize = 5;

/// Words that a clause of condition has at most.
const CLAUSE: usize = 15;

/// Whether a condition was cut out of a sentence of which the rest is there: "if the council agrees", behind it or in front.
fn hides_condition(elided: &[usize], passage: &Passage) -> bool {
    let tokens = &passage.tokens;
    let begins =
        |place: usize| place == 0 || place >= tokens.len() || align::is_sentence_end(tokens, passage.prose(), place);
    let [Some(&first), Some(&last)] = [elided.first(), elided.last()] else { return false };
    let behind = || {
        let clause = elided.iter().skip(1).take_while(|&&place| !begins(place)).count();
        !begins(first) && clause < CLAUSE && opens_condition(passage, first)
    };
    let in_front = || {
        let from = elided.iter().rposition(|&place| begins(place)).unwrap_or(0);
        let clause = &elided[from..];
        let joined =
            usize::from(["and", "but", "so"].iter().any(|word| passage.word(clause[0]).eq_ignore_ascii_case(word)));
        !begins(last + 1)
            && clause.len() <= CLAUSE
            && clause.get(joined).is_some_and(|&place| opens_condition(passage, place))
    };
    behind() || in_front()
}

fn opens_condition(passage: &Passage, place: usize) -> bool {
    let is_condition = |place: usize| {
        let class = |token: &Token| class_of(token, passage.prose(), passage.language());
        passage.tokens.get(place).is_some_and(|token| class(token) == Some(Class::Condition))
    };
    is_condition(place) || (passage.word(place).eq_ignore_ascii_case("even") && is_condition(place + 1))
}
