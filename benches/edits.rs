//! Where the time of an edit goes: the stages of a check, one after the other, over a draft that is typed into.
//!
//! `cargo bench --bench edits -- DRAFT CORPUS [EDITS]`
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark reads files, takes the time and prints it"
)]

use std::time::Instant;

use onrecord::check::{Cancel, Checked, Galley};
use onrecord::corpus::{self, Corpus, Keep};
use onrecord::quotations::extract::extract;
use onrecord::settings::Settings;
use onrecord::speakers::{self, Background, Trail};
use onrecord::text::Text;
use onrecord::verify::{self, Kept};
use onrecord::{formats, rules};

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|it| !it.starts_with("--"));
    let (Some(draft), Some(sources)) = (arguments.next(), arguments.next()) else { return };
    let edits = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(50);
    let text = std::fs::read_to_string(&draft).expect("a draft");
    let corpus = corpus::open(&[sources.into()], &Keep::default(), &|_| ()).expect("a corpus");
    let corpus = &*corpus;
    let settings = Settings::default();
    let known = corpus.directory();
    let background = Background { directories: &[&known], today: None };
    let middle = text[..text.len() / 2].rfind("\n\n").unwrap_or(0);
    let (mut galley, mut before) = (Galley::default(), None::<Checked>);
    let mut spent = Vec::new();
    for edit in 0..=edits {
        let typed = &"and the inquiry goes on for another week "[..edit % 40];
        let text: Text = format!("{}{typed}{}", &text[..middle], &text[middle..]).into();
        let began = Instant::now();
        let checked = galley.check("draft.md", &text, Some(corpus), &settings, &Cancel::default(), before.as_ref());
        if edit > 0 {
            spent.push(began.elapsed().as_micros());
        }
        before = Some(checked);
    }
    spent.sort_unstable();
    println!(
        "check: p50 {} µs, most {} µs; {} of {edits} read in part",
        spent[edits / 2],
        spent[edits - 1],
        galley.spared()
    );
    let Some(before) = before else { return };
    parts(&text, middle, corpus, &background, &settings);
    stages(&text, corpus, &background, &settings, &before);
}

/// The stages of a check that reads one paragraph.
fn parts(text: &str, middle: usize, corpus: &dyn Corpus, background: &Background<'_>, settings: &Settings) {
    let document = formats::read_text("draft.md", text);
    let mut trail = Trail::read(&document);
    let draft = trail.reading(document, background);
    let verdicts = verify::verify(&draft, Some(corpus), settings, None, &Kept::default(), &|| false);
    let edited: Text = format!("{}and{}", &text[..middle], &text[middle..]).into();
    let mut last = Instant::now();
    let mut lap = |stage: &str| {
        println!("  {stage:12} {:8} µs", last.elapsed().as_micros());
        last = Instant::now();
    };
    let Some((document, rewritten)) = formats::read_again("draft.md", &draft.document, &edited) else { return };
    lap("format");
    if trail.take_up(&draft.document, &document, rewritten).is_none() {
        return;
    }
    lap("taken up");
    let again = trail.reading(document, background);
    lap("reading");
    let kept = again.document.clone();
    lap("kept");
    let checked =
        verify::verify(&again, Some(corpus), settings, Some((&draft, &verdicts)), &Kept::default(), &|| false);
    lap("verdicts");
    let findings = rules::run(&again, &checked, background, settings);
    lap("rules");
    drop((kept, draft, verdicts, findings));
    lap("dropped");
}

/// The stages of a check that reads all of the draft.
fn stages(text: &str, corpus: &dyn Corpus, background: &Background<'_>, settings: &Settings, before: &Checked) {
    let mut last = Instant::now();
    let mut lap = |stage: &str| {
        println!("{stage:12} {:8} µs", last.elapsed().as_micros());
        last = Instant::now();
    };
    let document = formats::read_text("draft.md", text);
    lap("format");
    let extracted = extract(&document);
    lap("quotations");
    std::hint::black_box(speakers::resolve::resolve(&document, &extracted, background));
    lap("speakers");
    let draft = speakers::read_knowing(document, background);
    lap("(again)");
    let earlier = Some((&before.draft, before.verdicts.as_slice()));
    let verdicts = verify::verify(&draft, Some(corpus), settings, earlier, &Kept::default(), &|| false);
    lap("verdicts");
    let findings = rules::run(&draft, &verdicts, background, settings);
    lap("rules");
    println!("{} findings, {} quotations", findings.len(), draft.quotations.len());
}
