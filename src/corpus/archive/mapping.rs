//! How an archive is laid out in the cluster.
//!
//! `NAME-articles` holds each article whole, to be read here as any other source is; `NAME-passages` holds windows of their
//! words, to be found. A search that had to read whole articles would take ten times as long, and an article put together
//! from its passages would have no speakers at their seams.
//!
//! Both are one index each, or, where an archive is divided by years, an alias for one index a year.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::settings::archive::{ArchiveSettings, Per};

/// The articles that lie in one index, with their windows in another.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Volume {
    /// Of an archive that is not divided.
    Whole,
    /// Those of one year.
    Year(i16),
    /// Those without a day, or of a year in which there were no newspapers.
    Undated,
}

/// Years that have a volume of their own: a slip of the pen must not make a thousand indices.
const YEARS: std::ops::RangeInclusive<i16> = 1700..=2199;

/// What ends the name of the volume of those without a day.
const UNDATED: &str = "undated";

impl Volume {
    /// Where an article of a day belongs.
    pub(super) fn of(settings: &ArchiveSettings, day: Option<Date>) -> Self {
        match (settings.per, day.map(Date::year)) {
            (None, _) => Self::Whole,
            (Some(Per::Year), Some(year)) if YEARS.contains(&year) => Self::Year(year),
            (Some(Per::Year), _) => Self::Undated,
        }
    }

    /// By the name of its index of articles or of windows, if it is one of this archive's.
    pub(super) fn named(settings: &ArchiveSettings, index: &str) -> Option<Self> {
        let kinds = [articles(settings), passages(settings)];
        let rest = kinds.iter().find_map(|kind| index.strip_prefix(kind.as_str()))?;
        match rest.strip_prefix('-') {
            None => rest.is_empty().then_some(Self::Whole),
            Some(UNDATED) => Some(Self::Undated),
            Some(year) if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) => {
                year.parse().ok().filter(|year| YEARS.contains(year)).map(Self::Year)
            }
            Some(_) => None,
        }
    }

    /// The index of its articles.
    pub(super) fn articles(self, settings: &ArchiveSettings) -> String {
        self.index(articles(settings))
    }

    /// The index of their windows.
    pub(super) fn passages(self, settings: &ArchiveSettings) -> String {
        self.index(passages(settings))
    }

    fn index(self, kind: String) -> String {
        match self {
            Self::Whole => kind,
            Self::Year(year) => format!("{kind}-{year:04}"),
            Self::Undated => format!("{kind}-{UNDATED}"),
        }
    }
}

/// What all articles are asked for by: an index, or an alias for those of all volumes.
pub(super) fn articles(settings: &ArchiveSettings) -> String {
    format!("{}-articles", settings.index)
}

/// What all windows are asked for by.
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
        let mut template = json!({"settings": set, "mappings": mappings});
        let patterns = match settings.per {
            None => json!([index]),
            Some(Per::Year) => {
                template["aliases"] = json!({index: {}});
                json!([format!("{index}-1*"), format!("{index}-2*"), format!("{index}-{UNDATED}")])
            }
        };
        json!({"index_patterns": patterns, "priority": 100, "template": template})
    };
    let (articles, passages) = (articles(settings), passages(settings));
    let whole = template(&articles, json!({"refresh_interval": "5s", "codec": "best_compression"}), whole());
    let windows = template(&passages, json!({"refresh_interval": "5s", "analysis": analysis()}), windows());
    [(articles, whole), (passages, windows)]
}

/// Fields of articles that earlier versions did not know, for indices that they made.
pub(super) fn newer() -> Value {
    let field = json!({"type": "keyword", "ignore_above": 1000});
    json!({"quoted": field, "senders": field})
}

/// An article: the fields of a line of a `.jsonl`, its revision, whom it quotes, and which corpora sent it.
fn whole() -> Value {
    let kept = json!({"type": "keyword", "index": false, "doc_values": false});
    let field = json!({"type": "keyword", "ignore_above": 1000});
    let mut properties = json!({
        "id": field, "rev": kept, "markup": kept,
        "text": {"type": "text", "index": false},
        "title": kept, "byline": field, "url": kept, "dateline": field,
        "outlet": field, "lang": field, "kind": field, "status": field,
        "date": {"type": "date", "format": "yyyy-MM-dd", "ignore_malformed": true},
        "speakers": {"type": "text", "norms": false, "index_options": "docs"},
        "quotations": {"type": "integer"}, "passages": {"type": "integer", "index": false},
    });
    for (name, field) in newer().as_object().into_iter().flatten() {
        properties[name] = field.clone();
    }
    json!({"dynamic": "strict", "properties": properties})
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_belongs_into_the_volume_of_its_year() {
        let read = |more: &str| {
            let text = format!("backend = \"opensearch\"\nurl = \"https://a.example\"\nindex = \"wire\"\n{more}");
            toml::from_str::<ArchiveSettings>(&text).expect("is right")
        };
        let (whole, yearly) = (read(""), read("per = \"year\""));
        let day = |year| Some(jiff::civil::date(year, 5, 2));
        assert_eq!(Volume::of(&whole, day(2031)).articles(&whole), "wire-articles");
        for (day, index) in [(day(2031), "2031"), (day(1789), "1789"), (None, "undated"), (day(203), "undated")] {
            let volume = Volume::of(&yearly, day);
            assert_eq!(volume.articles(&yearly), format!("wire-articles-{index}"));
            assert_eq!(Volume::named(&yearly, &volume.passages(&yearly)), Some(volume));
        }
        for other in
            ["wire-articles-v7", "wire-articles-31", "wire-articles2031", "other-articles-2031", "wire-articles-0203"]
        {
            assert_eq!(Volume::named(&yearly, other), None, "{other}");
        }
        assert_eq!(Volume::named(&yearly, "wire-passages"), Some(Volume::Whole));
    }
}
