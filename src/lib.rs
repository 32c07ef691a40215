//! Checks every direct quotation of an article draft against a reference corpus.
//!
//! The modules stand in the order in which a draft passes through them; a module imports only from
//! those above it (`ARCHITECTURE.md` has the map, `tests/it/tidy.rs` holds it).

pub mod check;
pub mod cli;
pub mod corpus;
pub mod formats;
pub mod ide;
pub mod quotations;
pub mod report;
pub mod rules;
#[cfg(feature = "lsp")]
pub mod server;
pub mod settings;
pub mod speakers;
pub mod text;
pub mod verify;
