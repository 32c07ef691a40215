//! A generation put together from what was read and what is as before: which segments there are, what their order and
//! families are, the catalogue that says so, and the step that makes all of it hold.

use std::sync::Arc;
use std::time::SystemTime;

use twox_hash::XxHash3_64;

use super::catalogue::{Catalogue, Entry, Place};
use super::contents::{self, Contents, Held};
use super::families::{self, Families};
use super::generation::Generation;
use super::home::Manifest;
use super::merge::{self, Input};
use super::refresh::Target;
use super::segment::Segment;
use super::{NOBODY, STAMP, patch};

/// A segment is merged with those that are smaller when it is not so many times as large as they are together.
const LIKE: usize = 4;
/// A segment is written anew when more than one in so many of its articles is gone.
const GONE: usize = 4;

/// A number for each article that it keeps as long as it is what it is, over all generations of a line.
struct Births {
    of: Vec<u32>,
    /// One more than the largest there was.
    born: u32,
    line: u64,
}

/// So many numbers for each article, and so many more, are given before they are given anew.
const SPARSE: (u64, u64) = (4, 1 << 20);

/// The births of articles, by what their numbers in the old generation were.
fn births(was: &[Option<u32>], old: Option<&Catalogue>) -> Births {
    use std::hash::BuildHasher;
    let old = old.filter(|old| u64::from(old.born) <= SPARSE.0 * u64::from(old.articles) + SPARSE.1);
    let before = old.map(Catalogue::births).unwrap_or_default();
    let mut born = old.map_or(0, |old| old.born);
    let next = |was: &Option<u32>| {
        was.and_then(|was| before.get(was as usize).copied()).unwrap_or_else(|| {
            born += 1;
            born - 1
        })
    };
    let of = was.iter().map(next).collect();
    // Any number will do that no other line is likely to have.
    let line = || std::hash::RandomState::new().hash_one((SystemTime::now(), std::process::id()));
    Births { of, born, line: old.map_or_else(line, |old| old.line) }
}

/// The articles of a file, by where those of all files begin.
pub(super) fn articles_of(firsts: &[u32], file: u32) -> Option<std::ops::Range<u32>> {
    Some(*firsts.get(file as usize)?..*firsts.get(file as usize + 1)?)
}

/// A generation being put together.
pub(super) struct Next<'a, 't> {
    files: Vec<Held>,
    /// For each file its first article, and one more for the end.
    firsts: Vec<u32>,
    /// Where each article is, in order.
    places: Vec<Place>,
    /// For each article its number in the old generation, if it was there.
    was: Vec<Option<u32>>,
    segments: Vec<(Option<String>, Arc<Segment>)>,
    old: Option<&'a Generation>,
    number: u64,
    target: &'a mut Target<'t>,
}

impl<'a, 't> Next<'a, 't> {
    /// Takes what there is of each file; `before` says where the articles of each file of the old generation begin.
    /// `None` where the old one turns out to be damaged.
    pub(super) fn new(
        files: Vec<Held>,
        before: &[u32],
        segments: Vec<(Option<String>, Arc<Segment>)>,
        old: Option<&'a Generation>,
        number: u64,
        target: &'a mut Target<'t>,
    ) -> Option<Self> {
        let old_places = old.map(|old| old.catalogue.places()).unwrap_or_default();
        let shelves = old.map_or(&[][..], |old| &old.words.shelves);
        let mut firsts = Vec::with_capacity(files.len() + 1);
        let (mut places, mut was) = (Vec::with_capacity(old_places.len()), Vec::with_capacity(old_places.len()));
        firsts.push(0);
        for held in &files {
            match held {
                Held::AsBefore(file) => {
                    let articles = articles_of(before, *file)?;
                    places.extend_from_slice(old_places.get(articles.start as usize..articles.end as usize)?);
                    was.extend(articles.map(Some));
                }
                Held::Read(read) => {
                    let before = |&(segment, number): &Place| {
                        let article = shelves.get(segment as usize)?.ids.get(number as usize).copied()?;
                        Some(article).filter(|&article| article != NOBODY)
                    };
                    was.extend(read.1.iter().map(before));
                    places.extend_from_slice(&read.1);
                }
            }
            firsts.push(places.len() as u32);
        }
        Some(Self { files, firsts, places, was, segments, old, number, target })
    }

    /// Puts it all together, and on disk.
    pub(super) fn finish(mut self) -> Option<Generation> {
        self.drop_unused();
        // Families are told from the segments as they are, while those are merged.
        let segments: Vec<Arc<Segment>> = self.segments.iter().map(|(_, segment)| Arc::clone(segment)).collect();
        let places = self.places.iter().zip(&self.was);
        let entries: Vec<families::Entry> = places.map(|(&place, &was)| families::Entry { place, was }).collect();
        let old = self.old;
        let (families, ()) = rayon::join(|| families::of(&segments, &entries, old), || self.merge());
        let Families { firsts, of: families, quotations } = families?;
        let Births { of: births, born, line } = births(&self.was, old.map(|old| &old.catalogue));
        let contents = Contents {
            quotations,
            digest: self.digest()?,
            line,
            born,
            births: &births,
            files: &self.files,
            firsts: &self.firsts,
            places: &self.places,
            families: (&firsts, &families),
        };
        let name = format!("{}.cat", self.number);
        let patch = old.and_then(|old| Some((old, patch::write(&contents, &old.catalogue, &self.moved(old), STAMP)?)));
        let (names, catalogue) = if let Some((old, bytes)) = patch {
            let (kept, bytes) = self.target.keep(&name, bytes);
            let base = old.catalogues.first().cloned();
            (vec![base, kept], Catalogue::patched(old.catalogue.base(), bytes, STAMP))
        } else {
            let bytes = contents::write(&contents, old.map(|old| &old.catalogue), STAMP)?;
            let (kept, bytes) = self.target.keep(&name, bytes);
            (vec![kept], Catalogue::open(bytes, STAMP))
        };
        let catalogue = catalogue.ok()?;
        let catalogues: Vec<String> = names.into_iter().collect::<Option<_>>().unwrap_or_default();
        let kept = self.commit(&catalogues);
        let generation = Generation::new(self.number, catalogue, self.segments)?;
        Some(Generation { catalogues, kept, ..generation })
    }

    /// For each segment of the old generation its number now.
    fn moved(&self, old: &Generation) -> Vec<u32> {
        let now = |old: &Arc<Segment>| self.segments.iter().position(|(_, segment)| Arc::ptr_eq(segment, old));
        let moved = old.words.shelves.iter().map(|shelf| now(&shelf.segment).map_or(NOBODY, |now| now as u32));
        moved.collect()
    }

    /// Leaves out segments none of whose articles is left.
    fn drop_unused(&mut self) {
        let mut used = vec![false; self.segments.len()];
        for &(segment, _) in &self.places {
            used[segment as usize] = true;
        }
        let mut next = 0;
        let numbers: Vec<u32> = used
            .iter()
            .map(|&used| {
                next += u32::from(used);
                next.wrapping_sub(1)
            })
            .collect();
        for (segment, _) in &mut self.places {
            *segment = numbers[*segment as usize];
        }
        let mut used = used.into_iter();
        self.segments.retain(|_| used.next() == Some(true));
    }

    /// Makes one of segments that are about as large as what is younger than they are, and of those with much gone:
    /// so there are never more than a few, and an article is written again a few times in its life.
    fn merge(&mut self) {
        let Some((home, lock)) = self.target.disk else { return };
        let mut live: Vec<Vec<bool>> =
            self.segments.iter().map(|(_, segment)| vec![false; segment.articles() as usize]).collect();
        for &(segment, number) in &self.places {
            live[segment as usize][number as usize] = true;
        }
        let mut order: Vec<usize> = (0..self.segments.len()).collect();
        order.sort_by_key(|&at| self.segments[at].1.entries());
        let (mut sum, mut few) = (0, 0);
        for (nth, &at) in order.iter().enumerate() {
            let size = self.segments[at].1.entries();
            let gone = live[at].iter().filter(|live| !**live).count();
            if (nth > 0 && size < LIKE * sum) || gone * GONE > live[at].len() {
                few = nth + 1;
            }
            sum += size;
        }
        // In their own order, in which articles lie mostly as in the corpus: then hits need no sorting by article.
        let mut chosen = order[..few].to_vec();
        chosen.sort_unstable();
        let inputs: Vec<Input<'_>> =
            chosen.iter().map(|&at| Input { segment: &self.segments[at].1, live: &live[at] }).collect();
        if inputs.is_empty() || !merge::fits(&inputs) {
            return;
        }
        let name = format!("{}-m.seg", self.number);
        let merged = home
            .compose(lock, &name, |out| merge::merge(&inputs, out, STAMP))
            .and_then(|()| home.map(&name))
            .and_then(|bytes| Segment::open(bytes, STAMP).map_err(|_| std::io::Error::other("was not written whole")));
        // What cannot be merged stays as it is: it answers as well, a little slower.
        let Ok(merged) = merged else { return };
        let mut numbers: Vec<Vec<u32>> = vec![Vec::new(); self.segments.len()];
        let mut next = 0;
        for &at in &chosen {
            let count = |live: &bool| {
                next += u32::from(*live);
                next.wrapping_sub(1)
            };
            numbers[at] = live[at].iter().map(count).collect();
        }
        let new = self.segments.len() as u32;
        for place in &mut self.places {
            if let Some(&number) = numbers[place.0 as usize].get(place.1 as usize) {
                *place = (new, number);
            }
        }
        self.segments.push((Some(name), Arc::new(merged)));
        self.drop_unused();
    }

    /// A number that changes whenever the contents do: of all files together, so that those that are as before need not be
    /// looked at.
    fn digest(&self) -> Option<u64> {
        let part = |entry: &Entry, articles: usize| {
            let Entry { root, below, hash, .. } = entry;
            let seed = XxHash3_64::oneshot_with_seed(*hash, below.as_bytes());
            XxHash3_64::oneshot_with_seed(seed, &[*root as u64, articles as u64].map(u64::to_le_bytes).concat())
        };
        let mut digest = self.old.map_or(0, |old| old.catalogue.digest);
        let mut gone = vec![true; self.old.map_or(0, |old| old.catalogue.files())];
        for held in &self.files {
            match held {
                Held::AsBefore(was) => *gone.get_mut(*was as usize)? = false,
                Held::Read(read) => digest = digest.wrapping_add(part(&read.0, read.1.len())),
            }
        }
        if let Some(Generation { catalogue: old, .. }) = self.old {
            for file in (0..gone.len()).filter(|&file| gone[file]) {
                digest = digest.wrapping_sub(part(&old.file(file)?, old.articles_of(file).len()));
            }
        }
        Some(digest)
    }

    /// Makes it the generation that holds, if all of it is on disk; tells whether it is.
    fn commit(&mut self, catalogue: &[String]) -> bool {
        let segments: Option<Vec<String>> = self.segments.iter().map(|(name, _)| name.clone()).collect();
        let (Some(segments), Some((home, lock))) = (segments.filter(|_| !catalogue.is_empty()), self.target.disk)
        else {
            return false;
        };
        let manifest = Manifest { generation: self.number, catalogue: catalogue.to_vec(), segments };
        match home.commit(lock, &manifest, STAMP) {
            Ok(()) => {
                home.sweep(lock, &manifest);
                true
            }
            Err(error) => {
                self.target.give_up(&error);
                false
            }
        }
    }
}
