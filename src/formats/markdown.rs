//! Markdown, as drafts are written: prose without the markup.

mod again;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::document::{BlockKind, Document, Story};
use super::furniture::{self, Furniture};
use super::html::Html;
use super::metadata::Status;
use super::remarks::{self, Remark};
use super::writer::Writer;
use super::{Format, Metadata, Rewritten, dateline, extension, front_matter, html_tags, metadata, speaker_rows, turns};
use crate::text::{Span, Text};

/// `CommonMark` with tables and strikethrough, and front matter.
pub(super) struct Markdown;

impl Format for Markdown {
    fn id(&self) -> &'static str {
        "markdown"
    }

    fn claims(&self, name: &str, _head: &str) -> bool {
        matches!(extension(name).as_str(), "md" | "markdown" | "mdown" | "mkd" | "qmd" | "rmd")
    }

    fn read(&self, text: Text) -> Document {
        read(text, |text| Cow::Borrowed(text))
    }

    fn again(&self, before: &Document, text: &Text) -> Option<(Document, Rewritten)> {
        again::again(before, text)
    }
}

/// Reads Markdown; `masked` blanks out what is none of it, byte for byte.
pub(super) fn read(text: Text, masked: impl Fn(&str) -> Cow<'_, str>) -> Document {
    let (mut meta, mut problems) = (Metadata::default(), Vec::new());
    let mut start = 0;
    if let Some((fields, at)) = front_matter::split(&text) {
        fields.fill(&mut meta);
        problems = front_matter::misunderstood(&fields);
        start = at;
    }
    let mut reader = Reader { text: &text, ..Reader::default() };
    let plain = masked(&text[start..]);
    let source = line_feeds(&plain);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        let range = Span::new(start + range.start, start + range.end);
        if matches!(event, Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_)) {
            remarks::in_markup(&text, range, &mut reader.remarks);
        }
        reader.event(event, range);
    }
    let Reader { writer, bold, code, remarks, rows, .. } = reader;
    let Writer { prose, mut blocks, .. } = writer;
    speaker_rows::take(prose.text(), &mut blocks, &rows);
    settle(prose.text(), &mut blocks, &mut meta);
    if let Some(kind) = turns::mark(prose.text(), &mut blocks, meta.kind, &bold) {
        meta.kind = kind;
    }
    let whole = blocks.first().zip(blocks.last()).map(|(first, last)| first.span.join(last.span));
    let stories = whole.map(|span| Story { span, meta: meta.clone() }).into_iter().collect();
    Document { prose, blocks, meta, stories, code, remarks, problems, editable: true, text, ..Document::default() }
}

/// The same text, byte for byte, with line ends that the parser knows: a CR of its own ends no HTML block there.
fn line_feeds(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') || text.contains('\n') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('\r', "\n"))
}

/// Reads byline, day, dateline and notes from the blocks, where nothing else states them.
///
/// Formats with markup say which line is a heading; what remains is told as in plain text, but only
/// what stands in the head can be a byline.
pub(super) fn settle(prose: &str, blocks: &mut [super::Block], meta: &mut Metadata) {
    let mut bodies = 0;
    let mut found = Metadata::default();
    for block in blocks {
        let line = block.span.of(prose);
        match block.kind {
            BlockKind::Heading => {
                found.title.get_or_insert_with(|| line.to_owned());
                continue;
            }
            BlockKind::Paragraph => {}
            _ => continue,
        }
        match furniture::of(line) {
            Some(Furniture::Boilerplate | Furniture::End) => block.kind = BlockKind::Boilerplate,
            Some(Furniture::Caption) => block.kind = BlockKind::Caption,
            Some(Furniture::Credit) => block.kind = BlockKind::Credit,
            Some(Furniture::Note(status)) => {
                block.kind = BlockKind::Credit;
                if found.status == Status::Current {
                    found.status = status;
                }
            }
            Some(Furniture::Byline) if bodies < 2 => {
                block.kind = BlockKind::Credit;
                metadata::read_byline(line, &mut found);
            }
            Some(Furniture::Day(date)) if bodies < 2 => {
                block.kind = BlockKind::Credit;
                found.date = found.date.or(Some(date));
            }
            _ => {
                if bodies < 2
                    && found.dateline.is_none()
                    && let Some(line) = dateline::parse(line)
                {
                    found.dateline = Some(line.place);
                    found.date = found.date.or(line.date);
                    found.outlet = found.outlet.or(line.agency);
                }
                bodies += 1;
            }
        }
    }
    found.under(meta);
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    writer: Writer,
    /// Depth of block quotations and of list items.
    quotes: usize,
    items: usize,
    /// Depth of what is left out: code blocks, pictures.
    silent: usize,
    /// Ranges in bold or italics that open a block.
    bold: Vec<Span>,
    bold_from: Option<usize>,
    /// How many of those that set words apart are open, one in the other.
    bold_open: usize,
    /// Ranges of code among words.
    code: Vec<Span>,
    /// How many `<q>` are open.
    marks: usize,
    remarks: Vec<Remark>,
    /// In front of how many blocks each cell of a row begins.
    cells: Vec<usize>,
    /// The blocks of each row's cells, and between tables a row without any.
    rows: Vec<Vec<Range<usize>>>,
    /// The block of HTML being read.
    html: Option<Span>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Span) {
        match event {
            Event::Start(Tag::TableCell) => self.cell(range),
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) if self.silent == 0 => self.words(&words, range),
            Event::Code(words) if self.silent == 0 => self.code(&words, range),
            Event::Html(_) => self.html = Some(self.html.map_or(range, |html| html.join(range))),
            Event::InlineHtml(tag) if self.silent == 0 => self.quotes(&tag, range),
            // A hard break's range holds the spaces or the backslash before the line end.
            Event::SoftBreak | Event::HardBreak if self.silent == 0 && self.writer.is_open() => {
                self.writer.push_for("\n", range);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => {
                self.close();
                self.quotes += 1;
            }
            Tag::Item => {
                self.close();
                self.items += 1;
            }
            Tag::CodeBlock(_) | Tag::Image { .. } | Tag::MetadataBlock(_) => self.silent += 1,
            Tag::Strong | Tag::Emphasis => {
                self.bold_open += 1;
                if !self.writer.is_open() {
                    self.bold_from = Some(self.writer.blocks.len());
                }
            }
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::List(_)
            | Tag::Table(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_) => {
                self.close();
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Item => {
                self.close();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::CodeBlock | TagEnd::Image | TagEnd::MetadataBlock(_) => {
                self.silent = self.silent.saturating_sub(1);
            }
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take().filter(|_| self.silent == 0 && self.quotes == 0) {
                    self.html(html);
                }
            }
            TagEnd::Strong | TagEnd::Emphasis => {
                self.bold_open = self.bold_open.saturating_sub(1);
                if self.bold_open > 0 {
                    return;
                }
                if let (Some(blocks), Some(start)) = (self.bold_from.take(), self.writer.start())
                    && blocks == self.writer.blocks.len()
                {
                    self.bold.push(Span::new(start, self.writer.prose.text().len()));
                }
            }
            TagEnd::Heading(_) => {
                self.writer.close(BlockKind::Heading);
            }
            TagEnd::TableRow | TagEnd::TableHead => {
                self.writer.close(BlockKind::ListItem);
                let ends = self.cells.iter().skip(1).copied().chain([self.writer.blocks.len()]);
                let cells = self.cells.iter().zip(ends).map(|(&start, end)| start..end);
                self.rows.push(cells.collect());
                self.cells.clear();
            }
            TagEnd::Table => self.rows.push(Vec::new()),
            TagEnd::Paragraph | TagEnd::FootnoteDefinition => self.close(),
            _ => {}
        }
    }

    /// A cell of a table is an item of its own; a quotation is said by whom the cell in front of it names.
    fn cell(&mut self, range: Span) {
        let name = self.writer.start().map(|start| self.writer.prose.text()[start..].trim());
        let quotes = range.of(self.text).trim_start_matches(['|', ' ', '\t']).starts_with(['“', '"', '„', '«']);
        if quotes && name.is_some_and(metadata::is_name) {
            self.writer.push_for(": ", Span::new(self.writer.end().min(range.start), range.start));
        } else {
            self.writer.close(BlockKind::ListItem);
        }
        self.cells.push(self.writer.blocks.len());
    }

    /// Ends the open block as what it stands in.
    fn close(&mut self) {
        let kind = match (self.quotes, self.items) {
            (1.., _) => BlockKind::BlockQuote,
            (0, 1..) => BlockKind::ListItem,
            (0, 0) => BlockKind::Paragraph,
        };
        self.writer.close(kind);
    }

    /// Takes the blocks of a stretch of HTML, letter by letter: each leads back to where it stands.
    fn html(&mut self, html: Span) {
        let page = Html.read(html.of(self.text).into());
        let prose = page.prose.text();
        for block in &page.blocks {
            for (at, c) in block.span.of(prose).char_indices() {
                let letter = Span::new(block.span.start + at, block.span.start + at + c.len_utf8());
                let place = page.prose.to_text(letter);
                self.words(letter.of(prose), Span::new(html.start + place.start, html.start + place.end));
            }
            self.writer.close(block.kind);
        }
    }

    fn words(&mut self, words: &str, range: Span) {
        if range.of(self.text) == words {
            self.writer.push(words, range.start);
        } else if words.len() == range.len() && words.contains("  ") {
            self.around_masked(words, range);
        } else {
            self.writer.push_for(words, range);
        }
    }

    /// Takes what was not blanked out of words that are as long as they were.
    fn around_masked(&mut self, words: &str, range: Span) {
        let kept = |at: &usize| words.as_bytes()[*at] == self.text.as_bytes()[range.start + at];
        let mut runs: Vec<Span> = Vec::new();
        for at in (0..words.len()).filter(kept) {
            match runs.last_mut().filter(|run| run.end == at) {
                Some(run) => run.end += 1,
                None => runs.push(Span::new(at, at + 1)),
            }
        }
        for run in runs {
            // Whole letters were blanked, or none of one.
            if let Some(piece) = words.get(run.range()) {
                self.writer.push(piece, range.start + run.start);
            }
        }
    }

    fn code(&mut self, words: &str, range: Span) {
        match range.of(self.text).find(words) {
            Some(at) => self.writer.push(words, range.start + at),
            None => self.writer.push_for(words, range),
        }
        let end = self.writer.prose.text().len();
        self.code.push(Span::new(end - words.trim_start().len(), end));
    }

    /// `<q>` has marks that are not in the text.
    fn quotes(&mut self, tag: &str, range: Span) {
        if tag.eq_ignore_ascii_case("</q>") && self.marks > 0 {
            self.marks -= 1;
            self.writer.push_for(html_tags::quotes(self.marks).1, range);
        } else if tag.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("<q")) && tag[2..].starts_with([' ', '>']) {
            self.writer.push_for(html_tags::quotes(self.marks).0, range);
            self.marks += 1;
        }
    }
}
