//! From a quotation to the passages it may come from.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::passage::Passage;
use crate::corpus::{ArticleId, Corpus, CorpusError, Found, Hit, Query, Rarity, likelihood};
use crate::text::Span;
use crate::text::fold::{Token, TokenKind};

/// How many passages a quotation is aligned with.
const PASSAGES: usize = 12;
/// Bytes to each side of a place that has all words, and for each word that it has not, it or another.
const ROOM: usize = 24;
const WORD: usize = 10;
/// Bytes to each side of a hit: room for words left out.
const MARGIN: usize = 320;
/// That two hits lie beside each other surprises by so much more than that both are met somewhere, and more in a corpus
/// that is not small.
const BESIDE: f32 = 6.0;
/// Parts of one quotation farther apart than this are no passage; of a long one, than so many bytes for each word.
const REACH: usize = 4_000;
const WORD_REACH: usize = 12;
/// A longer quotation is looked for in pieces of so many words, of which one may not be found.
const PIECE: usize = 400;

/// A stretch of an article that a quotation may come from.
#[derive(Clone, Copy)]
pub(super) struct Place {
    article: ArticleId,
    span: Span,
    /// Bytes around it that belong to it.
    margin: usize,
    /// How many of the quotation's words were met there, at least.
    pub words: usize,
    /// The first of them, and one past the last; ellipses do not count.
    pub reach: (usize, usize),
    /// How much of the quotation's rare words stand there, beside the best place.
    pub share: f32,
    /// How surely they do not meet there by chance, see [`Hit::surprise`].
    pub surprise: f32,
}

impl Place {
    /// The words there.
    pub(super) fn passage(&self, corpus: &dyn Corpus) -> Result<Passage, CorpusError> {
        Ok(Passage::around(corpus.article(self.article)?, self.span, self.margin))
    }
}

/// What is looked for, with words of `prose`: those between the ellipses, no more than a few hundred at once.
pub(super) fn query(prose: &str, tokens: &[Token]) -> Query {
    let limit = if tokens.len() <= 3 { 4 * PASSAGES } else { 2 * PASSAGES };
    let words = stretches(tokens).map(|part| words(prose, part)).collect();
    Query { parts: stretches(tokens).map(keys).collect(), words, limit, ..Query::default() }
}

fn stretches(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    let between = tokens.split(|token| token.kind == TokenKind::Cut);
    between.flat_map(|part| part.chunks(PIECE)).filter(|part| !part.is_empty())
}

fn keys(tokens: &[Token]) -> Vec<u64> {
    tokens.iter().map(|token| token.key).collect()
}

fn words(prose: &str, tokens: &[Token]) -> String {
    let ends = tokens.first().zip(tokens.last());
    ends.map_or_else(String::new, |(first, last)| prose[first.span.start..last.span.end].to_owned())
}

/// The places that share most with a quotation's words, best first; and how rare these are.
pub(super) fn places(corpus: &dyn Corpus, prose: &str, tokens: &[Token]) -> Result<(Vec<Place>, Rarity), CorpusError> {
    let short = tokens.len() <= 3;
    let query = query(prose, tokens);
    let limit = query.limit;
    let Found { hits, rarity, .. } = corpus.find(&query)?;
    Ok((joined(&hits, tokens, if short { limit } else { PASSAGES }), rarity))
}

/// The places that have so much of a quotation's words in a row, as a share; best first.
pub(super) fn with_most(
    corpus: &dyn Corpus,
    prose: &str,
    tokens: &[Token],
    least: f32,
) -> Result<Vec<Place>, CorpusError> {
    let found = corpus.find(&Query { least, ..query(prose, tokens) })?;
    Ok(joined(&found.hits, tokens, PASSAGES))
}

/// Hits as places, as many of the best as are wanted.
fn joined(hits: &[Hit], tokens: &[Token], wanted: usize) -> Vec<Place> {
    let gap = 2 * MARGIN + if tokens.len() > PIECE { PIECE * WORD_REACH } else { 0 };
    let windows = windows(hits, gap, REACH.max(tokens.len() * WORD_REACH));
    let margin = MARGIN + tokens.len() * 3;
    let most = windows.first().map_or(0.0, |window| window.score);
    let place = |window: Window| {
        let Window { article, span, words, reach, score, surprise } = window;
        Place { article, span, margin, words, reach, share: score / most, surprise }
    };
    windows.into_iter().take(wanted).map(place).collect()
}

/// Where words stand, for who does not ask what stands about them.
pub(super) struct Narrow {
    /// The places that share most with a quotation's words, likeliest first, without what shares little beside the best, and no
    /// wider than the words that were not met may need.
    pub places: Vec<Place>,
    /// Places that share words which the first has not.
    pub beside: Vec<Place>,
    /// How rare the words are, ellipses left out.
    pub rarity: Rarity,
}

/// Looks for words alone.
pub(super) fn narrow(corpus: &dyn Corpus, prose: &str, tokens: &[Token]) -> Result<Narrow, CorpusError> {
    let found = corpus.find(&Query { beside: true, ..query(prose, tokens) })?;
    let mut places = joined(&found.hits, tokens, found.hits.len());
    let likelihood =
        |place: &Place| likelihood(place.surprise, place.words.min(tokens.len()) as f32 / tokens.len() as f32);
    places.sort_by(|a, b| likelihood(b).total_cmp(&likelihood(a)));
    places.truncate(2 * PASSAGES);
    let most = places.iter().map(|place| place.words).max().unwrap_or(0);
    // Where all of it was found, what shares half of it is no news.
    let needed = if most >= tokens.len() { tokens.len() * 2 / 3 } else { 0 };
    let narrowed = |place: Place| Place { margin: ROOM + WORD * tokens.len().saturating_sub(place.words), ..place };
    let beside = joined(&found.beside, tokens, PASSAGES).into_iter().map(narrowed).collect();
    let places = places.into_iter().filter(|place| place.words >= needed).map(narrowed).collect();
    Ok(Narrow { places, beside, rarity: found.rarity })
}

/// The places in some articles that share most with a few words, best first; and how rare these are there.
pub(super) fn among(
    corpus: &dyn Corpus,
    tokens: &[Token],
    articles: Arc<[ArticleId]>,
) -> Result<(Vec<Place>, Rarity), CorpusError> {
    // Without words as they are written: what is far away was asked for them already.
    let parts = stretches(tokens).map(keys).collect();
    let query = Query { parts, limit: 2 * PASSAGES, among: Some(articles), ..Query::default() };
    let found = corpus.find(&query)?;
    Ok((joined(&found.hits, tokens, PASSAGES), found.rarity))
}

/// Where hits lie near each other.
#[derive(Clone, Copy)]
struct Window {
    article: ArticleId,
    span: Span,
    words: usize,
    reach: (usize, usize),
    score: f32,
    surprise: f32,
}

/// Joins hits of one article that lie no farther apart than `gap` and reach no farther than `reach`, in bytes; what
/// shares most comes first.
fn windows(hits: &[Hit], gap: usize, reach: usize) -> Vec<Window> {
    let mut by_article: FxHashMap<ArticleId, Vec<Hit>> = FxHashMap::default();
    for hit in hits {
        by_article.entry(hit.article).or_default().push(*hit);
    }
    let mut windows: Vec<Window> = Vec::new();
    for (article, mut hits) in by_article {
        hits.sort_by_key(|hit| hit.span.start);
        let first = windows.len();
        for hit in hits {
            let Hit { span, words, from, to, score, surprise, .. } = hit;
            match windows[first..].last_mut() {
                Some(open) if span.start < open.span.end + gap && span.end < open.span.start + reach => {
                    open.span = open.span.join(span);
                    open.score += score;
                    open.words += words;
                    open.reach = (open.reach.0.min(from), open.reach.1.max(to));
                    open.surprise = open.surprise.max(surprise).max(open.surprise + surprise + BESIDE);
                }
                _ => windows.push(Window { article, span, words, reach: (from, to), score, surprise }),
            }
        }
    }
    windows.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.article.cmp(&b.article)).then(a.span.cmp(&b.span)));
    windows
}
