//! Editor features as plain functions on a checked draft, without the protocol's types.
//!
//! Places come in and go out as bytes of the draft's text, or of a source's text.

pub mod actions;
pub mod annotations;
pub mod completion;
pub mod difference;
pub mod goto_source;
pub mod hover;
pub mod links;
pub mod note;
pub mod references;
pub mod regions;
pub mod rename;
pub mod symbols;
pub mod tokens;
pub mod underline;

use crate::check::Checked;
use std::sync::Arc;

use crate::corpus::{Article, Corpus, Person};
use crate::quotations::{QuotationId, SpeakerId};
use crate::speakers::Reading;
use crate::text::Span;
use crate::verify::{Evidence, Verdict};

/// What stands at a place of a draft.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// Words that name a speaker; their range of the prose.
    Speaker(SpeakerId, Span),
    /// A quotation, the innermost one.
    Quotation(QuotationId),
}

/// What stands at byte `at` of a draft's text: a speaker before a quotation, what holds the place
/// before what ends at it.
pub fn at(draft: &Reading, at: usize) -> Option<Thing> {
    let at = draft.document.prose.from_text(at);
    let speaker = |holds: fn(Span, usize) -> bool| {
        let mentions = draft
            .speakers
            .iter()
            .enumerate()
            .flat_map(|(id, speaker)| speaker.mentions.iter().map(move |&mention| Thing::Speaker(id, mention)));
        mentions.into_iter().find(|thing| matches!(thing, Thing::Speaker(_, span) if holds(*span, at)))
    };
    let quotation = |holds: fn(Span, usize) -> bool| {
        let around = draft.quotations.iter().enumerate().filter(|(_, quotation)| holds(quotation.outer, at));
        around.min_by_key(|(_, quotation)| quotation.outer.len()).map(|(id, _)| Thing::Quotation(id))
    };
    speaker(Span::contains)
        .or_else(|| quotation(Span::contains))
        .or_else(|| speaker(Span::touches))
        .or_else(|| quotation(Span::touches))
}

/// So many others who may go by a name are looked at.
const NAMESAKES: usize = 64;

/// Those of the corpus that a name means: who goes by exactly this name, else whoever it may mean.
fn known_as(corpus: &dyn Corpus, name: &str) -> Vec<Arc<Person>> {
    let people = corpus.people(name, NAMESAKES).unwrap_or_default();
    let exactly = people.iter().filter(|person| person.name.eq_ignore_ascii_case(name)).cloned().collect::<Vec<_>>();
    if exactly.len() == 1 { exactly } else { people }
}

/// The verdict on a quotation; for one inside another, the outer one's.
pub fn verdict(checked: &Checked, quotation: QuotationId) -> Option<&Verdict> {
    let mut outermost = quotation;
    while let Some(parent) = checked.draft.quotations[outermost].parent {
        outermost = parent;
    }
    checked.verdicts.iter().find(|verdict| verdict.quotation == outermost)
}

/// The words of a source that answer to some words of the draft; all of them if that cannot be told.
fn narrowed(evidence: &Evidence, draft: Span) -> Span {
    let under = evidence.ops.iter().filter(|op| op.draft.overlaps(draft) && !op.source.is_empty());
    under.map(|op| op.source).reduce(Span::join).unwrap_or(evidence.span)
}

/// The story at a place of an article as a reader knows it: outlet and day, or what else tells it from the others.
pub fn label(article: &Article, place: usize) -> String {
    let meta = article.meta_at(place);
    let file = || article.path.rsplit(['/', '\\']).next().unwrap_or(&article.path).to_owned();
    let name = meta.outlet.clone().unwrap_or_else(file);
    match meta.date {
        Some(day) => format!("{name}, {day}"),
        None => name,
    }
}

/// Words of a prose on one line, without the comma before a closing mark.
pub fn one_line(prose: &str, span: Span) -> String {
    let words = span.of(prose).split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_end_matches(',').to_owned()
}

/// At most `most` characters, cut between words.
pub fn shortened(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let cut = words.char_indices().nth(most).map_or(words.len(), |(at, _)| at);
    let kept = &words[..cut];
    format!("{} …", kept.rfind(' ').map_or(kept, |space| &kept[..space]))
}
