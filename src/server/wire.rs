//! Between the library and standard output: whole messages, the library's and our own among them.
//!
//! A thread of ours writes; the library's answers reach it as the stream that it writes to, and what is too long to go
//! through the library's types each time, as [`Wire::send`]. Neither waits for the editor to read, up to so many messages.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::AsyncWrite;
use tokio::sync::{mpsc, oneshot};

/// So many messages may wait for the editor to read.
const WAITING: usize = 64;

/// How long the last messages may take.
const LAST: Duration = Duration::from_millis(500);

enum Parcel {
    /// Whole messages.
    Frames(Vec<u8>),
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
                match parcel {
                    Parcel::Frames(frames) => {
                        if output.write_all(&frames).and_then(|()| output.flush()).is_err() {
                            return;
                        }
                    }
                    Parcel::Done(done) => drop(done.send(())),
                }
            }
        })?;
        Ok(Self(sender))
    }

    /// Sends a message, given its body.
    pub async fn send(&self, body: &[&str]) {
        let length = body.iter().map(|part| part.len()).sum::<usize>();
        let mut frame = Vec::with_capacity(length + 40);
        // Writing to memory cannot fail, and nobody to send to means that the session has ended.
        let _ = write!(frame, "Content-Length: {length}\r\n\r\n");
        for part in body {
            frame.extend_from_slice(part.as_bytes());
        }
        let _ = self.0.send(Parcel::Frames(frame)).await;
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
                wire.send(&["{\"é\":", "1}"]).await;
            }
            wire.finish().await;
        });
        let written = String::from_utf8(page.0.lock().expect("nobody panics").clone()).expect("is text");
        assert_eq!(written, "Content-Length: 2\r\n\r\n{}Content-Length: 8\r\n\r\n{\"é\":1}".repeat(100));
    }
}
