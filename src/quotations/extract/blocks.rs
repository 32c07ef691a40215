//! Blocks that are quotations as a whole: turns, block quotations, headings that repeat the text.

use super::{Flow, Lead, Reader, Voice, trim};
use crate::formats::{self, Block, BlockKind};
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::phrases::Sentence;
use crate::quotations::stream::{Item, Stream};
use crate::quotations::{Attribution, How, MarkProblemKind, NotSpeech, QuotationId, QuotationKind, UtteranceId, marks};
use crate::text::words::TokenKind;
use crate::text::{Span, dates};

/// How many headings and pull quotes are looked for in the text.
const MAX_REPEATS: usize = 40;

/// What a block is as a whole.
pub(super) enum Whole {
    /// A turn's words, or a block quotation's.
    Quotation(QuotationId),
    /// The label of a turn whose words stand below.
    Label,
    /// Running text.
    No,
}

impl Reader<'_> {
    /// Reads a block that is a quotation as a whole.
    pub(super) fn whole_block(&mut self, block: &Block, paired: &marks::Paired, flow: &mut Flow) -> Whole {
        let quoted = flow.quoted.take();
        flow.signs = block.kind == BlockKind::Signature || self.stands_under(block.span, flow);
        let marked = paired.pairs.iter().any(|pair| pair.parent.is_none());
        match (block.kind, &block.voice) {
            // An interviewer's question is the paper's own.
            (BlockKind::Turn, Some(voice)) if formats::Voice::asks(&voice.name) => Whole::No,
            (BlockKind::Turn, Some(voice)) => self.turn(block, voice, flow),
            (BlockKind::BlockQuote, _) if flow.unsigned.is_some() && self.is_signature(block.span) => {
                flow.signs = true;
                Whole::No
            }
            // What stands above it is somebody's already.
            (BlockKind::BlockQuote, _) if self.is_name_alone(block.span) => Whole::No,
            (BlockKind::BlockQuote, _) if !marked || self.holds_quotations(block, paired, flow) => {
                self.block_quotation(block, quoted, flow)
            }
            _ => Whole::No,
        }
    }

    fn turn(&mut self, block: &Block, voice: &formats::Voice, flow: &mut Flow) -> Whole {
        let words = trim(self.text, Span::new(behind_label(self.text, block), block.span.end));
        if !words.of(self.text).contains(char::is_alphabetic) {
            flow.label = voice.span;
            return if voice.span.is_some() { Whole::Label } else { Whole::No };
        }
        let label = voice.span.or_else(|| flow.label.take());
        let (says, how) = match voice.name.as_str() {
            "" => (Voice::Nobody, How::None),
            name => (Voice::Label(name.to_owned(), label), How::Label),
        };
        let id = self.whole(words);
        flow.sentence += 1;
        let mention = label.filter(|_| how == How::Label);
        let utterance = self.new_utterance(id, Attribution { mention, how, ..Attribution::default() }, says);
        flow.last = Some((utterance, flow.sentence));
        flow.current = Some(Voice::Same(utterance));
        flow.unsigned = None;
        Whole::Quotation(id)
    }

    /// Whether a block quotation with marks in it is one as a whole: somebody's words were announced, "Lind wrote:", or are
    /// signed, and no mark opens the block.
    fn holds_quotations(&mut self, block: &Block, paired: &marks::Paired, flow: &Flow) -> bool {
        let opens = paired.pairs.first().is_some_and(|pair| pair.open.start == block.span.start);
        let announced = flow.lead != Lead::No
            && matches!(&flow.current, Some(Voice::Mention(mention)) if mention.sentence == flow.sentence
                && !mention.span.of(self.text).eq_ignore_ascii_case("they"));
        !opens && (announced || self.signature(block.span).1.is_some())
    }

    /// A paragraph of a block quotation; one that follows another goes on with it.
    fn block_quotation(&mut self, block: &Block, quoted: Option<UtteranceId>, flow: &mut Flow) -> Whole {
        let (end, signer) = self.signature(block.span);
        let words = trim(self.text, Span::new(block.span.start, end));
        if !words.of(self.text).contains(char::is_alphabetic) {
            return Whole::No;
        }
        let id = self.whole(words);
        flow.sentence += 1;
        let utterance = if let Some(quoted) = quoted {
            self.join(id, quoted)
        } else {
            let says = flow.current.clone().filter(|_| flow.lead != Lead::No).unwrap_or_default();
            let (mention, how) = match &says {
                Voice::Mention(mention) => (Some(mention.span), How::Label),
                Voice::Label(_, span) => (*span, How::Label),
                Voice::Same(_) => (None, How::Continued),
                Voice::Nobody => (None, How::None),
            };
            self.new_utterance(id, Attribution { mention, how, ..Attribution::default() }, says)
        };
        if let Some(signer) = signer {
            self.sign(utterance, signer, flow);
        } else {
            flow.unsigned = Some(utterance);
            flow.quoted = Some(utterance);
        }
        self.repeats.push(id);
        flow.last = Some((utterance, flow.sentence));
        flow.current = Some(Voice::Same(utterance));
        Whole::Quotation(id)
    }

    fn whole(&mut self, span: Span) -> QuotationId {
        let id = self.new_quotation(span, span, None);
        self.out.quotations[id].kind = QuotationKind::Block;
        id
    }

    /// Ascribes an utterance to whom the line below it names.
    pub(super) fn sign(&mut self, utterance: UtteranceId, signer: Mention, flow: &Flow) {
        let mention = Mention { sentence: flow.sentence, block: flow.block, ..signer };
        let line = self.text[mention.span.end..].split('\n').next().unwrap_or_default();
        let line = &line[..line.floor_char_boundary(LONGEST_SIGNATURE)];
        // A post is signed with name, handle and day.
        let when =
            dates::find(line).map(|(day, _)| Span::new(mention.span.end + day.start, mention.span.end + day.end));
        self.out.voices[utterance] = Voice::Mention(mention);
        self.out.utterances[utterance].attribution =
            Attribution { mention: Some(mention.span), how: How::Label, when, ..Attribution::default() };
    }

    /// Whether a line right below a paragraph that is nothing but a quotation tells who says it, and nothing else:
    /// "Ana Lind, Governor of Marn", "Governor Ana Lind".
    fn stands_under(&self, line: Span, flow: &Flow) -> bool {
        let Some(&quotation) = flow.unsigned.and_then(|at| self.out.utterances[at].quotations.last()) else {
            return false;
        };
        let outer = self.out.quotations[quotation].outer;
        let Some(between) = self.text.get(outer.end..line.start) else { return false };
        let under = between.matches('\n').count() == 1 && between.trim().is_empty();
        // Where each line is a paragraph, one below the other tells nothing.
        let apart = self.text[..outer.start].ends_with("\n\n") || outer.start == 0;
        let last = self.text[line.end..].starts_with("\n\n") || self.text[line.end..].trim().is_empty();
        under && apart && last && self.names_and_tells(line.of(self.text))
    }

    /// Whom a line names, and nothing else, that stands over a paragraph of quotation: "Ana Lind (Tasmer)", "Tom Berg, coach".
    pub(super) fn stands_over(&mut self, block: &Block, next: Option<Span>, flow: &Flow) -> Option<Mention> {
        let line = block.span.of(self.text).trim_end();
        let over = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading)
            && next.is_some_and(|next| next.of(self.text).starts_with(['“', '"', '«', '„', '‘', '\'']));
        if !over || line.len() > LONGEST_SIGNATURE || line.contains('\n') {
            return None;
        }
        let stream = Stream::read(self.text, block.span, &[], self.lexicon, &mut self.tokens);
        let named = self.signer(&stream.items, true).filter(|it| it.kind == MentionKind::Name)?;
        let behind = self.text[named.whole.unwrap_or(named.span).end..block.span.end].trim();
        let told = behind.starts_with('(') && behind.ends_with(')') || self.names_and_tells(line);
        let aged = line.contains(", ") && line.ends_with(|c: char| c.is_ascii_digit());
        let person = self.is_somebody(&named) || told && (named.span.of(self.text).contains(' ') || aged);
        let alone = behind.is_empty() || told;
        (person && alone).then_some(Mention { sentence: flow.sentence, block: flow.block, ..named })
    }

    /// Whether a line is a name and, in front or behind a comma or a dash, what they are or how old.
    fn names_and_tells(&self, line: &str) -> bool {
        let office = |word: &str| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            self.lexicon.class(word).is(Class(Class::ANY_TITLE.0 | Class::PERSON.0))
        };
        let sign = line.find([',', '–', '—', '|']).or_else(|| line.find(" - "));
        let (name, what) = line.split_at(sign.unwrap_or(line.len()));
        let years = what.trim_matches(|c: char| !c.is_ascii_digit());
        let capital = |word: &str| word.starts_with(char::is_uppercase) || self.lexicon.class(word).is(Class::PARTICLE);
        let words = || name.split_whitespace();
        let aged = years.parse::<u8>().is_ok() && !what.contains(char::is_alphabetic);
        line.len() <= LONGEST_SIGNATURE
            && line.split_whitespace().count() <= 14
            && !line.contains('\n')
            && !line.ends_with(['.', '!', '?', ':'])
            && (if aged { 1..=5 } else { 2..=5 }).contains(&words().count())
            && words().all(capital)
            && (what.split_whitespace().any(office) || words().next().is_some_and(office) || aged)
    }

    /// Whether a paragraph of a block quotation is the line that signs it.
    fn is_signature(&self, block: Span) -> bool {
        let line = block.of(self.text);
        line.starts_with(DASHES) && line.len() <= LONGEST_SIGNATURE && !line.contains('\n')
    }

    /// Whether a paragraph is a dash and a name with what goes along with it: "— Ana Lind, mayor".
    fn is_name_alone(&mut self, block: Span) -> bool {
        if !self.is_signature(block) {
            return false;
        }
        let stream = Stream::read(self.text, block, &[], self.lexicon, &mut self.tokens);
        let signer = self.signer(&stream.items, false).filter(|signer| signer.kind == MentionKind::Name);
        signer.is_some_and(|signer| {
            let behind = self.text[signer.whole.unwrap_or(signer.span).end..block.end].trim();
            behind.is_empty() || behind.starts_with([',', '('])
        })
    }

    /// The line that signs a block quotation, "— Ana Lind, mayor": where the words before it end, and whom it names.
    fn signature(&mut self, block: Span) -> (usize, Option<Mention>) {
        let words = block.of(self.text);
        let Some(line) = words.rfind('\n') else { return (block.end, None) };
        let start = block.start + line + 1;
        let signed = self.text[start..block.end].trim_start();
        if !signed.starts_with(DASHES) || signed.len() > LONGEST_SIGNATURE || signed.split_whitespace().count() > 14 {
            return (block.end, None);
        }
        let stream = Stream::read(self.text, Span::new(start, block.end), &[], self.lexicon, &mut self.tokens);
        match self.signer(&stream.items, false) {
            Some(mention) => (block.start + line, Some(mention)),
            None => (block.end, None),
        }
    }

    /// Whom a line names that begins with a dash, or that is known to sign.
    pub(super) fn signer(&self, items: &[Item], signs: bool) -> Option<Mention> {
        let sentence = Sentence { text: self.text, items };
        let from = items.iter().take_while(|item| item.is_sign(TokenKind::Dash)).count();
        if from == 0 && !signs || items.len() > 16 {
            return None;
        }
        sentence.phrase_from(from).map(|(mention, _)| Mention { subject: true, ..mention })
    }

    /// Puts problems in order, and drops what is no mistake where one mark opens and closes throughout, ”as in Swedish”.
    pub(super) fn settle_marks(&mut self) {
        self.out.problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
        let opens = |mark: char| {
            let quotations = self.out.quotations.iter().filter(|it| it.outer.start < it.span.start);
            quotations.filter(|it| self.text[it.outer.start..].starts_with(mark)).take(ENOUGH).count()
        };
        let enough = if self.language == Language::Other { 1 } else { ENOUGH };
        if opens('”') >= enough && opens('“') == 0 {
            self.out.problems.retain(|problem| problem.kind != MarkProblemKind::WrongWay);
        }
    }

    /// Sets headings and pull quotes aside whose words the text quotes as well: they are checked once.
    pub(super) fn set_repeats_aside(&mut self) {
        let fold = |words: &str| {
            let mut folded = String::with_capacity(words.len());
            for c in words.chars() {
                match c {
                    _ if c.is_ascii_alphanumeric() => folded.push(c.to_ascii_lowercase()),
                    _ if !c.is_ascii() && c.is_alphanumeric() => folded.extend(c.to_lowercase()),
                    _ => {}
                }
            }
            folded
        };
        if self.repeats.is_empty() {
            return;
        }
        let folded: Vec<String> = self.out.quotations.iter().map(|it| fold(it.span.of(self.text))).collect();
        // One behind the other, so that each is looked for once; nothing that is folded holds what stands between them.
        let starts = folded.iter().scan(0, |next, words| Some(std::mem::replace(next, *next + words.len() + 1)));
        let starts: Vec<usize> = starts.collect();
        let all = folded.join("\0");
        for &repeat in self.repeats.iter().take(MAX_REPEATS) {
            let quotation = &self.out.quotations[repeat];
            let words = &folded[repeat];
            if words.len() < 8 || matches!(quotation.kind, QuotationKind::NotSpeech(_)) {
                continue;
            }
            let repeated = memchr::memmem::find_iter(all.as_bytes(), words).any(|place| {
                let at = starts.partition_point(|&start| start <= place) - 1;
                let other = &self.out.quotations[at];
                at != repeat
                    && other.parent.is_none()
                    && other.kind != QuotationKind::NotSpeech(NotSpeech::Repeat)
                    && self.may_be_one_speaker(quotation.utterance, other.utterance)
            });
            if repeated {
                self.out.quotations[repeat].kind = QuotationKind::NotSpeech(NotSpeech::Repeat);
            }
        }
    }

    /// Whether what names the speakers of two utterances does not name different people.
    fn may_be_one_speaker(&self, one: UtteranceId, other: UtteranceId) -> bool {
        let named = |utterance: UtteranceId| match &self.out.voices[utterance] {
            Voice::Mention(mention) if mention.kind == MentionKind::Name => {
                mention.span.of(self.text).split_whitespace().next_back()
            }
            _ => None,
        };
        named(one).zip(named(other)).is_none_or(|(one, other)| one == other)
    }
}

/// The spans of the running text behind each block, last block first: none where pictures and menus alone follow.
pub(super) fn running_behind(blocks: &[Block]) -> Vec<Option<Span>> {
    let mut next = None;
    let mut behind = Vec::with_capacity(blocks.len());
    for block in blocks.iter().rev() {
        behind.push(next);
        if is_running(block) {
            next = Some(block.span);
        }
    }
    behind
}

/// Whether a block is part of the story, and no picture or menu beside it.
pub(super) fn is_running(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Boilerplate | BlockKind::Caption | BlockKind::Credit)
}

/// What a line begins with that signs the words above.
const DASHES: [char; 4] = ['—', '–', '-', '―'];
/// A line that signs is not longer, in bytes.
const LONGEST_SIGNATURE: usize = 200;
/// So often a mark opens where it is no slip.
const ENOUGH: usize = 3;

/// Where the words of a block begin: of a turn, behind its label and what stands with it.
///
/// "ANA LIND (via video): We …", "Ana Lind (Vellin North) (Ind): I …", `LIND [00:01:02]: (laughs) No.`
pub(super) fn behind_label(text: &str, block: &Block) -> usize {
    let Some(voice) = block.voice.as_ref().filter(|_| block.kind == BlockKind::Turn) else { return block.span.start };
    let label = voice.span.map_or(block.span.start, |label| label.end.clamp(block.span.start, block.span.end));
    let mut at = label;
    // `Ms. Lind [continuing]. So we left.`
    let bracket = text[at..block.span.end].strip_prefix(" [").and_then(|inner| inner.find("]."));
    at += bracket.filter(|_| voice.span.is_some()).map_or(0, |inner| " [".len() + inner + "]".len());
    // `Ana Lind, on behalf of the Harbour Group. – Madam President, …`
    let rest = &text[at..block.span.end];
    let group = rest[..rest.floor_char_boundary(LONGEST_SIGNATURE)].split_once(". –").map(|(group, _)| group);
    let group = group.filter(|group| voice.span.is_some() && group.starts_with([',', ' ']) && !group.contains(':'));
    at += group.map_or(0, str::len);
    // `Q.`, `A.`, `Mr. LIND.`
    if voice.span.is_some() && text[at..block.span.end].starts_with('.') {
        at += 1;
    }
    loop {
        let rest = &text[at..block.span.end];
        let words = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, ':' | '*' | '_' | ')' | ']' | '>' | '—' | '–' | '-')
        });
        at = block.span.end - words.len();
        // A remark of the transcriber's; words that were put in begin a sentence with a letter of its own.
        match aside(words) {
            Some(len) if len < words.len() => at += len,
            _ => return at,
        }
    }
}

/// How long the remark in brackets is that `words` open with: "(via video)", `[LAUGHTER]`, `[00:01:02]`.
fn aside(words: &str) -> Option<usize> {
    let close = match words.as_bytes().first()? {
        b'(' => ')',
        b'[' => ']',
        _ => return None,
    };
    let inner = &words[1..words.floor_char_boundary(LONGEST_ASIDE)];
    let inner = &inner[..inner.find(close)?];
    let remark = close == ')' || !inner.chars().any(char::is_lowercase);
    remark.then_some(inner.len() + 2)
}

/// Longer than this, brackets hold words that were said.
const LONGEST_ASIDE: usize = 60;
