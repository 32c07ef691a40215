//! One integration binary, by area.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files, run programs and may panic")]

mod cli;
mod corpus;
mod docs;
mod examples;
mod fixture;
mod formats;
mod rules;
mod tidy;
