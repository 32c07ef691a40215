//! Bodies by their letters: "the Harbour Workers' Union (HWU)", later "the HWU".

use rustc_hash::FxHashMap;

use super::Resolver;
use super::entity::alias;
use super::written::Written;
use crate::quotations::lexicon::Class;
use crate::quotations::mention::{Mention, MentionKind};
use crate::text::Span;

/// More abbreviations than this are not looked up: each costs a walk over the text.
const MOST: usize = 40;

/// Names written out that letters stand for, and who they are.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    /// Every place where such a name stands in full, in order.
    full: Vec<(Span, usize)>,
    by_letters: FxHashMap<String, usize>,
}

impl Bodies {
    /// Whether the span lies in a name written out.
    pub(super) fn holds(&self, span: Span) -> bool {
        self.around(span).is_some()
    }

    fn around(&self, span: Span) -> Option<(Span, usize)> {
        let next = self.full.partition_point(|(full, _)| full.start <= span.start);
        let (full, at) = *self.full.get(next.checked_sub(1)?)?;
        (span.end <= full.end).then_some((full, at))
    }

    /// Whom a name means, if it is one of these, in full or by its letters.
    pub(super) fn meaning(&self, span: Span, name: &str) -> Option<usize> {
        self.around(span).map(|(_, at)| at).or_else(|| self.by_letters.get(name).copied())
    }
}

impl Resolver<'_> {
    /// Ties the abbreviations of the text to the names they stand for.
    pub(super) fn tie_letters(&mut self, mentions: &[Mention]) {
        let mut seen: Vec<&str> = Vec::new();
        for mention in mentions.iter().filter(|mention| mention.kind == MentionKind::Name) {
            let letters = mention.span.of(self.text);
            if !is_letters(letters) || seen.contains(&letters) {
                continue;
            }
            if seen.len() >= MOST {
                break;
            }
            seen.push(letters);
            let Some(full) = beside(self.text, mention.span).or_else(|| anywhere(self.text, letters)) else {
                continue;
            };
            self.tie(letters, full);
        }
        self.bodies.full.sort_unstable_by_key(|&(span, _)| span);
    }

    fn tie(&mut self, letters: &str, full: Span) {
        let name = full.of(self.text);
        let written = Written::read(name);
        let given = self.lexicon.class(written.form.given()).is(Class(Class::MALE.0 | Class::FEMALE.0));
        let at = self.same(&written.form).unwrap_or_else(|| self.add(&written, full.start));
        let entity = &mut self.entities[at];
        entity.person |= given;
        entity.speaker.body = !entity.person;
        entity.speaker.name.clone_from(&written.clean);
        alias(&mut entity.speaker, letters);
        self.bodies.by_letters.insert(letters.to_owned(), at);
        let places = self.text.match_indices(name).map(|(start, _)| (Span::new(start, start + name.len()), at));
        self.bodies.full.extend(places);
    }
}

/// "HWU": two to six capitals.
fn is_letters(word: &str) -> bool {
    (2..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// The name that stands right in front of "(HWU)", or in brackets right behind "HWU".
fn beside(text: &str, letters: Span) -> Option<Span> {
    let before = text[..letters.start].strip_suffix('(');
    if let Some(before) = before
        && text[letters.end..].starts_with(')')
    {
        let end = before.trim_end().len();
        let line = before[..end].rfind('\n').map_or(0, |at| at + 1);
        // Twice as many words as letters, and the small ones between.
        let starts = words(before, line, end).rev().take(2 * letters.len() + 4).collect::<Vec<_>>();
        return starts
            .iter()
            .find(|&&start| spells(&before[start..end], letters.of(text)))
            .map(|&start| Span::new(start, end));
    }
    let inner = text[letters.end..].strip_prefix(" (")?;
    let inner = &inner[..inner.find(')')?];
    let start = letters.end + 2;
    spells(inner, letters.of(text)).then(|| Span::new(start, start + inner.len()))
}

/// A name anywhere in the text whose words begin with the letters.
fn anywhere(text: &str, letters: &str) -> Option<Span> {
    if letters.len() < 3 {
        return None;
    }
    text.match_indices(letters.chars().next()?).find_map(|(start, _)| {
        let begins = !text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-'));
        let name = begins && text[start + 1..].starts_with(char::is_lowercase);
        name.then(|| spelled(&text[start..], letters)).flatten().map(|end| Span::new(start, start + end))
    })
}

/// Where the words at the beginning of a text that begin with the letters end, if they do.
fn spelled(text: &str, letters: &str) -> Option<usize> {
    let mut rest = letters.chars().peekable();
    let mut at = 0;
    while rest.peek().is_some() {
        let word = text[at..].split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).next()?;
        let first = word.chars().next()?;
        if first.is_uppercase() {
            rest.next_if_eq(&first)?;
        } else if !is_small(word) {
            return None;
        }
        at += word.len();
        if rest.peek().is_some() {
            let gap = text[at..].find(|c: char| !matches!(c, ' ' | ',' | '&' | '\u{a0}'))?;
            at += gap;
        }
    }
    Some(at)
}

/// Small words that letters leave out.
fn is_small(word: &str) -> bool {
    matches!(word, "of" | "and" | "the" | "for" | "in" | "on" | "de" | "la" | "du" | "des" | "to")
}

/// Where the words of `text[from..to]` begin.
fn words(text: &str, from: usize, to: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
    text[from..to]
        .split_inclusive(char::is_whitespace)
        .scan(from, |at, word| {
            let start = *at;
            *at += word.len();
            Some(start)
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// Whether the capitals of a name are these letters, small words between them left out.
fn spells(name: &str, letters: &str) -> bool {
    let mut rest = letters.chars();
    let mut count = 0;
    for word in name.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')) {
        let Some(first) = word.chars().next() else { continue };
        if first.is_uppercase() {
            if rest.next() != Some(first) {
                return false;
            }
            count += 1;
        } else if !is_small(word) && !matches!(word, "'" | "’") {
            return false;
        }
    }
    rest.next().is_none() && count > 1 && name.ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_find_their_name() {
        let text = "Members of the Harbour Workers' Union (HWU) met the Ports, Roads and Rail Board. The PRRB left.";
        let at = text.find("HWU").expect("it is there");
        let full = beside(text, Span::new(at, at + 3)).expect("it stands in front");
        assert_eq!(full.of(text), "Harbour Workers' Union");
        assert_eq!(anywhere(text, "PRRB").map(|span| span.of(text)), Some("Ports, Roads and Rail Board"));
        assert_eq!(anywhere(text, "HRB"), None);
        let text = "The HWU (Harbour Workers’ Union) said no.";
        assert_eq!(beside(text, Span::new(4, 7)).map(|span| span.of(text)), Some("Harbour Workers’ Union"));
    }
}
