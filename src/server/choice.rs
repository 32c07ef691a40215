//! Which action was offered: what an editor sends back when a writer chooses it.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types::{Range, Url};

use crate::ide::actions::Action;

use super::view::View;

/// Enough to find the action again; it holds for one version of one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The text.
    pub uri: Url,
    /// Its version.
    pub version: i32,
    /// The range it was offered for, in that version.
    pub range: Range,
    /// What it does. Two findings may be put right under one title, and a check may have ended since it was offered.
    does: String,
}

impl Choice {
    /// An action that is offered for a range of a text.
    pub fn new(view: &View, uri: &Url, range: Range, action: &Action) -> Option<Self> {
        Some(Self { uri: uri.clone(), version: view.version, range, does: does(view, action)? })
    }

    /// Whether an action does, to the text as it is now, what the chosen one was to do.
    pub fn is(&self, view: &View, action: &Action) -> bool {
        does(view, action).is_some_and(|does| does == self.does)
    }
}

/// An action's title and edits, as one word: an editor may read a number of that size as another.
fn does(view: &View, action: &Action) -> Option<String> {
    let mut hasher = DefaultHasher::new();
    action.title.hash(&mut hasher);
    for edit in &action.edits {
        let Range { start, end } = view.range(edit.span)?;
        (start.line, start.character, end.line, end.character, &edit.text).hash(&mut hasher);
    }
    Some(format!("{:016x}", hasher.finish()))
}
