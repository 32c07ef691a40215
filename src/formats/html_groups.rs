//! What the elements of a page hold together: entries of one day, what readers wrote, rows of a table.

use std::ops::Range;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::document::{Block, BlockKind};
use super::{speaker_rows, turns};

/// What was found so far; ranges of blocks.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// The largest elements that hold `time` elements of one day, and that day.
    entries: Vec<(Range<usize>, Date)>,
    /// What readers wrote.
    pub comments: Vec<Range<usize>>,
    /// The cells of the rows that are being read, one within the other.
    cells: Vec<Range<usize>>,
    /// Rows of a few cells, and between tables one without any.
    rows: Vec<Vec<Range<usize>>>,
}

/// What is noted of an open element.
#[derive(Debug)]
pub(super) struct Noted {
    /// How many blocks stand in front of it.
    blocks: usize,
    /// How many entries.
    entries: usize,
    /// How many cells of the row around it.
    cells: usize,
    day: Told,
}

/// What the `time` elements in an element tell.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Told {
    Nothing,
    Day(Date),
    Several,
}

impl Told {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, one) | (one, Self::Nothing) => one,
            (one, other) if one == other => one,
            _ => Self::Several,
        }
    }
}

impl Noted {
    /// Takes the day of a `time` element in it.
    pub fn tell(&mut self, day: Date) {
        self.day = self.day.and(Told::Day(day));
    }
}

/// A table of turns has no more columns than these.
const CELLS: usize = 5;
/// A page of more entries than this has one day for all.
const MOST_ENTRIES: usize = 1000;

impl Groups {
    /// An element begins behind so many blocks.
    pub fn open(&self, blocks: usize) -> Noted {
        Noted { blocks, entries: self.entries.len(), cells: self.cells.len(), day: Told::Nothing }
    }

    /// An element ends behind so many blocks.
    pub fn close(&mut self, name: &[u8], noted: &Noted, blocks: usize, comments: bool, outer: Option<&mut Noted>) {
        let blocks = noted.blocks..blocks;
        if let Some(outer) = outer {
            outer.day = outer.day.and(noted.day);
        }
        match name {
            b"td" | b"th" => self.cells.push(blocks.clone()),
            b"tr" => {
                // A row of a table that lies in a cell of another takes its own.
                let cells = self.cells.split_off(noted.cells.min(self.cells.len()));
                self.rows.extend(Some(cells).filter(|cells| (2..=CELLS).contains(&cells.len())));
            }
            b"table" => self.rows.push(Vec::new()),
            _ => {}
        }
        if blocks.is_empty() {
            return;
        }
        if let Told::Day(day) = noted.day {
            self.entries.truncate(noted.entries);
            self.entries.push((blocks.clone(), day));
        }
        if comments {
            self.comments.push(blocks);
        }
    }

    /// The entries of a page that is told as it goes on.
    pub fn entries(&self) -> &[(Range<usize>, Date)] {
        if self.entries.len() <= MOST_ENTRIES { &self.entries } else { &[] }
    }

    /// Makes the rows of a table turns, or paragraphs that will be: where its head says who speaks, or "Ana Lind:" stands in
    /// one cell, her words in the other, the time in front of both.
    pub fn take_rows_for_turns(&self, prose: &str, blocks: &mut [Block]) {
        speaker_rows::take(prose, blocks, &self.rows);
        let mut labels: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let written = |cell: &Range<usize>| blocks.get(cell.start).map_or("", |block| block.span.of(prose));
        for (nth, row) in self.rows.iter().enumerate() {
            let (label, words) = match &row[..] {
                [label, words] => (label, words),
                [time, label, words] if turns::is_remark(written(time)) => (label, words),
                _ => continue,
            };
            let written = written(label);
            if label.len() == 1 && !words.is_empty() && written.ends_with(':') {
                labels.entry(written).or_default().push(nth);
            }
        }
        // Of a thing one tells each of its properties once.
        if labels.len() < 2 || labels.values().all(|rows| rows.len() < 2) {
            return;
        }
        for cell in labels.into_values().flatten().flat_map(|row| &self.rows[row]) {
            for block in blocks[cell.clone()].iter_mut().filter(|block| block.kind == BlockKind::ListItem) {
                block.kind = BlockKind::Paragraph;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::read_text;

    #[test]
    fn turns_in_the_rows_of_a_table() {
        let row = |label: &str, words: &str| format!("<tr><td>{label}</td><td>{words}</td></tr>");
        let table = [
            row("Jo Doe:", "Will the ferry sail?"),
            row("Ana Lind:", "It will."),
            row("Jo Doe:", "And the price?"),
            row("Ana Lind:", "It stays."),
        ];
        let document = read_text("a.html", format!("<table>{}</table>", table.concat()));
        let voices: Vec<&str> =
            document.blocks.iter().filter_map(|block| Some(block.voice.as_ref()?.name.as_str())).collect();
        assert_eq!(voices, ["Jo Doe", "Jo Doe", "Ana Lind", "Ana Lind", "Jo Doe", "Jo Doe", "Ana Lind", "Ana Lind"]);
        let timed = table.iter().map(|row| row.replace("<tr>", "<tr><td>00:12</td>")).collect::<Vec<_>>().concat();
        let timed = read_text("a.html", format!("<table>{timed}</table>"));
        assert_eq!(timed.blocks.iter().filter(|block| block.voice.is_some()).count(), voices.len());
        let nested = format!("<table><tr><td>Menu</td><td><table>{}</table></td></tr></table>", table.concat());
        let nested = read_text("a.html", nested);
        assert_eq!(nested.blocks.iter().filter(|block| block.voice.is_some()).count(), voices.len());
        let facts = [row("Opened:", "1990"), row("Length:", "Ten metres"), row("Owner:", "Vellin")].concat();
        let document = read_text("a.html", format!("<table>{facts}</table>"));
        assert!(document.blocks.iter().all(|block| block.kind == BlockKind::ListItem));
    }

    #[test]
    fn entries_of_a_live_page_have_days_of_their_own() {
        let entry = |day: &str, words: &str| {
            format!("<div><h2>{words}</h2><time datetime={day}T09:12:00Z>09.12</time><p>{words}, again.</p></div>")
        };
        let body = format!(
            "<h1>Flood</h1><main>{}{}{}<p>Rest.</p></main>",
            entry("2025-05-03", "Three"),
            entry("2025-05-03", "Two"),
            entry("2025-05-01", "One")
        );
        let days = |kind: &str| {
            let html = format!(
                r#"<script type="application/ld+json">{{"@type": "{kind}", "datePublished": "2025-05-01"}}</script>{body}"#
            );
            let document = read_text("a.html", html);
            ["Three, again", "Two, again", "One, again", "Rest"].map(|words| {
                let at = document.prose.text().find(words).expect("is there");
                document.meta_at(at).date.map(jiff::civil::Date::day).unwrap_or_default()
            })
        };
        assert_eq!(days("LiveBlogPosting"), [3, 3, 1, 1]);
        assert_eq!(days("NewsArticle"), [1, 1, 1, 1]);
    }
}
