//! `onrecord pdf-pages`: reads a PDF file on standard input, for another process of this program.

use std::io::{Read as _, Write as _};

use super::Ending;
use crate::formats::packed::pdf;

/// So many MB the process may take: a file of a few kilobytes can unpack to more than a machine has.
pub const MEMORY: u64 = 1_024;

/// Prints the pages as JSON on the last line; the library may print on its own before that.
pub fn run(memory: u64) -> anyhow::Result<Ending> {
    confine(memory);
    let mut file = Vec::new();
    std::io::stdin().lock().read_to_end(&mut file)?;
    let pages: Result<Vec<String>, String> = pdf::pages(&file);
    writeln!(std::io::stdout().lock(), "\n{}", serde_json::to_string(&pages)?)?;
    Ok(Ending::Clean)
}

/// Has the system end this process before it takes more than so many MB.
#[cfg(all(unix, not(target_os = "openbsd")))]
fn confine(memory: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let bytes = Some(memory.saturating_mul(1 << 20));
    // Where the system knows no such limit, time is what remains.
    let _ = setrlimit(Resource::As, Rlimit { current: bytes, maximum: bytes });
}

/// Here only time is limited.
#[cfg(not(all(unix, not(target_os = "openbsd"))))]
fn confine(_: u64) {}
