//! Every fixture of `tests/fixtures/rules`, and that its findings can be mended.

use std::path::Path;

use onrecord::rules;
use onrecord::settings::{self, Severity};

use crate::fixture::Fixture;

fn fixtures() -> Vec<(String, Fixture)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let text = std::fs::read_to_string(&file).unwrap();
            (file.file_name().unwrap().to_string_lossy().into_owned(), Fixture::parse(&text))
        })
        .collect()
}

#[test]
fn fixtures_give_what_stands_under_their_lines() {
    let mut wrong = String::new();
    for (name, fixture) in fixtures() {
        if let Err(difference) = fixture.compare(&fixture.check()) {
            wrong.extend(["── ", name.as_str(), "\n", difference.as_str(), "\n"]);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Putting the source's words in leaves nothing to report about words; safe fixes leave no mark to report.
#[test]
fn fixes_converge() {
    let pages = rules::all().flat_map(|meta| crate::docs::examples(meta).into_iter().map(|page| (meta.code, page)));
    let pages = pages.filter(|(_, page)| !crate::lint::Corpus::is_one(page));
    let pages = pages.map(|(code, page)| (code.to_owned(), Fixture::parse(&page)));
    for (name, fixture) in fixtures().into_iter().chain(pages) {
        let checked = fixture.check();
        for finding in &checked.findings {
            for fix in &finding.fixes {
                let mut mended = fixture.draft.text.clone();
                for edit in fix.edits.iter().rev() {
                    mended.replace_range(edit.span.range(), &edit.text);
                }
                let after = Fixture {
                    draft: crate::fixture::Section {
                        text: mended.clone(),
                        name: fixture.draft.name.clone(),
                        fields: fixture.draft.fields.clone(),
                    },
                    articles: fixture.articles.iter().map(crate::fixture::Section::copy).collect(),
                    settings: fixture.settings.clone(),
                    ..Fixture::default()
                }
                .check();
                let left = after.findings.iter().filter(|it| it.code == finding.code).count();
                let before = checked.findings.iter().filter(|it| it.code == finding.code).count();
                assert!(left < before, "{name}: “{}” leaves {} in:\n{mended}", fix.title, finding.code);
            }
        }
    }
}

#[test]
fn severity_is_set_by_code_or_name() {
    let fixture = Fixture::parse("//- draft a.md\n”The harbour stays open,” Mara Teller said.\n");
    let severities = |key: &str, severity: Severity| {
        let text = format!("[rules]\n{key} = \"{}\"\n", severity.as_str());
        let settings = settings::parse(&text, Path::new(settings::FILE_NAME), rules::code_of).unwrap();
        fixture.check_by(&settings).findings.iter().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(severities("VER110", Severity::Error), [Severity::Warning]);
    assert_eq!(severities("QUO102", Severity::Error), [Severity::Error]);
    assert_eq!(severities("wrong-way-mark", Severity::Hint), [Severity::Hint]);
    assert_eq!(severities("wrong-way-mark", Severity::Off), []);
}

#[test]
fn a_page_that_names_nobody_is_no_reporters() {
    let found = |article: &str| {
        let draft = "//- draft a.md\n“It is hard to believe the mayor on this,” Ana Lind said.\n//- article a.txt\n";
        let checked = Fixture::parse(&format!("{draft}{article}\n")).check();
        checked.findings.iter().map(|it| (it.code, it.severity)).collect::<Vec<_>>()
    };
    let page = "It is hard to believe the mayor on this, and I will remind him of it. I was there, and I asked him.";
    assert_eq!(found(page), [("VER109", Severity::Info)]);
    let memo = format!("From: Jon Lund\n\n{page}");
    assert_eq!(found(&memo), [("VER109", Severity::Warning)], "somebody signs it");
    let story = format!("{page}\n\n“We wait,” Jon Lund said.");
    assert_eq!(found(&story), [("VER109", Severity::Warning)], "a reporter quotes somebody");
}

#[test]
fn rules_go_by_code_and_name() {
    assert_eq!(rules::named("ver103").unwrap().name, "meaning-changed");
    assert_eq!(rules::named("meaning-changed").unwrap().code, "VER103");
    assert!(rules::named("meaning").is_none());
}
