//! Turns that run on within a paragraph, where a page lost its line breaks: `MR. ORRE: We begin.  MS. LIND: Thank you.`
//!
//! Capitals with a colon stand in running text, too. They are a turn only behind a sentence, within another turn, and if
//! they have a title or come again. Only sources are read so.

use rustc_hash::FxHashMap;

use super::label::{self, Form, Label};
use crate::formats::document::{Block, BlockKind, Voice};
use crate::text::Span;

/// What ends a sentence, with what closes behind it.
const ENDS: [char; 9] = ['.', '?', '!', '…', ')', ']', '”', '"', '—'];

/// Takes turns apart that have others in them.
pub(super) fn part(prose: &str, blocks: &mut Vec<Block>) {
    let is_turn = |block: &Block| block.kind == BlockKind::Turn && block.voice.as_ref().is_some_and(is_in_capitals);
    let inner: Vec<(usize, Vec<Label>)> = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| is_turn(block))
        .map(|(at, block)| (at, within(prose, block)))
        .filter(|(_, labels)| !labels.is_empty())
        .collect();
    if inner.is_empty() {
        return;
    }
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    let before = blocks.iter().filter_map(|block| block.voice.as_ref()?.span).map(|span| span.of(prose));
    let names = inner.iter().flat_map(|(_, labels)| labels).map(|label| label.name.of(prose));
    for name in before.chain(names) {
        *known.entry(name).or_default() += 1;
    }
    let opens = |label: &Label| {
        let name = label.name.of(prose);
        label::is_titled(name) || known.get(name).is_some_and(|&count| count > 1)
    };
    let inner: Vec<(usize, Vec<Label>)> = inner
        .into_iter()
        .map(|(at, labels)| (at, labels.into_iter().filter(|label| opens(label)).collect::<Vec<Label>>()))
        .filter(|(_, labels)| !labels.iter().all(asks))
        .collect();
    let mut inner = inner.into_iter().peekable();
    let apart = |(at, block): (usize, Block)| match inner.next_if(|(held, _)| *held == at) {
        Some((_, labels)) => taken_apart(prose, &block, &labels),
        None => vec![block],
    };
    *blocks = std::mem::take(blocks).into_iter().enumerate().flat_map(apart).collect();
}

/// A turn up to the first label in it, and those that the labels open.
fn taken_apart(prose: &str, block: &Block, labels: &[Label]) -> Vec<Block> {
    let starts = || labels.iter().map(|label| label.whole.start);
    let ends = starts().skip(1).chain([block.span.end]);
    let turns = labels.iter().zip(ends).map(|(label, end)| turn(prose, label, end));
    let own = starts().next().map_or(block.span, |end| trimmed(prose, block.span.start, end));
    std::iter::once(Block { span: own, ..block.clone() }).chain(turns).collect()
}

/// The turn that a label opens, up to `end`.
fn turn(prose: &str, label: &Label, end: usize) -> Block {
    let name = label::voice(label.name.of(prose), label.office.map(|office| office.of(prose)));
    let mut turn = Block::new(trimmed(prose, label.whole.start, end), BlockKind::Turn);
    turn.give(name, Some(label.whole));
    turn
}

fn trimmed(prose: &str, start: usize, end: usize) -> Span {
    Span::new(start, start + prose[start..end].trim_end().len())
}

fn is_in_capitals(voice: &Voice) -> bool {
    voice.span.is_some() && !voice.name.contains(char::is_lowercase)
}

/// Whether a label is a question's.
fn asks(label: &Label) -> bool {
    matches!(label.form, Form::Letter | Form::Asked)
}

/// The labels behind the first sentence of a turn, as they may open turns of their own.
fn within(prose: &str, block: &Block) -> Vec<Label> {
    let text = block.span.of(prose);
    let mut labels = Vec::new();
    let mut at = 0;
    while let Some(stop) = text[at..].find(ENDS) {
        let behind = text[at + stop..].trim_start_matches(ENDS);
        let words = behind.trim_start();
        let start = text.len() - words.len();
        at = start;
        let capitals = words.chars().take(2).all(|c| c.is_uppercase() || c.is_whitespace() || c == ':');
        if words.len() == behind.len() || !words.starts_with(char::is_uppercase) || !capitals {
            continue;
        }
        let span = Span::new(block.span.start + start, block.span.end);
        let label = label::label(prose, span, &[]).filter(|it| it.whole.start == span.start && !it.quoted);
        if let Some(label) = label.filter(|it| it.form == Form::Capitals || asks(it)) {
            at = label.whole.end - block.span.start;
            labels.push(label);
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use crate::formats::turns::as_source::{pairs, said};

    #[test]
    fn a_briefing_without_its_line_breaks() {
        let text = "MS. LIND:  Good afternoon. We were late, and I thank you.  MR. ORRE:  Thank you. Hey, all.  Q    Good to see you. MR. ORRE:  Pardon me? (Laughs.) Q  Where is it? MS. LIND: It sank.";
        assert_eq!(
            said("a.txt", text),
            pairs(&[
                ("MS. LIND", "Good afternoon. We were late, and I thank you."),
                ("MR. ORRE", "Thank you. Hey, all."),
                ("Q", "Good to see you."),
                ("MR. ORRE", "Pardon me? (Laughs.)"),
                ("Q", "Where is it?"),
                ("MS. LIND", "It sank."),
            ])
        );
    }

    #[test]
    fn capitals_within_a_turn() {
        let text = "ANA LIND: I said this to them. NOTE: that was in May. I say it again.\n\nPETER ORRE: You did. I was there.\n\nANA LIND: You were.";
        assert_eq!(said("a.txt", text).len(), 3);
        let run = "ANA LIND: I said this to them. PETER ORRE: You did. I was there.\n\nPETER ORRE: And I left.\n\nANA LIND: You were.";
        assert_eq!(said("a.txt", run).len(), 4);
    }
}
