//! A phrase without a draft: where was this said?

use std::sync::Arc;

use super::decide::LONGEST;
use super::judge::{Claim, Held, hold};
use super::{Evidence, align, retrieve};
use crate::corpus::{Corpus, CorpusError};
use crate::formats::Document;
use crate::quotations::{Quotation, QuotationKind, Utterance};
use crate::settings::HouseStyle;
use crate::speakers::Reading;
use crate::text::fold::{self, Token};
use crate::text::{Prose, Span};

/// A place counts that has so much of the phrase, by weight.
const ENOUGH: f32 = 0.55;
/// Two places together count that have so much of it.
const TOGETHER: f32 = 0.8;
/// What one place leaves over is looked for elsewhere if it is so many words.
const REST: usize = 3;

/// The places that have these words or similar ones, whoever says them; best first.
///
/// # Errors
/// When the corpus gives no answer.
pub fn find(phrase: &str, corpus: &dyn Corpus) -> Result<Vec<Evidence>, CorpusError> {
    let reading = reading(phrase.trim());
    let quotation = &reading.quotations[0];
    let tokens = fold::tokens(reading.document.prose.text(), quotation.span);
    let style = HouseStyle::default();
    let claim = Claim { draft: &reading, quotation, tokens, speaker: None, through: false, style };
    if claim.words() == 0 || claim.words() > LONGEST {
        return Ok(Vec::new());
    }
    let mut held = held_in(&claim, &claim.tokens, corpus)?;
    held.sort_by_cached_key(|held| std::cmp::Reverse(held.rank()));
    let Some(best) = held.first() else { return Ok(Vec::new()) };
    let other = rest(&claim, best, corpus)?;
    let share = other.as_ref().map_or(0.0, |(_, share)| *share);
    let enough = if best.reading.coverage + share >= TOGETHER { 0.0 } else { ENOUGH };
    let needed = |nth: usize| if nth == 0 { enough } else { ENOUGH.max(best.reading.coverage * 0.7) };
    let mut found: Vec<Evidence> = held
        .iter()
        .enumerate()
        .filter(|(nth, held)| held.reading.coverage >= needed(*nth))
        .map(|(_, held)| held.evidence())
        .collect();
    if let Some((other, _)) = other.filter(|_| !found.is_empty()) {
        found.insert(1, other.evidence());
    }
    Ok(found)
}

/// The place that has what the best one leaves over at an end, with its share of the whole phrase.
fn rest(claim: &Claim<'_>, best: &Held, corpus: &dyn Corpus) -> Result<Option<(Held, f32)>, CorpusError> {
    let (head, tail) = best.reading.uncovered;
    let (from, to) =
        if head > tail { (0, head) } else { (claim.tokens.len().saturating_sub(tail), claim.tokens.len()) };
    let rest = claim.tokens.get(from..to).unwrap_or_default();
    if rest.len() < REST {
        return Ok(None);
    }
    let weigh = |tokens: &[Token]| tokens.iter().map(align::weight).sum::<f32>();
    let share = weigh(rest) / weigh(&claim.tokens);
    let held = held_in(claim, rest, corpus)?.into_iter().filter(|held| held.reading.coverage >= TOGETHER);
    Ok(held.max_by_key(Held::rank).map(|held| {
        let share = share * held.reading.coverage;
        (held, share)
    }))
}

fn held_in(claim: &Claim<'_>, tokens: &[Token], corpus: &dyn Corpus) -> Result<Vec<Held>, CorpusError> {
    let passages = retrieve::passages(corpus, tokens)?;
    Ok(passages.into_iter().filter_map(|passage| hold(claim, tokens, passage)).collect())
}

/// A draft of nothing but the phrase, as somebody's words.
fn reading(phrase: &str) -> Reading {
    let all = Span::new(0, phrase.len());
    let quotation =
        Quotation { span: all, outer: all, parts: vec![all], kind: QuotationKind::Speech, utterance: 0, parent: None };
    let document = Document { text: Arc::from(phrase), prose: Prose::plain(phrase), ..Document::default() };
    let utterance = Utterance { quotations: vec![0], ..Utterance::default() };
    Reading { document, quotations: vec![quotation], utterances: vec![utterance], ..Reading::default() }
}
