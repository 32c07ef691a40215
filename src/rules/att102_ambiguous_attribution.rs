//! `ATT102`: two who may have said it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, Finding, Rule};
use crate::quotations::lexicon::{self, Class};
use crate::quotations::{Attribution, SpeakerId};
use crate::speakers::{Gender, Speaker};
use crate::text::Span;

declare_rule! {
    /// Two people may be meant as the speaker of a quotation.
    ///
    /// ## What it flags
    ///
    /// A bare surname that two people share of whom the draft has just told, once for the two; and a pronoun or a bare
    /// role that fits two people as well as each other.
    ///
    /// ## Why it matters
    ///
    /// If a program that does nothing but look for the speaker cannot tell, a reader in a hurry will guess.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md
    /// Mara Teller runs the harbour. Jonas Teller, her brother, sits on the council.
    ///
    /// “We will keep it open all winter,” Teller said.
    ///                                    ^^^^^^ ATT102 may be Mara Teller or Jonas Teller
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Name the speaker in full.
    ///
    /// ## Limits
    ///
    /// Knowledge of the world, such as who of the two is a mayor, is not used.
    AmbiguousAttribution { code: "ATT102", name: "ambiguous-attribution", severity: Info }
}

impl Rule for AmbiguousAttribution {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let namesakes = Namesakes::of(cx);
        let mut told = FxHashSet::default();
        for utterance in &cx.draft.utterances {
            let firsts = utterance.quotations.first().map(|&id| &cx.draft.quotations[id]);
            let Some(quotation) = firsts.filter(|quotation| quotation.parent.is_none()) else { continue };
            let attribution = &utterance.attribution;
            // Where a place or a company is the other candidate, no reader hesitates.
            let people = attribution.candidates.iter().copied().filter(|&id| is_person(&cx.draft.speakers[id]));
            let mut candidates = people.collect::<Vec<_>>();
            if candidates.len() < 2 && attribution.speaker.is_some() {
                candidates = namesakes.meant(cx, attribution);
            }
            if candidates.len() < 2 {
                continue;
            }
            let all = attribution.candidates.iter().chain(&attribution.speaker);
            let mut names = all.flat_map(|&id| cx.draft.speakers[id].name.split_whitespace());
            let word = attribution.mention.and_then(|mention| cx.words(mention).split_whitespace().next_back());
            let by_name = word.is_some_and(|word| names.any(|name| name == word));
            // One who wrote so of two people once will do it again.
            candidates.sort_unstable();
            if by_name && !told.insert(candidates.clone()) {
                continue;
            }
            let place = attribution.mention.unwrap_or(quotation.span);
            let mut finding = cx.finding(&Self::META, place, message(cx, &candidates));
            let others = candidates.iter().filter_map(|&id| cx.draft.speakers[id].mentions.first());
            finding.related = others.map(|&mention| (cx.text(mention), "who may be meant".into())).collect();
            found.push(finding);
        }
    }
}

/// "this may be Mara Teller or Jonas Teller"
fn message(cx: &Context<'_>, candidates: &[SpeakerId]) -> String {
    let names: Vec<&str> = candidates.iter().map(|&id| cx.draft.speakers[id].name.as_str()).collect();
    format!("this may be {}", names.join(" or "))
}

/// People of a draft who share a surname.
struct Namesakes<'a> {
    by_surname: FxHashMap<&'a str, Vec<SpeakerId>>,
    /// By speaker: where the name stands in full, ascending.
    in_full: Vec<Vec<usize>>,
}

/// Two people who were named in full within so many bytes are both still in the reader's mind.
const FRESH: usize = 600;

impl<'a> Namesakes<'a> {
    fn of(cx: &Context<'a>) -> Self {
        let mut by_surname: FxHashMap<&str, Vec<SpeakerId>> = FxHashMap::default();
        for (id, speaker) in cx.draft.speakers.iter().enumerate() {
            let mut words = speaker.name.split_whitespace();
            if is_person(speaker)
                && let (Some(_), Some(last)) = (words.next(), words.next_back())
            {
                by_surname.entry(last).or_default().push(id);
            }
        }
        by_surname.retain(|_, all| all.len() > 1);
        let shared: FxHashSet<SpeakerId> = by_surname.values().flatten().copied().collect();
        let is_full = |mention: &&Span| cx.words(**mention).contains(char::is_whitespace);
        let in_full =
            |speaker: &Speaker| speaker.mentions.iter().filter(is_full).map(|mention| mention.start).collect();
        let speakers = cx.draft.speakers.iter().enumerate();
        let in_full =
            speakers.map(|(id, speaker)| if shared.contains(&id) { in_full(speaker) } else { Vec::new() }).collect();
        Self { by_surname, in_full }
    }

    /// Those whom a bare surname may mean; empty where it is plain.
    fn meant(&self, cx: &Context<'_>, attribution: &Attribution) -> Vec<SpeakerId> {
        let (Some(mention), Some(chosen)) = (attribution.mention, attribution.speaker) else { return Vec::new() };
        let Some(all) = self.by_surname.get(cx.words(mention)).filter(|all| all.contains(&chosen)) else {
            return Vec::new();
        };
        if cx.draft.speakers[chosen].stated.iter().any(|stated| stated.name == mention) {
            return Vec::new();
        }
        let last = |id: SpeakerId| {
            let places = &self.in_full[id];
            places[..places.partition_point(|&at| at < mention.start)].last().copied()
        };
        let known = last(chosen);
        let confused =
            |&id: &SpeakerId| id == chosen || last(id).is_some_and(|at| known.is_none_or(|known| at + FRESH > known));
        let meant: Vec<SpeakerId> = all.iter().copied().filter(confused).collect();
        if meant.len() > 1 { meant } else { Vec::new() }
    }
}

/// Whether a name is surely a person's: by a known given name, or by a title and a pronoun that points at it.
fn is_person(speaker: &Speaker) -> bool {
    let given = speaker.name.split_whitespace().next().map(|given| lexicon::english().class(given));
    let given = given.is_some_and(|class| class.is(Class(Class::MALE.0 | Class::FEMALE.0)));
    speaker.named && !speaker.body && (given || speaker.gender != Gender::Unknown && !speaker.stated.is_empty())
}
