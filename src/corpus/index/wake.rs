//! Files that are gone through from front to back: what lies behind no longer takes up memory.
//!
//! A mapped page counts as memory of this process from the moment it is touched. Where single pages far apart are looked
//! up, that is what makes the next look quick; where all of an index is gone through once, it would be all of an index.

use super::container::Container;
use super::map::AROUND;

/// How far a part of a file is gone through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wake {
    part: usize,
    from: usize,
}

impl Wake {
    /// Begins at the front of a part.
    pub(super) fn of(part: usize) -> Self {
        Self { part, from: 0 }
    }

    /// Takes note that what lies before a byte of the part is done with. Where it is not, nothing goes wrong.
    pub(super) fn reach(&mut self, container: &Container, at: usize) {
        let begin = container.begin(self.part);
        let done = (begin.saturating_add(at) / AROUND * AROUND).saturating_sub(begin);
        if done > self.from {
            container.let_go(self.part, self.from..done);
            self.from = done;
        }
    }
}

/// Lets go of whole parts that were gone through.
pub(super) fn let_go(container: &Container, parts: &[usize]) {
    for &part in parts {
        container.let_go(part, 0..container.length(part));
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::{self, Write};
    use std::path::{Path, PathBuf};
    use std::{fs, sync::Arc};

    use crate::corpus::index::build::Builder;
    use crate::corpus::index::families;
    use crate::corpus::index::map::Bytes;
    use crate::corpus::index::merge::{self, Input};
    use crate::corpus::index::segment::Segment;
    use crate::corpus::syndication::Sketch;
    use crate::text::Span;
    use crate::text::fold::{Token, TokenKind};

    /// How many bytes of some mapped files are in memory, as far as this process is charged with them.
    fn resident(files: &[PathBuf]) -> usize {
        let maps = fs::read_to_string("/proc/self/smaps").expect("the system says what is mapped");
        let (mut ours, mut sum) = (false, 0);
        for line in maps.lines() {
            if let Some(size) = line.strip_prefix("Rss:").filter(|_| ours) {
                sum += 1024 * size.trim().trim_end_matches(" kB").parse::<usize>().expect("a number");
            } else if line.split(' ').next().is_some_and(|word| word.contains('-')) {
                ours = files.iter().any(|file| line.ends_with(file.to_str().expect("a name")));
            }
        }
        sum
    }

    /// What is written to it is looked at no further; now and then, what is in memory.
    struct Scale<'a> {
        files: &'a [PathBuf],
        since: usize,
        most: usize,
    }

    impl Write for Scale<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.since += bytes.len();
            if self.since > 256 << 10 {
                self.since = 0;
                self.most = self.most.max(resident(self.files));
            }
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A segment of some articles of a thousand words each, and more beside them.
    fn segment(folder: &Path, number: usize) -> (PathBuf, Arc<Segment>) {
        const ARTICLES: u64 = 400;
        let mut builder = Builder::default();
        let mut random = number as u64 + 1;
        let mut next = move || {
            random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            random >> 33
        };
        for _ in 0..ARTICLES {
            let word = |at: usize| {
                let (a, b) = (next() % 5_000, next() % 5_000);
                let key = a.min(b).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                Token { key, span: Span::new(6 * at, 6 * at + 5), kind: TokenKind::Word }
            };
            let words: Vec<Token> = (0..1_000).map(word).collect();
            let record: Vec<u8> = (0..8_000).map(|_| next() as u8).collect();
            builder.tell(&[Sketch::new(&words.iter().map(|word| word.key).collect::<Vec<u64>>())]);
            builder.add(&words, 6_000, &record, &[0; 12_000]);
        }
        let path = folder.join(format!("{number}.seg"));
        fs::write(&path, builder.finish(1, &[])).expect("written");
        let segment = Segment::open(Bytes::map(&path).expect("maps"), 1).expect("opens");
        (path, Arc::new(segment))
    }

    #[test]
    fn files_that_are_gone_through_take_up_little_memory_and_can_still_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let (files, segments): (Vec<PathBuf>, Vec<Arc<Segment>>) =
            (0..3).map(|number| segment(folder.path(), number)).unzip();
        let all: u64 = files.iter().map(|file| fs::metadata(file).expect("is there").len()).sum();
        // Of each, a block of what is read and one of what says where it lies, and a little.
        let few = files.len() * (2 * super::AROUND + super::AROUND / 4);
        assert!(few < all as usize / 2, "{few} of {all}");

        let whole = vec![true; 400];
        let inputs: Vec<Input<'_>> = segments.iter().map(|segment| Input { segment, live: &whole }).collect();
        let scale = Scale { files: &files, since: 0, most: 0 };
        let (scale, _) = merge::merge(&inputs, scale, 1).expect("merges");
        assert!(scale.most > 0 && scale.most < few, "{} of {all} in memory while segments are merged", scale.most);

        let place = |at: usize| families::Entry { place: (at as u32 / 400, at as u32 % 400), was: None };
        let entries: Vec<families::Entry> = (0..1_200).map(place).collect();
        assert!(families::of(&segments, &entries, None).is_some());
        let left = resident(&files);
        assert!(left < few, "{left} of {all} in memory after families are told");

        assert!(segments.iter().all(|segment| segment.container().is_whole()));
        let left = resident(&files);
        assert!(left < few, "{left} of {all} in memory after all was held against its checksum");

        let damaged = segments.iter().any(|segment| (0..400).any(|it| segment.record(it).is_none()));
        assert!(!damaged && resident(&files) > 3 * (3 << 20), "what was let go of is read again, and stays then");
    }
}
