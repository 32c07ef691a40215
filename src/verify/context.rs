//! What stands around the words in the source, and whether it turns them.

use super::judge::{Claim, Held};
use super::lexicon::{self, Class};
use crate::quotations::{Quotation, QuotationKind, Utterance};
use crate::speakers::Reading;
use crate::text::fold::{self, TokenKind};
use crate::text::{Span, sentences};

/// The words that were cut off and turn what is left.
pub(super) struct Severed {
    /// In the article's prose.
    pub words: Span,
    /// Whether they stood before the quoted words.
    pub before: bool,
}

/// Words that a condition in front of a clause has at most.
const CLAUSE: usize = 30;

/// Looks at the sentence of the source that the first and the last quoted word stand in.
pub(super) fn severed(claim: &Claim<'_>, held: &Held) -> Option<Severed> {
    let id = held.quotation?;
    let speech = held.passage.quotation(id);
    let prose = held.passage.prose();
    let span = held.span();
    if !speech.span.covers(span) {
        return None;
    }
    let (lead, trail) = sentences::around(prose, speech.span, span);
    before(claim, held, lead).or_else(|| after(claim, held, trail))
}

/// A condition in front of a clause that the draft gives as a whole sentence, or a "not" just outside.
fn before(claim: &Claim<'_>, held: &Held, lead: Span) -> Option<Severed> {
    let first = held.reading.places[0];
    let words: Vec<usize> = (0..first).filter(|&at| held.passage.tokens[at].span.start >= lead.start).collect();
    let &last = words.last()?;
    // The draft leads in with an ellipsis: it says that something went before.
    if claim.tokens.first().is_some_and(|token| token.kind == TokenKind::Cut) {
        return None;
    }
    let class = |at: usize| lexicon::class(held.passage.tokens[at].key);
    if class(last) == Some(Class::Negation) && lead.end - held.passage.tokens[last].span.end <= 2 {
        return Some(Severed { words: held.passage.tokens[last].span, before: true });
    }
    // A fragment takes the draft's own sentence along; cut just behind the condition, it lost it all the same.
    let behind_comma = lead.of(held.passage.prose()).trim_end().ends_with(',');
    if !(behind_comma || is_whole_sentence(claim)) || has_condition(claim.draft, claim.quotation) {
        return None;
    }
    // A long way before the words, it belongs to another clause.
    if words.len() > CLAUSE {
        return None;
    }
    // "If the dam holds, we stay": the condition opens the sentence or the clause before the comma.
    let bounds = |at: usize| {
        let key = held.passage.tokens[at].key;
        class(at) == Some(Class::Condition) || (behind_comma && lexicon::opens_clause(key))
    };
    let opens = bounds(words[0])
        || (words.len() > 1 && bounds(words[1]) && lexicon::is_function(held.passage.tokens[words[0]].key));
    opens.then_some(Severed { words: lead, before: true })
}

/// "…, unless the court says no" behind the last word.
fn after(claim: &Claim<'_>, held: &Held, trail: Span) -> Option<Severed> {
    let last = held.reading.places[held.reading.places.len() - 1];
    if claim.tokens.last().is_some_and(|token| token.kind == TokenKind::Cut) {
        return None;
    }
    let words: Vec<usize> =
        (last + 1..held.passage.tokens.len()).take_while(|&at| held.passage.tokens[at].span.end <= trail.end).collect();
    let &first = words.first()?;
    let word = |n: usize| words.get(n).map_or(String::new(), |&at| held.passage.word(at).to_lowercase());
    let class = lexicon::class(held.passage.tokens[first].key);
    let condition = class == Some(Class::Condition)
        || matches!(
            (word(0).as_str(), word(1).as_str()),
            ("only", "if" | "when") | ("but", "only" | "not") | ("as" | "so", "long") | ("even" | "not", "if")
        );
    (condition && !has_condition(claim.draft, claim.quotation))
        .then_some(Severed { words: Span::new(held.passage.tokens[first].span.start, trail.end), before: false })
}

/// Whether the draft says a condition itself: in its sentence around the quotation, or in another part of the utterance.
pub(super) fn has_condition(draft: &Reading, quotation: &Quotation) -> bool {
    says_condition(draft.document.prose.text(), quotation, &draft.quotations, &draft.utterances)
}

/// The same of a draft of which only what is said has been read.
pub(super) fn says_condition(
    prose: &str,
    quotation: &Quotation,
    quotations: &[Quotation],
    utterances: &[Utterance],
) -> bool {
    let outer = quotation.outer;
    let block = Span::new(
        prose[..outer.start].rfind('\n').map_or(0, |at| at + 1),
        prose[outer.end..].find('\n').map_or(prose.len(), |at| outer.end + at),
    );
    let (lead, trail) = sentences::around(prose, block, outer);
    let siblings = &utterances[quotation.utterance].quotations;
    let siblings = siblings.iter().map(|&id| quotations[id].span).filter(|&span| span != quotation.span);
    [lead, trail]
        .into_iter()
        .chain(siblings)
        .flat_map(|part| fold::tokens(prose, part))
        .any(|token| lexicon::class(token.key) == Some(Class::Condition) || lexicon::opens_clause(token.key))
}

/// Whether the draft gives the words as a sentence of their own.
fn is_whole_sentence(claim: &Claim<'_>) -> bool {
    let words = claim.quotation.span.of(claim.prose());
    claim.quotation.kind != QuotationKind::Fragment
        && words.trim_start_matches('[').starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}
