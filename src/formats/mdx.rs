//! MDX: Markdown with components in it, whose comments stand in braces: `{/* … */}`.

use std::borrow::Cow;

use super::document::Document;
use super::remarks::{self, RemarkForm};
use super::{Format, extension, markdown};
use crate::text::Text;

/// Markdown, as far as it is; what JavaScript is in it is nobody's words.
pub(super) struct Mdx;

const OPENING: &str = "{/*";
const CLOSING: &str = "*/}";

impl Format for Mdx {
    fn id(&self) -> &'static str {
        "mdx"
    }

    fn claims(&self, name: &str, _head: &str) -> bool {
        extension(name) == "mdx"
    }

    fn read(&self, text: Text) -> Document {
        let mut document = markdown::read(text, masked);
        remarks::in_expressions(&document.text, &mut document.remarks);
        document.remarks.sort_by_key(|remark| remark.span);
        document.remark_form = RemarkForm::Expression;
        document
    }
}

/// The same text with comments and modules blanked out, byte for byte; line ends stay.
fn masked(text: &str) -> Cow<'_, str> {
    let mut gone = comments(text);
    gone.extend(modules(text));
    if gone.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = text.as_bytes().to_vec();
    for (start, end) in gone {
        out[start..end].iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
    }
    // Only whole letters were blanked.
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn comments(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(OPENING).map(|next| at + next) {
        let Some(length) = text[start..].find(CLOSING) else { break };
        at = start + length + CLOSING.len();
        found.push((start, at));
    }
    found
}

/// Paragraphs that import or export something.
fn modules(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut at, mut inside, mut fresh) = (0, false, true);
    for line in text.split_inclusive('\n') {
        let blank = line.trim().is_empty();
        inside = !blank && (inside || fresh && is_module(line));
        if inside {
            found.push((at, at + line.len()));
        }
        fresh = blank || inside;
        at += line.len();
    }
    found
}

/// Whether a line can only be JavaScript: `import Chart from './chart.js'`, `export const meta = {`.
fn is_module(line: &str) -> bool {
    let mut words = line.split_whitespace();
    match (words.next(), words.next()) {
        (Some("import"), Some(next)) => {
            next.starts_with(['{', '*', '"', '\''])
                || words.next().is_some_and(|word| word == "from" || next.ends_with(','))
        }
        (Some("export"), Some(next)) => {
            next.starts_with(['{', '*'])
                || ["default", "const", "let", "var", "function", "async", "class"].contains(&next)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_modules_are_no_prose() {
        let text = "---\ntitle: Tides\n---\nimport Chart from './chart.js'\nexport const a = 'b'\n\n\
            {/* onrecord-ignore VER102: she read it out */}\n“We stay,” said Roe. {/* “no” */} It rained.\n\n\
            <Note>\n\nimport duties rose, “they” said.\n\n</Note>\n\n{/* ”never\nclosed\n";
        let document = Mdx.read(text.into());
        let lines: Vec<&str> = document.blocks.iter().map(|block| block.span.of(document.prose.text())).collect();
        let joined = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        assert_eq!(
            joined.collect::<Vec<_>>(),
            ["“We stay,” said Roe. It rained.", "import duties rose, “they” said.", "{/* ”never closed"]
        );
        let said: Vec<&str> = document.remarks.iter().map(|remark| remark.words.of(text)).collect();
        assert_eq!(said, ["onrecord-ignore VER102: she read it out"]);
        assert_eq!(document.meta.title.as_deref(), Some("Tides"));
        let rained = document.prose.text().find("rained").expect("is there");
        assert_eq!(document.prose.to_text(crate::text::Span::new(rained, rained + 6)).of(text), "rained");
    }
}
