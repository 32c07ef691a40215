//! What is printed otherwise than it is said: days of a month, decades, fractions, numbers in a row.

use std::ops::Range;

use super::super::{Span, dates};
use super::numerals::{Number, Numeral, number, numeric, spelled};
use super::{Raw, Token, TokenKind, key};

/// What the number on `at`, if there is one, is read as together with what stands about it, behind the tokens so far, and
/// the word behind it.
pub(super) fn read(
    prose: &str,
    words: &[Raw<'_>],
    at: usize,
    number: Option<(Number, usize)>,
    tokens: &mut Vec<Token>,
) -> Option<usize> {
    let ([first, second], next) = number
        .and_then(|number| day(prose, words, at, number, tokens))
        .or_else(|| fraction(prose, words, at))
        .or_else(|| clock(prose, words, at, tokens))?;
    tokens.extend([first, second]);
    Some(next)
}

/// "3 May", "May 3rd", "the third of May": the month, and which day of it.
fn day(
    prose: &str,
    words: &[Raw<'_>],
    at: usize,
    (number, next): (Number, usize),
    tokens: &mut Vec<Token>,
) -> Option<([Token; 2], usize)> {
    if number.milli % 1000 != 0 || !(1..=31).contains(&(number.milli / 1000)) {
        return None;
    }
    let month = |at: usize, together: Range<usize>| {
        let word = words.get(at).filter(|word| word.span.of(prose).starts_with(char::is_uppercase))?;
        dates::month(&word.word)?;
        stand_together(prose, words, together).then(|| key(&word.word))
    };
    let of = usize::from(number.ordinal && words.get(next).is_some_and(|word| word.word == "of"));
    let in_figures = number.span.of(prose).starts_with(|c: char| c.is_ascii_digit());
    // "Third May …" is no day.
    let behind = month(next + of, at..next + of + 1).filter(|_| of == 1 || in_figures);
    let before = || at.checked_sub(1).filter(|_| number.ordinal).and_then(|before| month(before, before..next));
    let (month, range) = if let Some(month) = behind {
        let article = usize::from(of == 1 && at > 0 && words[at - 1].word == "the");
        (month, at - article..next + of + 1)
    } else {
        (before()?, at - 1..next)
    };
    if range.start < at {
        // It stands for itself no more; if it was read as a part of something else, this is no day.
        tokens.pop_if(|last| last.span == words[range.start].span)?;
    }
    let span = Span::new(words[range.start].span.start, words[range.end - 1].span.end);
    let day = Number { ordinal: false, ..number }.key();
    Some(([word(month, span), Token { key: day, span, kind: TokenKind::Number }], range.end))
}

/// "2:00", which is said and printed as "2": the hour, and the word behind it.
pub(super) fn full_hour(prose: &str, words: &[Raw<'_>], at: usize) -> Option<(Token, usize)> {
    let [hour, minutes] = words.get(at..at + 2)? else { return None };
    let figure = hour.word.parse::<u32>().ok().filter(|figure| *figure <= 24)?;
    let glued = prose.get(hour.span.end..minutes.span.start) == Some(":") && minutes.word == "00";
    let end = minutes.span.end;
    // "2:00:15" is a length of time.
    let alone = !prose[end..].strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let span = Span::new(hour.span.start, end);
    let token = Token { key: Number::of(figure, false, span).key(), span, kind: numeric(hour.kind) };
    (glued && alone).then_some((token, at + 2))
}

/// "half past nine", "a quarter to ten": the hour and its minutes, as "9:30" has them.
fn clock(prose: &str, words: &[Raw<'_>], at: usize, tokens: &mut Vec<Token>) -> Option<([Token; 2], usize)> {
    let [part, way] = words.get(at..at + 2)? else { return None };
    let (back, minutes) = match (&*part.word, &*way.word) {
        ("half", "past") => (0, 30),
        ("quarter", "past") => (0, 15),
        ("quarter", "to") => (1, 45),
        _ => return None,
    };
    let (hour, next) = number(prose, words, at + 2).filter(|(hour, _)| !hour.ordinal && hour.milli % 1000 == 0)?;
    let (1..=12, true) = (hour.milli / 1000, stand_together(prose, words, at..at + 3)) else { return None };
    let hour = u32::try_from(hour.milli / 1000).ok()?;
    let article =
        at.checked_sub(1).filter(|&before| words[before].word == "a" && stand_together(prose, words, before..at + 1));
    let own = article.and_then(|before| tokens.pop_if(|last| last.span == words[before].span));
    let span = own.map_or(part.span, |article| article.span).join(words[next - 1].span);
    let hour = match hour - back {
        0 => 12,
        hour => hour,
    };
    let figure = |figure| Token { key: Number::of(figure, false, span).key(), span, kind: TokenKind::Number };
    Some(([figure(hour), figure(minutes)], next))
}

/// "2/3", which is said as "two-thirds".
fn fraction(prose: &str, words: &[Raw<'_>], at: usize) -> Option<([Token; 2], usize)> {
    let [above, below] = words.get(at..at + 2)? else { return None };
    let figure = |word: &Raw<'_>| word.word.parse::<u32>().ok().filter(|_| word.kind == TokenKind::Word);
    let (parts, whole) = (figure(above)?, figure(below)?);
    if prose.get(above.span.end..below.span.start) != Some("/") || !(1..whole).contains(&parts) {
        return None;
    }
    let part = match (whole, parts) {
        (2, _) => key("half"),
        (4, 1) => key("quarter"),
        (4, _) => key("quarters"),
        (3 | 5 | 8 | 10, 1) => Number::of(whole, true, below.span).key(),
        (3, _) => key("thirds"),
        (5, _) => key("fifths"),
        (8, _) => key("eighths"),
        (10, _) => key("tenths"),
        _ => return None,
    };
    let parts = Token { key: Number::of(parts, false, above.span).key(), span: above.span, kind: TokenKind::Number };
    Some(([parts, word(part, below.span)], at + 2))
}

/// "nineteen-nineties", "nineties", "90s": the decade, and the word behind it.
pub(super) fn decade(prose: &str, words: &[Raw<'_>], at: usize) -> Option<(Token, usize)> {
    let first = &words[at];
    let century = match spelled(&first.word) {
        Some(Numeral::Cardinal(century @ 13..=19)) if stand_together(prose, words, at..at + 2) => Some(century),
        _ => None,
    };
    let tens = |word: &Raw<'_>| {
        let stem = word.word.strip_suffix("ies").filter(|stem| stem.len() >= 3)?;
        match spelled(&format!("{stem}y")) {
            Some(Numeral::Cardinal(tens @ 20..=90)) if tens % 10 == 0 => Some(tens),
            _ => None,
        }
    };
    let (decade, next) = match century {
        Some(century) => (century * 100 + tens(words.get(at + 1)?)?, at + 2),
        None => match first.word.strip_suffix("0s") {
            Some(tens @ ("3" | "4" | "5" | "6" | "7" | "8" | "9")) => (1900 + 10 * tens.parse::<u128>().ok()?, at + 1),
            _ => match tens(first)? {
                20 => return Some((word(key("20s"), first.span), at + 1)),
                tens => (1900 + tens, at + 1),
            },
        },
    };
    Some((word(key(&format!("{decade}s")), Span::new(first.span.start, words[next - 1].span.end)), next))
}

/// "two times": "twice".
pub(super) fn twice(
    prose: &str,
    words: &[Raw<'_>],
    at: usize,
    number: Option<(Number, usize)>,
) -> Option<(Token, usize)> {
    let (number, next) = number.filter(|(number, _)| number.milli == 2_000 && !number.ordinal)?;
    let times = words.get(next).filter(|word| word.word == "times" && stand_together(prose, words, at..next + 1))?;
    let span = number.span.join(times.span);
    Some((Token { key: key("twice"), span, kind: TokenKind::Number }, next + 1))
}

/// "No. 1", "#1": "number one".
pub(super) fn number_sign(prose: &str, words: &[Raw<'_>], at: usize) -> Option<Token> {
    let [sign, behind] = words.get(at..at + 2)? else { return None };
    let between = prose.get(sign.span.end..behind.span.start)?;
    let figures = behind.word.starts_with(|c: char| c.is_ascii_digit());
    let numbered = sign.span.of(prose) == "No" && matches!(between, "." | ". " | ".\u{a0}" | ".\u{202f}");
    (figures && numbered).then(|| Token { key: key("number"), span: sign.span, kind: sign.kind })
}

fn word(key: u64, span: Span) -> Token {
    Token { key, span, kind: TokenKind::Word }
}

/// Whether nothing but a space or a hyphen stands between the words, and none of them in brackets.
fn stand_together(prose: &str, words: &[Raw<'_>], range: Range<usize>) -> bool {
    let Some(words) = words.get(range) else { return false };
    let beside = |between: &str| matches!(between, " " | "-" | "\u{a0}" | "\u{202f}" | "‑" | "\n");
    words.iter().all(|word| word.kind == TokenKind::Word)
        && words.windows(2).all(|pair| prose.get(pair[0].span.end..pair[1].span.start).is_some_and(beside))
}
