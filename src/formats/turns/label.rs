//! The label that a paragraph opens with: `MAYOR LIND:`, `[00:01:02] Ana Lind (Vellin North):`, `Q.`

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::Span;

/// A label in front of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Label {
    /// The words without colon; empty for a `>>` that names nobody.
    pub name: Span,
    pub form: Form,
}

/// How a label is written, which tells how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::formats) enum Form {
    /// `Q:` and `A:`
    Letter,
    /// `Q    Did you know?`
    Asked,
    /// `MAYOR LIND:`
    Capitals,
    /// `Ana Lind:`
    Name,
    /// `**Ana Lind:**`
    Bold,
    /// `>> LIND:` or `>>`
    Arrows,
    /// `ANA LIND` on a line of its own, her words below.
    Alone,
    /// `Ana Lind  0:12` on a line of its own, her words below.
    Timed,
    /// `From the desk of Ana Lind`, her letter below.
    Desk,
}

/// The longest a label is, with what stands in brackets behind the name.
const LONGEST: usize = 100;

/// The label that a paragraph opens with, if it can be one; `marked` are the stretches in bold.
pub(super) fn label(prose: &str, span: Span, marked: &[Span]) -> Option<Label> {
    let paragraph = span.of(prose);
    let arrows = paragraph.strip_prefix(">>").map(|rest| rest.trim_start_matches('>').trim_start());
    let body = arrows.unwrap_or(paragraph);
    let body = &body[time(body).unwrap_or(0)..];
    let start = span.start + paragraph.len() - body.len();
    let named = |name: &str, form| Label { name: Span::new(start, start + name.len()), form };
    if let Some((name, colon)) = before_colon(body) {
        let at = marked.partition_point(|bold| bold.start < span.start);
        let bold = marked.get(at).filter(|bold| bold.start == span.start);
        // Bold up to the colon, within or without; what is bold beyond it is no label but a sentence.
        let bold = bold.is_some_and(|bold| bold.end.abs_diff(start + colon) <= 2);
        if let Some(form) = form(name) {
            let form = if arrows.is_some() {
                Form::Arrows
            } else if bold && form == Form::Name {
                Form::Bold
            } else {
                form
            };
            return Some(named(name, form));
        }
    }
    if arrows.is_some() {
        return Some(Label { name: Span::at(start), form: Form::Arrows });
    }
    if body.starts_with("Q. ") || body.starts_with("A. ") {
        return Some(named(&body[..1], Form::Letter));
    }
    if let Some(name) = before_stop(body) {
        return Some(named(name, Form::Capitals));
    }
    let asked = body.strip_prefix('Q').filter(|rest| rest.starts_with([' ', '\t', '\u{a0}']));
    if asked.is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase)) {
        return Some(named(&body[..1], Form::Asked));
    }
    let line = &body[..body.floor_char_boundary(LONGEST)];
    let line = line.split('\n').next().unwrap_or(line).trim_end();
    if line.len() == LONGEST {
        return None;
    }
    desk(line)
        .map(|(from, to)| Label { name: Span::new(start + from, start + to), form: Form::Desk })
        .or_else(|| alone(line).map(|(name, form)| named(name, form)))
}

/// The words before the colon of a label, without what stands in brackets behind them, and where the colon is.
fn before_colon(body: &str) -> Option<(&str, usize)> {
    let head = &body[..body.floor_char_boundary(LONGEST)];
    memchr::memchr(b':', head.as_bytes())?;
    let mut inside = false;
    let colon = head.char_indices().take_while(|&(_, c)| c != '\n').find_map(|(at, c)| {
        match c {
            '(' | '[' => inside = true,
            ')' | ']' => inside = false,
            ':' if !inside => return Some(at),
            _ => {}
        }
        None
    })?;
    let after = &body[colon + 1..];
    // "Marn: 46." is a table.
    let said = after.is_empty() || after.chars().any(char::is_alphabetic);
    let apart =
        after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || matches!(c, '“' | '"' | '*' | '(' | '['));
    // "ANA LIND (via video)" is ANA LIND.
    let brackets = head[..colon].match_indices(['(', '[']).map(|(at, _)| at);
    let bracket = brackets.into_iter().find(|&at| head[..at].ends_with(char::is_whitespace));
    let name = head[..bracket.unwrap_or(colon)].trim_end();
    (said && apart).then_some((name, colon))
}

/// "Mr. LIND" of `Mr. LIND. I yield.`, as parliaments print it.
fn before_stop(body: &str) -> Option<&str> {
    const TITLES: [&str; 8] = ["Mr. ", "Mrs. ", "Ms. ", "Miss ", "Dr. ", "Senator ", "Representative ", "The "];
    let title = TITLES.into_iter().find(|title| body.starts_with(title))?;
    let head = &body[..body.floor_char_boundary(LONGEST)];
    let stop = title.len() + head[title.len()..].find(". ")?;
    let name = head[title.len()..stop].split(" of ").next()?;
    // "The U.S." is none.
    let capitals = |word: &str| {
        word.chars().count() > 2 && word.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '\'' | '’'))
    };
    let words = name.split_whitespace();
    let named = words.clone().all(capitals) && (1..=4).contains(&words.count()) && form(name) == Some(Form::Capitals);
    (named && body[stop + 2..].starts_with(char::is_uppercase)).then(|| &head[..stop])
}

/// A name on a line of its own: in capitals as in a play, or with the time as in machines' transcripts.
fn alone(line: &str) -> Option<(&str, Form)> {
    let words = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '(' | ')' | '[' | ']'));
    let timed = time(&line[words.len()..]).is_some_and(|len| words.len() + len == line.len());
    let name = if timed { words.trim_end_matches(['-', '–', '—', ',', ' ', '\t', '\u{a0}']) } else { line };
    match form(name)? {
        Form::Capitals | Form::Name if timed && words.len() > name.len() => Some((name, Form::Timed)),
        Form::Capitals if name.split_whitespace().count() <= 4 && !name.contains(['.', ',', '&', '/', '#']) => {
            Some((name, Form::Alone))
        }
        _ => None,
    }
}

/// Ana Lind of `From the desk of Ana Lind, mayor`.
fn desk(line: &str) -> Option<(usize, usize)> {
    const LEAD: &str = "from the desk of ";
    let lead = line.get(..LEAD.len()).filter(|lead| lead.eq_ignore_ascii_case(LEAD))?;
    let name = line[lead.len()..].split(',').next()?.trim_end_matches(['.', ':', ' ']);
    (form(name).is_some()).then_some((lead.len(), lead.len() + name.len()))
}

/// How long the time is that `text` begins with, in brackets or not, and the space behind it: `[00:01:02] `.
pub(super) fn time(text: &str) -> Option<usize> {
    let head = text.as_bytes();
    let bracket = matches!(head.first(), Some(b'[' | b'('));
    let mut at = usize::from(bracket);
    let mut parts = 0;
    loop {
        let digits = head[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=3).contains(&digits) || parts > 0 && digits < 2 {
            return None;
        }
        at += digits;
        parts += 1;
        match head.get(at) {
            Some(b':') if parts < 3 => at += 1,
            Some(b'.' | b',') if parts > 1 && head.get(at + 1).is_some_and(u8::is_ascii_digit) => at += 1,
            _ => break,
        }
    }
    if parts < 2 || bracket && !matches!(head.get(at), Some(b']' | b')')) {
        return None;
    }
    at += usize::from(bracket);
    let rest = &text[at..];
    let space = rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
    (space > 0 || rest.is_empty() || rest.starts_with('\n')).then_some(at + space)
}

/// How `name` is written, if it can be a label.
fn form(name: &str) -> Option<Form> {
    if matches!(name, "Q" | "A") {
        return Some(Form::Letter);
    }
    // `SEN. ANA LIND (via video)`, `ANA LIND, MAYOR OF VELLIN`
    let core = name.split([',', '(']).next().unwrap_or(name).trim();
    let words: Vec<&str> = core.split_whitespace().collect();
    let plain = core
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '\u{a0}' | '.' | '-' | '\'' | '’' | '#' | '&' | '/'));
    let letters = core.chars().filter(|c| c.is_alphabetic()).count();
    if !plain || letters < 2 || words.is_empty() || words.len() > 6 || NO_LABELS.contains(core.to_lowercase().as_str())
    {
        return None;
    }
    let first = words[0].trim_end_matches('.').to_lowercase();
    if NO_LABELS.contains(first.as_str()) {
        return None;
    }
    if !core.chars().any(char::is_lowercase) {
        return Some(Form::Capitals);
    }
    let capital = |word: &&str| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let particle =
        |word: &&str| matches!(*word, "de" | "van" | "von" | "der" | "la" | "of" | "the" | "du" | "al" | "bin");
    let name = words.len() <= 5 && words.iter().all(|word| capital(word) || particle(word)) && capital(&words[0]);
    name.then_some(Form::Name)
}

/// What stands before a colon and is nobody's name.
static NO_LABELS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../../data/no-labels.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(&str, Form)> {
        label(line, Span::new(0, line.len()), &[]).map(|label| (label.name.of(line), label.form))
    }

    #[test]
    fn names_times_and_brackets() {
        assert_eq!(read("MAYOR ANA LIND (09:12): Good evening."), Some(("MAYOR ANA LIND", Form::Capitals)));
        assert_eq!(read("[00:01:02] Ana Lind: Good evening."), Some(("Ana Lind", Form::Name)));
        assert_eq!(read("00:01:02.500 ANA LIND: Good evening."), Some(("ANA LIND", Form::Capitals)));
        assert_eq!(read("Ana Lind (Vellin North) (Ind): I thank you."), Some(("Ana Lind", Form::Name)));
        assert_eq!(read(">> ANA LIND: We are live."), Some(("ANA LIND", Form::Arrows)));
        assert_eq!(read("Ana Lind  0:12"), Some(("Ana Lind", Form::Timed)));
        assert_eq!(read("ANA LIND\nWe stay."), Some(("ANA LIND", Form::Alone)));
        assert_eq!(read("From the desk of Ana Lind, mayor"), Some(("Ana Lind", Form::Desk)));
        assert_eq!(read("Q. Why?"), Some(("Q", Form::Letter)));
        // The fuzzer's: spaces of two bytes in front of brackets.
        assert_eq!(read("Ana\u{a0}Lind\u{a0}(09:12): No."), Some(("Ana\u{a0}Lind", Form::Name)));
        assert_eq!(read("\"\u{a0}\u{a0}\u{a0}(09:12): No."), None);
    }

    #[test]
    fn what_is_no_label() {
        for line in ["At 9:12 she left.", "Marn: 46.", "Note: closed", "WHERE: Town hall", "Ana Lind", "09:12", "(:"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
