//! Commands that an editor can run by name.

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{Location, MessageType, Position, Range, Url};

use super::aside::aside;
use super::convert::places;
use super::desk::Desk;
use super::mail::{Mail, News};
use super::{pages, reports};
use crate::{ide, rules};

/// Reads every corpus again.
const REINDEX: &str = "onrecord.reindex";
/// The page of a rule, by code or name.
const EXPLAIN: &str = "onrecord.explain";
/// The best source of the quotation at a place: an address and a position.
pub const OPEN_SOURCE: &str = "onrecord.openSource";

/// Writes the report of an open draft and shows it: an address.
const SHOW_REPORT: &str = "onrecord.showReport";

/// All of them.
pub const ALL: [&str; 4] = [REINDEX, EXPLAIN, OPEN_SOURCE, SHOW_REPORT];

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
            let Some(location) = source(desk, &uri, at).await? else { return Ok(None) };
            show(desk, location.clone());
            Ok(serde_json::to_value(location).ok())
        }
        SHOW_REPORT => {
            let uri = arguments.into_iter().next().and_then(|uri| serde_json::from_value::<Url>(uri).ok());
            let uri = uri.ok_or_else(|| Error::invalid_params(format!("{SHOW_REPORT} takes an address")))?;
            report(desk, uri).await.map(|page| page.map(|page| Value::String(page.into())))
        }
        _ => Err(Error::invalid_params(format!("there is no command {command}"))),
    }
}

/// Writes the report of a draft as it is now; where no page can be shown, the editor's user is told where it lies.
async fn report(desk: &Desk, uri: Url) -> Result<Option<Url>> {
    let Some(view) = desk.view(&uri, None).await else { return Ok(None) };
    let path = match aside(move || reports::write(&uri, view.proof.checked.clone())).await? {
        Ok(path) => path,
        Err(error) => {
            desk.send(Mail::Tell(MessageType::ERROR, format!("The report cannot be written: {error}")));
            return Ok(None);
        }
    };
    let Ok(page) = Url::from_file_path(&path) else { return Ok(None) };
    if desk.announced().shows {
        desk.send(Mail::Browse(page.clone()));
    } else {
        desk.send(Mail::Tell(MessageType::INFO, format!("The report is in {}", path.display())));
    }
    Ok(Some(page))
}

fn explain(desk: &Desk, name: &str) -> Result<Value> {
    let rule = rules::named(name).ok_or_else(|| Error::invalid_params(format!("there is no rule “{name}”")))?;
    if let Some(page) = pages::of(rule.code) {
        show(desk, Location::new(page, Range::default()));
    }
    Ok(Value::String(rule.page()))
}

async fn source(desk: &Desk, uri: &Url, at: Position) -> Result<Option<Location>> {
    let Some(view) = desk.view(uri, Some(at)).await else { return Ok(None) };
    let origin = view.place(at).and_then(|place| ide::goto_source::goto_source(&view.proof.checked, place));
    let Some(origin) = origin else { return Ok(None) };
    let announced = desk.announced().clone();
    // The source may lie somewhere in a large file.
    aside(move || places::location(&origin.article, origin.words, &announced)).await
}

fn show(desk: &Desk, location: Location) {
    if desk.announced().shows {
        desk.send(Mail::Open(location));
    }
}
