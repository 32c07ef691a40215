//! Articles that came from an archive while the program runs, read as every other source is.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::index::build::Builder;
use super::super::index::words::Words;
use super::super::people::{Cast, People};
use super::super::read::Read;
use super::super::syndication::Sketch;
use super::super::{Article, ArticleId};
use crate::formats::packed;
use crate::text::{Span, fold};

/// So many articles make a heap whose words are not sorted again.
const LARGEST: usize = 4_096;

/// An article as the cluster has it.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    pub id: String,
    pub rev: String,
    /// Where it is kept.
    pub place: PathBuf,
    /// A line of a `.jsonl`.
    pub line: Vec<u8>,
}

/// The words of some articles that came one after the other.
#[derive(Debug)]
struct Heap {
    range: Range<usize>,
    words: Arc<Words>,
}

/// Reads what came; what makes no sense is left out.
pub(super) fn read(deliveries: Vec<Delivery>) -> Vec<(Read, Delivery)> {
    let read = |delivery: Delivery| {
        let (_, document) = packed::row(&delivery.line).ok()?;
        Some((Read::new(document), delivery))
    };
    deliveries.into_par_iter().filter_map(read).collect()
}

/// All that came, in the order in which it came. An article keeps its number; one that a newer revision replaced is not
/// found any more.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    articles: Vec<Arc<Article>>,
    sketches: Vec<Vec<Sketch>>,
    casts: Vec<Cast>,
    /// The words of all of them, in order.
    heaps: Vec<Heap>,
    current: FxHashMap<String, (String, u32)>,
    replaced: FxHashSet<u32>,
    families: u32,
    people: Option<Arc<People>>,
}

impl Arrivals {
    /// Whether an article came in this revision.
    pub(super) fn has(&self, id: &str, rev: &str) -> bool {
        self.current.get(id).is_some_and(|(current, _)| current == rev)
    }

    /// Whether an article came, in any revision.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.current.contains_key(id)
    }

    /// Takes in what was read.
    pub(super) fn take(&mut self, read: Vec<(Read, Delivery)>) {
        for (read, delivery) in read {
            self.add(read, delivery);
        }
        self.people = None;
        self.sort();
    }

    fn add(&mut self, read: Read, Delivery { id, rev, place, .. }: Delivery) {
        let number = self.articles.len() as u32;
        let path = format!("{}#{id}", place.display());
        let families = read.sketches.iter().map(|sketch| self.family(sketch)).collect();
        if let Some((_, old)) = self.current.insert(id, (rev, number)) {
            self.forget(old);
        }
        self.articles.push(Arc::new(Article { id: ArticleId(number), path, reading: read.reading, families }));
        self.sketches.push(read.sketches);
        self.casts.push(read.cast);
    }

    /// The family of a story: that of the first that carries its text.
    fn family(&mut self, sketch: &Sketch) -> u32 {
        let known = self.articles.iter().zip(&self.sketches);
        let mut stories = known.flat_map(|(article, sketches)| article.families.iter().zip(sketches));
        if let Some((&family, _)) = stories.find(|(_, known)| known.is_copy(sketch)) {
            return family;
        }
        self.families += 1;
        self.families - 1
    }

    /// An article that the archive no longer has.
    pub(super) fn gone(&mut self, id: &str) {
        if let Some((_, old)) = self.current.remove(id) {
            self.forget(old);
            self.people = None;
        }
    }

    fn forget(&mut self, number: u32) {
        self.replaced.insert(number);
        self.casts[number as usize] = Cast::default();
    }

    /// Sorts the words of what came, in heaps that grow: one that is no smaller than the one before becomes one with it, so
    /// that each word is sorted a few times and there are few heaps to search.
    fn sort(&mut self) {
        let sorted = self.heaps.last().map_or(0, |heap| heap.range.end);
        let mut range = sorted..self.articles.len();
        if range.is_empty() {
            return;
        }
        while let Some(before) = self.heaps.pop_if(|heap| heap.range.len() <= range.len() && heap.range.len() < LARGEST)
        {
            range.start = before.range.start;
        }
        let words = Arc::new(words(&self.articles[range.clone()]));
        self.heaps.push(Heap { range, words });
    }

    /// The words, with the number of the first article of each.
    pub(super) fn words(&self) -> Vec<(Arc<Words>, u32)> {
        self.heaps.iter().map(|heap| (Arc::clone(&heap.words), heap.range.start as u32)).collect()
    }

    /// Whether a newer revision took an article's place, or it is gone.
    pub(super) fn is_replaced(&self, number: u32) -> bool {
        self.replaced.contains(&number)
    }

    /// An article.
    pub(super) fn article(&self, number: u32) -> Option<Arc<Article>> {
        self.articles.get(number as usize).cloned()
    }

    /// Everybody in them.
    pub(super) fn people(&mut self) -> Arc<People> {
        Arc::clone(self.people.get_or_insert_with(|| Arc::new(People::new(&self.casts))))
    }

    /// How many there are, and how many quotations in them.
    pub(super) fn counts(&self) -> (usize, usize) {
        let current = || self.current.values().map(|(_, number)| &self.articles[*number as usize]);
        (current().count(), current().map(|article| article.reading.quotations.len()).sum())
    }
}

fn words(articles: &[Arc<Article>]) -> Words {
    let mut builder = Builder::default();
    for article in articles {
        let prose = article.reading.document.prose.text();
        builder.add(&fold::tokens(prose, Span::new(0, prose.len())), prose.len(), &[], &[]);
    }
    Words::of(builder)
}

#[cfg(test)]
mod tests {
    use super::super::super::Query;
    use super::super::super::index::words::find_in;
    use super::*;

    fn delivery(id: &str, rev: &str, text: &str) -> Delivery {
        let line = serde_json::json!({"id": id, "rev": rev, "text": text}).to_string().into_bytes();
        Delivery { id: id.to_owned(), rev: rev.to_owned(), place: PathBuf::from("kept/x.jsonl"), line }
    }

    fn found(arrivals: &Arrivals, words: &str) -> Vec<u32> {
        let keys = fold::tokens(words, Span::new(0, words.len())).iter().map(|token| token.key).collect();
        let all = arrivals.words();
        let all: Vec<_> = all.iter().map(|(words, first)| (&**words, *first)).collect();
        let hits = find_in(&all, &Query { parts: vec![keys], limit: 8, ..Query::default() }).hits;
        hits.iter().map(|hit| hit.article.0).filter(|&number| !arrivals.is_replaced(number)).collect()
    }

    #[test]
    fn what_comes_is_found_and_a_newer_revision_instead_of_the_older() {
        let mut arrivals = Arrivals::default();
        let story = |number: usize| format!("“Ward {number} keeps its ferry for {number} years,” Mara Teller said.");
        arrivals.take(read((0..300).map(|number| delivery(&number.to_string(), "1", &story(number))).collect()));
        assert_eq!(found(&arrivals, "Ward 277 keeps its ferry for 277 years")[0], 277);
        assert_eq!(arrivals.people().all().len(), 1);
        arrivals.take(read(vec![delivery("277", "2", &story(977)), delivery("x", "1", "no {")]));
        assert_eq!(found(&arrivals, "Ward 977 keeps its ferry for 977 years")[0], 300);
        assert!(!found(&arrivals, "Ward 277 keeps its ferry for 277 years").contains(&277));
        for number in 400..500 {
            arrivals.take(read(vec![delivery(&number.to_string(), "1", &story(number))]));
        }
        assert_eq!(found(&arrivals, "Ward 444 keeps its ferry for 444 years")[0], 346);
        assert!(arrivals.heaps.len() < 9, "{}", arrivals.heaps.len());
        assert!(arrivals.has("277", "2") && !arrivals.has("277", "1"));
        arrivals.take(read(vec![Delivery { line: b"[]".to_vec(), ..delivery("y", "1", "") }]));
        assert_eq!(arrivals.counts().0, 401);
        arrivals.gone("277");
        assert_eq!(arrivals.counts().0, 400);
        assert!(!found(&arrivals, "Ward 977 keeps its ferry for 977 years").contains(&300));
    }

    #[test]
    fn copies_are_one_family() {
        let story = "The harbour board of Vellin voted on Tuesday to close the old fish quay after forty years, saying that \
            the repairs would cost more than the quay had earned since the war. Fishermen who had come to listen left the \
            room before the count. The board will hear objections until the end of the month.";
        let mut arrivals = Arrivals::default();
        let other = delivery("b", "1", "Something else.");
        arrivals.take(read(vec![delivery("a", "1", story), other, delivery("c", "1", story)]));
        let family = |number| arrivals.article(number).expect("came").families[0];
        assert_eq!(family(0), family(2));
        assert_ne!(family(0), family(1));
    }
}
