//! What an editor sets, in all the ways it can, over what the configuration says.

use std::time::Duration;

use serde_json::{Value, json};

use super::editor::{Editor, able, uri};
use super::{DRAFT, Desk, RELEASE, inside, with_code};

fn codes(diagnostics: &[Value]) -> Vec<(&str, i64)> {
    diagnostics
        .iter()
        .map(|it| (it["code"].as_str().unwrap_or_default(), it["severity"].as_i64().unwrap_or_default()))
        .collect()
}

#[test]
fn initialization_options_and_later_changes_hold() {
    let desk = Desk::new();
    let mut editor = Editor::silent();
    let options = json!({"rules": {"VER103": "hint"}});
    let hello = json!({
        "processId": null, "rootUri": uri(&desk.path("")), "capabilities": able(), "initializationOptions": options
    });
    editor.request("initialize", hello);
    editor.notify("initialized", json!({}));
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    assert_eq!(codes(&editor.diagnostics(&uri, 1)), [("VER103", 4)]);
    editor.notify("workspace/didChangeConfiguration", json!({"settings": {"onrecord": {"rules": {"VER103": "off"}}}}));
    assert_eq!(codes(&editor.diagnostics(&uri, 1)), []);
    editor.notify("workspace/didChangeConfiguration", json!({"settings": {"onrecord": {}}}));
    assert_eq!(codes(&editor.diagnostics(&uri, 1)), [("VER103", 1)]);
}

#[test]
fn what_an_editor_does_not_speak_of_stays_as_it_set_it_at_the_start() {
    let desk = Desk::new();
    let uri = desk.uri("draft.md");
    let start = json!({"rules": {"VER103": "hint"}});
    let begin = |capabilities: Value| {
        let mut editor = Editor::silent();
        let folders = json!([{"uri": desk.uri(""), "name": "desk"}]);
        let hello = json!({
            "processId": null, "workspaceFolders": folders, "capabilities": capabilities, "initializationOptions": start
        });
        editor.request("initialize", hello);
        editor.notify("initialized", json!({}));
        editor
    };
    let last = |editor: &mut Editor| {
        let all = editor.settle(Duration::from_millis(600));
        let of = all.iter().rfind(|message| message["params"]["uri"] == uri.as_str());
        let complaints = all.iter().filter(|message| message["method"] == "window/showMessage").count();
        (of.map(|it| it["params"]["diagnostics"].as_array().expect("is a list").clone()), complaints)
    };
    let mut editor = begin(able());
    editor.open(&uri, "markdown", DRAFT);
    assert_eq!(codes(&editor.diagnostics(&uri, 1)), [("VER103", 4)]);
    for settings in [json!({}), json!(null), json!({"other": {"rules": {"VER103": "off"}}})] {
        editor.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    }
    assert_eq!(last(&mut editor), (None, 0), "nothing is checked again, and nothing complained of");
    let mut capabilities = able();
    capabilities["workspace"]["configuration"] = json!(true);
    for (answer, severity) in [(json!(null), 4), (json!({}), 4), (json!({"rules": {"VER103": "info"}}), 3)] {
        let mut editor = begin(capabilities.clone());
        answer_settings(&mut editor, json!([answer, answer]));
        editor.open(&uri, "markdown", DRAFT);
        let (told, _) = last(&mut editor);
        assert_eq!(codes(&told.expect("is checked")), [("VER103", severity)], "{answer}");
    }
}

fn asked(desk: &Desk, folders: &[&str]) -> Editor {
    let mut capabilities = able();
    capabilities["workspace"]["configuration"] = json!(true);
    capabilities["workspace"]["workspaceFolders"] = json!(true);
    capabilities["workspace"]["didChangeConfiguration"] = json!({"dynamicRegistration": true});
    let mut editor = Editor::silent();
    let folders = folders.iter().map(|name| json!({"uri": desk.uri(name), "name": name})).collect::<Vec<_>>();
    editor.request(
        "initialize",
        json!({"processId": null, "rootUri": null, "workspaceFolders": folders, "capabilities": capabilities}),
    );
    editor.notify("initialized", json!({}));
    editor
}

fn answer_settings(editor: &mut Editor, settings: Value) -> Value {
    let asked = editor.wait_for(|message| message["method"] == "workspace/configuration");
    editor.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": settings}));
    asked["params"]["items"].clone()
}

#[test]
fn each_folder_has_its_own_settings() {
    let desk = Desk::new();
    desk.write("one/onrecord.toml", "[corpus]\npaths = [\"../sources\"]\n");
    desk.write("two/notes.txt", "Nothing.\n");
    let mut editor = asked(&desk, &["one", "two"]);
    let told = json!([{"rules": {"VER103": "info"}}, {"corpus": ["../sources"]}, null]);
    let items = answer_settings(&mut editor, told);
    assert_eq!(items[0], json!({"scopeUri": desk.uri("one"), "section": "onrecord"}));
    assert_eq!(items[2], json!({"section": "onrecord"}));
    let registered = editor.wait_for(|message| message["method"] == "client/registerCapability");
    editor.send(&json!({"jsonrpc": "2.0", "id": registered["id"], "result": null}));
    let (one, two) = (desk.uri("one/draft.md"), desk.uri("two/draft.md"));
    editor.open(&one, "markdown", DRAFT);
    editor.open(&two, "markdown", DRAFT);
    let last = |editor: &mut Editor| {
        let all = editor.settle(Duration::from_millis(600));
        let of = |uri: &str| {
            let published = all.iter().rev().find(|message| message["params"]["uri"] == uri);
            published.map(|message| message["params"]["diagnostics"].as_array().expect("is a list").clone())
        };
        (of(&one), of(&two))
    };
    let (first, second) = last(&mut editor);
    assert_eq!(codes(&first.expect("is checked")), [("VER103", 3)]);
    assert_eq!(codes(&second.expect("is checked")), [("VER103", 1)]);
    editor.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    answer_settings(&mut editor, json!([null, null, {"rules": {"meaning-changed": "off"}}]));
    let (first, _) = last(&mut editor);
    assert_eq!(codes(&first.expect("is checked again")), [("VER103", 1)]);
}

#[test]
fn a_draft_is_first_checked_by_what_the_editor_has_set() {
    let desk = Desk::new();
    let mut editor = asked(&desk, &[""]);
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let published = |all: &[Value]| all.iter().filter(|it| it["params"]["uri"] == uri.as_str()).count();
    let asked = editor.wait_for(|message| message["method"] == "workspace/configuration");
    let lenses = json!({"textDocument": {"uri": uri}});
    let lenses = editor.ask("textDocument/codeLens", lenses);
    assert_eq!(published(&editor.settle(Duration::from_millis(300))), 0, "nothing is told by other settings");
    let told = json!([{"codeLens": true, "rules": {"VER103": "info"}}, null]);
    editor.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": told}));
    let shown = editor.wait_for(|message| message["id"] == lenses && message["method"].is_null());
    assert_ne!(shown["result"], json!([]), "what was asked for meanwhile is answered by them, too");
    assert_eq!(codes(&editor.diagnostics(&uri, 1)), [("VER103", 3)]);
}

#[test]
fn an_editor_that_does_not_say_what_is_set_holds_nothing_up_for_long() {
    let desk = Desk::new();
    let uri = desk.uri("draft.md");
    let mut silent = asked(&desk, &[""]);
    silent.open(&uri, "markdown", DRAFT);
    assert_eq!(codes(&silent.diagnostics(&uri, 1)), [("VER103", 1)]);
    // What it says at last holds from then on.
    answer_settings(&mut silent, json!([{"rules": {"VER103": "info"}}, null]));
    assert_eq!(codes(&silent.diagnostics(&uri, 1)), [("VER103", 3)]);
    let mut unable = asked(&desk, &[""]);
    let asked = unable.wait_for(|message| message["method"] == "workspace/configuration");
    unable.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "error": {"code": -32601, "message": "no"}}));
    unable.open(&uri, "markdown", DRAFT);
    assert_eq!(codes(&unable.diagnostics(&uri, 1)), [("VER103", 1)]);
}

#[test]
fn a_text_without_a_file_goes_by_the_open_folder() {
    let desk = Desk::new();
    let mut editor = Editor::with(Some(&desk.path("")), able());
    editor.open("untitled:Untitled-1", "markdown", DRAFT);
    with_code(&editor.diagnostics("untitled:Untitled-1", 1), "VER103");
    // Without any folder there is nothing to hold it against, and nothing is said.
    let mut alone = Editor::with(None, able());
    alone.open("untitled:Untitled-1", "markdown", DRAFT);
    assert_eq!(alone.diagnostics("untitled:Untitled-1", 1), Vec::<Value>::new());
}

#[test]
fn a_setting_that_means_nothing_is_told_once() {
    let desk = Desk::new();
    let mut editor = Editor::with(Some(&desk.path("")), able());
    let wrong = json!({"settings": {"onrecord": {"rules": {"VER999": "off"}, "punctuation": "us"}}});
    editor.notify("workspace/didChangeConfiguration", wrong.clone());
    editor.notify("workspace/didChangeConfiguration", wrong);
    let told = editor.wait_for(|message| message["method"] == "window/showMessage");
    assert_eq!(told["params"]["type"], 2);
    assert!(told["params"]["message"].as_str().is_some_and(|it| it.contains("VER999")), "{told:#}");
    let more = editor.settle(Duration::from_millis(200));
    assert!(more.iter().all(|message| message["method"] != "window/showMessage"), "{more:#?}");
}

#[test]
fn where_drafts_and_sources_lie_in_one_folder_what_is_opened_is_checked_against_the_others() {
    let desk = Desk::new();
    desk.write("onrecord.toml", "[corpus]\npaths = [\".\"]\n");
    let draft = "“The quay will be closed on Sundays,” Ilse Brandvold said.\n\n\
        “Nobody asked the crews what they thought of the plan,” Tomas Rehn said.\n";
    desk.write("draft.md", draft);
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", draft);
    let diagnostics = editor.diagnostics(&uri, 1);
    assert_eq!(diagnostics.len(), 1, "its own file bears nothing out: {diagnostics:#?}");
    with_code(&diagnostics, "VER101");
    let mut places = |words: &str| -> (usize, usize) {
        let (line, character) = inside(draft, words);
        let at = json!({"line": line, "character": character});
        let asked = json!({"textDocument": {"uri": uri}, "position": at, "context": {"includeDeclaration": true}});
        let found = editor.request("textDocument/references", asked)["result"].clone();
        let found = found.as_array().expect("is a list");
        let here = found.iter().filter(|place| place["uri"] == uri.as_str()).count();
        (here, found.len() - here)
    };
    assert_eq!(places("Tomas"), (1, 1));
    assert_eq!(places("Ilse"), (1, 1), "what the draft has is not listed twice");
}

#[test]
fn a_draft_that_is_saved_into_the_corpus_bears_nothing_out() {
    let desk = Desk::new();
    desk.write("onrecord.toml", "[corpus]\npaths = [\".\"]\n");
    let mut editor = desk.editor();
    let (uri, text) = (desk.uri("new.md"), "“We will paint the boats blue in the spring,” Ilse Brandvold said.\n");
    editor.open(&uri, "markdown", text);
    with_code(&editor.diagnostics(&uri, 1), "VER101");
    desk.write("new.md", text);
    editor.notify("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
    editor.wait_for(|message| {
        let line = message["params"]["message"].as_str().unwrap_or_default();
        line.starts_with("corpus read: ")
    });
    editor.change(&uri, 2, json!([{"text": format!("{text}\nMore.\n")}]));
    with_code(&editor.diagnostics(&uri, 2), "VER101");
}

#[test]
fn a_source_that_is_opened_in_a_folder_of_sources_is_not_checked() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let (source, draft) = (desk.uri("sources/release.md"), desk.uri("draft.md"));
    editor.open(&source, "markdown", RELEASE);
    let why = editor.wait_for(|message| message["method"] == "window/logMessage");
    let why = why["params"]["message"].as_str().expect("is text").to_owned();
    assert!(why.ends_with("release.md is not checked: it lies in the corpus"), "{why}");
    editor.open(&draft, "markdown", DRAFT);
    editor.diagnostics(&draft, 1);
    let told = editor.settle(Duration::from_millis(200));
    assert!(told.iter().all(|message| message["params"]["uri"] != source.as_str()), "{told:#?}");
    assert!(
        told.iter().all(|message| message["method"] != "window/showMessage"),
        "who looks up a source wants no word on it"
    );
}

#[test]
fn where_nothing_names_a_corpus_that_is_told() {
    let desk = Desk::new();
    std::fs::remove_file(desk.path("onrecord.toml")).expect("is there");
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let told = editor.wait_for(|message| message["method"] == "window/logMessage");
    assert!(told["params"]["message"].as_str().is_some_and(|it| it.starts_with("no corpus is named")), "{told:#}");
    let hover = editor.at("textDocument/hover", &uri, inside(DRAFT, "spring tides")).to_string();
    assert!(hover.contains("not checked") && hover.contains("no corpus is named"), "{hover}");
}
