//! Chats as the programs export them: Slack's channels, Microsoft Teams' by its interface and as one's own data.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::{Unpacking, within};
use crate::formats::chat::{self, Message};
use crate::formats::{Document, Format as _, Metadata, html};
use crate::text::Span;

/// A message as it was sent.
struct Sent {
    who: String,
    when: Option<Timestamp>,
    words: String,
}

/// Reads the messages of a chat, or of several; whether there are any.
pub(super) fn read(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) -> bool {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return false };
    if let Some(conversations) = value.get("conversations").and_then(Value::as_array) {
        let mut any = false;
        for (number, conversation) in conversations.iter().enumerate() {
            let Some(messages) = conversation.get("MessageList").and_then(Value::as_array) else { continue };
            let sent = messages.iter().filter_map(own).collect();
            let title = conversation.get("displayName").and_then(Value::as_str).map(str::to_owned);
            let name = title.clone().unwrap_or_else(|| (number + 1).to_string());
            any |= hold(unpacking, Some(within(record, &name)), title, sent);
        }
        return any;
    }
    let list = value.as_array().or_else(|| value.get("value").and_then(Value::as_array));
    let Some(list) = list else { return false };
    // Beside its channels, Slack exports who is in them and which there are.
    if !list.is_empty() && list.iter().all(is_of_slack) {
        return true;
    }
    let posted = list.iter().filter_map(posted).collect::<Vec<_>>();
    let sent = if posted.is_empty() { slack(list) } else { posted };
    hold(unpacking, record.map(str::to_owned), None, sent)
}

/// Hands on a chat; whether anything was written in it.
fn hold(unpacking: &mut Unpacking<'_>, record: Option<String>, title: Option<String>, mut sent: Vec<Sent>) -> bool {
    sent.retain(|message| !message.who.is_empty() && !message.words.trim().is_empty());
    if sent.is_empty() {
        return false;
    }
    // Some exports begin with the newest.
    sent.sort_by_key(|message| message.when);
    let mut text = String::new();
    let mut messages = Vec::with_capacity(sent.len());
    let mut put = |words: &str, end: &str| {
        let from = text.len();
        text.push_str(words);
        text.push_str(end);
        Span::new(from, from + words.len())
    };
    for Sent { who, when, words } in sent {
        let when = when.map(|when| when.to_zoned(TimeZone::UTC));
        let who = put(&one_line(&who), "  ");
        put(&when.as_ref().map(|when| when.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default(), "\n");
        let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
        let words = lines.map(|line| put(line, "\n")).collect();
        put("", "\n");
        messages.push(Message { who, day: when.map(|when| when.date()), words });
    }
    let document = chat::document(text.into(), 0, &messages, Metadata { title, ..Metadata::default() });
    unpacking.hold(record, Document { editable: false, ..document });
    true
}

/// A message by Teams' interface: `{"from": {"user": {"displayName": …}}, "createdDateTime": …, "body": {"content": …}}`.
fn posted(message: &Value) -> Option<Sent> {
    let body = message.get("body")?;
    if message.get("messageType").is_some_and(|kind| kind != "message") {
        return None;
    }
    let from = message.get("from")?;
    let who = ["user", "application"].iter().find_map(|kind| from.get(kind)?.get("displayName")?.as_str())?;
    let content = body.get("content")?.as_str()?;
    let is_page = body.get("contentType").is_some_and(|kind| kind == "html");
    let words = if is_page { shown(content) } else { content.to_owned() };
    Some(Sent { who: who.to_owned(), when: time(message.get("createdDateTime")), words })
}

/// A message of somebody's own data: `{"displayName": …, "originalarrivaltime": …, "messagetype": "RichText/Html", "content": …}`.
fn own(message: &Value) -> Option<Sent> {
    let kind = message.get("messagetype")?.as_str()?;
    let string = |key: &str| message.get(key).and_then(Value::as_str).filter(|it| !it.trim().is_empty());
    // What joins, leaves, calls and files are told by.
    if !matches!(kind, "Text" | "RichText" | "RichText/Html") {
        return None;
    }
    // `8:live:ana.lind`
    let account = || string("from").map(|from| from.rsplit(':').next().unwrap_or(from));
    let who = string("displayName").or_else(|| string("imdisplayname")).or_else(account)?;
    Some(Sent { who: who.to_owned(), when: time(message.get("originalarrivaltime")), words: shown(string("content")?) })
}

fn time(value: Option<&Value>) -> Option<Timestamp> {
    value?.as_str()?.parse().ok()
}

/// What a reader sees of a message in HTML.
fn shown(content: &str) -> String {
    let page = html::Html.read(content.into());
    let lines: Vec<&str> = page.blocks.iter().map(|block| block.span.of(page.prose.text())).collect();
    lines.join("\n")
}

/// The messages of a day of a channel of Slack's:
/// `{"type": "message", "user": "U01", "ts": "1936512130.000200", "text": …, "user_profile": {"real_name": …}}`.
fn slack(list: &[Value]) -> Vec<Sent> {
    let string = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).filter(|it| !it.trim().is_empty()).map(str::to_owned)
    };
    let profile = |message: &Value| {
        let profile = message.get("user_profile")?;
        ["real_name", "display_name", "name"].iter().find_map(|key| string(profile, key))
    };
    // A profile stands beside most messages, not beside all.
    let known: FxHashMap<String, String> =
        list.iter().filter_map(|message| Some((string(message, "user")?, profile(message)?))).collect();
    let sent = list.iter().filter_map(|message| {
        let seconds: f64 = string(message, "ts")?.parse().ok()?;
        // What joins and leaves; what is said in a thread or by a program is said.
        let said = ["thread_broadcast", "bot_message", "me_message", "file_share"];
        let kind = message.get("subtype").and_then(Value::as_str);
        if message.get("type")? != "message" || kind.is_some_and(|kind| !said.contains(&kind)) {
            return None;
        }
        let user = string(message, "user");
        let by_user = || user.as_ref().map(|user| known.get(user).unwrap_or(user).clone());
        let who = profile(message).or_else(by_user).or_else(|| string(message, "username"))?;
        Some(Sent {
            who,
            when: Timestamp::from_second(seconds as i64).ok(),
            words: plain(&string(message, "text")?, &known),
        })
    });
    sent.collect()
}

/// Whether an entry is a user or a channel of Slack's.
fn is_of_slack(entry: &Value) -> bool {
    let has = |key: &str| entry.get(key).is_some();
    has("id") && has("name") && (has("team_id") && has("profile") || has("created") && has("creator") && has("members"))
}

/// What Slack shows of a message: names for users, words for links.
fn plain(text: &str, known: &FxHashMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('<') {
        let Some((inner, behind)) = behind.split_once('>') else { break };
        out.push_str(before);
        let (what, label) = inner.split_once('|').map_or((inner, None), |(what, label)| (what, Some(label)));
        let user = what.strip_prefix('@');
        match (user.and_then(|user| known.get(user)), label) {
            (Some(name), _) => out.extend(["@", name]),
            (None, Some(label)) if user.is_some() => out.extend(["@", label]),
            (None, Some(label)) if what.starts_with('#') => out.extend(["#", label]),
            (None, Some(label)) => out.push_str(label),
            (None, None) => out.push_str(&what.replacen('!', "@", usize::from(what.starts_with('!')))),
        }
        rest = behind;
    }
    out.push_str(rest);
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
