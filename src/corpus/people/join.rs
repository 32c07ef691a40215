//! Who is who: names of all articles joined to people, taking over what an earlier joining decided.
//!
//! Names are taken in one order, and each is held against those before it that stand for a person: it is one of these,
//! or a person of its own, or may be one of two. So what is decided of a name depends only on who stands for a person
//! before it and is like it. When articles come and go, names are decided again whose own place in the order moved, and
//! those that are like a name which came to stand for a person, or no longer does; all others are as they were.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::member::{Entry, Key, Member, ROLE, Turn, listed, order, person};
use super::roster::{GONE, Letters, Names, Numbering, OPEN, Roster, Rows, SINGLE, are_initials, is_role, joinable};
use super::{ArticleId, Cast, surname};
use crate::speakers::{Likeness, Parts};

/// Reads who is in an article; nothing where that is damaged.
pub(in crate::corpus) type CastOf<'f, 'c> = dyn Fn(u32) -> Option<Cow<'c, Cast>> + Sync + 'f;

/// What joining yields.
pub(in crate::corpus) struct Joined<'a> {
    pub roster: Roster<'a>,
    /// Everybody who was joined now, in order.
    pub fresh: Vec<Member>,
    /// Of each name whether those who go by it were joined now.
    redone: Vec<bool>,
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
pub(in crate::corpus) fn join<'a>(
    old: Roster<'a>,
    was: &[Option<u32>],
    cast_of: &CastOf<'_, '_>,
) -> Option<Joined<'a>> {
    let Roster { mut names, rows: before, roots: mut decided } = old;
    let anew = names.len() == 0;
    let articles = 0..was.len() as u32;
    let new = articles.clone().into_par_iter().filter(|&article| was[article as usize].is_none());
    let new: Vec<(u32, Cow<'_, Cast>)> =
        new.map(|article| Some((article, cast_of(article)?))).collect::<Option<Vec<_>>>()?;
    let rows = rows(&mut names, &before, was, &new);
    decided.resize(names.len(), GONE);
    let touched = touched(names.len(), &before, &rows, was);
    let turns = turns(&names, &rows, |_| true);
    let mut round = Round {
        near: Near { anew, ..Near::default() },
        names: &names,
        turns,
        roots: decided.clone(),
        due: BinaryHeap::new(),
        changed: Vec::new(),
    };
    round.begin(&touched, &earlier_turns(&names, &before, was, &touched));
    round.run();
    let Round { turns, roots, changed, .. } = round;

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
    let held = held(&rows, was, new, &wanted, cast_of)?;
    let fresh = members(&held, &rows, was, &turns, &roots, &wanted)?;
    Some(Joined { roster: Roster { names, rows, roots }, fresh, redone })
}

/// Which names stand where now.
fn rows(names: &mut Names<'_>, before: &Rows, was: &[Option<u32>], new: &[(u32, Cow<'_, Cast>)]) -> Rows {
    let mut numbering = Numbering::new(names);
    let speakers = new.iter().flat_map(|(_, cast)| joinable(cast));
    numbering.recall(names, speakers.map(|speaker| speaker.name.as_str()));
    let mut rows = Rows::default();
    let mut new = new.iter();
    for was in was {
        if let Some(was) = was {
            rows.push(before.of(*was as usize));
        } else {
            let cast = new.next().into_iter().flat_map(|(_, cast)| joinable(cast));
            rows.push(cast.map(|speaker| (numbering.of(names, speaker), speaker.said.len() as u32)));
        }
    }
    if rows.firsts.is_empty() {
        rows.firsts.push(0);
    }
    rows
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
const NEVER: Turn = (true, Reverse(0), u32::MAX, u32::MAX);

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
    near: Near,
}

impl Round<'_, '_> {
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
            let is = self.decide(name);
            self.roots[name as usize] = is;
            if is != was {
                self.changed.push(name);
            }
            if is == name {
                self.near.stands(self.names, name);
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
    fn decide(&mut self, name: u32) -> u32 {
        let own = self.near.candidate(self.names, name);
        let near = self.near.by_surname(self.names, self.names.surnames[name as usize]);
        let fit = self.pick(own, &near, Likeness::Same).or_else(|fit| {
            // Who may be one of two is no slip for a third. A slip is only looked for where it would be rare: a fuller
            // name whose initials agree.
            let initials = self.names.initials[name as usize];
            if fit == Fit::Several || !are_initials(initials) {
                return Err(fit);
            }
            let close = self.near.by_initials(self.names, initials);
            let letters = self.near.all[own].letters;
            let close: Vec<usize> =
                close.iter().copied().filter(|&other| letters.close_to(self.near.all[other].letters)).collect();
            self.pick(own, &close, Likeness::Misspelled).or(Err(fit))
        });
        match fit {
            Ok(root) => root,
            Err(Fit::Several) => OPEN,
            Err(Fit::Nobody) => name,
        }
    }

    /// The one of some candidates that a name means.
    fn pick(&self, own: usize, near: &[usize], want: Likeness) -> Result<u32, Fit> {
        let own = &self.near.all[own];
        let turn = self.turns[own.name as usize];
        let before = |at: &&usize| {
            let name = self.near.all[**at].name;
            self.roots[name as usize] == name && name != own.name && self.turns[name as usize] < turn
        };
        let known = || near.iter().filter(before).map(|&at| &self.near.all[at]);
        if let Some(same) = known().find(|known| known.text == own.text && known.named == own.named) {
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

/// A name that others are held against.
struct Candidate {
    name: u32,
    text: String,
    named: bool,
    body: bool,
    letters: Letters,
    parts: OnceCell<Parts>,
}

impl Candidate {
    fn parts(&self) -> &Parts {
        self.parts.get_or_init(|| Parts::of(&self.text))
    }

    fn is_like(&self, other: &Self, want: Likeness) -> bool {
        self.named && other.named && self.parts().likeness(other.parts()) == want
            || self.body && other.body && self.text == other.text
    }
}

/// Names by what they are found by.
#[derive(Default)]
struct Near {
    /// Whether all names are decided, so that those are enough which stand for a person by now.
    anew: bool,
    all: Vec<Candidate>,
    places: FxHashMap<u32, usize>,
    surnames: FxHashMap<u32, Rc<Vec<usize>>>,
    initials: FxHashMap<u32, Rc<Vec<usize>>>,
}

impl Near {
    fn candidate(&mut self, names: &Names<'_>, name: u32) -> usize {
        *self.places.entry(name).or_insert_with(|| {
            let super::Name { text, named, body } = names.get(name).into_owned();
            let letters = Letters::of(&surname(&text));
            self.all.push(Candidate { name, text, named, body, letters, parts: OnceCell::new() });
            self.all.len() - 1
        })
    }

    /// Takes note that a name stands for a person.
    fn stands(&mut self, names: &Names<'_>, name: u32) {
        if self.anew {
            let at = self.candidate(names, name);
            Rc::make_mut(self.surnames.entry(names.surnames[name as usize]).or_default()).push(at);
            let initials = names.initials[name as usize];
            if are_initials(initials) {
                Rc::make_mut(self.initials.entry(initials).or_default()).push(at);
            }
        }
    }

    fn by_surname(&mut self, names: &Names<'_>, surname: u32) -> Rc<Vec<usize>> {
        if !self.anew && !self.surnames.contains_key(&surname) {
            let found = self.found(names, &names.surnames, surname);
            self.surnames.insert(surname, Rc::new(found));
        }
        self.surnames.get(&surname).cloned().unwrap_or_default()
    }

    fn by_initials(&mut self, names: &Names<'_>, initials: u32) -> Rc<Vec<usize>> {
        if !self.anew && !self.initials.contains_key(&initials) {
            let found = self.found(names, &names.initials, initials);
            self.initials.insert(initials, Rc::new(found));
        }
        self.initials.get(&initials).cloned().unwrap_or_default()
    }

    fn found(&mut self, names: &Names<'_>, numbers: &[u32], wanted: u32) -> Vec<usize> {
        let fitting = (0u32..).zip(numbers).filter(|(_, number)| **number == wanted);
        fitting.map(|(name, _)| self.candidate(names, name)).collect()
    }

    /// All names that may be decided otherwise by a name that stands for a person or does not.
    fn alike(&mut self, names: &Names<'_>, name: u32) -> Vec<u32> {
        let own = self.candidate(names, name);
        let mut found = Vec::new();
        let like = |a: &Candidate, b: &Candidate, want| a.is_like(b, want) || b.is_like(a, want);
        for &at in self.by_surname(names, names.surnames[name as usize]).iter() {
            let (own, other) = (&self.all[own], &self.all[at]);
            if like(own, other, Likeness::Same) || own.text == other.text {
                found.push(other.name);
            }
        }
        let initials = names.initials[name as usize];
        if are_initials(initials) {
            for &at in self.by_initials(names, initials).iter() {
                let (own, other) = (&self.all[own], &self.all[at]);
                if own.letters.close_to(other.letters) && like(own, other, Likeness::Misspelled) {
                    found.push(other.name);
                }
            }
        }
        found.retain(|&other| other != name);
        found
    }
}

/// The casts that are looked at: new ones, and those that have somebody who is joined now.
fn held<'c>(
    rows: &Rows,
    was: &[Option<u32>],
    new: Vec<(u32, Cow<'c, Cast>)>,
    wanted: &[bool],
    cast_of: &CastOf<'_, 'c>,
) -> Option<Vec<(u32, Cow<'c, Cast>)>> {
    let has = |article: &u32| {
        let at = *article as usize;
        was[at].is_some() && rows.of(at).any(|(name, _)| wanted[name as usize])
    };
    let kept = (0..was.len() as u32).into_par_iter().filter(has);
    let mut all: Vec<(u32, Cow<'_, Cast>)> =
        kept.map(|article| Some((article, cast_of(article)?))).collect::<Option<Vec<_>>>()?;
    all.extend(new);
    Some(all)
}

/// Everybody who is joined now, in order.
fn members(
    held: &[(u32, Cow<'_, Cast>)],
    rows: &Rows,
    was: &[Option<u32>],
    turns: &[Turn],
    roots: &[u32],
    wanted: &[bool],
) -> Option<Vec<Member>> {
    let mut grouped: Vec<(u32, Entry<'_>)> = Vec::new();
    let mut singles: Vec<(Key, Entry<'_>)> = Vec::new();
    for (number, cast) in held {
        let (at, article, day) = (*number as usize, ArticleId(*number), cast.day);
        let mut names = (0u32..).zip(rows.of(at));
        for speaker in &cast.appearances {
            let entry = |turn| Entry { turn, article, day, speaker };
            if is_role(speaker) {
                let key = Key { name: ROLE, article: Some(article) };
                singles.extend(was[at].is_none().then(|| (key, entry(NEVER))));
                continue;
            }
            let (nth, (name, said)) = names.next()?;
            let entry = entry((turns[name as usize].0, Reverse(said), *number, nth));
            match roots[name as usize] {
                OPEN if wanted[name as usize] || was[at].is_none() => {
                    singles.push((Key { name, article: Some(article) }, entry));
                }
                root if root < GONE && wanted[name as usize] => grouped.push((root, entry)),
                _ => {}
            }
        }
        if names.next().is_some() {
            return None;
        }
    }
    grouped.par_sort_unstable_by_key(|(root, entry)| (*root, entry.turn));
    let groups: Vec<&[(u32, Entry<'_>)]> = grouped.chunk_by(|a, b| a.0 == b.0).collect();
    let member = |key: Key, entries: &[Entry<'_>]| {
        let person = person(entries);
        Member { key, listed: listed(entries, &person), person }
    };
    let of_group = |group: &&[(u32, Entry<'_>)]| {
        let entries: Vec<Entry<'_>> = group.iter().map(|(_, entry)| *entry).collect();
        member(Key { name: group[0].0, article: None }, &entries)
    };
    let mut members: Vec<Member> = groups.par_iter().map(of_group).collect();
    members.par_extend(singles.par_iter().map(|(key, entry)| member(*key, std::slice::from_ref(entry))));
    members.par_sort_unstable_by(|a, b| order((&a.person, a.listed.as_ref()), (&b.person, b.listed.as_ref())));
    Some(members)
}
