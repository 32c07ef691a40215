//! Turns of transcripts and interviews: `MAYOR LIND:`, `Q:`, `**Ana Lind:**`, `>> LIND:`.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::{Block, BlockKind, Voice};
use super::metadata::Kind;
use crate::text::Span;

/// A label in front of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Label {
    /// The words without colon; empty for a `>>` that names nobody.
    name: Span,
    form: Form,
}

/// How a label is written, which tells how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `Q:` and `A:`
    Letter,
    /// `MAYOR LIND:`
    Capitals,
    /// `Ana Lind:`
    Name,
    /// `**Ana Lind:**`
    Bold,
    /// `>> LIND:` or `>>`
    Arrows,
}

/// Turns labelled paragraphs into turns where the document shows a pattern of labels.
///
/// `marked` names the paragraphs whose opening words stand in bold, as written for labels.
/// Answers what the whole then is, if it is more than an article with some turns in it.
pub(super) fn mark(prose: &str, blocks: &mut [Block], stated: Kind, marked: &[Span]) -> Option<Kind> {
    mark_with(prose, blocks, stated, marked, true)
}

/// The same where headings are guessed from their shape: between turns, "Thank you" heads nothing.
pub(super) fn mark_plain(prose: &str, blocks: &mut [Block], stated: Kind) -> Option<Kind> {
    mark_with(prose, blocks, stated, &[], false)
}

fn mark_with(prose: &str, blocks: &mut [Block], stated: Kind, marked: &[Span], headings: bool) -> Option<Kind> {
    let labels: Vec<Option<Label>> = blocks
        .iter()
        .map(|block| {
            if can_hold(block.kind) || block.kind == BlockKind::Heading {
                label(prose, block.span, marked)
            } else {
                None
            }
        })
        .collect();
    let trusted = trusted(prose, blocks, &labels, stated)?;
    let letters_only = trusted.iter().all(|label| matches!(label.as_str(), "Q" | "A"));
    let guessed = |kind| kind == BlockKind::Heading && !headings && !letters_only;
    let mut voice: Option<String> = None;
    let (mut turns, mut others) = (0usize, 0usize);
    for (block, label) in blocks.iter_mut().zip(labels) {
        if let Some(label) = label.filter(|label| trusted.contains(&key(prose, *label))) {
            let name = label.name.of(prose).to_owned();
            voice = Some(name.clone());
            block.kind = BlockKind::Turn;
            block.voice = Some(Voice { name, span: Some(label.name).filter(|span| !span.is_empty()) });
            turns += 1;
        } else if let (Some(name), true) = (&voice, can_hold(block.kind) || guessed(block.kind)) {
            block.kind = BlockKind::Turn;
            block.voice = Some(Voice { name: name.clone(), span: None });
            turns += 1;
        } else if can_hold(block.kind) {
            others += 1;
        } else if block.kind == BlockKind::Heading {
            // A new section of an article with an interview in it; not the words of whoever spoke last.
            voice = None;
        }
    }
    (!letters_only && turns > others * 2).then_some(Kind::Transcript)
}

fn can_hold(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem)
}

/// The labels that the document uses as labels.
fn trusted(prose: &str, blocks: &[Block], labels: &[Option<Label>], stated: Kind) -> Option<FxHashSet<String>> {
    let mut counts: FxHashMap<String, (usize, Form)> = FxHashMap::default();
    for label in labels.iter().flatten() {
        counts.entry(key(prose, *label)).or_insert((0, label.form)).0 += 1;
    }
    if counts.is_empty() {
        return None;
    }
    let total = |form: Form| counts.values().filter(|count| count.1 == form).map(|count| count.0).sum::<usize>();
    let distinct = |form: Form| counts.values().filter(|count| count.1 == form).count();
    let repeated = |form: Form| counts.values().filter(|count| count.1 == form && count.0 >= 2).count();
    let bodies = blocks.iter().filter(|block| can_hold(block.kind)).count();
    let transcript = stated == Kind::Transcript;
    let capitals =
        transcript || distinct(Form::Capitals) >= 2 && total(Form::Capitals) >= 3 || monologue(prose, blocks, labels);
    // A colon after a name is common in running text; only who speaks again and again is a label.
    let names = repeated(Form::Name) >= 2 && total(Form::Name) * 4 >= bodies || transcript && total(Form::Name) >= 2;
    let bold = repeated(Form::Bold) >= 1 && total(Form::Bold) >= 3 || transcript;
    let letters = ["Q", "A"].iter().all(|letter| counts.contains_key(*letter));
    let arrows = total(Form::Arrows) >= 2 || transcript;
    let trusted: FxHashSet<String> = counts
        .into_iter()
        .filter(|(_, (_, form))| match form {
            Form::Letter => letters,
            Form::Capitals => capitals,
            Form::Name => names,
            Form::Bold => bold,
            Form::Arrows => arrows,
        })
        .map(|(key, _)| key)
        .collect();
    (!trusted.is_empty()).then_some(trusted)
}

/// Whether one label opens a speech: the rest says "I" and "we", and not between quotation marks.
fn monologue(prose: &str, blocks: &[Block], labels: &[Option<Label>]) -> bool {
    let mut capitals =
        labels.iter().enumerate().filter(|(_, label)| label.is_some_and(|label| label.form == Form::Capitals));
    let Some((first, _)) = capitals.next() else { return false };
    if blocks[..first].iter().any(|block| can_hold(block.kind)) {
        return false;
    }
    let (mut words, mut own) = (0usize, 0usize);
    let mut inside = false;
    for block in blocks[first..].iter().filter(|block| can_hold(block.kind)).take(40) {
        for word in block.span.of(prose).split_whitespace() {
            inside |= word.starts_with(['“', '"']);
            if !inside {
                words += 1;
                let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
                let stem = word.split(['\'', '’']).next().unwrap_or(word);
                own += usize::from(matches!(stem, "I" | "we" | "We" | "my" | "My" | "our" | "Our" | "us" | "me"));
            }
            let opening = word.chars().next().map_or(0, char::len_utf8);
            inside &= !word[opening..].contains(['”', '"']);
        }
        inside = false;
    }
    own >= 3 && own * 60 >= words
}

/// Under which a label is counted: its words, for letters as for names.
fn key(prose: &str, label: Label) -> String {
    label.name.of(prose).to_owned()
}

/// The longest a label is, with what stands in brackets behind the name.
const LONGEST: usize = 80;

/// The label that a paragraph opens with, if it can be one.
fn label(prose: &str, span: Span, marked: &[Span]) -> Option<Label> {
    let paragraph = span.of(prose);
    let arrows = paragraph.strip_prefix(">>").map(|rest| rest.trim_start_matches('>').trim_start());
    let body = arrows.unwrap_or(paragraph);
    let start = span.start + paragraph.len() - body.len();
    let head = &body[..body.floor_char_boundary(LONGEST)];
    let colon = head.find(':').filter(|&at| {
        let after = &body[at + 1..];
        // "Marn: 46." is a table.
        let said = after.is_empty() || after.chars().any(char::is_alphabetic);
        said && (after.is_empty()
            || after.starts_with(|c: char| c.is_whitespace() || matches!(c, '“' | '"' | '*' | '(')))
    });
    let named = colon.map(|at| head[..at].trim_end());
    // Bold up to the colon, within or without; what is bold beyond it is no label but a sentence.
    let at = marked.partition_point(|bold| bold.start < span.start);
    let bold = marked.get(at).filter(|bold| bold.start == span.start);
    let bold = bold.zip(colon).is_some_and(|(bold, colon)| bold.end.abs_diff(start + colon) <= 2);
    // "ANA LIND (via video)" is ANA LIND.
    let named = named.map(|name| name.split(" (").next().unwrap_or(name));
    let form = named.and_then(|name| form(name).map(|form| (name, form)));
    let form = form.map(|(name, form)| (name, if bold && form == Form::Name { Form::Bold } else { form }));
    match (form, arrows) {
        (Some((name, form)), None) => Some(Label { name: Span::new(start, start + name.len()), form }),
        (Some((name, _)), Some(_)) => Some(Label { name: Span::new(start, start + name.len()), form: Form::Arrows }),
        (None, Some(_)) => Some(Label { name: Span::at(start), form: Form::Arrows }),
        (None, None) => None,
    }
}

/// How `name` is written, if it can be a label.
fn form(name: &str) -> Option<Form> {
    if matches!(name, "Q" | "A") {
        return Some(Form::Letter);
    }
    // `SEN. ANA LIND (via video)`, `ANA LIND, MAYOR OF VELLIN`
    let core = name.split([',', '(']).next().unwrap_or(name).trim();
    let words: Vec<&str> = core.split_whitespace().collect();
    let plain =
        core.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '#' | '&' | '/'));
    let letters = core.chars().filter(|c| c.is_alphabetic()).count();
    if !plain || letters < 2 || words.is_empty() || words.len() > 6 || NO_LABELS.contains(core.to_lowercase().as_str())
    {
        return None;
    }
    let first = words[0].trim_end_matches('.').to_lowercase();
    if NO_LABELS.contains(first.as_str()) {
        return None;
    }
    if !core.chars().any(char::is_lowercase) {
        return Some(Form::Capitals);
    }
    let capital = |word: &&str| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let particle =
        |word: &&str| matches!(*word, "de" | "van" | "von" | "der" | "la" | "of" | "the" | "du" | "al" | "bin");
    let name = words.len() <= 5 && words.iter().all(|word| capital(word) || particle(word)) && capital(&words[0]);
    name.then_some(Form::Name)
}

/// What stands before a colon and is nobody's name.
static NO_LABELS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/no-labels.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> (Vec<(BlockKind, String)>, Option<Kind>) {
        let mut at = 0;
        let mut blocks = Vec::new();
        for paragraph in text.split("\n\n") {
            blocks.push(Block::new(Span::new(at, at + paragraph.len()), BlockKind::Paragraph));
            at += paragraph.len() + 2;
        }
        let kind = mark(text, &mut blocks, Kind::Article, &[]);
        let kinds =
            blocks.into_iter().map(|block| (block.kind, block.voice.map(|voice| voice.name).unwrap_or_default()));
        (kinds.collect(), kind)
    }

    fn voices(text: &str) -> Vec<String> {
        turns(text).0.into_iter().map(|(_, voice)| voice).collect()
    }

    #[test]
    fn a_hearing() {
        let text = "MAYOR LIND: Good evening.\n\nWe begin.\n\nUNIDENTIFIED: No!\n\nMAYOR LIND: Order.";
        assert_eq!(voices(text), ["MAYOR LIND", "MAYOR LIND", "UNIDENTIFIED", "MAYOR LIND"]);
        assert_eq!(turns(text).1, Some(Kind::Transcript));
    }

    #[test]
    fn an_interview_inside_an_article() {
        let text = "Ana Lind runs the ferry.\n\nQ: Why?\n\nA: Somebody must.\n\nAnd I like boats.";
        assert_eq!(voices(text), ["", "Q", "A", "A"]);
        assert_eq!(turns(text).1, None);
    }

    #[test]
    fn a_speech_with_one_label() {
        let text = "ANA LIND: I came here as a child.\n\nWe had nothing, and my mother worked.\n\nI will not forget.";
        assert_eq!(voices(text), ["ANA LIND", "ANA LIND", "ANA LIND"]);
        assert_eq!(
            voices("VELLIN: The mayor left.\n\n“I will come back, and we will win, I and my party,” she said."),
            ["", ""]
        );
    }

    #[test]
    fn colons_of_running_text() {
        assert_eq!(voices("Note: closed on Monday.\n\nThe mayor left.\n\nCorrection: it was Tuesday."), ["", "", ""]);
        assert_eq!(voices("THE FACTS: no.\n\nTHE CLAIM: yes.\n\nTHE FACTS: no."), ["", "", ""]);
        assert_eq!(voices("Q: What?"), [""]);
    }

    #[test]
    fn captions_of_live_television() {
        assert_eq!(voices(">> LIND: We are live.\n\n>> Thank you."), ["LIND", ""]);
    }
}
