//! A document's quotations after an edit of one of its blocks: that block is read, and all around it taken over.
//!
//! From block to block little is handed on (`Flow`). Where that is the same behind the edited block as it was before
//! the edit, and what was read has the same shape, whatever follows would be read as it was.

use super::{Extracted, Flow, Reader, Voice, blocks};
use crate::formats::{Document, Rewritten};
use crate::quotations::language::Language;
use crate::quotations::lexicon::{self, Class};
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::moves::Moves;
use crate::quotations::{Attribution, Quotation, QuotationId, Utterance};
use crate::text::{Edit, Span};

/// So many blocks on either side of the edited one are looked at for a place to start reading, and to stop.
const AROUND: usize = 12;

/// What reading a document's quotations had come to at each block, so that an edit is read from there.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// What was read, before what only the whole tells.
    out: Extracted,
    repeats: Vec<QuotationId>,
    /// In front of each block, and at the end.
    stops: Vec<Stop>,
}

/// What reading had come to in front of a block.
#[derive(Clone, Debug, Default)]
struct Stop {
    flow: Flow,
    counts: Counts,
}

/// How much had been read.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
struct Counts {
    quotations: usize,
    utterances: usize,
    mentions: usize,
    reporters: usize,
    problems: usize,
    repeats: usize,
}

impl Stop {
    /// Whether nothing behind it changes what was read in front of it.
    fn is_clean(&self) -> bool {
        let Flow { open, unsigned, quoted, label, .. } = &self.flow;
        open.is_none() && unsigned.is_none() && quoted.is_none() && label.is_none()
    }
}

impl Counts {
    /// The same apart from what nothing refers to by its number.
    fn is_like(self, other: Self) -> bool {
        let numbered = |it: Self| (it.quotations, it.utterances, it.repeats);
        numbered(self) == numbered(other)
    }

    /// What it comes to when what was read up to `was` comes to `is`.
    fn go_along(&mut self, was: Self, is: Self) {
        self.problems = self.problems - was.problems + is.problems;
        self.mentions = self.mentions - was.mentions + is.mentions;
        self.reporters = self.reporters - was.reporters + is.reporters;
    }
}

/// How an edit was taken up.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Everything that names somebody is the same.
    NamingAlike,
    /// The quotations are the same, and what names somebody is not.
    NamingOtherwise,
}

impl Trail {
    /// Reads a document's quotations; [`Trail::extracted`] has them.
    pub fn read(document: &Document) -> Self {
        let mut reader = Reader::new(document, Language::of(document));
        let mut flow = Flow::default();
        let mut stops = Vec::with_capacity(document.blocks.len() + 1);
        let mut behind = blocks::running_behind(&document.blocks);
        for (at, block) in document.blocks.iter().enumerate() {
            stops.push(reader.stop(&flow));
            reader.step(at, block, behind.pop().flatten(), &mut flow);
        }
        stops.push(reader.stop(&flow));
        Self { out: reader.out, repeats: reader.repeats, stops }
    }

    /// What was read, with what only the whole tells.
    pub fn extracted(&self, document: &Document) -> Extracted {
        let mut reader = Reader::new(document, self.out.language);
        reader.out = self.out.clone();
        reader.repeats.clone_from(&self.repeats);
        reader.settle()
    }

    /// Takes up what made `document` of `before`; `None`, and nothing has changed, where it takes reading all of it.
    pub fn again(&mut self, before: &Document, document: &Document, rewritten: Rewritten) -> Option<Taken> {
        let language = Language::of(document);
        // In other languages, names met in one block are known in all that follow.
        if language != Language::English
            || self.out.language != language
            || self.stops.len() != document.blocks.len() + 1
        {
            return None;
        }
        let from = self.start(document, rewritten.block)?;
        let mut reader = Reader::new(document, language);
        std::mem::swap(&mut reader.out, &mut self.out);
        std::mem::swap(&mut reader.repeats, &mut self.repeats);
        let front = self.stops[from].counts;
        let mut rest = Rest::cut(&mut reader, front);
        let mut flow = self.stops[from].flow.clone();
        let mut stops = Vec::new();
        let mut met = None;
        for at in from..document.blocks.len().min(rewritten.block + AROUND) {
            stops.push(reader.stop(&flow));
            reader.step(at, &document.blocks[at], next_running(document, at), &mut flow);
            let stop = &self.stops[at + 1];
            let alike = stop.is_clean()
                && stop.counts.is_like(reader.counts())
                && stop.flow.leads_on_like(&flow, rewritten.edit)
                && (stop.flow.sentence == flow.sentence || !flow.names_behind(document.blocks[from].span.start));
            if at < rewritten.block || !alike {
                continue;
            }
            let alike = Alike { before: before.prose.text(), after: reader.text, edit: rewritten.edit };
            if let Some(taken) = rest.begins_like(&reader, front, stop.counts, alike) {
                let same_count = flow.sentence == stop.flow.sentence;
                met = Some((at + 1, if same_count { taken } else { Taken::NamingOtherwise }));
                break;
            }
        }
        if let Some((to, _)) = met {
            let (was, is) = (self.stops[to].counts, reader.counts());
            let further = flow.sentence.wrapping_sub(self.stops[to].flow.sentence);
            let counted = Counted { from: document.blocks[from].span.start, further };
            let mut behind = self.stops.split_off(to);
            for stop in &mut behind {
                stop.flow.go_along(rewritten.edit);
                stop.flow.count_on(counted);
                stop.counts.go_along(was, is);
            }
            // What leads on from here is as it was just read.
            behind[0].flow = flow;
            self.stops.truncate(from);
            self.stops.append(&mut stops);
            self.stops.append(&mut behind);
            rest.drop_front(front, was);
            rest.go_along(rewritten.edit);
            rest.count_on(counted);
        } else {
            reader.cut(front);
        }
        rest.put_back(&mut reader);
        self.out = reader.out;
        self.repeats = reader.repeats;
        met.map(|(_, taken)| taken)
    }

    /// The block to start reading at: far enough in front of the edited one that this one's first mark has no say.
    fn start(&self, document: &Document, block: usize) -> Option<usize> {
        let running = (0..block)
            .rev()
            .find(|&at| next_running(document, at).is_some_and(|next| next.start < document.blocks[block].span.start));
        let before = running.map_or(0, |at| at + 1);
        (before.saturating_sub(AROUND)..=before).rev().find(|&at| self.stops[at].is_clean())
    }
}

/// The running text behind a block, none where pictures and menus alone follow.
fn next_running(document: &Document, at: usize) -> Option<Span> {
    document.blocks[at + 1..].iter().find(|block| blocks::is_running(block)).map(|block| block.span)
}

impl Reader<'_> {
    fn counts(&self) -> Counts {
        Counts {
            quotations: self.out.quotations.len(),
            utterances: self.out.utterances.len(),
            mentions: self.out.mentions.len(),
            reporters: self.out.reporters.len(),
            problems: self.out.problems.len(),
            repeats: self.repeats.len(),
        }
    }

    fn stop(&self, flow: &Flow) -> Stop {
        Stop { flow: flow.clone(), counts: self.counts() }
    }

    /// Forgets what was read behind a stop.
    fn cut(&mut self, front: Counts) {
        drop(Rest::cut(self, front));
    }
}

/// What had been read behind a stop.
struct Rest {
    out: Extracted,
    repeats: Vec<QuotationId>,
}

impl Rest {
    fn cut(reader: &mut Reader<'_>, front: Counts) -> Self {
        let out = &mut reader.out;
        let rest = Extracted {
            quotations: out.quotations.split_off(front.quotations),
            utterances: out.utterances.split_off(front.utterances),
            voices: out.voices.split_off(front.utterances),
            problems: out.problems.split_off(front.problems),
            mentions: out.mentions.split_off(front.mentions),
            through: out.through.split_off(front.utterances),
            reporters: out.reporters.split_off(front.reporters),
            language: out.language,
        };
        Self { out: rest, repeats: reader.repeats.split_off(front.repeats) }
    }

    /// Whether the quotations it begins with, up to a later stop, have the shape of those the reader has read since, and
    /// the same names stand around them; then, whether all that names somebody is the same.
    fn begins_like(&self, reader: &Reader<'_>, front: Counts, upto: Counts, alike: Alike<'_>) -> Option<Taken> {
        let utterances = upto.utterances - front.utterances;
        let (was, is) = (&self.out, &reader.out);
        let mentions = (&was.mentions[..upto.mentions - front.mentions], &is.mentions[front.mentions..]);
        let reporters = (&was.reporters[..upto.reporters - front.reporters], &is.reporters[front.reporters..]);
        let quotations = upto.quotations - front.quotations;
        let same = alike.all(&was.quotations[..quotations], &is.quotations[front.quotations..], Alike::quotations)
            && alike.all(&was.utterances[..utterances], &is.utterances[front.utterances..], Alike::utterances)
            && alike.all(&was.voices[..utterances], &is.voices[front.utterances..], Alike::voices)
            && alike.all(&was.through[..utterances], &is.through[front.utterances..], |alike, was, is| {
                both(*was, *is, |was, is| alike.mentions(&was, &is))
            })
            && self.repeats[..upto.repeats - front.repeats] == reader.repeats[front.repeats..]
            && alike.names(mentions.0, mentions.1);
        let naming = alike.all(mentions.0, mentions.1, Alike::mentions)
            && alike.all(reporters.0, reporters.1, |alike, was, is| alike.edit.start(*was) == *is);
        same.then_some(if naming { Taken::NamingAlike } else { Taken::NamingOtherwise })
    }

    /// Sentences in front of it became more or fewer.
    fn count_on(&mut self, counted: Counted) {
        self.out.mentions.iter_mut().for_each(|mention| mention.count_on(counted));
        self.out.voices.iter_mut().for_each(|voice| voice.count_on(counted));
        self.out.through.iter_mut().flatten().for_each(|mention| mention.count_on(counted));
    }

    fn drop_front(&mut self, front: Counts, upto: Counts) {
        let utterances = upto.utterances - front.utterances;
        self.out.quotations.drain(..upto.quotations - front.quotations);
        self.out.utterances.drain(..utterances);
        self.out.voices.drain(..utterances);
        self.out.through.drain(..utterances);
        self.out.problems.drain(..upto.problems - front.problems);
        self.out.mentions.drain(..upto.mentions - front.mentions);
        self.out.reporters.drain(..upto.reporters - front.reporters);
        self.repeats.drain(..upto.repeats - front.repeats);
    }

    fn put_back(mut self, reader: &mut Reader<'_>) {
        let out = &mut reader.out;
        out.quotations.append(&mut self.out.quotations);
        out.utterances.append(&mut self.out.utterances);
        out.voices.append(&mut self.out.voices);
        out.through.append(&mut self.out.through);
        out.problems.append(&mut self.out.problems);
        out.mentions.append(&mut self.out.mentions);
        out.reporters.append(&mut self.out.reporters);
        reader.repeats.append(&mut self.repeats);
    }
}

impl Moves for Rest {
    fn go_along(&mut self, edit: Edit) {
        self.out.quotations.go_along(edit);
        self.out.utterances.go_along(edit);
        self.out.voices.go_along(edit);
        self.out.through.go_along(edit);
        self.out.problems.go_along(edit);
        self.out.mentions.go_along(edit);
        for reporter in &mut self.out.reporters {
            *reporter = edit.start(*reporter);
        }
    }
}

/// From a byte of the prose on, sentences became more or fewer.
#[derive(Copy, Clone)]
struct Counted {
    from: usize,
    /// How many more, modulo the size of the number.
    further: u32,
}

impl Mention {
    fn count_on(&mut self, counted: Counted) {
        if self.span.start >= counted.from {
            self.sentence = self.sentence.wrapping_add(counted.further);
        }
    }
}

impl Voice {
    fn count_on(&mut self, counted: Counted) {
        if let Self::Mention(mention) = self {
            mention.count_on(counted);
        }
    }
}

impl Flow {
    /// Whether whatever follows reads the same behind this, moved, and behind another.
    fn leads_on_like(&self, other: &Self, edit: Edit) -> bool {
        let bare = |flow: &Self| {
            // Only a quotation of the very last sentence is gone on with.
            let last = flow.last.filter(|(_, place)| place + 1 >= flow.sentence).map(|(id, _)| id);
            let mut flow = Self { last: None, sentence: 0, ..flow.clone() };
            // Of who is meant, the place counts, and not how many sentences there were.
            for mention in flow.about.iter_mut().chain(match &mut flow.current {
                Some(Voice::Mention(mention)) => Some(mention),
                _ => None,
            }) {
                mention.sentence = 0;
            }
            (last, flow)
        };
        let mut moved = self.clone();
        moved.go_along(edit);
        bare(&moved) == bare(other)
    }

    /// Whether somebody named behind a place may still be who speaks.
    fn names_behind(&self, place: usize) -> bool {
        let current = match &self.current {
            Some(Voice::Mention(mention)) => Some(mention),
            _ => None,
        };
        self.about.iter().chain(current).any(|mention| mention.span.start >= place)
    }

    /// Sentences in front of it became more or fewer.
    fn count_on(&mut self, counted: Counted) {
        self.sentence = self.sentence.wrapping_add(counted.further);
        if let Some((_, place)) = &mut self.last {
            *place = place.wrapping_add(counted.further);
        }
        self.about.iter_mut().for_each(|mention| mention.count_on(counted));
        self.current.iter_mut().for_each(|voice| voice.count_on(counted));
    }
}

impl Moves for Flow {
    fn go_along(&mut self, edit: Edit) {
        self.current.go_along(edit);
        self.label.go_along(edit);
        self.about.go_along(edit);
    }
}

/// Holds what was read before an edit against what was read after it.
#[derive(Copy, Clone)]
struct Alike<'a> {
    before: &'a str,
    after: &'a str,
    edit: Edit,
}

fn both<T>(was: Option<T>, is: Option<T>, alike: impl Fn(T, T) -> bool) -> bool {
    match (was, is) {
        (Some(was), Some(is)) => alike(was, is),
        (was, is) => was.is_none() && is.is_none(),
    }
}

impl Alike<'_> {
    fn all<T>(self, was: &[T], is: &[T], alike: impl Fn(Self, &T, &T) -> bool) -> bool {
        was.len() == is.len() && was.iter().zip(is).all(|(was, is)| alike(self, was, is))
    }

    fn places(self, was: Option<Span>, is: Option<Span>) -> bool {
        both(was, is, |was, is| self.edit.may_be(was, is))
    }

    /// The same words in the same place.
    fn words(self, was: Option<Span>, is: Option<Span>) -> bool {
        both(was, is, |was, is| self.edit.span(was) == is && was.of(self.before) == is.of(self.after))
    }

    fn mentions(self, was: &Mention, is: &Mention) -> bool {
        let bare =
            |mention: &Mention| Mention { span: Span::default(), title: None, head: None, whole: None, ..*mention };
        bare(was) == bare(is)
            && self.words(Some(was.span), Some(is.span))
            && self.words(was.title, is.title)
            && self.words(was.head, is.head)
            && (self.words(was.whole, is.whole) || self.tell_nothing(was, is))
    }

    /// Whether the phrases around two names, however far they reach, say of neither who it is.
    fn tell_nothing(self, was: &Mention, is: &Mention) -> bool {
        let lexicon = lexicon::for_names(Language::English);
        let silent = |mention: &Mention, text: &str| {
            let whole = mention.whole.filter(|whole| mention.kind == MentionKind::Name && *whole != mention.span);
            whole.is_some_and(|whole| {
                let mut words = whole.of(text).split(|c: char| !c.is_alphanumeric());
                !words.any(|word| lexicon.class(word).is(Class::PERSON))
            })
        };
        silent(was, self.before) && silent(is, self.after)
    }

    /// The same names, one after the other: those who come later may be told by them.
    fn names(self, was: &[Mention], is: &[Mention]) -> bool {
        let names = |mentions: &[Mention], text: &str| {
            let names = mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
            names.map(|mention| (mention.span.of(text).to_owned(), mention.title.is_some())).collect::<Vec<_>>()
        };
        names(was, self.before) == names(is, self.after)
    }

    fn quotations(self, was: &Quotation, is: &Quotation) -> bool {
        was.utterance == is.utterance
            && was.parent == is.parent
            && self.edit.may_be(was.span, is.span)
            && self.edit.may_be(was.outer, is.outer)
            && self.all(&was.parts, &is.parts, |alike, was, is| alike.edit.may_be(*was, *is))
    }

    fn utterances(self, was: &Utterance, is: &Utterance) -> bool {
        let Attribution { cue, mention, when, how, .. } = &was.attribution;
        was.quotations == is.quotations
            && self.words(*cue, is.attribution.cue)
            && self.words(*mention, is.attribution.mention)
            && self.places(*when, is.attribution.when)
            && *how == is.attribution.how
    }

    fn voices(self, was: &Voice, is: &Voice) -> bool {
        match (was, is) {
            (Voice::Mention(was), Voice::Mention(is)) => self.mentions(was, is),
            (Voice::Label(was, place), Voice::Label(is, here)) => was == is && self.words(*place, *here),
            (was, is) => was == is,
        }
    }
}
