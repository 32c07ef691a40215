//! A draft that is being written, so that an edit is read without the rest.

use std::rc::Rc;

use super::{Cancel, Checked, check_read, in_language};
use crate::corpus::Corpus;
use crate::formats::{self, Document, Rewritten};
use crate::rules::{self, LikeASource};
use crate::settings::Settings;
use crate::speakers::{Background, Named, Taken, Trail};
use crate::text::{Span, Text};
use crate::verify;

/// So many checks are kept that a draft may come back to: a name or a mark that is typed at is there, gone, and there
/// again.
pub const CHECKS: usize = 3;

/// A draft that is being written: what reading it had come to.
///
/// It is of one corpus and one set of settings.
#[derive(Debug, Default)]
pub struct Galley {
    trail: Trail,
    /// The draft as it was last read or taken up; `None` until it was.
    document: Option<Document>,
    /// The last checks, the one first that was last told of.
    told: Vec<Told>,
    /// Whether nothing but places has changed since the first of these.
    stands: bool,
    copied: Option<LikeASource>,
    /// The text that takes reading all of it.
    refused: Option<Text>,
    spared: usize,
    still: usize,
}

/// What is known of a check.
#[derive(Debug)]
struct Told {
    /// The text that was checked.
    text: Text,
    /// Who is named in it.
    named: Rc<Named>,
    /// Whether it could be told otherwise by a paragraph that is like a source's; once that was asked.
    like_a_source: Option<bool>,
    /// Whose names make a difference wherever they are typed; once that was asked.
    others: Option<verify::Others>,
}

impl Galley {
    /// The same as [`check`](super::check()), of the next state of the draft, whose file's name is `name`.
    pub fn check(
        &mut self,
        name: &str,
        text: &Text,
        corpus: Option<&dyn Corpus>,
        settings: &Settings,
        cancel: &Cancel,
        previous: Option<&Checked>,
    ) -> Checked {
        self.stands = false;
        let read = |background: &Background<'_>| {
            let document = self.read(name, text, settings).clone();
            self.trail.reading(document, background)
        };
        let checked = check_read(read, corpus, settings, cancel, previous);
        if !cancel.is_cancelled() {
            let named = Rc::clone(self.trail.named());
            let text = checked.draft.document.text.clone();
            self.told.insert(0, Told { text, named, like_a_source: None, others: None });
            self.told.truncate(CHECKS);
            self.stands = true;
        }
        checked
    }

    /// Takes up an edit. Where all that `checked`, one of the last checks of this draft, tells is told of its next state as
    /// well, but for where it stands, there is nothing to check; the answer is the paragraph that was edited, in the
    /// text as it is. No other line is another than it was, and none more or less.
    ///
    /// `None` is also the answer where it would take long to find out.
    pub fn stands(&mut self, name: &str, text: &Text, settings: &Settings, checked: &Checked) -> Option<Span> {
        let at = self.told.iter().position(|told| told.text.is(&checked.draft.document.text))?;
        let paragraph = if std::mem::take(&mut self.stands) && at == 0 {
            let before = self.document.take()?;
            let Some(edit) = self.take_up(name, text, &before) else {
                self.document = Some(before);
                return None;
            };
            self.is_as_told(at, checked, &before, edit)?
        } else {
            // Where it takes reading all of it, that is done, and not once more if it is to be checked.
            self.read(name, text, settings);
            self.comes_back_to(at, checked)?
        };
        self.told.swap(0, at);
        self.stands = true;
        self.still += 1;
        Some(paragraph)
    }

    /// The same of the draft as it was last read, which came of what was checked by one edit or is that very text.
    fn comes_back_to(&mut self, at: usize, checked: &Checked) -> Option<Span> {
        let (before, named) = (&checked.draft.document, &self.told[at].named);
        let document = self.document.as_ref()?;
        if document.text == before.text {
            self.trail.come_back_to(named);
            return verify::is_all_known(&checked.verdicts).then_some(Span::at(0));
        }
        let rewritten = Rewritten::between(before, document)?;
        let taken = self.trail.names_those_of((before, named), document, rewritten)?;
        self.is_as_told(at, checked, before, (rewritten, taken))
    }

    /// The paragraph that was edited since `before`, where one of the checks, `checked`, tells all there is to tell.
    fn is_as_told(
        &mut self,
        at: usize,
        checked: &Checked,
        before: &Document,
        (rewritten, taken): (Rewritten, Taken),
    ) -> Option<Span> {
        let (after, still) = self.document.as_ref().zip(taken.still)?;
        let read = self.trail.read_so_far();
        let retyped = rules::Retyped { draft: &checked.draft, before, after, rewritten, read, trail: &self.trail };
        let told = &mut self.told[at];
        let others = told.others.get_or_insert_with(|| verify::Others::of(&checked.draft, &checked.verdicts));
        let [was, is] = retyped.touched();
        let typed = rewritten.typed;
        let line_ends =
            [typed.before().of(&before.text), typed.after().of(&after.text)].concat().contains(['\n', '\r']);
        let stands = !line_ends
            && verify::stands(&checked.draft, &checked.verdicts, read, after.prose.text(), still)
            && rules::stands(retyped)
            && others.are_named_alike((before.prose.text(), was), (after.prose.text(), is))
            && !*told.like_a_source.get_or_insert_with(|| {
                let like = LikeASource::of(&checked.draft, &checked.verdicts, self.copied);
                self.copied.insert(like).is
            });
        stands.then(|| after.prose.to_text(after.blocks[rewritten.block].span))
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
    fn read(&mut self, name: &str, text: &Text, settings: &Settings) -> &Document {
        let document = match self.document.take() {
            Some(document) if document.text == *text => document,
            Some(document) if self.take_up(name, text, &document).is_some() => self.document.take().unwrap_or(document),
            _ => {
                let document = in_language(formats::read_text(name, text.clone()), settings);
                self.trail = Trail::read(&document);
                document
            }
        };
        self.document.insert(document)
    }

    /// Reads an edit of one paragraph of `before`; then the document is there.
    fn take_up(&mut self, name: &str, text: &Text, before: &Document) -> Option<(Rewritten, Taken)> {
        if self.refused.as_ref().is_some_and(|refused| refused.is(text)) {
            return None;
        }
        let taken = formats::read_again(name, before, text).and_then(|(document, rewritten)| {
            let taken = self.trail.take_up(before, &document, rewritten)?;
            self.document = Some(document);
            Some((rewritten, taken))
        });
        self.spared += usize::from(taken.is_some());
        self.refused = taken.is_none().then(|| text.clone());
        taken
    }
}
