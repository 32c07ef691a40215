//! A file as bytes of memory.
#![allow(
    unsafe_code,
    reason = "mapping a file is unsafe because another process could cut it short or write over it while it is read. \
    Files of an index are never written again once they have their name: a new generation gets new files, and old \
    ones are unlinked, which leaves what is mapped as it was. Whoever damages them from outside is found out by the \
    checksums; a file that is cut short from outside while it is mapped is beyond what any reader can guard against."
)]

use std::fs::File;
use std::io;
use std::ops::{Deref, Range};
use std::path::Path;

use memmap2::Mmap;
#[cfg(unix)]
use memmap2::{Advice, UncheckedAdvice};

/// With a byte that is touched a system may bring in what is around it, in blocks up to this size.
pub(super) const AROUND: usize = 2 << 20;

/// Bytes that are read where they lie: in a file, or in memory where there is no file for them.
#[derive(Debug)]
pub(super) enum Bytes {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

impl Bytes {
    /// Maps a whole file that will not be written to any more.
    pub(super) fn map(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("is no ordinary file"));
        }
        // SAFETY: see the top of this file.
        let map = unsafe { Mmap::map(&file)? };
        // A search touches single pages far apart; reading ahead would fetch what nobody asks for. It is advice only.
        #[cfg(unix)]
        let _ = map.advise(Advice::Random);
        Ok(Self::Mapped(map))
    }

    /// Has the system bring some bytes of a file into memory, without waiting for them. It is advice only.
    #[cfg_attr(not(unix), allow(unused_variables, clippy::unused_self, reason = "there is no such advice"))]
    pub(super) fn fetch(&self, range: Range<usize>) {
        #[cfg(unix)]
        if let Self::Mapped(map) = self {
            let _ = map.advise_range(Advice::WillNeed, range.start, range.len());
        }
    }

    /// Lets go of the memory that some bytes of a file take up, and those around them that came with them; whoever touches
    /// them again has them from the file again.
    /// Where the system has no such advice, it takes them back when it needs the room.
    #[cfg_attr(not(unix), allow(unused_variables, clippy::unused_self, reason = "there is no such advice"))]
    pub(super) fn let_go(&self, range: Range<usize>) {
        #[cfg(unix)]
        if let Self::Mapped(map) = self {
            let end = range.end.next_multiple_of(AROUND).min(map.len());
            let start = (range.start / AROUND * AROUND).min(end);
            // SAFETY: this advice is dangerous where a page holds what no file has, which would then read as nought. The map
            // is shared and read-only and its file is not written any more (see the top): a page that comes back says what it
            // said before, also to whoever holds on to a slice of it or reads it at this moment.
            let _ = unsafe { map.unchecked_advise_range(UncheckedAdvice::DontNeed, start, end - start) };
        }
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }
}
