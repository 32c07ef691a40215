//! Who is taken to say a quotation, and what of the draft, the directory or the corpus decided it.

use crate::ide::{one_line, shortened};
use crate::quotations::{Attribution, How, QuotationId, SpeakerId};
use crate::speakers::{Basis, Listed, Reading, Speaker};
use crate::text::{Span, lines};

/// Evidence longer than this is given by its ends.
const LONGEST: usize = 60;
/// So many mentions back a name is looked for; a reader has forgotten it by then.
const FARTHEST: usize = 200;

/// In one line who says a quotation, the shortest first: "Said by Mara Teller: “she said”; “she” is “Teller”, line 3".
pub fn said_by(draft: &Reading, id: QuotationId) -> String {
    let attribution = &draft.utterances[draft.quotations[id].utterance].attribution;
    let named = |words: Span| format!("“{}”", one_line(draft.document.prose.text(), words));
    let Some(speaker) = attribution.speaker else {
        return match (attribution.mention.map(named), attribution.candidates.as_slice()) {
            (Some(mention), candidates @ [_, _, ..]) => {
                format!("Said by {}: {mention} may mean either", either(draft, candidates))
            }
            (Some(mention), _) if attribution.how == How::Ambiguous => {
                format!("Speaker not told: {mention} may mean more than one")
            }
            (Some(mention), _) => format!("Speaker not found: {mention} fits nobody named before"),
            (None, _) => "Nobody is named for it".to_owned(),
        };
    };
    let name = &draft.speakers[speaker].name;
    let mut parts = vec![match shown_by(draft, attribution) {
        Some(why) => format!("Said by {name}: {why}"),
        None => format!("Said by {name}"),
    }];
    parts.extend(attribution.mention.and_then(|mention| points_back(draft, speaker, mention)));
    if attribution.candidates.len() > 1 {
        parts.push(format!("it may as well be {}", others(draft, attribution)));
    }
    if !attribution.through.is_empty() {
        let tellers: Vec<&str> = attribution.through.iter().map(|&id| draft.speakers[id].name.as_str()).collect();
        parts.push(format!("as {} tells it", tellers.join(" and ")));
    }
    parts.join("; ")
}

/// The words that name the speaker, or what stands in for them.
fn shown_by(draft: &Reading, attribution: &Attribution) -> Option<String> {
    let prose = draft.document.prose.text();
    let mention = attribution.mention.map(|mention| one_line(prose, mention));
    Some(match (attribution.how, mention, attribution.cue) {
        (How::Continued, ..) => "it goes on from the quotation before".to_owned(),
        (How::Alternation, ..) => "the two take turns".to_owned(),
        (How::Label, Some(label), _) => format!("labelled “{label}”"),
        (How::Label, None, _) => "it is the other one’s turn".to_owned(),
        (How::Clause, Some(subject), _) => format!("“{subject}” is the subject of the sentence"),
        (_, Some(mention), Some(cue)) => {
            let both = one_line(prose, cue.join(attribution.mention?));
            let cue = one_line(prose, cue);
            if both.chars().count() <= LONGEST { format!("“{both}”") } else { format!("“{mention} … {cue}”") }
        }
        (_, Some(mention), None) => format!("“{}”", shortened(&mention, LONGEST)),
        (_, None, _) => return None,
    })
}

/// What a word that is no name points back at, and where the full name comes from if not from the draft.
pub(super) fn points_back(draft: &Reading, id: SpeakerId, mention: Span) -> Option<String> {
    let prose = draft.document.prose.text();
    let speaker = &draft.speakers[id];
    let words = one_line(prose, mention);
    if is_name(&words, speaker) {
        return from_elsewhere(prose, &words, speaker);
    }
    let earlier = speaker.mentions[..speaker.mentions.partition_point(|it| it.start < mention.start)].iter();
    let name = earlier.rev().take(FARTHEST).find(|earlier| is_name(earlier.of(prose), speaker));
    match name {
        Some(&name) => {
            let text = &draft.document.text;
            let line = 1 + lines::ends_before(text, draft.document.prose.to_text(name).start);
            Some(format!("“{words}” points back at “{}” in line {line}", one_line(prose, name)))
        }
        None => from_elsewhere(prose, &words, speaker),
    }
}

fn from_elsewhere(prose: &str, words: &str, speaker: &Speaker) -> Option<String> {
    if speaker.mentions.iter().any(|mention| mention.of(prose) == speaker.name) {
        return None;
    }
    match speaker.basis {
        Basis::Text => None,
        Basis::Newsroom => Some(format!("the newsroom’s directory knows who “{words}” is")),
        Basis::Corpus => Some(format!("the corpus knows who “{words}” is")),
    }
}

/// Whether words are the speaker's name or part of it.
fn is_name(words: &str, speaker: &Speaker) -> bool {
    let mut names = std::iter::once(&speaker.name).chain(&speaker.aliases).flat_map(|name| name.split_whitespace());
    let words: Vec<&str> = words.split_whitespace().collect();
    speaker.named && names.any(|part| part.starts_with(char::is_uppercase) && words.contains(&part))
}

fn either(draft: &Reading, candidates: &[SpeakerId]) -> String {
    candidates.iter().map(|&id| draft.speakers[id].name.as_str()).collect::<Vec<_>>().join(" or ")
}

fn others(draft: &Reading, attribution: &Attribution) -> String {
    let others: Vec<SpeakerId> =
        attribution.candidates.iter().copied().filter(|&id| Some(id) != attribution.speaker).collect();
    either(draft, &others)
}

/// What the newsroom's directory has of somebody: "mayor of Vellin (2027-02-01 to 2031-01-31)".
pub(super) fn offices(listed: &Listed) -> String {
    let offices = listed.offices.iter().map(|office| match (office.from, office.until) {
        (Some(from), Some(until)) => format!("{} ({from} to {until})", office.title),
        (Some(from), None) => format!("{} (from {from} on)", office.title),
        (None, Some(until)) => format!("{} (until {until})", office.title),
        (None, None) => office.title.clone(),
    });
    offices.collect::<Vec<_>>().join("; ")
}
