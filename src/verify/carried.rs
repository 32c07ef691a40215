//! Verdicts taken over from an earlier reading of the same draft.

use std::cell::OnceCell;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Outcome, Verdict, behalf, context, whose};
use crate::quotations::extract::Extracted;
use crate::quotations::{Quotation, QuotationId, QuotationKind, Utterance};
use crate::speakers::Reading;
use crate::text::Span;
use crate::text::words::whole;

/// An earlier reading of a draft with its verdicts, to be looked up by words.
pub(super) struct Earlier<'a> {
    reading: &'a Reading,
    verdicts: &'a [Verdict],
    /// Once it is needed: most quotations keep their number.
    by_words: OnceCell<FxHashMap<&'a str, Vec<&'a Verdict>>>,
    /// Once it is needed, against the draft as it is.
    same_people: OnceCell<bool>,
}

impl<'a> Earlier<'a> {
    pub(super) fn new(reading: &'a Reading, verdicts: &'a [Verdict]) -> Self {
        Self { reading, verdicts, by_words: OnceCell::new(), same_people: OnceCell::new() }
    }

    fn by_words(&self) -> &FxHashMap<&'a str, Vec<&'a Verdict>> {
        self.by_words.get_or_init(|| {
            let mut by_words: FxHashMap<&str, Vec<&Verdict>> = FxHashMap::default();
            for verdict in self.verdicts.iter().filter(|verdict| verdict.quotation < self.reading.quotations.len()) {
                by_words.entry(words(self.reading, verdict.quotation)).or_default().push(verdict);
            }
            by_words
        })
    }

    /// The verdict on the quotation that had the same number.
    fn same_number(&self, id: QuotationId) -> Option<&'a Verdict> {
        let at = self.verdicts.binary_search_by_key(&id, |verdict| verdict.quotation).ok()?;
        (id < self.reading.quotations.len()).then(|| &self.verdicts[at])
    }

    /// Whether what the draft says around the words makes no difference to a verdict: a condition or a “not” of its own that was
    /// then not cut off, and, where the source has somebody else, who is named besides.
    fn stands(&self, verdict: &Verdict, draft: &Reading, id: QuotationId) -> bool {
        let (was, is) = (&self.reading.quotations[verdict.quotation], &draft.quotations[id]);
        let speaker = draft.speaker_of(is).map(|speaker| &speaker.name);
        let own = verdict.sources.iter().all(|source| source.speaker.as_ref() == speaker);
        if !own && !self.same_people(draft) {
            return false;
        }
        let same = line_around(self.reading.document.prose.text(), was.outer)
            == line_around(draft.document.prose.text(), is.outer);
        same || own && context::own_words(self.reading, was) == context::own_words(draft, is)
    }

    /// Whether the same people are named in the draft.
    fn same_people(&self, draft: &Reading) -> bool {
        *self.same_people.get_or_init(|| {
            let (was, is) = (&self.reading.speakers, &draft.speakers);
            was.iter().map(|speaker| &speaker.name).eq(is.iter().map(|speaker| &speaker.name))
        })
    }

    /// The verdict on the same words of the same speaker, moved to where they stand now.
    pub(super) fn verdict(&self, draft: &Reading, id: QuotationId) -> Option<Verdict> {
        let (said, facts) = (words(draft, id), facts_of(draft, id));
        let fits = |verdict: &&Verdict| {
            let was = verdict.quotation;
            facts_of(self.reading, was) == facts && self.stands(verdict, draft, id)
        };
        let same =
            self.same_number(id).filter(|verdict| words(self.reading, verdict.quotation) == said && fits(verdict));
        let verdict = same.or_else(|| self.by_words().get(said)?.iter().copied().find(fits))?;
        // What was told of two parts together is told anew, and what may be known better by now.
        if verdict.outcome == Outcome::Spliced && verdict.because.is_some() || verdict.missed.is_some() {
            return None;
        }
        Some(moved(verdict.clone(), self.reading.quotations[verdict.quotation].span.start, draft, id))
    }
}

/// A verdict as one on a quotation that has the same words, which began elsewhere.
pub(super) fn moved(mut verdict: Verdict, from: usize, draft: &Reading, id: QuotationId) -> Verdict {
    verdict.quotation = id;
    for source in &mut verdict.sources {
        source.ops.go(from, draft.quotations[id].span.start);
    }
    verdict
}

pub(super) fn words(reading: &Reading, id: QuotationId) -> &str {
    reading.quotations[id].span.of(reading.document.prose.text())
}

/// What a verdict rests on beside the words: the kind, who says it, whether it came through somebody else, and the part of
/// the utterance before it.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Facts<'a>(QuotationKind, Option<Who<'a>>, bool, Option<&'a str>);

impl Facts<'_> {
    /// A number that other facts would hardly have.
    pub(super) fn number(&self) -> u64 {
        let mut hasher = rustc_hash::FxHasher::default();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// What the draft says around a quotation and elsewhere, as far as it may make a difference to a verdict.
#[derive(Debug)]
pub(super) struct Around {
    own_words: context::OwnWords,
    /// Numbers of the line that it stands in and of everybody's names.
    line: u64,
    people: u64,
    /// Who says it.
    speaker: Option<String>,
}

impl Around {
    /// What a draft says around one of its quotations.
    pub(super) fn of(draft: &Reading, id: QuotationId) -> Self {
        let number = |hash: &dyn Fn(&mut rustc_hash::FxHasher)| {
            let mut hasher = rustc_hash::FxHasher::default();
            hash(&mut hasher);
            hasher.finish()
        };
        let quotation = &draft.quotations[id];
        Self {
            own_words: context::own_words(draft, quotation),
            line: number(&|hasher| line_around(draft.document.prose.text(), quotation.outer).hash(hasher)),
            people: number(&|hasher| draft.speakers.iter().for_each(|speaker| speaker.name.hash(hasher))),
            speaker: draft.speaker_of(quotation).map(|speaker| speaker.name.clone()),
        }
    }

    /// Whether a verdict told here stands there, as [`Earlier::stands`] decides.
    pub(super) fn is_as_good_as(&self, other: &Self, verdict: &Verdict) -> bool {
        let own = verdict.sources.iter().all(|source| source.speaker == self.speaker);
        (own || self.people == other.people) && (self.line == other.line || own && self.own_words == other.own_words)
    }
}

/// A speaker by name, other names and titles, whether the name is one, and whether it is a body's.
type Who<'a> = (&'a str, &'a [String], &'a [String], bool, bool);

pub(super) fn facts_of(reading: &Reading, id: QuotationId) -> Facts<'_> {
    let quotation = &reading.quotations[id];
    let speaker = reading.speaker_of(quotation);
    let speaker = speaker.map(|it| (&*it.name, &*it.aliases, &*it.titles, it.named, it.body));
    let utterance = &reading.utterances[quotation.utterance];
    let before = utterance.quotations.binary_search(&id).ok().and_then(|at| at.checked_sub(1));
    let before = before.map(|at| words(reading, utterance.quotations[at]));
    Facts(quotation.kind, speaker, utterance.attribution.through.is_empty(), before)
}

/// Whether all verdicts on a draft stand after something was typed beside its quotations, which are all the same and by
/// the same people; `prose` is the draft's since, `beside` the quotations that it may have been typed beside.
pub fn stands(
    draft: &Reading,
    verdicts: &[Verdict],
    read: &Extracted,
    prose: &str,
    beside: Range<QuotationId>,
) -> bool {
    let before = draft.document.prose.text();
    let one = |verdict: &Verdict| {
        let (was, is) = (&draft.quotations[verdict.quotation], &read.quotations[verdict.quotation]);
        let speaker = draft.speaker_of(was).map(|speaker| &speaker.name);
        let own = verdict.sources.iter().all(|source| source.speaker.as_ref() == speaker);
        let mention = |utterances: &[Utterance], it: &Quotation| utterances[it.utterance].attribution.mention;
        line_around(before, was.outer) == line_around(prose, is.outer)
            || context::own_words(draft, was) == context::own_words_in(prose, is, &read.quotations, &read.utterances)
                && (own
                    || behalf::is_same(
                        (before, was, mention(&draft.utterances, was)),
                        (prose, is, mention(&read.utterances, is)),
                    ))
    };
    let first = verdicts.partition_point(|verdict| verdict.quotation < beside.start);
    let mut near = verdicts[first..].iter().take_while(|verdict| verdict.quotation < beside.end);
    // What may be known better by now is looked up again.
    near.all(one) && verdicts.iter().all(|verdict| verdict.missed.is_none())
}

/// Those whom sources have for speakers of a draft's words, and the draft has otherwise, by the last words of their names:
/// whether the draft names them anywhere makes a difference to its verdicts.
#[derive(Debug)]
pub struct Others {
    /// By what they begin with, as far as it is letters and digits.
    by_beginning: FxHashMap<String, Vec<String>>,
}

impl Others {
    /// Those of a draft's verdicts.
    pub fn of(draft: &Reading, verdicts: &[Verdict]) -> Self {
        let mut by_beginning: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for verdict in verdicts {
            let own = draft.speaker_of(&draft.quotations[verdict.quotation]).map(|speaker| &speaker.name);
            let others = verdict.sources.iter().filter_map(|source| source.speaker.as_ref());
            for surname in others.filter(|other| Some(*other) != own).filter_map(|name| whose::surname(name)) {
                let beginning = runs(surname).next().unwrap_or_default();
                let known = by_beginning.entry(beginning.to_owned()).or_default();
                if known.iter().all(|it| it != surname) {
                    known.push(surname.to_owned());
                }
            }
        }
        Self { by_beginning }
    }

    /// Whether the same ones are named before an edit and after it, which touched these words of each.
    pub fn are_named_alike(&self, (before, was): (&str, &str), (after, is): (&str, &str)) -> bool {
        let named = |prose: &str, surname: &str| whole(prose, surname).next().is_some();
        let touched = runs(was).chain(runs(is)).filter_map(|run| self.by_beginning.get(run)).flatten();
        touched.filter(|it| named(was, it) || named(is, it)).all(|it| named(before, it) == named(after, it))
    }
}

/// Letters and digits in a row.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty())
}

/// Bytes of a line that are looked at on either side.
const REACH: usize = 2_000;

/// The draft's own words around a quotation: a condition that it tells itself was not cut off.
fn line_around(prose: &str, quotation: Span) -> &str {
    let from = prose.floor_char_boundary(quotation.start.saturating_sub(REACH));
    let to = prose.floor_char_boundary((quotation.end + REACH).min(prose.len()));
    let from = prose[from..quotation.start].rfind('\n').map_or(from, |at| from + at + 1);
    let to = prose[quotation.end..to].find('\n').map_or(to, |at| quotation.end + at);
    &prose[from..to]
}
