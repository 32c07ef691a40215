//! On a speaker: who that is, and what the corpus has of them.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::attribution;
use super::quotation::linked;
use crate::check::Checked;
use crate::corpus::{Article, Corpus, Person};
use crate::ide::links::Opens;
use crate::ide::note::{Note, Piece};
use crate::ide::{known_as, label, one_line, shortened};
use crate::quotations::SpeakerId;
use crate::speakers::Origin;
use crate::text::Span;

/// How many of the latest quotations are shown.
const LATEST: usize = 3;
/// Of one who is quoted more often, only the latest are looked at to tell where: each is in an article that has to be read,
/// and somebody points there and waits.
const COUNTED: usize = 100;
/// Of so many who go by a name, all are told.
const NAMESAKES: usize = 8;

pub(super) fn note(
    checked: &Checked,
    corpus: Option<&dyn Corpus>,
    opens: Opens<'_>,
    id: SpeakerId,
    mention: Span,
) -> Note {
    let speaker = &checked.draft.speakers[id];
    let listed = speaker.listed.as_ref().filter(|listed| listed.origin == Origin::Newsroom);
    // Whom the draft spells otherwise than the directory, the corpus knows by the right name.
    let right = listed.map(|listed| &listed.name).filter(|name| **name != speaker.name);
    let known = |name: &String| corpus.map(|corpus| known_as(corpus, name)).unwrap_or_default();
    let people = right.map(known).filter(|people| !people.is_empty()).unwrap_or_else(|| known(&speaker.name));
    let mut note = Note::default();
    if let [person] = people.as_slice() {
        headline(&mut note, &person.name, &dated(&person.titles));
        aliases(&mut note, person.aliases.iter().chain(&speaker.aliases), &person.name);
    } else {
        headline(&mut note, &speaker.name, &speaker.titles.join("; "));
        aliases(&mut note, speaker.aliases.iter(), &speaker.name);
    }
    if let Some(back) = attribution::points_back(&checked.draft, id, mention) {
        note.line([Piece::Plain(sentence(&back))]);
    }
    if let Some(right) = right {
        note.line([Piece::Plain(format!("The newsroom’s directory has “{right}”"))]);
    }
    if let Some(listed) = listed.filter(|listed| !listed.offices.is_empty()) {
        note.line([Piece::Plain(format!("In the newsroom’s directory: {}", attribution::offices(listed)))]);
    }
    in_draft(&mut note, checked, id);
    match (corpus, people.as_slice()) {
        (None, _) => {}
        (Some(_), []) => note.line([Piece::Plain("Not quoted in the corpus".into())]),
        (Some(corpus), [person]) => in_corpus(&mut note, corpus, person, opens),
        (Some(_), several) => {
            let names = several.iter().map(|person| person.name.as_str()).take(NAMESAKES).collect::<Vec<_>>();
            let more = if several.len() > NAMESAKES { " and others" } else { "" };
            note.line([Piece::Plain(format!("The corpus has several of this name: {}{more}", names.join(", ")))]);
        }
    }
    note
}

/// The words with a capital in front.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn headline(note: &mut Note, name: &str, titles: &str) {
    let mut line = vec![Piece::Strong(name.to_owned())];
    if !titles.is_empty() {
        line.push(Piece::Plain(format!(", {titles}")));
    }
    note.line(line);
}

/// Each title once, with the days from which to which it is found: "mayor (2031-02-01 to 2032-05-30)".
fn dated(titles: &[(String, Option<Date>)]) -> String {
    let mut spans: Vec<(&str, Option<Date>, Option<Date>)> = Vec::new();
    for (title, day) in titles {
        match spans.iter_mut().find(|(known, ..)| known.eq_ignore_ascii_case(title)) {
            Some((_, first, last)) => {
                *first = [*first, *day].into_iter().flatten().min();
                *last = (*last).max(*day);
            }
            None => spans.push((title, *day, *day)),
        }
    }
    let written = spans.into_iter().map(|(title, first, last)| match (first, last) {
        (Some(first), Some(last)) if first != last => format!("{title} ({first} to {last})"),
        (Some(day), _) | (_, Some(day)) => format!("{title} ({day})"),
        (None, None) => title.to_owned(),
    });
    written.collect::<Vec<_>>().join("; ")
}

fn aliases<'a>(note: &mut Note, aliases: impl Iterator<Item = &'a String>, name: &str) {
    let mut seen = HashSet::from([name]);
    let aliases = aliases.map(String::as_str).filter(|alias| seen.insert(alias)).collect::<Vec<_>>();
    if !aliases.is_empty() {
        note.line([Piece::Plain(format!("Also: {}", aliases.join(", ")))]);
    }
}

fn in_draft(note: &mut Note, checked: &Checked, id: SpeakerId) {
    let draft = &checked.draft;
    let said = draft.utterances.iter().filter(|utterance| utterance.attribution.speaker == Some(id));
    let count: usize = said.map(|utterance| utterance.quotations.len()).sum();
    note.line([Piece::Plain(match count {
        0 => "Not quoted in this draft".to_owned(),
        1 => "Quoted once in this draft".to_owned(),
        count => format!("Quoted {count} times in this draft"),
    })]);
}

fn in_corpus(note: &mut Note, corpus: &dyn Corpus, person: &Person, opens: Opens<'_>) {
    let said = person.said.iter().take(COUNTED).filter_map(|said| {
        let article = corpus.article(said.article).ok()?;
        let span = article.reading.quotations.get(said.quotation)?.span;
        Some((article, span))
    });
    // A story printed by several outlets was said once.
    let mut families = HashSet::new();
    let said = said
        .filter(|(article, span)| {
            families.insert((article.family_at(span.start), one_line(article.reading.document.prose.text(), *span)))
        })
        .collect::<Vec<_>>();
    if said.is_empty() {
        return note.line([Piece::Plain("Named, but not quoted, in the corpus".into())]);
    }
    note.line([Piece::Plain(tally(person.said.len(), &said))]);
    note.line([Piece::Plain("Latest:".into())]);
    for (article, span) in said.iter().take(LATEST) {
        let words = shortened(&one_line(article.reading.document.prose.text(), *span), 160);
        note.item([linked(label(article, span.start), opens(article, *span)), Piece::Plain(format!(": “{words}”"))]);
    }
}

/// "Quoted 7 times in 4 sources (The Lantern 5, Harbour Wire 2), 2031-01-02 to 2031-05-03", of which `said` are one of each.
fn tally(all: usize, said: &[(Arc<Article>, Span)]) -> String {
    let mut outlets: Vec<(&str, usize)> = Vec::new();
    let mut sources = HashSet::new();
    for (article, span) in said {
        sources.insert(article.family_at(span.start));
        let Some(outlet) = article.meta_at(span.start).outlet.as_deref() else { continue };
        match outlets.iter_mut().find(|(known, _)| *known == outlet) {
            Some((_, count)) => *count += 1,
            None => outlets.push((outlet, 1)),
        }
    }
    // Stable: as often quoted, latest first.
    outlets.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let outlets = outlets.iter().map(|(outlet, count)| format!("{outlet} {count}")).collect::<Vec<_>>().join(", ");
    let outlets = if outlets.is_empty() { outlets } else { format!(" ({outlets})") };
    let times = match said.len() {
        count if all > COUNTED => format!("{all} times, copies included; {count} of the latest"),
        1 => "once".to_owned(),
        count => format!("{count} times"),
    };
    let sources = match sources.len() {
        1 => "1 source".to_owned(),
        count => format!("{count} sources"),
    };
    let days = said.iter().filter_map(|(article, span)| article.meta_at(span.start).date).collect::<Vec<_>>();
    let days = match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
        (Some(day), _) => format!(", {day}"),
        _ => String::new(),
    };
    format!("Quoted {times} in {sources}{outlets}{days}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn titles_have_the_days_they_were_found() {
        let titles = [
            ("deputy mayor".to_owned(), Some(date(2031, 1, 2))),
            ("mayor".to_owned(), Some(date(2031, 6, 1))),
            ("Mayor".to_owned(), Some(date(2032, 5, 3))),
            ("engineer".to_owned(), None),
        ];
        assert_eq!(dated(&titles), "deputy mayor (2031-01-02); mayor (2031-06-01 to 2032-05-03); engineer");
    }
}
