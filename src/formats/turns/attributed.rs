//! Words that a release gives to somebody by a line above or below them: `The following can be attributed to Ana Lind,
//! mayor:`, `Attributable to Inspector Tom Orre:`; and lists of words that `— Ana Lind, mayor` signs, or behind which it
//! stands who says them, and on what.
//!
//! The rest of such a page is nobody's. Only sources are read so.

use super::speech::{self, Who};
use super::{can_hold, heads, label};
use crate::formats::document::{Block, BlockKind};
use crate::text::{Span, particles};

/// A line that gives words to somebody is no longer than this, in bytes.
const LONGEST: usize = 300;
/// So many lines that sign make a list of what people say.
const LIST: usize = 3;
/// What opens words in marks, which are somebody's already.
const MARKS: [char; 5] = ['“', '"', '„', '«', '‘'];
/// What closes them.
const CLOSES: [char; 5] = ['”', '"', '“', '»', '’'];
/// What a line begins with that signs the words above.
const DASHES: [char; 4] = ['—', '–', '―', '-'];

/// Makes what a line gives to somebody turns of theirs; answers whether there is such a line.
pub(super) fn mark(prose: &str, blocks: &mut [Block]) -> bool {
    let mut voice: Option<String> = None;
    let mut any = false;
    for block in blocks.iter_mut() {
        let text = block.span.of(prose);
        if let Some(name) = attributed(text) {
            voice = Some(name.to_owned());
            block.kind = BlockKind::Boilerplate;
        } else if speech::is_end(text) || block.kind == BlockKind::Heading {
            voice = None;
        } else if let Some(name) = voice.as_ref().filter(|_| can_hold(block.kind)) {
            any |= give(prose, block, name);
        }
    }
    any
}

/// Makes a paragraph the words of somebody, without the marks around them; answers whether it is nothing but words.
fn give(prose: &str, block: &mut Block, name: &str) -> bool {
    let text = block.span.of(prose);
    let opened = text.strip_prefix(MARKS);
    let inner = opened.unwrap_or(text);
    let words = opened.map_or(inner, |inner| inner.strip_suffix(CLOSES).unwrap_or(inner));
    // “We stay,” she said: that is told.
    if opened.is_some() && words.contains(['“', '”', '"', '„', '«', '»']) {
        return false;
    }
    let start = block.span.start + text.len() - inner.len();
    block.span = Span::new(start, start + words.len());
    block.give(name, None);
    true
}

/// To whom a line gives the words below it, and nothing else.
fn attributed(line: &str) -> Option<&str> {
    let found = |lead: &str| Some(memchr::memmem::find(line.as_bytes(), lead.as_bytes())? + lead.len());
    if line.len() > LONGEST {
        return None;
    }
    let from = ["ttributable to ", "ttributed to "].into_iter().find_map(found)?;
    let before = line[..from].to_lowercase();
    let announces = ["quote", "statement", "comment", "remark", "following", "attribution"];
    let alone = before.split_whitespace().count() == 2;
    let closed = line.ends_with(':') || !line.ends_with(['.', '!', '?']);
    let announced = alone || announces.iter().any(|word| before.contains(word));
    if !closed || !announced {
        return None;
    }
    match speech::named(&line[from..]) {
        Some(Who::Person(name)) => Some(name),
        Some(Who::Office(_)) => None,
        None => behind_office(&line[from..]),
    }
}

/// A name that no list has behind the office of whoever bears it: "Member for Vellin North Maree Orre".
fn behind_office(who: &str) -> Option<&str> {
    let who = who.split([',', ':', '(']).next()?.trim_end();
    let given = who.rmatch_indices(' ').nth(1).map(|(at, _)| at + 1)?;
    let (office, name) = who.split_at(given);
    let capital = name.split(' ').all(|word| word.starts_with(char::is_uppercase) && !heads::is_office(word));
    (capital && heads::is_office(office)).then_some(name)
}

/// Makes the words that lines below them sign turns of who signs, or the words below of whom a line names that ends in a
/// colon; answers whether it is a list of such.
pub(super) fn mark_signed(prose: &str, blocks: &mut [Block]) -> bool {
    let signed: Vec<(usize, &str)> =
        blocks.iter().enumerate().filter_map(|(at, block)| Some((at, signer(block.span.of(prose))?))).collect();
    let bodies = blocks.iter().filter(|block| can_hold(block.kind)).count();
    if signed.len() < LIST || signed.len() * 4 < bodies {
        return false;
    }
    let over = signed.iter().filter(|(at, _)| blocks[*at].span.of(prose).ends_with(':')).count();
    if over > 0 && over < signed.len() {
        return false;
    }
    for (nth, &(at, name)) in signed.iter().enumerate() {
        let before = nth.checked_sub(1).map(|before| signed[before].0 + 1);
        let after = signed.get(nth + 1).map(|next| next.0);
        // Above the first there may be what leads in to them all, and below the last what goes on.
        let words = if over > 0 { at + 1..after.unwrap_or(at + 2) } else { before.unwrap_or(at.saturating_sub(1))..at };
        let Some(words) = blocks.get_mut(words) else { continue };
        if words.iter().all(|block| can_hold(block.kind) && !block.span.of(prose).starts_with(MARKS)) {
            for block in words {
                give(prose, block, name);
            }
            blocks[at].kind = BlockKind::Boilerplate;
        }
    }
    true
}

/// Makes words in marks turns of whom a line below each of them names; answers whether the page is a list of such:
/// “We stay.” and below it “Ana Lind”, and “Mayor of Vellin” below that.
pub(super) fn mark_under(prose: &str, blocks: &mut [Block]) -> bool {
    let is_quoted = |block: &Block| {
        let text = block.span.of(prose);
        can_hold(block.kind) && text.starts_with(MARKS) && text.ends_with(CLOSES)
    };
    let quoted: Vec<usize> = (0..blocks.len()).filter(|&at| is_quoted(&blocks[at])).collect();
    let told = |at: usize| blocks.get(at).is_some_and(|line| heads::is_office(line.span.of(prose)));
    let named = |at: usize| {
        let line = blocks.get(at)?.span.of(prose);
        let name = heads::name(line)?;
        (label::is_somebody(name) || name.len() < line.len() && heads::is_office(line) || told(at + 1)).then_some(name)
    };
    let above = quoted.first().and_then(|first| first.checked_sub(1)).and_then(named);
    let signed: Vec<(usize, String)> = quoted.iter().filter_map(|&at| Some((at, named(at + 1)?.to_owned()))).collect();
    let others = blocks.iter().filter(|block| can_hold(block.kind) && block.span.of(prose).ends_with('.')).count();
    if signed.len() < LIST || signed.len() < quoted.len() || above.is_some() || others > signed.len() {
        return false;
    }
    for (at, name) in signed {
        give(prose, &mut blocks[at], &name);
        blocks[at + 1].kind = BlockKind::Boilerplate;
    }
    true
}

/// Makes words in marks turns of whom the same paragraph names behind them, and tells no sentence of; answers whether the
/// page is a list of such: `“We stay.” Mayor Ana Lind on the ferry`.
pub(super) fn mark_followed(prose: &str, blocks: &mut [Block]) -> bool {
    let quoting = |block: &&Block| can_hold(block.kind) && block.span.of(prose).starts_with(MARKS);
    let followed: Vec<(usize, Span, &str)> = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| quoting(block))
        .filter_map(|(at, block)| followed(block.span.of(prose)).map(|(words, name)| (at, words, name)))
        .collect();
    let known = followed.iter().filter(|(_, _, name)| label::is_somebody(name)).count();
    if followed.len() < LIST || known * 2 < followed.len() || followed.len() * 2 < blocks.iter().filter(quoting).count()
    {
        return false;
    }
    for (at, words, name) in followed {
        let start = blocks[at].span.start;
        blocks[at].span = Span::new(start + words.start, start + words.end);
        blocks[at].give(name, None);
    }
    true
}

/// The words that a paragraph opens with in marks, and whom it names behind them, if that is no sentence.
fn followed(text: &str) -> Option<(Span, &str)> {
    let start = text.chars().next()?.len_utf8();
    let end = text.rfind(CLOSES).filter(|&end| end > start && text[..end].ends_with(['.', '?', '!', '…']))?;
    let behind = text[end..].trim_start_matches(CLOSES).trim_start_matches([' ', '—', '–', '-', '(']);
    let fragment = !behind.ends_with(['.', '?', '!', ':', ',']) && text.len() - behind.len() > end;
    let whole = !text[start..end].contains(['“', '”', '"', '„', '«', '»']);
    let name = captioned(behind)?;
    (fragment && whole).then_some((Span::new(start, end), name))
}

/// Whom words name first that are no sentence: `Ana Lind on the ferry`, `Vellin manager Ana Lind reacts`.
fn captioned(words: &str) -> Option<&str> {
    let (first, rest) = capitals(words);
    let small: usize =
        rest.split_inclusive(' ').take_while(|word| word.starts_with(char::is_lowercase)).map(str::len).sum();
    let held = rest[..small].split_whitespace().last().is_some_and(label::is_title);
    let (second, _) = capitals(&rest[small..]);
    let behind = Some(second).filter(|name| held && !name.is_empty() && rest[..small].split_whitespace().count() <= 3);
    let name = behind.unwrap_or(first).trim_end_matches([' ', ',', ';', ':', ')']);
    ((2..=5).contains(&name.split_whitespace().count()) && super::may_be_name(name)).then_some(name)
}

/// The words with a capital that a text begins with, up to a comma, and the rest.
pub(super) fn capitals(text: &str) -> (&str, &str) {
    let in_name = |word: &str| word.starts_with(char::is_uppercase) || particles::is_one(word.trim_end());
    let mut closed = false;
    let words = text.split_inclusive(' ').take_while(|word| {
        let go = !closed && in_name(word);
        closed = word.trim_end().ends_with([',', ';', ':', ')']);
        go
    });
    text.split_at(words.map(str::len).sum())
}

/// Whom a line names that begins with a dash: "Mayor Ana Lind" of `— Mayor Ana Lind (Vellin)`.
fn signer(line: &str) -> Option<&str> {
    if line.len() > LONGEST || line.ends_with(['.', '?', '!']) {
        return None;
    }
    let rest = line.strip_prefix(DASHES)?.trim_start_matches(DASHES).trim_start();
    let (name, _) = capitals(rest);
    let name = name.trim_end_matches([' ', ',', ';', ':']);
    ((2..=6).contains(&name.split_whitespace().count()) && label::is_somebody(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::turns::as_source::{self, pairs};

    fn said(text: &str) -> Vec<(String, String)> {
        as_source::said("a.txt", text)
    }

    #[test]
    fn whom_a_line_gives_words_to() {
        for (line, name) in [
            ("The following can be attributed to Anna Lind, Mayor of Vellin:", Some("Anna Lind")),
            ("Attributable to Detective Inspector Anna Lind:", Some("Anna Lind")),
            ("Quotes attributable to Member for Vellin North Maree Orre", Some("Maree Orre")),
            ("Statement attributable to the Spokesperson for the Harbour", None),
            ("Quotes attributable to Harbour Board", None),
            ("Deaths attributable to Anna Lind", None),
            ("The words were attributed to Anna Lind.", None),
        ] {
            assert_eq!(attributed(line), name, "{line}");
        }
    }

    #[test]
    fn what_a_release_gives_to_people() {
        let text = "More ferries for Vellin\n\nVellin has two more ferries from May, and the harbour is open all night.\n\nQuotes attributable to Minister for Ports Anna Lind\n\n“We have two more, and I am glad.”\n\nQuotes attributable to Member for Vellin North Maree Orre\n\n“I asked for three.”";
        let words = pairs(&[("Anna Lind", "We have two more, and I am glad."), ("Maree Orre", "I asked for three.")]);
        assert_eq!(said(text), words);
        let told = text.replace("glad.”", "glad,” she said.");
        assert_eq!(said(&told).len(), 1, "who is told to say it has it by that");
    }

    #[test]
    fn what_lines_below_sign() {
        let text = "What they say\n\nNobody runs a better ferry.\n\n— Mayor Anna Lind (Vellin)\n\nI go each day.\n\n— Peter Orre, baker\n\nWe like the cake.\n\n— Tom Harke writing to the board";
        let words = [
            ("Mayor Anna Lind", "Nobody runs a better ferry."),
            ("Peter Orre", "I go each day."),
            ("Tom Harke", "We like the cake."),
        ];
        assert_eq!(said(text), pairs(&words));
        let over = "What they say\n\n-- Anna Lind, mayor:\n\nNobody runs a better ferry.\n\n-- Peter Orre, baker:\n\nI go each day.\n\n-- Tom Harke, cook:\n\nWe like the cake.";
        assert_eq!(said(over)[0], ("Anna Lind".to_owned(), words[0].1.to_owned()));
    }

    #[test]
    fn whom_lines_below_name() {
        let text = "“Nobody runs a better ferry than we do.”\n\nMayor Anna Lind, chair\n\n“I go each day.”\n\nBero Orre\n\nPresident of the Bakers\n\n“We like the cake.”\n\nTom Harke\n\nCook";
        let words = [
            ("Mayor Anna Lind", "Nobody runs a better ferry than we do."),
            ("Bero Orre", "I go each day."),
            ("Tom Harke", "We like the cake."),
        ];
        assert_eq!(said(text), pairs(&words));
        assert!(said(&format!("Lisa Vell\n\n{text}")).is_empty(), "above or below: nobody knows");
    }

    #[test]
    fn whom_the_paragraph_names_behind_the_words() {
        let text = "The week in quotes\n\n\"We are tired, and I struggle to say more.\" Vellin manager Anna Lind on the cup, speaking with the Courier\n\n\"It will be amazing.” Peter Orre reflects on the ferry\n\n“I might.” Tom Harke (Marn)";
        let words = [
            ("Anna Lind", "We are tired, and I struggle to say more."),
            ("Peter Orre", "It will be amazing."),
            ("Tom Harke", "I might."),
        ];
        assert_eq!(said(text), pairs(&words));
        let told = text.replace("Courier", "Courier.").replace("ferry", "ferry.").replace("(Marn)", "left.");
        assert!(said(&told).is_empty(), "a sentence behind words may tell of anybody");
    }
}
