//! A Markdown text after an edit of one plain paragraph: all the rest of it is read already.
//!
//! Which paragraphs these are is told narrowly, so that what is read here is, byte for byte, what reading the whole
//! text yields; `tests/it/again.rs` holds the two against each other.

use crate::formats::document::{Block, BlockKind, Document, Story};
use crate::formats::furniture;
use crate::formats::remarks::Remark;
use crate::formats::{Rewritten, turns};
use crate::text::{Edit, Prose, Span, Text};

/// Letters that mean more to Markdown than themselves, wherever in a line they stand, and spaces of other kinds.
const MARKUP: [bool; 128] = {
    let (mut table, letters) = ([false; 128], b"\\`*_[]<>&~|\t\r\x0b\x0c\0");
    let mut at = 0;
    while at < letters.len() {
        table[letters[at] as usize] = true;
        at += 1;
    }
    table
};
/// What stands between two blocks.
const GAP: &str = "\n\n";
/// So many paragraphs into a text, none is a byline or has a dateline any more.
const HEAD: usize = 2;
/// From so many questions among the headings on, a text may be an interview.
const QUESTIONS: usize = 3;

/// The document of `text`, of which `before` was an earlier state; `None` where it takes reading all of it.
pub(super) fn again(before: &Document, text: &Text) -> Option<(Document, Rewritten)> {
    let edit = Edit::between(&before.text, text)?;
    let start = before.text[..edit.at].rfind(GAP)? + GAP.len();
    let behind = edit.at + edit.gone;
    let end = before.text[behind..].find(GAP).map_or(before.text.len(), |gap| behind + gap);
    let (was, is) = (Span::new(start, end), Span::new(start, end - edit.gone + edit.come));
    if !is_plain(was.of(&before.text)) || !is_plain(is.of(text)) || may_be_raw(&before.text[..start]) {
        return None;
    }
    let old = before.prose.from_text(start);
    let at = before.blocks.partition_point(|block| block.span.start < old);
    let block = before.blocks.get(at).filter(|block| block.kind == BlockKind::Paragraph)?;
    let words = Span::new(start, start + was.of(&before.text).trim_end_matches(['\n', ' ']).len());
    if before.prose.to_text(block.span) != words || !is_settled(before, at) {
        return None;
    }
    let anew = lines(is.of(text).trim_end_matches(['\n', ' ']), start);
    let same =
        |prose: &str, span: Span| furniture::of(span.of(prose)).is_none() && !turns::may_be_labelled(prose, span);
    let whole = Span::new(0, anew.text().len());
    if !same(anew.text(), whole) || turns::may_be_labelled(before.prose.text(), block.span) {
        return None;
    }
    let prose = before.prose.rewritten(block.span, &anew, edit)?;
    let rewritten = Edit::between(block.span.of(before.prose.text()), anew.text());
    let rewritten = rewritten.unwrap_or(Edit { at: 0, gone: 0, come: 0 });
    let rewritten = Edit { at: rewritten.at + block.span.start, ..rewritten };
    let rewritten = Rewritten { block: at, edit: rewritten, typed: edit };
    Some((moved(before, text, prose, rewritten), rewritten))
}

/// Whether a paragraph holds nothing that Markdown reads otherwise than as words.
fn is_plain(paragraph: &str) -> bool {
    let lines = paragraph.trim_end_matches(['\n', ' ']);
    let opens = |line: &str| {
        line.starts_with(|c: char| {
            c.is_alphabetic() || matches!(c, '“' | '”' | '"' | '‘' | '’' | '\'' | '„' | '«' | '»')
        })
    };
    !lines.is_empty()
        && !has_markup(paragraph.as_bytes())
        && lines.split('\n').all(|line| opens(line) && !line.trim_end_matches(' ').ends_with(char::is_whitespace))
}

/// Whether there is a letter that means more than itself, or space of another kind, which is left to the whole reading.
fn has_markup(paragraph: &[u8]) -> bool {
    paragraph.iter().enumerate().any(|(at, &byte)| match byte {
        0..=0x7f => MARKUP[byte as usize],
        // U+0085 and U+00A0
        0xc2 => matches!(paragraph.get(at + 1), Some(0x85 | 0xa0)),
        // U+2028 and U+2029
        0xe2 => matches!(paragraph.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9])),
        _ => false,
    })
}

/// Whether what follows may lie inside something that a blank line does not end: a comment, a fence, a list.
fn may_be_raw(front: &str) -> bool {
    let front = front.as_bytes();
    memchr::memchr_iter(b'<', front).any(|at| at == 0 || front[at - 1] == b'\n')
}

/// Whether neither the head of a text nor a pattern of turns hangs on the words of this block.
fn is_settled(document: &Document, at: usize) -> bool {
    let prose = document.prose.text().as_bytes();
    let is_question = |block: &Block| {
        prose[..block.span.end].last() == Some(&b'?')
            && (block.kind == BlockKind::Heading
                || document.text[document.prose.to_text(block.span).end..].starts_with(['*', '_']))
    };
    let (mut paragraphs, mut questions) = (0, 0);
    for (number, block) in document.blocks.iter().enumerate() {
        if block.kind == BlockKind::Turn || block.voice.is_some() {
            return false;
        }
        paragraphs += usize::from(number < at && block.kind == BlockKind::Paragraph);
        questions += usize::from(is_question(block));
    }
    document.loci.is_empty() && document.problems.is_empty() && paragraphs >= HEAD && questions < QUESTIONS
}

/// A paragraph's prose: its lines, without the spaces behind them. Two and more of these are part of the line's end.
fn lines(paragraph: &str, start: usize) -> Prose {
    let mut prose = Prose::default();
    let mut at = start;
    let mut ended: Option<usize> = None;
    for line in paragraph.split('\n') {
        if let Some(end) = ended {
            prose.push_for("\n", Span::new(end, at));
        }
        let words = line.trim_end_matches(' ');
        prose.push(words, at);
        let spaces = line.len() - words.len();
        ended = Some(at + if spaces > 1 { words.len() } else { line.len() });
        at += line.len() + 1;
    }
    prose
}

/// The document with one block written anew, and everything behind it where it stands since.
fn moved(before: &Document, text: &Text, prose: Prose, rewritten: Rewritten) -> Document {
    let Rewritten { block, edit: inner, typed } = rewritten;
    let behind = |span: Span| {
        let by = |at: usize| at - inner.gone + inner.come;
        Span::new(by(span.start), by(span.end))
    };
    let mut blocks = before.blocks.clone();
    blocks[block].span.end = blocks[block].span.end - inner.gone + inner.come;
    for later in &mut blocks[block + 1..] {
        later.span = behind(later.span);
    }
    let from = before.blocks[block].span.end;
    let code = before.code.iter().map(|&code| if code.start >= from { behind(code) } else { code }).collect();
    let whole = blocks.first().zip(blocks.last()).map(|(first, last)| first.span.join(last.span));
    let stories = whole.map(|span| Story { span, meta: before.meta.clone() }).into_iter().collect();
    let remark = |remark: &Remark| Remark { span: typed.span(remark.span), words: typed.span(remark.words) };
    Document {
        text: text.clone(),
        disk: before.disk.clone(),
        prose,
        blocks,
        code,
        meta: before.meta.clone(),
        stories,
        remarks: before.remarks.iter().map(remark).collect(),
        remark_form: before.remark_form,
        loci: Vec::new(),
        problems: Vec::new(),
        editable: before.editable,
    }
}
