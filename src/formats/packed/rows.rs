//! Articles a line each (`.jsonl`), in a file of their own or inside another.

use super::{Lines, Unpacking, within};
use crate::formats::{Document, Fields, article, read_text};

/// One line.
#[derive(serde::Deserialize)]
struct Row {
    text: String,
    id: Option<serde_json::Value>,
    /// What the text is set in, where it is not plain.
    markup: Option<serde_json::Value>,
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
    let markup = row.markup.as_ref().and_then(serde_json::Value::as_str);
    let Some(markup) = markup.filter(|markup| MARKUP.contains(markup)) else {
        return Ok((id, article(&row.text, &row.fields)));
    };
    let mut document = read_text(&format!("row.{markup}"), row.text);
    row.fields.fill(&mut document.meta);
    Ok((id, document))
}

/// What the text of a line may be set in, by the ending that a file of its own would have.
pub const MARKUP: [&str; 12] =
    ["txt", "text", "md", "markdown", "mdown", "mkd", "html", "htm", "xhtml", "vtt", "srt", "rtf"];

/// Reads every line that is an article.
pub(super) fn read(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) -> bool {
    let lines =
        Lines::of(bytes).into_iter().flat_map(|mut lines| std::iter::from_fn(move || lines.next(u64::MAX).ok()?));
    for (number, line) in lines.enumerate().filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace)) {
        match row(&line) {
            Ok((id, document)) => {
                let id = id.unwrap_or_else(|| (number + 1).to_string());
                unpacking.hold(Some(within(record, &id)), document);
            }
            Err(error) => unpacking.problem(&format!("{}: {error}", within(record, &format!("line {}", number + 1)))),
        }
    }
    true
}
