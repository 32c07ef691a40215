//! Remarks that have a finding ignored; the reason is the writer's to add.

use super::{Action, Kind};
use crate::check::Checked;
use crate::formats::remarks::OPENING;
use crate::formats::{BlockKind, Document, RemarkForm};
use crate::rules::Edit;
use crate::text::Span;

/// A remark for the paragraph and one for the file, where the format has a way to write them.
pub(super) fn remarks(checked: &Checked, number: usize) -> Vec<Action> {
    let finding = &checked.findings[number];
    let document = &checked.draft.document;
    if !document.editable || finding.code.starts_with("IGN") {
        return Vec::new();
    }
    let wanted = [
        ("in this paragraph", "", paragraph(document, finding.span.start)),
        ("in this file", "-file", Some(top(document))),
    ];
    let one = |(where_, scope, place): (&str, &str, Option<Place>)| {
        let code = finding.code;
        let text = written(document, &format!("{OPENING}{scope} {code}: "), place?)?;
        Some(Action {
            title: format!("Ignore {code} {where_}"),
            kind: Kind::Fix,
            finding: Some(number),
            preferred: false,
            edits: vec![Edit { span: Span::at(place?.at), text }],
        })
    };
    wanted.into_iter().filter_map(one).collect()
}

/// Where a remark goes.
#[derive(Copy, Clone)]
struct Place {
    at: usize,
    /// Whether it ends a line that says something, instead of standing in one of its own.
    ends: bool,
}

/// Where a remark for the paragraph around a place goes.
fn paragraph(document: &Document, place: usize) -> Option<Place> {
    let here = document.prose.from_text(place);
    let block = document.blocks.get(document.blocks.partition_point(|block| block.span.end < here))?;
    let words = document.prose.to_text(block.span);
    if has_lines(document.remark_form) && stands_within(document, block.kind, words.start) {
        // A line of its own would end the list, the table or the block quotation that it stands in.
        let markup = document.text[words.end..].find(|c| !matches!(c, '*' | '_' | '~')).unwrap_or_default();
        return Some(Place { at: words.end + markup, ends: true });
    }
    Some(above(document, words.start))
}

/// Where a remark for the file goes: above the first paragraph, below what stands in front of it.
fn top(document: &Document) -> Place {
    let first = document.blocks.first().map_or(0, |block| document.prose.to_text(block.span).start);
    above(document, first)
}

/// In front of a paragraph that begins here.
fn above(document: &Document, start: usize) -> Place {
    let at = match document.remark_form {
        RemarkForm::Inline => start,
        RemarkForm::Line | RemarkForm::Brackets | RemarkForm::Expression => line_of(document, start),
        RemarkForm::Note => {
            document.text[..start].rfind("\n\n").map_or_else(|| line_of(document, start), |end| end + 2)
        }
    };
    Place { at, ends: false }
}

/// Whether a form is Markdown's or that of its like: what a line begins with tells what it is a part of.
fn has_lines(form: RemarkForm) -> bool {
    matches!(form, RemarkForm::Line | RemarkForm::Expression)
}

/// Whether a paragraph is a part of something: an item, a cell, a paragraph of a block quotation.
fn stands_within(document: &Document, kind: BlockKind, start: usize) -> bool {
    let in_front = document.text[line_of(document, start)..start].trim_matches(['*', '_', '~', '[']);
    kind == BlockKind::ListItem || kind != BlockKind::Heading && !in_front.is_empty()
}

fn line_of(document: &Document, at: usize) -> usize {
    document.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

fn written(document: &Document, words: &str, place: Place) -> Option<String> {
    let text = &*document.text;
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (before, after) = if place.ends { (" ", "") } else { ("", line_end) };
    Some(match document.remark_form {
        RemarkForm::Line => format!("{before}<!-- {words}-->{after}"),
        RemarkForm::Inline => format!("<!-- {words}-->"),
        RemarkForm::Expression => format!("{before}{{/* {words}*/}}{after}"),
        RemarkForm::Brackets => format!("[{}]{line_end}", words.trim_end()),
        // Other captions have no comments, and a note inside a cue would be read out.
        RemarkForm::Note if text.starts_with("WEBVTT") && text[..place.at].ends_with("\n\n") => {
            format!("NOTE {}{line_end}{line_end}", words.trim_end())
        }
        RemarkForm::Note => return None,
    })
}
