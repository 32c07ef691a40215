//! What a draft says around a quotation in words of its own, so that nothing was cut off.

use super::hedged;
use crate::quotations::{Quotation, Utterance};
use crate::speakers::Reading;
use crate::text::fold::{self, Token};
use crate::text::lists::List;
use crate::text::{Span, sentences};
use crate::verify::lexicon::{self, Class, Frame};

/// So near in front of its quotation the draft says “not” itself, in words: “is not, she said, ‘fit to lead’”.
const NEAR: usize = 6;

/// What the draft says around a quotation in words of its own.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(in crate::verify) struct OwnWords {
    /// A condition: in its sentence, or in another part of the utterance.
    pub bounds: bool,
    /// That it is not so, just in front of the words or behind them.
    pub negates: bool,
    /// That it is asked.
    pub asks: bool,
    /// How sure it is of them.
    pub sureness: Sureness,
    /// The last word, folded, of the part of the utterance that they go on from.
    pub earlier: Option<u64>,
}

/// How sure a draft's own words are of those that it quotes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(in crate::verify) enum Sureness {
    /// They may not hold: "hopes", "perhaps".
    Open,
    Plain,
    /// The quoted verb stands behind "will" or "has".
    Outright,
}

/// What a draft says around a quotation.
pub(in crate::verify) fn own_words(draft: &Reading, quotation: &Quotation) -> OwnWords {
    own_words_in(draft.document.prose.text(), quotation, &draft.quotations, &draft.utterances)
}

/// The same of a draft of which only what is said has been read.
pub(in crate::verify) fn own_words_in(
    prose: &str,
    quotation: &Quotation,
    quotations: &[Quotation],
    utterances: &[Utterance],
) -> OwnWords {
    let outer = quotation.outer;
    let block = Span::new(
        prose[..outer.start].rfind('\n').map_or(0, |at| at + 1),
        prose[outer.end..].find('\n').map_or(prose.len(), |at| outer.end + at),
    );
    let (lead, trail) = sentences::around(prose, block, outer);
    // "She would go if it failed. “I’ll resign,” she said."
    let earlier = prose[block.start..lead.start].trim_end();
    let earlier = Span::new(block.start, block.start + earlier.len());
    let (earlier, _) = sentences::around(prose, earlier, Span::at(earlier.end));
    let siblings = &utterances[quotation.utterance].quotations;
    let siblings = siblings.iter().map(|&id| quotations[id].span).filter(|&span| span != quotation.span);
    let part_before = siblings.clone().take_while(|part| part.start < outer.start).last();
    let bounds =
        |token: &Token| lexicon::class(token.key) == Some(Class::Condition) || lexicon::opens_clause(token.key);
    let negates =
        |token: &Token| lexicon::class(token.key).is_some_and(|class| class.denies() || class == Class::Denial);
    let is = |token: &Token, those: &[&str]| those.contains(&token.span.of(prose).to_lowercase().as_str());
    let as_soon_as = |tokens: &[Token]| {
        tokens.windows(3).any(|three| three.iter().zip(["as", "soon", "as"]).all(|(token, word)| is(token, &[word])))
    };
    let (before, behind) = (fold::tokens(prose, lead), fold::tokens(prose, trail));
    // "Were the council to do nothing, …"
    let inverted = before.first().is_some_and(|first| is(first, &["were", "should", "had"]));
    let outside = before.iter().chain(&behind);
    let hedges_before = || {
        let words = part_before.map(|part| fold::tokens(prose, part)).unwrap_or_default();
        words.iter().rev().take(NEAR).any(|token| hedged::hedges(token, prose))
    };
    OwnWords {
        bounds: inverted
            || outside.clone().any(bounds)
            || before.iter().any(|token| is(token, &["without"]))
            || [&before[..], &behind[..]].into_iter().any(as_soon_as)
            || siblings.chain([earlier]).flat_map(|part| fold::tokens(prose, part)).any(|it| bounds(&it)),
        negates: before.iter().rev().take(NEAR).any(negates)
            || behind.iter().take(2).any(negates)
            || lexicon::ends_in(&before.iter().map(|token| token.key).collect::<Vec<_>>(), Frame::Denied).is_some(),
        sureness: match before.last() {
            _ if outside.clone().any(|token| hedged::hedges(token, prose)) || hedges_before() => Sureness::Open,
            Some(last) if hedged::is_outright(last, prose) => Sureness::Outright,
            _ => Sureness::Plain,
        },
        asks: outside.clone().any(|token| is(token, &ASKS)),
        earlier: part_before.and_then(|part| fold::tokens(prose, part).last().map(|token| token.key)),
    }
}

/// Who says these puts a question.
static ASKS: List = List::group(include_str!("../../../data/meaning/clauses.txt"), "ask");
