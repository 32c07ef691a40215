//! Words, and the other things a line of print is made of, with their places.
//!
//! Abbreviations keep their full stop ("Sen.", "U.S.", "J."), so a stop that stands alone ends a
//! sentence; the standard segmentation would break after "Sen. Lind". Possessive endings are tokens
//! of their own: a name is the same name with and without one.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Span;
use super::lists;

/// A word, a number or a mark of punctuation, and where it stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its range of the text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner apostrophes and hyphens.
    Word,
    /// An abbreviation or initial with its full stop; whether it may also end a sentence.
    Abbreviation(MayEnd),
    /// Begins with a digit or a sign of currency.
    Number,
    /// `'s`, or the apostrophe alone after a plural.
    Possessive,
    /// `.`, `!`, `?` or `…`: ends a sentence if what follows begins one.
    Stop,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `–`, `—`, `--`, or a hyphen between spaces.
    Dash,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A quotation mark or an apostrophe on its own.
    Mark,
    /// Anything else.
    Other,
}

/// Whether an abbreviation may be the last word of a sentence.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum MayEnd {
    /// "Sen.", "J."
    No,
    /// "U.S.", "Inc."
    Yes,
}

/// Where `words` begin in a text, whole: not as a part of longer ones.
pub fn whole<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = usize> {
    let places = memchr::memmem::find_iter(text.as_bytes(), words);
    places.filter(|&at| text.is_char_boundary(at) && is_whole(text, Span::new(at, at + words.len())))
}

/// Whether a stretch of a text is no part of longer words.
pub fn is_whole(text: &str, span: Span) -> bool {
    !text[..span.start].ends_with(char::is_alphanumeric) && !text[span.end..].starts_with(char::is_alphanumeric)
}

/// Quotation marks and apostrophes.
pub fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '\''
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '`'
            | '´'
            | '「'
            | '」'
            | '『'
            | '』'
            | '＂'
    )
}

/// The tokens of `span` of `text`, appended to `out`.
pub fn tokens(text: &str, span: Span, out: &mut Vec<Token>) {
    let mut at = span.start;
    while at < span.end {
        if text.as_bytes()[at] == b' ' {
            at += 1;
            continue;
        }
        let (kind, end) = token_at(text, at, span.end);
        if let Some(kind) = kind {
            out.push(Token { span: Span::new(at, end), kind });
        }
        at = end;
    }
}

fn token_at(text: &str, at: usize, limit: usize) -> (Option<TokenKind>, usize) {
    let Some(c) = text[at..limit].chars().next() else { return (None, limit) };
    let end = at + c.len_utf8();
    match c {
        c if c.is_whitespace() => (None, end),
        c if c.is_alphabetic() || matches!(c, '@' | '#') => word(text, at, limit),
        c if c.is_ascii_digit() || matches!(c, '$' | '€' | '£') => {
            (Some(TokenKind::Number), number_end(text, end, limit))
        }
        '\'' | '’' if possessive(text, at, end, limit) => {
            let s = text[end..limit].starts_with(['s', 'S']);
            (Some(TokenKind::Possessive), end + usize::from(s))
        }
        '.' if text[end..limit].starts_with("..") => (Some(TokenKind::Stop), end + 2),
        '.' | '!' | '?' | '…' => (Some(TokenKind::Stop), end),
        ',' => (Some(TokenKind::Comma), end),
        ':' => (Some(TokenKind::Colon), end),
        ';' => (Some(TokenKind::Semicolon), end),
        '–' | '—' | '―' => (Some(TokenKind::Dash), end),
        '-' => {
            let run = text.as_bytes()[end..limit].iter().take_while(|&&b| b == b'-').count();
            (Some(TokenKind::Dash), end + run)
        }
        '(' | '[' | '{' => (Some(TokenKind::Open), end),
        ')' | ']' | '}' => (Some(TokenKind::Close), end),
        c if is_mark(c) => (Some(TokenKind::Mark), end),
        _ => (Some(TokenKind::Other), end),
    }
}

/// Whether the apostrophe at `at` is a possessive ending: after a letter, before a lone s or no letter.
fn possessive(text: &str, at: usize, end: usize, limit: usize) -> bool {
    let before = text[..at].chars().next_back();
    if !before.is_some_and(char::is_alphanumeric) {
        return false;
    }
    let mut after = text[end..limit].chars();
    match after.next() {
        Some('s' | 'S') => !after.next().is_some_and(char::is_alphanumeric),
        Some(' ') => matches!(before, Some('s' | 'z' | 'x')),
        _ => false,
    }
}

fn number_end(text: &str, from: usize, limit: usize) -> usize {
    let rest = &text[from..limit];
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '.' | ',' | ':' | '-' | '/');
        let goes_on = |next: &(usize, char)| next.1.is_ascii_digit() || next.1.is_alphabetic();
        if !(c.is_ascii_digit() || c.is_alphabetic() || c == '%' || joins && chars.peek().is_some_and(goes_on)) {
            return from + at;
        }
    }
    limit
}

fn word(text: &str, at: usize, limit: usize) -> (Option<TokenKind>, usize) {
    let bytes = text.as_bytes();
    let mut end = at + text[at..limit].chars().next().map_or(1, char::len_utf8);
    let mut dots = 0;
    while end < limit {
        if bytes[end].is_ascii_alphanumeric() || bytes[end] == b'_' {
            end += 1;
            continue;
        }
        if matches!(bytes[end], b' ' | b',') {
            break;
        }
        let Some(c) = text[end..limit].chars().next() else { break };
        if c.is_alphanumeric() || matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}') {
            end += c.len_utf8();
            continue;
        }
        let mut after = text[end + c.len_utf8()..limit].chars();
        let next = after.next();
        let joins = match c {
            // "Fraktions- und Parteichefs": the rest of the word stands farther on.
            '-' if next == Some(' ') => ["und ", "oder ", "bzw"].iter().any(|word| after.as_str().starts_with(word)),
            '-' | '‑' => next.is_some_and(char::is_alphanumeric),
            // "O’Brien", "didn't", but not "Lind's": the possessive stands alone.
            '\'' | '’' => {
                next.is_some_and(char::is_alphabetic)
                    && (!matches!(next, Some('s' | 'S')) || after.next().is_some_and(char::is_alphanumeric))
            }
            // "U.S", "e.g": single letters between stops.
            '.' => {
                let initials = next.is_some_and(char::is_alphabetic) && end - at - 2 * dots == 1;
                dots += usize::from(initials);
                // "example.com", "NORD.TV": no sentence ends between two letters of one case.
                let upper = bytes[end - 1].is_ascii_uppercase() && next.is_some_and(char::is_uppercase);
                let lower = bytes[end - 1].is_ascii_lowercase() && next.is_some_and(char::is_lowercase);
                initials || upper || lower || degree(&text[at..end], &text[end..limit])
            }
            _ => false,
        };
        if !joins {
            break;
        }
        end += c.len_utf8();
    }
    if end < limit && bytes[end] == b'.' && !text[end..limit].starts_with("..") {
        let stem = &text[at..end];
        if let Some(may_end) = abbreviation(stem) {
            return (Some(TokenKind::Abbreviation(may_end)), end + 1);
        }
    }
    (Some(TokenKind::Word), end)
}

/// Whether a stop stands inside the letters of a degree: "Ph.D.", "Ed.D."
fn degree(before: &str, from_stop: &str) -> bool {
    let short = before.len() <= 5 && before.starts_with(char::is_uppercase) && !before.contains('.');
    let mut behind = from_stop.chars().skip(1);
    short && behind.next().is_some_and(char::is_uppercase) && behind.next() == Some('.')
}

fn abbreviation(stem: &str) -> Option<MayEnd> {
    static LIST: LazyLock<FxHashMap<&'static str, MayEnd>> = LazyLock::new(|| {
        let abbreviations = |group| lists::group(include_str!("../../data/abbreviations.txt"), group);
        let never = abbreviations("never").map(|word| (word, MayEnd::No));
        never.chain(abbreviations("sometimes").map(|word| (word, MayEnd::Yes))).collect()
    });
    if stem.len() > 6 {
        return None;
    }
    let mut letters = stem.chars();
    let first = letters.next()?;
    if letters.next().is_none() {
        // An initial; "I." ends a sentence more often than it begins a name.
        return first.is_uppercase().then_some(if first == 'I' { MayEnd::Yes } else { MayEnd::No });
    }
    let lower = stem.to_lowercase();
    match LIST.get(lower.as_str()) {
        // "no." and "miss." are words when written small.
        Some(MayEnd::No)
            if first.is_lowercase()
                && matches!(
                    stem,
                    "no" | "miss"
                        | "fig"
                        | "man"
                        | "mass"
                        | "wash"
                        | "sun"
                        | "ill"
                        | "fr"
                        | "ca"
                        | "on"
                        | "am"
                        | "m"
                        | "mar"
                        | "may"
                        | "dec"
                        | "supt"
                        | "col"
                        | "pa"
                        | "la"
                        | "mo"
                        | "md"
                        | "ind"
                        | "ore"
                ) =>
        {
            None
        }
        Some(MayEnd::Yes) if matches!(stem, "am" | "pm" | "co") => None,
        Some(&may_end) => Some(may_end),
        None => stem.contains('.').then_some(MayEnd::Yes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        tokens(text, Span::new(0, text.len()), &mut out);
        out.iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn abbreviations_keep_their_stop_and_possessives_stand_alone() {
        assert_eq!(
            split("Sen. J. Lind's aides didn’t go."),
            ["Sen.", "J.", "Lind", "'s", "aides", "didn’t", "go", "."]
        );
        assert_eq!(
            split("the workers' vote in the U.S. fell 3.5%"),
            ["the", "workers", "'", "vote", "in", "the", "U.S.", "fell", "3.5%"]
        );
        assert_eq!(split("well-known -- O’Brien … yes..."), ["well-known", "--", "O’Brien", "…", "yes", "..."]);
        assert_eq!(split("She said no."), ["She", "said", "no", "."]);
        assert_eq!(split("Ana Lind, Ph.D., left."), ["Ana", "Lind", ",", "Ph.D.", ",", "left", "."]);
    }
}
