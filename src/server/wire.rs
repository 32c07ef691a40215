//! Between the library and standard output: whole messages, the library's and our own among them.
//!
//! A thread of ours writes; the library's answers reach it as the stream that it writes to, and what is too long to go
//! through the library's types each time, as [`Wire::send`], which copies nothing of it. Neither waits for the editor to
//! read, up to so many messages.

use std::io::{self, IoSlice, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::AsyncWrite;
use tokio::sync::{mpsc, oneshot};

use super::bulletin::Bulletin;

/// So many messages may wait for the editor to read.
const WAITING: usize = 64;

/// So many bytes a pipe to the editor holds: all that is told of a long draft, so that nobody waits to write the rest.
#[cfg(target_os = "linux")]
const ROOM: usize = 1 << 20;

/// How long the last messages may take.
const LAST: Duration = Duration::from_millis(500);

/// What is written already, in parts.
pub trait Written: Send + Sync + 'static {
    /// All of it, in order.
    fn parts(&self) -> Vec<&str>;
}

impl Written for String {
    fn parts(&self) -> Vec<&str> {
        vec![self]
    }
}

impl Written for Bulletin {
    fn parts(&self) -> Vec<&str> {
        self.parts()
    }
}

enum Parcel {
    /// Whole messages.
    Frames(Vec<u8>),
    /// A message with something in it that is written already.
    Around(String, Arc<dyn Written>, String),
    /// Everything before it was written.
    Done(oneshot::Sender<()>),
}

/// The way to the editor. Clones lead to the same.
#[derive(Clone)]
pub struct Wire(mpsc::Sender<Parcel>);

impl Wire {
    /// Starts the thread that writes to `output`, until it cannot.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn to(mut output: impl Write + Send + 'static) -> io::Result<Self> {
        let (sender, mut coming) = mpsc::channel(WAITING);
        std::thread::Builder::new().name("stdout".to_owned()).spawn(move || {
            while let Some(parcel) = coming.blocking_recv() {
                let written = match parcel {
                    Parcel::Frames(frames) => output.write_all(&frames),
                    Parcel::Around(front, body, back) => write_message(&mut output, &front, &*body, &back),
                    Parcel::Done(done) => {
                        let _ = done.send(());
                        Ok(())
                    }
                };
                if written.and_then(|()| output.flush()).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self(sender))
    }

    /// Sends a message, given its body: what is written already, with something around it.
    pub async fn send(&self, front: String, body: Arc<impl Written>, back: String) {
        // Nobody to send to means that the session has ended.
        let _ = self.0.send(Parcel::Around(front, body, back)).await;
    }

    /// Waits, within reason, until all that was sent is written.
    pub async fn finish(&self) {
        let (done, written) = oneshot::channel();
        let last = async {
            if self.0.send(Parcel::Done(done)).await.is_ok() {
                let _ = written.await;
            }
        };
        let _ = tokio::time::timeout(LAST, last).await;
    }

    /// The stream that the library writes to.
    pub fn stream(&self) -> Stream {
        Stream { wire: self.0.clone(), place: None }
    }
}

fn write_message(output: &mut impl Write, front: &str, body: &dyn Written, back: &str) -> io::Result<()> {
    let body = body.parts();
    let length = front.len() + body.iter().map(|part| part.len()).sum::<usize>() + back.len();
    let head = format!("Content-Length: {length}\r\n\r\n{front}");
    let parts = std::iter::once(&*head).chain(body).chain([back]);
    let mut parts = parts.map(|part| IoSlice::new(part.as_bytes())).collect::<Vec<_>>();
    let mut left = &mut *parts;
    // What is empty goes at once.
    IoSlice::advance_slices(&mut left, 0);
    while !left.is_empty() {
        match output.write_vectored(left) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut left, written),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Standard output without what the library does for lines: it would look for their ends in all that is written, and write
/// what stands in front of the last one by itself.
#[cfg(unix)]
pub fn output() -> io::Result<impl Write> {
    use std::os::fd::AsFd;
    let output = std::fs::File::from(io::stdout().as_fd().try_clone_to_owned()?);
    // What is no pipe, and a system that gives it no more room, write as well, but stop in the middle of a long message.
    #[cfg(target_os = "linux")]
    let _ = rustix::pipe::fcntl_setpipe_size(&output, ROOM);
    Ok(output)
}

/// Standard output.
#[cfg(not(unix))]
pub fn output() -> io::Result<impl Write> {
    Ok(io::stdout())
}

type Place = Pin<Box<dyn Future<Output = Result<mpsc::OwnedPermit<Parcel>, mpsc::error::SendError<()>>> + Send>>;

/// What the library writes to. It hands over whole messages, one or several at a time.
pub struct Stream {
    wire: mpsc::Sender<Parcel>,
    /// The place that is waited for.
    place: Option<Place>,
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wire = self.wire.clone();
        let place = self.place.get_or_insert_with(|| Box::pin(wire.reserve_owned()));
        let place = ready!(place.as_mut().poll(cx));
        self.place = None;
        let Ok(place) = place else { return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())) };
        place.send(Parcel::Frames(bytes.to_vec()));
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tokio::io::AsyncWriteExt;

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("nobody panics").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn messages_of_both_come_whole_and_in_order() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("starts");
        let page = Page::default();
        runtime.block_on(async {
            let wire = Wire::to(page.clone()).expect("starts");
            let mut stream = wire.stream();
            for _ in 0..100 {
                stream.write_all(b"Content-Length: 2\r\n\r\n{}").await.expect("writes");
                wire.send("{\"é\":".to_owned(), Arc::new("1".to_owned()), "}".to_owned()).await;
            }
            wire.finish().await;
        });
        let written = String::from_utf8(page.0.lock().expect("nobody panics").clone()).expect("is text");
        assert_eq!(written, "Content-Length: 2\r\n\r\n{}Content-Length: 8\r\n\r\n{\"é\":1}".repeat(100));
    }
}
