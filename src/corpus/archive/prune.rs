//! Taking out of an archive what is no longer near by.
//!
//! Nothing but what this very corpus sent is looked at, by the mark that it left. What another corpus sent as well stays,
//! and loses the mark only. Whatever breaks off, an article that lost some of its windows does not count as there.
//! Windows are taken out in the state that they had before the article was marked as leaving: whoever sends it again
//! meanwhile writes them anew first, and they stay.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use super::bulk::{Done, Post, Version, WITHIN, head, patiently, row};
use super::client::{Client, Fault, JSON};
use super::mapping::Volume;
use super::memo::Memo;
use super::paging::pages;
use super::send::{Parcel, names, window_id};
use crate::settings::archive::ArchiveSettings;

/// So many articles are looked at and taken out at once.
const PAGE: usize = 200;
/// So many windows are asked for at once.
const WINDOWS: usize = 1_000;
/// So many are named.
const NAMED: usize = 5;
/// Bytes of a file's name that an article's is sure to begin with.
const SURE: usize = 400;

/// What of an archive is no longer near by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// How many articles.
    pub articles: usize,
    /// Some of them.
    pub names: Vec<String>,
    /// How many were taken out.
    pub taken_out: usize,
    /// How many stay there, since another corpus sent them as well.
    pub shared: usize,
}

/// What is still near by, of one corpus.
#[derive(Debug, Default)]
pub(super) struct Near {
    /// What marks its articles.
    pub sender: String,
    /// The numbers of those that were met.
    pub articles: FxHashSet<u64>,
    /// Files of which not all could be read: what they held is not gone.
    pub odd: Vec<String>,
}

impl Near {
    fn has(&self, id: &str) -> bool {
        self.articles.contains(&Parcel::number(&self.sender, id)) || self.odd.iter().any(|file| is_of(id, file))
    }
}

/// Whether an article may be one of a file's.
fn is_of(id: &str, file: &str) -> bool {
    match id.strip_prefix(&file[..file.floor_char_boundary(SURE.min(file.len()))]) {
        Some(rest) => file.len() > SURE || rest.is_empty() || rest.starts_with('#'),
        None => false,
    }
}

/// An article that is no longer near by.
struct Leaving<'a> {
    id: &'a str,
    volume: Volume,
    windows: u64,
    /// Who else sent it.
    others: Vec<String>,
    version: Option<Version>,
}

/// Counts what is no longer near by and, if it is no more than `at_most`, takes it out.
pub(super) fn prune(
    client: &Client,
    settings: &ArchiveSettings,
    near: &[Near],
    at_most: usize,
    memo: &Mutex<Memo>,
) -> Result<Gone, Fault> {
    let mut gone = Gone::default();
    for near in near {
        each(client, settings, near, &mut |leaving| {
            gone.articles += leaving.len();
            let more = NAMED - gone.names.len().min(NAMED);
            gone.names.extend(leaving.iter().take(more).map(|leaving| leaving.id.to_owned()));
            Ok(())
        })?;
    }
    if gone.articles == 0 || gone.articles > at_most {
        return Ok(gone);
    }
    let mut post = Post::to(client);
    for near in near {
        each(client, settings, near, &mut |leaving| {
            // Somebody may have sent something meanwhile that nobody counted.
            let room = at_most.saturating_sub(gone.taken_out + gone.shared);
            let leaving = &leaving[..leaving.len().min(room)];
            // First of all: should it break off and one of them come back, the cluster is asked what is left of it.
            let numbers: Vec<u64> = leaving.iter().map(|it| Parcel::number(&near.sender, it.id)).collect();
            memo.lock().unwrap_or_else(PoisonError::into_inner).forget(&numbers);
            let (taken_out, shared) = take_out(client, settings, &near.sender, leaving, &mut post)?;
            gone.taken_out += taken_out;
            gone.shared += shared;
            Ok(())
        })?;
    }
    Ok(gone)
}

/// Hands on all that a corpus sent and that is no longer near by.
fn each(
    client: &Client,
    settings: &ArchiveSettings,
    near: &Near,
    take: &mut dyn FnMut(&[Leaving<'_>]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let query = json!({"term": {"senders": near.sender}});
    // By columns, so that the cluster need not unpack whole articles.
    let fields = json!({
        "stored_fields": "_none_", "docvalue_fields": ["id", "passages", "senders"], "seq_no_primary_term": true,
    });
    let looked = pages(client, settings, &query, &fields, PAGE, &mut |hits| {
        let leaving = |hit| leaving(settings, hit, &near.sender);
        let leaving: Vec<Leaving<'_>> = hits.iter().filter_map(leaving).filter(|it| !near.has(it.id)).collect();
        if leaving.is_empty() { Ok(()) } else { take(&leaving) }
    });
    match looked {
        // There is no volume yet.
        Err(Fault::Nothing) => Ok(()),
        told => told,
    }
}

fn leaving<'a>(settings: &ArchiveSettings, hit: &'a Value, sender: &str) -> Option<Leaving<'a>> {
    let volume = match settings.per {
        None => Volume::Whole,
        Some(_) => Volume::named(settings, hit["_index"].as_str()?)?,
    };
    let fields = &hit["fields"];
    let mut others = names(&fields["senders"]);
    // A cluster that does not know the field gives back what was not asked for.
    let ours = others.iter().position(|other| other == sender)?;
    others.remove(ours);
    let windows = fields["passages"][0].as_u64().unwrap_or_default();
    Some(Leaving { id: fields["id"][0].as_str()?, volume, windows, others, version: Version::of(hit) })
}

/// Takes articles out, as long as nobody changes them; returns how many, and how many lost only the mark.
fn take_out(
    client: &Client,
    settings: &ArchiveSettings,
    sender: &str,
    leaving: &[Leaving<'_>],
    post: &mut Post<'_>,
) -> Result<(usize, usize), Fault> {
    let windows: Vec<Vec<String>> = windows_of(client, settings, leaving)?;
    // Without a revision an article is sent anew, should it come back before all is done.
    let first = leaving.iter().map(|it| {
        let change =
            if it.others.is_empty() { json!({"rev": "", "senders": [sender]}) } else { json!({"senders": it.others}) };
        row("update", &it.volume.articles(settings), it.id, it.version, &json!({"doc": change}))
    });
    let marked = post.send(&first.collect::<Vec<_>>())?;
    let done = |done: &Done| match done {
        Done::Yes(version) => Some(*version),
        _ => None,
    };
    let shared =
        leaving.iter().zip(&marked).filter(|(it, marked)| !it.others.is_empty() && done(marked).is_some()).count();
    let alone: Vec<(&Leaving<'_>, Option<Version>, Vec<String>)> = leaving
        .iter()
        .zip(&marked)
        .zip(windows)
        .filter(|((it, _), _)| it.others.is_empty())
        .filter_map(|((it, marked), windows)| Some((it, done(marked)?, windows)))
        .collect();
    post.send(&alone.iter().flat_map(|(.., windows)| windows.clone()).collect::<Vec<_>>())?;
    let articles = alone.iter().map(|(it, version, _)| head("delete", &it.volume.articles(settings), it.id, *version));
    let ended = post.send(&articles.collect::<Vec<_>>())?;
    Ok((ended.iter().filter(|ended| done(ended).is_some()).count(), shared))
}

/// What takes out the windows of each article that nobody else sent, as they are now.
fn windows_of(client: &Client, settings: &ArchiveSettings, leaving: &[Leaving<'_>]) -> Result<Vec<Vec<String>>, Fault> {
    let mut rows = vec![Vec::new(); leaving.len()];
    let alone = leaving.iter().enumerate().filter(|(_, it)| it.others.is_empty());
    let windows: Vec<(usize, String, String)> = alone
        .flat_map(|(nth, it)| {
            let passages = it.volume.passages(settings);
            (0..it.windows as usize).map(move |window| (nth, passages.clone(), window_id(it.id, window)))
        })
        .collect();
    for some in windows.chunks(WINDOWS) {
        let docs: Vec<Value> = some.iter().map(|(_, index, id)| json!({"_index": index, "_id": id})).collect();
        let body = json!({"docs": docs}).to_string();
        let ask = || client.call("POST", "_mget?_source=false", (JSON, body.as_bytes()), WITHIN);
        let told = patiently(ask)?;
        let told = told["docs"].as_array().filter(|docs| docs.len() == some.len()).ok_or_else(|| client.nonsense())?;
        for ((nth, index, id), window) in some.iter().zip(told) {
            // One that is not there need not be taken out.
            if let Some(version) = Version::of(window) {
                rows[*nth].push(head("delete", index, id, Some(version)));
            }
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_held_that_could_not_be_read_is_not_gone() {
        assert!(is_of("wire/a.jsonl#7", "wire/a.jsonl") && is_of("wire/a.txt", "wire/a.txt"));
        assert!(!is_of("wire/a.txt2", "wire/a.txt") && !is_of("wire/b.txt", "wire/a.txt"));
        let long = format!("wire/{}.txt", "é".repeat(400));
        assert!(is_of(&long[..long.floor_char_boundary(440)], &long), "its name may be cut");
    }
}
