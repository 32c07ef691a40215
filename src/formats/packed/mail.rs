//! E-mail: single messages (`.eml`) and mailboxes (`.mbox`). A newsroom gets its releases so. Browsers save pages in the
//! same form (`.mht`, `.mhtml`).

mod letters;

use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Message, MessageParser, MimeHeaders as _};

use self::letters::Letter;
use super::{Unpacking, html, text, within};
use crate::formats::{Block, BlockKind, Document, Fields, furniture};
use crate::text::Span;

/// Reads one message, and what is attached to it.
pub(super) fn message(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) -> bool {
    let Some(message) = MessageParser::default().parse(bytes) else {
        unpacking.problem(&format!("{}: is no message", record.unwrap_or("the file")));
        return true;
    };
    let attached = attached(&message);
    // With attachments there are several documents, and each has a name.
    let own = if attached.is_empty() { record.map(str::to_owned) } else { Some(within(record, "message")) };
    unpacking.hold(own, body(&message));
    for (name, bytes) in attached {
        unpacking.member(&name, Some(&within(record, &name)), &bytes);
    }
    true
}

/// Reads a page that a browser saved as one file, in the form of a message (MHTML).
pub(super) fn page(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) -> bool {
    let message = MessageParser::default().parse(bytes);
    let Some((message, page)) = message.as_ref().and_then(|message| Some((message, message.body_html(0)?))) else {
        unpacking.problem(&format!("{}: holds no page", record.unwrap_or("the file")));
        return true;
    };
    let place = |name: &'static str| message.header(name).and_then(|value| value.as_text()).map(str::to_owned);
    let url = place("Snapshot-Content-Location").or_else(|| place("Content-Location"));
    // A page that a word processor saved lies on somebody's disk.
    let url = url.filter(|url| url.starts_with("http"));
    unpacking
        .hold(record.map(str::to_owned), html(page.into_owned(), &Fields { url: url.into(), ..Fields::default() }));
    true
}

/// Reads every message of a mailbox.
pub(super) fn mailbox(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) -> bool {
    for (number, raw) in MessageIterator::new(bytes).flatten().enumerate() {
        message(unpacking, Some(&within(record, &(number + 1).to_string())), raw.contents());
    }
    true
}

fn body(message: &Message<'_>) -> Document {
    let from = message.from().and_then(|from| from.first()).and_then(|from| from.name());
    let sender = from.and_then(letters::person);
    let fields = Fields {
        title: message.subject().map(str::to_owned).into(),
        outlet: from.filter(|_| sender.is_none()).map(str::to_owned).into(),
        byline: sender.clone().into(),
        // Its words are its sender's, and no reporter's.
        kind: Some("post".to_owned()).into(),
        date: message.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)).into(),
        ..Fields::default()
    };
    let plain = message.text_bodies().next().is_some_and(|part| part.is_text() && !part.is_text_html());
    if let Some(page) = message.body_html(0).filter(|_| !plain) {
        return signed(html(page.into_owned(), &fields), sender.as_deref());
    }
    let body = message.body_text(0).unwrap_or_default();
    written(letters::letters(&body, sender.as_deref()), &fields)
}

/// A document of what several people wrote, each of whom says what is in theirs.
fn written(letters: Vec<Letter>, fields: &Fields) -> Document {
    let mut out = String::new();
    let mut spans: Vec<(Span, Option<String>)> = Vec::new();
    for Letter { writer, text } in letters {
        let start = out.len();
        let writer = writer.filter(|_| speaks_for_itself(&text));
        out.push_str(text.trim_end());
        spans.push((Span::new(start, out.len()), writer));
        out.push_str("\n\n");
    }
    let mut document = text(out, fields);
    let whose = |block: &Block| {
        let at = document.prose.to_text(block.span).start;
        let letter = spans.partition_point(|(span, _)| span.end <= at);
        spans.get(letter).and_then(|(_, writer)| writer.clone())
    };
    for block in &mut document.blocks {
        let words = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Heading);
        if let Some(name) = whose(block).filter(|_| words && block.voice.is_none()) {
            block.give(name, None);
        }
    }
    document
}

/// A page whose blocks are its sender's, and those that it answers or passes on by whom the lines above them name.
fn signed(mut document: Document, sender: Option<&str>) -> Document {
    let text = |block: &Block| block.span.of(document.prose.text()).to_owned();
    let texts: Vec<String> = document.blocks.iter().map(text).collect();
    let mut at = 0;
    let is_quotation = |block: &Block| block.kind == BlockKind::BlockQuote;
    let first = (0..texts.len()).find(|&at| {
        let quoted_below = document.blocks.get(at + 1).is_some_and(is_quotation);
        is_quotation(&document.blocks[at]) || letters::opens(&texts[at], quoted_below).is_some()
    });
    let own = 0..first.unwrap_or(texts.len());
    if let Some(sender) = sender.filter(|_| texts[own.clone()].iter().all(|text| speaks_for_itself(text))) {
        say(&mut document.blocks[own], sender);
    }
    while at < texts.len() {
        let is_quoted = |at: usize| document.blocks.get(at).is_some_and(|block| block.kind == BlockKind::BlockQuote);
        let Some((writer, goes_on)) = letters::opens(&texts[at], is_quoted(at + 1)) else {
            at += 1;
            continue;
        };
        // Within what is answered, nothing tells where its own answer ends.
        let writer = writer.filter(|_| goes_on || !is_quoted(at));
        let behind = at + 1..texts.len();
        let opens = |&next: &usize| letters::opens(&texts[next], is_quoted(next + 1)).is_some();
        let end = behind.clone().find(|next| !goes_on && !is_quoted(*next) || opens(next)).unwrap_or(texts.len());
        let own = texts[at + 1..end].iter().all(|text| speaks_for_itself(text));
        document.blocks[at].kind = BlockKind::Credit;
        document.blocks[at].voice = None;
        if own {
            say(&mut document.blocks[at + 1..end], writer.as_deref().unwrap_or_default());
        }
        at = end;
    }
    document
}

/// Makes paragraphs the turns of who wrote them.
fn say(blocks: &mut [Block], writer: &str) {
    let words = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::BlockQuote);
    for block in blocks.iter_mut().filter(|block| words(block.kind) && block.voice.is_none()) {
        block.give(writer, None);
    }
}

/// Whether all words of a letter are its writer's: a press officer's has another's between marks, or behind a colon.
fn speaks_for_itself(text: &str) -> bool {
    !furniture::quotes_speech(text) && !text.lines().any(|line| line.trim_end().ends_with(':'))
}

/// What is attached that can be read: its name and its bytes. Pictures and signatures are left out without a word.
fn attached(message: &Message<'_>) -> Vec<(String, Vec<u8>)> {
    let named = message.attachments().filter_map(|part| Some((part.attachment_name()?.to_owned(), part.contents())));
    named
        .filter(|(name, _)| crate::formats::reads(&crate::formats::extension(name)) && name.contains('.'))
        .map(|(name, bytes)| (name, bytes.to_vec()))
        .collect()
}
