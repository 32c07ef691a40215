//! Speech that a dash opens: — No vamos a esperar —dijo Lind—. Mañana empezamos.
//!
//! A dash at the front of a paragraph marks an item of a list as well. It is taken for speech only where a
//! reporting verb with its subject breaks in, and only in languages that set dialogue so.

use super::clauses::Clauses;
use super::names::Names;
use crate::quotations::attribution::Link;
use crate::quotations::language::Language;
use crate::quotations::lexicon::{Class, Lexicon};
use crate::quotations::phrases::Sentence;
use crate::quotations::stream::{Item, Stream};
use crate::text::Span;
use crate::text::words::TokenKind;

/// A paragraph that is longer is no line of dialogue.
const LONGEST: usize = 400;

/// The stretches of speech in a paragraph that a dash opens.
pub fn dialogue(text: &str, block: Span, language: Language, lexicon: &Lexicon) -> Vec<Span> {
    let spoken = matches!(language, Language::French | Language::Spanish | Language::Italian | Language::Portuguese);
    let front = block.of(text).trim_start();
    if !spoken || !front.starts_with(['—', '–', '―']) && !front.starts_with("- ") {
        return Vec::new();
    }
    let items = items(text, block, language, lexicon);
    let sentence = Sentence { text, items: &items };
    if items.len() > LONGEST {
        return Vec::new();
    }
    let dash = |at: usize| sentence.sign(at, TokenKind::Dash);
    let names = Names::default();
    let breaks_in = |at: usize| broken_by(sentence, at, language, &names).is_some();
    let Some(first) = (1..items.len())
        .find(|&at| (dash(at - 1) && at > 1 || sentence.sign(at - 1, TokenKind::Comma)) && breaks_in(at))
    else {
        return Vec::new();
    };
    let mut found = vec![(1, first - 1)];
    // Behind the words that break in, speech goes on where the same sign closes them.
    let closing =
        (first..items.len()).find(|&at| if dash(first - 1) { dash(at) } else { sentence.sign(at, TokenKind::Comma) });
    if let Some(closing) = closing {
        let next = (closing + 1..items.len()).find(|&at| items[at].is_word() || items[at].is_sign(TokenKind::Other));
        found.extend(next.map(|next| (next, items.len())));
    }
    found
        .into_iter()
        .filter(|(from, to)| to > from)
        .map(|(from, to)| Span::new(items[from].span.start, items[to - 1].span.end))
        .collect()
}

/// A paragraph that the same dash opens as opened speech shortly before: nothing but words that somebody says.
pub fn goes_on(text: &str, block: Span, dash: char) -> Option<Span> {
    let words = block.of(text).trim();
    let said = words.strip_prefix(dash).filter(|_| matches!(dash, '—' | '–' | '―'))?.trim_start();
    let whole = said.starts_with(|c: char| c.is_uppercase() || matches!(c, '¿' | '¡'))
        && said.ends_with(['.', '!', '?', '…'])
        && said.split_whitespace().count() > 3;
    let start = block.start + block.of(text).find(said)?;
    whole.then(|| Span::new(start, start + said.len()))
}

/// The words in the middle of quoted ones that are the reporter's: « Le pont, a expliqué Lind, tient encore ».
pub fn breaking_in(text: &str, quoted: Span, language: Language, lexicon: &Lexicon, names: &Names) -> Option<Link> {
    if language == Language::German {
        return None;
    }
    let items = items(text, quoted, language, lexicon);
    let sentence = Sentence { text, items: &items };
    (1..items.len().min(LONGEST))
        .filter(|&at| sentence.sign(at - 1, TokenKind::Comma) || sentence.sign(at - 1, TokenKind::Dash))
        .find_map(|at| broken_by(sentence, at, language, names))
}

fn items(text: &str, span: Span, language: Language, lexicon: &Lexicon) -> Vec<Item> {
    let mut stream = Stream::read(text, span, &[], lexicon, &mut Vec::new());
    super::split(text, language, lexicon, &mut stream.items);
    stream.items
}

/// The attribution by a verb of saying that begins at `at`, its subject right behind it or, in a question's form, within.
fn broken_by(sentence: Sentence<'_>, at: usize, language: Language, names: &Names) -> Option<Link> {
    let light = Class(Class::AUXILIARY.0 | Class::REFLEXIVE.0 | Class::SUBJECT.0 | Class::ADVERB.0 | Class::OBJECT.0);
    let verb = (at..at + 4).find(|&at| sentence.is(at, Class::SPEECH) || !sentence.is(at, light))?;
    let turned = sentence.is(verb, Class::SPEECH) && !sentence.is(at, Class::SUBJECT) && !sentence.items[verb].capital;
    if !turned {
        return None;
    }
    // The clause alone: what stands around it has subjects of its own.
    let sign = |at: &usize| {
        let ends = [TokenKind::Comma, TokenKind::Dash, TokenKind::Stop, TokenKind::Semicolon, TokenKind::Colon];
        ends.iter().any(|sign| sentence.sign(*at, *sign))
    };
    let comma = (verb..sentence.items.len()).find(sign).unwrap_or(sentence.items.len());
    // "explique la maire, Ana Lind, …", "spiega il sindaco, Paolo Lind -": a name behind the comma belongs to it.
    let capital = |at: usize| sentence.items.get(at).is_some_and(|item| item.is_word() && item.capital);
    let name = sentence.sign(comma, TokenKind::Comma) && capital(comma + 1) && capital(comma + 2);
    let end = if name { (comma + 1..sentence.items.len()).find(sign).unwrap_or(comma) } else { comma };
    let clause = Sentence { text: sentence.text, items: &sentence.items[at..end.min(at + 24)] };
    let clauses = Clauses::read(clause, language, None, names);
    let named =
        |place: usize| clauses.phrases.iter().any(|phrase| phrase.start == place && phrase.preposition.is_none());
    let light = |place: usize| clause.items.get(place).is_some_and(|item| item.is(light));
    let verb = verb - at;
    let within = (0..verb).any(named);
    let behind =
        (verb + 1..verb + 5).take_while(|&place| place == verb + 1 || light(place - 1) || named(place)).any(named);
    if !within && !behind {
        return None;
    }
    clauses.of_verb(verb, Class::SPEECH).filter(|link| link.mention.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotations::foreign::lexicon;

    fn spoken(language: Language, text: &str) -> Vec<&str> {
        let spans = dialogue(text, Span::new(0, text.len()), language, lexicon(language));
        spans.into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn a_dash_speaks_where_somebody_is_said_to() {
        assert_eq!(
            spoken(Language::Spanish, "—No vamos a esperar —dijo Lind—. Mañana empezamos."),
            ["No vamos a esperar", "Mañana empezamos."]
        );
        assert_eq!(spoken(Language::French, "— Nous partirons demain, dit-elle."), ["Nous partirons demain"]);
        assert_eq!(spoken(Language::Portuguese, "— Não temos medo — afirmou Lind."), ["Não temos medo"]);
        assert_eq!(spoken(Language::Italian, "— Non abbiamo paura, — disse Lind."), ["Non abbiamo paura,"]);
    }

    #[test]
    fn what_the_same_dash_opens_next_is_spoken_too() {
        let next = |text: &str| goes_on(text, Span::new(0, text.len()), '—').map(|span| span.of(text).to_owned());
        assert_eq!(next("— A ponte fecha hoje. Não há volta."), Some("A ponte fecha hoje. Não há volta.".to_owned()));
        assert_eq!(next("— ponte fechada; — cais aberto"), None);
        assert_eq!(next("– A ponte fecha hoje."), None);
    }

    #[test]
    fn a_list_does_not() {
        assert!(spoken(Language::French, "— Le pont, qui est fermé, sera démoli.").is_empty());
        assert!(spoken(Language::Spanish, "— El puente — cerrado desde marzo — sigue en pie.").is_empty());
        assert!(spoken(Language::German, "— Wir gehen, sagte Lind.").is_empty());
    }
}
