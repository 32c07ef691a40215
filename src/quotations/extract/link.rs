//! Which of a sentence's attributions is a quotation's.

use super::Reader;
use crate::quotations::attribution::Link;
use crate::quotations::language::Language;
use crate::quotations::lexicon::Class;
use crate::quotations::phrases::Sentence;
use crate::quotations::{How, NotSpeech, QuotationKind, foreign, not_speech};
use crate::text::words::TokenKind;

impl Reader<'_> {
    pub(super) fn link(&self, sentence: Sentence<'_>, at: usize, inner: &str, links: &[Link]) -> Option<Link> {
        match self.language {
            Language::English => {
                let link = if sentence.on_a_topic(at) || sentence.was_answered(at) {
                    sentence.link_behind(at)
                } else {
                    sentence.requoted(at).or_else(|| self.direct(sentence, at, inner, links))
                }?;
                Some(sentence.heard_by_none(&sentence.hearsay(at, &link)))
            }
            Language::Other => None,
            language => foreign::link(sentence, at, language, &self.names),
        }
    }

    /// Whose the words in front of a sentence without quotations were, if it says so.
    pub(super) fn looks_back(&self, sentence: Sentence<'_>) -> Option<Link> {
        match self.language {
            Language::English => sentence.looks_back(0),
            Language::Other => None,
            language => foreign::looks_back(sentence, language, &self.names),
        }
    }

    /// Who says it, whether the reporter heard it from them or from somebody else.
    fn direct(&self, sentence: Sentence<'_>, at: usize, inner: &str, links: &[Link]) -> Option<Link> {
        let comma = inner.ends_with([',', '?', '!', '—', '–', '-', '…', '\'', '’'])
            || sentence.sign(at + 1, TokenKind::Comma)
            || sentence.sign(at + 1, TokenKind::Dash);
        let stopped = inner.ends_with('.') && at + 1 < sentence.items.len();
        if let Some(link) = sentence.in_brackets(at).filter(|_| inner.split_whitespace().count() > 2) {
            return Some(link);
        }
        if let Some(link) = sentence
            .owned_words(at)
            .or_else(|| sentence.with_the_words(at))
            .or_else(|| sentence.claimed(at))
            .or_else(|| sentence.branded(at))
            .or_else(|| sentence.put_by_another(at))
        {
            return Some(link);
        }
        if let Some(link) = sentence.gapped(at, links) {
            return Some(link);
        }
        let before = sentence.link_before(at, links);
        let may_follow =
            comma || stopped || at == 0 || sentence.ends_with_its_speaker(at) || sentence.in_somebodys_words(at + 1);
        let behind = if may_follow { sentence.link_behind(at) } else { None };
        let opens = inner.starts_with(|c: char| c.is_uppercase() || c == '[');
        let near = before.is_some_and(|link| {
            link.strong
                && link
                    .cue
                    .is_some_and(|cue| sentence.items[at].span.start - cue.end.min(sentence.items[at].span.start) < 12)
        });
        let beside = comma && behind.is_some_and(|link| link.strong);
        if let (Some(before), Some(behind)) = (before, behind)
            && beside
            && opens
            && !links.iter().any(|link| link.cue == before.cue)
            && sentence.rivals(at, &before, &behind)
        {
            return Some(Self::settled(&before, &behind, self.text));
        }
        match (before, behind) {
            (Some(before), Some(behind))
                if beside
                    && (!near || sentence.speaks_of(&before))
                    && !links.iter().any(|link| link.cue == before.cue) =>
            {
                Some(behind)
            }
            (Some(before), Some(behind)) if behind.strong && (!before.strong || opens && !near) => Some(behind),
            (Some(before), _) if before.strong && !sentence.plausible(&before) => {
                sentence.link_at_end(at).or(Some(before))
            }
            (Some(before), _) if before.strong => Some(before),
            (_, Some(behind)) => Some(behind),
            (before, None) => sentence
                .link_at_end(at)
                .or(before.filter(|link| !self.faint(link, inner) || sentence.examines(link)))
                .or_else(|| sentence.saying_before(at))
                .or_else(|| sentence.word_used(at))
                .or_else(|| sentence.chanted(at))
                .or_else(|| sentence.in_the_eyes_of(at)),
        }
    }

    /// What two attributions of one quotation come to: “…” said by the one as the other recalls, or nobody knows by whom.
    fn settled(before: &Link, behind: &Link, text: &str) -> Link {
        const RECALLED: &[&str] =
            &["recalled", "recalls", "remembered", "remembers", "recounted", "recounts", "related"];
        let recalled = behind.cue.is_some_and(|cue| RECALLED.contains(&cue.of(text)));
        if recalled {
            Link { through: behind.mention, ..*before }
        } else {
            Link { how: How::Ambiguous, ..Link::default() }
        }
    }

    /// Whether the cue is too general a verb for so short a quotation.
    fn faint(&self, link: &Link, inner: &str) -> bool {
        let class = link.cue.map_or(Class::default(), |cue| self.lexicon.class(cue.of(self.text)));
        class.is(Class::FAINT)
            && !class.is(Class(Class::SPEECH.0 | Class::TOLD.0 | Class::NAMED.0))
            && inner.split_whitespace().count() < 4
    }

    pub(super) fn reason(&self, sentence: Sentence<'_>, at: usize, inner: &str) -> Option<NotSpeech> {
        let sibling = |at: usize| match self.out.quotations[sentence.items[at].quote()?].kind {
            QuotationKind::NotSpeech(reason) => Some(reason),
            _ => None,
        };
        match self.language {
            Language::English => {
                not_speech::reason(sentence, at, inner).or_else(|| not_speech::spoken_of(sentence, at, inner, sibling))
            }
            Language::Other => None,
            language => foreign::reason(sentence, at, inner, language).or_else(|| {
                let other = at.checked_sub(2).filter(|_| sentence.is(at - 1, Class::CONJUNCTION))?;
                let name = |reason: &NotSpeech| matches!(reason, NotSpeech::Title | NotSpeech::Name);
                let capital = inner.starts_with(char::is_uppercase) && !inner.ends_with(['.', '!', '?']);
                sibling(other).filter(|reason| capital && name(reason))
            }),
        }
    }

    /// Whether a verb of saying stands right beside the quotation, so that its capitals mean nothing.
    pub(super) fn spoken(&self, sentence: Sentence<'_>, at: usize, inner: &str) -> bool {
        if self.is_foreign() && foreign::given_out(sentence, at, self.language, &self.names) {
            return true;
        }
        let mut before = at;
        while before > 0 && (sentence.sign(before - 1, TokenKind::Comma) || sentence.sign(before - 1, TokenKind::Colon))
        {
            before -= 1;
        }
        let said = before > 0
            && !not_speech::painted(sentence, at)
            && !not_speech::titled_work(sentence, at, inner)
            && sentence.is(before - 1, Class::SPEECH)
            && (before < at
                || sentence.any(
                    before - 1,
                    &[
                        "said", "says", "saying", "chanted", "chanting", "shouted", "shouting", "yelled", "yelling",
                        "wrote", "tweeted", "read", "reads", "reading", "replied", "asked",
                    ],
                ));
        said || sentence.chanted(at).is_some()
            || sentence.owned_words(at).is_some()
            || sentence.with_the_words(at).is_some()
            || (0..at).all(|at| sentence.sign(at, TokenKind::Open))
                && inner.ends_with([',', '?', '!', '\'', '’'])
                && sentence.link_behind(at).is_some_and(|link| link.strong)
    }
}
