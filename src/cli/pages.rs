//! `onrecord pdf-pages`: reads a PDF file on standard input, for another process of this program.

use std::io::{Read as _, Write as _};

use super::Ending;
use crate::formats::packed::pdf;

/// Prints the pages as JSON on the last line; the library may print on its own before that.
pub fn run() -> anyhow::Result<Ending> {
    let mut file = Vec::new();
    std::io::stdin().lock().read_to_end(&mut file)?;
    let pages: Result<Vec<String>, String> = pdf::pages(&file);
    writeln!(std::io::stdout().lock(), "\n{}", serde_json::to_string(&pages)?)?;
    Ok(Ending::Clean)
}
