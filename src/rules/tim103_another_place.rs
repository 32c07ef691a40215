//! `TIM103`: said in another place than the source tells.

use super::{Context, Finding, Rule};
use crate::quotations::Attribution;
use crate::text::Span;
use crate::text::dates;
use crate::verify::{Evidence, Standing, Verdict};

declare_rule! {
    /// The place where the draft has something said is not the one that the source tells.
    ///
    /// ## What it flags
    ///
    /// A quotation that the draft has said *in* one place and its source *in* another, both right behind the words that
    /// name the speaker, where the source does not so much as mention the draft's place.
    ///
    /// ## Why it matters
    ///
    /// A place stands for an audience: what was promised to one town was not promised to another.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- draft story.md date=2031-05-03
    /// “The harbour will stay open all winter,” Mara Teller told reporters in Norwick.
    ///                                                                        ^^^^^^^ TIM103 source has “Aldersund”
    /// //- article harbour.txt outlet="Coast Courier" date=2031-05-02
    /// “The harbour will stay open all winter,” Mara Teller said in a speech in Aldersund.
    /// ```
    ///
    /// ## Fix
    ///
    /// None. Look up where it was said.
    ///
    /// ## Limits
    ///
    /// It knows no map: a town and its county are two places to it, unless the source names both. English only.
    AnotherPlace { code: "TIM103", name: "another-place", severity: Info }
}

impl Rule for AnotherPlace {
    fn check(&self, cx: &Context<'_>, found: &mut Vec<Finding>) {
        let prose = cx.draft.document.prose.text();
        let mut last = None;
        for verdict in cx.verdicts.iter().filter(|verdict| !verdict.sources.is_empty()) {
            let ours = place(prose, cx.attribution(cx.quotation(verdict)));
            let Some(ours) = ours.filter(|&ours| last != Some(ours)) else { continue };
            let Some(theirs) = elsewhere(verdict, cx.words(ours)) else { continue };
            let message = format!("source has “{theirs}” for the place, draft has “{}”", cx.words(ours));
            let mut finding = cx.finding_on(&Self::META, verdict, message);
            finding.span = cx.text(ours);
            finding.related.push((cx.text(cx.quotation(verdict).span), "what was said there".into()));
            found.push(finding);
            // The parts of one utterance share its place.
            last = Some(ours);
        }
    }
}

/// The place that the sources tell, where none of them names the draft's.
fn elsewhere<'a>(verdict: &'a Verdict, ours: &str) -> Option<&'a str> {
    let quoted = |source: &&Evidence| source.standing == Standing::Quoted && !source.other_rendering;
    let mut told = None;
    for source in verdict.sources.iter().filter(quoted) {
        let reading = &source.article.reading;
        let prose = reading.document.prose.text();
        let dateline = source.article.meta_at(source.span.start).dateline.as_deref().unwrap_or("").to_lowercase();
        if prose.contains(ours) || dateline.contains(&ours.to_lowercase()) {
            return None;
        }
        let holds = |it: &&crate::quotations::Quotation| it.parent.is_none() && it.span.overlaps(source.span);
        let quotation = reading.quotations.iter().find(holds)?;
        let theirs = place(prose, &reading.utterances[quotation.utterance].attribution);
        told = told.or(theirs.map(|theirs| theirs.of(prose)));
    }
    told
}

/// The place that is named right behind an attribution: "told reporters in Norwick", "said in a speech in Norwick".
pub(super) fn place(prose: &str, attribution: &Attribution) -> Option<Span> {
    let after = [attribution.cue, attribution.mention].into_iter().flatten().map(|span| span.end).max()?;
    let (from, place) = named_place(&prose[after..])?;
    let first = place.split(' ').next().unwrap_or("");
    let is_day = dates::month(&first.to_lowercase()).is_some() || first.ends_with("day");
    (!is_day).then(|| Span::new(after + from, after + from + place.len()))
}

/// Words in small letters that may stand in front of *in*.
const BETWEEN: usize = 6;
/// Words of a place's name.
const NAME: usize = 3;

/// The name that *in* leads to, at most a few words behind the attribution, and where it begins.
fn named_place(text: &str) -> Option<(usize, &str)> {
    let mut at = 0;
    for _ in 0..=BETWEEN {
        if let Some(name) = text[at..].strip_prefix(" in").map(capitalised).filter(|name| !name.is_empty()) {
            return Some((at + " in ".len(), &name[1..]));
        }
        let word = text[at..].strip_prefix(' ')?;
        let length = word.find(|c: char| !c.is_lowercase() && !matches!(c, '\'' | '’')).unwrap_or(word.len());
        if length == 0 {
            return None;
        }
        at += 1 + length;
    }
    None
}

/// The words with capitals that a text begins with, each behind a space.
fn capitalised(text: &str) -> &str {
    let mut end = 0;
    for _ in 0..NAME {
        let Some(word) = text[end..].strip_prefix(' ').filter(|word| word.starts_with(char::is_uppercase)) else {
            break;
        };
        let length = word.find(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’' | '-')).unwrap_or(word.len());
        // A letter alone is no name.
        if word[..length].chars().nth(1).is_none() {
            break;
        }
        end += 1 + length;
    }
    &text[..end]
}
