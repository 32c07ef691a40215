//! PDF files, read in a process of their own: what breaks or floods the library ends there.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// So long one file may take.
const LONGEST: Duration = Duration::from_secs(30);
/// So many bytes of text are taken of one file.
const MOST: u64 = 64 << 20;
/// The command of this program that reads a PDF file on standard input, and prints its pages as JSON on the last line.
const COMMAND: &str = "pdf-pages";

/// The program, once it has said that it knows the command.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says that the process that runs is the program itself: inside another one there is no such command.
pub fn this_is_the_program() {
    // There it leads to what is running, though the file may have been renamed or replaced since.
    let own = PathBuf::from("/proc/self/exe");
    let program = if own.exists() { Some(own) } else { std::env::current_exe().ok() };
    if let Some(program) = program {
        PROGRAM.get_or_init(|| program);
    }
}

/// The text of each page of a PDF file.
///
/// # Errors
/// When it has none, is damaged, or took too long; in words for a message.
pub(super) fn pages(file: &[u8]) -> Result<Vec<String>, String> {
    let Some(program) = PROGRAM.get() else {
        return Err("is a PDF file, which only the program itself reads".to_owned());
    };
    let started =
        Command::new(program).arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = started.map_err(|error| format!("cannot start a process to read it: {error}"))?;
    let said = talk(&mut child, file);
    // It has ended, or is to end now.
    let _ = child.kill();
    let aborted = child.wait().is_ok_and(was_aborted);
    let said = said?;
    let last = said.lines().next_back().unwrap_or_default();
    let why =
        if aborted { "takes too much memory to read" } else { "is damaged, or a kind of PDF that cannot be read" };
    let pages: Result<Vec<String>, String> = serde_json::from_str(last).unwrap_or_else(|_| Err(why.to_owned()));
    let pages = pages?;
    if pages.iter().all(|page| page.trim().is_empty()) {
        return Err("holds pictures of pages and no text".to_owned());
    }
    Ok(pages)
}

/// Whether a process gave itself up, as one does that gets no more memory.
#[cfg(unix)]
fn was_aborted(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;

    const SIGABRT: i32 = 6;
    status.signal() == Some(SIGABRT)
}

/// Other systems do not tell.
#[cfg(not(unix))]
fn was_aborted(_: ExitStatus) -> bool {
    false
}

/// Hands the file over, and waits for what is said of it.
fn talk(child: &mut Child, file: &[u8]) -> Result<String, String> {
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("cannot be handed to the process that reads it".to_owned());
    };
    std::thread::scope(|scope| {
        // It may end before it has read all; then there is nobody to write to.
        scope.spawn(move || to.write_all(file));
        let reading = scope.spawn(move || {
            let mut said = Vec::new();
            from.take(MOST).read_to_end(&mut said).map(|_| said)
        });
        let started = Instant::now();
        while !reading.is_finished() {
            if started.elapsed() > LONGEST {
                let _ = child.kill();
                return Err(format!("took more than {} seconds to read", LONGEST.as_secs()));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let said = reading.join().map_err(|_| "could not be read".to_owned())?;
        Ok(String::from_utf8_lossy(&said.map_err(|error| error.to_string())?).into_owned())
    })
}
