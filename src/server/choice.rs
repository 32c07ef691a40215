//! Which action was offered: what an editor sends back when a writer chooses it.

use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types::Url;

use crate::text::Span;

/// Enough to find the action again; it holds for one version of one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The text.
    pub uri: Url,
    /// Its version.
    pub version: i32,
    /// The range it was offered for, in the text that was checked.
    #[serde(with = "ends")]
    pub span: Span,
    /// Its title. Two of one title and one range would do the same.
    pub title: String,
}

/// A range as its two ends; the core's types know nothing of being sent.
mod ends {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::text::Span;

    pub fn serialize<S: Serializer>(span: &Span, to: S) -> Result<S::Ok, S::Error> {
        (span.start, span.end).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Span, D::Error> {
        let (start, end) = <(usize, usize)>::deserialize(from)?;
        Ok(Span { start: start.min(end), end })
    }
}
