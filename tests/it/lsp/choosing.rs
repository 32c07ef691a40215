//! Actions whose edits are told only once a writer has chosen one.

use serde_json::{Value, json};

use super::editor::{Editor, able};
use super::{Desk, with_code};

const TIDES: &str = "“We will dredge the northern channel before the spring tides are over,” Ilse Brandvold said.\n";

fn choosing(desk: &Desk) -> Editor {
    let mut capabilities = able();
    capabilities["textDocument"]["codeAction"]["dataSupport"] = json!(true);
    capabilities["textDocument"]["codeAction"]["resolveSupport"] = json!({"properties": ["edit"]});
    Editor::with(Some(&desk.path("")), capabilities)
}

fn asked(uri: &str, from: usize, upto: usize) -> Value {
    let place = |line: usize| json!({"line": line, "character": 20});
    let range = json!({"start": place(from), "end": place(upto)});
    json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []}})
}

fn titled(answer: &Value, title: &str) -> Vec<Value> {
    let all = answer["result"].as_array().unwrap_or_else(|| panic!("{answer:#}"));
    all.iter().filter(|action| action["title"].as_str().is_some_and(|it| it.starts_with(title))).cloned().collect()
}

fn line_of(resolved: &Value) -> &Value {
    &resolved["result"]["edit"]["documentChanges"][0]["edits"][0]["range"]["start"]["line"]
}

#[test]
fn of_two_actions_with_one_title_the_chosen_one_is_done() {
    let desk = Desk::new();
    let mut editor = choosing(&desk);
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", &format!("# The channel\n\n{TIDES}\n{TIDES}"));
    with_code(&editor.diagnostics(&uri, 1), "VER103");
    let offered = editor.request("textDocument/codeAction", asked(&uri, 2, 4));
    for title in ["Put the source's words in", "Ignore VER103 in this paragraph", "Turn into a paraphrase"] {
        let actions = titled(&offered, title);
        assert_eq!(actions.len(), 2, "{offered:#}");
        for (action, line) in actions.into_iter().zip([2, 4]) {
            let resolved = editor.request("codeAction/resolve", action);
            assert_eq!(line_of(&resolved), &json!(line), "{resolved:#}");
        }
    }
}

#[test]
fn an_action_offered_during_a_check_is_done_where_it_was_offered() {
    let desk = Desk::new();
    let mut editor = choosing(&desk);
    let uri = desk.uri("draft.md");
    let paragraph = format!("{TIDES}\n");
    editor.open(&uri, "markdown", &paragraph.repeat(300));
    editor.diagnostics(&uri, 1);
    // As long as a paragraph: a range of the older text would mean the one in front.
    let typed = format!("{}\n\n", "x".repeat(paragraph.len() - 2));
    let start = json!({"line": 0, "character": 0});
    editor.change(&uri, 2, json!([{"range": {"start": start, "end": start}, "text": typed}]));
    let line = 2 * 298;
    let offered = editor.request("textDocument/codeAction", asked(&uri, line, line));
    editor.diagnostics(&uri, 2);
    for action in titled(&offered, "Put the source's words in") {
        let resolved = editor.request("codeAction/resolve", action);
        assert!(line_of(&resolved) == line || resolved["error"]["code"] == -32801, "{resolved:#}");
    }
}
