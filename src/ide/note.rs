//! A short text that can be written as Markdown or plain, as an editor takes it.

/// Lines and lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    Line(Vec<Piece>),
    Item(Vec<Piece>),
}

/// A stretch of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it is.
    Plain(String),
    /// With weight.
    Strong(String),
    /// What the source has and the draft has not.
    Gone(String),
    /// What the draft has and the source has not.
    Come(String),
    /// Words that lead somewhere.
    Link(String, String),
}

impl Note {
    /// Adds a line of its own.
    pub fn line(&mut self, pieces: impl Into<Vec<Piece>>) {
        self.blocks.push(Block::Line(pieces.into()));
    }

    /// Adds an item of a list.
    pub fn item(&mut self, pieces: impl Into<Vec<Piece>>) {
        self.blocks.push(Block::Item(pieces.into()));
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        self.written("\n\n", "- ", |piece| match piece {
            Piece::Plain(text) => escaped(text),
            Piece::Strong(text) | Piece::Come(text) => around("**", text),
            Piece::Gone(text) => around("~~", text),
            Piece::Link(text, target) => format!("[{}](<{}>)", escaped(text), target.replace(['<', '>', '\n'], "")),
        })
    }

    /// As plain text; what goes and comes in the marks of a word diff.
    pub fn plain(&self) -> String {
        self.written("\n", "- ", |piece| match piece {
            Piece::Plain(text) | Piece::Strong(text) => text.clone(),
            Piece::Gone(text) => format!("[-{text}-]"),
            Piece::Come(text) => format!("{{+{text}+}}"),
            Piece::Link(text, target) if text == target => text.clone(),
            Piece::Link(text, target) => format!("{text} <{target}>"),
        })
    }

    fn written(&self, between: &str, bullet: &str, piece: impl Fn(&Piece) -> String) -> String {
        let mut out = String::new();
        let mut last = None;
        for block in &self.blocks {
            let (pieces, item) = match block {
                Block::Line(pieces) => (pieces, false),
                Block::Item(pieces) => (pieces, true),
            };
            match last {
                None => {}
                Some(true) if item => out.push('\n'),
                Some(_) => out.push_str(between),
            }
            if item {
                out.push_str(bullet);
            }
            out.extend(pieces.iter().map(&piece));
            last = Some(item);
        }
        out
    }
}

/// Marks stand against letters, or Markdown doesn't see them.
fn around(mark: &str, text: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let lead = &text[..text.len() - text.trim_start().len()];
    let trail = &text[text.trim_end().len()..];
    format!("{lead}{mark}{}{mark}{trail}", escaped(inner))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let digits = text[..at].trim_start();
        let opens_list = match c {
            '+' | '-' | '=' | '#' => digits.is_empty(),
            '.' | ')' => !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        if opens_list || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_note_two_ways() {
        let mut note = Note::default();
        note.line([Piece::Strong("altered".into()), Piece::Plain(": 2 * 3 [sic]".into())]);
        note.line([Piece::Plain("We ".into()), Piece::Gone("shall".into()), Piece::Come("will ".into())]);
        note.item([Piece::Link("The Lantern".into(), "https://lantern.example/a?b=(c)".into())]);
        note.item([Piece::Plain("1. first".into())]);
        assert_eq!(
            note.markdown(),
            "**altered**: 2 \\* 3 \\[sic\\]\n\nWe ~~shall~~**will** \n\n\
             - [The Lantern](<https://lantern.example/a?b=(c)>)\n- 1\\. first"
        );
        assert_eq!(
            note.plain(),
            "altered: 2 * 3 [sic]\nWe [-shall-]{+will +}\n- The Lantern <https://lantern.example/a?b=(c)>\n- 1. first"
        );
    }
}
