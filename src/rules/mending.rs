//! Fixes: what can be put right in the draft, as edits of its text.

use super::{Context, Edit, Fix, differences};
use crate::quotations::Quotation;
use crate::text::Span;
use crate::verify::{Evidence, Op, OpKind};

/// Characters that mean something to a format, end a paragraph or open a quotation: words that hold one are not
/// put into a draft blindly.
const SPECIAL: &[char] =
    &['\n', '\r', '<', '>', '&', '*', '_', '[', ']', '`', '\\', '"', '“', '”', '„', '«', '»', '「', '」'];

/// "Put the source's words in": each difference of the alignment undone.
///
/// `None` where one of them cannot be undone without breaking markup or taking in more than the speaker's words.
pub(super) fn restore(cx: &Context<'_>, quotation: &Quotation, evidence: &Evidence) -> Option<Fix> {
    let edits: Option<Vec<Edit>> = differences::of(evidence)
        .map(|op| undone(cx, quotation, op, differences::source_words(evidence, op)))
        .collect();
    fix("Put the source's words in", edits?, false)
}

/// "Mark the cut with an ellipsis": one at each place where words are missing, where that is all that differs.
pub(super) fn mark_cuts(cx: &Context<'_>, quotation: &Quotation, evidence: &Evidence) -> Option<Fix> {
    if differences::of(evidence).any(|op| op.kind != OpKind::Dropped) {
        return None;
    }
    let edits = differences::of(evidence).map(|op| inserted(cx, quotation, op.draft.start, "…")).collect();
    fix("Mark the cut with an ellipsis", edits, false)
}

/// Other words in place of a stretch of the prose, where no markup stands within.
pub(super) fn replace(cx: &Context<'_>, title: impl Into<String>, span: Span, words: &str, safe: bool) -> Option<Fix> {
    replace_all(cx, title, &[(span, words)], safe)
}

/// The same in several places, all of them or none.
pub(super) fn replace_all(
    cx: &Context<'_>,
    title: impl Into<String>,
    places: &[(Span, &str)],
    safe: bool,
) -> Option<Fix> {
    let edit = |&(span, words): &(Span, &str)| Some(Edit { span: verbatim(cx, span)?, text: words.to_owned() });
    fix(title, places.iter().map(edit).collect::<Option<_>>()?, safe)
}

fn fix(title: impl Into<String>, mut edits: Vec<Edit>, safe: bool) -> Option<Fix> {
    edits.sort_by_key(|edit| edit.span);
    let apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start && pair[0].span != pair[1].span);
    (apart && !edits.is_empty()).then(|| Fix { title: title.into(), edits, safe })
}

/// The bytes of the text behind a stretch of the prose, if they read the same: no markup, no entity.
fn verbatim(cx: &Context<'_>, span: Span) -> Option<Span> {
    let text = cx.text(span);
    (text.of(&cx.draft.document.text) == cx.words(span)).then_some(text)
}

fn undone(cx: &Context<'_>, quotation: &Quotation, op: Op, theirs: &str) -> Option<Edit> {
    let theirs = in_draft_style(cx, theirs.trim());
    if theirs.contains(SPECIAL) {
        return None;
    }
    match op.kind {
        OpKind::Dropped => Some(inserted(cx, quotation, op.draft.start, &theirs)),
        OpKind::Added => removed(cx, quotation, op.draft),
        _ => {
            let text =
                if op.draft.start == quotation.span.start { with_case_of(&theirs, cx.words(op.draft)) } else { theirs };
            Some(Edit { span: verbatim(cx, op.draft)?, text })
        }
    }
}

/// Words put in at a place, with the space that sets them apart from what stands there.
fn inserted(cx: &Context<'_>, quotation: &Quotation, at: usize, words: &str) -> Edit {
    let prose = cx.draft.document.prose.text();
    let before = prose[quotation.span.start.min(at)..at].chars().next_back();
    let after = prose[at..quotation.span.end.max(at)].chars().next();
    let lead = if before.is_some_and(|c| !c.is_whitespace()) { " " } else { "" };
    let trail = if after.is_some_and(char::is_alphanumeric) { " " } else { "" };
    // Behind the word before, not in front of the one after: markup that opens there stays whole.
    let at = if at > quotation.span.start {
        cx.text(Span::new(quotation.span.start, at)).end
    } else {
        cx.text(Span::at(at)).start
    };
    Edit { span: Span::at(at), text: format!("{lead}{words}{trail}") }
}

/// Words taken out, with the space in front of them, or behind them at the beginning.
fn removed(cx: &Context<'_>, quotation: &Quotation, words: Span) -> Option<Edit> {
    let prose = cx.draft.document.prose.text();
    let before = &prose[quotation.span.start..words.start];
    let after = &prose[words.end..quotation.span.end];
    let span = if before.ends_with(' ') {
        Span::new(words.start - 1, words.end)
    } else if after.starts_with(' ') {
        Span::new(words.start, words.end + 1)
    } else {
        words
    };
    Some(Edit { span: verbatim(cx, span)?, text: String::new() })
}

/// The draft's own apostrophes and dashes instead of the source's.
fn in_draft_style(cx: &Context<'_>, words: &str) -> String {
    let prose = cx.draft.document.prose.text();
    match *cx.apostrophes.get_or_init(|| (prose.contains('’'), prose.contains('\''))) {
        (true, false) => words.replace('\'', "’"),
        (false, true) => words.replace('’', "'"),
        _ => words.to_owned(),
    }
}

/// The words with a capital in front where the draft's had one: it opens the quotation.
fn with_case_of(words: &str, draft: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) if draft.starts_with(char::is_uppercase) && first.is_lowercase() => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => words.to_owned(),
    }
}
