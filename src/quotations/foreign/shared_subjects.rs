//! Verbs without a subject of their own: whose they are by another verb of the same sentence.
//!
//! "El alcalde dijo que el puente cierra y añadió que «…»": whatever stands between, it is he who adds.

use super::clauses::{Clauses, STRONG, VERB};
use super::phrases::{Phrase, Sort};
use crate::quotations::attribution::Link;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::text::words::TokenKind;

/// What may stand between a conjunction and its verb.
const LIGHT: Class =
    Class(Class::ADVERB.0 | Class::REFLEXIVE.0 | Class::OBJECT.0 | Class::AUXILIARY.0 | Class::PASSIVE.0);

impl Clauses<'_> {
    /// The subject that the verb at `verb` shares with one before it: "… y añadió que", "…, explicando que".
    pub(super) fn shared_subject(&self, verb: usize) -> Option<Phrase> {
        if self.language == Language::German || !self.sentence.is(verb, STRONG) {
            return None;
        }
        let lead = (0..verb).rev().find(|&at| !self.sentence.is(at, LIGHT))?;
        // "…, explicando que", « en disant que »
        let hung =
            lead + 1 == verb && self.sentence.sign(lead, TokenKind::Comma) || self.sentence.any(verb - 1, &["en"]);
        let joined = self.sentence.is(lead, Class::CONJUNCTION) || self.is_gerund(verb) && hung;
        if !joined || self.has_subject_behind(verb) {
            return None;
        }
        let other = (0..lead)
            .rev()
            .filter(|&at| self.verb(at, STRONG) && !self.passive(at))
            .find_map(|at| self.subject(at).filter(may_share));
        // « Lind a clos la séance en disant que »: whoever the sentence begins with.
        let front = || self.phrases.first().filter(|phrase| phrase.preposition.is_none() && may_share(phrase));
        other.or_else(|| front().filter(|_| self.is_gerund(verb)).copied())
    }

    /// "Lind glaubt, dass der Rat noch zögern will und nennt das „…“": behind the verb that ends a clause with a conjunction,
    /// one that has more behind it goes on with the clause in front.
    pub(super) fn who_goes_on(&self, verb: usize) -> Option<Phrase> {
        let sentence = self.sentence;
        let own = self.clause(verb);
        let joined = verb > 2 && sentence.is(verb - 1, Class::CONJUNCTION) && self.language == Language::German;
        let more = self.items(own).any(|at| at > verb && sentence.items[at].is_word());
        if !joined || !more {
            return None;
        }
        let parted = sentence.sign(verb - 2, TokenKind::Comma);
        let (last, hanging) = if parted { (verb - 3, own.checked_sub(1)?) } else { (verb - 2, own) };
        let small = sentence.items[last].is_word() && !sentence.items[last].capital;
        let ended = sentence.is(last, Class(VERB.0 | Class::AUXILIARY.0)) || sentence.word(last).ends_with('t');
        if !small || !ended || !self.hangs(hanging) || self.relative(hanging) {
            return None;
        }
        let main = (0..hanging).rev().find(|&clause| !self.hangs(clause))?;
        let acts = self.items(main).find(|&at| sentence.is(at, Class(VERB.0 | Class::AUXILIARY.0)))?;
        self.subject_in(main, acts).filter(may_share)
    }

    /// "La vicina racconta che … e «…», dice.": a last verb with nothing behind it goes on with who was said to speak first.
    pub(super) fn closing_verb(&self, quote: usize) -> Option<Link> {
        let drops = matches!(self.language, Language::Spanish | Language::Italian | Language::Portuguese);
        let verb = quote + 1 + usize::from(self.sentence.sign(quote + 1, TokenKind::Comma));
        let last = self.sentence.items.get(verb + 1).is_none_or(|item| item.is_sign(TokenKind::Stop));
        if !drops || !last || !self.verb(verb, STRONG) {
            return None;
        }
        let main = |at: &usize| self.verb(*at, STRONG) && !self.hangs(self.clause(*at));
        let first = (0..quote).find(main)?;
        let subject = self.subject(first).filter(may_share)?;
        Some(self.told(verb, self.mention(&subject)))
    }

    fn is_gerund(&self, verb: usize) -> bool {
        ["ando", "endo", "iendo", "indo", "ant"].iter().any(|end| self.sentence.word(verb).ends_with(end))
    }

    /// Whether a phrase may be who says it: where only names have capitals, a thing only where it stands right beside the verb,
    /// as an office does that the lists do not have.
    pub(super) fn may_say(&self, phrase: &Phrase, verb: usize) -> bool {
        let behind = phrase.start > verb && (verb + 1..phrase.start).all(|at| self.sentence.is(at, LIGHT));
        let beside = behind || phrase.end <= verb && (phrase.end..verb).all(|at| self.sentence.is(at, LIGHT));
        self.language == Language::German || phrase.sort != Sort::Thing || beside
    }

    /// Whether somebody stands right behind a verb, who then is its subject.
    fn has_subject_behind(&self, verb: usize) -> bool {
        let mut from = verb + 1;
        while self.sentence.is(from, LIGHT) {
            from += 1;
        }
        self.phrases.iter().any(|phrase| {
            phrase.start == from && phrase.preposition.is_none() && phrase.sort.speaks() && !phrase.oblique
        })
    }
}

fn may_share(phrase: &Phrase) -> bool {
    phrase.sort.speaks() || phrase.sort == Sort::Doubtful
}
