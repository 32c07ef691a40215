//! Other renderings: an independent source that has the same utterance in other words.
//!
//! Two kinds. A near one shares most words and is found by alignment. A far one is another translation:
//! same speaker, same days, and sentences that correspond because their neighbours do.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::judge::{Claim, Held, hold};
use super::passage::Passage;
use super::whose::compare;
use super::{Evidence, Op, OpKind, Standing, Steps, align};
use crate::corpus::{Article, Corpus, CorpusError, Said};
use crate::quotations::{QuotationId, QuotationKind};
use crate::speakers::Likeness;
use crate::text::Span;
use crate::text::fold::{self, TokenKind};

/// Reports of one occasion lie within so many days of each other.
const DAYS: i32 = 3;
/// So many others who may go by a speaker's name are looked at.
const NAMESAKES: usize = 32;
/// How many of a speaker's quotations are compared.
const COMPARED: usize = 400;

/// Every other rendering of what `best` has. The speaker's own record has none: it outweighs reports of it.
///
/// `held` are places that the claim was held against, `passed_over` are others, which it is held against only here.
pub(super) fn of(
    claim: &Claim<'_>,
    corpus: &dyn Corpus,
    best: &Held,
    held: &[Held],
    passed_over: &[Passage],
) -> Result<Vec<Evidence>, CorpusError> {
    let others = passed_over.iter().filter(|passage| may_be_near(best, passage));
    let others: Vec<Held> = others.filter_map(|passage| hold(claim, &claim.tokens, passage.clone())).collect();
    let mut near: Vec<&Held> = held.iter().chain(&others).filter(|other| is_near(best, other)).collect();
    near.sort_by_cached_key(|held| std::cmp::Reverse(held.rank()));
    let near: Vec<Evidence> =
        near.into_iter().map(|held| Evidence { other_rendering: true, ..held.evidence() }).collect();
    if near.is_empty() && best.standing == Standing::Quoted { far(corpus, best) } else { Ok(near) }
}

/// Whether a passage has words of the same speaker in another story of those days.
fn may_be_near(best: &Held, passage: &Passage) -> bool {
    let (Some(speaker), article) = (best.source_speaker(), &passage.article) else { return false };
    let reading = &article.reading;
    let of_speaker = |&id: &QuotationId| {
        let other = reading.speaker_of(&reading.quotations[id]);
        other.is_some_and(|other| matches!(compare(speaker, other), Likeness::Same | Likeness::Misspelled))
    };
    let mut last = None;
    passage.inside.iter().enumerate().any(|(at, inside)| {
        let new = *inside != last;
        last = *inside;
        let place = passage.tokens[at].span.start;
        new && inside.is_some()
            && is_another_story(best, article, place)
            && same_days(best, article, place)
            && inside.as_ref().is_some_and(of_speaker)
    })
}

/// Whether a passage is another rendering of what `best` has: same speaker, another story, most words shared.
fn is_near(best: &Held, other: &Held) -> bool {
    let Some(speech) = other.quotation.map(|id| other.passage.quotation(id).span) else { return false };
    // What lies behind the source's own closing mark is no rendering of anything.
    let within: Vec<Op> = other.reading.ops.iter().filter(|op| speech.covers(op.source)).copied().collect();
    inner_change(&within).is_some()
        && other.reading.coverage >= 0.6
        && other.reading.places.len() >= 5
        && other.standing == Standing::Quoted
        && is_another_story(best, &other.passage.article, other.span().start)
        && same_speaker(best, other)
        && same_days(best, &other.passage.article, other.span().start)
}

/// A change between words that are the same on both sides; a cut at the end is no other rendering.
fn inner_change(ops: &[Op]) -> Option<&Op> {
    let changed = |op: &&Op| matches!(op.kind, OpKind::Replaced | OpKind::Added | OpKind::Dropped);
    ops.get(1..ops.len().saturating_sub(1))?.iter().find(changed)
}

fn same_speaker(a: &Held, b: &Held) -> bool {
    match (a.source_speaker(), b.source_speaker()) {
        (Some(a), Some(b)) => matches!(compare(a, b), Likeness::Same | Likeness::Misspelled),
        _ => false,
    }
}

fn is_another_story(best: &Held, article: &Article, at: usize) -> bool {
    let own = &best.passage.article;
    let start = best.span().start;
    (article.id != own.id || article.story_at(at) != own.story_at(start))
        && article.family_at(at) != own.family_at(start)
}

fn same_days(best: &Held, article: &Article, at: usize) -> bool {
    near(best.passage.article.meta_at(best.span().start).date, article.meta_at(at).date)
}

/// Whether two days may be those of reports of one occasion.
fn near(a: Option<Date>, b: Option<Date>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.until(b).map_or(i32::MAX, |span| span.get_days().abs()) <= DAYS,
        _ => true,
    }
}

/// Other translations of the sentence that `best` has.
fn far(corpus: &dyn Corpus, best: &Held) -> Result<Vec<Evidence>, CorpusError> {
    let Some(speaker) = best.speaker.as_deref() else { return Ok(Vec::new()) };
    let own = speech(&best.passage.article, best, speaker);
    let span = best.span();
    let Some(at) = own.iter().position(|sentence| sentence.span.overlaps(span)) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut seen: FxHashSet<(crate::corpus::ArticleId, usize)> = FxHashSet::default();
    let day = best.passage.article.meta_at(span.start).date;
    for person in corpus.people(speaker, NAMESAKES)? {
        let latest = &person.said[..person.said.len().min(COMPARED)];
        // Of another day is told without looking at the article.
        for said in latest.iter().filter(|said| near(day, said.day)) {
            let article = corpus.article(said.article)?;
            let place = article.reading.quotations[said.quotation].span.start;
            let story = article.story_at(place);
            if !seen.insert((article.id, story))
                || !is_another_story(best, &article, place)
                || !same_days(best, &article, place)
            {
                continue;
            }
            let other = of_person(&article, story, latest);
            if let Some(index) = corresponds(&own, at, &other) {
                found.push(Evidence {
                    span: other[index].span,
                    article,
                    ops: Steps::default(),
                    speaker: Some(speaker.to_owned()),
                    standing: Standing::Quoted,
                    copies: Vec::new(),
                    other_rendering: true,
                });
            }
        }
    }
    Ok(found)
}

/// A sentence of somebody's speech, as what it says.
struct Sentence {
    span: Span,
    /// Stems of its words of content.
    content: Vec<String>,
    words: usize,
}

/// The speaker's sentences in the story that holds `best`, in order.
fn speech(article: &Arc<Article>, best: &Held, speaker: &str) -> Vec<Sentence> {
    let story = article.story_at(best.span().start);
    let reading = &article.reading;
    let said = reading
        .quotations
        .iter()
        .enumerate()
        .filter(|(_, quotation)| reading.speaker_of(quotation).is_some_and(|who| who.name == speaker))
        .map(|(id, quotation)| Said {
            article: article.id,
            quotation: id,
            day: article.meta_at(quotation.span.start).date,
        })
        .collect::<Vec<_>>();
    of_person(article, story, &said)
}

fn of_person(article: &Article, story: usize, said: &[Said]) -> Vec<Sentence> {
    let mut quotations: Vec<usize> =
        said.iter().filter(|said| said.article == article.id).map(|said| said.quotation).collect();
    quotations.sort_unstable();
    let mut sentences = Vec::new();
    for id in quotations {
        let quotation = &article.reading.quotations[id];
        if quotation.parent.is_some()
            || matches!(quotation.kind, QuotationKind::NotSpeech(_))
            || article.story_at(quotation.span.start) != story
        {
            continue;
        }
        for &part in &quotation.parts {
            sentences.extend(split(article.reading.document.prose.text(), part));
        }
    }
    sentences
}

fn split(prose: &str, part: Span) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut start = part.start;
    let text = part.of(prose);
    let mut cut = |end: usize| {
        let span = Span::new(start, end);
        let words: Vec<_> =
            fold::tokens(prose, span).into_iter().filter(|token| token.kind != TokenKind::Cut).collect();
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            let content = words
                .iter()
                .filter(|token| align::weight(token) >= 2.0)
                .map(|token| stem(token.span.of(prose)))
                .collect();
            sentences.push(Sentence { span: first.span.join(last.span), content, words: words.len() });
        }
        start = end;
    };
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = matches!(c, '.' | '!' | '?' | ';')
            && chars.peek().is_none_or(|(_, next)| next.is_whitespace() || matches!(next, '.' | '”' | '"'));
        if ends {
            cut(part.start + at + c.len_utf8());
        }
    }
    cut(part.end);
    sentences
}

/// A word without its ending, enough to see one root in two forms.
fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    let length = lower.chars().count();
    lower.chars().take(if length > 6 { 6 } else { length }).collect()
}

fn shared(a: &Sentence, b: &Sentence) -> usize {
    a.content.iter().filter(|word| b.content.contains(word)).count()
}

fn alike(a: &Sentence, b: &Sentence) -> f32 {
    let most = a.content.len().max(b.content.len());
    if most == 0 { 0.0 } else { shared(a, b) as f32 / most as f32 }
}

/// The sentence of `other` that stands where `own[at]` does: it shares a word of content, and its neighbours match.
fn corresponds(own: &[Sentence], at: usize, other: &[Sentence]) -> Option<usize> {
    let sentence = &own[at];
    if other.iter().any(|candidate| alike(sentence, candidate) >= 0.99 && sentence.words == candidate.words) {
        return None;
    }
    let near = |list: &[Sentence], at: usize| {
        (at.saturating_sub(2)..(at + 3).min(list.len())).filter(move |&n| n != at).collect::<Vec<_>>()
    };
    let around = near(own, at);
    let score = |candidate: usize| {
        let direct = alike(sentence, &other[candidate]);
        let best = |n: &usize| near(other, candidate).iter().map(|&m| alike(&own[*n], &other[m])).fold(0f32, f32::max);
        let neighbours = around.iter().map(best).fold(0f32, f32::max);
        (direct, neighbours)
    };
    (0..other.len())
        .filter(|&candidate| {
            let (direct, neighbours) = score(candidate);
            // A sentence that renders another one of this speech is no rendering of this one.
            let taken = (0..own.len()).any(|n| n != at && alike(&own[n], &other[candidate]) > direct);
            !taken && shared(sentence, &other[candidate]) > 0 && direct >= 0.3 && neighbours >= 0.5
        })
        .max_by(|&a, &b| {
            let (a, b) = (score(a), score(b));
            (a.0 + a.1).total_cmp(&(b.0 + b.1))
        })
}
