//! A source of a quotation: who says it there, where and when it was published, and the passage around the words.

use std::fmt::Write as _;

use super::escape::{apart, escaped, linked};
use crate::formats::{Kind, Locus, Metadata, Status};
use crate::ide::{label, links};
use crate::report::place;
use crate::rules::differences;
use crate::text::Span;
use crate::verify::{Evidence, Standing};

/// So many bytes of a paragraph are shown on either side of the words.
const AROUND: usize = 320;
/// So many bytes of the words themselves.
const LONGEST: usize = 4_000;

/// A source with the passage that the quotation was held against.
pub(super) fn with_passage(source: &Evidence) -> String {
    let mut out = credit(source);
    out.push_str("\n<blockquote dir=\"auto\">");
    passage(&mut out, source);
    out.push_str("</blockquote>");
    out
}

/// A source in a line or two.
pub(super) fn credit(source: &Evidence) -> String {
    let meta = source.article.meta_at(source.span.start);
    let mut out = String::new();
    let who = match (source.standing, source.speaker.as_deref()) {
        (Standing::Quoted, Some(speaker)) => format!("<b>{}</b>", apart(speaker)),
        (Standing::Quoted, None) => "<b>nobody named</b>".to_owned(),
        (Standing::Recounted, Some(speaker)) => format!("<b>{}</b>, as somebody else recounts it", apart(speaker)),
        (Standing::Recounted, None) => "<b>inside another’s speech</b>".to_owned(),
        (Standing::Reported, _) => "<b>in the reporter’s own words</b>".to_owned(),
    };
    let _ = write!(out, "{who}<br>{}", published(meta));
    let _ = write!(out, "<br><span class=\"place\">{}", apart(&place::address(source)));
    if let Some(Locus::Second(second)) = source.article.reading.document.locus_at(source.span.start) {
        let _ = write!(out, ", at {}:{:02}", second / 60, second % 60);
    }
    if let Some(url) = &meta.url {
        // The link leads to the words, where the page's browser can; what is printed is the page's address. What is no page
        // of the web is printed and leads nowhere.
        let words = links::address(&source.article, source.span).unwrap_or_else(|| url.clone());
        let _ = write!(out, "<br>{}", linked(url, &words));
    }
    out.push_str("</span>");
    let mut copies: Vec<String> = source.copies.iter().map(|copy| label(copy, 0)).collect();
    copies.dedup();
    if !copies.is_empty() {
        let _ =
            write!(out, "<br><span class=\"how\">The same story, counted once: {}</span>", apart(&copies.join("; ")));
    }
    out
}

/// "The Lantern, 2031-05-02, “Ferries to stop”, press release, corrected since".
fn published(meta: &Metadata) -> String {
    let kind = match meta.kind {
        Kind::Article => None,
        Kind::Transcript => Some("transcript"),
        Kind::Release => Some("press release"),
        Kind::Post => Some("post"),
    };
    let status = match meta.status {
        Status::Current => None,
        Status::Corrected => Some("<strong>corrected since</strong>"),
        Status::Retracted => Some("<strong>retracted</strong>"),
        Status::Superseded => Some("<strong>superseded</strong>"),
    };
    let title = meta.title.as_ref().map(|title| format!("“{}”", apart(title)));
    let outlet = meta.outlet.as_ref().map_or_else(|| "outlet not known".to_owned(), |outlet| apart(outlet));
    let date = meta.date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
    let parts = [Some(outlet), Some(date), title, kind.map(str::to_owned), status.map(str::to_owned)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The paragraph around the words, as far as it helps; the words marked, and in them what differs.
fn passage(out: &mut String, source: &Evidence) {
    let document = &source.article.reading.document;
    let prose = document.prose.text();
    let words =
        Span::new(source.span.start, prose.floor_char_boundary(source.span.end.min(source.span.start + LONGEST)));
    let blocks = document.blocks.iter().filter(|block| block.span.overlaps(words));
    let region = blocks.map(|block| block.span).reduce(Span::join).unwrap_or(words).join(words);
    let before = Span::new(from(prose, region, words.start), words.start);
    let after = Span::new(words.end, to(prose, region, words.end));
    if before.start > region.start {
        out.push_str("… ");
    }
    out.push_str(&escaped(before.of(prose)));
    out.push_str("<mark>");
    marked(out, source, words);
    out.push_str("</mark>");
    out.push_str(&escaped(after.of(prose)));
    if after.end < region.end {
        out.push_str(" …");
    }
}

/// The words with those set off that the draft has otherwise or not at all.
fn marked(out: &mut String, source: &Evidence, words: Span) {
    let prose = source.article.reading.document.prose.text();
    let mut differing: Vec<Span> = differences::of(source).map(|op| op.source).filter(|it| !it.is_empty()).collect();
    differing.sort_unstable();
    let mut at = words.start;
    for span in differing {
        let span = Span { start: span.start.max(at), end: span.end.min(words.end) };
        if span.start >= span.end {
            continue;
        }
        let _ = write!(out, "{}<b>{}</b>", escaped(&prose[at..span.start]), escaped(span.of(prose)));
        at = span.end;
    }
    out.push_str(&escaped(&prose[at..words.end]));
}

/// Where to begin in front of a place: at the paragraph's beginning, or behind a space near enough.
fn from(prose: &str, region: Span, at: usize) -> usize {
    if at - region.start <= AROUND {
        return region.start;
    }
    let start = prose.ceil_char_boundary(at - AROUND);
    prose[start..at].split_once(char::is_whitespace).map_or(start, |(_, word)| at - word.len())
}

/// Where to end behind a place: at the paragraph's end, or in front of a space near enough.
fn to(prose: &str, region: Span, at: usize) -> usize {
    if region.end - at <= AROUND {
        return region.end;
    }
    let end = prose.floor_char_boundary(at + AROUND);
    prose[at..end].rfind(char::is_whitespace).map_or(end, |space| at + space)
}
