//! Names on lines of their own over the words of those who bear them, with what they are behind or below.
//!
//! Calls of companies, oral histories, old records of parliaments: `Ana Lind -- Chief Executive`, `Ana Lind` over `Chief
//! Executive, Lind Ferries`, `Q - Ana Lind`, `Mr. Tom Orre (Vellin)`, `Operator`. Lists of staff and of hotels look the
//! same, but nobody there comes again, and nobody talks. Only sources are read so.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::label::{self, Form};
use super::record::{give_below, is_nobodys, opens_in_marks};
use super::trust::Own;
use super::{can_hold, may_be_menu, may_talk};
use crate::formats::document::{Block, BlockKind};
use crate::text::Span;
use crate::text::lists;

/// A line with a name is no longer than this, in bytes.
const LONGEST: usize = 120;
/// Words behind a name that tell what somebody is.
const OFFICE: usize = 14;
/// A longer talk has a name for so many paragraphs.
const SPARSE: usize = 12;

/// Makes the words below names turns of who is named; answers whether the whole is such a talk.
pub(super) fn mark(prose: &str, blocks: &mut [Block]) -> bool {
    let heads = heads(prose, blocks);
    if heads.len() < 3 {
        return false;
    }
    let last = |head: &Head| end(prose, blocks, head.words.max(head.at + 1));
    let until = |nth: usize| heads.get(nth + 1).map_or_else(|| last(&heads[nth]), |next| next.at);
    let turns: Vec<Turn> = heads
        .iter()
        .enumerate()
        .map(|(nth, head)| Turn { head, until: until(nth) })
        .filter(|turn| turn.bodies(prose, blocks).next().is_some())
        .collect();
    if !are_talk(prose, blocks, &turns) {
        return false;
    }
    for Turn { head, until } in turns {
        blocks[head.at].give(head.name, Some(head.label));
        let below = head.words.max(head.at + 1);
        // What somebody is stands on a line between the name and the words.
        blocks[head.at + 1..below].iter_mut().for_each(|block| block.kind = BlockKind::Boilerplate);
        give_below(prose, &mut blocks[below..until], head.name);
    }
    true
}

/// A line with a name.
#[derive(Debug)]
struct Head<'t> {
    /// The block that it opens.
    at: usize,
    name: &'t str,
    label: Span,
    /// The first block of the words: the same, where they stand below in one paragraph.
    words: usize,
}

impl Head<'_> {
    /// Under which whoever it is counts as one: "Ana Lind" and "Ms. Lind".
    fn key(&self) -> String {
        self.name.split_whitespace().next_back().unwrap_or_default().to_lowercase()
    }
}

/// What stands below a name.
struct Turn<'h, 't> {
    head: &'h Head<'t>,
    until: usize,
}

impl Turn<'_, '_> {
    fn bodies<'a>(&'a self, prose: &'a str, blocks: &'a [Block]) -> impl Iterator<Item = &'a str> {
        let own = Some(&prose[self.head.label.end..blocks[self.head.at].span.end])
            .filter(|_| self.head.words == self.head.at);
        let below = blocks[self.head.words.max(self.head.at + 1)..self.until].iter();
        let below = below.filter(|block| can_hold(block.kind)).map(|block| block.span.of(prose));
        own.into_iter().chain(below.filter(|text| !is_nobodys(text)))
    }
}

/// All lines with names, in order.
fn heads<'t>(prose: &'t str, blocks: &[Block]) -> Vec<Head<'t>> {
    let named = |block: &Block| {
        let text = block.span.of(prose);
        let line = text.split('\n').next().filter(|line| line.len() <= LONGEST)?;
        let stands = may_talk(block.kind) || may_be_menu(block.kind);
        Some((name(line).filter(|_| stands)?, line.len(), text.len()))
    };
    let mut heads = Vec::new();
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let Some((name, line, text)) = named(block) else {
            at += 1;
            continue;
        };
        let mut label = Span::new(block.span.start, block.span.start + line);
        let mut words = at + usize::from(line == text);
        if line < text {
            // "Chief Executive, Lind Ferries" as the second line of the same paragraph.
            let rest = &prose[label.end..block.span.end];
            let second = rest.trim_start().split('\n').next().unwrap_or_default();
            if is_office(second) {
                label.end = block.span.end - rest.trim_start().len() + second.len();
                words = at + usize::from(label.end == block.span.end);
            }
        } else if blocks.get(words).is_some_and(|below| named(below).is_none() && is_office(below.span.of(prose))) {
            words += 1;
        }
        heads.push(Head { at, name, label, words });
        at += 1;
    }
    heads
}

/// The name that a line consists of, but for what whoever bears it is.
pub(super) fn name(line: &str) -> Option<&str> {
    const ASKS: [&str; 4] = ["Q - ", "A - ", "Q – ", "A – "];
    const SIGNS: [&str; 6] = [" -- ", " - ", " – ", " — ", ", ", " ("];
    let line = line.trim_end();
    if line.ends_with(['.', '!', '?', ',', ';', ':', '"', '”']) && !line.ends_with("r.") {
        return None;
    }
    let line = ASKS.iter().find_map(|asks| line.strip_prefix(asks)).unwrap_or(line);
    let line = unnumbered(line);
    let end = SIGNS.iter().filter_map(|sign| line.find(sign)).min().unwrap_or(line.len());
    let (name, office) = line.split_at(end);
    let several = (2..=5).contains(&name.split_whitespace().count());
    let named = several && matches!(label::form(name), Some(Form::Name | Form::Capitals)) || is_role(name);
    let last = name.split_whitespace().next_back().unwrap_or_default();
    let held = is_office(last) && !is_role(name);
    (named && !held && !name.contains(['&', '/', '#']) && office.split_whitespace().count() <= OFFICE).then_some(name)
}

/// A line without its paragraph sign, and without the number of a question: "§ 12. Mr. ORRE".
fn unnumbered(line: &str) -> &str {
    let line = line.trim_start_matches(['§', ' ', '\u{a0}']);
    let behind = line.trim_start_matches(|c: char| c.is_ascii_digit());
    behind.strip_prefix(". ").filter(|_| behind.len() < line.len()).unwrap_or(line)
}

/// Whether a name is written as nobody but a record writes it: "Mr. ORRE".
fn is_recorded(name: &str) -> bool {
    let mut words = name.split_whitespace().filter(|word| !label::is_title(word)).peekable();
    let capitals = |word: &str| {
        let core = ["Mc", "Mac"].iter().find_map(|mac| word.strip_prefix(mac)).unwrap_or(word);
        core.chars().count() > 2 && !core.contains(char::is_lowercase)
    };
    label::is_titled(name) && words.peek().is_some() && words.all(capitals)
}

/// Whether words are what somebody does in a talk: "Operator".
fn is_role(name: &str) -> bool {
    static ROLES: LazyLock<FxHashSet<&'static str>> =
        LazyLock::new(|| lists::words(include_str!("../../../data/talkers.txt")).collect());
    name.len() < 20 && name.starts_with(char::is_uppercase) && ROLES.contains(name.to_lowercase().as_str())
}

/// Whether a line tells what somebody is: "Chief Executive, Lind Ferries".
pub(super) fn is_office(line: &str) -> bool {
    static OFFICES: LazyLock<FxHashSet<&'static str>> =
        LazyLock::new(|| lists::words(include_str!("../../../data/offices.txt")).collect());
    let words = || line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    line.len() <= LONGEST
        && line.starts_with(char::is_uppercase)
        && !line.ends_with(['.', '!', '?', '…', ':'])
        && words().count() <= OFFICE
        && words().any(|word| word.starts_with(char::is_uppercase) && OFFICES.contains(word.to_lowercase().as_str()))
}

/// Behind the words of who speaks last: a heading, or what says that all is over, ends them.
pub(super) fn end(prose: &str, blocks: &[Block], from: usize) -> usize {
    let ends = |block: &Block| block.kind == BlockKind::Heading || super::speech::is_end(block.span.of(prose));
    blocks.iter().skip(from).position(ends).map_or(blocks.len(), |at| from + at)
}

/// Whether these are people who talk to each other: one speaks again, most have names that are known for such, they say
/// "I" and "you", somebody asks, and hardly anybody is quoted.
fn are_talk(prose: &str, blocks: &[Block], turns: &[Turn]) -> bool {
    let mut people: FxHashMap<String, (usize, bool)> = FxHashMap::default();
    for turn in turns {
        let known = label::is_somebody(turn.head.name) || is_role(turn.head.name);
        let entry = people.entry(turn.head.key()).or_default();
        entry.0 += 1;
        entry.1 |= known;
    }
    let again = people.values().filter(|(count, _)| *count > 1).count();
    let known = people.values().filter(|(_, known)| *known).count();
    if turns.len() < 3 || people.len() < 2 || again == 0 || known * 2 < people.len() {
        return false;
    }
    let bodies = || turns.iter().flat_map(|turn| turn.bodies(prose, blocks));
    let mut own = Own::default();
    bodies().for_each(|text| own.count(text));
    let asks = bodies().any(|text| text.contains('?')) || turns.iter().any(|turn| is_role(turn.head.name));
    let quoting = bodies().filter(|text| opens_in_marks(text)).count();
    let all = bodies().count();
    let recorded = own.says_own() && turns.iter().all(|turn| is_recorded(turn.head.name));
    (own.is_talk() || recorded) && (asks || again > 1) && quoting * 4 < all && all <= turns.len() * SPARSE
}

#[cfg(test)]
mod tests {
    use crate::formats::Kind;
    use crate::formats::turns::as_source::{source, voices};

    const CALL: &str = "Lind Ferries, third quarter\n\nOperator\n\nGood morning. I hand over to Ms. Lind.\n\nAnna Lind -- Chief Executive Officer\n\nThank you. We had a hard quarter.\n\nWe came through it.\n\nPeter Orre -- Analyst\n\nWhat do you see ahead?\n\nAnna Lind -- Chief Executive Officer\n\nI see calm water.";
    const WHO: [&str; 9] = [
        "Operator",
        "Operator",
        "Anna Lind",
        "Anna Lind",
        "Anna Lind",
        "Peter Orre",
        "Peter Orre",
        "Anna Lind",
        "Anna Lind",
    ];

    #[test]
    fn a_call_with_names_and_offices_over_the_words() {
        assert_eq!(voices("a.txt", CALL), WHO);
        let below = CALL.replace(" -- ", "\n");
        assert_eq!(voices("a.txt", &below), WHO, "the office is a line of its own");
        let asked = CALL
            .replace("Peter Orre -- Analyst", "Q - Peter Orre")
            .replace("Anna Lind -- Chief Executive Officer", "A - Anna Lind");
        assert_eq!(voices("a.txt", &asked), WHO);
        assert_eq!(source("a.txt", CALL).meta.kind, Kind::Transcript);
    }

    #[test]
    fn an_old_record_of_a_parliament() {
        let text = "12.34 pm\n\nMr. Tom Harke (Vellin North)\n\nThe motion is short, and I rise to move it.\n\nMr. Peter Orre (Marn)\n\nDoes my hon. Friend agree that we should wait?\n\nMr. Harke\n\nI do not.";
        let who = ["Mr. Tom Harke", "Mr. Tom Harke", "Mr. Peter Orre", "Mr. Peter Orre", "Mr. Harke", "Mr. Harke"];
        assert_eq!(voices("a.txt", text), who);
    }

    #[test]
    fn an_old_record_with_names_in_capitals() {
        let text = "§ 12. Mr. McORRE\n\nasked the Minister of Ports whether he is aware that the fare from Marn to Vellin is two crowns, and that the fare to the pier beyond it is only one.\n\nMr. HARKE\n\nThe practice of issuing cheap tickets is one which the ferry companies have generally adopted, and I see no need for a law.\n\n§ Mr. McORRE\n\nIs it not an excessive profit?\n\nMr. HARKE\n\nThere is a board by which matters of this kind can be dealt with.";
        let (orre, harke) = ("Mr. McORRE", "Mr. HARKE");
        assert_eq!(voices("a.txt", text), [orre, orre, harke, harke, orre, orre, harke, harke]);
    }

    #[test]
    fn a_list_of_definitions() {
        let html = "<dl><dt>Anna Lind</dt><dd>We open at nine, and I hold the keys.</dd><dt>Peter Orre</dt><dd>Who told you so?</dd><dt>Anna Lind</dt><dd>The harbour told us.</dd></dl>";
        let who = ["Anna Lind", "Anna Lind", "Peter Orre", "Peter Orre", "Anna Lind", "Anna Lind"];
        assert_eq!(voices("a.html", html), who);
    }

    #[test]
    fn lines_that_nobody_speaks_below() {
        let staff = "Our people\n\nAnna Lind\nChief Executive Officer\n\nAnna runs the trust, and we could not do without her.\n\nPeter Orre\nTrustee\n\nPeter was mayor. You can ask him anything about ropes.\n\nTom Harke\nTrustee\n\nWe are lucky to have him.";
        assert!(voices("a.txt", staff).is_empty(), "nobody comes again");
        let hotels = "Harbour View\n\nWe stayed for two nights. You should book early.\n\nGrand Marine\n\nI found it cold. Who would stay?\n\nHarbour View\n\nWe came back in May.";
        assert!(voices("a.txt", hotels).is_empty(), "nobody has a name that people have");
        let told = "Anna Lind\n\nShe bought the ferry in May.\n\nPeter Orre\n\nHe sold it to her. Why did he?\n\nAnna Lind\n\nShe sold it again.";
        assert!(voices("a.txt", told).is_empty(), "nobody says I");
    }
}
