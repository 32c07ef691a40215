//! Which articles of a page are its stories, and where each begins.

use std::ops::Range;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::document::{Block, BlockKind};
use super::metadata::{Kind, Metadata};

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

/// Blocks of a page that carry one day and one voice.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub blocks: Range<usize>,
    /// Which of the page's articles they belong to.
    pub article: usize,
    /// The day of an entry of what was told as it went on.
    pub day: Option<Date>,
    /// Whether readers wrote them.
    pub comments: bool,
}

impl Part {
    /// What is known of it, from what the page says of itself.
    pub fn meta(&self, page: &Metadata) -> Metadata {
        let lang = page.lang.clone();
        // Its words are its writers' own, and none of the paper's.
        if self.comments {
            return Metadata { lang, kind: Kind::Post, ..Metadata::default() };
        }
        if self.article == 0 {
            return page.clone();
        }
        Metadata { lang, outlet: page.outlet.clone(), ..Metadata::default() }
    }
}

/// The parts of a page: each of its articles, cut where an entry with a day of its own begins or ends, and where
/// nothing follows but what readers wrote.
pub(super) fn parts(
    blocks: &[Block],
    places: &[Option<(usize, usize)>],
    kept: &[usize],
    entries: &[(Range<usize>, Date)],
    comments: &[Range<usize>],
) -> Vec<Part> {
    // The articles of what is told as it goes on are its entries.
    let articles = if entries.is_empty() { article_starts(blocks, places, kept) } else { vec![0] };
    // A page of nothing else is what it was saved for, and a counter of comments stands above the text.
    let body = blocks.iter().rposition(|block| is_body(block.kind)).unwrap_or(blocks.len());
    let comments = comments.iter().map(|range| range.start).find(|&start| start > body).unwrap_or(blocks.len());
    let edges = entries.iter().flat_map(|(range, _)| [range.start, range.end]);
    let mut cuts: Vec<usize> = articles.iter().copied().chain(edges).chain([comments]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.retain(|&cut| cut < blocks.len());
    let mut parts = Vec::with_capacity(cuts.len());
    let mut entries = entries.iter().peekable();
    for (nth, &start) in cuts.iter().enumerate() {
        while entries.next_if(|(range, _)| range.end <= start).is_some() {}
        parts.push(Part {
            blocks: start..cuts.get(nth + 1).copied().unwrap_or(blocks.len()),
            article: articles.partition_point(|&first| first <= start).saturating_sub(1),
            day: entries.peek().filter(|(range, _)| range.contains(&start)).map(|&&(_, day)| day),
            comments: start >= comments,
        });
    }
    parts
}

/// Where the stories of a page begin: the first at 0, another where one of several articles begins.
fn article_starts(blocks: &[Block], places: &[Option<(usize, usize)>], kept: &[usize]) -> Vec<usize> {
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
    starts
}

/// A page with more articles than this is a list of them, not stories.
const MOST_STORIES: usize = 20;

#[cfg(test)]
mod tests {
    use crate::formats::{Kind, Story, read_text};

    #[test]
    fn readers_write_posts_of_their_own() {
        let html =
            "<h1>Bridge</h1><p>It is open.</p><section id=comments><b>Orre</b><p>At last.</p></section><footer>More";
        let document = read_text("a.html", html);
        let told = |story: &Story| {
            (
                story.span.of(document.prose.text()).to_owned(),
                story.meta.kind,
                story.meta.title.clone().unwrap_or_default(),
            )
        };
        assert_eq!(
            document.stories.iter().map(told).collect::<Vec<_>>(),
            [
                ("Bridge\n\nIt is open.".to_owned(), Kind::Article, "Bridge".to_owned()),
                ("Orre\n\nAt last.\n\nMore".to_owned(), Kind::Post, String::new()),
            ]
        );
    }
}
