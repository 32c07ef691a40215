//! For tests: whose words a text has, read as a source.

use crate::formats::{self, BlockKind, Document, read_text};

/// A text as a source is read.
pub(super) fn source(name: &str, text: &str) -> Document {
    let mut document = read_text(name, text);
    formats::take_speeches(&mut document);
    document
}

/// Who says each of its turns.
pub(super) fn voices(name: &str, text: &str) -> Vec<String> {
    said(name, text).into_iter().map(|(who, _)| who).collect()
}

/// Its turns: who, and what without the label.
pub(super) fn said(name: &str, text: &str) -> Vec<(String, String)> {
    let document = source(name, text);
    let prose = document.prose.text();
    let turns = document.blocks.iter().filter(|block| block.kind == BlockKind::Turn);
    let said = turns.filter_map(|block| {
        let voice = block.voice.as_ref()?;
        let words = &prose[voice.span.map_or(block.span.start, |label| label.end)..block.span.end];
        Some((voice.name.clone(), words.trim_start_matches(':').trim().to_owned()))
    });
    said.collect()
}

/// The same, as a test writes it.
pub(super) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(who, what)| ((*who).to_owned(), (*what).to_owned())).collect()
}
