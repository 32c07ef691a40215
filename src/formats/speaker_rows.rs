//! Tables whose head says that one column tells who speaks and another what: "Speaker", "Words".

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::document::{Block, BlockKind, Voice};
use crate::text::lists;

/// Rows of tables, each with the blocks of its cells; between two tables a row without any.
pub(super) type Rows = [Vec<Range<usize>>];

/// A name is no longer than this, in bytes.
const LONGEST: usize = 80;

/// Makes the rows below such a head turns.
pub(super) fn take(prose: &str, blocks: &mut [Block], rows: &Rows) {
    let mut columns: Option<(usize, Columns)> = None;
    let mut upto = 0;
    for row in rows {
        // Where a page leaves the ends of its cells to be guessed, or a table lies in another's cell, one row holds others.
        let starts = row.iter().map(|cell| cell.start).chain([blocks.len()]);
        let ends = std::iter::once(upto).chain(row.iter().map(|cell| cell.end));
        let apart = ends.zip(starts).all(|(end, start)| end <= start);
        upto = row.iter().map(|cell| cell.end).fold(upto, usize::max);
        if !apart {
            columns = None;
            continue;
        }
        let written = |cell: &Range<usize>| match &blocks[cell.clone()] {
            [block] => block.span.of(prose),
            _ => "",
        };
        let head: Vec<&str> = row.iter().map(written).collect();
        if let Some(found) = Columns::of(&head) {
            columns = Some((row.len(), found));
            row.iter().cloned().flatten().for_each(|at| blocks[at].kind = BlockKind::Boilerplate);
            continue;
        }
        let Some((_, Columns { who, words })) = columns.as_ref().filter(|(cells, _)| *cells == row.len()) else {
            columns = None;
            continue;
        };
        let name = head[*who].trim_end_matches(':').trim_end();
        // “We stay,” she told me: who quotes so needs no turn.
        let quotes = row[*words].clone().any(|nth| reports(blocks[nth].span.of(prose)));
        if quotes
            || name.is_empty()
            || name.len() > LONGEST
            || !name.contains(char::is_alphabetic)
            || row[*words].is_empty()
        {
            continue;
        }
        let voice = |span| Some(Voice { name: name.to_owned(), span });
        for (at, cell) in row.iter().enumerate() {
            for nth in cell.clone() {
                let block = &mut blocks[nth];
                if at == *who {
                    let mut label = block.span;
                    label.end = label.start + name.len();
                    (block.kind, block.voice) = (BlockKind::Turn, voice(Some(label)));
                } else if at == *words {
                    (block.kind, block.voice) = (BlockKind::Turn, voice(None));
                } else {
                    block.kind = BlockKind::Boilerplate;
                }
            }
        }
    }
}

/// Whether a cell opens with a quotation and goes on with other words.
fn reports(cell: &str) -> bool {
    cell.starts_with(['“', '"', '„', '«']) && !cell.ends_with(['”', '"', '“', '»'])
}

/// Which column tells who speaks, and which one what.
struct Columns {
    who: usize,
    words: usize,
}

impl Columns {
    /// By what a table's head says; the one who speaks stands in front.
    fn of(head: &[&str]) -> Option<Self> {
        let among = |group: usize| {
            let is_one = |cell: &&str| HEADS[group].contains(cell.trim_end_matches(':').to_lowercase().as_str());
            head.iter().position(is_one)
        };
        let (who, words) = (among(0)?, among(1)?);
        (who < words).then_some(Self { who, words })
    }
}

/// What heads the column of those who speak, and that of what they say.
static HEADS: LazyLock<[FxHashSet<&'static str>; 2]> = LazyLock::new(|| {
    ["who", "words"].map(|column| lists::group(include_str!("../../data/turn_tables.txt"), column).collect())
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::read_text;

    fn said(name: &str, text: &str) -> Vec<(String, String)> {
        let document = read_text(name, text);
        let turns = document.blocks.iter().filter(|block| block.kind == BlockKind::Turn);
        let words = |block: &Block| block.span.of(document.prose.text()).to_owned();
        let said = turns.filter_map(|block| Some((block.voice.as_ref()?.clone(), words(block))));
        said.filter(|(voice, _)| voice.span.is_none()).map(|(voice, words)| (voice.name, words)).collect()
    }

    #[test]
    fn a_table_of_who_said_what() {
        let expected =
            [("Ana Lind", "We open at nine."), ("Peter Orre", "Who told you?"), ("Ana Lind", "The harbour.")];
        let expected: Vec<(String, String)> = expected.map(|(who, what)| (who.to_owned(), what.to_owned())).into();
        let markdown = "| Time | Speaker | Words |\n| --- | --- | --- |\n| 9:42 | Ana Lind | We open at nine. |\n| 9:43 | Peter Orre: | Who told you? |\n| 9:44 | Ana Lind | The harbour. |\n";
        assert_eq!(said("a.md", markdown), expected);
        let row = |who: &str, what: &str| format!("<tr><td>{who}</td><td><p>{what}</p></td></tr>");
        let rows: String = expected.iter().map(|(who, what)| row(who, what)).collect();
        let html = format!("<table><tr><th>Speaker</th><th>Statement</th></tr>{rows}</table>");
        assert_eq!(said("a.html", &html), expected);
    }

    #[test]
    fn other_tables() {
        for head in ["Speaker | Topic", "Name | Comment", "Words | Speaker", "River | Length"] {
            let table = format!("| {head} |\n| --- | --- |\n| Ana Lind | We open at nine. |\n| Peter Orre | Who? |\n");
            assert_eq!(said("a.md", &table), [], "{head}");
        }
        let quoting = "<table><tr><th>Speaker</th><th>Quote</th></tr><tr><td>Ana Lind</td><td>“We stay,” she told me.</td></tr></table>";
        assert_eq!(said("a.html", quoting), []);
        // What another table holds is nobody's.
        let two = "<table><tr><th>Speaker</th><th>Words</th></tr><tr><td>Ana Lind</td><td>We stay.</td></tr></table><table><tr><td>River</td><td>Marn</td></tr></table>";
        assert_eq!(said("a.html", two), [("Ana Lind".to_owned(), "We stay.".to_owned())]);
        let open = two.replace("</td>", "").replace("</tr>", "").replace("</th>", "");
        assert_eq!(said("a.html", &open), []);
    }
}
