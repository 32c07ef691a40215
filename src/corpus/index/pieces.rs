//! How a catalogue is put together from what lies in two files: stretches of an earlier one, and what came since.

use std::ops::Range;

/// Numbers of one file that are others in the whole: `from..from + count` there is `to..to + count` here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stretch {
    pub from: u32,
    pub to: u32,
    pub count: u32,
}

impl Stretch {
    /// The number in the whole of one in the file; the end counts, what lies beyond is taken for that.
    pub(super) fn forth(self, there: u32) -> u32 {
        self.to + there.saturating_sub(self.from).min(self.count)
    }

    /// The number in the file of one in the whole.
    pub(super) fn back(self, here: u32) -> u32 {
        self.from + here.saturating_sub(self.to).min(self.count)
    }

    /// Those of it in the file.
    pub(super) fn there(self) -> Range<usize> {
        self.from as usize..(self.from + self.count) as usize
    }

    fn ends_by(self, here: u32) -> bool {
        self.to + self.count <= here
    }
}

/// Files that lie side by side in one of the two, with their articles and those articles' stories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// Whether it is of what came since.
    pub patched: bool,
    pub files: Stretch,
    pub articles: Stretch,
    pub stories: Stretch,
}

/// All pieces, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces(Vec<Piece>);

impl Pieces {
    /// Puts pieces one behind the other: for each whether it is patched, and the stretches of files, articles and stories
    /// where it lies. `None` where there are more than can be counted.
    pub(super) fn of(lying: impl Iterator<Item = (bool, [Range<u32>; 3])>) -> Option<Self> {
        let mut ends = [0u32; 3];
        let mut pieces = Vec::new();
        for (patched, ranges) in lying {
            let mut stretches = [Stretch::default(); 3];
            for ((stretch, range), end) in stretches.iter_mut().zip(ranges).zip(&mut ends) {
                *stretch = Stretch { from: range.start, to: *end, count: range.end.checked_sub(range.start)? };
                *end = end.checked_add(stretch.count)?;
            }
            let [files, articles, stories] = stretches;
            pieces.push(Piece { patched, files, articles, stories });
        }
        Some(Self(pieces))
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Piece] {
        &self.0
    }

    /// How many files, articles and stories there are.
    pub(super) fn counts(&self) -> [u32; 3] {
        let end = |stretch: Stretch| stretch.to + stretch.count;
        self.0.last().map_or([0; 3], |last| [last.files, last.articles, last.stories].map(end))
    }

    /// The piece that holds a file.
    pub(super) fn by_file(&self, file: u32) -> Option<&Piece> {
        self.0.get(self.0.partition_point(|piece| piece.files.ends_by(file)))
    }

    /// The piece that holds an article.
    pub(super) fn by_article(&self, article: u32) -> Option<&Piece> {
        self.0.get(self.0.partition_point(|piece| piece.articles.ends_by(article)))
    }

    /// The number now of a story of the earlier catalogue; nothing, if it is not taken over.
    pub(super) fn story(&self, there: u32) -> Option<u32> {
        let holds = |piece: &&Piece| !piece.patched && piece.stories.there().contains(&(there as usize));
        self.0.iter().find(holds).map(|piece| piece.stories.forth(there))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_whole_lead_to_where_they_lie_and_back() {
        let lying = [
            (false, [0..3, 0..3, 0..4]),
            (true, [0..1, 0..0, 0..0]),
            (true, [1..2, 0..2, 0..2]),
            (false, [4..6, 5..7, 6..8]),
        ];
        let pieces = Pieces::of(lying.into_iter()).expect("they can be counted");
        assert_eq!(pieces.counts(), [7, 7, 8]);
        let file = |at| pieces.by_file(at).map(|piece| (piece.patched, piece.files.back(at)));
        assert_eq!(
            [0, 2, 3, 4, 5].map(file),
            [Some((false, 0)), Some((false, 2)), Some((true, 0)), Some((true, 1)), Some((false, 4))]
        );
        assert_eq!(file(7), None);
        let article = |at| pieces.by_article(at).map(|piece| (piece.patched, piece.articles.back(at)));
        assert_eq!([2, 3, 5].map(article), [Some((false, 2)), Some((true, 0)), Some((false, 5))]);
        assert_eq!([0, 3, 4, 6].map(|there| pieces.story(there)), [Some(0), Some(3), None, Some(6)]);
        let all = || (false, [0..u32::MAX, 0..0, 0..0]);
        assert!(Pieces::of([all(), all()].into_iter()).is_none(), "more than can be counted");
    }
}
