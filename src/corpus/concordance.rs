//! A concordance: every word with the two that follow it, sorted, so that a run of one, two or three
//! words is one range of one array.
//!
//! A search looks up every run of the query, takes the rarest first until a budget of places is spent,
//! and keeps the diagonals (place in the corpus minus place in the query) on which rare runs gather:
//! words in order, with room for a word put in or left out. Its time is bounded by the budget, whatever
//! the corpus holds.

use rustc_hash::FxHashMap;

use crate::text::Span;
use crate::text::fold::{Token, TokenKind};

/// Bits of a packed entry for one word.
const WORD_BITS: u32 = 21;
const WORD_MASK: u64 = (1 << WORD_BITS) - 1;
/// The id between documents, and of words that came after the table was full.
const NONE: u32 = 0;
/// How many places a search looks at.
const BUDGET: usize = 2_000;

/// Every word of a corpus in order, and where each run of words occurs.
#[derive(Debug, Default)]
pub(super) struct Concordance {
    ids: FxHashMap<u64, u32>,
    /// Word ids in order, [`NONE`] between documents.
    words: Vec<u32>,
    /// For each of `words`, its range of the document's prose.
    spans: Vec<(u32, u32)>,
    /// Where each document begins in `words`.
    starts: Vec<u32>,
    /// `(three ids packed, place)`, sorted.
    entries: Vec<(u64, u32)>,
}

/// A stretch of a document on which runs of a query gather.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// Number of the document, in the order they were added.
    pub document: u32,
    /// Range of its prose, first to last word of the runs.
    pub span: Span,
    /// Sum of their rarity.
    pub score: f32,
}

impl Concordance {
    /// Takes the next document in.
    pub(super) fn add(&mut self, tokens: &[Token]) {
        self.starts.push(self.words.len() as u32);
        for token in tokens.iter().filter(|token| token.kind != TokenKind::Cut) {
            let next = self.ids.len() as u32 + 1;
            let id = *self.ids.entry(token.key).or_insert(next);
            self.words.push(if u64::from(id) < WORD_MASK { id } else { NONE });
            self.spans.push((token.span.start as u32, token.span.end as u32));
        }
        self.words.push(NONE);
        self.spans.push((0, 0));
    }

    /// Sorts what was added; to be called once, before the first search.
    pub(super) fn finish(&mut self) {
        use rayon::slice::ParallelSliceMut;
        let id = |at: usize| u64::from(self.words.get(at).copied().unwrap_or(NONE));
        self.entries = (0..self.words.len())
            .filter(|&at| self.words[at] != NONE)
            .map(|at| (pack(id(at), id(at + 1), id(at + 2)), at as u32))
            .collect();
        self.entries.par_sort_unstable();
    }

    /// Where the words of `keys` occur in order, best first, at most `limit`.
    pub(super) fn search(&self, keys: &[u64], limit: usize) -> Vec<Run> {
        let ids: Vec<u32> = keys.iter().map(|key| self.ids.get(key).copied().unwrap_or(NONE)).collect();
        let found = self.places(&ids);
        self.gather(found, ids.len(), limit)
    }

    /// The rarest runs' places, as `(diagonal, place in the query, weight)`.
    fn places(&self, ids: &[u32]) -> Vec<Place> {
        let total = self.entries.len().max(1) as f32;
        let mut seeds = Vec::new();
        for at in 0..ids.len() {
            for length in 1..=3.min(ids.len() - at) {
                if ids[at..at + length].contains(&NONE) {
                    break;
                }
                let range = self.range(&ids[at..at + length]);
                let count = range.len();
                if count == 0 {
                    break;
                }
                // A single common word tells nothing; longer runs are bounded by the budget alone.
                if length > 1 || count < BUDGET || ids.len() < 3 {
                    seeds.push((count, at, range, (total / count as f32).ln().max(0.1)));
                }
            }
        }
        seeds.sort_by_key(|&(count, at, ..)| (count, at));
        let mut places = Vec::new();
        for (_, at, range, weight) in seeds {
            let room = BUDGET.saturating_sub(places.len());
            if room == 0 {
                break;
            }
            let hits = self.entries[range].iter().take(room);
            places.extend(hits.map(|&(_, place)| Place {
                diagonal: i64::from(place) - at as i64,
                at: at as u32,
                word: place,
                weight,
            }));
        }
        places
    }

    fn range(&self, run: &[u32]) -> std::ops::Range<usize> {
        let id = |n: usize| run.get(n).map(|&id| u64::from(id));
        let low = pack(id(0).unwrap_or(0), id(1).unwrap_or(0), id(2).unwrap_or(0));
        let high = pack(id(0).unwrap_or(WORD_MASK), id(1).unwrap_or(WORD_MASK), id(2).unwrap_or(WORD_MASK));
        let from = self.entries.partition_point(|&(key, _)| key < low);
        from..from + self.entries[from..].partition_point(|&(key, _)| key <= high)
    }

    /// Groups places on neighbouring diagonals and keeps the heaviest groups.
    fn gather(&self, mut places: Vec<Place>, query: usize, limit: usize) -> Vec<Run> {
        places.sort_by_key(|place| (place.diagonal, place.at));
        let width = (query as i64 / 3 + 6).min(24);
        let mut runs: Vec<Run> = Vec::new();
        let mut best = vec![0f32; query];
        let mut from = 0;
        while from < places.len() {
            let document = self.document_of(places[from].word);
            let near = |place: &&Place| {
                place.diagonal - places[from].diagonal <= width && self.document_of(place.word) == document
            };
            let to = from + places[from..].iter().take_while(near).count();
            let group = &places[from..to];
            best.fill(0.0);
            for place in group {
                let weight = &mut best[place.at as usize];
                *weight = weight.max(place.weight);
            }
            let first = group.iter().map(|place| place.word).min().unwrap_or(0) as usize;
            let last = group.iter().map(|place| place.word).max().unwrap_or(0) as usize;
            let span = Span::new(self.spans[first].0 as usize, self.spans[last].1 as usize);
            runs.push(Run { document, span, score: best.iter().sum() });
            from = to;
        }
        runs.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then(a.document.cmp(&b.document)).then(a.span.start.cmp(&b.span.start))
        });
        runs.truncate(limit);
        runs
    }

    fn document_of(&self, place: u32) -> u32 {
        self.starts.partition_point(|&start| start <= place) as u32 - 1
    }
}

struct Place {
    diagonal: i64,
    at: u32,
    word: u32,
    weight: f32,
}

fn pack(first: u64, second: u64, third: u64) -> u64 {
    first << (2 * WORD_BITS) | second << WORD_BITS | third
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn tokens(text: &str) -> Vec<Token> {
        fold::tokens(text, Span::new(0, text.len()))
    }

    fn keys(text: &str) -> Vec<u64> {
        tokens(text).iter().map(|token| token.key).collect()
    }

    const PAGES: [&str; 3] = [
        "The mayor opened the bridge on Monday. It will carry twelve thousand cars a day, she said.",
        "The ferry carries twelve hundred passengers a day in winter and the mayor rarely takes it.",
        "Nobody spoke of the bridge.",
    ];

    fn concordance() -> Concordance {
        let mut all = Concordance::default();
        for page in PAGES {
            all.add(&tokens(page));
        }
        all.finish();
        all
    }

    #[test]
    fn altered_words_are_found_in_order() {
        let all = concordance();
        let best = |query: &str| {
            let run = *all.search(&keys(query), 5).first().expect("something is found");
            (run.document, run.span.of(PAGES[run.document as usize]).to_owned())
        };
        assert_eq!(best("it will carry twelve thousand cars"), (0, "It will carry twelve thousand cars".to_owned()));
        assert_eq!(best("it may carry many thousand cars a day").0, 0);
        assert_eq!(best("hundreds of passengers a day in the winter").0, 1);
        assert_eq!(best("spoke of bridge"), (2, "spoke of the bridge".to_owned()));
    }

    #[test]
    fn what_was_never_said_is_not_found() {
        assert_eq!(concordance().search(&keys("quite unlike"), 5), []);
        assert_eq!(Concordance::default().search(&keys("anything at all"), 5), []);
    }
}
