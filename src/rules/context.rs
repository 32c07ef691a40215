//! What a rule reads, and how it says what it found.

use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::ignores::Ignore;
use super::{Finding, Meta, differences, mending, pairs};
use crate::formats::BlockKind;
use crate::quotations::{Attribution, How, MarkProblemKind, Quotation, SpeakerId};
use crate::settings::Settings;
use crate::speakers::names::NameForm;
use crate::speakers::{Background, Listed, Origin, Reading, Speaker};
use crate::text::Span;
use crate::verify::{Outcome, Verdict};

/// A draft with its verdicts and the settings that hold for it.
pub(super) struct Context<'a> {
    pub(super) draft: &'a Reading,
    pub(super) verdicts: &'a [Verdict],
    /// Who was known beforehand.
    pub(super) background: &'a Background<'a>,
    pub(super) settings: &'a Settings,
    /// What the draft asks not to be told.
    pub(super) ignores: &'a [Ignore],
    /// Which apostrophes the draft has, once it was asked: curly ones, straight ones.
    pub(super) apostrophes: OnceCell<(bool, bool)>,
}

impl<'a> Context<'a> {
    /// A finding with the rule's own severity at a range of the prose.
    pub(super) fn finding(&self, meta: &'static Meta, span: Span, message: String) -> Finding {
        self.finding_in_text(meta, self.text(span), message)
    }

    /// A finding with the rule's own severity at a range of the text, which need not be prose.
    #[expect(clippy::unused_self, reason = "findings are made by the context, whatever their range")]
    pub(super) fn finding_in_text(&self, meta: &'static Meta, span: Span, message: String) -> Finding {
        Finding::new(meta, span, message)
    }

    /// A finding about a quotation that was held against the corpus, with speaker and evidence.
    pub(super) fn finding_on(&self, meta: &'static Meta, verdict: &Verdict, message: String) -> Finding {
        let quotation = self.quotation(verdict);
        let mut finding = self.finding(meta, quotation.span, message);
        finding.about = Some(verdict.quotation);
        finding.speaker = self.draft.speaker_of(quotation).map(|speaker| speaker.name.clone());
        finding.evidence.clone_from(&verdict.sources);
        finding
    }

    /// A finding about words that differ from the best source: both sides named, the words marked, the source's offered.
    pub(super) fn finding_on_words(&self, meta: &'static Meta, verdict: &Verdict) -> Finding {
        let Some(best) = verdict.sources.first() else {
            return self.finding_on(meta, verdict, "the words differ from the source".into());
        };
        let differences = differences::in_words(self.draft.document.prose.text(), best);
        // What a bracket turns is no difference of the words themselves.
        let message = match &verdict.because {
            Some(because) if differences.is_empty() => because.clone(),
            _ => differences,
        };
        let mut finding = self.finding_on(meta, verdict, message);
        finding.words = differences::places(best).into_iter().map(|place| self.text(place)).collect();
        finding.fixes.extend(mending::restore(self, self.quotation(verdict), best));
        finding
    }

    /// A finding for each mark that something is wrong with, and the mark that belongs there as its safe fix.
    pub(super) fn marks(
        &self,
        meta: &'static Meta,
        kind: MarkProblemKind,
        message: impl Fn(&str, Option<&str>) -> String,
    ) -> Vec<Finding> {
        let problems = self.draft.mark_problems.iter().filter(|problem| problem.kind == kind);
        problems
            .map(|problem| {
                let instead = problem.instead.as_deref();
                let mut finding = self.finding(meta, problem.span, message(self.words(problem.span), instead));
                finding.fixes.extend(
                    instead
                        .and_then(|mark| mending::replace(self, format!("Put {mark} here"), problem.span, mark, true)),
                );
                finding
            })
            .collect()
    }

    /// The first quotation of each utterance whose speaker was found in one way, nested ones left out.
    pub(super) fn utterances_by(&self, how: How) -> impl Iterator<Item = &'a Quotation> + use<'a> {
        let draft = self.draft;
        let utterances = draft.utterances.iter().filter(move |utterance| utterance.attribution.how == how);
        let firsts = utterances.filter_map(|utterance| utterance.quotations.first());
        firsts.map(|&id| &draft.quotations[id]).filter(|quotation| quotation.parent.is_none())
    }

    /// Everybody who is quoted, each once, in order of their first quotation.
    pub(super) fn quoted(&self) -> impl Iterator<Item = SpeakerId> + use<'a> {
        let mut seen = FxHashSet::default();
        let speakers = self.draft.utterances.iter().filter_map(|utterance| utterance.attribution.speaker);
        speakers.filter(move |&id| seen.insert(id))
    }

    /// Who a speaker is in the newsroom's own list.
    pub(super) fn listed(&self, speaker: &'a Speaker) -> Option<&'a Listed> {
        let by_newsroom = |listed: &&Arc<Listed>| listed.origin == Origin::Newsroom;
        if let Some(listed) = speaker.listed.as_ref().filter(by_newsroom) {
            return Some(listed);
        }
        let newsroom = self.background.directories.first().filter(|_| speaker.named)?;
        let name = NameForm::read(&speaker.name);
        let mut meant = newsroom.named(&name).filter(by_newsroom);
        meant.next().filter(|_| meant.next().is_none()).map(|listed| &**listed)
    }

    /// Whether a range of the prose lies in words that somebody else is quoted with.
    pub(super) fn is_quoted(&self, span: Span) -> bool {
        // Quotations stand in order, and those inside another do not reach beyond it.
        let before = &self.draft.quotations[..self.draft.quotations.partition_point(|it| it.span.start < span.end)];
        let outermost = before.iter().rev().find(|quotation| quotation.parent.is_none());
        outermost.is_some_and(|quotation| quotation.span.overlaps(span))
    }

    /// Whether a quotation stands in a headline. They are not always marked as such, but print single marks.
    pub(super) fn may_be_headline(&self, quotation: &Quotation) -> bool {
        let document = &self.draft.document;
        let at = document.blocks.partition_point(|block| block.span.end <= quotation.outer.start);
        let Some(block) = document.blocks.get(at) else { return false };
        let first = document.blocks[..at].iter().all(|before| before.kind == BlockKind::Boilerplate);
        let mark = pairs::opening(document.prose.text(), quotation).map_or("", |mark| mark.of(document.prose.text()));
        block.kind == BlockKind::Heading || first && matches!(mark, "'" | "‘" | "‚" | "’" | "`")
    }

    /// The verdicts of one outcome.
    pub(super) fn with(&self, outcome: Outcome) -> impl Iterator<Item = &'a Verdict> + use<'a> {
        self.verdicts.iter().filter(move |verdict| verdict.outcome == outcome)
    }

    pub(super) fn quotation(&self, verdict: &Verdict) -> &'a Quotation {
        &self.draft.quotations[verdict.quotation]
    }

    pub(super) fn attribution(&self, quotation: &Quotation) -> &'a Attribution {
        &self.draft.utterances[quotation.utterance].attribution
    }

    /// A range of the prose as bytes of the text.
    pub(super) fn text(&self, span: Span) -> Span {
        self.draft.document.prose.to_text(span)
    }

    /// The words of a range of the prose.
    pub(super) fn words(&self, span: Span) -> &'a str {
        span.of(self.draft.document.prose.text())
    }
}
