//! A source, read, with everything that is put on record of it.

use super::people::Cast;
use super::syndication::Sketch;
use crate::formats::{self, Document};
use crate::speakers::{self, Reading};
use crate::text::Span;
use crate::text::fold::{self, Token};

/// What reading one document for a corpus yields.
#[derive(Debug)]
pub(super) struct Read {
    pub reading: Reading,
    /// Its words, for the concordance.
    pub tokens: Vec<Token>,
    /// For each of its stories what tells its copies; of one without stories, for all of it.
    pub sketches: Vec<Sketch>,
    pub cast: Cast,
}

impl Read {
    /// Reads a document.
    pub(super) fn new(mut document: Document) -> Self {
        formats::take_speeches(&mut document);
        let reading = speakers::read(document);
        let prose = reading.document.prose.text();
        let tokens = fold::tokens(prose, Span::new(0, prose.len()));
        let whole = [Span::new(0, prose.len())];
        let stories: Vec<Span> = reading.document.stories.iter().map(|story| story.span).collect();
        let stories = if stories.is_empty() { &whole[..] } else { &stories };
        let sketch = |story: &Span| {
            let words = tokens.iter().filter(|token| story.contains(token.span.start));
            Sketch::new(&words.map(|token| token.key).collect::<Vec<_>>())
        };
        let sketches = stories.iter().map(sketch).collect();
        let cast = Cast::of(&reading);
        Self { reading, tokens, sketches, cast }
    }
}
