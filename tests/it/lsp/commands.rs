//! Commands, and what is answered beside the text, in the protocol's shape.

use std::time::Duration;

use serde_json::{Value, json};

use super::editor::{Editor, able};
use super::{DRAFT, Desk, RELEASE, inside, range_of, with_code};

fn showing(desk: &Desk) -> Editor {
    let mut capabilities = able();
    capabilities["window"]["showDocument"] = json!({"support": true});
    capabilities["textDocument"]["rename"] = json!({"prepareSupport": true});
    Editor::with(Some(&desk.path("")), capabilities)
}

#[test]
fn commands_do_what_they_say() {
    let desk = Desk::new();
    let mut editor = showing(&desk);
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    with_code(&editor.diagnostics(&uri, 1), "VER103");
    let run = |editor: &mut Editor, command: &str, arguments: Value| {
        editor.request("workspace/executeCommand", json!({"command": command, "arguments": arguments}))
    };
    let shown = |editor: &mut Editor| {
        let asked = editor.wait_for(|message| message["method"] == "window/showDocument");
        editor.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": {"success": true}}));
        asked["params"].clone()
    };
    let page = run(&mut editor, "onrecord.explain", json!(["meaning-changed"]))["result"].clone();
    assert!(page.as_str().is_some_and(|page| page.starts_with("# VER103")));
    assert!(shown(&mut editor)["uri"].as_str().is_some_and(|uri| uri.ends_with("VER103.md")));
    let (line, character) = inside(DRAFT, "spring tides");
    let place = json!([uri, {"line": line, "character": character}]);
    let words = "We will not dredge the northern channel before the spring tides are over";
    let source = run(&mut editor, "onrecord.openSource", place)["result"].clone();
    assert_eq!(source["range"]["start"], range_of(RELEASE, words)["start"]);
    assert_eq!(shown(&mut editor)["selection"]["start"], source["range"]["start"]);
    assert_eq!(run(&mut editor, "onrecord.explain", json!(["VER999"]))["error"]["code"], -32602);
    assert_eq!(run(&mut editor, "onrecord.openSource", json!([]))["error"]["code"], -32602);
    assert_eq!(run(&mut editor, "onrecord.noSuchThing", json!([]))["error"]["code"], -32602);
    // The editor watches nothing here, so the change is seen when it is told to look.
    desk.write("sources/release.md", &RELEASE.replace("will not dredge", "will dredge"));
    run(&mut editor, "onrecord.reindex", json!([]));
    assert_eq!(editor.diagnostics(&uri, 1), Vec::<Value>::new());
}

#[test]
fn the_report_of_a_draft_is_shown_as_it_is_now() {
    let desk = Desk::new();
    let uri = desk.uri("draft.md");
    let report = |editor: &mut Editor| {
        let params = json!({"command": "onrecord.showReport", "arguments": [uri]});
        let page = editor.request("workspace/executeCommand", params)["result"].clone();
        let path = page.as_str().and_then(|page| page.strip_prefix("file://")).expect("a file").to_owned();
        (std::fs::read_to_string(&path).expect("was written"), path)
    };
    let mut editor = showing(&desk);
    editor.open(&uri, "markdown", DRAFT);
    editor.diagnostics(&uri, 1);
    let (page, path) = report(&mut editor);
    assert!(page.contains("meaning changed") && page.contains("VER103"), "{page}");
    let asked = editor.wait_for(|message| message["method"] == "window/showDocument");
    assert_eq!(asked["params"]["external"], true);
    assert!(asked["params"]["uri"].as_str().is_some_and(|uri| uri.ends_with(&path)), "{asked:#}");
    editor.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": {"success": true}}));
    editor.change(&uri, 2, json!([{"text": DRAFT.replace("will dredge", "will not dredge")}]));
    assert!(!report(&mut editor).0.contains("VER103"), "what was typed since counts");
    // An editor that can show nothing is told where it lies.
    let mut plain = Editor::with(Some(&desk.path("")), able());
    plain.open(&uri, "markdown", DRAFT);
    plain.diagnostics(&uri, 1);
    let (_, path) = report(&mut plain);
    let told = plain.wait_for(|message| message["method"] == "window/showMessage");
    assert_eq!(told["params"]["message"], format!("The report is in {path}"));
    let nothing = json!({"command": "onrecord.showReport", "arguments": ["file:///never/opened.md"]});
    assert_eq!(plain.request("workspace/executeCommand", nothing)["result"], Value::Null);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).expect("is there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "a draft is nobody else's to read");
    }
}

#[test]
fn what_stands_beside_the_text_comes_in_the_protocols_shape() {
    let desk = Desk::new();
    let mut editor = showing(&desk);
    let uri = desk.uri("draft.md");
    editor.notify("workspace/didChangeConfiguration", json!({"settings": {"onrecord": {"codeLens": true}}}));
    editor.open(&uri, "markdown", DRAFT);
    editor.diagnostics(&uri, 1);
    let document = json!({"uri": uri});
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let hints = editor.request("textDocument/inlayHint", json!({"textDocument": document, "range": all}));
    assert_eq!(hints["result"][0]["label"], "Harbour Office, 2031-03-04");
    let lenses = editor.request("textDocument/codeLens", json!({"textDocument": document}))["result"].clone();
    assert_eq!(lenses[0]["command"]["title"], "meaning changed, 1 source");
    assert_eq!(lenses[0]["command"]["command"], "onrecord.openSource");
    let tokens = editor.request("textDocument/semanticTokens/full", json!({"textDocument": document}));
    assert_eq!(tokens["result"]["data"].as_array().map(|data| data.len() % 5), Some(0));
    let name = inside(DRAFT, "Brandvold did not");
    let prepared = editor.at("textDocument/prepareRename", &uri, name);
    assert_eq!(prepared["start"], range_of(DRAFT, "Brandvold did not")["start"]);
    let rename = json!({
        "textDocument": document, "position": {"line": name.0, "character": name.1}, "newName": "Ilse Brandvoll"
    });
    let edits = editor.request("textDocument/rename", rename)["result"]["documentChanges"][0]["edits"].clone();
    assert_eq!(edits.as_array().map(Vec::len), Some(2), "{edits:#}");
    let nobody = json!({
        "textDocument": document, "position": {"line": name.0, "character": name.1}, "newName": " "
    });
    assert_eq!(editor.request("textDocument/rename", nobody)["error"]["code"], -32602);
    let context = json!({"includeDeclaration": true});
    let position = json!({"line": name.0, "character": name.1});
    let asked = json!({"textDocument": document, "position": position, "context": context});
    let found = editor.request("textDocument/references", asked)["result"].clone();
    assert_eq!(found[1]["uri"], desk.uri("sources/release.md"), "{found:#}");
    let first = editor.at("textDocument/typeDefinition", &uri, name);
    assert_eq!(first["uri"], desk.uri("sources/release.md"));
    let symbols = editor.request("workspace/symbol", json!({"query": "rehn"}))["result"].clone();
    assert_eq!(symbols[0]["name"], "Tomas Rehn");
    let symbols = editor.request("workspace/symbol", json!({"query": "release"}))["result"].clone();
    assert_eq!((&symbols[0]["name"], &symbols[0]["kind"]), (&json!("release.md"), &json!(1)), "{symbols:#}");
    assert_eq!(symbols[0]["containerName"], "Harbour Office, 2031-03-04");
    assert_eq!(symbols[0]["location"]["uri"], desk.uri("sources/release.md"));
    assert_eq!(symbols[0]["location"]["range"]["start"], range_of(RELEASE, "“We will not")["start"]);
    let typed = format!("{DRAFT}\nRehn said: “Nobody asked the cr");
    editor.change(&uri, 2, json!([{"text": typed}]));
    let line = typed.lines().count() - 1;
    let column = typed.lines().last().map_or(0, |line| line.encode_utf16().count());
    let offered = editor.at("textDocument/completion", &uri, (line, column));
    assert_eq!(offered["items"][0]["textEdit"]["newText"], "crews what they thought of the plan”");
    let range = json!({"start": {"line": line, "character": column - 2}, "end": {"line": line, "character": column}});
    assert_eq!(offered["items"][0]["textEdit"]["range"], range);
    for beyond in [(line, column + 300), (line + 300, 0)] {
        let offered = editor.at("textDocument/completion", &uri, beyond);
        assert_eq!(offered["items"][0]["textEdit"]["range"], range, "{beyond:?}");
    }
}

#[test]
fn an_editor_asks_again_for_what_stands_beside_the_text() {
    let desk = Desk::new();
    let mut capabilities = able();
    capabilities["workspace"]["inlayHint"] = json!({"refreshSupport": true});
    capabilities["workspace"]["semanticTokens"] = json!({"refreshSupport": true});
    let mut editor = Editor::with(Some(&desk.path("")), capabilities);
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    for method in ["workspace/inlayHint/refresh", "workspace/semanticTokens/refresh"] {
        let asked = editor.wait_for(|message| message["method"] == method);
        editor.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": null}));
    }
    editor.diagnostics(&uri, 1);
    editor.change(&uri, 2, json!([{"text": format!("{DRAFT}\nIt rained.\n")}]));
    editor.diagnostics(&uri, 2);
    let after = editor.settle(Duration::from_millis(200));
    assert!(after.iter().all(|message| message.get("id").is_none()), "an edit needs no telling: {after:#?}");
}

#[test]
#[cfg(unix)]
fn a_signal_to_end_ends_the_server() {
    let mut editor = Editor::with(None, able());
    editor.signal("TERM");
    let began = std::time::Instant::now();
    editor.status();
    assert!(began.elapsed() < Duration::from_secs(2));
}
