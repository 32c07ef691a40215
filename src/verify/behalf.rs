//! Who speaks for whom: spokesmen, bodies and their people, and those who say something together.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashSet;

use crate::quotations::lexicon::{self, Class};
use crate::quotations::{Attribution, Quotation};
use crate::speakers::{Gender, Likeness, Reading, Speaker, likeness};
use crate::text::lists;
use crate::text::{Span, words};

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

/// Whether somebody whom a text names speaks for one whom another has saying it through a spokesman: "a spokesman, Jon Orre,
/// said on her behalf". A spokesman of somebody else does not.
pub(super) fn speaks_on_behalf(reading: &Reading, quotation: &Quotation, agent: &Speaker, principal: &Speaker) -> bool {
    let spokes = |title: &&String| title.to_lowercase().contains("spokes");
    let of_another = |title: &String| {
        names_another(title) && surname(&principal.name).is_none_or(|name| words::whole(title, name).next().is_none())
    };
    let titles = || agent.titles.iter().filter(spokes);
    agent.named && !titles().any(of_another) && (titles().next().is_some() || is_given_out(reading, quotation))
}

/// Whether the words beside a quotation say that it was given out on behalf of one of a gender: "said on her behalf".
pub(super) fn is_on_behalf(reading: &Reading, quotation: &Quotation, principal: &Speaker) -> bool {
    let prose = reading.document.prose.text();
    let behind = prose[quotation.outer.end..].split('\n').next().unwrap_or_default();
    let behind = &behind[..behind.floor_char_boundary(BEHALF)];
    match principal.gender {
        Gender::Male => behind.contains("on his behalf"),
        Gender::Female => behind.contains("on her behalf"),
        _ => behind.contains("on his behalf") || behind.contains("on her behalf"),
    }
}

/// So near behind a quotation it is told on whose behalf it was said, in bytes.
const BEHALF: usize = 100;

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

/// Whether a text has somebody say what another says for whom they speak: a body by its people.
///
/// `outlet`: who put the text out, if it is a release of theirs.
pub(super) fn speaks_by(reading: &Reading, outlet: Option<&str>, agent: &Speaker, body: &Speaker) -> bool {
    if !agent.named || agent.body || !may_be_body(body) || reading.speakers.iter().any(|it| is_who(it, body)) {
        return false;
    }
    let names = || std::iter::once(&body.name).chain(&body.aliases);
    let prose = reading.document.prose.text();
    // "the company's chief actuary", "a spokeswoman": whose, the text says elsewhere.
    let here = || names().any(|name| words::whole(prose, name).next().is_some());
    let released = || outlet.is_some_and(|outlet| names().any(|name| belongs_to(outlet, name)));
    let unsaid = || agent.titles.iter().any(|title| is_unsaid(title));
    bears_its_title(agent, body)
        || unsaid() && (here() || released())
        || released() && !agent.titles.iter().any(|title| names_another(title))
        || is_introduced_for(prose, agent, body)
}

/// Whether somebody bears a title by which they speak for a body: "spokeswoman for Corvane Energy".
pub(super) fn bears_its_title(agent: &Speaker, body: &Speaker) -> bool {
    let names = || std::iter::once(&body.name).chain(&body.aliases);
    let of_body = |title: &String| !is_outsider(title) && names().any(|name| belongs_to(title, name));
    agent.named && !agent.body && may_be_body(body) && agent.titles.iter().any(of_body)
}

/// Whether somebody of a text is a person whom a name means.
fn is_who(one: &Speaker, name: &Speaker) -> bool {
    is_person(one) && !one.body && likeness(&one.name, &name.name) != Likeness::Different
}

/// Whether nothing tells that a name is a person's.
fn may_be_body(speaker: &Speaker) -> bool {
    let first = speaker.name.split_whitespace().next().unwrap_or_default();
    let given = lexicon::english().class(first).is(Class(Class::MALE.0 | Class::FEMALE.0));
    speaker.body || speaker.named && !is_person(speaker) && !given
}

/// Whether a title names a body, in whatever order: "spokeswoman for the health ministry", "Corvane chief executive".
fn belongs_to(title: &str, name: &str) -> bool {
    let small = title.to_lowercase();
    let telling = |word: &&str| word.len() > 2 && !matches!(*word, "the" | "for" | "and");
    let name = name.to_lowercase();
    let mut all = name.split_whitespace().filter(telling).peekable();
    let first = all.peek().copied().filter(|first| first.len() > 3);
    first.is_some_and(|first| small.split_whitespace().next() == Some(first))
        || all.peek().is_some() && all.all(|word| words::whole(&small, word).next().is_some())
}

/// Whether a title says that somebody belongs to a body, or speaks for it, and not to which: "the company's chief actuary".
fn is_unsaid(title: &str) -> bool {
    let small = title.to_lowercase();
    let of_body = |word: &str| {
        let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
        owner.is_some_and(|owner| lexicon::english().class(owner).is(Class::BODY))
    };
    !names_another(title) && (small.contains("spokes") || small.split_whitespace().any(of_body))
}

/// Whether a title names somebody or some place: "spokeswoman for Corvane Energy".
fn names_another(title: &str) -> bool {
    [" for ", " of ", " at "]
        .iter()
        .any(|word| title.split_once(word).is_some_and(|(_, name)| name.contains(char::is_uppercase)))
}

/// Whether a title says that somebody does not speak for whom it names: "a former director of", "a critic of".
fn is_outsider(title: &str) -> bool {
    title.split_whitespace().any(|word| OUTSIDERS.contains(word.to_lowercase().as_str()))
}

static OUTSIDERS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| lists::words(include_str!("../../data/outsiders.txt")).collect());

/// Whether a text introduces somebody behind the body for which they speak: "A spokesman for the Harbour Board, Jon Orre,".
fn is_introduced_for(prose: &str, agent: &Speaker, body: &Speaker) -> bool {
    agent.mentions.iter().any(|mention| {
        let before = &prose[..mention.start];
        let Some(before) = before.strip_suffix(", ").and_then(|before| before.strip_suffix(body.name.as_str())) else {
            return false;
        };
        let before = before.trim_end().trim_end_matches(" the");
        let noun = [" for", " of", " at"].iter().find_map(|word| before.strip_suffix(word));
        noun.and_then(|noun| noun.split_whitespace().next_back())
            .is_some_and(|noun| lexicon::english().class(noun).is(Class::PERSON) && !is_outsider(noun))
    })
}

/// Whether two names share a word that is a name itself.
pub(super) fn share_a_word(a: &str, b: &str) -> bool {
    let names = |word: &&str| word.len() > 3 && word.starts_with(char::is_uppercase);
    a.split_whitespace().filter(names).any(|word| b.split_whitespace().any(|other| other == word))
}

/// The last word of a name.
pub(super) fn surname(name: &str) -> Option<&str> {
    name.split_whitespace().next_back()
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
    GIVEN_OUT.as_ref().is_some_and(|words| words.find_iter(line.of(prose)).any(|word| !own(word.start())))
}

/// What tells that words were given out.
static GIVEN_OUT: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = ["spokes", "statement", "behalf", "press office"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});

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
