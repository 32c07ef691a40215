//! The pages of the rules: printed from their doc comments, with examples that hold.
//!
//! `UPDATE=1 cargo test docs` writes `docs/rules/`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use onrecord::rules::{self, Meta};
use onrecord::verify::Outcome;

use crate::fixture::Fixture;
use crate::lint::Corpus;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules")
}

/// The fenced fixtures of a page.
pub fn examples(meta: &Meta) -> Vec<String> {
    let page = meta.page();
    page.split("```fixture\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn examples_give_what_stands_under_their_lines() {
    let mut wrong = String::new();
    for meta in rules::all() {
        let examples = examples(meta);
        assert!(!examples.is_empty(), "{} has no example", meta.code);
        for example in examples {
            if Corpus::is_one(&example) {
                assert!(
                    example.contains(&format!(" {} {}: ", meta.code, meta.name)),
                    "{} is not in its example",
                    meta.code
                );
                if let Err(difference) = Corpus::parse(&example).compare() {
                    write!(wrong, "── {} {}\n{difference}\n", meta.code, meta.name).unwrap();
                }
                continue;
            }
            let fixture = Fixture::parse(&example);
            assert!(fixture.expected.iter().any(|note| note.code == meta.code), "{} is not in its example", meta.code);
            if let Err(difference) = fixture.compare(&fixture.check()) {
                write!(wrong, "── {} {}\n{difference}\n", meta.code, meta.name).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn pages_are_current() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut pages: Vec<(String, String)> =
        rules::all().map(|meta| (format!("{}.md", meta.code), meta.page())).collect();
    pages.push(("README.md".into(), index()));
    for (name, page) in &pages {
        let path = folder().join(name);
        if update {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&path, page).unwrap();
        }
        let stands = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(stands == *page, "{} is stale: UPDATE=1 cargo test docs", path.display());
    }
    let named: BTreeSet<_> = pages.iter().map(|(name, _)| name.clone()).collect();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(named.contains(&name), "docs/rules/{name} is the page of no rule");
    }
}

fn index() -> String {
    let mut page = String::from(
        "# Rules\n\nSeverities are the gravest that a rule gives by itself; `onrecord.toml` can set another.\n\n",
    );
    page.push_str("| code | name | severity | what it flags |\n| --- | --- | --- | --- |\n");
    for meta in rules::all() {
        let (code, name) = (meta.code, meta.name);
        writeln!(page, "| [{code}]({code}.md) | {name} | {} | {} |", meta.severity.as_str(), meta.summary()).unwrap();
    }
    page
}

#[test]
fn a_verdict_without_a_rule_has_a_page_whose_example_holds() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/verdicts.md");
    let page = std::fs::read_to_string(path).unwrap();
    for meta in rules::all().filter(|meta| meta.code.starts_with("VER")) {
        assert!(page.contains(&format!("| `{}` | [{}]", meta.name, meta.code)), "{} is not listed", meta.name);
    }
    for outcome in [Outcome::Exact, Outcome::NotSpeech] {
        let name = outcome.as_str().expect("it has a name");
        assert!(page.contains(&format!("| `{name}` |")), "{name} is not listed");
        let section = page.split(&format!("\n## {name}\n")).nth(1).expect("a section of its own");
        let example =
            section.split("```fixture\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let checked = Fixture::parse(example).check();
        assert!(!checked.verdicts.is_empty());
        assert!(checked.verdicts.iter().all(|verdict| verdict.outcome == outcome), "{:?}", checked.verdicts);
    }
}
