//! E-mail: single messages (`.eml`) and mailboxes (`.mbox`). A newsroom gets its releases so.

use std::borrow::Cow;

use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Message, MessageParser, MimeHeaders as _};

use super::{Unpacking, html, text, within};
use crate::formats::{Document, Fields};

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

/// Reads every message of a mailbox.
pub(super) fn mailbox(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) -> bool {
    for (number, raw) in MessageIterator::new(bytes).flatten().enumerate() {
        message(unpacking, Some(&within(record, &(number + 1).to_string())), raw.contents());
    }
    true
}

fn body(message: &Message<'_>) -> Document {
    let from = message.from().and_then(|from| from.first());
    let fields = Fields {
        title: message.subject().map(str::to_owned).into(),
        outlet: from.and_then(|from| from.name()).map(str::to_owned).into(),
        // Its words are its sender's, and no reporter's.
        kind: Some("post".to_owned()).into(),
        date: message.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)).into(),
        ..Fields::default()
    };
    let plain = message.text_bodies().next().is_some_and(|part| part.is_text() && !part.is_text_html());
    match message.body_html(0).filter(|_| !plain) {
        Some(page) => html(page.into_owned(), &fields),
        None => text(message.body_text(0).map(Cow::into_owned).unwrap_or_default(), &fields),
    }
}

/// What is attached that can be read: its name and its bytes. Pictures and signatures are left out without a word.
fn attached(message: &Message<'_>) -> Vec<(String, Vec<u8>)> {
    let named = message.attachments().filter_map(|part| Some((part.attachment_name()?.to_owned(), part.contents())));
    named
        .filter(|(name, _)| crate::formats::reads(&crate::formats::extension(name)) && name.contains('.'))
        .map(|(name, bytes)| (name, bytes.to_vec()))
        .collect()
}
