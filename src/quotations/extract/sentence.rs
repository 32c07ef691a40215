//! One sentence: which of its quotations are speech, and who is said to say them.

use super::unattributed::headline;
use super::{Flow, Lead, Reader, Voice};
use crate::formats;
use crate::quotations::attribution::Link;
use crate::quotations::language::Language;
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::phrases::Sentence;
use crate::quotations::stream::Stream;
use crate::quotations::{How, NotSpeech, QuotationId, QuotationKind, UtteranceId, foreign, mentions};
use crate::text::Span;
use crate::text::words::TokenKind;

/// How long a quotation may be, in bytes, to be searched for an attribution inside its marks.
const MAX_BROKEN: usize = 1500;

/// A quotation of a sentence, and where it stands in it.
#[derive(Copy, Clone)]
pub(super) struct Quoted<'a> {
    pub(super) id: QuotationId,
    pub(super) sentence: Sentence<'a>,
    /// Its place among the words of the sentence.
    pub(super) at: usize,
    /// The quotation that the sentence is part of.
    pub(super) parent: Option<QuotationId>,
    /// Whether the sentence opens its paragraph.
    pub(super) first: bool,
    /// The utterance right before it in the sentence.
    pub(super) spoke: Option<UtteranceId>,
}

impl Reader<'_> {
    pub(super) fn sentences(&mut self, stream: &Stream, flow: &mut Flow, parent: Option<QuotationId>) {
        let mut first = true;
        for range in &stream.sentences {
            let sentence = Sentence { text: self.text, items: &stream.items[range.range()] };
            flow.sentence += 1;
            self.sentence(sentence, flow, parent, first);
            match self.language {
                Language::English => {
                    mentions::scan(sentence, flow.sentence, flow.block, parent, &mut self.out.mentions);
                }
                Language::Other => {}
                language => {
                    let place = (flow.sentence, flow.block);
                    foreign::scan(sentence, language, place, parent, &mut self.names, &mut self.out.mentions);
                }
            }
            first = false;
        }
    }

    fn sentence(&mut self, sentence: Sentence<'_>, flow: &mut Flow, parent: Option<QuotationId>, first: bool) {
        if self.signs_or_looks_back(sentence, flow, first) {
            return;
        }
        let mut links = Vec::new();
        let mut spoke = None;
        for (at, item) in sentence.items.iter().enumerate() {
            if let Some(id) = item.quote() {
                let quoted = Quoted { id, sentence, at, parent, first, spoke };
                spoke = self.quoted(quoted, &mut links, flow).or(spoke);
            }
        }
        self.after(sentence, flow, parent, spoke);
    }

    /// Whether the sentence does nothing but sign what stands above. Where it says of that who said it, it is taken up.
    fn signs_or_looks_back(&mut self, sentence: Sentence<'_>, flow: &mut Flow, first: bool) -> bool {
        let Some(utterance) = flow.unsigned.take() else { return false };
        // "So schreibt es Lind in der „Post“": a name in marks.
        let name = |id: QuotationId| {
            let inner = self.out.quotations[id].span.of(self.text);
            self.is_foreign() && inner.starts_with(char::is_uppercase) && inner.split_whitespace().count() <= 3
        };
        let unquoted =
            sentence.items.iter().enumerate().all(|(at, item)| item.quote().is_none_or(|id| at > 3 && name(id)));
        if unquoted && let Some(mention) = self.signer(sentence.items, flow.signs).filter(|_| first) {
            self.sign(utterance, mention, flow);
            // What stands below is signed by itself, or nobody's.
            flow.current = None;
            return true;
        }
        // "Lo ha detto Lind rispondendo a chi chiede “…”"
        let quoted = sentence.items.iter().position(|item| item.quote().is_some());
        let head = quoted.filter(|_| !unquoted).unwrap_or(sentence.items.len());
        if let Some(link) = self.looks_back(Sentence { items: &sentence.items[..head], ..sentence }) {
            self.ascribe(utterance, &link, flow);
        }
        false
    }

    /// Takes a quotation for whoever says it, or sets it aside; its utterance, if the sentence goes on from there as from
    /// who spoke last. `links` are the sentence's attributions so far.
    fn quoted(&mut self, quoted: Quoted<'_>, links: &mut Vec<Link>, flow: &Flow) -> Option<UtteranceId> {
        let Quoted { id, sentence, at, spoke, .. } = quoted;
        // A quotation that goes on from the paragraph before may have its attribution there.
        let known = self.out.quotations[id].utterance;
        let is_new = known == usize::MAX;
        if !is_new && self.is_ascribed(known) {
            return Some(known);
        }
        let inner = self.out.quotations[id].span.of(self.text);
        if is_new && let Some(reason) = self.is_no_speech(sentence, at, inner) {
            self.set_aside(id, reason);
            return None;
        }
        let link = self.link(sentence, at, inner, links);
        let link = self.broken_into(id).filter(|_| link.is_none_or(|link| link.how != How::Cue)).or(link);
        // A verb without a subject goes on with whoever spoke last, where somebody did.
        let is_foreign = self.is_foreign();
        let goes_on = |link: &Link| link.mention.is_none() && is_foreign;
        let last = self.spoke_last(link.and_then(|link| link.cue), spoke, flow);
        let link = link.filter(|link| !goes_on(link) || last.is_some());
        let colon = at > 0 && sentence.sign(at - 1, TokenKind::Colon);
        let ground = link.is_some_and(|link| link.how != How::Clause) || colon || spoke.is_some();
        let of_nobody = || foreign::nominal(inner, self.language) && !foreign::characterised(sentence, at);
        if is_new && !ground && is_foreign && of_nobody() {
            self.set_aside(id, NotSpeech::Term);
            return None;
        }
        match link {
            Some(link) => {
                let current = last.filter(|_| goes_on(&link)).unwrap_or_default();
                self.attribute(quoted, link, current, links, flow)
            }
            None if is_new => self.unattributed(quoted, flow),
            None => None,
        }
    }

    /// Why words in marks are no speech, if they are none.
    fn is_no_speech(&self, sentence: Sentence<'_>, at: usize, inner: &str) -> Option<NotSpeech> {
        if self.spoken(sentence, at, inner) {
            return None;
        }
        // In a headline a title is as likely somebody's words.
        let is_title = || !headline(sentence) || sentence.sign(at.wrapping_sub(1), TokenKind::Possessive);
        self.reason(sentence, at, inner).filter(|reason| *reason != NotSpeech::Title || is_title())
    }

    /// Who spoke last where a quotation's verb, its `cue`, names nobody.
    fn spoke_last(&self, cue: Option<Span>, spoke: Option<UtteranceId>, flow: &Flow) -> Option<Voice> {
        // "El alcalde dejó la sala. «…», dijo.": whom the sentence before is about.
        let about = flow.about.filter(|_| cue.is_some() && self.drops_subjects()).map(Voice::Mention);
        // "… y “el agua no llega”.", and in the next paragraph: “Estamos cansados”, afirmó.
        let earlier = || flow.earlier.clone().filter(|_| cue.is_some());
        spoke.map(Voice::Same).or(about).or_else(earlier).or_else(|| flow.current.clone())
    }

    /// Gives a quotation to whom an attribution names; to `current`, where it names nobody.
    fn attribute(
        &mut self,
        quoted: Quoted<'_>,
        mut link: Link,
        current: Voice,
        links: &mut Vec<Link>,
        flow: &Flow,
    ) -> Option<UtteranceId> {
        let Quoted { id, at, parent, .. } = quoted;
        for mention in [&mut link.mention, &mut link.through].into_iter().flatten() {
            let place = Mention { sentence: flow.sentence, block: flow.block, inside: parent, ..*mention };
            *mention = Mention { subject: true, ..place };
        }
        let voice = link.mention.map_or(current, Voice::Mention);
        let utterance = self.utterance_for(id, self.out.quotations[id].utterance, &link, voice);
        if self.is_foreign()
            && let Some(name) = link.mention.filter(|mention| mention.kind == MentionKind::Name)
        {
            self.names.learn(name.span.of(self.text));
        }
        links.push(link);
        self.out.quotations[id].kind = kind_of(at, self.out.quotations[id].span.of(self.text));
        // “…,” Lind said, to cries of “Shame!”: she goes on, not the crowd.
        let crowd = link.how == How::Cue && self.out.voices[utterance] == Voice::Nobody;
        (!crowd).then_some(utterance)
    }

    /// Whether the words around an utterance say who says it; whoever spoke before may only be taken to go on.
    fn is_ascribed(&self, utterance: UtteranceId) -> bool {
        let guessed = matches!(self.out.utterances[utterance].attribution.how, How::Continued | How::None);
        matches!(self.out.voices[utterance], Voice::Mention(_)) && !guessed
    }

    /// Gives the utterance right before to whom a sentence about it names.
    fn ascribe(&mut self, utterance: UtteranceId, link: &Link, flow: &Flow) {
        let Some(mention) = link.mention else { return };
        let placed = Mention { sentence: flow.sentence, block: flow.block, subject: true, ..mention };
        let quotation = self.out.utterances[utterance].quotations[0];
        self.utterance_for(quotation, utterance, link, Voice::Mention(placed));
    }

    /// The attribution that stands inside a quotation's marks, as some languages set it.
    fn broken_into(&self, id: QuotationId) -> Option<Link> {
        let span = self.out.quotations[id].span;
        if !self.is_foreign() || span.len() > MAX_BROKEN {
            return None;
        }
        foreign::breaking_in(self.text, span, self.language, self.lexicon, &self.names)
    }

    /// Whether a verb of the language needs no subject beside it.
    fn drops_subjects(&self) -> bool {
        matches!(self.language, Language::Spanish | Language::Italian | Language::Portuguese)
    }

    /// What the sentence leaves behind for the next: who spoke last.
    fn after(
        &mut self,
        sentence: Sentence<'_>,
        flow: &mut Flow,
        parent: Option<QuotationId>,
        spoke: Option<UtteranceId>,
    ) {
        flow.about = None;
        flow.acts = false;
        let colon = sentence.items.last().is_some_and(|item| item.is_sign(TokenKind::Colon));
        flow.lead = if colon { Lead::Colon } else { Lead::No };
        if let Some(utterance) = spoke {
            flow.last = Some((utterance, flow.sentence));
            let nobody = |voice: &Voice| match voice {
                Voice::Same(before) => self.out.voices[*before] == Voice::Nobody,
                voice => *voice == Voice::Nobody,
            };
            let current = Voice::Same(utterance);
            let earlier = flow.current.take().filter(|voice| !nobody(voice)).or_else(|| flow.earlier.take());
            flow.earlier = earlier.filter(|_| nobody(&current) && self.is_foreign());
            flow.current = Some(current);
            let how = self.out.utterances[utterance].attribution.how;
            flow.unsigned = matches!(how, How::None | How::Continued | How::Alternation).then_some(utterance);
            return;
        }
        let reported = match self.language {
            Language::English => sentence.reports().or_else(|| sentence.brings_in()),
            Language::Other => return,
            language => foreign::reports(sentence, language, &self.names),
        };
        self.out.reporters.extend(reported.map(|mention| mention.span.start));
        let (number, block) = (flow.sentence, flow.block);
        let placed = |mention: Mention| Mention { sentence: number, block, inside: parent, subject: true, ..mention };
        let english = self.language == Language::English;
        // "A nurse, who asked not to be named, said …": whom the next "she" may mean.
        let newcomer = reported.filter(|mention| mention.head.is_some_and(|head| sentence.person_word(head)));
        self.out.mentions.extend(newcomer.filter(|mention| mention.kind == MentionKind::Role).map(placed));
        let first = (english && reported.is_none())
            .then(|| sentence.first_phrase(sentence.items.len()))
            .flatten()
            .filter(|mention| mention.kind != MentionKind::Role);
        let topic = self.drops_subjects().then(|| foreign::topic(sentence, self.language, &self.names)).flatten();
        let newcomer = topic.filter(|mention| reported.is_none() && mention.kind != MentionKind::Pronoun);
        flow.about = first.or(newcomer).map(placed);
        flow.acts = first.is_some_and(|mention| sentence.only_people(&mention));
        let acts = flow.acts;
        let open = colon || flow.current.is_none();
        let given_out = (english && colon && reported.is_none()).then(|| sentence.given_out()).flatten();
        let reported = reported.or(given_out);
        if english && colon && reported.is_some_and(|mention| sentence.announces(&mention)) {
            flow.lead = Lead::Announces;
        }
        let mention = reported.or_else(|| match self.language {
            _ if !open => None,
            Language::English => {
                let somebody = |mention: &Mention| colon || acts || self.is_somebody(mention);
                first.filter(|mention| mention.kind == MentionKind::Name && somebody(mention))
            }
            language => foreign::topic(sentence, language, &self.names),
        });
        // "Opening comments:" on a line of its own names nobody, though "Opening" may be a name.
        let headed = |mention: &Mention| {
            let colon = sentence.items.last().filter(|_| colon && mention.span.start == sentence.items[0].span.start);
            colon.is_some_and(|colon| formats::is_nobody(self.text[mention.span.start..colon.span.start].trim()))
        };
        if let Some(mention) = mention.filter(|mention| !headed(mention)) {
            flow.current = Some(Voice::Mention(placed(mention)));
            flow.earlier = None;
        }
    }
}

/// Whether a quotation is a sentence of its own or woven into the reporter's.
pub(super) fn kind_of(at: usize, inner: &str) -> QuotationKind {
    let opens = inner
        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '[' | '.' | '…' | '‘' | '\''));
    let words = inner.split_whitespace().take(4).count();
    if opens && words > 1 || inner.ends_with(['!', '?']) || at == 0 && words > 3 {
        QuotationKind::Speech
    } else {
        QuotationKind::Fragment
    }
}
