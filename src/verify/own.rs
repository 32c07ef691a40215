//! What the speaker whom a draft names said elsewhere: a few words are everybody's, and where a corpus is large, the
//! places that have most of them are mostly somebody else's.

use std::sync::Arc;

use super::chance::{Chance, numbers};
use super::judge::{Claim, Held, hold};
use super::retrieve;
use crate::corpus::{ArticleId, Corpus, CorpusError, Rarity};

/// Longer quotations, in words, are told by their words alone.
pub(super) const SHORT: usize = 6;
/// So many others who may go by a speaker's name are asked.
const NAMESAKES: usize = 256;
/// So surely the words of one that differs must not meet by chance in what the speaker said, and in the whole corpus, as
/// natural logarithms.
const SURE: f32 = 1.0;
const SURE_OF_ALL: f32 = 2.0;

/// The places where the draft's speaker has a short quotation's words or, of more than three, most of them.
pub(super) fn held(claim: &Claim<'_>, corpus: &dyn Corpus) -> Result<Vec<Held>, CorpusError> {
    let Some(speaker) = claim.speaker.filter(|speaker| speaker.named) else { return Ok(Vec::new()) };
    let mut articles: Vec<ArticleId> = Vec::new();
    for person in corpus.people(&speaker.name, NAMESAKES)? {
        articles.extend(person.said.iter().map(|said| said.article));
    }
    articles.sort_unstable();
    articles.dedup();
    if articles.is_empty() {
        return Ok(Vec::new());
    }
    let (places, rarity) = retrieve::among(corpus, &claim.tokens, Arc::from(articles))?;
    let mut all = Vec::new();
    for place in places {
        let held = hold(claim, &claim.tokens, place.passage(corpus)?);
        all.extend(held.filter(|held| held.is_by_the_same() && is_no_chance(claim, held, &rarity, SURE)));
    }
    Ok(all)
}

/// Whether the words of a short quotation are all there, or those that are do not meet by chance in the whole corpus.
pub(super) fn is_no_chance_at_all(claim: &Claim<'_>, held: &Held, rarity: &Rarity) -> bool {
    is_no_chance(claim, held, rarity, SURE_OF_ALL)
}

fn is_no_chance(claim: &Claim<'_>, held: &Held, rarity: &Rarity, sure: f32) -> bool {
    let numbers = numbers(&claim.tokens);
    let chance = Chance::new(rarity, &numbers);
    held.is_clean() || chance.is_none_or(|chance| chance.surprise(&held.same) >= sure)
}
