//! Writes prose and blocks side by side, for formats whose text is not its own prose.

use super::document::{Block, BlockKind};
use crate::text::{Prose, Span};

/// What stands between two blocks of the prose.
const GAP: &str = "\n\n";

/// Prose and blocks, growing together.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pub prose: Prose,
    pub blocks: Vec<Block>,
    /// Where the open block begins in the prose, once it has a letter.
    open: Option<usize>,
    /// Where in the text the prose ends so far.
    end: usize,
}

impl Writer {
    /// Takes `piece` as it stands at byte `at` of the text; space at the start of a block is left out.
    pub fn push(&mut self, piece: &str, at: usize) {
        let kept = if self.open.is_none() { piece.trim_start() } else { piece };
        if kept.is_empty() {
            return;
        }
        let at = at + piece.len() - kept.len();
        self.begin(at);
        self.prose.push(kept, at);
        self.end = at + kept.len();
    }

    /// Takes `piece` in place of the bytes `of` of the text.
    pub fn push_for(&mut self, piece: &str, of: Span) {
        let kept = if self.open.is_none() { piece.trim_start() } else { piece };
        if kept.is_empty() {
            return;
        }
        self.begin(of.start);
        self.prose.push_for(kept, of);
        self.end = of.end;
    }

    /// Ends the open block; `false` if there was nothing in it.
    pub fn close(&mut self, kind: BlockKind) -> bool {
        let Some(start) = self.open.take() else { return false };
        let words = self.prose.text()[start..].trim_end().len();
        self.blocks.push(Block::new(Span::new(start, start + words), kind));
        true
    }

    /// Ends the open block at byte `at` of the prose, and goes on in another; `false` if one of them would be empty.
    pub fn cut(&mut self, at: usize, kind: BlockKind) -> bool {
        let Some(start) = self.open.filter(|&start| start < at) else { return false };
        let (words, rest) = (self.prose.text()[start..at].trim_end().len(), &self.prose.text()[at..]);
        let next = at + rest.len() - rest.trim_start().len();
        if words == 0 || next >= self.prose.text().len() {
            return false;
        }
        self.blocks.push(Block::new(Span::new(start, start + words), kind));
        self.open = Some(next);
        true
    }

    /// Where the open block begins in the prose, once it has a letter.
    pub fn start(&self) -> Option<usize> {
        self.open
    }

    /// Where in the text the prose ends so far.
    pub fn end(&self) -> usize {
        self.end
    }

    /// Whether the open block has a letter already.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    fn begin(&mut self, at: usize) {
        if self.open.is_some() {
            return;
        }
        if !self.prose.text().is_empty() {
            self.prose.push_for(GAP, Span::new(self.end.min(at), at));
        }
        self.open = Some(self.prose.text().len());
    }
}
