//! `find`: where a phrase was said.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, bail};

use super::Ending;
use super::args::{Find, LineFormat};
use super::session::Session;
use crate::corpus::Corpus;
use crate::report::found::{self, Found};
use crate::verify::phrase;

/// Looks for one phrase, or for each line of a file as it comes.
pub fn run(args: &Find) -> anyhow::Result<Ending> {
    let mut session = Session::new(&args.place);
    let corpus = session.corpus_here()?;
    let mut out = anstream::stdout().lock();
    let mut answer = |phrase: &str| -> anyhow::Result<()> {
        let mut line = Vec::new();
        let found = look(corpus.as_ref(), phrase, args.limit.get())?;
        match args.format {
            LineFormat::Human => found::human(&found, &mut line)?,
            LineFormat::Jsonl => found::jsonl(&found, &mut line)?,
        }
        out.write_all(&line)?;
        // Whoever sends phrase by phrase waits for each answer.
        out.flush()?;
        Ok(())
    };
    match &args.batch {
        None => {
            // A shell takes the marks around a phrase away, or leaves its words apart.
            let phrase = args.text.join(" ");
            if !phrase.contains(char::is_alphanumeric) {
                bail!("nothing to look for: the phrase has no words");
            }
            answer(&phrase)?;
        }
        Some(batch) => {
            let mut lines = BufReader::new(open(batch)?);
            let mut line = Vec::new();
            while lines.read_until(b'\n', &mut line)? > 0 {
                answer(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']))?;
                line.clear();
            }
        }
    }
    drop(out);
    session.tell_of_archives();
    Ok(Ending::Clean)
}

fn open(batch: &Path) -> anyhow::Result<Box<dyn Read>> {
    if batch == Path::new("-") {
        return Ok(Box::new(std::io::stdin().lock()));
    }
    let file = std::fs::File::open(batch).with_context(|| format!("cannot read {}", batch.display()))?;
    Ok(Box::new(file))
}

fn look(corpus: &dyn Corpus, phrase: &str, limit: usize) -> anyhow::Result<Found> {
    let start = Instant::now();
    let mut sources = phrase::find(phrase, corpus)?;
    sources.truncate(limit);
    let micros = start.elapsed().as_micros();
    Ok(Found { sources, micros, missed: phrase::missed(phrase, corpus).map(|missed| missed.why) })
}
