//! What is wrong with configuration files: told in them, for as long as it is so.

use std::time::Duration;

use serde_json::{Value, json};

use super::editor::{Editor, able, uri};
use super::{DRAFT, Desk, with_code};

fn with_options(desk: &Desk, options: Value) -> Editor {
    let mut editor = Editor::silent();
    let hello = json!({
        "processId": null, "rootUri": uri(&desk.path("")), "capabilities": able(), "initializationOptions": options
    });
    editor.request("initialize", hello);
    editor.notify("initialized", json!({}));
    editor
}

/// The last that was told of a file once nothing more comes; `None` if nothing was.
fn last(editor: &mut Editor, uri: &str) -> Option<usize> {
    let all = editor.settle(Duration::from_millis(700));
    let of = all.iter().rfind(|message| message["params"]["uri"] == uri)?;
    of["params"]["diagnostics"].as_array().map(Vec::len)
}

fn saved(editor: &mut Editor, uri: &str) {
    editor.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
}

#[test]
fn a_complaint_about_a_file_ends_with_its_use() {
    let desk = Desk::new();
    let (draft, config, people) = (desk.uri("draft.md"), desk.uri("onrecord.toml"), desk.uri("people.csv"));
    desk.write("people.csv", "nome\nAna Dahl\n");
    desk.write("onrecord.toml", "directory = \"people.csv\"\n[corpus]\npaths = [\"sources\"]\n");
    let mut editor = desk.editor();
    editor.open(&draft, "markdown", DRAFT);
    assert_eq!(last(&mut editor, &people), Some(1));
    desk.write("onrecord.toml", "[corpus]\npaths = [\"sources\"]\n");
    saved(&mut editor, &config);
    assert_eq!(last(&mut editor, &people), Some(0), "it is no longer named");
    desk.write("onrecord.toml", "[corpus\n");
    saved(&mut editor, &config);
    assert_eq!(last(&mut editor, &config), Some(1));
    std::fs::remove_file(desk.path("onrecord.toml")).expect("is there");
    saved(&mut editor, &config);
    assert_eq!(last(&mut editor, &config), Some(0), "it is no longer there");
}

#[test]
fn a_configuration_that_the_editor_no_longer_names_is_not_complained_of() {
    let desk = Desk::new();
    desk.write("bad.toml", "[corpus\n");
    let (draft, config) = (desk.uri("draft.md"), desk.uri("bad.toml"));
    let mut editor = with_options(&desk, json!({"config": "bad.toml"}));
    editor.open(&draft, "markdown", DRAFT);
    assert_eq!(last(&mut editor, &config), Some(1));
    editor.notify("workspace/didChangeConfiguration", json!({"settings": {"onrecord": {}}}));
    assert_eq!(last(&mut editor, &config), Some(0));
}

#[test]
fn a_corpus_that_is_missing_is_complained_of_until_it_is_there() {
    let desk = Desk::new();
    desk.write("onrecord.toml", "[corpus]\npaths = [\"archive\"]\n");
    desk.write("inner/other.md", DRAFT);
    let config = desk.uri("onrecord.toml");
    let mut editor = desk.editor();
    editor.open(&desk.uri("draft.md"), "markdown", DRAFT);
    assert_eq!(last(&mut editor, &config), Some(1));
    // A draft in another folder has the same configuration.
    editor.open(&desk.uri("inner/other.md"), "markdown", DRAFT);
    assert_eq!(last(&mut editor, &config), None);
    desk.write("archive/release.md", super::RELEASE);
    saved(&mut editor, &desk.uri("archive/release.md"));
    assert_eq!(last(&mut editor, &config), Some(0));
}

#[test]
fn what_the_editor_names_wrongly_is_not_the_files_fault() {
    let desk = Desk::new();
    let mut editor = with_options(&desk, json!({"corpus": ["nowhere"]}));
    editor.open(&desk.uri("draft.md"), "markdown", DRAFT);
    let told = editor.wait_for(|message| message["method"] == "window/showMessage");
    let told = told["params"]["message"].as_str().expect("is text");
    assert!(told.starts_with("onrecord.corpus: ") && told.contains("nowhere"), "{told}");
    assert_eq!(last(&mut editor, &desk.uri("onrecord.toml")), None);
    editor.notify("workspace/didChangeConfiguration", json!({"settings": {"onrecord": {"corpus": ["sources"]}}}));
    with_code(&editor.diagnostics(&desk.uri("draft.md"), 1), "VER103");
}
