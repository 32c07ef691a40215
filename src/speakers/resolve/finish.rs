//! What was resolved, put into the order and numbers that a reading has.

use rustc_hash::FxHashSet;

use super::entity::Entity;
use super::{Resolved, Resolver};
use crate::quotations::How;
use crate::quotations::extract::{Extracted, Voice};
use crate::quotations::mention::MentionKind;
use crate::speakers::Speaker;
use crate::text::Span;

impl Resolver<'_> {
    /// Numbers the speakers in order of their first mention, and says who spoke each utterance.
    pub(super) fn finish(mut self, extracted: &Extracted) -> Resolved {
        let mut told: Vec<Told> = Vec::with_capacity(extracted.voices.len());
        for utterance in 0..extracted.voices.len() {
            let one = self.told(extracted, utterance, &told);
            told.push(one);
        }
        let through = self.through(extracted, &told);
        let mut kept: FxHashSet<usize> = through.iter().flatten().copied().collect();
        kept.extend(told.iter().flat_map(|told| told.speaker.iter().chain(&told.candidates)).copied());
        let is_person = |entity: &Entity| (entity.person || entity.likely) && entity.speaker.named;
        kept.extend((0..self.entities.len()).filter(|&at| is_person(&self.entities[at])));
        let mut order: Vec<usize> = kept.into_iter().collect();
        order.sort_by_key(|&at| (self.entities[at].first, at));
        let misspelled = self.misspelled.iter().map(|&(span, at)| (span, self.respelled(span, at))).collect();
        let mut renamed = vec![None; self.entities.len()];
        let mut speakers = Vec::with_capacity(order.len());
        for (new, &at) in order.iter().enumerate() {
            renamed[at] = Some(new);
            speakers.push(finished(std::mem::take(&mut self.entities[at].speaker)));
        }
        let rename = |those: Vec<usize>| those.into_iter().filter_map(|at| renamed[at]).collect();
        let mut resolved = Resolved { speakers, misspelled, ..Resolved::default() };
        for (told, through) in told.into_iter().zip(through) {
            resolved.of.push(told.speaker.and_then(|at| renamed[at]));
            resolved.how.push(told.how);
            resolved.candidates.push(rename(told.candidates));
            resolved.through.push(rename(through));
        }
        resolved
    }

    /// Who spoke an utterance, or why that is not known.
    fn told(&mut self, extracted: &Extracted, utterance: usize, earlier: &[Told]) -> Told {
        let outer = outer_of(extracted, utterance).and_then(|outer| earlier.get(outer)?.speaker);
        match &extracted.voices[utterance] {
            Voice::Nobody => Told::default(),
            Voice::Same(before) => match earlier.get(*before) {
                Some(told) => Told { how: told.how.filter(|_| told.speaker.is_none()), ..told.clone() },
                None => Told::default(),
            },
            Voice::Label(label, span) => match self.labelled(label, *span) {
                Some(at) => Told { speaker: Some(at), ..Told::default() },
                None => Told { how: Some(How::None), ..Told::default() },
            },
            Voice::Mention(mention) => {
                let first_person = matches!(mention.span.of(self.text), "I" | "we" | "We");
                if first_person && outer.is_some() {
                    return Told { speaker: outer, ..Told::default() };
                }
                let speaker = self.meaning.get(&mention.span.start).copied();
                // "she" within her own words is somebody else, and nothing says who.
                let own =
                    speaker.is_some() && speaker == outer && mention.kind == MentionKind::Pronoun && !first_person;
                if let Some(at) = speaker.filter(|_| !own) {
                    return Told { speaker: Some(at), ..Told::default() };
                }
                match self.unsure.get(&mention.span.start) {
                    Some(candidates) => {
                        Told { how: Some(How::Ambiguous), candidates: candidates.clone(), speaker: None }
                    }
                    None => Told { how: Some(How::Unknown), ..Told::default() },
                }
            }
        }
    }

    /// Through whom each utterance reached the reporter.
    fn through(&self, extracted: &Extracted, told: &[Told]) -> Vec<Vec<usize>> {
        let mut through: Vec<Vec<usize>> = Vec::with_capacity(told.len());
        for utterance in 0..told.len() {
            let mut chain: Vec<usize> = Vec::new();
            if let Some(outer) = outer_of(extracted, utterance) {
                chain.extend(through.get(outer).into_iter().flatten());
                chain.extend(told[outer].speaker);
            }
            let by = extracted.through.get(utterance).copied().flatten();
            chain.extend(by.and_then(|mention| self.meaning.get(&mention.span.start)));
            chain.dedup();
            chain.retain(|&at| Some(at) != told[utterance].speaker);
            through.push(chain);
        }
        through
    }

    /// The right form of a misspelled name, with as many words as stand there.
    fn respelled(&self, span: Span, at: usize) -> String {
        let written = span.of(self.text);
        let known = &self.entities[at].speaker.name;
        let surname = known
            .split_whitespace()
            .rev()
            .find(|word| !matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV"))
            .unwrap_or(known);
        match written.rsplit_once(char::is_whitespace) {
            Some((given, _)) => format!("{given} {surname}"),
            None => surname.to_owned(),
        }
    }
}

/// Who spoke an utterance, or why that is not known.
#[derive(Clone, Debug, Default)]
struct Told {
    speaker: Option<usize>,
    how: Option<How>,
    candidates: Vec<usize>,
}

/// The utterance around this one, if it is quoted inside another.
fn outer_of(extracted: &Extracted, utterance: usize) -> Option<usize> {
    let quotation = *extracted.utterances[utterance].quotations.first()?;
    let parent = extracted.quotations[quotation].parent?;
    Some(extracted.quotations[parent].utterance).filter(|&outer| outer < utterance)
}

fn finished(mut speaker: Speaker) -> Speaker {
    speaker.mentions.sort_unstable();
    speaker.mentions.dedup();
    speaker.stated.sort_unstable_by_key(|stated| stated.span);
    let name = speaker.name.clone();
    speaker.aliases.retain(|alias| *alias != name);
    speaker
}
