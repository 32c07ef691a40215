//! What a catalogue is written from, all of it or some of its files.

use super::build::{Items, numbers};
use super::bytes::{Reader, Writer};
use super::catalogue::{Catalogue, Entry, MAGIC, PARTS, Place};
use super::container::assemble;

/// What a catalogue says of all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub articles: u32,
    pub quotations: usize,
    pub digest: u64,
    pub line: u64,
    pub born: u32,
}

/// Where a catalogue has a file from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// It is as it was, under this number in the catalogue before.
    AsBefore(u32),
    /// It was read, and its articles are here.
    Read(Box<(Entry, Vec<Place>)>),
}

/// What a catalogue is written from.
#[derive(Debug, Default)]
pub(super) struct Contents<'a> {
    pub quotations: usize,
    pub digest: u64,
    pub line: u64,
    pub born: u32,
    /// For each article, in order, its birth: a number that no other article of the line ever has.
    pub births: &'a [u32],
    pub files: &'a [Held],
    /// For each file its first article, and one more for the end.
    pub firsts: &'a [u32],
    /// Where each article is, in order.
    pub places: &'a [Place],
    /// For each article, in order, its first family, and one more for the end; and the families, one a story.
    pub families: (&'a [u32], &'a [u32]),
}

impl Head {
    pub(super) fn write(self, writer: &mut Writer) {
        let Self { articles, quotations, digest, line, born } = self;
        writer.number(u64::from(articles));
        writer.size(quotations);
        writer.number(digest);
        writer.number(line);
        writer.number(u64::from(born));
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            articles: u32::try_from(reader.number()?).ok()?,
            quotations: reader.size()?,
            digest: reader.number()?,
            line: reader.number()?,
            born: u32::try_from(reader.number()?).ok()?,
        })
    }
}

impl Entry {
    fn write(&self) -> Vec<u8> {
        let Self { root, below, stamp, hash, problems } = self;
        let mut writer = Writer::default();
        writer.size(*root);
        writer.text(below);
        writer.number(stamp.size);
        writer.number(stamp.modified);
        writer.number(*hash);
        writer.list(problems, |writer, problem| writer.text(problem));
        writer.0
    }
}

impl Contents<'_> {
    pub(super) fn head(&self) -> Head {
        let Self { quotations, digest, line, born, .. } = *self;
        Head { articles: self.places.len() as u32, quotations, digest, line, born }
    }

    /// All parts of a catalogue but the head, of some of the files, in their order.
    pub(super) fn tables(
        &self,
        old: Option<&Catalogue>,
        chosen: impl Iterator<Item = usize>,
    ) -> Option<[Vec<u8>; PARTS - 1]> {
        let mut files = Items::default();
        let (mut firsts, mut order, mut births) = (vec![0], Vec::new(), Vec::new());
        let (mut family_firsts, mut families) = (vec![0], Vec::new());
        for file in chosen {
            match self.files.get(file)? {
                Held::AsBefore(was) => files.push(old?.item(*was as usize)?),
                Held::Read(read) => files.push(&read.0.write()),
            }
            let articles = *self.firsts.get(file)? as usize..*self.firsts.get(file + 1)? as usize;
            order.extend(self.places.get(articles.clone())?.iter().flat_map(|&(segment, number)| [segment, number]));
            births.extend_from_slice(self.births.get(articles.clone())?);
            for article in articles {
                let stories = *self.families.0.get(article)? as usize..*self.families.0.get(article + 1)? as usize;
                families.extend_from_slice(self.families.1.get(stories)?);
                family_firsts.push(families.len() as u32);
            }
            firsts.push(births.len() as u32);
        }
        let (files, file_offsets) = files.finish();
        let [firsts, order, family_firsts, families, births] =
            [firsts, order, family_firsts, families, births].map(|part| numbers(&part));
        Some([files, file_offsets, firsts, order, family_firsts, families, births])
    }
}

/// A whole catalogue as bytes; what is as before comes from the one before. `None` where that is damaged.
pub(super) fn write(contents: &Contents<'_>, old: Option<&Catalogue>, stamp: u64) -> Option<Vec<u8>> {
    let mut head = Writer::default();
    contents.head().write(&mut head);
    let tables = contents.tables(old, 0..contents.files.len())?;
    let parts: Vec<&[u8]> = std::iter::once(&head.0).chain(&tables).map(Vec::as_slice).collect();
    Some(assemble(&parts, MAGIC, stamp))
}
