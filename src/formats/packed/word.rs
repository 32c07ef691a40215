//! Word documents (`.docx`): the paragraphs as they read with all changes taken.

use super::archive::{Zip, part};
use super::xml::{Step, walk};
use super::{Unpacking, stated, text};

/// Reads the running text, then the notes.
pub(super) fn read(unpacking: &mut Unpacking<'_>, record: Option<&str>, archive: &mut Zip<'_>) {
    let Some(body) = part(unpacking, archive, "word/document.xml") else { return };
    let mut out = String::new();
    let mut whole = paragraphs(&body, &mut out);
    for name in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = part(unpacking, archive, name) {
            whole &= paragraphs(&notes, &mut out);
        }
    }
    let core = part(unpacking, archive, "docProps/core.xml").unwrap_or_default();
    let fields = stated(&core, "modified");
    if !whole {
        unpacking.problem(&format!("{}: is damaged and was read in part", record.unwrap_or("the document")));
    }
    unpacking.hold(record.map(str::to_owned), text(out, &fields));
}

/// Appends the paragraphs of a part, a blank line between them; whether it could be read to its end.
fn paragraphs(xml: &str, out: &mut String) -> bool {
    // Words that were deleted, and fields' codes, stand in elements of their own; these are the only ones taken.
    let mut inside = false;
    let mut paragraph = String::new();
    walk(xml, |step| match step {
        Step::Open(tag) => match tag.name() {
            "t" => inside = true,
            "tab" => paragraph.push('\t'),
            "br" | "cr" => paragraph.push('\n'),
            "noBreakHyphen" => paragraph.push('\u{2011}'),
            _ => {}
        },
        Step::Words(words) if inside => paragraph.push_str(words),
        Step::Words(_) => {}
        Step::Close("t") => inside = false,
        Step::Close("p") => end_paragraph(&mut paragraph, out),
        Step::Close(_) => {}
    })
}

/// Ends a paragraph: its words, then a blank line.
pub(super) fn end_paragraph(paragraph: &mut String, out: &mut String) {
    let words = paragraph.trim();
    if !words.is_empty() {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(words);
    }
    paragraph.clear();
}
