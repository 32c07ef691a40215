//! From a quotation to the passages it may come from.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::passage::Passage;
use crate::corpus::{Article, ArticleId, Corpus, CorpusError, Hit, Query};
use crate::text::Span;
use crate::text::fold::{Token, TokenKind};

/// How many passages a quotation is aligned with.
const PASSAGES: usize = 12;
/// Bytes to each side of a hit: room for words left out.
const MARGIN: usize = 320;
/// Parts of one quotation farther apart than this are no passage.
const REACH: usize = 4_000;
/// How many of a speaker's own words are looked through for a short quotation.
const OWN: usize = 400;

/// A stretch of an article that a quotation may come from.
#[derive(Clone, Copy)]
pub(super) struct Place {
    article: ArticleId,
    span: Span,
    /// Bytes around it that belong to it.
    margin: usize,
    /// How much of the quotation's rare words stand there, beside the best place.
    pub share: f32,
}

impl Place {
    /// The words there.
    pub(super) fn passage(&self, corpus: &dyn Corpus) -> Result<Passage, CorpusError> {
        Ok(Passage::around(corpus.article(self.article)?, self.span, self.margin))
    }
}

/// The places that share most with a quotation's words, best first.
pub(super) fn places(corpus: &dyn Corpus, tokens: &[Token]) -> Result<Vec<Place>, CorpusError> {
    let parts = parts(tokens);
    let short = tokens.len() <= 3;
    let limit = if short { 4 * PASSAGES } else { 2 * PASSAGES };
    let hits = corpus.search(&Query { parts, limit })?;
    let margin = MARGIN + tokens.len() * 3;
    let windows = windows(&hits);
    let most = windows.first().map_or(0.0, |&(score, ..)| score);
    let windows = windows.into_iter().take(if short { limit } else { PASSAGES });
    Ok(windows.map(|(score, article, span)| Place { article, span, margin, share: score / most }).collect())
}

/// The passages where one of `speaker`'s own quotations holds the words of a short quotation.
pub(super) fn own_words(corpus: &dyn Corpus, speaker: &str, tokens: &[Token]) -> Result<Vec<Passage>, CorpusError> {
    let keys: Vec<u64> = tokens.iter().map(|token| token.key).collect();
    let mut found = Vec::new();
    for person in corpus.people(speaker)? {
        for said in person.said.iter().take(OWN) {
            let article: Arc<Article> = corpus.article(said.article)?;
            let span = article.reading.quotations[said.quotation].span;
            let passage = Passage::around(article, span, 40);
            let words: Vec<u64> = passage.tokens.iter().map(|token| token.key).collect();
            if words.windows(keys.len()).any(|run| run == keys) {
                found.push(passage);
                if found.len() == 4 {
                    return Ok(found);
                }
            }
        }
    }
    Ok(found)
}

/// The words between the ellipses.
fn parts(tokens: &[Token]) -> Vec<Vec<u64>> {
    tokens
        .split(|token| token.kind == TokenKind::Cut)
        .map(|part| part.iter().map(|token| token.key).collect::<Vec<_>>())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Joins hits of one article that lie near each other; what shares most comes first.
fn windows(hits: &[Hit]) -> Vec<(f32, ArticleId, Span)> {
    let mut by_article: FxHashMap<ArticleId, Vec<Hit>> = FxHashMap::default();
    for hit in hits {
        by_article.entry(hit.article).or_default().push(*hit);
    }
    let mut windows: Vec<(f32, ArticleId, Span)> = Vec::new();
    for (article, mut hits) in by_article {
        hits.sort_by_key(|hit| hit.span.start);
        let mut open: Option<(f32, Span)> = None;
        for hit in hits {
            match &mut open {
                Some((score, span)) if hit.span.start < span.end + 2 * MARGIN && hit.span.end < span.start + REACH => {
                    *span = span.join(hit.span);
                    *score += hit.score;
                }
                _ => {
                    windows.extend(open.take().map(|(score, span)| (score, article, span)));
                    open = Some((hit.score, hit.span));
                }
            }
        }
        windows.extend(open.map(|(score, span)| (score, article, span)));
    }
    windows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    windows
}
