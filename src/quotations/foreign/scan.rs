//! Everybody a sentence names, so that a pronoun or a surname further on finds whom it means.

use super::mention;
use super::names::Names;
use super::phrases::{Reader, Sort};
use crate::quotations::QuotationId;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::phrases::Sentence;

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
