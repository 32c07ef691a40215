//! What was written in a chat: messages, each under its writer's name and its time. Here those that somebody copied from
//! the window into a text; what a chat's own export packs comes in from `packed/chats.rs`.
//!
//! ```text
//! Ana Lind                 Ana Lind [9:42 AM]        [9:42 AM] Ana Lind
//!   9:42 AM                We open at nine.          We open at nine.
//! We open at nine.
//! ```

use jiff::civil::Date;

use super::document::{Block, BlockKind, Document, Story, Voice};
use super::metadata::{Kind, Metadata};
use super::remarks::{self, RemarkForm};
use super::turns;
use crate::text::{Prose, Span, Text, dates};

/// One message, in ranges of the text.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// Who wrote it, as it stands above it.
    pub who: Span,
    /// When, where that is told.
    pub day: Option<Date>,
    /// Its lines.
    pub words: Vec<Span>,
}

/// So many messages at least, of whom one writes again: a few names with times beside them are a list of articles.
const LEAST: usize = 3;
/// So many words has a message at most, on the average; what is longer was written by reporters.
const LONGEST: usize = 60;
/// What stands beside a name is no longer than this, in bytes.
const LONGEST_CLOCK: usize = 60;
/// Above the first message stand no more lines than these: the channel, the day.
const ABOVE: usize = 3;

/// The messages of a text from byte `start` on, if it is nothing else.
pub(super) fn pasted(text: &str, start: usize) -> Option<Vec<Message>> {
    // Nearly every text is something else, and may be long.
    let top: Vec<Span> = lines(text, start).take(ABOVE + 2).collect();
    let below = |at: usize| top.get(at + 1).map_or("", |line| line.of(text));
    if !top.iter().enumerate().any(|(at, &line)| head(text, line, below(at)).is_some()) {
        return None;
    }
    let lines: Vec<Span> = lines(text, start).collect();
    let mut messages: Vec<Message> = Vec::new();
    let (mut above, mut at) = (0, 0);
    while at < lines.len() {
        let below = lines.get(at + 1).map_or("", |line| line.of(text));
        if let Some(Head { who, day, lines: taken }) = head(text, lines[at], below) {
            messages.push(Message { who, day, words: Vec::new() });
            at += taken;
            continue;
        }
        let line = lines[at];
        match messages.last_mut() {
            // A time alone stands over what the same person wrote a minute later.
            Some(_) if clock(line.of(text)).is_some() || day_alone(line.of(text)) => {}
            Some(message) => message.words.push(line),
            None => above += 1,
        }
        if above > ABOVE {
            return None;
        }
        at += 1;
    }
    messages.retain(|message| !message.words.is_empty());
    is_chat(text, &messages).then_some(messages)
}

/// Whether people talk there: some write again, briefly, and say "I" and "you".
fn is_chat(text: &str, messages: &[Message]) -> bool {
    let names: Vec<&str> = messages.iter().map(|message| message.who.of(text)).collect();
    let again = names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
    let words: Vec<&str> = messages.iter().flat_map(|message| &message.words).map(|line| line.of(text)).collect();
    let count: usize = words.iter().map(|line| line.split_whitespace().count()).sum();
    messages.len() >= LEAST
        && again
        && count <= LONGEST * messages.len()
        && turns::are_talk(&words)
        && !words.iter().any(|line| reports(line))
}

/// Whether a line quotes somebody, as the entries of a live page do.
fn reports(line: &str) -> bool {
    let quoted = |open: char, close: char| {
        let (_, behind) = line.split_once(open)?;
        let (inside, _) = behind.split_once(close)?;
        Some(inside.split_whitespace().count())
    };
    [('“', '”'), ('"', '"'), ('«', '»'), ('„', '“')].into_iter().any(|(open, close)| quoted(open, close) >= Some(3))
}

/// A document of messages. What stands between them is nobody's.
pub(super) fn document(text: Text, start: usize, messages: &[Message], stated: Metadata) -> Document {
    let prose = Prose::tail(text.clone(), start);
    let place = |span: Span| Span::new(prose.from_text(span.start), prose.from_text(span.end));
    let mut blocks: Vec<Block> = Vec::new();
    let mut stories: Vec<Story> = Vec::new();
    let mut meta = Metadata { kind: Kind::Transcript, ..stated };
    meta.date = meta.date.or_else(|| messages.iter().find_map(|message| message.day));
    for message in messages {
        let (name, who) = (message.who.of(&text).to_owned(), place(message.who));
        let voice = Voice { name, span: Some(who) };
        blocks.push(Block { span: who, kind: BlockKind::Turn, voice: Some(voice.clone()) });
        for &line in &message.words {
            blocks.push(Block {
                span: place(line),
                kind: BlockKind::Turn,
                voice: Some(Voice { span: None, ..voice.clone() }),
            });
        }
        let span = who.join(blocks.last().map_or(who, |block| block.span));
        let day = message.day.or_else(|| stories.last().and_then(|story| story.meta.date));
        match stories.last_mut() {
            Some(story) if day.is_none() || story.meta.date == day => story.span = story.span.join(span),
            None => stories.push(Story { span, meta: meta.clone() }),
            Some(_) => stories.push(Story { span, meta: Metadata { date: day, ..meta.clone() } }),
        }
    }
    let remarks = remarks::in_plain(&text);
    Document {
        prose,
        blocks,
        meta,
        stories,
        remarks,
        remark_form: RemarkForm::Brackets,
        editable: true,
        text,
        ..Document::default()
    }
}

/// The lines of a text that hold anything, without what is blank at their ends.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Span> + '_ {
    let all = text[start..].split(['\n', '\r']).map(move |line| {
        let from = line.as_ptr() as usize - text.as_ptr() as usize;
        let kept = line.trim();
        let from = from + line.len() - line.trim_start().len();
        Span::new(from, from + kept.len())
    });
    all.filter(|line| !line.is_empty())
}

/// What stands over a message.
struct Head {
    who: Span,
    day: Option<Date>,
    /// How many lines it takes.
    lines: usize,
}

/// The head that a line begins, with the one below it.
fn head(text: &str, line: Span, below: &str) -> Option<Head> {
    let words = line.of(text);
    let named = |name: &str, day, lines| {
        let from = name.as_ptr() as usize - text.as_ptr() as usize;
        Some(Head { who: Span::new(from, from + name.len()), day, lines }).filter(|_| turns::may_be_name(name))
    };
    // `[9:42 AM] Ana Lind`
    if let Some((time, name)) = words.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return named(name.trim().trim_end_matches(':').trim_end(), clock(time)?.day, 1);
    }
    // `Ana Lind [9:42 AM]`, `Ana Lind  5/13/2031 9:42 AM`
    let cuts = words.char_indices().filter(|(at, c)| *at > 0 && (c.is_ascii_digit() || matches!(c, '[' | '(')));
    let cut = cuts.map(|(at, _)| at).find(|&at| words[..at].ends_with(char::is_whitespace));
    if let Some(cut) = cut
        && let Some(Clock { day }) = clock(&words[cut..])
    {
        let name = words[..cut].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—'));
        return named(name, day, 1);
    }
    named(words, clock(below)?.day, 2)
}

/// When a message was written, as far as that is told: always the time of the day.
struct Clock {
    day: Option<Date>,
}

/// A time of the day and nothing else, in brackets or not, with a day in front or none: `9:42 AM`, `[13/05/2031 09:42]`,
/// `Yesterday at 9:42 AM`. The day is told where it is written with its year.
fn clock(line: &str) -> Option<Clock> {
    if line.len() > LONGEST_CLOCK {
        return None;
    }
    let inner = line.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')', ':']).trim();
    let lower = inner.to_lowercase();
    let rest = lower.strip_suffix("am").or_else(|| lower.strip_suffix("pm")).unwrap_or(&lower).trim_end();
    let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let (before, time) = rest.rsplit_once([' ', ',', '\u{a0}', '\u{202f}']).unwrap_or(("", rest));
    let mut parts = time.split(':');
    if !(2..=3).contains(&parts.clone().count()) || !parts.all(digits) {
        return None;
    }
    let before = before.trim_end_matches([' ', ',']).trim_end_matches(" at").trim_end_matches([' ', ',']);
    if before.is_empty() || DAYS.contains(&before) {
        return Some(Clock { day: None });
    }
    let day = day(before);
    (day.is_some() || is_numeric(before)).then_some(Clock { day })
}

/// Days without a date, as a chat names those that are near.
const DAYS: [&str; 9] =
    ["today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The day that a few words are, with its year.
fn day(words: &str) -> Option<Date> {
    dates::is_date_line(words).filter(|_| words.len() <= 40)
}

/// Whether words are a day in figures, of which nobody knows which is the month: `5/6/2031`.
fn is_numeric(words: &str) -> bool {
    let parts = words.split(['/', '.', '-']);
    parts.clone().count() == 3
        && parts.into_iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a line says which day begins: `Today`, `Monday, May 13th`, `13 May 2031`.
fn day_alone(line: &str) -> bool {
    let lower = line.to_lowercase();
    let first = lower.split([',', ' ']).next().unwrap_or_default();
    day(line).is_some()
        || DAYS.contains(&first) && lower.split_whitespace().count() <= 4 && !lower.ends_with(['.', '?', '!'])
}

#[cfg(test)]
mod tests {
    use super::*;

    type Said<'t> = (&'t str, Option<String>, Vec<&'t str>);

    fn said(text: &str) -> Option<Vec<Said<'_>>> {
        let messages = pasted(text, 0)?;
        let one = |it: Message| {
            let words = it.words.iter().map(|line| line.of(text)).collect();
            (it.who.of(text), it.day.map(|day| day.to_string()), words)
        };
        Some(messages.into_iter().map(one).collect())
    }

    #[test]
    fn a_chat_as_it_is_copied() {
        let ana = ("Ana Lind", None, vec!["We open at nine.", "And I was not asked."]);
        let rest = [("Peter Orre", None, vec!["Who told you?"]), ("Ana Lind", None, vec!["The harbour did."])];
        let expected: Vec<_> = [ana].into_iter().chain(rest).collect();
        for text in [
            "Ana Lind\n  9:42 AM\nWe open at nine.\n9:43\nAnd I was not asked.\nPeter Orre\n  9:45 AM\nWho told you?\nAna Lind\n  9:47 AM\nThe harbour did.\n",
            "#harbour\nToday\nAna Lind [9:42 AM]\nWe open at nine.\n\n[9:43 AM]\nAnd I was not asked.\n\nPeter Orre [9:45 AM]\nWho told you?\n\nAna Lind  [9:46 AM]\nThe harbour did.\n",
            "[9:42 AM] Ana Lind\r\nWe open at nine.\r\nAnd I was not asked.\r\n\r\n[9:45 AM] Peter Orre:\r\nWho told you?\r\n\r\n[Yesterday 9:46 AM] Ana Lind\r\nThe harbour did.\r\n",
        ] {
            assert_eq!(said(text).as_ref(), Some(&expected), "{text}");
        }
        let dated = "Ana Lind\n5/13/2031 9:42 AM\nI open at nine.\n\nPeter Orre\n13 May 2031 at 9:45\nYou do?\n\nAna Lind\n5/6/2031 9:46 AM\nWe do.\n";
        let days: Vec<_> = said(dated).expect("is one").into_iter().map(|(_, day, _)| day).collect();
        assert_eq!(days, [Some("2031-05-13".to_owned()), Some("2031-05-13".to_owned()), None]);
    }

    #[test]
    fn what_is_no_chat() {
        let live = "Flood: what we know\nAna Lind\n9:42 AM\nThe council met.\nPeter Orre\n9:45 AM\nThe river rose.\nAna Lind\n9:50 AM\nIt fell.\n";
        let quoting = "Ana Lind\n9:42 AM\nWe hear more soon.\nPeter Orre\n9:45 AM\nI hope that you stay at home.\nAna Lind\n9:50 AM\n“Nobody should travel tonight,” the mayor said.\n";
        let list =
            "Ana Lind\n9:42 AM\nWhat I saw when you left us.\nPeter Orre\n9:45 AM\nWhy we went, and you did not.\n";
        let story = "The council met on Friday.\nIt rained.\nNobody came.\nSo it ended.\nAna Lind [9:42 AM]\nI saw you.\nPeter Orre [9:42 AM]\nYou did?\nAna Lind [9:43 AM]\nI did.\n";
        for text in [live, quoting, list, story, "We met at 9:42 AM\nand I left.", ""] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
