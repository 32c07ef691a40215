//! Addresses of files: an editor may write one in its own way, `Q%26A.md` for `Q&A.md`, and that is the same file.

use std::path::PathBuf;

use tower_lsp::lsp_types::Url;

/// The file that an address is of; `None` if it is of something else, whose path may look like a file's: `git:/desk/a.md`.
pub fn file(uri: &Url) -> Option<PathBuf> {
    uri.to_file_path().ok().filter(|_| uri.scheme() == "file")
}

/// The address of a file as it is written here; any other address as it is.
pub fn plain(uri: &Url) -> Url {
    file(uri).and_then(|path| Url::from_file_path(path).ok()).unwrap_or_else(|| uri.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_address() {
        let plain = |uri: &str| plain(&Url::parse(uri).expect("is an address")).to_string();
        assert_eq!(plain("file:///desk/Q%26A%20%28one%29.md"), "file:///desk/Q&A%20(one).md");
        assert_eq!(plain("file:///desk/Q&A%20(one).md"), "file:///desk/Q&A%20(one).md");
        assert_eq!(plain("untitled:Q%26A"), "untitled:Q%26A");
        assert_eq!(plain("git:/desk/a.md?HEAD"), "git:/desk/a.md?HEAD");
    }
}
