//! Crawls of web pages (`.warc`), as ISO 28500 has them: every page that was fetched whole.

use super::{Unpacking, within};
use crate::formats::Fields;
use crate::formats::metadata::Words;

/// Reads the pages, each under its address.
pub(super) fn read(unpacking: &mut Unpacking<'_>, record: Option<&str>, bytes: &[u8]) {
    let mut rest = bytes;
    while let Some((headers, behind)) = head(rest).filter(|_| rest.starts_with(b"WARC/1.")) {
        let value = |name: &str| header(&headers, name);
        let Some(length) = value("content-length").and_then(|length| length.parse::<usize>().ok()) else { break };
        let Some(block) = behind.get(..length) else {
            unpacking.problem(&format!("{}: ends in the middle of a page", record.unwrap_or("the crawl")));
            break;
        };
        let address = value("warc-target-uri").map(|address| address.trim_matches(['<', '>']));
        if let (Some("response"), Some(address)) = (value("warc-type"), address) {
            page(unpacking, &within(record, address), address, block);
        }
        rest = behind[length..].trim_ascii_start();
    }
}

fn page(unpacking: &mut Unpacking<'_>, record: &str, address: &str, response: &[u8]) {
    let Some((headers, body)) = head(response) else { return };
    let ok = headers.split_ascii_whitespace().nth(1) == Some("200");
    let kind = header(&headers, "content-type").unwrap_or("").to_ascii_lowercase();
    if !ok || !(kind.starts_with("text/html") || kind.starts_with("application/xhtml")) {
        return;
    }
    let body = match header(&headers, "transfer-encoding") {
        Some(coding) if coding.eq_ignore_ascii_case("chunked") => unchunked(body),
        _ => body.to_vec(),
    };
    let coding = header(&headers, "content-encoding").unwrap_or("identity").to_ascii_lowercase();
    let body = match coding.as_str() {
        "gzip" | "x-gzip" => unpacking.contents(record, flate2::read::MultiGzDecoder::new(&*body), super::LONGEST),
        "identity" | "" => Some(body),
        _ => None,
    };
    let Some(body) = body else { return };
    let text = crate::formats::decode::decode(&body).text;
    let mut document = super::html(text, &Fields::default());
    // When it was fetched is no day of its own: none is better than a wrong one.
    if document.meta.url.is_none() {
        Fields { url: Words(vec![address.to_owned()]), ..Fields::default() }.fill(&mut document.meta);
    }
    if let [story] = document.stories.as_mut_slice() {
        story.meta = document.meta.clone();
    }
    unpacking.hold(Some(record.to_owned()), document);
}

/// The lines up to the first blank one, and what stands behind it.
fn head(bytes: &[u8]) -> Option<(String, &[u8])> {
    let end = memchr::memmem::find(bytes, b"\r\n\r\n")?;
    Some((String::from_utf8_lossy(&bytes[..end]).into_owned(), &bytes[end + 4..]))
}

fn header<'a>(headers: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = headers.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// A body that came in pieces, put together as far as it goes.
fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = memchr::memmem::find(rest, b"\r\n") {
        let size = String::from_utf8_lossy(&rest[..end]);
        let size = usize::from_str_radix(size.split(';').next().unwrap_or("").trim(), 16).unwrap_or(0);
        let Some(piece) = rest.get(end + 2..).filter(|_| size > 0) else { break };
        body.extend_from_slice(&piece[..size.min(piece.len())]);
        let Some(behind) = size.checked_add(2).and_then(|next| piece.get(next..)) else { break };
        rest = behind;
    }
    body
}
