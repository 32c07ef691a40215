//! Verdicts taken over from an earlier reading of the same draft.

use std::cell::{OnceCell, RefCell};
use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::beside::{Beside, Digest, others};
use super::{Evidence, Outcome, Verdict, whose};
use crate::quotations::extract::Extracted;
use crate::quotations::{QuotationId, QuotationKind};
use crate::speakers::{Gender, Reading, Speaker};
use crate::text::words::whole;

/// So many quotations of the same words are looked at for one that says them as this one does: a draft may have thousands.
const ALIKE: usize = 32;

/// An earlier reading of a draft with its verdicts, to be looked up by words.
pub(super) struct Earlier<'a> {
    reading: &'a Reading,
    verdicts: &'a [Verdict],
    /// Once it is needed: most quotations keep their number.
    by_words: OnceCell<FxHashMap<&'a str, Vec<&'a Verdict>>>,
    /// Who is in the one reading and not in the other, once it is needed.
    strangers: OnceCell<Vec<&'a Speaker>>,
    /// Which surnames stand in the earlier reading's text, and in the other's, as far as that was asked.
    named: RefCell<FxHashMap<&'a str, [bool; 2]>>,
}

impl<'a> Earlier<'a> {
    pub(super) fn new(reading: &'a Reading, verdicts: &'a [Verdict]) -> Self {
        let (by_words, strangers, named) = Default::default();
        Self { reading, verdicts, by_words, strangers, named }
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

    /// Whether what the draft says around the words makes no difference to a verdict, nor, where the source has somebody else,
    /// who is named besides.
    fn stands(&self, verdict: &'a Verdict, draft: &'a Reading, id: QuotationId) -> bool {
        let speaker = draft.speaker_of(&draft.quotations[id]).map(|speaker| &speaker.name);
        let mut others = others(verdict, speaker).peekable();
        let somebody_else = others.peek().is_some();
        let (was, is) = (Beside::of(self.reading, verdict.quotation), Beside::of(draft, id));
        others.all(|other| self.name_alike(draft, other)) && was.is_as_good_as(is, verdict, somebody_else)
    }

    /// Whether both readings name the speaker of a source, or neither does.
    fn name_alike(&self, draft: &'a Reading, source: &'a Evidence) -> bool {
        let strangers = self.strangers.get_or_init(|| {
            let (was, is) = (&self.reading.speakers, &draft.speakers);
            let known: [FxHashSet<Who<'_>>; 2] = [was, is].map(|speakers| speakers.iter().map(who).collect());
            let without = |speakers: &'a [Speaker], known: &FxHashSet<Who<'_>>| {
                speakers.iter().filter(|speaker| !known.contains(&who(speaker))).collect::<Vec<_>>()
            };
            [without(was, &known[1]), without(is, &known[0])].concat()
        });
        strangers.is_empty()
            || source.speaker.as_ref().is_some_and(|name| self.named(draft, name) == [true; 2])
            || source.source_speaker().is_some_and(|theirs| {
                let [was, is] = self.named(draft, &theirs.name);
                was == is && !strangers.iter().any(|stranger| whose::compare(theirs, stranger).is_the_same())
            })
    }

    /// Whether the two texts have a surname. Many verdicts ask for the same few.
    fn named(&self, draft: &Reading, name: &'a str) -> [bool; 2] {
        let Some(surname) = super::behalf::surname(name) else { return [false; 2] };
        let has = |reading: &Reading| whole(reading.document.prose.text(), surname).next().is_some();
        *self.named.borrow_mut().entry(surname).or_insert_with(|| [has(self.reading), has(draft)])
    }

    /// The verdict on the same words of the same speaker, moved to where they stand now.
    pub(super) fn verdict(&self, draft: &'a Reading, id: QuotationId) -> Option<Verdict> {
        let (said, facts) = (words(draft, id), facts_of(draft, id));
        let fits = |verdict: &&'a Verdict| {
            let were = facts_of(self.reading, verdict.quotation);
            if verdict.whoever {
                return were.whoever() == facts.whoever();
            }
            were == facts && self.stands(verdict, draft, id)
        };
        let same =
            self.same_number(id).filter(|verdict| words(self.reading, verdict.quotation) == said && fits(verdict));
        let verdict = same.or_else(|| self.by_words().get(said)?.iter().copied().take(ALIKE).find(fits))?;
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

/// What a verdict rests on beside the words: the kind, who says it, through whom it came, and the part of the utterance
/// before it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Facts<'a>(QuotationKind, Option<Who<'a>>, Vec<Who<'a>>, Option<&'a str>);

impl Facts<'_> {
    /// The same, whoever says it.
    pub(super) fn whoever(&self) -> Self {
        Self(self.0, None, self.2.clone(), self.3)
    }

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
    beside: Digest,
    /// Of each source that has somebody else, whether the draft names that person.
    named: Vec<bool>,
}

impl Around {
    /// What a draft says around one of its quotations, as far as it counts for a verdict.
    pub(super) fn of(draft: &Reading, id: QuotationId, verdict: &Verdict) -> Self {
        let speaker = draft.speaker_of(&draft.quotations[id]).map(|speaker| &speaker.name);
        let is_named = |source: &Evidence| source.source_speaker().is_some_and(|it| whose::is_named_in(it, draft));
        let named: Vec<bool> = others(verdict, speaker).map(is_named).collect();
        Self { beside: Digest::of(Beside::of(draft, id), verdict, !named.is_empty()), named }
    }

    /// Whether a verdict told here stands there, as [`Earlier::stands`] decides.
    pub(super) fn is_as_good_as(&self, other: &Self) -> bool {
        self.named == other.named && self.beside.is_as_good_as(&other.beside)
    }
}

/// A speaker by name, other names and titles, whether the name is one, whether it is a body's, and the gender.
type Who<'a> = (&'a str, &'a [String], &'a [String], bool, bool, Gender);

fn who(speaker: &Speaker) -> Who<'_> {
    (&speaker.name, &speaker.aliases, &speaker.titles, speaker.named, speaker.body, speaker.gender)
}

pub(super) fn facts_of(reading: &Reading, id: QuotationId) -> Facts<'_> {
    let quotation = &reading.quotations[id];
    let speaker = reading.speaker_of(quotation);
    let speaker = speaker.map(who);
    let utterance = &reading.utterances[quotation.utterance];
    let before = utterance.quotations.binary_search(&id).ok().and_then(|at| at.checked_sub(1));
    let before = before.map(|at| words(reading, utterance.quotations[at]));
    let through = utterance.attribution.through.iter().map(|&id| who(&reading.speakers[id])).collect();
    Facts(quotation.kind, speaker, through, before)
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
    let one = |verdict: &Verdict| {
        let id = verdict.quotation;
        let speaker = draft.speaker_of(&draft.quotations[id]).map(|speaker| &speaker.name);
        let somebody_else = others(verdict, speaker).next().is_some();
        let is = Beside::new(prose, (&read.quotations, &read.utterances), id);
        verdict.whoever || Beside::of(draft, id).is_as_good_as(is, verdict, somebody_else)
    };
    let first = verdicts.partition_point(|verdict| verdict.quotation < beside.start);
    let mut near = verdicts[first..].iter().take_while(|verdict| verdict.quotation < beside.end);
    near.all(one) && is_all_known(verdicts)
}

/// Whether nothing that verdicts rest on may be known better by now.
pub fn is_all_known(verdicts: &[Verdict]) -> bool {
    verdicts.iter().all(|verdict| verdict.missed.is_none())
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
            let others = others(verdict, own).filter_map(|source| source.speaker.as_ref());
            for surname in others.filter_map(|name| super::behalf::surname(name)) {
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
