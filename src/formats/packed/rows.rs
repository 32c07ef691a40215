//! Articles a line each (`.jsonl`), inside another file.

use super::{Unpacking, within};
use crate::formats::{Fields, article};

/// One line.
#[derive(serde::Deserialize)]
struct Row {
    text: String,
    id: Option<serde_json::Value>,
    #[serde(flatten)]
    fields: Fields,
}

/// Reads every line that is an article.
pub(super) fn read(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) -> bool {
    let lines = bytes.split(|&byte| byte == b'\n').enumerate();
    for (number, line) in lines.filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace)) {
        match serde_json::from_slice::<Row>(line) {
            Ok(row) => {
                let id = row.id.unwrap_or_else(|| serde_json::Value::from(number + 1));
                let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
                unpacking.hold(Some(within(record, &id)), article(&row.text, &row.fields));
            }
            Err(error) => unpacking.problem(&format!("{}: {error}", within(record, &format!("line {}", number + 1)))),
        }
    }
    true
}
