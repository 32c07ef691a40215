//! Attributions by other means than a verb of saying: "Das sagte Lind", "mit diesen Worten", any verb behind the comma.

use super::clauses::{Clauses, STRONG};
use super::names::Names;
use super::phrases::{self, Phrase, Sort};
use crate::quotations::attribution::Link;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::phrases::Sentence;
use crate::text::words::TokenKind;

/// What points at the words right before, at the head of a sentence.
const POINTS: &[&str] = &[
    "das", "dies", "so", "c'", "c’", "ce", "voilà", "ainsi", "así", "eso", "esto", "lo", "es", "son", "sono", "così",
    "questo", "è", "foi", "assim", "isso", "isto", "são", "é",
];
/// With the words, by the words.
const WITH: &[&str] = &["mit", "avec", "par", "sur", "con", "com"];
const THESE: &[&str] = &["diesen", "folgenden", "ces", "estas", "esas", "queste", "tali", "essas"];
const WORDS: &[&str] = &["worten", "mots", "paroles", "palabras", "parole", "palavras"];
/// A clause that tells what somebody else says to the contrary.
const WHILE: &[&str] = &["während", "alors", "tandis", "mientras", "mentre", "enquanto"];

/// Whose the words in front of a sentence without quotations were, if it says so: "Das sagte Lind am Dienstag."
pub fn looks_back(sentence: Sentence<'_>, language: Language, names: &Names) -> Option<Link> {
    let clauses = Clauses::read(sentence, language, None, names);
    clauses.points_back(0)
}

/// Whether the quotation at `quote` is given out as somebody's words by what stands beside it, so that its capitals mean
/// nothing.
pub fn given_out(sentence: Sentence<'_>, quote: usize, language: Language, names: &Names) -> bool {
    let clauses = Clauses::read(sentence, language, Some(quote), names);
    clauses.any_verb(quote).is_some()
        || clauses.with_words(quote).is_some()
        || clauses.stems(quote).is_some()
        || sentence.sign(quote + 1, TokenKind::Dash) && clauses.points_back(quote + 1).is_some()
}

impl Clauses<'_> {
    /// "Das sagte Lind", « Ce sont les mots de Lind », "Con estas palabras abrió Lind …", from `at` on.
    pub(super) fn points_back(&self, at: usize) -> Option<Link> {
        let sentence = self.sentence;
        let signs = [TokenKind::Dash, TokenKind::Stop, TokenKind::Comma];
        let at = at + usize::from(signs.iter().any(|sign| sentence.sign(at, *sign)));
        let end = (at..sentence.items.len()).find(|&at| sentence.items[at].quote().is_some() || sentence.stops(at));
        let end = end.unwrap_or(sentence.items.len());
        if let Some(noun) = self.these_words(at, end) {
            let speaker = self.who_acts(noun + 1..end)?;
            return Some(self.told(noun, self.mention(&speaker)));
        }
        if (at..end).any(|at| sentence.sign(at, TokenKind::Colon)) {
            return None;
        }
        if let Some(link) = self.this_claim(at, end).or_else(|| self.thus(at, end)) {
            return Some(link);
        }
        if !sentence.any(at, POINTS) {
            return None;
        }
        // "Das sagte Lind, dass …": what follows is something else.
        let content = |at: usize| sentence.sign(at - 1, TokenKind::Comma) && sentence.is(at, Class::SUBORDINATOR);
        if (at + 1..end).any(content) {
            return None;
        }
        let verb = (at + 1..end.min(at + 10)).find(|&at| sentence.is(at, Class::PLAIN) && sentence.items[at].is_word());
        let told = verb.and_then(|verb| {
            let speaker = self.subject_of(verb, at, end)?;
            Some(self.told(verb, self.mention(&speaker)))
        });
        told.or_else(|| {
            let noun =
                (at + 1..end.min(at + 5)).find(|&at| sentence.is(at, Class(Class::SAYING.0 | Class::CLAIM.0)))?;
            self.words_of(noun)
        })
    }

    /// "Diesen Satz hat Lind gesagt", "Dieser Satz stammt von Lind", "Questa una delle dichiarazioni rilasciate da Lind".
    fn this_claim(&self, at: usize, end: usize) -> Option<Link> {
        const THIS: &[&str] =
            &["diese", "diesen", "dieser", "dieses", "questa", "queste", "esta", "estas", "essa", "essas"];
        const FROM: &[&str] = &["stammt", "stammen", "stammte", "stammten", "kommt", "kommen", "kam", "kamen"];
        let sentence = self.sentence;
        let claim = Class(Class::CLAIM.0 | Class::SAYING.0);
        let noun = (at + 1..end.min(at + 5)).find(|&at| sentence.is(at, claim)).filter(|_| sentence.any(at, THIS))?;
        let said = (noun + 1..end).find(|&at| sentence.is(at, Class::PLAIN) || sentence.any(at, FROM))?;
        let speaker = if sentence.any(said, FROM) {
            let from = |phrase: &&Phrase| phrase.preposition.is_some_and(|at| sentence.is(at, Class::OF));
            *self
                .phrases
                .iter()
                .filter(|phrase| phrase.start > noun)
                .find(from)
                .filter(|phrase| phrase.sort.speaks())?
        } else {
            self.who_acts(noun + 1..end)?
        };
        Some(self.told(noun, self.mention(&speaker)))
    }

    /// "Così il vicepresidente Paolo Lind": whoever stands right behind, with or without a verb.
    fn thus(&self, at: usize, end: usize) -> Option<Link> {
        let sentence = self.sentence;
        let thus = sentence.any(at, &["così"]);
        let skip = usize::from(sentence.is(at + 1, Class::SPEECH));
        let named = |phrase: &&Phrase| {
            let from = phrase.start == at + 1 + skip && phrase.preposition.is_none();
            from && phrase.start < end && matches!(phrase.sort, Sort::Name | Sort::Person)
        };
        let speaker = self.phrases.iter().find(named).filter(|_| thus)?;
        Some(self.told(at, self.mention(speaker)))
    }

    /// Who does it, where a demonstrative is the object: whoever else can speak in that clause.
    fn subject_of(&self, verb: usize, from: usize, end: usize) -> Option<Phrase> {
        let can = |phrase: &&Phrase| {
            phrase.start > from
                && phrase.start < end
                && phrase.preposition.is_none()
                && !phrase.oblique
                && matches!(phrase.sort, Sort::Name | Sort::Person | Sort::Group | Sort::Body)
        };
        self.phrases.iter().filter(can).min_by_key(|phrase| phrase.start.abs_diff(verb)).copied()
    }

    /// "mit diesen Worten", « c'est avec ces mots que », where such begins at `at`: its noun.
    fn these_words(&self, at: usize, end: usize) -> Option<usize> {
        let sentence = self.sentence;
        let with = (at..end.min(at + 3)).find(|&at| sentence.any(at, WITH))?;
        let only = (at..with).all(|at| sentence.any(at, &["c'", "c’", "est", "es", "è", "é", "foi", "und", "et"]));
        let noun = (with + 1..end.min(with + 4)).find(|&at| sentence.any(at, WORDS)).filter(|_| only)?;
        // "Mit eindringlichen Worten warb Lind", where that begins a sentence of its own.
        let any = self.language == Language::German && at == 0 && with == 0 && sentence.word(1).ends_with("en");
        (any && noun == 2 || (with + 1..noun).any(|at| sentence.any(at, THESE))).then_some(noun)
    }

    /// "Mit den Worten „…“ eröffnete Lind das Fest", "Con estas palabras abrió Lind la sesión: «…»", "„…“, mit diesen Worten
    /// ging Lind", "Lind eröffnete das Fest mit den Worten „…“".
    pub(super) fn with_words(&self, quote: usize) -> Option<Link> {
        let sentence = self.sentence;
        let close = |sign: TokenKind, at: usize| sentence.sign(at, sign);
        // "Die „Post“ zitiert Lind mit den Worten: „…“"
        if (0..sentence.items.len()).any(|at| sentence.is(at, Class::OF_OBJECT)) {
            return None;
        }
        // Behind it.
        let signs = [TokenKind::Comma, TokenKind::Dash];
        let behind = quote + 1 + usize::from(signs.iter().any(|sign| close(*sign, quote + 1)));
        let all = sentence.items.len();
        if behind > quote + 1
            && let Some(noun) = self.these_words(behind, all)
        {
            return self.who_acts(noun + 1..all).map(|speaker| self.told(noun, self.mention(&speaker)));
        }
        // Right before it, or at the head of what a colon ends.
        let colon = quote > 0 && (close(TokenKind::Colon, quote - 1) || close(TokenKind::Comma, quote - 1));
        let last = quote.checked_sub(1 + usize::from(colon))?;
        if sentence.any(last, WORDS) {
            let with = (last.saturating_sub(3)..last).find(|&at| sentence.any(at, WITH))?;
            let front = self.who_acts(0..with).filter(|phrase| self.clause(phrase.start) == self.clause(with));
            let speaker = front.or_else(|| self.who_acts(quote + 1..all))?;
            return Some(self.told(last, self.mention(&speaker)));
        }
        let noun = self.these_words(0, quote).filter(|_| colon)?;
        self.who_acts(noun + 1..quote).map(|speaker| self.told(noun, self.mention(&speaker)))
    }

    /// "Der Satz „…“ stammt von Lind", "Von Lind stammt der Satz: „…“".
    pub(super) fn stems(&self, quote: usize) -> Option<Link> {
        const STEM: &[&str] = &["stammt", "stammte", "stammen", "stammten"];
        let sentence = self.sentence;
        let colon = quote > 0 && sentence.sign(quote - 1, TokenKind::Colon);
        let noun = quote.checked_sub(1 + usize::from(colon))?;
        let claim = sentence.is(noun, Class(Class::CLAIM.0 | Class::SAYING.0)) || sentence.any(noun, WORDS);
        let verb = (0..sentence.items.len()).find(|&at| sentence.any(at, STEM)).filter(|_| claim)?;
        let from = |phrase: &&Phrase| phrase.preposition.is_some_and(|at| sentence.is(at, Class::OF));
        let origin = self.phrases.iter().filter(from).min_by_key(|phrase| phrase.start.abs_diff(verb))?;
        origin.sort.speaks().then(|| self.told(verb, self.mention(origin)))
    }

    /// The first in a stretch of the sentence who can speak and does something.
    fn who_acts(&self, stretch: std::ops::Range<usize>) -> Option<Phrase> {
        let can = |phrase: &Phrase| {
            stretch.contains(&phrase.start) && phrase.preposition.is_none() && !phrase.oblique && phrase.sort.speaks()
        };
        // "Con queste parole Marco Lind ha aperto": what precedes the name is no part of it.
        let named = self.capital(stretch.start).then(|| self.reader().phrase_at(stretch.start)).flatten();
        named.filter(&can).or_else(|| self.phrases.iter().find(|phrase| can(phrase)).copied())
    }

    fn capital(&self, at: usize) -> bool {
        self.sentence.items.get(at).is_some_and(|item| item.is_word() && item.capital)
    }

    /// "„…“, seufzt Lind"; "„…“, ist Lind überzeugt"; «…», bromea Lind: behind the comma of what opens a sentence, whoever
    /// stands behind any verb speaks.
    pub(super) fn any_verb(&self, quote: usize) -> Option<Link> {
        let sentence = self.sentence;
        let opens = (0..quote).all(|at| !sentence.items[at].is_word() && sentence.items[at].quote().is_none());
        let inner = phrases::inner(sentence.items[quote].span.of(sentence.text));
        let parted = sentence.sign(quote + 1, TokenKind::Comma);
        if !opens || !(parted || inner.ends_with([',', '!', '?'])) || inner.split_whitespace().count() < 2 {
            return None;
        }
        let mut verb = quote + 1 + usize::from(parted);
        // « …», s'émeut Lind
        let turned = verb;
        while sentence.is(verb, Class(Class::REFLEXIVE.0 | Class::OBJECT.0)) {
            verb += 1;
        }
        // « …», s'est emporté Lind
        verb += usize::from(verb > turned && sentence.is(verb, Class::AUXILIARY) && self.language != Language::German);
        let item = sentence.items.get(verb)?;
        let no_verb = Class(
            Class::PREPOSITION.0
                | Class::CONJUNCTION.0
                | Class::SUBORDINATOR.0
                | Class::RELATIVE.0
                | Class::DETERMINER.0
                | Class::ADVERB.0
                | Class::SUBJECT.0
                | Class::ACCORDING.0
                | Class::PERSON.0
                | Class::GROUP.0
                | Class::BODY.0
                | Class::PAPER.0
                | Class::WORK.0
                | Class::TERM.0
                | Class::WHEN.0
                | Class::SAYING.0
                | Class::TITLE.0
                | Class::TITLE_MAN.0
                | Class::TITLE_WOMAN.0,
        );
        if !item.is_word() || item.capital || item.is(no_verb) && !item.is(STRONG) {
            return None;
        }
        let light = Class(Class::REFLEXIVE.0 | Class::OBJECT.0 | Class::ADVERB.0);
        let from = (verb + 1..verb + 4).find(|&at| !sentence.is(at, light))?;
        let speaker = self.phrases.iter().find(|phrase| phrase.start == from && phrase.preposition.is_none())?;
        let somebody = matches!(speaker.sort, Sort::Name | Sort::Person | Sort::Group)
            || speaker.sort == Sort::Pronoun && !sentence.any(speaker.start, &["ich", "wir", "je", "nous"]);
        somebody.then(|| self.told(verb, self.mention(speaker)))
    }

    /// "Während Lind sagt: „…“, meint Orre: „…“": of two that are set against each other, the one whose verb leads up to
    /// the quotation.
    pub(super) fn set_against(&self, quote: usize) -> Option<Link> {
        let sentence = self.sentence;
        let colon = quote > 1 && sentence.sign(quote - 1, TokenKind::Colon);
        let own = self.clause(if colon { quote - 2 } else { quote });
        let begins = |clause: usize| {
            let first = self.items(clause).find(|&at| sentence.items[at].is_word());
            first.is_some_and(|first| first < quote && sentence.any(first, WHILE))
        };
        let clause = if begins(own) {
            own
        } else {
            // "Während Lind erklärt, sie gehe, „…“, räumt Orre ein, dass …": the second verb has words of its own.
            let more = |at: usize| sentence.items[at].quote().is_some() || sentence.is(at, Class::SUBORDINATOR);
            let other = self.verb(quote + 2, STRONG) && (quote + 3..sentence.items.len()).any(more);
            Some(self.clause(0)).filter(|&clause| begins(clause) && other)?
        };
        let verb = self.items(clause).filter(|&at| at < quote).find(|&at| self.verb(at, STRONG))?;
        self.of_verb(verb, STRONG).filter(|link| link.mention.is_some())
    }

    /// "Lind nennt den Plan „gut“, Orre „schlecht“": who stands alone beside the second of two, where the verb is that of the
    /// first.
    pub(super) fn gapped(&self, quote: usize) -> Option<Link> {
        let sentence = self.sentence;
        let joins = |at: usize| {
            sentence.sign(at, TokenKind::Comma)
                || sentence.sign(at, TokenKind::Semicolon)
                || sentence.is(at, Class::CONJUNCTION)
        };
        let named = |phrase: &&Phrase| phrase.preposition.is_none() && phrase.sort == Sort::Name && !phrase.oblique;
        let first = (0..quote).rev().find(|&at| sentence.items[at].quote().is_some())?;
        // Beside the first stands a verb that calls it so.
        let mut around = first.saturating_sub(8)..(first + 8).min(quote);
        let verb = around.find(|&at| self.verb(at, STRONG)).filter(|&at| sentence.is(at, Class::NAMED))?;
        let front = self.phrases.iter().filter(named).find(|phrase| {
            phrase.end == quote
                && phrase.start > first
                && joins(phrase.start.wrapping_sub(1))
                && phrase.start < first + 6
        });
        let behind = || {
            let turned = verb == first + 1 && joins(quote.wrapping_sub(1));
            self.phrases.iter().filter(named).find(|phrase| phrase.start == quote + 1 && turned)
        };
        let other = front.or_else(behind)?;
        // The verb is the first one's cue.
        Some(Link { cue: None, ..self.told(verb, self.mention(other)) })
    }

    /// Whose the words at `noun` are that a sentence points at.
    fn words_of(&self, noun: usize) -> Option<Link> {
        let sentence = self.sentence;
        let of = sentence.is(noun + 1, Class(Class::OF.0 | Class::GENITIVE.0));
        let owner = self.phrases.iter().find(|phrase| phrase.start > noun && phrase.start <= noun + 3).filter(|_| of);
        let owner = owner.copied().or_else(|| self.owner_behind(noun).filter(|_| of))?;
        let name = Mention { ..self.mention(&owner) };
        (name.kind == MentionKind::Name || owner.sort.speaks()).then(|| self.told(noun, name))
    }
}
