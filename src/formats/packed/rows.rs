//! Articles a line each (`.jsonl`), in a file of their own or inside another.

use super::{Unpacking, within};
use crate::formats::{Document, Fields, article};

/// One line.
#[derive(serde::Deserialize)]
struct Row {
    text: String,
    id: Option<serde_json::Value>,
    #[serde(flatten)]
    fields: Fields,
}

/// The identifier, if it has one, and the article of one line.
///
/// # Errors
/// When the line is no object with a `text`.
pub fn row(line: &[u8]) -> Result<(Option<String>, Document), serde_json::Error> {
    let row: Row = serde_json::from_slice(line)?;
    let id = row.id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    Ok((id, article(&row.text, &row.fields)))
}

/// Reads every line that is an article.
pub(super) fn read(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) -> bool {
    let lines = bytes.split(|&byte| byte == b'\n').enumerate();
    for (number, line) in lines.filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace)) {
        match row(line) {
            Ok((id, document)) => {
                let id = id.unwrap_or_else(|| (number + 1).to_string());
                unpacking.hold(Some(within(record, &id)), document);
            }
            Err(error) => unpacking.problem(&format!("{}: {error}", within(record, &format!("line {}", number + 1)))),
        }
    }
    true
}
