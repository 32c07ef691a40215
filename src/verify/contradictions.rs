//! Sources that contradict each other: what one has a speaker say, and another has in other words.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{Evidence, Outcome, decide};
use crate::corpus::{ArticleId, Corpus, CorpusError};
use crate::quotations::{QuotationId, QuotationKind};
use crate::settings::Settings;
use crate::speakers::Reading;

/// A quotation of a source that another source has otherwise.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// The source.
    pub article: ArticleId,
    /// Its quotation.
    pub quotation: QuotationId,
    /// The other source's words, aligned with those of the quotation.
    pub other: Evidence,
}

/// Shorter quotations, in words, are said more than once.
const SHORTEST: usize = 6;

/// Holds every longer quotation of every source against the other sources; each pair is told once, at the source that
/// comes later in the corpus.
///
/// # Errors
/// When the corpus gives no answer.
pub fn contradictions(corpus: &dyn Corpus, settings: &Settings) -> Result<Vec<Contradiction>, CorpusError> {
    let articles: Vec<ArticleId> = (0..corpus.about().articles as u32).map(ArticleId).collect();
    let found: Vec<Vec<Contradiction>> =
        articles.into_par_iter().map(|id| of_article(corpus, id, settings)).collect::<Result<_, _>>()?;
    let mut told = FxHashSet::default();
    let mut all: Vec<Contradiction> = found.into_iter().flatten().collect();
    // From the last to the first, so that the later one of two tells of both.
    all.reverse();
    all.retain(|it| {
        let (here, there) = ((it.article, it.quotation), (it.other.article.id, quotation_at(&it.other)));
        told.insert((here.max(there), here.min(there)))
    });
    all.reverse();
    Ok(all)
}

fn of_article(corpus: &dyn Corpus, id: ArticleId, settings: &Settings) -> Result<Vec<Contradiction>, CorpusError> {
    let article = corpus.article(id)?;
    let reading = &article.reading;
    let mut found = Vec::new();
    for quotation in (0..reading.quotations.len()).filter(|&id| is_weighty(reading, id) && is_dated(reading, id)) {
        let verdict = decide::one(reading, quotation, corpus, settings)?;
        if verdict.outcome != Outcome::Disputed {
            continue;
        }
        let others = verdict.sources.into_iter().filter(|source| source.other_rendering && source.article.id != id);
        // Whether two reports are of one occasion cannot be told without their days.
        let others = others.filter(|other| other.article.meta_at(other.span.start).date.is_some());
        found.extend(others.map(|other| Contradiction { article: id, quotation, other }));
    }
    Ok(found)
}

/// Whether a quotation is somebody's speech, and long enough to be told from others.
fn is_weighty(reading: &Reading, id: QuotationId) -> bool {
    let quotation = &reading.quotations[id];
    quotation.parent.is_none()
        && matches!(quotation.kind, QuotationKind::Speech | QuotationKind::Fragment)
        && quotation.span.of(reading.document.prose.text()).split_whitespace().nth(SHORTEST - 1).is_some()
        && reading.speaker_of(quotation).is_some_and(|speaker| speaker.named)
}

fn is_dated(reading: &Reading, id: QuotationId) -> bool {
    reading.document.meta_at(reading.quotations[id].span.start).date.is_some()
}

/// The quotation that holds the words of another source.
fn quotation_at(other: &Evidence) -> QuotationId {
    let quotations = &other.article.reading.quotations;
    quotations.iter().position(|quotation| quotation.span.overlaps(other.span)).unwrap_or(quotations.len())
}
