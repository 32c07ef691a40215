//! Feeds: RSS and Atom, each entry a document.

use super::xml::{Step, walk};
use super::{Unpacking, html, within};
use crate::formats::Fields;
use crate::formats::metadata::Words;

/// One entry, as far as it was read.
#[derive(Default)]
struct Entry {
    id: String,
    url: String,
    title: String,
    author: String,
    date: String,
    summary: String,
    content: String,
}

impl Entry {
    /// Where the words of an element go.
    fn field(&mut self, element: &str) -> Option<&mut String> {
        Some(match element {
            "guid" | "id" => &mut self.id,
            "link" => &mut self.url,
            "title" => &mut self.title,
            "creator" | "author" | "name" => &mut self.author,
            "pubDate" | "published" | "date" => &mut self.date,
            "description" | "summary" => &mut self.summary,
            "encoded" | "content" => &mut self.content,
            _ => return None,
        })
    }
}

/// Reads a feed; whether it is one.
pub(super) fn read(unpacking: &mut Unpacking<'_>, record: Option<&str>, text: &str) -> bool {
    let mut outlet = String::new();
    let mut entry: Option<Entry> = None;
    let mut entries = Vec::new();
    let mut is_feed = false;
    // The element whose words are taken, and how many elements are open inside it: XHTML content has its own.
    let mut open: Option<(String, usize)> = None;
    let whole = walk(text, |step| match step {
        Step::Open(tag) => {
            is_feed |= matches!(tag.name(), "rss" | "feed" | "RDF");
            if let Some((name, depth)) = &mut open {
                *depth += 1;
                if let Some(field) = entry.as_mut().and_then(|entry| entry.field(name)) {
                    field.push_str(if matches!(tag.name(), "p" | "br" | "div" | "li") { "<p>" } else { "" });
                }
            } else if matches!(tag.name(), "item" | "entry") {
                entry = Some(Entry::default());
            } else if let Some(entry) = &mut entry {
                let alternate = tag.attribute("rel").is_none_or(|rel| rel == "alternate");
                match tag.attribute("href").filter(|_| tag.name() == "link") {
                    Some(href) if alternate && entry.url.is_empty() => entry.url = href,
                    Some(_) => {}
                    // The author of Atom holds the name in an element of its own.
                    None if tag.name() == "author" => {}
                    None => {
                        open = entry.field(tag.name()).map(|field| {
                            field.clear();
                            (tag.name().to_owned(), 0)
                        });
                    }
                }
            } else if tag.name() == "title" && outlet.is_empty() {
                open = Some(("title".to_owned(), 0));
            }
        }
        Step::Words(words) => match (&open, &mut entry) {
            (Some((name, _)), Some(entry)) => entry.field(name).into_iter().for_each(|field| field.push_str(words)),
            (Some(_), None) => outlet.push_str(words),
            (None, Some(entry)) if !words.trim().is_empty() => entry.author.push_str(words),
            _ => {}
        },
        Step::Close(name) => match &mut open {
            Some((_, depth)) if *depth > 0 => *depth -= 1,
            Some(_) => open = None,
            None if matches!(name, "item" | "entry") => entries.extend(entry.take()),
            None => {}
        },
    });
    if !is_feed {
        return false;
    }
    if !whole {
        unpacking.problem(&format!("{}: is damaged and was read in part", record.unwrap_or("the feed")));
    }
    for (number, entry) in entries.into_iter().enumerate() {
        hold(unpacking, record, &outlet, number, entry);
    }
    true
}

fn hold(unpacking: &mut Unpacking<'_>, record: Option<&str>, outlet: &str, number: usize, entry: Entry) {
    let body = if entry.content.trim().len() >= entry.summary.trim().len() { entry.content } else { entry.summary };
    if body.trim().is_empty() {
        return unpacking.problem(&format!("entry {} has a headline and no text", number + 1));
    }
    let url = if entry.url.is_empty() && entry.id.starts_with("http") { entry.id.clone() } else { entry.url };
    let name = [&entry.id, &url].into_iter().map(|name| name.trim()).find(|name| !name.is_empty());
    let name = name.map_or_else(|| (number + 1).to_string(), str::to_owned);
    let words = |word: &str| Words(vec![word.trim().to_owned()].into_iter().filter(|word| !word.is_empty()).collect());
    let fields = Fields {
        title: words(&entry.title),
        outlet: words(outlet),
        byline: words(&entry.author),
        date: words(&entry.date),
        url: words(&url),
        ..Fields::default()
    };
    unpacking.hold(Some(within(record, &name)), html(body, &fields));
}
