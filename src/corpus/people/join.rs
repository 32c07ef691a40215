//! Who is who: names of all articles joined to people, taking over what an earlier joining decided.
//!
//! Names are taken in one order, and each is held against those before it that stand for a person: it is one of these,
//! or a person of its own, or may be one of two. So what is decided of a name depends only on who stands for a person
//! before it and is like it. When articles come and go, names are decided again whose own place in the order moved, and
//! those that are like a name which came to stand for a person, or no longer does; all others are as they were.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::Cast;
use super::member::{Key, ROLE, Turn};
use super::near::{Candidate, Near};
use super::roster::{GONE, Names, Numbering, OPEN, Roster, Rows, SINGLE, are_initials};
use crate::speakers::Likeness;

/// Who is in which article. There may be more than memory holds, so that they are asked for again and again.
pub(in crate::corpus) trait Casts: Sync {
    /// Those of an article who are wanted; `None` where what is known of it is damaged.
    ///
    /// `wanted` is told which one it is among those who may be the same as others, and nothing of a role.
    fn some(&self, article: u32, wanted: &dyn Fn(Option<u32>) -> bool) -> Option<Cast>;
    /// Takes note that those which were read are done with for now.
    fn let_go(&self);
}

/// So many articles are gone through at a time.
pub(super) const LAP: usize = 1 << 13;

/// What joining yields: who everybody is. The people themselves are put together band by band, see `bands.rs`.
pub(in crate::corpus) struct Joined<'a> {
    pub roster: Roster<'a>,
    /// Of each name whether those who go by it are joined now.
    redone: Vec<bool>,
    /// Of each name whether its appearances are looked at for that.
    pub(super) wanted: Vec<bool>,
}

impl Joined<'_> {
    /// Whether somebody of the earlier joining is as before; one of a single article only if that is still there.
    pub(in crate::corpus) fn stays(&self, key: Key) -> bool {
        let at = key.name as usize;
        match key.article {
            Some(_) => key.name == ROLE || self.roster.roots.get(at) == Some(&OPEN),
            None => self.redone.get(at) == Some(&false),
        }
    }
}

/// Joins the speakers of all articles. `was` says which article of the earlier roster each one is, in ascending order.
///
/// `None` where what is known of an article is damaged.
pub(in crate::corpus) fn join<'a>(old: Roster<'a>, was: &[Option<u32>], casts: &dyn Casts) -> Option<Joined<'a>> {
    let Roster { mut names, rows: before, roots: mut decided } = old;
    let anew = names.len() == 0;
    let rows = rows(&mut names, &before, was, casts)?;
    decided.resize(names.len(), GONE);
    let touched = touched(names.len(), &before, &rows, was);
    let turns = turns(&names, &rows, |_| true);
    let mut round = Round {
        near: Near::new(anew),
        names: &names,
        turns,
        roots: decided.clone(),
        due: BinaryHeap::new(),
        changed: Vec::new(),
    };
    let earlier = earlier_turns(&names, &before, was, &touched);
    drop(before);
    round.begin(&touched, &earlier);
    drop(earlier);
    round.run();
    let Round { roots, changed, .. } = round;

    let mut redone = vec![false; names.len()];
    let mut opened = vec![false; names.len()];
    let affected = touched.iter().enumerate().filter(|(_, touched)| **touched).map(|(name, _)| name as u32);
    for name in affected.chain(changed) {
        let [was, is] = [decided[name as usize], roots[name as usize]];
        for root in [was, is].into_iter().filter(|&root| root < GONE) {
            redone[root as usize] = true;
        }
        opened[name as usize] = is == OPEN && was != OPEN;
    }
    let wanted: Vec<bool> = (0..names.len())
        .map(|name| opened[name] || redone.get(roots[name] as usize).copied().unwrap_or_default())
        .collect();
    Some(Joined { roster: Roster { names, rows, roots }, redone, wanted })
}

/// Which names stand where now.
fn rows(names: &mut Names<'_>, before: &Rows, was: &[Option<u32>], casts: &dyn Casts) -> Option<Rows> {
    let mut numbering = Numbering::default();
    let mut rows = Rows::default();
    for (lap, was) in (0..).step_by(LAP).zip(was.chunks(LAP)) {
        let new = |(article, was): (u32, &Option<u32>)| was.is_none().then_some(article);
        let new: Vec<u32> = (lap..).zip(was).filter_map(new).collect();
        let read: Option<Vec<Cast>> = new.into_par_iter().map(|it| casts.some(it, &|nth| nth.is_some())).collect();
        let read = read?;
        let texts = read.iter().flat_map(|cast| &cast.appearances).map(|speaker| speaker.name.as_str());
        numbering.recall(names, texts);
        let mut read = read.iter();
        for was in was {
            if let Some(was) = was {
                rows.push(before.of(*was as usize));
            } else {
                let cast = read.next().into_iter().flat_map(|cast| &cast.appearances);
                rows.push(cast.map(|speaker| (numbering.of(names, speaker), speaker.said.len() as u32)));
            }
        }
        casts.let_go();
    }
    if rows.firsts.is_empty() {
        rows.firsts.push(0);
    }
    Some(rows)
}

/// Of each name whether it stands in an article that came or went.
fn touched(count: usize, before: &Rows, rows: &Rows, was: &[Option<u32>]) -> Vec<bool> {
    let mut touched = vec![false; count];
    let mut gone = vec![true; before.articles()];
    for (article, was) in was.iter().enumerate() {
        match was {
            Some(was) => gone[*was as usize] = false,
            None => rows.of(article).for_each(|(name, _)| touched[name as usize] = true),
        }
    }
    for article in (0..gone.len()).filter(|&article| gone[article]) {
        before.of(article).for_each(|(name, _)| touched[name as usize] = true);
    }
    touched
}

/// The turn of a name that stands nowhere.
pub(super) const NEVER: Turn = (true, Reverse(0), u32::MAX, u32::MAX);

/// When each name's first appearance has its turn.
fn turns(names: &Names<'_>, rows: &Rows, of: impl Fn(usize) -> bool) -> Vec<Turn> {
    let mut turns = vec![NEVER; names.len()];
    for article in 0..rows.articles() {
        for (nth, (name, said)) in (0..).zip(rows.of(article)).filter(|(_, (name, _))| of(*name as usize)) {
            let turn = &mut turns[name as usize];
            *turn = (*turn).min((names.initials[name as usize] == SINGLE, Reverse(said), article as u32, nth));
        }
    }
    turns
}

/// When those of some names had it, as the articles are numbered now; never, if that article is gone.
fn earlier_turns(names: &Names<'_>, before: &Rows, was: &[Option<u32>], of: &[bool]) -> Vec<Turn> {
    let mut now = vec![None; before.articles()];
    for (article, was) in (0u32..).zip(was) {
        if let Some(was) = was {
            now[*was as usize] = Some(article);
        }
    }
    let mut turns = turns(names, before, |name| of[name]);
    for turn in turns.iter_mut().filter(|turn| **turn != NEVER) {
        match now[turn.2 as usize] {
            Some(article) => turn.2 = article,
            None => *turn = NEVER,
        }
    }
    turns
}

/// Why a name belongs to nobody before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// Nobody is like it.
    Nobody,
    /// Two or more would do.
    Several,
}

/// Names being decided, in their turn.
struct Round<'n, 'a> {
    names: &'n Names<'a>,
    turns: Vec<Turn>,
    roots: Vec<u32>,
    due: BinaryHeap<Reverse<(Turn, u32)>>,
    /// Those of which something else was decided than before.
    changed: Vec<u32>,
    near: Near<'n>,
}

impl<'n> Round<'n, '_> {
    /// Notes who is to be decided, from who was touched and when those had their turn before.
    fn begin(&mut self, touched: &[bool], earlier: &[Turn]) {
        for name in (0..touched.len() as u32).filter(|&name| touched[name as usize]) {
            let at = name as usize;
            let is_there = self.turns[at] != NEVER;
            if is_there && self.turns[at] == earlier[at] && self.roots[at] != GONE {
                continue;
            }
            // Who stood for a person does so from another turn on, or no longer.
            if self.roots[at] == name {
                self.put_alike(name, None);
            }
            if is_there {
                self.due.push(Reverse((self.turns[at], name)));
            } else {
                self.roots[at] = GONE;
            }
        }
    }

    fn run(&mut self) {
        let mut last = None;
        while let Some(Reverse((turn, name))) = self.due.pop() {
            if last.replace(name) == Some(name) {
                continue;
            }
            let was = self.roots[name as usize];
            let own = Candidate::new(self.names, name);
            let is = self.decide(&own);
            self.roots[name as usize] = is;
            if is != was {
                self.changed.push(name);
            }
            if is == name {
                self.near.stands(self.names, own);
            }
            if (was == name) != (is == name) {
                self.put_alike(name, Some(turn));
            }
        }
    }

    /// Has those decided who are like a name, all of them or those that have their turn later.
    fn put_alike(&mut self, name: u32, after: Option<Turn>) {
        // Where everybody is decided, in order, nobody needs to be told.
        if self.near.anew {
            return;
        }
        for other in self.near.alike(self.names, name) {
            let theirs = self.turns[other as usize];
            if theirs != NEVER && after.is_none_or(|turn| theirs > turn) {
                self.due.push(Reverse((theirs, other)));
            }
        }
    }

    /// Whom a name means: somebody before it, itself, or one of two.
    fn decide(&mut self, own: &Candidate<'n>) -> u32 {
        let name = own.name;
        let near = self.near.by_surname(self.names, self.names.surnames[name as usize]);
        let fit = self.pick(own, &near, Likeness::Same).or_else(|fit| {
            // Who may be one of two is no slip for a third. A slip is only looked for where it would be rare: a fuller
            // name whose initials agree.
            let initials = self.names.initials[name as usize];
            if fit == Fit::Several || !are_initials(initials) {
                return Err(fit);
            }
            let close = self.near.by_initials(self.names, initials, own.letters);
            self.pick(own, &close, Likeness::Misspelled).or(Err(fit))
        });
        match fit {
            Ok(root) => root,
            Err(Fit::Several) => OPEN,
            Err(Fit::Nobody) => name,
        }
    }

    /// The one of some candidates that a name means.
    fn pick(&self, own: &Candidate<'n>, near: &[u32], want: Likeness) -> Result<u32, Fit> {
        let turn = self.turns[own.name as usize];
        let before = |at: &&u32| {
            // Where all are decided, in order, those who are there come before.
            let name = self.near.all[**at as usize].name;
            self.near.anew || self.roots[name as usize] == name && name != own.name && self.turns[name as usize] < turn
        };
        let known = || near.iter().filter(before).map(|&at| &self.near.all[at as usize]);
        // Two of one text and kind are one name, if not one of them is a body.
        let is_same =
            |known: &&Candidate<'_>| known.body != own.body && known.named == own.named && known.text == own.text;
        if let Some(same) = known().find(is_same) {
            return Ok(same.name);
        }
        let mut fit = known().filter(|known| known.is_like(own, want));
        match (fit.next(), fit.next()) {
            (Some(known), None) => Ok(known.name),
            (None, _) => Err(Fit::Nobody),
            (Some(_), Some(_)) => Err(Fit::Several),
        }
    }
}
