//! Word alignment: a quotation fitted into a passage.
//!
//! All of the quotation is accounted for, the passage's ends are free (fitting alignment), gaps are
//! affine (Gotoh, "An improved algorithm for matching biological sequences", J. Mol. Biol. 1982). The costs are
//! our own: a word of content binds more than one of grammar, an ellipsis lets any stretch go, a bracket
//! lets a little go, and the reporter's words between two stretches of one speech cost next to nothing.

use super::lexicon;
use super::passage::Passage;
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

/// A quotation fitted into a passage.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fitted {
    /// In order.
    pub steps: Vec<Step>,
    pub score: f32,
}

const ADD_OPEN: f32 = -1.2;
const ADD: f32 = -0.6;
const DROP_OPEN: f32 = -1.2;
const DROP: f32 = -0.12;
const OUTSIDE_OPEN: f32 = -0.4;
const OUTSIDE: f32 = -0.02;
const BRACKET: f32 = -0.1;
/// A word in a bracket for one word: a little dearer, so that a surplus word pairs with nothing.
const BRACKET_PAIR: f32 = -0.15;
/// An inserted word that the source has too binds hardly: it must not pull the alignment to where it stands.
const BRACKET_SAME: f32 = 0.3;
const BRACKET_DROP_OPEN: f32 = -0.3;
const BRACKET_DROP: f32 = -0.15;
const ELIDED: f32 = -0.001;
const IMPOSSIBLE: f32 = f32::NEG_INFINITY;

// What the last step was: states of the recurrence, indices of `Cell::score`.
/// Two words, the same or one for the other.
const PAIRED: usize = 0;
/// A word of the quotation alone.
const ADDED: usize = 1;
/// A word of the passage alone, left out or elided.
const DROPPED: usize = 2;

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

fn contracts(end: u64, full: u64) -> bool {
    let is = |word: &str| full == fold::key(word);
    (end == fold::key("'s") && (is("is") || is("has") || is("us")))
        || (end == fold::key("'d") && (is("would") || is("had")))
}

/// One cell: the best score for each state, and where each came from.
#[derive(Copy, Clone)]
struct Cell {
    score: [f32; 3],
    from: [u8; 3],
}

const START: u8 = 3;
const NOWHERE: Cell = Cell { score: [IMPOSSIBLE; 3], from: [START; 3] };

impl Cell {
    fn best(&self) -> (f32, u8) {
        best_of(self.score)
    }
}

/// Fits `draft` into `source`; `outside` tells which words of the source are the reporter's.
pub(super) fn fit(draft: &[Token], source: &[Token], outside: &[bool]) -> Fitted {
    let (rows, columns) = (draft.len() + 1, source.len() + 1);
    // Looked up once a word, not once a pair.
    let grammar: Vec<bool> = source.iter().map(|token| lexicon::is_function(token.key)).collect();
    let mut cells = vec![NOWHERE; rows * columns];
    for cell in &mut cells[..columns] {
        *cell = Cell { score: [0.0, IMPOSSIBLE, IMPOSSIBLE], from: [START; 3] };
    }
    for row in 1..rows {
        let token = &draft[row - 1];
        let bracket = is_bracket(draft, row - 1) || is_bracket(draft, row);
        let (weight, function) = (weight(token), lexicon::is_function(token.key));
        let bracketed = token.kind == TokenKind::Bracketed;
        for column in 0..columns {
            let above = cells[(row - 1) * columns + column];
            let mut cell = NOWHERE;
            if token.kind == TokenKind::Cut {
                let (score, state) = above.best();
                // An ellipsis is a drop that costs nothing; its first step leaves the row above.
                cell.score[DROPPED] = score;
                cell.from[DROPPED] = state | ENTERS;
                if column > 0 {
                    let left = cells[row * columns + column - 1].score[DROPPED] + ELIDED;
                    if left > score {
                        cell.score[DROPPED] = left;
                        cell.from[DROPPED] = DROPPED as u8;
                    }
                }
                cells[row * columns + column] = cell;
                continue;
            }
            let (open, more) = if bracketed { (BRACKET, BRACKET) } else { (ADD_OPEN, ADD) };
            let added = [above.score[0] + open, above.score[1] + more, above.score[2] + open];
            (cell.score[ADDED], cell.from[ADDED]) = best_of(added);
            if column > 0 {
                let corner = cells[(row - 1) * columns + column - 1];
                let (before, state) = corner.best();
                let pair = if bracketed {
                    if same(token, &source[column - 1]) { BRACKET_SAME } else { BRACKET_PAIR }
                } else if same(token, &source[column - 1]) {
                    weight
                } else {
                    substitution(function, grammar[column - 1])
                };
                cell.score[PAIRED] = before + pair;
                cell.from[PAIRED] = state;
                let left = cells[row * columns + column - 1];
                let (open, more) = match (outside[column - 1], bracket) {
                    (true, _) => (OUTSIDE_OPEN, OUTSIDE),
                    (false, true) => (BRACKET_DROP_OPEN, BRACKET_DROP),
                    (false, false) => (DROP_OPEN, DROP),
                };
                let dropped = [left.score[0] + open, left.score[1] + open, left.score[2] + more];
                (cell.score[DROPPED], cell.from[DROPPED]) = best_of(dropped);
            }
            cells[row * columns + column] = cell;
        }
    }
    trace(draft, &cells, columns)
}

/// Set on a step that enters an ellipsis from the row above.
const ENTERS: u8 = 4;

fn is_bracket(draft: &[Token], at: usize) -> bool {
    draft.get(at).is_some_and(|token| token.kind == TokenKind::Bracketed)
}

/// What one word for another costs, by whether each is a word of grammar.
fn substitution(a: bool, b: bool) -> f32 {
    if a == b { -1.0 } else { -1.15 }
}

fn best_of(scores: [f32; 3]) -> (f32, u8) {
    let [paired, added, dropped] = scores;
    let best = if added > paired { (added, ADDED as u8) } else { (paired, PAIRED as u8) };
    if dropped > best.0 { (dropped, DROPPED as u8) } else { best }
}

fn trace(draft: &[Token], cells: &[Cell], columns: usize) -> Fitted {
    let mut row = draft.len();
    let last = &cells[row * columns..];
    let (mut column, mut state, mut score) = (0, 0u8, IMPOSSIBLE);
    for (at, cell) in last.iter().enumerate() {
        // The quotation ends on a word of its own, not on one it left out.
        let ends = if draft.last().is_some_and(|token| token.kind == TokenKind::Cut) {
            &[DROPPED][..]
        } else {
            &[PAIRED, ADDED][..]
        };
        for &end in ends {
            if cell.score[end] > score {
                (column, state, score) = (at, end as u8, cell.score[end]);
            }
        }
    }
    let mut steps = Vec::with_capacity(draft.len());
    while row > 0 {
        let cell = &cells[row * columns + column];
        let from = cell.from[state as usize];
        match usize::from(state) {
            PAIRED => {
                let (at, place) = (row - 1, column - 1);
                steps.push(Step::Replaced(at, place));
                (row, column) = (at, place);
            }
            ADDED => {
                steps.push(Step::Added(row - 1));
                row -= 1;
            }
            _ if from & ENTERS != 0 => {
                steps.push(Step::Cut(row - 1));
                row -= 1;
            }
            _ => {
                let elided = draft[row - 1].kind == TokenKind::Cut;
                steps.push(if elided { Step::Elided(column - 1) } else { Step::Dropped(column - 1) });
                column -= 1;
            }
        }
        state = from & 3;
        if state == START {
            state = 0;
        }
    }
    steps.reverse();
    Fitted { steps, score }
}

/// Words left out in front of a lone last word from which on it was matched by chance.
const FAR: usize = 6;

/// Unhooks a lone word at either end that was matched far off, or in another sentence: a chance meeting.
///
/// It is taken for a word that stands in the place of the nearest one left out.
pub(super) fn unhook_edges(fitted: &mut Fitted, passage: &Passage) {
    let steps = &mut fitted.steps;
    for _ in 0..2 {
        if let Some(Step::Same(at, place)) = steps.last().copied() {
            let gap = steps[..steps.len() - 1].iter().rev().take_while(|step| matches!(step, Step::Dropped(_))).count();
            let behind = steps.len() - 1 - gap;
            if let Some(&Step::Dropped(nearest)) = steps.get(behind).filter(|_| behind > 0)
                && (gap >= FAR || is_another_sentence(passage, nearest, place))
            {
                steps.truncate(behind);
                steps.push(Step::Replaced(at, nearest));
            }
        }
        steps.reverse();
    }
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

    /// The best score by trying everything: from token `at` of the draft and `place` of the source on, after `state`.
    fn naive(draft: &[Token], source: &[Token], at: usize, place: usize, state: usize, seen: &mut Seen) -> f32 {
        if at == draft.len() {
            // The source's end is free; a quotation does not end on a word it left out.
            return if state == DROPPED { IMPOSSIBLE } else { 0.0 };
        }
        if let Some(&known) = seen.get(&(at, place, state)) {
            return known;
        }
        let open = if state == ADDED { ADD } else { ADD_OPEN };
        let mut best = open + naive(draft, source, at + 1, place, ADDED, seen);
        if let Some(word) = source.get(place) {
            let grammar = |token: &Token| lexicon::is_function(token.key);
            let other = substitution(grammar(&draft[at]), grammar(word));
            let pair = if same(&draft[at], word) { weight(&draft[at]) } else { other };
            best = best.max(pair + naive(draft, source, at + 1, place + 1, PAIRED, seen));
            // Dropping in front of the first word is free: the passage may begin anywhere.
            let open = if at == 0 {
                IMPOSSIBLE
            } else if state == DROPPED {
                DROP
            } else {
                DROP_OPEN
            };
            best = best.max(open + naive(draft, source, at, place + 1, DROPPED, seen));
        }
        seen.insert((at, place, state), best);
        best
    }

    type Seen = std::collections::HashMap<(usize, usize, usize), f32>;

    proptest::proptest! {
        #[test]
        fn no_alignment_is_better(
            draft in proptest::collection::vec(proptest::sample::select(WORDS.to_vec()), 1..8),
            source in proptest::collection::vec(proptest::sample::select(WORDS.to_vec()), 0..10),
        ) {
            let (draft, source) = (draft.join(" "), source.join(" "));
            let words = |text: &str| fold::tokens(text, Span::new(0, text.len()));
            let (a, b) = (words(&draft), words(&source));
            let fitted = fit(&a, &b, &vec![false; b.len()]);
            let best = (0..=b.len())
                .map(|start| naive(&a, &b[start..], 0, 0, PAIRED, &mut Seen::new()))
                .fold(IMPOSSIBLE, f32::max);
            proptest::prop_assert!((fitted.score - best).abs() < 1e-3, "{} against {}", fitted.score, best);
        }
    }

    const WORDS: [&str; 8] = ["the", "not", "old", "quay", "winter", "we", "12", "close"];
}
