//! What one joining of a corpus's people leaves for the next, as a file: names, where they stand, and who each is.

use super::build::{Items, longs, numbers};
use super::bytes::{Reader, Writer};
use super::container::{Container, Magic, assemble};
use super::home::Home;
use super::{NOBODY, STAMP};
use crate::corpus::people::{Name, Names, Roster, Rows};

const MAGIC: Magic = *b"onrecros";
/// How names of such files end.
pub(super) const KIND: &str = "ros";

// The parts.
/// Line and generation, 64 bits each.
const HEAD: usize = 0;
/// For each article its birth.
const BIRTHS: usize = 1;
/// For each article where its names begin, and one more for the end; the names; how many quotations each has there.
const FIRSTS: usize = 2;
const NAMES: usize = 3;
const SAID: usize = 4;
/// The names as they are written, and where each begins.
const TEXTS: usize = 5;
const TEXT_OFFSETS: usize = 6;
/// What names are found by, see [`Names`].
const SURNAMES: usize = 7;
const INITIALS: usize = 8;
/// Who each is, see [`Roster`].
const ROOTS: usize = 9;
const PARTS: usize = 10;

/// The roster of an earlier generation, or of this one.
pub(super) struct Kept {
    container: Container,
    rows: Rows,
    surnames: Vec<u64>,
    initials: Vec<u64>,
    roots: Vec<u32>,
    births: Vec<u32>,
}

/// So many names that stand nowhere any more, for each that does, are kept.
const SPARSE: usize = 2;

impl Kept {
    /// Opens the roster that a generation left, if it is of this line.
    pub(super) fn open(home: &Home, generation: u64, line: u64) -> Option<Self> {
        let bytes = home.map(&format!("{generation}.{KIND}")).ok()?;
        let container = Container::open(bytes, MAGIC, STAMP, PARTS).ok()?;
        if !container.is_whole() || [container.long(HEAD, 0), container.long(HEAD, 1)] != [line, generation] {
            return None;
        }
        let [firsts, names, said, births] = [FIRSTS, NAMES, SAID, BIRTHS].map(|part| container.numbers(part));
        let [surnames, initials] = [SURNAMES, INITIALS].map(|part| container.longs(part));
        let roots = container.numbers(ROOTS);
        let rows = Rows { firsts, names, said };
        let count = (container.length(TEXT_OFFSETS) / 8).checked_sub(1)?;
        let sound = rows.is_sound(count) && rows.articles() == births.len();
        let counts = [surnames.len(), initials.len(), roots.len()];
        let sparse = count > SPARSE * rows.names.len() + (1 << 16);
        let kept = Self { container, rows, surnames, initials, roots, births };
        (sound && counts == [count; 3] && !sparse).then_some(kept)
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

    /// The name of a number.
    pub(super) fn name(&self, number: u32) -> Option<Name> {
        let mut reader = Reader(self.container.item(TEXTS, TEXT_OFFSETS, number as usize));
        Some(Name { text: reader.string()?, named: reader.flag()?, body: reader.flag()? })
    }

    /// What it says, with names that `name` reads.
    pub(super) fn roster<'a>(&self, name: &'a (dyn Fn(u32) -> Option<Name> + Sync)) -> Roster<'a> {
        let (surnames, initials) = (self.surnames.clone(), self.initials.clone());
        let names = Names { known: Some(name), new: Vec::new(), surnames, initials };
        Roster { names, rows: self.rows.clone(), roots: self.roots.clone() }
    }
}

/// A roster as bytes, with the births of a generation's articles; after the one that it goes on from, if it does.
pub(super) fn write(roster: &Roster<'_>, before: Option<&Kept>, births: &[u32], head: [u64; 2]) -> Vec<u8> {
    let Roster { names, rows, roots } = roster;
    let mut texts = Items::default();
    if let Some(Kept { container, .. }) = before {
        for number in 0..names.len() - names.new.len() {
            texts.push(container.item(TEXTS, TEXT_OFFSETS, number));
        }
    }
    for Name { text, named, body } in &names.new {
        let mut writer = Writer::default();
        writer.text(text);
        writer.flag(*named);
        writer.flag(*body);
        texts.push(&writer.0);
    }
    let (texts, text_offsets) = texts.finish();
    assemble(
        &[
            &longs(&head),
            &numbers(births),
            &numbers(&rows.firsts),
            &numbers(&rows.names),
            &numbers(&rows.said),
            &texts,
            &text_offsets,
            &longs(&names.surnames),
            &longs(&names.initials),
            &numbers(roots),
        ],
        MAGIC,
        STAMP,
    )
}
