//! Which one block of a document reads otherwise than it did, told by holding two readings against each other.
//!
//! Reading a text's format is quick beside reading what it says. So where a format has no shorter way, all of the text is
//! read, and only what follows is spared the rest.

use super::document::{Block, BlockKind, Document, Story};
use crate::text::{Edit, Span};

/// The one block of a document that reads otherwise after an edit.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// Which block.
    pub block: usize,
    /// What became of the prose.
    pub edit: Edit,
    /// What became of the text.
    pub typed: Edit,
}

impl Rewritten {
    /// The block of `document` that differs from what it was `before`; `None` where anything else does.
    pub fn between(before: &Document, document: &Document) -> Option<Self> {
        let edit = Edit::between(before.prose.text(), document.prose.text())?;
        let at = before.blocks.partition_point(|block| block.span.end < edit.at);
        let is_plain = |block: &Block| block.kind == BlockKind::Paragraph && block.voice.is_none();
        let block = before.blocks.get(at).filter(|block| is_plain(block) && covers(block.span, edit))?;
        let typed = Edit::between(&before.text, &document.text)?;
        covers(before.prose.to_text(block.span), typed).then_some(())?;
        let moves = Moved { block: block.span, edit };
        let same = before.meta == document.meta
            && all(&before.blocks, &document.blocks, |block| moves.block(block))
            && all(&before.stories, &document.stories, |story| {
                Some(Story { span: moves.span(story.span)?, meta: story.meta.clone() })
            })
            && all(&before.code, &document.code, |&code| moves.span(code).filter(|_| !code.overlaps(block.span)))
            && all(&before.loci, &document.loci, |&(from, locus)| Some((moves.place(from)?, locus)));
        same.then_some(Self { block: at, edit, typed })
    }
}

fn covers(span: Span, edit: Edit) -> bool {
    span.start <= edit.at && edit.at + edit.gone <= span.end
}

/// Whether all of what was is what is now, once it is moved.
fn all<T: PartialEq>(before: &[T], now: &[T], moved: impl Fn(&T) -> Option<T>) -> bool {
    before.len() == now.len() && before.iter().zip(now).all(|(before, now)| moved(before).as_ref() == Some(now))
}

/// Where everything stands if nothing but one block was rewritten.
struct Moved {
    block: Span,
    edit: Edit,
}

impl Moved {
    /// `None` for a place inside the block.
    fn place(&self, at: usize) -> Option<usize> {
        match at {
            _ if at >= self.block.end => Some(at - self.edit.gone + self.edit.come),
            _ if at <= self.block.start => Some(at),
            _ => None,
        }
    }

    fn span(&self, span: Span) -> Option<Span> {
        Some(Span::new(self.place(span.start)?, self.place(span.end)?))
    }

    fn block(&self, block: &Block) -> Option<Block> {
        let mut moved = Block { span: self.span(block.span)?, ..block.clone() };
        if let Some(voice) = &mut moved.voice {
            voice.span = match voice.span {
                Some(span) => Some(self.span(span)?),
                None => None,
            };
        }
        Some(moved)
    }
}
