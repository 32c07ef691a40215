//! Where the paragraphs of plain text begin and end: blank lines, lines of their own, lines broken to a width.

use super::super::turns;
use crate::text::Span;

/// A line of the text, without the space around it.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub span: Span,
    /// How many characters the whole line has.
    width: usize,
    /// Whether it is set in from the left.
    indented: bool,
}

/// Lines longer than this were not broken by hand.
const WIDEST: usize = 110;
/// In a text of lines shorter than this, it takes more to say that they were broken to a width.
const NARROW: usize = 40;

/// How the lines of a text were set.
struct Setting<'t> {
    text: &'t str,
    /// The longest line that may have been broken by hand.
    width: usize,
    /// Some break a little before the margin.
    slack: usize,
}

/// Cuts a text into paragraphs, each without the space around it.
///
/// Blank lines part them. Between blank lines, a line is a paragraph of its own unless the lines were
/// broken to a width: then they run on. At `joints` they run on in any case.
pub(super) fn paragraphs(text: &str, joints: &[usize]) -> Vec<Span> {
    let groups = groups(text);
    let Some(setting) = Setting::of(text, &groups) else {
        return joined(groups.iter().flatten(), text, |above, line, _| joints_between(joints, above, line));
    };
    if setting.is_double_spaced(&groups) {
        return joined(groups.iter().flatten(), text, |above, line, open| {
            joints_between(joints, above, line) || setting.runs_on(above, line, open)
        });
    }
    let mut paragraphs = Vec::new();
    for group in groups.iter().flat_map(|group| below_labels(text, group)) {
        let runs_on = setting.is_broken(group);
        let ragged = setting.is_ragged(group);
        paragraphs.extend(joined(group.iter(), text, |above, line, _| {
            let words = line.span.of(text);
            let on = runs_on || setting.goes_on(above, line) || ragged && !turns::may_be_labelled(text, line.span);
            joints_between(joints, above, line) || on && !line.indented && !turns::opens(words)
        }));
    }
    paragraphs
}

/// The lines of a group, parted where one is nothing but a label: below it, the words begin anew.
fn below_labels<'l>(text: &str, group: &'l [Line]) -> Vec<&'l [Line]> {
    let labels = |line: &Line| turns::is_label_alone(line.span.of(text)) == Some(true);
    group.chunk_by(|above, line| !labels(above) && !labels(line)).collect()
}

fn joints_between(joints: &[usize], above: &Line, line: &Line) -> bool {
    let next = joints.partition_point(|&joint| joint < above.span.end);
    joints.get(next).is_some_and(|&joint| joint <= line.span.start)
}

/// Puts lines together where `on` says so, told the line above, the line, and how many quotation marks are open.
fn joined<'l>(lines: impl Iterator<Item = &'l Line>, text: &str, on: impl Fn(&Line, &Line, i32) -> bool) -> Vec<Span> {
    let mut paragraphs: Vec<Span> = Vec::new();
    let mut above: Option<&Line> = None;
    let mut open = 0;
    for line in lines {
        match paragraphs.last_mut() {
            Some(paragraph) if above.is_some_and(|above| on(above, line, open)) => paragraph.end = line.span.end,
            _ => {
                paragraphs.push(line.span);
                open = 0;
            }
        }
        open += opened(line.span.of(text));
        above = Some(line);
    }
    paragraphs
}

/// How many quotation marks a line opens more than it closes.
fn opened(line: &str) -> i32 {
    // All these marks begin with one of two bytes.
    if memchr::memchr2(0xC2, 0xE2, line.as_bytes()).is_none() {
        return 0;
    }
    let german = line.contains('„');
    line.chars().fold(0, |open, c| match c {
        '„' | '«' => open + 1,
        '“' if !german => open + 1,
        '“' | '”' | '»' => open - 1,
        _ => open,
    })
}

/// The lines between blank ones.
fn groups(text: &str) -> Vec<Vec<Line>> {
    let mut groups: Vec<Vec<Line>> = Vec::new();
    let mut group: Vec<Line> = Vec::new();
    for line in lines(text) {
        match line {
            Some(line) => group.push(line),
            None if !group.is_empty() => groups.push(std::mem::take(&mut group)),
            None => {}
        }
    }
    if !group.is_empty() {
        groups.push(group);
    }
    groups
}

/// Every line, `None` for a blank one.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Option<Line>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes());
        let line = &rest[..end.unwrap_or(rest.len())];
        let start = at;
        at += line.len() + usize::from(end.is_some());
        // The empty stretch between CR and LF is no blank line.
        if end.is_some() && rest.as_bytes()[line.len()] == b'\r' && rest.as_bytes().get(line.len() + 1) == Some(&b'\n')
        {
            at += 1;
        }
        let left = line.trim_start();
        let trimmed = left.trim_end();
        let begin = start + line.len() - left.len();
        Some((!trimmed.is_empty()).then(|| Line {
            span: Span::new(begin, begin + trimmed.len()),
            width: if line.len() > WIDEST * 4 { line.len() } else { line.chars().count() },
            // A page that begins is no space in front of its first line.
            indented: left.len() < line.trim_start_matches('\u{c}').len(),
        }))
    })
}

impl<'t> Setting<'t> {
    /// `None` where most lines are as long as their paragraphs.
    fn of(text: &'t str, groups: &[Vec<Line>]) -> Option<Self> {
        let all = || groups.iter().flatten();
        let (count, wide) = (all().count(), all().filter(|line| line.width > WIDEST).count());
        let width = all().map(|line| line.width).filter(|&width| width <= WIDEST).max().unwrap_or(0);
        let slack = if width < NARROW { 2 } else { 6 };
        (wide * 10 < count).then_some(Self { text, width, slack })
    }

    /// Whether the first word of a line would not have fitted into the one above.
    fn is_full(&self, above: &Line, line: &Line) -> bool {
        let word = line.span.of(self.text).split_whitespace().next().map_or(0, |word| word.chars().count());
        above.width <= WIDEST && above.width + 1 + word + self.slack > self.width
    }

    /// Whether a line goes on with the sentence above, or with its last word.
    fn goes_on(&self, above: &Line, line: &Line) -> bool {
        let long = self.width >= NARROW || above.width * 3 >= self.width;
        long && goes_on(above.span.of(self.text), line.span.of(self.text))
    }

    /// Whether lines were broken where the next word would not have fitted.
    fn is_broken(&self, group: &[Line]) -> bool {
        let pairs = || group.windows(2).filter(|pair| !pair[1].indented);
        let all = pairs().count();
        let full = pairs().filter(|pair| self.is_full(&pair[0], &pair[1])).count();
        // Names and days below a headline are short as well.
        let wide = self.width >= NARROW || pairs().any(|pair| self.goes_on(&pair[0], &pair[1]));
        all > 0 && full * 10 >= all * 8 && wide
    }

    /// Whether most lines go on with the sentence above, wherever they were broken.
    fn is_ragged(&self, group: &[Line]) -> bool {
        let on = group.windows(2).filter(|pair| self.goes_on(&pair[0], &pair[1])).count();
        on >= 2 && on * 3 >= (group.len() - 1) * 2
    }

    /// Whether a blank line stands between all lines, those of one paragraph, too.
    fn is_double_spaced(&self, groups: &[Vec<Line>]) -> bool {
        let single = groups.iter().filter(|group| group.len() == 1).count();
        let on = groups.windows(2).filter(|pair| {
            let [[above], [line]] = [&pair[0][..], &pair[1][..]] else { return false };
            self.goes_on(above, line)
        });
        single * 10 >= groups.len() * 9 && {
            let on = on.count();
            on >= 2 && on * 3 >= groups.len()
        }
    }

    /// Whether a line of a double-spaced text goes on with the paragraph above.
    fn runs_on(&self, above: &Line, line: &Line, open: i32) -> bool {
        let (before, words) = (above.span.of(self.text), line.span.of(self.text));
        let mid_sentence = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '”'))
            && words.starts_with(char::is_alphabetic);
        self.goes_on(above, line)
            || (mid_sentence || open > 0)
                && !line.indented
                && self.is_full(above, line)
                && !turns::may_be_labelled(self.text, line.span)
    }
}

/// Whether a line goes on with the sentence above, or with its last word.
pub(super) fn goes_on(above: &str, line: &str) -> bool {
    let cut = || above.strip_suffix(['-', '\u{ad}']).is_some_and(|word| word.ends_with(char::is_alphabetic));
    line.starts_with(char::is_lowercase) && (above.ends_with(|c: char| c.is_alphanumeric() || c == ',') || cut())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        paragraphs(text, &[]).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn a_line_is_a_paragraph_in_scraped_text() {
        let long = "The council of Vellin voted on Saturday to close the old bridge for the winter, and the mayor said that nobody would miss it.";
        assert_eq!(cut(&format!("Title\r\n{long}\r\n{long}\r\nShare")), ["Title", long, long, "Share"]);
    }

    #[test]
    fn lines_broken_to_a_width_run_on() {
        let text = "The council of Vellin voted on Saturday to close\nthe old bridge for the winter, and the mayor\nsaid that nobody would miss it.\n\nMore\nLess\n";
        assert_eq!(cut(text).len(), 3);
    }

    #[test]
    fn header_lines_stay_apart() {
        let text = "Bridge closed\nJo Doe\nSat, May 3, 2025\n\nShort text.";
        assert_eq!(cut(text), ["Bridge closed", "Jo Doe", "Sat, May 3, 2025", "Short text."]);
    }

    #[test]
    fn narrow_lines_run_on() {
        let text = "The council met on\nFriday in the old town\nhall of Vellin and\ntalked about the ferry\nuntil midnight. “The\nmayor has left,” Lind\nsaid.";
        assert_eq!(cut(text).len(), 1);
        let ragged = "Minutes of the council\n\n“The mayor\nhas not answered\nour letters,” said\nAna Lind.";
        assert_eq!(cut(ragged), ["Minutes of the council", &ragged[24..]]);
        let list = "Eggs\nMilk\nFlour\nBread and butter\nSalt";
        assert_eq!(cut(list).len(), 5);
        let turns = "Ana Lind: we will stay\nuntil the end\nof May\nPeter Orre: no";
        assert_eq!(cut(turns).len(), 2);
    }

    #[test]
    fn below_a_label_the_words_begin_anew() {
        let text = "Voice 1 (00:20):\nThe ferry leaves at nine and we\nstay.\nVoice 2 (00:26):\nThe ferry has left, I am told, and\nwe stay.";
        let words = ["The ferry leaves at nine and we\nstay.", "The ferry has left, I am told, and\nwe stay."];
        assert_eq!(cut(text), ["Voice 1 (00:20):", words[0], "Voice 2 (00:26):", words[1]]);
    }

    #[test]
    fn a_word_that_was_cut_at_the_end_of_a_line_goes_on() {
        let text = "Minutes\n\n“The transport minis-\nter has not answered our letters for weeks,” said Ana Lind.";
        assert_eq!(cut(text), ["Minutes", &text[9..]]);
    }

    #[test]
    fn a_page_begins_within_a_sentence() {
        let text = "The council met. “We will not sell\n\u{c}the old ferry,” Ana Lind said.";
        assert_eq!(cut(text).len(), 1);
    }

    #[test]
    fn double_spaced_lines_run_on() {
        let text = "Minutes of the council\n\n“The mayor has not\n\nanswered our letters for\n\nweeks and months. No,” said\n\nAna Lind. She left.";
        assert_eq!(cut(text), ["Minutes of the council", &text[24..]]);
        let paragraphs = "The mayor left.\n\nShe came back on Monday.\n\nand left again.\n\nNobody saw her.";
        assert_eq!(cut(paragraphs).len(), 4);
    }
}
