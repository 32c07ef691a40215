//! `SRC110`: one speaker, spelled in two ways.

use std::collections::BTreeMap;

use super::Finding;
use super::att103_misspelled_name::slip;
use super::sources::{self, Place, Shelf, SourceRule};
use crate::corpus::{Article, ArticleId, CorpusError, Person};

declare_rule! {
    /// A speaker is spelled otherwise in this source than in the others.
    ///
    /// ## What it flags
    ///
    /// A full name that is one slip away from the name under which the other sources quote somebody.
    /// `onrecord check --corpus-only` tells it once for each source, at the rarer spelling.
    ///
    /// ## Why it matters
    ///
    /// A wrong name in a source becomes a wrong name in a draft, and what one person said counts as two people's.
    ///
    /// ## Example
    ///
    /// ```fixture
    /// //- source a.txt date=2031-05-02
    /// “The harbour will stay open all winter,” Mara Lindqvist told the council.
    /// //- source b.txt date=2031-05-03
    /// “The ferry will run on Sundays, too,” Mara Lindqvist told the council.
    /// //- source c.txt date=2031-05-04
    /// “Nobody has asked us about the pumps,” Mara Lindqvst told the council.
    /// //- found
    /// c.txt:5:40: info SRC110 two-spellings: “Lindqvst” here, “Lindqvist” in 2 other sources
    /// ```
    ///
    /// ## Fix
    ///
    /// Find out how the name is spelled, and correct the source's copy, or list the misspelling in the newsroom's directory.
    ///
    /// ## Limits
    ///
    /// Two people whose names are one letter apart may be taken for one. Where the two spellings are as frequent as each
    /// other, the one that sorts later is told.
    TwoSpellings { code: "SRC110", name: "two-spellings", severity: Info }
}

impl SourceRule for TwoSpellings {
    fn all(&self, shelf: &Shelf<'_>, found: &mut Vec<(Place, Finding)>) -> Result<(), CorpusError> {
        let full = |name: &&String| name.contains(' ');
        for person in shelf.people.iter().filter(|person| person.aliases.iter().any(|alias| full(&alias))) {
            let mut forms: Vec<&String> = person.aliases.iter().filter(full).collect();
            forms.push(&person.name);
            if !forms.iter().any(|a| forms.iter().any(|b| slip(a, b).is_some())) {
                continue;
            }
            spellings(shelf, person, &forms, found)?;
        }
        Ok(())
    }
}

/// Tells of each form of a person's name that is a slip of a more frequent one.
fn spellings(
    shelf: &Shelf<'_>,
    person: &Person,
    forms: &[&String],
    found: &mut Vec<(Place, Finding)>,
) -> Result<(), CorpusError> {
    let mut ids: Vec<ArticleId> = person.said.iter().map(|said| said.article).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut by_form: BTreeMap<&String, Vec<ArticleId>> = BTreeMap::new();
    for id in ids {
        let article = shelf.corpus.article(id)?;
        let names = article.reading.speakers.iter().map(|speaker| &speaker.name);
        for form in forms.iter().filter(|form| names.clone().any(|name| name == **form)) {
            by_form.entry(form).or_default().push(id);
        }
    }
    for (form, articles) in &by_form {
        let often = |name: &String, count: usize| (count, std::cmp::Reverse(name.clone()));
        let better = by_form.iter().filter(|(other, theirs)| {
            slip(form, other).is_some() && often(other, theirs.len()) > often(form, articles.len())
        });
        let Some((better, theirs)) = better.max_by_key(|(other, theirs)| often(other, theirs.len())) else { continue };
        for &id in articles {
            let article = shelf.corpus.article(id)?;
            found.extend(told(&article, form, better, theirs.len()).map(|finding| (Place::Article(id), finding)));
        }
    }
    Ok(())
}

/// The finding at the first place of an article that has the rarer form.
fn told(article: &Article, form: &str, better: &str, others: usize) -> Option<Finding> {
    let prose = article.reading.document.prose.text();
    let speaker = article.reading.speakers.iter().find(|speaker| speaker.name == form)?;
    let (ours, theirs) = slip(form, better)?;
    let mention = speaker.mentions.iter().find(|mention| mention.of(prose).contains(ours))?;
    let sources = if others == 1 { "another source".to_owned() } else { format!("{others} other sources") };
    let message = format!("“{ours}” here, “{theirs}” in {sources}");
    let mut finding = sources::finding(&TwoSpellings::META, article, *mention, message);
    finding.speaker = Some(form.to_owned());
    Some(finding)
}
