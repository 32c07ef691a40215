//! Which of the texts that an editor opens are drafts, and by what name their format is told.

use tower_lsp::lsp_types::Url;

use super::contents;
use crate::formats;

/// The language identifiers of running text, each with the extension that tells its format.
const LANGUAGES: [(&str, &str); 14] = [
    ("markdown", "md"),
    ("mdx", "mdx"),
    ("rmd", "md"),
    ("quarto", "md"),
    ("html", "html"),
    ("xhtml", "html"),
    ("plaintext", "txt"),
    ("plain", "txt"),
    ("text", "txt"),
    ("txt", "txt"),
    ("mail", "txt"),
    ("vtt", "vtt"),
    ("srt", "srt"),
    ("subrip", "srt"),
];

/// The name by which a text's format is told; `None` if it is no running text.
///
/// The file's own name comes first, so that the command line says the same of it.
pub fn name(uri: &Url, language: &str) -> Option<String> {
    if uri.scheme() == contents::SCHEME {
        return None;
    }
    let file = uri.path_segments().and_then(|mut segments| segments.next_back()).unwrap_or(uri.path());
    if formats::is_text(file) {
        return Some(file.to_owned());
    }
    let (_, extension) = LANGUAGES.iter().find(|(known, _)| *known == language)?;
    Some(format!("{file}.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_is_told_by_name_or_language() {
        let name = |uri: &str, language: &str| name(&Url::parse(uri).expect("is an address"), language);
        assert_eq!(name("file:///desk/story.md", "markdown").as_deref(), Some("story.md"));
        assert_eq!(name("file:///desk/story.txt", "markdown").as_deref(), Some("story.txt"));
        assert_eq!(name("file:///desk/story", "plaintext").as_deref(), Some("story.txt"));
        assert_eq!(name("untitled:Untitled-1", "markdown").as_deref(), Some("Untitled-1.md"));
        assert_eq!(name("file:///desk/story.mkd", "plaintext").as_deref(), Some("story.mkd"));
        assert_eq!(name("file:///desk/tool.rs", "rust"), None);
        assert_eq!(name("onrecord-source:/wire.jsonl.txt?3:/desk/wire.jsonl", "plaintext"), None);
        assert_eq!(name("file:///desk/onrecord.toml", "toml"), None);
    }
}
