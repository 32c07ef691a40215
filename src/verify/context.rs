//! What stands around the words in the source, and whether it turns them.

use super::judge::{Claim, Held};
use super::lexicon::{self, Class};
use crate::quotations::lexicon::{self as spoken, Class as Spoken};
use crate::quotations::{Quotation, QuotationKind, Utterance};
use crate::speakers::Reading;
use crate::text::fold::{self, Token, TokenKind};
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
/// So near in front of its quotation the draft says “not” itself, in words: “is not, she said, ‘fit to lead’”.
const NEAR: usize = 6;
/// What says as much right in front of it.
const FAR_FROM: &[&str] = &["far from", "anything but"];

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
    let own = own_words(claim.draft, claim.quotation);
    if class(last) == Some(Class::Negation) && lead.end - held.passage.tokens[last].span.end <= 2 {
        let severed = Severed { words: held.passage.tokens[last].span, before: true };
        return (!own.negates).then_some(severed);
    }
    let whole = is_whole_sentence(claim);
    // "… if" right in front of what the draft has as said outright.
    if whole && class(last) == Some(Class::Condition) && !own.bounds {
        return Some(Severed { words: held.passage.tokens[last].span, before: true });
    }
    if whole && is_no_claim_of_theirs(held, &words) {
        return Some(Severed { words: lead, before: true });
    }
    // A fragment takes the draft's own sentence along; cut just behind the condition, it lost it all the same.
    let behind_comma = lead.of(held.passage.prose()).trim_end().ends_with(',');
    if !(behind_comma || whole) || own.bounds {
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

/// Words that say whose claim a clause is have no more.
const CLAIMED: usize = 7;

/// Whether words in front of a clause say that others claim it, or that the speaker does not: "they say that", "some of my
/// critics told me", "I wouldn't say".
fn is_no_claim_of_theirs(held: &Held, words: &[usize]) -> bool {
    let word = |at: usize| held.passage.word(at).to_lowercase();
    let is = |at: Option<&usize>, those: &[&str]| at.is_some_and(|&at| those.contains(&word(at).as_str()));
    let words = if is(words.last(), &["that"]) { &words[..words.len() - 1] } else { words };
    let told = is(words.last(), &["us", "me", "you", "him", "her", "them"]);
    let Some((&verb, subject)) = words[..words.len() - usize::from(told)].split_last() else { return false };
    let class = |at: usize| spoken::english().class(&word(at));
    if words.len() > CLAIMED || !class(verb).is(Spoken::CUE) {
        return false;
    }
    let denied = subject.iter().any(|&at| lexicon::class(held.passage.tokens[at].key) == Some(Class::Negation));
    let of_others = |at: &usize| is(Some(at), OTHERS) || class(*at).is(Spoken::GROUP);
    let own = |at: &usize| is(Some(at), &["i", "we", "you"]);
    denied || subject.iter().any(of_others) && !subject.iter().any(own)
}

/// Who others are without a name.
const OTHERS: &[&str] = &["they", "he", "she", "everybody", "everyone", "some"];

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
    (condition && !own_words(claim.draft, claim.quotation).bounds)
        .then_some(Severed { words: Span::new(held.passage.tokens[first].span.start, trail.end), before: false })
}

/// What the draft says around a quotation in words of its own.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct OwnWords {
    /// A condition: in its sentence, or in another part of the utterance.
    bounds: bool,
    /// That it is not so, just in front of the words.
    negates: bool,
}

/// What a draft says around a quotation.
pub(super) fn own_words(draft: &Reading, quotation: &Quotation) -> OwnWords {
    own_words_in(draft.document.prose.text(), quotation, &draft.quotations, &draft.utterances)
}

/// The same of a draft of which only what is said has been read.
pub(super) fn own_words_in(
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
    let siblings = &utterances[quotation.utterance].quotations;
    let siblings = siblings.iter().map(|&id| quotations[id].span).filter(|&span| span != quotation.span);
    let bounds =
        |token: &Token| lexicon::class(token.key) == Some(Class::Condition) || lexicon::opens_clause(token.key);
    let negates = |token: &Token| matches!(lexicon::class(token.key), Some(Class::Negation | Class::Denial));
    let before = fold::tokens(prose, lead);
    OwnWords {
        bounds: before.iter().any(bounds)
            || std::iter::once(trail).chain(siblings).flat_map(|part| fold::tokens(prose, part)).any(|it| bounds(&it)),
        negates: before.iter().rev().take(NEAR).any(negates)
            || FAR_FROM.iter().any(|words| lead.of(prose).trim_end().ends_with(words)),
    }
}

/// Whether the draft gives the words as a sentence of their own.
fn is_whole_sentence(claim: &Claim<'_>) -> bool {
    let words = claim.quotation.span.of(claim.prose());
    claim.quotation.kind != QuotationKind::Fragment
        && words.trim_start_matches('[').starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}
