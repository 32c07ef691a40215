//! What an editor is asked to tell of as it changes on disk.

use std::time::Duration;

use serde_json::{Value, json};

use super::editor::{Editor, able};
use super::{DRAFT, Desk, RELEASE, with_code};

fn watching(desk: &Desk, elsewhere: bool) -> Editor {
    let mut capabilities = able();
    capabilities["workspace"]["didChangeWatchedFiles"] =
        json!({"dynamicRegistration": true, "relativePatternSupport": elsewhere});
    Editor::with(Some(&desk.path("")), capabilities)
}

/// What was asked for and taken back since, with the patterns.
fn asked(editor: &mut Editor) -> (Vec<(String, Value)>, Vec<String>) {
    let all = editor.settle(Duration::from_millis(500));
    let text = |value: &Value| value.as_str().expect("is text").to_owned();
    let named = |method: &str, key: &str| {
        let of_it = all.iter().filter(|message| message["method"] == method);
        of_it.flat_map(|message| message["params"][key].as_array().expect("is a list").clone()).collect::<Vec<_>>()
    };
    let came = named("client/registerCapability", "registrations").into_iter();
    let came = came.map(|it| (text(&it["id"]), it["registerOptions"]["watchers"][0]["globPattern"].clone()));
    // The protocol spells it so.
    let gone = named("client/unregisterCapability", "unregisterations").iter().map(|it| text(&it["id"])).collect();
    (came.filter(|(id, _)| id.starts_with("onrecord.files")).collect(), gone)
}

#[test]
fn a_folder_that_comes_later_is_watched_as_one() {
    let desk = Desk::new();
    std::fs::rename(desk.path("sources"), desk.path("aside")).expect("is there");
    let mut editor = watching(&desk, true);
    let draft = desk.uri("draft.md");
    editor.open(&draft, "markdown", DRAFT);
    let (first, _) = asked(&mut editor);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].1["pattern"], "sources");
    let tell = |editor: &mut Editor, name: &str, kind: u8| {
        let changes = json!([{"uri": desk.uri(name), "type": kind}]);
        editor.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    };
    // Nothing is asked for twice.
    tell(&mut editor, "onrecord.toml", 2);
    assert_eq!(asked(&mut editor), (vec![], vec![]));
    desk.write("sources/notes.md", "Nothing was said.\n");
    tell(&mut editor, "sources", 1);
    let (then, gone) = asked(&mut editor);
    assert_eq!(then.len(), 1, "{then:#?}");
    assert_eq!(then[0].1, json!({"baseUri": desk.uri("sources"), "pattern": "**/*"}));
    assert_eq!(gone, [first[0].0.clone()]);
    assert_ne!(then[0].0, first[0].0);
    desk.write("sources/release.md", RELEASE);
    tell(&mut editor, "sources/release.md", 1);
    with_code(&editor.diagnostics(&draft, 1), "VER103");
}

#[test]
fn signs_of_a_pattern_in_a_path_are_none() {
    let desk = Desk::new();
    desk.write("desk [x]/onrecord.toml", "[corpus]\npaths = [\"{a}\", \"b*\"]\n");
    desk.write("desk [x]/{a}/release.md", RELEASE);
    let mut editor = watching(&desk, false);
    editor.open(&desk.uri("desk [x]/draft.md"), "markdown", DRAFT);
    let (came, _) = asked(&mut editor);
    let pattern = came[0].1.as_str().expect("is text");
    assert!(pattern.ends_with("/desk ?x?/?a?/**/*"), "{pattern}");
}

#[test]
fn a_source_that_another_program_changed_is_noticed_at_the_next_save() {
    let desk = Desk::new();
    let uri = desk.uri("draft.md");
    desk.write("draft.md", DRAFT);
    let mut editor = desk.editor();
    editor.open(&uri, "markdown", DRAFT);
    with_code(&editor.diagnostics(&uri, 1), "VER103");
    desk.write("sources/release.md", &RELEASE.replace("will not dredge", "will dredge"));
    editor.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
    assert_eq!(editor.diagnostics(&uri, 1), Vec::<Value>::new());
}

#[test]
fn which_files_are_drafts_is_asked_again_once_the_configuration_says_otherwise() {
    let desk = Desk::new();
    desk.write("onrecord.toml", "drafts = [\"drafts/*\"]\n[corpus]\npaths = [\"sources\"]\n");
    let (uri, config) = (desk.uri("draft.md"), desk.uri("onrecord.toml"));
    let mut editor = desk.editor();
    editor.open(&uri, "markdown", DRAFT);
    let told = editor.settle(Duration::from_millis(500));
    assert!(told.iter().all(|message| message["method"] != "textDocument/publishDiagnostics"), "{told:#?}");
    desk.write("onrecord.toml", "[corpus]\npaths = [\"sources\"]\n");
    editor.notify("textDocument/didSave", json!({"textDocument": {"uri": config}}));
    with_code(&editor.diagnostics(&uri, 1), "VER103");
}
