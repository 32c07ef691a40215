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
        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
        let mut out = stream;
        out.write_all(head.as_bytes()).ok()?;
        out.write_all(body.as_bytes()).ok()?;
    }
}

/// What it holds: documents by index and number.
#[derive(Default)]
pub struct Store {
    pub indices: BTreeMap<String, BTreeMap<String, Value>>,
}

impl Store {
    /// What a sound cluster says.
    pub fn answer(&mut self, asked: &Asked) -> Says {
        let path = asked.path.split('?').next().unwrap_or_default().trim_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        match (&*asked.method, &parts[..]) {
            ("PUT", ["_index_template", _]) => Says::json(200, &json!({"acknowledged": true})),
            ("PUT", [index]) => {
                self.indices.entry((*index).to_owned()).or_default();
                Says::json(200, &json!({"acknowledged": true}))
            }
            ("POST", ["_bulk"]) => self.bulk(&asked.body),
            ("POST", ["_msearch"]) => self.msearch(&asked.body),
            (_, [index, rest @ ..]) => {
                let Some(documents) = self.indices.get(*index) else {
                    return Says::json(404, &json!({"error": {"type": "index_not_found_exception"}, "status": 404}));
                };
                match rest {
                    [] | ["_settings"] => {
                        // One store has one index of a name for as long as it lives.
                        let uuid = format!("u{}", index.len());
                        Says::json(200, &json!({*index: {"settings": {"index": {"uuid": uuid}}}}))
                    }
                    ["_refresh"] => Says::json(200, &json!({})),
                    ["_mget"] => Says::json(200, &mget(documents, &asked.body)),
                    ["_search"] => Says::json(200, &search(documents, &asked.body)),
                    _ => Says::json(400, &json!({"error": {"reason": "what is that"}})),
                }
            }
            _ => Says::json(400, &json!({"error": {"reason": "what is that"}})),
        }
    }

    fn bulk(&mut self, body: &str) -> Says {
        let mut lines = body.lines();
        let mut items = Vec::new();
        while let Some(head) = lines.next() {
            let head: Value = serde_json::from_str(head).unwrap();
            let (action, place) = head.as_object().and_then(|head| head.iter().next()).unwrap();
            let index = self.indices.get_mut(place["_index"].as_str().unwrap()).unwrap();
            let id = place["_id"].as_str().unwrap().to_owned();
            assert!(id.len() <= 512, "the real one takes no longer names");
            if action == "delete" {
                let status = if index.remove(&id).is_some() { 200 } else { 404 };
                items.push(json!({"delete": {"status": status}}));
            } else {
                index.insert(id, serde_json::from_str(lines.next().unwrap()).unwrap());
                items.push(json!({"index": {"status": 201}}));
            }
        }
        Says::json(200, &json!({"errors": false, "items": items}))
    }

    fn msearch(&self, body: &str) -> Says {
        let lines: Vec<Value> = body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let answers = lines.chunks(2).map(|pair| match self.indices.get(pair[0]["index"].as_str().unwrap()) {
            Some(documents) => found(documents, &pair[1]),
            None => json!({"error": {"type": "index_not_found_exception", "reason": "no such index"}, "status": 404}),
        });
        Says::json(200, &json!({"responses": answers.collect::<Vec<_>>()}))
    }
}

fn mget(documents: &BTreeMap<String, Value>, body: &str) -> Value {
    let body: Value = serde_json::from_str(body).unwrap();
    let docs = body["ids"].as_array().unwrap().iter().map(|id| match documents.get(id.as_str().unwrap()) {
        Some(source) => json!({"_id": id, "found": true, "_source": source}),
        None => json!({"_id": id, "found": false}),
    });
    json!({"docs": docs.collect::<Vec<_>>()})
}

/// Windows that share words, those that share most first.
fn found(documents: &BTreeMap<String, Value>, body: &Value) -> Value {
    let query = &body["query"];
    let phrase = query["match_phrase"]["t"]["query"].as_str();
    let words = phrase.or_else(|| query["dis_max"]["queries"][0]["match"]["t.sh"]["query"].as_str()).unwrap();
    let fold = |text: &str| text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
    let words: Vec<String> = fold(words).split_whitespace().map(str::to_owned).collect();
    let mut hits: Vec<(usize, &Value)> = Vec::new();
    for document in documents.values() {
        let text = fold(document["t"].as_str().unwrap());
        let shared = words.iter().filter(|word| text.split_whitespace().any(|other| other == **word)).count();
        if shared * 2 >= words.len() {
            hits.push((shared, document));
        }
    }
    hits.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    let hits = hits.iter().take(body["size"].as_u64().unwrap() as usize).map(|(_, hit)| json!({"_source": hit}));
    json!({"timed_out": false, "_shards": {"total": 1, "failed": 0}, "hits": {"hits": hits.collect::<Vec<_>>()}})
}

/// Whole articles: all, or those that quote somebody; counted as well.
fn search(documents: &BTreeMap<String, Value>, body: &str) -> Value {
    let body: Value = serde_json::from_str(body).unwrap();
    let name = body["query"]["match"]["speakers"]["query"].as_str();
    let quotes = |document: &Value, name: &str| document["speakers"].to_string().to_lowercase().contains(name);
    let fit = documents.iter().filter(|(_, document)| name.is_none_or(|name| quotes(document, name)));
    let hits =
        fit.take(body["size"].as_u64().unwrap() as usize).map(|(id, source)| json!({"_id": id, "_source": source}));
    let said: u64 = documents.values().filter_map(|document| document["quotations"].as_u64()).sum();
    json!({
        "hits": {"total": {"value": documents.len()}, "hits": hits.collect::<Vec<_>>()},
        "aggregations": {"said": {"value": said}}
    })
}
