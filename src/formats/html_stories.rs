//! Which articles of a page are its stories, and where each begins.

use rustc_hash::FxHashMap;

use super::document::{Block, BlockKind};

/// Sets apart what stands outside the articles of a page, where the page has articles and most of its words are
/// in them; answers which outermost containers are read.
pub(super) fn keep(blocks: &mut [Block], places: &[Option<(usize, usize)>]) -> Vec<usize> {
    let mut outer: FxHashMap<usize, usize> = FxHashMap::default();
    let mut inner: FxHashMap<usize, usize> = FxHashMap::default();
    let mut total = 0;
    let words = |block: &Block| if is_body(block.kind) { block.span.len() } else { 0 };
    for (block, place) in blocks.iter().zip(places) {
        total += words(block);
        if let Some((first, last)) = place {
            *outer.entry(*first).or_default() += words(block);
            *inner.entry(*last).or_default() += words(block);
        }
    }
    let largest =
        |sizes: &FxHashMap<usize, usize>| sizes.iter().map(|(&id, &size)| (size, std::cmp::Reverse(id))).max();
    let mut kept: Vec<usize> = Vec::new();
    if let Some((size, std::cmp::Reverse(id))) = largest(&inner)
        && size * 10 >= total * 6
        && size > 0
    {
        set_apart(blocks, places, |place| place.1 == id);
        kept.extend(places.iter().flatten().find(|place| place.1 == id).map(|place| place.0));
    } else if let Some((size, _)) = largest(&outer) {
        kept = outer.iter().filter(|&(_, &own)| own > 0 && own * 5 >= size).map(|(&id, _)| id).collect();
        kept.sort_unstable();
        let inside: usize = kept.iter().map(|id| outer[id]).sum();
        if inside * 10 >= total * 4 {
            set_apart(blocks, places, |place| kept.binary_search(&place.0).is_ok());
        } else {
            kept.clear();
        }
    }
    kept
}

fn is_body(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::BlockQuote | BlockKind::ListItem)
}

fn set_apart(blocks: &mut [Block], places: &[Option<(usize, usize)>], reads: impl Fn((usize, usize)) -> bool) {
    for (block, place) in blocks.iter_mut().zip(places) {
        // The headline often stands above the article, in a header of its own.
        let headline = block.kind == BlockKind::Heading;
        if !place.is_some_and(&reads) && !headline {
            block.kind = BlockKind::Boilerplate;
        }
    }
}

/// The blocks of each story: all of them, or cut where one of several articles begins.
pub(super) fn story_ranges(
    blocks: &[Block],
    places: &[Option<(usize, usize)>],
    kept: &[usize],
) -> Vec<std::ops::Range<usize>> {
    let mut starts = vec![0];
    let paragraphs = |id: usize| {
        blocks
            .iter()
            .zip(places)
            .filter(|(block, place)| is_body(block.kind) && place.is_some_and(|place| place.0 == id))
            .count()
    };
    let long: Vec<usize> = if kept.len() > 1 && kept.len() <= MOST_STORIES {
        kept.iter().copied().filter(|&id| paragraphs(id) >= 2).collect()
    } else {
        Vec::new()
    };
    for id in long.iter().skip(1) {
        starts.extend(places.iter().position(|place| place.is_some_and(|place| place.0 == *id)));
    }
    starts.iter().enumerate().map(|(nth, &start)| start..starts.get(nth + 1).copied().unwrap_or(blocks.len())).collect()
}

/// A page with more articles than this is a list of them, not stories.
const MOST_STORIES: usize = 20;
