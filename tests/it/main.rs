//! One integration binary, by area.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files, run programs and may panic")]

mod cli;
mod docs;
mod fixture;
#[cfg(feature = "lsp")]
mod lsp;
mod rules;
mod tidy;
