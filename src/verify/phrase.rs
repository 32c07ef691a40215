//! A phrase without a draft: where was this said?

use std::sync::Arc;

use super::{Evidence, verify};
use crate::corpus::Corpus;
use crate::formats::Document;
use crate::quotations::{Quotation, QuotationKind, Utterance};
use crate::settings::Settings;
use crate::speakers::Reading;
use crate::text::{Prose, Span};

/// The places that have these words or similar ones, whoever says them; best first.
pub fn find(phrase: &str, corpus: &dyn Corpus) -> Vec<Evidence> {
    let reading = reading(phrase.trim());
    let verdicts = verify(&reading, Some(corpus), &Settings::default(), None, &|| false);
    verdicts.into_iter().flat_map(|verdict| verdict.sources).collect()
}

/// A draft of nothing but the phrase, as somebody's words.
fn reading(phrase: &str) -> Reading {
    let all = Span::new(0, phrase.len());
    let quotation =
        Quotation { span: all, outer: all, parts: vec![all], kind: QuotationKind::Speech, utterance: 0, parent: None };
    let document = Document { text: Arc::from(phrase), prose: Prose::plain(phrase), ..Document::default() };
    let utterance = Utterance { quotations: vec![0], ..Utterance::default() };
    Reading { document, quotations: vec![quotation], utterances: vec![utterance], ..Reading::default() }
}
