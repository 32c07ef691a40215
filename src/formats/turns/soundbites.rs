//! Soundbites in the shot lists of video agencies and the scripts of reports: `4. SOUNDBITE (English) Ana Lind, mayor:` over
//! words in marks, `(SOUNDBITE) (French) MAYOR, ANA LIND, SAYING:`, `SOT` and a name below it.
//!
//! What else is on the list tells what is seen. Only sources are read so.

use super::record::OPENS;
use super::{attributed, can_hold, heads, is_nobody, may_be_name};
use crate::formats::document::{Block, BlockKind};
use crate::text::Span;

/// What closes the words of a soundbite.
const CLOSES: [char; 4] = ['”', '"', '“', '»'];
/// What says who it is, is no longer than this, in bytes.
const LONGEST: usize = 240;
/// Lines between the word for a soundbite and the words, and how long they are, in bytes.
const LINES: usize = 2;
const LINE: usize = 80;

/// Makes soundbites turns of whoever is named over them.
pub(super) fn mark(prose: &str, blocks: &mut Vec<Block>) {
    if !blocks.iter().any(|block| block.span.of(prose).lines().any(|line| cue(line).is_some())) {
        return;
    }
    *blocks = blocks.iter().flat_map(|block| shots(prose, block)).collect();
    // What says whose words come next, and how many lines that are.
    let mut open: Option<(String, usize)> = None;
    for block in blocks {
        let text = block.span.of(prose);
        if let Some(behind) = cue(text) {
            let words = text.find(OPENS).unwrap_or(text.len());
            let label = text.get(text.len() - behind.len()..words).unwrap_or_default();
            block.kind = BlockKind::Boilerplate;
            if words == text.len() {
                open = Some((label.trim().to_owned(), 0));
            } else if let Some(name) = who(label) {
                let label = Span::new(block.span.start, block.span.start + text[..words].trim_end().len());
                block.give(name, Some(label));
            }
            continue;
        }
        let Some((mut label, lines)) = open.take() else { continue };
        if can_hold(block.kind) && text.starts_with(OPENS) {
            if let Some(name) = who(&label) {
                block.span = unmarked(prose, block.span);
                block.give(name, None);
            }
        } else if lines < LINES && text.len() <= LINE {
            // Under "SOT" the name has a line of its own; where a page is narrow, more than one.
            label.push(' ');
            label.push_str(text);
            open = Some((label, lines + 1));
        }
    }
}

/// A paragraph in marks without them.
fn unmarked(prose: &str, paragraph: Span) -> Span {
    let inner = paragraph.of(prose).trim_start_matches(OPENS);
    let start = paragraph.end - inner.len();
    Span::new(start, start + inner.strip_suffix(CLOSES).unwrap_or(inner).len())
}

/// What stands behind the word for a soundbite, and the language, in a line that opens one.
fn cue(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '\t'));
    let line = line.strip_prefix('(').unwrap_or(line);
    let word = &line[..line.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(line.len())];
    if word != "SOT" && !word.eq_ignore_ascii_case("soundbite") {
        return None;
    }
    let rest = line[word.len()..].trim_start_matches([')', ' ']);
    let behind = rest.strip_prefix(':').unwrap_or(rest).trim_start_matches(' ');
    let tongue = behind.strip_prefix('(').and_then(|language| language.split_once(')'));
    let marked = tongue.is_some() || behind.len() < rest.len() || rest.is_empty() || rest.starts_with('\n');
    marked.then(|| tongue.map_or(behind, |(_, behind)| behind).trim_start_matches([':', ',', ' ', '\n']))
}

/// Who speaks, by what stands between the word for a soundbite and the words.
fn who(label: &str) -> Option<String> {
    let label = label.trim().trim_end_matches([':', ',', ' ']);
    if label.len() > LONGEST {
        return None;
    }
    let said = label.strip_suffix("SAYING").or_else(|| label.strip_suffix("saying"));
    let line = said.unwrap_or(label).replace('\n', " ");
    let parts: Vec<&str> = line.split([',', '(']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let (first, last) = (*parts.first()?, *parts.last()?);
    let held = said.is_some() || heads::is_office(first);
    // "Ana Lind mayor of Vellin", where lines were broken
    let name = if held { last } else { attributed::capitals(first).0.trim_end() };
    (name.contains(' ') && may_be_name(name) && !is_nobody(name)).then(|| name.to_owned())
}

/// The shots of a list that are one block.
fn shots(prose: &str, block: &Block) -> Vec<Block> {
    let text = block.span.of(prose);
    if !text.lines().any(|line| cue(line).is_some()) {
        return vec![block.clone()];
    }
    let numbered = |line: &str| {
        let behind = line.trim_start_matches(|c: char| c.is_ascii_digit());
        behind.len() < line.len() && behind.starts_with(['.', ')'])
    };
    let mut at = block.span.start;
    let mut starts = vec![at];
    for line in text.split_inclusive('\n') {
        if at > block.span.start && (numbered(line) || cue(line.trim_end()).is_some()) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([block.span.end]);
    let piece = |(&start, end): (&usize, usize)| {
        let span = Span::new(start, start + prose[start..end].trim_end().len());
        Block { span, ..block.clone() }
    };
    starts.iter().zip(ends).map(piece).flat_map(|shot| bitten(prose, shot)).collect()
}

/// A shot, and what is told behind the words of a soundbite in it.
fn bitten(prose: &str, shot: Block) -> Vec<Block> {
    let text = shot.span.of(prose);
    let mut marks = text.match_indices(OPENS).take(1).filter(|_| cue(text).is_some());
    let words = marks.next().map(|(at, open)| at + open.len());
    let closed =
        words.and_then(|from| text[from..].match_indices(CLOSES).next().map(|(at, mark)| from + at + mark.len()));
    let Some(end) = closed.filter(|&end| !text[end..].trim().is_empty()) else { return vec![shot] };
    let told = shot.span.end - text[end..].trim_start().len();
    let bite = Block { span: Span::new(shot.span.start, shot.span.start + end), ..shot.clone() };
    vec![bite, Block { span: Span::new(told, shot.span.end), ..shot }]
}

#[cfg(test)]
mod tests {
    use crate::formats::turns::as_source::{self, pairs};

    /// Without the marks, which stand in a turn where its label does.
    fn said(text: &str) -> Vec<(String, String)> {
        let bare = |(name, words): (String, String)| (name, words.trim_matches(['"', '“', '”']).to_owned());
        as_source::said("a.txt", text).into_iter().map(bare).collect()
    }

    #[test]
    fn shot_lists() {
        let text = "Vellin - 3 May 2031\n1. SOUNDBITE: (English) Ana Lind, mayor of Vellin:\n\"The ferry will sail in May, and everybody in the harbour knows it.\"\n2. Wide of pier\n3. SOUNDBITE: (French) Paul Orre, analyst:\n\"It will not.\"\n4. Various of ropes\n";
        let words = pairs(&[
            ("Ana Lind", "The ferry will sail in May, and everybody in the harbour knows it."),
            ("Paul Orre", "It will not."),
        ]);
        assert_eq!(said(text), words);
        assert_eq!(said(&text.replace('\n', "\n\n")), words);
        assert_eq!(said(&text.replace("Ana Lind, mayor of Vellin", "MAYOR OF VELLIN, Ana Lind, SAYING")), words);
    }

    #[test]
    fn scripts() {
        let script = "The pier is empty.\n\nSOT\nAna Lind, mayor\n“It sails in May.”\n\nSoundbites are short.";
        assert_eq!(said(script), pairs(&[("Ana Lind", "It sails in May.")]));
        let narrow = "The pier has been empty for a year, and nobody in the harbour knows why\nthat is so or when it will be otherwise, as it was before the storm came.\nSoundbite (English):Ana\nLind, mayor of Vellin\n“It sails in May, and we shall all be there to see it go with its crew of\nten.”\nThe pier has been empty for a year, and nobody in the harbour knows why.";
        let words = "It sails in May, and we shall all be there to see it go with its crew of\nten.";
        assert_eq!(said(narrow), pairs(&[("Ana Lind", words)]));
    }

    #[test]
    fn what_is_no_soundbite() {
        assert!(said("Soundbite politics is dead.\n\n“It is,” Ana Lind said.").is_empty());
        assert!(said("1. SOUNDBITE: (English) Vox pop:\n\"It sails.\"").is_empty());
    }
}
