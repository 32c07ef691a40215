//! Quotations that their own sentence ascribes to nobody.

use super::sentence::{Quoted, kind_of};
use super::{Flow, Lead, Reader, Voice};
use crate::quotations::language::Language;
use crate::quotations::lexicon::{self, Class};
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::phrases::Sentence;
use crate::quotations::{Attribution, How, NotSpeech, QuotationKind, UtteranceId, not_speech};
use crate::text::Span;
use crate::text::words::TokenKind;

/// An attribution by no more than where the words stand, and whom a mention there names.
fn by(how: How, mention: Option<&Mention>) -> Attribution {
    Attribution { mention: mention.map(|mention| mention.span), how, ..Attribution::default() }
}

impl Reader<'_> {
    /// Whose utterance it is nevertheless, if it is one.
    pub(super) fn unattributed(&mut self, quoted: Quoted<'_>, flow: &Flow) -> Option<UtteranceId> {
        let Quoted { id, sentence, at, parent, first, spoke } = quoted;
        let inner = self.out.quotations[id].span.of(self.text);
        let words = inner.split_whitespace().count();
        let bare = sentence.items.iter().all(|item| !item.is_word() || item.is(Class::CONJUNCTION));
        let full = inner.starts_with(|c: char| c.is_uppercase() || c == '[' || c == '.' || c == '…')
            && inner.ends_with(['.', '!', '?', '…', ',', '\'', '’', '—', '-']);
        if let Some(utterance) = spoke {
            self.out.quotations[id].kind = kind_of(at, inner);
            return Some(self.join(id, utterance));
        }
        if bare && (words > 1 || full) {
            self.out.quotations[id].kind = QuotationKind::Speech;
            return Some(self.without_a_sentence(quoted, flow));
        }
        if self.language != Language::English && (words > 2 || !not_speech::title_case(inner) || full) {
            self.out.quotations[id].kind = kind_of(at, inner);
            let goes_on = !first && words > 2 && self.language != Language::Other;
            let voice = flow.current.clone().filter(|_| goes_on).unwrap_or_default();
            let how = if voice == Voice::Nobody { How::None } else { How::Continued };
            return Some(self.new_utterance(id, by(how, None), voice));
        }
        // “Are you?”; "after a pause: “And sardines.”"
        let sentence_of_its_own = full
            && words > 1
            && inner.ends_with(['.', '!', '?'])
            && (at == 0 || sentence.sign(at - 1, TokenKind::Colon));
        let long = words >= 5 || full && words >= 3 || sentence_of_its_own || says(sentence, at, inner);
        if parent.is_none() && (long || headline(sentence)) {
            self.out.quotations[id].kind = kind_of(at, inner);
            return Some(self.within_a_sentence(quoted, flow));
        }
        self.set_aside(id, if not_speech::title_case(inner) && words > 1 { NotSpeech::Title } else { NotSpeech::Term });
        None
    }

    /// Speech that has no sentence around it: whoever spoke before goes on, or whom the text was about says it.
    fn without_a_sentence(&mut self, quoted: Quoted<'_>, flow: &Flow) -> UtteranceId {
        let Quoted { id, sentence, parent, first, .. } = quoted;
        if let Some((utterance, place)) = flow.last
            && place + 1 >= flow.sentence
            && !first
        {
            return self.join(id, utterance);
        }
        let alone = first && parent.is_none() && sentence.items.len() == 1;
        let inner = self.out.quotations[id].span.of(self.text);
        if let Some(before) = self.whose_turn(&flow.exchange, inner).filter(|_| alone) {
            return self.new_utterance(id, by(How::Alternation, None), Voice::Same(before));
        }
        // "Lind did not wait long. “I am thankful.”"; a pronoun means who spoke before, mostly.
        let is_about = |mention: &Mention| {
            let known = mention.kind == MentionKind::Pronoun && flow.current.is_some();
            !first && parent.is_none() && !known && (flow.acts || self.is_somebody(mention))
        };
        // "Rachel Lind ran to the scene.", and in the next paragraph nothing but “My son was there.”
        let is_newcomer = |mention: &Mention| {
            let full = mention.kind == MentionKind::Name && mention.span.of(self.text).contains(' ');
            // A line without a full stop may as well sign what stands above.
            let line = self.text[mention.span.end..].split('\n').next().unwrap_or_default();
            alone && full && line.trim_end().ends_with(['.', '!', '?']) && self.is_somebody(mention)
        };
        if let Some(mention) = flow.about.filter(|mention| is_about(mention) || is_newcomer(mention)) {
            return self.new_utterance(id, by(How::Clause, Some(&mention)), Voice::Mention(mention));
        }
        let voice = flow.current.clone().unwrap_or_default();
        let attribution = match &voice {
            // "Governor Ana Lind said:", and in the next paragraph nothing but “We stay.”
            Voice::Mention(mention) if flow.lead == Lead::Announces && alone => by(How::Label, Some(mention)),
            Voice::Nobody => by(How::None, None),
            _ if flow.lead != Lead::No => by(How::Clause, None),
            _ => by(How::Continued, None),
        };
        self.new_utterance(id, attribution, voice)
    }

    /// Speech within a sentence that ascribes it to nobody: whom the sentence begins with says it, or whoever spoke before.
    fn within_a_sentence(&mut self, quoted: Quoted<'_>, flow: &Flow) -> UtteranceId {
        let Quoted { id, sentence, at, parent, .. } = quoted;
        let others = sentence.on_a_topic(at) || sentence.was_answered(at);
        let first = || sentence.first_phrase(at).filter(|mention| mention.kind != MentionKind::Role && !others);
        let mention = self.for_whom(sentence, at).or_else(first);
        let (voice, how) = match (mention, &flow.current) {
            (Some(mention), _) => {
                let place = Mention { sentence: flow.sentence, block: flow.block, inside: parent, ..mention };
                (Voice::Mention(Mention { subject: true, ..place }), How::Clause)
            }
            (None, Some(current)) => (current.clone(), How::Continued),
            (None, None) => (Voice::Nobody, How::None),
        };
        self.new_utterance(id, by(how, mention.as_ref()), voice)
    }

    /// "For Lind, it is simple: “…”"
    fn for_whom(&self, sentence: Sentence<'_>, quote: usize) -> Option<Mention> {
        let colon = quote > 0 && sentence.sign(quote - 1, TokenKind::Colon);
        let (mention, end) = (colon && sentence.any(0, &["for"])).then(|| sentence.phrase_from(1)).flatten()?;
        let name = mention.kind == MentionKind::Name && sentence.sign(end, TokenKind::Comma);
        (name && self.is_somebody(&mention)).then_some(mention)
    }

    /// Whether a name or pronoun stands for a person beyond doubt: a given name or a title goes with it, here or earlier,
    /// or it was told earlier what the person is, or somebody spoke by that name.
    pub(super) fn is_somebody(&self, mention: &Mention) -> bool {
        let name = mention.span.of(self.text);
        match mention.kind {
            MentionKind::Pronoun => matches!(name, "He" | "She" | "he" | "she"),
            MentionKind::Role => false,
            MentionKind::Name if self.has_given(name) || mention.title.is_some() => true,
            MentionKind::Name => {
                self.asked.borrow_mut().push(Asked { name: mention.span, behind: self.out.mentions.len() });
                let earlier = self.out.mentions.iter().rev().filter(|it| it.kind == MentionKind::Name).take(EARLIER);
                let titled = |it: &Mention| it.title.is_some() || is_described(it, self.text);
                earlier
                    .filter(|it| is_form_of(name, it.span.of(self.text)))
                    .any(|it| self.has_given(it.span.of(self.text)) || titled(it))
                    || self.has_spoken(name)
            }
        }
    }

    /// Whether a name begins with a given name.
    fn has_given(&self, name: &str) -> bool {
        let first = name.split_whitespace().next().unwrap_or_default();
        name.len() > first.len() && self.lexicon.class(first).is(Class(Class::MALE.0 | Class::FEMALE.0))
    }

    /// Whether somebody of that name spoke before, in two words that are no body's name.
    fn has_spoken(&self, name: &str) -> bool {
        let body = |name: &str| name.split_whitespace().any(|word| self.lexicon.class(word).is(Class::BODY));
        self.out.voices.iter().rev().take(EARLIER).any(|voice| match voice {
            Voice::Mention(mention) if mention.kind == MentionKind::Name => {
                let full = mention.span.of(self.text);
                full.contains(' ') && is_form_of(name, full) && !body(full)
            }
            _ => false,
        })
    }
}

/// Whether a name is another one in full or its last word.
fn is_form_of(name: &str, full: &str) -> bool {
    name == full || full.strip_suffix(name).is_some_and(|rest| rest.ends_with(' '))
}

/// Whether the words behind a name say what the person is: "Gwil Orre, the harbour master,".
pub(super) fn is_described(mention: &Mention, text: &str) -> bool {
    let behind = mention.whole.and_then(|whole| text.get(mention.span.end..whole.end)).unwrap_or_default();
    let person = |word: &str| lexicon::english().class(word).is(Class::PERSON);
    mention.kind == MentionKind::Name
        && behind.starts_with(',')
        && behind.split(|c: char| !c.is_alphanumeric()).any(person)
}

/// Whether few words are said for all that: "or “I’ll resign.”", "had “been ready since March.”".
fn says(sentence: Sentence<'_>, quote: usize, inner: &str) -> bool {
    let first = inner.split([' ', '\'', '’']).next().unwrap_or_default();
    let more = inner.contains(' ');
    let own = matches!(first, "I" | "We" | "we") && more && inner.ends_with(['.', ',', '!', '?']);
    let auxiliary = |word: &str| lexicon::english().class(word).is(Class::AUXILIARY);
    let predicate = inner.split_whitespace().count() > 2
        && first.starts_with(char::is_lowercase)
        && auxiliary(first)
        && quote.checked_sub(1).is_some_and(|before| sentence.is(before, Class::AUXILIARY));
    own || predicate
}

/// A bare name that earlier ones were asked about: whether one of them shows it to be a person's.
#[derive(Copy, Clone, Debug)]
pub(super) struct Asked {
    /// The name.
    pub(super) name: Span,
    /// So many mentions had been met.
    pub(super) behind: usize,
}

/// So many names are asked.
pub(super) const EARLIER: usize = 200;

/// Whether the sentence is set as a headline: every word with a capital but for the smallest.
pub(super) fn headline(sentence: Sentence<'_>) -> bool {
    let small = Class(Class::CLOSED.0 | Class::PREPOSITION.0 | Class::DETERMINER.0);
    let words = || sentence.items.iter().filter(|item| item.is_word() && item.span.len() > 3);
    words().filter(|item| item.capital).count() >= 3 && words().all(|item| item.capital || item.is(small))
}
