//! Whom a bracket names in place of a pronoun, where the speaker named just one person before: `[Orre] signed`, of “Peter
//! Lind came at nine. He signed”.

use super::passage::Passage;
use super::sides::Sides;
use crate::quotations::language::Language;
use crate::quotations::lexicon::{self, Class};
use crate::speakers::{Likeness, likeness, names};
use crate::text::{Span, words};

/// So many words in front of a pronoun are looked at for whom it means.
const REACH: usize = 40;

/// The pronoun among `gone`, if the bracket in its place names somebody else than the speaker means.
pub(super) fn mistaken(bracketed: &[usize], gone: &[usize], sides: Sides<'_>) -> Option<usize> {
    let Sides { draft, prose, passage, .. } = sides;
    let (&first, &last) = (bracketed.first()?, bracketed.last()?);
    let &[pronoun] = gone else { return None };
    if passage.language() != Language::English {
        return None;
    }
    let gender = match passage.word(pronoun).to_lowercase().as_str() {
        "he" | "him" => Class::MALE,
        "she" | "her" => Class::FEMALE,
        _ => return None,
    };
    let name = draft[first].span.join(draft[last].span).of(prose);
    let is_named = |word: &str| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
    let has_name = name.split(' ').all(is_named) && !name.split(' ').any(|it| is_title(it) || is_common(it));
    if !has_name || names::is_place(name) {
        return None;
    }
    let meant = only_person(passage, pronoun, gender)?;
    let said = whole_speech(passage, pronoun);
    let is_in_it = name.split(' ').any(|word| words::whole(said.of(passage.prose()), word).next().is_some());
    (!is_in_it && likeness(meant, name) == Likeness::Different).then_some(pronoun)
}

/// Words that a bracket may begin with and that are nobody's name.
fn is_common(word: &str) -> bool {
    crate::verify::lexicon::is_function(crate::text::fold::key(&word.to_lowercase()))
}

fn is_title(word: &str) -> bool {
    lexicon::english().class(&word.to_lowercase()).is(Class::ANY_TITLE)
}

/// The outermost speech that a word stands in.
fn whole_speech(passage: &Passage, place: usize) -> Span {
    let outer = passage.outermost(place);
    outer.map_or(passage.tokens[place].span, |id| passage.quotation(id).span)
}

/// The one person of a gender whom the speaker names in front of a word, with a given name, if nobody else is named there.
fn only_person(passage: &Passage, place: usize, gender: Class) -> Option<&str> {
    let speech = passage.outermost(place)?;
    let from = place.saturating_sub(REACH);
    let here: Vec<usize> = (from..place).filter(|&at| passage.outermost(at) == Some(speech)).collect();
    let capital = |at: usize| {
        let word = passage.word(at);
        word.starts_with(char::is_uppercase) && word.chars().count() > 1 && !is_common(word)
    };
    let prose = passage.prose();
    let glued = |a: usize, b: usize| prose.get(passage.tokens[a].span.end..passage.tokens[b].span.start) == Some(" ");
    let mut person = None;
    let mut at = 0;
    while at < here.len() {
        let mut to = at;
        while to < here.len() && capital(here[to]) && (to == at || glued(here[to - 1], here[to])) {
            to += 1;
        }
        if to - at >= 2 {
            let name = passage.tokens[here[at]].span.join(passage.tokens[here[to - 1]].span).of(prose);
            let given = lexicon::english().class(&passage.word(here[at]).to_lowercase());
            if !given.is(gender) || person.is_some_and(|known| known != name) {
                return None;
            }
            person = Some(name);
        } else if to > at && !begins_sentence(passage, here[at]) && !names::is_place(passage.word(here[at])) {
            return None;
        }
        at = to.max(at + 1);
    }
    person
}

fn begins_sentence(passage: &Passage, place: usize) -> bool {
    let before = passage.prose()[..passage.tokens[place].span.start].trim_end();
    before.ends_with(['.', '!', '?', '“', '"', '‘', ':'])
}
