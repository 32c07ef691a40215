//! `speakers`: who is quoted in the corpus.

use std::fmt::Write as _;
use std::sync::Arc;

use serde::Serialize;

use super::args::{RowFormat, Speakers};
use super::session::Session;
use super::{Ending, print};
use crate::corpus::Person;

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    aliases: &'a [String],
    titles: Vec<TitleRow<'a>>,
    quotations: usize,
}

#[derive(Serialize)]
struct TitleRow<'a> {
    title: &'a str,
    date: Option<String>,
}

/// Prints everybody, or those who go by a name.
pub fn run(args: &Speakers) -> anyhow::Result<Ending> {
    let mut session = Session::new(&args.place);
    let corpus = session.corpus_here()?;
    let people = match &args.name {
        Some(name) => corpus.people(name)?,
        None => corpus.everybody()?,
    };
    session.tell_of_archives();
    let rows: Vec<Row<'_>> = people.iter().map(row).collect();
    print(page(&rows, args)?.as_bytes())?;
    Ok(Ending::Clean)
}

fn row(person: &Arc<Person>) -> Row<'_> {
    Row {
        name: &person.name,
        aliases: &person.aliases,
        titles: person
            .titles
            .iter()
            .map(|(title, date)| TitleRow { title, date: date.map(|date| date.to_string()) })
            .collect(),
        quotations: person.said.len(),
    }
}

fn page(rows: &[Row<'_>], args: &Speakers) -> anyhow::Result<String> {
    let mut page = String::new();
    match args.format {
        RowFormat::Human if rows.is_empty() => {
            let whom = args.name.as_deref().unwrap_or("anybody");
            writeln!(page, "no source quotes {whom}")?;
        }
        RowFormat::Human => {
            for row in rows {
                human(row, &mut page)?;
            }
        }
        RowFormat::Json => {
            page = serde_json::to_string_pretty(rows)?;
            page.push('\n');
        }
        RowFormat::Jsonl => {
            for row in rows {
                writeln!(page, "{}", serde_json::to_string(row)?)?;
            }
        }
    }
    Ok(page)
}

fn human(row: &Row<'_>, page: &mut String) -> std::fmt::Result {
    let plural = if row.quotations == 1 { "" } else { "s" };
    writeln!(page, "{}: {} quotation{plural}", row.name, row.quotations)?;
    if !row.aliases.is_empty() {
        writeln!(page, "    also {}", row.aliases.join(", "))?;
    }
    for TitleRow { title, date } in &row.titles {
        match date {
            Some(date) => writeln!(page, "    {title} ({date})")?,
            None => writeln!(page, "    {title}")?,
        }
    }
    Ok(())
}
