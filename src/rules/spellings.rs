//! Names of a draft held against the spellings of the newsroom's directory.

use super::Context;
use crate::quotations::SpeakerId;
use crate::speakers::names::NameForm;
use crate::speakers::{Listed, Origin, Speaker};

/// A spelling that the directory has otherwise.
pub(super) struct Misspelling<'a> {
    pub(super) speaker: SpeakerId,
    /// What the draft has: a word of the name, or all of it.
    pub(super) ours: &'a str,
    /// What the directory has.
    pub(super) theirs: &'a str,
    /// Whether the directory lists the draft's spelling as a wrong one.
    pub(super) certain: bool,
}

/// Everybody in the draft whose name the directory spells otherwise.
///
/// `slip` tells in which word two names of one person differ by a slip of the pen.
pub(super) fn misspelled<'a>(
    cx: &Context<'a>,
    slip: impl Fn(&'a str, &'a str) -> Option<(&'a str, &'a str)>,
) -> Vec<Misspelling<'a>> {
    // The newsroom's comes first; a corpus may know many thousands more.
    let listed: Vec<&Listed> = cx
        .background
        .directories
        .first()
        .into_iter()
        .flat_map(|it| it.people())
        .map(AsRef::as_ref)
        .filter(|listed: &&Listed| listed.origin == Origin::Newsroom)
        .collect();
    if listed.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (id, speaker) in cx.draft.speakers.iter().enumerate().filter(|(_, speaker)| speaker.named) {
        if let Some(listed) = cx.listed(speaker) {
            let wrong = listed.spellings.iter().find_map(|wrong| written(cx, speaker, wrong, &listed.name));
            found.extend(wrong.map(|(ours, theirs)| Misspelling { speaker: id, ours, theirs, certain: true }));
            continue;
        }
        let form = NameForm::read(&speaker.name);
        let in_corpus = |it: &&crate::speakers::Directory| {
            it.named(&form).any(|known| known.origin == Origin::Corpus && known.name == speaker.name)
        };
        if cx.background.directories.iter().any(in_corpus) {
            continue;
        }
        let near = listed.iter().filter(|listed| !listed.body && may_be(&speaker.name, &listed.name));
        let mut near = near.filter_map(|listed| slip(&speaker.name, &listed.name));
        // Two that are as near leave it open which was meant.
        if let (Some((ours, theirs)), None) = (near.next(), near.next()) {
            found.push(Misspelling { speaker: id, ours, theirs, certain: false });
        }
    }
    found
}

/// What of a spelling that the directory calls wrong stands in the draft, and what belongs there.
fn written<'a>(cx: &Context<'a>, speaker: &Speaker, wrong: &'a str, right: &'a str) -> Option<(&'a str, &'a str)> {
    let stands = |words: &str| speaker.mentions.iter().any(|mention| cx.words(*mention) == words);
    let (wrongs, rights): (Vec<&str>, Vec<&str>) =
        (wrong.split_whitespace().collect(), right.split_whitespace().collect());
    let differing = wrongs.iter().zip(&rights).filter(|(wrong, right)| wrong != right);
    let differing: Vec<(&str, &str)> = differing.map(|(wrong, right)| (*wrong, *right)).collect();
    if let (true, [(ours, theirs)]) = (wrongs.len() == rights.len(), differing.as_slice()) {
        // The same slip shows where the surname stands alone.
        let alone =
            |word: &str| speaker.mentions.iter().any(|mention| cx.words(*mention).split(' ').any(|it| it == word));
        return alone(ours).then_some((*ours, *theirs));
    }
    stands(wrong).then_some((wrong, right))
}

/// Whether two names are near enough to be compared letter by letter: a long list is gone through for every speaker.
fn may_be(name: &str, listed: &str) -> bool {
    let ends =
        |name: &str| name.rsplit(' ').next().map(|last| (last.len(), last.chars().next(), last.chars().next_back()));
    let (Some((length, first, last)), Some((other, their_first, their_last))) = (ends(name), ends(listed)) else {
        return false;
    };
    length.abs_diff(other) <= 2 && (first == their_first || last == their_last)
}
