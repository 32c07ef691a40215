//! Dialogue: two speakers who take turns, paragraph by paragraph, named only at first.

use super::{Reader, Voice};
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::{How, QuotationId, UtteranceId};

/// The last paragraphs, as long as each opens with a quotation and has one speaker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Exchange {
    turns: Vec<Turn>,
    /// Whether a paragraph was ascribed by alternation, so that the next may be.
    running: bool,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Turn {
    utterance: UtteranceId,
    question: bool,
}

/// How many words a turn of a dialogue has at most where only the order of the paragraphs tells who speaks.
const SHORT: usize = 40;

impl Exchange {
    /// Whether a paragraph may go on with it.
    pub(super) fn is_running(&self) -> bool {
        !self.turns.is_empty()
    }
}

impl Reader<'_> {
    /// Takes up a paragraph that was read; `opening` is the quotation it begins with.
    pub(super) fn take_turn(&self, exchange: &mut Exchange, opening: Option<QuotationId>, alternates: bool) {
        let Some(id) = opening else {
            *exchange = Exchange::default();
            return;
        };
        let quotation = &self.out.quotations[id];
        let turn = Turn { utterance: quotation.utterance, question: quotation.span.of(self.text).ends_with('?') };
        exchange.running = alternates;
        exchange.turns.push(turn);
        if exchange.turns.len() > 3 {
            exchange.turns.remove(0);
        }
    }

    /// Whether the quotation was ascribed by alternation.
    pub(super) fn alternates(&self, id: QuotationId) -> bool {
        let utterance = self.out.quotations[id].utterance;
        self.out.utterances.get(utterance).is_some_and(|utterance| utterance.attribution.how == How::Alternation)
    }

    /// Whose turn it is when a paragraph is nothing but a quotation: the one's who spoke before the last, if two take
    /// turns.
    ///
    /// A news story goes on with one speaker, so it takes a question that follows an answer, or three turns by two.
    pub(super) fn whose_turn(&self, exchange: &Exchange, words: &str) -> Option<UtteranceId> {
        let [.., before, last] = exchange.turns[..] else { return None };
        let short = words.split_whitespace().take(SHORT + 1).count() <= SHORT;
        if !short || !self.differ(before.utterance, last.utterance)? {
            return None;
        }
        let asked = before.question && !last.question && words.ends_with('?');
        let thrice = matches!(exchange.turns[..], [first, _, last]
            if self.differ(first.utterance, last.utterance) == Some(false));
        (asked || thrice || exchange.running).then_some(before.utterance)
    }

    /// Whether two utterances are by two people, as far as the words that name them tell.
    fn differ(&self, one: UtteranceId, other: UtteranceId) -> Option<bool> {
        let (one, other) = (self.named_by(one)?, self.named_by(other)?);
        if one.kind != other.kind {
            return None;
        }
        let last = |mention: Mention| mention.span.of(self.text).split_whitespace().next_back();
        let same = last(one).map(str::to_lowercase) == last(other).map(str::to_lowercase);
        (one.kind != MentionKind::Role).then_some(!same)
    }

    /// The words that name who says it, here or where the utterance goes on from.
    fn named_by(&self, utterance: UtteranceId) -> Option<Mention> {
        let mut at = utterance;
        for _ in 0..4 {
            match self.out.voices.get(at)? {
                Voice::Mention(mention) => return Some(*mention),
                Voice::Same(earlier) => at = *earlier,
                _ => return None,
            }
        }
        None
    }
}
