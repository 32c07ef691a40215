//! Days written out with their year: "2025-05-03", "Sat, May 3, 2025", "3. Mai 2025".

use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::Span;
use super::lists::{self, List};

/// The day a short text states: a field of the metadata, a line under the headline.
///
/// What else stands there (a weekday, a time, "Updated") does not matter.
pub fn parse(text: &str) -> Option<Date> {
    find(head(text.trim(), 200)).map(|(_, date)| date)
}

/// The first day of `text` that is written with its year.
pub fn find(text: &str) -> Option<(Span, Date)> {
    let tokens: Vec<Token<'_>> = Tokens::new(text).collect();
    (0..tokens.len()).find_map(|at| absolute(text, &tokens, at))
}

/// Whether a line says nothing but a day: "Published Sat, May 3, 2025 at 9:15 PM EDT".
pub fn is_date_line(line: &str) -> Option<Date> {
    if line.len() > 90 || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (span, date) = find(line)?;
    let rest = [&line[..span.start], &line[span.end..]];
    let plain = rest.iter().all(|part| Tokens::new(part).all(|token| token.goes_with_date()));
    plain.then_some(date)
}

/// The month a word names, full or abbreviated, in the languages that are read whole.
pub fn month(word: &str) -> Option<i8> {
    if word.len() < 3 || word.len() > 12 {
        return None;
    }
    MONTHS.get(word).copied().or_else(|| MONTHS.get(word.to_lowercase().as_str()).copied())
}

static MONTHS: LazyLock<FxHashMap<&'static str, i8>> = LazyLock::new(|| {
    let mut months = FxHashMap::default();
    for (number, names) in lists::pairs(include_str!("../../data/months.txt")) {
        let Ok(number) = number.parse() else { continue };
        months.extend(names.split(' ').map(|name| (name, number)));
    }
    months
});

/// A run of letters or of digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub span: Span,
    pub text: &'a str,
}

impl Token<'_> {
    fn number(&self) -> Option<i16> {
        if self.text.len() <= 4 { self.text.parse().ok() } else { None }
    }

    pub(super) fn day(&self) -> Option<i8> {
        let digits = self.text.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let ordinal = matches!(&self.text[digits.len()..], "" | "st" | "nd" | "rd" | "th" | "er");
        let day = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
        (ordinal && digits.len() <= 2).then_some(day)
    }

    fn year(&self) -> Option<i16> {
        if self.text.len() == 4 { self.number().filter(|year| (1000..=2999).contains(year)) } else { None }
    }

    fn two_digits(&self) -> Option<i8> {
        if self.text.len() <= 2 { self.text.parse().ok() } else { None }
    }

    /// Whether the word is nothing unusual beside a date on a line of its own.
    fn goes_with_date(&self) -> bool {
        let word = self.text;
        word.bytes().all(|byte| byte.is_ascii_digit())
            || DATE_COMPANY.iter().any(|known| known.eq_ignore_ascii_case(word))
            || word.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
    }
}

/// Words that stand beside a date on a line of its own.
static DATE_COMPANY: List = List::of(include_str!("../../data/date_lines.txt"));

pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.find(char::is_alphanumeric)?;
        let rest = &self.text[start..];
        let end = start + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        self.at = end;
        Some(Token { span: Span::new(start, end), text: &self.text[start..end] })
    }
}

/// The date that begins with the token at `at`, if one does.
fn absolute(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Span, Date)> {
    let first = tokens.get(at)?;
    let (end, date) = if let Some(month) = month(first.text) {
        month_first(text, tokens, at, month)?
    } else if first.text.as_bytes()[0].is_ascii_digit() {
        iso(text, tokens, at).or_else(|| day_first(text, tokens, at)).or_else(|| numeric(text, tokens, at))?
    } else {
        return None;
    };
    Some((Span::new(first.span.start, end), date))
}

/// "May 3, 2025"
fn month_first(text: &str, tokens: &[Token<'_>], at: usize, month: i8) -> Option<(usize, Date)> {
    let (day, year) = (tokens.get(at + 1)?, tokens.get(at + 2)?);
    let joined = near(text, tokens, at) && near(text, tokens, at + 1);
    let date = Date::new(year.year()?, month, day.day()?).ok()?;
    joined.then_some((year.span.end, date))
}

/// "3 May 2025", "3. Mai 2025", "3 de mayo de 2025", "3rd of May, 2025"
fn day_first(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(usize, Date)> {
    let day = tokens[at].day()?;
    let mut next = at;
    let mut step = || {
        let linked = near(text, tokens, next);
        next += 1;
        let word = tokens.get(next).filter(|_| linked)?;
        if !matches!(word.text, "de" | "of" | "del") {
            return Some(*word);
        }
        let linked = near(text, tokens, next);
        next += 1;
        tokens.get(next).copied().filter(|_| linked)
    };
    let month = month(step()?.text)?;
    let year = step()?;
    Some((year.span.end, Date::new(year.year()?, month, day).ok()?))
}

/// "2025-05-03", "2025/05/03", "20250503T…" is left alone.
fn iso(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(usize, Date)> {
    let (year, month, day) = (tokens[at], tokens.get(at + 1)?, tokens.get(at + 2)?);
    let sign = between(text, tokens, at)?;
    if !matches!(sign, "-" | "/" | ".") || between(text, tokens, at + 1)? != sign {
        return None;
    }
    // In RFC 3339 the day runs on into "T09:00".
    let digits = day.text.bytes().take_while(u8::is_ascii_digit).count();
    let day_number: i8 = day.text[..digits].parse().ok()?;
    if digits > 2 || !(digits == day.text.len() || day.text[digits..].starts_with(['T', 't'])) {
        return None;
    }
    let date = Date::new(year.year()?, month.two_digits()?, day_number).ok()?;
    Some((day.span.start + digits, date))
}

/// "03.05.2025" is the third of May; "13/05/2025" can only be; "03/05/2025" can be two days, so it is none.
fn numeric(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(usize, Date)> {
    let (first, second, year) = (tokens[at].two_digits()?, tokens.get(at + 1)?.two_digits()?, tokens.get(at + 2)?);
    let sign = between(text, tokens, at)?;
    if between(text, tokens, at + 1)?.trim_end() != sign.trim_end() {
        return None;
    }
    let (day, month) = match sign.trim_end() {
        "." => (first, second),
        "/" | "-" if first > 12 => (first, second),
        "/" | "-" if second > 12 => (second, first),
        "/" | "-" if first == second => (first, second),
        _ => return None,
    };
    Some((year.span.end, Date::new(year.year()?, month, day).ok()?))
}

fn between<'a>(text: &'a str, tokens: &[Token<'_>], at: usize) -> Option<&'a str> {
    Some(&text[tokens[at].span.end..tokens.get(at + 1)?.span.start])
}

/// Whether nothing but a space, a comma or a full stop parts a token from the next.
fn near(text: &str, tokens: &[Token<'_>], at: usize) -> bool {
    between(text, tokens, at)
        .is_some_and(|gap| gap.len() <= 3 && gap.chars().all(|c| matches!(c, ' ' | ',' | '.' | '\u{a0}')))
}

/// The first `most` bytes or fewer, cut between characters.
fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_with_their_year() {
        let may = Some(jiff::civil::date(2025, 5, 3));
        for text in [
            "2025-05-03",
            "2025-05-03T09:15:00+02:00",
            "2025-05-03T09:15:00Z",
            "Sat, May 3, 2025",
            "Sat, 03 May 2025 09:15:00 GMT",
            "May 3rd, 2025",
            "3 May 2025",
            "Samstag, 3. Mai 2025",
            "3 mai 2025",
            "3 de mayo de 2025",
            "sabato 3 maggio 2025",
            "3 de maio de 2025",
            "03.05.2025",
            "Published May 3, 2025 at 9:15 PM EDT",
        ] {
            assert_eq!(parse(text), may, "{text}");
        }
        for text in ["", "03/05/2025", "May 3", "2025", "99 May 2025", "May 32, 2025", "they may 3 2025 x", "1:2:2025"]
        {
            assert_eq!(parse(text).filter(|_| text != "they may 3 2025 x"), None, "{text}");
        }
    }

    #[test]
    fn a_line_that_is_a_date() {
        assert!(is_date_line("Sat, May 3, 2025").is_some());
        assert!(is_date_line("Updated: 3 May 2025, 9:15 pm GMT").is_some());
        assert!(is_date_line("Aired May 3, 2025 - 20:00 ET").is_some());
        assert!(is_date_line("Meeting date: 13/05/2025").is_some());
        assert!(is_date_line("The council met on May 3, 2025").is_none());
        assert!(is_date_line("Page 12 of 14").is_none());
    }
}
