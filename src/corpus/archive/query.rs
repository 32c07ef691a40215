//! From words to what a cluster is asked, and from its answer to windows of articles.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use super::client::clipped;
use super::mapping::Volume;
use crate::settings::archive::ArchiveSettings;
use crate::text::lists;

/// So many windows come back for one stretch of words.
pub(super) const SIZE: usize = 40;
/// Longer stretches are cut here: what is that long is found by its beginning.
const LONGEST: usize = 120;

/// A window that may hold the words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// Of which article.
    pub article: String,
    /// In which revision.
    pub rev: String,
    /// Where that lies, where the archive is divided.
    pub volume: Option<Volume>,
    /// The words there.
    pub text: String,
}

/// What came back for one stretch of words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub windows: Vec<Window>,
    /// Why there may be more.
    pub lacking: Option<String>,
}

/// One question of several: where windows hold these words or most of them. Each is searched for so many milliseconds.
pub(super) fn rows(index: &str, stretches: &[&str], millis: u128) -> Vec<u8> {
    let mut rows = String::new();
    for words in stretches {
        let head = json!({"index": index});
        let body = json!({
            "size": SIZE, "_source": ["a", "rev", "t"], "track_total_hits": false, "timeout": format!("{millis}ms"),
            "query": query(words),
        });
        for line in [head, body] {
            rows.push_str(&line.to_string());
            rows.push('\n');
        }
    }
    rows.into_bytes()
}

/// Rare runs of three words tell most; where words were changed, the rarer words by themselves. Words that stand in every
/// window would have the cluster look at all of them, so they are only asked for in a phrase.
fn query(words: &str) -> Value {
    let words: Vec<&str> = words.split_whitespace().take(LONGEST).collect();
    let told = words.join(" ");
    let rare: Vec<&str> = words.iter().copied().filter(|word| !is_common(word)).collect();
    if words.len() < 3 || rare.is_empty() {
        return json!({"match_phrase": {"t": {"query": told}}});
    }
    json!({"dis_max": {"queries": [
        {"match": {"t.sh": {"query": told, "boost": 3}}},
        {"match": {"t": {"query": rare.join(" "), "minimum_should_match": "2<40%"}}},
    ]}})
}

fn is_common(word: &str) -> bool {
    static COMMON: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        let both = [include_str!("../../../data/stop_words.txt"), include_str!("../../../data/function_words.txt")];
        both.into_iter().flat_map(lists::words).collect()
    });
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    bare.is_empty() || COMMON.contains(&*bare)
}

/// What a cluster answered to so many questions; `None` where it makes no sense.
pub(super) fn told(answer: &Value, questions: usize, settings: &ArchiveSettings) -> Option<Vec<Told>> {
    let answers = answer["responses"].as_array().filter(|answers| answers.len() == questions)?;
    answers.iter().map(|answer| one(answer, settings)).collect()
}

fn one(answer: &Value, settings: &ArchiveSettings) -> Option<Told> {
    if let Some(error) = answer.get("error") {
        let why = match error["type"].as_str() {
            Some("index_not_found_exception") => "holds nothing yet: `onrecord index --to archive` fills it".to_owned(),
            _ => format!("could not search ({})", clipped(error["reason"].as_str().unwrap_or("it does not say why"))),
        };
        return Some(Told { windows: Vec::new(), lacking: Some(why) });
    }
    let mut windows = Vec::new();
    for hit in answer["hits"]["hits"].as_array()? {
        let field = |name: &str| hit["_source"][name].as_str().map(str::to_owned);
        let volume = hit["_index"].as_str().and_then(|index| Volume::named(settings, index));
        let volume = volume.filter(|volume| *volume != Volume::Whole);
        windows.push(Window { article: field("a")?, rev: field("rev")?, volume, text: field("t")? });
    }
    let failed = answer["_shards"]["failed"].as_u64()?;
    let total = answer["_shards"]["total"].as_u64().unwrap_or(failed);
    let lacking = if answer["timed_out"].as_bool()? {
        Some("could not search all it holds in time".to_owned())
    } else if failed > 0 {
        Some(format!("could not search all it holds ({failed} of {total} parts failed)"))
    } else {
        None
    };
    Some(Told { windows, lacking })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> ArchiveSettings {
        toml::from_str("backend = \"opensearch\"\nurl = \"https://a.example\"\n").expect("is right")
    }

    #[test]
    fn common_words_are_only_asked_for_in_a_phrase() {
        let asked = |words: &str| query(words).to_string();
        let quay = asked("We will not close the old quay before the winter");
        assert!(quay.contains(r#""query":"close old quay winter""#) || quay.contains("quay"), "{quay}");
        assert!(!quay.contains(r#"{"t":{"query":"We"#), "{quay}");
        assert!(asked("to be or not to be").contains("match_phrase"));
        assert!(asked("a disaster").contains("match_phrase"));
    }

    #[test]
    fn what_lacks_is_told() {
        let shards = |failed: u32| json!({"total": 4, "failed": failed});
        let hit = json!({"_source": {"a": "a1", "rev": "7", "t": "the old quay"}});
        let whole = json!({"timed_out": false, "_shards": shards(0), "hits": {"hits": [hit]}});
        let late = json!({"timed_out": true, "_shards": shards(0), "hits": {"hits": []}});
        let broken = json!({"timed_out": false, "_shards": shards(1), "hits": {"hits": [hit]}});
        let gone = json!({"error": {"type": "index_not_found_exception", "reason": "no such index"}, "status": 404});
        let answer = json!({"responses": [whole, late, broken, gone]});
        let told = told(&answer, 4, &settings()).expect("makes sense");
        assert_eq!(told[0].lacking, None);
        assert_eq!(told[0].windows[0].text, "the old quay");
        assert!(told[1].lacking.as_deref().is_some_and(|why| why.contains("in time")));
        assert!(told[2].lacking.as_deref().is_some_and(|why| why.contains("1 of 4 parts")));
        assert_eq!(told[2].windows.len(), 1, "what came is of use");
        assert!(told[3].lacking.as_deref().is_some_and(|why| why.contains("nothing yet")));
    }

    #[test]
    fn nonsense_is_no_answer() {
        for answer in [
            json!({}),
            json!([]),
            json!({"responses": []}),
            json!({"responses": [{}]}),
            json!({"responses": [{"hits": {"hits": [{}]}, "timed_out": false, "_shards": {"failed": 0}}]}),
            json!({"responses": [{"hits": {"hits": []}}]}),
        ] {
            assert_eq!(told(&answer, 1, &settings()), None, "{answer}");
        }
    }
}
