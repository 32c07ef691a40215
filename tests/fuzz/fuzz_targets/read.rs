//! Any bytes, read as any format: what holds of a document, its quotations and its speakers.
//!
//! The first byte picks the format, the rest is the file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::formats::{self, Document};
use onrecord::quotations::Quotation;
use onrecord::speakers::{self, Reading};
use onrecord::text::Span;

const NAMES: [&str; 9] = [
    "draft.txt",
    "draft.md",
    "draft.html",
    "draft.vtt",
    "draft.srt",
    "draft.rtf",
    "feed.xml",
    "item.json",
    "release.eml",
];

fuzz_target!(|input: &[u8]| {
    let Some((&format, bytes)) = input.split_first() else { return };
    let name = NAMES[usize::from(format) % NAMES.len()];
    let packed = formats::packed::unpack(name, bytes, &|_| Err(String::new()));
    let documents = match packed {
        Some(sources) => sources.held.into_iter().map(|held| held.document).collect(),
        None => vec![formats::read(name, bytes)],
    };
    for document in documents {
        document_holds(&document);
        reading_holds(&speakers::read(document));
    }
});

/// Blocks ascend, lie on letters, and lead back to letters of the text, further on for each byte further on.
fn document_holds(document: &Document) {
    let prose = document.prose.text();
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start >= end && block.span.start < block.span.end, "blocks ascend: {block:?}");
        end = block.span.end;
        slices(prose, block.span);
        if let Some(label) = block.voice.as_ref().and_then(|voice| voice.span) {
            slices(prose, label);
            assert!(block.span.covers(label), "a label stands in its turn: {block:?}");
        }
    }
    let mut last = 0;
    for (at, letter) in prose.char_indices() {
        let there = document.prose.to_text(Span::new(at, at + letter.len_utf8()));
        slices(&document.text, there);
        assert!(there.start >= last, "the way back runs forward: byte {at} of the prose");
        last = there.start;
        assert!(prose.is_char_boundary(document.prose.from_text(there.start)), "and comes back: byte {at} of the prose");
    }
    let mut end = 0;
    for story in &document.stories {
        assert!(story.span.start >= end && story.span.end <= prose.len(), "stories ascend: {story:?}");
        end = story.span.end;
    }
}

/// Every range slices the prose; quotations stand in order, inside one another or apart; every index is one.
fn reading_holds(reading: &Reading) {
    let prose = reading.document.prose.text();
    let mut open: Vec<&Quotation> = Vec::new();
    let mut start = 0;
    for (at, quotation) in reading.quotations.iter().enumerate() {
        slices(prose, quotation.span);
        slices(prose, quotation.outer);
        assert!(quotation.outer.covers(quotation.span), "marks stand around the words: {quotation:?}");
        assert!(quotation.span.start >= start, "quotations stand in order: {quotation:?}");
        start = quotation.span.start;
        let mut end = quotation.span.start;
        for &part in &quotation.parts {
            slices(prose, part);
            assert!(part.start >= end && quotation.span.covers(part), "parts ascend: {quotation:?}");
            end = part.end;
        }
        while open.last().is_some_and(|last| last.span.end <= quotation.span.start) {
            open.pop();
        }
        if let Some(last) = open.last() {
            assert!(last.span.covers(quotation.span), "quotations do not cross: {last:?} {quotation:?}");
        }
        if let Some(parent) = quotation.parent {
            assert!(parent < at && reading.quotations[parent].span.covers(quotation.outer), "inside: {quotation:?}");
        }
        open.push(quotation);
        assert!(reading.utterances[quotation.utterance].quotations.contains(&at), "is of its utterance");
    }
    for utterance in &reading.utterances {
        let told = &utterance.attribution;
        [told.cue, told.mention, told.when].into_iter().flatten().for_each(|span| slices(prose, span));
        assert!(told.speaker.iter().chain(&told.through).all(|&speaker| speaker < reading.speakers.len()));
    }
    for problem in &reading.mark_problems {
        slices(prose, problem.span);
        assert!(!problem.span.is_empty(), "a mark that is wrong is there: {problem:?}");
    }
    reading.speakers.iter().flat_map(|speaker| &speaker.mentions).for_each(|&span| slices(prose, span));
    reading.misspelled.iter().for_each(|(span, _)| slices(prose, *span));
}

#[track_caller]
fn slices(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} lies on letters of a text of {} bytes", text.len());
}
