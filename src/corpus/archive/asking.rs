//! Asking an archive: which windows hold some words, then the articles of those that fit best.

use std::time::Instant;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::super::index::build::Builder;
use super::super::index::words::Words;
use super::super::ingest::checksum;
use super::super::people::surname_as_written;
use super::super::{CorpusError, Query, Roll};
use super::arrivals::{self, Delivery};
use super::client::{self, Client, Fault, JSON, ROWS};
use super::mapping::Volume;
use super::query::{self, Told, Window};
use super::quoted::quoted;
use super::{Answer, Archive, Due, Manner, REMEMBERED, State, kept, mapping};
use crate::text::{Span, fold};

/// So many stretches of words are asked for in one request.
const TOGETHER: usize = 16;
/// Of the windows of one stretch, the articles of so many are fetched: those that have most of its words in order.
const FETCHED: usize = 12;
/// And no window that shares less than this of the rare runs that the best one shares.
const CLOSE: f32 = 0.3;
/// So many articles are fetched in one request.
const ONE_LOAD: usize = 64;
/// So many articles that quote somebody are fetched, the newest first.
const OF_ONE: usize = 50;
/// An archive of no more articles is fetched whole by who wants to know everybody in it.
const FEW: usize = 1_000;

impl Archive {
    /// Asks for stretches of words, waits, and takes in what comes.
    pub(super) fn ask(&self, due: &[Due]) {
        let Ok(client) = &self.client else { return };
        for due in due.chunks(TOGETHER) {
            let lacking = match self.search(client, due) {
                Ok(told) => self.fetch_for(client, due, &told),
                Err(fault) => vec![Some(fault.said(client.nodes())); due.len()],
            };
            self.note(client, due, lacking);
        }
    }

    fn search(&self, client: &Client, due: &[Due]) -> Result<Vec<Told>, Fault> {
        let words: Vec<&str> = due.iter().map(|due| &*due.words).collect();
        // What the cluster has by then is better than nothing at all a little later.
        let millis = self.within().as_millis() * 3 / 4;
        let rows = query::rows(&mapping::passages(&self.settings), &words, millis);
        let answer = client.call("POST", "_msearch", (ROWS, &rows), self.within())?;
        query::told(&answer, due.len(), &self.settings).ok_or_else(|| client.nonsense())
    }

    /// Fetches the articles that may hold the words; says for each stretch what is lacking.
    fn fetch_for(&self, client: &Client, due: &[Due], told: &[Told]) -> Vec<Option<String>> {
        let whose = |why: String| format!("the archive at {} {why}", client.nodes());
        let mut lacking: Vec<_> = told.iter().map(|told| told.lacking.clone().map(whose)).collect();
        let mut wanted: FxHashMap<String, (Option<Volume>, Vec<usize>)> = FxHashMap::default();
        for (nth, (due, told)) in due.iter().zip(told).enumerate() {
            let found = best(due, &told.windows);
            let earlier = self.unproven(due);
            let mut state = self.state();
            for Window { article: id, rev, volume, .. } in found {
                if state.kept.has(id, rev) && self.is_of_earlier(&state, id) {
                    state.sound.insert(checksum(id.as_bytes()));
                } else if !state.arrivals.has(id, rev) {
                    let (place, who) = wanted.entry(id.clone()).or_default();
                    *place = place.or(*volume);
                    who.push(nth);
                }
            }
            let unproven = earlier.into_iter().filter(|id| !state.sound.contains(&checksum(id.as_bytes())));
            for id in unproven {
                wanted.entry(id).or_default().1.push(nth);
            }
        }
        let mut places: Vec<(&str, Option<Volume>)> = wanted.iter().map(|(id, (place, _))| (&**id, *place)).collect();
        places.sort();
        for places in places.chunks(ONE_LOAD) {
            if let Err(fault) = self.fetch(client, places) {
                let why = fault.said(client.nodes());
                for &nth in places.iter().flat_map(|(id, _)| &wanted[*id].1) {
                    lacking[nth].get_or_insert_with(|| why.clone());
                }
            }
        }
        lacking
    }

    /// Whether what came in earlier sessions holds an article, and it is not known to be out of date.
    fn is_of_earlier(&self, state: &State, id: &str) -> bool {
        self.earlier.get().is_some_and(Option::is_some)
            && !state.stale.contains(&checksum(id.as_bytes()))
            && !state.arrivals.knows(id)
    }

    /// Articles of earlier sessions that may hold the words, and of which nobody knows whether they still are what they
    /// were.
    fn unproven(&self, due: &Due) -> Vec<String> {
        let Some(earlier) = self.earlier() else { return Vec::new() };
        let query = Query { parts: vec![due.keys.clone()], limit: FETCHED, ..Query::default() };
        let hits = earlier.search(&query).unwrap_or_default();
        let articles = hits.iter().filter_map(|hit| earlier.article(hit.article).ok());
        let mut ids: Vec<String> = articles.filter_map(|article| article.file().1.map(str::to_owned)).collect();
        let state = self.state();
        ids.retain(|id| {
            let sum = checksum(id.as_bytes());
            !state.stale.contains(&sum) && !state.sound.contains(&sum)
        });
        ids.sort();
        ids.dedup();
        ids
    }

    /// Fetches articles and takes them in; those that the archive no longer has are forgotten.
    fn fetch(&self, client: &Client, places: &[(&str, Option<Volume>)]) -> Result<(), Fault> {
        let (mut placed, mut loose): (Vec<_>, Vec<_>) =
            places.iter().partition(|(_, place)| place.is_some() || self.settings.per.is_none());
        if !placed.is_empty() {
            let docs = placed.iter().map(|(id, place)| {
                let volume = place.unwrap_or(Volume::Whole);
                json!({"_index": volume.articles(&self.settings), "_id": id})
            });
            let body = json!({"docs": docs.collect::<Vec<_>>()}).to_string();
            let answer = client.call("POST", "_mget", (JSON, body.as_bytes()), self.within())?;
            let told = answer["docs"].as_array().filter(|docs| docs.len() == placed.len());
            let told = told.ok_or_else(|| client.nonsense())?;
            if told.iter().any(|doc| doc.get("error").is_some()) {
                return Err(Fault::Away("could not give all articles".to_owned()));
            }
            let mut told: Vec<(&str, Option<&Value>)> =
                told.iter().zip(&placed).map(|(doc, (id, _))| (*id, doc.get("_source"))).collect();
            // What is not where its windows were may have moved to another volume meanwhile.
            let lost = |(_, source): &(&str, Option<&Value>)| source.is_none() && self.settings.per.is_some();
            loose.extend(told.iter().filter(|it| lost(it)).map(|(id, _)| (*id, None)));
            told.retain(|it| !lost(it));
            self.take(told);
            placed.clear();
        }
        if !loose.is_empty() {
            let ids: Vec<&str> = loose.iter().map(|(id, _)| *id).collect();
            let body = json!({"size": 2 * ids.len(), "query": {"ids": {"values": ids}}}).to_string();
            let path = format!("{}/_search", mapping::articles(&self.settings));
            let answer = client.call("POST", &path, (JSON, body.as_bytes()), self.within())?;
            client::whole(&answer)?;
            let hits = answer["hits"]["hits"].as_array().ok_or_else(|| client.nonsense())?;
            let source = |id: &str| hits.iter().find(|hit| hit["_id"] == *id).and_then(|hit| hit.get("_source"));
            self.take(ids.iter().map(|id| (*id, source(id))).collect());
        }
        Ok(())
    }

    /// Takes in articles as the cluster has them; without a source, those that it no longer has.
    fn take(&self, told: Vec<(&str, Option<&Value>)>) {
        let mut deliveries = Vec::new();
        {
            let mut state = self.state();
            for (id, source) in told {
                let sum = checksum(id.as_bytes());
                let Some(source) = source.and_then(Value::as_object) else {
                    state.kept.drop(id);
                    state.stale.insert(sum);
                    state.arrivals.gone(id);
                    continue;
                };
                let rev = source.get("rev").and_then(Value::as_str).unwrap_or_default().to_owned();
                if state.kept.has(id, &rev) && self.is_of_earlier(&state, id) {
                    state.sound.insert(sum);
                } else if !state.arrivals.has(id, &rev) {
                    let mut row = source.clone();
                    row.insert("id".to_owned(), id.into());
                    let (place, line) = (state.kept.place(id, &rev), Value::Object(row).to_string().into_bytes());
                    deliveries.push(Delivery { id: id.to_owned(), rev, place, line });
                }
            }
        }
        // Reading takes its time, which nobody else must wait for.
        let read = arrivals::read(deliveries);
        let mut state = self.state();
        for (_, Delivery { id, rev, line, .. }) in &read {
            state.stale.insert(checksum(id.as_bytes()));
            state.kept.put(id, rev, line);
        }
        state.arrivals.take(read);
    }

    /// Remembers what came of some questions.
    fn note(&self, client: &Client, due: &[Due], lacking: Vec<Option<String>>) {
        let now = Instant::now();
        let mut state = self.state();
        if state.answers.len() > REMEMBERED {
            state.answers.clear();
        }
        if lacking.iter().all(Option::is_none) && self.manner == Manner::Later {
            state.trouble = None;
        }
        for (due, lacking) in due.iter().zip(lacking) {
            let answer = match lacking {
                None => Answer::Whole(now),
                Some(why) => {
                    state.trouble.get_or_insert_with(|| why.clone());
                    Answer::Partly(why.into(), now + client.wait().max(std::time::Duration::from_secs(1)))
                }
            };
            state.answers.insert(due.key, answer);
        }
    }

    /// Has the newest articles that quote somebody fetched: now, or when there is time.
    pub(super) fn prepare_for(&self, name: &str) {
        if self.client.is_err() || !self.state().names.insert(name.to_owned()) {
            return;
        }
        match self.manner {
            Manner::AtOnce => self.ask_for(name),
            Manner::Later => self.state().due_names.push(name.to_owned()),
        }
    }

    /// Fetches the newest articles that quote somebody who goes by this name.
    pub(super) fn ask_for(&self, name: &str) {
        let surname = surname_as_written(name);
        if surname.is_empty() {
            return;
        }
        let newest = json!([{"date": {"order": "desc", "missing": "_last"}}, {"id": "asc"}]);
        let query = json!({"match": {"speakers": {"query": surname, "operator": "and"}}});
        // Without them a verdict has fewer renderings beside it, and is not wrong.
        let _ = self.fetch_all(&json!({"size": OF_ONE, "query": query, "sort": newest}));
    }

    /// Whether it is too much to be fetched whole.
    pub(super) fn is_large(&self) -> bool {
        self.count();
        self.state().totals.is_some_and(|(articles, _)| articles > FEW)
    }

    /// Whom it quotes, by name alone.
    ///
    /// # Errors
    /// When it does not answer.
    pub(super) fn names(&self) -> Result<Roll, CorpusError> {
        let client = self.client.as_ref().map_err(|why| CorpusError::Archive(why.clone()))?;
        quoted(client, &self.settings).map_err(|fault| CorpusError::Archive(fault.said(client.nodes())))
    }

    /// Fetches everything, if it is not too much.
    ///
    /// # Errors
    /// When it is, or when it is not to be had.
    pub(super) fn ask_for_everybody(&self) -> Result<(), CorpusError> {
        let client = self.client.as_ref().map_err(|why| CorpusError::Archive(why.clone()))?;
        let told = |why: String| CorpusError::Archive(why);
        if self.is_large() {
            return Err(told("the archive holds too many articles to be read whole".to_owned()));
        }
        let all = json!({"size": FEW, "query": {"match_all": {}}, "sort": [{"id": "asc"}]});
        self.fetch_all(&all).map_err(|fault| told(fault.said(client.nodes())))
    }

    /// Searches the index of articles, and takes in all that comes.
    fn fetch_all(&self, search: &Value) -> Result<(), Fault> {
        let Ok(client) = &self.client else { return Ok(()) };
        let path = format!("{}/_search", mapping::articles(&self.settings));
        let answer = client.call("POST", &path, (JSON, search.to_string().as_bytes()), self.within())?;
        let hits = answer["hits"]["hits"].as_array().ok_or_else(|| client.nonsense())?;
        let told = hits.iter().filter_map(|hit| Some((hit["_id"].as_str()?, Some(hit.get("_source")?)))).collect();
        self.take(told);
        Ok(())
    }

    /// Counts what the archive holds.
    pub(super) fn count(&self) {
        let Ok(client) = &self.client else { return };
        if self.state().totals.is_some() {
            return;
        }
        let path = format!("{}/_search", mapping::articles(&self.settings));
        let body = json!({"size": 0, "track_total_hits": true, "aggs": {"said": {"sum": {"field": "quotations"}}}});
        let counted = client.call("POST", &path, (JSON, body.to_string().as_bytes()), self.within());
        let counted = counted.and_then(|answer| {
            let articles = answer["hits"]["total"]["value"].as_u64().ok_or_else(|| client.nonsense())?;
            let quotations = answer["aggregations"]["said"]["value"].as_f64().unwrap_or_default();
            Ok((articles as usize, quotations as usize))
        });
        let mut state = self.state();
        match counted {
            Ok(totals) => state.totals = Some(totals),
            Err(fault) => {
                state.trouble.get_or_insert_with(|| fault.said(client.nodes()));
            }
        }
    }

    /// Whether a kept article, by the place it lies in, is not to be used any more.
    pub(super) fn is_stale(state: &State, path: &str) -> bool {
        let (file, _) = path.split_once(".jsonl#").unwrap_or((path, ""));
        let name = format!("{}.jsonl", file.rsplit(['/', '\\']).next().unwrap_or(file));
        kept::marks(&name).is_some_and(|(id, _)| state.stale.contains(&id))
    }
}

/// The windows that have most of the words in order, one of each article.
fn best<'w>(due: &Due, windows: &'w [Window]) -> Vec<&'w Window> {
    let mut builder = Builder::default();
    for window in windows {
        builder.add(&fold::tokens(&window.text, Span::new(0, window.text.len())), window.text.len(), &[], &[]);
    }
    if windows.is_empty() {
        return Vec::new();
    }
    let query = Query { parts: vec![due.keys.clone()], limit: query::SIZE, ..Query::default() };
    let mut found: Vec<&Window> = Vec::new();
    let hits = Words::of(builder).search(&query);
    let least = hits.first().map_or(0.0, |hit| hit.score * CLOSE);
    for hit in hits.iter().take_while(|hit| hit.score >= least) {
        let window = &windows[hit.article.0 as usize];
        if found.len() < FETCHED && !found.iter().any(|other| other.article == window.article) {
            found.push(window);
        }
    }
    found
}
