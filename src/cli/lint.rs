//! `check --corpus-only`: what is wrong with the sources.

use std::path::Path;

use super::args::Check;
use super::session::{self, Session};
use crate::check::Checked;
use crate::corpus::{self, Keep};
use crate::report::{Run, Sheet};
use crate::rules::sources::{self, Place, Shelf};
use crate::settings::Settings;
use crate::speakers::Reading;
use crate::verify;

/// Reads the corpus and looks for what is wrong with it; also the settings that hold for the folder one stands in.
pub fn run(args: &Check) -> anyhow::Result<(Run, Settings)> {
    let mut session = Session::new(&args.place);
    let found = session.settings(Path::new("."))?;
    let settings = &found.settings;
    let corpus = corpus::open(session::paths(&found)?, &Keep::set(&settings.corpus), &|_| {})?;
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
    Ok((Run { drafts: sheets, sources: Some(about.articles) }, settings.clone()))
}
