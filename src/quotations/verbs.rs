//! Verbs: which words are reporting verbs where they stand, and in what form.

use super::lexicon::Class;
use super::phrases::Sentence;
use crate::text::lists::List;
use crate::text::words::TokenKind;

/// How a verb form stands in its sentence.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// With a subject of its own.
    Finite,
    /// "saying", "to say": the subject is that of the clause around it.
    Bare,
    /// "was told": the subject is not the speaker.
    Passive,
}

/// Indefinite pronouns that no base form follows as their verb: "one email" is no act.
const SINGULAR: &[&str] =
    &["one", "another", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "nobody", "neither"];

/// Prepositions that a verb may stand behind.
const BEFORE_VERBS: &[&str] = &[
    "to", "by", "in", "of", "for", "as", "like", "after", "before", "without", "since", "while", "from", "with",
    "than", "until", "once",
];

const BE: &[&str] = &["is", "are", "was", "were", "be", "been", "being", "isn't", "wasn't", "aren't", "weren't", "am"];

/// Verbs in front of a participle that tells what becomes of their subject: "getting worried".
static BECOME: List = List::group(include_str!("../../data/verbs.txt"), "become");

impl Sentence<'_> {
    /// How the verb at `at` stands, if it is a verb there.
    pub fn verb(&self, at: usize) -> Option<Form> {
        let item = self.get(at)?;
        if !item.is(Class::CUE) || item.capital && at > 0 && !self.after_quote(at) {
            return None;
        }
        if self.stands_as_noun(at) {
            return None;
        }
        let left = self.behind_governor(at);
        let governor = left.checked_sub(1).map(|governor| &self.items[governor]);
        let has = |class: Class| governor.is_some_and(|governor| governor.is(class));
        if item.is(Class::ING) {
            return Some(if has(Class::AUXILIARY) { Form::Finite } else { Form::Bare });
        }
        if item.is(Class::PARTICIPLE) && left > 0 && self.makes_passive(left - 1) {
            return Some(Form::Passive);
        }
        if item.is(Class::FINITE) {
            return (!self.stands_as_plural(at, left)).then_some(Form::Finite);
        }
        if item.is(Class::PARTICIPLE) {
            let have = has(Class::AUXILIARY) || governor.is_some_and(|it| it.is_sign(TokenKind::Possessive));
            return have.then_some(Form::Finite);
        }
        // The base form: behind "to" bare, behind an auxiliary or a plural finite; else a noun.
        let governor = governor?;
        if self.heard(left) || self.any(left - 1, &["to"]) || governor.is(Class::CONJUNCTION) {
            return Some(Form::Bare);
        }
        let plural = governor.is(Class::GROUP)
            || governor.is(Class::SUBJECT) && !self.any(left - 1, &["he", "she", "it"])
            || governor.is(Class::RELATIVE)
            || governor.is(Class::INDEFINITE) && !self.any(left - 1, SINGULAR)
            || governor.is_word()
                && governor.span.of(self.text).ends_with('s')
                && !governor.is(Class::CLOSED)
                && !item.is(Class::ROLE);
        (plural || governor.is(Class::AUXILIARY)).then_some(Form::Finite)
    }

    /// Whether what stands right in front of the word at `at` makes a noun of it: "the claim", "Lind's reply".
    fn stands_as_noun(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| &self.items[before]) else { return false };
        let determined = before.is(Class::DETERMINER)
            && !before.is(Class::SUBORDINATOR)
            && !before.is(Class::INDEFINITE)
            && !self.ends_with_children(at);
        let owned = before.is_sign(TokenKind::Possessive) && before.span.len() > 1 && !self.items[at].is(Class::ING);
        determined || owned || before.is(Class::PREPOSITION) && !self.any(at - 1, BEFORE_VERBS)
    }

    /// Behind what governs the verb at `at`: its adverbs left aside.
    fn behind_governor(&self, at: usize) -> usize {
        let aside = |at: usize| {
            !self.is(at, Class::AUXILIARY)
                && (self.is(at, Class::ADVERB)
                    || !self.items[at].capital && self.manner(at)
                    || self.any(at, &["more", "most", "less"]))
        };
        at - (0..at).rev().take_while(|&at| aside(at)).count()
    }

    /// Whether a participle behind the word at `at` is a passive: "was asked", "got asked".
    fn makes_passive(&self, at: usize) -> bool {
        self.is(at, Class::AUXILIARY) && self.any(at, BE) || self.any(at, &BECOME)
    }

    /// Whether the form at `at`, whose governor ends in front of `left`, is the plural of a noun or stands behind a
    /// preposition: "the reports".
    fn stands_as_plural(&self, at: usize, left: usize) -> bool {
        let preposition = at > 0
            && self.is(at - 1, Class::PREPOSITION)
            && !self.is(at - 1, Class(Class::SUBORDINATOR.0 | Class::ADVERB.0));
        let word = self.word(at);
        preposition || word.ends_with('s') && !plainly_verb(word) && (!self.may_be_subject(left) || self.counts(at))
    }

    /// Whether the word at `at` is the plural of a noun behind a word that any sentence may begin with: "Recent reports and
    /// studies showed".
    fn counts(&self, at: usize) -> bool {
        let head = at > 0 && self.sentence_start(at - 1) && self.items[at - 1].capital;
        let given =
            at > 0 && self.is(at - 1, Class(Class::MALE.0 | Class::FEMALE.0 | Class::SUBJECT.0 | Class::ROLE.0));
        let goes_on = self.any(at + 1, &["and", "of", "from", "by", "about"]) || self.finite_at(at + 1);
        head && !given && goes_on
    }

    /// Whether the word at `at` tells how something is done: "bluntly".
    pub(super) fn manner(&self, at: usize) -> bool {
        manner(self.word(at))
    }

    /// Whether what stands before `at` can be the subject of a verb there, beyond doubt: "claims" is a noun too.
    fn may_be_subject(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        !self.items[before].is_word()
            || self.name_word(before)
            || self.is(
                before,
                Class(
                    Class::SUBJECT.0
                        | Class::RELATIVE.0
                        | Class::ROLE.0
                        | Class::CONJUNCTION.0
                        | Class::REFLEXIVE.0
                        | Class::INDEFINITE.0,
                ),
            )
    }

    /// Whether somebody is heard whose name or noun ends before `end`: "heard Tom Orre say".
    pub(super) fn heard(&self, end: usize) -> bool {
        let whom = |at: &usize| self.name_word(*at) || self.is(*at, Class(Class::DETERMINER.0 | Class::PERSON.0));
        let start = (0..end).rev().take(6).take_while(whom).last();
        start.is_some_and(|start| start > 0 && self.any(start - 1, &["hear", "hears", "heard", "hearing"]))
    }

    fn after_quote(&self, at: usize) -> bool {
        at > 0 && self.items[at - 1].quote().is_some()
    }
}

/// Whether a word tells how something is done, and is no noun that ends so.
pub(super) fn manner(word: &str) -> bool {
    static NOUNS: List = List::group(include_str!("../../data/verbs.txt"), "noun in -ly");
    word.ends_with("ly") && !NOUNS.contains(&word)
}

/// Third persons that are no plural nouns as well.
fn plainly_verb(word: &str) -> bool {
    matches!(
        word,
        "says"
            | "tells"
            | "adds"
            | "writes"
            | "argues"
            | "explains"
            | "insists"
            | "admits"
            | "agrees"
            | "asks"
            | "believes"
            | "thinks"
            | "recalls"
            | "describes"
            | "warns"
            | "contends"
            | "suggests"
            | "acknowledges"
            | "declares"
            | "announces"
            | "concedes"
            | "maintains"
            | "asserts"
            | "alleges"
            | "denies"
            | "continues"
            | "concludes"
            | "confirms"
            | "predicts"
            | "reveals"
            | "accuses"
            | "criticizes"
            | "criticises"
            | "dismisses"
            | "refers"
            | "sings"
            | "swears"
            | "considers"
            | "emphasizes"
            | "reads"
            | "was"
            | "has"
    )
}
