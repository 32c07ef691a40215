//! A quotation whose closing mark is missing: where its words end all the same.

use super::{Carry, Reader};
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::marks::Paired;
use crate::quotations::phrases::Sentence;
use crate::quotations::stream::Stream;
use crate::quotations::{MarkProblem, MarkProblemKind};
use crate::text::Span;
use crate::text::words::TokenKind;

/// How many words and signs into it an attribution is looked for.
const REACH: usize = 120;

impl Reader<'_> {
    /// Ends the quotations of a paragraph that nothing closes where their sentence says who speaks: “We will not go,
    /// said Lind.
    ///
    /// One that the next paragraph takes up is left as it is. Gives what is carried on to the next paragraph.
    pub(super) fn end_unclosed(&mut self, paired: &mut Paired, carry: Option<Carry>, taken_up: bool) -> Option<Carry> {
        if self.language != Language::English {
            return carry;
        }
        let mut carry = carry;
        for at in 0..paired.pairs.len() {
            let pair = paired.pairs[at];
            let left_open = paired.left_open == Some(at);
            if pair.closed || pair.single || pair.parent.is_some() || pair.resumes || left_open && taken_up {
                continue;
            }
            let Some(end) = self.attributed_inside(Span::new(pair.open.end, pair.close.start)) else { continue };
            paired.pairs[at].close = Span::at(end);
            if left_open {
                paired.left_open = None;
                carry = None;
                let kind = MarkProblemKind::Unpaired;
                paired.problems.push(MarkProblem { span: pair.open, kind, instead: None });
            }
            for inner in &mut paired.pairs[at + 1..] {
                if inner.parent == Some(at) && inner.open.start >= end {
                    inner.parent = None;
                }
            }
        }
        carry
    }

    /// Where an attribution begins within words that nothing closes, if a whole sentence ends with it.
    fn attributed_inside(&mut self, words: Span) -> Option<usize> {
        let stream = Stream::read(self.text, words, &[], self.lexicon, &mut self.tokens);
        let sentence = Sentence { text: self.text, items: &stream.items[..stream.items.len().min(REACH)] };
        (1..sentence.items.len()).filter(|&at| sentence.sign(at, TokenKind::Comma)).find_map(|at| {
            let link = sentence.inverted(at + 1).or_else(|| sentence.subject_first(at + 1))?;
            let (cue, mention) = (link.cue?, link.mention?);
            let saying = self.lexicon.class(cue.of(self.text)).is(Class(Class::SPEECH.0 | Class::TOLD.0));
            let end = cue.end.max(mention.whole.unwrap_or(mention.span).end);
            let behind = sentence.items.iter().position(|item| item.span.start >= end);
            let ends = behind.is_none_or(|behind| {
                sentence.stops(behind) || sentence.sign(behind, TokenKind::Comma) && behind + 1 == stream.items.len()
            });
            (saying && ends && sentence.plausible(&link)).then_some(sentence.items[at].span.end)
        })
    }
}
