//! Names misspelled once and right elsewhere.

use rustc_hash::FxHashMap;

use super::FAR;
use super::entity::push_new;
use crate::quotations::lexicon::{Class, Lexicon};
use crate::quotations::mention::{Mention, MentionKind};
use crate::speakers::names::NameForm;

/// Surnames written once that are one slip away from a person's surname written at least twice.
pub(super) fn slips(text: &str, lexicon: &Lexicon, mentions: &[Mention]) -> FxHashMap<String, String> {
    let mut counts: FxHashMap<String, (u32, Vec<String>)> = FxHashMap::default();
    for mention in mentions.iter().filter(|mention| mention.kind == MentionKind::Name && mention.inside.is_none()) {
        let form = NameForm::read(mention.span.of(text));
        if form.surname().chars().count() < 5 {
            continue;
        }
        let entry = counts.entry(form.surname().to_owned()).or_default();
        entry.0 += 1;
        if form.words.len() > 1 {
            push_new(&mut entry.1, form.given().to_owned());
        }
    }
    let given = |word: &str| lexicon.class(word).is(Class(Class::MALE.0 | Class::FEMALE.0));
    let persons: Vec<(&String, &Vec<String>)> = counts
        .iter()
        .filter(|(_, (count, given_names))| *count > 1 && given_names.iter().any(|name| given(name)))
        .map(|(word, (_, names))| (word, names))
        .collect();
    let mut found = FxHashMap::default();
    if persons.len() > FAR {
        return found;
    }
    for (odd, (count, names)) in &counts {
        if *count > 1 || given(odd) || lexicon.class(odd) != Class::default() {
            continue;
        }
        let near = |right: &str| {
            right.len().abs_diff(odd.len()) <= 1
                && !right.trim_end_matches('s').eq(odd.trim_end_matches('s'))
                && strsim::damerau_levenshtein(right, odd) == 1
        };
        let mut rights = persons.iter().filter(|(right, known)| {
            near(right) && names.iter().all(|name| known.contains(name)) && right.chars().next() == odd.chars().next()
        });
        // A surname alone must be long to be a slip and not another person.
        if let (Some((right, _)), None) = (rights.next(), rights.next())
            && (!names.is_empty() || odd.chars().count() >= 6)
        {
            found.insert(odd.clone(), (*right).clone());
        }
    }
    found
}
