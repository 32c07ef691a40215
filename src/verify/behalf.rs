//! Who speaks for whom: spokesmen, bodies and their people, and those who say something together.

use crate::quotations::lexicon::{self, Class};
use crate::quotations::{Attribution, Quotation};
use crate::speakers::{Gender, Likeness, Reading, Speaker, likeness};
use crate::text::Span;

/// Whether one of two is known only as somebody who speaks for the other: "a spokesman for Ilse Lind", "Lind's lawyer".
///
/// Such a person is not the principal, whose own words these are not.
pub(super) fn one_speaks_for_other(a: &Speaker, b: &Speaker) -> bool {
    speaks_for(a, b) || speaks_for(b, a)
}

fn speaks_for(agent: &Speaker, principal: &Speaker) -> bool {
    !agent.named
        && principal.named
        && !principal.body
        && is_person(principal)
        && principal_of(&agent.name).is_some_and(|name| likeness(name, &principal.name) == Likeness::Same)
}

/// Whether a text tells that somebody is a person: what is called "Larkfield Homes" may be a firm.
fn is_person(speaker: &Speaker) -> bool {
    speaker.gender != Gender::Unknown || !speaker.titles.is_empty()
}

/// Whose person a role is: "Ilse Lind" of "a spokesman for Mayor Ilse Lind".
fn principal_of(role: &str) -> Option<&str> {
    let behind = [" for ", " of ", " to "].into_iter().find_map(|word| role.split_once(word));
    let before = ["’s ", "'s "].into_iter().find_map(|mark| role.split_once(mark));
    let (noun, name) = match (behind, before) {
        (Some((noun, name)), None) => (noun, name),
        (None, Some((name, noun))) => (noun, name),
        _ => return None,
    };
    let noun = noun.split_whitespace().next_back()?;
    let lexicon = lexicon::english();
    let is_person = lexicon.class(noun).is(Class(Class::PERSON.0 | Class::ANY_TITLE.0));
    let is_name = name.split_whitespace().next_back()?.starts_with(char::is_uppercase);
    (is_person && is_name).then_some(name)
}

/// Whether somebody may be who speaks for another by office: a spokeswoman, for whoever is not known to be a person.
pub(super) fn may_speak_for(agent: &Speaker, other: &Speaker) -> bool {
    let bare = other.body || other.gender == Gender::Unknown && other.titles.is_empty();
    bare && agent.titles.iter().any(|title| title.to_lowercase().contains("spokes"))
}

/// Whether one of two is a body and the other somebody of it, as far as titles tell: a body speaks by its people.
pub(super) fn is_of_body(a: &Speaker, b: &Speaker) -> bool {
    let belongs = |person: &Speaker, body: &Speaker| {
        body.body
            && !person.body
            && person
                .titles
                .iter()
                .any(|title| body.aliases.iter().chain([&body.name]).any(|name| share_a_word(title, name)))
    };
    belongs(a, b) || belongs(b, a)
}

/// Whether two names share a word that is a name itself.
pub(super) fn share_a_word(a: &str, b: &str) -> bool {
    let names = |word: &&str| word.len() > 3 && word.starts_with(char::is_uppercase);
    a.split_whitespace().filter(names).any(|word| b.split_whitespace().any(|other| other == word))
}

/// Words between two names that are looked at.
const BETWEEN: usize = 14;

/// Whether a text has `other` saying a quotation together with the one whom we took for its speaker: "Lind and Harke
/// said in a joint statement".
pub(super) fn say_together(reading: &Reading, quotation: &Quotation, other: &Speaker) -> bool {
    let attribution: &Attribution = &reading.utterances[quotation.utterance].attribution;
    let (Some(mention), Some(surname)) = (attribution.mention, other.name.split_whitespace().next_back()) else {
        return false;
    };
    let prose = reading.document.prose.text();
    is_joined(behind(prose, mention), surname) || is_joined(before(prose, mention), surname)
}

/// The words behind a mention that may name somebody else who says it.
fn behind(prose: &str, mention: Span) -> impl Iterator<Item = &str> {
    prose[mention.end..].split_inclusive(char::is_whitespace).take(BETWEEN)
}

/// Those in front of it, the nearest first.
fn before(prose: &str, mention: Span) -> impl Iterator<Item = &str> {
    prose[..mention.start].split_inclusive(char::is_whitespace).rev().take(BETWEEN)
}

/// All that a text says beside a quotation of who speaks for whom, or with whom: the words in front of a mention and behind
/// it, and whether they were given out.
pub(super) fn around<'t>(
    (prose, quotation, mention): (&'t str, &Quotation, Option<Span>),
) -> (Option<[Vec<&'t str>; 2]>, bool) {
    let joined = mention.map(|mention| [before(prose, mention).collect(), behind(prose, mention).collect()]);
    (joined, gives_out((prose, quotation, mention)))
}

/// Whether names and what joins them lead to a surname: ", Karl Brenn and Ilse", "and Governor Karl".
fn is_joined<'a>(words: impl Iterator<Item = &'a str>, surname: &str) -> bool {
    let lexicon = lexicon::english();
    let joins = |word: &str| matches!(word, "and" | "&" | "und" | "et" | "y" | "e");
    let (mut joined, mut met) = (false, false);
    for word in words {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
        // "Lind, Brenn's manager": whose manager he is says nothing.
        let possessive = word.trim_end().trim_end_matches(',').ends_with(['’', '\'']);
        let passes = bare.is_empty()
            || bare.starts_with(char::is_uppercase)
            || joins(bare)
            || matches!(bare, "of" | "the" | "for" | "de" | "van" | "von")
            || lexicon.class(bare).is(Class::ANY_TITLE);
        if !passes || possessive || word.contains(['“', '”', '"', '«', '»', '\n', '!', '?', ';', ':']) {
            break;
        }
        joined |= joins(bare);
        met |= bare == surname;
    }
    joined && met
}

/// Whether a text says beside a quotation that the words were given out on somebody's behalf: through a spokesman, in a
/// statement. Then it is nobody's mistake whom of the two it names.
pub(super) fn is_given_out(reading: &Reading, quotation: &Quotation) -> bool {
    let mention = reading.utterances[quotation.utterance].attribution.mention;
    gives_out((reading.document.prose.text(), quotation, mention))
}

fn gives_out((prose, quotation, mention): (&str, &Quotation, Option<Span>)) -> bool {
    let line = Span::new(
        prose[..quotation.outer.start].rfind('\n').map_or(0, |at| at + 1),
        prose[quotation.outer.end..].find('\n').map_or(prose.len(), |at| quotation.outer.end + at),
    );
    let own = |at: usize| {
        let at = line.start + at;
        quotation.span.contains(at) || mention.is_some_and(|mention| mention.contains(at))
    };
    let words = line.of(prose).to_lowercase();
    // A line whose small letters take another number of bytes says nothing about places.
    words.len() != line.len()
        || ["spokes", "statement", "on behalf", "press office"]
            .iter()
            .any(|word| words.match_indices(word).any(|(at, _)| !own(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_person_a_role_is() {
        assert_eq!(principal_of("a spokesman for Mayor Ilse Lind"), Some("Mayor Ilse Lind"));
        assert_eq!(principal_of("Lind’s lawyer"), Some("Lind"));
        for other in ["the mayor of the town", "Lind's office", "a spokesman", "the office of Karl Brenn"] {
            assert_eq!(principal_of(other), None, "{other}");
        }
    }

    #[test]
    fn names_that_are_joined() {
        let joined = |words: &str| is_joined(words.split_inclusive(' '), "Brenn");
        assert!(joined(" and Governor Karl Brenn said"));
        assert!(joined(", Jon Harke and Karl Brenn said"));
        for other in [
            " told Karl Brenn",
            ", who broke with Brenn,",
            " of Brenn",
            ".” Karl Brenn",
            ", Brenn’s manager,",
            ", Brenn' manager, and",
        ] {
            assert!(!joined(other), "{other}");
        }
    }
}
