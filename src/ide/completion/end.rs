//! How a quotation ends that is written on: what stands behind the cursor already, and what is to stand there.

use super::closing;
use crate::text::Span;
use crate::text::words::{self, TokenKind};

/// How a quotation ends that is being written.
pub(super) struct End {
    /// The mark that it opens with.
    mark: char,
    /// The space inside its marks: «\u{a0}…\u{a0}».
    space: &'static str,
    /// How many bytes behind the cursor it takes up already.
    pub behind: usize,
    /// The comma or full stop in front of the closing mark that is there already and stays; `None` if there is no mark.
    stays: Option<&'static str>,
    /// Whether the line goes on with who says it.
    is_told: bool,
}

/// Whether what stands behind a quotation says who says it; what is quoted next is somebody else's.
fn tells(line: &str) -> bool {
    let line = line.split(words::is_mark).next().unwrap_or_default();
    line.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(NEAR)
        .any(|word| CUES.contains(&word))
}

/// So many words behind a quotation say that somebody says it, if they do: “…” the mayor of Vellin told reporters.
const NEAR: usize = 7;
const CUES: &[&str] = &[
    "added",
    "announced",
    "argued",
    "asked",
    "claimed",
    "explained",
    "insisted",
    "replied",
    "said",
    "says",
    "told",
    "tells",
    "warned",
    "wrote",
    "writes",
];

impl End {
    /// The end of a quotation of which `begun` stands in front of the cursor; `None` if it stands on another line: an
    /// editor puts nothing in over more than one.
    pub fn of(mark: char, begun: &str, after: &str) -> Option<Self> {
        let space = ["\u{a0}", "\u{202f}"].into_iter().find(|space| begun.starts_with(space)).unwrap_or_default();
        let Some(close) = closed_at(mark, after) else {
            let is_told = tells(after.lines().next().unwrap_or_default());
            return Some(Self { mark, space, behind: 0, stays: None, is_told });
        };
        let inside = &after[..close];
        if inside.contains(['\n', '\r']) {
            return None;
        }
        let end = close + closing(mark).len_utf8();
        // Put in by the editor together with the opening mark, and nothing written behind it.
        if inside.trim().is_empty() && after[end..].lines().next().unwrap_or_default().trim().is_empty() {
            return Some(Self { mark, space, behind: end, stays: None, is_told: false });
        }
        let words = inside.trim_end();
        let stays = match words.strip_prefix(without_stop(words)) {
            Some(stop) if stop.starts_with('.') => ".",
            Some(stop) if !stop.is_empty() => ",",
            _ => "",
        };
        Some(Self { mark, space, behind: close, stays: Some(stays), is_told: false })
    }

    /// The rest of the words as they stand in front of what follows.
    pub fn closed(&self, rest: &str, said: Option<&str>) -> String {
        let bare = without_stop(rest);
        let takes_comma = !bare.ends_with(['?', '!', '…']);
        let Self { mark, space, .. } = *self;
        if let Some(stays) = self.stays {
            let stays = if takes_comma && !(stays == "." && bare.ends_with('.')) { stays } else { "" };
            return format!("{bare}{stays}{space}");
        }
        // Who says it is told in English, and so only behind marks that English has.
        let is_english = matches!(mark, '“' | '"');
        let said = said.filter(|_| is_english && !self.is_told);
        let said = said.map(|by| format!(" {by} said")).unwrap_or_default();
        let comma = if takes_comma && (!said.is_empty() || is_english && self.is_told) { "," } else { "" };
        format!("{bare}{comma}{space}{}{said}", closing(mark))
    }
}

/// Where a quotation is closed in what stands behind the cursor; `None` if another one opens first, or none closes.
fn closed_at(mark: char, after: &str) -> Option<usize> {
    let close = closing(mark);
    let at = after.find([close, mark])?;
    // A straight mark opens behind a space.
    let opens = if mark == close {
        after[..at].ends_with(char::is_whitespace) && after[at + 1..].starts_with(char::is_alphanumeric)
    } else {
        after[at..].starts_with(mark)
    };
    (!opens).then_some(at)
}

/// Words without the full stop or comma that ends them; “the U.S.” keeps its own.
fn without_stop(words: &str) -> &str {
    let words = words.trim_end_matches(',');
    if abbreviated(words) { words } else { words.trim_end_matches('.') }
}

/// Whether words end in an abbreviation with its full stop.
fn abbreviated(words: &str) -> bool {
    let mut tokens = Vec::new();
    words::tokens(words, Span::new(0, words.len()), &mut tokens);
    tokens.last().is_some_and(|last| matches!(last.kind, TokenKind::Abbreviation(_)))
}
