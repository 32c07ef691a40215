//! What is said of one quotation, or of one finding about nothing quoted: a card beside the text.

use std::fmt::Write as _;

use super::entries::{Entries, Entry, name, tone};
use super::escape::{apart, escaped};
use super::source;
use crate::ide::difference::word_by_word;
use crate::ide::hover;
use crate::ide::note::Piece;
use crate::quotations::QuotationKind;
use crate::rules::Finding;
use crate::verify::{Evidence, Outcome};

/// So many sources are shown with their words; the others are named.
const SHOWN: usize = 3;
/// So many more are named.
const NAMED: usize = 10;

/// The card of a quotation.
pub(super) fn quotation(page: &mut String, entries: &Entries<'_>, entry: &Entry<'_>) {
    let draft = &entries.sheet.checked.draft;
    let quotation = &draft.quotations[entry.id];
    let outcome = entry.outcome();
    let _ = writeln!(page, "<section class=\"card {}\" id=\"{}\">", tone(outcome), entries.card(entry));
    let _ = write!(page, "<h4><a class=\"number\" href=\"#{}\">{}</a> ", entries.words(entry), entry.number);
    let _ = write!(page, "<span class=\"verdict\">{}</span>", name(outcome));
    if let Some(line) = entries.line(quotation.span) {
        let _ = write!(page, " <span class=\"line\">line {line}</span>");
    }
    page.push_str("</h4>\n");
    if let QuotationKind::NotSpeech(what) = quotation.kind {
        let _ = writeln!(page, "<p>No speech: {}.</p>", what.reason());
    } else {
        if outcome != Outcome::NotSpeech {
            who(page, entries, entry);
        }
        verdict(page, entry);
        if let Some(pieces) =
            entry.verdict.and_then(|it| word_by_word(draft.document.prose.text(), it.sources.first()?))
        {
            difference(page, &pieces);
        }
    }
    findings(page, &entry.findings);
    if let Some(verdict) = entry.verdict {
        sources(page, outcome, &verdict.sources);
        reasons(page, &hover::said_by(draft, entry.id), &verdict.reasons);
    }
    page.push_str("</section>\n");
}

/// The card of a finding about nothing quoted.
pub(super) fn finding(page: &mut String, entries: &Entries<'_>, at: usize, finding: &Finding) {
    let _ = writeln!(page, "<section class=\"card quiet\" id=\"{}\">", entries.finding(at));
    let place = entries.sheet.place(finding.span);
    page.push_str("<h4><span class=\"verdict\">beside the quotations</span>");
    if entries.sheet.checked.draft.document.editable {
        let _ = write!(page, " <span class=\"line\">line {}</span>", place.line);
    }
    page.push_str("</h4>\n");
    findings(page, &[finding]);
    sources(page, Outcome::Exact, &finding.evidence);
    page.push_str("</section>\n");
}

/// Whose words the draft has them to be, and what decided it.
fn who(page: &mut String, entries: &Entries<'_>, entry: &Entry<'_>) {
    let draft = &entries.sheet.checked.draft;
    page.push_str("<p class=\"who\">");
    match draft.speaker_of(&draft.quotations[entry.id]) {
        Some(speaker) => {
            let _ = write!(page, "<b>{}</b>", apart(&speaker.name));
            if let Some(title) = speaker.titles.first() {
                let _ = write!(page, ", {}", apart(title));
            }
        }
        None => page.push_str("<b>Speaker not named</b>"),
    }
    // Where all is well, who says it is not in doubt either; what decided it stands with the reasons.
    if entry.outcome() != Outcome::Exact || !entry.findings.is_empty() {
        let _ = write!(page, " <span class=\"how\">{}</span>", escaped(&hover::said_by(draft, entry.id)));
    }
    page.push_str("</p>\n");
}

/// The verdict in words; what it rests on stands in the finding, unless nobody reported one.
fn verdict(page: &mut String, entry: &Entry<'_>) {
    let told = entry.findings.iter().any(|finding| finding.code.starts_with("VER"));
    let because = entry.verdict.and_then(|verdict| verdict.because.as_ref()).filter(|_| !told);
    let because = because.map(|because| format!(": {}", apart(because))).unwrap_or_default();
    let _ = writeln!(page, "<p>{}{because}.</p>", meaning(entry.outcome()));
}

fn meaning(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Unsupported => "No source has these words, or anything that they were made from",
        Outcome::Misattributed => "A source has the words, said by someone else",
        Outcome::MeaningChanged => "A word that turns the meaning differs",
        Outcome::Spliced => "Joined, without a mark, from passages that do not stand together",
        Outcome::Omission => "Words are left out inside, and no ellipsis says so",
        Outcome::Altered => "Other words differ",
        Outcome::OutOfContext => "The words match; what stood around them turns them",
        Outcome::SecondHand => "In a source only as another speaker recounts them",
        Outcome::Paraphrase => "In a source, but as the reporter’s own words",
        Outcome::Disputed => "The words match; an independent source has the same utterance in other words",
        Outcome::Exact => "The words match",
        Outcome::NotSpeech => "Marks for something else than speech",
        Outcome::Unchecked => "Not held against any source",
    }
}

fn difference(page: &mut String, pieces: &[Piece]) {
    page.push_str("<p class=\"difference\" dir=\"auto\"><span class=\"label\">word by word</span> ");
    for piece in pieces {
        match piece {
            Piece::Gone(words) => {
                let _ = write!(page, "<del>{}</del>", escaped(words));
            }
            Piece::Come(words) => {
                let _ = write!(page, "<ins>{}</ins>", escaped(words));
            }
            Piece::Plain(words) | Piece::Strong(words) | Piece::Link(words, _) => page.push_str(&escaped(words)),
        }
    }
    page.push_str("</p>\n");
}

fn findings(page: &mut String, findings: &[&Finding]) {
    if findings.is_empty() {
        return;
    }
    page.push_str("<ul class=\"findings\">\n");
    for finding in findings {
        let (severity, code) = (finding.severity.as_str(), finding.code);
        let _ = write!(page, "<li class=\"{severity}\"><b>{code}</b> {} ({severity}): ", finding.rule);
        page.push_str(&apart(&finding.message));
        if let Some(fix) = finding.fixes.first() {
            let _ = write!(page, " <span class=\"fix\">To mend it: {}.</span>", apart(&fix.title));
        }
        page.push_str("</li>\n");
    }
    page.push_str("</ul>\n");
}

fn sources(page: &mut String, outcome: Outcome, sources: &[Evidence]) {
    let (other, same): (Vec<&Evidence>, Vec<&Evidence>) = sources.iter().partition(|source| source.other_rendering);
    let label = if outcome == Outcome::Unsupported { "Nearest" } else { "Sources" };
    for (label, sources) in [(label, same), ("In other words", other)] {
        if sources.is_empty() {
            continue;
        }
        let _ = writeln!(page, "<p class=\"label\">{label}</p>\n<ol class=\"sources\">");
        // Where nothing differs, one passage shows it.
        let shown = if outcome == Outcome::Exact { 1 } else { SHOWN };
        for source in &sources[..sources.len().min(shown)] {
            let _ = writeln!(page, "<li>{}</li>", source::with_passage(source));
        }
        for source in sources.iter().skip(shown).take(NAMED) {
            let _ = writeln!(page, "<li>{}</li>", source::credit(source));
        }
        page.push_str("</ol>\n");
        if let Some(more) = sources.len().checked_sub(shown + NAMED).filter(|&more| more > 0) {
            let _ = writeln!(page, "<p class=\"how\">and {more} more</p>");
        }
    }
}

/// How the verdict came about; folded, since it is for doubts.
fn reasons(page: &mut String, said_by: &str, reasons: &[String]) {
    page.push_str("<details><summary>How this was decided</summary>\n<ul>\n");
    for reason in [said_by].into_iter().chain(reasons.iter().map(String::as_str)) {
        let _ = writeln!(page, "<li>{}</li>", apart(reason));
    }
    page.push_str("</ul></details>\n");
}
