//! Which stories carry one text, over a corpus that changes a little at a time.
//!
//! To join all stories takes some microseconds each. When an article or two are new, it is enough to hold those against
//! the others; and where one that had copies is gone, all is joined afresh.

use rustc_hash::FxHashMap;

use super::catalogue::Place;
use super::generation::Generation;
use super::record::Brief;
use super::segment::Segment;
use crate::corpus::syndication::{self, Sketch};

/// So many new stories are held against all others; for more, joining afresh is quicker.
const FEW: usize = 48;

/// Families of every article's stories, and how many quotations there are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Families {
    pub of: Vec<Vec<u32>>,
    pub quotations: usize,
}

/// An article in its new place, and its number in the old generation if it was there.
pub(super) struct Entry<'a> {
    pub segment: &'a Segment,
    pub place: Place,
    pub was: Option<u32>,
}

/// The families of all articles, in their order; `None` where a brief is damaged.
pub(super) fn of(entries: &[Entry<'_>], old: Option<&Generation>) -> Option<Families> {
    if let Some(old) = old
        && let Some(families) = continued(entries, old)
    {
        return Some(families);
    }
    let mut sketches: Vec<Sketch> = Vec::new();
    let mut counts = Vec::with_capacity(entries.len());
    let mut quotations = 0;
    for entry in entries {
        let (own, said) = brief(entry)?;
        counts.push(own.len());
        sketches.extend(own);
        quotations += said;
    }
    let mut all = syndication::families(&sketches).into_iter();
    Some(Families { of: counts.into_iter().map(|count| all.by_ref().take(count).collect()).collect(), quotations })
}

fn brief(entry: &Entry<'_>) -> Option<(Vec<Sketch>, usize)> {
    Brief::sketches(entry.segment.brief(entry.place.1))
}

/// The same from the old generation's, if little changed and nothing came apart.
fn continued(entries: &[Entry<'_>], old: &Generation) -> Option<Families> {
    let fresh = entries.iter().filter(|entry| entry.was.is_none()).count();
    if fresh > FEW {
        return None;
    }
    let mut gone = vec![true; old.catalogue.articles as usize];
    for was in entries.iter().filter_map(|entry| entry.was) {
        gone[was as usize] = false;
    }
    let mut quotations = old.catalogue.quotations;
    // For each family of the old generation, the number of its first story now.
    let mut first: FxHashMap<u32, u32> = FxHashMap::default();
    let mut roots: Vec<u32> = Vec::new();
    let mut counts = Vec::with_capacity(entries.len());
    let mut new: Vec<(u32, Sketch)> = Vec::new();
    for entry in entries {
        let next = roots.len() as u32;
        if let Some(was) = entry.was {
            let families = old.catalogue.families(was).into_iter().enumerate();
            roots.extend(families.map(|(nth, family)| *first.entry(family).or_insert(next + nth as u32)));
        } else {
            let (own, said) = brief(entry)?;
            quotations += said;
            roots.extend((next..).take(own.len()));
            new.extend((next..).zip(own));
        }
        counts.push(roots.len() - next as usize);
    }
    for article in (0..old.catalogue.articles).filter(|&article| gone[article as usize]) {
        if old.catalogue.families(article).iter().any(|family| first.contains_key(family)) {
            return None;
        }
        quotations = quotations.checked_sub(old.brief(article)?.quotations)?;
    }
    if !new.is_empty() {
        join(entries, &new, &mut roots)?;
    }
    let mut all = roots.into_iter();
    Some(Families { of: counts.into_iter().map(|count| all.by_ref().take(count).collect()).collect(), quotations })
}

/// Holds new stories against all, and joins what belongs together.
fn join(entries: &[Entry<'_>], new: &[(u32, Sketch)], roots: &mut [u32]) -> Option<()> {
    let mut story = 0;
    for entry in entries {
        for sketch in brief(entry)?.0 {
            for (number, own) in new.iter().filter(|(number, _)| *number != story) {
                if own.is_copy(&sketch) {
                    let (a, b) = (root(roots, *number), root(roots, story));
                    roots[a.max(b) as usize] = a.min(b);
                }
            }
            story += 1;
        }
    }
    for story in 0..roots.len() as u32 {
        roots[story as usize] = root(roots, story);
    }
    Some(())
}

fn root(roots: &[u32], mut story: u32) -> u32 {
    while roots[story as usize] != story {
        story = roots[story as usize];
    }
    story
}
