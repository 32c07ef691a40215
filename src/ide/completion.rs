//! Inside a quotation that is being written: what the corpus has that begins, or goes on, so.

mod end;

use self::end::End;
use super::{label, one_line, shortened};
use crate::check::Checked;
use crate::corpus::{Corpus, Query};
use crate::text::Span;
use crate::text::fold;
use crate::text::words::{self, is_mark};

/// How many are offered.
const OFFERED: usize = 12;
/// How many words have to stand behind the opening mark.
const FEWEST: usize = 2;
/// So many places are looked at.
const PLACES: usize = 60;
/// A quotation longer than this has lost its closing mark.
const LONGEST: usize = 2_000;

/// A quotation that can be written on so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The quotation's words.
    pub label: String,
    /// Who says it, where and when.
    pub detail: String,
    /// What comes behind the cursor: the rest of the words, the closing mark, who says it.
    pub rest: String,
    /// How many bytes in front of the cursor go: the word that is being typed.
    pub typed: usize,
    /// How many bytes behind the cursor go: what stood there of the quotation.
    pub behind: usize,
}

/// What can be written between `before` and `after`, the words of the paragraph around the cursor; those of `speaker`
/// first.
pub fn completions(corpus: &dyn Corpus, before: &str, after: &str, speaker: Option<&str>) -> Vec<Completion> {
    let Some((mark, begun)) = opened(before) else { return Vec::new() };
    let Some(end) = End::of(mark, begun, after) else { return Vec::new() };
    let typing = begun.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let whole = &begun[..begun.len() - typing.len()];
    let keys = |words: &str| fold::tokens(words, Span::new(0, words.len())).iter().map(|it| it.key).collect::<Vec<_>>();
    let written = keys(whole);
    if written.len() < FEWEST {
        return Vec::new();
    }
    // What is being typed is looked for near by only.
    let query = Query { parts: vec![written.clone()], limit: PLACES, ..Query::default() };
    let Ok(hits) = corpus.search(&query) else { return Vec::new() };
    let mut found = Vec::new();
    for hit in hits {
        let Ok(article) = corpus.article(hit.article) else { continue };
        let (reading, prose) = (&article.reading, article.reading.document.prose.text());
        for quotation in reading.quotations.iter().filter(|quotation| quotation.span.overlaps(hit.span)) {
            let tokens = fold::tokens(prose, quotation.span);
            let run =
                tokens.windows(written.len()).position(|run| run.iter().map(|it| it.key).eq(written.iter().copied()));
            let Some(next) = run.and_then(|run| tokens.get(run + written.len())) else { continue };
            let rest = one_line(prose, Span::new(next.span.start, quotation.span.end));
            if !rest.to_lowercase().starts_with(&typing.to_lowercase()) {
                continue;
            }
            let by = reading.speaker_of(quotation).map(|speaker| speaker.name.clone());
            let from = label(&article, quotation.span.start);
            let ours = speaker.is_some_and(|ours| by.as_deref().is_some_and(|by| by.eq_ignore_ascii_case(ours)));
            let said = by.as_deref().filter(|_| !ours);
            found.push((
                !ours,
                Completion {
                    label: shortened(&one_line(prose, quotation.span), 80),
                    detail: by.as_deref().map_or_else(|| from.clone(), |by| format!("{by}, {from}")),
                    rest: end.closed(&rest, said),
                    typed: typing.len(),
                    behind: end.behind,
                },
            ));
        }
    }
    found.sort_by_key(|(others, _)| *others);
    let mut offered: Vec<Completion> = Vec::new();
    for (_, completion) in found {
        if !offered.iter().any(|known| known.rest.eq_ignore_ascii_case(&completion.rest)) && offered.len() < OFFERED {
            offered.push(completion);
        }
    }
    offered
}

/// The speaker of the draft whom a paragraph names last.
pub fn named_in<'a>(checked: &'a Checked, before: &str) -> Option<&'a str> {
    let named = checked.draft.speakers.iter().filter(|speaker| speaker.named);
    let last = |name: &str| words::whole(before, name).last();
    let places = named.filter_map(|speaker| {
        let surname = speaker.name.rsplit(' ').next().unwrap_or_default();
        [&*speaker.name, surname].into_iter().filter_map(last).max().map(|at| (at, &*speaker.name))
    });
    places.max().map(|(_, name)| name)
}

/// The mark that is open at the end of a text, and the words behind it.
fn opened(before: &str) -> Option<(char, &str)> {
    let from = before.len().saturating_sub(LONGEST);
    let before = &before[before.ceil_char_boundary(from)..];
    let mut open = None;
    for (at, c) in before.char_indices().filter(|(_, c)| is_mark(*c)) {
        let apostrophe = matches!(c, '\'' | '’') && before[..at].ends_with(char::is_alphanumeric);
        match (open, c) {
            _ if apostrophe || matches!(c, '\'' | '’' | '‘') => {}
            (None, '“' | '„' | '«' | '"' | '»' | '「') => open = Some((c, at + c.len_utf8())),
            (Some((mark, _)), c) if c == closing(mark) => open = None,
            _ => {}
        }
    }
    open.map(|(mark, at)| (mark, &before[at..]))
}

fn closing(mark: char) -> char {
    match mark {
        '“' => '”',
        '„' => '“',
        '«' => '»',
        '»' => '«',
        '「' => '」',
        other => other,
    }
}
