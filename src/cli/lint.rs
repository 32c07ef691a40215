//! `check --corpus-only`: what is wrong with the sources.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::args::Check;
use super::session::{self, Session};
use crate::check::Checked;
use crate::corpus::{self, Keep};
use crate::report::{Run, Sheet};
use crate::rules::sources::{self, Place, Shelf};
use crate::settings::{Settings, Severity};
use crate::speakers::Reading;
use crate::verify;

/// What was found, the settings that hold for the folder one stands in, and how grave the gravest is that is not shown.
type Linted = (Run, Settings, Severity);

/// So many articles of an archive are shown with what is wrong with them.
const SHOWN: usize = 1_000;

/// Reads the corpus and looks for what is wrong with it.
pub fn run(args: &Check) -> anyhow::Result<Linted> {
    let mut session = Session::new(&args.place);
    let found = session.settings(Path::new("."))?;
    let settings = &found.settings;
    let corpus = corpus::open(session::paths(&found)?, &Keep::set(&settings.corpus), &session::say_waiting())?;
    let about = corpus.about();
    let of_files: Vec<&String> = about.odd.iter().flat_map(|odd| &odd.problems).collect();
    // What is said of single files becomes a finding.
    let general: Vec<String> = about.problems.iter().filter(|it| !of_files.contains(it)).cloned().collect();
    session::tell(&general);
    let contradictions = if sources::is_wanted("SRC109", settings) {
        verify::contradictions(corpus.as_ref(), settings)?
    } else {
        Vec::new()
    };
    let people = corpus.everybody()?;
    let shelf = Shelf { corpus: corpus.as_ref(), odd: &about.odd, people: &people, contradictions: &contradictions };
    let mut sheets = Vec::new();
    for (place, findings) in sources::run(&shelf, settings)? {
        let (path, draft) = match place {
            Place::Article(id) => {
                let article = corpus.article(id)?;
                (article.path.clone(), article.reading.clone())
            }
            Place::File(path) => (path, Reading::default()),
        };
        sheets.push(Sheet::new(path, Checked { draft, findings, ..Checked::default() }));
    }
    sheets.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((Run { drafts: sheets, sources: Some(about.articles) }, settings.clone(), Severity::Off))
}

/// Goes through the archive and looks for what is wrong with each article by itself. However many there are, no more are at
/// hand than a page of them and those that are shown.
pub fn archive(args: &Check) -> anyhow::Result<Linted> {
    let mut session = Session::new(&args.place);
    let found = session.settings(Path::new("."))?;
    let settings = &found.settings;
    let mut sheets = Vec::new();
    let (mut others, mut unshown) = (BTreeMap::new(), Severity::Off);
    let taken = session.archive_here()?.each(&mut |articles| {
        let looked = articles.into_par_iter().map(|article| (sources::of_one(&article, settings), article));
        for (findings, article) in looked.collect::<Vec<_>>() {
            if findings.is_empty() {
                continue;
            }
            if sheets.len() < SHOWN {
                let checked = Checked { draft: article.reading, findings, ..Checked::default() };
                sheets.push(Sheet::new(article.path, checked));
                continue;
            }
            for finding in findings {
                unshown = unshown.max(finding.severity);
                *others.entry(finding.code).or_insert(0_usize) += 1;
            }
        }
    })?;
    let mut problems = Vec::new();
    if !others.is_empty() {
        let counts: Vec<String> = others.iter().map(|(code, count)| format!("{count} {code}")).collect();
        problems.push(format!("only the first {SHOWN} articles are shown; in others there are: {}", counts.join(", ")));
    }
    if taken.unreadable > 0 {
        problems.push(format!("articles of the archive that could not be read: {}", taken.unreadable));
    }
    if taken.nameless > 0 {
        problems.push(format!("articles of the archive that have no `id` and were not looked at: {}", taken.nameless));
    }
    session::tell(&problems);
    Ok((Run { drafts: sheets, sources: Some(taken.articles) }, settings.clone(), unshown))
}
