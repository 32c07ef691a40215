//! HTML as saved from a browser or exported: the article's words, without scripts, navigation and markup.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use rustc_hash::FxHashMap;

use super::document::{BlockKind, Document, Story};
use super::html_groups::{Groups, Noted};
use super::html_head::{Head, attribute, unescape};
use super::html_stories::{keep, parts};
use super::html_tags::{Role, is_void, quotes, role};
use super::remarks::{self, Remark, RemarkForm};
use super::writer::Writer;
use super::{Format, extension, furniture, markdown, turns};
use crate::text::{Span, Text, dates};

/// HTML, whole pages and fragments.
pub(super) struct Html;

impl Format for Html {
    fn id(&self) -> &'static str {
        "html"
    }

    fn claims(&self, name: &str, head: &str) -> bool {
        let head = head.trim_start();
        let start = head[..head.floor_char_boundary(15)].to_ascii_lowercase();
        matches!(extension(name).as_str(), "html" | "htm" | "xhtml")
            || start.starts_with("<!doctype html")
            || start.starts_with("<html")
    }

    fn read(&self, text: Text) -> Document {
        let mut reader = Reader::new(&text);
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(&*text, emitter) {
            let Ok(token) = token;
            reader.token(token);
        }
        reader.close();
        while !reader.stack.is_empty() {
            reader.pop();
        }
        reader.finish(&text)
    }
}

/// So far up the open elements a figure or a block quotation is looked for.
const NEAR: usize = 32;

/// An open element.
struct Open {
    name: Vec<u8>,
    role: Role,
    /// For a container, its number.
    container: Option<usize>,
    /// For a figure, whether it holds a block quotation.
    quotes: bool,
    noted: Noted,
}

struct Reader<'a> {
    text: &'a str,
    writer: Writer,
    head: Head,
    /// Open elements, without those that only mark words.
    stack: Vec<Open>,
    /// How many of each name are open: an end tag that ends nothing must not search the stack.
    open: FxHashMap<Vec<u8>, usize>,
    /// How many of each role are open.
    depth: [usize; Role::COUNT],
    /// The container each block stands in: outermost and innermost `article` or `main`.
    places: Vec<Option<(usize, usize)>>,
    containers: Vec<usize>,
    container_count: usize,
    /// Whether the script being read is JSON-LD.
    json: bool,
    /// Whether the last thing was a line break, so that a second one ends the paragraph.
    broke: bool,
    bold_from: Option<usize>,
    /// How many elements that set words apart are open, one in the other.
    bold_open: usize,
    bold: Vec<Span>,
    /// Where the code being read begins in the prose.
    code_from: Option<usize>,
    code: Vec<Span>,
    /// How many `q` are open.
    marks: usize,
    /// The last `cite` of the open block; its end is where it begins while it is open.
    cite: Option<Span>,
    remarks: Vec<Remark>,
    groups: Groups,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            writer: Writer::default(),
            head: Head::default(),
            stack: Vec::new(),
            open: FxHashMap::default(),
            depth: [0; Role::COUNT],
            places: Vec::new(),
            containers: Vec::new(),
            container_count: 0,
            json: false,
            broke: false,
            bold_from: None,
            bold_open: 0,
            bold: Vec::new(),
            code_from: None,
            code: Vec::new(),
            marks: 0,
            cite: None,
            remarks: Vec::new(),
            groups: Groups::default(),
        }
    }

    fn token(&mut self, token: Token<usize>) {
        match token {
            Token::StartTag(tag) => self.start(&tag),
            Token::EndTag(tag) => self.end(&tag.name, Span::new(tag.span.start, tag.span.end)),
            Token::String(string) => self.string(&string.value, Span::new(string.span.start, string.span.end)),
            Token::Comment(comment) => {
                remarks::in_markup(self.text, Span::new(comment.span.start, comment.span.end), &mut self.remarks);
            }
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let name: &[u8] = &tag.name;
        self.head.tag(tag);
        if name == b"time"
            && let Some(top) = self.stack.last_mut()
            && let Some(day) = attribute(tag, "datetime").and_then(|day| dates::parse(&day))
        {
            top.noted.tell(day);
        }
        let role = role(name, |attr| attribute(tag, attr), self.depth(Role::Container) > 0);
        match role {
            Role::Inline => return,
            Role::Break => return self.line_break(Span::new(tag.span.start, tag.span.end)),
            Role::Bold => {
                if !self.writer.is_open() {
                    self.bold_from = Some(self.writer.blocks.len());
                }
                self.bold_open += 1;
                return;
            }
            Role::Quotes => {
                self.mark(quotes(self.marks).0, Span::new(tag.span.start, tag.span.end));
                self.marks += 1;
                return;
            }
            Role::Code => {
                self.code_from.get_or_insert(self.writer.prose.text().len());
                return;
            }
            Role::Cite => {
                self.cite = Some(Span::at(self.writer.prose.text().len()));
                return;
            }
            Role::Silent if name == b"script" => {
                self.json = attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"));
            }
            _ => {}
        }
        if !matches!(role, Role::Silent | Role::Title) {
            self.close();
            if let Some(top) = self.stack.last()
                && (top.name == b"p"
                    || (top.name == name && matches!(name, b"li" | b"dt" | b"dd" | b"td" | b"th" | b"tr" | b"option")))
            {
                self.pop();
            }
        }
        if is_void(name) || tag.self_closing && role == Role::Silent {
            return;
        }
        self.push(name, self.placed(name, role));
    }

    /// What an element is where it stands: below a block quotation a caption or a footer signs it.
    fn placed(&self, name: &[u8], role: Role) -> Role {
        let quotes =
            self.stack.iter().rev().take(NEAR).find(|open| matches!(open.role, Role::Quotation | Role::Caption));
        let signs = quotes.is_some_and(|open| match name {
            b"footer" => open.role == Role::Quotation,
            b"figcaption" => open.quotes,
            _ => false,
        });
        if signs { Role::Signature } else { role }
    }

    fn end(&mut self, name: &[u8], span: Span) {
        match role(name, |_| None, false) {
            Role::Inline => return,
            Role::Break => return self.line_break(span),
            Role::Bold => return self.end_bold(),
            Role::Quotes if self.marks > 0 => {
                self.marks -= 1;
                return self.mark(quotes(self.marks).1, span);
            }
            Role::Quotes => return,
            Role::Code => {
                let end = self.writer.prose.text().len();
                self.code.extend(self.code_from.take().filter(|&start| start < end).map(|start| Span::new(start, end)));
                return;
            }
            Role::Cite => {
                if let Some(cite) = &mut self.cite {
                    cite.end = self.writer.prose.text().len();
                }
                return;
            }
            _ => {}
        }
        if self.open.get(name).is_none_or(|&count| count == 0) {
            return;
        }
        if self.depth(Role::Silent) == 0 && self.depth(Role::Title) == 0 {
            self.close();
        }
        while let Some(top) = self.stack.last() {
            let found = top.name == name;
            self.pop();
            if found {
                break;
            }
        }
    }

    fn push(&mut self, name: &[u8], role: Role) {
        let container = (role == Role::Container).then(|| {
            self.container_count += 1;
            self.container_count - 1
        });
        self.containers.extend(container);
        if role == Role::Quotation
            && let Some(figure) = self.stack.iter_mut().rev().take(NEAR).find(|open| open.role == Role::Caption)
        {
            figure.quotes = true;
        }
        self.depth[role as usize] += 1;
        *self.open.entry(name.to_vec()).or_default() += 1;
        // A pull quote set as a figure may have its caption as well.
        let quotes = role == Role::Quotation && name == b"figure";
        let noted = self.groups.open(self.writer.blocks.len());
        self.stack.push(Open { name: name.to_vec(), role, container, quotes, noted });
    }

    fn pop(&mut self) {
        let Some(top) = self.stack.pop() else { return };
        self.depth[top.role as usize] -= 1;
        if let Some(count) = self.open.get_mut(&top.name) {
            *count -= 1;
        }
        if top.container.is_some() {
            self.containers.pop();
        }
        let upto = self.writer.blocks.len();
        let comments = top.role == Role::Comments && self.depth(Role::Comments) == 0;
        let outer = self.stack.last_mut().map(|outer| &mut outer.noted);
        self.groups.close(&top.name, &top.noted, upto, comments, outer);
    }

    fn depth(&self, role: Role) -> usize {
        self.depth[role as usize]
    }

    /// Ends the open block as what it stands in.
    fn close(&mut self) {
        self.broke = false;
        while self.marks > 0 {
            self.marks -= 1;
            if self.writer.is_open() {
                self.writer.push_for(quotes(self.marks).1, Span::at(self.writer.end()));
            }
        }
        let kind = if self.depth(Role::Comments) > 0 {
            BlockKind::Boilerplate
        } else if self.depth(Role::Aside) > 0 {
            // Whoever is quoted in a box is quoted; as with a photograph's caption, who it names is nobody's "she".
            if self.quotes_speech() { BlockKind::Caption } else { BlockKind::Boilerplate }
        } else if self.depth(Role::Signature) > 0 {
            BlockKind::Signature
        } else if self.depth(Role::Caption) > 0 && !self.quoted_in_figure() {
            BlockKind::Caption
        } else if self.depth(Role::Credit) > 0 {
            BlockKind::Credit
        } else if self.depth(Role::Heading) > 0 {
            BlockKind::Heading
        } else if self.depth(Role::Quotation) > 0 {
            BlockKind::BlockQuote
        } else if self.depth(Role::Item) > 0 {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        };
        let kind = if kind == BlockKind::BlockQuote && self.is_frame_of_post() {
            BlockKind::Boilerplate
        } else {
            self.cut_signature(kind)
        };
        if self.writer.close(kind) {
            self.places.push(self.containers.first().copied().zip(self.containers.last().copied()));
        }
        self.bold_from = None;
        self.bold_open = 0;
    }

    fn quotes_speech(&self) -> bool {
        self.writer.start().is_some_and(|start| furniture::quotes_speech(&self.writer.prose.text()[start..]))
    }

    /// Whether words stand in a block quotation that a figure holds, rather than in its caption.
    fn quoted_in_figure(&self) -> bool {
        let inner =
            self.stack.iter().rev().take(NEAR).find(|open| matches!(open.role, Role::Quotation | Role::Caption));
        inner.is_some_and(|open| open.role == Role::Quotation)
    }

    /// Whether the open block is what a network puts around a post that is shown elsewhere.
    fn is_frame_of_post(&self) -> bool {
        let words = &self.writer.prose.text()[self.writer.start().unwrap_or_default()..];
        words.starts_with("View this post on ") || words.starts_with("A post shared by ")
    }

    /// Sets a `cite` apart that ends a paragraph of a block quotation; answers what the open block then is.
    fn cut_signature(&mut self, kind: BlockKind) -> BlockKind {
        let Some(cite) = self.cite.take().filter(|_| kind == BlockKind::BlockQuote) else { return kind };
        let Some(start) = self.writer.start() else { return kind };
        let prose = self.writer.prose.text();
        if cite.is_empty() || prose[cite.end..].contains(char::is_alphanumeric) {
            return kind;
        }
        if !prose[start..cite.start.max(start)].contains(char::is_alphanumeric) {
            return BlockKind::Signature;
        }
        // A book's title ends a sentence that goes on; a signature stands behind one.
        let before = prose[start..cite.start].trim_end_matches([' ', '\n', '—', '–', '-', '―', '~']);
        if !before.ends_with(['.', '!', '?', '…', '”', '"', '’', '»']) {
            return kind;
        }
        let at = start + before.len();
        if self.writer.cut(at, kind) {
            self.places.push(self.containers.first().copied().zip(self.containers.last().copied()));
            return BlockKind::Signature;
        }
        kind
    }

    fn line_break(&mut self, tag: Span) {
        if self.depth(Role::Silent) > 0 {
            return;
        }
        if self.broke {
            self.close();
        } else if self.writer.is_open() {
            self.writer.push_for("\n", tag);
            self.broke = true;
        }
    }

    fn mark(&mut self, mark: &str, tag: Span) {
        if self.depth(Role::Silent) == 0 {
            self.writer.push_for(mark, tag);
            self.broke = false;
        }
    }

    fn end_bold(&mut self) {
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

    fn string(&mut self, value: &[u8], span: Span) {
        if self.depth(Role::Title) > 0 {
            self.head.title_words(&String::from_utf8_lossy(value));
        } else if self.depth(Role::Silent) == 0 {
            self.words(span);
        } else if self.json {
            self.head.json(&String::from_utf8_lossy(value));
            self.json = false;
        }
    }

    /// Takes the words of a stretch of text: runs of white space as one space, entities read.
    fn words(&mut self, span: Span) {
        let raw = span.of(self.text);
        let mut at = 0;
        while at < raw.len() {
            let rest = &raw[at..];
            let byte = rest.as_bytes()[0];
            if byte.is_ascii_whitespace() {
                let run = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
                let of = Span::new(span.start + at, span.start + at + run);
                // A line break brought its own white space.
                if self.writer.is_open() && !self.broke {
                    let plain = run == 1 && byte == b' ';
                    if plain { self.writer.push(" ", of.start) } else { self.writer.push_for(" ", of) }
                }
                at += run;
                continue;
            }
            self.broke = false;
            if let Some((letters, len)) = entity(rest) {
                self.writer.push_for(&letters, Span::new(span.start + at, span.start + at + len));
                at += len;
                continue;
            }
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest.as_bytes()[first..].iter().position(|byte| *byte == b'&' || byte.is_ascii_whitespace());
            let len = first + end.unwrap_or(rest.len() - first);
            self.writer.push(&rest[..len], span.start + at);
            at += len;
        }
    }

    fn finish(self, text: &Text) -> Document {
        let Self { writer, head, places, bold, code, remarks, groups, .. } = self;
        let Writer { prose, mut blocks, .. } = writer;
        groups.take_rows_for_turns(prose.text(), &mut blocks);
        let kept = keep(&mut blocks, &places);
        let entries = if head.is_live() { groups.entries() } else { &[] };
        let mut meta = head.into_metadata();
        let mut stories = Vec::new();
        for (nth, part) in parts(&blocks, &places, &kept, entries, &groups.comments).into_iter().enumerate() {
            let (mut own, day) = (part.meta(&meta), part.day);
            let part = &mut blocks[part.blocks];
            markdown::settle(prose.text(), part, &mut own);
            if let Some(kind) = turns::mark(prose.text(), part, own.kind, &bold) {
                own.kind = kind;
            }
            if nth == 0 {
                meta.clone_from(&own);
            }
            if day.is_some() {
                (own.date, own.modified) = (day, None);
            }
            if let (Some(first), Some(last)) = (part.first(), part.last()) {
                stories.push(Story { span: first.span.join(last.span), meta: own });
            }
        }
        Document {
            prose,
            blocks,
            meta,
            stories,
            code,
            remarks,
            remark_form: RemarkForm::Inline,
            editable: true,
            text: text.clone(),
            ..Document::default()
        }
    }
}

/// The letters of the entity that `rest` begins with, and its length.
pub(super) fn entity(rest: &str) -> Option<(String, usize)> {
    let name = rest.strip_prefix('&')?;
    let len = name.bytes().take(MOST_ENTITY).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let end = 1 + len + usize::from(name.as_bytes().get(len) == Some(&b';'));
    if len == 0 {
        return None;
    }
    let source = &rest[..end];
    let letters = unescape(source);
    (letters != source && !letters.is_empty()).then_some((letters, end))
}

/// The longest name of an entity.
const MOST_ENTITY: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(html: &str) -> Vec<(BlockKind, String)> {
        let document = Html.read(html.into());
        document.blocks.iter().map(|block| (block.kind, block.span.of(document.prose.text()).to_owned())).collect()
    }

    fn texts(html: &str) -> Vec<String> {
        blocks(html).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn words_without_markup() {
        let html =
            "<p>“We\n   <b>will</b> not &amp; n&eacute;ver&nbsp;&#8212; no,” she\r\nsaid.<br>Then<br><br>left.</p>";
        assert_eq!(texts(html), ["“We will not & néver\u{a0}— no,” she said.\nThen", "left."]);
        let document = Html.read(html.into());
        let of = |word: &str| {
            let at = document.prose.text().find(word).expect("is there");
            document.prose.to_text(Span::new(at, at + word.len())).of(&document.text).to_owned()
        };
        assert_eq!(of("will not &"), "will</b> not &amp;");
        assert_eq!(of("néver"), "n&eacute;ver");
        assert_eq!(of("said."), "said.");
        assert_eq!(of("left."), "left.");
    }

    #[test]
    fn what_was_deleted_is_not_read() {
        assert_eq!(texts("<p>We asked <del>nobody</del><ins>some</ins> of them.</p>"), ["We asked some of them."]);
    }

    #[test]
    fn what_is_no_story() {
        use BlockKind::{BlockQuote, Boilerplate, Caption, Heading, ListItem, Paragraph};
        let html = "<nav>Home</nav><script>var a = '<p>x</p>';</script><h1>Bridge</h1><p>Open.<p>Shut.\
                    <figure><img><figcaption>The bridge.</figcaption></figure><blockquote><p>We go.</p></blockquote><ul><li>One<li>Two</ul><footer>Imprint</footer>";
        let kinds: Vec<BlockKind> = blocks(html).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(
            kinds,
            [Boilerplate, Heading, Paragraph, Paragraph, Caption, BlockQuote, ListItem, ListItem, Boilerplate]
        );
    }

    #[test]
    fn the_article_of_a_page() {
        let html = "<div><p>Cookies are used here.</p></div><article><h1>Bridge</h1><p>The bridge of Vellin is open.</p><p>It was shut.</p></article><p>More</p>";
        let read: Vec<String> =
            blocks(html).into_iter().filter(|(kind, _)| *kind == BlockKind::Paragraph).map(|(_, text)| text).collect();
        assert_eq!(read, ["The bridge of Vellin is open.", "It was shut."]);
    }

    #[test]
    fn who_is_quoted_in_a_box_is_quoted() {
        use BlockKind::{Boilerplate, Caption};
        let html = "<aside><a>“We will not go before May,” says Ana Lind</a></aside><aside>Read on</aside>\
                    <div class=comments>“We will not go before May,” says Ana Lind</div>";
        let kinds: Vec<BlockKind> = blocks(html).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [Caption, Boilerplate, Boilerplate]);
    }

    #[test]
    fn quotation_elements_have_marks() {
        assert_eq!(texts("<p>She said: <q>No, <q>never</q>.</q></p>"), ["She said: “No, ‘never’.”"]);
        assert_eq!(texts("<p>She said</q>: <q>No.<p>Then</p>"), ["She said: “No.”", "Then"]);
    }

    #[test]
    fn block_quotations_and_who_signs_them() {
        use BlockKind::{BlockQuote, Caption, Signature};
        let read = |html: &str| -> Vec<(BlockKind, String)> { blocks(html) };
        let of = |kind, words: &str| (kind, words.to_owned());
        let signed = [of(BlockQuote, "We go."), of(Signature, "Ana Lind")];
        assert_eq!(read("<blockquote><p>We go.</p><footer>Ana Lind</footer></blockquote>"), signed);
        assert_eq!(read("<blockquote><p>We go.</p><cite>Ana Lind</cite></blockquote>"), signed);
        assert_eq!(read("<blockquote>We go. <cite>Ana Lind</cite></blockquote>"), signed);
        assert_eq!(read("<figure><blockquote>We go.</blockquote><figcaption>Ana Lind</figcaption></figure>"), signed);
        assert_eq!(read("<aside class=\"pullquote\"><p>We go.</p></aside>"), [of(BlockQuote, "We go.")]);
        assert_eq!(
            read(
                "<blockquote>I read <cite>The Ferry</cite></blockquote><figure><figcaption>A ferry</figcaption></figure>"
            ),
            [of(BlockQuote, "I read The Ferry"), of(Caption, "A ferry")]
        );
    }

    #[test]
    fn end_tags_that_end_nothing() {
        assert_eq!(texts("</div></p><p>a</span></section>b</p></p>c"), ["ab", "c"]);
        assert_eq!(texts("<div><aside>x</div>y"), ["x", "y"]);
    }
}
