//! The example newsroom: every quotation of its drafts is told what an editor would say of it.

use std::path::{Path, PathBuf};

use onrecord::check::{Cancel, Checked, check};
use onrecord::corpus::{self, Corpus, Keep};
use onrecord::{formats, settings};
use serde::Deserialize;

/// What a person would call one quotation; written by hand, before anything was run.
#[derive(Deserialize)]
struct Label {
    draft: String,
    quote: String,
    /// Verdicts that would be right.
    accept: Vec<String>,
    speaker: Option<String>,
    /// Any of these may be the first source.
    source: Vec<String>,
    /// Rules that report beside the verdict.
    beside: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

fn checked(draft: &str, corpus: &dyn Corpus) -> Checked {
    let file = root().join("onrecord.toml");
    let text = std::fs::read_to_string(&file).expect("the example has a configuration");
    let settings = settings::parse(&text, &file, onrecord::rules::code_of).expect("which is right");
    let path = root().join("drafts").join(draft);
    let bytes = std::fs::read(&path).expect("the draft is there");
    check(formats::read(draft, &bytes), Some(corpus), &settings, &Cancel::default(), None)
}

/// The quotation's words without the punctuation at their end.
fn trimmed(words: &str) -> &str {
    words.trim().trim_end_matches(['.', ',', ';', ':', '!', '?']).trim()
}

fn against(label: &Label, checked: &Checked) -> Result<(), String> {
    let prose = checked.draft.document.prose.text();
    let verdict = checked
        .verdicts
        .iter()
        .find(|verdict| trimmed(checked.draft.quotations[verdict.quotation].span.of(prose)) == trimmed(&label.quote))
        .ok_or("not found as a quotation")?;
    let quotation = &checked.draft.quotations[verdict.quotation];
    let outcome = verdict.outcome.as_str().unwrap_or("unchecked");
    if !label.accept.iter().any(|accepted| accepted == outcome) {
        return Err(format!("is {outcome}, should be {} ({:?})", label.accept.join(" or "), verdict.because));
    }
    let speaker = checked.draft.speaker_of(quotation).map_or("nobody", |speaker| &speaker.name);
    if let Some(named) = label.speaker.as_ref().filter(|named| !speaker.contains(named.as_str())) {
        return Err(format!("is said by {speaker}, should be {named}"));
    }
    if !label.source.is_empty() {
        let first = verdict.sources.first().map_or("nowhere", |source| &source.article.path);
        if !label.source.iter().any(|file| first.ends_with(file)) {
            return Err(format!("comes from {first}, should be {}", label.source.join(" or ")));
        }
    }
    let span = checked.draft.document.prose.to_text(quotation.outer);
    for rule in &label.beside {
        // A misspelled name stands beside the quotation, not in it.
        let near = |at: usize| at + 200 > span.start && at < span.end + 200;
        if !checked.findings.iter().any(|finding| finding.rule == rule && near(finding.span.start)) {
            return Err(format!("has no finding of {rule}"));
        }
    }
    Ok(())
}

#[test]
fn what_the_pages_show_is_what_is_printed() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let printed = |arguments: &[&str]| crate::desk::command(home).args(arguments).output().expect("it runs").stdout;
    let all =
        [printed(&["check", "examples"]), printed(&["speakers", "Vestrande", "--config", "examples/onrecord.toml"])];
    let all = String::from_utf8(all.join(&b"\n\n"[..])).expect("is text");
    for page in ["README.md", "examples/README.md"] {
        let text = std::fs::read_to_string(home.join(page)).expect("is there");
        let shown = text.split("```text\n").skip(1).filter_map(|rest| rest.split("\n```").next());
        for shown in shown.flat_map(|shown| shown.split("\n\n")) {
            assert!(all.contains(shown), "{page} shows what is not printed:\n{shown}");
        }
    }
}

#[test]
fn every_quotation_is_told_what_an_editor_would_say() {
    let corpus = corpus::open(&[root().join("sources")], &Keep::Nowhere, &|_| {}).expect("the example has sources");
    assert_eq!(corpus.about().problems, Vec::<String>::new());
    let labels = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/examples.jsonl"))
        .expect("the labels are there");
    let labels: Vec<Label> = labels.lines().map(|line| serde_json::from_str(line).expect("a label a line")).collect();
    let mut wrong = Vec::new();
    let mut drafts: Vec<&str> = labels.iter().map(|label| label.draft.as_str()).collect();
    drafts.dedup();
    for draft in drafts {
        let checked = checked(draft, corpus.as_ref());
        let of_draft = || labels.iter().filter(|label| label.draft == draft);
        for label in of_draft() {
            if let Err(why) = against(label, &checked) {
                wrong.push(format!("{draft}: “{}” {why}", label.quote));
            }
        }
        assert_eq!(checked.verdicts.len(), of_draft().count(), "{draft}: every quotation has a label");
    }
    assert!(wrong.is_empty(), "{} of {} labels do not hold:\n{}", wrong.len(), labels.len(), wrong.join("\n"));
}
