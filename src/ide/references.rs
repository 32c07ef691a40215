//! From a quotation or a speaker to every other place where those words, or that speaker, are quoted.

use std::sync::Arc;

use super::{Thing, at, known_as, verdict};
use crate::check::Checked;
use crate::corpus::{Article, Corpus, Person};
use crate::quotations::QuotationId;
use crate::text::Span;

/// So many places of the corpus are listed.
const MOST: usize = 200;

/// A place where something is quoted.
#[derive(Clone, Debug)]
pub enum Place {
    /// In the draft; a range of its text.
    Draft(Span),
    /// In a source; a range of its text.
    Source(Arc<Article>, Span),
}

/// Every place where the words, or the speaker, at a byte of the draft's text are quoted, the draft's first.
pub fn references(checked: &Checked, corpus: Option<&dyn Corpus>, place: usize) -> Vec<Place> {
    match at(&checked.draft, place) {
        Some(Thing::Quotation(id)) => of_words(checked, id),
        Some(Thing::Speaker(id, _)) => {
            let said = checked.draft.utterances.iter().filter(|it| it.attribution.speaker == Some(id));
            let ids = said.flat_map(|utterance| &utterance.quotations);
            let here = ids.map(|&id| in_draft(checked, id));
            let people = corpus.map(|corpus| known_as(corpus, &checked.draft.speakers[id].name)).unwrap_or_default();
            let one = if let [person] = people.as_slice() { Some(person) } else { None };
            let there = one.zip(corpus).map(|(person, corpus)| in_corpus(corpus, person)).unwrap_or_default();
            here.chain(there).collect()
        }
        None => Vec::new(),
    }
}

/// Where the speaker at a byte of the draft's text is first quoted in the corpus; `None` where several go by the name.
pub fn first_source(checked: &Checked, corpus: &dyn Corpus, place: usize) -> Option<(Arc<Article>, Span)> {
    let speaker = match at(&checked.draft, place)? {
        Thing::Speaker(id, _) => &checked.draft.speakers[id],
        Thing::Quotation(id) => checked.draft.speaker_of(&checked.draft.quotations[id])?,
    };
    let people = known_as(corpus, &speaker.name);
    let [person] = people.as_slice() else { return None };
    first_said(corpus, person)
}

/// Where a person of the corpus is first quoted.
pub fn first_said(corpus: &dyn Corpus, person: &Person) -> Option<(Arc<Article>, Span)> {
    let said = person.said.last()?;
    let article = corpus.article(said.article).ok()?;
    let words = article.reading.document.prose.to_text(article.reading.quotations.get(said.quotation)?.span);
    Some((article, words))
}

/// The quotation's sources with their copies, and quotations of the draft that come from the same words.
fn of_words(checked: &Checked, id: QuotationId) -> Vec<Place> {
    let mut places = vec![in_draft(checked, id)];
    let Some(own) = verdict(checked, id) else { return places };
    let same = |source: &crate::verify::Evidence| {
        own.sources.iter().any(|it| it.article.id == source.article.id && it.span.overlaps(source.span))
    };
    let others = checked.verdicts.iter().filter(|it| it.quotation != own.quotation && it.sources.iter().any(same));
    places.extend(others.map(|it| in_draft(checked, it.quotation)));
    for source in own.sources.iter().take(MOST) {
        let words = source.article.reading.document.prose.to_text(source.span);
        places.push(Place::Source(source.article.clone(), words));
    }
    places
}

fn in_draft(checked: &Checked, id: QuotationId) -> Place {
    Place::Draft(checked.draft.document.prose.to_text(checked.draft.quotations[id].span))
}

fn in_corpus(corpus: &dyn Corpus, person: &Person) -> Vec<Place> {
    let said = person.said.iter().take(MOST);
    let places = said.filter_map(|said| {
        let article = corpus.article(said.article).ok()?;
        let words = article.reading.document.prose.to_text(article.reading.quotations.get(said.quotation)?.span);
        Some(Place::Source(article, words))
    });
    places.collect()
}
