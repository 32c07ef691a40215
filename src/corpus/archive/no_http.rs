//! What stands in the place of `http.rs` in a build that talks to nobody.

use std::path::Path;

use super::client::{Answer, Request};

/// No way to anywhere: there is nothing that is one.
pub(super) enum Http {}

impl Http {
    /// Says so.
    pub(super) fn new(_ca: Option<&Path>, _local: bool) -> Result<Self, String> {
        Err("the archive was not asked: this build of the program has no network code (feature `archive`)".to_owned())
    }

    /// Cannot be called, for want of one.
    pub(super) fn send(&self, _request: &Request<'_>) -> Result<Answer, String> {
        match *self {}
    }
}
