//! Numbers: words and figures, ordinals, magnitudes, money.

use super::super::Span;
use super::{Raw, Token, TokenKind, key};

/// Turns raw words into tokens, reading runs of number words as the number they name.
pub(super) fn fold(prose: &str, words: &[Raw<'_>]) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let word = &words[at];
        if !may_be_read_otherwise(&word.word) {
            tokens.push(Token { key: key(&word.word), span: word.span, kind: word.kind });
            at += 1;
            continue;
        }
        // "$5 million": the sign is read after the number, as it is spoken.
        if let Some(unit) = currency(&word.word)
            && let Some((number, next)) = words.get(at + 1).and_then(|_| number(prose, words, at + 1))
        {
            let span = Span::new(word.span.start, number.span.end);
            tokens.push(Token { key: number.key(), span, kind: numeric(word.kind) });
            tokens.push(Token { key: key(unit), span, kind: word.kind });
            at = next;
            continue;
        }
        if let Some((number, next)) = number(prose, words, at) {
            tokens.push(Token { key: number.key(), span: number.span, kind: numeric(word.kind) });
            at = next;
            continue;
        }
        if word.word == "per" && words.get(at + 1).is_some_and(|next| next.word == "cent") {
            let span = word.span.join(words[at + 1].span);
            tokens.push(Token { key: key("percent"), span, kind: word.kind });
            at += 2;
            continue;
        }
        let reads = currency(&word.word).unwrap_or(&word.word);
        tokens.push(Token { key: key(reads), span: word.span, kind: word.kind });
        at += 1;
    }
    tokens
}

/// How numbers, currencies and "per" begin: every other word is what it is.
fn may_be_read_otherwise(word: &str) -> bool {
    match word.as_bytes() {
        [first, ..] if !first.is_ascii_lowercase() => true,
        [b'd', b'o', ..] | [b'e', b'u', ..] | [b'p', b'o' | b'e', ..] => true,
        _ => may_be_spelled(word),
    }
}

fn numeric(kind: TokenKind) -> TokenKind {
    if kind == TokenKind::Word { TokenKind::Number } else { kind }
}

fn currency(word: &str) -> Option<&'static str> {
    if matches!(word.as_bytes().first(), Some(first) if first.is_ascii() && !matches!(first, b'$' | b'd' | b'e' | b'p'))
    {
        return None;
    }
    match word {
        "$" | "dollars" | "dollar" => Some("dollar"),
        "€" | "euros" | "euro" => Some("euro"),
        "£" | "pounds" | "pound" => Some("pound"),
        _ => None,
    }
}

/// A number as read: thousandths, so that "2.5 million" and "2,500,000" meet.
struct Number {
    milli: u128,
    ordinal: bool,
    span: Span,
}

impl Number {
    fn key(&self) -> u64 {
        let mark = if self.ordinal { "#th" } else { "#" };
        key(&format!("{mark}{}", self.milli))
    }
}

/// The number that begins at `at`, and the word behind it.
fn number(prose: &str, words: &[Raw<'_>], at: usize) -> Option<(Number, usize)> {
    let first = &words[at];
    let mut next = at + 1;
    let mut span = first.span;
    let (mut milli, figures) = match figures(&first.word) {
        Some(Figures::Ordinal(n)) => return Some((Number { milli: n * 1000, ordinal: true, span }, next)),
        Some(Figures::Cardinal(milli)) => (milli, true),
        None => match spelled(&first.word)? {
            Spelled::Ordinal(n) => return Some((Number { milli: n * 1000, ordinal: true, span }, next)),
            Spelled::Cardinal(n) => (n * 1000, false),
        },
    };
    let beside =
        |a: Span, b: Span| prose[a.end..b.start].chars().all(|c| c == ' ' || c == '-' || c == '\u{a0}' || c == '‑');
    // "twenty-five", "twenty-fifth"
    if !figures
        && (20_000..100_000).contains(&milli)
        && let Some(word) = words.get(next)
        && beside(span, word.span)
    {
        match spelled(&word.word) {
            Some(Spelled::Cardinal(n)) if (1..10).contains(&n) => {
                milli += n * 1000;
                span.end = word.span.end;
                next += 1;
            }
            Some(Spelled::Ordinal(n)) if (1..10).contains(&n) => {
                span.end = word.span.end;
                return Some((Number { milli: milli + n * 1000, ordinal: true, span }, next + 1));
            }
            // "thirty-7", where only one of the two was put into figures.
            None if prose[span.end..word.span.start] == *"-" => {
                if let Some(Figures::Cardinal(n @ 1_000..10_000)) = self::figures(&word.word) {
                    milli += n;
                    span.end = word.span.end;
                    next += 1;
                }
            }
            _ => {}
        }
    }
    // "three hundred", "25 thousand", "2.5 million"
    while let Some(word) = words.get(next) {
        let Some(times) = magnitude(&word.word).filter(|_| beside(span, word.span)) else { break };
        let Some(product) = milli.checked_mul(times) else { break };
        milli = product;
        span.end = word.span.end;
        next += 1;
    }
    Some((Number { milli, ordinal: false, span }, next))
}

enum Figures {
    Cardinal(u128),
    Ordinal(u128),
}

/// "25,000", "2.5", "3rd".
fn figures(word: &str) -> Option<Figures> {
    if !word.as_bytes().first()?.is_ascii_digit() || word.len() > 18 {
        return None;
    }
    if let Some(stem) = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)) {
        return stem.parse().ok().map(Figures::Ordinal);
    }
    let (whole, fraction) = match word.split_once('.') {
        // "1.000.000" is a version or another country's million; it is left as it stands.
        Some((_, fraction)) if fraction.contains('.') || fraction.len() > 3 => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (word, ""),
    };
    let whole: u128 = whole.replace(',', "").parse().ok()?;
    let fraction: u128 = if fraction.is_empty() { 0 } else { format!("{fraction:0<3}").parse().ok()? };
    Some(Figures::Cardinal(whole * 1000 + fraction))
}

enum Spelled {
    Cardinal(u128),
    Ordinal(u128),
}

/// How the words below begin: nearly every other word is told by that.
fn may_be_spelled(word: &str) -> bool {
    let Some(start) = word.as_bytes().first_chunk::<3>() else { return false };
    matches!(
        start,
        b"zer"
            | b"one"
            | b"two"
            | b"thr"
            | b"fou"
            | b"fiv"
            | b"six"
            | b"sev"
            | b"eig"
            | b"nin"
            | b"ten"
            | b"ele"
            | b"twe"
            | b"thi"
            | b"fif"
            | b"for"
            | b"fir"
            | b"sec"
    )
}

fn spelled(word: &str) -> Option<Spelled> {
    const CARDINALS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    const ORDINALS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    if !may_be_spelled(word) {
        return None;
    }
    let place = |list: &[&str]| list.iter().position(|&entry| entry == word).map(|n| n as u128);
    if let Some(n) = place(&CARDINALS) {
        return Some(Spelled::Cardinal(n));
    }
    if let Some(n) = place(&TENS) {
        return Some(Spelled::Cardinal((n + 2) * 10));
    }
    if let Some(n) = place(&ORDINALS) {
        return Some(Spelled::Ordinal(n + 1));
    }
    match word.strip_suffix("teenth") {
        Some(_) => place_teenth(word).map(Spelled::Ordinal),
        None => word
            .strip_suffix("ieth")
            .and_then(|stem| TENS.iter().position(|tens| tens.strip_suffix('y') == Some(stem)))
            .map(|n| Spelled::Ordinal((n as u128 + 2) * 10)),
    }
}

fn place_teenth(word: &str) -> Option<u128> {
    let cardinal = word.strip_suffix("th")?;
    match spelled(cardinal)? {
        Spelled::Cardinal(n) => Some(n),
        Spelled::Ordinal(_) => None,
    }
}

fn magnitude(word: &str) -> Option<u128> {
    Some(match word {
        "hundred" => 100,
        "thousand" => 1_000,
        "million" | "mn" => 1_000_000,
        "billion" | "bn" => 1_000_000_000,
        "trillion" | "tn" => 1_000_000_000_000,
        _ => return None,
    })
}
