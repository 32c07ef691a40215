//! From passages to a verdict.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;

use super::carried::{self, Around, Earlier};
use super::context::{self, Severed};
use super::differ::DifferenceKind;
use super::filter::Pattern;
use super::judge::{Claim, Held, hold, said_again};
use super::kept::Kept;
use super::passage::Passage;
use super::retrieve::Place;
use super::turns::Turn;
use super::{
    Evidence, Op, OpKind, Outcome, Standing, Verdict, align, backshift, lexicon, own, own_hand, reasons, renderings,
    retrieve, splice, whose, work,
};
use crate::corpus::{Corpus, CorpusError, Missed, likelihood};
use crate::quotations::{Quotation, QuotationId, QuotationKind};
use crate::settings::Settings;
use crate::speakers::{Likeness, Reading};
use crate::text::Span;
use crate::text::fold::{self, Token, TokenKind};

/// Longer quotations, in words, are not checked: no speech is that long.
pub(super) const LONGEST: usize = 30_000;
/// Longer ones are not taken apart in search of a splice, which would have them looked for many times over.
const TAKEN_APART: usize = 1_000;
/// How many sources a verdict keeps.
const SOURCES: usize = 6;

/// Holds every quotation of a draft against a corpus.
///
/// `earlier` is a reading of the same draft with its verdicts, against the same corpus and with the same
/// settings; what did not change is taken over, and what was `kept` of readings before that. Stops between two quotations
/// when `cancelled` says so, with the verdicts up to there. Where many quotations are to be looked up, several threads do.
pub fn verify(
    draft: &Reading,
    corpus: Option<&dyn Corpus>,
    settings: &Settings,
    earlier: Option<(&Reading, &[Verdict])>,
    kept: &Kept,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Vec<Verdict> {
    let earlier = earlier.map(|(before, verdicts)| Earlier::new(before, verdicts));
    let outer = draft.quotations.iter().enumerate().filter(|(_, quotation)| quotation.parent.is_none());
    let told: Vec<_> =
        outer.map(|(id, quotation)| (id, told(draft, id, quotation, corpus, earlier.as_ref(), kept))).collect();
    let new: Vec<QuotationId> = told.iter().filter(|(_, told)| told.is_none()).map(|&(id, _)| id).collect();
    let looked_up = work::each(&new, cancelled, |&id| {
        let verdict = corpus.map(|corpus| one(draft, id, corpus, settings));
        verdict.map_or_else(
            || bare(id, Outcome::Unchecked, None),
            |verdict| verdict.unwrap_or_else(|error| bare(id, Outcome::Unchecked, Some(error.to_string()))),
        )
    });
    for verdict in looked_up.iter().filter(|_| earlier.is_some()) {
        let id = verdict.quotation;
        let (facts, around) = (carried::facts_of(draft, id), Around::of(draft, id, verdict));
        kept.put(carried::words(draft, id), &facts, around, verdict, draft.quotations[id].span.start);
    }
    let mut looked_up = looked_up.into_iter();
    let mut verdicts: Vec<Verdict> =
        told.into_iter().map_while(|(_, told)| told.or_else(|| looked_up.next())).collect();
    splice::across_parts(draft, &mut verdicts);
    verdicts
}

/// What is known of a quotation without looking it up.
fn told<'a>(
    draft: &'a Reading,
    id: QuotationId,
    quotation: &Quotation,
    corpus: Option<&dyn Corpus>,
    earlier: Option<&Earlier<'a>>,
    kept: &Kept,
) -> Option<Verdict> {
    if matches!(quotation.kind, QuotationKind::NotSpeech(_)) {
        return Some(bare(id, Outcome::NotSpeech, None));
    }
    if corpus.is_none() {
        return Some(bare(id, Outcome::Unchecked, None));
    }
    let again = || {
        let around = |verdict: &Verdict| Around::of(draft, id, verdict);
        let (verdict, from) = kept.get(carried::words(draft, id), &carried::facts_of(draft, id), around)?;
        Some(carried::moved(verdict, from, draft, id))
    };
    earlier?.verdict(draft, id).or_else(again)
}

fn bare(quotation: QuotationId, outcome: Outcome, because: Option<String>) -> Verdict {
    Verdict { quotation, outcome, sources: Vec::new(), because, reasons: Arc::default(), missed: None, whoever: false }
}

/// Holds one quotation of a draft against a corpus.
pub(super) fn one(
    draft: &Reading,
    id: QuotationId,
    corpus: &dyn Corpus,
    settings: &Settings,
) -> Result<Verdict, CorpusError> {
    let quotation = &draft.quotations[id];
    let prose = draft.document.prose.text();
    let tokens = quotation.parts.iter().flat_map(|&part| fold::tokens(prose, part)).collect();
    let speaker = draft.speaker_of(quotation);
    let through = &draft.utterances[quotation.utterance].attribution.through;
    let claim = Claim { draft, quotation, tokens, speaker, through, style: settings.house_style };
    if claim.words() == 0 {
        return Ok(bare(id, Outcome::NotSpeech, None));
    }
    if claim.words() > LONGEST {
        let why = format!("not checked: longer than {LONGEST} words");
        return Ok(bare(id, Outcome::Unchecked, Some(why)));
    }
    let (mut held, passed_over) = held_against(&claim, corpus)?;
    held.sort_by_cached_key(|held| std::cmp::Reverse(held.rank()));
    let mut verdict = judged(id, &claim, corpus, &held, &passed_over)?;
    let mut reasons = if verdict.outcome == Outcome::Unsupported {
        // Whose words have not been found makes no difference.
        held.sort_by_cached_key(|held| std::cmp::Reverse(held.rank_of_words()));
        reasons::looked(&claim, &held, passed_over.len())
    } else {
        let looked = reasons::looked(&claim, &held, passed_over.len()).into_iter();
        looked.chain(held.first().and_then(|best| reasons::speaker(&claim, best))).collect()
    };
    reasons.extend(reasons::settled(verdict.outcome, verdict.because.as_deref(), &verdict.sources));
    verdict.reasons = Arc::new(reasons);
    if let Some(missed) = corpus.missed(&retrieve::query(claim.prose(), &claim.tokens)) {
        incomplete(&mut verdict, missed);
    }
    Ok(verdict)
}

/// Not all was searched: what was found stands, but that nothing was found says nothing.
fn incomplete(verdict: &mut Verdict, missed: Missed) {
    if verdict.sources.is_empty() {
        verdict.outcome = Outcome::Unchecked;
        verdict.because = Some(format!("search incomplete: {}", missed.why));
    }
    Arc::make_mut(&mut verdict.reasons).push(format!("not all was searched: {}", missed.why));
    verdict.missed = Some(missed);
}

/// The verdict that the best of the places, or several of them together, amount to.
fn judged(
    id: QuotationId,
    claim: &Claim<'_>,
    corpus: &dyn Corpus,
    held: &[Held],
    passed_over: &[Passage],
) -> Result<Verdict, CorpusError> {
    let best = held.first().filter(|best| bears_out(claim, best, best.fit));
    let mut in_pieces = false;
    if claim.words() <= TAKEN_APART
        && best.is_none_or(|best| !accounts_for_all(best))
        && let Some(pieces) = splice::pieces(claim, corpus, held)?
    {
        if pieces.are_telling() {
            return Ok(joined(id, &pieces));
        }
        in_pieces = true;
    }
    match best {
        // A word or three that nobody named says and no source has: marks of distance, not of speech.
        None if claim.words() <= 3 && !claim.speaker.is_some_and(|speaker| speaker.named) => {
            Ok(bare(id, Outcome::NotSpeech, None))
        }
        None => {
            let looked = format!("no source has these words ({} looked through)", corpus.about().articles);
            // Of a few words, all that the speaker said was looked through besides.
            let whoever = claim.words() > own::SHORT
                && !in_pieces
                && !held.iter().any(|held| bears_out(claim, held, Likeness::Same));
            Ok(Verdict { whoever, ..bare(id, Outcome::Unsupported, Some(looked)) })
        }
        Some(best) => decided(id, claim, corpus, best, held, passed_over),
    }
}

/// Where one place bears a quotation out, others that share less than this of its rare words are not looked at.
const CLOSE: f32 = 0.35;
/// And those that have less than such a share of its words in order do not bear it out as well.
const ALIKE: (usize, usize) = (8, 10);

/// So many places are looked at, however little they share: they tell where words that nobody said may come from.
const FIRST: usize = 2;
/// Of others, those that share so much of a quotation's words at least, and for which so much speaks, as [`likelihood`]
/// counts; of very few words a place must have all.
const SOME: f32 = 0.35;
const HOPELESS: f32 = 2.0;

/// Whether a place cannot bear a quotation out, as far as the search met its words. Of one that was edited openly, the
/// search may have met few.
fn is_hopeless(claim: &Claim<'_>, place: &Place) -> bool {
    let tokens = &claim.tokens;
    if tokens.iter().any(|token| matches!(token.kind, TokenKind::Cut | TokenKind::Bracketed)) {
        return false;
    }
    let words = tokens.len();
    if words <= 3 {
        // Of words that stand in two forms, the search meets one.
        return place.words < tokens.iter().filter(|token| align::other_forms(token.key).is_empty()).count();
    }
    let share = place.words.min(words) as f32 / words as f32;
    share < SOME || likelihood(place.surprise, share) < HOPELESS
}

/// The places that a quotation was held against; once one has borne it out, those that cannot are passed over.
fn held_against(claim: &Claim<'_>, corpus: &dyn Corpus) -> Result<(Vec<Held>, Vec<Passage>), CorpusError> {
    let (mut all, mut passed_over): (Vec<Held>, Vec<Passage>) = (Vec::new(), Vec::new());
    let pattern = OnceCell::new();
    let mut borne_out = false;
    let (places, rarity) = retrieve::places(corpus, claim.prose(), &claim.tokens)?;
    for place in places {
        if borne_out && place.share < CLOSE {
            break;
        }
        if all.len() >= FIRST && is_hopeless(claim, &place) {
            continue;
        }
        let passage = place.passage(corpus)?;
        if borne_out && !may_bear_out(claim, pattern.get_or_init(|| Pattern::new(&claim.tokens)), &passage) {
            passed_over.push(passage);
            continue;
        }
        let held = hold(claim, &claim.tokens, passage);
        let other = held.as_ref().filter(|held| held.is_clean() && held.fit == Likeness::Different);
        let again =
            other.and_then(|held| said_again(claim, &claim.tokens, held, |again| again.fit != Likeness::Different));
        let held = again.or(held);
        borne_out |= held.as_ref().is_some_and(|held| held.is_clean() && held.fit != Likeness::Different);
        all.extend(held);
    }
    if claim.words() <= own::SHORT {
        all.retain(|held| own::is_no_chance_at_all(claim, held, &rarity));
        if !all.iter().any(|held| held.is_clean() && held.is_by_the_same()) {
            all.extend(own::held(claim, corpus)?);
        }
    }
    Ok((all, passed_over))
}

/// Whether a passage has nearly all of a quotation's words in their order, those in brackets aside.
fn may_bear_out(claim: &Claim<'_>, pattern: &Pattern, passage: &Passage) -> bool {
    let own = |token: &&Token| !matches!(token.kind, TokenKind::Cut | TokenKind::Bracketed);
    let words = claim.tokens.iter().filter(own).count();
    pattern.in_common(&passage.tokens) * ALIKE.1 >= words * ALIKE.0
}

/// Whether every word of the quotation stands in the passage, in order, within one utterance. Where one is missing
/// between them, or an ellipsis hides one that turns the sense, nothing was joined from elsewhere.
fn accounts_for_all(best: &Held) -> bool {
    best.is_clean() || (best.words != Outcome::Spliced && best.reading.coverage >= 1.0)
}

/// Whether the quotation was made from this passage at all, if who speaks there is so much like who the draft has.
///
/// This decides between "altered" and "unsupported" only; whether meaning turned is never a matter of degree.
fn bears_out(claim: &Claim<'_>, held: &Held, fit: Likeness) -> bool {
    !is_chance(claim, held, fit)
        && (held.is_clean() || held.reading.coverage * held.together() >= needed(claim.words(), held.standing, fit))
}

/// Whether a few words are there as they may be anywhere: words of grammar in any reporter's text, and others with
/// something in between that somebody else said, or picked from several quotations.
fn is_chance(claim: &Claim<'_>, held: &Held, fit: Likeness) -> bool {
    let words = claim.words();
    if held.is_clean() {
        let tells = |token: &Token| !lexicon::is_function(token.key);
        return words <= 3 && held.standing == Standing::Reported && !claim.tokens.iter().any(tells);
    }
    words <= 3 && !fit.is_the_same()
        || words <= 5 && held.is_scattered()
        || (words <= 3 || words <= 9 && fit == Likeness::Different) && !held.is_tight()
}

/// The share of a quotation's weight that a passage must have: more of fewer words, which are met by chance more easily,
/// and more of what somebody else said.
fn needed(words: usize, standing: Standing, fit: Likeness) -> f32 {
    match (words, standing) {
        (0..=3, _) => 1.0,
        (4..=5, _) if fit.is_the_same() => 0.65,
        // A reporter's sentence that shares words with a quotation is about the same thing, not its source.
        (6.., Standing::Reported) => 0.8,
        _ if fit == Likeness::Different => 0.75,
        (4..=5, _) => 0.75,
        (6..=9, _) => 0.65,
        _ => 0.6,
    }
}

fn joined(id: QuotationId, joined: &splice::Joined) -> Verdict {
    let pieces = joined.pieces.iter().map(Held::evidence);
    let (outcome, sources) = if joined.one_utterance {
        (Outcome::Omission, pieces.reduce(|head, tail| bridged(head, &tail)).into_iter().collect())
    } else {
        (Outcome::Spliced, pieces.collect())
    };
    Verdict { quotation: id, outcome, sources, because: None, reasons: Arc::default(), missed: None, whoever: false }
}

/// Two stretches of one utterance as one piece of evidence, with what was left out between them.
fn bridged(head: Evidence, tail: &Evidence) -> Evidence {
    let mut ops = head.ops.iter().collect::<Vec<_>>();
    let cut = ops.last().map_or(0, |op| op.draft.end);
    let (from, to) = (head.span.end, tail.span.start);
    let prose = head.article.reading.document.prose.text();
    let words = fold::tokens(prose, Span::new(from, to));
    if let (Some(first), Some(last)) = (words.first(), words.last()) {
        ops.push(Op { kind: OpKind::Dropped, draft: Span::at(cut), source: first.span.join(last.span) });
    }
    ops.extend(tail.ops.iter());
    Evidence { span: head.span.join(tail.span), ops: ops.into(), ..head }
}

/// The best place, and what was cut off there that turns the words; where they stand as well without, that place.
fn as_said<'h>(claim: &Claim<'_>, best: &'h Held, held: &'h [Held]) -> (Cow<'h, Held>, Option<Severed>) {
    let severed = |held: &Held| {
        // A word that somebody else denies is no denial cut off.
        let own = claim.words() > 3 || held.fit == Likeness::Same;
        if held.words >= Outcome::OutOfContext && own { context::severed(claim, held) } else { None }
    };
    let Some(cut) = severed(best) else { return (Cow::Borrowed(best), None) };
    let as_good = |other: &Held| {
        other.is_clean()
            && other.standing == best.standing
            && (other.fit == best.fit || other.is_by_the_same())
            && severed(other).is_none()
    };
    if best.is_clean() {
        let others = held.iter().filter(|other| !std::ptr::eq(*other, best));
        if let Some(other) = others.take(OTHERS).find(|other| as_good(other)) {
            return (Cow::Borrowed(other), None);
        }
        if let Some(again) = said_again(claim, &claim.tokens, best, as_good) {
            return (Cow::Owned(again), None);
        }
    }
    (Cow::Borrowed(best), Some(cut))
}

/// Places that are looked at where the best one cuts something off.
const OTHERS: usize = 6;

fn decided(
    id: QuotationId,
    claim: &Claim<'_>,
    corpus: &dyn Corpus,
    best: &Held,
    held: &[Held],
    passed_over: &[Passage],
) -> Result<Verdict, CorpusError> {
    let (best, severed) = as_said(claim, best, held);
    // Of two texts that have the words, the one that names somebody tells whose they are.
    let another = || held.iter().find(|other| other.is_clean() && whose::is_misattributed(claim, other));
    let nobodys = best.is_clean() && best.standing == Standing::Quoted && best.speaker.is_none();
    let best = if nobodys { another().unwrap_or(&*best) } else { &*best };
    let mut sources = sources(best, held);
    let is_retold =
        best.standing == Standing::Reported && !own_hand::is_speech(claim, best) && backshift::is_all(claim, best);
    let hand = own_hand::of_another(claim, best);
    if let (Some(name), Some(first)) = (&hand, sources.first_mut()) {
        first.speaker = Some(name.clone());
    }
    let is_recounted = || {
        best.standing == Standing::Recounted && whose::is_recounted_of_another(claim, best)
            || own_hand::is_recounted_by_writer(claim, best)
    };
    let (outcome, because) = if let Some(name) = hand {
        (Outcome::Misattributed, Some(format!("the source is in the hand of {name}")))
    } else if whose::is_misattributed(claim, best) || whose::is_questioners(claim, best) {
        (Outcome::Misattributed, best.speaker.as_ref().map(|speaker| format!("the source has {speaker} saying it")))
    } else if best.words < Outcome::Exact && is_retold {
        (Outcome::Paraphrase, None)
    } else if best.words < Outcome::Exact {
        (best.words, best.turn.and_then(|turn| turned(claim, best, turn)))
    } else if let Some(severed) = severed {
        (Outcome::OutOfContext, Some(severed.told(best.passage.prose())))
    } else if !claim.is_passed_on() && is_recounted() {
        (Outcome::SecondHand, None)
    } else if best.standing == Standing::Reported && (is_no_speakers(claim, best) || whose::is_question_to(claim, best))
    {
        let unsure = own_hand::is_nobodys(best).then(|| "source does not say whose words these are".to_owned());
        (Outcome::Paraphrase, unsure)
    } else {
        let mut other = if own_hand::is_reporters(best) {
            renderings::of(claim, corpus, best, held, passed_over)?
        } else {
            Vec::new()
        };
        let outcome = if other.is_empty() { Outcome::Exact } else { Outcome::Disputed };
        other.truncate(SOURCES);
        sources.extend(other);
        (outcome, None)
    };
    Ok(Verdict { quotation: id, outcome, sources, because, reasons: Arc::default(), missed: None, whoever: false })
}

/// Whether words outside all marks are a reporter's, and the draft has neither him nor his paper for them.
fn is_no_speakers(claim: &Claim<'_>, best: &Held) -> bool {
    own_hand::is_reporters(best)
        && !own_hand::is_writers(claim, best)
        && !own_hand::is_given_out(claim, best)
        && !own_hand::is_of_paper(claim, best)
}

/// The best source, then others as good that are independent of it; copies of one story are folded into the first.
fn sources(best: &Held, held: &[Held]) -> Vec<Evidence> {
    let mut sources: Vec<(u32, Evidence)> = Vec::new();
    let others = held.iter().filter(|other| !std::ptr::eq(best, *other));
    for other in std::iter::once(best).chain(others) {
        let alike = other.is_clean() == best.is_clean() && other.standing == best.standing && other.fit == best.fit;
        let supports = std::ptr::eq(best, other) || (alike && other.is_clean());
        if !supports {
            continue;
        }
        let family = other.passage.article.family_at(other.span().start);
        let room = sources.len() < SOURCES;
        match sources.iter_mut().find(|(known, _)| *known == family) {
            Some((_, known)) => {
                let here = &other.passage.article;
                let listed = known.article.id == here.id || known.copies.iter().any(|copy| copy.id == here.id);
                if !listed {
                    known.copies.push(here.clone());
                }
            }
            None if room => sources.push((family, other.evidence())),
            None => {}
        }
    }
    sources.into_iter().map(|(_, evidence)| evidence).collect()
}

/// Which word turned which way: "negation: the source has “not”".
fn turned(claim: &Claim<'_>, best: &Held, turn: Turn) -> Option<String> {
    let difference = best.reading.differences.iter().find(
        |difference| matches!(difference.kind, DifferenceKind::Meaning(kind) | DifferenceKind::Hidden(kind) if kind == turn),
    )?;
    let draft: Vec<&str> = difference.draft.iter().map(|&at| claim.tokens[at].span.of(claim.prose())).collect();
    let source: Vec<&str> = difference.source.iter().map(|&place| best.passage.word(place)).collect();
    let (draft, source) = (draft.join(" "), source.join(" "));
    Some(match (draft.is_empty(), source.is_empty()) {
        _ if matches!(difference.kind, DifferenceKind::Hidden(_)) => {
            format!("{}: the ellipsis hides “{source}”", turn.as_str())
        }
        (true, _) => format!("{}: the source has “{source}”, the draft has not", turn.as_str()),
        (_, true) => format!("{}: the draft has “{draft}”, the source has not", turn.as_str()),
        _ => format!("{}: the source has “{source}”, the draft “{draft}”", turn.as_str()),
    })
}
