//! From the files of a corpus to what is read of them, some at a time, in order; telling what was left out.

use std::fs::{self, File};
use std::io::{BufReader, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use twox_hash::XxHash3_64;

use super::read::Read;
use super::walk::{Found, Lent, extension};
use crate::formats::{self, Document};

/// Files above this size are left out, and said so, and so are lines of a `.jsonl`: no article is that long.
pub const MAX_BYTES: u64 = 256 << 20;
/// So many pieces, or bytes of them, are read at once: their words take more room than what is kept of them.
const BATCH: usize = 512;
const BATCH_BYTES: usize = 16 << 20;
/// So many broken lines of one file are told one by one; a file of something else would bury the rest.
const BROKEN: usize = 5;

/// What is said of a line whose identifier was met before.
pub(super) const AGAIN: &str = "the id stands in an earlier line too";

/// What takes in the sources of a corpus.
pub(super) trait Intake: Send {
    /// Whether an article of a file with this checksum is known already and needs no reading; then its identifier.
    fn known(&mut self, file: usize, origin: u64) -> Option<Known>;

    /// The next article of a file, one that is known.
    fn keep(&mut self, file: usize, origin: u64);

    /// The next article of a file.
    fn take(&mut self, file: usize, id: Option<String>, origin: u64, read: Read);

    /// So many more bytes of the files have been read.
    fn passed(&mut self, _bytes: u64) {}

    /// So many need no reading, since what is in them is known.
    fn skipped(&mut self, _bytes: u64) {}

    /// Whether no more is wanted: what was read up to now is handed on, the file that is being read has no end.
    fn stops(&mut self) -> bool {
        false
    }

    /// All of a file has been taken in: its checksum, and what was odd, a line each.
    fn end(&mut self, file: usize, hash: u64, problems: Vec<String>);
}

/// An article that is known already.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Its identifier, if it lies in a file of many.
    pub id: Option<String>,
}

/// A checksum of what an article or a file is read from.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes)
}

/// Whether a file holds an article a line.
pub fn is_rows(path: &Path) -> bool {
    matches!(extension(path).as_str(), "jsonl" | "ndjson")
}

/// Reads files, and hands on what is in them in their order.
pub(super) fn read<'f>(files: impl Iterator<Item = (usize, &'f Found)>, intake: &mut dyn Intake) {
    let mut batch = Batch { intake, waiting: Vec::new(), bytes: 0, made: Vec::new(), tally: Tally::default() };
    for (number, file) in files {
        if batch.intake.stops() {
            break;
        }
        if is_rows(&file.path) {
            rows(number, file, &mut batch);
        } else {
            whole(number, file, &mut batch);
        }
    }
    // What the first one makes the second hands on.
    batch.flush();
    batch.flush();
}

/// One article's worth of a file.
enum Piece {
    /// One that is known already.
    Known { line: usize, origin: u64, id: Option<String> },
    /// A whole file.
    File { name: String, bytes: Vec<u8>, origin: u64, library: Option<Arc<Lent>> },
    /// A line, from 1.
    Line { line: usize, bytes: Vec<u8>, origin: u64, library: Option<Arc<Lent>> },
    /// What could not be had.
    Problem(String),
    /// Nothing more comes of this file.
    End { name: String, hash: u64 },
}

impl Piece {
    /// What comes of it; a source that the program breaks over is left out, and the others are read.
    fn caught(self) -> Made {
        let broken = match &self {
            Self::Line { line, .. } => Made::Broken(*line, BROKE.to_owned()),
            Self::File { name, .. } => Made::Problem(format!("left out: {name}: {BROKE}")),
            _ => return make(self),
        };
        caught(|| make(self), broken)
    }
}

/// What is said of a source that the program breaks over.
const BROKE: &str = "internal error while reading it";

fn caught(make: impl FnOnce() -> Made, broken: Made) -> Made {
    catch_unwind(AssertUnwindSafe(make)).unwrap_or(broken)
}

/// What came of it.
enum Made {
    Known {
        line: usize,
        origin: u64,
        id: Option<String>,
    },
    Article {
        line: usize,
        read: Box<Read>,
        id: Option<String>,
        origin: u64,
        problems: Vec<String>,
    },
    /// What a file held that packs several, or one.
    Held(Vec<(Option<String>, Read)>, u64, Vec<String>),
    Broken(usize, String),
    Problem(String),
    End(String, u64),
}

struct Batch<'a> {
    intake: &'a mut dyn Intake,
    waiting: Vec<(usize, Piece)>,
    bytes: usize,
    /// What came of the pieces before those that wait.
    made: Vec<(usize, Made)>,
    tally: Tally,
}

/// What is counted over one file.
#[derive(Default)]
struct Tally {
    problems: Vec<String>,
    broken: Vec<String>,
    more: usize,
    /// The checksums of the identifiers met so far: there may be millions.
    ids: FxHashSet<u64>,
    /// The first line whose identifier stands in an earlier one, and how many there are.
    again: Option<(usize, usize)>,
}

impl Batch<'_> {
    fn push(&mut self, file: usize, piece: Piece) {
        if let Piece::File { bytes, .. } | Piece::Line { bytes, .. } = &piece {
            self.bytes += bytes.len();
            self.intake.passed(bytes.len() as u64);
        }
        self.waiting.push((file, piece));
        if self.waiting.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.flush();
        }
    }

    /// Reads what waits while what was read last is handed on.
    fn flush(&mut self) {
        self.bytes = 0;
        let waiting = std::mem::take(&mut self.waiting);
        let ready = std::mem::take(&mut self.made);
        let make = || waiting.into_par_iter().map(|(file, piece)| (file, piece.caught())).collect();
        let hand_on = || ready.into_iter().for_each(|(file, made)| self.hand_on(file, made));
        (self.made, ()) = rayon::join(make, hand_on);
    }

    fn hand_on(&mut self, file: usize, made: Made) {
        let tally = &mut self.tally;
        match made {
            Made::Known { line, origin, id } => {
                tally.met(line, id.as_deref());
                self.intake.keep(file, origin);
            }
            Made::Article { line, read, id, origin, problems } => {
                tally.met(line, id.as_deref());
                tally.problems.extend(problems);
                self.intake.take(file, id, origin, *read);
            }
            Made::Held(held, origin, problems) => {
                tally.problems.extend(problems);
                for (nth, (id, read)) in held.into_iter().enumerate() {
                    self.intake.take(file, id, numbered(origin, nth + 1), read);
                }
            }
            Made::Broken(line, error) => {
                if tally.broken.len() < BROKEN {
                    tally.broken.push(format!("{line}: {error}"));
                } else {
                    tally.more += 1;
                }
            }
            Made::Problem(problem) => tally.problems.push(problem),
            Made::End(name, hash) => {
                let problems = std::mem::take(tally).problems(&name);
                self.intake.end(file, hash, problems);
            }
        }
    }
}

impl Tally {
    /// Takes note of the identifier of the next line.
    fn met(&mut self, line: usize, id: Option<&str>) {
        let Some(id) = id else { return };
        if !self.ids.insert(checksum(id.as_bytes())) {
            self.again.get_or_insert((line, 0)).1 += 1;
        }
    }

    fn problems(self, name: &str) -> Vec<String> {
        let mut problems = self.problems;
        problems.extend(self.broken.iter().map(|broken| format!("left out: {name}:{broken}")));
        if self.more > 0 {
            problems.push(format!("left out: {} more lines of {name}", self.more));
        }
        if let Some((line, count)) = self.again {
            problems.push(format!("{name}:{line}: {AGAIN} ({count} such lines in all)"));
        }
        problems
    }
}

fn make(piece: Piece) -> Made {
    match piece {
        Piece::Known { line, origin, id } => Made::Known { line, origin, id },
        Piece::Problem(problem) => Made::Problem(problem),
        Piece::End { name, hash } => Made::End(name, hash),
        Piece::File { name, bytes, origin, library } => {
            let lend = |document: &mut Document| {
                if let Some(lent) = &library {
                    lent.library.lend(&name, document);
                }
            };
            if let Some(unpacked) = formats::packed::unpack(&name, &bytes, &pages) {
                let problems = unpacked.problems.iter().map(|problem| format!("{name}: {problem}")).collect();
                let held = unpacked.held.into_iter().map(|mut held| {
                    lend(&mut held.document);
                    (held.record, Read::new(held.document))
                });
                return Made::Held(held.collect(), origin, problems);
            }
            if formats::is_report(&bytes) {
                return Made::Problem(format!("left out: {name}: is a report that onrecord wrote"));
            }
            if formats::is_binary(&bytes) {
                return Made::Problem(format!("left out: {name}: is a binary file"));
            }
            let mut document = formats::read(&name, &bytes);
            lend(&mut document);
            let problems = document.problems.iter().map(|problem| format!("{name}: {}", problem.message)).collect();
            Made::Article { line: 0, read: Box::new(Read::new(document)), id: None, origin, problems }
        }
        Piece::Line { line, bytes, origin, library } => match formats::packed::row(&bytes) {
            Ok((id, mut document)) => {
                if let Some(lent) = &library {
                    // No file is this article's own.
                    lent.library.lend("", &mut document);
                }
                let origin = if id.is_some() { origin } else { numbered(origin, line) };
                let id = Some(id.unwrap_or_else(|| line.to_string()));
                Made::Article { line, read: Box::new(Read::new(document)), id, origin, problems: Vec::new() }
            }
            Err(error) => Made::Broken(line, error.to_string()),
        },
    }
}

#[cfg(feature = "pdf")]
use super::pages::pages;

/// Without the feature `pdf` nothing asks.
#[cfg(not(feature = "pdf"))]
fn pages(_: &[u8]) -> Result<Vec<String>, String> {
    Err("is a PDF file, which this build does not read".to_owned())
}

fn whole(number: usize, file: &Found, batch: &mut Batch<'_>) {
    let name = file.path.display().to_string();
    let mut hash = 0;
    match contents(&file.path) {
        Ok(bytes) => {
            hash = checksum(&bytes) ^ mark(file);
            let piece = match batch.intake.known(number, hash) {
                Some(Known { id }) => {
                    batch.intake.skipped(bytes.len() as u64);
                    Piece::Known { line: 0, origin: hash, id }
                }
                None => Piece::File { name: name.clone(), bytes, origin: hash, library: file.library.clone() },
            };
            batch.push(number, piece);
        }
        Err(why) => batch.push(number, Piece::Problem(format!("left out: {name}: {why}"))),
    }
    batch.push(number, Piece::End { name, hash });
}

/// What is read of a file depends on what the libraries say of it, too.
fn mark(file: &Found) -> u64 {
    file.library.as_ref().map_or(0, |lent| lent.mark)
}

/// The bytes of a file, or why it is left out.
///
/// What it is may have changed since the folder was walked: a pipe would be waited for without end, and a file
/// that grows while it is read must not fill the memory.
pub(super) fn contents(path: &Path) -> Result<Vec<u8>, String> {
    let data = fs::metadata(path).map_err(|error| error.to_string())?;
    if !data.is_file() {
        return Err("is no ordinary file".to_owned());
    }
    let mut bytes = Vec::new();
    if data.len() <= MAX_BYTES {
        let file = File::open(path).map_err(|error| error.to_string())?;
        bytes.reserve_exact(data.len() as usize + 1);
        file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    }
    if data.len().max(bytes.len() as u64) > MAX_BYTES {
        return Err(format!("is larger than {} MB", MAX_BYTES >> 20));
    }
    Ok(bytes)
}

/// A `.jsonl` of articles, one object a line; of any length, since no more than a few lines are held at once.
fn rows(number: usize, file: &Found, batch: &mut Batch<'_>) {
    let name = file.path.display().to_string();
    let mut hash = 0u64;
    let open = || -> std::io::Result<File> {
        if fs::metadata(&file.path)?.is_file() {
            File::open(&file.path)
        } else {
            Err(std::io::Error::other("is no ordinary file"))
        }
    };
    let opened = open().and_then(|file| formats::packed::Lines::of(BufReader::with_capacity(1 << 18, file)));
    let mut lines = match opened {
        Ok(lines) => lines,
        Err(error) => {
            batch.push(number, Piece::Problem(format!("left out: {name}: {error}")));
            batch.push(number, Piece::End { name, hash });
            return;
        }
    };
    for line in 1.. {
        if batch.intake.stops() {
            return;
        }
        let bytes = match lines.next(MAX_BYTES) {
            Ok(None) => break,
            Ok(Some(bytes)) => bytes,
            Err(why) => {
                let why = format!("left out: {name}:{line}: from here on; {why}");
                batch.push(number, Piece::Problem(why));
                break;
            }
        };
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let origin = checksum(&bytes) ^ mark(file);
        hash = hash.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ origin;
        let known = [origin, numbered(origin, line)].into_iter().find_map(|origin| {
            let Known { id } = batch.intake.known(number, origin)?;
            batch.intake.skipped(bytes.len() as u64);
            Some(Piece::Known { line, origin, id })
        });
        batch.push(number, known.unwrap_or(Piece::Line { line, bytes, origin, library: file.library.clone() }));
    }
    batch.push(number, Piece::End { name, hash });
}

/// The checksum of a line that has no identifier and goes by its number: it is another where it stands elsewhere.
fn numbered(origin: u64, line: usize) -> u64 {
    (origin ^ line as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_the_program_breaks_over_is_left_out() {
        let broken = || Made::Problem(format!("left out: a.txt: {BROKE}"));
        let whole = caught(|| Made::End("a.txt".to_owned(), 0), broken());
        assert!(matches!(whole, Made::End(..)));
        assert!(matches!(caught(|| panic!("a format with a fault"), broken()), Made::Problem(_)));
    }

    #[test]
    fn what_is_gone_or_another_thing_by_the_time_it_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in [folder.path().join("gone.txt"), folder.path().to_owned()] {
            assert!(contents(&path).is_err(), "{}", path.display());
        }
    }
}
