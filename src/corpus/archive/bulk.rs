//! Sending articles in bulk, no faster than the cluster takes them.

use std::time::Duration;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::super::ingest::checksum;
use super::client::{Client, Fault, JSON, ROWS, clipped};
use super::load::Parcel;
use super::mapping;
use crate::settings::archive::ArchiveSettings;

/// How long one request may take.
const WITHIN: Duration = Duration::from_mins(1);
/// Bytes of one request: at first, at least and at most.
const FIRST: usize = 2 << 20;
const LEAST: usize = 64 << 10;
const MOST: usize = 8 << 20;
/// The first pause when it does not take more, and the longest.
const SHORTEST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(15);
/// In a row, so many times; it takes some minutes.
const TRIES: u32 = 16;
/// So many articles that are not taken are told one by one.
const TOLD: usize = 5;

/// How much is sent at once.
#[derive(Debug)]
pub(super) struct Pace {
    bytes: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { bytes: FIRST }
    }
}

/// What became of a batch: of each article its checksum and its mark.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub taken: Vec<(u64, u64)>,
    pub there: Vec<(u64, u64)>,
    pub refused: Vec<String>,
}

/// One thing to do: the lines that say it, and which article it is about.
struct Row {
    lines: String,
    article: usize,
}

/// Makes the indices where there are none; returns what tells this one from one made later.
pub(super) fn prepare(client: &Client, settings: &ArchiveSettings) -> Result<String, Fault> {
    for (name, template) in mapping::templates(settings) {
        let path = format!("_index_template/{name}");
        patiently(|| client.call("PUT", &path, (JSON, template.to_string().as_bytes()), WITHIN))?;
        match patiently(|| client.call("GET", &name, (JSON, b""), WITHIN)) {
            Err(Fault::Nothing) => {}
            there => {
                there?;
                continue;
            }
        }
        match patiently(|| client.call("PUT", &name, (JSON, b""), WITHIN)) {
            // Somebody else was quicker.
            Err(Fault::Wrong(why)) if why.contains("already exists") => {}
            made => {
                made?;
            }
        }
    }
    let name = mapping::articles(settings);
    let told = patiently(|| client.call("GET", &format!("{name}/_settings"), (JSON, b""), WITHIN))?;
    Ok(told[&name]["settings"]["index"]["uuid"].as_str().unwrap_or_default().to_owned())
}

/// Has what was sent be found.
pub(super) fn refresh(client: &Client, settings: &ArchiveSettings) -> Result<(), Fault> {
    for name in [mapping::passages(settings), mapping::articles(settings)] {
        patiently(|| client.call("POST", &format!("{name}/_refresh"), (JSON, b""), WITHIN))?;
    }
    Ok(())
}

/// Sends the articles of a batch that are not there yet in their revision: first their windows, then, when all of those
/// are taken, they themselves.
pub(super) fn send(
    client: &Client,
    settings: &ArchiveSettings,
    batch: Vec<Parcel>,
    pace: &mut Pace,
) -> Result<Sent, Fault> {
    let there = revisions(client, settings, &batch)?;
    let mark = |parcel: &Parcel| (checksum(parcel.id.as_bytes()), parcel.mark);
    let (known, new): (Vec<Parcel>, Vec<Parcel>) =
        batch.into_iter().partition(|parcel| there.get(&parcel.id).is_some_and(|(rev, _)| *rev == parcel.rev));
    let mut sent = Sent { there: known.iter().map(mark).collect(), ..Sent::default() };
    let windows = new.iter().enumerate().flat_map(|(article, parcel)| {
        windows(settings, article, parcel, there.get(&parcel.id).map_or(0, |(_, windows)| *windows))
    });
    let mut refused = post(client, windows.collect(), pace)?;
    let index = mapping::articles(settings);
    let whole =
        new.iter().enumerate().filter(|(article, _)| !refused.contains_key(article)).map(|(article, parcel)| {
            let head = json!({"index": {"_index": index, "_id": parcel.id}});
            Row { lines: format!("{head}\n{}\n", Value::Object(parcel.source.clone())), article }
        });
    let whole: Vec<Row> = whole.collect();
    refused.extend(post(client, whole, pace)?);
    for (article, parcel) in new.iter().enumerate() {
        match refused.get(&article) {
            None => sent.taken.push(mark(parcel)),
            Some(why) if sent.refused.len() < TOLD => {
                sent.refused.push(format!("left out: the archive does not take {}: {why}", parcel.id));
            }
            Some(_) => {}
        }
    }
    if refused.len() > TOLD {
        sent.refused.push(format!("left out: the archive does not take {} more", refused.len() - TOLD));
    }
    Ok(sent)
}

/// What is there of these articles: the revision of each, and into how many windows it is cut.
fn revisions(
    client: &Client,
    settings: &ArchiveSettings,
    batch: &[Parcel],
) -> Result<FxHashMap<String, (String, u64)>, Fault> {
    let path = format!("{}/_mget?_source_includes=rev,passages", mapping::articles(settings));
    let ids: Vec<&str> = batch.iter().map(|parcel| &*parcel.id).collect();
    let body = json!({"ids": ids}).to_string();
    let told = patiently(|| client.call("POST", &path, (JSON, body.as_bytes()), WITHIN))?;
    let docs = told["docs"].as_array().ok_or_else(|| client.nonsense())?;
    let known = docs.iter().filter_map(|doc| {
        let source = doc.get("_source")?;
        let windows = source["passages"].as_u64().unwrap_or_default();
        Some((doc["_id"].as_str()?.to_owned(), (source["rev"].as_str()?.to_owned(), windows)))
    });
    Ok(known.collect())
}

/// The windows of an article, and those of an earlier revision that had more of them, to be taken out.
fn windows(settings: &ArchiveSettings, article: usize, parcel: &Parcel, had: u64) -> Vec<Row> {
    let index = mapping::passages(settings);
    let id = |nth: usize| format!("{:016x}{:08x}-{nth}", checksum(parcel.id.as_bytes()), parcel.id.len());
    let put = parcel.windows.iter().enumerate().map(|(nth, text)| {
        let head = json!({"index": {"_index": index, "_id": id(nth)}});
        let window = json!({"a": parcel.id, "rev": parcel.rev, "t": text});
        Row { lines: format!("{head}\n{window}\n"), article }
    });
    let gone = (parcel.windows.len()..had as usize).map(|nth| {
        let head = json!({"delete": {"_index": index, "_id": id(nth)}});
        Row { lines: format!("{head}\n"), article }
    });
    put.chain(gone).collect()
}

/// Has rows done, piece by piece; says of which articles something was not taken, and why.
fn post(client: &Client, mut rows: Vec<Row>, pace: &mut Pace) -> Result<FxHashMap<usize, String>, Fault> {
    let mut refused = FxHashMap::default();
    let (mut tries, mut pause) = (0, SHORTEST);
    while !rows.is_empty() {
        let mut bytes = 0;
        let fit = rows.iter().take_while(|row| {
            bytes += row.lines.len();
            bytes <= pace.bytes
        });
        let count = fit.count().max(1);
        let piece: String = rows[..count].iter().map(|row| &*row.lines).collect();
        let path = "_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason";
        let answer = client.call("POST", path, (ROWS, piece.as_bytes()), WITHIN);
        let later = match answer {
            Ok(answer) => taken(client, &answer, &mut rows, count, &mut refused)?,
            Err(Fault::Busy(wait)) => {
                pause = pause.max(wait.unwrap_or_default()).min(LONGEST);
                true
            }
            Err(Fault::Wrong(why)) if why.contains("413") && count > 1 => true,
            Err(Fault::Away(why)) if tries + 1 == TRIES => return Err(Fault::Away(why)),
            Err(Fault::Away(_)) => true,
            Err(fault) => return Err(fault),
        };
        if later {
            tries += 1;
            if tries == TRIES {
                return Err(Fault::Busy(None));
            }
            pace.bytes = (pace.bytes / 2).max(LEAST);
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST);
        } else {
            (tries, pause) = (0, SHORTEST);
            pace.bytes = (pace.bytes + pace.bytes / 4).min(MOST);
        }
    }
    Ok(refused)
}

/// Takes out of `rows` what of the first `count` is done; tells whether some of it is to be tried again later.
fn taken(
    client: &Client,
    answer: &Value,
    rows: &mut Vec<Row>,
    count: usize,
    refused: &mut FxHashMap<usize, String>,
) -> Result<bool, Fault> {
    if answer["errors"] == json!(false) {
        rows.drain(..count);
        return Ok(false);
    }
    let items = answer["items"].as_array().filter(|items| items.len() == count).ok_or_else(|| client.nonsense())?;
    let mut again = Vec::new();
    for (row, item) in rows.drain(..count).zip(items) {
        let told = item.as_object().and_then(|item| item.values().next()).unwrap_or(&Value::Null);
        match told["status"].as_u64() {
            // What is to be taken out may be gone already.
            Some(200..=299 | 404) => {}
            Some(429 | 502..=504) => again.push(row),
            _ => {
                let why = told["error"]["reason"].as_str().unwrap_or("it does not say why");
                refused.insert(row.article, clipped(why));
            }
        }
    }
    let later = !again.is_empty();
    rows.splice(0..0, again);
    Ok(later)
}

/// Asks again, after a growing pause, while the cluster is busy or away.
fn patiently<T>(ask: impl Fn() -> Result<T, Fault>) -> Result<T, Fault> {
    let mut pause = SHORTEST;
    for _ in 1..TRIES / 2 {
        match ask() {
            Err(Fault::Busy(wait)) => std::thread::sleep(pause.max(wait.unwrap_or_default()).min(LONGEST)),
            Err(Fault::Away(_)) => std::thread::sleep(pause),
            told => return told,
        }
        pause = (pause * 2).min(LONGEST);
    }
    ask()
}
