//! Other ways to write a quotation: with its source named, or without its marks.

use super::super::label;
use super::{Action, Kind, surroundings};
use crate::check::Checked;
use crate::formats::{BlockKind, RemarkForm};
use crate::quotations::{Quotation, QuotationId};
use crate::rules::{Edit, pairs};
use crate::text::Span;
use crate::verify::{Evidence, Outcome};

/// What can be made of a quotation.
pub(super) fn ways(checked: &Checked, id: QuotationId) -> Vec<Action> {
    let document = &checked.draft.document;
    let quotation = &checked.draft.quotations[id];
    if !document.editable || quotation.outer == quotation.span {
        return Vec::new();
    }
    let mut actions = Vec::new();
    let verdict = checked.verdicts.iter().find(|verdict| verdict.quotation == id);
    let found = verdict.filter(|verdict| verdict.outcome != Outcome::Unsupported);
    if let Some(evidence) = found.and_then(|verdict| verdict.sources.first()) {
        actions.extend(sourced(checked, quotation, evidence));
    }
    let marks = pairs::marks(document.prose.text(), quotation).into_iter();
    let edits = marks.map(|mark| Edit { span: document.prose.to_text(mark), text: String::new() }).collect::<Vec<_>>();
    // Words of a block quotation are quoted with marks or without.
    let block = document.blocks.iter().find(|block| block.span.contains(quotation.outer.start));
    let stays_quoted = block.is_some_and(|block| block.kind == BlockKind::BlockQuote)
        || surroundings::is_block_quotation(document, document.prose.to_text(quotation.outer).start);
    if !edits.is_empty() && !stays_quoted {
        actions.push(rewrite("Turn into a paraphrase: take the marks away", edits));
    }
    actions
}

fn rewrite(title: impl Into<String>, edits: Vec<Edit>) -> Action {
    Action { title: title.into(), kind: Kind::Rewrite, finding: None, preferred: false, edits }
}

/// The source as a link, as a footnote and as a comment, as far as the format has them.
fn sourced(checked: &Checked, quotation: &Quotation, evidence: &Evidence) -> Vec<Action> {
    let document = &checked.draft.document;
    let source = label(&evidence.article, evidence.span.start);
    let url = evidence.article.meta_at(evidence.span.start).page();
    let words = document.prose.to_text(quotation.outer);
    // Markup that opens inside and closes outside would be torn apart by a link, and links do not nest.
    let linked = surroundings::is_linked(document, words);
    let whole =
        !linked && words.of(&document.text) == quotation.outer.of(document.prose.text()) && quotation.parts.len() == 1;
    let link = url.filter(|_| whole);
    let around = |before: String, after: &str| {
        let ends = [(words.start, before), (words.end, after.to_owned())];
        ends.into_iter().map(|(at, text)| Edit { span: Span::at(at), text }).collect::<Vec<_>>()
    };
    let behind = |text: String| vec![Edit { span: Span::at(words.end), text }];
    let named = told(&source, url);
    let comment = match document.remark_form {
        RemarkForm::Expression => format!("{{/* source: {} */}}", named.replace("*/", "* /")),
        _ => format!("<!-- source: {} -->", without_twice(&named, '-')),
    };
    let mut actions = Vec::new();
    match document.remark_form {
        RemarkForm::Line | RemarkForm::Expression if !surroundings::is_html(document, words.start) => {
            if let Some(url) = link {
                let edits = around("[".to_owned(), &format!("]({})", in_brackets(url)));
                actions.push(rewrite(format!("Link to {source}"), edits));
            }
            // Within a link, the mark of a footnote would be a link in a link.
            if !linked {
                let number = next_note(&document.text);
                let mut edits = behind(format!("[^{number}]"));
                let note = told(&as_text(&source), url.map(in_line).as_deref());
                edits.push(note_below(&document.text, &format!("[^{number}]: {note}")));
                actions.push(rewrite(format!("Name {source} in a footnote"), edits));
            }
            actions.push(rewrite(format!("Name {source} in a comment"), behind(comment)));
        }
        RemarkForm::Line | RemarkForm::Expression | RemarkForm::Inline => {
            if let Some(url) = link {
                let url = url.replace('&', "&amp;").replace('"', "%22").replace('<', "%3C").replace('>', "%3E");
                let edits = around(format!("<a href=\"{url}\">"), "</a>");
                actions.push(rewrite(format!("Link to {source}"), edits));
            }
            actions.push(rewrite(format!("Name {source} in a comment"), behind(comment)));
        }
        // Text without markup has nothing that a reader would not see.
        RemarkForm::Brackets | RemarkForm::Note => {}
    }
    actions
}

fn told(source: &str, url: Option<&str>) -> String {
    url.map_or_else(|| source.to_owned(), |url| format!("{source}, {url}"))
}

/// The number behind the highest one of a footnote.
fn next_note(text: &str) -> u32 {
    let number = |rest: &str| rest.split_once(']').and_then(|(number, _)| number.parse::<u32>().ok());
    let numbers = text.match_indices("[^").filter_map(|(at, opening)| {
        let rest = &text[at + opening.len()..];
        number(&rest[..rest.floor_char_boundary(8)])
    });
    numbers.max().unwrap_or(0).saturating_add(1)
}

/// A line below the draft's last one, in front of what is left open there.
fn note_below(text: &str, note: &str) -> Edit {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let at = surroundings::left_open(text).unwrap_or(text.len());
    let above = &text[..at];
    let last = above.trim_end().rsplit(['\n', '\r']).next().unwrap_or_default();
    // Footnotes stand together, a blank line away from the text.
    let blank = ["\n\n", "\r\n\r\n"].iter().any(|gap| above.ends_with(gap));
    let gap = match (above.ends_with(['\n', '\r']), blank || last.starts_with("[^")) {
        (true, true) => String::new(),
        (true, false) | (false, true) => end.to_owned(),
        (false, false) => end.repeat(2),
    };
    let below = if at < text.len() { end } else { "" };
    Edit { span: Span::at(at), text: format!("{gap}{note}{end}{below}") }
}

/// An address that can stand between brackets.
fn in_brackets(url: &str) -> String {
    in_line(url).replace('(', "%28").replace(')', "%29").replace(' ', "%20")
}

/// An address that is nothing but an address in a line of Markdown or MDX.
fn in_line(url: &str) -> String {
    let is_markup = |c| matches!(c, '[' | ']' | '{' | '}' | '<' | '>' | '`' | '\\' | '"' | '*');
    let written = |c: char| if is_markup(c) { format!("%{:02X}", u32::from(c)) } else { c.to_string() };
    url.chars().map(written).collect()
}

/// What a source calls itself, as text of a Markdown or MDX draft: `\[1\]` for `[1]`, all of it in one line.
fn as_text(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        let is_markup = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '{' | '}' | '~' | '$');
        out.extend(is_markup.then_some('\\').into_iter().chain([c]));
    }
    out
}

/// A text in which a character never stands twice in a row: `-->` would end a comment.
fn without_twice(text: &str, single: char) -> String {
    let mut before = None;
    text.chars().filter(|&c| before.replace(c) != Some(single) || c != single).collect()
}
