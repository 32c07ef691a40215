//! Transcripts by machines, in JSON: Whisper's segments, `YouTube`'s events. They become subtitles, with their times.

use std::fmt::Write as _;

use serde_json::Value;

use super::Unpacking;
use crate::formats::{Document, Format as _, subtitles};

/// Reads a transcript; whether it is one.
pub(super) fn read(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) -> bool {
    let Ok(Value::Object(object)) = serde_json::from_slice(bytes) else { return false };
    let list = |key: &str| object.get(key).and_then(Value::as_array);
    let cues: Vec<(f64, String)> = match (list("segments"), list("events")) {
        (Some(segments), _) => segments.iter().filter_map(segment).collect(),
        (None, Some(events)) => events.iter().filter_map(event).collect(),
        (None, None) => return false,
    };
    if cues.is_empty() {
        return false;
    }
    let mut text = "WEBVTT\n".to_owned();
    for (number, (start, words)) in cues.iter().enumerate() {
        let end = cues.get(number + 1).map_or(start + 5.0, |next| next.0);
        let words = words.replace("-->", "→");
        let _ = write!(text, "\n{} --> {}\n{}\n", clock(*start), clock(end.max(*start)), words.trim());
    }
    let document: Document = subtitles::Subtitles.read(text.into());
    unpacking.hold(record.map(str::to_owned), Document { editable: false, ..document });
    true
}

/// Of Whisper: `{"start": 1.5, "text": " We stay.", "speaker": "SPEAKER_01"}`.
fn segment(segment: &Value) -> Option<(f64, String)> {
    let words = segment.get("text")?.as_str()?.trim();
    let words = match segment.get("speaker").and_then(Value::as_str).filter(|name| !name.contains(['<', '>'])) {
        Some(name) => format!("<v {name}>{words}"),
        None => words.to_owned(),
    };
    Some((segment.get("start")?.as_f64()?, one_line(&words))).filter(|(_, words)| !words.is_empty())
}

/// Of `YouTube`: `{"tStartMs": 1500, "segs": [{"utf8": "We "}, {"utf8": "stay."}]}`.
fn event(event: &Value) -> Option<(f64, String)> {
    let pieces = event.get("segs")?.as_array()?.iter().filter_map(|piece| piece.get("utf8")?.as_str());
    let words = one_line(&pieces.collect::<String>());
    Some((event.get("tStartMs")?.as_f64()? / 1000.0, words)).filter(|(_, words)| !words.is_empty())
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn clock(seconds: f64) -> String {
    let millis = (seconds.clamp(0.0, 3.6e6) * 1000.0) as u64;
    let (hours, minutes) = (millis / 3_600_000, millis / 60_000 % 60);
    format!("{hours:02}:{minutes:02}:{:02}.{:03}", millis / 1000 % 60, millis % 1000)
}
