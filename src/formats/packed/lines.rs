//! The lines of a file of rows, one at a time: such a file may be longer than the memory, and is UTF-16 as some
//! spreadsheets save it.

use std::io::{BufRead, Error, Read, Result};

use crate::formats::decode::{self, Order};

/// The lines of a file of rows, as UTF-8, whatever they are on disk.
#[derive(Debug)]
pub struct Lines<R> {
    reader: R,
    wide: Option<Order>,
}

impl<R: BufRead> Lines<R> {
    /// Those of a file whose bytes are about to be read; a mark of its byte order is passed over.
    ///
    /// # Errors
    /// When the beginning cannot be read.
    pub fn of(mut reader: R) -> Result<Self> {
        let head = reader.fill_buf()?;
        let (wide, skip) = match decode::wide_order(&head[..head.len() & !1]) {
            Some((order, skip)) => (Some(order), skip),
            None => (None, decode::mark(head)),
        };
        reader.consume(skip);
        Ok(Self { reader, wide })
    }

    /// The next line with its end, `None` behind the last one.
    ///
    /// # Errors
    /// When it cannot be read, or takes `most` bytes of the file and does not end there.
    pub fn next(&mut self, most: u64) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut left = self.reader.by_ref().take(most);
        match self.wide {
            None => {
                left.read_until(b'\n', &mut line)?;
            }
            Some(order) => {
                let mut unit = [0; 2];
                // Half a character at the end of a file is none.
                while left.limit() > 1 && left.read_exact(&mut unit).is_ok() {
                    line.extend_from_slice(&unit);
                    if order.unit(unit) == u16::from(b'\n') {
                        break;
                    }
                }
            }
        }
        if left.limit() < 2 && !line.ends_with(b"\n") {
            return Err(Error::other("the line is too long"));
        }
        if let Some(order) = self.wide {
            line = decode::narrow(&line, order);
        }
        Ok((!line.is_empty()).then_some(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        let mut lines = Lines::of(bytes).expect("begins");
        let mut all = Vec::new();
        while let Some(line) = lines.next(1 << 20).expect("goes on") {
            all.push(String::from_utf8(line).expect("is text"));
        }
        all
    }

    #[test]
    fn lines_are_the_same_in_every_encoding() {
        let text = "{\"text\": \"“Ča ਊ Ċ 𝄞,” said Ana Lind.\"}\r\n\n{\"text\": \"We open at nine.\"}";
        let expected: Vec<&str> = text.split_inclusive('\n').collect();
        let wide = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        for bytes in [text.as_bytes(), &[b"\xEF\xBB\xBF", text.as_bytes()].concat(), &little, &big] {
            assert_eq!(lines(bytes), expected);
        }
        assert_eq!(lines(&[b"\xFF\xFE", &little[..]].concat()), expected);
        assert_eq!(lines(&[b"\xFE\xFF", &big[..], b"\0"].concat()), expected);
        assert_eq!(lines(b""), Vec::<String>::new());
    }

    #[test]
    fn a_line_without_an_end_fills_no_memory() {
        let endless = "a\0".repeat(100);
        for bytes in [endless.as_bytes(), "a".repeat(100).as_bytes()] {
            assert!(Lines::of(bytes).expect("begins").next(20).is_err());
        }
    }
}
