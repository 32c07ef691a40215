//! The marks of a paragraph that may quote, each with what its shape and its neighbours say of it.

use crate::text::{Span, words};

/// Marks that close each other.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Double,
    Single,
    Guillemet,
    Chevron,
    Corner,
    WhiteCorner,
}

impl Family {
    pub fn is_single(self) -> bool {
        matches!(self, Self::Single | Self::Chevron)
    }
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Lean {
    Opens,
    Closes,
    Either,
}

#[derive(Copy, Clone, Debug)]
pub(super) struct Mark {
    pub span: Span,
    pub family: Family,
    /// What stands around it says.
    pub lean: Lean,
    /// What its shape says.
    pub shape: Lean,
    /// An apostrophe or a mark of inches as well as may be.
    pub doubtful: bool,
}

fn shape_of(c: char) -> Option<(Family, Lean)> {
    Some(match c {
        '"' | '＂' => (Family::Double, Lean::Either),
        '“' => (Family::Double, Lean::Opens),
        '”' => (Family::Double, Lean::Closes),
        '„' | '‟' => (Family::Double, Lean::Opens),
        '«' => (Family::Guillemet, Lean::Opens),
        '»' => (Family::Guillemet, Lean::Closes),
        '‹' => (Family::Chevron, Lean::Opens),
        '›' => (Family::Chevron, Lean::Closes),
        '\'' | '’' => (Family::Single, Lean::Either),
        '‘' | '‚' | '‛' => (Family::Single, Lean::Opens),
        '`' => (Family::Single, Lean::Opens),
        '´' => (Family::Single, Lean::Closes),
        '「' => (Family::Corner, Lean::Opens),
        '」' => (Family::Corner, Lean::Closes),
        '『' => (Family::WhiteCorner, Lean::Opens),
        '』' => (Family::WhiteCorner, Lean::Closes),
        _ => return None,
    })
}

/// Bytes that marks begin with.
const MAY_QUOTE: [bool; 256] = {
    let mut bytes = [false; 256];
    let first = [b'"', b'\'', b'`', b',', 0xC2, 0xE2, 0xE3, 0xEF];
    let mut at = 0;
    while at < first.len() {
        bytes[first[at] as usize] = true;
        at += 1;
    }
    bytes
};

/// Every mark of the block that may quote; apostrophes inside words are left out here, and so is what stands in `code`.
pub(super) fn scan(text: &str, block: Span, code: &[Span]) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks = Vec::new();
    let mut at = block.start;
    let mut code = code[code.partition_point(|code| code.end <= at)..].iter().peekable();
    while at < block.end {
        while let Some(passed) = code.next_if(|code| code.start <= at) {
            at = at.max(passed.end);
        }
        let prose = code.peek().map_or(block.end, |code| code.start.min(block.end));
        let Some(gap) = bytes.get(at..prose).and_then(|prose| prose.iter().position(|&byte| MAY_QUOTE[byte as usize]))
        else {
            at = at.max(prose);
            continue;
        };
        at += gap;
        let Some(c) = text[at..block.end].chars().next() else { break };
        let low = c == ',' && commas(text, Span::new(at, block.end));
        let typed = low.then_some((Family::Double, Lean::Either));
        let Some((family, shape)) = typed.or_else(|| shape_of(c)) else {
            at += c.len_utf8();
            continue;
        };
        if let Some(value) = attribute(text, Span::new(at, block.end)) {
            at += value;
            continue;
        }
        let mut end = at + c.len_utf8();
        let mut family = family;
        let mut shape = shape;
        // '' and `` are typed for “ and ”, and ,, for „; an editor makes ‘’ of them.
        let turned = c == '‘' && text[end..block.end].starts_with('’') && !opens_short_word(&text[end..block.end]);
        let twice = low || matches!(c, '\'' | '`' | '’' | '‘');
        if twice && text[end..block.end].starts_with(c) || turned {
            end += text[end..block.end].chars().next().map_or(0, char::len_utf8);
            family = Family::Double;
            shape = if c == '`' { Lean::Opens } else { Lean::Either };
        }
        if let Some(mark) = weigh(text, block, Span::new(at, end), family, shape) {
            marks.push(mark);
        }
        at = end;
    }
    marks
}

/// Whether an apostrophe stands for the first letters of a word, as in ’tis.
fn opens_short_word(text: &str) -> bool {
    let apostrophe = text.chars().next().map_or(0, char::len_utf8);
    elision(text, Span::new(0, apostrophe), Span::new(0, text.len()), None, Lean::Either)
}

/// Whether two commas are typed for „: in front of a word, and closed further on.
fn commas(text: &str, rest: Span) -> bool {
    let opens = rest.of(text).strip_prefix(",,").filter(|behind| behind.starts_with(char::is_alphanumeric));
    let gap = text[..rest.start].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
    let within = |behind: &&str| {
        let near = &behind[..behind.floor_char_boundary(LONGEST_VALUE)];
        ["''", "’’", "‘‘", "“", "”"].iter().any(|mark| near.contains(mark))
    };
    gap && opens.is_some_and(|behind| within(&behind))
}

/// How long the value of a markup attribute is that begins here, with its marks: `"7"` of `id="7"`.
fn attribute(text: &str, rest: Span) -> Option<usize> {
    let mark = *text.as_bytes().get(rest.start).filter(|mark| matches!(mark, b'"' | b'\''))?;
    let named = text[..rest.start].strip_suffix('=')?.ends_with(|c: char| c.is_ascii_alphanumeric());
    let value = &rest.of(text).as_bytes()[1..];
    let value = &value[..value.len().min(LONGEST_VALUE)];
    memchr::memchr(mark, value).filter(|_| named).map(|len| len + 2)
}

/// The longest value of an attribute, in bytes.
const LONGEST_VALUE: usize = 400;

/// How many marks side by side are looked past; more are no prose.
const RUN: usize = 8;

/// What a mark's neighbours say of it; `None` for an apostrophe and the value of a markup attribute.
fn weigh(text: &str, block: Span, span: Span, family: Family, shape: Lean) -> Option<Mark> {
    let before = text[block.start..span.start].chars().rev().take(RUN).find(|&c| !words::is_mark(c));
    let touching_before = text[block.start..span.start].chars().next_back();
    let after = text[span.end..block.end].chars().take(RUN).find(|&c| !words::is_mark(c));
    let touching_after = text[span.end..block.end].chars().next();
    if family == Family::Single {
        let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if shape != Lean::Opens && joined(touching_before) && joined(touching_after) {
            return None;
        }
        if elision(text, span, block, touching_before, shape) {
            return None;
        }
        // qu'« on va »
        if shape != Lean::Opens && touching_after == Some('«') && elided(&text[block.start..span.end]) {
            return None;
        }
    }
    let gap = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
    let dash = |c: Option<char>| c.is_some_and(|c| matches!(c, '-' | '–' | '—' | '―' | '/'));
    let opener = before.is_some_and(|c| matches!(c, '(' | '[' | '{' | '¿' | '¡' | '*' | '_' | '>'))
        || (dash(before) && !gap(after));
    let closer = after
        .is_some_and(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '…' | '*' | '_' | '<'))
        || dash(after);
    let french = matches!(family, Family::Guillemet | Family::Chevron);
    // « on va » behind an elision is parted from its word by the apostrophe.
    if shape == Lean::Opens && french && elided(&text[block.start..span.start]) {
        return Some(Mark { span, family, lean: Lean::Opens, shape, doubtful: false });
    }
    // “We go ”, she said: a space too many in front of the closing mark. Nothing opens in front of a comma.
    let loose = !french && gap(before) && shape != Lean::Opens && after.is_some_and(|c| matches!(c, ',' | ';' | ')'));
    let opens = (gap(before) || opener) && !gap(after) && !(french && closer) && !loose;
    let closes = !gap(before) && (gap(after) || closer) && !(opener && !closer && !gap(after));
    let lean = match (opens, closes) {
        (true, false) => Lean::Opens,
        (false, true) => Lean::Closes,
        // « French spacing » says nothing: there the shape does.
        _ if french || loose => shape,
        _ => Lean::Either,
    };
    let inches = matches!(family, Family::Double | Family::Single)
        && shape == Lean::Either
        && lean != Lean::Opens
        && measures(&text[block.start..span.start]);
    let plural =
        family == Family::Single && lean == Lean::Closes && matches!(touching_before, Some('s' | 'z' | 'x' | 'n'));
    Some(Mark { span, family, lean, shape, doubtful: inches || plural })
}

/// Whether a text ends in a word that has lost its last letter before a vowel: qu', d', dell'.
fn elided(text: &str) -> bool {
    let Some(word) = text.strip_suffix(['\'', '’']) else { return false };
    let start = word.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| at + 1);
    let start = (start..word.len()).find(|&at| word.is_char_boundary(at)).unwrap_or(word.len());
    let word = word[start..].to_lowercase();
    let alone =
        matches!(word.as_str(), "c" | "d" | "j" | "l" | "m" | "n" | "s" | "t" | "un" | "gli" | "quest" | "quell");
    alone || word.ends_with("qu") || matches!(word.as_str(), "all" | "dall" | "dell" | "nell" | "sull" | "coll")
}

/// Whether a mark behind `before` may be one of feet, inches, minutes or seconds: behind a number of a few digits.
fn measures(before: &str) -> bool {
    let digits = before.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits)
}

/// ’tis, ’90s: an apostrophe where letters were left out at the front of a word.
///
/// Editors turn it the wrong way, ‘90s; then it is one only where the word can hardly begin a quotation.
fn elision(text: &str, span: Span, block: Span, before: Option<char>, shape: Lean) -> bool {
    if before.is_some_and(char::is_alphanumeric) {
        return false;
    }
    let rest = &text[span.end..block.end];
    let word: &str = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
    if word.len() > 6 {
        return false;
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = word.trim_end_matches('s');
        return digits.len() == 2
            && digits.bytes().all(|b| b.is_ascii_digit())
            && (shape != Lean::Opens || digits.len() < word.len())
            && !rest[word.len()..].starts_with(['\'', '’']);
    }
    let elided: &[&str] = match shape {
        Lean::Opens if rest[word.len()..].starts_with(['\'', '’', '‘']) => &["n"],
        Lean::Opens => &["em"],
        _ => &["tis", "twas", "em", "til", "cause", "bout", "n", "round", "cuz", "twill", "twere", "kay", "neath"],
    };
    elided.iter().any(|elided| word.eq_ignore_ascii_case(elided))
}
