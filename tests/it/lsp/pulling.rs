//! Editors that ask for diagnostics by themselves.

use std::time::Duration;

use serde_json::{Value, json};

use super::editor::{Editor, able};
use super::{DRAFT, Desk, RELEASE, with_code};

fn asking() -> Value {
    let mut capabilities = able();
    capabilities["textDocument"]["diagnostic"] = json!({"dynamicRegistration": false});
    capabilities["workspace"]["diagnostics"] = json!({"refreshSupport": true});
    capabilities["workspace"]["didChangeWatchedFiles"] = json!({"dynamicRegistration": true});
    capabilities
}

/// Asks until there is an answer, as an editor does.
fn pull(editor: &mut Editor, uri: &str, has: Option<&str>) -> Value {
    loop {
        let params = json!({"textDocument": {"uri": uri}, "previousResultId": has});
        let answer = editor.request("textDocument/diagnostic", params);
        if answer["error"]["code"] != -32802 {
            return answer["result"].clone();
        }
        assert_eq!(answer["error"]["data"]["retriggerRequest"], true);
    }
}

#[test]
fn diagnostics_are_pulled_and_not_pushed_as_well() {
    let desk = Desk::new();
    let mut editor = Editor::with(Some(&desk.path("")), asking());
    assert_eq!(editor.capabilities["diagnosticProvider"]["identifier"], "onrecord");
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let first = pull(&mut editor, &uri, None);
    assert_eq!(first["kind"], "full");
    let items = first["items"].as_array().expect("is a list").clone();
    assert_eq!(with_code(&items, "VER103")["severity"], 1);
    let id = first["resultId"].as_str().expect("is text").to_owned();
    let again = pull(&mut editor, &uri, Some(&id));
    assert_eq!(again, json!({"kind": "unchanged", "resultId": id}));
    editor.change(&uri, 2, json!([{"text": DRAFT.replace("will dredge", "will not dredge")}]));
    assert_eq!(pull(&mut editor, &uri, Some(&id))["items"], json!([]));
    let pushed = editor.settle(Duration::from_millis(200));
    let pushed = pushed.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics");
    assert_eq!(pushed.count(), 0);
}

#[test]
fn an_editor_is_told_to_pull_again_when_the_corpus_changed() {
    let desk = Desk::new();
    let mut editor = Editor::with(Some(&desk.path("")), asking());
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let first = pull(&mut editor, &uri, None);
    desk.write("sources/release.md", &RELEASE.replace("will not dredge", "will dredge"));
    let changes = json!([{"uri": desk.uri("sources/release.md"), "type": 2}]);
    editor.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    let refresh = editor.wait_for(|message| message["method"] == "workspace/diagnostic/refresh");
    editor.send(&json!({"jsonrpc": "2.0", "id": refresh["id"], "result": null}));
    let second = pull(&mut editor, &uri, first["resultId"].as_str());
    assert_eq!(second["items"], json!([]), "{second:#}");
}

#[test]
fn what_is_no_draft_has_nothing_to_pull() {
    let desk = Desk::new();
    let mut editor = Editor::with(Some(&desk.path("")), asking());
    editor.open(&desk.uri("sources/release.md"), "markdown", RELEASE);
    assert_eq!(pull(&mut editor, &desk.uri("sources/release.md"), None), json!({"kind": "full", "items": []}));
    assert_eq!(pull(&mut editor, "file:///never/opened.md", None), json!({"kind": "full", "items": []}));
}
