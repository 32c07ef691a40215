//! The top of the page: how many quotations came out how, and what to look at first.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::entries::{Entries, name, tone};
use super::escape::{apart, escaped};
use crate::ide::{one_line, shortened};
use crate::report::counted;
use crate::rules::Finding;
use crate::settings::Severity;
use crate::verify::Outcome;

/// So many characters of a quotation are shown.
const WORDS: usize = 90;

/// Something to look at.
struct Item<'a> {
    entries: &'a Entries<'a>,
    finding: &'a Finding,
    outcome: Outcome,
    address: String,
    words: String,
    speaker: Option<&'a str>,
    line: Option<usize>,
}

/// Writes the counts, the way to each draft, and the list.
pub(super) fn write(page: &mut String, drafts: &[Entries<'_>]) {
    counts(page, drafts);
    if drafts.len() > 1 {
        contents(page, drafts);
    }
    list(page, &items(drafts), drafts.len() > 1);
}

fn counts(page: &mut String, drafts: &[Entries<'_>]) {
    let mut outcomes: BTreeMap<Outcome, usize> = BTreeMap::new();
    for entry in drafts.iter().flat_map(|draft| &draft.quoted) {
        *outcomes.entry(entry.outcome()).or_default() += 1;
    }
    let speech: usize = outcomes.iter().filter(|(outcome, _)| **outcome != Outcome::NotSpeech).map(|(_, n)| n).sum();
    let _ =
        writeln!(page, "<p class=\"lead\">{}, {}.</p>", counted(drafts.len(), "draft"), counted(speech, "quotation"));
    if outcomes.is_empty() {
        return;
    }
    page.push_str("<ul class=\"counts\">\n");
    for (outcome, count) in outcomes {
        let _ = writeln!(page, "<li class=\"{}\"><b>{count}</b> {}</li>", tone(outcome), name(outcome));
    }
    page.push_str("</ul>\n");
}

fn contents(page: &mut String, drafts: &[Entries<'_>]) {
    page.push_str("<nav><h2>Drafts</h2>\n<ol>\n");
    for draft in drafts {
        let speech = draft.quoted.iter().filter(|entry| entry.outcome() != Outcome::NotSpeech).count();
        let grave = |severity| {
            let all = draft.sheet.checked.findings.iter();
            all.filter(|finding| finding.severity == severity).count()
        };
        let (errors, warnings) = (grave(Severity::Error), grave(Severity::Warning));
        let _ = writeln!(
            page,
            "<li><a href=\"#d{}\">{}</a>: {}, {}, {}</li>",
            draft.number,
            apart(&draft.sheet.path),
            counted(speech, "quotation"),
            counted(errors, "error"),
            counted(warnings, "warning")
        );
    }
    page.push_str("</ol></nav>\n");
}

/// What has a finding that is grave enough, the gravest first, then in the order of the drafts.
fn items<'a>(drafts: &'a [Entries<'a>]) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    for entries in drafts {
        let draft = &entries.sheet.checked.draft;
        let prose = &draft.document.prose;
        for entry in &entries.quoted {
            let Some(finding) = entry.gravest() else { continue };
            let quotation = &draft.quotations[entry.id];
            items.push(Item {
                entries,
                finding,
                outcome: entry.outcome(),
                address: entries.card(entry),
                words: shortened(&one_line(prose.text(), quotation.span), WORDS),
                speaker: draft.speaker_of(quotation).map(|speaker| speaker.name.as_str()),
                line: entries.line(quotation.span),
            });
        }
        for (at, (_, finding)) in entries.loose.iter().enumerate() {
            let line = draft.document.editable.then(|| entries.sheet.place(finding.span).line);
            let words = shortened(&one_line(&draft.document.text, finding.span), WORDS);
            let address = entries.finding(at);
            items.push(Item { entries, finding, outcome: Outcome::Exact, address, words, speaker: None, line });
        }
    }
    items.retain(|item| item.finding.severity >= Severity::Warning);
    items.sort_by_key(|item| (std::cmp::Reverse(item.finding.severity), item.outcome));
    items
}

fn list(page: &mut String, items: &[Item<'_>], several: bool) {
    page.push_str("<section class=\"first\"><h2>Look at first</h2>\n");
    if items.is_empty() {
        page.push_str("<p>Nothing asks for a second look.</p></section>\n");
        return;
    }
    page.push_str("<ol>\n");
    for item in items {
        let about_words = item.finding.code.starts_with("VER");
        let (class, what) = if about_words {
            (tone(item.outcome), name(item.outcome))
        } else {
            ("other", item.finding.rule.replace('-', " "))
        };
        let _ = write!(page, "<li><a href=\"#{}\"><span class=\"badge {class}\">{what}</span></a> ", item.address);
        if let Some(speaker) = item.speaker {
            let _ = write!(page, "<b>{}</b>: ", apart(speaker));
        }
        let _ = write!(page, "“{}” <span class=\"how\">{}</span>", apart(&item.words), escaped(&item.finding.message));
        let path = several.then(|| apart(&item.entries.sheet.path));
        let place = [path, item.line.map(|line| format!("line {line}"))];
        let place: Vec<String> = place.into_iter().flatten().collect();
        let _ = writeln!(page, " <span class=\"line\">{}</span></li>", place.join(", "));
    }
    page.push_str("</ol></section>\n");
}
