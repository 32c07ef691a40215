//! Word alignment: a quotation fitted into a passage.
//!
//! All of the quotation is accounted for, the passage's ends are free (fitting alignment), gaps are
//! affine (Gotoh, "An improved algorithm for matching biological sequences", J. Mol. Biol. 1982). The costs are
//! our own: a word of content binds more than one of grammar, an ellipsis lets any stretch go, a bracket
//! lets a little go, and the reporter's words between two stretches of one speech cost next to nothing.

use std::ops::Range;

use super::passage::Passage;
use super::table::{Ends, fit_words};
use super::{anchors, lexicon};
use crate::text::fold::{self, Token, TokenKind};

/// One step from the quotation to the passage; indices of tokens of either.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Same(usize, usize),
    Replaced(usize, usize),
    Added(usize),
    Dropped(usize),
    Elided(usize),
    /// The ellipsis itself.
    Cut(usize),
}

impl Step {
    /// The same step where both sides begin so many words later.
    fn moved(self, by: usize, far: usize) -> Self {
        match self {
            Self::Same(at, place) => Self::Same(at + by, place + far),
            Self::Replaced(at, place) => Self::Replaced(at + by, place + far),
            Self::Added(at) => Self::Added(at + by),
            Self::Dropped(place) => Self::Dropped(place + far),
            Self::Elided(place) => Self::Elided(place + far),
            Self::Cut(at) => Self::Cut(at + by),
        }
    }
}

/// A quotation fitted into a passage.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fitted {
    /// In order.
    pub steps: Vec<Step>,
    pub score: f32,
}

/// How much a word binds.
pub(super) fn weight(token: &Token) -> f32 {
    match token.kind {
        TokenKind::Cut => 0.0,
        TokenKind::Number => 2.0,
        TokenKind::Word | TokenKind::Bracketed if lexicon::class(token.key).is_some() => 1.2,
        TokenKind::Word | TokenKind::Bracketed if lexicon::is_function(token.key) => 0.8,
        TokenKind::Word | TokenKind::Bracketed => 2.0,
    }
}

/// Whether two words are one: the same key, or a contraction's end and what it stands for.
pub(super) fn same(a: &Token, b: &Token) -> bool {
    a.key == b.key || contracts(a.key, b.key) || contracts(b.key, a.key)
}

const S: u64 = fold::key("'s");
const D: u64 = fold::key("'d");
const S_FULL: [u64; 3] = [fold::key("is"), fold::key("has"), fold::key("us")];
const D_FULL: [u64; 2] = [fold::key("would"), fold::key("had")];

fn contracts(end: u64, full: u64) -> bool {
    (end == S && S_FULL.contains(&full)) || (end == D && D_FULL.contains(&full))
}

/// The keys of words that are one with a word besides its own.
pub(super) fn other_forms(key: u64) -> &'static [u64] {
    match key {
        S => &S_FULL,
        D => &D_FULL,
        _ if S_FULL.contains(&key) => &[S],
        _ if D_FULL.contains(&key) => &[D],
        _ => &[],
    }
}

/// Cells of a table that are filled at most: what is longer is fitted stretch by stretch.
const CELLS: usize = 1 << 20;

/// Fits `draft` into `source`; `outside` tells which words of the source are the reporter's.
pub(super) fn fit(draft: &[Token], source: &[Token], outside: &[bool]) -> Fitted {
    if let Some(fitted) = verbatim(draft, source, outside) {
        return fitted;
    }
    if draft.len() * source.len() > CELLS {
        return fit_stretches(draft, source, outside);
    }
    fit_words(draft, source, outside, Ends::OPEN)
}

/// Fits stretch by stretch, between words that stand in both but once.
fn fit_stretches(draft: &[Token], source: &[Token], outside: &[bool]) -> Fitted {
    let mut whole = Fitted { steps: Vec::with_capacity(draft.len()), score: 0.0 };
    let (mut at, mut place) = (0, 0);
    let cuts = anchors::cuts(draft, source);
    for (nth, &(to, upto)) in cuts.iter().chain([&(draft.len(), source.len())]).enumerate() {
        let ends = Ends { start: nth == 0, end: nth == cuts.len() };
        let fitted = fit_words(&draft[at..to], &source[place..upto], &outside[place..upto], ends);
        whole.score += fitted.score;
        whole.steps.extend(fitted.steps.into_iter().map(|step| step.moved(at, place)));
        (at, place) = (to, upto);
    }
    whole
}

/// Where every word stands in the passage, one behind the other, no alignment can be better; where they do twice, those
/// of the speech count before the reporter's.
fn verbatim(draft: &[Token], source: &[Token], outside: &[bool]) -> Option<Fitted> {
    let first = draft.first()?;
    let plain = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::Number);
    let stands = |from: &usize| {
        source[*from].key == first.key
            && source[*from..].len() >= draft.len()
            && source[*from..].iter().zip(draft).all(|(word, token)| word.key == token.key && plain(token))
    };
    let reporters = |from: &usize| outside[*from..*from + draft.len()].iter().filter(|&&outside| outside).count();
    let from = (0..source.len()).filter(stands).min_by_key(reporters)?;
    let steps = (0..draft.len()).map(|at| Step::Same(at, from + at)).collect();
    Some(Fitted { steps, score: draft.iter().map(weight).sum() })
}

/// Words left out in front of a lone last word from which on it was matched by chance.
const FAR: usize = 6;
/// Words at an edge of which only one was matched.
const EDGE: usize = 3;

/// What a word of grammar weighs at most.
const GRAMMAR: f32 = 1.5;

/// Unhooks a lone word at either end that was matched far off, or in another sentence: a chance meeting.
///
/// It, and words around it that match nothing, are taken to stand in the place of the nearest ones left out.
pub(super) fn unhook_edges(fitted: &mut Fitted, draft: &[Token], passage: &Passage) {
    let steps = &mut fitted.steps;
    for _ in 0..2 {
        unhook_end(steps, passage);
        steps.reverse();
    }
    settle(fitted, draft, &passage.tokens);
}

/// Share of a sentence's weight that is matched at least where it is the source's.
const MATCHED: f32 = 0.4;

/// Unhooks the first and the last of several sentences where nothing of them but a word or two of grammar was matched: the
/// source does not have them, and what it has there is not what they stand for.
pub(super) fn unhook_sentences(fitted: &mut Fitted, draft: &[Token], prose: &str) {
    let ends = |at: &usize| is_sentence_end(draft, prose, *at);
    let (Some(first), Some(last)) = ((1..draft.len()).find(ends), (1..draft.len()).rev().find(ends)) else { return };
    unhook_sentence(&mut fitted.steps, draft, 0..first);
    fitted.steps.reverse();
    unhook_sentence(&mut fitted.steps, draft, last..draft.len());
    fitted.steps.reverse();
}

/// Unhooks a bracket that the quotation opens with from the sentence before its words, and from words that stand apart from
/// these: it stands for what its own sentence has there.
pub(super) fn unhook_bracket(fitted: &mut Fitted, draft: &[Token], passage: &Passage) {
    let steps = &mut fitted.steps;
    let bracketed = draft.iter().take_while(|token| token.kind == TokenKind::Bracketed).count();
    let own = |step: &Step| matches!(*step, Step::Same(at, _) if at == bracketed);
    let Some(behind) = steps.iter().position(own).filter(|_| bracketed > 0) else { return };
    let (Step::Same(_, place), Some(from)) = (steps[behind], steps[..behind].iter().find_map(place_in_source)) else {
        return;
    };
    // "Unless the jury is sure, it must acquit": the bracket stands for "it", wherever else its words are.
    let is_apart = steps[..behind].last().is_some_and(|step| matches!(step, Step::Dropped(_)));
    if is_apart || (from + 1..=place).any(|at| is_sentence_end(&passage.tokens, passage.prose(), at)) {
        steps.splice(..behind, (0..bracketed).map(Step::Added));
    }
}

fn place_in_source(step: &Step) -> Option<usize> {
    match *step {
        Step::Same(_, place) | Step::Replaced(_, place) => Some(place),
        _ => None,
    }
}

/// What stands in front of a word and behind the one before.
pub(super) fn between<'t>(tokens: &[Token], prose: &'t str, at: usize) -> &'t str {
    let (before, behind) = (tokens[at - 1].span.end, tokens[at].span.start);
    &prose[before.min(behind)..behind]
}

/// Whether a sentence ends in front of a word.
pub(super) fn is_sentence_end(tokens: &[Token], prose: &str, at: usize) -> bool {
    between(tokens, prose, at).contains(['.', '!', '?'])
}

/// The sentence is the one that the steps begin with.
fn unhook_sentence(steps: &mut Vec<Step>, draft: &[Token], sentence: Range<usize>) {
    let own = |step: &Step| match *step {
        Step::Same(at, _) | Step::Replaced(at, _) | Step::Added(at) | Step::Cut(at) => Some(sentence.contains(&at)),
        Step::Dropped(_) | Step::Elided(_) => None,
    };
    let behind = steps.iter().position(|step| own(step) == Some(false)).unwrap_or(steps.len());
    let same = |step: &Step| if let Step::Same(at, _) = *step { Some(&draft[at]) } else { None };
    let matched: f32 = steps[..behind].iter().filter_map(same).map(weight).sum();
    let whole: f32 = draft[sentence.clone()].iter().map(weight).sum();
    let has_cut = draft[sentence.clone()].iter().any(|token| token.kind == TokenKind::Cut);
    let content = steps[..behind].iter().filter_map(same).any(|token| weight(token) > GRAMMAR);
    if has_cut || content || matched == 0.0 || matched >= whole * MATCHED {
        return;
    }
    let added = steps[..behind].iter().filter_map(|step| match *step {
        Step::Same(at, _) | Step::Replaced(at, _) | Step::Added(at) => Some(Step::Added(at)),
        _ => None,
    });
    let added = added.collect::<Vec<_>>();
    steps.splice(..behind, added);
}

fn unhook_end(steps: &mut Vec<Step>, passage: &Passage) {
    let is_dropped = |step: &&Step| matches!(step, Step::Dropped(_));
    let run = steps.iter().rev().take(EDGE + 1).take_while(|step| !is_dropped(step)).count();
    if run > EDGE {
        return;
    }
    let gap = steps[..steps.len() - run].iter().rev().take_while(is_dropped).count();
    let behind = steps.len() - run - gap;
    let Some(&Step::Dropped(nearest)) = steps.get(behind).filter(|_| behind > 0) else { return };
    let place_of = |step: &Step| match step {
        Step::Same(_, place) => Some(*place),
        _ => None,
    };
    let matched: Vec<usize> = steps[behind + gap..].iter().filter_map(place_of).collect();
    // A reporter's sentence beside the speech holds a few of its words as any sentence does.
    let is_speech = steps[..behind].iter().rev().find_map(place_of).is_some_and(|place| !passage.outside[place]);
    let reporters = is_speech && matched.iter().all(|&place| passage.outside[place]);
    let by_chance = match matched[..] {
        [] => false,
        [place] => gap >= FAR || gap > 1 && is_another_sentence(passage, nearest, place),
        [place, ..] => {
            let grammar = || matched.iter().all(|&place| weight(&passage.tokens[place]) <= GRAMMAR);
            (reporters || gap >= FAR && grammar()) && is_another_sentence(passage, nearest, place)
        }
    };
    if !by_chance {
        return;
    }
    let words: Vec<usize> = steps[behind + gap..]
        .iter()
        .filter_map(|step| match *step {
            Step::Same(at, _) | Step::Replaced(at, _) | Step::Added(at) => Some(at),
            _ => None,
        })
        .collect();
    let left_out = steps.split_off(behind);
    let mut places = left_out[..gap].iter();
    steps.extend(words.into_iter().map(|at| match places.next() {
        Some(&Step::Dropped(place)) => Step::Replaced(at, place),
        _ => Step::Added(at),
    }));
}

fn is_another_sentence(passage: &Passage, a: usize, b: usize) -> bool {
    let (first, last) = (passage.tokens[a.min(b)].span, passage.tokens[a.max(b)].span);
    let between = &passage.prose()[first.end..last.start.max(first.end)];
    between.contains(". ") || between.contains(['!', '?', '\n'])
}

/// Tells pairs that are the same word from those that are not.
pub(super) fn settle(fitted: &mut Fitted, draft: &[Token], source: &[Token]) {
    for step in &mut fitted.steps {
        if let Step::Replaced(at, place) = *step
            && same(&draft[at], &source[place])
        {
            *step = Step::Same(at, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn fitted(draft: &str, source: &str) -> String {
        let words = |text: &str| fold::tokens(text, Span::new(0, text.len()));
        let (a, b) = (words(draft), words(source));
        let mut fit = fit(&a, &b, &vec![false; b.len()]);
        settle(&mut fit, &a, &b);
        let show = |step: &Step| match *step {
            Step::Same(at, _) => a[at].span.of(draft).to_owned(),
            Step::Replaced(at, place) => format!("{}≠{}", a[at].span.of(draft), b[place].span.of(source)),
            Step::Added(at) => format!("+{}", a[at].span.of(draft)),
            Step::Dropped(place) => format!("-{}", b[place].span.of(source)),
            Step::Elided(place) => format!("…{}", b[place].span.of(source)),
            Step::Cut(_) => "…".to_owned(),
        };
        fit.steps.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn steps_say_what_happened() {
        let source = "She said that we will not close the old quay before the winter, whatever the board says.";
        assert_eq!(fitted("We will close the old quay", source), "We will -not close the old quay");
        assert_eq!(fitted("We may not close the old quay", source), "We may≠will not close the old quay");
        assert_eq!(fitted("We will never ever close the quay", source).matches('+').count(), 1);
        assert_eq!(
            fitted("We will not close … whatever the board says", source),
            "We will not close … …the …old …quay …before …the …winter whatever the board says"
        );
        assert_eq!(
            fitted("[The board] will not close the old quay", source),
            "+The +board will not close the old quay"
        );
        assert_eq!(
            fitted("We will not close the quay before the winter", source),
            "We will not close the -old quay before the winter"
        );
    }
}
