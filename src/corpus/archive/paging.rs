//! Going through all articles of an archive, page by page, however many there are.

use serde_json::{Value, json};

use super::bulk::{WITHIN, patiently};
use super::client::{self, Client, Fault, JSON, TOO_MUCH};
use super::mapping;
use crate::settings::archive::ArchiveSettings;

/// Hands on all articles that fit a query, in the order of their names, no more than `size` at once; `told` is the part of
/// the question that says what is wanted of each. What comes or goes meanwhile may be among them or not.
pub(super) fn pages(
    client: &Client,
    settings: &ArchiveSettings,
    query: &Value,
    told: &Value,
    mut size: usize,
    take: &mut dyn FnMut(&[Value]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let path = format!("{}/_search", mapping::articles(settings));
    let mut after = Value::Null;
    loop {
        let mut body = json!({
            "size": size, "query": query, "sort": [{"id": "asc"}], "track_total_hits": false,
        });
        for (name, part) in told.as_object().into_iter().flatten() {
            body[name] = part.clone();
        }
        if !after.is_null() {
            body["search_after"] = after.clone();
        }
        let body = body.to_string();
        let answer = match patiently(|| at_once(client.call("POST", &path, (JSON, body.as_bytes()), WITHIN))) {
            // Long articles come one by one.
            Ok(Err(_)) if size > 1 => {
                size /= 2;
                continue;
            }
            Ok(Err(fault)) | Err(fault) => return Err(fault),
            Ok(Ok(answer)) => answer,
        };
        client::whole(&answer)?;
        let hits = answer["hits"]["hits"].as_array().ok_or_else(|| client.nonsense())?;
        take(hits)?;
        match hits.last() {
            Some(last) if hits.len() == size => after = last["sort"].clone(),
            _ => return Ok(()),
        }
        if !after.is_array() {
            return Err(client.nonsense());
        }
    }
}

/// That an answer is too long is known at once: it gets no shorter by asking again.
fn at_once(answer: Result<Value, Fault>) -> Result<Result<Value, Fault>, Fault> {
    match answer {
        Err(Fault::Away(why)) if why == TOO_MUCH => Ok(Err(Fault::Away(why))),
        other => other.map(Ok),
    }
}
