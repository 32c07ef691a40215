//! `ATT103`: a name spelled otherwise.

use super::spellings::{self, Misspelling};
use super::{Context, Finding, Rule, mending};
use crate::speakers::{Likeness, Speaker, likeness, names};
use crate::text::Span;
use crate::verify::{Standing, Verdict};

declare_rule! {
    /// A speaker's name is spelled otherwise than in the newsroom's directory, the source, or elsewhere in the draft.
    ///
    /// ## What it flags
    ///
    /// A name that is one letter, or two letters in the wrong order, away from the name that the source of the
    /// quotation gives its speaker; a surname that occurs once and is as near to a full name of the same draft; and a name
    /// that the newsroom's directory lists as a misspelling, or that is as near to one in it and that nobody else bears.
    ///
    /// ## Why it matters
    ///
    /// A misspelled name is the most frequent correction there is.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// “The harbour will stay open all winter,” Mara Tellre said.
    ///                                               ^^^^^^ ATT103 source has “Teller”, draft has “Tellre”
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour will stay open all winter,” Mara Teller told the council on Friday.
    /// ```
    ///
    /// The directory has the last word:
    ///
    /// ```fixture
    /// //- settings
    /// [[people]]
    /// name = "Mara Teller"
    /// misspellings = ["Mara Tellre"]
    /// //- draft story.md
    /// “The harbour will stay open all winter,” Mara Tellre said.
    ///                                               ^^^^^^ ATT103 the newsroom’s directory has “Teller”
    /// ```
    ///
    /// ## Fix
    ///
    /// Spell the name as the source or the directory does, wherever the draft has it. Safe where the directory lists the
    /// misspelling; otherwise `check --fix` leaves it to you, since the source may be the one that errs.
    ///
    /// ## Limits
    ///
    /// Names of less than four letters, names that stand as code, accents that only the draft has, and spellings further apart
    /// than one slip, are left alone.
    MisspelledName { code: "ATT103", name: "misspelled-name", severity: Warning }
}

/// Shorter names are too near to other names.
const SHORTEST: usize = 4;

impl Rule for MisspelledName {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let mut told: Vec<&str> = Vec::new();
        for Misspelling { speaker, ours, theirs, certain } in spellings::misspelled(cx, slip) {
            told.push(ours);
            let message = format!("the newsroom’s directory has “{theirs}”, draft has “{ours}”");
            found.extend(named(cx, &cx.draft.speakers[speaker], ours, theirs, message, certain));
        }
        for verdict in cx.verdicts {
            let Some(speaker) = cx.draft.speaker_of(cx.quotation(verdict)) else { continue };
            let Some((ours, theirs)) = against_sources(speaker, verdict) else { continue };
            let is_house_spelling = cx.listed(speaker).is_some_and(|listed| listed.name.contains(ours));
            if !told.contains(&ours) && !is_house_spelling {
                told.push(ours);
                // A transcript prints its labels in capitals, which is no spelling.
                let theirs = if ours.contains(char::is_lowercase) { names::cased(theirs) } else { theirs.to_owned() };
                let message = format!("source has “{theirs}”, draft has “{ours}”");
                let finding = named(cx, speaker, ours, &theirs, message, false);
                found.extend(finding.map(|finding| Finding { evidence: verdict.sources.clone(), ..finding }));
            }
        }
        for (mention, right) in cx.draft.misspelled.iter().filter(|(mention, _)| !is_code(cx, *mention)) {
            let ours = cx.words(*mention);
            if told.iter().any(|told| ours.ends_with(told)) {
                continue;
            }
            let mut finding =
                cx.finding(&Self::META, *mention, format!("draft has “{right}” elsewhere, “{ours}” here"));
            let speaker = cx.draft.speakers.iter().find(|speaker| speaker.mentions.contains(mention));
            let elsewhere =
                speaker.into_iter().flat_map(|speaker| &speaker.mentions).find(|&other| cx.words(*other) == right);
            finding.related.extend(elsewhere.map(|&it| (cx.text(it), "spelled thus here".into())));
            finding.speaker = speaker.map(|speaker| speaker.name.clone());
            finding.fixes.extend(mending::replace(cx, format!("Spell it {right}"), *mention, right, false));
            found.push(finding);
        }
    }
}

/// The word of the draft's name and of the sources' name that differ by one slip, where no source agrees with the draft.
fn against_sources<'a>(speaker: &'a Speaker, verdict: &'a Verdict) -> Option<(&'a str, &'a str)> {
    let mut names = verdict
        .sources
        .iter()
        .filter(|source| source.standing == Standing::Quoted)
        .filter_map(|source| source.speaker.as_deref());
    let slip = slip(&speaker.name, names.clone().next()?)?;
    names.all(|name| !name.split_whitespace().any(|word| word == slip.0)).then_some(slip)
}

/// The one word in which two names of one person differ by a slip of the pen.
pub(super) fn slip<'a>(ours: &'a str, theirs: &'a str) -> Option<(&'a str, &'a str)> {
    if ours == theirs {
        return None;
    }
    let (mine, other) = (words(ours), words(theirs));
    let (last, their_last) = (*mine.last()?, *other.last()?);
    match likeness(ours, theirs) {
        Likeness::Misspelled => Some((last, their_last)),
        // The same surname: it is the first name that may have slipped.
        Likeness::Same if mine.len() > 1 && other.len() > 1 && last == their_last => {
            is_slip(mine[0], other[0]).then_some((mine[0], other[0]))
        }
        _ => None,
    }
}

fn words(name: &str) -> Vec<&str> {
    let words = name.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).collect()
}

fn is_slip(ours: &str, theirs: &str) -> bool {
    // Many a paper drops the accents of names; who has them took more care.
    if theirs.is_ascii() && names::fold(ours) == names::fold(theirs) {
        return false;
    }
    let long = ours.chars().count().min(theirs.chars().count()) >= SHORTEST;
    long && names::differ_in_one_letter(ours, theirs)
}

/// A finding at the first place that has the word, with a fix for all of them; quoted words are not touched.
fn named(
    cx: &Context<'_>,
    speaker: &Speaker,
    ours: &str,
    theirs: &str,
    message: String,
    safe: bool,
) -> Option<Finding> {
    let quoted = |span: Span| cx.draft.quotations.iter().any(|quotation| quotation.span.overlaps(span));
    let mut places: Vec<Span> = speaker
        .mentions
        .iter()
        .filter_map(|mention| {
            let (at, _) =
                cx.words(*mention).match_indices(ours).find(|&(at, _)| is_whole(cx.words(*mention), at, ours))?;
            Some(Span::new(mention.start + at, mention.start + at + ours.len()))
        })
        .filter(|&place| !quoted(place) && !is_code(cx, place))
        .collect();
    // A mention may lie within another: of a name broken over two lines, the surname is one.
    places.sort();
    places.dedup();
    let mut finding = cx.finding(&MisspelledName::META, *places.first()?, message);
    finding.speaker = Some(speaker.name.clone());
    let spelled: Vec<(Span, &str)> = places.into_iter().map(|place| (place, theirs)).collect();
    finding.fixes.extend(mending::replace_all(cx, format!("Spell it {theirs}"), &spelled, safe));
    Some(finding)
}

/// Whether words stand as code, where they are the name of something else.
fn is_code(cx: &Context<'_>, words: Span) -> bool {
    cx.draft.document.code.iter().any(|code| code.overlaps(words))
}

/// Whether words that stand at a place of others are no part of a longer one.
fn is_whole(words: &str, at: usize, part: &str) -> bool {
    let before = words[..at].chars().next_back();
    let after = words[at + part.len()..].chars().next();
    !before.into_iter().chain(after).any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::slip;

    #[test]
    fn one_slip_apart() {
        assert_eq!(slip("Lindqivst", "Ines Lindqvist"), Some(("Lindqivst", "Lindqvist")));
        assert_eq!(slip("Mara Tellre", "Mara Teller"), Some(("Tellre", "Teller")));
        assert_eq!(slip("Marra Teller", "Mara Teller"), Some(("Marra", "Mara")));
        assert_eq!(slip("Ines Tellre", "Mara Teller"), None, "another person");
        assert_eq!(slip("Mara Teller", "Mara Teller"), None);
        assert_eq!(slip("Abe Roe", "Abi Roe"), None, "too short to tell");
        assert_eq!(slip("Jürgen Teller", "Jurgen Teller"), None, "the source dropped it");
        assert_eq!(slip("Jurgen Teller", "Jürgen Teller"), Some(("Jurgen", "Jürgen")));
        assert_eq!(slip("the mayor", "the major"), None, "no name");
    }
}
