//! Captions that roll: each cue shows the last line of the one before once more, above what is new.
//!
//! Machines write them so: "good evening the harbour", then "good evening the harbour" over "will stay open".

use super::{Cue, tag_len};
use crate::text::Span;

/// So many lines of a cue may be shown again.
const ROLLED: usize = 4;
/// So many cues have to show words again, and every other one.
const ENOUGH: usize = 2;

/// Leaves each word where it was first shown, in a file whose captions roll.
///
/// Somebody may say “No.” and again “No.”; where every other cue begins with what ended the last one, nobody talks so.
pub(super) fn say_once(text: &str, cues: &mut Vec<Cue>) {
    let shown: Vec<Option<Span>> = cues.windows(2).map(|pair| shown_again(text, &pair[0], &pair[1])).collect();
    let rolled = shown.iter().flatten().count();
    if rolled < ENOUGH || rolled * 2 < shown.len() {
        return;
    }
    for (cue, shown) in cues.iter_mut().skip(1).zip(shown) {
        let Some(shown) = shown else { continue };
        cue.lines.retain_mut(|line| {
            line.start = line.start.max(shown.end.min(line.end));
            let words = line.of(text);
            line.start += words.len() - words.trim_start().len();
            !line.is_empty()
        });
    }
    cues.retain(|cue| !cue.lines.is_empty());
}

/// What a cue begins with that the one before ended with, from one of its lines on.
fn shown_again(text: &str, before: &Cue, cue: &Cue) -> Option<Span> {
    let last = before.lines.len().saturating_sub(ROLLED);
    (last..before.lines.len()).find_map(|from| {
        let mut now = words(text, &cue.lines);
        let mut end = None;
        for (word, _) in words(text, &before.lines[from..]) {
            end = Some(now.next().filter(|(same, _)| *same == word)?.1);
        }
        Some(Span::new(cue.lines.first()?.start, end?))
    })
}

/// The words of some lines without their tags, each with where it ends.
fn words(text: &str, lines: &[Span]) -> impl Iterator<Item = (String, usize)> {
    lines.iter().flat_map(move |line| {
        let mut at = line.start;
        std::iter::from_fn(move || {
            let mut word = String::new();
            while at < line.end {
                let rest = &text[at..line.end];
                let c = rest.chars().next()?;
                if let Some(tag) = tag_len(rest) {
                    at += tag;
                } else if !c.is_whitespace() {
                    word.push(c);
                    at += c.len_utf8();
                } else if word.is_empty() {
                    at += c.len_utf8();
                } else {
                    break;
                }
            }
            (!word.is_empty()).then_some((word, at))
        })
    })
}
