//! Links from the quotations of a draft to where they can be read.

use std::fmt::Write;

use super::label;
use crate::check::Checked;
use crate::corpus::Article;
use crate::formats::Locus;
use crate::text::Span;
use crate::text::lines::{Lines, Unit};
use crate::verify::Outcome;

/// A passage longer than this many words is named by its first and last words.
const LONGEST: usize = 12;
/// How many words stand for a beginning, an end, or what is around.
const FEW: usize = 4;

/// A link of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The quotation's closing mark, in the draft's text; its last letter where it has none.
    pub span: Span,
    /// Where it leads.
    pub target: String,
    /// What waits there.
    pub label: String,
}

/// Where words of an article's prose can be read: [`address`], or what an editor knows of besides.
pub type Opens<'a> = &'a dyn Fn(&Article, Span) -> Option<String>;

/// A link for each quotation that a source bears out or contradicts.
pub fn links(checked: &Checked, opens: Opens<'_>) -> Vec<Link> {
    let found = checked.verdicts.iter().filter(|verdict| verdict.outcome != Outcome::Unsupported);
    found
        .filter_map(|verdict| {
            let evidence = verdict.sources.first()?;
            let quotation = &checked.draft.quotations[verdict.quotation];
            Some(Link {
                span: checked.draft.document.prose.to_text(last_character(checked, quotation.outer)),
                target: opens(&evidence.article, evidence.span)?,
                label: label(&evidence.article, evidence.span.start),
            })
        })
        .collect()
}

/// The closing mark. A link under all of the words would underline good and bad quotations alike.
fn last_character(checked: &Checked, outer: Span) -> Span {
    let words = outer.of(checked.draft.document.prose.text());
    let length = words.chars().next_back().map_or(0, char::len_utf8);
    Span::new(outer.end - length, outer.end)
}

/// Where words of an article's prose can be read: on its page, scrolled to them; else in its file.
pub fn address(article: &Article, words: Span) -> Option<String> {
    let document = &article.reading.document;
    let locus = document.locus_at(words.start);
    let page = article.meta_at(words.start).page();
    if let (Some(url), Some(second @ Locus::Second(_))) = (page, locus) {
        return Some(second.in_url(url));
    }
    if let Some(url) = page {
        let text = fragment(document.prose.text(), words);
        let mark = if url.contains('#') { "" } else { "#" };
        return Some(format!("{url}{mark}:~:text={text}"));
    }
    let (file, record) = article.file();
    let place = match locus {
        Some(Locus::Page(page)) => format!("#page={page}"),
        _ if record.is_none() && document.editable => {
            format!("#{}", place(&Lines::new(&document.text), &document.text, document.prose.to_text(words)))
        }
        _ => String::new(),
    };
    Some(format!("{}{place}", file_address(file)?))
}

/// Words of a text as the fragment of its address: `L7,2-L7,40`, from 1, columns in UTF-16, the end exclusive.
///
/// Several editors read it so, whatever they count columns in otherwise; of one that knows lines alone, the first is read.
pub fn place(lines: &Lines, text: &str, words: Span) -> String {
    let place = |at| {
        let (line, column) = lines.position(text, at, Unit::Utf16);
        format!("L{},{}", line + 1, column + 1)
    };
    format!("{}-{}", place(words.start), place(words.end))
}

/// A text directive's value for words of a page: `[prefix-,]start[,end][,-suffix]`.
///
/// One stretch must not run over a paragraph's end, so longer passages are named by both ends; words
/// that stand twice on the page get some of those around them.
fn fragment(prose: &str, words: Span) -> String {
    // What stands around the outermost words may differ on the page.
    let passage = words.of(prose).trim_matches(|c: char| !c.is_alphanumeric());
    let all = passage.split_whitespace().collect::<Vec<_>>();
    let one_line = !passage.contains('\n');
    let mut out = String::new();
    if prose.matches(passage).count() > 1 {
        let before = prose[..words.start].split_whitespace().rev().take(FEW).collect::<Vec<_>>();
        let before = before.into_iter().rev().collect::<Vec<_>>();
        if !before.is_empty() {
            let _ = write!(out, "{}-,", encoded(&before.join(" ")));
        }
    }
    if all.len() <= LONGEST && one_line {
        out.push_str(&encoded(&all.join(" ")));
    } else {
        let few = FEW.min(all.len() / 2).max(1);
        let first = line_of(passage, false).split_whitespace().take(few).collect::<Vec<_>>();
        let last = line_of(passage, true).split_whitespace().collect::<Vec<_>>();
        let last = &last[last.len().saturating_sub(few)..];
        let _ = write!(out, "{},{}", encoded(&first.join(" ")), encoded(&last.join(" ")));
    }
    out
}

fn line_of(passage: &str, last: bool) -> &str {
    let mut lines = passage.lines();
    if last { lines.next_back() } else { lines.next() }.unwrap_or_default()
}

/// Percent-encoded down to letters and digits of ASCII: a dash, a comma or an ampersand means something
/// in a text directive.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// A file's address; `None` for a path that starts nowhere.
fn file_address(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    let drive = path.get(1..3) == Some(":/");
    if !path.starts_with('/') && !drive {
        return None;
    }
    let steps = path.trim_start_matches('/').split('/').enumerate();
    let steps = steps.map(|(at, step)| if at == 0 && drive { step.to_owned() } else { step_encoded(step) });
    Some(format!("file:///{}", steps.collect::<Vec<_>>().join("/")))
}

/// A step of a path, or all of one where it is no path to the reader: `-` means nothing here.
pub fn step_encoded(step: &str) -> String {
    encoded(step).replace("%2D", "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(prose: &str, words: &str) -> String {
        let at = prose.find(words).expect("is there");
        fragment(prose, Span::new(at, at + words.len()))
    }

    #[test]
    fn what_means_something_in_a_directive_is_encoded() {
        assert_eq!(
            of("It is a well-known, “fair” deal & more", "well-known, “fair” deal & more"),
            "well%2Dknown%2C%20%E2%80%9Cfair%E2%80%9D%20deal%20%26%20more"
        );
    }

    #[test]
    fn a_long_passage_is_named_by_its_ends() {
        let prose = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
        assert_eq!(of(prose, prose), "one%20two%20three%20four,eleven%20twelve%20thirteen%20fourteen");
        assert_eq!(
            of("We shall stay.\n\nWe shall build.", "We shall stay.\n\nWe shall build."),
            "We%20shall%20stay.,We%20shall%20build"
        );
    }

    #[test]
    fn words_that_stand_twice_are_told_apart() {
        let prose = "It is over, he said. Later she said it is over, he said.";
        let at = prose.rfind("over").expect("is there");
        assert_eq!(
            fragment(prose, Span::new(at, at + 4)),
            "Later%20she%20said%20it%20is-,over".replace("Later%20", "")
        );
    }

    #[test]
    fn a_place_counts_as_editors_do() {
        let text = "first\r\n😀 “the words\ngo on” here";
        let words = Span::new(text.find("the").expect("is there"), text.find("” here").expect("is there"));
        assert_eq!(place(&Lines::new(text), text, words), "L2,5-L3,6");
    }

    #[test]
    fn files_have_addresses_too() {
        assert_eq!(file_address("/desk/my notes/a-1.txt").as_deref(), Some("file:///desk/my%20notes/a-1.txt"));
        assert_eq!(file_address("C:\\desk\\a.txt").as_deref(), Some("file:///C:/desk/a.txt"));
        assert_eq!(file_address("desk/a.txt"), None);
    }
}
