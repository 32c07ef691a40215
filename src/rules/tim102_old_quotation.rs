//! `TIM102`: old words, told as if they were new.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::{Context, Finding, Rule};
use crate::quotations::Quotation;
use crate::text::Span;
use crate::text::lists;
use crate::text::words::{self, Token, TokenKind};
use crate::verify::{OpKind, Outcome, Standing, Verdict};

declare_rule! {
    /// The words are old, and the draft does not say so.
    ///
    /// ## What it flags
    ///
    /// A quotation that every source had printed more than two months before the day of the draft, in a paragraph that
    /// names no day, month or year and says nothing like *last year*, *at the time* or *had said*.
    ///
    /// ## Why it matters
    ///
    /// A reader takes what is told without a day for an answer to today's question.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-08
    /// “The harbour will stay open all winter,” Mara Teller said.
    ///  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TIM102 printed on 2030-11-03
    ///
    /// “We have paid for every single pump,” Teller said in November.
    /// //- article harbour.txt outlet="Coast Courier" date=2030-11-03
    /// “The harbour will stay open all winter,” Mara Teller told the council. “We have paid for every single pump.”
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Say when it was said.
    ///
    /// ## Limits
    ///
    /// It takes the day of the draft, from its metadata or from `today` in the settings, and the days of all sources.
    /// Words of time are looked for in the paragraph and the one before it, in English.
    /// An altered quotation counts where a source has four in five of its letters: much the same may have been said again.
    OldQuotation { code: "TIM102", name: "old-quotation", severity: Info }
}

impl Rule for OldQuotation {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let Some(today) = cx.draft.document.meta.date.or(cx.settings.today) else { return };
        let Ok(recent) = today.checked_sub(2.months()) else { return };
        let mut told = FxHashSet::default();
        for verdict in cx.verdicts {
            let quotation = cx.quotation(verdict);
            let Some(printed) = printed(verdict).filter(|&printed| printed < recent) else { continue };
            // Much the same may well have been said again since.
            if verdict.outcome == Outcome::Altered && !is_nearly_the_same(verdict, quotation) {
                continue;
            }
            // The parts of one utterance are as old as each other.
            if says_when(cx, quotation) || !told.insert(quotation.utterance) {
                continue;
            }
            let message = format!("the words were printed on {printed}, and nothing here says that they are not new");
            found.push(cx.finding_on(&Self::META, verdict, message));
        }
    }
}

/// The last day on which a source printed the words, where all that have them tell.
fn printed(verdict: &Verdict) -> Option<Date> {
    if !matches!(verdict.outcome, Outcome::Exact | Outcome::Disputed | Outcome::Altered | Outcome::OutOfContext) {
        return None;
    }
    let sources = verdict.sources.iter().filter(|source| source.standing == Standing::Quoted);
    let days: Option<Vec<Date>> = sources.map(|source| source.article.meta_at(source.span.start).date).collect();
    days?.into_iter().max()
}

/// Whether a source has four in five of the words, by their letters.
fn is_nearly_the_same(verdict: &Verdict, quotation: &Quotation) -> bool {
    let Some(best) = verdict.sources.first() else { return false };
    let same = best.ops.iter().filter(|op| op.kind == OpKind::Same).map(|op| op.draft.len()).sum::<usize>();
    same * 5 >= quotation.parts.iter().map(|part| part.len()).sum::<usize>() * 4
}

/// Whether the paragraph that holds a quotation, or the one before it, has a word of time outside of all marks.
fn says_when(cx: &Context<'_>, quotation: &Quotation) -> bool {
    if cx.attribution(quotation).when.is_some() {
        return true;
    }
    let blocks = &cx.draft.document.blocks;
    let at = blocks.partition_point(|block| block.span.end <= quotation.outer.start);
    let near = blocks.iter().take((at + 1).min(blocks.len())).skip(at.saturating_sub(1)).map(|block| block.span);
    near.reduce(Span::join).is_some_and(|near| has_time(cx, near))
}

fn has_time(cx: &Context<'_>, span: Span) -> bool {
    times(cx.draft.document.prose.text(), span).any(|place| !cx.is_quoted(place))
}

/// The words of time in a stretch of text.
pub(super) fn times(prose: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut tokens: Vec<Token> = Vec::new();
    words::tokens(prose, span, &mut tokens);
    let tells = |token: &Token| {
        let word = token.span.of(prose);
        let year = token.kind == TokenKind::Number && word.len() >= 4 && word.starts_with(['1', '2']);
        year || TIMES.contains(word.to_lowercase().trim_end_matches('.'))
    };
    tokens.into_iter().filter(move |token| tells(token)).map(|token| token.span)
}

/// Words that put something into another time.
static TIMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    [include_str!("../../data/times.txt"), include_str!("../../data/months.txt")]
        .into_iter()
        .flat_map(lists::words)
        .collect()
});
