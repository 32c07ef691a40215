//! Where an article lies in a file of many, one a line.

use std::fs::File;
use std::io::{BufRead, BufReader};

use serde::Deserialize;
use serde_json::Value;

use crate::corpus::Article;

/// The line of an article's record, from 0; `None` if its file holds it alone, or no longer holds it.
pub fn line_of(article: &Article) -> Option<u32> {
    let (file, record) = article.file();
    let record = record?;
    let lines = BufReader::with_capacity(1 << 18, File::open(file).ok()?).split(b'\n');
    // A record without an identifier goes by the number of its line.
    let mut numbered = None;
    for (number, line) in lines.enumerate() {
        let line = line.ok()?;
        let number = number as u32;
        if record.parse() == Ok(number + 1) {
            numbered = Some(number);
        }
        if memchr::memmem::find(&line, record.as_bytes()).is_some() && identifier(&line).as_deref() == Some(record) {
            return Some(number);
        }
    }
    numbered
}

fn identifier(line: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Row {
        id: Value,
    }
    Some(match serde_json::from_slice::<Row>(line).ok()?.id {
        Value::String(id) => id,
        id => id.to_string(),
    })
}
