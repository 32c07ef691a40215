//! Rich Text Format: the words, without what sets them.

use encoding_rs::Encoding;

use super::document::{BlockKind, Document};
use super::metadata::Words;
use super::writer::Writer;
use super::{Fields, Format, Metadata, extension, page};
use crate::text::{Span, Text};

/// RTF, as word processors save it.
pub(super) struct Rtf;

impl Format for Rtf {
    fn id(&self) -> &'static str {
        "rtf"
    }

    fn claims(&self, name: &str, head: &str) -> bool {
        head.starts_with("{\\rtf") || extension(name) == "rtf" && head.trim_start().starts_with('{')
    }

    fn read(&self, text: Text) -> Document {
        let mut reader = Reader::new(&text);
        reader.read();
        reader.writer.close(BlockKind::Paragraph);
        let Reader { writer, title, author, .. } = reader;
        let words =
            |word: String| Words(Some(word.trim().to_owned()).into_iter().filter(|it| !it.is_empty()).collect());
        let mut stated = Metadata::default();
        Fields { title: words(title), byline: words(author), ..Fields::default() }.fill(&mut stated);
        let Writer { prose, blocks, .. } = writer;
        let spans: Vec<Span> = blocks.iter().map(|block| block.span).collect();
        let page = page::arrange(prose.text(), &spans, stated);
        Document { prose, blocks: page.blocks, meta: page.meta, stories: page.stories, text, ..Document::default() }
    }
}

/// Where the words of a group go.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum To {
    Text,
    Title,
    Author,
    /// Fonts, pictures, what was deleted.
    Nowhere,
}

/// What holds up to the end of a group.
#[derive(Copy, Clone, Debug)]
struct Group {
    to: To,
    /// How many characters stand in for one in Unicode.
    stand_ins: usize,
}

/// So deep are groups kept apart; deeper ones share what holds in them.
const DEEPEST: usize = 1000;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    groups: Vec<Group>,
    /// How many groups are open beyond the deepest.
    beyond: usize,
    group: Group,
    codepage: &'static Encoding,
    /// How many characters are still passed over, for they stand in for one that was read.
    skip: usize,
    /// The first half of a character of two.
    half: Option<(u32, usize)>,
    writer: Writer,
    title: String,
    author: String,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            groups: Vec::new(),
            beyond: 0,
            group: Group { to: To::Text, stand_ins: 1 },
            codepage: encoding_rs::WINDOWS_1252,
            skip: 0,
            half: None,
            writer: Writer::default(),
            title: String::new(),
            author: String::new(),
        }
    }

    fn read(&mut self) {
        while let Some(c) = self.text[self.at..].chars().next() {
            let start = self.at;
            self.at += c.len_utf8();
            match c {
                '{' if self.groups.len() < DEEPEST => self.groups.push(self.group),
                '{' => self.beyond += 1,
                '}' if self.beyond > 0 => self.beyond -= 1,
                '}' => self.group = self.groups.pop().unwrap_or(self.group),
                '\\' => self.control(start),
                '\r' | '\n' => {}
                _ if self.skip > 0 => self.skip -= 1,
                _ => self.run(start),
            }
        }
    }

    /// Letters up to the next sign that means something.
    fn run(&mut self, start: usize) {
        let rest = &self.text[start..];
        let end = start + rest.find(['{', '}', '\\', '\r', '\n']).unwrap_or(rest.len());
        let end = if self.skip > 0 { self.at } else { end };
        self.at = end;
        let piece = &self.text[start..end];
        match self.group.to {
            To::Text => self.writer.push(piece, start),
            To::Title => self.title.push_str(piece),
            To::Author => self.author.push_str(piece),
            To::Nowhere => {}
        }
    }

    /// One character for some bytes of the file.
    fn put(&mut self, c: char, from: usize) {
        let mut buffer = [0; 4];
        let piece = c.encode_utf8(&mut buffer);
        match self.group.to {
            To::Text => self.writer.push_for(piece, Span::new(from, self.at)),
            To::Title => self.title.push_str(piece),
            To::Author => self.author.push_str(piece),
            To::Nowhere => {}
        }
    }

    /// What stands behind a backslash.
    fn control(&mut self, start: usize) {
        let rest = &self.text[self.at..];
        let Some(c) = rest.chars().next() else { return };
        if !c.is_ascii_alphabetic() {
            self.at += c.len_utf8();
            return self.symbol(c, start);
        }
        let word = &rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())];
        let behind = &rest[word.len()..];
        let sign = usize::from(behind.starts_with('-'));
        let digits = behind[sign..].bytes().take_while(u8::is_ascii_digit).count();
        let digits = if digits == 0 { 0 } else { digits + sign };
        let number: Option<i64> = behind[..digits].parse().ok();
        self.at += word.len() + digits;
        // A blank ends the word and is no letter.
        self.at += usize::from(self.text[self.at..].starts_with(' '));
        self.word(word, number, start);
    }

    fn symbol(&mut self, c: char, start: usize) {
        match c {
            '\'' => {
                let byte = self.text.get(self.at..self.at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
                let Some(byte) = byte else { return };
                self.at += 2;
                if self.skip > 0 {
                    self.skip -= 1;
                    return;
                }
                let (decoded, _) = self.codepage.decode_without_bom_handling(std::slice::from_ref(&byte));
                if let Some(c) = decoded.chars().next() {
                    self.put(c, start);
                }
            }
            '*' => self.group.to = To::Nowhere,
            '~' => self.put('\u{a0}', start),
            '_' => self.put('\u{2011}', start),
            '\\' | '{' | '}' => self.put(c, start),
            '\r' | '\n' => self.end_paragraph(),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i64>, start: usize) {
        match word {
            "par" | "sect" | "page" | "row" => self.end_paragraph(),
            "line" | "cell" => self.put('\n', start),
            "tab" => self.put('\t', start),
            "emdash" => self.put('—', start),
            "endash" => self.put('–', start),
            "lquote" => self.put('‘', start),
            "rquote" => self.put('’', start),
            "ldblquote" => self.put('“', start),
            "rdblquote" => self.put('”', start),
            "bullet" => self.put('•', start),
            "u" => self.unicode(number.unwrap_or(0), start),
            "uc" => self.group.stand_ins = number.unwrap_or(1).clamp(0, 8) as usize,
            "ansicpg" => self.codepage = codepage(number.unwrap_or(1252)),
            "bin" => {
                let end = self.at.saturating_add(number.unwrap_or(0).max(0) as usize).min(self.text.len());
                self.at = self.text.floor_char_boundary(end).max(self.at);
            }
            "title" => self.group.to = To::Title,
            "author" => self.group.to = To::Author,
            // Toggles: `\v0` ends what `\v` began.
            "v" | "deleted" => self.group.to = if number == Some(0) { To::Text } else { To::Nowhere },
            _ if ASIDE.contains(&word) => self.group.to = To::Nowhere,
            _ => {}
        }
    }

    /// A character by its number, a negative one above the half; those beyond the first plane come in two halves.
    fn unicode(&mut self, number: i64, start: usize) {
        self.skip = self.group.stand_ins;
        let unit = if number < 0 { number + 0x1_0000 } else { number };
        let unit = u32::try_from(unit).unwrap_or(0xFFFD);
        if (0xD800..0xDC00).contains(&unit) {
            self.half = Some((unit, start));
            return;
        }
        let first = self.half.take();
        let whole = match first {
            Some((first, from)) if (0xDC00..0xE000).contains(&unit) => {
                (char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (unit - 0xDC00)), from)
            }
            _ => (char::from_u32(unit), start),
        };
        self.put(whole.0.unwrap_or('\u{FFFD}'), whole.1);
    }

    fn end_paragraph(&mut self) {
        if self.group.to == To::Text {
            self.writer.close(BlockKind::Paragraph);
        }
    }
}

/// Groups that hold no running text.
const ASIDE: [&str; 20] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "listtable",
    "listtext",
    "themedata",
    "datastore",
    "xmlnstbl",
];

fn codepage(number: i64) -> &'static Encoding {
    match number {
        874 => encoding_rs::WINDOWS_874,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 => encoding_rs::MACINTOSH,
        _ => encoding_rs::WINDOWS_1252,
    }
}
