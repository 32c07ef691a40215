//! The label that a paragraph opens with: `MAYOR LIND:`, `[00:01:02] Ana Lind (Vellin North):`, `Q.`

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::record::is_cry;
use super::stop;
use super::trust::is_question_or_answer;
use crate::formats::given_names;
use crate::text::lists::{self, List};
use crate::text::{Span, particles};

/// A label in front of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Label {
    /// The words without colon; empty for a `>>` that names nobody.
    pub name: Span,
    /// The same with what stands behind the name in brackets or behind a comma, where a full stop ends the label.
    pub whole: Span,
    /// The office of whom they name, where that stands in front: `The Minister for Islands (Ana Lind)`.
    pub office: Option<Span>,
    pub form: Form,
    /// Whether the words behind it stand between marks: `Ana Lind: “We stay.”` is a sentence of whoever quotes her.
    pub quoted: bool,
    /// Whether a time stands beside it as it does in a transcript: `[00:12] Lind:`, `Lind (00:12):`.
    pub timed: bool,
}

/// How a label is written, which tells how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::formats) enum Form {
    /// `Q:` and `A:`, `P:` and `R:`
    Letter,
    /// `P. ¿Por qué?`, `Pregunta.`: what a question or an answer is called; what is a letter may begin a name.
    Initial,
    /// `Q    Did you know?`
    Asked,
    /// `MAYOR LIND:`, `Mr. LIND.`
    Capitals,
    /// `Ms. Lind. Thank you.`
    Stop,
    /// `ANA LIND. Thank you.`
    StopCapitals,
    /// `[13/05/2031, 07:42] Ana Lind: We stay.`
    Dated,
    /// `Ana Lind:`
    Name,
    /// `**Ana Lind:**`
    Bold,
    /// `**Ana Lind** We stay.`
    Bare,
    /// `>> LIND:` or `>>`
    Arrows,
    /// `ANA LIND` on a line of its own, her words below.
    Alone,
    /// `Ana Lind  0:12` on a line of its own, her words below.
    Timed,
    /// `From the desk of Ana Lind`, her letter below.
    Desk,
}

/// The longest a label is, with what stands in brackets behind the name. Ministers of several things have long ones.
pub(super) const LONGEST: usize = 400;

/// The label that a paragraph opens with, if it can be one; `marked` are the stretches in bold.
pub(super) fn label(prose: &str, span: Span, marked: &[Span]) -> Option<Label> {
    let paragraph = span.of(prose);
    let arrows = paragraph.strip_prefix(">>").map(|rest| rest.trim_start_matches('>').trim_start());
    let body = arrows.unwrap_or(paragraph);
    let dated = stamp(body);
    let clock = dated.or_else(|| time(body)).unwrap_or(0);
    let timed = is_timecode(&body[..clock]);
    let body = &body[clock..];
    let start = span.start + paragraph.len() - body.len();
    let named = |name: &str, form| {
        let name = Span::new(start, start + name.len());
        Label { name, whole: name, office: None, form, quoted: false, timed }
    };
    if let Some(word) = letter_before_colon(body) {
        return Some(named(word, Form::Letter));
    }
    let before = arrows.map(|_| Form::Arrows).or(dated.map(|_| Form::Dated));
    let numbered = number(body).unwrap_or(0);
    if let Some(head) = before_colon(&body[numbered..])
        && let Some(label) = head.label(start + numbered)
    {
        let at = marked.partition_point(|bold| bold.start < span.start);
        let bold = marked.get(at).filter(|bold| bold.start == span.start);
        // Bold up to the colon, within or without; what is bold beyond it is no label but a sentence.
        let bold = bold.is_some_and(|bold| bold.end.abs_diff(start + numbered + head.colon) <= 2);
        let marked = if bold && label.form == Form::Name { Form::Bold } else { label.form };
        return Some(Label { form: before.unwrap_or(marked), timed: timed || label.timed, ..label });
    }
    if let Some(form) = before {
        return Some(named("", form));
    }
    if let Some((name, form)) = word_before_stop(body) {
        return Some(named(name, form));
    }
    if let Some((name, until, form)) =
        stop::before_stop(body).or_else(|| stop::before_dash(body)).or_else(|| stop::before_rule(body))
    {
        return Some(Label { whole: Span::new(start, start + until), ..named(name, form) });
    }
    if let Some(bold) = marked.get(marked.partition_point(|bold| bold.start < start)).filter(|bold| bold.start == start)
        && let Some(name) = before_words(body, bold.end - start)
    {
        return Some(named(name, Form::Bare));
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
        .map(|(from, to)| Label { name: Span::new(start + from, start + to), ..named("", Form::Desk) })
        .or_else(|| alone(line).map(|(name, form)| named(name, form)))
}

/// The letter of `Q: Why?`, `A1 : No.`, `R: No.`, with its number.
fn letter_before_colon(body: &str) -> Option<&str> {
    question_or_answer(body).filter(|word| word.len() == 1)?;
    let rest = behind_number(&body[1..]);
    let behind = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']).strip_prefix(':')?;
    (!behind.starts_with(char::is_alphanumeric)).then(|| &body[..body.len() - rest.len()])
}

/// What a question or an answer is called in front of a full stop: `Q. Why?`, `P.- ¿Por qué?`, `Frage. Warum?`
fn word_before_stop(body: &str) -> Option<(&str, Form)> {
    let word = question_or_answer(body)?;
    let rest = &body[word.len()..];
    let rest = if word.len() == 1 { behind_number(rest) } else { rest };
    let label = &body[..body.len() - rest.len()];
    let rest = rest.strip_prefix('.')?;
    let undashed = rest.trim_start_matches(['-', '–', '—']);
    let words = undashed.trim_start();
    let apart = undashed.len() < rest.len() || words.len() < undashed.len() || words.starts_with(['¿', '¡']);
    let form = if matches!(word, "Q" | "A") { Form::Letter } else { Form::Initial };
    (apart && (form == Form::Letter || !words.starts_with(char::is_lowercase))).then_some((label, form))
}

/// The word or letter that a paragraph opens with, if a question or an answer is called so.
fn question_or_answer(body: &str) -> Option<&str> {
    let word = &body[..body.find(|c: char| !c.is_alphabetic()).filter(|&end| end <= LONGEST_QUESTION)?];
    is_question_or_answer(word).then_some(word)
}

/// The longest word for a question or an answer.
const LONGEST_QUESTION: usize = "Respuesta".len();

/// What stands behind the number of a question.
fn behind_number(rest: &str) -> &str {
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() - behind.len() < 4 { behind } else { rest }
}

/// What stands before the colon that a label ends with.
struct Head<'t> {
    /// The words in front of any brackets.
    name: &'t str,
    /// What the first brackets hold.
    bracket: Option<&'t str>,
    /// Where the colon is.
    colon: usize,
    /// Whether a mark opens the words behind it.
    quoted: bool,
}

impl Head<'_> {
    /// The label that this is, if it can be one, where it begins at `start`.
    fn label(&self, start: usize) -> Option<Label> {
        let whole = Span::new(start, start + self.name.len());
        let holder = self.bracket.and_then(|bracket| holder(self.name, bracket));
        if let Some(holder) = holder {
            let from = start + holder.as_ptr() as usize - self.name.as_ptr() as usize;
            let name = Span::new(from, from + holder.len());
            let form = form(holder).unwrap_or(Form::Name);
            return Some(Label { name, whole: name, office: Some(whole), form, quoted: self.quoted, timed: false });
        }
        let timed = self.bracket.is_some_and(|bracket| time(bracket) == Some(bracket.len()));
        form(self.name).map(|form| Label { name: whole, whole, office: None, form, quoted: self.quoted, timed })
    }
}

/// What stands before the colon that a label ends with, if words stand behind it.
fn before_colon(body: &str) -> Option<Head<'_>> {
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
    let open = brackets.into_iter().find(|&at| head[..at].ends_with(char::is_whitespace));
    let name = head[..open.unwrap_or(colon)].trim_end();
    // "LIND :We stay." is a slip.
    let slipped = head[..colon].ends_with(' ') && after.starts_with(char::is_uppercase);
    let apart = apart || slipped && !name.contains(char::is_lowercase);
    // "Ana Lind (Harbour Party) said:" is a sentence; "SEN. ANA LIND (I-VELLIN), HOST:" is none.
    let sentence = open.is_some_and(|open| outside_brackets(&head[open..colon]).any(char::is_lowercase));
    let bracket = open.and_then(|open| head[open + 1..colon].split([')', ']']).next());
    let words = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let quoted = words.starts_with(MARKS);
    (said && apart && !sentence).then_some(Head { name, bracket, colon, quoted })
}

/// What opens a quotation.
const MARKS: [char; 8] = ['“', '"', '„', '«', '»', '‹', '‘', '\''];

/// The letters of `text` that stand in no brackets.
pub(super) fn outside_brackets(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut inside = false;
    text.chars().filter(move |c| {
        match c {
            '(' | '[' => inside = true,
            ')' | ']' => inside = false,
            _ => {}
        }
        !inside
    })
}

/// Who holds the office in front of the brackets, if these name somebody: `The Minister for Islands (Ana Lind)`.
fn holder<'t>(office: &str, bracket: &'t str) -> Option<&'t str> {
    let definite = office.split_whitespace().next()?.eq_ignore_ascii_case("the") || is_addressed(office);
    let joins = |word: &str| matches!(word, "of" | "for" | "to" | "and" | "at" | "in");
    let mut noun = office.split_whitespace().take_while(|word| !joins(word));
    let held = bracket.split(',').next()?.trim();
    let several = held.split_whitespace().count() > 1 && !held.split_whitespace().any(joins);
    // "(VIA VIDEO)" is nobody.
    let names = several
        && match form(held) {
            Some(Form::Name) => true,
            Some(Form::Capitals) => is_known(held),
            _ => false,
        };
    (names && (definite || noun.all(is_title))).then_some(held)
}

/// Whose office stands in front, and the name behind, is named like "ANA LIND, MAYOR".
pub(super) fn voice(name: &str, office: Option<&str>) -> String {
    office.map_or(name.to_owned(), |office| format!("{name}, {}", bare(office)))
}

/// An office without its article: "The Minister for Islands".
fn bare(office: &str) -> &str {
    let first = office.split_whitespace().next().filter(|first| first.eq_ignore_ascii_case("the"));
    first.map_or(office, |first| office[first.len()..].trim_start())
}

/// A name in bold, so many bytes of it, and words behind it that are not: `**Ana Lind** We stay.`
fn before_words(body: &str, bold: usize) -> Option<&str> {
    let name = body.get(..bold)?.trim_end();
    let words = body[bold..].trim_start_matches([' ', '\u{a0}', '\n', '–', '—']);
    let apart = words.len() < body.len() - name.len();
    let sentence = words.starts_with(|c: char| c.is_uppercase() || c == '[' || c == '(');
    let short = name.split_whitespace().count() <= 4 && !name.contains(['.', ',', '&', '/', '#']);
    (apart && sentence && short && matches!(form(name)?, Form::Name | Form::Capitals)).then_some(name)
}

/// A name on a line of its own: in capitals as in a play, or with the time as in machines' transcripts.
fn alone(line: &str) -> Option<(&str, Form)> {
    let words = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '(' | ')' | '[' | ']'));
    let timed = time(&line[words.len()..]).is_some_and(|len| words.len() + len == line.len());
    let name = if timed { words.trim_end_matches(['-', '–', '—', ',', ' ', '\t', '\u{a0}']) } else { line };
    // Every paragraph comes here, and most are sentences.
    if !timed && name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    match form(name)? {
        Form::Capitals | Form::Name if timed && words.len() > name.len() => Some((name, Form::Timed)),
        Form::Capitals
            if name.split_whitespace().count() <= 4 && !name.contains(['.', ',', '&', '/', '#']) && !is_cry(name) =>
        {
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

/// Whether a time in front of a label is a recording's: in brackets, or down to the second.
fn is_timecode(time: &str) -> bool {
    time.starts_with(['[', '(']) || time.matches(':').count() == 2
}

/// How long the day and the time are that a line of a chat begins with, and what parts them from the name:
/// `[13/05/2031, 07:42:10] `, `13/05/2031, 07:42 - `.
fn stamp(text: &str) -> Option<usize> {
    let line = text.trim_start_matches('\u{200e}');
    let bracket = line.starts_with('[');
    let day = line.strip_prefix('[').unwrap_or(line);
    let figures = day.find(|c: char| !c.is_ascii_digit() && !matches!(c, '/' | '.' | '-'))?;
    let parts = || day[..figures].split(['/', '.', '-']).filter(|part| !part.is_empty());
    if parts().count() != 3 || parts().any(|part| part.len() > 4) {
        return None;
    }
    let clock = day[figures..].trim_start_matches([',', ' ', '\u{202f}']);
    let digits = clock.find(|c: char| !c.is_ascii_digit() && c != ':')?;
    time(&clock[..digits]).filter(|_| clock.len() < day[figures..].len())?;
    let rest = clock[digits..].trim_start_matches([' ', '\u{202f}', '\u{a0}']);
    let half = rest.get(..2).is_some_and(|half| half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm"));
    let rest = &rest[if half { 2 } else { 0 }..];
    let rest = if bracket { rest.strip_prefix(']')? } else { rest.trim_start().strip_prefix("- ")? };
    Some(text.len() - rest.trim_start_matches([' ', '\u{200e}']).len())
}

/// How long the number of a question is, and the space behind it: `1. `, `T2. `
fn number(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['T', 'Q']).unwrap_or(text);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = rest[digits..].strip_prefix(". ").filter(|_| (1..=3).contains(&digits))?;
    Some(text.len() - behind.trim_start().len())
}

/// How `name` is written, if it can be a label.
pub(super) fn form(name: &str) -> Option<Form> {
    if matches!(name, "Q" | "A") {
        return Some(Form::Letter);
    }
    // `SEN. ANA LIND (via video)`, `ANA LIND, MAYOR OF VELLIN`
    let core = name.split([',', '(']).next().unwrap_or(name).trim();
    if machines_number(core).is_some() {
        return Some(Form::Capitals);
    }
    let words: Vec<&str> = core.split_whitespace().collect();
    let plain = core
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '\u{a0}' | '.' | '-' | '\'' | '’' | '#' | '&' | '/'));
    let letters = core.chars().filter(|c| c.is_alphabetic()).count();
    if !plain || letters < 2 || words.is_empty() || words.len() > 8 || NO_LABELS.contains(core.to_lowercase().as_str())
    {
        return None;
    }
    // "B E F O R E:" is set apart, and heads who sat.
    if words.len() > 2 && words.iter().all(|word| word.chars().count() == 1) {
        return None;
    }
    // "DEPOSITION OF: ANA LIND"
    if words.last().is_some_and(|last| ["of", "for", "by"].iter().any(|joins| last.eq_ignore_ascii_case(joins))) {
        return None;
    }
    let first = words[0].trim_end_matches('.').to_lowercase();
    if NO_LABELS.contains(first.as_str()) {
        return None;
    }
    if !core.chars().any(char::is_lowercase) {
        return (words.len() <= 6).then_some(Form::Capitals);
    }
    let capital = |word: &&str| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    // "The Minister for Health and Sport"; "Notes for Editors" is nobody.
    let office = words[0] == "The" || is_title(words[0]) || is_addressed(core);
    let joins = |word: &str| office && JOINING.contains(&word);
    let small = |word: &&str| {
        particles::is_one(word) || particles::is_before_name(word) || LABELLING.contains(word) || joins(word)
    };
    // "van den Berg:" opens with what is small inside of a name.
    let opens = |word: &&str| capital(word) || word.len() > 1 && particles::is_one(word) && words.iter().any(capital);
    let longest = if office { 8 } else { 5 };
    let name = words.len() <= longest && words.iter().all(|word| capital(word) || small(word)) && opens(&words[0]);
    name.then_some(Form::Name)
}

/// The number by which a machine tells voices apart: 9 of `spk09`, 0 of `SPEAKER_00`.
pub(super) fn machines_number(name: &str) -> Option<u32> {
    let letters = name.find(|c: char| !c.is_ascii_alphabetic())?;
    let (word, number) = name.split_at(letters);
    let number = number.strip_prefix(['_', '-']).unwrap_or(number);
    let known = matches!(word.to_ascii_lowercase().as_str(), "spk" | "speaker");
    number.parse().ok().filter(|_| known && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What stands small in a label and in no name: "The hon. Member for Vellin", "El señor LIND".
const LABELLING: [&str; 6] = ["of", "the", "hon.", "noble", "señor", "señora"];
/// What joins an office to what it is for.
const JOINING: [&str; 4] = ["for", "and", "to", "on"];

/// Whether a word stands before names, or says what somebody is.
pub(super) fn is_title(word: &str) -> bool {
    static TITLES: LazyLock<FxHashSet<&'static str>> =
        LazyLock::new(|| lists::words(include_str!("../../../data/titles.txt")).collect());
    TITLES.contains(word.to_lowercase().as_str())
}

/// Whether a label names somebody beyond doubt: a title or a given name stands first, and more behind it.
pub(super) fn is_known(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    let known = first == "The" || is_title(first) || given_names::is_english(&first.to_lowercase());
    known && words.next().is_some()
}

/// Whether a label names somebody by a title in front, or by one alone: "Mr Lind", "The Hon. Ana Lind", "The Chancellor".
pub(super) fn is_titled(name: &str) -> bool {
    let words = name.strip_prefix("The ").unwrap_or(name);
    let alone = words.len() == name.len() && !words.contains(' ');
    words.split_whitespace().next().is_some_and(is_title) && !alone
}

/// Whether a given name, of whatever language that is read whole, or a title stands first.
pub(super) fn is_somebody(name: &str) -> bool {
    let mut words = name.split_whitespace().skip_while(|word| ARTICLES.contains(&word.to_lowercase().as_str()));
    let first = words.next().unwrap_or_default();
    let small = first.to_lowercase();
    is_title(first) || HONORIFICS.contains(&small.as_str()) || given_names::is_one(&small)
}

/// Whether words begin as offices do in the records of Spain and Portugal: "El señor MINISTRO DE PESCA", "A Sr.ª Ministra".
fn is_addressed(words: &str) -> bool {
    let mut words = words.split_whitespace();
    let article = words.next().is_some_and(|first| matches!(first, "El" | "La" | "O" | "A"));
    article && words.next().is_some_and(|next| next.starts_with("señor") || next.starts_with("Sr"))
}

/// What stands in front of an office or an honorific: "The Vice President", "El señor PRESIDENTE", "O Sr. Presidente".
const ARTICLES: [&str; 7] = ["the", "el", "la", "le", "il", "o", "a"];
/// What stands in front of names in the records of parliaments, or in their place, and in no English list of titles.
static HONORIFICS: List = List::of(include_str!("../../../data/honorifics.txt"));

/// Whether words in front of a colon are known to be nobody's name: "Opening statement".
pub fn is_nobody(words: &str) -> bool {
    NO_LABELS.contains(words.to_lowercase().as_str())
}

/// What stands before a colon and is nobody's name.
static NO_LABELS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lists::lines(include_str!("../../../data/no-labels.txt")).collect());

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
        for name in ["Ana de la Torre", "Jo van den Berg", "van den Berg", "Omar al-Farsi", "Ana dos Santos"] {
            assert_eq!(read(&format!("{name}: We stay.")), Some((name, Form::Name)));
        }
        for office in ["The Minister for Health", "The Minister for Health and Sport", "Mr Speaker"] {
            assert_eq!(read(&format!("{office}: It will.")), Some((office, Form::Name)));
        }
        assert_eq!(read("El señor LIND: No."), Some(("El señor LIND", Form::Name)));
        for machines in ["spk09", "SPEAKER_00", "Speaker-1"] {
            assert_eq!(read(&format!("{machines}: We stay.")), Some((machines, Form::Capitals)));
        }
        assert_eq!(read("THE MINISTER OF PORTS (PROF. LIND): No."), Some(("PROF. LIND", Form::Capitals)));
        assert_eq!(read("LIND :We stay."), Some(("LIND", Form::Capitals)));
        assert_eq!(read("THE MAYOR (VIA VIDEO): No."), Some(("THE MAYOR", Form::Capitals)));
        for line in ["Q. Why?", "Q: Why?", "Q : Why?", "Q (inaudible): Why?"] {
            assert_eq!(read(line), Some(("Q", Form::Letter)), "{line}");
        }
        assert_eq!(read("Q1: Why?"), Some(("Q1", Form::Letter)));
        assert_eq!(read("A12. Because."), Some(("A12", Form::Letter)));
        assert_eq!(read("P: ¿Por qué?"), Some(("P", Form::Letter)));
        for line in ["P. ¿Por qué?", "P.- ¿Por qué?", "P.—¿Por qué?", "P. Porque no."] {
            assert_eq!(read(line), Some(("P", Form::Initial)), "{line}");
        }
        assert_eq!(read("Respuesta. Porque no."), Some(("Respuesta", Form::Initial)));
        // The fuzzer's: spaces of two bytes in front of brackets.
        assert_eq!(read("Ana\u{a0}Lind\u{a0}(09:12): No."), Some(("Ana\u{a0}Lind", Form::Name)));
        assert_eq!(read("\"\u{a0}\u{a0}\u{a0}(09:12): No."), None);
    }

    #[test]
    fn what_is_no_label() {
        for line in [
            "At 9:12 she left.",
            "Marn: 46.",
            "Note: closed",
            "WHERE: Town hall",
            "Ana Lind",
            "09:12",
            "(:",
            "NO NO NO",
            "B E F O R E:",
            "Notes for Editors: the hall is closed.",
            "DEPOSITION OF: ANA LIND",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
