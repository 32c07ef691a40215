//! A document's quotations after an edit of one of its blocks: that block is read, and all around it taken over.
//!
//! From block to block little is handed on (`Flow`). Where that is the same behind the edited block as it was before
//! the edit, and what was read has the same shape, whatever follows would be read as it was.

mod alike;
mod rest;
mod tail;

use std::ops::Range;

use self::alike::{Alike, Part};
use self::rest::Rest;
use self::tail::Tail;
use super::unattributed::Asked;
use super::{Extracted, Flow, Reader, Voice, blocks};
use crate::formats::{Block, Document, Rewritten};
use crate::quotations::QuotationId;
use crate::quotations::language::Language;
use crate::quotations::marks;
use crate::quotations::mention::Mention;
use crate::quotations::moves::Moves;
use crate::text::{Edit, Span};

/// So many blocks on either side of the edited one are looked at for a place to start reading, and to stop.
const AROUND: usize = 12;

/// What reading a document's quotations had come to at each block, so that an edit is read from there.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// What was read, before what only the whole tells.
    out: Extracted,
    repeats: Vec<QuotationId>,
    /// Names that earlier ones were asked about.
    asked: Vec<Asked>,
    /// In front of each block, and at the end.
    stops: Vec<Stop>,
    /// What stands behind all that, while the same place is typed at.
    tail: Option<Box<Tail>>,
    /// The edit that was last taken up.
    last: Option<Edit>,
}

/// What was read of one state of a document, to hold a later one against.
#[derive(Clone, Debug, Default)]
pub struct Imprint {
    out: Extracted,
    repeats: Vec<QuotationId>,
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
    asked: usize,
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

    /// How much of it was read behind another count.
    fn beyond(self, front: Self) -> Self {
        Self {
            quotations: self.quotations - front.quotations,
            utterances: self.utterances - front.utterances,
            mentions: self.mentions - front.mentions,
            reporters: self.reporters - front.reporters,
            problems: self.problems - front.problems,
            repeats: self.repeats - front.repeats,
            asked: self.asked - front.asked,
        }
    }

    /// What it comes to when what was read up to `was` comes to `is`.
    fn go_along(&mut self, was: Self, is: Self) {
        self.problems = self.problems - was.problems + is.problems;
        self.mentions = self.mentions - was.mentions + is.mentions;
        self.reporters = self.reporters - was.reporters + is.reporters;
        self.asked = self.asked - was.asked + is.asked;
    }
}

/// A part of a document that was read anew.
struct Met {
    /// The stop behind it.
    to: usize,
    taken: Taken,
    counted: Counted,
}

/// How an edit was taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What became of all that names somebody.
    pub naming: Naming,
    /// The quotations of what was read anew, where nothing that was read is another but for its place.
    pub still: Option<Range<QuotationId>>,
}

/// What became of all that names somebody.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// It is the same.
    Alike,
    /// It is not.
    Otherwise,
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
        let asked = reader.asked.into_inner();
        Self { out: reader.out, repeats: reader.repeats, asked, stops, tail: None, last: None }
    }

    /// What was read, before what only the whole tells.
    pub fn imprint(&mut self) -> Imprint {
        self.put_together();
        Imprint { out: self.out.clone(), repeats: self.repeats.clone() }
    }

    /// What was read, with what only the whole tells.
    pub fn extracted(&mut self, document: &Document) -> Extracted {
        let Imprint { out, repeats } = self.imprint();
        let mut reader = Reader::new(document, out.language);
        (reader.out, reader.repeats) = (out, repeats);
        reader.settle()
    }

    /// How what was read of `before` is found again in what was read of `document`, the one that was last read or taken up;
    /// `None` where somebody is named otherwise, or the quotations have another shape.
    pub fn since(
        &mut self,
        imprint: &Imprint,
        before: &Document,
        document: &Document,
        rewritten: Rewritten,
    ) -> Option<Taken> {
        self.put_together();
        let alike = Alike { before: before.prose.text(), after: document.prose.text(), edit: rewritten.edit };
        let (was, is) = (Part::all(&imprint.out, &imprint.repeats), Part::all(&self.out, &self.repeats));
        let same = imprint.out.language == self.out.language && alike.shape(was, is) && alike.naming(was, is);
        let around = |blocks: &[Block]| {
            let place = |span: Span| self.out.quotations.partition_point(|it| it.outer.end <= span.start);
            let last = blocks.last().map_or(0, |block| block.span.end);
            place(blocks[0].span)..self.out.quotations.partition_point(|it| it.outer.start < last)
        };
        same.then(|| {
            let last = (rewritten.block + AROUND).min(document.blocks.len() - 1);
            let near = around(&document.blocks[rewritten.block.saturating_sub(AROUND)..=last]);
            Taken { naming: Naming::Alike, still: alike.still(was, is).then_some(near) }
        })
    }

    /// Takes up what made `document` of `before`; `None`, and nothing has changed, where it takes reading all of it.
    pub fn again(&mut self, before: &Document, document: &Document, rewritten: Rewritten) -> Option<Taken> {
        let told_alike = !Language::is_told_at(rewritten.edit.at) && before.meta.lang == document.meta.lang;
        let language = if told_alike { self.out.language } else { Language::of(document) };
        // In other languages, names met in one block are known in all that follow.
        let stops = self.stops.len() + self.tail.as_ref().map_or(0, |tail| tail.stops());
        if language != Language::English || self.out.language != language || stops != document.blocks.len() + 1 {
            return None;
        }
        let typed_on = self.last.and_then(|last| last.then(rewritten.edit)).is_some();
        if let Some(taken) = self.again_in_front(before, document, rewritten) {
            self.last = Some(rewritten.edit);
            return Some(taken);
        }
        self.put_together();
        self.last = None;
        let met = self.read_part(before, document, rewritten, true)?;
        self.last = Some(rewritten.edit);
        if typed_on {
            self.set_aside(met.to, document);
        }
        Some(met.taken)
    }

    /// The same in front of what was set aside, where that need not be looked at.
    fn again_in_front(&mut self, before: &Document, document: &Document, rewritten: Rewritten) -> Option<Taken> {
        let mut tail = self.tail.take()?;
        let edit = tail.edit.then(rewritten.edit).filter(|_| rewritten.block + 1 < self.stops.len());
        let met = edit.and_then(|edit| {
            let met = self.read_part(before, document, rewritten, false)?;
            tail.edit = edit;
            tail.count_on(met.counted);
            Some(met.taken)
        });
        self.tail = Some(tail);
        met
    }

    /// Reads around the edited block; `all` is whether nothing was set aside.
    fn read_part(&mut self, before: &Document, document: &Document, rewritten: Rewritten, all: bool) -> Option<Met> {
        let from = self.start(document, rewritten)?;
        let mut anew = self.open(document, from);
        let met = anew.read_on(&self.stops, before, document, rewritten, all);
        let met = met.map(|(to, taken)| {
            let counted = self.join(&mut anew, to, document.blocks[from].span.start, rewritten.edit);
            Met { to, taken, counted }
        });
        if met.is_none() {
            anew.reader.cut(anew.front);
        }
        anew.rest.put_back(&mut anew.reader);
        let Reader { out, repeats, asked, .. } = anew.reader;
        (self.out, self.repeats, self.asked) = (out, repeats, asked.into_inner());
        met
    }

    /// Sets aside what was read behind a stop, if nothing in front of it hangs on it.
    fn set_aside(&mut self, to: usize, document: &Document) {
        let Some(block) = document.blocks.get(to) else { return };
        if tail::is_apart(&self.out, self.stops[to].counts, block.span.start) {
            let stops = self.stops.split_off(to + 1);
            let counts = self.stops[to].counts;
            let rest = Rest::cut_off(&mut self.out, &mut self.repeats, &mut self.asked, counts);
            self.tail = Some(Box::new(Tail::new(rest, stops, counts)));
        }
    }

    /// Puts what was set aside where it belongs.
    fn put_together(&mut self) {
        let Some(tail) = self.tail.take() else { return };
        let is = self.stops.last().map(|stop| stop.counts).unwrap_or_default();
        let (rest, mut stops) = tail.moved(is);
        rest.put_behind(&mut self.out, &mut self.repeats, &mut self.asked);
        self.stops.append(&mut stops);
    }

    /// All mentions, where they stand now.
    pub fn mentions(&self) -> impl Iterator<Item = Mention> {
        self.out.mentions.iter().copied().chain(self.tail.iter().flat_map(|tail| tail.mentions()))
    }

    /// Has a document read on from one of its blocks, with all that was read in front of it.
    fn open<'a>(&mut self, document: &'a Document, from: usize) -> Anew<'a> {
        let mut reader = Reader::new(document, self.out.language);
        std::mem::swap(&mut reader.out, &mut self.out);
        std::mem::swap(&mut reader.repeats, &mut self.repeats);
        std::mem::swap(reader.asked.get_mut(), &mut self.asked);
        let Stop { flow, counts: front } = self.stops[from].clone();
        let rest = Rest::cut(&mut reader, front);
        Anew { reader, rest, from, front, flow, stops: Vec::new() }
    }

    /// Joins what was read anew, up to a stop, to what had been read behind it; the block it begins with stands at `start`.
    fn join(&mut self, anew: &mut Anew<'_>, to: usize, start: usize, edit: Edit) -> Counted {
        let (was, is) = (self.stops[to].counts, anew.reader.counts());
        let further = anew.flow.sentence.wrapping_sub(self.stops[to].flow.sentence);
        let counted = Counted { from: start, further };
        for stop in &mut self.stops[to..] {
            stop.flow.go_along(edit);
            stop.flow.count_on(counted);
            stop.counts.go_along(was, is);
        }
        // What leads on from here is as it was just read.
        self.stops[to].flow = std::mem::take(&mut anew.flow);
        self.stops.splice(anew.from..to, anew.stops.drain(..));
        anew.rest.drop_front(anew.front, was);
        anew.rest.go_along(edit);
        anew.rest.count_on(counted);
        anew.rest.put_off(was, is);
        counted
    }

    /// The quotations as they were read, before what only the whole tells: all up to the edit that was last taken up and
    /// what hangs together with them, at least.
    pub fn read_so_far(&self) -> &Extracted {
        &self.out
    }

    /// The block to start reading at: the edited one, or far enough in front of it that this one's first mark has no say,
    /// where that may be another since.
    fn start(&self, document: &Document, Rewritten { block, edit, .. }: Rewritten) -> Option<usize> {
        let span = document.blocks[block].span;
        let opens_alike = marks::opening(document.prose.text(), span).end < edit.at;
        let is_in_front = |&at: &usize| next_running(document, at).is_some_and(|next| next.start < span.start);
        let before = if opens_alike { block } else { (0..block).rev().find(is_in_front).map_or(0, |at| at + 1) };
        (before.saturating_sub(AROUND)..=before).rev().find(|&at| self.stops[at].is_clean())
    }
}

/// A part of a document that is read anew.
struct Anew<'a> {
    /// What was read in front of it, and of it so far.
    reader: Reader<'a>,
    /// What had been read behind its beginning.
    rest: Rest,
    /// The block it begins with, and how much was read in front of that.
    from: usize,
    front: Counts,
    /// What it has come to.
    flow: Flow,
    stops: Vec<Stop>,
}

impl Anew<'_> {
    /// Reads on until it comes to what it had come to before the edit, at a stop behind the edited block: which, and how.
    /// `all` is whether these stops are all there are.
    fn read_on(
        &mut self,
        stops: &[Stop],
        before: &Document,
        document: &Document,
        rewritten: Rewritten,
        all: bool,
    ) -> Option<(usize, Taken)> {
        let start = document.blocks[self.from].span.start;
        for at in self.from..(stops.len() - 1).min(rewritten.block + AROUND) {
            self.stops.push(self.reader.stop(&self.flow));
            self.reader.step(at, &document.blocks[at], next_running(document, at), &mut self.flow);
            let stop = &stops[at + 1];
            let same_count = stop.flow.sentence == self.flow.sentence;
            let alike = stop.is_clean()
                && stop.counts.is_like(self.reader.counts())
                && stop.flow.leads_on_like(&self.flow, rewritten.edit)
                && (same_count || !self.flow.names_behind(start));
            if at < rewritten.block || !alike {
                continue;
            }
            let alike = Alike { before: before.prose.text(), after: self.reader.text, edit: rewritten.edit };
            if let Some(taken) = self.rest.begins_like(&self.reader, self.front, stop.counts, alike, &self.flow, all) {
                let naming = if same_count { taken.naming } else { Naming::Otherwise };
                return Some((at + 1, Taken { naming, ..taken }));
            }
        }
        None
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
            asked: self.asked.borrow().len(),
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
