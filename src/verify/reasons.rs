//! What a verdict rests on, step by step, in plain sentences: what `quotes --explain` prints.

use super::differ::{Difference, DifferenceKind};
use super::judge::{Claim, Held};
use super::{Evidence, Outcome, Standing};
use crate::speakers::Likeness;

/// Differences that are spelled out.
const SPELLED_OUT: usize = 6;

/// How many places were compared with a quotation, `others` of them only in passing, and how much of it the best one has.
pub(super) fn looked(claim: &Claim<'_>, held: &[Held], others: usize) -> Vec<String> {
    let Some(best) = held.first() else { return vec!["no place of the corpus shares its rarer words".to_owned()] };
    let places = match held.len() + others {
        1 => "one place of the corpus was compared".to_owned(),
        n => format!("{n} places of the corpus were compared"),
    };
    let mut reasons = vec![places, format!("best: {}", standing(best))];
    if let Some(next) = held.get(1).filter(|next| next.passage.article.id != best.passage.article.id) {
        reasons.push(format!("next: {}", standing(next)));
    }
    reasons.extend(best.reading.differences.iter().take(SPELLED_OUT).map(|it| difference(claim, best, it)));
    reasons
}

/// What became of the rest: what was decided last.
pub(super) fn settled(outcome: Outcome, because: Option<&str>, sources: &[Evidence]) -> Vec<String> {
    let mut reasons = Vec::new();
    let copies: usize = sources.iter().map(|source| source.copies.len()).sum();
    if copies > 0 {
        reasons.push(format!("{copies} more carry the same story and count with it as one source"));
    }
    let others = sources.iter().filter(|source| source.other_rendering).count();
    if others > 0 {
        let reports = if others == 1 { "report of the same days has" } else { "reports of the same days have" };
        reasons.push(format!("{others} independent {reports} the same speaker in other words"));
    }
    match (outcome, because) {
        (Outcome::Exact, _) => reasons.push("nothing that was cut off around the words turns them".to_owned()),
        (Outcome::OutOfContext, Some(because)) => reasons.push(because.to_owned()),
        (Outcome::Spliced, _) => reasons.push("each part stands in a place of its own".to_owned()),
        (Outcome::Unsupported, _) => reasons.push("that is too little to have been made from it".to_owned()),
        _ => {}
    }
    reasons
}

/// "sources/a.txt: 83 % of its words in order, as direct speech of Mara Teller".
fn standing(held: &Held) -> String {
    let share = (held.reading.coverage * 100.0).floor();
    let whose = match (held.standing, held.speaker.as_deref()) {
        (Standing::Quoted, Some(speaker)) => format!("as direct speech of {speaker}"),
        (Standing::Quoted, None) => "as direct speech of somebody who is not named".to_owned(),
        (Standing::Recounted, Some(speaker)) => format!("as what another recounts of {speaker}"),
        (Standing::Recounted, None) => "inside another's speech".to_owned(),
        (Standing::Reported, _) => "outside of all quotation marks".to_owned(),
    };
    format!("{}: {share} % of its words in order, {whose}", held.passage.article.path)
}

fn difference(claim: &Claim<'_>, held: &Held, difference: &Difference) -> String {
    let draft: Vec<&str> = difference.draft.iter().map(|&at| claim.tokens[at].span.of(claim.prose())).collect();
    let source: Vec<&str> = difference.source.iter().map(|&place| held.passage.word(place)).collect();
    let (draft, source) = (draft.join(" "), source.join(" "));
    let both = match (draft.is_empty(), source.is_empty()) {
        (true, _) => format!("“{source}” left out"),
        (_, true) => format!("“{draft}” put in"),
        _ => format!("“{draft}” for “{source}”"),
    };
    match difference.kind {
        DifferenceKind::Meaning(turn) => format!("{both}: turns the sense ({})", turn.as_str()),
        DifferenceKind::Omission => format!("{both}, with no mark that says so"),
        DifferenceKind::Wording => format!("{both}: other wording, which turns nothing that we know of"),
        DifferenceKind::Hidden(turn) => format!("the ellipsis stands for “{source}” ({})", turn.as_str()),
    }
}

/// Whether the source has the words from whom the draft has them.
pub(super) fn speaker(claim: &Claim<'_>, best: &Held) -> Option<String> {
    let ours = &claim.speaker?.name;
    let theirs = best.speaker.as_deref();
    Some(match (best.fit, theirs) {
        (Likeness::Same, Some(_)) => format!("the source's speaker is the draft's, {ours}"),
        (Likeness::Misspelled, Some(theirs)) => format!("{theirs} and {ours} are taken for one name, misspelled"),
        (Likeness::Different, Some(theirs)) => format!("the source has {theirs}, the draft {ours}"),
        (_, Some(theirs)) => format!("whether {theirs} is {ours} cannot be told"),
        (_, None) => format!("the source names nobody; the draft has {ours}"),
    })
}
