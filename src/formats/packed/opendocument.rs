//! `OpenDocument` texts (`.odt`): the paragraphs as they read with all changes taken.

use super::archive::{Zip, part};
use super::word::end_paragraph;
use super::xml::{Step, walk};
use super::{Unpacking, stated, text};

/// What stands beside the text: words that were deleted, comments, the page's head and foot.
const ASIDE: [&str; 4] = ["tracked-changes", "annotation", "header", "footer"];

/// Reads the running text; notes stand behind their paragraph.
pub(super) fn read(unpacking: &mut Unpacking<'_>, record: Option<&str>, archive: &mut Zip<'_>) {
    let Some(content) = part(unpacking, archive, "content.xml") else { return };
    let mut out = String::new();
    // A note is a paragraph inside another.
    let mut open: Vec<String> = Vec::new();
    let (mut aside, mut noted) = (0usize, String::new());
    let whole = walk(&content, |step| match step {
        Step::Open(tag) if ASIDE.contains(&tag.name()) => aside += 1,
        Step::Close(name) if ASIDE.contains(&name) => aside = aside.saturating_sub(1),
        _ if aside > 0 => {}
        Step::Open(tag) => match tag.name() {
            "p" | "h" if open.len() < 8 => open.push(String::new()),
            "s" => {
                let count = tag.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1).clamp(1, 80);
                open.iter_mut().last().into_iter().for_each(|words| words.push_str(&" ".repeat(count)));
            }
            "tab" => open.iter_mut().last().into_iter().for_each(|words| words.push('\t')),
            "line-break" => open.iter_mut().last().into_iter().for_each(|words| words.push('\n')),
            _ => {}
        },
        Step::Words(words) => open.iter_mut().last().into_iter().for_each(|held| held.push_str(words)),
        Step::Close("p" | "h") => {
            let mut words = open.pop().unwrap_or_default();
            if open.is_empty() {
                end_paragraph(&mut words, &mut out);
                end_paragraph(&mut noted, &mut out);
            } else {
                noted.push_str(&words);
                noted.push('\n');
            }
        }
        Step::Close(_) => {}
    });
    if !whole {
        unpacking.problem(&format!("{}: is damaged and was read in part", record.unwrap_or("the document")));
    }
    let meta = part(unpacking, archive, "meta.xml").unwrap_or_default();
    let fields = stated(&meta, "date");
    unpacking.hold(record.map(str::to_owned), text(out, &fields));
}
