//! `SRC103`: the source is the draft itself.

use memchr::memmem::Finder;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, Finding, Meta, Rule};
use crate::corpus::{Article, ArticleId};
use crate::formats::BlockKind;
use crate::speakers::Reading;
use crate::verify::{Outcome, Verdict};

declare_rule! {
    /// The only source of these words is a copy of the draft.
    ///
    /// ## What it flags
    ///
    /// A quotation that nothing in the corpus bears out but an article with the draft's own text: an earlier version, the
    /// story as it was published, or the agency's copy that the draft was made from.
    ///
    /// ## Why it matters
    ///
    /// A text that agrees with itself proves nothing.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// The council of the old harbour town met on Friday to hear about the pumps.
    ///
    /// “The harbour will stay open all winter,” Mara Teller told the crowded room.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ SRC103 a copy of this draft
    ///
    /// Nobody asked who would pay for it, and the meeting ended before nine.
    ///
    /// The council will meet again when the work at the north quay is done.
    /// //- article published.txt outlet="Coast Courier" date=2031-05-04
    /// The council of the old harbour town met on Friday to hear about the pumps.
    ///
    /// “The harbour will stay open all winter,” Mara Teller told the crowded room.
    ///
    /// Nobody asked who would pay for it, and the meeting ended before nine.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Add the notes, the recording's transcript or the release to the corpus.
    ///
    /// ## Limits
    ///
    /// A draft of fewer than three longer paragraphs is too short to know its copies by.
    OwnCopy { code: "SRC103", name: "own-copy", severity: Info }
}

impl Rule for OwnCopy {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }

    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let sample = sample(cx.draft);
        if sample.len() < FEWEST {
            return;
        }
        let mut known: FxHashMap<ArticleId, bool> = FxHashMap::default();
        let mut is_copy = |article: &Article| *known.entry(article.id).or_insert_with(|| has_most(article, &sample));
        for verdict in cx.verdicts.iter().filter(|verdict| !matches!(verdict.outcome, Outcome::Unsupported)) {
            let mut bearing = verdict.sources.iter().filter(|source| !source.other_rendering).peekable();
            if bearing.peek().is_some() && bearing.all(|source| is_copy(&source.article)) {
                found.push(cx.finding_on(&Self::META, verdict, "only a copy of this draft has these words".into()));
            }
        }
    }
}

/// Paragraphs of a draft that are compared.
const SAMPLE: usize = 12;
/// Paragraphs that it takes to know a copy.
const FEWEST: usize = 3;
/// Bytes that a paragraph has at least to be told from others.
const LONG: usize = 50;

/// Whether a source has so much as one of a draft's paragraphs to the letter, among those by which a copy is known: then
/// another one may make it a copy.
pub fn is_like_a_source(draft: &Reading, verdicts: &[Verdict]) -> bool {
    let sample = sample(draft);
    if sample.len() < FEWEST {
        return false;
    }
    let sample: Vec<Finder<'_>> = sample.into_iter().map(Finder::new).collect();
    let mut seen = FxHashSet::default();
    let sources = verdicts.iter().flat_map(|verdict| &verdict.sources);
    let has_one = |article: &Article| {
        let prose = article.reading.document.prose.text().as_bytes();
        sample.iter().any(|text| text.find(prose).is_some())
    };
    sources.filter(|source| seen.insert(source.article.id)).any(|source| has_one(&source.article))
}

/// Whether a paragraph is told from others.
pub(super) fn is_long(paragraph: &str) -> bool {
    paragraph.trim().len() >= LONG
}

/// Longer paragraphs from all over the draft.
fn sample(draft: &Reading) -> Vec<&str> {
    let prose = draft.document.prose.text();
    let blocks = draft.document.blocks.iter().filter(|block| block.kind != BlockKind::Boilerplate);
    let long: Vec<&str> = blocks.map(|block| block.span.of(prose).trim()).filter(|text| is_long(text)).collect();
    let step = long.len().div_ceil(SAMPLE).max(1);
    long.into_iter().step_by(step).collect()
}

/// Whether an article has two in three of the paragraphs to the letter.
fn has_most(article: &Article, sample: &[&str]) -> bool {
    let prose = article.reading.document.prose.text();
    let mut lacking = sample.len() / 3;
    let mut lengths: Vec<usize> = sample.iter().map(|text| text.len()).collect();
    lengths.sort_unstable();
    if lengths[..sample.len() - lacking].iter().sum::<usize>() > prose.len() {
        return false;
    }
    for text in sample {
        if !prose.contains(*text) {
            let Some(fewer) = lacking.checked_sub(1) else { return false };
            lacking = fewer;
        }
    }
    true
}
