//! Word alignment: a quotation fitted into a passage.
//!
//! All of the quotation is accounted for, the passage's ends are free (fitting alignment), gaps are
//! affine (Gotoh, "An improved algorithm for matching biological sequences", J. Mol. Biol. 1982). The costs are
//! our own: a word of content binds more than one of grammar, an ellipsis lets any stretch go, a bracket
//! lets a little go, and the reporter's words between two stretches of one speech cost next to nothing.

use super::passage::Passage;
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

/// Whether words of the source may stand before the first that is fitted, and behind the last.
#[derive(Copy, Clone)]
struct Ends {
    start: bool,
    end: bool,
}

impl Ends {
    const OPEN: Self = Self { start: true, end: true };
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

fn fit_words(draft: &[Token], source: &[Token], outside: &[bool], ends: Ends) -> Fitted {
    let (rows, columns) = (draft.len() + 1, source.len() + 1);
    let mut cells = vec![NOWHERE; rows * columns];
    for (column, cell) in cells[..columns].iter_mut().enumerate() {
        *cell = if ends.start || column == 0 {
            Cell { score: [0.0, IMPOSSIBLE, IMPOSSIBLE], from: [START; 3] }
        } else {
            // The words before were all left out.
            let left_out = DROP_OPEN + DROP * (column - 1) as f32;
            Cell { score: [IMPOSSIBLE, IMPOSSIBLE, left_out], from: [START, START, DROPPED as u8] }
        };
    }
    let grammar: Vec<bool> = source.iter().map(|token| lexicon::is_function(token.key)).collect();
    for row in 1..rows {
        let token = &draft[row - 1];
        let (weight, is_grammar) = (weight(token), lexicon::is_function(token.key));
        let bracket = is_bracket(draft, row - 1) || is_bracket(draft, row);
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
            let bracketed = token.kind == TokenKind::Bracketed;
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
                    substitution(is_grammar, grammar[column - 1])
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
    trace(draft, &cells, columns, ends)
}

/// Set on a step that enters an ellipsis from the row above.
const ENTERS: u8 = 4;

fn is_bracket(draft: &[Token], at: usize) -> bool {
    draft.get(at).is_some_and(|token| token.kind == TokenKind::Bracketed)
}

/// What a word costs that stands for another; one of content for one of grammar a little more.
fn substitution(is_grammar: bool, other_is: bool) -> f32 {
    if is_grammar == other_is { -1.0 } else { -1.15 }
}

fn best_of(scores: [f32; 3]) -> (f32, u8) {
    let [paired, added, dropped] = scores;
    let best = if added > paired { (added, ADDED as u8) } else { (paired, PAIRED as u8) };
    if dropped > best.0 { (dropped, DROPPED as u8) } else { best }
}

fn trace(draft: &[Token], cells: &[Cell], columns: usize, ends: Ends) -> Fitted {
    let mut row = draft.len();
    let last = &cells[row * columns..];
    let (mut column, mut state, mut score) = (0, 0u8, IMPOSSIBLE);
    if !ends.end {
        column = columns - 1;
        (score, state) = last[column].best();
    }
    for (at, cell) in last.iter().enumerate().filter(|_| ends.end) {
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
    while row > 0 || (column > 0 && !ends.start) {
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
                let elided = row > 0 && draft[row - 1].kind == TokenKind::Cut;
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
/// Words at an edge of which only one was matched.
const EDGE: usize = 3;

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
        [place] => gap >= FAR || is_another_sentence(passage, nearest, place),
        [place, ..] => reporters && is_another_sentence(passage, nearest, place),
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

    type Seen = std::collections::HashMap<(usize, usize, usize), f32>;

    /// Tries everything: from token `at` of the draft and `place` of the source on, after `state`.
    struct Naive<'a> {
        draft: &'a [Token],
        source: &'a [Token],
        outside: &'a [bool],
        seen: Seen,
    }

    impl Naive<'_> {
        fn best(&mut self, at: usize, place: usize, state: usize) -> f32 {
            if let Some(&known) = self.seen.get(&(at, place, state)) {
                return known;
            }
            let cut = |at: usize| self.draft.get(at).is_some_and(|token| token.kind == TokenKind::Cut);
            let behind_cut = at > 0 && cut(at - 1);
            let Some(&token) = self.draft.get(at) else {
                // The source's end is free; a quotation ends on a word it left out only behind an ellipsis.
                return if (state == DROPPED) == behind_cut { 0.0 } else { IMPOSSIBLE };
            };
            let mut best = self.dropping(at, place, state, behind_cut);
            if token.kind == TokenKind::Cut {
                best = best.max(self.best(at + 1, place, DROPPED));
            } else {
                let bracketed = token.kind == TokenKind::Bracketed;
                let added = match state {
                    _ if bracketed => BRACKET,
                    ADDED => ADD,
                    _ => ADD_OPEN,
                };
                best = best.max(added + self.best(at + 1, place, ADDED)).max(self.pairing(at, place, token));
            }
            self.seen.insert((at, place, state), best);
            best
        }

        fn dropping(&mut self, at: usize, place: usize, state: usize, behind_cut: bool) -> f32 {
            // Dropping in front of the first word is free: the passage may begin anywhere.
            if at == 0 || place == self.source.len() {
                return IMPOSSIBLE;
            }
            let bracket = is_bracket(self.draft, at - 1) || is_bracket(self.draft, at);
            let (open, more) = match (self.outside[place], bracket) {
                (true, _) => (OUTSIDE_OPEN, OUTSIDE),
                (false, true) => (BRACKET_DROP_OPEN, BRACKET_DROP),
                (false, false) => (DROP_OPEN, DROP),
            };
            let cost = match state {
                DROPPED if behind_cut => ELIDED,
                DROPPED => more,
                _ => open,
            };
            cost + self.best(at, place + 1, DROPPED)
        }

        fn pairing(&mut self, at: usize, place: usize, token: Token) -> f32 {
            let bracketed = token.kind == TokenKind::Bracketed;
            let paired = self.source.get(place).map(|word| match (bracketed, same(&token, word)) {
                (true, true) => BRACKET_SAME,
                (true, false) => BRACKET_PAIR,
                (false, true) => weight(&token),
                (false, false) => substitution(lexicon::is_function(token.key), lexicon::is_function(word.key)),
            });
            paired.map_or(IMPOSSIBLE, |score| score + self.best(at + 1, place + 1, PAIRED))
        }
    }

    proptest::proptest! {
        #[test]
        fn no_alignment_is_better(
            draft in proptest::collection::vec(proptest::sample::select(WORDS.to_vec()), 1..8),
            source in proptest::collection::vec(proptest::sample::select(WORDS[..8].to_vec()), 0..10),
            outside in proptest::collection::vec(proptest::bool::ANY, 10),
        ) {
            let (draft, source) = (draft.join(" "), source.join(" "));
            let words = |text: &str| fold::tokens(text, Span::new(0, text.len()));
            let (a, b) = (words(&draft), words(&source));
            let outside: Vec<bool> = (0..b.len()).map(|at| outside[at % outside.len()]).collect();
            let fitted = fit(&a, &b, &outside);
            let mut naive = Naive { draft: &a, source: &b, outside: &outside, seen: Seen::new() };
            let best = (0..=b.len()).map(|start| naive.best(0, start, PAIRED)).fold(IMPOSSIBLE, f32::max);
            proptest::prop_assert!((fitted.score - best).abs() < 1e-3, "{} against {}", fitted.score, best);
        }
    }

    const WORDS: [&str; 10] = ["the", "not", "old", "quay", "winter", "we", "12", "close", "[the quay]", "…"];
}
