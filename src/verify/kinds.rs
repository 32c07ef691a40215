//! Words of one kind, of which one excludes the others: days, seasons, units, sides, relations.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::turns::Turn;
use crate::quotations::language::Language;
use crate::text::fold::{self, Token};
use crate::text::lists;

/// Which kind a word is of, and which of its terms it is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term {
    kind: usize,
    term: usize,
}

/// The kinds in the order of the list, and the term of each folded word.
struct Kinds {
    turns: Vec<(Turn, bool)>,
    terms: FxHashMap<u64, Term>,
}

static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let mut kinds = Kinds { turns: Vec::new(), terms: FxHashMap::default() };
    for (kind, (name, lines)) in lists::groups(include_str!("../../data/meaning/kinds.txt")).skip(1).enumerate() {
        kinds.turns.push(match name {
            "day" => (Turn::Day, true),
            "season" => (Turn::Day, false),
            "unit" => (Turn::Unit, false),
            "side" => (Turn::Opposite, false),
            "certainty" => (Turn::Hedge, false),
            _ => (Turn::Person, false),
        });
        for (term, line) in lines.enumerate() {
            for word in line.split(' ') {
                kinds.terms.entry(fold::key(word)).or_insert(Term { kind, term });
            }
        }
    }
    kinds
});

/// The term that a word of a text is; in English, a day's or a month's name has a capital.
pub(super) fn term(token: &Token, prose: &str, language: Language) -> Option<Term> {
    let term = *KINDS.terms.get(&token.key)?;
    // "the fifth of June" is its month as well.
    let word = token.span.of(prose);
    let small = || !word.contains(' ') && word.starts_with(char::is_lowercase);
    (!(is_named(term) && language == Language::English && small())).then_some(term)
}

/// Whether a folded word is the name of a day or a month.
pub(super) fn is_day(key: u64) -> bool {
    KINDS.terms.get(&key).is_some_and(|&term| is_named(term))
}

fn is_named(term: Term) -> bool {
    KINDS.turns[term.kind].1
}

/// What turns where terms stand for others: one for another of its kind, or a day for what is none.
pub(super) fn turn(said: &[Term], was: &[Term]) -> Option<Turn> {
    let of = |terms: &[Term], kind: usize| {
        let mut of: Vec<Term> = terms.iter().copied().filter(|term| term.kind == kind).collect();
        of.sort_unstable();
        of
    };
    said.iter().chain(was).find_map(|&Term { kind, .. }| {
        let (said, was) = (of(said, kind), of(was, kind));
        let (turn, named) = KINDS.turns[kind];
        (said != was && (named || !said.is_empty() && !was.is_empty())).then_some(turn)
    })
}
