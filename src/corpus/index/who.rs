//! Everybody of a corpus as a file: to join the speakers of all articles takes long, and is done once a generation.
//!
//! The file is no part of a generation, only made from it: whoever needs it and does not find it makes it. It bears the
//! contents it was made from beside the version of the program, so one of another state is not taken for it. It stays
//! where it is; of the people in it, those are read who are asked for.

use std::sync::Arc;

use super::build::Items;
use super::bytes::{Reader, Writer};
use super::container::{Container, Magic, assemble};
use super::map::Bytes;
use super::reading::{day_number, day_of, read_gender, write_gender};
use crate::corpus::people::People;
use crate::corpus::{ArticleId, Person, Said};
use crate::speakers::{ByWord, Directory, Elsewhere, Listed, Office, Origin};

const MAGIC: Magic = *b"onrecwh3";

// The parts.
/// The people, see [`Person`], and where each begins.
const PEOPLE: usize = 0;
const PEOPLE_OFFSETS: usize = 1;
/// Those of them whom a draft may mean, see [`Listed`], and where each begins.
const LISTED: usize = 2;
const LISTED_OFFSETS: usize = 3;
/// The words by which people are found, and those by which the listed ones are: surnames, and nouns of offices.
const WORDS: usize = 4;
const PARTS: usize = 5;

/// The file's name for a generation.
pub(super) fn name(generation: u64) -> String {
    format!("{generation}.who")
}

/// Everybody as bytes.
pub(super) fn write(people: &People, stamp: u64) -> Vec<u8> {
    let (mut all, mut listed, mut words) = (Items::default(), Items::default(), Writer::default());
    for person in people.all() {
        let mut writer = Writer::default();
        write_person(&mut writer, &person);
        all.push(&writer.0);
    }
    for one in people.directory().people() {
        let mut writer = Writer::default();
        write_listed(&mut writer, one);
        listed.push(&writer.0);
    }
    let [by_surname, by_office] = people.directory().words();
    for by_word in [people.words(), by_surname, by_office] {
        words.list(by_word.entries(), |writer, &(word, who)| {
            writer.number(u64::from(word));
            writer.number(u64::from(who));
        });
    }
    let ((all, all_offsets), (listed, listed_offsets)) = (all.finish(), listed.finish());
    assemble(&[&all, &all_offsets, &listed, &listed_offsets, &words.0], MAGIC, stamp)
}

fn write_person(writer: &mut Writer, Person { name, aliases, titles, said }: &Person) {
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
}

fn write_listed(writer: &mut Writer, listed: &Listed) {
    let Listed { name, aliases, spellings, gender, body, offices, origin } = listed;
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
}

/// Those who were written; `None` where the bytes are something else.
pub(super) fn read(bytes: Bytes, stamp: u64) -> Option<People> {
    let container = Arc::new(Container::open(bytes, MAGIC, stamp, PARTS).ok()?);
    // Who is asked for later is not found out to be damaged then.
    if !container.is_whole() {
        return None;
    }
    let mut reader = Reader(container.bytes(WORDS, 0..container.length(WORDS)));
    let mut by_word = || {
        let entry = |reader: &mut Reader<'_>| {
            Some((u32::try_from(reader.number()?).ok()?, u32::try_from(reader.number()?).ok()?))
        };
        Some(ByWord::of(reader.list(entry)?))
    };
    let (by_name, words) = (by_word()?, [by_word()?, by_word()?]);
    let count = |offsets: usize| (container.length(offsets) / size_of::<u64>()).saturating_sub(1);
    let (people, listed) = (count(PEOPLE_OFFSETS), count(LISTED_OFFSETS));
    let here = Arc::clone(&container);
    let one = move |number: u32| read_listed(&mut Reader(here.item(LISTED, LISTED_OFFSETS, number as usize)));
    let directory = Directory::again(listed, Elsewhere(Arc::new(one)), words);
    let person = move |number: u32| read_person(&mut Reader(container.item(PEOPLE, PEOPLE_OFFSETS, number as usize)));
    Some(People::again(people, person, by_name, directory))
}

fn read_person(reader: &mut Reader<'_>) -> Option<Person> {
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
}

fn read_listed(reader: &mut Reader<'_>) -> Option<Listed> {
    Some(Listed {
        name: reader.string()?,
        aliases: reader.list(Reader::string)?,
        spellings: reader.list(Reader::string)?,
        gender: read_gender(reader)?,
        body: reader.flag()?,
        offices: reader.list(|reader| {
            Some(Office { title: reader.string()?, from: day_of(reader.number()?)?, until: day_of(reader.number()?)? })
        })?,
        origin: if reader.flag()? { Origin::Corpus } else { Origin::Newsroom },
    })
}
