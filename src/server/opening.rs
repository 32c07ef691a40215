//! A corpus being read, step by step: what is there already can be checked against meanwhile.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::desk::Desk;
use super::mail::{Mail, News};
use super::progress::Step;
use crate::corpus::index::{Progress, Watch, Wish};
use crate::corpus::{self, CorpusError, Keep, Opened, Seen};

/// After so long, drafts are checked against what is read by then; each time after that so many times as long.
const FIRST: Duration = Duration::from_secs(4);
const LONGER: u32 = 4;
/// How often a bar moves at most.
const PAUSE: Duration = Duration::from_millis(200);

/// Reads a corpus to the end, or until it is enough; tells the desk of what is there meanwhile.
///
/// A source that the reading stumbles over must not leave the drafts waiting for ever.
/// With `seen`, which files there are is known.
pub fn read(
    desk: &Desk,
    paths: &[PathBuf],
    mut seen: Option<Seen>,
    keep: &Keep,
    bar: u64,
    enough: &AtomicBool,
) -> Result<Opened, CorpusError> {
    let last = Mutex::new(None::<Instant>);
    let report = |progress| {
        let Ok(mut last) = last.lock() else { return };
        if last.is_none_or(|last| last.elapsed() >= PAUSE) {
            *last = Some(Instant::now());
            desk.send(Mail::Step(bar, step(progress)));
        }
    };
    let mut limit = Some(desk.announced().first_part.unwrap_or(FIRST));
    loop {
        let began = Instant::now();
        let wish = || match limit {
            _ if enough.load(Ordering::Relaxed) => Wish::Stop,
            Some(limit) if began.elapsed() >= limit => Wish::Pause,
            _ => Wish::GoOn,
        };
        let seen = seen.take();
        let open = || {
            let watch = Watch { report: &report, wish: &wish };
            match seen {
                Some(seen) => corpus::open_seen(paths, seen, keep, &watch),
                None => corpus::open_watched(paths, keep, &watch),
            }
        };
        let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(open)).unwrap_or_else(|_| {
            let path = paths.first().cloned().unwrap_or_default();
            Err(CorpusError::Unreadable { path, error: std::io::Error::other("the reading broke off") })
        })?;
        if opened.unread.is_none() || enough.load(Ordering::Relaxed) {
            return Ok(opened);
        }
        // What does not go on from there would be read from the start again and again.
        limit = limit.filter(|_| opened.goes_on).map(|limit| limit * LONGER);
        desk.tell(News::SoFar(paths.to_vec(), opened));
    }
}

fn step(progress: Progress) -> Step {
    match progress {
        Progress::Reading { done, total, articles, files, of } => {
            let percent = (100 * done.min(total)).checked_div(total).unwrap_or(100) as u32;
            let files = if of == 1 { String::new() } else { format!(" from {files} of {of} files") };
            let size = |bytes: u64| bytes.div_ceil(1 << 20);
            Step::On(format!("{articles} sources{files}, {} of {} MB", size(done), size(total)), Some(percent))
        }
        Progress::Joining => Step::On("joining what belongs together".to_owned(), None),
        Progress::Waiting => Step::On("waiting for another process that reads it".to_owned(), None),
    }
}
