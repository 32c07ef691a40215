//! Commands that an editor can run by name.

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{Location, Position, Range, Url};

use super::convert::places;
use super::desk::Desk;
use super::mail::{Mail, News};
use super::pages;
use crate::{ide, rules};

/// Reads every corpus again.
pub const REINDEX: &str = "onrecord.reindex";
/// The page of a rule, by code or name.
pub const EXPLAIN: &str = "onrecord.explain";
/// The best source of the quotation at a place: an address and a position.
pub const OPEN_SOURCE: &str = "onrecord.openSource";

/// Runs a command. What can be shown is shown where the editor can, and returned in any case.
pub async fn run(desk: &Desk, command: &str, arguments: Vec<Value>) -> Result<Option<Value>> {
    match command {
        REINDEX => {
            desk.tell(News::Reindex);
            Ok(None)
        }
        EXPLAIN => explain(desk, arguments.first().and_then(Value::as_str).unwrap_or_default()).map(Some),
        OPEN_SOURCE => {
            let mut arguments = arguments.into_iter();
            let uri = arguments.next().and_then(|uri| serde_json::from_value::<Url>(uri).ok());
            let at = arguments.next().and_then(|at| serde_json::from_value::<Position>(at).ok());
            let (Some(uri), Some(at)) = (uri, at) else {
                return Err(Error::invalid_params(format!("{OPEN_SOURCE} takes an address and a position")));
            };
            let Some(location) = source(desk, &uri, at).await else { return Ok(None) };
            show(desk, location.clone());
            Ok(serde_json::to_value(location).ok())
        }
        _ => Err(Error::invalid_params(format!("there is no command {command}"))),
    }
}

fn explain(desk: &Desk, name: &str) -> Result<Value> {
    let rule = rules::named(name).ok_or_else(|| Error::invalid_params(format!("there is no rule “{name}”")))?;
    if let Some(page) = pages::of(rule.code) {
        show(desk, Location::new(page, Range::default()));
    }
    Ok(Value::String(rule.page()))
}

async fn source(desk: &Desk, uri: &Url, at: Position) -> Option<Location> {
    let view = desk.view(uri, Some(at)).await?;
    let place = view.place(at)?;
    let origin = ide::goto_source::goto_source(&view.proof.checked, place)?;
    // The source may lie somewhere in a large file.
    let found = tokio::task::spawn_blocking(move || places::location(&origin.article, origin.words, view.unit));
    found.await.ok().flatten()
}

fn show(desk: &Desk, location: Location) {
    if desk.announced().shows {
        desk.send(Mail::Open(location));
    }
}
