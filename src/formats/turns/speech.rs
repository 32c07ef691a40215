//! A text that is one speech: its heading says whose, and all below is in the first person.
//!
//! `Remarks by Minister Ana Lind at the harbour`, `Below is the text of the speech made by Ana Lind`,
//! `Rede von Ministerin Anna Lind`. Articles have such headings, too. They tell of others, name whom they are about, or
//! have somebody else's byline; where any of that is so, the words stay nobody's. Only sources are read so: who writes a
//! speech quotes nobody.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashSet;

use super::record::opens_in_marks;
use super::trust::Own;
use super::{can_hold, interview, label};
use crate::formats::document::Block;
use crate::formats::{Metadata, given_names};
use crate::text::{lists, particles, words};

/// So many blocks at the top may tell whose speech it is.
const HEAD: usize = 10;
/// Lines that tell it are no longer than this, in bytes.
const LONGEST: usize = 400;
/// Words in front of what the speech is called.
const LEAD: usize = 14;
/// Words behind that somebody gave it.
const GIVEN: usize = 3;
/// What stands behind the words, as a last line of its own, is no longer than this, in bytes.
const SIGNATURE: usize = 80;
/// Paragraphs at the top that may greet.
const GREETING: usize = 3;

/// Makes the words of a speech turns of whoever gives it; answers whether it is one.
pub(super) fn mark(prose: &str, blocks: &mut [Block], told: &Metadata) -> bool {
    let Some(speech) = Speech::announced(prose, blocks, told) else { return false };
    let last = speech.end(prose, blocks);
    if !speech.is_own(prose, &blocks[speech.from..last]) || !speech.may_be_by(told) {
        return false;
    }
    for block in &mut blocks[speech.from..last] {
        if can_hold(block.kind) {
            block.give(&speech.name, None);
        }
    }
    true
}

/// Whose speech a text says that it is, and from which block on.
struct Speech {
    /// As it is written: "Ana Lind", "Mayor Lind", or an office alone.
    name: String,
    /// The last word of the name; none of an office.
    surname: Option<String>,
    from: usize,
}

impl Speech {
    fn announced(prose: &str, blocks: &[Block], told: &Metadata) -> Option<Self> {
        let head = &blocks[..blocks.len().min(HEAD)];
        let lines = || head.iter().map(|block| block.span.of(prose)).enumerate();
        let marked = || lines().any(|(_, line)| is_mark(line));
        let said = lines().map(|(at, line)| {
            let words = worded(line).unwrap_or_default();
            (at + 1, announced_by(line, &words).or_else(|| told_of(line, &words).filter(|_| marked())))
        });
        let in_lines = said.into_iter().find_map(|(at, who)| Some((at, who?)));
        let (from, who) = in_lines.or_else(|| Some((0, announcement(told.title.as_deref()?)?)))?;
        let (name, surname) = match who {
            Who::Person(name) => (name.to_owned(), name.split_whitespace().next_back().map(str::to_owned)),
            Who::Office(name) => (name.to_owned(), None),
        };
        let mut speech = Self { name, surname, from };
        // “The minister spoke in Marn.”: more that is told of it.
        let tells = |block: &Block| {
            let line = block.span.of(prose);
            let about = speech.names(line) && !interview::says_own(line);
            about || is_mark(line) || announcement(line).is_some()
        };
        let speaks = |block: &Block| {
            let text = block.span.of(prose);
            can_hold(block.kind) && (interview::says_own(text) || greets(text))
        };
        let first = head.iter().skip(from).position(speaks).map_or(from, |at| from + at);
        speech.from = head[..first].iter().rposition(tells).map_or(from, |at| from.max(at + 1));
        Some(speech)
    }

    fn names(&self, text: &str) -> bool {
        self.surname.as_ref().is_some_and(|name| words::whole(text, name).next().is_some())
    }

    /// Behind the last block of the speech: whoever signs it has a line of its own.
    fn end(&self, prose: &str, blocks: &[Block]) -> usize {
        let is_name = |line: &str| line.len() <= SIGNATURE && !line.ends_with(['.', '!', '?']) && self.names(line);
        let signs = |block: &Block| is_name(block.span.of(prose));
        let held = blocks.iter().rposition(|block| can_hold(block.kind)).map_or(0, |last| last + 1);
        let ends = blocks.iter().skip(self.from).position(|block| is_end(block.span.of(prose)));
        let end = ends.map_or(held, |at| self.from + at);
        match held.checked_sub(1) {
            Some(last) if end == held && last > self.from && signs(&blocks[last]) => last,
            _ => end.max(self.from),
        }
    }

    /// Whether somebody speaks in these blocks and is not told of.
    fn is_own(&self, prose: &str, blocks: &[Block]) -> bool {
        let bodies = || blocks.iter().filter(|block| can_hold(block.kind)).map(|block| block.span.of(prose));
        let quoted = bodies().filter(|text| opens_in_marks(text)).count();
        let mut own = Own::default();
        bodies().for_each(|text| own.count(text));
        let spoken = if bodies().take(GREETING).any(greets) { own.is_speech(1) } else { own.is_speech(3) };
        spoken && quoted * 2 < bodies().count() && !bodies().any(|text| self.names(text) && !introduces(text))
    }

    /// Whether the byline has nobody else.
    fn may_be_by(&self, told: &Metadata) -> bool {
        let person = |name: &&String| label::is_somebody(name);
        told.byline.iter().filter(person).all(|name| self.names(name))
    }
}

/// Who gives a speech.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Who<'t> {
    Person(&'t str),
    /// "the prime minister"
    Office(&'t str),
}

/// Who gives the speech that a line announces: `Remarks by Ana Lind`, `Minister Ana Lind's speech`.
fn announcement(line: &str) -> Option<Who<'_>> {
    announced_by(line, &worded(line)?)
}

/// The same, by the words of the line.
fn announced_by<'t>(line: &'t str, all: &[Word<'t>]) -> Option<Who<'t>> {
    let mut kinds = (0..all.len().min(LEAD)).filter(|&at| all[at].is_speech());
    kinds.find_map(|kind| {
        let behind = &all[kind + 1..];
        let by = behind.iter().position(|word| !word.is(Group::Given))?;
        if behind[by].is(Group::By) && all[..kind].iter().all(Word::leads) {
            return who(line, &behind[by + 1..]);
        }
        owner(line, &all[..kind])
    })
}

/// Whose speech it is by what stands in front: `Following are Mayor Ana Lind's opening remarks`.
fn owner<'t>(line: &'t str, before: &[Word<'t>]) -> Option<Who<'t>> {
    let at = before.iter().rposition(|word| word.owns)?;
    let start = before.iter().position(|word| !word.leads_small()).unwrap_or(0);
    let close = before.len() - at <= 3 && before[at + 1..].iter().all(|word| word.leads_small() || !word.capital);
    // "This week's speech": what leads up to it may be all that owns it.
    let named = before.get(start..=at).filter(|named| close && named.iter().all(|word| word.capital))?;
    who(line, named)
}

/// Who gave a speech, as a line tells it: `Mayor Ana Lind made a statement on the ferries to the council.`
fn told_of<'t>(line: &'t str, all: &[Word<'t>]) -> Option<Who<'t>> {
    const GAVE: [&str; 5] = ["made", "gave", "delivered", "gives", "delivers"];
    let gave = all.iter().take(LEAD).position(|word| GAVE.contains(&word.small.as_str()))?;
    let speech = all[gave + 1..].iter().take(GIVEN).any(Word::is_speech);
    let named = all[..gave].iter().all(|word| word.capital);
    (speech && named).then(|| who(line, &all[..gave])).flatten()
}

/// Whom a line names first.
pub(super) fn named(line: &str) -> Option<Who<'_>> {
    who(line, &split(line))
}

/// Whom these words of a line name first: a given name and what follows it, or what follows a title.
fn who<'t>(line: &'t str, all: &[Word<'t>]) -> Option<Who<'t>> {
    let until = all.iter().position(|word| word.is(Group::Stop) && !word.is(Group::By)).unwrap_or(all.len());
    let all = &all[..until];
    let between = |from: &Word<'t>, to: &Word<'t>| &line[from.at..to.at + to.text.len()];
    let mut at = 0;
    while at < all.len() {
        let run = &all[at..];
        let length = run.iter().position(|word| !word.in_name()).unwrap_or(run.len());
        let closed = run.iter().position(|word| word.closes).map_or(length, |end| length.min(end + 1));
        let run = &run[..closed];
        let title = run.iter().rposition(|word| label::is_title(word.text));
        let given = run.iter().position(|word| word.capital && given_names::is_one(&word.small));
        let first = given.filter(|&first| title.is_none_or(|title| title < first)).or(title.map(|title| title + 1));
        if let Some(name) = first.and_then(|first| run.get(first..)).filter(|name| name.len() <= LONGEST_NAME)
            && let [first, .., last] = name
            && first.capital
            && last.capital
        {
            return Some(Who::Person(between(first, last)));
        }
        if let (Some(title), Some([last])) = (title, first.and_then(|first| run.get(first..)))
            && last.capital
            && !given_names::is_one(&last.small)
        {
            return Some(Who::Person(between(&run[title], last)));
        }
        at += closed.max(1);
    }
    let office = all.iter().position(|word| word.small != "the")?;
    let office = &all[office..];
    let titles = office.iter().take_while(|word| label::is_title(word.text)).count();
    (titles == office.len() && titles > 0).then(|| Who::Office(between(&office[0], &office[titles - 1])))
}

/// Words of a name.
const LONGEST_NAME: usize = 4;

/// A word of a line, without what stands around it.
#[derive(Debug)]
struct Word<'t> {
    text: &'t str,
    small: String,
    at: usize,
    capital: bool,
    /// Whether a comma or the like ends what it belongs to.
    closes: bool,
    /// Whether it ends in 's.
    owns: bool,
}

impl Word<'_> {
    fn is(&self, group: Group) -> bool {
        LISTS.words[group as usize].contains(self.small.as_str())
    }

    /// Whether a speech is called so, or something with it: "Rede", "Antrittsrede".
    fn is_speech(&self) -> bool {
        self.is(Group::Kind) || self.capital && COMPOUNDED.iter().any(|kind| self.small.ends_with(kind))
    }

    /// Whether it may stand in front of what a speech is called.
    fn leads(&self) -> bool {
        self.capital || self.is(Group::Lead) || self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    fn leads_small(&self) -> bool {
        self.is(Group::Lead) || matches!(self.small.as_str(), "are" | "uk" | "us" | "un")
    }

    fn in_name(&self) -> bool {
        self.capital || particles::is_one(self.text)
    }
}

/// What other words of the list are put together with.
const COMPOUNDED: [&str; 2] = ["rede", "ansprache"];

/// The words at the beginning of a line, if one of the first is what a speech is called.
fn worded(line: &str) -> Option<Vec<Word<'_>>> {
    let line = &line[..line.floor_char_boundary(LONGEST)];
    let kind = LISTS.kinds.as_ref()?.find(line)?.start();
    let before = line[..kind].split_whitespace().filter(|part| part.contains(char::is_alphanumeric));
    if before.count() > LEAD + GIVEN {
        return None;
    }
    Some(split(line)).filter(|all| all.len() > 1)
}

/// The words of a line.
fn split(line: &str) -> Vec<Word<'_>> {
    let mut all = Vec::new();
    let apart = |c: char| c.is_whitespace() || matches!(c, '—' | '–' | '|');
    let mut at = 0;
    for part in line.split_inclusive(apart) {
        let start = at;
        at += part.len();
        let dashed = part.ends_with(['—', '–', '|']);
        let bare = part.trim_end_matches(apart);
        // "d’Ana", "all'assemblea"
        let elided = bare.find(['\'', '’']).filter(|&mark| mark <= 4 && bare[mark..].chars().count() > 2);
        let (lead, bare, start) = match elided {
            Some(mark) if bare[..mark].chars().all(char::is_alphabetic) => {
                let long = bare[mark..].chars().next().map_or(0, char::len_utf8);
                (Some((&bare[..mark], start)), &bare[mark + long..], start + mark + long)
            }
            _ => (None, bare, start),
        };
        if let Some((lead, at)) = lead {
            all.push(word(lead, at, false, false));
        }
        let core = bare.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
        let core = core.trim_start_matches('.');
        let from = start + core.as_ptr() as usize - bare.as_ptr() as usize;
        let owned = core.strip_suffix("'s").or_else(|| core.strip_suffix("’s"));
        let long = core.trim_end_matches('.').chars().count() > 4;
        let text = owned.unwrap_or(if long { core.trim_end_matches('.') } else { core });
        let closes = dashed || bare.ends_with([',', ':', ';', ')']) || long && core.ends_with('.');
        if text.contains(char::is_alphanumeric) {
            all.push(word(text, from, closes, owned.is_some()));
        } else if let Some(last) = all.last_mut() {
            last.closes = true;
        }
    }
    all
}

fn word(text: &str, at: usize, closes: bool, owns: bool) -> Word<'_> {
    Word { text, small: text.to_lowercase(), at, capital: text.starts_with(char::is_uppercase), closes, owns }
}

/// Whether somebody says a name of himself: "My name is Ana Lind".
fn introduces(text: &str) -> bool {
    let head = text[..text.floor_char_boundary(LONGEST / 2)].to_lowercase();
    ["my name is ", "i am ", "i'm ", "i’m ", "mein name ist ", "je m’appelle ", "me llamo "]
        .iter()
        .any(|lead| head.contains(lead))
}

/// Whether a line tells in what way the words below were taken down: "Check against delivery".
fn is_mark(line: &str) -> bool {
    if line.len() >= LONGEST / 2 {
        return false;
    }
    let small = line.trim_start_matches(['[', '(']).to_lowercase();
    LISTS.marks.iter().any(|mark| small.contains(mark))
}

/// Whether a paragraph begins as one does who speaks to people.
fn greets(text: &str) -> bool {
    let head = text[..text.floor_char_boundary(40)].to_lowercase();
    LISTS.greetings.iter().any(|greeting| head.starts_with(greeting))
}

/// Whether a line says that the words are over: "ENDS", "Notes to editors".
pub(super) fn is_end(line: &str) -> bool {
    let small = line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    matches!(
        small.as_str(),
        "end" | "ends" | "note to editors" | "notes to editors" | "notes for editors" | "ende" | "fin"
    )
}

#[derive(Clone, Copy)]
enum Group {
    Kind,
    Lead,
    Given,
    By,
    Stop,
}

struct Lists {
    /// What speeches are called, wherever it stands: most lines have none of it.
    kinds: Option<AhoCorasick>,
    words: [FxHashSet<&'static str>; 5],
    marks: Vec<&'static str>,
    greetings: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let list = include_str!("../../../data/speeches.txt");
    let words = |name| lists::group(list, name).collect();
    let kinds = lists::group(list, "kind").flat_map(|kind| [kind.to_owned(), kind.to_uppercase()]);
    Lists {
        kinds: AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(kinds).ok(),
        words: ["kind", "lead", "given", "by", "stop"].map(words),
        marks: lists::lines_of(list, "mark").collect(),
        greetings: lists::lines_of(list, "greeting").collect(),
    }
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::Kind;
    use crate::formats::turns::as_source::{self, source};

    #[test]
    fn who_a_heading_says_gives_it() {
        for (line, name) in [
            ("Remarks by Ana Lind at the harbour", "Ana Lind"),
            ("Remarks by Secretary Anna L. Lind at the 70th Harbour Gala", "Anna L. Lind"),
            ("Remarks of President Peter Orre—As Prepared for Delivery", "Peter Orre"),
            ("Full text: Prime Minister Lind's speech to parliament", "Minister Lind"),
            (
                "Below is the text of the speech made by Anna Lind, the Minister for Islands, in Marn on 9 May.",
                "Anna Lind",
            ),
            ("Following are Harbour Minister Anna Lind’s remarks at the pier, in Marn today:", "Anna Lind"),
            ("Keynote address by Mr Tomo Harke, Governor of the Bank of Marn, at the dinner", "Tomo Harke"),
            ("Statement from Chief Constable Anna Lind on the events of 2 May", "Anna Lind"),
            (
                "Following is the full text of the speech made by new Central Bank Governor Prof. W.D. Harke in Marn.",
                "W.D. Harke",
            ),
            ("Rede von Ministerin Anna Lind beim Hafentag", "Anna Lind"),
            ("Antrittsrede von Ministerin Anna Lind im Rat", "Anna Lind"),
            ("A message from our CEO, Peter Orre", "Peter Orre"),
            ("Rede des Ministers für Verkehr, Peter Orre, zum Haushalt", "Peter Orre"),
            ("Discours du ministre de la Mer, Luc Vidal, à Marn", "Luc Vidal"),
            ("Discurso de la ministra de Pesca, Marta Vidal, en el puerto", "Marta Vidal"),
            ("Intervento del Ministro Paolo Orli all'assemblea", "Paolo Orli"),
            ("Discurso do Presidente da Câmara, João Vidal, na abertura", "João Vidal"),
        ] {
            assert_eq!(announcement(line), Some(Who::Person(name)), "{line}");
        }
        assert_eq!(announcement("Remarks by the President on ferries"), Some(Who::Office("President")));
        for line in [
            "Statement by Harbour Board",
            "Remarks on the harbour",
            "He heard the speech by Anna Lind",
            "Speech by Harbour Board at Anna Lind Hall",
            "The address of the harbour",
            "The UK's last Harbour message",
            "This's message",
            "A week’s address",
        ] {
            assert_eq!(announcement(line), None, "{line}");
        }
    }

    fn voices(text: &str) -> Vec<String> {
        as_source::voices("a.txt", text)
    }

    const SPEECH: &str = "Remarks by Minister Ana Lind at the harbour\n\n3 May 2031\n\nGood evening to all of you.\n\nWe have bought a ferry, and I am glad of it.\n\nIt sails on Monday.";

    #[test]
    fn a_speech_from_end_to_end() {
        assert_eq!(voices(SPEECH), ["Ana Lind"; 3]);
        assert_eq!(source("a.txt", SPEECH).meta.kind, Kind::Transcript);
        assert_eq!(voices(&format!("{SPEECH}\n\nAna Lind, Minister for Islands\n")).len(), 3, "who signs says nothing");
        let markdown = format!("# {SPEECH}");
        let blocks = source("a.md", &markdown).blocks;
        assert_eq!(blocks.iter().filter(|block| block.voice.is_some()).count(), 3);
    }

    #[test]
    fn a_title_with_nothing_below_it_is_nobodys() {
        let told = Metadata { title: Some("Remarks by Minister Ana Lind".to_owned()), ..Metadata::default() };
        assert!(!mark("", &mut [], &told));
    }

    #[test]
    fn a_speech_of_initials() {
        let text = SPEECH.replace("Minister Ana Lind", "Prof. W.D. Lind");
        assert_eq!(voices(&text), ["W.D. Lind"; 3]);
    }

    #[test]
    fn what_is_no_speech_below_such_a_heading() {
        for (from, to) in [
            ("It sails on Monday.", "Ms. Lind left by a side door."),
            ("3 May 2031", "By Peter Orre"),
            (
                "Good evening to all of you.\n\nWe have bought a ferry, and I am glad of it.",
                "The minister was late.\n\nNobody minded.",
            ),
            ("Remarks by Minister Ana Lind at", "Few heard the remarks by Minister Ana Lind at"),
            ("Good evening to all of you.\n\nWe have", "“Good evening to all of you.\n\n“We have"),
        ] {
            assert!(voices(&SPEECH.replace(from, to)).is_empty(), "{to}");
        }
    }
}
