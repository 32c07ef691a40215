//! Articles on their way into an archive, so that whatever breaks off, an article counts as there only when all its windows
//! are, lies in one volume only, and nobody's mark on it is lost.

use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value, json};

use super::super::ingest::checksum;
use super::bulk::{Done, Post, Version, WITHIN, head, patiently, row};
use super::client::{self, Client, Fault, JSON};
use super::mapping::{self, Volume};
use super::memo::Memo;
use super::volumes::Volumes;
use crate::settings::archive::ArchiveSettings;

/// What marks an article that somebody sent who left no mark.
pub(super) const SOMEBODY: &str = "?";
/// So many articles that are not taken are told one by one.
const TOLD: usize = 5;
/// So often an article is sent again that somebody else changes at the same time.
const ROUNDS: usize = 5;
/// So many copies of an article are looked for at most, each in a volume of its own.
const COPIES: usize = 8;

/// An article on its way.
#[derive(Clone, Debug)]
pub(super) struct Parcel {
    pub id: String,
    pub rev: String,
    /// Which corpus sends it.
    pub sender: String,
    /// What tells that this very file's article was sent.
    pub mark: u64,
    pub volume: Volume,
    pub windows: Vec<String>,
    /// All of it, as it is kept there.
    pub source: Map<String, Value>,
}

impl Parcel {
    /// The number of an article of a corpus.
    pub(super) fn number(sender: &str, id: &str) -> u64 {
        checksum(format!("{sender} {id}").as_bytes())
    }

    fn entry(&self) -> (u64, u64, Volume) {
        (Self::number(&self.sender, &self.id), self.mark, self.volume)
    }
}

/// What became of a batch: of each article its number, its mark and where it lies.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub taken: Vec<(u64, u64, Volume)>,
    pub there: Vec<(u64, u64, Volume)>,
    pub refused: Vec<String>,
}

/// An article as it is in the cluster.
#[derive(Clone, Debug)]
struct Copy {
    volume: Volume,
    rev: String,
    windows: u64,
    /// The corpora that sent it; nothing, where it bears no marks.
    senders: Option<Vec<String>>,
    version: Option<Version>,
}

/// Sends batches.
pub(super) struct Carrier<'a> {
    client: &'a Client,
    settings: &'a ArchiveSettings,
    volumes: Volumes<'a>,
    memo: &'a Mutex<Memo>,
    post: Post<'a>,
}

impl<'a> Carrier<'a> {
    /// Into these volumes.
    pub(super) fn new(
        client: &'a Client,
        settings: &'a ArchiveSettings,
        volumes: Volumes<'a>,
        memo: &'a Mutex<Memo>,
    ) -> Self {
        Self { client, settings, volumes, memo, post: Post::to(client) }
    }

    /// The volumes, when all is sent.
    pub(super) fn done(self) -> Volumes<'a> {
        self.volumes
    }

    /// Sends the articles of a batch that are not there yet in their revision, and remembers those that are.
    pub(super) fn send(&mut self, batch: Vec<Parcel>) -> Result<Sent, Fault> {
        let mut sent = Sent::default();
        let mut left = last_of_each(batch, &mut sent);
        let mut refused: Vec<(String, String)> = Vec::new();
        for round in 0..ROUNDS {
            if round > 0 {
                self.volumes.refresh()?;
            }
            left = self.once(left, &mut sent, &mut refused)?;
            if left.is_empty() {
                break;
            }
        }
        refused.extend(left.into_iter().map(|parcel| (parcel.id, "somebody else changes it, too".to_owned())));
        let told =
            refused.iter().take(TOLD).map(|(id, why)| format!("left out: the archive does not take {id}: {why}"));
        sent.refused.extend(told);
        if refused.len() > TOLD {
            sent.refused.push(format!("left out: the archive does not take {} more", refused.len() - TOLD));
        }
        let mut memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
        memo.learn(&sent.taken);
        memo.learn(&sent.there);
        Ok(sent)
    }

    /// First windows, then, when all of those are taken, the articles themselves, then what lies in another volume is taken
    /// out. Returns those that somebody else changed meanwhile.
    fn once(
        &mut self,
        parcels: Vec<Parcel>,
        sent: &mut Sent,
        refused: &mut Vec<(String, String)>,
    ) -> Result<Vec<Parcel>, Fault> {
        let copies = self.copies_of(&parcels)?;
        let of = |parcel: &Parcel| copies.get(&parcel.id).map_or(&[][..], Vec::as_slice);
        let here = |parcel: &Parcel| of(parcel).iter().find(|copy| copy.volume == parcel.volume);
        let is_there = |parcel: &Parcel| here(parcel).is_some_and(|copy| copy.rev == parcel.rev);
        let mut outcomes: Vec<Done> = vec![Done::Yes(None); parcels.len()];
        let mut rows = Vec::new();
        for (nth, parcel) in parcels.iter().enumerate().filter(|(_, parcel)| !is_there(parcel)) {
            if let Some(uuid) = self.volumes.add(parcel.volume)? {
                self.memo.lock().unwrap_or_else(PoisonError::into_inner).open(parcel.volume, &uuid);
            }
            let had = here(parcel).map_or(0, |copy| copy.windows);
            rows.extend(self.windows(parcel, had).into_iter().map(|row| (nth, row)));
        }
        self.have_done(rows, &mut outcomes)?;
        let rows =
            parcels.iter().enumerate().filter(|(nth, _)| is_done(&outcomes[*nth])).filter_map(|(nth, parcel)| {
                let row = if is_there(parcel) {
                    self.joined(parcel, here(parcel)?)
                } else {
                    Some(self.whole(parcel, of(parcel)))
                };
                Some((nth, row?))
            });
        let rows: Vec<(usize, String)> = rows.collect();
        self.have_done(rows, &mut outcomes)?;
        for article in [false, true] {
            let mut rows = Vec::new();
            for (nth, parcel) in parcels.iter().enumerate().filter(|(nth, _)| is_done(&outcomes[*nth])) {
                for copy in of(parcel).iter().filter(|copy| copy.volume != parcel.volume) {
                    rows.extend(self.gone(&parcel.id, copy, article).into_iter().map(|row| (nth, row)));
                }
            }
            self.have_done(rows, &mut outcomes)?;
        }
        let mut again = Vec::new();
        let was_there: Vec<bool> = parcels.iter().map(is_there).collect();
        for ((parcel, outcome), was_there) in parcels.into_iter().zip(outcomes).zip(was_there) {
            match outcome {
                Done::Yes(_) if was_there => sent.there.push(parcel.entry()),
                Done::Yes(_) => sent.taken.push(parcel.entry()),
                Done::Conflict => again.push(parcel),
                Done::Refused(why) => refused.push((parcel.id, why)),
            }
        }
        Ok(again)
    }

    /// Has rows done, each for one of the articles; of what is not done, the gravest stays.
    fn have_done(&mut self, rows: Vec<(usize, String)>, outcomes: &mut [Done]) -> Result<(), Fault> {
        let (articles, rows): (Vec<usize>, Vec<String>) = rows.into_iter().unzip();
        for (article, done) in articles.into_iter().zip(self.post.send(&rows)?) {
            match (&outcomes[article], done) {
                (Done::Refused(_), _) | (_, Done::Yes(_)) => {}
                (_, worse) => outcomes[article] = worse,
            }
        }
        Ok(())
    }

    /// The windows of an article, and those of an earlier revision that had more of them, to be taken out.
    fn windows(&self, parcel: &Parcel, had: u64) -> Vec<String> {
        let index = parcel.volume.passages(self.settings);
        let put = parcel.windows.iter().enumerate().map(|(nth, text)| {
            let window = json!({"a": parcel.id, "rev": parcel.rev, "t": text});
            row("index", &index, &window_id(&parcel.id, nth), None, &window)
        });
        let gone = parcel.windows.len()..had as usize;
        put.chain(gone.map(|nth| head("delete", &index, &window_id(&parcel.id, nth), None))).collect()
    }

    /// The article itself, with the marks of all who sent it. It takes the place of the state that was read, or of none.
    fn whole(&self, parcel: &Parcel, copies: &[Copy]) -> String {
        let mut senders: Vec<String> = vec![parcel.sender.clone()];
        for copy in copies {
            senders.extend(copy.senders.clone().unwrap_or_else(|| vec![SOMEBODY.to_owned()]));
        }
        senders.sort();
        senders.dedup();
        let mut source = parcel.source.clone();
        source.insert("senders".to_owned(), json!(senders));
        let index = parcel.volume.articles(self.settings);
        let here = copies.iter().find(|copy| copy.volume == parcel.volume);
        let action = if here.is_some() { "index" } else { "create" };
        row(action, &index, &parcel.id, here.and_then(|copy| copy.version), &Value::Object(source))
    }

    /// The mark of one more corpus on an article that is there.
    fn joined(&self, parcel: &Parcel, here: &Copy) -> Option<String> {
        // What bears no marks is nobody's to take out, and needs none.
        let mut senders = here.senders.clone().filter(|senders| !senders.contains(&parcel.sender))?;
        senders.push(parcel.sender.clone());
        senders.sort();
        let index = parcel.volume.articles(self.settings);
        Some(row("update", &index, &parcel.id, here.version, &json!({"doc": {"senders": senders}})))
    }

    /// What takes a copy out: its windows, or itself.
    fn gone(&self, id: &str, copy: &Copy, article: bool) -> Vec<String> {
        if article {
            return vec![head("delete", &copy.volume.articles(self.settings), id, copy.version)];
        }
        let passages = copy.volume.passages(self.settings);
        (0..copy.windows as usize).map(|nth| head("delete", &passages, &window_id(id, nth), None)).collect()
    }

    /// What is there of these articles.
    fn copies_of(&self, parcels: &[Parcel]) -> Result<FxHashMap<String, Vec<Copy>>, Fault> {
        let copies = self.look(parcels)?;
        // What was sent a moment ago may not be found yet.
        let known = {
            let memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
            let missing = |parcel: &Parcel| {
                let volume = memo.volume(parcel.entry().0).filter(|volume| *volume != parcel.volume);
                volume.is_some_and(|volume| {
                    !copies.get(&parcel.id).is_some_and(|copies| copies.iter().any(|copy| copy.volume == volume))
                })
            };
            !parcels.iter().any(missing)
        };
        if known {
            return Ok(copies);
        }
        self.volumes.refresh()?;
        self.look(parcels)
    }

    fn look(&self, parcels: &[Parcel]) -> Result<FxHashMap<String, Vec<Copy>>, Fault> {
        let ids: Vec<&str> = parcels.iter().map(|parcel| &*parcel.id).collect();
        let index = mapping::articles(self.settings);
        let fields = ["rev", "passages", "senders"];
        let (path, body) = if self.settings.per.is_none() {
            (format!("{index}/_mget?_source_includes={}", fields.join(",")), json!({"ids": ids}))
        } else {
            let query = json!({"ids": {"values": ids}});
            let size = ids.len() * COPIES;
            (
                format!("{index}/_search"),
                json!({"size": size, "query": query, "_source": fields, "seq_no_primary_term": true}),
            )
        };
        let body = body.to_string();
        let told = match patiently(|| self.client.call("POST", &path, (JSON, body.as_bytes()), WITHIN)) {
            // One that is divided begins without any index.
            Err(Fault::Nothing) if self.volumes.all().next().is_none() => return Ok(FxHashMap::default()),
            told => told?,
        };
        if self.settings.per.is_some() {
            client::whole(&told)?;
        }
        let docs = told["docs"].as_array().or_else(|| told["hits"]["hits"].as_array());
        let mut copies: FxHashMap<String, Vec<Copy>> = FxHashMap::default();
        for doc in docs.ok_or_else(|| self.client.nonsense())? {
            let (Some(id), Some(source)) = (doc["_id"].as_str(), doc.get("_source")) else { continue };
            let volume = match self.settings.per {
                None => Some(Volume::Whole),
                Some(_) => Volume::named(self.settings, doc["_index"].as_str().unwrap_or_default()),
            };
            let Some(volume) = volume else { continue };
            copies.entry(id.to_owned()).or_default().push(Copy {
                volume,
                rev: source["rev"].as_str().unwrap_or_default().to_owned(),
                windows: source["passages"].as_u64().unwrap_or_default(),
                senders: source.get("senders").map(names),
                version: Version::of(doc),
            });
        }
        Ok(copies)
    }
}

/// Names as a cluster gives them back: one, or a list.
pub(super) fn names(value: &Value) -> Vec<String> {
    let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

pub(super) fn window_id(article: &str, nth: usize) -> String {
    format!("{:016x}{:08x}-{nth}", checksum(article.as_bytes()), article.len())
}

fn is_done(outcome: &Done) -> bool {
    matches!(outcome, Done::Yes(_))
}

/// Of several articles of one name the last, as it would stay if they were sent one by one.
fn last_of_each(batch: Vec<Parcel>, sent: &mut Sent) -> Vec<Parcel> {
    let mut seen = FxHashSet::default();
    let last: Vec<bool> = batch.iter().rev().map(|parcel| seen.insert(parcel.id.clone())).collect();
    let (kept, before): (Vec<_>, Vec<_>) = batch.into_iter().zip(last.into_iter().rev()).partition(|(_, last)| *last);
    sent.taken.extend(before.iter().map(|(parcel, _)| parcel.entry()));
    kept.into_iter().map(|(parcel, _)| parcel).collect()
}
