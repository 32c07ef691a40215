//! `index`: the index of the corpus, made or brought up to date.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::args::{Index, To};
use super::session::{self, Session};
use super::{Ending, print};
use crate::corpus::archive::{self, Gone, load};
use crate::corpus::index::Progress;
use crate::corpus::{self, Keep};
use crate::report::plain::Plain;
use crate::{rules, settings};

/// The bar is drawn anew so often at most.
const PAUSE: Duration = Duration::from_millis(100);
/// How wide it is.
const WIDTH: usize = 30;

/// Makes or refreshes the index and says in one line what there is.
pub fn run(args: &Index) -> anyhow::Result<Ending> {
    let mut session = Session::new(&args.place);
    let found = session.settings(Path::new("."))?;
    let paths = session::paths(&found)?;
    if args.to == To::Archive {
        return to_archive(&session, paths, args.prune);
    }
    if args.prune.is_some() {
        anyhow::bail!("--prune goes with --to archive: an index on this machine follows its corpus by itself");
    }
    // Whoever asks for an index gets one, however small the corpus.
    let keep = match Keep::set(&found.settings.corpus) {
        Keep::Below(folder) => Keep::Always(folder),
        other => other,
    };
    let start = Instant::now();
    let bar = Bar::new();
    let waiting = session::say_waiting();
    let report = |progress| if bar.shown { bar.draw(progress) } else { waiting(progress) };
    let corpus = corpus::open(paths, &keep, &report);
    // Who is who is joined when somebody is first asked for; here it is made ready.
    let people = corpus.as_ref().map(|corpus| corpus.people("", 0));
    bar.clear();
    if let Ok(people) = people {
        people?;
    }
    let corpus = corpus?;
    let about = corpus.about();
    session::tell(&about.problems);
    let seconds = start.elapsed().as_secs_f32();
    let line = format!("{} articles, {} quotations, in {seconds:.1} s\n", about.articles, about.quotations);
    print(line.as_bytes())?;
    Ok(Ending::Clean)
}

/// Sends the corpus to the archive and says in one line what came of it.
fn to_archive(session: &Session<'_>, paths: &[PathBuf], prune: Option<usize>) -> anyhow::Result<Ending> {
    let named = session.configured(Path::new("."))?.settings.corpus.archive;
    let named = named.ok_or_else(session::no_archive)?;
    let allowed = settings::allowed(rules::code_of)?;
    let start = Instant::now();
    let bar = Bar::new();
    let loaded =
        load::load(paths, &named, &allowed, archive::cache().as_deref(), prune, &|progress| bar.draw(progress));
    bar.clear();
    let loaded = loaded?;
    session::tell(&loaded.problems);
    let (sent, there, seconds) = (loaded.sent, loaded.there, start.elapsed().as_secs_f32());
    print(format!("{sent} articles sent, {there} were there already, in {seconds:.1} s\n").as_bytes())?;
    if let (Some(gone), Some(at_most)) = (&loaded.gone, prune) {
        tell_gone(gone, at_most)?;
    }
    Ok(Ending::Clean)
}

/// Says what is no longer near by, and what became of it in the archive.
fn tell_gone(gone: &Gone, at_most: usize) -> anyhow::Result<()> {
    let Gone { articles, names, taken_out, shared } = gone;
    let plural = if *articles == 1 { "" } else { "s" };
    let mut page = String::new();
    if *articles <= at_most {
        write!(page, "{taken_out} of {articles} article{plural} that this corpus no longer holds taken out")?;
        if *shared > 0 {
            write!(page, ", {shared} kept, since others sent them, too")?;
        }
        page.push('\n');
        return print(page.as_bytes());
    }
    writeln!(page, "{articles} article{plural} that this corpus sent and no longer holds:")?;
    for name in names {
        writeln!(page, "    {}", Plain(name))?;
    }
    if *articles > names.len() {
        writeln!(page, "    and {} more", articles - names.len())?;
    }
    if at_most == 0 {
        writeln!(page, "none was taken out; --prune={articles} does so")?;
    }
    print(page.as_bytes())?;
    if at_most > 0 {
        anyhow::bail!("that is more than the {at_most} that --prune allows: none was taken out");
    }
    Ok(())
}

/// A bar on standard error, for people; others get none.
struct Bar {
    shown: bool,
    last: Mutex<Option<Instant>>,
}

impl Bar {
    fn new() -> Self {
        Self { shown: std::io::stderr().is_terminal(), last: Mutex::new(None) }
    }

    fn draw(&self, progress: Progress) {
        let Ok(mut last) = self.last.lock() else { return };
        let now = Instant::now();
        if !self.shown || last.is_some_and(|last| now < last + PAUSE) {
            return;
        }
        *last = Some(now);
        let line = match progress {
            Progress::Reading { done, total, .. } => {
                let part = (WIDTH as u64 * done).checked_div(total).unwrap_or_default().min(WIDTH as u64) as usize;
                let (full, rest) = ("#".repeat(part), " ".repeat(WIDTH - part));
                format!("reading [{full}{rest}] {} of {} MB", done >> 20, total >> 20)
            }
            Progress::Joining => "joining what belongs together".to_owned(),
            Progress::Waiting => session::WAITING.to_owned(),
        };
        // A bar that cannot be shown keeps nobody from anything.
        let _ = write!(anstream::stderr(), "\r\x1b[K{line}");
    }

    fn clear(&self) {
        if self.shown {
            let _ = write!(anstream::stderr(), "\r\x1b[K");
        }
    }
}
