//! The index when things go wrong around it: processes that are killed, and many that want it at once.
//!
//! `ONRECORD_KILLS` and `ONRECORD_SECONDS` say how long; without them it is a matter of seconds.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use onrecord::corpus::{self, ArticleId, Corpus, CorpusError, Keep, Query};
use onrecord::text::{Span, fold};

const STORIES: usize = 120;

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// A number below `below`, another one each time.
fn chance(below: u64) -> u64 {
    RandomState::new().hash_one(0) % below
}

/// A story, as it reads in a round.
fn story(number: usize, round: usize) -> String {
    format!(
        "“Gate {number} stays shut until round {round} of the talks is over,” Councillor Ilse Lind said on Friday.\n\n{}",
        format!("The board of ward {number} met again in the old weigh house and heard what the repairs would cost. ")
            .repeat(number % 17 + 3)
    )
}

fn write(sources: &Path, number: usize, round: usize) {
    // As an editor saves: beside it, then over it, so that no reader meets half a story.
    let draft = sources.join(format!(".{number}.new"));
    fs::write(&draft, story(number, round)).expect("written");
    fs::rename(&draft, sources.join(format!("{number:03}.txt"))).expect("renamed");
}

fn desk() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let (sources, indexes) = (folder.path().join("sources"), folder.path().join("indexes"));
    fs::create_dir(&sources).expect("made");
    for number in 0..STORIES {
        write(&sources, number, 0);
    }
    fs::write(folder.path().join("onrecord.toml"), "[corpus]\npaths = [\"sources\"]\nindex = \"indexes\"\n")
        .expect("written");
    (folder, sources, indexes)
}

fn indexing(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.current_dir(folder).arg("index").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Every story reads as in some round up to the `last`, and is found by its words.
fn is_right(corpus: &dyn Corpus, last: usize) -> Result<(), CorpusError> {
    assert_eq!(corpus.about().articles, STORIES);
    for number in (0..STORIES).step_by(7) {
        let article = corpus.article(ArticleId(number as u32))?;
        let text = article.reading.document.prose.text();
        let rounds: Vec<usize> = (0..=last).filter(|&round| text == story(number, round)).collect();
        let [round] = rounds[..] else { panic!("{}: {text}", article.path) };
        let words = format!("Gate {number} stays shut until round {round} of the talks");
        let parts = vec![fold::tokens(&words, Span::new(0, words.len())).iter().map(|token| token.key).collect()];
        let hits = corpus.search(&Query { parts, limit: 4, ..Query::default() })?;
        assert_eq!(hits.first().map(|hit| hit.article), Some(article.id), "{words}");
        assert_eq!(article.reading.quotations.len(), 1);
    }
    Ok(())
}

#[test]
fn a_process_killed_at_any_moment_leaves_the_last_state_whole() {
    let (folder, sources, indexes) = desk();
    let keep = Keep::Always(indexes);
    let open = || corpus::open(std::slice::from_ref(&sources), &keep, &|_| {}).expect("opens");
    let start = Instant::now();
    assert!(indexing(folder.path()).status().expect("runs").success());
    let whole = start.elapsed().as_micros() as u64;
    for round in 1..=setting("ONRECORD_KILLS", 6) as usize {
        for number in (round % 3..STORIES).step_by(3) {
            write(&sources, number, round);
        }
        let mut child = indexing(folder.path()).spawn().expect("starts");
        std::thread::sleep(Duration::from_micros(chance(whole * 5 / 4)));
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("ends");
        let corpus = open();
        assert_eq!(corpus.about().problems, Vec::<String>::new(), "round {round}");
        is_right(corpus.as_ref(), round).expect("it answers");
    }
}

#[test]
fn one_writes_and_eight_read() {
    let (_folder, sources, indexes) = desk();
    let keep = Keep::Always(indexes);
    let open = || corpus::open(std::slice::from_ref(&sources), &keep, &|_| {}).expect("opens");
    open();
    let (over, round, answers) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let until = Instant::now() + Duration::from_secs(setting("ONRECORD_SECONDS", 3));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while Instant::now() < until {
                let next = round.load(Ordering::SeqCst) + 1;
                round.store(next, Ordering::SeqCst);
                for number in (next % 5..STORIES).step_by(5) {
                    write(&sources, number, next);
                }
                open();
            }
            over.store(true, Ordering::SeqCst);
        });
        for _ in 0..8 {
            scope.spawn(|| {
                while !over.load(Ordering::SeqCst) {
                    let corpus = open();
                    let problems = corpus.about().problems;
                    assert_eq!(problems, Vec::<String>::new());
                    is_right(corpus.as_ref(), round.load(Ordering::SeqCst)).expect("it answers");
                    answers.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    assert!(answers.into_inner() >= 8 && round.into_inner() > 1);
}
