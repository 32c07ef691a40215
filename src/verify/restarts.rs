//! What a speaker began twice: "we don't, we don't take orders".

use super::lexicon::{self, Class};
use super::passage::Passage;
use super::{Evidence, Op};
use crate::text::Span;
use crate::text::fold::{self, Token};
use crate::text::lists::List;

/// Whether words that were left out, by their places, stand there once more right beside.
pub(super) fn is_said_twice(gone: &[usize], tokens: &[Token]) -> bool {
    // "we saw, we saw": which of the two was left out, or the end of the one and the beginning of the other, is all one.
    let (Some(&first), Some(&last), length) = (gone.first(), gone.last(), gone.len()) else { return false };
    last + 1 - first == length
        && (0..=length.min(first)).any(|shift| {
            let from = first - shift;
            let keys = |from: usize| tokens.get(from..from + length).map(|run| run.iter().map(|token| token.key));
            keys(from).zip(keys(from + length)).is_some_and(|(a, b)| a.eq(b))
        })
}

/// Whether a word of grammar was left out that was stammered: "it is, is the plan". "Very, very" is none.
pub(super) fn is_stutter(gone: &[usize], tokens: &[Token]) -> bool {
    let &[place] = gone else { return false };
    let class = lexicon::class(tokens[place].key);
    is_said_twice(gone, tokens)
        && lexicon::is_function(tokens[place].key)
        && matches!(class, None | Some(Class::Modal | Class::Person(_)))
        && !EMPHATIC.iter().any(|word| fold::key(word) == tokens[place].key)
}

/// Whether a word of grammar was left out behind which the speaker, by a dash, begins otherwise: "we would have -- be closer".
pub(super) fn is_begun_otherwise(gone: &[usize], passage: &Passage) -> bool {
    let &[place] = gone else { return false };
    let token = passage.tokens[place];
    let behind = passage.prose()[token.span.end..].trim_start();
    lexicon::is_function(token.key)
        && lexicon::class(token.key).is_none()
        && ["--", "- ", "– ", "—"].iter().any(|dash| behind.starts_with(dash))
}

/// Words of grammar that are said twice on purpose.
static EMPHATIC: List = List::of(include_str!("../../data/meaning/emphatic.txt"));

/// How many words in front of a place are the same as those that begin there: two of "we never, | we never said".
pub(super) fn begun_in_front(words: &[usize], first: usize, tokens: &[Token]) -> Option<usize> {
    let key = |place: usize| tokens.get(place).map(|token| token.key);
    (1..=words.len()).find(|&length| {
        let from = first - length;
        words[words.len() - length] == from && (0..length).all(|at| key(from + at) == key(first + at))
    })
}

/// Whether what a draft leaves out of its source was only begun twice there.
pub(crate) fn is_restart(source: &Evidence, op: Op) -> bool {
    let prose = source.article.reading.document.prose.text();
    let tokens = fold::tokens(prose, Span::new(source.span.start, source.span.end));
    let gone: Vec<usize> = (0..tokens.len()).filter(|&at| op.source.covers(tokens[at].span)).collect();
    is_said_twice(&gone, &tokens)
}
