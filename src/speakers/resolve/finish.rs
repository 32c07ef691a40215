//! What was resolved, put into the order and numbers that a reading has.

use rustc_hash::FxHashSet;

use super::entity::{alias, push_new};
use super::{FAR, Resolved, Resolver};
use crate::quotations::How;
use crate::quotations::extract::{Extracted, Voice};
use crate::quotations::lexicon::Class;
use crate::quotations::mention::MentionKind;
use crate::speakers::names::{self, NameForm};
use crate::text::Span;

impl Resolver<'_> {
    pub(super) fn label(&mut self, label: &str, span: Option<Span>) -> usize {
        let words: Vec<&str> = label.split_whitespace().collect();
        // "MAYOR LIND", "HARBOUR MASTER LIND": all up to the last word that is a title or an office.
        let before = &words[..words.len().saturating_sub(1)];
        let is_title = |word: &&str| {
            let class = self.lexicon.class(word);
            class.is(Class::ANY_TITLE) || class.is(Class::PERSON) && !class.is(Class::MALE) && !class.is(Class::FEMALE)
        };
        let first = before.iter().rposition(is_title).map_or(0, |at| at + 1);
        let name = words[first..].join(" ");
        let form = NameForm::read(&name);
        // "NASA" is no surname; "MAYOR NORD" and "ANA NORD" have one.
        let name =
            if first > 0 || form.words.len() > 1 || name.chars().count() > 5 { names::cased(&name) } else { name };
        let at = self.same(&form).unwrap_or_else(|| self.add(&name, form.clone(), span.map_or(0, |span| span.start)));
        let entity = &mut self.entities[at];
        if form.words.len() > entity.form.words.len() {
            let old = std::mem::replace(&mut entity.speaker.name, name);
            entity.form = form;
            alias(&mut entity.speaker, &old);
        }
        if first > 0 {
            push_new(&mut entity.speaker.titles, names::cased(&words[..first].join(" ")));
        }
        entity.person = true;
        if let Some(span) = span {
            self.entities[at].speaker.mentions.push(span);
        }
        at
    }

    pub(super) fn finish(mut self, extracted: &Extracted) -> Resolved {
        let mut of: Vec<Option<usize>> = Vec::with_capacity(extracted.voices.len());
        let mut how = vec![None; extracted.voices.len()];
        for (utterance, voice) in extracted.voices.iter().enumerate() {
            let outer = Self::outer_of(extracted, utterance).and_then(|outer| of.get(outer).copied().flatten());
            let speaker = match voice {
                Voice::Mention(mention) => {
                    let word = mention.span.of(self.text);
                    if outer.is_some() && matches!(word, "I" | "we" | "We") {
                        outer
                    } else {
                        self.meaning.get(&mention.span.start).copied()
                    }
                }
                Voice::Same(earlier) => of.get(*earlier).copied().flatten(),
                Voice::Label(label, span) => self.labelled(label, *span),
                Voice::Nobody => None,
            };
            // "she" within her own words is somebody else, and nothing says who.
            let own = speaker.is_some()
                && speaker == outer
                && matches!(voice, Voice::Mention(mention) if mention.kind == MentionKind::Pronoun && !matches!(mention.span.of(self.text), "I" | "we" | "We"));
            let speaker = speaker.filter(|_| !own);
            if speaker.is_none() && !matches!(voice, Voice::Nobody) {
                how[utterance] = Some(if own { How::Ambiguous } else { How::None });
            }
            of.push(speaker);
        }
        let mut through: Vec<Vec<usize>> = Vec::with_capacity(of.len());
        for utterance in 0..of.len() {
            let mut chain: Vec<usize> = Vec::new();
            if let Some(outer) = Self::outer_of(extracted, utterance) {
                chain.extend(through.get(outer).into_iter().flatten().copied());
                chain.extend(of.get(outer).copied().flatten());
            }
            let told = extracted
                .through
                .get(utterance)
                .copied()
                .flatten()
                .and_then(|mention| self.meaning.get(&mention.span.start).copied());
            chain.extend(told);
            chain.dedup();
            chain.retain(|&at| Some(at) != of[utterance]);
            through.push(chain);
        }
        let mut kept: FxHashSet<usize> =
            of.iter().copied().flatten().chain(through.iter().flatten().copied()).collect();
        kept.extend(
            (0..self.entities.len()).filter(|&at| {
                (self.entities[at].person || self.entities[at].likely) && self.entities[at].speaker.named
            }),
        );
        let mut order: Vec<usize> = kept.into_iter().collect();
        order.sort_by_key(|&at| (self.entities[at].first, at));
        let mut renamed = vec![None; self.entities.len()];
        let misspelled = self.misspelled.iter().map(|&(span, at)| (span, self.respelled(span, at))).collect();
        let mut speakers = Vec::with_capacity(order.len());
        for (new, &at) in order.iter().enumerate() {
            renamed[at] = Some(new);
            let mut speaker = std::mem::take(&mut self.entities[at].speaker);
            speaker.mentions.sort();
            speaker.mentions.dedup();
            speaker.stated.sort_by_key(|stated| stated.span);
            let name = speaker.name.clone();
            speaker.aliases.retain(|alias| *alias != name);
            speakers.push(speaker);
        }
        let of = of.into_iter().map(|speaker| speaker.and_then(|at| renamed[at])).collect();
        let through =
            through.into_iter().map(|chain| chain.into_iter().filter_map(|at| renamed[at]).collect()).collect();
        Resolved { speakers, of, how, through, misspelled }
    }

    /// The utterance around this one, if it is quoted inside another.
    pub(super) fn outer_of(extracted: &Extracted, utterance: usize) -> Option<usize> {
        let quotation = *extracted.utterances[utterance].quotations.first()?;
        let parent = extracted.quotations[quotation].parent?;
        Some(extracted.quotations[parent].utterance).filter(|&outer| outer < utterance)
    }

    /// Whose turn a label opens. An interview's "A" is the person it is with, if that is plain; its "Q" nobody.
    pub(super) fn labelled(&mut self, label: &str, span: Option<Span>) -> Option<usize> {
        match label.trim().trim_end_matches(['.', ':']) {
            "Q" | "Question" => None,
            "A" | "Answer" => {
                let mut persons: Vec<(usize, usize)> = (0..self.entities.len().min(FAR))
                    .filter(|&at| self.entities[at].person && self.entities[at].speaker.named)
                    .map(|at| (self.entities[at].speaker.mentions.len(), at))
                    .collect();
                persons.sort_unstable_by_key(|&(count, at)| (std::cmp::Reverse(count), at));
                match persons[..] {
                    [(_, only)] => Some(only),
                    [(most, first), (next, _), ..] if most > next => Some(first),
                    _ => None,
                }
            }
            _ => Some(self.label(label, span)),
        }
    }

    /// The right form of a misspelled name, with as many words as stand there.
    pub(super) fn respelled(&self, span: Span, at: usize) -> String {
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
