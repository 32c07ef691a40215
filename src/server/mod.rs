//! server
#![allow(clippy::disallowed_methods, reason = "the server has settings and sources read, and minds the time")]
