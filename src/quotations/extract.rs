//! From a document's blocks to its quotations, each with the words that attribute it.

mod blocks;

use rustc_hash::FxHashMap;

use self::blocks::Whole;
use super::attribution::Link;
use super::foreign;
use super::language::Language;
use super::lexicon::{self, Lexicon};
use super::marks::{self, Around, Carry};
use super::mention::{Mention, MentionKind};
use super::phrases::Sentence;
use super::stream::{Kind, Stream};
use super::{
    Attribution, How, MarkProblem, NotSpeech, Quotation, QuotationId, QuotationKind, Utterance, UtteranceId, mentions,
    not_speech,
};
use crate::formats::{Block, BlockKind, Document};
use crate::text::Span;
use crate::text::words::{MayEnd, Token, TokenKind};

/// What a document's text says, before it is known who anybody is.
#[derive(Debug, Default)]
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
#[derive(Default)]
struct Flow {
    /// The mark that the paragraph left open, and its quotation.
    open: Option<(Carry, QuotationId)>,
    /// Who spoke last, in quotation or reported speech.
    current: Option<Voice>,
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
    /// The sentence before ended in a colon.
    colon: bool,
    sentence: u32,
    block: u32,
}

/// How deep marks within marks are attributed.
const MAX_DEPTH: u32 = 4;

/// A sentence of more items is none, and is cut: what a sentence costs grows with its square.
const LONGEST: usize = 150;

struct Reader<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    language: Language,
    out: Extracted,
    tokens: Vec<Token>,
    /// Stretches of code, in order.
    code: &'a [Span],
    /// Quotations that may repeat words of the text: a heading or the whole of one, a pull quote.
    repeats: Vec<QuotationId>,
}

/// Reads a document's quotations.
pub fn extract(document: &Document) -> Extracted {
    let text = document.prose.text();
    let language = Language::of(document);
    let mut reader = Reader {
        text,
        language,
        lexicon: lexicon::of(language),
        out: Extracted::default(),
        tokens: Vec::new(),
        code: &document.code,
        repeats: Vec::new(),
    };
    let mut flow = Flow::default();
    let mut behind = blocks::running_behind(&document.blocks);
    for (at, block) in document.blocks.iter().enumerate() {
        flow.block = at as u32;
        let next = behind.pop().flatten();
        match block.kind {
            BlockKind::Boilerplate => {}
            // A picture between two paragraphs ends nothing.
            BlockKind::Caption | BlockKind::Credit => {
                let open = flow.open.take();
                reader.block(block, None, &mut flow);
                flow.open = open;
            }
            _ => reader.block(block, next, &mut flow),
        }
    }
    reader.settle_marks();
    reader.set_repeats_aside();
    reader.out.mentions.sort_by_key(|mention| (mention.span.start, mention.span.end));
    reader.out
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
        let mut ids = Vec::with_capacity(paired.pairs.len() + 1);
        ids.extend(whole);
        let first = ids.len();
        let mut top = Vec::new();
        for pair in &paired.pairs {
            let inner = Span::new(pair.open.end, pair.close.start.max(pair.open.end));
            let outer = Span::new(pair.open.start, pair.close.end.max(inner.end));
            let inner = trim(self.text, inner);
            if let (true, Some((_, id)), None) = (pair.resumes, flow.open, whole) {
                let quotation = &mut self.out.quotations[id];
                quotation.parts.push(inner);
                quotation.span = quotation.span.join(inner);
                quotation.outer = quotation.outer.join(outer);
                ids.push(id);
                top.push((id, outer));
                continue;
            }
            let id = self.out.quotations.len();
            let parent = pair.parent.map(|parent| ids[first + parent]).or(whole);
            self.out.quotations.push(Quotation {
                span: inner,
                outer,
                parts: vec![inner],
                kind: QuotationKind::Speech,
                utterance: usize::MAX,
                parent,
            });
            ids.push(id);
            if pair.parent.is_none() {
                top.push((id, outer));
            }
        }
        // What is left open inside a turn or a block quotation ends with it.
        let carry = carry.filter(|_| whole.is_none());
        flow.open = carry.and_then(|carry| paired.left_open.map(|pair| (carry, ids[first + pair])));
        if whole.is_some() {
            self.nested(&ids, flow);
            return;
        }
        let mut stream = Stream::read(self.text, block.span, &top, self.lexicon, &mut self.tokens);
        self.split(&mut stream);
        self.sentences(&stream, flow, None);
        match top[..] {
            [(id, outer)] if block.kind == BlockKind::Heading || outer == block.span && paired.pairs[0].single => {
                self.repeats.push(id);
            }
            _ if block.kind == BlockKind::BlockQuote => self.repeats.extend(top.iter().map(|&(id, _)| id)),
            _ => {}
        }
        self.nested(&ids, flow);
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
            let mut stream = Stream::read(self.text, part, &inner, self.lexicon, &mut self.tokens);
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

    /// Finds where sentences end: a stop with a capital behind it, and quotations that are sentences of their own.
    fn split(&self, stream: &mut Stream) {
        let items = &stream.items;
        let whole = Sentence { text: self.text, items };
        let mut start = 0;
        for at in 0..items.len() {
            let ends = match items[at].kind {
                Kind::Sign(TokenKind::Stop) => begins_sentence(items.get(at + 1)),
                Kind::Sign(TokenKind::Colon) => false,
                Kind::Word(Some(MayEnd::Yes)) => items.get(at + 1).is_some_and(|next| {
                    next.capital && next.class.is(lexicon::Class::STARTER) || next.quote().is_some()
                }),
                Kind::Quote(id) => {
                    let inner = self.out.quotations[id].span.of(self.text);
                    let stop = inner.ends_with(['.', '!', '?', '…', '\'', '’']);
                    stop && begins_sentence(items.get(at + 1))
                        && (items.get(at + 1).is_some_and(|next| next.quote().is_some())
                            || !self.attributed_behind(whole, at))
                }
                _ => false,
            };
            if ends || at - start >= LONGEST {
                stream.sentences.push(Span::new(start, at + 1));
                start = at + 1;
            }
        }
        if start < items.len() {
            stream.sentences.push(Span::new(start, items.len()));
        }
    }

    /// Whether what stands behind a quotation that ended its sentence still attributes it: “Why?” Lind asked.
    fn attributed_behind(&self, sentence: Sentence<'_>, quote: usize) -> bool {
        if self.language != Language::English {
            return false;
        }
        let Some(link) = sentence.link_behind(quote) else { return false };
        let Some(cue) = link.cue else { return true };
        let end = link.mention.map_or(cue.end, |mention| cue.end.max(mention.whole.unwrap_or(mention.span).end));
        let next = sentence.items.iter().find(|item| item.span.start >= end);
        next.is_none_or(|item| {
            use lexicon::Class;
            !item.is_word()
                || item.is(Class(Class::PREPOSITION.0 | Class::WHEN.0 | Class::ADVERB.0))
                || cue.of(self.text).starts_with("told")
                || cue.of(self.text).starts_with("ask")
        })
    }

    fn sentences(&mut self, stream: &Stream, flow: &mut Flow, parent: Option<QuotationId>) {
        let mut first = true;
        for range in &stream.sentences {
            let sentence = Sentence { text: self.text, items: &stream.items[range.range()] };
            flow.sentence += 1;
            self.sentence(sentence, flow, parent, first);
            if self.language == Language::English {
                mentions::scan(sentence, flow.sentence, flow.block, parent, &mut self.out.mentions);
            }
            first = false;
        }
    }

    fn sentence(&mut self, sentence: Sentence<'_>, flow: &mut Flow, parent: Option<QuotationId>, first: bool) {
        if let Some(utterance) = flow.unsigned.take()
            && first
            && sentence.items.iter().all(|item| item.quote().is_none())
            && let Some(mention) = self.signer(sentence.items, flow.signs)
        {
            self.sign(utterance, mention, flow);
            return;
        }
        let mut links: Vec<Link> = Vec::new();
        let mut spoke: Option<UtteranceId> = None;
        for (at, item) in sentence.items.iter().enumerate() {
            let Some(id) = item.quote() else { continue };
            // A quotation that goes on from the paragraph before may have its attribution there.
            let known = self.out.quotations[id].utterance;
            if known != usize::MAX && matches!(self.out.voices[known], Voice::Mention(_)) {
                spoke = Some(known);
                continue;
            }
            let inner = self.out.quotations[id].span.of(self.text);
            let headline = headline(sentence);
            if known == usize::MAX
                && !Self::spoken(sentence, at, inner)
                && let Some(reason) = self.reason(sentence, at, inner).filter(|reason| {
                    !headline || *reason != NotSpeech::Title || sentence.sign(at.wrapping_sub(1), TokenKind::Possessive)
                })
            {
                self.set_aside(id, reason);
                continue;
            }
            let link = self.link(sentence, at, inner, &links);
            if let Some(mut link) = link {
                for mention in [&mut link.mention, &mut link.through].into_iter().flatten() {
                    mention.sentence = flow.sentence;
                    mention.block = flow.block;
                    mention.inside = parent;
                    mention.subject = true;
                }
                let utterance = self.utterance_for(id, known, &link);
                links.push(link);
                spoke = Some(utterance);
                self.out.quotations[id].kind = kind_of(sentence, at, inner);
                continue;
            }
            if known != usize::MAX {
                continue;
            }
            if let Some(utterance) = self.unattributed(sentence, at, id, flow, parent, first, spoke) {
                spoke = Some(utterance);
            }
        }
        self.after(sentence, flow, parent, spoke);
    }

    fn link(&self, sentence: Sentence<'_>, at: usize, inner: &str, links: &[Link]) -> Option<Link> {
        match self.language {
            Language::English => {}
            Language::Other => return None,
            _ => return foreign::link(sentence, at),
        }
        let comma = inner.ends_with([',', '?', '!', '—', '–', '-', '…', '\'', '’'])
            || sentence.sign(at + 1, TokenKind::Comma)
            || sentence.sign(at + 1, TokenKind::Dash);
        let stopped = inner.ends_with('.') && at + 1 < sentence.items.len();
        let before = sentence.link_before(at, links);
        let behind =
            if comma || stopped { sentence.link_behind(at) } else { sentence.link_behind(at).filter(|_| at == 0) };
        let opens = inner.starts_with(|c: char| c.is_uppercase() || c == '[');
        let near = before.is_some_and(|link| {
            link.strong
                && link
                    .cue
                    .is_some_and(|cue| sentence.items[at].span.start - cue.end.min(sentence.items[at].span.start) < 12)
        });
        let beside = comma && behind.is_some_and(|link| link.strong);
        match (before, behind) {
            (Some(before), Some(behind))
                if beside && !near && behind.strong && !links.iter().any(|link| link.cue == before.cue) =>
            {
                Some(behind)
            }
            (Some(before), Some(behind)) if behind.strong && (!before.strong || opens && !near) => Some(behind),
            (Some(before), _) if before.strong && !sentence.plausible(&before) => {
                sentence.link_at_end(at).or(Some(before))
            }
            (Some(before), _) if before.strong => Some(before),
            (_, Some(behind)) => Some(behind),
            (before, None) => sentence.link_at_end(at).or(before.filter(|link| !self.faint(link, inner))),
        }
    }

    /// Whether the cue is too general a verb for so short a quotation.
    fn faint(&self, link: &Link, inner: &str) -> bool {
        use lexicon::Class;
        let class = link.cue.map_or(Class::default(), |cue| self.lexicon.class(cue.of(self.text)));
        class.is(Class::FAINT)
            && !class.is(Class(Class::SPEECH.0 | Class::TOLD.0 | Class::NAMED.0))
            && inner.split_whitespace().count() < 4
    }

    fn reason(&self, sentence: Sentence<'_>, at: usize, inner: &str) -> Option<NotSpeech> {
        match self.language {
            Language::English => not_speech::reason(sentence, at, inner),
            _ => not_speech::reason_in(sentence, at, inner),
        }
    }

    /// Whether a verb of saying stands right beside the quotation, so that its capitals mean nothing.
    fn spoken(sentence: Sentence<'_>, at: usize, inner: &str) -> bool {
        use lexicon::Class;
        let mut before = at;
        while before > 0 && (sentence.sign(before - 1, TokenKind::Comma) || sentence.sign(before - 1, TokenKind::Colon))
        {
            before -= 1;
        }
        let said = before > 0
            && sentence.is(before - 1, Class::SPEECH)
            && (before < at
                || sentence.any(
                    before - 1,
                    &[
                        "said", "says", "saying", "chanted", "chanting", "shouted", "shouting", "yelled", "yelling",
                        "wrote", "tweeted", "read", "reads", "reading", "replied", "asked",
                    ],
                ));
        let chanted = at > 1
            && sentence.any(at - 1, &["of"])
            && sentence.any(
                at - 2,
                &[
                    "chant", "chants", "cry", "cries", "shout", "shouts", "calls", "chorus", "screams", "yells",
                    "choruses", "strains",
                ],
            );
        said || chanted
            || at == 0
                && inner.ends_with([',', '?', '!', '\'', '’'])
                && sentence.link_behind(at).is_some_and(|link| link.strong)
    }

    fn utterance_for(&mut self, id: QuotationId, known: UtteranceId, link: &Link) -> UtteranceId {
        let attribution = Attribution {
            cue: link.cue,
            mention: link.mention.map(|mention| mention.span),
            how: link.how,
            when: link.when,
            ..Attribution::default()
        };
        let voice = link.mention.map_or(Voice::Nobody, Voice::Mention);
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

    /// A quotation that its own sentence ascribes to nobody.
    #[allow(clippy::too_many_arguments)]
    fn unattributed(
        &mut self,
        sentence: Sentence<'_>,
        at: usize,
        id: QuotationId,
        flow: &Flow,
        parent: Option<QuotationId>,
        first: bool,
        spoke: Option<UtteranceId>,
    ) -> Option<UtteranceId> {
        let inner = self.out.quotations[id].span.of(self.text);
        let words = inner.split_whitespace().count();
        let bare = sentence.items.iter().all(|item| !item.is_word() || item.is(lexicon::Class::CONJUNCTION));
        let full = inner.starts_with(|c: char| c.is_uppercase() || c == '[' || c == '.' || c == '…')
            && inner.ends_with(['.', '!', '?', '…', ',', '\'', '’', '—', '-']);
        if let Some(utterance) = spoke {
            self.out.quotations[id].kind = kind_of(sentence, at, inner);
            return Some(self.join(id, utterance));
        }
        if bare && (words > 1 || full) {
            self.out.quotations[id].kind = QuotationKind::Speech;
            if let Some((utterance, place)) = flow.last
                && place + 1 >= flow.sentence
                && !first
            {
                return Some(self.join(id, utterance));
            }
            let voice = flow.current.clone().unwrap_or_default();
            let how = match voice {
                Voice::Nobody => How::None,
                _ if flow.colon => How::Clause,
                _ => How::Continued,
            };
            return Some(self.new_utterance(id, Attribution { how, ..Attribution::default() }, voice));
        }
        if self.language != Language::English && (words > 2 || !not_speech::title_case(inner) || full) {
            self.out.quotations[id].kind = kind_of(sentence, at, inner);
            let voice = flow
                .current
                .clone()
                .filter(|_| !first && words > 2 && self.language != Language::Other)
                .unwrap_or_default();
            let how = if voice == Voice::Nobody { How::None } else { How::Continued };
            return Some(self.new_utterance(id, Attribution { how, ..Attribution::default() }, voice));
        }
        if parent.is_none() && (words >= 5 || full && words >= 3 || headline(sentence)) {
            self.out.quotations[id].kind = kind_of(sentence, at, inner);
            let mention = sentence.first_phrase(at).filter(|mention| mention.kind != MentionKind::Role);
            let (voice, how) = match (mention, &flow.current) {
                (Some(mention), _) => (
                    Voice::Mention(Mention {
                        sentence: flow.sentence,
                        block: flow.block,
                        inside: parent,
                        subject: true,
                        ..mention
                    }),
                    How::Clause,
                ),
                (None, Some(current)) => (current.clone(), How::Continued),
                (None, None) => (Voice::Nobody, How::None),
            };
            let attribution =
                Attribution { mention: mention.map(|mention| mention.span), how, ..Attribution::default() };
            return Some(self.new_utterance(id, attribution, voice));
        }
        self.set_aside(id, if not_speech::title_case(inner) && words > 1 { NotSpeech::Title } else { NotSpeech::Term });
        None
    }

    /// What the sentence leaves behind for the next: who spoke last.
    fn after(
        &mut self,
        sentence: Sentence<'_>,
        flow: &mut Flow,
        parent: Option<QuotationId>,
        spoke: Option<UtteranceId>,
    ) {
        flow.colon = sentence.items.last().is_some_and(|item| item.is_sign(TokenKind::Colon));
        if let Some(utterance) = spoke {
            flow.last = Some((utterance, flow.sentence));
            flow.current = Some(Voice::Same(utterance));
            flow.unsigned = matches!(self.out.utterances[utterance].attribution.how, How::None | How::Continued)
                .then_some(utterance);
            return;
        }
        let reported = if self.language == Language::English { sentence.reports() } else { foreign::reports(sentence) };
        self.out.reporters.extend(reported.map(|mention| mention.span.start));
        let mention = reported.or_else(|| {
            sentence
                .first_phrase(sentence.items.len())
                .filter(|mention| mention.kind == MentionKind::Name && (flow.colon || flow.current.is_none()))
        });
        if let Some(mention) = mention {
            flow.current = Some(Voice::Mention(Mention {
                sentence: flow.sentence,
                block: flow.block,
                inside: parent,
                subject: true,
                ..mention
            }));
        }
    }
}

/// Whether the sentence is set as a headline: nearly every word with a capital.
fn headline(sentence: Sentence<'_>) -> bool {
    let words = || sentence.items.iter().filter(|item| item.is_word() && item.span.len() > 3);
    let capitals = words().filter(|item| item.capital).count();
    capitals >= 3 && capitals * 10 >= words().count() * 8
}

fn begins_sentence(next: Option<&super::stream::Item>) -> bool {
    next.is_none_or(|next| match next.kind {
        Kind::Word(_) => next.capital,
        Kind::Quote(_) | Kind::Sign(TokenKind::Number | TokenKind::Open | TokenKind::Mark) => true,
        Kind::Sign(_) => false,
    })
}

/// Whether a quotation is a sentence of its own or woven into the reporter's.
fn kind_of(sentence: Sentence<'_>, at: usize, inner: &str) -> QuotationKind {
    let opens = inner
        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '[' | '.' | '…' | '‘' | '\''));
    let words = inner.split_whitespace().count();
    if opens && words > 1 || inner.ends_with(['!', '?']) || at == 0 && words > 3 {
        QuotationKind::Speech
    } else {
        let _ = sentence;
        QuotationKind::Fragment
    }
}

fn trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, (span.start + words.trim_end().len()).max(start))
}
