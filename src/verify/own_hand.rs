//! Whose hand a text without quotation marks is in: memos, letters, judgments and posts are their writer's own words.

use super::judge::{Claim, Held};
use super::lexicon::{self, Class};
use super::{Standing, whose};
use crate::formats::Kind;
use crate::quotations::How;
use crate::speakers::{Likeness, Reading, Speaker, likeness};
use crate::text::{fold, words};

/// Fewer words are anybody's.
const TELLING: usize = 6;
/// Lines at the top and at the end of a text that say who writes it, and the words that such a line has at most.
const LINES: usize = 6;
const LINE: usize = 12;
/// How often a text has to say "we" that is taken for what several give out.
const SEVERAL: usize = 2;
/// The first person so often in a passage, outside all marks, that it is the writer who speaks there.
const OFTEN: usize = 3;

/// Whether words outside all marks are speech: of a text that is somebody's from first to last, or that the draft's speaker
/// signed.
pub(super) fn is_speech(claim: &Claim<'_>, held: &Held) -> bool {
    held.standing == Standing::Reported && (!is_reporters(held) || is_writers(claim, held) || is_given_out(claim, held))
}

/// Whether words outside all marks are a reporter's; a release is its speaker's from first to last.
pub(super) fn is_reporters(held: &Held) -> bool {
    held.passage.article.meta_at(held.span().start).kind == Kind::Article
}

/// Whether words outside all marks are the draft's speaker's, or of whom the draft has them from: a text that he signed, in
/// the first person.
pub(super) fn is_writers(claim: &Claim<'_>, best: &Held) -> bool {
    let tellers = claim.through.iter().map(|&id| &claim.draft.speakers[id]);
    best.standing == Standing::Reported
        && claim.speaker.into_iter().chain(tellers).any(|speaker| speaker.named && signs(speaker, best))
        && is_in_first_person(best)
}

/// Whether somebody says "I" in a text where the words stand, and nothing shows a reporter: nobody signs it, and it quotes
/// nobody. It may be a record or a letter of one that is not known for it; what several give out says "we".
pub(super) fn is_nobodys(best: &Held) -> bool {
    let meta = best.passage.article.meta_at(best.span().start);
    let signs = |line: &str| LEADS.iter().any(|lead| line.strip_prefix(lead).is_some_and(|it| it.starts_with(' ')));
    let unsigned = meta.byline.is_empty() && !ends(best.passage.prose()).any(signs);
    let (tokens, inside, i) = (&best.passage.tokens, &best.passage.inside, fold::key("i"));
    let one = || tokens.iter().zip(inside).any(|(token, inside)| token.key == i && inside.is_none());
    unsigned && one() && is_in_first_person(best) && !quotes_somebody(&best.passage.article.reading)
}

/// Whether a text has words from somebody by name, as a reporter has.
fn quotes_somebody(reading: &Reading) -> bool {
    reading.utterances.iter().map(|utterance| &utterance.attribution).any(|it| {
        let named = |id: usize| reading.speakers[id].named;
        it.how == How::Cue && it.speaker.is_some_and(named)
    })
}

/// Whether the draft has the words from nobody by name, and they stand in a letter or a statement that several give out:
/// "the family said", "the scientists wrote". Nobody is quoted there, and no one signs.
pub(super) fn is_given_out(claim: &Claim<'_>, best: &Held) -> bool {
    best.standing == Standing::Reported && is_by_several(claim, best)
}

fn is_by_several(claim: &Claim<'_>, best: &Held) -> bool {
    let (reading, prose) = (&best.passage.article.reading, best.passage.prose());
    let is_theirs = |speaker: &Speaker| !speaker.named || speaker.body && whose::is_named_in(speaker, reading);
    let signed = |name: &String| !name.split_whitespace().any(|word| KINDS.contains(&word.to_lowercase().as_str()));
    claim.speaker.is_none_or(is_theirs)
        && !claim.speaker.is_some_and(|speaker| tells_of(prose, &speaker.name))
        && !prose.lines().take(LINES).any(is_of_one)
        && !best.passage.article.meta_at(best.span().start).byline.iter().any(signed)
        && !quotes_somebody(reading)
        && (prose.lines().take(LINES).any(is_salutation) || speaks_of_itself(reading))
}

/// Whether a line at the top says that somebody by name gives it: "Speech by Ana Lind".
fn is_of_one(line: &str) -> bool {
    let by = line.split_once(" by ").is_some_and(|(_, by)| by.starts_with(char::is_uppercase));
    by && line.split_whitespace().any(|word| KINDS.contains(&word.to_lowercase().as_str()))
}

/// Whether a text tells of somebody as of another: "we hope that the trust learns from it".
fn tells_of(prose: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    let Some(bare) = name.strip_prefix("the ") else { return false };
    let theirs = |line: &str| {
        let line = line.to_lowercase();
        words::whole(&line, bare).any(|at| line[..at].ends_with("the "))
    };
    prose.lines().filter(|line| line.split_whitespace().count() > LINE).any(theirs)
}

/// Whether a line is no more than who a letter is to: "Dear Minister,".
fn is_salutation(line: &str) -> bool {
    line.trim_start().starts_with("Dear ") && line.split_whitespace().count() <= LINE && !line.trim_end().ends_with('.')
}

/// Whether a text says "we" of who gives it out, outside all marks. What a page asks of its readers is shorter.
fn speaks_of_itself(reading: &Reading) -> bool {
    let prose = reading.document.prose.text();
    let said = |&at: &usize| reading.quotations.iter().any(|quotation| quotation.outer.contains(at));
    let in_paragraph = |&at: &usize| {
        let start = prose[..at].rfind('\n').map_or(0, |end| end + 1);
        prose[start..].lines().next().is_some_and(|line| line.split_whitespace().count() > LINE)
    };
    let own = ["we", "We", "our", "Our"].into_iter().flat_map(|word| words::whole(prose, word));
    own.filter(in_paragraph).filter(|at| !said(at)).take(SEVERAL).count() == SEVERAL
}

/// Whether the draft quotes the paper for what its reporter writes: "…”, the Courier reported".
pub(super) fn is_of_paper(claim: &Claim<'_>, best: &Held) -> bool {
    let meta = best.passage.article.meta_at(best.span().start);
    let plain = |name: &str| name.to_lowercase().trim_start_matches("the ").to_owned();
    let both = claim.speaker.zip(meta.outlet.as_deref());
    best.standing == Standing::Reported && both.is_some_and(|(speaker, outlet)| plain(&speaker.name) == plain(outlet))
}

/// Whether the draft's speaker, whose text or speech it is in the first person, recounts there what somebody without a name
/// said: "My mother told me, ‘We stay.’"
pub(super) fn is_recounted_by_writer(claim: &Claim<'_>, best: &Held) -> bool {
    let reading = &best.passage.article.reading;
    let Some(quotation) = best.quotation.map(|id| &reading.quotations[id]) else { return false };
    let attribution = &reading.utterances[quotation.utterance].attribution;
    let mention = attribution.mention.map(|mention| mention.of(best.passage.prose()).to_lowercase());
    // "the mayor" may be who signs.
    let is_another = |mention: &str| ["my ", "our ", "a ", "an "].iter().any(|lead| mention.starts_with(lead));
    // What several write has marks for a word or three of its own.
    let of_several =
        |mention: &str| claim.words() >= TELLING && !["i", "we"].contains(&mention) && is_by_several(claim, best);
    let of_one = |mention: &str| {
        is_another(mention) && claim.speaker.is_some_and(|it| it.named && signs(it, best)) && is_in_first_person(best)
    };
    best.standing == Standing::Quoted
        && attribution.speaker.is_some_and(|speaker| !reading.speakers[speaker].named)
        && mention.is_some_and(|mention| of_one(&mention) || of_several(&mention))
}

/// What a text is called that is somebody's from first to last.
const KINDS: &[&str] = &["speech", "remarks", "address", "statement", "lecture", "sermon", "keynote", "letter"];

/// Who else posted or gave in a speech the words that the draft has from somebody whom that text does not even name.
pub(super) fn of_another(claim: &Claim<'_>, best: &Held) -> Option<String> {
    let meta = best.passage.article.meta_at(best.span().start);
    let [name] = &meta.byline[..] else { return None };
    let titled = || {
        let surname = name.split_whitespace().next_back()?;
        words::whole(meta.title.as_deref()?, surname).next()
    };
    let own = meta.kind == Kind::Post || meta.kind == Kind::Transcript && titled().is_some();
    let full =
        name.split_whitespace().count() > 1 && name.split_whitespace().all(|it| it.starts_with(char::is_uppercase));
    let other = claim.speaker.is_some_and(|speaker| {
        speaker.named
            && !speaker.body
            && likeness(&speaker.name, name) == Likeness::Different
            && !whose::is_named_in(speaker, &best.passage.article.reading)
    });
    let told =
        best.standing == Standing::Reported && best.is_clean() && claim.words() >= TELLING && !claim.is_passed_on();
    (own && full && other && told).then(|| name.clone())
}

/// What stands in front of the name of who signs.
const LEADS: [&str; 7] = ["From:", "By", "Judgment by", "Signed", "—", "–", "-"];

/// The short lines at the top and at the end of a text, which may say who writes it.
fn ends(prose: &str) -> impl Iterator<Item = &str> {
    let lines = || prose.lines().map(str::trim).filter(|line| !line.is_empty());
    let ends = lines().take(LINES).chain(lines().rev().take(LINES));
    ends.filter(|line| line.split_whitespace().count() <= LINE)
}

/// Whether somebody signs the text: in its byline, or in a line of its own at the top or at the end.
fn signs(speaker: &Speaker, best: &Held) -> bool {
    let meta = best.passage.article.meta_at(best.span().start);
    let is_the_same = |name: &str| likeness(&speaker.name, name).is_the_same() || name.ends_with(&speaker.name);
    let signed = |line: &str| {
        let before = LEADS.iter().find_map(|lead| line.strip_prefix(lead));
        let name = before.unwrap_or(line).trim_start().split([',', '(', '<']).next().unwrap_or_default().trim();
        name.split_whitespace().count() > 1 && is_the_same(name)
    };
    meta.byline.iter().any(|name| is_the_same(name)) || ends(best.passage.prose()).any(signed)
}

/// Whether the words, or those around them outside all marks, are of one who speaks of himself.
fn is_in_first_person(best: &Held) -> bool {
    let tokens = &best.passage.tokens;
    let first = |place: &usize| {
        best.passage.inside[*place].is_none()
            && matches!(lexicon::class(tokens[*place].key), Some(Class::Person(1 | 2)))
    };
    best.reading.places.iter().any(first) || (0..tokens.len()).filter(first).count() >= OFTEN
}
