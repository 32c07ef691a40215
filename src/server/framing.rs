//! Between standard input and the library: only whole, valid messages pass.
//!
//! The library's own decoder stops for good at the first body that is no message, and it never ends
//! at `exit` while standard input stays open. So a thread of ours reads the frames, parses each once,
//! replaces what is no message by one that [`Ingress`](super::ingress::Ingress) answers with the
//! right error, and stops at `exit` as at the end of input.

use std::io::{self, BufRead, BufReader, Read};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};
use tokio::sync::{Notify, mpsc};
use tower_lsp::jsonrpc::Request;

/// Stands in for a body that is not JSON.
pub const NOT_JSON: &str = "$/onrecord/notJson";
/// Stands in for JSON that is neither request, notification nor response.
pub const NOT_A_MESSAGE: &str = "$/onrecord/notAMessage";

/// Longer bodies than this are skipped: no document is, and the length may be garbage.
const LONGEST: u64 = 1 << 30;

/// How the session ends.
#[derive(Debug, Default)]
pub struct Ending {
    asked: AtomicBool,
    /// Told when nothing more will be read.
    pub closed: Notify,
}

impl Ending {
    /// The exit status the protocol asks for: 0 after a `shutdown` request, else 1.
    pub fn status(&self) -> u8 {
        u8::from(!self.asked.load(Ordering::SeqCst))
    }
}

/// The messages as the stream of bytes that the library reads.
#[derive(Debug)]
pub struct Frames {
    coming: mpsc::Receiver<Vec<u8>>,
    current: Vec<u8>,
    read: usize,
}

impl Frames {
    /// Starts the thread that reads `input` until it ends or says `exit`.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn of(input: impl Read + Send + 'static, ending: Arc<Ending>) -> io::Result<Self> {
        let (sender, coming) = mpsc::channel(64);
        std::thread::Builder::new().name("stdin".to_owned()).spawn(move || {
            let mut input = BufReader::with_capacity(1 << 16, input);
            while let Ok(Some(body)) = next_body(&mut input) {
                let read = Body::of(&body);
                let exit = matches!(&read, Body::Message(request) if request.method() == "exit");
                if matches!(&read, Body::Message(request) if request.method() == "shutdown") {
                    ending.asked.store(true, Ordering::SeqCst);
                }
                if exit || sender.blocking_send(read.frame(body)).is_err() {
                    break;
                }
            }
            ending.closed.notify_one();
        })?;
        Ok(Self { coming, current: Vec::new(), read: 0 })
    }
}

impl AsyncRead for Frames {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.read == self.current.len() {
            let Some(frame) = ready!(self.coming.poll_recv(cx)) else { return Poll::Ready(Ok(())) };
            self.current = frame;
            self.read = 0;
        }
        let length = buffer.remaining().min(self.current.len() - self.read);
        buffer.put_slice(&self.current[self.read..self.read + length]);
        self.read += length;
        Poll::Ready(Ok(()))
    }
}

/// One body, parsed as the library will parse it.
enum Body {
    Message(Request),
    NotJson,
    NotAMessage,
}

impl Body {
    fn of(body: &[u8]) -> Self {
        // A response passes for a request without a method, since the library ignores what it doesn't know.
        let object = body.trim_ascii_start().first() == Some(&b'{');
        match serde_json::from_slice(body) {
            Ok(request) if object && std::str::from_utf8(body).is_ok() => Self::Message(request),
            Ok(_) => Self::NotAMessage,
            Err(error) if error.is_data() => Self::NotAMessage,
            Err(_) => Self::NotJson,
        }
    }

    /// The frame that the library gets to see.
    fn frame(self, body: Vec<u8>) -> Vec<u8> {
        let instead = |method: &str| format!(r#"{{"jsonrpc":"2.0","method":"{method}"}}"#).into_bytes();
        let body = match self {
            Self::Message(_) => body,
            Self::NotJson => instead(NOT_JSON),
            Self::NotAMessage => instead(NOT_A_MESSAGE),
        };
        let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        frame.extend_from_slice(&body);
        frame
    }
}

/// The next body; `None` at the end of input. A header without a length counts as an empty body,
/// which is no JSON and gets its error.
fn next_body(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    let mut seen = false;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(1 << 16).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_ascii();
        if line.is_empty() {
            if seen {
                break;
            }
            continue;
        }
        seen = true;
        length = length_of(line).or(length);
    }
    let length = length.unwrap_or(0);
    if length > LONGEST {
        io::copy(&mut input.take(length), &mut io::sink())?;
        return Ok(Some(Vec::new()));
    }
    let mut body = Vec::with_capacity((length as usize).min(1 << 20));
    let read = input.take(length).read_to_end(&mut body)?;
    Ok((read as u64 == length).then_some(body))
}

fn length_of(header: &[u8]) -> Option<u64> {
    let (name, value) = std::str::from_utf8(header).ok()?.split_once(':')?;
    name.trim().eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(mut input: &[u8]) -> Vec<String> {
        std::iter::from_fn(|| next_body(&mut input).expect("reads from memory"))
            .map(|body| String::from_utf8(body).expect("is text"))
            .collect()
    }

    #[test]
    fn frames_come_whole_whatever_the_headers() {
        let input = b"content-length: 2\r\nContent-Type: x\r\n\r\n{}Content-Length: 3\n\n[1]X: y\r\n\r\nContent-Length: 4\r\n\r\nnu";
        assert_eq!(bodies(input), ["{}", "[1]", ""]);
    }

    #[test]
    fn only_messages_pass() {
        let kind = |body: &str| match Body::of(body.as_bytes()) {
            Body::Message(_) => "valid",
            Body::NotJson => "not json",
            Body::NotAMessage => "no message",
        };
        assert_eq!(kind(r#"{"jsonrpc":"2.0","method":"exit"}"#), "valid");
        assert_eq!(kind(r#"{"jsonrpc":"2.0","id":1,"result":null}"#), "valid");
        assert_eq!(kind(r#"{"bad": }"#), "not json");
        assert_eq!(kind(""), "not json");
        assert_eq!(kind(r#"{"jsonrpc":"1.0","method":"x"}"#), "no message");
        assert_eq!(kind(r#"{"jsonrpc":"2.0","id":{},"method":"x"}"#), "no message");
        assert_eq!(kind(r#"["2.0","exit"]"#), "no message");
        let deep = format!(r#"{{"jsonrpc":"2.0","params":{}{}}}"#, "[".repeat(1000), "]".repeat(1000));
        assert_eq!(kind(&deep), "not json");
    }
}
