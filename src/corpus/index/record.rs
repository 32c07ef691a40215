//! What a segment keeps of an article: the whole of it, and in brief.

use jiff::civil::Date;

use super::bytes::{Reader, Writer};
use super::reading::{self, day_number, day_of, read_gender, write_gender};
use crate::corpus::people::{Appearance, Cast};
use crate::corpus::read::Read;
use crate::speakers::Reading;

/// What reading an article yielded, as bytes.
pub(super) fn write(reading: &Reading) -> Vec<u8> {
    let mut writer = Writer::default();
    reading::write(reading, &mut writer);
    writer.0
}

/// The reading that was written; `None` where the bytes are something else.
pub(super) fn read(bytes: &[u8]) -> Option<Reading> {
    reading::read(&mut Reader(bytes))
}

/// What is looked through of every article when a corpus changes: who is in it, and what it is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Brief {
    /// A checksum of what it was read from.
    pub origin: u64,
    /// Its identifier, if it lies in a file of many.
    pub id: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    pub quotations: usize,
    pub cast: Cast,
}

impl Brief {
    /// The brief of what was read.
    pub(super) fn of(read: &Read, origin: u64, id: Option<String>) -> Self {
        let quotations = read.reading.quotations.len();
        let title = read.reading.document.meta.title.clone();
        Self { origin, id, title, quotations, cast: read.cast.clone() }
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let Self { origin, id, title, quotations, cast } = self;
        let mut writer = Writer::default();
        writer.0.extend_from_slice(&origin.to_le_bytes());
        writer.option(id.as_deref(), Writer::text);
        writer.option(title.as_deref(), Writer::text);
        writer.size(*quotations);
        writer.number(day_number(cast.day));
        writer.list(&cast.appearances, |writer, Appearance { name, aliases, titles, gender, body, named, said }| {
            writer.text(name);
            for list in [aliases, titles] {
                writer.list(list, |writer, text| writer.text(text));
            }
            write_gender(writer, *gender);
            writer.flag(*body);
            writer.flag(*named);
            writer.list(said, |writer, &(quotation, day)| {
                writer.size(quotation);
                writer.option((day != cast.day).then_some(day), |writer, day| writer.number(day_number(day)));
            });
        });
        writer.0
    }

    /// The brief that was written; `None` where the bytes are something else.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let (origin, id) = head(&mut reader)?;
        let title = reader.option(Reader::string)?;
        let quotations = reader.size()?;
        let cast = cast(&mut reader)?;
        Some(Self { origin, id, title, quotations, cast })
    }

    /// Those in it who are wanted, alone: `wanted` is told which one it is among all but roles.
    pub(super) fn some_cast(bytes: &[u8], wanted: &dyn Fn(Option<u32>) -> bool) -> Option<Cast> {
        let mut reader = Reader(bytes);
        reader.take(8)?;
        reader.option(Reader::text)?;
        reader.option(Reader::text)?;
        reader.size()?;
        let day = day_of(reader.number()?)?;
        let (mut appearances, mut joinable) = (Vec::new(), 0..);
        for _ in 0..reader.number()? {
            let own = Reader(reader.0);
            let is_role = passed(&mut reader)?;
            if wanted(if is_role { None } else { joinable.next() }) {
                appearances.push(appearance(&mut { own }, day)?);
            }
        }
        Some(Cast { day, appearances })
    }

    /// How many quotations there are, alone.
    pub(super) fn quotations(bytes: &[u8]) -> Option<usize> {
        let mut reader = Reader(bytes);
        reader.take(8)?;
        reader.option(Reader::text)?;
        reader.option(Reader::text)?;
        reader.size()
    }

    /// Identifier and headline alone.
    pub(super) fn title(bytes: &[u8]) -> Option<(Option<String>, Option<String>)> {
        let mut reader = Reader(bytes);
        let (_, id) = head(&mut reader)?;
        Some((id, reader.option(Reader::string)?))
    }

    /// Origin and identifier alone.
    pub(super) fn head(bytes: &[u8]) -> Option<(u64, Option<String>)> {
        head(&mut Reader(bytes))
    }
}

fn head(reader: &mut Reader<'_>) -> Option<(u64, Option<String>)> {
    let origin = reader.take(8)?.try_into().ok().map(u64::from_le_bytes)?;
    Some((origin, reader.option(Reader::string)?))
}

fn cast(reader: &mut Reader<'_>) -> Option<Cast> {
    let day = day_of(reader.number()?)?;
    let appearances = reader.list(|reader| appearance(reader, day))?;
    Some(Cast { day, appearances })
}

fn appearance(reader: &mut Reader<'_>, day: Option<Date>) -> Option<Appearance> {
    Some(Appearance {
        name: reader.string()?,
        aliases: reader.list(Reader::string)?,
        titles: reader.list(Reader::string)?,
        gender: read_gender(reader)?,
        body: reader.flag()?,
        named: reader.flag()?,
        said: reader
            .list(|reader| Some((reader.size()?, reader.option(|reader| day_of(reader.number()?))?.unwrap_or(day))))?,
    })
}

/// Passes somebody without having the words; whether it is a role.
fn passed(reader: &mut Reader<'_>) -> Option<bool> {
    fn text(reader: &mut Reader<'_>) -> Option<()> {
        let length = reader.size()?;
        reader.take(length).map(drop)
    }
    text(reader)?;
    for _list in ["aliases", "titles"] {
        for _ in 0..reader.number()? {
            text(reader)?;
        }
    }
    read_gender(reader)?;
    let (body, named) = (reader.flag()?, reader.flag()?);
    for _ in 0..reader.number()? {
        reader.size()?;
        reader.option(Reader::number)?;
    }
    Some(!body && !named)
}
