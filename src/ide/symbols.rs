//! The outline of a draft: its speakers, each with what they are quoted as saying.

use super::{one_line, shortened};
use crate::check::Checked;
use crate::quotations::{QuotationId, QuotationKind, SpeakerId};
use crate::text::Span;

/// A speaker of the outline; ranges are of the draft's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerSymbol {
    /// Name, or what stands for one.
    pub name: String,
    /// The first title.
    pub title: Option<String>,
    /// All quotations and the first mention.
    pub span: Span,
    /// The first mention; the first quotation where there is none.
    pub mention: Span,
    /// What they say.
    pub quotations: Vec<QuotationSymbol>,
}

/// A quotation of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotationSymbol {
    /// The first words.
    pub words: String,
    /// The verdict, if there is one.
    pub verdict: Option<&'static str>,
    /// Its words, in the draft's text.
    pub span: Span,
}

/// The speakers in the order of their first quotation; quotations of nobody in particular come last.
pub fn symbols(checked: &Checked) -> Vec<SpeakerSymbol> {
    let draft = &checked.draft;
    let mut order: Vec<(Option<SpeakerId>, Vec<QuotationId>)> = Vec::new();
    for (id, quotation) in draft.quotations.iter().enumerate() {
        if quotation.parent.is_some() || matches!(quotation.kind, QuotationKind::NotSpeech(_)) {
            continue;
        }
        let speaker = draft.utterances[quotation.utterance].attribution.speaker;
        match order.iter_mut().find(|(known, _)| *known == speaker) {
            Some((_, quotations)) => quotations.push(id),
            None => order.push((speaker, vec![id])),
        }
    }
    order.sort_by_key(|(speaker, _)| speaker.is_none());
    let prose = &draft.document.prose;
    order
        .into_iter()
        .map(|(speaker, ids)| {
            let quotations = ids.iter().map(|&id| QuotationSymbol {
                words: shortened(&one_line(prose.text(), draft.quotations[id].span), 60),
                verdict: checked.verdicts.iter().find(|it| it.quotation == id).and_then(|it| it.outcome.as_str()),
                span: prose.to_text(draft.quotations[id].span),
            });
            let quotations = quotations.collect::<Vec<_>>();
            let speaker = speaker.map(|id| &draft.speakers[id]);
            let mention = speaker.and_then(|speaker| speaker.mentions.first()).map(|&mention| prose.to_text(mention));
            let mention = mention.unwrap_or(quotations[0].span);
            SpeakerSymbol {
                name: speaker.map_or("Speaker not named".to_owned(), |speaker| speaker.name.clone()),
                title: speaker.and_then(|speaker| speaker.titles.first().cloned()),
                span: quotations.iter().map(|it| it.span).fold(mention, Span::join),
                mention,
                quotations,
            }
        })
        .collect()
}
