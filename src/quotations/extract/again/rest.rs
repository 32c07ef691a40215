//! What had been read behind a place of a document, while a part in front of it is read anew.

use super::alike::{self, Alike, Part};
use super::{Counted, Counts, Naming, Taken};
use crate::quotations::QuotationId;
use crate::quotations::extract::unattributed::{Asked, EARLIER};
use crate::quotations::extract::{Extracted, Flow, Reader};
use crate::quotations::mention::{Mention, MentionKind};
use crate::quotations::moves::Moves;
use crate::text::Edit;

/// What had been read behind a stop.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    out: Extracted,
    repeats: Vec<QuotationId>,
    asked: Vec<Asked>,
}

impl Rest {
    pub(super) fn cut(reader: &mut Reader<'_>, front: Counts) -> Self {
        Self::cut_off(&mut reader.out, &mut reader.repeats, reader.asked.get_mut(), front)
    }

    pub(super) fn cut_off(
        out: &mut Extracted,
        repeats: &mut Vec<QuotationId>,
        asked: &mut Vec<Asked>,
        front: Counts,
    ) -> Self {
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
        let (repeats, asked) = (repeats.split_off(front.repeats), asked.split_off(front.asked));
        Self { out: rest, repeats, asked }
    }

    /// The mentions in it.
    pub(super) fn mentions(&self) -> &[Mention] {
        &self.out.mentions
    }

    /// How the quotations it begins with, up to a later stop, are taken up in those the reader has read since; `None` where
    /// they have another shape, or what follows would be read otherwise. `flow` is what they lead on to, `all` whether this
    /// is all that follows.
    pub(super) fn begins_like(
        &self,
        reader: &Reader<'_>,
        front: Counts,
        upto: Counts,
        alike: Alike<'_>,
        flow: &Flow,
        all: bool,
    ) -> Option<Taken> {
        let was = Part::of(&self.out, &self.repeats, Counts::default()..upto.beyond(front));
        let is = Part::of(&reader.out, &reader.repeats, front..reader.counts());
        if !alike.shape(was, is) {
            return None;
        }
        let mentions = (was.mentions, is.mentions);
        let same_voices = alike.ascribed(was, is);
        let same_names = alike.names(mentions.0, mentions.1);
        let in_front = &reader.out.mentions[..front.mentions];
        let asks = || self.asks_for(in_front, alike, mentions, upto.asked - front.asked);
        // A dialogue goes on by the names of those who took turns, and a bare name may be known by one in front of it, or
        // by somebody who spoke.
        let leads_on = (same_voices || !flow.exchange.is_running())
            && (same_names && same_voices || all && !asks())
            && flow.about.as_ref().is_none_or(|about| alike.is_untouched(about.span));
        if !leads_on {
            return None;
        }
        let naming = same_names && alike.naming(was, is);
        let still = naming && alike.still(was, is);
        Some(Taken {
            naming: if naming { Naming::Alike } else { Naming::Otherwise },
            still: still.then_some(front.quotations..upto.quotations),
        })
    }

    /// Whether one of the names that follow, from the `first` on, was told or may be told by names that are others now.
    fn asks_for(&self, front: &[Mention], alike: Alike<'_>, (was, is): (&[Mention], &[Mention]), first: usize) -> bool {
        let asked = &self.asked[first..];
        if asked.is_empty() {
            return false;
        }
        let (gone, come) = (alike::surnames(was, alike.before), alike::surnames(is, alike.after));
        // Where there are more names or fewer, others come into view from afar, or go out of it.
        let more = gone.len().abs_diff(come.len());
        let all = front.iter().chain(&self.out.mentions).enumerate();
        let names = all.filter(|(_, it)| more > 0 && it.kind == MentionKind::Name).collect::<Vec<_>>();
        asked.iter().any(|asked| {
            let word = asked.name.of(alike.before).split_whitespace().next_back().unwrap_or_default();
            let seen = names.partition_point(|(at, _)| *at < asked.behind);
            let edge = seen.saturating_sub(EARLIER + more)..(seen + more).saturating_sub(EARLIER).min(seen);
            let at_edge = |(_, it): &(usize, &Mention)| alike::surname(it, alike.before) == word;
            gone.contains(&word) || come.contains(&word) || names[edge].iter().any(at_edge)
        })
    }

    /// Mentions in front of it became more or fewer.
    pub(super) fn put_off(&mut self, was: Counts, is: Counts) {
        self.asked.iter_mut().for_each(|asked| asked.behind = asked.behind - was.mentions + is.mentions);
    }

    /// Sentences in front of it became more or fewer.
    pub(super) fn count_on(&mut self, counted: Counted) {
        self.out.mentions.iter_mut().for_each(|mention| mention.count_on(counted));
        self.out.voices.iter_mut().for_each(|voice| voice.count_on(counted));
        self.out.through.iter_mut().flatten().for_each(|mention| mention.count_on(counted));
    }

    pub(super) fn drop_front(&mut self, front: Counts, upto: Counts) {
        let utterances = upto.utterances - front.utterances;
        self.out.quotations.drain(..upto.quotations - front.quotations);
        self.out.utterances.drain(..utterances);
        self.out.voices.drain(..utterances);
        self.out.through.drain(..utterances);
        self.out.problems.drain(..upto.problems - front.problems);
        self.out.mentions.drain(..upto.mentions - front.mentions);
        self.out.reporters.drain(..upto.reporters - front.reporters);
        self.repeats.drain(..upto.repeats - front.repeats);
        self.asked.drain(..upto.asked - front.asked);
    }

    pub(super) fn put_back(self, reader: &mut Reader<'_>) {
        self.put_behind(&mut reader.out, &mut reader.repeats, reader.asked.get_mut());
    }

    pub(super) fn put_behind(mut self, out: &mut Extracted, repeats: &mut Vec<QuotationId>, asked: &mut Vec<Asked>) {
        out.quotations.append(&mut self.out.quotations);
        out.utterances.append(&mut self.out.utterances);
        out.voices.append(&mut self.out.voices);
        out.through.append(&mut self.out.through);
        out.problems.append(&mut self.out.problems);
        out.mentions.append(&mut self.out.mentions);
        out.reporters.append(&mut self.out.reporters);
        repeats.append(&mut self.repeats);
        asked.append(&mut self.asked);
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
        self.asked.iter_mut().for_each(|asked| asked.name.go_along(edit));
        for reporter in &mut self.out.reporters {
            *reporter = edit.start(*reporter);
        }
    }
}
