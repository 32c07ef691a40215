//! The annotated draft for a fact-checker: one page that needs nothing beside itself.
//!
//! The draft's text with each quotation marked, and beside it the speaker, the verdict in words, the difference word
//! by word and each source with its passage. The same drafts and verdicts give the same bytes; nothing of a draft or
//! a source is ever markup of the page.

use std::fmt::Write as _;
use std::io::{self, Write};

mod body;
mod card;
mod entries;
mod escape;
mod source;
mod summary;

use super::Run;
use crate::formats::REPORT_MARK;
use entries::Entries;
use escape::{apart, escaped};

/// How it looks, on a screen in daylight or at night, and on paper.
const STYLE: &str = include_str!("style.css");

/// What the colours mean, in words.
const LEGEND: &str = "<p class=\"legend\"><mark class=\"good\">borne out</mark> \
    <mark class=\"doubt\">look again</mark> <mark class=\"bad\">wrong or nowhere to be found</mark> \
    <mark class=\"quiet\">no speech, or not checked</mark> \
    <span class=\"differs\">words that differ</span> <b class=\"gap\">‸</b> words missing. \
    Word by word: <del>the source’s words</del> <ins>the draft’s words</ins>.</p>\n";

/// Writes all drafts of a run as one page.
///
/// # Errors
/// When `out` does not take it.
pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let drafts: Vec<Entries<'_>> =
        run.drafts.iter().enumerate().map(|(at, sheet)| Entries::of(sheet, at + 1)).collect();
    let mut page = String::new();
    head(&mut page, &drafts);
    page.push_str("<header class=\"top\"><h1>Quotations, held against the record</h1>\n");
    summary::write(&mut page, &drafts);
    page.push_str(LEGEND);
    page.push_str("</header>\n<main>\n");
    for draft in &drafts {
        article(&mut page, draft);
    }
    let _ = writeln!(
        page,
        "</main>\n<footer>Made by onrecord {}. It knows what the sources say, not what is true.</footer>\n</body>\n</html>",
        env!("CARGO_PKG_VERSION")
    );
    out.write_all(page.as_bytes())
}

fn head(page: &mut String, drafts: &[Entries<'_>]) {
    let names: Vec<&str> = drafts.iter().map(|draft| draft.sheet.path.as_str()).collect();
    // No page of the web can be asked for anything by this one, whatever stands in a draft.
    let _ = write!(
        page,
        "{REPORT_MARK}\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>Quotations: {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escaped(&names.join(", "))
    );
}

fn article(page: &mut String, entries: &Entries<'_>) {
    let draft = &entries.sheet.checked.draft;
    let meta = &draft.document.meta;
    let path = &entries.sheet.path;
    let _ = writeln!(page, "<article id=\"d{}\">\n<header><h2>{}</h2>", entries.number, apart(path));
    let prose = draft.document.prose.text();
    // A headline that stands in the text is not said twice.
    let in_text = |title: &&String| draft.document.blocks.iter().any(|block| block.span.of(prose).trim() == **title);
    let title = meta.title.as_ref().filter(|title| !in_text(title)).map(|title| format!("“{}”", apart(title)));
    let byline = (!meta.byline.is_empty()).then(|| apart(&meta.byline.join(", ")));
    let date = meta.date.map(|date| date.to_string());
    let about = [title, meta.outlet.as_deref().map(apart), byline, date];
    let _ = writeln!(page, "<p class=\"how\">{}</p>", about.into_iter().flatten().collect::<Vec<_>>().join(", "));
    remarks(page, entries);
    page.push_str("</header>\n");
    body::write(page, entries);
    page.push_str("</article>\n");
}

/// What the draft asks not to be told: a fact-checker has to know of it.
fn remarks(page: &mut String, entries: &Entries<'_>) {
    let document = &entries.sheet.checked.draft.document;
    if document.remarks.is_empty() {
        return;
    }
    page.push_str("<p class=\"label\">Kept quiet by remarks in the draft</p>\n<ul class=\"remarks\">\n");
    for remark in &document.remarks {
        let line = entries.sheet.place(remark.span).line;
        let words = escaped(remark.words.of(&document.text));
        let _ = writeln!(page, "<li><span class=\"line\">line {line}</span> <code dir=\"auto\">{words}</code></li>");
    }
    page.push_str("</ul>\n");
}
