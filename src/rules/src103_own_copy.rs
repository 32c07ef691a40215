//! `SRC103`: the source is the draft itself.

use std::cell::OnceCell;
use std::hash::{Hash, Hasher};

use memchr::memmem::Finder;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::{Context, Finding, Rule};
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
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let sample = Sample::of(cx.draft);
        if sample.0.len() < FEWEST {
            return;
        }
        let mut known: FxHashMap<ArticleId, bool> = FxHashMap::default();
        let mut is_copy = |article: &Article| *known.entry(article.id).or_insert_with(|| sample.is_mostly_in(article));
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
#[derive(Copy, Clone, Debug)]
pub struct LikeASource {
    /// Of the paragraphs and the sources that were compared.
    number: u64,
    /// Whether one has.
    pub is: bool,
}

impl LikeASource {
    /// Of a draft and its verdicts; `before` is what it was of earlier ones.
    pub fn of(draft: &Reading, verdicts: &[Verdict], before: Option<Self>) -> Self {
        let sample = Sample::of(draft);
        let mut seen = FxHashSet::default();
        let sources = verdicts.iter().flat_map(|verdict| &verdict.sources).map(|source| &source.article);
        let articles = sources.filter(|article| seen.insert(article.id)).collect::<Vec<_>>();
        let mut hasher = FxHasher::default();
        sample.0.iter().for_each(|paragraph| paragraph.text.hash(&mut hasher));
        for article in &articles {
            article.id.0.hash(&mut hasher);
        }
        let number = hasher.finish();
        before.filter(|before| before.number == number).unwrap_or_else(|| {
            let is = sample.0.len() >= FEWEST && articles.iter().any(|article| sample.is_partly_in(article));
            Self { number, is }
        })
    }
}

/// Whether a paragraph is told from others.
pub(super) fn is_long(paragraph: &str) -> bool {
    paragraph.trim().len() >= LONG
}

/// Longer paragraphs from all over a draft.
struct Sample<'a>(Vec<Paragraph<'a>>);

struct Paragraph<'a> {
    text: &'a str,
    /// Once it is looked for.
    finder: OnceCell<Finder<'a>>,
}

impl Paragraph<'_> {
    fn is_in(&self, prose: &str) -> bool {
        self.text.len() <= prose.len()
            && self.finder.get_or_init(|| Finder::new(self.text)).find(prose.as_bytes()).is_some()
    }
}

impl<'a> Sample<'a> {
    fn of(draft: &'a Reading) -> Self {
        let prose = draft.document.prose.text();
        let blocks = draft.document.blocks.iter().filter(|block| block.kind != BlockKind::Boilerplate);
        let long = blocks.map(|block| block.span.of(prose).trim()).filter(|text| is_long(text)).collect::<Vec<_>>();
        let step = long.len().div_ceil(SAMPLE).max(1);
        Self(long.into_iter().step_by(step).map(|text| Paragraph { text, finder: OnceCell::new() }).collect())
    }

    /// Whether an article has one of them to the letter.
    fn is_partly_in(&self, article: &Article) -> bool {
        let prose = article.reading.document.prose.text();
        self.0.iter().any(|paragraph| paragraph.is_in(prose))
    }

    /// Whether an article has two in three of them to the letter.
    fn is_mostly_in(&self, article: &Article) -> bool {
        let prose = article.reading.document.prose.text();
        let mut lacking = self.0.len() / 3;
        let mut lengths: Vec<usize> = self.0.iter().map(|paragraph| paragraph.text.len()).collect();
        lengths.sort_unstable();
        if lengths[..self.0.len() - lacking].iter().sum::<usize>() > prose.len() {
            return false;
        }
        for paragraph in &self.0 {
            if !paragraph.is_in(prose) {
                let Some(fewer) = lacking.checked_sub(1) else { return false };
                lacking = fewer;
            }
        }
        true
    }
}
