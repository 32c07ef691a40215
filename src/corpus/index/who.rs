//! Everybody of a corpus as a file: to join the speakers of all articles takes long, and is done once a generation.
//!
//! The file is no part of a generation, only made from it: whoever needs it and does not find it makes it. It bears the
//! contents it was made from beside the version of the program, so one of another state is not taken for it.

use super::bytes::{Reader, Writer};
use super::container::{Container, Magic, assemble};
use super::map::Bytes;
use super::reading::{day_number, day_of, read_gender, write_gender};
use crate::corpus::people::People;
use crate::corpus::{ArticleId, Person, Said};
use crate::speakers::{ByWord, Directory, Listed, Office, Origin};

const MAGIC: Magic = *b"onrecwh2";

/// The file's name for a generation.
pub(super) fn name(generation: u64) -> String {
    format!("{generation}.who")
}

/// Everybody as bytes.
pub(super) fn write(people: &People, stamp: u64) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.list(people.all(), |writer, person| {
        let Person { name, aliases, titles, said } = &**person;
        writer.text(name);
        writer.list(aliases, |writer, alias| writer.text(alias));
        writer.list(titles, |writer, (title, day)| {
            writer.text(title);
            writer.number(day_number(*day));
        });
        writer.list(said, |writer, Said { article, quotation, day }| {
            writer.number(u64::from(article.0));
            writer.size(*quotation);
            writer.number(day_number(*day));
        });
    });
    writer.list(people.directory().people(), |writer, listed| {
        let Listed { name, aliases, spellings, gender, body, offices, origin } = &**listed;
        writer.text(name);
        for list in [aliases, spellings] {
            writer.list(list, |writer, text| writer.text(text));
        }
        write_gender(writer, *gender);
        writer.flag(*body);
        writer.list(offices, |writer, Office { title, from, until }| {
            writer.text(title);
            writer.number(day_number(*from));
            writer.number(day_number(*until));
        });
        writer.flag(*origin == Origin::Corpus);
    });
    let [by_surname, by_office] = people.directory().words();
    for words in [people.words(), by_surname, by_office] {
        writer.list(words.entries(), |writer, &(word, who)| {
            writer.number(u64::from(word));
            writer.number(u64::from(who));
        });
    }
    assemble(&[&writer.0], MAGIC, stamp)
}

/// Those who were written; `None` where the bytes are something else.
pub(super) fn read(bytes: Bytes, stamp: u64) -> Option<People> {
    let container = Container::open(bytes, MAGIC, stamp, 1).ok()?;
    let mut reader = Reader(container.bytes(0, 0..container.length(0)));
    let people = reader.list(|reader| {
        Some(Person {
            name: reader.string()?,
            aliases: reader.list(Reader::string)?,
            titles: reader.list(|reader| Some((reader.string()?, day_of(reader.number()?)?)))?,
            said: reader.list(|reader| {
                Some(Said {
                    article: ArticleId(u32::try_from(reader.number()?).ok()?),
                    quotation: reader.size()?,
                    day: day_of(reader.number()?)?,
                })
            })?,
        })
    })?;
    let listed = reader.list(|reader| {
        Some(Listed {
            name: reader.string()?,
            aliases: reader.list(Reader::string)?,
            spellings: reader.list(Reader::string)?,
            gender: read_gender(reader)?,
            body: reader.flag()?,
            offices: reader.list(|reader| {
                Some(Office {
                    title: reader.string()?,
                    from: day_of(reader.number()?)?,
                    until: day_of(reader.number()?)?,
                })
            })?,
            origin: if reader.flag()? { Origin::Corpus } else { Origin::Newsroom },
        })
    })?;
    let mut words = || {
        let entry = |reader: &mut Reader<'_>| {
            Some((u32::try_from(reader.number()?).ok()?, u32::try_from(reader.number()?).ok()?))
        };
        Some(ByWord::of(reader.list(entry)?))
    };
    let (known, by_surname, by_office) = (words()?, words()?, words()?);
    Some(People::again(people, known, Directory::again(listed, by_surname, by_office)))
}
