//! One integration binary, by area.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files, run programs and may panic")]

mod cli;
mod docs;
mod fixture;
mod rules;
mod tidy;
