//! What a number measures: "3 km", "three kilometres", "20°C", "9.30am".

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::super::Span;
use super::numerals::{Figures, Number, figures, numeric};
use super::{Raw, Token, key};
use crate::text::lists;

/// Reads the unit that stands right behind a number, if there is one; how many words that were.
pub(super) fn unit(prose: &str, behind: &[Raw<'_>], number: Span, tokens: &mut Vec<Token>) -> usize {
    let Some(word) = behind.first() else { return 0 };
    let beside = |from: usize| matches!(prose.get(from..word.span.start), Some("" | " " | "-" | "\u{a0}" | "\u{202f}"));
    let Some(reads) = UNITS.get(&*word.word).filter(|_| beside(number.end)) else { return 0 };
    read(reads, word, word.span, tokens);
    1 + per_hour(prose, behind, tokens)
}

/// "km/h", "miles an hour": whether it is by the hour, in words that were read.
fn per_hour(prose: &str, words: &[Raw<'_>], tokens: &mut Vec<Token>) -> usize {
    let [unit, hour, ..] = words else { return 0 };
    if let [unit, an, hour, ..] = words
        && an.word == "an"
        && hour.word == "hour"
        && prose.get(unit.span.end..an.span.start) == Some(" ")
    {
        read("per hour", an, an.span.join(hour.span), tokens);
        return 2;
    }
    if hour.word != "h" || prose.get(unit.span.end..hour.span.start) != Some("/") {
        return 0;
    }
    read("per hour", hour, hour.span, tokens);
    1
}

/// Reads a number that is written in one with what it measures: "3km", "9.30am"; how many words that were.
pub(super) fn glued(prose: &str, words: &[Raw<'_>], tokens: &mut Vec<Token>) -> usize {
    let Some(word) = words.first().filter(|word| word.word.starts_with(|c: char| c.is_ascii_digit())) else { return 0 };
    let letters = word.word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let amount = &word.word[..word.word.len() - letters.len()];
    if matches!(letters, "am" | "pm") {
        let (hour, minutes) = amount.split_once('.').map_or((amount, None), |(hour, rest)| (hour, Some(rest)));
        let figures: Option<Vec<u32>> = [hour].into_iter().chain(minutes).map(|part| part.parse().ok()).collect();
        let Some(figures) = figures else { return 0 };
        tokens.extend(figures.into_iter().map(|figure| count(u128::from(figure) * 1000, word)));
        read(letters, word, word.span, tokens);
        return 1;
    }
    let (Some(reads), Some(Figures::Cardinal(milli))) = (UNITS.get(letters), figures(amount)) else { return 0 };
    tokens.push(count(milli, word));
    read(reads, word, word.span, tokens);
    1 + per_hour(prose, words, tokens)
}

fn count(milli: u128, word: &Raw<'_>) -> Token {
    let number = Number { milli, ordinal: false, span: word.span };
    Token { key: number.key(), span: word.span, kind: numeric(word.kind) }
}

fn read(reads: &str, word: &Raw<'_>, span: Span, tokens: &mut Vec<Token>) {
    tokens.extend(reads.split(' ').map(|unit| Token { key: key(unit), span, kind: word.kind }));
}

static UNITS: LazyLock<FxHashMap<&'static str, &'static str>> =
    LazyLock::new(|| lists::pairs(include_str!("../../../data/units.txt")).collect());
