//! Where sentences end.

use super::Reader;
use crate::quotations::QuotationId;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::phrases::Sentence;
use crate::quotations::stream::{Kind, Stream, begins_sentence};
use crate::quotations::verbs::manner;
use crate::text::Span;
use crate::text::words::{MayEnd, TokenKind};

/// A sentence of more items is none, and is cut: what a sentence costs grows with its square.
const LONGEST: usize = 150;
/// A sentence with more quotations is none either.
const MOST_QUOTATIONS: usize = 16;

impl Reader<'_> {
    /// Finds where sentences end: a stop with a capital behind it, and quotations that are sentences of their own.
    pub(super) fn split(&self, stream: &mut Stream) {
        let items = &stream.items;
        let whole = Sentence { text: self.text, items };
        let (mut start, mut quotations) = (0, 0);
        for at in 0..items.len() {
            quotations += usize::from(items[at].quote().is_some());
            let ends = match items[at].kind {
                Kind::Sign(TokenKind::Stop) => begins_sentence(items.get(at + 1)) && !self.ordinal(whole, at),
                Kind::Sign(TokenKind::Colon) => false,
                Kind::Word(Some(MayEnd::Yes)) => items.get(at + 1).is_some_and(|next| {
                    next.capital && next.class.is(Class::STARTER)
                        || next.quote().is_some_and(|id| self.opens_sentence(id))
                }),
                Kind::Quote(id) => {
                    let inner = self.out.quotations[id].span.of(self.text);
                    let stop = inner.ends_with(['.', '!', '?', '…', '\'', '’']);
                    stop && begins_sentence(items.get(at + 1))
                        && (items.get(at + 1).is_some_and(|next| next.quote().is_some())
                            || !self.attributed_behind(whole, at))
                }
                _ => false,
            };
            if ends || at - start >= LONGEST || quotations >= MOST_QUOTATIONS {
                stream.sentences.push(Span::new(start, at + 1));
                (start, quotations) = (at + 1, 0);
            }
        }
        if start < items.len() {
            stream.sentences.push(Span::new(start, items.len()));
        }
    }

    /// "am 5. Mai": in German a number's stop ends no sentence.
    fn ordinal(&self, sentence: Sentence<'_>, stop: usize) -> bool {
        self.language == Language::German
            && stop > 0
            && sentence.sign(stop - 1, TokenKind::Number)
            && sentence.word(stop - 1).len() <= 2
            && sentence.items.get(stop + 1).is_some_and(|next| next.is_word() && !next.is(Class::DETERMINER))
    }

    /// Whether a quotation may begin a sentence: the “big” in "the U.S. “big” plan" does not.
    fn opens_sentence(&self, id: QuotationId) -> bool {
        !self.out.quotations[id].span.of(self.text).starts_with(char::is_lowercase)
    }

    /// Whether what stands behind a quotation that ended its sentence still attributes it: “Why?” Lind asked.
    fn attributed_behind(&self, sentence: Sentence<'_>, quote: usize) -> bool {
        if self.language != Language::English {
            return false;
        }
        let Some(link) = sentence.link_behind(quote) else { return false };
        let Some(cue) = link.cue else { return true };
        let end = link.mention.map_or(cue.end, |mention| cue.end.max(mention.whole.unwrap_or(mention.span).end));
        let next = sentence.items.iter().find(|item| item.span.start >= end);
        next.is_none_or(|item| {
            !item.is_word()
                || item.is(Class(Class::PREPOSITION.0 | Class::WHEN.0 | Class::ADVERB.0))
                || manner(item.span.of(self.text))
                || cue.of(self.text).starts_with("told")
                || cue.of(self.text).starts_with("ask")
        })
    }
}
