//! Where words stand in order: the search of the concordance.
//!
//! A search looks up every run of one, two and three words of the query, takes the rarest first until a budget of places
//! is spent, and keeps the diagonals (place in the corpus minus place in the query) on which rare runs gather: words in
//! order, with room for a word put in or left out. Its time is bounded by the budget, whatever the corpus holds. All
//! segments share one budget and one list of the best, and articles are told apart by their ids, so that the answer does
//! not depend on how the corpus is cut into segments.

use std::cmp::Reverse;
use std::sync::Arc;

use super::gather::{Chosen, Group, Scratch, groups};
use super::places::LONGEST;
use super::runs::{Run, Runs, SCALE};
use super::segment::Segment;
use super::within::Within;
use super::{Found, Hit, NOBODY, Query};
use crate::corpus::ArticleId;
use crate::text::Span;

/// How many places a search looks at; and how many, where those have nothing that is hardly chance.
const BUDGET: usize = 2_000;
pub(super) const HARDER: usize = 16_000;
/// And how many where only some articles are searched: most places are no one's of theirs, which is soon told.
const FEW: usize = 2 * HARDER;
/// What is hardly chance, as [`Hit::surprise`] counts; and such a share of the query, whatever the chance.
const SURE: f32 = 8.0;
const MOST: (u32, u32) = (8, 10);
/// A place must share so much of what the place shares that shares most.
const BESIDE: (u32, u32) = (4, 10);
/// What stands beside the words that the best one shares is looked for if both are so many; so many places of it are told.
const OTHER: usize = 4;
const OTHERS: usize = 4;

/// A segment and which of the corpus's articles its own are.
#[derive(Debug)]
pub(super) struct Shelf {
    pub segment: Arc<Segment>,
    /// [`NOBODY`] for an article that is gone.
    pub ids: Vec<u32>,
    order: Order,
}

/// How the articles of a segment lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// As in the corpus, and none is gone.
    Settled,
    /// Otherwise.
    Mixed,
}

impl Shelf {
    /// A segment whose articles are these of the corpus.
    pub(super) fn new(segment: Arc<Segment>, ids: Vec<u32>) -> Self {
        let settled = ids.is_sorted() && ids.last() != Some(&NOBODY);
        Self { segment, ids, order: if settled { Order::Settled } else { Order::Mixed } }
    }
}

/// A shelf among those of several corpora, whose articles are numbered from `first` on.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub shelf: &'a Shelf,
    pub first: u32,
}

impl std::ops::Deref for Placed<'_> {
    type Target = Shelf;

    fn deref(&self) -> &Shelf {
        self.shelf
    }
}

impl Placed<'_> {
    /// The segment's own numbers of some articles of the corpora, which are in order; in order.
    pub(super) fn numbers(&self, articles: &[ArticleId]) -> Vec<u32> {
        let ids = articles.iter().filter_map(|article| article.0.checked_sub(self.first));
        if self.order == Order::Settled {
            let numbers = ids.filter_map(|id| self.ids.binary_search(&id).ok());
            return numbers.map(|number| number as u32).collect();
        }
        let ids: Vec<u32> = ids.collect();
        let is_one = |number: &u32| ids.binary_search(&self.ids[*number as usize]).is_ok();
        (0..self.ids.len() as u32).filter(is_one).collect()
    }
}

/// Where the words of `keys` occur in order in some articles, as [`search`] tells; how surprising that is, for their words
/// alone.
pub(super) fn search_within(shelves: &[Placed<'_>], keys: &[u64], limit: usize, within: &Within) -> Found {
    let keys = &keys[..keys.len().min(LONGEST)];
    let mut runs = Runs::of(shelves, keys);
    // Places are set aside by the dozen: of few words, there are more than words.
    runs.rarity.chance = (within.total() as f32).ln().clamp(0.0, runs.rarity.chance.max(0.0));
    let mut scratch = Scratch::new(keys.len());
    let chosen = Chosen { most: FEW, ..chosen(&runs.all, afforded(&runs.all, keys.len(), FEW), keys.len()) };
    let mut found = groups(shelves, &runs, chosen, Some(within), &mut scratch);
    Found {
        hits: foremost(shelves, &mut found, limit, |group| group.share.score),
        beside: Vec::new(),
        rarity: runs.rarity,
    }
}

/// Where the words of `keys`, a part of a query, occur in order: what is wanted of it, best first.
pub(super) fn search(shelves: &[Placed<'_>], keys: &[u64], query: &Query) -> Found {
    let keys = &keys[..keys.len().min(LONGEST)];
    let limit = query.limit;
    let mut runs = Runs::of(shelves, keys);
    if query.least > 0.0 {
        runs.all.retain(|run| run.length > 1);
    }
    let mut scratch = Scratch::new(keys.len());
    let easily = afforded(&runs.all, keys.len(), BUDGET);
    let chosen = |rarest| Chosen {
        least: (query.least * keys.len() as f32).ceil() as u32,
        ..chosen(&runs.all, rarest, keys.len())
    };
    let mut found = groups(shelves, &runs, chosen(easily), None, &mut scratch);
    let plain = |group: &Group| {
        group.share.surprise >= SURE || group.share.covered as usize * MOST.1 as usize >= keys.len() * MOST.0 as usize
    };
    if !found.iter().any(plain) {
        let harder = afforded(&runs.all, keys.len(), HARDER);
        if harder > easily {
            found = groups(shelves, &runs, chosen(harder), None, &mut scratch);
        }
    }
    let most = found.iter().map(|group| group.share.covered).max().unwrap_or(0);
    found.retain(|group| group.share.surprise > 0.0 || group.share.covered * BESIDE.1 >= most * BESIDE.0);
    let beside = if query.beside { beside(shelves, &runs, &found, &mut scratch) } else { Vec::new() };
    let mut hits = foremost(shelves, &mut found, limit, |group| group.share.score);
    let likeliest = foremost(shelves, &mut found, limit / 2, |group| group.share.likelihood);
    let is_new = |it: &Hit| hits.iter().all(|hit| (hit.article, hit.span, hit.from) != (it.article, it.span, it.from));
    let others: Vec<Hit> = likeliest.into_iter().filter(is_new).collect();
    hits.extend(others);
    Found { hits, beside, rarity: runs.rarity }
}

/// So many of the rarest runs, of so many words.
fn chosen(runs: &[Run], rarest: usize, words: usize) -> Chosen<'_> {
    let (first, others) = runs.split_at(rarest);
    // All places of one or two words are worth the same.
    Chosen { first, others, words, least: 0, most: if words < 3 { BUDGET } else { HARDER } }
}

/// Where the words stand that lie before or behind all that the heaviest group shares, if they are some.
fn beside(shelves: &[Placed<'_>], runs: &Runs, found: &[Group], scratch: &mut Scratch) -> Vec<Hit> {
    let Some(best) = found.iter().max_by_key(|group| (group.share.score, group.share.covered, group.from, group.to))
    else {
        return Vec::new();
    };
    let words = runs.rarity.of.len() as u32;
    let rest = if best.from > words - best.to { 0..best.from } else { best.to..words };
    if rest.len() < OTHER || best.to - best.from < OTHER as u32 {
        return Vec::new();
    }
    let own: Vec<Run> = runs.all.iter().filter(|run| rest.contains(&run.at)).copied().collect();
    let taken = afforded(&own, words as usize, BUDGET);
    let mut others = groups(shelves, runs, chosen(&own, taken, rest.len()), None, scratch);
    others.retain(|group| 2 * group.share.covered as usize >= rest.len());
    foremost(shelves, &mut others, OTHERS, |group| group.share.score)
}

/// How many of the rarest runs have no more places in all than this; one at least.
///
/// The places of a run are among those of its beginning, and are looked at once.
fn afforded(runs: &[Run], words: usize, budget: usize) -> usize {
    let mut room = budget;
    let mut known = vec![0; words];
    let affords = |(nth, run): &(usize, &Run)| {
        let known = &mut known[run.at as usize];
        let more = run.count.saturating_sub(*known);
        let fits = more <= room || *nth == 0;
        room = room.saturating_sub(more);
        *known = run.count;
        fits
    };
    runs.iter().enumerate().take_while(affords).count()
}

/// The best as hits, so many; of those that are worth the same, the first by article and place.
fn foremost(shelves: &[Placed<'_>], groups: &mut [Group], limit: usize, worth: impl Fn(&Group) -> u32) -> Vec<Hit> {
    let settled = shelves.iter().all(|shelf| shelf.order == Order::Settled);
    // Of one segment's, the first by place are the first by article.
    let wanted = if settled { limit } else { groups.len() };
    let of_each = groups.chunk_by_mut(|a, b| a.shelf == b.shelf).flat_map(|own| {
        if own.len() > wanted && wanted > 0 {
            own.select_nth_unstable_by_key(wanted - 1, |group| (Reverse(worth(group)), group.first));
        }
        own.iter().take(wanted)
    });
    let article = |group: &Group| {
        let shelf = &shelves[group.shelf as usize];
        let number = shelf.segment.article_at(group.first);
        let id = *shelf.ids.get(number as usize).filter(|&&id| id != NOBODY)?;
        Some((Reverse(worth(group)), shelf.first + id, group.first, number, *group))
    };
    let mut found: Vec<_> = of_each.filter_map(article).collect();
    found.sort_unstable_by_key(|&(score, id, first, ..)| (score, id, first));
    found.truncate(limit);
    for (.., group) in &found {
        shelves[group.shelf as usize].segment.fetch_marks(group.first..group.last);
    }
    found.into_iter().map(|(_, id, _, number, group)| hit(&shelves[group.shelf as usize], id, number, &group)).collect()
}

fn hit(shelf: &Placed<'_>, id: u32, number: u32, group: &Group) -> Hit {
    let segment = &shelf.segment;
    // What lies in the next article belongs to no run of this one.
    let last = group.last.min(segment.places_of(number).end.saturating_sub(super::segment::MARK + 1));
    let (start, end) = (segment.byte_before(group.first), segment.byte_behind(last));
    Hit {
        article: ArticleId(id),
        span: Span { start, end: end.max(start) },
        words: group.share.covered as usize,
        from: group.from as usize,
        to: group.to as usize,
        score: group.share.score as f32 / SCALE,
        surprise: group.share.surprise,
    }
}
