//! Editors that ask for the findings of all drafts of the folders they have open.

use std::time::Duration;

use serde_json::{Value, json};

use super::editor::{Editor, able, uri};
use super::{DRAFT, Desk, with_code};

/// An editor whose writer wants all findings, or does not.
fn asking(desk: &Desk, wants: bool) -> Editor {
    asking_of(Editor::silent(), desk, wants)
}

/// An editor whose writer wants all findings, of a server started with something set.
pub fn asking_for_all(desk: &Desk, set: impl FnOnce(&mut std::process::Command)) -> Editor {
    asking_of(Editor::started(set), desk, true)
}

fn asking_of(editor: Editor, desk: &Desk, wants: bool) -> Editor {
    asking_with(editor, desk, &json!({"workspaceDiagnostics": wants}))
}

fn asking_with(mut editor: Editor, desk: &Desk, options: &Value) -> Editor {
    let mut capabilities = able();
    capabilities["textDocument"]["diagnostic"] = json!({"dynamicRegistration": false});
    capabilities["workspace"]["diagnostics"] = json!({"refreshSupport": true});
    let root = uri(&desk.path(""));
    let folders = json!([{"uri": root, "name": "desk"}]);
    let answer = editor.request(
        "initialize",
        json!({
            "processId": null, "rootUri": root, "workspaceFolders": folders, "capabilities": capabilities,
            "initializationOptions": options
        }),
    );
    editor.capabilities = answer["result"]["capabilities"].clone();
    editor.notify("initialized", json!({}));
    editor
}

/// Asks until the corpus is read; the reports.
pub fn all(editor: &mut Editor, known: &Value) -> Vec<Value> {
    loop {
        let answer = editor.request("workspace/diagnostic", json!({"previousResultIds": known}));
        if answer["error"]["code"] != -32802 {
            return answer["result"]["items"].as_array().unwrap_or_else(|| panic!("{answer:#}")).clone();
        }
        assert_eq!(answer["error"]["data"]["retriggerRequest"], true);
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn of<'a>(reports: &'a [Value], uri: &str) -> &'a Value {
    reports.iter().find(|report| report["uri"] == uri).unwrap_or_else(|| panic!("no {uri} in {reports:#?}"))
}

pub fn known(reports: &[Value]) -> Value {
    let ids = reports.iter().filter(|report| report["resultId"].is_string());
    ids.map(|report| json!({"uri": report["uri"], "value": report["resultId"]})).collect()
}

#[test]
fn drafts_that_are_not_open_are_told_of_when_the_writer_wants_it() {
    let desk = Desk::new();
    desk.write("one.md", DRAFT);
    desk.write("two.txt", "Nothing was said.\n");
    desk.write("tool.rs", DRAFT);
    let (one, two) = (desk.uri("one.md"), desk.uri("two.txt"));
    let mut editor = asking(&desk, true);
    assert_eq!(editor.capabilities["diagnosticProvider"]["workspaceDiagnostics"], true);
    let first = all(&mut editor, &json!([]));
    let names: Vec<&Value> = first.iter().map(|report| &report["uri"]).collect();
    assert_eq!(names, [&one, &two], "no source, no program, nothing twice");
    let found = of(&first, &one);
    assert_eq!((&found["kind"], &found["version"]), (&json!("full"), &Value::Null));
    with_code(found["items"].as_array().expect("is a list"), "VER103");
    // What is known is not told again; what changed is, and what is gone goes.
    let second = all(&mut editor, &known(&first));
    assert!(second.iter().all(|report| report["kind"] == "unchanged"), "{second:#?}");
    desk.write("one.md", &DRAFT.replace("will dredge", "will not dredge"));
    std::fs::remove_file(desk.path("two.txt")).expect("is there");
    let third = all(&mut editor, &known(&second));
    assert_eq!(of(&third, &one)["items"], json!([]));
    assert_eq!(of(&third, &two), &json!({"kind": "full", "uri": two, "version": null, "items": []}));
    // A draft that is open is asked for by itself.
    editor.open(&one, "markdown", DRAFT);
    assert_eq!(all(&mut editor, &known(&third)), Vec::<Value>::new());
}

#[test]
fn an_editor_may_write_addresses_in_its_own_way() {
    let desk = Desk::new();
    desk.write("Q&A (one).md", DRAFT);
    let mut editor = asking(&desk, true);
    let first = all(&mut editor, &json!([]));
    let theirs = desk.uri("Q%26A%20%28one%29.md");
    let known = json!([{"uri": theirs, "value": first[0]["resultId"]}]);
    let second = all(&mut editor, &known);
    assert_eq!(second.len(), 1, "{second:#?}");
    assert_eq!(second[0]["kind"], "unchanged");
    editor.open(&theirs, "markdown", "Nothing was said.\n");
    assert_eq!(all(&mut editor, &known), Vec::<Value>::new(), "it is open");
}

#[test]
fn parts_come_as_they_are_ready_and_a_request_can_be_taken_back() {
    let desk = Desk::new();
    for number in 0..40 {
        desk.write(&format!("drafts/{number:02}.md"), DRAFT);
    }
    let mut editor = asking(&desk, true);
    all(&mut editor, &json!([]));
    let id = editor.ask("workspace/diagnostic", json!({"previousResultIds": [], "partialResultToken": "parts/1"}));
    let mut told = Vec::new();
    while told.len() < 40 {
        let part = editor.wait_for(|message| message["method"] == "$/progress");
        assert_eq!(part["params"]["token"], "parts/1");
        told.extend(part["params"]["value"]["items"].as_array().expect("is a list").clone());
    }
    assert_eq!(told.len(), 40);
    // The request stays open for what changes, until it is taken back.
    desk.write("drafts/07.md", &DRAFT.replace("will dredge", "will not dredge"));
    let part = editor.wait_for(|message| message["method"] == "$/progress");
    let changed = part["params"]["value"]["items"].as_array().expect("is a list").clone();
    assert_eq!(of(&changed, &desk.uri("drafts/07.md"))["items"], json!([]));
    editor.notify("$/cancelRequest", json!({"id": id}));
    assert_eq!(editor.answer(id)["error"]["code"], -32800);
}

#[test]
fn unless_the_writer_wants_it_nothing_is_offered_or_told() {
    let desk = Desk::new();
    desk.write("one.md", DRAFT);
    let mut editor = asking(&desk, false);
    assert_eq!(editor.capabilities["diagnosticProvider"]["workspaceDiagnostics"], false);
    assert_eq!(all(&mut editor, &json!([])), Vec::<Value>::new());
    let told = editor.settle(Duration::from_millis(100));
    assert!(told.iter().all(|message| message["method"] != "window/showMessage"), "{told:#?}");
}

#[test]
fn the_writer_may_come_to_want_it_and_not_to_want_it_any_more() {
    let desk = Desk::new();
    desk.write("one.md", DRAFT);
    let mut editor = asking_with(Editor::silent(), &desk, &Value::Null);
    assert_eq!(editor.capabilities["diagnosticProvider"]["workspaceDiagnostics"], true);
    let set = |editor: &mut Editor, wants: bool| {
        let settings = json!({"onrecord": {"workspaceDiagnostics": wants}});
        editor.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
        editor.wait_for(|message| message["method"] == "workspace/diagnostic/refresh");
    };
    assert_eq!(all(&mut editor, &json!([])), Vec::<Value>::new(), "nobody asked for it so far");
    set(&mut editor, true);
    let found = all(&mut editor, &json!([]));
    with_code(of(&found, &desk.uri("one.md"))["items"].as_array().expect("is a list"), "VER103");
    set(&mut editor, false);
    let gone = all(&mut editor, &known(&found));
    assert_eq!(of(&gone, &desk.uri("one.md"))["items"], json!([]), "what was told is taken back");
}
