//! The stretch of an article that a quotation is held against.

use std::ops::Range;
use std::sync::Arc;

use super::Standing;
use crate::corpus::Article;
use crate::quotations::language::Language;
use crate::quotations::{Quotation, QuotationId, QuotationKind};
use crate::text::Span;
use crate::text::fold::{self, Token, TokenKind};

/// A window of an article, in words.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub article: Arc<Article>,
    /// Words of the window; ellipses left out.
    pub tokens: Vec<Token>,
    /// For each word, the innermost quotation it stands in.
    pub inside: Vec<Option<QuotationId>>,
    /// For each word, whether it is the reporter's.
    pub outside: Vec<bool>,
}

impl Passage {
    /// The words of `article` in and around `span`, `margin` bytes to each side.
    pub(super) fn around(article: Arc<Article>, span: Span, margin: usize) -> Self {
        let prose = article.reading.document.prose.text();
        let window = widen(prose, span, margin);
        let mut tokens = fold::tokens(prose, window);
        tokens.retain(|token| token.kind != TokenKind::Cut);
        let inside: Vec<_> = innermost(&article.reading.quotations, &tokens);
        let outside = inside.iter().map(Option::is_none).collect();
        Self { article, tokens, inside, outside }
    }

    /// The same with no more than some of its words.
    pub(super) fn part(&self, words: Range<usize>) -> Self {
        Self {
            article: self.article.clone(),
            tokens: self.tokens[words.clone()].to_vec(),
            inside: self.inside[words.clone()].to_vec(),
            outside: self.outside[words].to_vec(),
        }
    }

    pub(super) fn prose(&self) -> &str {
        self.article.reading.document.prose.text()
    }

    /// The language that the article is in.
    pub(super) fn language(&self) -> Language {
        self.article.reading.language
    }

    pub(super) fn quotation(&self, id: QuotationId) -> &Quotation {
        &self.article.reading.quotations[id]
    }

    /// The words of one of the passage's tokens, as written.
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens[at].span.of(self.prose())
    }

    /// The outermost quotation that a word stands in.
    pub(super) fn outermost(&self, at: usize) -> Option<QuotationId> {
        let mut id = self.inside[at]?;
        while let Some(parent) = self.quotation(id).parent {
            id = parent;
        }
        Some(id)
    }

    /// In what way the source has the words at `places`, and the quotation that holds most of them.
    pub(super) fn standing(&self, places: &[usize]) -> (Standing, Option<QuotationId>) {
        let mut counts: Vec<(Option<QuotationId>, usize)> = Vec::new();
        for &place in places {
            match counts.iter_mut().find(|(id, _)| *id == self.inside[place]) {
                Some((_, count)) => *count += 1,
                None => counts.push((self.inside[place], 1)),
            }
        }
        let most = counts.iter().max_by_key(|&&(id, count)| (count, id.is_some())).and_then(|&(id, _)| id);
        let quoted: usize = counts.iter().filter(|(id, _)| id.is_some()).map(|&(_, count)| count).sum();
        // One outer quotation with a short one inside is still the outer one's speech.
        let outer = places.first().and_then(|&first| self.outermost(first));
        let mixed = outer.is_some() && counts.len() > 1 && places.iter().all(|&place| self.outermost(place) == outer);
        match most {
            _ if mixed => (Standing::Quoted, outer),
            // A word or two of the reporter's around a quoted run is where the draft set its marks wider.
            Some(id) if self.quotation(id).parent.is_some() => (Standing::Recounted, Some(id)),
            Some(id) => (Standing::Quoted, Some(id)),
            None if quoted * 3 >= places.len() * 2 => (Standing::Quoted, counts.iter().find_map(|&(id, _)| id)),
            None if self.is_marked(places) => (Standing::Quoted, None),
            None => (Standing::Reported, None),
        }
    }

    /// Whether words stand between marks that quote nobody in particular: the source has them from somebody, too.
    fn is_marked(&self, places: &[usize]) -> bool {
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return false };
        let words = self.tokens[first].span.join(self.tokens[last].span);
        let quotations = &self.article.reading.quotations;
        let upto = quotations.partition_point(|quotation| quotation.span.start <= words.start);
        quotations[..upto].iter().rev().take(4).any(|quotation| quotation.span.covers(words))
    }
}

fn widen(prose: &str, span: Span, margin: usize) -> Span {
    let mut start = span.start.saturating_sub(margin);
    let mut end = (span.end + margin).min(prose.len());
    while !prose.is_char_boundary(start) {
        start -= 1;
    }
    while !prose.is_char_boundary(end) {
        end += 1;
    }
    // Not in the middle of a word, but no farther than a word is long.
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    start -= prose[..start].chars().rev().take(40).take_while(|&c| inside(c)).map(char::len_utf8).sum::<usize>();
    end += prose[end..].chars().take(40).take_while(|&c| inside(c)).map(char::len_utf8).sum::<usize>();
    Span::new(start, end)
}

/// For each word the innermost quotation, in one sweep; both are ordered by their start.
fn innermost(quotations: &[Quotation], tokens: &[Token]) -> Vec<Option<QuotationId>> {
    let Some(first) = tokens.first() else { return Vec::new() };
    // Outer quotations may have begun before the window; they are few, nested ones follow theirs.
    let mut next = quotations.partition_point(|quotation| quotation.span.start < first.span.start);
    let mut open: Vec<QuotationId> = Vec::new();
    let mut before = next;
    while before > 0 {
        before -= 1;
        let quotation = &quotations[before];
        if quotation.span.end > first.span.start {
            open.insert(0, before);
        }
        if quotation.parent.is_none() {
            break;
        }
    }
    tokens
        .iter()
        .map(|token| {
            open.retain(|&id| quotations[id].span.end > token.span.start);
            while let Some(quotation) =
                quotations.get(next).filter(|quotation| quotation.span.start <= token.span.start)
            {
                if quotation.span.end > token.span.start {
                    open.push(next);
                }
                next += 1;
            }
            open.iter().rev().copied().find(|&id| holds(&quotations[id], token.span))
        })
        .collect()
}

/// Whether a word is quoted here as speech: in one of the quotation's stretches.
fn holds(quotation: &Quotation, word: Span) -> bool {
    !matches!(quotation.kind, QuotationKind::NotSpeech(_)) && quotation.parts.iter().any(|part| part.overlaps(word))
}
