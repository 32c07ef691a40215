//! A phrase without a draft: where was this said?

use super::chance::{Chance, numbers};
use super::decide::LONGEST;
use super::filter::Pattern;
use super::judge::{Claim, Held, hold};
use super::retrieve::{self, Narrow, Place};
use super::{Evidence, halves};
use crate::corpus::{Corpus, CorpusError, Missed, likelihood};
use crate::formats::Document;
use crate::quotations::{Quotation, QuotationKind, Utterance};
use crate::settings::HouseStyle;
use crate::speakers::Reading;
use crate::text::fold::{self, TokenKind};
use crate::text::{Prose, Span};

/// So many of the likeliest places are looked at.
const PLACES: usize = 10;
/// A place counts that has so much of the phrase, by weight, in a stretch not much longer than it.
const ENOUGH: f32 = 0.55;
/// A place that has so much of it counts whatever else has it.
const NEARLY_ALL: f32 = 0.9;
/// A phrase of so many words or more is told by how surprising it is to meet its words: a place counts that has so much
/// of it, and for which so much speaks, as [`likelihood`] counts.
const LONG: usize = 7;
const LEAST: f32 = 0.38;
const SURE: f32 = 16.3;
/// A place for which less speaks, as far as the search met its words, is not looked at.
const HOPELESS: f32 = 4.3;
/// Of other places, those count that have so much of what the best one has.
const BESIDE: f32 = 0.7;
/// So much more of the phrase than the search met may turn out to stand in a place.
const UNMET: f32 = 0.1;

/// The places that have these words or similar ones, whoever says them; best first.
///
/// # Errors
/// When the corpus gives no answer.
pub fn find(phrase: &str, corpus: &dyn Corpus) -> Result<Vec<Evidence>, CorpusError> {
    let reading = reading(phrase.trim());
    let quotation = &reading.quotations[0];
    let tokens = fold::tokens(reading.document.prose.text(), quotation.span);
    let style = HouseStyle::default();
    let claim = Claim { draft: &reading, quotation, tokens, speaker: None, through: &[], style };
    if claim.words() == 0 || claim.words() > LONGEST {
        return Ok(Vec::new());
    }
    let found = retrieve::narrow(corpus, claim.prose(), &claim.tokens)?;
    let numbers = numbers(&claim.tokens);
    let phrase = Phrase { chance: Chance::new(&found.rarity, &numbers), numbers: &numbers, claim, corpus };
    let mut held = phrase.held(&found)?;
    held.sort_by_cached_key(|it| std::cmp::Reverse(it.held.rank()));
    let most = held.first().map_or(0.0, |best| best.held.reading.coverage);
    let counts =
        |it: &&Candidate| it.held.reading.coverage >= most * BESIDE && phrase.is_enough(it) && phrase.is_compact(it);
    let places = held.iter().filter(counts).map(|it| it.held.evidence());
    let joined = if most < NEARLY_ALL { halves::of(&phrase, &found, &held)? } else { None };
    let Some(both) = joined else { return Ok(places.collect()) };
    // What the two have together comes first, whatever else has as much as one of them.
    let is_new = |it: &Evidence| both.iter().all(|one| one.article.id != it.article.id || !one.span.overlaps(it.span));
    let places: Vec<Evidence> = places.filter(is_new).collect();
    Ok(both.into_iter().chain(places).collect())
}

/// What of the corpus could not be searched for a phrase.
pub fn missed(phrase: &str, corpus: &dyn Corpus) -> Option<Missed> {
    let phrase = phrase.trim();
    corpus.missed(&retrieve::query(phrase, &fold::tokens(phrase, Span::new(0, phrase.len()))))
}

/// A place that may have the phrase.
pub(super) struct Candidate {
    /// Which of the places found.
    pub place: usize,
    pub held: Held,
    /// How surely its words do not meet there by chance; nothing where that cannot be told.
    surprise: Option<f32>,
}

/// A phrase that is looked for.
pub(super) struct Phrase<'a> {
    pub claim: Claim<'a>,
    pub corpus: &'a dyn Corpus,
    /// For each of its words the number without the ellipses, and one more for the end.
    pub numbers: &'a [usize],
    pub chance: Option<Chance<'a>>,
}

impl Phrase<'_> {
    /// What the places that share most with it have of it. What cannot have enough beside the best so far is not looked
    /// at: most of the time goes into having an article again.
    fn held(&self, found: &Narrow) -> Result<Vec<Candidate>, CorpusError> {
        let tokens = &self.claim.tokens;
        let pattern = Pattern::new(tokens);
        let mut least = 0.0f32;
        let mut candidates = Vec::new();
        for (number, place) in found.places.iter().take(PLACES).enumerate() {
            if place.words as f32 / (tokens.len() as f32) + UNMET < least || self.is_hopeless(place) {
                continue;
            }
            let passage = place.passage(self.corpus)?;
            if pattern.coverage_at_most(&passage.tokens) < least {
                continue;
            }
            let Some(held) = hold(&self.claim, tokens, passage) else { continue };
            least = least.max(held.reading.coverage * BESIDE);
            let surprise = self.chance.as_ref().map(|chance| chance.surprise(&held.same));
            candidates.push(Candidate { place: number, held, surprise });
        }
        Ok(candidates)
    }

    fn is_hopeless(&self, place: &Place) -> bool {
        let words = self.claim.words();
        let share = place.words.min(words) as f32 / words as f32;
        // What every article has surprises nobody, and is there all the same.
        let may_be_all = share + UNMET >= NEARLY_ALL;
        self.chance.is_some() && words >= LONG && !may_be_all && likelihood(place.surprise, share) < HOPELESS
    }

    /// Whether a place has enough of the phrase: for a few words most of them, for more the less, the rarer it is that they
    /// meet.
    fn is_enough(&self, it: &Candidate) -> bool {
        let coverage = it.held.reading.coverage;
        match it.surprise.filter(|_| self.claim.words() >= LONG) {
            None => coverage >= ENOUGH,
            Some(surprise) => coverage >= NEARLY_ALL || (coverage >= LEAST && likelihood(surprise, coverage) >= SURE),
        }
    }

    /// Whether the words stand together in the source, and are not picked from a whole paragraph.
    fn is_compact(&self, it: &Candidate) -> bool {
        let places = &it.held.reading.places;
        let [Some(first), Some(last)] = [places.first(), places.last()] else { return false };
        let cut = self.claim.tokens.iter().any(|token| token.kind == TokenKind::Cut);
        let (words, stretch) = (self.claim.words(), last - first + 1);
        cut || it.held.reading.coverage >= NEARLY_ALL || stretch * 10 <= words * 13 + 20
    }
}

/// A draft of nothing but the phrase, as somebody's words.
fn reading(phrase: &str) -> Reading {
    let all = Span::new(0, phrase.len());
    let quotation =
        Quotation { span: all, outer: all, parts: vec![all], kind: QuotationKind::Speech, utterance: 0, parent: None };
    let document = Document { text: phrase.into(), prose: Prose::plain(phrase), ..Document::default() };
    let utterance = Utterance { quotations: vec![0], ..Utterance::default() };
    Reading { document, quotations: vec![quotation], utterances: vec![utterance], ..Reading::default() }
}
