//! The server and an archive: answers of what is near at once, the archive's when they come.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::editor::{Editor, able};
use super::surveying::{all, asking_for_all};
use super::{DRAFT, Desk, STORY, with_code};
use crate::archive::cluster::{Cluster, Says};

/// A desk whose release lies in the archive only.
fn newsroom() -> (Desk, Cluster) {
    let (desk, cluster) = (Desk::new(), Cluster::new());
    desk.write("config/onrecord/onrecord.toml", &format!("[[archives]]\nurl = \"{}\"\n", cluster.url()));
    let archive = format!("backend = \"opensearch\"\nurl = \"{}\"\n", cluster.url());
    desk.write("onrecord.toml", &format!("[corpus]\npaths = [\"sources\"]\n[corpus.archive]\n{archive}"));
    let loaded = set(&mut crate::desk::command(&desk.path("")), &desk).args(["index", "--to", "archive"]).output();
    assert!(loaded.is_ok_and(|ran| ran.status.success()));
    std::fs::remove_file(desk.path("sources/release.md")).expect("was there");
    (desk, cluster)
}

fn set<'c>(command: &'c mut std::process::Command, desk: &Desk) -> &'c mut std::process::Command {
    command.env("XDG_CONFIG_HOME", desk.path("config")).env("XDG_CACHE_HOME", desk.path("cache"))
}

fn editor(desk: &Desk) -> Editor {
    Editor::set(Some(&desk.path("")), able(), |command| {
        set(command, desk);
    })
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().filter_map(|it| it["code"].as_str()).filter(|code| code.starts_with("VER")).collect()
}

#[test]
fn the_archive_refines_what_is_near() {
    let (desk, cluster) = newsroom();
    let mut editor = editor(&desk);
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let near = editor.diagnostics(&uri, 1);
    assert!(codes(&near).is_empty(), "nobody is accused meanwhile: {near:#?}");
    let refined = editor.diagnostics(&uri, 1);
    let found = with_code(&refined, "VER103");
    let place = found["relatedInformation"][0]["location"]["uri"].as_str().expect("leads to the source");
    assert!(place.contains("cache/onrecord/archive/"), "{place}");
    assert!(STORY.contains("Tomas Rehn") && cluster.asked().iter().any(|asked| asked.path.starts_with("/_msearch")));
}

#[test]
fn typing_never_waits_for_it() {
    let (desk, cluster) = newsroom();
    let mut editor = editor(&desk);
    let uri = desk.uri("draft.md");
    cluster.plays(|_, _| Some(Says { after: Duration::from_secs(2), ..Says::text(503, "") }));
    cluster.forget();
    editor.open(&uri, "markdown", DRAFT);
    editor.diagnostics(&uri, 1);
    for version in 2..12 {
        let began = Instant::now();
        editor.change(&uri, version, json!([{"text": format!("{DRAFT}\nIt rained {version} times.\n")}]));
        editor.diagnostics(&uri, version);
        assert!(began.elapsed() < Duration::from_millis(1_500), "{:?}", began.elapsed());
        std::thread::sleep(Duration::from_millis(60));
    }
    let shown = editor.wait_for(|message| message["method"] == "window/showMessage");
    let said = shown["params"]["message"].as_str().expect("is text");
    assert!(said.starts_with("Search incomplete: the archive at http://127.0.0.1"), "{said}");
    let told = editor.wait_for(|message| {
        message["method"] == "textDocument/publishDiagnostics" && message.to_string().contains("search incomplete")
    });
    let told = told["params"]["diagnostics"].as_array().expect("is a list").clone();
    assert_eq!(with_code(&told, "VER101")["severity"], 3, "it is information");
    let more = editor.settle(Duration::from_millis(300));
    assert!(more.iter().all(|message| message["method"] != "window/showMessage"), "one line, once: {more:#?}");
    // When it answers again, all is as it should be.
    cluster.behaves();
    let refined = editor.wait_for(|message| {
        message["method"] == "textDocument/publishDiagnostics" && message.to_string().contains("VER103")
    });
    assert_eq!(refined["params"]["uri"], uri);
}

#[test]
fn a_draft_that_is_not_open_hears_its_answer_as_well() {
    let (desk, _cluster) = newsroom();
    desk.write("one.md", DRAFT);
    let mut editor = asking_for_all(&desk, |command| {
        set(command, &desk);
    });
    let began = Instant::now();
    let mut known = json!([]);
    loop {
        let reports = all(&mut editor, &known);
        let told = reports
            .iter()
            .filter(|report| report["kind"] == "full")
            .any(|report| report["uri"] == desk.uri("one.md") && report["items"].to_string().contains("VER103"));
        if told {
            break;
        }
        known = super::surveying::known(&reports);
        assert!(began.elapsed() < Duration::from_secs(20), "{reports:#?}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_folder_that_was_cloned_sends_nothing_from_an_editor_either() {
    let (desk, cluster) = newsroom();
    std::fs::remove_dir_all(desk.path("config")).expect("was there");
    cluster.forget();
    let mut editor = editor(&desk);
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let told = editor.diagnostics(&uri, 1);
    assert_eq!(with_code(&told, "VER101")["severity"], 3);
    let shown = editor.wait_for(|message| message["method"] == "window/showMessage");
    assert!(shown["params"]["message"].as_str().is_some_and(|said| said.contains("does not allow it")), "{shown:#?}");
    editor.settle(Duration::from_millis(600));
    assert!(cluster.asked().is_empty());
}
