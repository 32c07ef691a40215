//! What stands around the words in the source, and whether it turns them.

use super::judge::{Claim, Held};
use super::lexicon::{self, Class};
use crate::quotations::QuotationKind;
use crate::text::Span;
use crate::text::fold::{self, TokenKind};

/// The words that were cut off and turn what is left.
pub(super) struct Severed {
    /// In the article's prose.
    pub words: Span,
    /// Whether they stood before the quoted words.
    pub before: bool,
}

/// Looks at the sentence of the source that the first and the last quoted word stand in.
pub(super) fn severed(claim: &Claim<'_>, held: &Held) -> Option<Severed> {
    let id = held.quotation?;
    let speech = held.passage.quotation(id);
    let prose = held.passage.prose();
    let span = held.span();
    if !speech.span.covers(span) {
        return None;
    }
    let (lead, trail) = sentence_around(prose, speech.span, span);
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
    if !(behind_comma || is_whole_sentence(claim)) || draft_has_condition(claim) {
        return None;
    }
    // "If the dam holds, we stay": the condition opens the sentence or the clause before the comma.
    let opens = class(words[0]) == Some(Class::Condition)
        || (words.len() > 1
            && class(words[1]) == Some(Class::Condition)
            && lexicon::is_function(held.passage.tokens[words[0]].key));
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
    (condition && !draft_has_condition(claim))
        .then_some(Severed { words: Span::new(held.passage.tokens[first].span.start, trail.end), before: false })
}

/// Whether the draft's sentence around the quotation says a condition itself.
fn draft_has_condition(claim: &Claim<'_>) -> bool {
    let prose = claim.prose();
    let outer = claim.quotation.outer;
    let block = Span::new(
        prose[..outer.start].rfind('\n').map_or(0, |at| at + 1),
        prose[outer.end..].find('\n').map_or(prose.len(), |at| outer.end + at),
    );
    let (lead, trail) = sentence_around(prose, block, outer);
    [lead, trail]
        .iter()
        .flat_map(|&part| fold::tokens(prose, part))
        .any(|token| lexicon::class(token.key) == Some(Class::Condition))
}

/// Whether the draft gives the words as a sentence of their own.
fn is_whole_sentence(claim: &Claim<'_>) -> bool {
    let words = claim.quotation.span.of(claim.prose());
    claim.quotation.kind != QuotationKind::Fragment
        && words.trim_start_matches('[').starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// What of the sentence stands before and behind `span`, within the speech.
fn sentence_around(prose: &str, speech: Span, span: Span) -> (Span, Span) {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '\n');
    let before = &prose[speech.start..span.start];
    let start = before.rfind(ends).map_or(speech.start, |at| speech.start + at + 1);
    let after = &prose[span.end..speech.end];
    let end = after.find(ends).map_or(speech.end, |at| span.end + at);
    (Span::new(start, span.start), Span::new(span.end, end))
}
