//! Marks, and quotations that structure tells: drafts of every shape, and what is read from them.
//!
//! A fixture is a draft, then `//- said` and a line a quotation, with its kind, how its speaker was found, and whom.
//! `UPDATE=1` writes these lines anew.

use std::fmt::Write as _;
use std::path::Path;

use onrecord::formats;
use onrecord::quotations::{MarkProblemKind, Quotation, QuotationKind};
use onrecord::speakers::{self, Reading};

fn said(reading: &Reading) -> String {
    let prose = reading.document.prose.text();
    let mut out = String::new();
    for quotation in &reading.quotations {
        let speaker = reading.speaker_of(quotation).map_or("?", |speaker| speaker.name.as_str());
        let attribution = &reading.utterances[quotation.utterance].attribution;
        let indent = "  ".repeat(depth(reading, quotation));
        let kind = match quotation.kind {
            QuotationKind::Speech => "speech".to_owned(),
            QuotationKind::Fragment => "fragment".to_owned(),
            QuotationKind::Block => "block".to_owned(),
            QuotationKind::NotSpeech(reason) => format!("({})", reason.reason()),
        };
        let words = quotation.span.of(prose).split_whitespace().collect::<Vec<_>>().join(" ");
        let mention = attribution.mention.map(|mention| format!(" by {:?}", mention.of(prose))).unwrap_or_default();
        let when = attribution.when.map(|when| format!(" on {:?}", when.of(prose))).unwrap_or_default();
        let _ = writeln!(out, "{indent}{kind}: {words} → {speaker}, {}{mention}{when}", attribution.how.as_str());
    }
    for problem in &reading.mark_problems {
        let line = prose[..problem.span.start].matches('\n').count() + 1;
        let what = match problem.kind {
            MarkProblemKind::Unpaired => "has no partner",
            MarkProblemKind::WrongWay => "faces the wrong way",
            MarkProblemKind::Mismatched => "is wrong",
        };
        let _ = writeln!(out, "{} in line {line} {what}", problem.span.of(prose));
    }
    out
}

fn depth(reading: &Reading, quotation: &Quotation) -> usize {
    quotation.parent.map_or(0, |parent| depth(reading, &reading.quotations[parent]) + 1)
}

#[test]
fn drafts_of_every_shape() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/structures");
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut wrong = Vec::new();
    for path in &files {
        let fixture = std::fs::read_to_string(path).unwrap();
        let (draft, expected) = fixture.split_once("//- said\n").expect("what is said stands below the draft");
        let found = said(&speakers::read(formats::read_text(&path.to_string_lossy(), draft)));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, format!("{draft}//- said\n{found}")).unwrap();
        } else if found != expected {
            wrong.push(format!("{}\n{found}instead of\n{expected}", path.display()));
        }
    }
    assert!(files.len() >= 20, "{}", files.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
