//! Two ways to deny the same: "we have no money", "we don't have any money".

use super::differ::{Difference, DifferenceKind};
use super::lexicon::{self, Class};
use super::passage::Passage;
use crate::text::fold::Token;

/// What stands behind a "not", and the word that denies by itself instead.
const PAIRS: &[(&str, &str)] = &[
    ("any", "no"),
    ("any", "none"),
    ("anything", "nothing"),
    ("anyone", "nobody"),
    ("anybody", "nobody"),
    ("anywhere", "nowhere"),
    ("ever", "never"),
    ("either", "neither"),
    ("a", "no"),
    ("an", "no"),
];

/// No more differences than these lie between the "not" and what it denies.
const NEAR: usize = 2;

/// Takes pairs of differences that deny the same in two ways for other words: nothing is turned.
pub(super) fn settle(differences: &mut [Difference], draft: &[Token], prose: &str, passage: &Passage) {
    let denies = |key: u64| lexicon::class(key) == Some(Class::Negation);
    for first in 0..differences.len() {
        for second in first + 1..differences.len().min(first + 1 + NEAR) {
            let both = [&differences[first], &differences[second]];
            let said = both.iter().flat_map(|difference| &difference.draft);
            let was = both.iter().flat_map(|difference| &difference.source);
            let denials = (
                said.clone().filter(|&&at| denies(draft[at].key)).count(),
                was.clone().filter(|&&place| denies(passage.tokens[place].key)).count(),
            );
            let said: Vec<String> = said.map(|&at| draft[at].span.of(prose).to_lowercase()).collect();
            let was: Vec<String> = was.map(|&place| passage.word(place).to_lowercase()).collect();
            let turned = both.iter().any(|difference| matches!(difference.kind, DifferenceKind::Meaning(_)));
            let alike = is_denied_apart(&said, &was) || is_denied_apart(&was, &said);
            if turned && denials == (1, 1) && alike && both.iter().all(|difference| is_short(difference)) {
                differences[first].kind = DifferenceKind::Wording;
                differences[second].kind = DifferenceKind::Wording;
            }
        }
    }
}

/// Few words on either side: a clause that was put in or left out is no other way to say it.
fn is_short(difference: &Difference) -> bool {
    difference.draft.len() <= 3 && difference.source.len() <= 3
}

/// Whether `apart` has what stands behind a "not", of which `one` has the word that denies by itself.
fn is_denied_apart(apart: &[String], one: &[String]) -> bool {
    let has = |words: &[String], word: &str| words.iter().any(|other| other == word);
    PAIRS.iter().any(|(any, no)| has(apart, any) && has(one, no))
}
