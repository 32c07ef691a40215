//! Front matter: `key: value` between `---`, or TOML between `+++`, at the very top of a file.

use serde_json::{Map, Value};

use super::document::Problem;
use super::metadata::{Fields, Kind, Status, Words};
use crate::text::dates;

/// The fields at the top of `text`, and the byte where the text proper begins.
pub(super) fn split(text: &str) -> Option<(Fields, usize)> {
    let fence = text.get(..3).filter(|fence| matches!(*fence, "---" | "+++"))?;
    let (first, mut at) = line_from(text, 0)?;
    if first.trim_end() != fence {
        return None;
    }
    let body = at;
    loop {
        let (line, next) = line_from(text, at)?;
        let line = line.trim_end();
        if line == fence || (fence == "---" && line == "...") {
            let fields = if fence == "---" { yaml(&text[body..at])? } else { toml(&text[body..at])? };
            return Some((Fields::of(fields), next));
        }
        // A ruler in front of running text opens no front matter: its first line would be a field.
        if at == body && fence == "---" && !line.is_empty() && !line.starts_with('#') && key_value(line).is_none() {
            return None;
        }
        at = next;
    }
}

/// Values that say nothing to this program, though their fields would: whoever wrote them believes that they count.
pub(super) fn misunderstood(fields: &Fields) -> Vec<Problem> {
    let first = |words: &Words| words.0.first().cloned();
    let is_meant = |word: &String, usual: &[&str]| !usual.contains(&word.to_lowercase().as_str());
    let kind = first(&fields.kind).filter(|kind| Kind::parse(kind).is_none() && is_meant(kind, USUAL_KINDS));
    let status =
        first(&fields.status).filter(|status| Status::parse(status).is_none() && is_meant(status, USUAL_STATES));
    let messages = [
        kind.map(|kind| {
            format!("kind “{kind}” is none of article, transcript, release and post, and counts as article")
        }),
        status.map(|status| {
            format!("status “{status}” is none of current, corrected, retracted and superseded, and counts as current")
        }),
        first(&fields.date)
            .filter(|date| dates::parse(date).is_none())
            .map(|date| format!("date “{date}” is no day with its year, such as 2031-05-03, and counts as none")),
    ];
    messages.into_iter().flatten().map(|message| Problem { at: None, message }).collect()
}

/// What systems for articles call those that are simply articles, and as they were published.
const USUAL_KINDS: &[&str] =
    &["analysis", "blog", "brief", "column", "draft", "editorial", "feature", "news", "opinion", "page", "report"];
const USUAL_STATES: &[&str] = &[
    "active",
    "approved",
    "draft",
    "final",
    "in progress",
    "in review",
    "live",
    "open",
    "pending",
    "private",
    "public",
    "publish",
    "published",
    "ready",
    "review",
    "scheduled",
];

/// The line at `at` without its end, and where the next begins; `None` at the end of the text.
fn line_from(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    match memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
        None => Some((rest, text.len())),
        Some(end) => {
            let crlf = rest.as_bytes()[end] == b'\r' && rest.as_bytes().get(end + 1) == Some(&b'\n');
            Some((&rest[..end], at + end + if crlf { 2 } else { 1 }))
        }
    }
}

/// The part of YAML that front matter is written in: scalars, lists, one level deep.
fn yaml(block: &str) -> Option<Map<String, Value>> {
    let mut fields = Map::new();
    let mut key = String::new();
    for line in block.split(['\n', '\r']).map(str::trim_end) {
        if line.is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let item = line.trim_start().strip_prefix("- ");
        if let (Some(item), false) = (item, key.is_empty()) {
            if let Some(Value::Array(items)) = fields.get_mut(&key) {
                items.push(scalar(item));
            }
        } else if line.starts_with([' ', '\t']) {
            // A deeper level, or a value that runs on: nothing that the contract has.
        } else {
            let (name, value) = key_value(line)?;
            name.clone_into(&mut key);
            let value = match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
                Some(list) => Value::Array(list.split(',').map(scalar).collect()),
                None if value.is_empty() => Value::Array(Vec::new()),
                None => scalar(value),
            };
            fields.insert(key.clone(), value);
        }
    }
    Some(fields)
}

fn toml(block: &str) -> Option<Map<String, Value>> {
    // TOML knows no CR of its own as a line end.
    let block = block.replace("\r\n", "\n").replace('\r', "\n");
    let table: toml::Table = toml::from_str(&block).ok()?;
    match serde_json::to_value(table).ok()? {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

fn key_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let spaced = value.is_empty() || value.starts_with([' ', '\t']);
    (plain && spaced).then(|| (key, value.trim()))
}

fn scalar(text: &str) -> Value {
    let text = text.trim();
    let quoted = |mark: char| text.len() >= 2 && text.starts_with(mark) && text.ends_with(mark);
    if quoted('"') {
        let inner = &text[1..text.len() - 1];
        return Value::String(inner.replace("\\\"", "\"").replace("\\\\", "\\"));
    }
    if quoted('\'') {
        return Value::String(text[1..text.len() - 1].replace("''", "'"));
    }
    if matches!(text, "null" | "~") { Value::Null } else { Value::String(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_between_rulers() {
        let text = "---\ntitle: \"The \\\"old\\\" bridge: closed\"\nbyline:\n  - Jo Doe\n  - 'Ana O''Hara'\ntags: [a, b]\ndate:\nspeaker_labels: yes\n---\nText";
        let (fields, at) = split(text).expect("has front matter");
        assert_eq!(&text[at..], "Text");
        assert_eq!(fields.title.0, ["The \"old\" bridge: closed"]);
        assert_eq!(fields.byline.0, ["Jo Doe", "Ana O'Hara"]);
        assert!(fields.date.0.is_empty());
    }

    #[test]
    fn toml_between_pluses() {
        let text = "+++\r\ntitle = 'Bridge'\r\ndate = 2025-05-03\r\n+++\r\nText";
        let (fields, at) = split(text).expect("has front matter");
        assert_eq!(&text[at..], "Text");
        assert_eq!((fields.title.0, fields.date.0), (vec!["Bridge".to_owned()], vec!["2025-05-03".to_owned()]));
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let told = |text: &str| {
            let (fields, _) = split(text).expect("has front matter");
            misunderstood(&fields).into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(told("---\nkind: Transcript\nstatus: withdrawn\ndate: May 3, 2031\ntags: odd\n---\n"), "");
        assert_eq!(told("---\nkind: news\nstatus: Published\ndate:\n---\n"), "");
        assert_eq!(
            told("---\nkind: podcast\nstatus: retrcated\ndate: last Tuesday\n---\n"),
            "kind “podcast” is none of article, transcript, release and post, and counts as article; \
             status “retrcated” is none of current, corrected, retracted and superseded, and counts as current; \
             date “last Tuesday” is no day with its year, such as 2031-05-03, and counts as none"
        );
    }

    #[test]
    fn a_ruler_is_no_front_matter() {
        for text in [
            "---\nThe mayor said: nothing.\n---\n",
            "---",
            "--- x\na: b\n---",
            "---\na: b\n",
            "+++\nno toml here\n+++\n",
            "",
        ] {
            assert!(split(text).is_none(), "{text}");
        }
    }
}
