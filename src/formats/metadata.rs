//! What a document says of itself, wherever it says it: front matter, markup, a line of a `.jsonl`, the text.

use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde_json::Value;

use super::masthead;
use crate::text::lists::{self, List};
use crate::text::{dates, particles};

/// What a document says of itself. Absent is better than wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it, one name each.
    pub byline: Vec<String>,
    /// The day it was published or written.
    pub date: Option<Date>,
    /// The day it was last added to or changed, where it says so.
    pub modified: Option<Date>,
    /// The place in front of the text: `GENEVA`.
    pub dateline: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Language tag, as `en`.
    pub lang: Option<String>,
    /// What sort of source it is.
    pub kind: Kind,
    /// Whether its publisher stands by it.
    pub status: Status,
}

/// What sort of source a document is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A news article.
    #[default]
    Article,
    /// What was said, turn by turn.
    Transcript,
    /// A press release or statement: the speaker's own words.
    Release,
    /// A post on a social network.
    Post,
}

/// Whether a source's publisher stands by it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// As published.
    #[default]
    Current,
    /// Corrected since.
    Corrected,
    /// Withdrawn.
    Retracted,
    /// Replaced by a later version.
    Superseded,
}

/// The fields of the contract as files state them: front matter, JSON-LD, a line of a `.jsonl`.
///
/// Every field takes a string, a list, a number or null; a field that makes no sense is left out,
/// since one odd date must not cost the rest.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "serde_json::Map<String, Value>")]
pub struct Fields {
    /// Headline.
    pub title: Words,
    /// Who published it.
    pub outlet: Words,
    /// Who wrote it: "By Jo Doe and Ana Ruiz", or a list.
    pub byline: Words,
    /// The day, with or without a time.
    pub date: Words,
    /// The day of its last change.
    pub modified: Words,
    /// The place in front of the text.
    pub dateline: Words,
    /// Language tag.
    pub lang: Words,
    /// `article`, `transcript`, `release`, `post`.
    pub kind: Words,
    /// `corrected`, `retracted`, `superseded`.
    pub status: Words,
    /// Where it can be read.
    pub url: Words,
    /// Whether turns are labelled with who speaks, which makes it a transcript.
    pub speaker_labels: Words,
}

/// The strings of one field, trimmed, none of them empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

impl Fields {
    /// Reads the fields of an object, ignoring those it does not know.
    pub fn of(object: serde_json::Map<String, Value>) -> Self {
        // Of a key and its alias in one object, the first one counts.
        let mut fields = Self::default();
        for (key, value) in object {
            let Some(field) = fields.field(&key) else { continue };
            if field.0.is_empty() {
                *field = Words::from(value);
            }
        }
        fields
    }

    /// Puts what is stated over what `meta` has.
    pub fn fill(&self, meta: &mut Metadata) {
        let set = |field: &mut Option<String>, words: &Words| {
            if let Some(word) = words.0.first() {
                *field = Some(word.clone());
            }
        };
        set(&mut meta.title, &self.title);
        // Who published or wrote something has a name; an address is none.
        let outlet = self.outlet.0.iter().find(|outlet| !is_address(outlet));
        set(&mut meta.outlet, &outlet.cloned().into());
        set(&mut meta.dateline, &self.dateline);
        set(&mut meta.lang, &self.lang);
        set(&mut meta.url, &self.url);
        let names: Vec<String> =
            self.byline.0.iter().filter(|line| !is_address(line)).flat_map(|line| byline(line)).collect();
        if !names.is_empty() {
            meta.byline = names;
        }
        if let Some(date) = self.date.0.first().and_then(|date| dates::parse(date)) {
            meta.date = Some(date);
        }
        if let Some(date) = self.modified.0.first().and_then(|date| dates::parse(date)) {
            meta.modified = Some(date);
        }
        let labelled = self.speaker_labels.0.first().is_some_and(|word| matches!(word.as_str(), "yes" | "true"));
        let kind = self.kind.0.first().and_then(|kind| Kind::parse(kind));
        if let Some(kind) = kind.or(labelled.then_some(Kind::Transcript)) {
            meta.kind = kind;
        }
        if let Some(status) = self.status.0.first().and_then(|status| Status::parse(status)) {
            meta.status = status;
        }
    }

    fn field(&mut self, key: &str) -> Option<&mut Words> {
        let key = key.to_lowercase();
        Some(match key.as_str() {
            "title" | "headline" => &mut self.title,
            "outlet" | "publisher" | "publication" => &mut self.outlet,
            "byline" | "author" | "authors" => &mut self.byline,
            "date" | "datepublished" | "published" | "pubdate" => &mut self.date,
            "datemodified" | "modified" | "updated" => &mut self.modified,
            "dateline" => &mut self.dateline,
            "lang" | "language" | "inlanguage" => &mut self.lang,
            "kind" => &mut self.kind,
            "speaker_labels" | "speaker-labels" => &mut self.speaker_labels,
            "status" => &mut self.status,
            "url" | "link" | "canonical" => &mut self.url,
            _ => return None,
        })
    }
}

impl Metadata {
    /// The address of its page, if that is one that may be opened or written anywhere.
    pub fn page(&self) -> Option<&str> {
        self.url.as_deref().filter(|url| is_page(url))
    }

    /// The last day whose words may stand in it: a story that was added to goes on to that day.
    pub fn last_day(&self) -> Option<Date> {
        self.date.map(|date| self.modified.map_or(date, |modified| modified.max(date)))
    }

    /// Puts what this has where `other` has nothing.
    pub(super) fn under(self, other: &mut Self) {
        let Self { title, outlet, byline, date, modified, dateline, url, lang, kind, status } = self;
        other.title = other.title.take().or(title);
        other.outlet = other.outlet.take().or(outlet);
        other.dateline = other.dateline.take().or(dateline);
        other.url = other.url.take().or(url);
        other.lang = other.lang.take().or(lang);
        other.date = other.date.or(date);
        other.modified = other.modified.or(modified);
        if other.byline.is_empty() {
            other.byline = byline;
        }
        if other.kind == Kind::default() {
            other.kind = kind;
        }
        if other.status == Status::default() {
            other.status = status;
        }
    }
}

impl Kind {
    /// As written in the contract, or as newsrooms say it.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word.trim().to_lowercase().as_str() {
            "article" | "story" | "newsarticle" => Self::Article,
            "transcript" | "interview" | "speech" => Self::Transcript,
            "release" | "press release" | "press-release" | "statement" => Self::Release,
            "post" | "social" | "tweet" => Self::Post,
            _ => return None,
        })
    }

    /// As written in the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Transcript => "transcript",
            Self::Release => "release",
            Self::Post => "post",
        }
    }
}

impl Status {
    /// As written in the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Corrected => "corrected",
            Self::Retracted => "retracted",
            Self::Superseded => "superseded",
        }
    }

    /// As written in the contract, or as newsrooms say it.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word.trim().to_lowercase().as_str() {
            "current" => Self::Current,
            "corrected" | "correction" => Self::Corrected,
            "retracted" | "withdrawn" => Self::Retracted,
            "superseded" | "replaced" => Self::Superseded,
            _ => return None,
        })
    }
}

impl From<serde_json::Map<String, Value>> for Fields {
    fn from(object: serde_json::Map<String, Value>) -> Self {
        Self::of(object)
    }
}

impl From<Option<String>> for Words {
    fn from(word: Option<String>) -> Self {
        let word = word.as_deref().map(str::trim).filter(|word| !word.is_empty());
        Self(word.map(str::to_owned).into_iter().collect())
    }
}

impl From<Value> for Words {
    fn from(value: Value) -> Self {
        let mut words = Vec::new();
        collect(value, &mut words);
        Self(words)
    }
}

/// Whether an address is of a page of the web. What a source calls its address is its own word: `command:`, `javascript:`
/// and `file:` would have an editor or a browser do what the source says.
pub fn is_page(address: &str) -> bool {
    let scheme = |scheme: &str| address.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    // Some characters show letters in another order than they stand in.
    let hides = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (scheme("https://") || scheme("http://")) && !address.contains(hides)
}

/// Whether a word leads to a page instead of naming anybody.
fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.")
}

fn collect(value: Value, words: &mut Vec<String>) {
    match value {
        Value::String(word) => {
            let word = word.trim();
            if !word.is_empty() {
                words.push(word.to_owned());
            }
        }
        Value::Number(number) => words.push(number.to_string()),
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, words)),
        // `{"@type": "Person", "name": "Jo Doe"}` of JSON-LD; TOML's dates come as an object of one entry.
        Value::Object(mut object) => {
            let value = object.remove("name").or_else(|| {
                let mut values = object.into_iter().map(|(_, value)| value);
                values.next().filter(|_| values.next().is_none())
            });
            if let Some(value) = value.filter(Value::is_string) {
                collect(value, words);
            }
        }
        Value::Bool(is) => words.push(is.to_string()),
        Value::Null => {}
    }
}

/// The names of a byline: "By Jo Doe and Ana Ruiz, Staff Writers".
pub(super) fn byline(line: &str) -> Vec<String> {
    let line = line.trim();
    let rest =
        ["By ", "by ", "BY ", "Von ", "Par ", "Por "].iter().find_map(|by| line.strip_prefix(by)).unwrap_or(line);
    let mut names = Vec::new();
    for part in rest.split([',', ';', '|', '&']).flat_map(|part| part.split(" and ")) {
        let part = part.trim().trim_start_matches("and ").trim_end_matches('.');
        if is_name(part) && !is_no_name(part) {
            names.push(part.to_owned());
        }
    }
    if names.is_empty() && !rest.is_empty() {
        names.push(behind_role(rest).unwrap_or(rest).to_owned());
    }
    names
}

/// The name in "Courts correspondent Jo Doe".
fn behind_role(words: &str) -> Option<&str> {
    let (at, _) = words.rmatch_indices(' ').find(|(at, _)| is_writer(&words[..*at]))?;
    Some(words[at..].trim()).filter(|name| is_name(name))
}

/// The names of a line that joins several and says nothing else: "Jo Doe and Ana Ruiz".
pub(super) fn joined_names(line: &str) -> Option<Vec<String>> {
    let names: Vec<&str> = line.split([',', '&', ';']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
    let plain = names.len() > 1 && names.iter().all(|name| is_name(name) && !is_no_name(name));
    plain.then(|| names.into_iter().map(str::to_owned).collect())
}

/// Reads a byline and the outlet and day that stand in it.
pub(super) fn read_byline(line: &str, meta: &mut Metadata) {
    let line = line.trim_end_matches(" on");
    let line = match dates::find(line) {
        Some((span, date)) => {
            meta.date = meta.date.or(Some(date));
            line[..span.start].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.')
        }
        None => line,
    };
    let whence = names_whence(line);
    if let Some(whence) = whence {
        let outlet = without_role(whence);
        let told = !is_office(outlet);
        if told {
            meta.outlet.get_or_insert_with(|| outlet.to_owned());
        }
        // Somebody with an office is who speaks, not who writes: "Ilse Lind, Mayor of Vellin".
        if !told && !is_writer(whence) && !line.starts_with("By ") {
            return;
        }
    }
    if meta.byline.is_empty() {
        let name = line.split_once(", ").filter(|_| whence.is_some()).map_or(line, |(name, _)| name);
        meta.byline = byline(name);
    }
}

/// What stands beside the name in "Jo Doe, Vellin Post on" (the day was in markup), "Jo Doe, Staff Writer".
pub(super) fn names_whence(line: &str) -> Option<&str> {
    let (name, whence) = line.split_once(", ")?;
    let whence = whence.trim_end_matches(" on").trim_end();
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c == '&');
    let plain = is_name(name)
        && (1..=6).contains(&whence.split_whitespace().count())
        && (whence.contains(' ') || is_writer(whence))
        && !whence.contains(',')
        && whence.split_whitespace().all(|word| capital(word) || matches!(word, "of" | "the" | "de"));
    plain.then_some(whence)
}

/// "Marn Press" of "Marn Press Writer".
fn without_role(whence: &str) -> &str {
    let mut paper = whence;
    while let Some((rest, _)) = paper.rsplit_once(' ').filter(|_| is_writer(paper)) {
        paper = rest.trim_end();
    }
    if masthead::paper(paper).is_some() { paper } else { whence }
}

/// Whether words tell what somebody is: "Staff Writer", "Chief Executive Officer". A paper's name may sound like one.
pub(super) fn is_office(words: &str) -> bool {
    let is_one = |word: &str| {
        let word = word.to_lowercase();
        WRITERS.contains(&word.as_str()) || PERSONS.contains(word.as_str())
    };
    !words.starts_with("The ") && masthead::paper(words).is_none() && words.split_whitespace().any(is_one)
}

/// Whether a line can be a person's name: two to five capitalised words and particles, no digits.
pub(super) fn is_name(line: &str) -> bool {
    let mut words = 0;
    for word in line.split_whitespace() {
        let mut chars = word.chars();
        let capital = chars.next().is_some_and(char::is_uppercase);
        let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
        // "Ana Lind und Jo Doe" is a line of names as well.
        if !letters || !(capital || particles::is_one(word) || word == "und") {
            return false;
        }
        words += 1;
    }
    (2..=5).contains(&words) && line.len() <= 60
}

/// Whether the last word tells what somebody is, or where they write, and not who.
fn is_no_name(part: &str) -> bool {
    is_writer(part) || ends_in(part, &PUBLISHERS)
}

/// Whether the last word tells that somebody writes.
fn is_writer(part: &str) -> bool {
    ends_in(part, &WRITERS)
}

fn ends_in(part: &str, words: &[&str]) -> bool {
    let last = part.split_whitespace().next_back().unwrap_or(part).to_lowercase();
    words.contains(&last.as_str())
}

/// Nouns for persons.
static PERSONS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| lists::group(include_str!("../../data/offices.txt"), "person").collect());

const BYLINES: &str = include_str!("../../data/bylines.txt");

/// What stands beside a name in a byline and is none: what they are.
static WRITERS: List = List::group(BYLINES, "writer");

/// The same: where they write.
static PUBLISHERS: List = List::group(BYLINES, "publisher");

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(json: &str) -> Metadata {
        let mut meta = Metadata::default();
        Fields::of(serde_json::from_str(json).expect("is JSON")).fill(&mut meta);
        meta
    }

    #[test]
    fn fields_in_any_shape() {
        let meta = fields(
            r#"{"title": "Bridge closed", "byline": "By Jo Doe and Ana Ruiz, Staff Writers", "date": "2025-05-03T10:00:00Z",
                "kind": "Transcript", "status": "corrected", "lang": "en", "pages": 3, "outlet": null}"#,
        );
        assert_eq!(meta.title.as_deref(), Some("Bridge closed"));
        assert_eq!(meta.byline, ["Jo Doe", "Ana Ruiz"]);
        assert_eq!(meta.date, Some(jiff::civil::date(2025, 5, 3)));
        assert_eq!((meta.kind, meta.status), (Kind::Transcript, Status::Corrected));
        assert_eq!(meta.outlet, None);
        let meta =
            fields(r#"{"author": [{"name": "Jo Doe"}, "Ana Ruiz"], "publisher": {"name": "Vellin Post"}, "date": ""}"#);
        assert_eq!(meta.byline, ["Jo Doe", "Ana Ruiz"]);
        assert_eq!(meta.outlet.as_deref(), Some("Vellin Post"));
        assert_eq!(meta.date, None);
    }

    #[test]
    fn fields_through_serde() {
        let fields: Fields =
            serde_json::from_str(r#"{"byline": ["Jo Doe"], "date": 20250503, "text": "…"}"#).expect("is JSON");
        assert_eq!(fields.byline.0, ["Jo Doe"]);
        let mut meta = Metadata::default();
        fields.fill(&mut meta);
        assert_eq!(meta.date, None);
    }

    #[test]
    fn bylines() {
        let read = |line: &str| {
            let mut meta = Metadata::default();
            read_byline(line, &mut meta);
            (meta.byline.join("; "), meta.outlet.unwrap_or_default())
        };
        for (line, byline, outlet) in [
            ("By Jo Doe, Vellin Post", "Jo Doe", "Vellin Post"),
            ("Jo Doe, The Harbour Pilot", "Jo Doe", "The Harbour Pilot"),
            ("By Jo Doe, Staff Writer", "Jo Doe", ""),
            ("Jo Doe, Chief Political Correspondent", "Jo Doe", ""),
            ("Jo Doe, Reporter", "Jo Doe", ""),
            ("By JO DOE, Marn Press Writer", "JO DOE", "Marn Press"),
            ("Jo Doe, Vellin Post Staff Writer", "Jo Doe", "Vellin Post"),
            ("Jo Doe, Vellin Examiner", "Jo Doe", "Vellin Examiner"),
            ("Ilse Lind, Chief Executive Officer", "", ""),
            ("Ilse Lind, Mayor of Vellin", "", ""),
        ] {
            assert_eq!(read(line), (byline.to_owned(), outlet.to_owned()), "{line}");
        }
        assert_eq!(byline("By Jo van der Berg"), ["Jo van der Berg"]);
        assert_eq!(byline("Jo Doe, Vellin Post"), ["Jo Doe"]);
        assert_eq!(byline("By our newsroom"), ["our newsroom"]);
        assert_eq!(byline("Courts correspondent Jo Doe"), ["Jo Doe"]);
    }
}
