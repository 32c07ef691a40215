//! A draft after an edit of one of its blocks: what it says, and who says it, without reading all of it.

use std::cell::OnceCell;
use std::rc::Rc;

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
    named: Rc<Named>,
    /// What was typed since, while all who are named stay the same.
    moved: Vec<Edit>,
    /// Whether who is meant is still to be found out.
    open: bool,
}

/// Who is named in one state of a draft.
#[derive(Debug, Default)]
pub struct Named {
    resolved: Resolved,
    imprint: extract::Imprint,
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
        if taken.naming == Naming::Alike && !self.open && self.stands(&self.named, before, document, rewritten) {
            match self.moved.last_mut().and_then(|last| Some((last.then(rewritten.edit)?, last))) {
                Some((both, last)) => *last = both,
                None => self.moved.push(rewritten.edit),
            }
            return Some(taken);
        }
        self.open = true;
        Some(Taken { naming: Naming::Otherwise, still: None })
    }

    /// Whether the document that was last read or taken up still names those who are named in `before`, an earlier state of
    /// it that it was made of by one edit, and how that was taken up. `None` where it does not.
    pub fn names_those_of(
        &mut self,
        (before, named): (&Document, &Rc<Named>),
        document: &Document,
        rewritten: Rewritten,
    ) -> Option<Taken> {
        let taken = self.extraction.since(&named.imprint, before, document, rewritten)?;
        if !self.stands(named, before, document, rewritten) {
            return None;
        }
        self.stand_by(named, vec![rewritten.edit]);
        Some(taken)
    }

    /// The document that was last read or taken up is the very one that `named` is of.
    pub fn come_back_to(&mut self, named: &Rc<Named>) {
        self.stand_by(named, Vec::new());
    }

    fn stand_by(&mut self, named: &Rc<Named>, moved: Vec<Edit>) {
        (self.named, self.moved, self.open) = (Rc::clone(named), moved, false);
    }

    fn stands(&self, named: &Named, before: &Document, document: &Document, rewritten: Rewritten) -> bool {
        let names = || Names::of(self.extraction.mentions(), document.prose.text());
        resolve::stands(before, document, rewritten, || named.names.get_or_init(names))
    }

    /// What was read of the document that was last read or taken up, against the same background each time: the very
    /// reading that reading all of it yields.
    pub fn reading(&mut self, document: Document, background: &Background<'_>) -> Reading {
        let extracted = self.extraction.extracted(&document);
        let resolved = if std::mem::take(&mut self.open) {
            resolve::resolve(&document, &extracted, background)
        } else {
            let mut resolved = self.named.resolved.clone();
            self.moved.iter().for_each(|&moved| resolved.go_along(moved));
            resolved
        };
        let named = Named { resolved: resolved.clone(), imprint: self.extraction.imprint(), names: OnceCell::new() };
        (self.named, self.moved) = (Rc::new(named), Vec::new());
        put_together(document, extracted, resolved)
    }

    /// Who is named, as the last reading has it.
    pub fn named(&self) -> &Rc<Named> {
        &self.named
    }

    /// What was read, before what only the whole tells: all up to the edit that was last taken up and what hangs together
    /// with them, at least.
    pub fn read_so_far(&self) -> &Extracted {
        self.extraction.read_so_far()
    }

    /// Where the titles of those who were named stand now.
    pub fn titles(&self) -> impl Iterator<Item = Span> {
        let stated = self.named.resolved.speakers.iter().flat_map(|speaker| &speaker.stated);
        stated.map(|stated| self.moved.iter().fold(stated.span, |span, moved| moved.span(span)))
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
