//! One integration binary, by area.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files, run programs and may panic")]

mod bad_input;
mod ci;
mod cli;
mod corpus;
mod desk;
mod docs;
mod examples;
mod fixture;
mod formats;
mod ide;
#[cfg(feature = "lsp")]
mod lsp;
mod quotations;
mod rules;
mod tidy;
