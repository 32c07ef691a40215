//! Other words that turn nothing: "everyone" and "everybody", "over 100" and "more than 100", "no money" and "not any money".

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::differ::{Difference, DifferenceKind};
use super::lexicon::{self, Class};
use super::sides::Sides;
use super::turns::class_of;
use crate::text::fold::{self, Token, TokenKind};
use crate::text::lists::{self, List};

/// What stands behind a "not", and the word that denies by itself instead.
const PAIRS: &[(&str, &str)] = &[
    ("any", "no"),
    ("any", "none"),
    ("anything", "nothing"),
    ("anyone", "nobody"),
    ("anybody", "nobody"),
    ("anywhere", "nowhere"),
    ("ever", "never"),
    ("either", "neither"),
    ("a", "no"),
    ("an", "no"),
];

/// Verbs whose "not" may stand behind them as well.
static THINK: List = List::group(include_str!("../../data/meaning/clauses.txt"), "think");

/// A "not" and what it denies are two differences at most: what stands between is the same.
const NEAR: usize = 2;

/// Takes differences that say the same in other words for wording, where they were taken for a turn.
pub(super) fn settle(differences: &mut [Difference], sides: Sides<'_>) {
    for first in 0..differences.len() {
        for last in first..differences.len().min(first + NEAR) {
            let some = &differences[first..=last];
            let turned = some.iter().any(|difference| matches!(difference.kind, DifferenceKind::Meaning(_)));
            let short = some.iter().all(|difference| difference.draft.len() <= 3 && difference.source.len() <= 3);
            if turned && short && says_the_same(some, sides) {
                for difference in &mut differences[first..=last] {
                    difference.kind = DifferenceKind::Wording;
                }
            }
        }
    }
}

/// A word that differs.
struct Word {
    text: String,
    class: Option<Class>,
    number: bool,
}

impl Word {
    fn denies(&self) -> bool {
        self.class.is_some_and(Class::denies)
    }
}

fn says_the_same(some: &[Difference], sides: Sides<'_>) -> bool {
    let Sides { draft, prose, passage, .. } = sides;
    let word = |token: &Token, prose: &str| Word {
        text: token.span.of(prose).to_lowercase().replace('’', "'"),
        class: class_of(token, prose, passage.language()),
        number: token.kind == TokenKind::Number,
    };
    let said = some.iter().flat_map(|difference| &difference.draft);
    let said: Vec<Word> = said.map(|&at| word(&draft[at], prose)).collect();
    let was = some.iter().flat_map(|difference| &difference.source);
    let was: Vec<Word> = was.map(|&place| word(&passage.tokens[place], passage.prose())).collect();
    if let [difference] = some {
        let bare = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
        if are_alike(&said, &was)
            || says_it_twice(&bare(&said), &bare(&was), difference.draft.first(), draft)
            || says_it_twice(&bare(&was), &bare(&said), difference.source.first(), &passage.tokens)
        {
            return true;
        }
    }
    // "I don't think it is", "I think it is not": the later "not" stands behind the verb on its side.
    let only_denies = |words: &[Word]| {
        let mut own = words.iter().filter(|word| !["do", "does", "did"].contains(&word.text.as_str()));
        own.next().is_some_and(Word::denies) && own.next().is_none()
    };
    if let ([_, last], true, true) = (some, only_denies(&said), only_denies(&was)) {
        let thinks = |word: &str| THINK.iter().any(|verb| word.eq_ignore_ascii_case(verb));
        let near = |at: usize| at.saturating_sub(4)..at;
        return match (last.draft.first(), last.source.first()) {
            (Some(&at), None) => near(at).any(|at| thinks(sides.said(at))),
            (None, Some(&place)) => near(place).any(|place| thinks(sides.was(place))),
            _ => false,
        };
    }
    needs_not(some, &said, &was, sides) || denies_alike(&said, &was)
}

/// "You need not go" for "you don't need to go".
fn needs_not(some: &[Difference], said: &[Word], was: &[Word], sides: Sides<'_>) -> bool {
    let [_, last] = some else { return false };
    let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<_>>().join(" ");
    let bare = |text: &str| matches!(text, "not" | "n't");
    let full = |text: &str| {
        let words: Vec<&str> = text.split(' ').collect();
        matches!(words[..], ["do" | "does" | "did", not, "to"] if bare(not))
    };
    let need = |word: &str| word.eq_ignore_ascii_case("need");
    let (ours, theirs) = (texts(said), texts(was));
    let here = last.draft.first().and_then(|at| at.checked_sub(1)).map(|at| sides.said(at));
    let there = last.source.first().and_then(|at| at.checked_sub(1)).map(|at| sides.was(at));
    (bare(&ours) && full(&theirs) || full(&ours) && bare(&theirs)) && here.or(there).is_some_and(need)
}

/// "They don't know anything" for "they don't know nothing": the "not" in front of both is denied once more in one of them
/// and means no more by it.
fn says_it_twice(any: &[String], no: &[String], at: Option<&usize>, tokens: &[Token]) -> bool {
    let ([any], [no], Some(&at)) = (any, no, at) else { return false };
    let not = fold::key("not");
    PAIRS.iter().any(|pair| *pair == (any, no)) && tokens[at.saturating_sub(4)..at].iter().any(|token| token.key == not)
}

/// Whether a line of the list has both.
fn are_alike(said: &[Word], was: &[Word]) -> bool {
    static LINES: LazyLock<FxHashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
        let mut lines: FxHashMap<&'static str, Vec<usize>> = FxHashMap::default();
        for (at, line) in lists::lines(include_str!("../../data/meaning/alike.txt")).enumerate() {
            for phrase in line.split(" | ") {
                lines.entry(phrase).or_default().push(at);
            }
        }
        lines
    });
    let phrase = |words: &[Word]| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let of = |words: &[Word]| LINES.get(phrase(words).as_str());
    of(said).zip(of(was)).is_some_and(|(one, other)| one.iter().any(|line| other.contains(line)))
}

/// Whether both sides deny, or neither does, and nothing else that bounds the sentence differs.
fn denies_alike(said: &[Word], was: &[Word]) -> bool {
    let denials = |words: &[Word]| words.iter().filter(|word| word.denies()).count();
    let has = |words: &[Word], text: &str| words.iter().any(|word| word.text == text);
    let paired = |apart: &[Word], one: &[Word]| PAIRS.iter().any(|(any, no)| has(apart, any) && has(one, no));
    // "not possible" and "impossible"
    let formed = |words: &[Word], others: &[Word]| {
        words.iter().any(|word| others.iter().any(|other| lexicon::is_negated_form(&other.text, &word.text)))
    };
    let other = |word: &Word| {
        let bounds = !matches!(
            word.class,
            None | Some(Class::Negation | Class::Scarce | Class::Quantifier | Class::Near | Class::Only | Class::About)
        );
        bounds || word.number
    };
    if said.iter().chain(was).any(other) {
        return false;
    }
    let by_pair = denials(said) == 1 && denials(was) == 1 && (paired(said, was) || paired(was, said));
    let (said_all, was_all) =
        (denials(said) + usize::from(formed(said, was)), denials(was) + usize::from(formed(was, said)));
    by_pair || (formed(said, was) || formed(was, said)) && said_all % 2 == was_all % 2
}
