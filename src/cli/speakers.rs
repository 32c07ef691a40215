//! `speakers`: who is quoted in the corpus.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::args::{RowFormat, Speakers};
use super::session::Session;
use super::{Ending, print, warn};
use crate::corpus::{Corpus, Person, Roll};
use crate::report::plain::Plain;
use crate::speakers::names;

#[derive(Default, Serialize)]
struct Row<'a> {
    name: &'a str,
    aliases: &'a [String],
    titles: Vec<TitleRow<'a>>,
    /// Not counted of those who are known from an archive by name alone.
    quotations: Option<usize>,
    /// How many articles of an archive quote them, where they are known from it by name alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    articles: Option<usize>,
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
    let roll = match &args.name {
        Some(name) => asked_for(&*corpus, name)?,
        None => corpus.roll()?,
    };
    session.tell_of_archives();
    roll.lacking.iter().for_each(|lacking| warn(lacking));
    print(page(&rows(&roll), args)?.as_bytes())?;
    Ok(Ending::Clean)
}

/// Those who go by a name; where nobody does, those whose name has words that begin so, and else those of such an office.
fn asked_for(corpus: &dyn Corpus, name: &str) -> anyhow::Result<Roll> {
    let people = corpus.people(name, usize::MAX)?;
    if !people.is_empty() {
        return Ok(Roll { people, ..Roll::default() });
    }
    let (mut roll, asked) = (corpus.roll()?, words(name));
    let begins = |name: &String| holds(name, &asked, |word, asked| word.starts_with(asked));
    let (named, others): (Vec<_>, Vec<_>) =
        roll.people.into_iter().partition(|it| begins(&it.name) || it.aliases.iter().any(begins));
    roll.quoted.retain(|(name, _)| begins(name));
    let none = named.is_empty() && roll.quoted.is_empty();
    let in_office = |person: &Arc<Person>| person.titles.iter().any(|(title, _)| holds(own(title), &asked, str::eq));
    roll.people = if none { others.into_iter().filter(in_office).collect() } else { named };
    Ok(roll)
}

/// The office that somebody holds, of a title that names another's as well: a spokesman for the mayor is no mayor.
fn own(title: &str) -> &str {
    title.find(" for ").or_else(|| title.find(" to ")).map_or(title, |end| &title[..end])
}

/// Whether each word that was asked for is met by one of a name or title.
fn holds(name: &str, asked: &[String], meets: impl Fn(&str, &str) -> bool) -> bool {
    let words = words(name);
    !asked.is_empty() && asked.iter().all(|asked| words.iter().any(|word| meets(word, asked)))
}

/// The words of what is asked for, or of a name, however they are written.
fn words(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '-').map(names::fold);
    words.filter(|word| !matches!(word.as_str(), "" | "the" | "a" | "an")).collect()
}

/// Everybody, a row each: those who are near and those whom an archive names, who may be the same.
fn rows(roll: &Roll) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = roll.people.iter().map(row).collect();
    if roll.quoted.is_empty() {
        return rows;
    }
    let near: FxHashMap<&str, usize> = roll.people.iter().enumerate().map(|(at, person)| (&*person.name, at)).collect();
    for (name, articles) in &roll.quoted {
        match near.get(name.as_str()) {
            Some(&at) => rows[at].articles = Some(*articles),
            None => rows.push(Row { name, articles: Some(*articles), ..Row::default() }),
        }
    }
    // In the order in which they came, where as much is known of both.
    rows.sort_by_key(|row| Reverse(row.quotations.max(row.articles)));
    rows
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
        quotations: Some(person.said.len()),
        articles: None,
    }
}

fn page(rows: &[Row<'_>], args: &Speakers) -> anyhow::Result<String> {
    let mut page = String::new();
    match args.format {
        RowFormat::Human if rows.is_empty() => {
            let whom = args.name.as_deref().unwrap_or("anybody");
            writeln!(page, "no source quotes {}", Plain(whom))?;
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
    let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let said = row.quotations.map(|quotations| counted(quotations, "quotation"));
    let far = row.articles.map(|articles| format!("quoted in {} of the archive", counted(articles, "article")));
    writeln!(page, "{}: {}", Plain(row.name), said.into_iter().chain(far).collect::<Vec<_>>().join(", "))?;
    if !row.aliases.is_empty() {
        writeln!(page, "    also {}", Plain(row.aliases.join(", ")))?;
    }
    for TitleRow { title, date } in &row.titles {
        let title = Plain(title);
        match date {
            Some(date) => writeln!(page, "    {title} ({date})")?,
            None => writeln!(page, "    {title}")?,
        }
    }
    Ok(())
}
