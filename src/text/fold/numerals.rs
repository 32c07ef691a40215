//! Numbers: words and figures, ordinals, magnitudes, money.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::super::Span;
use super::variants::Beginnings;
use super::{Raw, Token, TokenKind, in_print, key, measures};
use crate::text::lists;

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
        if let Some((unit, behind)) = sign(prose, words, at)
            && let Some((number, next)) = amount(prose, words, behind)
        {
            let span = Span::new(word.span.start, number.span.end);
            tokens.push(Token { key: number.key(), span, kind: numeric(word.kind) });
            tokens.push(Token { key: key(unit), span, kind: word.kind });
            at = next;
            continue;
        }
        let number = number(prose, words, at);
        if let Some(next) = in_print::read(prose, words, at, number, &mut tokens) {
            at = next;
            continue;
        }
        if let Some((decade, next)) = in_print::decade(prose, words, at) {
            tokens.push(decade);
            at = next;
            continue;
        }
        if let Some((twice, next)) = in_print::twice(prose, words, at, number) {
            tokens.push(twice);
            at = next;
            continue;
        }
        if let Some(sign) = in_print::number_sign(prose, words, at) {
            tokens.push(sign);
            at += 1;
            continue;
        }
        if let Some((hour, next)) = in_print::full_hour(prose, words, at) {
            tokens.push(hour);
            at = next;
            continue;
        }
        if let Some((number, next)) = number {
            tokens.push(Token { key: number.key(), span: number.span, kind: numeric(word.kind) });
            at = next + measures::unit(prose, &words[next..], number.span, &mut tokens);
            continue;
        }
        let measured = measures::glued(prose, &words[at..], &mut tokens);
        if measured > 0 {
            at += measured;
            continue;
        }
        let next = words.get(at + 1).map_or("", |next| &*next.word);
        if PERCENT.contains(&(&*word.word, next)) {
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
        b"a" | b"half" | b"quarter" | b"no" | b"u.s" | b"usd" | b"gbp" | b"per" | b"por" | b"pour" => true,
        [b'd', b'o', b'l', b'l', ..] | [b'e', b'u', b'r', ..] | [b'p', b'o', b'u', b'n', ..] => true,
        _ => SPELLED.may_have(word),
    }
}

/// What "%" is read as in two words.
const PERCENT: [(&str, &str); 5] =
    [("per", "cent"), ("pour", "cent"), ("por", "ciento"), ("por", "cento"), ("per", "cento")];

pub(super) fn numeric(kind: TokenKind) -> TokenKind {
    if kind == TokenKind::Word { TokenKind::Number } else { kind }
}

/// The sign of money at `at`, which is read behind its number, and the word behind it: "$", "US$", "EUR".
fn sign(prose: &str, words: &[Raw<'_>], at: usize) -> Option<(&'static str, usize)> {
    let gap = |at: usize| prose.get(words[at].span.end..words.get(at + 1)?.span.start);
    let country = words[at].word == "u.s" && gap(at) == Some("") && words.get(at + 1)?.word == "$";
    let sign = at + usize::from(country);
    let unit = match &*words[sign].word {
        "$" | "usd" => "dollar",
        "€" | "eur" => "euro",
        "£" | "gbp" => "pound",
        _ => return None,
    };
    matches!(gap(sign)?, "" | " " | "\u{a0}" | "\u{202f}").then_some((unit, sign + 1))
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

/// The number behind a sign of money.
fn amount(prose: &str, words: &[Raw<'_>], at: usize) -> Option<(Number, usize)> {
    let word = words.get(at)?;
    if let Some(milli) = shortened(&word.word) {
        return Some((Number { milli, ordinal: false, span: word.span }, at + 1));
    }
    number(prose, words, at)
}

/// A number as read: thousandths, so that "2.5 million" and "2,500,000" meet.
#[derive(Clone, Copy)]
pub(super) struct Number {
    pub milli: u128,
    pub ordinal: bool,
    pub span: Span,
}

impl Number {
    pub(super) fn of(whole: u32, ordinal: bool, span: Span) -> Self {
        Self { milli: u128::from(whole) * 1000, ordinal, span }
    }

    pub(super) fn key(&self) -> u64 {
        let mark = if self.ordinal { "#th" } else { "#" };
        key(&format!("{mark}{}", self.milli))
    }
}

/// The number that begins at `at`, and the word behind it.
pub(super) fn number(prose: &str, words: &[Raw<'_>], at: usize) -> Option<(Number, usize)> {
    let first = words.get(at)?;
    let (milli, figures) = match figures(&first.word) {
        Some(Figures::Ordinal(n)) => {
            return Some((Number { milli: n * 1000, ordinal: true, span: first.span }, at + 1));
        }
        Some(Figures::Cardinal(milli)) => (milli, true),
        None => match spelled(&first.word) {
            Some(Numeral::Ordinal(n)) => {
                return Some((Number { milli: n * 1000, ordinal: true, span: first.span }, at + 1));
            }
            Some(Numeral::Cardinal(n)) => (n * 1000, false),
            Some(Numeral::Magnitude(_)) | None => return some(prose, words, at),
        },
    };
    let mut run = Run { prose, words, next: at + 1, number: Number { milli, ordinal: false, span: first.span } };
    if !figures && run.tens() {
        return Some((run.number, run.next));
    }
    run.halves();
    run.multiply();
    if !figures {
        run.rest();
    }
    Some((run.number, run.next))
}

/// "a hundred", "half a million", "half a percent".
fn some(prose: &str, words: &[Raw<'_>], at: usize) -> Option<(Number, usize)> {
    let half = words[at].word == "half";
    let article = at + usize::from(half);
    if words.get(article)?.word != "a" {
        return None;
    }
    let behind = &words.get(article + 1)?.word;
    let of_a_hundred = half && matches!(&**behind, "percent" | "per");
    if !of_a_hundred && magnitude(behind).is_none() || !(at + 1..article + 2).all(|at| is_beside(prose, words, at)) {
        return None;
    }
    let span = words[at].span.join(words[article].span);
    if of_a_hundred {
        return Some((Number { milli: 500, ordinal: false, span }, article + 1));
    }
    let number = Number { milli: if half { 500 } else { 1000 }, ordinal: false, span };
    let mut run = Run { prose, words, next: article + 1, number };
    run.multiply();
    run.rest();
    // What is not set beside the article is no number with it.
    (run.next > article + 1).then_some((run.number, run.next))
}

/// Whether nothing but a gap or a hyphen stands in front of the word at `at`.
fn is_beside(prose: &str, words: &[Raw<'_>], at: usize) -> bool {
    let (Some(word), Some(before)) = (words.get(at), at.checked_sub(1).map(|before| &words[before])) else {
        return false;
    };
    let Some(between) = prose.get(before.span.end..word.span.start) else { return false };
    if between == " " {
        return true;
    }
    let beside = between.chars().all(|c| matches!(c, ' ' | '-' | '\u{a0}' | '\u{202f}' | '‑' | '\n' | '\r'));
    beside && between.matches('\n').count() < 2
}

/// A number as far as it was read, and the word that may go on with it.
struct Run<'t, 'w> {
    prose: &'t str,
    words: &'w [Raw<'t>],
    next: usize,
    number: Number,
}

impl<'t, 'w> Run<'t, 'w> {
    /// The word some places on, if nothing but a gap or a hyphen stands in front of it and of those before it.
    fn word(&self, on: usize) -> Option<&'w Raw<'t>> {
        let at = self.next + on;
        let word = self.words.get(at)?;
        is_beside(self.prose, self.words, at).then_some(word)
    }

    fn take(&mut self, words: usize) {
        self.next += words;
        self.number.span.end = self.words[self.next - 1].span.end;
    }

    /// "twenty-five", "twenty-fifth"; whether that was an ordinal, which ends a number.
    fn tens(&mut self) -> bool {
        let Some(word) = self.word(0).filter(|_| (20_000..100_000).contains(&self.number.milli)) else { return false };
        match spelled(&word.word) {
            Some(Numeral::Cardinal(n)) if (1..10).contains(&n) => {
                self.number.milli += n * 1000;
                self.take(1);
            }
            Some(Numeral::Ordinal(n)) if (1..10).contains(&n) => {
                self.number.milli += n * 1000;
                self.number.ordinal = true;
                self.take(1);
                return true;
            }
            // "thirty-7", where only one of the two was put into figures.
            None if self.prose[self.number.span.end..word.span.start] == *"-" => {
                if let Some(Figures::Cardinal(n @ 1_000..10_000)) = figures(&word.word) {
                    self.number.milli += n;
                    self.take(1);
                }
            }
            _ => {}
        }
        false
    }

    /// "two and a half million", "one point five": what stands behind the unit.
    fn halves(&mut self) {
        let is = |on: usize, word: &str| self.word(on).is_some_and(|next| next.word == word);
        if is(0, "and") && is(1, "a") && is(2, "half") {
            self.number.milli += 500;
            self.take(3);
        } else if is(0, "point")
            && let Some(Numeral::Cardinal(tenths @ 0..10)) = self.word(1).and_then(|word| spelled(&word.word))
        {
            self.number.milli += tenths * 100;
            self.take(2);
        }
    }

    /// "three hundred", "25 thousand", "2.5 million"
    fn multiply(&mut self) {
        while let Some(times) = self.word(0).and_then(|word| magnitude(&word.word)) {
            let Some(product) = self.number.milli.checked_mul(times) else { break };
            self.number.milli = product;
            self.take(1);
        }
    }

    /// "two hundred and six", "one thousand two hundred"; "one hundred and two hundred" are two numbers.
    fn rest(&mut self) {
        // What was read last: there is such a word.
        let Some(last) = magnitude(&self.words[self.next - 1].word).filter(|&last| last != DOZEN) else { return };
        let and = usize::from(self.word(0).is_some_and(|word| word.word == "and"));
        let more = self.word(and).and_then(|word| spelled(&word.word));
        if !matches!(more, Some(Numeral::Cardinal(_))) {
            return;
        }
        if let Some((rest, next)) = number(self.prose, self.words, self.next + and)
            && !rest.ordinal
            && rest.milli < last * 1000
        {
            self.number.milli += rest.milli;
            self.take(next - self.next);
        }
    }
}

/// Nothing is counted on behind it: "a dozen and two".
const DOZEN: u128 = 12;

pub(super) enum Figures {
    Cardinal(u128),
    Ordinal(u128),
}

/// "25,000", "2.5", "3rd"; as other languages have it "25.000" and "2,5".
pub(super) fn figures(word: &str) -> Option<Figures> {
    if !word.as_bytes().first()?.is_ascii_digit() || word.len() > 18 {
        return None;
    }
    if let Some(stem) = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)) {
        return stem.parse().ok().map(Figures::Ordinal);
    }
    let thousands = |mark: char| {
        let mut groups = word.split(mark);
        groups.next().is_some_and(|first| first.len() < 4)
            && word.contains(mark)
            && groups.all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let decimal =
        if thousands('.') || word.rsplit_once(',').is_some_and(|(_, behind)| behind.len() < 3) { ',' } else { '.' };
    let (whole, fraction) = match word.split_once(decimal) {
        // A version, or a day.
        Some((_, fraction)) if fraction.contains(decimal) || fraction.len() > 3 => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (word, ""),
    };
    let whole: u128 = whole.replace([',', '.'], "").parse().ok()?;
    let fraction: u128 = if fraction.is_empty() { 0 } else { format!("{fraction:0<3}").parse().ok()? };
    Some(Figures::Cardinal(whole * 1000 + fraction))
}

/// "5m" behind a sign of money: thousandths.
fn shortened(word: &str) -> Option<u128> {
    const UNITS: [(&str, u128); 6] = [
        ("mn", 1_000_000),
        ("bn", 1_000_000_000),
        ("tn", 1_000_000_000_000),
        ("m", 1_000_000),
        ("b", 1_000_000_000),
        ("k", 1_000),
    ];
    let (figures, times) = UNITS.iter().find_map(|(unit, times)| Some((word.strip_suffix(unit)?, times)))?;
    match self::figures(figures)? {
        Figures::Cardinal(milli) => milli.checked_mul(*times),
        Figures::Ordinal(_) => None,
    }
}

/// What a word for a number says.
#[derive(Copy, Clone, Debug)]
pub(super) enum Numeral {
    Cardinal(u128),
    Ordinal(u128),
    Magnitude(u128),
}

static NUMERALS: LazyLock<FxHashMap<&'static str, Numeral>> = LazyLock::new(|| {
    let mut numerals = FxHashMap::default();
    for (group, lines) in lists::groups(include_str!("../../../data/numerals.txt")) {
        let numeral = match group {
            "ordinal" => Numeral::Ordinal,
            "magnitude" => Numeral::Magnitude,
            _ => Numeral::Cardinal,
        };
        let spelled = lines.filter_map(|line| line.split_once(' '));
        numerals.extend(spelled.filter_map(|(word, value)| Some((word, numeral(value.parse().ok()?)))));
    }
    numerals
});

static SPELLED: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of(NUMERALS.keys().copied()));

pub(super) fn spelled(word: &str) -> Option<Numeral> {
    if !SPELLED.may_have(word) {
        return None;
    }
    NUMERALS.get(word).copied().or_else(|| in_one_word(word).map(Numeral::Cardinal))
}

/// A number in one word is not longer, in bytes: what is would only be repetition.
const LONGEST: usize = 80;

/// "fünfundzwanzig", "dreihundert", "zweitausendfünfhundert": German writes a number as one word.
fn in_one_word(word: &str) -> Option<u128> {
    // What none of them is made without.
    let joins = |letters: &[u8]| matches!(letters, b"und" | b"tau");
    if word.len() > LONGEST || !word.as_bytes().windows(3).any(joins) {
        return None;
    }
    let simple = |word: &str| match NUMERALS.get(word) {
        Some(Numeral::Cardinal(n)) => Some(*n),
        _ if word == "ein" => Some(1),
        _ => None,
    };
    for (unit, times) in [("tausend", 1000), ("hundert", 100)] {
        if let Some((before, behind)) = word.split_once(unit) {
            let before = simple(before).or_else(|| in_one_word(before))?;
            let behind = if behind.is_empty() { 0 } else { simple(behind).or_else(|| in_one_word(behind))? };
            return Some(before * times + behind);
        }
    }
    let (unit, tens) = word.split_once("und")?;
    let (unit, tens) = (simple(unit)?, simple(tens)?);
    ((1..10).contains(&unit) && (20..100).contains(&tens)).then_some(unit + tens)
}

fn magnitude(word: &str) -> Option<u128> {
    match spelled(word)? {
        Numeral::Magnitude(times) => Some(times),
        _ => None,
    }
}
