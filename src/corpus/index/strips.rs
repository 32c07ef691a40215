//! Many short things one behind the other, each behind its length: where every sixteenth begins is kept, and the way from
//! there is gone.

use std::io::{self, Write};

use super::build::longs;
use super::bytes::{Reader, Writer};
use super::container::{Assembly, Container};

/// Where one in so many begins is kept.
const EVERY: usize = 16;

/// Things being written, one behind the other as they come.
#[derive(Debug, Default)]
pub(super) struct Strips {
    begins: Vec<u64>,
    count: usize,
    /// How many bytes there are, and those of them that are not yet written on.
    length: u64,
    waiting: Writer,
}

/// So many bytes are written on together.
const SHARE: usize = 1 << 16;

/// Where things lie: the part that holds them, the one that says where some begin, and how many there are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lying {
    pub items: usize,
    pub begins: usize,
    pub count: usize,
}

impl Strips {
    /// Goes on from what lies in a container.
    pub(super) fn after<W: Write>(container: &Container, lying: Lying, out: &mut Assembly<W>) -> io::Result<Self> {
        let Lying { items, begins, count } = lying;
        let length = container.length(items);
        out.write(container.bytes(items, 0..length))?;
        Ok(Self { begins: container.longs(begins), count, length: length as u64, waiting: Writer::default() })
    }

    /// How many there are by now.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Takes the next one.
    pub(super) fn push<W: Write>(&mut self, item: &[u8], out: &mut Assembly<W>) -> io::Result<()> {
        if self.count.is_multiple_of(EVERY) {
            self.begins.push(self.length);
        }
        self.count += 1;
        let before = self.waiting.0.len();
        self.waiting.size(item.len());
        self.waiting.0.extend_from_slice(item);
        self.length += (self.waiting.0.len() - before) as u64;
        if self.waiting.0.len() < SHARE {
            return Ok(());
        }
        let written = out.write(&self.waiting.0);
        self.waiting.0.clear();
        written
    }

    /// Ends the part that holds them; the next one says where some begin.
    pub(super) fn finish<W: Write>(self, out: &mut Assembly<W>) -> io::Result<()> {
        out.part(&self.waiting.0)?;
        out.part(&longs(&self.begins))
    }
}

impl Lying {
    /// One of them; nothing where there is none, or what is there makes no sense.
    pub(super) fn item(self, container: &Container, at: usize) -> Option<&[u8]> {
        if at >= self.count {
            return None;
        }
        // No farther than the next beginning: each page that is asked for is held against its checksum.
        let (own, next_one) = (at / EVERY, at / EVERY + 1);
        let begin = usize::try_from(container.long(self.begins, own)).ok()?;
        let end = if next_one * EVERY < self.count {
            usize::try_from(container.long(self.begins, next_one)).ok()?
        } else {
            container.length(self.items)
        };
        let mut reader = Reader(container.bytes(self.items, begin..end));
        for _ in 0..at % EVERY {
            next(&mut reader)?;
        }
        next(&mut reader)
    }

    /// All of them, up to the first that makes no sense.
    pub(super) fn each(self, container: &Container) -> impl Iterator<Item = &[u8]> {
        let mut reader = Reader(container.bytes(self.items, 0..container.length(self.items)));
        (0..self.count).map_while(move |_| next(&mut reader))
    }
}

fn next<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let length = reader.size()?;
    reader.take(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::index::container::{Magic, compose};
    use crate::corpus::index::map::Bytes;

    const MAGIC: Magic = *b"a strip.";

    fn opened(write: impl FnOnce(&mut Assembly<Vec<u8>>) -> io::Result<()>) -> Container {
        Container::open(Bytes::Owned(compose(MAGIC, 1, write)), MAGIC, 1, 2).expect("opens")
    }

    #[test]
    fn each_is_had_by_its_number_and_more_can_follow() {
        let all: Vec<Vec<u8>> = (0..100u8).map(|number| vec![number; usize::from(number % 7)]).collect();
        let first = opened(|out| {
            let mut strips = Strips::default();
            all[..37].iter().try_for_each(|item| strips.push(item, out))?;
            strips.finish(out)
        });
        let (lying, container) = (
            Lying { items: 0, begins: 1, count: 100 },
            opened(|out| {
                let mut strips = Strips::after(&first, Lying { items: 0, begins: 1, count: 37 }, out)?;
                all[37..].iter().try_for_each(|item| strips.push(item, out))?;
                assert_eq!(strips.count(), 100);
                strips.finish(out)
            }),
        );
        for (number, item) in all.iter().enumerate() {
            assert_eq!(lying.item(&container, number), Some(&item[..]));
        }
        assert!(lying.each(&container).eq(all.iter().map(Vec::as_slice)));
        assert_eq!(lying.item(&container, 100), None);
    }
}
