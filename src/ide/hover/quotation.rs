//! On a quotation: the verdict, the difference word by word, and where it can be read.

use super::attribution;
use crate::check::Checked;
use crate::ide::difference::word_by_word;
use crate::ide::links::Opens;
use crate::ide::note::{Note, Piece};
use crate::ide::{label, one_line, shortened, verdict};
use crate::quotations::{QuotationId, QuotationKind};
use crate::verify::{Evidence, Outcome, Standing, Verdict};

/// How many sources are listed.
const LISTED: usize = 5;

/// `partly` is whether the corpus is there only in part: what was not found so far may be in the rest.
pub(super) fn note(checked: &Checked, partly: bool, opens: Opens<'_>, id: QuotationId) -> Note {
    let mut note = Note::default();
    let draft = &checked.draft;
    if let QuotationKind::NotSpeech(what) = draft.quotations[id].kind {
        note.line([Piece::Strong("not speech".into()), Piece::Plain(format!(": {}", what.reason()))]);
        return note;
    }
    let said_by = [Piece::Plain(attribution::said_by(draft, id))];
    let told = verdict(checked, id);
    let Some(verdict) = told.filter(|verdict| verdict.outcome != Outcome::Unchecked) else {
        note.line(unchecked(told.and_then(|verdict| verdict.because.as_deref())));
        note.line(said_by);
        return note;
    };
    if partly && verdict.outcome == Outcome::Unsupported {
        note.line([Piece::Strong("not found so far".into())]);
    } else {
        note.line(headline(verdict));
    }
    note.line(said_by);
    if let Some(best) = verdict.sources.first() {
        difference(&mut note, draft.document.prose.text(), best);
    }
    let (other, same): (Vec<_>, Vec<_>) = verdict.sources.iter().partition(|source| source.other_rendering);
    sources(&mut note, "In the sources:", &same, opens);
    sources(&mut note, "Rendered differently:", &other, opens);
    note
}

fn unchecked(because: Option<&str>) -> [Piece; 2] {
    let because = because.unwrap_or("no corpus is named that could be read: onrecord.toml says where the sources are");
    [Piece::Strong("not checked".into()), Piece::Plain(format!(": {because}"))]
}

fn headline(verdict: &Verdict) -> Vec<Piece> {
    let name = verdict.outcome.as_str().unwrap_or("not checked").replace('-', " ");
    let because = verdict.because.as_ref().map(|because| Piece::Plain(format!(": {because}")));
    [Piece::Strong(name)].into_iter().chain(because).collect()
}

fn difference(note: &mut Note, draft: &str, best: &Evidence) {
    let Some(pieces) = word_by_word(draft, best) else { return };
    note.line([
        Piece::Gone("source".into()),
        Piece::Plain(" ".into()),
        Piece::Come("draft".into()),
        Piece::Plain(":".into()),
    ]);
    note.line(pieces);
}

fn sources(note: &mut Note, heading: &str, sources: &[&Evidence], opens: Opens<'_>) {
    if sources.is_empty() {
        return;
    }
    note.line([Piece::Plain(heading.into())]);
    for source in &sources[..sources.len().min(LISTED)] {
        let target = opens(&source.article, source.span);
        note.item([linked(label(&source.article, source.span.start), target), Piece::Plain(told(source))]);
    }
    if let Some(more) = sources.len().checked_sub(LISTED).filter(|&more| more > 0) {
        note.item([Piece::Plain(format!("and {more} more"))]);
    }
}

/// What is said in a source, and by whom.
fn told(evidence: &Evidence) -> String {
    let article = &evidence.article;
    let words = shortened(&one_line(article.reading.document.prose.text(), evidence.span), 240);
    let by = evidence.speaker.as_deref();
    let standing = match evidence.standing {
        Standing::Quoted => by.map(|by| format!(", {by}")).unwrap_or_default(),
        Standing::Recounted => format!(", as {} recounts it", by.unwrap_or("somebody else")),
        Standing::Reported => ", in the reporter’s own words".to_owned(),
    };
    let mut copies = evidence.copies.iter().map(|copy| label(copy, 0)).collect::<Vec<_>>();
    copies.dedup();
    let copies = if copies.is_empty() { String::new() } else { format!(" (also in {})", copies.join("; ")) };
    format!("{standing}: “{words}”{copies}")
}

/// A label that leads somewhere, if there is somewhere to go.
pub(super) fn linked(label: String, target: Option<String>) -> Piece {
    match target {
        Some(target) => Piece::Link(label, target),
        None => Piece::Plain(label),
    }
}

/// A source in one line: where, when, who, and the words.
pub(super) fn source_line(evidence: &Evidence) -> String {
    format!("{}{}", label(&evidence.article, evidence.span.start), told(evidence))
}
