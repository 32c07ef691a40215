//! One of a corpus's people as bytes: what names, days and articles have in common is said once.
//!
//! A draft may mean somebody by what is known of the person, so that of the [`Listed`] no more is kept than what that does
//! not tell. Articles are told by their births, and names that are joined by their numbers in the roster.

use super::NOBODY;
use super::bytes::{Reader, Writer};
use super::reading::{day_number, day_of, read_gender, write_gender};
use crate::corpus::people::{Key, Member, ROLE, listed_as};
use crate::corpus::{ArticleId, Person, Said};
use crate::speakers::{Listed, Office};

// The bits of the first byte.
/// A draft may mean this one.
const LISTED: u8 = 1;
/// Somebody of one article alone, whose birth follows.
const SINGLE: u8 = 1 << 1;
/// Somebody who has no name that is joined; for all others, its number follows.
const ROLED: u8 = 1 << 2;
/// The name is another than that of this number, and follows.
const NAMED: u8 = 1 << 3;
const ALIASES: u8 = 1 << 4;
const TITLES: u8 = 1 << 5;
/// The offices are the titles that have a day, each of that day alone.
const PLAIN: u8 = 1 << 6;

/// The text of a name, by its number.
pub(super) type TextOf<'a> = dyn Fn(u32) -> Option<String> + 'a;

/// Which appearances somebody is: the number of the name, and the birth of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bond {
    pub name: u32,
    pub birth: Option<u32>,
}

/// Days that mostly are near the one before.
struct Days(u64);

impl Days {
    /// From the middle of what most archives hold on.
    fn new() -> Self {
        Self(day_number(jiff::civil::Date::new(2010, 1, 1).ok()))
    }

    fn write(&mut self, writer: &mut Writer, day: Option<jiff::civil::Date>) {
        match day_number(day) {
            0 => writer.number(1),
            number if number == self.0 => writer.number(0),
            number => {
                let apart = number.wrapping_sub(self.0).cast_signed();
                writer.number(1 + folded(apart));
                self.0 = number;
            }
        }
    }

    #[allow(clippy::option_option, reason = "the outer one says whether the bytes make sense")]
    fn read(&mut self, reader: &mut Reader<'_>) -> Option<Option<jiff::civil::Date>> {
        match reader.number()? {
            1 => return Some(None),
            0 => {}
            apart => self.0 = self.0.wrapping_add(unfolded(apart - 1).cast_unsigned()),
        }
        day_of(self.0)
    }
}

/// A number that is small when the other is near nought.
pub(super) fn folded(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

/// The other.
pub(super) fn unfolded(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

/// Somebody as bytes; `None` where an article has no birth.
pub(super) fn write(
    member: &Member,
    text_of: &TextOf<'_>,
    birth: impl Fn(ArticleId) -> Option<u32>,
) -> Option<Vec<u8>> {
    let Member { key: Key { name: number, article }, person, listed } = member;
    let Person { name, aliases, titles, said } = person;
    let role = *number == ROLE;
    let named = role || text_of(*number).as_ref() != Some(name);
    let dated = titles.iter().filter(|(_, day)| day.is_some());
    let plain = listed.as_ref().is_some_and(|listed| {
        let offices = listed.offices.iter().map(|office| (&office.title, office.from, office.until));
        offices.eq(dated.map(|(title, day)| (title, *day, *day)))
    });
    let bits = [
        (LISTED, listed.is_some()),
        (SINGLE, article.is_some()),
        (ROLED, role),
        (NAMED, named),
        (ALIASES, !aliases.is_empty()),
        (TITLES, !titles.is_empty()),
        (PLAIN, plain),
    ];
    let first = bits.iter().filter(|(_, holds)| *holds).fold(0, |first, (bit, _)| first | bit);
    let (mut writer, mut days) = (Writer(vec![first]), Days::new());
    if !role {
        writer.number(u64::from(*number));
    }
    if let Some(article) = article {
        writer.number(u64::from(birth(*article)?));
    }
    if named {
        writer.text(name);
    }
    if !aliases.is_empty() {
        writer.list(aliases, |writer, alias| writer.text(alias));
    }
    if !titles.is_empty() {
        writer.list(titles, |writer, (title, day)| {
            writer.text(title);
            days.write(writer, *day);
        });
    }
    if let Some(listed) = listed {
        write_gender(&mut writer, listed.gender);
        if !plain {
            writer.list(&listed.offices, |writer, Office { title, from, until }| {
                writer.text(title);
                days.write(writer, *from);
                days.write(writer, *until);
            });
        }
    }
    writer.size(said.len());
    let mut last = 0;
    for Said { article: of, quotation, day } in said {
        if article.is_none() {
            let birth = i64::from(birth(*of)?);
            writer.number(folded(birth - last));
            last = birth;
        }
        writer.size(*quotation);
        days.write(&mut writer, *day);
    }
    Some(writer.0)
}

/// Somebody being read.
pub(super) struct Somebody<'a> {
    first: u8,
    bond: Bond,
    reader: Reader<'a>,
}

impl<'a> Somebody<'a> {
    /// Reads how somebody begins.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let first = reader.byte()?;
        let mut number = || u32::try_from(reader.number()?).ok();
        let name = if first & ROLED == 0 { number()? } else { ROLE };
        let birth = if first & SINGLE == 0 { None } else { Some(number()?) };
        Some(Self { first, bond: Bond { name, birth }, reader })
    }

    /// Which appearances these are.
    pub(super) fn bond(&self) -> Bond {
        self.bond
    }

    /// Whether a draft may mean this one.
    pub(super) fn is_listed(&self) -> bool {
        self.first & LISTED != 0
    }

    fn has(&self, bit: u8) -> bool {
        self.first & bit != 0
    }

    /// The name alone.
    pub(super) fn name(mut self, text_of: &TextOf<'_>) -> Option<String> {
        if self.has(NAMED) { self.reader.string() } else { text_of(self.bond.name) }
    }

    /// What a draft may mean, if it may mean this one.
    #[allow(clippy::option_option, reason = "the outer one says whether the bytes make sense")]
    pub(super) fn listed(self, text_of: &TextOf<'_>) -> Option<Option<Listed>> {
        let mut days = Days::new();
        self.known(text_of, &mut days).map(|(_, listed, _)| listed)
    }

    /// The person, and what a draft may mean by it; the articles by their births.
    pub(super) fn whole(self, text_of: &TextOf<'_>, by_birth: &[u32]) -> Option<(Person, Option<Listed>)> {
        let (bond, mut days) = (self.bond, Days::new());
        let (mut person, listed, mut reader) = self.known(text_of, &mut days)?;
        let mut last = 0i64;
        person.said = reader.list(|reader| {
            let birth = if let Some(birth) = bond.birth {
                birth
            } else {
                last = last.checked_add(unfolded(reader.number()?))?;
                u32::try_from(last).ok()?
            };
            let article = by_birth.get(birth as usize).copied().filter(|&article| article != NOBODY)?;
            Some(Said { article: ArticleId(article), quotation: reader.size()?, day: days.read(reader)? })
        })?;
        Some((person, listed))
    }

    /// All but what was said.
    fn known(mut self, text_of: &TextOf<'_>, days: &mut Days) -> Option<(Person, Option<Listed>, Reader<'a>)> {
        let [named, with_aliases, with_titles, plain] = [NAMED, ALIASES, TITLES, PLAIN].map(|bit| self.has(bit));
        let (listed, bond, reader) = (self.is_listed(), self.bond, &mut self.reader);
        let name = if named { reader.string()? } else { text_of(bond.name)? };
        let aliases = if with_aliases { reader.list(Reader::string)? } else { Vec::new() };
        let titled = |reader: &mut Reader<'_>| Some((reader.string()?, days.read(reader)?));
        let titles = if with_titles { reader.list(titled)? } else { Vec::new() };
        let person = Person { name, aliases, titles, said: Vec::new() };
        if !listed {
            return Some((person, None, self.reader));
        }
        let gender = read_gender(reader)?;
        let offices = if plain {
            let dated = person.titles.iter().filter(|(_, day)| day.is_some());
            dated.map(|(title, day)| Office { title: title.clone(), from: *day, until: *day }).collect()
        } else {
            reader.list(|reader| {
                Some(Office { title: reader.string()?, from: days.read(reader)?, until: days.read(reader)? })
            })?
        };
        let listed = listed_as(&person, gender, offices);
        Some((person, Some(listed), self.reader))
    }
}
