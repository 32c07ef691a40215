//! What one joining of a corpus's people leaves for the next: names, where they stand, and who each is. They lie in one file
//! with the people, see `who.rs`.

use std::io::{self, Write};

use super::NOBODY;
use super::build::numbers;
use super::bytes::{Reader, Writer};
use super::container::{Assembly, Container};
use super::somebody::{folded, unfolded};
use super::strips::{Lying, Strips};
use crate::corpus::people::{GONE, Known, Name, Names, OPEN, Roster, Rows};

/// The parts of the file that are the roster's.
pub(super) const PARTS: std::ops::Range<usize> = 7..13;
/// For each article its birth, and its names, each with how many quotations it has there.
const ROWS: usize = 7;
/// The names as they are written, see [`Strips`].
const TEXTS: usize = 8;
const TEXT_BEGINS: usize = 9;
/// What names are found by, see [`Names`].
const SURNAMES: usize = 10;
const INITIALS: usize = 11;
/// Who each is, see [`Roster`].
const ROOTS: usize = 12;

/// The roster of an earlier generation, or of this one.
pub(super) struct Kept {
    rows: Rows,
    surnames: Vec<u32>,
    initials: Vec<u32>,
    roots: Vec<u32>,
    births: Vec<u32>,
}

/// So many names that stand nowhere any more, for each that does, are kept.
const SPARSE: usize = 2;
/// More quotations than that are counted in a number of their own.
const FEW: u32 = 3;
/// So many bytes are put together before they are written.
const SHARE: usize = 1 << 20;

fn texts(count: usize) -> Lying {
    Lying { items: TEXTS, begins: TEXT_BEGINS, count }
}

/// The name of a number, of so many.
pub(super) fn name(container: &Container, count: usize, number: u32) -> Option<Name<'static>> {
    let mut reader = Reader(texts(count).item(container, number as usize)?);
    let kind = reader.byte()?;
    let text = std::str::from_utf8(reader.0).ok()?.to_owned();
    Some(Name { text: text.into(), named: kind & 1 != 0, body: kind & 2 != 0 })
}

impl Kept {
    /// Reads a roster of so many names; `None` where it makes no sense, or is mostly of names that stand nowhere.
    pub(super) fn read(container: &Container, count: usize) -> Option<Self> {
        let (births, rows) = rows(&mut Reader(container.bytes(ROWS, 0..container.length(ROWS))))?;
        let [surnames, initials] = [SURNAMES, INITIALS].map(|part| container.numbers(part));
        let mut reader = Reader(container.bytes(ROOTS, 0..container.length(ROOTS)));
        let roots = (0..count as u32).map(|name| root(&mut reader, name)).collect::<Option<Vec<_>>>()?;
        let sound = rows.is_sound(count) && rows.articles() == births.len();
        let sparse = count > SPARSE * rows.names.len() + (1 << 16);
        let kept = Self { rows, surnames, initials, roots, births };
        (sound && [kept.surnames.len(), kept.initials.len()] == [count; 2] && !sparse).then_some(kept)
    }

    /// For each article of a generation, by the articles that have each birth now, which one it was here; in ascending
    /// order, so that one which stands elsewhere now counts as another.
    pub(super) fn was(&self, articles: u32, by_birth: &[u32]) -> Vec<Option<u32>> {
        let mut was = vec![None; articles as usize];
        let mut last = None;
        for (old, &birth) in (0u32..).zip(&self.births) {
            let now = by_birth.get(birth as usize).copied().filter(|&now| now != NOBODY);
            if let Some(now) = now.filter(|&now| last.is_none_or(|last| now > last))
                && let Some(place) = was.get_mut(now as usize)
            {
                *place = Some(old);
                last = Some(now);
            }
        }
        was
    }

    /// What it says, with names that `name` reads.
    pub(super) fn roster<'a>(self, name: &'a Known<'a>) -> Roster<'a> {
        let Self { rows, surnames, initials, roots, .. } = self;
        Roster { names: Names::again(name, surnames, initials), rows, roots }
    }
}

/// Who each name is: nought is itself.
fn root(reader: &mut Reader<'_>, name: u32) -> Option<u32> {
    Some(match reader.number()? {
        0 => name,
        1 => OPEN,
        2 => GONE,
        other => u32::try_from(other - 3).ok()?,
    })
}

/// Births of articles, and which names stand there.
fn rows(reader: &mut Reader<'_>) -> Option<(Vec<u32>, Rows)> {
    let (articles, names) = (reader.size()?, reader.size()?);
    // Each takes a byte at least.
    let [room, more] = [articles, names].map(|count| count.min(reader.0.len()));
    let mut births = Vec::with_capacity(room);
    let mut rows =
        Rows { firsts: Vec::with_capacity(room + 1), names: Vec::with_capacity(more), said: Vec::with_capacity(more) };
    rows.firsts.push(0);
    let mut last = 0i64;
    for _ in 0..articles {
        last = last.checked_add(unfolded(reader.number()?))?;
        births.push(u32::try_from(last).ok()?);
        for _ in 0..reader.number()? {
            let both = reader.number()?;
            let few = both as u32 & FEW;
            rows.names.push(u32::try_from(both >> 2).ok()?);
            rows.said.push(if few < FEW { few } else { FEW.checked_add(u32::try_from(reader.number()?).ok()?)? });
        }
        rows.firsts.push(u32::try_from(rows.names.len()).ok()?);
    }
    Some((births, rows))
}

/// Writes a roster as the parts of a file, with the births of a generation's articles; after what it goes on from, if it
/// does.
pub(super) fn write<W: Write>(
    roster: &Roster<'_>,
    before: Option<(&Container, usize)>,
    births: &[u32],
    out: &mut Assembly<W>,
) -> io::Result<()> {
    let Roster { names, rows, roots } = roster;
    let mut writer = Writer::default();
    writer.size(births.len());
    writer.size(rows.names.len());
    let mut last = 0;
    for (article, &birth) in births.iter().enumerate() {
        writer.number(folded(i64::from(birth) - last));
        last = i64::from(birth);
        writer.size((rows.firsts[article + 1] - rows.firsts[article]) as usize);
        for (name, said) in rows.of(article) {
            writer.number(u64::from(name) << 2 | u64::from(said.min(FEW)));
            if said >= FEW {
                writer.number(u64::from(said - FEW));
            }
        }
        if writer.0.len() > SHARE {
            out.write(&writer.0)?;
            writer.0.clear();
        }
    }
    out.part(&writer.0)?;
    let mut texts = match before {
        Some((before, count)) => Strips::after(before, texts(count), out)?,
        None => Strips::default(),
    };
    for Name { text, named, body } in names.new_ones() {
        let kind = u8::from(named) | u8::from(body) << 1;
        texts.push(&[&[kind], text.as_bytes()].concat(), out)?;
    }
    texts.finish(out)?;
    out.part(&numbers(&names.surnames))?;
    out.part(&numbers(&names.initials))?;
    let mut who = Writer::default();
    for (name, &root) in (0u32..).zip(roots) {
        who.number(match root {
            OPEN => 1,
            GONE => 2,
            root if root == name => 0,
            root => u64::from(root) + 3,
        });
    }
    out.part(&who.0)
}
