//! Marks that quote nobody, where the language is not English.

use super::phrases::{TALKS, inner as words_of};
use crate::quotations::NotSpeech;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::not_speech::title_case;
use crate::quotations::phrases::Sentence;
use crate::text::words::TokenKind;

const VERB: Class = Class(Class::SPEECH.0 | Class::NAMED.0 | Class::WEAK.0);

/// "On l'appelle", "se llama": what all call something.
const CALLED: &[&str] = &["appelle", "appelait", "llama", "llamaba", "chiama", "chiamava", "chama", "chamava"];

/// What the quoted words are when they are no speech, by what stands around them.
pub fn reason(sentence: Sentence<'_>, quote: usize, inner: &str, language: Language) -> Option<NotSpeech> {
    let words = inner.split_whitespace().count();
    let stopped = inner.ends_with(['.', '!', '?', ',', '…']);
    let lower = inner.starts_with(char::is_lowercase) && !inner.contains('.');
    // "so „war es nun einmal“": how it was.
    let manner = lower && quote > 0 && sentence.any(quote - 1, &["so"]);
    if speaks(sentence, quote, inner) && words <= 5 && !stopped && !manner {
        return Some(NotSpeech::Name);
    }
    if language == Language::German
        && !stopped
        && words <= 12
        && let Some(reason) = named(sentence, quote).or_else(|| of_the_subject(sentence, quote, inner))
    {
        return Some(reason);
    }
    // "die „Bild“-Zeitung", "im Land-„Boten“"
    let outer = sentence.items[quote].span;
    let rest = &sentence.text[outer.end..];
    let front = sentence.text[..outer.start].strip_suffix('-').unwrap_or_default();
    let glued = rest.starts_with('-') && rest[1..].starts_with(char::is_alphabetic);
    if (glued || front.ends_with(char::is_alphanumeric)) && words <= 3 {
        return Some(NotSpeech::Name);
    }
    let before = quote.checked_sub(1)?;
    // « ce que l'on appelle la « houle » », "lo que se llama «…»"
    let by_all = |at: usize| at > 0 && sentence.any(at, CALLED) && sentence.any(at - 1, &["on", "se", "si"]);
    if language != Language::German && words <= 4 && !stopped && (quote.saturating_sub(3)..quote).any(by_all) {
        return Some(NotSpeech::Term);
    }
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
fn speaks(sentence: Sentence<'_>, quote: usize, inner: &str) -> bool {
    let Some(before) = quote.checked_sub(1) else { return false };
    if sentence.is(before, Class::ACCORDING) {
        return true;
    }
    // "gegenüber „Bote“"
    if sentence.any(before, &["gegenüber"]) {
        return true;
    }
    // "…“, so Lind zur „Post“"
    let said = |at: usize| sentence.is(at, Class::SPEECH) || sentence.any(at, &["so"]);
    let outlet = inner.split_whitespace().count() <= 3 && inner.starts_with(char::is_uppercase);
    if sentence.any(before, &["zur", "zum"]) && outlet && (before.saturating_sub(5)..before).any(said) {
        return (0..before).any(|at| sentence.items[at].quote().is_some());
    }
    // "…“, schreibt der „Bote“", "gegenüber dem „Boten“", "nach Angaben des „Boten“"
    if before > 0 && sentence.is(before, Class::DETERMINER) && !sentence.is(before, Class::INDEFINITE_ARTICLE) {
        if sentence.is(before, Class::GENITIVE) && sentence.is(before - 1, Class::SAYING) {
            return sentence.items[quote].span.of(sentence.text).contains(char::is_uppercase);
        }
        let told = sentence.is(before - 1, Class::SPEECH) && before > 2 && {
            (before - 3..before - 1).any(|at| sentence.items[at].quote().is_some())
        };
        if told || sentence.any(before - 1, &["gegenüber"]) {
            return true;
        }
    }
    if sentence.text[sentence.items[quote].span.range()].contains(|c: char| c.is_uppercase())
        && (told_to(sentence, before) || in_talk_with(sentence, before) || quoted_by(sentence, before))
    {
        return true;
    }
    // "spricht von „…“ und fordert „…“": she goes on.
    let own = |at: &usize| sentence.items[*at].quote().is_some() || !sentence.is(*at, Class::CONJUNCTION);
    let reported = sentence.is(before, Class::SPEECH)
        && before > 0
        && (0..before).rev().take(3).take_while(own).any(|at| sentence.items[at].quote().is_some());
    let as_reported = sentence.any(before, &["wie", "comme", "como", "come"]) && sentence.is(quote + 1, Class::SPEECH);
    reported || as_reported
}

/// Whether the article at `at` is of somebody to whom words are said: "sagte Lind dem „Boten“".
fn told_to(sentence: Sentence<'_>, at: usize) -> bool {
    const TELL: &[&str] = &[
        "sagte",
        "sagt",
        "sagten",
        "gesagt",
        "erklärte",
        "erklärt",
        "erzählte",
        "erzählt",
        "bestätigte",
        "bestätigt",
        "verriet",
        "verrät",
        "teilte",
        "mitgeteilt",
    ];
    if !sentence.any(at, &["dem", "der"]) {
        return false;
    }
    // "das Ende der „Ära Lind“": whose it is.
    let of_noun = at > 1 && sentence.is(at - 2, Class::DETERMINER) && !sentence.is(at - 1, Class::PERSON);
    let behind = at > 0 && !sentence.is(at - 1, Class::PREPOSITION) && !of_noun;
    let word = |at: &usize| sentence.items[*at].is_word();
    behind && (at.saturating_sub(12)..at).rev().take_while(word).any(|at| sentence.any(at, TELL))
}

/// Whether what ends at `at` leads to who quotes somebody: "wird von der „Post“ … zitiert".
fn quoted_by(sentence: Sentence<'_>, at: usize) -> bool {
    let by = sentence.any(at, &["vom"])
        || at > 0 && sentence.any(at - 1, &["von"]) && sentence.any(at, &["der", "dem", "den"]);
    let quotes = |at: usize| sentence.is(at, Class::OF_OBJECT) || sentence.is(at, Class::PASSIVE);
    by && (0..sentence.items.len()).any(|at| sentence.is(at, Class::OF_OBJECT))
        && (0..sentence.items.len()).filter(|&at| quotes(at)).count() > 1
}

/// Whether what ends at `at` tells of a talk with somebody: "im Gespräch mit der „Post“".
fn in_talk_with(sentence: Sentence<'_>, at: usize) -> bool {
    let with = if sentence.is(at, Class::DETERMINER) { at.wrapping_sub(1) } else { at };
    let talk = sentence.word(with.wrapping_sub(1)).to_lowercase();
    sentence.any(with, &["mit"]) && TALKS.iter().any(|noun| talk.ends_with(noun))
}

/// What a thing is said to be called: nennt sich „…“, und „…“ heißt, „…“ genannt, kurz „…“, „…“, so lautet der Titel.
fn named(sentence: Sentence<'_>, quote: usize) -> Option<NotSpeech> {
    let own = |at: usize| sentence.any(at, &["sich"]);
    let calls = |at: usize| sentence.any(at, &["nennt", "nannte", "nennen", "nannten"]);
    let mut before = quote.saturating_sub(4)..quote;
    if before.clone().any(own) && before.any(calls) {
        return Some(NotSpeech::Name);
    }
    // "„…“ heißt es" is what a paper says, "hat ihn „…“ genannt" what somebody says.
    let called = sentence.any(quote + 1, &["heißt", "hieß"]) && !sentence.any(quote + 2, &["es"]);
    let have = || (0..quote).any(|at| sentence.any(at, &["hat", "hatte", "haben", "hatten", "habe"]));
    if quote > 0 && (called || sentence.any(quote + 1, &["genannt"]) && !have()) {
        return Some(NotSpeech::Name);
    }
    let apart = quote > 1 && (sentence.sign(quote - 2, TokenKind::Comma) || sentence.sign(quote - 2, TokenKind::Dash));
    if apart && sentence.any(quote - 1, &["kurz", "auch"]) {
        return Some(NotSpeech::Name);
    }
    let lautet = (quote + 1..quote + 4).find(|&at| sentence.any(at, &["lautet", "lautete"]))?;
    let title = (lautet + 1..lautet + 4).any(|at| {
        sentence.is(at, Class(Class::WORK.0 | Class::TERM.0))
            && !sentence.is(at, Class(Class::SPEECH.0 | Class::SAYING.0))
    });
    title.then_some(NotSpeech::Title)
}

/// Words in marks that belong to the subject of a German clause: what stands before its verb is one phrase.
///
/// "Ein Sprecher der „Blauen Hand“ sagte", "In der „Post“ schreibt Lind", "„Großer Bär“ sank"
fn of_the_subject(sentence: Sentence<'_>, quote: usize, inner: &str) -> Option<NotSpeech> {
    let strong = Class(Class::SPEECH.0 | Class::NAMED.0);
    let several = inner.split_whitespace().count() > 1;
    if quote == 0 {
        let next = sentence.items.get(1)?;
        return (several && capitals(inner) && next.is_word() && !next.capital && !next.is(strong))
            .then_some(NotSpeech::Name);
    }
    if !sentence.is(quote + 1, strong) || inner.split_whitespace().count() > 5 || sentence.any(quote + 1, &["sprach"]) {
        return None;
    }
    if !sentence.any(quote - 1, &["der", "des", "dem", "den"]) {
        return None;
    }
    let at = quote.checked_sub(2)?;
    if at == 0 && sentence.any(0, &["in"]) {
        return Some(NotSpeech::Name);
    }
    let noun = at.checked_sub(usize::from(sentence.any(at, &["von", "bei", "aus"])))?;
    let start = (0..noun).rev().find(|&at| !sentence.items[at].is_word()).map_or(0, |at| at + 1);
    let verbless = (start..quote).all(|at| !sentence.is(at, Class(VERB.0 | Class::AUXILIARY.0)));
    (sentence.items[noun].is_word() && sentence.items[noun].capital && verbless).then_some(NotSpeech::Name)
}

/// A noun for a work or a word in front: den Roman „…“, unter dem Motto „…“, le mot « … ».
fn introduced(sentence: Sentence<'_>, quote: usize, inner: &str) -> Option<NotSpeech> {
    let mut at = quote - 1;
    let words = inner.split_whitespace().count();
    // "Codename: „…“", "das erste Album der Gruppe, „…“"
    let apart = sentence.sign(at, TokenKind::Colon) || sentence.sign(at, TokenKind::Comma);
    if apart || sentence.sign(at, TokenKind::Open) {
        at = at.checked_sub(1)?;
        // Names begin with capitals: "die Gruppe hatte, „so gut es ging“, geholfen".
        let goes_on = sentence.sign(quote - 1, TokenKind::Comma) && inner.starts_with(char::is_lowercase);
        // "meldet sich zu Wort: „Es ist aus“, schrieb er"
        let told = sentence.sign(quote + 1, TokenKind::Comma) && sentence.is(quote + 2, Class::SPEECH);
        if apart && (words > 8 || inner.ends_with(['.', '!', '?', ','])) || goes_on || apart && told {
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
    // "die Proben zu „Großer Bär“"
    let led = at > 0 && sentence.any(at, &["zu", "zum", "zur", "aus", "von"]) && sentence.is(at - 1, Class::WORK);
    if led && !apart && noun(at - 1) && inner.starts_with(char::is_uppercase) {
        at -= 1;
    }
    if sentence.is(at, Class::SO_CALLED) && words <= 6 {
        return Some(if title_case(inner) { NotSpeech::Title } else { NotSpeech::Term });
    }
    let from = at.saturating_sub(if apart { 6 } else { 0 });
    let work = (from..=at).rev().find(|&at| noun(at) && sentence.is(at, Class(Class::WORK.0 | Class::TERM.0)))?;
    if apart && (work..=at).any(|at| sentence.is(at, VERB)) {
        return None;
    }
    if sentence.is(work, Class::WORK) {
        return (words <= 12).then_some(NotSpeech::Title);
    }
    // "skandierten Parolen wie „…“": shouted, not painted.
    let shouted = |at: usize| {
        let word = sentence.word(at);
        ["skandier", "rief", "riefen", "brüll", "schrie"].iter().any(|stem| word.starts_with(stem))
    };
    let slogan = ["motto", "parole", "slogan", "lema", "leitspruch", "spruch", "devise", "consigna"];
    if (work.saturating_sub(8)..work).any(shouted) {
        return None;
    }
    // "sieht das Unternehmen „gut aufgestellt“": what somebody finds of it stands at the end, and has no capital.
    let found = sentence.items[work].capital
        && sentence.is(work, Class::BODY)
        && sentence.any(work.saturating_sub(1), &["das", "die", "den"]);
    let ends = sentence.items.get(quote + 1).is_none_or(|item| !item.is_word());
    if found && ends && !inner.contains(char::is_uppercase) {
        return None;
    }
    if sentence.any(work, &slogan) {
        return (words <= 12).then_some(NotSpeech::Slogan);
    }
    // « juge le plan « inutile » »: in languages where nouns have none, a name has a capital.
    let found =
        !sentence.items[work].capital && work + 1 == quote && words <= 2 && !sentence.is(work, Class::SO_CALLED);
    let called = ["mot", "mots", "terme", "termes", "palabra", "término", "parola", "termine", "palavra", "termo"];
    let judged = (0..work).any(|at| sentence.is(at, Class(Class::SPEECH.0 | Class::NAMED.0)));
    if found && judged && !inner.contains(char::is_uppercase) && !sentence.any(work, &called) {
        return None;
    }
    (words <= 8).then_some(NotSpeech::Name)
}

/// Whether the words are set as a name: with capitals but for little words.
fn capitals(inner: &str) -> bool {
    let words = || inner.split_whitespace();
    let small = words().filter(|word| word.starts_with(char::is_lowercase)).count();
    // „Woman of the Year“: another language's.
    let english = inner.starts_with(char::is_uppercase) && words().any(|word| matches!(word, "of" | "the"));
    english || small == 0 || words().count() - small >= 3 && small * 3 <= words().count() + 1 && title_case(inner)
}

/// Whether the words are nothing but a noun with what belongs to it, or one word: no clause of anybody's.
pub fn nominal(inner: &str, language: Language) -> bool {
    let words = inner.split_whitespace().count();
    if inner.ends_with(['.', '!', '?', '…']) || words > 1 && language != Language::German {
        return false;
    }
    // "Regel um vier Jahre verschoben", "Ja, wir sind hier": a verb at the end, somebody who does it.
    let subject = |word: &str| matches!(word.to_lowercase().as_str(), "ich" | "wir" | "es" | "man" | "er" | "du");
    let capital = |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    words <= 1
        || words <= 5
            && capital(inner.split_whitespace().next())
            && capital(inner.split_whitespace().next_back())
            && !inner.split_whitespace().any(subject)
}

/// "als „zäh“ bezeichnet": somebody's words, whether or not it says whose.
pub fn characterised(sentence: Sentence<'_>, quote: usize) -> bool {
    let verb = Class(Class::SPEECH.0 | Class::NAMED.0);
    quote > 0 && sentence.any(quote - 1, &["als"]) && sentence.is(quote + 1, verb)
}

/// Whether the word at `at` is an adjective or participle with its article before it: "die beschlossene".
fn described_by(sentence: Sentence<'_>, at: usize) -> bool {
    let Some(item) = sentence.items.get(at).filter(|item| item.is_word() && !item.capital) else { return false };
    let ending = item.span.of(sentence.text).ends_with('e') || item.span.of(sentence.text).ends_with("en");
    ending && !item.is(Class(VERB.0 | Class::PREPOSITION.0 | Class::DETERMINER.0))
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
    // „Gesetz zur Ordnung der Häfen“
    let law = ["gesetz", "gesetzes", "verordnung", "abkommen", "abkommens", "richtlinie"];
    if capital && second.is_some() && law.iter().any(|law| first.to_lowercase().ends_with(law)) {
        return name;
    }
    // "die „Stunde der Wahrheit“": one noun with another's.
    let genitive = second.is_some_and(|word| matches!(word, "des" | "der")) && nominal(inner, Language::German);
    let definite = |at: usize| sentence.any(at, &["der", "die", "das", "den", "dem", "des"]);
    let led = definite(before) || described_by(sentence, before);
    let told =
        (quote.saturating_sub(16)..quote + 4).any(|at| sentence.is(at, Class(Class::SPEECH.0 | Class::SUBJUNCTIVE.0)));
    // "beim „Tag der offenen Tür“": one is at an event.
    let event = capital && sentence.any(before, &["beim"]) && nominal(inner, Language::German);
    if event || genitive && led && !told {
        return name;
    }
    // "stellt sich als „Kluge Frau“ vor": what one calls oneself.
    if named && sentence.any(before, &["als"]) && (quote.saturating_sub(8)..quote).any(|at| sentence.any(at, &["sich"]))
    {
        return name;
    }
    // "der Partei „X“", "Straßenbahn „E1“": a noun in front and no verb between.
    if item.is_word() && item.capital && before > 0 && !item.is(Class(Class::PERSON.0 | Class::GROUP.0)) {
        let subject = before > 0 && sentence.is(before - 1, VERB);
        return (capital && !subject).then_some(NotSpeech::Name);
    }
    // "“…”, sagt Lind vom „Seehof“": where the speaker is from; "ein Aufsatz in der „NZ“".
    let from = sentence.any(before, &["vom"]) && before > 0 && sentence.items[before - 1].capital && {
        let spoken = ["sprach", "spricht", "sprechen", "sprachen", "redet", "redete"];
        let mut front = before.saturating_sub(4)..before;
        (0..before).any(|at| sentence.items[at].quote().is_some())
            && front.clone().any(|at| sentence.is(at, Class::SPEECH))
            && !front.any(|at| sentence.any(at, &spoken))
    };
    let letters = second.is_none() && first.chars().count() > 1 && first.chars().all(char::is_uppercase);
    if capital && (from || letters && definite(before)) {
        return name;
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
