//! Which words of a draft a finding is drawn under.

use crate::check::Checked;
use crate::rules::Finding;
use crate::text::Span;

/// From the first word at fault to the last, in the draft's text; all that the finding is about where it names none.
///
/// Where words are missing, those on both sides of the gap.
pub fn underline(checked: &Checked, finding: &Finding) -> Span {
    let Some(words) = finding.words.iter().copied().reduce(Span::join) else { return finding.span };
    if !words.is_empty() {
        return words;
    }
    let text = &*checked.draft.document.text;
    let start = finding.span.start.min(words.start);
    let before = text[start..words.start].trim_end();
    let start = before.rsplit_once(char::is_whitespace).map_or(start, |(_, word)| start + before.len() - word.len());
    let after = &text[words.end..finding.span.end.max(words.end)];
    let space = after.len() - after.trim_start().len();
    let word = after[space..].find(char::is_whitespace).unwrap_or(after.len() - space);
    let gap = Span { start, end: words.end + space + word };
    if gap.is_empty() { finding.span } else { gap }
}
