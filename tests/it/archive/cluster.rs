//! A cluster of a few hundred lines: it speaks as `OpenSearch` does as far as the program asks, holds what it is sent, finds
//! by shared words, and can be told to be slow, to break off, to talk nonsense.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

/// One request.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub proof: Option<String>,
    pub body: String,
}

/// What it says to a request.
pub struct Says {
    pub status: u16,
    pub headers: String,
    pub body: String,
    /// How long it thinks first.
    pub after: Duration,
}

impl Says {
    pub fn json(status: u16, value: &Value) -> Self {
        Self { status, headers: String::new(), body: value.to_string(), after: Duration::ZERO }
    }

    pub fn text(status: u16, body: &str) -> Self {
        Self { body: body.to_owned(), ..Self::json(status, &Value::Null) }
    }
}

/// What is done to a request instead of what a sound cluster does.
type Trick = dyn Fn(&Asked, &mut Store) -> Option<Says> + Send + Sync;

/// A cluster on 127.0.0.1, for as long as the test runs.
pub struct Cluster {
    pub port: u16,
    pub store: Arc<Mutex<Store>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    trick: Arc<Mutex<Option<Box<Trick>>>>,
    crowd: Arc<Crowd>,
}

/// How many requests are being answered, and how many were at most.
#[derive(Default)]
struct Crowd {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Cluster {
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let cluster = Self {
            port: listener.local_addr().unwrap().port(),
            store: Arc::default(),
            asked: Arc::default(),
            trick: Arc::default(),
            crowd: Arc::default(),
        };
        let crowd = cluster.crowd.clone();
        let (store, asked, trick) = (cluster.store.clone(), cluster.asked.clone(), cluster.trick.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (store, asked, trick, crowd) = (store.clone(), asked.clone(), trick.clone(), crowd.clone());
                std::thread::spawn(move || serve(&stream, &store, &asked, &trick, &crowd));
            }
        });
        cluster
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on this is done first.
    pub fn plays(&self, trick: impl Fn(&Asked, &mut Store) -> Option<Says> + Send + Sync + 'static) {
        *self.trick.lock().unwrap() = Some(Box::new(trick));
    }

    /// From now on it is sound.
    pub fn behaves(&self) {
        *self.trick.lock().unwrap() = None;
    }

    /// All that was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How many requests were on their way at once, at most.
    pub fn busiest(&self) -> usize {
        self.crowd.most.load(Ordering::SeqCst)
    }

    pub fn forget(&self) {
        self.asked.lock().unwrap().clear();
    }
}

fn serve(
    stream: &TcpStream,
    store: &Mutex<Store>,
    asked: &Mutex<Vec<Asked>>,
    trick: &Mutex<Option<Box<Trick>>>,
    crowd: &Crowd,
) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|&length| length > 0)?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let (method, path) = (words.next()?, words.next()?);
        let (mut length, mut proof) = (0, None);
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).ok()?;
            match header.trim().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().ok()?,
                Some((name, value)) if name.eq_ignore_ascii_case("authorization") => proof = Some(value.to_owned()),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let request = Asked { method, path, proof, body: String::from_utf8(body).ok()? };
        asked.lock().unwrap().push(request.clone());
        crowd.most.fetch_max(crowd.now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let says = {
            let mut store = store.lock().unwrap();
            let played = trick.lock().unwrap().as_ref().and_then(|trick| trick(&request, &mut store));
            played.unwrap_or_else(|| store.answer(&request))
        };
        std::thread::sleep(says.after);
        crowd.now.fetch_sub(1, Ordering::SeqCst);
        let Says { status, headers, body, .. } = says;
        // In one piece: the second of two would wait until the first is acknowledged.
        let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len());
        let mut out = stream;
        out.write_all(answer.as_bytes()).ok()?;
    }
}

/// A document, and how often it was written.
#[derive(Clone, Debug)]
pub struct Document {
    pub source: Value,
    pub seq: u64,
}

/// What it holds: documents by index and number.
#[derive(Default)]
pub struct Store {
    pub indices: BTreeMap<String, BTreeMap<String, Document>>,
    /// Templates with the aliases that they give: the beginning of an index's name, and the alias.
    aliases: Vec<(String, String)>,
    writes: u64,
    /// Whether searches by name miss what was written since the last refresh, as on a real one.
    pub forgetful: bool,
    seen: u64,
}

impl Store {
    /// All documents of an index, or of those that an alias stands for, with their index.
    fn behind(&self, name: &str) -> Vec<(&str, &BTreeMap<String, Document>)> {
        if let Some((index, documents)) = self.indices.get_key_value(name) {
            return vec![(index, documents)];
        }
        let begins: Vec<&String> =
            self.aliases.iter().filter(|(_, alias)| alias == name).map(|(begin, _)| begin).collect();
        let all = self.indices.iter().filter(|(index, _)| begins.iter().any(|begin| index.starts_with(begin.as_str())));
        all.map(|(index, documents)| (index.as_str(), documents)).collect()
    }

    /// How many documents an index or an alias holds.
    pub fn count(&self, name: &str) -> usize {
        self.behind(name).iter().map(|(_, documents)| documents.len()).sum()
    }

    /// What a sound cluster says.
    pub fn answer(&mut self, asked: &Asked) -> Says {
        let path = asked.path.split('?').next().unwrap_or_default().trim_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        match (&*asked.method, &parts[..]) {
            ("PUT", ["_index_template", _]) => {
                let body: Value = serde_json::from_str(&asked.body).unwrap();
                for alias in body["template"]["aliases"].as_object().into_iter().flatten().map(|(alias, _)| alias) {
                    for pattern in body["index_patterns"].as_array().unwrap() {
                        let begin = pattern.as_str().unwrap().trim_end_matches('*').to_owned();
                        self.aliases.push((begin, alias.clone()));
                    }
                }
                Says::json(200, &json!({"acknowledged": true}))
            }
            ("PUT", [index]) => {
                self.indices.entry((*index).to_owned()).or_default();
                Says::json(200, &json!({"acknowledged": true}))
            }
            ("POST", ["_bulk"]) => self.bulk(&asked.body),
            ("POST", ["_msearch"]) => self.msearch(&asked.body),
            ("POST", ["_mget"]) => self.mget(None, &asked.body),
            (_, [index, rest @ ..]) => {
                let behind = self.behind(index);
                if behind.is_empty() {
                    return Says::json(404, &json!({"error": {"type": "index_not_found_exception"}, "status": 404}));
                }
                match rest {
                    [] | ["_settings"] => {
                        // One store has one index of a name for as long as it lives.
                        let told = behind.iter().map(|(index, _)| {
                            let uuid = format!("u{}", index.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
                            ((*index).to_owned(), json!({"settings": {"index": {"uuid": uuid}}}))
                        });
                        Says::json(200, &Value::Object(told.collect()))
                    }
                    ["_mapping"] => Says::json(200, &json!({"acknowledged": true})),
                    ["_refresh"] => {
                        self.seen = self.writes;
                        Says::json(200, &json!({}))
                    }
                    ["_mget"] if behind.len() > 1 => {
                        Says::json(400, &json!({"error": {"reason": "more than one index"}}))
                    }
                    ["_mget"] => self.mget(Some(index), &asked.body),
                    ["_search"] => Says::json(200, &self.search(&behind, &asked.body)),
                    _ => Says::json(400, &json!({"error": {"reason": "what is that"}})),
                }
            }
            _ => Says::json(400, &json!({"error": {"reason": "what is that"}})),
        }
    }

    fn bulk(&mut self, body: &str) -> Says {
        let mut lines = body.lines();
        let (mut items, mut errors) = (Vec::new(), false);
        while let Some(head) = lines.next() {
            let head: Value = serde_json::from_str(head).unwrap();
            let (action, place) = head.as_object().and_then(|head| head.iter().next()).unwrap();
            let index = self.indices.get_mut(place["_index"].as_str().unwrap()).expect("an index, and no alias");
            let id = place["_id"].as_str().unwrap().to_owned();
            assert!(id.len() <= 512, "the real one takes no longer names");
            let told: Option<Value> =
                (action != "delete").then(|| serde_json::from_str(lines.next().unwrap()).unwrap());
            self.writes += 1;
            let (there, seq) = (index.get(&id).cloned(), self.writes);
            let other = place.get("if_seq_no").is_some_and(|seq| there.as_ref().is_none_or(|there| *seq != there.seq));
            let status = match (&**action, &there) {
                _ if other => 409,
                ("create", Some(_)) => 409,
                ("update" | "delete", None) => 404,
                ("create" | "index", _) => {
                    index.insert(id, Document { source: told.unwrap(), seq });
                    201
                }
                ("update", Some(there)) => {
                    let mut source = there.source.clone();
                    for (name, value) in told.unwrap()["doc"].as_object().unwrap() {
                        source[name] = value.clone();
                    }
                    index.insert(id, Document { source, seq });
                    200
                }
                ("delete", Some(_)) => {
                    index.remove(&id);
                    200
                }
                other => panic!("no such action: {other:?}"),
            };
            errors |= status > 299;
            let why = json!({"type": "version_conflict_engine_exception", "reason": "another state"});
            let error = if status > 299 { why } else { Value::Null };
            items.push(json!({action: {"status": status, "_seq_no": seq, "_primary_term": 1, "error": error}}));
        }
        Says::json(200, &json!({"errors": errors, "items": items}))
    }

    fn msearch(&self, body: &str) -> Says {
        let lines: Vec<Value> = body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let answers = lines.chunks(2).map(|pair| match &self.behind(pair[0]["index"].as_str().unwrap())[..] {
            [] => json!({"error": {"type": "index_not_found_exception", "reason": "no such index"}, "status": 404}),
            behind => found(behind, &pair[1]),
        });
        Says::json(200, &json!({"responses": answers.collect::<Vec<_>>()}))
    }

    fn mget(&self, index: Option<&str>, body: &str) -> Says {
        let body: Value = serde_json::from_str(body).unwrap();
        let of = |index: &str, id: &str| match (&self.behind(index)[..], id) {
            ([(index, documents)], id) => match documents.get(id) {
                Some(Document { source, seq }) => {
                    json!({"_index": index, "_id": id, "found": true, "_seq_no": seq, "_primary_term": 1, "_source": source})
                }
                None => json!({"_index": index, "_id": id, "found": false}),
            },
            (_, id) => json!({"_index": index, "_id": id, "error": {"type": "illegal_argument_exception"}}),
        };
        let docs: Vec<Value> = match index {
            Some(index) => body["ids"].as_array().unwrap().iter().map(|id| of(index, id.as_str().unwrap())).collect(),
            None => body["docs"]
                .as_array()
                .unwrap()
                .iter()
                .map(|doc| of(doc["_index"].as_str().unwrap(), doc["_id"].as_str().unwrap()))
                .collect(),
        };
        Says::json(200, &json!({"docs": docs}))
    }

    /// Whole articles: all, or those that quote somebody, bear names or a mark; in order, counted, and whom they quote.
    fn search(&self, behind: &[(&str, &BTreeMap<String, Document>)], body: &str) -> Value {
        let body: Value = serde_json::from_str(body).unwrap();
        let name = body["query"]["match"]["speakers"]["query"].as_str();
        let ids: Option<Vec<&str>> =
            body["query"]["ids"]["values"].as_array().map(|ids| ids.iter().filter_map(Value::as_str).collect());
        let sender = body["query"]["term"]["senders"].as_str();
        let after = body["search_after"][0].as_str();
        let quotes = |source: &Value, name: &str| source["speakers"].to_string().to_lowercase().contains(name);
        let marked = |source: &Value, mark: &str| {
            source["senders"].as_array().is_some_and(|senders| senders.iter().any(|sender| sender == mark))
        };
        let all =
            || behind.iter().flat_map(|(index, documents)| documents.iter().map(move |(id, it)| (*index, id, it)));
        let mut fit: Vec<(&str, &String, &Document)> = all()
            .filter(|(_, id, it)| {
                name.is_none_or(|name| quotes(&it.source, name))
                    && ids.as_ref().is_none_or(|ids| ids.contains(&id.as_str()))
                    && sender.is_none_or(|sender| marked(&it.source, sender))
                    && (body["query"]["exists"]["field"] != "id" || it.source.get("id").is_some())
                    && after.is_none_or(|after| id.as_str() > after)
                    && (!self.forgetful || it.seq <= self.seen)
            })
            .collect();
        fit.sort_by_key(|(_, id, _)| *id);
        let hits = fit.iter().take(body["size"].as_u64().unwrap() as usize).map(|(index, id, it)| {
            let mut hit = json!({"_index": index, "_seq_no": it.seq, "_primary_term": 1, "sort": [id]});
            // By columns, each a list; or the document.
            if let Some(columns) = body["docvalue_fields"].as_array() {
                for column in columns.iter().filter_map(Value::as_str).filter(|column| !it.source[*column].is_null()) {
                    let value = &it.source[column];
                    hit["fields"][column] = if value.is_array() { value.clone() } else { json!([value]) };
                }
            } else {
                hit["_id"] = json!(id);
                hit["_source"] = it.source.clone();
            }
            hit
        });
        let said: u64 = all().filter_map(|(_, _, it)| it.source["quotations"].as_u64()).sum();
        let total = all().count();
        let mut told = json!({
            "timed_out": false, "_shards": {"total": 1, "failed": 0},
            "hits": {"total": {"value": total}, "hits": hits.collect::<Vec<_>>()},
            "aggregations": {"said": {"value": said}}
        });
        let pages = &body["aggs"]["names"]["composite"];
        if let Some(size) = pages["size"].as_u64() {
            let mut names: BTreeMap<&str, usize> = BTreeMap::new();
            for (_, _, it) in all() {
                for name in it.source["quoted"].as_array().into_iter().flatten() {
                    *names.entry(name.as_str().unwrap()).or_default() += 1;
                }
            }
            let after = pages["after"]["name"].as_str();
            let page: Vec<Value> = names
                .iter()
                .filter(|(name, _)| after.is_none_or(|after| **name > after))
                .take(size as usize)
                .map(|(name, count)| json!({"key": {"name": name}, "doc_count": count}))
                .collect();
            if let Some(last) = page.last() {
                told["aggregations"]["names"]["after_key"] = last["key"].clone();
            }
            told["aggregations"]["names"]["buckets"] = json!(page);
        }
        if !body["aggs"]["unlisted"].is_null() {
            told["aggregations"]["unlisted"]["doc_count"] =
                json!(all().filter(|(_, _, it)| it.source.get("quoted").is_none()).count());
        }
        told
    }
}

/// Windows that share words, those that share most first.
fn found(behind: &[(&str, &BTreeMap<String, Document>)], body: &Value) -> Value {
    let query = &body["query"];
    let phrase = query["match_phrase"]["t"]["query"].as_str();
    let words = phrase.or_else(|| query["dis_max"]["queries"][0]["match"]["t.sh"]["query"].as_str()).unwrap();
    let fold = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
    let words: Vec<String> = fold(words).split_whitespace().map(str::to_owned).collect();
    let mut hits: Vec<(usize, &str, &Value)> = Vec::new();
    for (index, document) in behind.iter().flat_map(|(index, all)| all.values().map(move |document| (*index, document)))
    {
        let text = fold(document.source["t"].as_str().unwrap());
        let shared = words.iter().filter(|word| text.split_whitespace().any(|other| other == **word)).count();
        if shared * 2 >= words.len() {
            hits.push((shared, index, &document.source));
        }
    }
    hits.sort_by_key(|(shared, ..)| std::cmp::Reverse(*shared));
    let hits = hits.iter().take(body["size"].as_u64().unwrap() as usize);
    let hits = hits.map(|(_, index, hit)| json!({"_index": index, "_source": hit}));
    json!({"timed_out": false, "_shards": {"total": 1, "failed": 0}, "hits": {"hits": hits.collect::<Vec<_>>()}})
}
