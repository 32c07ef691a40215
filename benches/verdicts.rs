//! How long the verdict on one quotation takes: `verdicts CORPUS DRAFTS`, both folders; prints microseconds.
//!
//! The corpus is read first, and drafts one after the other; what is timed is looking a quotation up, aligning it and
//! deciding, from one quotation to the next. Run it on one core: `taskset -c 0`.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench reads, prints and may panic"
)]

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Instant;

use onrecord::corpus::{self, Corpus, Keep};
use onrecord::settings::Settings;
use onrecord::speakers::Reading;
use onrecord::verify::{Kept, Outcome, verify};
use onrecord::{formats, speakers};

fn main() {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).filter(|path| path.exists()).collect();
    let [sources, drafts] = &folders[..] else {
        println!("usage: verdicts CORPUS DRAFTS");
        return;
    };
    if std::thread::available_parallelism().unwrap().get() > 1 {
        println!("on several cores several quotations are looked up at once: run it on one");
        return;
    }
    let corpus = corpus::open(std::slice::from_ref(sources), &Keep::Nowhere, &|_| {}).unwrap();
    let settings = Settings::default();
    let mut files: Vec<PathBuf> = std::fs::read_dir(drafts).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut micros = Vec::new();
    for file in files {
        let document = formats::read(&file.to_string_lossy(), &std::fs::read(&file).unwrap());
        let draft = speakers::read(document);
        let runs: Vec<Vec<f64>> = (0..RUNS).map(|_| times(&draft, corpus.as_ref(), &settings)).collect();
        // The machine may have other things to do: the best of a few counts.
        let best = |nth: usize| runs.iter().map(|run| run[nth]).fold(f64::INFINITY, f64::min);
        micros.extend((0..runs[0].len()).map(best));
    }
    micros.sort_by(f64::total_cmp);
    let at = |share: f64| micros.get((micros.len() as f64 * share) as usize).copied().unwrap_or_default();
    println!("{} quotations, microseconds each:", micros.len());
    println!(
        "median {:.0}, 90th percentile {:.0}, 99th {:.0}, longest {:.0}",
        at(0.5),
        at(0.9),
        at(0.99),
        at(0.999_999)
    );
}

/// So often each quotation is timed.
const RUNS: usize = 5;

/// Microseconds for each quotation of a draft that is somebody's speech.
fn times(draft: &Reading, corpus: &dyn Corpus, settings: &Settings) -> Vec<f64> {
    // It asks before each quotation whether to go on.
    let starts = Mutex::new(Vec::new());
    let go_on = || {
        starts.lock().unwrap().push(Instant::now());
        false
    };
    let verdicts = verify(draft, Some(corpus), settings, None, &Kept::default(), &go_on);
    let mut starts = starts.into_inner().unwrap();
    starts.push(Instant::now());
    let times = starts.windows(2).map(|pair| (pair[1] - pair[0]).as_nanos() as f64 / 1_000.0);
    times.zip(&verdicts).filter(|(_, it)| it.outcome != Outcome::NotSpeech).map(|(time, _)| time).collect()
}
