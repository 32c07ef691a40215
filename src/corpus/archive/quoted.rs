//! Whom an archive quotes that is too large to be fetched: names, and how many articles have each.

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::super::Roll;
use super::bulk::WITHIN;
use super::client::{self, Client, Fault, JSON};
use super::mapping;
use crate::settings::archive::ArchiveSettings;

/// So many names come in one answer, and so many are listed at most.
const PAGE: usize = 1_000;
const MOST: usize = 200_000;

/// The names, most articles first, and what keeps others from being among them.
pub(super) fn quoted(client: &Client, settings: &ArchiveSettings) -> Result<Roll, Fault> {
    let path = format!("{}/_search", mapping::articles(settings));
    let mut names: FxHashMap<String, usize> = FxHashMap::default();
    let (mut after, mut unlisted, mut all) = (Value::Null, 0, false);
    while !all && names.len() < MOST {
        let mut pages = json!({"size": PAGE, "sources": [{"name": {"terms": {"field": "quoted"}}}]});
        let mut asked = json!({});
        if after.is_null() {
            let [older, newer] = ["speakers", "quoted"].map(|field| json!({"exists": {"field": field}}));
            asked["unlisted"] = json!({"filter": {"bool": {"filter": [older], "must_not": [newer]}}});
        } else {
            pages["after"] = after.clone();
        }
        asked["names"] = json!({"composite": pages});
        let body = json!({"size": 0, "track_total_hits": false, "aggs": asked}).to_string();
        let answer = client.call("POST", &path, (JSON, body.as_bytes()), WITHIN)?;
        client::whole(&answer)?;
        let told = &answer["aggregations"];
        unlisted += told["unlisted"]["doc_count"].as_u64().unwrap_or_default();
        let page = told["names"]["buckets"].as_array().ok_or_else(|| client.nonsense())?;
        for name in page {
            let key = name["key"]["name"].as_str().ok_or_else(|| client.nonsense())?;
            names.insert(key.to_owned(), name["doc_count"].as_u64().unwrap_or_default() as usize);
        }
        after = told["names"]["after_key"].clone();
        all = page.len() < PAGE || after.is_null();
    }
    let mut names: Vec<(String, usize)> = names.into_iter().collect();
    names.sort_by(|(a, often), (b, oftener)| oftener.cmp(often).then_with(|| a.cmp(b)));
    let lacking = if !all {
        Some(format!("the archive quotes more than {MOST} names: the others are not listed"))
    } else if unlisted > 0 {
        Some(format!(
            "articles of the archive whose speakers are not listed, since an earlier version sent them: {unlisted}"
        ))
    } else {
        None
    };
    Ok(Roll { people: Vec::new(), quoted: names, lacking })
}
