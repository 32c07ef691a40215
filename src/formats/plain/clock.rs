//! Times that a page shows beside a recording, copied along with the words: in front of lines, or on lines of their own.

use super::super::turns;
use super::breaks::lines_from;
use super::paragraphs::goes_on;
use crate::text::Span;

/// So many lines have a time at least, and one of so many.
const FEWEST: usize = 4;
const ONE_OF: usize = 3;
/// A recording is copied from its beginning, in seconds; a programme begins later, unless its times have seconds, too.
const BEGINNING: u32 = 120;
/// So many lines are a time of the day at least, where these stand in the middle of sentences.
const HOURS: usize = 2;

/// What was found of times.
#[derive(Debug, Default)]
pub(super) struct Times {
    /// The stretches to leave out.
    pub gaps: Vec<Span>,
    /// Whether they run beside all of a recording, so that the words are what is heard there.
    pub recorded: bool,
}

/// A line of the text, and the time that it begins with.
struct Line {
    span: Span,
    /// In bytes, with the space behind it, and in seconds.
    time: Option<(usize, u32)>,
}

impl Line {
    /// Whether it is a time and nothing else.
    fn is_bare(&self) -> bool {
        self.time.is_some_and(|(len, _)| len == self.span.len())
    }

    fn words<'t>(&self, text: &'t str) -> &'t str {
        Span::new(self.span.start + self.time.map_or(0, |(len, _)| len), self.span.end).of(text)
    }
}

/// The times of the text from byte `start` on that are nobody's words.
pub(super) fn times(text: &str, start: usize) -> Times {
    if !text[start..].lines().any(|line| time(line.trim_start()).is_some() || is_hour(line.trim())) {
        return Times::default();
    }
    let lines: Vec<Line> =
        lines_from(text, start).flatten().map(|span| Line { span, time: time(span.of(text)) }).collect();
    let timed = || lines.iter().filter(|line| line.time.is_some());
    // A recording's clock does not go back; a programme's may, and so does a table of results.
    let runs_on =
        timed().zip(timed().skip(1)).all(|(above, line)| above.time.map(|it| it.1) <= line.time.map(|it| it.1));
    let begins = timed().next().is_some_and(|line| {
        let (len, second) = line.time.unwrap_or_default();
        second < BEGINNING || line.span.of(text)[..len].matches(':').count() > 1
    });
    let recorded = begins && timed().count() >= FEWEST && timed().count() * ONE_OF >= lines.len() && runs_on;
    let mut gaps = if recorded { beside(text, &lines) } else { Vec::new() };
    gaps.extend(hours(text, &lines));
    Times { gaps, recorded }
}

/// The times of a recording. Beside a label, they tell that it is one, and stay.
fn beside(text: &str, lines: &[Line]) -> Vec<Span> {
    let named = |line: &Line| turns::may_be_name(line.words(text));
    let mut gaps = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((len, _)) = line.time else { continue };
        let above = at.checked_sub(1).map(|above| &lines[above]);
        if line.is_bare() {
            let below = lines.get(at + 1).is_some_and(|below| turns::may_be_labelled(text, below.span));
            if !below && !above.is_some_and(named) {
                gaps.push(with_end_of_line(text, above, line.span));
            }
        } else if !turns::may_be_labelled(text, Span::new(line.span.start + len, line.span.end)) {
            gaps.push(Span::new(line.span.start, line.span.start + len));
        }
    }
    gaps
}

/// Times of the day on lines of their own, in the middle of sentences: "12:02 am".
fn hours(text: &str, lines: &[Line]) -> Vec<Span> {
    let within = lines
        .windows(3)
        .filter(|three| is_hour(three[1].span.of(text)) && goes_on(three[0].span.of(text), three[2].span.of(text)));
    let gaps: Vec<Span> = within.map(|three| with_end_of_line(text, Some(&three[0]), three[1].span)).collect();
    if gaps.len() < HOURS { Vec::new() } else { gaps }
}

/// A line with the end of the one above, if no blank line parts them.
fn with_end_of_line(text: &str, above: Option<&Line>, line: Span) -> Span {
    let end = above.map(|above| above.span.end);
    let beside = end.filter(|&end| text[end..line.start].bytes().filter(|&byte| byte == b'\n').count() < 2);
    Span::new(beside.unwrap_or(line.start), line.end)
}

/// The time that a line begins with, in bytes with the space behind it, and in seconds: `0:12 `, `[00:01:02]`, `00:12` of
/// `00:12At last`, `0:00:01 --> 0:00:04`.
fn time(line: &str) -> Option<(usize, u32)> {
    let (len, seconds, full) = clock(line)?;
    let mut rest = &line[len..];
    let until = rest.trim_start();
    let until = ["-->", ">", "–", "-"].iter().find_map(|sign| until.strip_prefix(sign)).map(str::trim_start);
    if let Some((end, (len, ..))) = until.and_then(|end| Some((end, clock(end)?))) {
        rest = &end[len..];
    }
    rest = rest.strip_prefix(':').filter(|behind| behind.is_empty()).unwrap_or(rest);
    let words = rest.trim_start();
    let apart = words.len() < rest.len() || rest.is_empty();
    let glued = full && rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '“' | '"' | '['));
    ((apart || glued) && !is_half(words)).then_some((line.len() - words.len(), seconds))
}

/// A clock that a text begins with, in brackets or not: how many bytes, which second, and whether it has all the figures
/// that it may have, so that words may be glued to it.
fn clock(text: &str) -> Option<(usize, u32, bool)> {
    let open = usize::from(text.starts_with(['[', '(']));
    // What most lines begin with.
    text.as_bytes().get(open).filter(|byte| byte.is_ascii_digit())?;
    let figures = text[open..].find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len() - open);
    let clock = text[open..open + figures].trim_end_matches(':');
    let parts: Vec<&str> = clock.split(':').collect();
    let two = |part: &&str| part.len() == 2 && !part.starts_with(['6', '7', '8', '9']);
    let shaped = (2..=3).contains(&parts.len()) && (1..=2).contains(&parts[0].len()) && parts[1..].iter().all(two);
    let len = open + clock.len();
    let closed = open == 0 || text[len..].starts_with([']', ')']);
    let seconds = parts.iter().try_fold(0u32, |sum, part| Some(sum * 60 + part.parse::<u32>().ok()?));
    let full = parts[0].len() == 2 || parts.len() == 3;
    seconds.filter(|_| shaped && closed).map(|seconds| (len + open, seconds, full))
}

/// Whether "am" or "pm" stands there.
fn is_half(words: &str) -> bool {
    let word = words.split(|c: char| !c.is_alphabetic() && c != '.').next().unwrap_or_default().to_lowercase();
    matches!(word.trim_end_matches('.'), "am" | "pm" | "a.m" | "p.m")
}

/// Whether a line is a time of the day and nothing else: "12:02 am".
fn is_hour(line: &str) -> bool {
    let end = line.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(line.len());
    let half = line[end..].trim();
    ["am", "pm", "a.m.", "p.m."].iter().any(|known| half.eq_ignore_ascii_case(known))
        && line[..end].split(':').count() == 2
        && line[..end].split(':').all(|part| (1..=2).contains(&part.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        let mut left = String::new();
        let mut at = 0;
        let mut gaps = times(text, 0).gaps;
        gaps.sort_unstable();
        for gap in gaps {
            left += &text[at..gap.start];
            at = gap.end;
        }
        left + &text[at..]
    }

    #[test]
    fn times_beside_a_recording() {
        let text = "0:00\ngood evening to you all\n0:03\nand welcome to the hall\n0:07\nof Vellin\n0:09\nwe begin";
        assert_eq!(left(text), "\ngood evening to you all\nand welcome to the hall\nof Vellin\nwe begin");
        let text = "00:01Good evening.\n00:03We begin,\n00:07 and\n[00:09] we end.";
        assert_eq!(left(text), "Good evening.\nWe begin,\nand\nwe end.");
        let text = "0:00:00 > 0:00:01from the pier\n\n0:00:01 > 0:00:04to the hall\n\n0:00:04 > 0:00:06we went,\n\n0:00:06 > 0:00:09all of us";
        assert_eq!(left(text), "from the pier\n\nto the hall\n\nwe went,\n\nall of us");
        let text = "the mayor has\n12:01 am\nnot told us\n12:02 am\nof the leak";
        assert_eq!(left(text), "the mayor has\nnot told us\nof the leak");
    }

    #[test]
    fn times_that_are_words() {
        for text in [
            "9:00 Doors\n9:30 Choir\n10:10 Supper\n10:45 Speeches",
            "00:01 Ana Lind: No.\n00:02 Peter Orre: Yes.\n00:03 Ana Lind: No.\n00:04 Peter Orre: Yes.",
            "Ana Lind\n00:01\nNo.\nPeter Orre\n00:02\nYes.\nAna Lind\n00:03\nNo.\nPeter Orre\n00:04\nYes.",
            "7:00 pm\nThe choir sings.\n8:00 pm\nSupper.\n9:00 pm\nSpeeches.\n10:00 pm\nAn end.",
            "She left.\n0:12 was the time.\nHe stayed.",
        ] {
            assert_eq!(left(text), text);
        }
    }
}
