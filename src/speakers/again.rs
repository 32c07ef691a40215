//! A draft after an edit of one of its blocks: what it says, and who says it, without reading all of it.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::resolve::{self, Resolved};
use super::{Background, Reading, Speaker, put_together};
use crate::formats::{Document, Rewritten};
use crate::quotations::extract::{self, Extracted, Naming, Taken};
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::moves::Moves;
use crate::text::{Edit, Span};

/// What reading a draft had come to on its way, so that an edit is read from there.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    extraction: extract::Trail,
    resolved: Resolved,
    /// What was typed since, while all who are named stay the same.
    moved: Option<Edit>,
    /// Whether who is meant is still to be found out.
    open: bool,
    /// Once they are needed.
    names: OnceCell<Names>,
}

/// The words of all names of a draft.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Whether the draft says somewhere which pronouns are somebody's: "they/them".
    pub say_pronouns: bool,
    words: FxHashSet<String>,
    /// The letters of those that are letters alone.
    letters: FxHashSet<char>,
}

impl Names {
    fn of(mentions: impl Iterator<Item = Mention>, prose: &str) -> Self {
        let names = mentions.filter(|mention| mention.kind == MentionKind::Name);
        let words = names.flat_map(|mention| mention.span.of(prose).split(|c: char| !c.is_alphanumeric()));
        let words = words.filter(|word| !word.is_empty()).map(str::to_owned).collect::<FxHashSet<_>>();
        let is_letters = |word: &&String| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        let letters = words.iter().filter(is_letters).flat_map(|word| word.chars()).collect();
        let say_pronouns = memchr::memmem::find(prose.as_bytes(), b"they/them").is_some();
        Self { say_pronouns, words, letters }
    }

    /// Whether a word is one of them, or may be one of those that letters stand for.
    pub fn have(&self, word: &str) -> bool {
        self.words.contains(word) || word.starts_with(|c| self.letters.contains(&c))
    }
}

impl Trail {
    /// Reads a draft; [`Trail::reading`] has what was read.
    pub fn read(document: &Document) -> Self {
        let extraction = extract::Trail::read(document);
        Self { extraction, open: true, ..Self::default() }
    }

    /// Takes up an edit of one block of `before`, the document that was last read or taken up. `None`, and the trail is as
    /// it was, where it takes reading all of it.
    pub fn take_up(&mut self, before: &Document, document: &Document, rewritten: Rewritten) -> Option<Taken> {
        let taken = self.extraction.again(before, document, rewritten)?;
        let names = &self.names;
        let mentions = || self.extraction.mentions();
        let names = || names.get_or_init(|| Names::of(mentions(), document.prose.text()));
        if taken.naming == Naming::Alike && !self.open && resolve::stands(before, document, rewritten, names) {
            self.moved = self.moved.map_or(Some(rewritten.edit), |moved| moved.then(rewritten.edit)).or_else(|| {
                self.catch_up();
                Some(rewritten.edit)
            });
            return Some(taken);
        }
        self.open = true;
        self.names.take();
        Some(Taken { naming: Naming::Otherwise, still: None })
    }

    /// What was read of the document that was last read or taken up, against the same background each time: the very
    /// reading that reading all of it yields.
    pub fn reading(&mut self, document: Document, background: &Background<'_>) -> Reading {
        let extracted = self.extraction.extracted(&document);
        self.catch_up();
        if std::mem::take(&mut self.open) {
            self.resolved = resolve::resolve(&document, &extracted, background);
        }
        put_together(document, extracted, self.resolved.clone())
    }

    /// What was read, before what only the whole tells: all up to the edit that was last taken up and what hangs together
    /// with them, at least.
    pub fn read_so_far(&self) -> &Extracted {
        self.extraction.read_so_far()
    }

    /// Where the titles of those who were named stand now.
    pub fn titles(&self) -> impl Iterator<Item = Span> {
        let stated = self.resolved.speakers.iter().flat_map(|speaker| &speaker.stated);
        stated.map(|stated| self.moved.map_or(stated.span, |moved| moved.span(stated.span)))
    }

    /// Has those who were named stand where they stand now.
    fn catch_up(&mut self) {
        if let Some(moved) = self.moved.take() {
            self.resolved.go_along(moved);
        }
    }
}

impl Moves for Resolved {
    fn go_along(&mut self, edit: Edit) {
        self.speakers.go_along(edit);
        for (span, _) in &mut self.misspelled {
            span.go_along(edit);
        }
    }
}

impl Moves for Speaker {
    fn go_along(&mut self, edit: Edit) {
        for stated in &mut self.stated {
            stated.span.go_along(edit);
            stated.name.go_along(edit);
        }
        if let Some(introduced) = &mut self.introduced {
            introduced.span.go_along(edit);
        }
        self.mentions.go_along(edit);
    }
}
