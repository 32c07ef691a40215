//! A library of references, as Zotero and others export it (CSL-JSON): what it says of the sources that it names.
//!
//! A saved page or a PDF often says less of itself than the one who filed it wrote down. An entry names a source by the
//! file that is attached, by its address or by its title, and lends it the fields that the source lacks.

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::metadata::Words;
use super::{Document, Fields, Metadata};
use crate::text::Span;
use crate::text::fold;

/// What a library says of sources, by what they are known by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    entries: Vec<Entry>,
    /// By the attached file's name, in lower case; several entries may attach files of one name.
    by_file: FxHashMap<String, Vec<(usize, String)>>,
    /// By address, and by the words of the title; `None` where two entries have the same.
    by_url: FxHashMap<String, Option<usize>>,
    by_title: FxHashMap<Vec<u64>, Option<usize>>,
}

/// One reference: what it lends.
type Entry = Metadata;

/// Shorter titles, in words, are met by chance: "Press release".
const SHORTEST: usize = 4;

impl Library {
    /// Reads a library; `None` where the bytes are something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let items = match serde_json::from_slice(bytes).ok()? {
            Value::Array(items) => items,
            Value::Object(mut object) => match object.remove("items")? {
                Value::Array(items) => items,
                _ => return None,
            },
            _ => return None,
        };
        let mut library = Self::default();
        for item in &items {
            if let Value::Object(item) = item
                && is_reference(item)
            {
                library.add(item);
            }
        }
        (!library.entries.is_empty()).then_some(library)
    }

    /// Puts together what several libraries say.
    pub fn joined(libraries: impl IntoIterator<Item = Self>) -> Option<Self> {
        libraries.into_iter().reduce(|mut all, other| {
            let shift = all.entries.len();
            all.entries.extend(other.entries);
            for (name, entries) in other.by_file {
                let moved = entries.into_iter().map(|(at, folder)| (at + shift, folder));
                all.by_file.entry(name).or_default().extend(moved);
            }
            for (url, at) in other.by_url {
                all.by_url.entry(url).and_modify(|known| *known = None).or_insert(at.map(|at| at + shift));
            }
            for (title, at) in other.by_title {
                all.by_title.entry(title).and_modify(|known| *known = None).or_insert(at.map(|at| at + shift));
            }
            all
        })
    }

    fn add(&mut self, item: &Map<String, Value>) {
        let at = self.entries.len();
        let mut lent = Metadata::default();
        fields(item).fill(&mut lent);
        for path in files(item) {
            let (folder, name) = split(&path);
            self.by_file.entry(name).or_default().push((at, folder));
        }
        if let Some(url) = &lent.url {
            self.by_url.entry(plain(url)).and_modify(|known| *known = None).or_insert(Some(at));
        }
        if let Some(title) = lent.title.as_deref().and_then(words_of) {
            self.by_title.entry(title).and_modify(|known| *known = None).or_insert(Some(at));
        }
        self.entries.push(lent);
    }

    /// Lends a source what it does not say of itself, if exactly one reference names it.
    pub fn lend(&self, path: &str, document: &mut Document) {
        // Of a page with several stories nobody knows which one is meant.
        if document.stories.len() > 1 {
            return;
        }
        let meta = &document.meta;
        let by_url = || self.by_url.get(&plain(meta.url.as_deref()?)).copied().flatten();
        let by_title = || self.by_title.get(&words_of(meta.title.as_deref()?)?).copied().flatten();
        let Some(at) = self.attached(path).or_else(by_url).or_else(by_title) else { return };
        self.entries[at].clone().under(&mut document.meta);
        for story in &mut document.stories {
            story.meta = document.meta.clone();
        }
    }

    /// The entry to which a file is attached: by its name, and where that is not enough by its folder's as well.
    fn attached(&self, path: &str) -> Option<usize> {
        let (folder, name) = split(path);
        match self.by_file.get(&name)?.as_slice() {
            [(only, _)] => Some(*only),
            several => {
                let mut same = several.iter().filter(|(_, other)| *other == folder);
                same.next().filter(|_| same.next().is_none()).map(|&(at, _)| at)
            }
        }
    }
}

/// Whether an object is a reference: its type, its title, and one thing more that such have.
fn is_reference(item: &Map<String, Value>) -> bool {
    let has = |key: &&str| item.contains_key(*key);
    ["type", "itemType"].iter().any(|key| item.get(*key).is_some_and(Value::is_string))
        && item.get("title").is_some_and(Value::is_string)
        && [
            "issued",
            "author",
            "container-title",
            "URL",
            "url",
            "creators",
            "publicationTitle",
            "websiteTitle",
            "attachments",
            "file",
        ]
        .iter()
        .any(has)
}

fn fields(item: &Map<String, Value>) -> Fields {
    let string = |keys: &[&str]| {
        let mut values = keys.iter().filter_map(|key| item.get(*key)?.as_str());
        Words::from(values.find(|value| !value.trim().is_empty()).map(str::to_owned))
    };
    Fields {
        title: string(&["title"]),
        outlet: string(&[
            "container-title",
            "publicationTitle",
            "websiteTitle",
            "blogTitle",
            "programTitle",
            "publisher",
        ]),
        byline: Words(authors(item)),
        date: Words::from(day(item)),
        url: string(&["URL", "url"]),
        lang: string(&["language"]),
        kind: Words::from(kind(item).map(str::to_owned)),
        ..Fields::default()
    }
}

/// The names of those who wrote it.
fn authors(item: &Map<String, Value>) -> Vec<String> {
    let list = |key: &str| item.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let creators = list("creators")
        .iter()
        .filter(|person| person.get("creatorType").and_then(Value::as_str).is_none_or(|what| what == "author"));
    list("author").iter().chain(creators).filter_map(name).collect()
}

fn name(person: &Value) -> Option<String> {
    let part = |keys: [&str; 2]| keys.iter().find_map(|key| person.get(*key)?.as_str()).unwrap_or("").trim();
    let (given, family) = (part(["given", "firstName"]), part(["family", "lastName"]));
    let whole = format!("{given} {family}");
    let whole = if family.is_empty() { part(["literal", "name"]) } else { whole.trim() };
    (!whole.is_empty()).then(|| whole.to_owned())
}

/// The day, if all of it is known.
fn day(item: &Map<String, Value>) -> Option<String> {
    let issued = item.get("issued");
    let parts = issued.and_then(|issued| issued.get("date-parts")?.get(0)?.as_array());
    let number = |value: &Value| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
    if let Some([year, month, day]) = parts.map(Vec::as_slice) {
        return Some(format!("{:04}-{:02}-{:02}", number(year)?, number(month)?, number(day)?));
    }
    let raw = issued.and_then(|issued| issued.get("raw").or(Some(issued))?.as_str());
    raw.or_else(|| item.get("date")?.as_str()).map(str::to_owned)
}

fn kind(item: &Map<String, Value>) -> Option<&'static str> {
    let string = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or("").to_lowercase();
    if string("genre").contains("press release") {
        return Some("release");
    }
    match (string("type") + &string("itemType")).as_str() {
        "interview" | "speech" | "hearing" | "presentation" => Some("transcript"),
        "post" | "forumpost" => Some("post"),
        _ => None,
    }
}

/// The files that a reference attaches.
fn files(item: &Map<String, Value>) -> Vec<String> {
    let list = item.get("attachments").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let attached =
        list.iter().filter_map(|it| ["path", "localPath", "filename"].iter().find_map(|key| it.get(*key)?.as_str()));
    let mut files: Vec<String> = attached.map(str::to_owned).collect();
    if let Some(file) = item.get("file").and_then(Value::as_str) {
        // "Full text:files/12/story.pdf:application/pdf;…", or a path.
        files.extend(file.split(';').map(|one| {
            let mut parts = one.rsplitn(3, ':');
            match (parts.next(), parts.next(), parts.next()) {
                (Some(kind), Some(path), Some(_)) if kind.contains('/') => path.to_owned(),
                _ => one.to_owned(),
            }
        }));
    }
    files.retain(|file| !file.trim().is_empty());
    files
}

/// The name of a file, and of the folder that it lies in; in lower case.
fn split(path: &str) -> (String, String) {
    let lower = path.trim().to_lowercase();
    let mut parts = lower.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default().to_owned();
    (parts.next().unwrap_or_default().to_owned(), name)
}

/// An address without what may differ from one copy of it to the next.
fn plain(url: &str) -> String {
    let url = url.trim().split('#').next().unwrap_or_default();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/').to_lowercase()
}

/// A title as its words, if they are enough to know it by.
fn words_of(title: &str) -> Option<Vec<u64>> {
    let words: Vec<u64> = fold::tokens(title, Span::new(0, title.len())).iter().map(|token| token.key).collect();
    (words.len() >= SHORTEST).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: &str = r#"[
        {"id": "a", "type": "article-newspaper", "title": "The quay stays open all winter",
         "container-title": "Coast Courier", "author": [{"family": "Doe", "given": "Jo"}, {"literal": "The Desk"}],
         "issued": {"date-parts": [["2031", 5, 2]]}, "URL": "https://www.courier.example/quay/"},
        {"itemType": "interview", "title": "A morning with the mayor", "date": "2031-05-04",
         "creators": [{"creatorType": "interviewer", "lastName": "Roe"}],
         "attachments": [{"path": "storage/AB12/page.txt"}]},
        {"itemType": "webpage", "title": "A morning with the mayor", "websiteTitle": "Evening Lamp",
         "file": "Snapshot:storage/CD34/page.txt:text/html"},
        {"type": "book", "title": "No more than a title"},
        {"headline": "No reference"}
    ]"#;

    fn lent(path: &str, front: &str) -> Metadata {
        let library = Library::read(ITEMS.as_bytes()).expect("is one");
        let mut document = super::super::read(path, format!("---\n{front}\n---\n\nWords.\n").as_bytes());
        library.lend(path, &mut document);
        document.meta
    }

    #[test]
    fn a_source_is_known_by_file_address_or_title() {
        let by_url = lent("a.txt", "url: http://courier.example/quay#top");
        assert_eq!(by_url.outlet.as_deref(), Some("Coast Courier"));
        assert_eq!(by_url.byline, ["Jo Doe", "The Desk"]);
        assert_eq!(by_url.date, Some(jiff::civil::date(2031, 5, 2)));
        assert_eq!(lent("a.txt", "title: The quay stays open, all winter").date, by_url.date);
        let by_file = lent("c/AB12/pages.txt", "lang: en");
        assert_eq!(by_file.date, None, "another name");
        assert_eq!(lent("AB12/page.txt", "lang: en").kind, super::super::Kind::Transcript);
        assert_eq!(
            lent("EF56/page.txt", "lang: en").kind,
            super::super::Kind::Article,
            "which of the two, nobody knows"
        );
        assert_eq!(lent("a.txt", "title: A morning with the mayor").date, None, "nor here");
    }

    #[test]
    fn what_a_source_says_of_itself_stays() {
        let meta = lent("a.txt", "url: https://courier.example/quay\ndate: 2031-05-01\noutlet: Lamp");
        assert_eq!((meta.outlet.as_deref(), meta.date), (Some("Lamp"), Some(jiff::civil::date(2031, 5, 1))));
        assert_eq!(meta.title.as_deref(), Some("The quay stays open all winter"));
    }

    #[test]
    fn what_is_no_library() {
        for other in ["", "{}", "[]", "[1, 2]", r#"[{"headline": "A", "body_text": "B"}]"#, r#"{"items": 3}"#] {
            assert_eq!(Library::read(other.as_bytes()), None, "{other}");
        }
    }
}
