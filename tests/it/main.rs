//! One integration binary, by area.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files, run programs and may panic")]
#![allow(clippy::needless_pass_by_value, reason = "a test hands over the JSON it has just written")]
#![allow(clippy::needless_raw_string_hashes, reason = "snapshots are rewritten by a tool that always puts them")]

mod actions;
mod again;
#[cfg(feature = "archive")]
mod archive;
mod attribution;
mod bad_input;
mod ci;
mod cli;
mod corpus;
mod desk;
mod docs;
mod drafts;
mod endurance;
mod examples;
mod fixture;
mod formats;
mod going;
mod hearsay;
mod hostile;
mod ide;
mod index;
mod languages;
mod library;
mod lint;
#[cfg(feature = "lsp")]
mod lsp;
mod news;
mod packed;
mod phrases;
mod quotations;
mod report;
mod rules;
mod speakers;
mod structures;
mod tidy;
mod verdicts;
mod who;
mod whose;
