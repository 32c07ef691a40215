//! A draft that is being written, so that an edit is read without the rest.

use std::sync::Arc;

use super::{Cancel, Checked, check_read, in_language};
use crate::corpus::Corpus;
use crate::formats::{self, Document, Rewritten};
use crate::rules::{self, LikeASource};
use crate::settings::Settings;
use crate::speakers::{Background, Taken, Trail};
use crate::text::Span;
use crate::verify;

/// A draft that is being written: what reading it had come to.
///
/// It is of one corpus and one set of settings.
#[derive(Debug, Default)]
pub struct Galley {
    trail: Trail,
    /// The draft as it was last read or taken up; `None` until it was.
    document: Option<Document>,
    /// The text of the last check, while nothing but places has changed since.
    stands: Option<Arc<str>>,
    /// Whether a check could be told otherwise by a paragraph that is like a source's, and whether that is of the last one.
    copied: Option<LikeASource>,
    asked: bool,
    /// Whose names make a difference wherever they are typed; once that was asked.
    others: Option<verify::Others>,
    /// The text that takes reading all of it.
    refused: Option<Arc<str>>,
    spared: usize,
    still: usize,
}

impl Galley {
    /// The same as [`check`](super::check()), of the next state of the draft, whose file's name is `name`.
    pub fn check(
        &mut self,
        name: &str,
        text: &Arc<str>,
        corpus: Option<&dyn Corpus>,
        settings: &Settings,
        cancel: &Cancel,
        previous: Option<&Checked>,
    ) -> Checked {
        self.stands = None;
        let read = |background: &Background<'_>| {
            let document = self.read(name, text, settings).clone();
            self.trail.reading(document, background)
        };
        let checked = check_read(read, corpus, settings, cancel, previous);
        if !cancel.is_cancelled() {
            self.stands = Some(Arc::clone(&checked.draft.document.text));
            self.asked = false;
            self.others = None;
        }
        checked
    }

    /// Takes up an edit. Where all that `checked`, an earlier check of this draft, tells is told of its next state as
    /// well, but for where it stands, there is nothing to check; the answer is the paragraph that was edited, in the
    /// text as it is. No other line is another than it was, and none more or less.
    ///
    /// `None` is also the answer where it would take long to find out.
    pub fn stands(&mut self, name: &str, text: &Arc<str>, checked: &Checked) -> Option<Span> {
        let told = self.stands.take().filter(|told| Arc::ptr_eq(told, &checked.draft.document.text))?;
        let before = self.document.take()?;
        let Some((rewritten, taken)) = self.take_up(name, text, &before) else {
            self.document = Some(before);
            return None;
        };
        let (after, still) = self.document.as_ref().zip(taken.still)?;
        let typed = rewritten.typed;
        let same_lines =
            ![typed.before().of(&before.text), typed.after().of(&after.text)].concat().contains(['\n', '\r']);
        let read = self.trail.read_so_far();
        let retyped =
            rules::Retyped { draft: &checked.draft, before: &before, after, rewritten, read, trail: &self.trail };
        let others = self.others.get_or_insert_with(|| verify::Others::of(&checked.draft, &checked.verdicts));
        let [was, is] = retyped.touched();
        let stands = same_lines
            && verify::stands(&checked.draft, &checked.verdicts, read, after.prose.text(), still)
            && rules::stands(retyped)
            && others.are_named_alike((before.prose.text(), was), (after.prose.text(), is));
        let paragraph = after.prose.to_text(after.blocks[rewritten.block].span);
        if !stands || self.is_like_a_source(checked) {
            return None;
        }
        self.still += 1;
        self.stands = Some(told);
        Some(paragraph)
    }

    fn is_like_a_source(&mut self, checked: &Checked) -> bool {
        let asked = std::mem::replace(&mut self.asked, true);
        let known = self.copied.filter(|_| asked);
        let copied = known.unwrap_or_else(|| LikeASource::of(&checked.draft, &checked.verdicts, self.copied));
        self.copied.insert(copied).is
    }

    /// How often an edit was read without the rest.
    pub fn spared(&self) -> usize {
        self.spared
    }

    /// How often there was nothing to check.
    pub fn still(&self) -> usize {
        self.still
    }

    /// The document of a text: at hand, or taken up, or read.
    fn read(&mut self, name: &str, text: &Arc<str>, settings: &Settings) -> &Document {
        let document = match self.document.take() {
            Some(document) if document.text == *text => document,
            Some(document) if self.take_up(name, text, &document).is_some() => self.document.take().unwrap_or(document),
            _ => {
                let document = in_language(formats::read_text(name, Arc::clone(text)), settings);
                self.trail = Trail::read(&document);
                document
            }
        };
        self.document.insert(document)
    }

    /// Reads an edit of one paragraph of `before`; then the document is there.
    fn take_up(&mut self, name: &str, text: &Arc<str>, before: &Document) -> Option<(Rewritten, Taken)> {
        if self.refused.as_ref().is_some_and(|refused| Arc::ptr_eq(refused, text)) {
            return None;
        }
        let taken = formats::read_again(name, before, text).and_then(|(document, rewritten)| {
            let taken = self.trail.take_up(before, &document, rewritten)?;
            self.document = Some(document);
            Some((rewritten, taken))
        });
        self.spared += usize::from(taken.is_some());
        self.refused = taken.is_none().then(|| Arc::clone(text));
        taken
    }
}
