//! What a page says of itself in its markup: JSON-LD, `OpenGraph` and other `meta`, `time`, `lang`, `canonical`.

use html5gum::{StartTag, Token, Tokenizer};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::metadata::{Fields, Metadata, Words};
use crate::text::dates;

/// What was found so far, by how far it is to be trusted.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The article of the JSON-LD.
    article: Option<Map<String, Value>>,
    /// What the things that JSON-LD tells of are called, by their `@id`.
    names: FxHashMap<String, String>,
    /// From `meta` and `link`.
    meta: Fields,
    /// From `time` and `html`.
    markup: Fields,
    /// `title`
    title: String,
}

impl Head {
    /// Reads what a tag says.
    pub fn tag(&mut self, tag: &StartTag<usize>) {
        match &**tag.name {
            b"meta" => self.meta(tag),
            b"link" if attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                set(&mut self.meta.url, attribute(tag, "href"));
            }
            b"html" => set(&mut self.markup.lang, attribute(tag, "lang")),
            b"time" => set(&mut self.markup.date, attribute(tag, "datetime")),
            _ => {}
        }
    }

    fn meta(&mut self, tag: &StartTag<usize>) {
        let Some(content) = attribute(tag, "content") else { return };
        let Some(name) = ["property", "name", "itemprop"].into_iter().find_map(|key| attribute(tag, key)) else {
            return;
        };
        match name.to_ascii_lowercase().as_str() {
            "og:title" | "twitter:title" | "dc.title" => set(&mut self.meta.title, Some(content)),
            "og:site_name" | "application-name" => set(&mut self.meta.outlet, Some(content)),
            "og:url" => set(&mut self.meta.url, Some(content)),
            "article:published_time"
            | "datepublished"
            | "date"
            | "pubdate"
            | "publishdate"
            | "dc.date"
            | "dc.date.issued"
            | "parsely-pub-date"
            | "sailthru.date" => set(&mut self.meta.date, Some(content)),
            "article:modified_time" | "datemodified" | "og:updated_time" => {
                set(&mut self.meta.modified, Some(content));
            }
            // Some put the address of the author's page here.
            "author" | "article:author" | "dc.creator" | "parsely-author" if !content.contains("://") => {
                set(&mut self.meta.byline, Some(content));
            }
            "og:locale" => set(&mut self.markup.lang, Some(content.replace('_', "-"))),
            _ => {}
        }
    }

    /// Takes words of the `title` element.
    pub fn title_words(&mut self, words: &str) {
        // A drawing has titles too; the page's comes first.
        if self.title.is_empty() {
            self.title.push_str(words.trim());
        }
    }

    /// Reads a block of JSON-LD.
    pub fn json(&mut self, text: &str) {
        let Ok(value) = serde_json::from_str::<Value>(text) else { return };
        gather_names(&value, &mut self.names);
        if self.article.is_none() {
            self.article = article(value);
        }
    }

    /// Whether the page tells of something as it goes on, entry by entry.
    pub fn is_live(&self) -> bool {
        self.article
            .as_ref()
            .and_then(|article| article.get("@type"))
            .is_some_and(|kind| is_of(kind, "LiveBlogPosting"))
    }

    /// What the article of the JSON-LD states.
    fn stated(&mut self) -> Fields {
        let Some(mut article) = self.article.take() else { return Fields::default() };
        for key in ["publisher", "author"] {
            if let Some(value) = article.get_mut(key) {
                lead_to_names(value, &self.names);
            }
        }
        let page = article.remove("mainEntityOfPage");
        let last = last_of_live(&article);
        let mut fields = Fields::of(article);
        // Many systems escape for HTML what stands in JSON.
        let told = fields.title.0.iter_mut().chain(&mut fields.outlet.0);
        told.for_each(|words| *words = unescape(words));
        if fields.url.0.is_empty() {
            fields.url = match page {
                Some(Value::Object(mut page)) => page.remove("@id").map(Words::from).unwrap_or_default(),
                Some(page) => Words::from(page),
                None => Words::default(),
            };
        }
        if let Some(last) = last {
            fields.modified = Words(vec![last.to_string()]);
        }
        fields
    }

    /// Everything, the most trusted on top.
    pub fn into_metadata(mut self) -> Metadata {
        let mut meta = Metadata::default();
        self.markup.fill(&mut meta);
        self.meta.fill(&mut meta);
        self.stated().fill(&mut meta);
        if meta.title.is_none() && !self.title.is_empty() {
            meta.title = Some(without_outlet(&self.title, meta.outlet.as_deref()).to_owned());
        }
        meta
    }
}

/// "Bridge closed - Vellin Post" is "Bridge closed", where the page says elsewhere who it is of.
fn without_outlet<'t>(title: &'t str, outlet: Option<&str>) -> &'t str {
    let headline = outlet.and_then(|outlet| title.strip_suffix(outlet)).map(str::trim_end);
    let headline = headline.and_then(|headline| headline.strip_suffix(['-', '–', '—', '|', '·', '•', ':']));
    headline.map(str::trim_end).filter(|headline| !headline.is_empty()).unwrap_or(title)
}

/// The article in a JSON-LD value: itself, one of a list, or one of a graph.
fn article(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Array(values) => values.into_iter().find_map(article),
        Value::Object(mut object) => {
            let is = object.get("@type").is_some_and(|kind| is_of(kind, "Article") || is_of(kind, "Posting"));
            if is { Some(object) } else { article(object.remove("@graph")?) }
        }
        _ => None,
    }
}

/// Whether one of the types of a thing ends so.
fn is_of(kind: &Value, end: &str) -> bool {
    let is = |kind: &Value| kind.as_str().is_some_and(|kind| kind.ends_with(end));
    is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is))
}

/// Gathers the names of all things in a JSON-LD value that have an `@id`.
fn gather_names(value: &Value, names: &mut FxHashMap<String, String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather_names(value, names)),
        Value::Object(object) => {
            if let (Some(Value::String(id)), Some(Value::String(name))) = (object.get("@id"), object.get("name")) {
                names.entry(id.clone()).or_insert_with(|| name.clone());
            }
            object.values().for_each(|value| gather_names(value, names));
        }
        _ => {}
    }
}

/// Puts the name in place of what only points to a thing: `{"@id": "https://post.example/#organization"}`.
fn lead_to_names(value: &mut Value, names: &FxHashMap<String, String>) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| lead_to_names(value, names)),
        Value::Object(object) if object.contains_key("@id") && !object.contains_key("name") => {
            let name = object.get("@id").and_then(Value::as_str).and_then(|id| names.get(id));
            *value = name.cloned().map_or(Value::Null, Value::String);
        }
        _ => {}
    }
}

/// The last day of something that is told as it goes on, of what it says of itself and of its entries.
fn last_of_live(article: &Map<String, Value>) -> Option<Date> {
    let entries = article.get("liveBlogUpdate")?;
    let day = |object: &Map<String, Value>, key: &str| object.get(key)?.as_str().and_then(dates::parse);
    let entries = entries.as_array().map_or(std::slice::from_ref(entries), Vec::as_slice);
    let entries = entries
        .iter()
        .filter_map(Value::as_object)
        .flat_map(|entry| [day(entry, "datePublished"), day(entry, "dateModified")].into_iter().flatten());
    let own = ["dateModified", "coverageEndTime"].into_iter().filter_map(|key| day(article, key));
    entries.chain(own).max()
}

/// Text with its entities read.
pub(super) fn unescape(text: &str) -> String {
    let mut words = String::new();
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        if let Token::String(string) = token {
            words.push_str(&String::from_utf8_lossy(&string));
        }
    }
    words
}

/// The first value counts.
fn set(field: &mut Words, value: Option<String>) {
    if let Some(value) =
        value.map(|value| value.trim().to_owned()).filter(|value| field.0.is_empty() && !value.is_empty())
    {
        field.0.push(value);
    }
}

/// An attribute of a tag.
pub(super) fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
}

#[cfg(test)]
mod tests {
    use crate::formats::read_text;

    #[test]
    fn json_over_meta_over_markup() {
        let html = r#"<html lang="en-GB"><head><title>Bridge | Post</title><meta property="og:site_name" content="Vellin Post">
            <meta name="author" content="https://post.example/doe"><link rel="canonical" href="https://post.example/bridge">
            <script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"], "headline": "Bridge &amp; tunnel",
            "datePublished": "2025-05-03T09:00:00Z", "author": [{"@type": "Person", "name": "Jo Doe"}]}]}</script></head>
            <body><time datetime="2025-05-04">yesterday</time><p>Text.</p></body></html>"#;
        let meta = read_text("a.html", html).meta;
        assert_eq!(meta.title.as_deref(), Some("Bridge & tunnel"));
        assert_eq!((meta.outlet.as_deref(), meta.byline), (Some("Vellin Post"), vec!["Jo Doe".to_owned()]));
        assert_eq!((meta.date, meta.lang.as_deref()), (Some(jiff::civil::date(2025, 5, 3)), Some("en-GB")));
        assert_eq!(meta.url.as_deref(), Some("https://post.example/bridge"));
    }

    #[test]
    fn a_graph_points_to_who_publishes_and_who_writes() {
        let page = |graph: &str| {
            let html = format!(
                r#"<meta property="og:site_name" content="Coast Courier"><script type="application/ld+json">{{"@graph": [
                {{"@type": "Article", "headline": "Bridge", "publisher": {{"@id": "https://post.example/#organization"}},
                "author": [{{"@id": "https://post.example/#doe"}}, {{"@id": "https://post.example/#orre"}}]}},
                {{"@type": "Person", "@id": "https://post.example/#doe", "name": "Jo Doe"}}{graph}]}}</script><p>Text.</p>"#
            );
            let meta = read_text("a.html", html).meta;
            (meta.outlet.unwrap_or_default(), meta.byline)
        };
        let organization = r#", {"@type": "Organization", "@id": "https://post.example/#organization", "name": "Vellin Post &amp; Sons"}"#;
        assert_eq!(page(organization), ("Vellin Post & Sons".to_owned(), vec!["Jo Doe".to_owned()]));
        assert_eq!(page(""), ("Coast Courier".to_owned(), vec!["Jo Doe".to_owned()]));
        let html = r#"<script type="application/ld+json">{"@type": "NewsArticle", "publisher": "https://post.example/"}</script><p>Text."#;
        assert_eq!(read_text("a.html", html).meta.outlet, None);
    }

    #[test]
    fn the_last_day_of_a_page() {
        let day = |json: &str| {
            let html = format!(r#"<script type="application/ld+json">{json}</script><p>Text."#);
            read_text("a.html", html).meta.last_day().map(|day| day.to_string()).unwrap_or_default()
        };
        let changed = r#"{"@type": "NewsArticle", "datePublished": "2025-05-01", "dateModified": "2025-05-04"}"#;
        assert_eq!(day(changed), "2025-05-04");
        let live = r#"{"@type": "LiveBlogPosting", "datePublished": "2025-05-01", "dateModified": "2025-05-01",
            "liveBlogUpdate": [{"datePublished": "2025-05-03T09:12:00Z"}, {"datePublished": "2025-05-02"}]}"#;
        assert_eq!(day(live), "2025-05-03");
    }

    #[test]
    fn a_page_with_little_to_say() {
        let meta = read_text("a.html", "<title>Bridge</title><time datetime=2025-05-03>then</time><p>Text.").meta;
        assert_eq!((meta.title.as_deref(), meta.date), (Some("Bridge"), Some(jiff::civil::date(2025, 5, 3))));
        assert_eq!(read_text("a.html", "<h1>Bridge</h1><p>Text.").meta.title.as_deref(), Some("Bridge"));
    }
}
