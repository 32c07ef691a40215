//! What is wrong with the corpus itself: rules that read its sources, as the others read a draft and its verdicts.
//!
//! They search as little as those do. What was looked up beforehand, such as which sources contradict each other, comes
//! with the shelf.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use super::{Declared, Finding, Meta, ignores};
use crate::corpus::{Article, ArticleId, Corpus, CorpusError, Odd, Person};
use crate::settings::Settings;
use crate::text::Span;
use crate::verify::Contradiction;

/// What rules about sources read.
pub struct Shelf<'a> {
    /// The sources.
    pub corpus: &'a dyn Corpus,
    /// Files of which something could not be read.
    pub odd: &'a [Odd],
    /// Everybody who is quoted.
    pub people: &'a [Arc<Person>],
    /// Where sources contradict each other.
    pub contradictions: &'a [Contradiction],
}

/// Where a finding about the corpus stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In an article.
    Article(ArticleId),
    /// In a file that yielded none, or not all.
    File(String),
}

/// Looks at the sources of a corpus for one thing.
pub(super) trait SourceRule: Declared {
    /// Reports what it sees in one article by itself.
    fn one(&self, _article: &Article, _found: &mut Vec<Finding>) {}

    /// Reports what it sees only where all of them are at hand.
    ///
    /// # Errors
    /// When the corpus gives no answer.
    fn all(&self, _shelf: &Shelf<'_>, _found: &mut Vec<(Place, Finding)>) -> Result<(), CorpusError> {
        Ok(())
    }
}

/// A finding with the rule's own severity, at a range of an article's prose.
pub(super) fn finding(meta: &'static Meta, article: &Article, span: Span, message: String) -> Finding {
    Finding::new(meta, article.reading.document.prose.to_text(span), message)
}

/// Where one looks first in an article: its first line that says something.
pub(super) fn top(article: &Article) -> Span {
    let prose = article.reading.document.prose.text();
    let start = prose.len() - prose.trim_start().len();
    Span::new(start, prose[start..].find('\n').map_or(prose.len(), |end| start + end))
}

/// Runs every rule about sources that is not off; findings in order of source, place and code, without those that a source
/// asks to ignore.
///
/// # Errors
/// When the corpus gives no answer.
pub fn run(shelf: &Shelf<'_>, settings: &Settings) -> Result<Vec<(Place, Vec<Finding>)>, CorpusError> {
    let rules = wanted(settings);
    let articles = shelf.corpus.about().articles as u32;
    let single = (0..articles).into_par_iter().map(ArticleId).map(|id| {
        let article = shelf.corpus.article(id)?;
        Ok((Place::Article(id), singly(&rules, &article)))
    });
    let mut found: Vec<(Place, Vec<Finding>)> = single.collect::<Result<_, CorpusError>>()?;
    found.retain(|(_, findings): &(Place, Vec<Finding>)| !findings.is_empty());
    for rule in &rules {
        let mut together = Vec::new();
        match catch_unwind(AssertUnwindSafe(|| rule.all(shelf, &mut together))) {
            Ok(looked) => looked?,
            Err(_) => together = vec![(Place::File("the corpus".to_owned()), stumbled(*rule))],
        }
        found.extend(together.into_iter().map(|(place, finding)| (place, vec![finding])));
    }
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut joined: Vec<(Place, Vec<Finding>)> = Vec::new();
    for (place, findings) in found {
        match joined.last_mut() {
            Some((known, before)) if *known == place => before.extend(findings),
            _ => joined.push((place, findings)),
        }
    }
    for (place, findings) in &mut joined {
        let article = match place {
            Place::Article(id) => Some(shelf.corpus.article(*id)?),
            Place::File(_) => None,
        };
        finish(article.as_deref(), findings, settings);
    }
    joined.retain(|(_, findings)| !findings.is_empty());
    Ok(joined)
}

/// What the rules see in one article by itself, in order, without what it asks to ignore: for a corpus that is too large to
/// be looked at as a whole.
pub fn of_one(article: &Article, settings: &Settings) -> Vec<Finding> {
    let mut findings = singly(&wanted(settings), article);
    finish(Some(article), &mut findings, settings);
    findings
}

fn wanted(settings: &Settings) -> Vec<&'static dyn SourceRule> {
    super::SOURCE_RULES.iter().copied().filter(|rule| rule.is_on(settings)).collect()
}

fn singly(rules: &[&dyn SourceRule], article: &Article) -> Vec<Finding> {
    rules.iter().flat_map(|rule| guarded(*rule, |rule, found| rule.one(article, found))).collect()
}

/// Puts the findings on one source in order, by what the settings and the source itself ask for.
fn finish(article: Option<&Article>, findings: &mut Vec<Finding>, settings: &Settings) {
    if let Some(article) = article {
        ignores::apply(&mut ignores::of(&article.reading), findings);
    }
    for finding in findings.iter_mut() {
        finding.severity = settings.severity_of(finding.code).unwrap_or(finding.severity);
    }
    findings.sort_by_key(|finding| (finding.span.start, finding.code));
}

/// Whether a rule about sources is to be run: what it reads need not be looked up otherwise.
pub fn is_wanted(code: &str, settings: &Settings) -> bool {
    wanted(settings).iter().any(|rule| rule.meta().code == code)
}

/// What a rule finds; one that panics becomes a finding about itself, and the others go on.
fn guarded(rule: &dyn SourceRule, look: impl Fn(&dyn SourceRule, &mut Vec<Finding>)) -> Vec<Finding> {
    let mut found = Vec::new();
    if catch_unwind(AssertUnwindSafe(|| look(rule, &mut found))).is_err() {
        found = vec![stumbled(rule)];
    }
    found
}

fn stumbled(rule: &dyn SourceRule) -> Finding {
    let meta = rule.meta();
    let message = format!("the rule {} failed here, what it would have said is missing", meta.code);
    Finding::new(meta, Span::at(0), message)
}
