//! A speaker under another name, through the draft.

mod parts;

use self::parts::{Form, Parts};
use super::{Thing, at};
use crate::check::Checked;
use crate::quotations::SpeakerId;
use crate::rules::Edit;
use crate::text::Span;

/// The words that would be renamed at a byte of the draft's text: a speaker's name, whole or in part.
pub fn renamed(checked: &Checked, place: usize) -> Option<Span> {
    let (_, here) = named_at(checked, place)?;
    Some(checked.draft.document.prose.to_text(here.span()))
}

/// The edits that give the speaker at a place another name. Where the draft has some words of the name, it gets those
/// that stand in their place in the new one; words that somebody else is quoted with are left alone.
pub fn rename(checked: &Checked, place: usize, to: &str) -> Option<Vec<Edit>> {
    let (id, here) = named_at(checked, place)?;
    let old = Parts::of(&checked.draft.speakers[id].name);
    let new = old.typed_over(&here.form, to);
    let quotations = &checked.draft.quotations;
    let quoted = |span: Span| quotations.iter().any(|quotation| quotation.span.overlaps(span));
    let mut edits = Vec::new();
    for named in all_named(checked, id).iter().filter(|named| !quoted(named.span())) {
        edits.extend(named.edits(checked, &old, &new).unwrap_or_default());
    }
    (!edits.is_empty()).then_some(edits)
}

/// A place that has a name, or words of it.
struct Named {
    /// Its words; ranges of the prose.
    words: Vec<Span>,
    form: Form,
}

/// The speaker at a place who is named there, and the words that do.
fn named_at(checked: &Checked, place: usize) -> Option<(SpeakerId, Named)> {
    let here = checked.draft.document.prose.from_text(place);
    let at_mention = match at(&checked.draft, place) {
        Some(Thing::Speaker(id, mention)) => {
            let found = all_named(checked, id).into_iter().find(|named| named.span().overlaps(mention));
            return found.map(|named| (id, named));
        }
        _ => 0..checked.draft.speakers.len(),
    };
    // In front of a mention a word of the surname may stand: “van der Berg”.
    at_mention.into_iter().find_map(|id| {
        let found = all_named(checked, id).into_iter().find(|named| named.span().contains(here));
        found.map(|named| (id, named))
    })
}

/// Where a speaker is named, in order, without overlap: of mentions within each other the longest.
fn all_named(checked: &Checked, id: SpeakerId) -> Vec<Named> {
    let speaker = &checked.draft.speakers[id];
    if !speaker.named {
        return Vec::new();
    }
    let name = Parts::of(&speaker.name);
    let mut all: Vec<Named> =
        speaker.mentions.iter().filter_map(|&mention| Named::of(checked, &name, mention)).collect();
    // What stands as code is the name of something else.
    all.retain(|named| !checked.draft.document.code.iter().any(|code| code.overlaps(named.span())));
    all.sort_by_key(|named| (named.span().start, std::cmp::Reverse(named.span().end)));
    let mut apart: Vec<Named> = Vec::new();
    for named in all {
        if apart.last().is_none_or(|before| before.span().end <= named.span().start) {
            apart.push(named);
        }
    }
    apart
}

impl Named {
    /// The words of a name in a mention, with those of it that stand in front.
    fn of(checked: &Checked, name: &Parts, mention: Span) -> Option<Self> {
        let prose = checked.draft.document.prose.text();
        let mut words = words_of(prose, mention);
        let written = words.iter().map(|word| word.of(prose)).collect::<Vec<_>>();
        let form = name.form(&written)?;
        let first = form.given.first().copied().or(form.surname.first().map(|at| name.given.len() + at))?;
        for word in name.whole()[..first].iter().rev() {
            let before = prose[..words[0].start].trim_end();
            let start = before.len().saturating_sub(word.len());
            let gap = &prose[before.len()..words[0].start];
            let stands = before.get(start..).is_some_and(|there| parts::is(word, there))
                && !before[..start].ends_with(char::is_alphanumeric);
            if gap.is_empty() || !stands {
                break;
            }
            words.insert(0, Span::new(start, before.len()));
        }
        let written = words.iter().map(|word| word.of(prose)).collect::<Vec<_>>();
        Some(Self { form: name.form(&written)?, words })
    }

    fn span(&self) -> Span {
        self.words[0].join(self.words[self.words.len() - 1])
    }

    /// The edits that put another name here; `None` where it has nothing for these words, or markup stands among them.
    fn edits(&self, checked: &Checked, old: &Parts, new: &Parts) -> Option<Vec<Edit>> {
        let (given, surname) = self.words.split_at(self.form.given.len());
        let firsts = parts::renamed(&old.given, &self.form.given, &new.given).filter(|_| !given.is_empty());
        let lasts = parts::renamed(&old.surname, &self.form.surname, &new.surname).filter(|_| !surname.is_empty());
        if given.is_empty() {
            // One who has gone by one name alone gets all of the new one.
            let alone = old.given.is_empty() && surname.len() == old.surname.len();
            return put(checked, surname, &if alone { new.whole() } else { lasts? });
        }
        let firsts = firsts?;
        if surname.is_empty() {
            return put(checked, given, &firsts);
        }
        let lasts = lasts?;
        if firsts.is_empty() || lasts.is_empty() {
            return put(checked, &self.words, &[firsts, lasts].concat());
        }
        Some([put(checked, given, &firsts)?, put(checked, surname, &lasts)?].concat())
    }
}

/// Other words in place of some: word by word where they are as many, so that markup and line ends stay.
fn put(checked: &Checked, words: &[Span], with: &[String]) -> Option<Vec<Edit>> {
    let prose = &checked.draft.document.prose;
    if words.is_empty() || with.is_empty() {
        return None;
    }
    let one = |span: Span, with: &str| {
        let text = prose.to_text(span);
        let verbatim =
            text.of(&checked.draft.document.text).split_whitespace().eq(span.of(prose.text()).split_whitespace());
        verbatim.then(|| Edit { span: text, text: with.to_owned() })
    };
    if words.len() != with.len() {
        return Some(vec![one(words[0].join(words[words.len() - 1]), &with.join(" "))?]);
    }
    let changed = words.iter().zip(with).filter(|(word, with)| !parts::is(with, word.of(prose.text())));
    changed.map(|(word, with)| one(*word, with)).collect()
}

/// The words of a stretch of the prose.
fn words_of(prose: &str, span: Span) -> Vec<Span> {
    let mut words = Vec::new();
    let mut at = span.start;
    for word in span.of(prose).split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if !bare.is_empty() {
            words.push(Span::new(at, at + bare.len()));
        }
        at += word.len();
    }
    words
}
