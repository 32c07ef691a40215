//! Which stories carry one text, over a corpus that changes a little at a time.
//!
//! To join all stories takes some microseconds each. When an article or two are new, it is enough to hold those against
//! the others; and where one that had copies is gone, its copies are joined afresh among themselves.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::NOBODY;
use super::catalogue::Place;
use super::generation::Generation;
use super::record::Brief;
use super::segment::{BRIEF_OFFSETS, BRIEFS, SKETCH, SKETCHES, Segment};
use super::wake::{self, Wake};
use crate::corpus::syndication::{self, Sketch};

/// So many new stories are held against all others; for more, joining afresh is quicker.
const FEW: usize = 48;

/// Families of every article's stories, and how many quotations there are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Families {
    /// For each article its first family, and one more for the end.
    pub firsts: Vec<u32>,
    /// The families, one a story: the number of the first story that carries its text.
    pub of: Vec<u32>,
    pub quotations: usize,
}

/// An article in its new place, and its number in the old generation if it was there.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub place: Place,
    pub was: Option<u32>,
}

/// The families of all articles, in their order; `None` where a brief is damaged.
pub(super) fn of(segments: &[Arc<Segment>], entries: &[Entry], old: Option<&Generation>) -> Option<Families> {
    let found = match old.filter(|_| entries.iter().filter(|entry| entry.was.is_none()).count() <= FEW) {
        Some(old) => continued(segments, entries, old),
        None => afresh(segments, entries),
    };
    found.filter(|_| !segments.iter().any(|segment| segment.is_damaged()))
}

/// What tells the copies of a segment's stories, by article.
struct Sketches<'a> {
    /// For each article its first story, and one more for the end.
    firsts: Vec<u32>,
    stories: Vec<&'a [u8]>,
}

impl<'a> Sketches<'a> {
    fn of(segment: &'a Segment) -> Self {
        let mut firsts = Vec::with_capacity(segment.articles() as usize + 1);
        let mut stories = Vec::new();
        for (article, sketch) in segment.sketches() {
            while firsts.len() <= article as usize && firsts.len() < segment.articles() as usize {
                firsts.push(stories.len() as u32);
            }
            stories.push(sketch);
        }
        firsts.resize(segment.articles() as usize + 1, stories.len() as u32);
        wake::let_go(segment.container(), &[SKETCHES]);
        Self { firsts, stories }
    }

    fn article(&self, number: u32) -> Option<&[&'a [u8]]> {
        let at = number as usize;
        self.stories.get(*self.firsts.get(at)? as usize..*self.firsts.get(at + 1)? as usize)
    }
}

fn afresh(segments: &[Arc<Segment>], entries: &[Entry]) -> Option<Families> {
    let known: Vec<Sketches<'_>> = segments.iter().map(|segment| Sketches::of(segment)).collect();
    let (mut firsts, mut sketches, mut quotations) = (vec![0], Vec::new(), 0);
    let mut wakes = vec![(Wake::of(BRIEFS), Wake::of(SKETCHES)); segments.len()];
    for &Entry { place: (at, number), .. } in entries {
        let stories = known.get(at as usize)?.article(number)?;
        sketches.extend(stories.iter().map(|bytes| Sketch::of(bytes)));
        firsts.push(sketches.len() as u32);
        let segment = &segments[at as usize];
        quotations += Brief::quotations(segment.brief(number))?;
        let (container, (briefs, rows)) = (segment.container(), &mut wakes[at as usize]);
        briefs.reach(container, container.long(BRIEF_OFFSETS, number as usize) as usize);
        rows.reach(container, SKETCH * known[at as usize].firsts[number as usize] as usize);
    }
    drop(known);
    for segment in segments {
        wake::let_go(segment.container(), &[BRIEFS, BRIEF_OFFSETS, SKETCHES]);
    }
    Some(Families { firsts, of: syndication::families(&sketches), quotations })
}

/// The same from the old generation's, if little changed.
fn continued(segments: &[Arc<Segment>], entries: &[Entry], old: &Generation) -> Option<Families> {
    let (old_firsts, old_families) = old.catalogue.all_families();
    let families_of = |article: u32| {
        let at = article as usize;
        old_families.get(*old_firsts.get(at)? as usize..*old_firsts.get(at + 1)? as usize)
    };
    let mut gone = vec![true; old.catalogue.articles as usize];
    let mut quotations = old.catalogue.quotations;
    // For each family of the old generation, the number of its first story now.
    let mut first = vec![NOBODY; old_families.len()];
    let (mut firsts, mut roots, mut new) = (vec![0], Vec::with_capacity(old_families.len()), Vec::new());
    for entry in entries {
        if let Some(was) = entry.was {
            *gone.get_mut(was as usize)? = false;
            for &family in families_of(was)? {
                let first = first.get_mut(family as usize)?;
                *first = (*first).min(roots.len() as u32);
                roots.push(*first);
            }
        } else {
            let (segment, number) = entry.place;
            let segment = segments.get(segment as usize)?;
            quotations += Brief::quotations(segment.brief(number))?;
            for (_, sketch) in segment.sketches().filter(|(article, _)| *article == number) {
                new.push((roots.len() as u32, Sketch::of(sketch)));
                roots.push(roots.len() as u32);
            }
        }
        firsts.push(roots.len() as u32);
    }
    let mut apart = Vec::new();
    for article in (0..old.catalogue.articles).filter(|&article| gone[article as usize]) {
        apart.extend(families_of(article)?.iter().filter_map(|&family| first.get(family as usize).copied()));
        quotations = quotations.checked_sub(old.brief(article)?.quotations)?;
    }
    apart.retain(|&root| root != NOBODY);
    if !apart.is_empty() || !new.is_empty() {
        let stories = Stories::of(segments, entries, &firsts)?;
        stories.part(&apart, &mut roots);
        stories.join(&new, &mut roots);
    }
    Some(Families { firsts, of: roots, quotations })
}

/// All stories as they lie in the segments.
struct Stories<'a> {
    segments: &'a [Arc<Segment>],
    /// For each segment the number of the first story of each of its articles; nobody, of those that are gone.
    numbers: Vec<Vec<u32>>,
}

impl<'a> Stories<'a> {
    fn of(segments: &'a [Arc<Segment>], entries: &[Entry], firsts: &[u32]) -> Option<Self> {
        let mut numbers: Vec<Vec<u32>> =
            segments.iter().map(|segment| vec![NOBODY; segment.articles() as usize]).collect();
        for (entry, &first) in entries.iter().zip(firsts) {
            *numbers.get_mut(entry.place.0 as usize)?.get_mut(entry.place.1 as usize)? = first;
        }
        Some(Self { segments, numbers })
    }

    /// Each story's number and what tells its copies.
    fn each(&self, mut each: impl FnMut(u32, &[u8])) {
        for (segment, numbers) in self.segments.iter().zip(&self.numbers) {
            let (mut last, mut nth) = (NOBODY, 0);
            for (article, sketch) in segment.sketches() {
                nth = if article == last { nth + 1 } else { 0 };
                last = article;
                if let Some(&first) = numbers.get(article as usize).filter(|&&first| first != NOBODY) {
                    each(first + nth, sketch);
                }
            }
        }
    }

    /// Joins the stories of some families afresh, each among themselves: one that tied them may be gone.
    fn part(&self, apart: &[u32], roots: &mut [u32]) {
        if apart.is_empty() {
            return;
        }
        let mut members: FxHashMap<u32, Vec<(u32, Sketch)>> = apart.iter().map(|&root| (root, Vec::new())).collect();
        self.each(|story, sketch| {
            let root = roots.get(story as usize);
            if let Some(members) = root.and_then(|root| members.get_mut(root)) {
                members.push((story, Sketch::of(sketch)));
            }
        });
        for mut family in members.into_values() {
            family.sort_unstable_by_key(|(story, _)| *story);
            let (stories, sketches): (Vec<u32>, Vec<Sketch>) = family.into_iter().unzip();
            for (&story, first) in stories.iter().zip(syndication::families(&sketches)) {
                roots[story as usize] = stories[first as usize];
            }
        }
    }

    /// Holds new stories against all, and joins what belongs together.
    fn join(&self, new: &[(u32, Sketch)], roots: &mut [u32]) {
        if new.is_empty() {
            return;
        }
        self.each(|story, sketch| {
            let sketch = Sketch::of(sketch);
            for (number, own) in new.iter().filter(|(number, _)| *number != story) {
                if own.is_copy(&sketch) && (story as usize) < roots.len() {
                    let (a, b) = (root(roots, *number), root(roots, story));
                    roots[a.max(b) as usize] = a.min(b);
                }
            }
        });
        for story in 0..roots.len() as u32 {
            roots[story as usize] = root(roots, story);
        }
    }
}

fn root(roots: &[u32], mut story: u32) -> u32 {
    while roots[story as usize] != story {
        story = roots[story as usize];
    }
    story
}
