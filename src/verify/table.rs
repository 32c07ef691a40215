//! The table of an alignment: for each word of a quotation a row, with a cell for each place of the source.
//!
//! A row's scores lie side by side, those of one kind of step together, for the compiler to work on several cells at once.
//! Which step led to a cell is not kept but told again from the scores around it, on the one way that is walked back.

use super::align::{Fitted, Step, other_forms, weight};
use super::lexicon;
use crate::text::fold::{Token, TokenKind};

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

// What the last step was: states of the recurrence.
/// Two words, the same or one for the other.
const PAIRED: usize = 0;
/// A word of the quotation alone.
const ADDED: usize = 1;
/// A word of the passage alone, left out or elided.
const DROPPED: usize = 2;

/// Whether words of the source may stand before the first that is fitted, and behind the last.
#[derive(Copy, Clone)]
pub(super) struct Ends {
    pub start: bool,
    pub end: bool,
}

impl Ends {
    pub const OPEN: Self = Self { start: true, end: true };
}

/// Fits all of `draft` into `source`; `outside` tells which words of the source are the reporter's.
pub(super) fn fit_words(draft: &[Token], source: &[Token], outside: &[bool], ends: Ends) -> Fitted {
    let source = Source::new(source, outside);
    let mut table = Table::new(draft.len() + 1, source.keys.len() + 1);
    table.begin(ends);
    let mut pairs = vec![0.0; source.keys.len()];
    for (at, token) in draft.iter().enumerate() {
        let (above, mut here) = table.rows(at);
        if token.kind == TokenKind::Cut {
            here.cut(above);
        } else {
            source.pairs(token, &mut pairs);
            here.pair(above, &pairs);
            here.add(above, adding(token));
            here.drop(source.drops(draft, at));
        }
    }
    table.trace(draft, &source, ends)
}

/// What it costs to put a word in, as the first of several and as another.
fn adding(token: &Token) -> (f32, f32) {
    if token.kind == TokenKind::Bracketed { (BRACKET, BRACKET) } else { (ADD_OPEN, ADD) }
}

fn is_bracket(draft: &[Token], at: usize) -> bool {
    draft.get(at).is_some_and(|token| token.kind == TokenKind::Bracketed)
}

/// What a word costs that stands for another; one of content for one of grammar a little more.
fn substitution(is_grammar: bool, other_is: bool) -> f32 {
    if is_grammar == other_is { -1.0 } else { -1.15 }
}

/// A passage, and what its words cost.
struct Source {
    keys: Vec<u64>,
    /// What each costs in place of a word of content, and of one of grammar.
    for_content: Vec<f32>,
    for_grammar: Vec<f32>,
    drops: Drops,
    /// The same beside a bracket.
    drops_by_bracket: Drops,
}

/// What it costs to leave each word out, as the first of several and as another.
struct Drops {
    open: Vec<f32>,
    more: Vec<f32>,
}

impl Drops {
    /// The reporter's words cost next to nothing, whatever is beside them.
    fn new(outside: &[bool], open: f32, more: f32) -> Self {
        let costs = |out: f32, inside: f32| outside.iter().map(|&outside| if outside { out } else { inside }).collect();
        Self { open: costs(OUTSIDE_OPEN, open), more: costs(OUTSIDE, more) }
    }
}

impl Source {
    fn new(source: &[Token], outside: &[bool]) -> Self {
        let grammar: Vec<bool> = source.iter().map(|token| lexicon::is_function(token.key)).collect();
        let outside = &outside[..source.len()];
        Self {
            keys: source.iter().map(|token| token.key).collect(),
            for_content: grammar.iter().map(|&grammar| substitution(false, grammar)).collect(),
            for_grammar: grammar.iter().map(|&grammar| substitution(true, grammar)).collect(),
            drops: Drops::new(outside, DROP_OPEN, DROP),
            drops_by_bracket: Drops::new(outside, BRACKET_DROP_OPEN, BRACKET_DROP),
        }
    }

    /// What a word of the quotation scores with each of the source's.
    fn pairs(&self, token: &Token, pairs: &mut [f32]) {
        let alike = if token.kind == TokenKind::Bracketed {
            pairs.fill(BRACKET_PAIR);
            BRACKET_SAME
        } else {
            let grammar = lexicon::is_function(token.key);
            pairs.copy_from_slice(if grammar { &self.for_grammar } else { &self.for_content });
            weight(token)
        };
        for &key in std::iter::once(&token.key).chain(other_forms(token.key)) {
            for (pair, &other) in pairs.iter_mut().zip(&self.keys) {
                *pair = if other == key { alike } else { *pair };
            }
        }
    }

    /// What it costs to leave words out behind a word of the quotation.
    fn drops(&self, draft: &[Token], at: usize) -> &Drops {
        let bracket = is_bracket(draft, at) || is_bracket(draft, at + 1);
        if bracket { &self.drops_by_bracket } else { &self.drops }
    }
}

/// The best scores of each cell, by what was done last.
struct Table {
    columns: usize,
    /// Row by row the scores of all its cells that end on a pair, on a word added, on words left out.
    scores: Vec<f32>,
}

/// The scores of a row, by what was done last; the first place is in front of all words of the source.
#[derive(Copy, Clone)]
struct Row<T> {
    paired: T,
    added: T,
    dropped: T,
}

impl Table {
    fn new(rows: usize, columns: usize) -> Self {
        Self { columns, scores: vec![IMPOSSIBLE; 3 * rows * columns] }
    }

    /// In front of the quotation's first word.
    fn begin(&mut self, ends: Ends) {
        let (paired, rest) = self.scores.split_at_mut(self.columns);
        paired[if ends.start { 0..self.columns } else { 0..1 }].fill(0.0);
        if !ends.start {
            // The words before were all left out.
            for (more, dropped) in rest[self.columns + 1..2 * self.columns].iter_mut().enumerate() {
                *dropped = DROP_OPEN + DROP * more as f32;
            }
        }
    }

    /// A row that is filled, and the one below it.
    fn rows(&mut self, above: usize) -> (Row<&[f32]>, Row<&mut [f32]>) {
        let columns = self.columns;
        let both = &mut self.scores[3 * above * columns..][..6 * columns];
        let (above, here) = both.split_at_mut(3 * columns);
        let (paired, here) = here.split_at_mut(columns);
        let (added, dropped) = here.split_at_mut(columns);
        (Row::of(above, columns), Row { paired, added, dropped })
    }

    /// The scores of a cell.
    fn at(&self, row: usize, column: usize) -> [f32; 3] {
        let cells = &self.scores[3 * row * self.columns + column..];
        [cells[0], cells[self.columns], cells[2 * self.columns]]
    }

    /// The best score in the last row, with where it is and on what it ends.
    fn best_end(&self, draft: &[Token], ends: Ends) -> (usize, usize, f32) {
        if !ends.end {
            let (score, state) = best_of(self.at(draft.len(), self.columns - 1));
            return (self.columns - 1, state, score);
        }
        // The quotation ends on a word of its own, not on one it left out.
        let behind_cut = draft.last().is_some_and(|token| token.kind == TokenKind::Cut);
        let may_end = if behind_cut { &[DROPPED][..] } else { &[PAIRED, ADDED][..] };
        let mut best = (0, PAIRED, IMPOSSIBLE);
        for column in 0..self.columns {
            let scores = self.at(draft.len(), column);
            for &state in may_end {
                if scores[state] > best.2 {
                    best = (column, state, scores[state]);
                }
            }
        }
        best
    }

    /// The steps that led to the best end.
    fn trace(&self, draft: &[Token], source: &Source, ends: Ends) -> Fitted {
        let mut row = draft.len();
        let (mut column, mut state, score) = self.best_end(draft, ends);
        let mut steps = Vec::with_capacity(row);
        while row > 0 || (column > 0 && !ends.start) {
            match state {
                PAIRED => {
                    (row, column) = (row - 1, column - 1);
                    steps.push(Step::Replaced(row, column));
                    (_, state) = best_of(self.at(row, column));
                }
                ADDED => {
                    row -= 1;
                    steps.push(Step::Added(row));
                    let (open, more) = adding(&draft[row]);
                    let [paired, added, dropped] = self.at(row, column);
                    (_, state) = best_of([paired + open, added + more, dropped + open]);
                }
                _ if row == 0 => {
                    column -= 1;
                    steps.push(Step::Dropped(column));
                }
                _ if draft[row - 1].kind == TokenKind::Cut => {
                    let (score, before) = best_of(self.at(row - 1, column));
                    if column > 0 && self.at(row, column - 1)[DROPPED] + ELIDED > score {
                        column -= 1;
                        steps.push(Step::Elided(column));
                    } else {
                        row -= 1;
                        steps.push(Step::Cut(row));
                        state = before;
                    }
                }
                _ => {
                    column -= 1;
                    steps.push(Step::Dropped(column));
                    let drops = source.drops(draft, row - 1);
                    let (open, more) = (drops.open[column], drops.more[column]);
                    let [paired, added, dropped] = self.at(row, column);
                    (_, state) = best_of([paired + open, added + open, dropped + more]);
                }
            }
        }
        steps.reverse();
        Fitted { steps, score }
    }
}

impl<'a> Row<&'a [f32]> {
    fn of(scores: &'a [f32], columns: usize) -> Self {
        let (paired, rest) = scores.split_at(columns);
        let (added, dropped) = rest.split_at(columns);
        Self { paired, added, dropped }
    }
}

impl Row<&mut [f32]> {
    /// A word of the quotation and one of the source.
    fn pair(&mut self, above: Row<&[f32]>, pairs: &[f32]) {
        let before = above.paired.iter().zip(above.added).zip(above.dropped);
        for ((here, ((&paired, &added), &dropped)), &pair) in self.paired[1..].iter_mut().zip(before).zip(pairs) {
            *here = larger(larger(paired, added), dropped) + pair;
        }
    }

    /// A word of the quotation alone.
    fn add(&mut self, above: Row<&[f32]>, (open, more): (f32, f32)) {
        let before = above.paired.iter().zip(above.added).zip(above.dropped);
        for (here, ((&paired, &added), &dropped)) in self.added.iter_mut().zip(before) {
            *here = larger(larger(paired + open, added + more), dropped + open);
        }
    }

    /// A word of the source alone.
    fn drop(&mut self, drops: &Drops) {
        let first = self.paired.iter().zip(&*self.added).zip(&drops.open);
        for (here, ((&paired, &added), &open)) in self.dropped[1..].iter_mut().zip(first) {
            *here = larger(paired + open, added + open);
        }
        let mut last = IMPOSSIBLE;
        for (here, &more) in self.dropped[1..].iter_mut().zip(&drops.more) {
            last = larger(*here, last + more);
            *here = last;
        }
    }

    /// An ellipsis: words of the source are left out and cost nothing. Its first step leaves the row above.
    fn cut(&mut self, above: Row<&[f32]>) {
        let before = above.paired.iter().zip(above.added).zip(above.dropped);
        let mut last = IMPOSSIBLE;
        for (here, ((&paired, &added), &dropped)) in self.dropped.iter_mut().zip(before) {
            last = larger(larger(larger(paired, added), dropped), last + ELIDED);
            *here = last;
        }
    }
}

/// What `f32::max` is where nothing is NaN, in one instruction.
#[inline]
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// The best of the scores and what it ends on: on a pair rather than on a word alone.
fn best_of([paired, added, dropped]: [f32; 3]) -> (f32, usize) {
    let best = if added > paired { (added, ADDED) } else { (paired, PAIRED) };
    if dropped > best.0 { (dropped, DROPPED) } else { best }
}

#[cfg(test)]
mod tests {
    use super::super::align::{fit, same};
    use super::*;
    use crate::text::{Span, fold};

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
