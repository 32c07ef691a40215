//! Where a phrase was said: what `find` prints.

use std::io::{self, Write};

use serde::Serialize;

use super::plain::Plain;
use super::quotations::{SourceRow, source};
use super::{excerpt, human, place};
use crate::text::Span;
use crate::verify::{Evidence, OpKind};

/// What was found for one phrase.
#[derive(Debug)]
pub struct Found {
    /// Best first.
    pub sources: Vec<Evidence>,
    /// How long it took, in millionths of a second.
    pub micros: u128,
    /// What could not be searched.
    pub missed: Option<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    sources: Vec<SourceRow<'a>>,
    micros: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete: Option<&'a str>,
}

/// Writes one object on one line.
///
/// # Errors
/// When `out` does not take it.
pub fn jsonl(found: &Found, out: &mut dyn Write) -> io::Result<()> {
    let incomplete = found.missed.as_deref();
    let row = Row { sources: found.sources.iter().map(source).collect(), micros: found.micros, incomplete };
    serde_json::to_writer(&mut *out, &row)?;
    writeln!(out)
}

/// Writes it for people: place, who, where and when, and the words.
///
/// # Errors
/// When `out` does not take it.
pub fn human(found: &Found, out: &mut dyn Write) -> io::Result<()> {
    if let Some(missed) = found.missed.as_ref().filter(|_| found.sources.is_empty()) {
        return writeln!(out, "search incomplete: nothing similar was found, but {}", Plain(missed));
    }
    if found.sources.is_empty() {
        return writeln!(out, "no source has these words or similar ones");
    }
    for source in &found.sources {
        writeln!(out, "{}: {}", Plain(place::address(source)), Plain(human::credit(source)))?;
        let prose = source.article.reading.document.prose.text();
        let differing: Vec<Span> = source
            .ops
            .iter()
            .filter(|op| matches!(op.kind, OpKind::Replaced | OpKind::Dropped))
            .map(|op| op.source)
            .collect();
        for cut in excerpt::excerpts(prose, source.span, &differing, '-') {
            writeln!(out, "    {}", cut.shown)?;
            if !cut.under.is_empty() {
                writeln!(out, "    {}", cut.under)?;
            }
        }
    }
    Ok(())
}
