//! From a document's blocks to its quotations, each with the words that attribute it.

mod again;
mod blocks;
mod exchange;
mod link;
mod sentence;
mod split;
mod unattributed;

use std::cell::RefCell;

use rustc_hash::FxHashMap;

pub use self::again::{Imprint, Naming, Taken, Trail};
use self::blocks::Whole;
use self::exchange::Exchange;
use self::unattributed::Asked;
use super::attribution::Link;
use super::language::Language;
use super::lexicon::{self, Lexicon};
use super::marks::{self, Around, Carry, Pair};
use super::mention::Mention;
use super::stream::Stream;
use super::{
    Attribution, MarkProblem, NotSpeech, Quotation, QuotationId, QuotationKind, Utterance, UtteranceId, foreign,
};
use crate::formats::{Block, BlockKind, Document, behind_dateline};
use crate::text::Span;
use crate::text::words::Token;

/// What a document's text says, before it is known who anybody is.
#[derive(Clone, Debug, Default)]
pub struct Extracted {
    /// In order of their first word.
    pub quotations: Vec<Quotation>,
    /// With cue and mention, without speakers.
    pub utterances: Vec<Utterance>,
    /// By utterance: who says it.
    pub voices: Vec<Voice>,
    /// Marks that are wrong.
    pub problems: Vec<MarkProblem>,
    /// Everything that names somebody, in order.
    pub mentions: Vec<Mention>,
    /// By utterance: through whom it reached the reporter.
    pub through: Vec<Option<Mention>>,
    /// Where the mentions start that are subjects of reported speech.
    pub reporters: Vec<usize>,
    /// The language it was read in.
    pub language: Language,
}

/// Who an utterance is ascribed to, as the text has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// Words that name the speaker.
    Mention(Mention),
    /// The speaker of an earlier utterance.
    Same(UtteranceId),
    /// A turn's label.
    Label(String, Option<Span>),
    /// Nobody.
    #[default]
    Nobody,
}

/// What one paragraph hands on to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Flow {
    /// The mark that the paragraph left open, and its quotation.
    open: Option<(Carry, QuotationId)>,
    /// Who spoke last, in quotation or reported speech.
    current: Option<Voice>,
    /// Who spoke before words that nobody is said to say.
    earlier: Option<Voice>,
    /// The last utterance and the sentence it stood in.
    last: Option<(UtteranceId, u32)>,
    /// An utterance that a line of its own, "— Ana Lind", may attribute.
    unsigned: Option<UtteranceId>,
    /// The block is such a line, as its markup says.
    signs: bool,
    /// The block quotation that the block before was, or was part of.
    quoted: Option<UtteranceId>,
    /// The label of a turn whose words stand in the next block.
    label: Option<Span>,
    /// The dash that last opened speech, the block that it opened, and what was said.
    dashed: Option<(char, u32, QuotationId)>,
    /// Paragraphs of dialogue right before.
    exchange: Exchange,
    /// Whom the sentence before was about, if it neither quoted nor reported anybody.
    about: Option<Mention>,
    /// What that sentence says of them is said of people only.
    acts: bool,
    /// How the sentence before leads up to what follows.
    lead: Lead,
    sentence: u32,
    block: u32,
}

/// How a sentence leads up to the next one.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
enum Lead {
    #[default]
    No,
    /// It ends in a colon.
    Colon,
    /// And it does nothing but announce the words of whom it names: "Lind said:", "Statement from Ana Lind:".
    Announces,
}

/// So many paragraphs behind speech with a dash, another dash opens speech without a verb of saying.
const FAR_DASH: u32 = 4;

/// How deep marks within marks are attributed.
const MAX_DEPTH: u32 = 4;

struct Reader<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    language: Language,
    out: Extracted,
    tokens: Vec<Token>,
    /// Words of the names told so far, in a language where a capital tells little.
    names: foreign::Names,
    /// Stretches of code, in order.
    code: &'a [Span],
    /// Quotations that may repeat words of the text: a heading or the whole of one, a pull quote.
    repeats: Vec<QuotationId>,
    /// Names that earlier ones were asked about, in order.
    asked: RefCell<Vec<Asked>>,
}

/// Reads a document's quotations.
pub fn extract(document: &Document) -> Extracted {
    let mut reader = Reader::new(document, Language::of(document));
    let mut flow = Flow::default();
    let mut behind = blocks::running_behind(&document.blocks);
    for (at, block) in document.blocks.iter().enumerate() {
        reader.step(at, block, behind.pop().flatten(), &mut flow);
    }
    reader.settle()
}

impl<'a> Reader<'a> {
    fn new(document: &'a Document, language: Language) -> Self {
        Self {
            text: document.prose.text(),
            language,
            lexicon: lexicon::of(language),
            out: Extracted { language, ..Extracted::default() },
            tokens: Vec::new(),
            names: foreign::Names::default(),
            code: &document.code,
            repeats: Vec::new(),
            asked: RefCell::default(),
        }
    }

    /// Reads one block; `next` is the running text behind it.
    fn step(&mut self, at: usize, block: &Block, next: Option<Span>, flow: &mut Flow) {
        flow.block = at as u32;
        match block.kind {
            BlockKind::Boilerplate => {}
            // A picture between two paragraphs ends nothing.
            BlockKind::Caption | BlockKind::Credit => {
                let open = flow.open.take();
                self.block(block, None, flow);
                flow.open = open;
            }
            _ => self.block(block, next, flow),
        }
    }

    /// What only the whole of the document tells.
    fn settle(mut self) -> Extracted {
        self.settle_marks();
        self.set_repeats_aside();
        self.out.mentions.sort_by_key(|mention| (mention.span.start, mention.span.end));
        self.out.mentions.dedup_by_key(|mention| (mention.span.start, mention.kind));
        self.out
    }
}

impl Reader<'_> {
    fn block(&mut self, block: &Block, next: Option<Span>, flow: &mut Flow) {
        let read = Span::new(blocks::behind_label(self.text, block), block.span.end);
        let around = Around { carry: flow.open.map(|(carry, _)| carry), next, code: self.code, lexicon: self.lexicon };
        let (paired, carry) = marks::pair(self.text, read, around);
        self.out.problems.extend(paired.problems.iter().cloned());
        let whole = match self.whole_block(block, &paired, flow) {
            Whole::Quotation(id) => Some(id),
            Whole::Label => return,
            Whole::No => None,
        };
        let (mut ids, mut top) = self.take_up(&paired.pairs, whole, flow.open.map(|(_, id)| id));
        let first = usize::from(whole.is_some());
        if whole.is_none() && top.is_empty() {
            self.dialogue(block.span, flow, &mut ids, &mut top);
        }
        // What is left open inside a turn or a block quotation ends with it, and so does what is inside another.
        let carry = carry.filter(|_| whole.is_none());
        let left_open = paired.left_open.filter(|&pair| {
            let start = paired.pairs[pair].open.start;
            !paired.pairs.iter().any(|other| other.open.start < start && other.close.end > start)
        });
        flow.open = carry.and_then(|carry| left_open.map(|pair| (carry, ids[first + pair])));
        if whole.is_some() {
            self.nested(&ids, flow);
            return;
        }
        // A dateline is no sentence's, and names nobody.
        let place = match block.kind {
            BlockKind::Paragraph => behind_dateline(block.span.of(self.text)),
            // Nor is what a question is called: "Q. Sir, did you …"
            BlockKind::Turn => read.start - block.span.start,
            _ => 0,
        };
        let mut stream = self.stream(Span::new(block.span.start + place, block.span.end), &top);
        self.split(&mut stream);
        let unsigned = flow.unsigned.is_some() || flow.signs;
        self.sentences(&stream, flow, None);
        if top.is_empty()
            && !unsigned
            && let Some(speaker) = self.stands_over(block, next, flow)
        {
            flow.current = Some(Voice::Mention(speaker));
            flow.lead = Lead::Announces;
        }
        let opening = top.first().filter(|(_, outer)| outer.start == block.span.start).map(|&(id, _)| id);
        let alternates = opening.is_some_and(|id| self.alternates(id));
        self.take_turn(&mut flow.exchange, opening, alternates);
        match top[..] {
            [(id, outer)]
                if block.kind == BlockKind::Heading
                    || outer == block.span && paired.pairs.first().is_some_and(|pair| pair.single) =>
            {
                self.repeats.push(id);
            }
            _ if block.kind == BlockKind::BlockQuote => self.repeats.extend(top.iter().map(|&(id, _)| id)),
            _ => {}
        }
        self.nested(&ids, flow);
    }

    /// The quotations between pairs of marks, behind the one that is the `whole` block; and the outermost of them with their
    /// marks. One that was left `open` before goes on.
    fn take_up(
        &mut self,
        pairs: &[Pair],
        whole: Option<QuotationId>,
        open: Option<QuotationId>,
    ) -> (Vec<QuotationId>, Vec<(QuotationId, Span)>) {
        let mut ids = Vec::with_capacity(pairs.len() + 1);
        ids.extend(whole);
        let first = ids.len();
        let mut top = Vec::new();
        for pair in pairs {
            let inner = Span::new(pair.open.end, pair.close.start.max(pair.open.end));
            let outer = Span::new(pair.open.start, pair.close.end.max(inner.end));
            let inner = trim(self.text, inner);
            let open = open.filter(|_| pair.resumes && whole.is_none());
            let id = if let Some(id) = open {
                let quotation = &mut self.out.quotations[id];
                quotation.parts.push(inner);
                quotation.span = quotation.span.join(inner);
                quotation.outer = quotation.outer.join(outer);
                id
            } else {
                self.new_quotation(inner, outer, pair.parent.map(|parent| ids[first + parent]).or(whole))
            };
            ids.push(id);
            if open.is_some() || pair.parent.is_none() {
                top.push((id, outer));
            }
        }
        (ids, top)
    }

    fn new_quotation(&mut self, span: Span, outer: Span, parent: Option<QuotationId>) -> QuotationId {
        self.out.quotations.push(Quotation {
            span,
            outer,
            parts: vec![span],
            kind: QuotationKind::Speech,
            utterance: usize::MAX,
            parent,
        });
        self.out.quotations.len() - 1
    }

    /// Speech that a dash opens, in a paragraph without marks.
    fn dialogue(
        &mut self,
        block: Span,
        flow: &mut Flow,
        ids: &mut Vec<QuotationId>,
        top: &mut Vec<(QuotationId, Span)>,
    ) {
        let mut spoken = foreign::dialogue(self.text, block, self.language, self.lexicon);
        if !spoken.is_empty() {
            let dash = block.of(self.text).chars().next().unwrap_or_default();
            flow.dashed = Some((dash, flow.block, self.out.quotations.len()));
        } else if let Some((dash, last, said)) = flow.dashed
            && last + FAR_DASH >= flow.block
            && let Some(more) = foreign::goes_on(self.text, block, dash)
        {
            // Whoever was reported since, it is the one interviewed who goes on.
            spoken.push(more);
            flow.current = Some(Voice::Same(self.out.quotations[said].utterance));
        }
        for span in spoken {
            let id = self.new_quotation(span, span, None);
            ids.push(id);
            top.push((id, span));
        }
    }

    /// Whether cues are known, and the language is not English.
    fn is_foreign(&self) -> bool {
        !matches!(self.language, Language::English | Language::Other)
    }

    /// Reads the quotations inside quotations, each within the words of the one around it.
    ///
    /// Attribution stops a few levels down, where no reader follows either: it keeps the cost linear.
    fn nested(&mut self, ids: &[QuotationId], flow: &Flow) {
        let mut children: FxHashMap<QuotationId, Vec<(QuotationId, Span)>> = FxHashMap::default();
        let mut depth: FxHashMap<QuotationId, u32> = FxHashMap::default();
        for &id in ids {
            let Some(parent) = self.out.quotations[id].parent else { continue };
            let level = depth.get(&parent).copied().unwrap_or_default() + 1;
            depth.insert(id, level);
            if level <= MAX_DEPTH {
                children.entry(parent).or_default().push((id, self.out.quotations[id].outer));
            } else {
                self.set_aside(id, NotSpeech::Term);
            }
        }
        for &parent in ids {
            let Some(inner) = children.remove(&parent) else { continue };
            let quotation = &self.out.quotations[parent];
            let part = *quotation.parts.last().unwrap_or(&quotation.span);
            let mut stream = self.stream(part, &inner);
            self.split(&mut stream);
            let mut inner = Flow { sentence: flow.sentence, block: flow.block, ..Flow::default() };
            self.sentences(&stream, &mut inner, Some(parent));
        }
        // What stands in no sentence is said by nobody.
        for &id in ids {
            if self.out.quotations[id].utterance == usize::MAX {
                self.set_aside(id, NotSpeech::Term);
            }
        }
    }

    fn stream(&mut self, span: Span, quotes: &[(QuotationId, Span)]) -> Stream {
        let mut stream = Stream::read(self.text, span, quotes, self.lexicon, &mut self.tokens);
        foreign::split(self.text, self.language, self.lexicon, &mut stream.items);
        stream
    }

    fn utterance_for(&mut self, id: QuotationId, known: UtteranceId, link: &Link, voice: Voice) -> UtteranceId {
        let attribution = Attribution {
            cue: link.cue,
            mention: link.mention.map(|mention| mention.span),
            how: link.how,
            when: link.when,
            ..Attribution::default()
        };
        if known != usize::MAX {
            self.out.utterances[known].attribution = attribution;
            self.out.voices[known] = voice;
            self.out.through[known] = link.through;
            return known;
        }
        let joined = link.cue.and_then(|cue| {
            let recent = self.out.utterances.len().saturating_sub(6);
            (recent..self.out.utterances.len()).rev().find(|&at| self.out.utterances[at].attribution.cue == Some(cue))
        });
        if let Some(utterance) = joined {
            return self.join(id, utterance);
        }
        let utterance = self.new_utterance(id, attribution, voice);
        self.out.through[utterance] = link.through;
        utterance
    }

    fn join(&mut self, id: QuotationId, utterance: UtteranceId) -> UtteranceId {
        self.out.utterances[utterance].quotations.push(id);
        self.out.quotations[id].utterance = utterance;
        utterance
    }

    fn new_utterance(&mut self, id: QuotationId, attribution: Attribution, voice: Voice) -> UtteranceId {
        let utterance = self.out.utterances.len();
        self.out.utterances.push(Utterance { quotations: vec![id], attribution });
        self.out.voices.push(voice);
        self.out.through.push(None);
        self.out.quotations[id].utterance = utterance;
        utterance
    }

    fn set_aside(&mut self, id: QuotationId, reason: NotSpeech) {
        self.out.quotations[id].kind = QuotationKind::NotSpeech(reason);
        self.new_utterance(id, Attribution::default(), Voice::Nobody);
    }
}

fn trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, (span.start + words.trim_end().len()).max(start))
}
