//! What a page says of itself in its markup: JSON-LD, `OpenGraph` and other `meta`, `time`, `lang`, `canonical`.

use html5gum::{StartTag, Token, Tokenizer};
use serde_json::Value;

use super::metadata::{Fields, Metadata, Words};

/// What was found so far, by how far it is to be trusted.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// From JSON-LD.
    json: Fields,
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
        if self.json != Fields::default() {
            return;
        }
        if let Some(Value::Object(mut article)) = serde_json::from_str(text).ok().and_then(article) {
            let page = article.remove("mainEntityOfPage");
            self.json = Fields::of(article);
            // Many systems escape for HTML what stands in JSON.
            self.json.title.0.iter_mut().for_each(|title| *title = unescape(title));
            if self.json.url.0.is_empty() {
                self.json.url = match page {
                    Some(Value::Object(mut page)) => page.remove("@id").map(Words::from).unwrap_or_default(),
                    Some(page) => Words::from(page),
                    None => Words::default(),
                };
            }
        }
    }

    /// Everything, the most trusted on top.
    pub fn into_metadata(self) -> Metadata {
        let mut meta = Metadata::default();
        self.markup.fill(&mut meta);
        self.meta.fill(&mut meta);
        self.json.fill(&mut meta);
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
fn article(value: Value) -> Option<Value> {
    match value {
        Value::Array(values) => values.into_iter().find_map(article),
        Value::Object(mut object) => {
            let is =
                |kind: &Value| kind.as_str().is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("Posting"));
            let kind = object.get("@type");
            if kind.is_some_and(|kind| is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is))) {
                return Some(Value::Object(object));
            }
            article(object.remove("@graph")?)
        }
        _ => None,
    }
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
    fn a_page_with_little_to_say() {
        let meta = read_text("a.html", "<title>Bridge</title><time datetime=2025-05-03>then</time><p>Text.").meta;
        assert_eq!((meta.title.as_deref(), meta.date), (Some("Bridge"), Some(jiff::civil::date(2025, 5, 3))));
        assert_eq!(read_text("a.html", "<h1>Bridge</h1><p>Text.").meta.title.as_deref(), Some("Bridge"));
    }
}
