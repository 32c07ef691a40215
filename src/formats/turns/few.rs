//! Pages with a turn or a few of a record, none of them repeated, and paragraphs that go on below: what a parliament, or
//! whoever follows it, gives as the words of a member.
//!
//! `Baroness Lind of Marn: My Lords, I rise.`, `Ana Lind (Marn, Harbour Party)` over her words. In running text a name with
//! a colon is common, so that all has to fit: the names are somebody's beyond doubt, nothing but headings stands above the
//! first, and most paragraphs say "I" or "you" and tell of nobody who has a turn. Only sources are read so.

use super::label::{self, Form};
use super::record::{give_below, is_nobodys, opens_in_marks};
use super::trust::{self, Own};
use super::{can_hold, heads, may_be_menu, may_talk};
use crate::formats::document::Block;
use crate::formats::metadata::Metadata;
use crate::text::lists::List;
use crate::text::{Span, words};

/// What the headings of a record have.
static RECORDS: List = List::of(include_str!("../../../data/records.txt"));

/// A line above the first turn is no longer than this, in bytes.
const HEADING: usize = 160;
/// Lines above it.
const ABOVE: usize = 12;

/// Makes the words behind and below such names turns; answers whether there are any.
pub(super) fn mark(prose: &str, blocks: &mut [Block], told: &Metadata) -> bool {
    let Some(first) = below_headings(prose, blocks) else { return false };
    let turns = turns(prose, blocks, first);
    // Who reviews “Captain Lind: The Return” says "I", too.
    let is_another = |name: &String| label::is_somebody(name) && !turns.iter().any(|turn| turn.is_named_in(name));
    let record = is_record(prose, &blocks[..first]);
    if told.byline.iter().any(is_another) || !are_spoken(prose, blocks, &turns, record) {
        return false;
    }
    for turn in turns {
        give_below(prose, &mut blocks[turn.at + 1..turn.until], &turn.name);
        blocks[turn.at].give(turn.name, Some(turn.label));
    }
    true
}

/// What somebody says, from one name to the next.
struct Turn {
    at: usize,
    name: String,
    label: Span,
    /// Behind its last block.
    until: usize,
}

impl Turn {
    fn bodies<'a>(&'a self, prose: &'a str, blocks: &'a [Block]) -> impl Iterator<Item = &'a str> {
        let own = prose[self.label.end..blocks[self.at].span.end].trim_start_matches(':').trim();
        let below = blocks[self.at + 1..self.until].iter().filter(|block| can_hold(block.kind));
        let below = below.map(|block| block.span.of(prose)).filter(|text| !is_nobodys(text));
        Some(own).filter(|own| !own.is_empty()).into_iter().chain(below)
    }

    fn is_named_in(&self, text: &str) -> bool {
        let surname = self.name.split(',').next().and_then(|own| own.split_whitespace().next_back());
        surname.is_some_and(|own| words::whole(text, own).next().is_some())
    }

    /// Whether somebody speaks and is not told of.
    fn is_spoken(&self, prose: &str, blocks: &[Block]) -> bool {
        self.bodies(prose, blocks).next().is_some()
            && !self.bodies(prose, blocks).skip(1).any(|text| self.is_named_in(text))
    }
}

/// The first block with a name, if nothing but headings, days and the like stands above it.
fn below_headings(prose: &str, blocks: &[Block]) -> Option<usize> {
    let mut above = 0;
    for (at, block) in blocks.iter().enumerate() {
        if named(prose, block).is_some() {
            return Some(at);
        }
        let is_heading = |line: &str| line.len() <= HEADING && !line.ends_with(['.', '!', '”', '"']);
        let lines = Some(block).filter(|block| can_hold(block.kind)).into_iter();
        let mut lines = lines.flat_map(|block| block.span.of(prose).lines()).inspect(|_| above += 1);
        if !lines.all(is_heading) || above > ABOVE {
            return None;
        }
    }
    None
}

/// The turns of a page from the first on, in order.
fn turns(prose: &str, blocks: &[Block], first: usize) -> Vec<Turn> {
    let opened = blocks.iter().enumerate().skip(first);
    let opened = opened.filter_map(|(at, block)| named(prose, block).map(|(name, label)| (at, name, label)));
    let mut turns: Vec<Turn> = opened.map(|(at, name, label)| Turn { at, name, label, until: 0 }).collect();
    let mut until = turns.last().map_or(0, |last| heads::end(prose, blocks, last.at + 1));
    for turn in turns.iter_mut().rev() {
        turn.until = until;
        until = turn.at;
    }
    turns
}

/// Who is named in front of a block's words or over them, and the label.
fn named(prose: &str, block: &Block) -> Option<(String, Span)> {
    let before = Some(block.span).filter(|_| can_hold(block.kind)).and_then(|span| labelled(prose, span));
    // A line with a name alone is often taken for a heading, or a menu's.
    let stands = may_talk(block.kind) || may_be_menu(block.kind);
    before.or_else(|| headed(prose, block.span).filter(|_| stands))
}

/// Who is named in front of a paragraph's words.
fn labelled(prose: &str, span: Span) -> Option<(String, Span)> {
    let label = label::label(prose, span, &[])?;
    let named = matches!(label.form, Form::Name | Form::Capitals) && !label.quoted;
    let known = named && is_known(label.name.of(prose));
    known.then(|| (label::voice(label.name.of(prose), label.office.map(|office| office.of(prose))), label.whole))
}

/// Who is named on a line over a paragraph, or over the first line of one, with what he or she stands for in brackets.
fn headed(prose: &str, span: Span) -> Option<(String, Span)> {
    let line = span.of(prose).split('\n').next()?;
    let name = heads::name(line).filter(|name| is_known(name))?;
    let rest = line[name.len()..].trim_start().strip_prefix('(')?;
    let closed = rest.split_once(')').is_some_and(|(_, behind)| behind.is_empty() || behind.starts_with([' ', ',']));
    closed.then(|| (name.to_owned(), Span::new(span.start, span.start + line.len())))
}

/// Whether a name is somebody's beyond doubt: "The Facts" is nobody.
fn is_known(name: &str) -> bool {
    label::is_known(name) && label::is_somebody(name) && !name.split_whitespace().any(|word| word == "the")
}

/// Whether a heading above the turns says that they are a record's: "Marn debates".
fn is_record(prose: &str, above: &[Block]) -> bool {
    let mut words = above.iter().flat_map(|block| block.span.of(prose).split(|c: char| !c.is_alphanumeric()));
    words.any(|word| RECORDS.contains(&word.to_lowercase().as_str()))
}

/// Whether these are people who speak; where it is a record, one who says "I" will do.
fn are_spoken(prose: &str, blocks: &[Block], turns: &[Turn], record: bool) -> bool {
    let bodies = || turns.iter().flat_map(|turn| turn.bodies(prose, blocks));
    let mut own = Own::default();
    bodies().for_each(|text| own.count(text));
    let (quoting, rest): (Vec<&str>, Vec<&str>) = bodies().partition(|text| opens_in_marks(text));
    let told = rest.iter().filter(|text| trust::is_narrated(text)).count();
    let spoken = own.is_talk() || record && own.says_own();
    spoken
        && told * 2 <= rest.len()
        && quoting.len() <= rest.len()
        && turns.iter().all(|turn| turn.is_spoken(prose, blocks))
}

#[cfg(test)]
mod tests {
    use crate::formats::Kind;
    use crate::formats::turns::as_source::{self, source};

    fn voices(text: &str) -> Vec<String> {
        as_source::voices("a.md", text)
    }

    #[test]
    fn a_members_words_with_paragraphs_of_their_own() {
        let text = "Ferries Bill\nMarn Chamber, 3 May 2031\n\nBaroness Lind of Marn: My Lords, I rise to speak for the ferry.\n\nThe harbour board has never seen one like it, and we all know why.\n\nLord Orre: You may. I shall be brief.\n\nIs that not what we were promised?";
        let (lind, orre) = ("Baroness Lind of Marn", "Lord Orre");
        assert_eq!(voices(text), [lind, lind, orre, orre]);
        assert_eq!(source("a.txt", text).meta.kind, Kind::Transcript);
    }

    #[test]
    fn a_name_with_what_it_stands_for_on_a_line_of_its_own() {
        let text = "Marn debates\n\nTuesday, 3 May 2031\n\nPeter Orre (Marn North, Harbour Party) | Marn source\n\nI have asked the mayor twice. We heard nothing.\n\nWill the mayor answer me now?";
        assert_eq!(voices(text), ["Peter Orre"; 3]);
    }

    #[test]
    fn a_review_by_somebody_else() {
        let text = "Captain Lind: I liked it, and you will.\n\nWe saw it twice.";
        assert_eq!(voices(text), ["Captain Lind"; 2]);
        assert!(voices(&format!("---\nauthor: Ilse Harke\n---\n\n{text}")).is_empty());
    }

    #[test]
    fn running_text_with_a_colon() {
        let once = "Peter Orre (Marn North, Harbour Party)\n\nIt is hard to believe the mayor, and I will remind him of what he promised to the people of this town when the ferry was sold to a company from abroad, with its crew, its two boats and its timetable, and nobody but the harbour board was asked. That is shocking.";
        assert!(voices(once).is_empty());
        assert_eq!(voices(&format!("Marn debates\n\n{once}")), ["Peter Orre"; 2]);
        for text in [
            "Peter Orre: We stay, and I say so.\n\nHe left for the harbour.\n\nThe ferry sank in May.",
            "Peter Orre: We stay, and I say so.\n\nOrre told us that he left. We did not see him.",
            "The council met in May. It heard three people.\n\nPeter Orre: We stay, and I say so.\n\nWe do.",
            "Harbour Orre: We stay, and I say so.\n\nWe do.",
            "Lord of the Ferries: I liked it, and you will.\n\nWe saw it twice.",
            "Anna Lind (Chief Executive)\n\nShe joined the trust in May, and we were glad.\n\nAnna was mayor.",
        ] {
            assert!(voices(text).is_empty(), "{text}");
        }
    }
}
