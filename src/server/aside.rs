//! Work that takes a while, done on a thread of its own so that no handler waits behind it.

use tower_lsp::jsonrpc::{Error, Result};

/// What the work comes to.
///
/// # Errors
/// When it panics: that is an error to who asked, as in any handler.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::internal_error())
}
