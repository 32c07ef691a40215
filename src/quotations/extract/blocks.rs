//! Blocks that are quotations as a whole: turns, block quotations, headings that repeat the text.

use super::{Flow, Reader, Voice, trim};
use crate::formats::{Block, BlockKind};
use crate::quotations::mention::Mention;
use crate::quotations::phrases::Sentence;
use crate::quotations::stream::{Item, Stream};
use crate::quotations::{Attribution, How, NotSpeech, Quotation, QuotationId, QuotationKind, marks};
use crate::text::Span;
use crate::text::words::TokenKind;

/// How many headings are looked for in the text.
const MAX_HEADINGS: usize = 40;

impl Reader<'_> {
    /// The quotation that a block is as a whole: a turn's words, or a block quotation's.
    pub(super) fn whole_block(
        &mut self,
        block: &Block,
        paired: &marks::Paired,
        flow: &mut Flow,
    ) -> Option<QuotationId> {
        let (span, voice) = match (block.kind, &block.voice) {
            // An interviewer's question is the paper's own.
            (BlockKind::Turn, Some(voice)) if matches!(voice.name.trim_end_matches(['.', ':']), "Q" | "Question") => {
                return None;
            }
            (BlockKind::Turn, Some(voice)) => {
                let words = Span::new(behind_label(self.text, block), block.span.end);
                match voice.name.as_str() {
                    "" => (words, Voice::Nobody),
                    name => (words, Voice::Label(name.to_owned(), voice.span)),
                }
            }
            // The line that signs the block quotation before it.
            (BlockKind::BlockQuote, _)
                if flow.unsigned.is_some() && block.span.of(self.text).starts_with(['—', '–', '―', '-']) =>
            {
                return None;
            }
            (BlockKind::BlockQuote, _) if !paired.pairs.iter().any(|pair| pair.parent.is_none()) => {
                let (end, voice) = self.signature(block.span);
                let voice = voice.or_else(|| flow.current.clone().filter(|_| flow.colon)).unwrap_or_default();
                (Span::new(block.span.start, end), voice)
            }
            _ => return None,
        };
        let span = trim(self.text, span);
        if !span.of(self.text).contains(char::is_alphabetic) {
            return None;
        }
        let id = self.out.quotations.len();
        self.out.quotations.push(Quotation {
            span,
            outer: span,
            parts: vec![span],
            kind: QuotationKind::Block,
            utterance: usize::MAX,
            parent: None,
        });
        let (mention, how) = match &voice {
            Voice::Mention(mention) => (Some(mention.span), How::Label),
            Voice::Label(_, span) => (*span, How::Label),
            Voice::Same(_) => (None, How::Continued),
            Voice::Nobody => (None, How::None),
        };
        flow.sentence += 1;
        let utterance = self.new_utterance(id, Attribution { mention, how, ..Attribution::default() }, voice);
        flow.last = Some((utterance, flow.sentence));
        flow.current = Some(Voice::Same(utterance));
        flow.unsigned = (how != How::Label).then_some(utterance);
        Some(id)
    }

    /// The line that signs a block quotation, "— Ana Lind, mayor": where the words before it end, and whom it names.
    pub(super) fn signature(&mut self, block: Span) -> (usize, Option<Voice>) {
        let words = block.of(self.text);
        let Some(line) = words.rfind('\n') else { return (block.end, None) };
        let start = block.start + line + 1;
        let signed = self.text[start..block.end].trim_start();
        if !signed.starts_with(['—', '–', '-', '―']) || signed.split_whitespace().count() > 14 {
            return (block.end, None);
        }
        let stream = Stream::read(self.text, Span::new(start, block.end), &[], self.lexicon, &mut self.tokens);
        match self.signer(&stream.items) {
            Some(mention) => (block.start + line, Some(Voice::Mention(mention))),
            None => (block.end, None),
        }
    }

    /// Whom a line that begins with a dash names.
    pub(super) fn signer(&self, items: &[Item]) -> Option<Mention> {
        let sentence = Sentence { text: self.text, items };
        let from = items.iter().take_while(|item| item.is_sign(TokenKind::Dash)).count();
        if from == 0 || items.len() > 16 {
            return None;
        }
        sentence.phrase_from(from).map(|(mention, _)| Mention { subject: true, ..mention })
    }

    /// Sets the headings aside whose words the text quotes as well: they are checked once.
    pub(super) fn set_repeats_aside(&mut self) {
        let fold = |words: &str| {
            words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
        };
        for &heading in self.headings.iter().take(MAX_HEADINGS) {
            let quotation = &self.out.quotations[heading];
            let words = fold(quotation.span.of(self.text));
            if words.len() < 8 || matches!(quotation.kind, QuotationKind::NotSpeech(_)) {
                continue;
            }
            let repeated = self.out.quotations.iter().enumerate().any(|(at, other)| {
                at != heading
                    && other.parent.is_none()
                    && other.span.len() >= quotation.span.len()
                    && fold(other.span.of(self.text)).contains(&words)
            });
            if repeated {
                self.out.quotations[heading].kind = QuotationKind::NotSpeech(NotSpeech::Repeat);
            }
        }
    }
}

/// Where the words of a block begin: of a turn, behind its label and what stands with it.
///
/// "ANA LIND (via video): We …", "Ana Lind (Vellin North) (Ind): I …", "LIND [00:01:02]: (laughs) No."
pub(super) fn behind_label(text: &str, block: &Block) -> usize {
    let Some(voice) = &block.voice else { return block.span.start };
    let label = voice.span.map_or(block.span.start, |label| label.end.clamp(block.span.start, block.span.end));
    let mut at = label;
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

/// How long the remark in brackets is that `words` open with: "(via video)", "[LAUGHTER]", "[00:01:02]".
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
