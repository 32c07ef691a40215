//! What stands around the words in the source, and whether it turns them.

mod behind;
mod frames;
mod hedged;
mod own_words;

pub(super) use self::own_words::{OwnWords, own_words, own_words_in};
use super::judge::{Claim, Held};
use super::lexicon::{self, Class, Frame};
use super::{own_hand, restarts};
use crate::quotations::QuotationKind;
use crate::text::fold::{Token, TokenKind};
use crate::text::lists::List;
use crate::text::{Span, sentences};

/// What was cut off and turns what is left.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Severed {
    /// Words of the article's prose in front of the quoted ones.
    Before(Span),
    /// Words behind them.
    Behind(Span),
    /// The mark of a question.
    Asked,
}

impl Severed {
    /// As a message says it.
    pub(super) fn told(self, prose: &str) -> String {
        let words = |span: Span| span.of(prose).trim().trim_end_matches('.').to_owned();
        match self {
            Self::Before(span) => format!("cut off before it: “{}”", words(span)),
            Self::Behind(span) => format!("cut off behind it: “{}”", words(span)),
            Self::Asked => "the source has it as a question".to_owned(),
        }
    }
}

/// Words that a condition in front of a clause has at most.
const CLAUSE: usize = 30;

/// Words that a clause of condition has at least: "if", who, and what.
const SHORTEST: usize = 3;

/// Looks at the sentence of the source that the first and the last quoted word stand in.
pub(super) fn severed(claim: &Claim<'_>, held: &Held) -> Option<Severed> {
    let speech = speech(claim, held)?;
    let prose = held.passage.prose();
    let span = held.span();
    if !speech.covers(span) {
        return None;
    }
    let (lead, trail) = sentences::around(prose, speech, span);
    let own = own_words(claim.draft, claim.quotation);
    let in_front = || before(claim, held, lead, own).map(Severed::Before);
    in_front().or_else(|| after(claim, held, (speech, trail), own))
}

/// The stretch in which the source has the words as speech: a quotation or a turn, or a paragraph of a text that is
/// speech from first to last.
fn speech(claim: &Claim<'_>, held: &Held) -> Option<Span> {
    let Some(id) = held.quotation else {
        let (prose, span) = (held.passage.prose(), held.span());
        let start = prose[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = prose[span.end..].find('\n').map_or(prose.len(), |at| span.end + at);
        return own_hand::is_speech(claim, held).then(|| Span::new(start, end));
    };
    Some(held.passage.quotation(id).span)
}

/// A condition in front of a clause that the draft gives as a whole sentence, or a "not" just outside.
fn before(claim: &Claim<'_>, held: &Held, lead: Span, own: OwnWords) -> Option<Span> {
    let first = held.reading.places[0];
    let tokens = &held.passage.tokens;
    let words: Vec<usize> = (0..first).filter(|&at| tokens[at].span.start >= lead.start).collect();
    let &last = words.last()?;
    if let Some(twice) = restarts::begun_in_front(&words, first, tokens) {
        // "If it floods the town, the town pays": what ends a clause and begins the next was not begun twice.
        let (clause, again) = words.split_at(words.len() - twice);
        let apart = |before: usize| {
            let gap = held.passage.prose().get(tokens[before].span.end..tokens[again[0]].span.start);
            gap.is_none_or(|gap| !gap.chars().all(char::is_whitespace))
        };
        let ends_clause = clause.len() >= SHORTEST && clause.last().is_some_and(|&before| !apart(before));
        if !ends_clause || !opens_with_condition(held, clause, true) {
            return None;
        }
    }
    // The draft leads in with an ellipsis: it says that something went before.
    if claim.tokens.first().is_some_and(|token| token.kind == TokenKind::Cut) {
        return None;
    }
    let class = |at: usize| lexicon::class_in(tokens[at].key, held.passage.language());
    // "$5 million" is two words of one place.
    let gap = held.passage.prose().get(tokens[last].span.end..lead.end).unwrap_or_default();
    // "No, we stay" is an answer and what is said for it.
    if let Some(denial) = frames::denial(held, &words).filter(|_| gap.chars().all(char::is_whitespace)) {
        return (!own.negates).then_some(denial);
    }
    let whole = is_whole_sentence(claim);
    if whole && own.earlier != Some(tokens[last].key) && frames::is_no_claim(held, &words) {
        return Some(frames::shown(held, &words, lead));
    }
    // "… if" right in front of what the draft has as said outright.
    if whole && class(last) == Some(Class::Condition) && !own.bounds {
        return Some(tokens[last].span);
    }
    if whole && !own.bounds && gap.chars().all(char::is_whitespace) && is_to_come(held, &words) {
        return Some(tokens[last].span);
    }
    if let Some(hedge) = hedged::cut_off(claim, held, &words, whole, own) {
        return Some(hedge);
    }
    // A fragment takes the draft's own sentence along; cut just behind the condition, it lost it all the same.
    let behind_comma = gap.trim_end().ends_with(',');
    (!own.bounds && (behind_comma || whole) && opens_with_condition(held, &words, behind_comma)).then_some(lead)
}

/// "If the dam holds, we stay": the condition opens the sentence or the clause before the comma.
fn opens_with_condition(held: &Held, words: &[usize], behind_comma: bool) -> bool {
    // A long way before the words, it belongs to another clause.
    if words.len() > CLAUSE {
        return false;
    }
    let keys: Vec<u64> = words.iter().map(|&at| held.passage.tokens[at].key).collect();
    let lower: Vec<String> = words.iter().map(|&at| held.passage.word(at).to_lowercase().replace('’', "'")).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    // "When the mill closed, we left" tells when it was, and bounds nothing. "While" sets one thing against another.
    let is_day = |n: usize| lower[n] != "while" && lexicon::is_past(&lower);
    let as_soon_as = |n: usize| lower[n..].starts_with(&["as", "soon", "as"]);
    // "If it rains we go, because the roof leaks": the reason holds all the same.
    let has_reason = |n: usize| lower[n..].contains(&"because");
    let bounds = |n: usize| {
        keys.get(n).is_some_and(|&key| {
            lexicon::class_in(key, held.passage.language()) == Some(Class::Condition)
                || behind_comma && (lexicon::opens_clause(key) || as_soon_as(n)) && !is_day(n)
        }) && !has_reason(n)
            && !lexicon::begins_with(&keys[n..], Frame::Aside)
    };
    // "I have been told that as soon as they agree, …", "… but if they do not agree then …"
    let joins = |word: &&str| ["that", "but", "and", "so"].contains(word);
    let from = lower.iter().rposition(joins).map(|joined| joined + 1);
    let ends_clause = behind_comma || lower.last() == Some(&"then");
    // "Should it rain, | we stay", "Had we known, | …"; not "Had a look, …"
    let inverted = behind_comma
        && lower.len() >= SHORTEST
        && ["should", "were", "had"].contains(&lower[0])
        && !["a", "an", "to", "no", "not", "some"].contains(&lower[1])
        && !has_reason(0);
    inverted
        || bounds(0)
        || bounds(1) && lexicon::is_function(keys[0])
        || ends_clause && from.is_some_and(|from| bounds(from) && from + SHORTEST <= lower.len())
}

/// Whether the words are what something else waits for, by the "when" right in front of them: "it will be over when | we
/// have signed". What is past has come.
fn is_to_come(held: &Held, words: &[usize]) -> bool {
    let lower = |at: usize| held.passage.word(at).to_lowercase().replace('’', "'");
    let [.., before, when] = *words else { return false };
    let clause: Vec<String> = held.reading.places.iter().map(|&place| lower(place)).collect();
    let clause: Vec<&str> = clause.iter().map(String::as_str).collect();
    ["when", "whenever", "once"].contains(&lower(when).as_str())
        && !TIMES.contains(&lower(before).as_str())
        && !lexicon::is_past(&clause)
}

/// Behind these, "when" tells which time, or that there is one.
static TIMES: List = List::group(include_str!("../../data/meaning/clauses.txt"), "time");

/// "…, unless the court says no" behind the last word; a question that the draft has as said.
fn after(claim: &Claim<'_>, held: &Held, (speech, trail): (Span, Span), own: OwnWords) -> Option<Severed> {
    if claim.tokens.last().is_some_and(|token| token.kind == TokenKind::Cut) {
        return None;
    }
    let whole = is_whole_sentence(claim);
    if whole && !own.asks && is_statement(claim) && behind::is_asked(held) {
        return Some(Severed::Asked);
    }
    let found = behind::severed(held, trail, whole, own.negates)
        .or_else(|| hedged::cut_off_behind(held, trail, own).filter(|_| whole))
        .or_else(|| behind::bound(held, speech, trail))
        .or_else(|| behind::retracted(held, speech, trail).filter(|_| whole));
    found.filter(|_| !own.bounds).map(Severed::Behind)
}

/// Whether the draft has its words as a statement: no question mark, and not the order of words of a question.
fn is_statement(claim: &Claim<'_>) -> bool {
    let words = claim.quotation.span.of(claim.prose()).trim_end();
    let end = words.trim_end_matches(|c: char| c != '?' && !c.is_alphanumeric());
    let asks = |token: &Token| {
        lexicon::class(token.key) == Some(Class::Modal)
            || QUESTIONS.contains(&token.span.of(claim.prose()).to_lowercase().as_str())
    };
    words.ends_with([',', '.']) && !end.ends_with('?') && !claim.tokens.first().is_some_and(asks)
}

/// What a question begins with.
const QUESTIONS: &[&str] = &[
    "who", "what", "when", "where", "why", "how", "which", "whose", "whom", "is", "are", "was", "were", "am", "do",
    "does", "did", "has", "have", "had", "isn", "don",
];

/// Whether the draft gives the words as a sentence of their own.
fn is_whole_sentence(claim: &Claim<'_>) -> bool {
    let words = claim.quotation.span.of(claim.prose());
    claim.quotation.kind != QuotationKind::Fragment
        && words.trim_start_matches('[').starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}
