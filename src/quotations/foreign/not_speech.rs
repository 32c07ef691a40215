//! Marks that quote nobody, where the language is not English.

use super::phrases::inner as words_of;
use crate::quotations::NotSpeech;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::not_speech::title_case;
use crate::quotations::phrases::Sentence;
use crate::text::words::TokenKind;

const VERB: Class = Class(Class::SPEECH.0 | Class::NAMED.0 | Class::WEAK.0);

/// What the quoted words are when they are no speech, by what stands around them.
pub fn reason(sentence: Sentence<'_>, quote: usize, inner: &str, language: Language) -> Option<NotSpeech> {
    let words = inner.split_whitespace().count();
    let stopped = inner.ends_with(['.', '!', '?', ',', '…']);
    if speaks(sentence, quote) && words <= 5 && !stopped {
        return Some(NotSpeech::Name);
    }
    // "die „Bild“-Zeitung"
    let outer = sentence.items[quote].span;
    let rest = &sentence.text[outer.end..];
    if rest.starts_with('-') && rest[1..].starts_with(char::is_alphabetic) && words <= 3 {
        return Some(NotSpeech::Name);
    }
    let before = quote.checked_sub(1)?;
    if let Some(reason) = introduced(sentence, quote, inner) {
        return Some(reason);
    }
    if sentence.sign(before, TokenKind::Colon) || stopped || words > 6 {
        return None;
    }
    let capital = inner.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    if language == Language::German {
        return german(sentence, quote, inner);
    }
    // A capital in the middle of a phrase: a name.
    let phrase = sentence.items[before].is_word()
        && !sentence.is(before, Class(VERB.0 | Class::CONJUNCTION.0 | Class::SUBORDINATOR.0 | Class::ACCORDING.0))
        && !sentence.any(before, &["comme", "de", "como", "come", "di"]);
    (phrase && capital).then_some(NotSpeech::Name)
}

/// Whether what stands in marks is who speaks: “…”, schrieb „Die Zeit“; wie „Die Zeit“ berichtet; laut „Die Zeit“.
fn speaks(sentence: Sentence<'_>, quote: usize) -> bool {
    let Some(before) = quote.checked_sub(1) else { return false };
    if sentence.is(before, Class::ACCORDING) {
        return true;
    }
    let reported = sentence.is(before, Class::SPEECH)
        && before > 0
        && (0..before).rev().take(3).any(|at| sentence.items[at].quote().is_some());
    let as_reported = sentence.any(before, &["wie", "comme", "como", "come"]) && sentence.is(quote + 1, Class::SPEECH);
    reported || as_reported
}

/// A noun for a work or a word in front: den Roman „…“, unter dem Motto „…“, le mot « … ».
fn introduced(sentence: Sentence<'_>, quote: usize, inner: &str) -> Option<NotSpeech> {
    let mut at = quote - 1;
    let words = inner.split_whitespace().count();
    // "Codename: „…“", "das erste Album der Gruppe, „…“"
    let apart = sentence.sign(at, TokenKind::Colon) || sentence.sign(at, TokenKind::Comma);
    if apart || sentence.sign(at, TokenKind::Open) {
        at = at.checked_sub(1)?;
        if apart && (words > 8 || inner.ends_with(['.', '!', '?', ','])) {
            return None;
        }
    }
    let noun =
        |at: usize| sentence.items[at].is_word() && !sentence.items[at].is(Class(Class::SPEECH.0 | Class::PERSON.0));
    // The second of two: "die Filme „…“ und „…“".
    if !apart && (sentence.is(at, Class::CONJUNCTION) || sentence.sign(at, TokenKind::Comma)) {
        let other = at.checked_sub(1).filter(|&at| sentence.items[at].quote().is_some())?;
        let inner = words_of(sentence.items[other].span.of(sentence.text));
        return if other > 0 { introduced(sentence, other, inner) } else { None };
    }
    if sentence.is(at, Class::SO_CALLED) && words <= 6 {
        return Some(if title_case(inner) { NotSpeech::Title } else { NotSpeech::Term });
    }
    let from = at.saturating_sub(if apart { 4 } else { 0 });
    let work = (from..=at).rev().find(|&at| noun(at) && sentence.is(at, Class(Class::WORK.0 | Class::TERM.0)))?;
    if apart && (work..=at).any(|at| sentence.is(at, VERB)) {
        return None;
    }
    if sentence.is(work, Class::WORK) {
        return (words <= 12).then_some(NotSpeech::Title);
    }
    let slogan = ["motto", "parole", "slogan", "lema", "leitspruch", "spruch", "devise", "consigna"];
    if sentence.any(work, &slogan) {
        return (words <= 12).then_some(NotSpeech::Slogan);
    }
    (words <= 8).then_some(NotSpeech::Name)
}

/// Whether the words are set as a name: with capitals but for little words.
fn capitals(inner: &str) -> bool {
    let words = || inner.split_whitespace();
    let small = words().filter(|word| word.starts_with(char::is_lowercase)).count();
    small == 0 || words().count() - small >= 3 && small * 3 <= words().count() + 1 && title_case(inner)
}

/// Whether the words are nothing but a noun with what belongs to it, or one word: no clause of anybody's.
pub fn nominal(inner: &str, language: Language) -> bool {
    let words = inner.split_whitespace().count();
    let capital = inner.starts_with(char::is_uppercase);
    !inner.ends_with(['.', '!', '?', '…']) && (words <= 1 || words <= 5 && capital && language == Language::German)
}

/// German nouns have capitals anyway: what tells are the article and the words' own shape.
fn german(sentence: Sentence<'_>, quote: usize, inner: &str) -> Option<NotSpeech> {
    let before = quote - 1;
    let item = &sentence.items[before];
    let mut words = inner.split_whitespace();
    let first = words.next()?;
    let second = words.next();
    let capital = first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let article = ["der", "die", "das"].iter().any(|article| first.eq_ignore_ascii_case(article));
    // „Süddeutsche Zeitung“, „Der Spiegel“: every word has a capital.
    let named = capital && second.is_some() && capitals(inner);
    let name = Some(NotSpeech::Name);
    // "der Partei „X“", "Straßenbahn „E1“": a noun in front and no verb between.
    if item.is_word() && item.capital && before > 0 && !item.is(Class(Class::PERSON.0 | Class::GROUP.0)) {
        let subject = before > 0 && sentence.is(before - 1, VERB);
        return (capital && !subject).then_some(NotSpeech::Name);
    }
    // "dem konservativen „Institut für …“": an adjective between.
    let described = item.is_word() && !item.capital && before > 0 && sentence.is(before - 1, Class::DETERMINER);
    let indefinite = described && sentence.is(before - 1, Class::INDEFINITE_ARTICLE);
    if described && !indefinite && named && !item.is(VERB) {
        return name;
    }
    let open = sentence.is(before, Class::INDEFINITE_ARTICLE)
        || sentence.any(before, &["als", "von", "mit"])
        || sentence.is(before, VERB);
    if open {
        return (article && named && !sentence.any(before, &["als"])).then_some(NotSpeech::Name);
    }
    if (sentence.is(before, Class(Class::DETERMINER.0 | Class::PREPOSITION.0)) || !item.is_word())
        && (named || inner.contains('.'))
        && !sentence.sign(before, TokenKind::Comma)
    {
        return name;
    }
    None
}
