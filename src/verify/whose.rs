//! Whose words they are in the source, and whether the draft's speaker can be the same.
//!
//! Where a text names its speaker by a pronoun or not at all, we may be the ones who read it wrong. Nobody is accused
//! of a misattribution unless both texts leave no doubt whom they mean.

use super::behalf::surname;
use super::judge::{Claim, Held};
use super::passage::Passage;
use super::{Standing, align, behalf};
use crate::formats::{Block, Kind, Voice};
use crate::quotations::lexicon::{self as spoken, Class as Spoken};
use crate::quotations::{Attribution, How, Quotation, QuotationId};
use crate::speakers::{Gender, Likeness, Reading, Speaker, likeness};
use crate::text::fold::TokenKind;
use crate::text::{Span, sentences, words};

/// Whom the source has saying the words, and whether it is whom the draft has.
pub(super) fn source_speaker(
    claim: &Claim<'_>,
    passage: &Passage,
    quotation: Option<QuotationId>,
) -> (Option<String>, Likeness) {
    let reading = &passage.article.reading;
    let Some(speaker) = quotation.and_then(|id| reading.speaker_of(&reading.quotations[id])) else {
        return (None, Likeness::Unknown);
    };
    let fit = match claim.speaker {
        Some(claimed) => match compare(claimed, speaker) {
            // "Brown" in the draft: we took it for one Brown, the source quotes another.
            Likeness::Different if mention_fits(claim, speaker) => Likeness::Unknown,
            // "Lind and Harke said": it is either's.
            Likeness::Different
                if quotation.is_some_and(|id| behalf::say_together(reading, &reading.quotations[id], claimed))
                    || behalf::say_together(claim.draft, claim.quotation, speaker) =>
            {
                Likeness::Same
            }
            Likeness::Different if is_of_one_house(passage, quotation, claimed, speaker) => Likeness::Unknown,
            // "Associate Spokesperson:" names nobody, whoever that was on the day.
            Likeness::Different
                if quotation.is_some_and(|id| is_labelled_by_office(reading, id)) && !has_label(reading, claimed) =>
            {
                Likeness::Unknown
            }
            fit => fit,
        },
        None => Likeness::Unknown,
    };
    (Some(speaker.name.clone()), fit)
}

/// Whether a turn's label is an office and no name, of more than one word: who held it may stand anywhere, or nowhere.
fn is_labelled_by_office(reading: &Reading, id: QuotationId) -> bool {
    let attribution = attribution(reading, &reading.quotations[id]);
    let Some(speaker) = attribution.speaker.map(|speaker| &reading.speakers[speaker]) else { return false };
    let class = |word: &str| spoken::english().class(&word.to_lowercase());
    let given = Spoken(Spoken::MALE.0 | Spoken::FEMALE.0);
    let is_office = |label: &str| {
        let words: Vec<&str> = label.split_whitespace().collect();
        words.len() > 1
            && words.last().is_some_and(|last| class(last).is(Spoken(Spoken::ANY_TITLE.0 | Spoken::PERSON.0)))
            && !words.iter().any(|word| class(word).is(given))
    };
    // "PRIME MINISTER:" may have been read as somebody called Minister; who is "President Lind" elsewhere has a name.
    let mut labels = speaker.mentions.iter().map(|mention| mention.of(reading.document.prose.text()));
    attribution.how == How::Label && (is_office(&speaker.name) || !speaker.name.contains(' ') && labels.all(is_office))
}

/// Whether a transcript has turns under somebody's own name.
fn has_label(reading: &Reading, speaker: &Speaker) -> bool {
    let turns = reading.utterances.iter().map(|utterance| &utterance.attribution).filter(|it| it.how == How::Label);
    turns.filter_map(|it| it.speaker).any(|it| compare(speaker, &reading.speakers[it]) == Likeness::Same)
}

/// Whether one of the two is a body, and the other says what it says.
fn is_of_one_house(passage: &Passage, quotation: Option<QuotationId>, claimed: &Speaker, speaker: &Speaker) -> bool {
    let reading = &passage.article.reading;
    let meta = quotation.map(|id| passage.article.meta_at(reading.quotations[id].span.start));
    let outlet = meta.filter(|meta| meta.kind == Kind::Release).and_then(|meta| meta.outlet.as_deref());
    behalf::speaks_by(reading, outlet, speaker, claimed) || behalf::bears_its_title(claimed, speaker)
}

/// Compares two speakers by their names and everything else they are called.
pub(super) fn compare(a: &Speaker, b: &Speaker) -> Likeness {
    if a.name == b.name {
        return Likeness::Same;
    }
    if behalf::one_speaks_for_other(a, b) {
        return Likeness::Different;
    }
    if !a.named || !b.named {
        return Likeness::Unknown;
    }
    match likeness(&a.name, &b.name) {
        Likeness::Different => {
            // A name by marriage or a stage name stands among the aliases.
            let full = |name: &&String| name.split_whitespace().count() > 1;
            let alias = a.aliases.iter().filter(full).any(|alias| likeness(alias, &b.name) == Likeness::Same)
                || b.aliases.iter().filter(full).any(|alias| likeness(alias, &a.name) == Likeness::Same);
            match alias {
                true => Likeness::Same,
                // "Harbour Authority", "Harbour Board": a body and a part of it, or two names of one.
                false if (a.body || b.body) && behalf::share_a_word(&a.name, &b.name) => Likeness::Unknown,
                false if behalf::is_of_body(a, b) => Likeness::Unknown,
                false => Likeness::Different,
            }
        }
        told => told,
    }
}

/// Whether the one word by which the draft names its speaker would do for the source's as well.
fn mention_fits(claim: &Claim<'_>, speaker: &Speaker) -> bool {
    let Some(mention) = attribution(claim.draft, claim.quotation).mention else { return false };
    let words = mention.of(claim.prose());
    let surname = speaker.name.split_whitespace().next_back().unwrap_or("");
    words.starts_with(char::is_uppercase)
        && words.split_whitespace().count() == 1
        && matches!(likeness(words, surname), Likeness::Same | Likeness::Misspelled)
}

/// Whether the source has somebody else saying it, and no reading of it would have the draft's speaker.
pub(super) fn is_misattributed(claim: &Claim<'_>, best: &Held) -> bool {
    let source = &best.passage.article.reading;
    let on_behalf = |speaker: &Speaker, id: QuotationId| {
        let other = best.source_speaker().unwrap_or(speaker);
        let there = behalf::is_given_out(source, &source.quotations[id]);
        let here = || behalf::is_given_out(claim.draft, claim.quotation);
        let by_another = || behalf::speaks_on_behalf(source, &source.quotations[id], other, speaker);
        behalf::one_speaks_for_other(speaker, other) && (there || here())
            || behalf::may_speak_for(speaker, other) && there
            || (here() || behalf::is_on_behalf(source, &source.quotations[id], speaker)) && by_another()
    };
    best.fit == Likeness::Different
        && best.standing == Standing::Quoted
        && is_telling(claim, best)
        && !claim.is_passed_on()
        && best.quotation.is_some_and(|id| {
            let absent = |speaker: &Speaker| !is_named_in(speaker, source);
            claim.speaker.is_some_and(|speaker| {
                let plain = || is_plain(source, id) || is_of_other_gender(source, id, speaker);
                !leads_up(source, id, speaker) && (plain() || absent(speaker)) && !on_behalf(speaker, id)
            })
        })
        && (names_speaker(claim.draft, claim.quotation)
            || !best.source_speaker().is_some_and(|speaker| is_named_in(speaker, claim.draft)))
}

/// Whether words inside another's speech are told to be somebody else's: the draft's speaker's, or those of somebody who is
/// not named: "He said, ‘We sign.’" Whoever the draft has for that, who recounts them is all there is. What they say of
/// themselves is no hearsay.
pub(super) fn is_recounted_of_another(claim: &Claim<'_>, best: &Held) -> bool {
    let reading = &best.passage.article.reading;
    let Some(inner) = best.quotation.map(|id| &reading.quotations[id]) else { return false };
    let told = attribution(reading, inner);
    let outer = inner.parent.and_then(|outer| attribution(reading, &reading.quotations[outer]).speaker);
    if best.fit != Likeness::Unknown {
        return told.speaker.is_none() || told.speaker != outer;
    }
    let recounts = |outer: usize| {
        // A word or two are anybody's.
        claim.speaker.is_some_and(|claimed| match compare(claimed, &reading.speakers[outer]) {
            Likeness::Same => true,
            Likeness::Different => claimed.named && is_telling(claim, best),
            // "THE PRESIDENT:" may be whom the draft has; neither is who said it.
            _ => claimed.named && claim.words() > FEW && told.speaker.is_some() && told.speaker != Some(outer),
        })
    };
    let whose = told.mention.map(|mention| mention.of(reading.document.prose.text()).to_lowercase());
    // "My grandmother used to say"
    let of_another = told.speaker.is_none_or(|speaker| Some(speaker) != outer && !reading.speakers[speaker].named);
    let of_others = || is_led_in_by_others(reading, inner);
    // Whoever it is that recounts them: the draft has somebody by name for them.
    let of_nobody = || claim.words() > FEW && claim.speaker.is_some_and(|claimed| claimed.named);
    of_another
        && (whose.as_ref().is_some_and(|whose| !matches!(whose.as_str(), "i" | "we")) || of_others())
        && outer.map_or_else(of_nobody, recounts)
}

/// Whether words inside a speech are led in to by a verb of saying, and nothing beside it says that the speaker said them:
/// "the crew came off saying, ‘…’".
fn is_led_in_by_others(reading: &Reading, inner: &Quotation) -> bool {
    let Some(outer) = inner.parent.map(|outer| reading.quotations[outer].span) else { return false };
    let prose = reading.document.prose.text();
    let (lead, _) = sentences::around(prose, outer, inner.outer);
    let lead = lead.of(prose).trim_end();
    let words: Vec<String> =
        lead.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    let near = &words[words.len().saturating_sub(LED_IN)..];
    lead.ends_with([',', ':'])
        && near.last().is_some_and(|last| spoken::english().class(last).is(Spoken::CUE) || *last == "going")
        && near.iter().any(|word| BE.contains(word))
        && !near.iter().any(|word| OWN.contains(&word.split(['\'', '’']).next().unwrap_or_default()))
}

/// Words in front of the marks among which there is none for who speaks, where others lead in to what is quoted.
const LED_IN: usize = 8;
/// "Were going, ‘…’" has its subject beside it.
const BE: &[&str] = &["was", "were", "is", "are", "'s", "been", "kept", "keep", "keeps"];
/// Who speaks, and those that are spoken to.
const OWN: &[&str] = &["i", "we", "me", "us", "my", "our", "you"];

/// Words that anybody may say.
const FEW: usize = 3;

/// Whether the words are a question that the source has somebody put to the draft's speaker.
pub(super) fn is_question_to(claim: &Claim<'_>, best: &Held) -> bool {
    let reading = &best.passage.article.reading;
    let at = best.span().start;
    let asks =
        |block: &Block| block.span.contains(at) && block.voice.as_ref().is_some_and(|voice| Voice::asks(&voice.name));
    reading.document.blocks.iter().any(asks)
        && claim.speaker.is_some_and(|speaker| {
            let last = speaker.name.split_whitespace().next_back().unwrap_or_default().to_lowercase();
            // "the prime minister" asks nothing, where others ask and are not named.
            let answers =
                || spoken::english().class(&last).is(Spoken::ANY_TITLE) && !QUESTIONERS.contains(&last.as_str());
            if speaker.named { is_named_in(speaker, reading) } else { answers() }
        })
}

/// Whether the words are those of who asks, by the label, and the draft's speaker answers there under a label of his own.
pub(super) fn is_questioners(claim: &Claim<'_>, best: &Held) -> bool {
    let reading = &best.passage.article.reading;
    let Some(asked) = best.quotation.map(|id| attribution(reading, &reading.quotations[id])) else { return false };
    let label = asked.mention.map(|mention| mention.of(reading.document.prose.text()).to_lowercase());
    let meta = best.passage.article.meta_at(best.span().start);
    let writes = |speaker: &Speaker| meta.byline.iter().any(|name| likeness(name, &speaker.name) == Likeness::Same);
    let answers = |speaker: &Speaker| {
        reading.utterances.iter().map(|utterance| &utterance.attribution).any(|it| {
            let another = || it.speaker.filter(|_| it.how == How::Label && it.speaker != asked.speaker);
            another().is_some_and(|other| match compare(speaker, &reading.speakers[other]) {
                Likeness::Same => true,
                // "PRIME MINISTER:" is whom the questions speak to.
                Likeness::Unknown => is_named_in(speaker, reading) && !writes(speaker),
                _ => false,
            })
        })
    };
    asked.how == How::Label
        && label.is_some_and(|label| QUESTIONERS.contains(&label.trim_end_matches([':', '.'])))
        && best.standing == Standing::Quoted
        && !claim.is_passed_on()
        && is_telling(claim, best)
        && claim.speaker.is_some_and(|speaker| speaker.named && answers(speaker))
}

/// Who asks, as transcripts label them.
const QUESTIONERS: &[&str] = &[
    "interviewer",
    "reporter",
    "moderator",
    "host",
    "presenter",
    "anchor",
    "journalist",
    "questioner",
    "the interviewer",
    "the moderator",
    "the host",
];

/// Whether the words are no chance meeting: enough of them, and the same. The fewer, the more likely are they a turn of
/// phrase that anybody may use.
fn is_telling(claim: &Claim<'_>, best: &Held) -> bool {
    let content = || claim.tokens.iter().filter(|token| align::weight(token) > 1.5).count();
    let has_number = || claim.tokens.iter().any(|token| token.kind == TokenKind::Number);
    let speaks_there = || claim.speaker.is_some_and(|speaker| speaks_in(speaker, &best.passage.article.reading));
    match claim.words() {
        0..=3 => false,
        // "We will wait and see" has two that tell something, and everybody says it.
        4..=5 => best.is_clean() && content() > if has_number() || speaks_there() { 1 } else { 2 },
        6..=7 => best.is_clean() && content() > usize::from(!speaks_there()),
        _ => best.reading.coverage >= 0.75,
    }
}

/// Whether a text quotes somebody: with other words than another's there, it is easily a mix-up of the two.
fn speaks_in(speaker: &Speaker, text: &Reading) -> bool {
    let speakers = text.utterances.iter().filter_map(|utterance| utterance.attribution.speaker);
    speaker.named && speakers.into_iter().any(|it| compare(speaker, &text.speakers[it]) == Likeness::Same)
}

/// Whether a text names somebody, in whatever form.
pub(super) fn is_named_in(speaker: &Speaker, text: &Reading) -> bool {
    text.speakers.iter().any(|other| matches!(compare(speaker, other), Likeness::Same | Likeness::Misspelled))
        || surname(&speaker.name)
            .is_some_and(|surname| words::whole(text.document.prose.text(), surname).next().is_some())
}

fn attribution<'a>(reading: &'a Reading, quotation: &Quotation) -> &'a Attribution {
    &reading.utterances[quotation.utterance].attribution
}

/// Whether the source's "he said" cannot be the draft's speaker, and it has somebody else for it.
fn is_of_other_gender(reading: &Reading, id: QuotationId, speaker: &Speaker) -> bool {
    let said = pronoun(reading, attribution(reading, &reading.quotations[id]));
    matches!((said, speaker.gender), (Gender::Male, Gender::Female) | (Gender::Female, Gender::Male))
}

/// What gender the pronoun tells that an attribution names its speaker by.
fn pronoun(reading: &Reading, attribution: &Attribution) -> Gender {
    let mention = attribution.mention.filter(|_| attribution.how == How::Cue);
    match mention.map(|mention| mention.of(reading.document.prose.text()).to_lowercase()).as_deref() {
        Some("he") => Gender::Male,
        Some("she") => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// Whether a source leaves no doubt who says it: a label, a full name beside the cue, or words that go on from such.
fn is_plain(reading: &Reading, id: QuotationId) -> bool {
    let quotation = &reading.quotations[id];
    let attribution = attribution(reading, quotation);
    match attribution.how {
        How::Label => true,
        How::Cue => {
            // One word may be a place or a paper that we took for somebody.
            let full = |speaker: usize| reading.speakers[speaker].name.split_whitespace().count() > 1;
            attribution.speaker.is_some_and(full) && names_speaker(reading, quotation)
                || pronoun(reading, attribution) != Gender::Unknown && goes_on(reading, id)
        }
        How::Continued => goes_on(reading, id),
        How::Clause => is_named_in_front(reading, id),
        _ => false,
    }
}

/// Whether a line is no more than a full name, perhaps with an office, a colon and the words: `Ana Lind, mayor: “We stay.”`
fn is_named_in_front(reading: &Reading, id: QuotationId) -> bool {
    let quotation = &reading.quotations[id];
    let prose = reading.document.prose.text();
    let line = prose[..quotation.outer.start].rfind('\n').map_or(0, |at| at + 1);
    let lead = Span::new(line, quotation.outer.start).of(prose).trim();
    let attribution = attribution(reading, quotation);
    let full = |speaker: usize| reading.speakers[speaker].name.split_whitespace().count() > 1;
    let words = |text: &str| text.split_whitespace().count();
    attribution.speaker.is_some_and(full)
        && attribution.mention.is_some_and(|mention| mention.start == line)
        && lead.strip_suffix(':').is_some_and(|lead| words(lead) <= LABEL && !lead.contains(['.', ':', '!', '?']))
}

/// Words in front of a colon at most that say no more than who speaks.
const LABEL: usize = 8;

/// Whether words follow plainly attributed ones of the same speaker, and nobody else is named in between.
fn goes_on(reading: &Reading, id: QuotationId) -> bool {
    let quotation = &reading.quotations[id];
    let speaker = attribution(reading, quotation).speaker;
    let Some(before) = (0..id).rev().find(|&before| reading.quotations[before].parent.is_none()) else { return false };
    let attributed = attribution(reading, &reading.quotations[before]);
    let from = [attributed.mention, attributed.cue].into_iter().flatten().map(|span| span.end).max().unwrap_or(0);
    let from = from.max(reading.quotations[before].outer.end);
    let between = Span::new(from.min(quotation.outer.start), quotation.outer.start);
    let prose = reading.document.prose.text();
    let others = reading.speakers.iter().enumerate().filter(|&(other, it)| Some(other) != speaker && !it.body);
    // "…, head of policy at the council", "…, who broke with Lind": whom a preposition leads to says nothing here.
    let object = |mention: Span| {
        let mut before = prose[..mention.start].trim_end().rsplit(char::is_whitespace).take(2);
        before.any(|word| PREPOSITIONS.contains(&word))
    };
    attributed.how == How::Cue
        && attributed.speaker == speaker
        && is_plain(reading, before)
        && between.of(prose).matches('\n').count() <= 2
        && !others.flat_map(|(_, other)| &other.mentions).any(|&mention| between.covers(mention) && !object(mention))
}

const PREPOSITIONS: &[&str] =
    &["about", "against", "at", "between", "by", "for", "from", "in", "of", "on", "to", "with"];

/// Whether a text's own words beside the cue name the speaker, with no pronoun to be resolved.
fn names_speaker(reading: &Reading, quotation: &Quotation) -> bool {
    let attribution = attribution(reading, quotation);
    let Some(speaker) = attribution.speaker.map(|speaker| &reading.speakers[speaker]) else { return false };
    let named = |mention: Span| {
        mention.of(reading.document.prose.text()).split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.starts_with(char::is_uppercase) && speaker.name.contains(word)
        })
    };
    match attribution.how {
        How::Label => true,
        How::Cue => attribution.mention.is_some_and(named),
        _ => false,
    }
}

/// Whether the sentence that leads up to the quotation names the draft's speaker, too: "Lind and Harke said that …",
/// "Lind answered Harke with …", "Lind said that Harke …". Which of them says it is easily read wrong.
fn leads_up(reading: &Reading, id: QuotationId, speaker: &Speaker) -> bool {
    let quotation = &reading.quotations[id];
    let prose = reading.document.prose.text();
    let Some(surname) = surname(&speaker.name) else { return false };
    let paragraph = prose[..quotation.outer.start].rfind('\n').map_or(0, |at| at + 1);
    let (lead, _) =
        sentences::around(prose, Span::new(paragraph, quotation.outer.start), Span::at(quotation.outer.start));
    let quoted = |at: usize| reading.quotations.iter().any(|other| other.span.start <= at && at < other.span.end);
    // Who speaks for somebody names him.
    let mention = attribution(reading, quotation).mention;
    let own = |at: usize| mention.is_some_and(|mention| mention.contains(at));
    words::whole(lead.of(prose), surname).map(|at| lead.start + at).any(|at| !quoted(at) && !own(at))
}
