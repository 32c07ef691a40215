//! Everybody a sentence names, so that a pronoun or a surname further on finds whom it means.

use super::clauses::{Clauses, VERB};
use super::mention;
use super::names::Names;
use super::phrases::{GIVEN, Phrase, Reader, Sort};
use crate::quotations::QuotationId;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::phrases::Sentence;
use crate::text::words::TokenKind;

/// Appends the names of a sentence, and the persons it names by office.
pub fn scan(
    sentence: Sentence<'_>,
    language: Language,
    (number, block): (u32, u32),
    inside: Option<QuotationId>,
    names: &mut Names,
    out: &mut Vec<Mention>,
) {
    let given = Class(Class::MALE.0 | Class::FEMALE.0);
    let reader = Reader { sentence, language, quote: None, names };
    let phrases = reader.phrases().into_iter().flat_map(|phrase| reader.owner(&phrase).into_iter().chain([phrase]));
    for phrase in phrases.collect::<Vec<_>>() {
        let mention = mention(sentence, &phrase);
        let sure = match (phrase.sort, phrase.name) {
            // A full name, or one behind an office: a capital alone may be anything.
            (Sort::Name, Some((from, to))) => {
                to > from + 1 && sentence.is(from, given)
                    || mention.title.is_some() && mention.kind == MentionKind::Name
                    || to == from + 1 && names.contains(sentence.word(from))
            }
            (Sort::Pronoun, _) => !sentence.any(phrase.start, &["ich", "wir", "je", "nous", "yo", "io", "noi", "eu"]),
            _ => false,
        };
        if sure && phrase.name.is_some() {
            names.learn(mention.span.of(sentence.text));
        }
        if sure {
            let subject = phrase.preposition.is_none() && !phrase.oblique;
            out.push(Mention { sentence: number, block, inside, subject, ..mention });
        }
    }
}

/// Whom a sentence is about, if that is somebody.
pub fn topic(sentence: Sentence<'_>, language: Language, names: &Names) -> Option<Mention> {
    let clauses = Clauses::read(sentence, language, None, names);
    let somebody = |phrase: &Phrase| matches!(phrase.sort, Sort::Name | Sort::Person | Sort::Pronoun | Sort::Group);
    // A capital that begins a sentence may be any word's; "la entrada de Ana Lind" is no person.
    let sure = |phrase: &Phrase| match phrase.name {
        Some((from, to)) => {
            let whole = to > from + 1 && from == phrase.start && sentence.is(from, GIVEN);
            whole
                || names.contains(sentence.word(from)) && from == phrase.start
                || sentence.is(phrase.head, Class::PERSON)
        }
        None => sentence.is(phrase.start, Class::DETERMINER) || phrase.sort == Sort::Pronoun,
    };
    // Where only names have capitals, whoever stands first and is governed by nothing: the lists know few verbs.
    let first = || clauses.phrases.iter().find(|phrase| phrase.preposition.is_none()).copied();
    let phrase = match language {
        Language::German => {
            let verb = (0..sentence.items.len()).find(|&at| sentence.is(at, Class(Class::AUXILIARY.0 | VERB.0)))?;
            clauses.subject_in(clauses.clause(verb), verb)?
        }
        _ => first()
            .filter(|phrase| phrase.start == 0 || sentence.sign(phrase.start - 1, TokenKind::Comma))
            .filter(sure)?,
    };
    somebody(&phrase).then(|| mention(sentence, &phrase))
}
