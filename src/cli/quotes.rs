//! `quotes`: every quotation, also those with nothing wrong.

use super::args::{Quotes, RowFormat};
use super::session::Session;
use super::{Ending, drafts, print};
use crate::report::quotations;

/// Prints every quotation of the drafts.
pub fn run(args: &Quotes) -> anyhow::Result<Ending> {
    let mut session = Session::new(&args.place);
    let mut desk = drafts::read(&args.drafts, &mut session)?;
    let checks = drafts::check_all(&mut desk);
    let sheets = &checks.sheets;
    session.tell_of_archives();
    let mut page = Vec::new();
    match args.format {
        RowFormat::Human => quotations::human(sheets, args.explain, &mut page)?,
        RowFormat::Json => quotations::json(sheets, args.explain, &mut page)?,
        RowFormat::Jsonl => quotations::jsonl(sheets, args.explain, &mut page)?,
    }
    print(&page)?;
    Ok(checks.ending())
}
