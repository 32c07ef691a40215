//! How an archive is laid out in the cluster.
//!
//! Two indices: `NAME-articles` holds each article whole, to be read here as any other source is; `NAME-passages` holds
//! windows of their words, to be found. A search that had to read whole articles would take ten times as long, and an
//! article put together from its passages would have no speakers at their seams.

use serde_json::{Value, json};

use crate::settings::archive::ArchiveSettings;

/// The index of whole articles.
pub(super) fn articles(settings: &ArchiveSettings) -> String {
    format!("{}-articles", settings.index)
}

/// The index of windows of words.
pub(super) fn passages(settings: &ArchiveSettings) -> String {
    format!("{}-passages", settings.index)
}

/// The templates, with their names.
pub(super) fn templates(settings: &ArchiveSettings) -> [(String, Value); 2] {
    let counts = json!({"number_of_shards": settings.shards, "number_of_replicas": settings.replicas});
    let template = |index: &str, mut set: Value, mappings: Value| {
        for (key, value) in counts.as_object().into_iter().flatten() {
            set[key] = value.clone();
        }
        json!({"index_patterns": [index], "priority": 100, "template": {"settings": set, "mappings": mappings}})
    };
    let (articles, passages) = (articles(settings), passages(settings));
    let whole = template(&articles, json!({"refresh_interval": "5s", "codec": "best_compression"}), whole());
    let windows = template(&passages, json!({"refresh_interval": "5s", "analysis": analysis()}), windows());
    [(articles, whole), (passages, windows)]
}

/// An article: the fields of a line of a `.jsonl`, its revision, and whom it quotes.
fn whole() -> Value {
    let kept = json!({"type": "keyword", "index": false, "doc_values": false});
    let field = json!({"type": "keyword", "ignore_above": 1000});
    json!({"dynamic": "strict", "properties": {
        "id": field, "rev": kept, "markup": kept,
        "text": {"type": "text", "index": false},
        "title": kept, "byline": field, "url": kept, "dateline": field,
        "outlet": field, "lang": field, "kind": field, "status": field,
        "date": {"type": "date", "format": "yyyy-MM-dd", "ignore_malformed": true},
        "speakers": {"type": "text", "norms": false, "index_options": "docs"},
        "quotations": {"type": "integer"}, "passages": {"type": "integer", "index": false},
    }})
}

/// A window: of which article, in which revision, and its words, one by one and by threes.
fn windows() -> Value {
    json!({"dynamic": "strict", "properties": {
        "a": {"type": "keyword"},
        "rev": {"type": "keyword", "index": false, "doc_values": false},
        "t": {"type": "text", "analyzer": "words", "fields": {
            "sh": {"type": "text", "analyzer": "threes", "index_options": "docs", "norms": false}
        }},
    }})
}

fn analysis() -> Value {
    json!({
        "char_filter": {"apostrophe": {"type": "mapping", "mappings": ["\u{2019}=>'"]}},
        "filter": {"threes": {
            "type": "shingle", "min_shingle_size": 3, "max_shingle_size": 3, "output_unigrams": false
        }},
        "analyzer": {
            "words": {
                "type": "custom", "char_filter": ["apostrophe"], "tokenizer": "standard", "filter": ["lowercase"]
            },
            "threes": {
                "type": "custom", "char_filter": ["apostrophe"], "tokenizer": "standard",
                "filter": ["lowercase", "threes"]
            },
        },
    })
}
