//! Remarks that have a finding ignored; the reason is the writer's to add.

use super::{Action, Kind};
use crate::check::Checked;
use crate::formats::RemarkForm;
use crate::formats::remarks::OPENING;
use crate::rules::Edit;
use crate::text::Span;

/// A remark for the paragraph and one for the file, where the format has a way to write them.
pub(super) fn remarks(checked: &Checked, number: usize) -> Vec<Action> {
    let finding = &checked.findings[number];
    let document = &checked.draft.document;
    if !document.editable || finding.code.starts_with("IGN") {
        return Vec::new();
    }
    let place = finding.span.start;
    let wanted = [("in this paragraph", "", paragraph(checked, place)), ("in this file", "-file", Some(top(checked)))];
    let one = |(where_, scope, at): (&str, &str, Option<usize>)| {
        let code = finding.code;
        let text = written(document.remark_form, &document.text, &format!("{OPENING}{scope} {code}: "), at?)?;
        Some(Action {
            title: format!("Ignore {code} {where_}"),
            kind: Kind::Fix,
            finding: Some(number),
            preferred: false,
            edits: vec![Edit { span: Span::at(at?), text }],
        })
    };
    wanted.into_iter().filter_map(one).collect()
}

/// Where a remark for the paragraph around a place goes.
fn paragraph(checked: &Checked, place: usize) -> Option<usize> {
    let document = &checked.draft.document;
    let here = document.prose.from_text(place);
    let at = document.blocks.partition_point(|block| block.span.end < here);
    let start = document.prose.to_text(document.blocks.get(at)?.span).start;
    let line = || document.text[..start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    Some(match document.remark_form {
        RemarkForm::Inline => start,
        RemarkForm::Line | RemarkForm::Brackets | RemarkForm::Expression => line(),
        RemarkForm::Note => document.text[..start].rfind("\n\n").map_or_else(line, |end| end + 2),
    })
}

/// Where a remark for the file goes: above the first paragraph, below what stands in front of it.
fn top(checked: &Checked) -> usize {
    let document = &checked.draft.document;
    let first = document.blocks.first().map_or(0, |block| block.span.start);
    paragraph(checked, document.prose.to_text(Span::at(first)).start).unwrap_or(0)
}

fn written(form: RemarkForm, text: &str, words: &str, at: usize) -> Option<String> {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    Some(match form {
        RemarkForm::Line => format!("<!-- {words}-->{line_end}"),
        RemarkForm::Inline => format!("<!-- {words}-->"),
        RemarkForm::Expression => format!("{{/* {words}*/}}{line_end}"),
        RemarkForm::Brackets => format!("[{}]{line_end}", words.trim_end()),
        // Other captions have no comments, and a note inside a cue would be read out.
        RemarkForm::Note if text.starts_with("WEBVTT") && text[..at].ends_with("\n\n") => {
            format!("NOTE {}{line_end}{line_end}", words.trim_end())
        }
        RemarkForm::Note => return None,
    })
}
