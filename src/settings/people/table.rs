//! A directory as a spreadsheet saves it: one row an office, several rows for one who held several.

use super::{Office, Person, Placed, Pronouns, Wrong};

const COLUMNS: &[&str] = &["name", "aliases", "misspellings", "pronouns", "title", "of", "from", "until"];

/// A row: the byte it begins at, and its cells.
struct Row {
    start: usize,
    cells: Vec<String>,
}

/// Reads a table whose first row names its columns, in any order; cells of several names keep them apart by `|`.
pub(super) fn read(text: &str) -> Result<Vec<Placed>, Wrong> {
    let first = text.lines().next().unwrap_or_default();
    // Where the comma is the decimal sign, spreadsheets put semicolons.
    let between = if first.contains(';') && !first.contains(',') { ';' } else { ',' };
    let mut rows = rows(text, between).into_iter();
    let Some(head) = rows.next() else { return Ok(Vec::new()) };
    let columns: Vec<String> = head.cells.iter().map(|cell| cell.trim().to_lowercase()).collect();
    if let Some(unknown) = columns.iter().find(|column| !COLUMNS.contains(&column.as_str())) {
        let at = text.to_lowercase().find(unknown.as_str()).unwrap_or_default();
        return Err((at, format!("no column is called `{unknown}`: they are {}", COLUMNS.join(", "))));
    }
    let mut people: Vec<Placed> = Vec::new();
    for row in rows {
        let cell = |name: &str| {
            let at = columns.iter().position(|column| column == name)?;
            row.cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
        };
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let read = person(cell).map_err(|message| (row.start, message))?;
        let known = people.iter_mut().rev().take(1).find(|last| last.as_ref().name == read.name);
        match known {
            Some(last) => last.as_mut().offices.extend(read.offices),
            None => people.push(Placed::new(row.start..row.start, read)),
        }
    }
    Ok(people)
}

fn person<'a>(cell: impl Fn(&str) -> Option<&'a str>) -> Result<Person, String> {
    let several = |name: &str| {
        let names = cell(name).into_iter().flat_map(|cell| cell.split('|'));
        names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    };
    let day = |name: &str| {
        let written = cell(name);
        written.map(|day| day.parse().map_err(|_| format!("`{day}` is no day: write 2031-05-03"))).transpose()
    };
    let office = Office {
        title: cell("title").unwrap_or_default().to_owned(),
        of: cell("of").map(str::to_owned),
        from: day("from")?,
        until: day("until")?,
    };
    Ok(Person {
        name: cell("name").unwrap_or_default().to_owned(),
        aliases: several("aliases"),
        misspellings: several("misspellings"),
        pronouns: cell("pronouns").map(|written| Pronouns::try_from(written.to_owned())).transpose()?,
        offices: if office == Office::default() { Vec::new() } else { vec![office] },
    })
}

/// Rows of cells; a cell in double marks may hold anything, a mark in it is written twice.
fn rows(text: &str, between: char) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = Row { start: 0, cells: vec![String::new()] };
    let mut quoted = false;
    let mut letters = text.strip_prefix('\u{feff}').unwrap_or(text).char_indices().peekable();
    let bom = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    while let Some((at, c)) = letters.next() {
        match c {
            '"' if quoted && letters.peek().is_some_and(|&(_, next)| next == '"') => {
                letters.next();
                push(&mut row, '"');
            }
            '"' => quoted = !quoted,
            c if quoted => push(&mut row, c),
            '\n' => {
                let next = Row { start: bom + at + 1, cells: vec![String::new()] };
                rows.push(std::mem::replace(&mut row, next));
            }
            '\r' => {}
            c if c == between => row.cells.push(String::new()),
            c => push(&mut row, c),
        }
    }
    rows.push(row);
    rows
}

fn push(row: &mut Row, c: char) {
    if let Some(cell) = row.cells.last_mut() {
        cell.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_person_are_joined() {
        let table = "Name;Title;Until;Aliases\r\n\"Teller; Mara\";mayor;2031-01-31;M. Teller|Mara T.\r\n\
                     \"Teller; Mara\";governor;;\r\n;;;\r\n";
        let people = read(table).expect("is right");
        let [mara] = people.as_slice() else { panic!("one person: {people:?}") };
        assert_eq!(mara.as_ref().name, "Teller; Mara");
        assert_eq!(mara.as_ref().aliases, ["M. Teller", "Mara T."]);
        let titles: Vec<&str> = mara.as_ref().offices.iter().map(|office| office.title.as_str()).collect();
        assert_eq!(titles, ["mayor", "governor"]);
    }
}
