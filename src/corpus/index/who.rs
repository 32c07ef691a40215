//! Everybody of a corpus as a file: to join the speakers of all articles takes long, so that what an earlier joining
//! yielded is gone on from, and only those are joined again whose names stand in articles that came or went.
//!
//! The files, this one and the roster beside it, are no part of a generation, only made from it: whoever needs them and
//! does not find them makes them. Articles are told in them by their births, which stay when others come and go, so that
//! those who are as before are copied as they lie there. Of the people, those are read who are asked for.

use std::sync::Arc;

use super::build::{Items, longs, numbers};
use super::bytes::{Reader, Writer};
use super::container::{Container, Magic, assemble};
use super::generation::Generation;
use super::home::Home;
use super::map::Bytes;
use super::reading::{day_number, day_of, read_gender, write_gender};
use super::roster::{self, Kept};
use super::{NOBODY, STAMP};
use crate::corpus::people::{Away, Key, Member, People, Roster, join, order, surnames};
use crate::corpus::{ArticleId, Person, Said};
use crate::speakers::{ByWord, Directory, Elsewhere, Listed, Office, Origin};

const MAGIC: Magic = *b"onrecwho";
/// How names of such files end.
pub(super) const KIND: &str = "who";

// The parts.
/// Line and generation, 64 bits each.
const HEAD: usize = 0;
/// The people, each as [`Listed`] if a draft may mean it and as [`Person`], and where each begins.
const PEOPLE: usize = 1;
const PEOPLE_OFFSETS: usize = 2;
/// For each its [`Key`]: a name, and the birth of an article and one more, or nought.
const KEYS: usize = 3;
/// Those whom a draft may mean.
const LISTED: usize = 4;
/// The words by which people are found, and those by which the listed ones are: surnames, and nouns of offices. Numbers
/// of words with those who go by them.
const BY_NAME: usize = 5;
const BY_SURNAME: usize = 6;
const BY_OFFICE: usize = 7;
const PARTS: usize = 8;

/// Everybody of a generation; `None` where what is kept of an article is damaged.
pub(super) fn people(home: Option<&Home>, generation: &Generation) -> Option<People> {
    let by_birth: Arc<[u32]> = generation.by_birth().into();
    let number = generation.number;
    if let Some(home) = home.filter(|_| generation.is_on_disk())
        && let Some(container) = open(home, number, generation.catalogue.line)
        && let Some(people) = read(container, by_birth.clone())
    {
        return Some(people);
    }
    // One that was never committed may have the number of another that was.
    let up_to = if generation.is_on_disk() { number } else { number.saturating_sub(1) };
    let earlier = home.and_then(|home| Earlier::open(home, up_to, generation.catalogue.line));
    let [who, roster] = renewed(generation, &by_birth, earlier.as_ref())?;
    keep(home, generation, &who, &roster);
    read(Container::open(Bytes::Owned(who), MAGIC, STAMP, PARTS).ok()?, by_birth)
}

/// Puts the files beside the generation's own, if that still holds and nobody else is writing; the next one to need
/// them makes them otherwise.
fn keep(home: Option<&Home>, generation: &Generation, who: &[u8], roster: &[u8]) {
    let Some(home) = home.filter(|_| generation.is_on_disk()) else { return };
    let number = generation.number;
    if let Ok(Some(lock)) = home.lock()
        && let Ok(Some(Ok(manifest))) = home.manifest(STAMP)
        && manifest.generation == number
    {
        // They are of use, not of need.
        let put = home.set_down(&lock, &format!("{number}.{}", roster::KIND), roster);
        if put.and_then(|()| home.set_down(&lock, &format!("{number}.{KIND}"), who)).is_ok() {
            home.sweep(&lock, &manifest);
        }
    }
}

/// What an earlier generation left.
struct Earlier {
    who: Container,
    roster: Kept,
}

impl Earlier {
    fn open(home: &Home, up_to: u64, line: u64) -> Option<Self> {
        let generation = home.latest(KIND, up_to)?;
        Some(Self { who: open(home, generation, line)?, roster: Kept::open(home, generation, line)? })
    }

    fn key(&self, number: u32, by_birth: &[u32]) -> Option<Key> {
        let [name, birth] = [0, 1].map(|at| self.who.number(KEYS, 2 * number as usize + at));
        let Some(birth) = birth.checked_sub(1) else { return Some(Key { name, article: None }) };
        let article = by_birth.get(birth as usize).copied().filter(|&article| article != NOBODY)?;
        Some(Key { name, article: Some(ArticleId(article)) })
    }

    fn item(&self, number: u32) -> &[u8] {
        self.who.item(PEOPLE, PEOPLE_OFFSETS, number as usize)
    }
}

fn open(home: &Home, generation: u64, line: u64) -> Option<Container> {
    let bytes = home.map(&format!("{generation}.{KIND}")).ok()?;
    let container = Container::open(bytes, MAGIC, STAMP, PARTS).ok()?;
    let head = [container.long(HEAD, 0), container.long(HEAD, 1)];
    // Who is asked for later is not found out to be damaged then.
    (head == [line, generation] && container.is_whole()).then_some(container)
}

fn count(container: &Container) -> u32 {
    (container.length(PEOPLE_OFFSETS) / 8).saturating_sub(1) as u32
}

/// Both files for a generation, from those of an earlier one if there are any.
fn renewed(generation: &Generation, by_birth: &[u32], earlier: Option<&Earlier>) -> Option<[Vec<u8>; 2]> {
    let catalogue = &generation.catalogue;
    let births = catalogue.births();
    let cast = |article: u32| generation.cast(article).map(std::borrow::Cow::Owned);
    let known = |number: u32| earlier.and_then(|earlier| earlier.roster.name(number));
    let (before, was) = match earlier {
        Some(Earlier { roster, .. }) => (roster.roster(&known), roster.was(catalogue.articles, by_birth)),
        None => (Roster::default(), vec![None; catalogue.articles as usize]),
    };
    let kept: Vec<bool> = was.iter().map(Option::is_some).collect();
    let joined = join(before, &was, &cast)?;
    let stays = |&number: &u32| {
        earlier.and_then(|earlier| earlier.key(number, by_birth)).is_some_and(|key| {
            // An article that stands elsewhere counts as another.
            key.article.is_none_or(|article| kept[article.0 as usize]) && joined.stays(key)
        })
    };
    let stay: Vec<u32> = (0..earlier.map_or(0, |earlier| count(&earlier.who))).filter(stays).collect();
    let head = [catalogue.line, generation.number];
    let who = merged(earlier, &stay, &joined.fresh, &births, by_birth, head)?;
    Some([who, roster::write(&joined.roster, earlier.map(|earlier| &earlier.roster), &births, head)])
}

/// Those who stay and those who were joined now, in one order, as bytes.
fn merged(
    earlier: Option<&Earlier>,
    stay: &[u32],
    fresh: &[Member],
    births: &[u32],
    by_birth: &[u32],
    head: [u64; 2],
) -> Option<Vec<u8>> {
    let birth = |article: ArticleId| births.get(article.0 as usize).copied();
    let mut out = Out::default();
    let mut moved = vec![NOBODY; earlier.map_or(0, |earlier| count(&earlier.who)) as usize];
    let mut numbered = Vec::with_capacity(fresh.len());
    let mut take = |out: &mut Out, old: &[u32]| {
        let Some(earlier) = earlier else { return };
        for &old in old {
            moved[old as usize] = out.count();
            out.push(earlier.item(old), [0, 1].map(|at| earlier.who.number(KEYS, 2 * old as usize + at)));
        }
    };
    let mut rest = stay;
    for member in fresh {
        let comes_before = |old: &u32| {
            let mut reader = Reader(earlier.map_or(&[][..], |earlier| earlier.item(*old)));
            let known = read_listed(&mut reader).zip(read_person(&mut reader, by_birth));
            known.is_some_and(|(listed, person)| {
                order((&person, listed.as_ref()), (&member.person, member.listed.as_ref())).is_lt()
            })
        };
        let (before, behind) = rest.split_at(rest.partition_point(comes_before));
        take(&mut out, before);
        rest = behind;
        numbered.push(out.count());
        let mut writer = Writer::default();
        write_listed(&mut writer, member.listed.as_ref());
        write_person(&mut writer, &member.person, birth)?;
        let article = member.key.article.map_or(Some(0), |article| birth(article)?.checked_add(1))?;
        out.push(&writer.0, [member.key.name, article]);
    }
    take(&mut out, rest);
    Some(out.finish(earlier, &moved, fresh, &numbered, head))
}

/// People in the making.
#[derive(Default)]
struct Out {
    people: Items,
    keys: Vec<u32>,
    listed: Vec<u32>,
}

impl Out {
    fn count(&self) -> u32 {
        self.keys.len() as u32 / 2
    }

    fn push(&mut self, item: &[u8], key: [u32; 2]) {
        // Its first byte says whether a draft may mean this one.
        if item.first() == Some(&1) {
            self.listed.push(self.count());
        }
        self.people.push(item);
        self.keys.extend(key);
    }

    /// `moved` says which number each of the earlier ones has now, `numbered` which the fresh ones have.
    fn finish(
        self,
        earlier: Option<&Earlier>,
        moved: &[u32],
        fresh: &[Member],
        numbered: &[u32],
        head: [u64; 2],
    ) -> Vec<u8> {
        let listed_now = |person: u32| self.listed.binary_search(&person).ok().map(|at| at as u32);
        let before: Vec<u32> = earlier.map(|earlier| earlier.who.numbers(LISTED)).unwrap_or_default();
        let new_of = |old: u32| moved.get(old as usize).copied().filter(|&new| new != NOBODY);
        let listed_moved: Vec<u32> =
            before.iter().map(|&old| new_of(old).and_then(listed_now).unwrap_or(NOBODY)).collect();
        let old_words = |part: usize, moved: &[u32]| -> Vec<(u32, u32)> {
            let entries = earlier.map(|earlier| earlier.who.numbers(part)).unwrap_or_default();
            let entries = entries.chunks_exact(2).filter_map(|entry| {
                Some((entry[0], moved.get(entry[1] as usize).copied().filter(|&new| new != NOBODY)?))
            });
            entries.collect()
        };
        let names = fresh
            .iter()
            .zip(numbered)
            .flat_map(|(member, &number)| surnames(&member.person).map(move |surname| (surname, number)));
        let names = ByWord::new(names);
        let of = fresh.iter().zip(numbered).filter(|(member, _)| member.listed.is_some());
        let listed_numbers: Vec<u32> = of.clone().filter_map(|(_, &number)| listed_now(number)).collect();
        let directory = Directory::new(of.filter_map(|(member, _)| member.listed.clone()).collect());
        let mut words = [BY_NAME, BY_SURNAME, BY_OFFICE]
            .map(|part| old_words(part, if part == BY_NAME { moved } else { &listed_moved }));
        words[0].extend(names.entries());
        for (at, by_word) in directory.words().into_iter().enumerate() {
            let entries = by_word.entries().iter();
            words[at + 1].extend(entries.map(|&(word, who)| (word, listed_numbers[who as usize])));
        }
        let words = words.map(|entries| {
            let flat = ByWord::of(entries).entries().iter().flat_map(|&(word, who)| [word, who]).collect::<Vec<_>>();
            numbers(&flat)
        });
        let (people, offsets) = self.people.finish();
        let [by_name, by_surname, by_office] = &words;
        assemble(
            &[
                &longs(&head),
                &people,
                &offsets,
                &numbers(&self.keys),
                &numbers(&self.listed),
                by_name,
                by_surname,
                by_office,
            ],
            MAGIC,
            STAMP,
        )
    }
}

/// Those who were written; `None` where the bytes are something else.
fn read(container: Container, by_birth: Arc<[u32]>) -> Option<People> {
    let container = Arc::new(container);
    let by_word = |part: usize| {
        let entries = container.numbers(part);
        ByWord::of(entries.chunks_exact(2).map(|entry| (entry[0], entry[1])).collect())
    };
    let (by_name, words) = (by_word(BY_NAME), [by_word(BY_SURNAME), by_word(BY_OFFICE)]);
    let count = count(&container) as usize;
    let (here, listed) = (Arc::clone(&container), container.numbers(LISTED));
    let many = listed.len();
    let one = move |number: u32| {
        let person = listed.get(number as usize).copied()?;
        read_listed(&mut Reader(here.item(PEOPLE, PEOPLE_OFFSETS, person as usize)))?
    };
    let directory = Directory::again(many, Elsewhere(Arc::new(one)), words);
    if container.is_damaged() {
        return None;
    }
    Some(People::again(count, OnDemand { container, by_birth }, by_name, directory))
}

/// People who are read when they are asked for.
struct OnDemand {
    container: Arc<Container>,
    by_birth: Arc<[u32]>,
}

impl OnDemand {
    fn reader(&self, number: u32) -> Reader<'_> {
        Reader(self.container.item(PEOPLE, PEOPLE_OFFSETS, number as usize))
    }
}

impl Away for OnDemand {
    fn name(&self, number: u32) -> Option<String> {
        let mut reader = self.reader(number);
        // What a draft may mean by them begins with the same name.
        reader.flag()?;
        reader.string()
    }

    fn person(&self, number: u32) -> Option<Person> {
        let mut reader = self.reader(number);
        read_listed(&mut reader)?;
        read_person(&mut reader, &self.by_birth)
    }
}

fn write_person(
    writer: &mut Writer,
    Person { name, aliases, titles, said }: &Person,
    birth: impl Fn(ArticleId) -> Option<u32>,
) -> Option<()> {
    writer.text(name);
    writer.list(aliases, |writer, alias| writer.text(alias));
    writer.list(titles, |writer, (title, day)| {
        writer.text(title);
        writer.number(day_number(*day));
    });
    writer.size(said.len());
    for Said { article, quotation, day } in said {
        writer.number(u64::from(birth(*article)?));
        writer.size(*quotation);
        writer.number(day_number(*day));
    }
    Some(())
}

fn read_person(reader: &mut Reader<'_>, by_birth: &[u32]) -> Option<Person> {
    Some(Person {
        name: reader.string()?,
        aliases: reader.list(Reader::string)?,
        titles: reader.list(|reader| Some((reader.string()?, day_of(reader.number()?)?)))?,
        said: reader.list(|reader| {
            let article = by_birth.get(reader.size()?).copied().filter(|&article| article != NOBODY)?;
            Some(Said { article: ArticleId(article), quotation: reader.size()?, day: day_of(reader.number()?)? })
        })?,
    })
}

fn write_listed(writer: &mut Writer, listed: Option<&Listed>) {
    writer.option(listed, |writer, listed| {
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
    });
}

#[allow(clippy::option_option, reason = "the outer one says whether the bytes make sense")]
fn read_listed(reader: &mut Reader<'_>) -> Option<Option<Listed>> {
    reader.option(|reader| {
        Some(Listed {
            name: reader.string()?,
            aliases: reader.list(Reader::string)?,
            spellings: reader.list(Reader::string)?,
            gender: read_gender(reader)?,
            body: reader.flag()?,
            offices: reader.list(|reader| {
                let title = reader.string()?;
                Some(Office { title, from: day_of(reader.number()?)?, until: day_of(reader.number()?)? })
            })?,
            origin: if reader.flag()? { Origin::Corpus } else { Origin::Newsroom },
        })
    })
}
