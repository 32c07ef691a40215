//! Having a cluster do many things at once, no faster than it takes them.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Client, Fault, ROWS, clipped};

/// How long one request may take.
pub(super) const WITHIN: Duration = Duration::from_mins(1);
/// Bytes of one request: at first, at least and at most.
const FIRST: usize = 2 << 20;
const LEAST: usize = 64 << 10;
const MOST: usize = 8 << 20;
/// The first pause when it does not take more, and the longest.
const SHORTEST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(15);
/// In a row, so many times; it takes some minutes.
const TRIES: u32 = 16;

/// Which state of a document it is: what is done to one state is not done to a later one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub seq: u64,
    pub term: u64,
}

impl Version {
    /// As an answer has it.
    pub(super) fn of(document: &Value) -> Option<Self> {
        Some(Self { seq: document["_seq_no"].as_u64()?, term: document["_primary_term"].as_u64()? })
    }
}

/// What became of one thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// It is done, and made this of the document.
    Yes(Option<Version>),
    /// The document is not in the state that was told.
    Conflict,
    /// It is not taken, and why.
    Refused(String),
}

/// The first line of one thing to do: `index`, `create`, `update` or `delete` a document, if it is in this state.
pub(super) fn head(action: &str, index: &str, id: &str, version: Option<Version>) -> String {
    let mut place = json!({"_index": index, "_id": id});
    if let Some(version) = version {
        place["if_seq_no"] = json!(version.seq);
        place["if_primary_term"] = json!(version.term);
    }
    format!("{}\n", json!({action: place}))
}

/// The same with what follows it.
pub(super) fn row(action: &str, index: &str, id: &str, version: Option<Version>, body: &Value) -> String {
    format!("{}{body}\n", head(action, index, id, version))
}

/// Sends at the pace that a cluster takes.
pub(super) struct Post<'a> {
    client: &'a Client,
    bytes: usize,
}

impl<'a> Post<'a> {
    /// At the pace that fits most.
    pub(super) fn to(client: &'a Client) -> Self {
        Self { client, bytes: FIRST }
    }

    /// Has things done in their order, piece by piece; says of each what became of it.
    pub(super) fn send(&mut self, rows: &[String]) -> Result<Vec<Done>, Fault> {
        let mut done: Vec<Option<Done>> = vec![None; rows.len()];
        let mut open: Vec<usize> = (0..rows.len()).collect();
        let (mut tries, mut pause) = (0, SHORTEST);
        while !open.is_empty() {
            let mut bytes = 0;
            let fit = open.iter().take_while(|&&row| {
                bytes += rows[row].len();
                bytes <= self.bytes
            });
            let count = fit.count().max(1);
            let piece: String = open[..count].iter().map(|&row| &*rows[row]).collect();
            let told =
                "errors,items.*.status,items.*.error.type,items.*.error.reason,items.*._seq_no,items.*._primary_term";
            let path = format!("_bulk?filter_path={told}");
            let answer = self.client.call("POST", &path, (ROWS, piece.as_bytes()), WITHIN);
            let later = match answer {
                Ok(answer) => taken(self.client, &answer, &mut open, count, &mut done)?,
                Err(Fault::Busy(wait)) => {
                    pause = pause.max(wait.unwrap_or_default()).min(LONGEST);
                    true
                }
                Err(Fault::Wrong(why)) if why.contains("413") && count > 1 => true,
                Err(Fault::Away(why)) if tries + 1 == TRIES => return Err(Fault::Away(why)),
                Err(Fault::Away(_)) => true,
                Err(fault) => return Err(fault),
            };
            if later {
                tries += 1;
                if tries == TRIES {
                    return Err(Fault::Busy(None));
                }
                self.bytes = (self.bytes / 2).max(LEAST);
                std::thread::sleep(pause);
                pause = (pause * 2).min(LONGEST);
            } else {
                (tries, pause) = (0, SHORTEST);
                self.bytes = (self.bytes + self.bytes / 4).min(MOST);
            }
        }
        Ok(done.into_iter().flatten().collect())
    }
}

/// Takes note of what is done of the first `count` that are open; tells whether some of it is to be tried again later.
fn taken(
    client: &Client,
    answer: &Value,
    open: &mut Vec<usize>,
    count: usize,
    done: &mut [Option<Done>],
) -> Result<bool, Fault> {
    let items = answer["items"].as_array().filter(|items| items.len() == count);
    if items.is_none() && answer["errors"] == json!(false) {
        open.drain(..count).for_each(|row| done[row] = Some(Done::Yes(None)));
        return Ok(false);
    }
    let items = items.ok_or_else(|| client.nonsense())?;
    let mut again = Vec::new();
    for (row, item) in open.drain(..count).zip(items) {
        let (action, told) = item.as_object().and_then(|item| item.iter().next()).ok_or_else(|| client.nonsense())?;
        let became = match told["status"].as_u64() {
            Some(200..=299) => Done::Yes(Version::of(told)),
            // What is to be taken out may be gone already.
            Some(404) if action == "delete" => Done::Yes(None),
            Some(429 | 502..=504) => {
                again.push(row);
                continue;
            }
            Some(404 | 409) => Done::Conflict,
            _ => Done::Refused(clipped(told["error"]["reason"].as_str().unwrap_or("it does not say why"))),
        };
        done[row] = Some(became);
    }
    let later = !again.is_empty();
    open.splice(0..0, again);
    Ok(later)
}

/// Asks again, after a growing pause, while the cluster is busy or away.
pub(super) fn patiently<T>(ask: impl Fn() -> Result<T, Fault>) -> Result<T, Fault> {
    let mut pause = SHORTEST;
    for _ in 1..TRIES / 2 {
        match ask() {
            Err(Fault::Busy(wait)) => std::thread::sleep(pause.max(wait.unwrap_or_default()).min(LONGEST)),
            Err(Fault::Away(_)) => std::thread::sleep(pause),
            told => return told,
        }
        pause = (pause * 2).min(LONGEST);
    }
    ask()
}
