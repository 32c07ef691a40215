//! A large corpus while it is being read: how far it is, what is told meanwhile, and what happens when it is enough.

use serde_json::{Value, json};

use super::editor::{Editor, able};
use super::{DRAFT, Desk, with_code};

/// Enough that reading it takes a while, and that it is kept in an index.
const MANY: usize = 2_500;

fn newsroom() -> Desk {
    let desk = Desk::new();
    desk.write("onrecord.toml", "[corpus]\npaths = [\"sources\"]\nindex = \"indexes\"\n");
    for number in 0..MANY {
        let words = format!("The ferry of ward {number} was late on day {} of the strike. ", number * 7 % 31);
        let said = format!("“Ward {number} will be served before ward {} is,” Maren Holt said.", number + 1);
        desk.write(&format!("sources/{number:04}.txt"), &format!("{said}\n\n{}\n", words.repeat(9)));
    }
    desk
}

/// An editor that wants the first part after so many milliseconds.
fn started(desk: &Desk, first_part: u64) -> Editor {
    let mut capabilities = able();
    capabilities["window"]["workDoneProgress"] = json!(true);
    capabilities["experimental"] = json!({"onrecord/firstPart": first_part});
    Editor::with(Some(&desk.path("")), capabilities)
}

/// Lets the bar begin; its token.
fn bar(editor: &mut Editor) -> Value {
    let asked = editor.wait_for(|message| message["method"] == "window/workDoneProgress/create");
    editor.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": null}));
    let begun = editor.wait_for(|message| message["params"]["value"]["kind"] == "begin");
    assert_eq!(begun["params"]["value"]["cancellable"], true);
    asked["params"]["token"].clone()
}

/// Waits for diagnostics whose first message says something; an information at the top is first.
fn told(editor: &mut Editor, says: &str) -> Vec<Value> {
    let published = editor.wait_for(|message| {
        let first = &message["params"]["diagnostics"][0]["message"];
        first.as_str().is_some_and(|first| first.contains(says))
    });
    published["params"]["diagnostics"].as_array().expect("is a list").clone()
}

#[test]
fn a_draft_is_checked_against_what_is_read_so_far_and_says_so() {
    let desk = newsroom();
    let mut editor = started(&desk, 30);
    let uri = desk.uri("draft.md");
    // The last quotation is nobody's.
    let draft = format!("{DRAFT}\n“Purple elephants juggle at dawn,” said Tomas Rehn.\n");
    editor.open(&uri, "markdown", &draft);
    let token = bar(&mut editor);
    // A first part that is wanted at once may be joined before any of it is counted.
    let counts = |message: &Value| message.as_str().is_some_and(|message| message.contains("files"));
    let step = editor.wait_for(|message| {
        let value = &message["params"]["value"];
        value["kind"] == "report" && counts(&value["message"])
    });
    assert_eq!(step["params"]["token"], token);
    let message = step["params"]["value"]["message"].as_str().expect("is text");
    assert!(message.contains(&format!("of {} files", MANY + 2)) && message.contains("sources from"), "{message}");
    assert!(step["params"]["value"]["percentage"].as_u64().is_some_and(|percent| percent < 100), "{step:#}");
    let partly = told(&mut editor, "read so far; what no source has is not told until all are");
    assert_eq!((&partly[0]["severity"], partly[0].get("code")), (&json!(3), None));
    let absent = |all: &[Value]| all.iter().filter(|it| it["code"] == "VER101").count();
    assert_eq!(absent(&partly), 0, "what was not looked at is not missing: {partly:#?}");
    let end = editor.wait_for(|message| message["params"]["value"]["kind"] == "end");
    let came = end["params"]["value"]["message"].as_str().expect("is text");
    assert!(came.starts_with(&format!("{} articles", MANY + 2)), "{came}");
    let whole =
        editor.wait_for(|message| message["params"]["diagnostics"].as_array().is_some_and(|all| absent(all) == 1));
    with_code(whole["params"]["diagnostics"].as_array().expect("is a list"), "VER103");
}

#[test]
fn what_stands_beside_a_draft_says_that_it_is_of_a_part() {
    let desk = newsroom();
    let mut editor = started(&desk, 30);
    editor.notify(
        "workspace/didChangeConfiguration",
        json!({"settings": {"onrecord": {"inlayHints": true, "codeLens": true}}}),
    );
    let uri = desk.uri("draft.md");
    // What is read first has the one; nobody ever said the other.
    let draft = "“Ward 0 will be served before ward 1 is,” Maren Holt said.\n\n“Purple elephants juggle at dawn,” said Tomas Rehn.\n";
    editor.open(&uri, "markdown", draft);
    let token = bar(&mut editor);
    // The first part may be no source at all.
    editor.wait_for(|message| {
        let first = message["params"]["diagnostics"][0]["message"].as_str();
        first.is_some_and(|first| first.contains("read so far") && !first.starts_with("0 sources"))
    });
    // That is how it stays.
    editor.notify("window/workDoneProgress/cancel", json!({"token": token}));
    editor.wait_for(|message| message["params"]["value"]["kind"] == "end");
    let partly = told(&mut editor, "the reading was stopped: ");
    let document = json!({"uri": uri});
    let whole = json!({"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}});
    let hints =
        editor.request("textDocument/inlayHint", json!({"textDocument": document, "range": whole}))["result"].clone();
    let labels = hints.as_array().expect("is a list").iter().map(|hint| hint["label"].clone()).collect::<Vec<_>>();
    assert_eq!(labels, ["0000.txt, so far"], "{hints:#}");
    assert_eq!(hints[0]["tooltip"], partly[0]["message"]);
    let lenses = editor.request("textDocument/codeLens", json!({"textDocument": document}))["result"].clone();
    let titles =
        lenses.as_array().expect("is a list").iter().map(|lens| lens["command"]["title"].clone()).collect::<Vec<_>>();
    assert!(titles[0].as_str().is_some_and(|title| title.ends_with(", so far")), "{lenses:#}");
    assert_eq!(titles[1..], ["not found so far"], "{lenses:#}");
    for (line, says) in [(0, "0000.txt"), (2, "**not found so far**")] {
        let hover = editor.at("textDocument/hover", &uri, (line, 5));
        let note = hover["contents"]["value"].as_str().expect("is text");
        assert!(note.contains(says) && note.contains("the reading was stopped: "), "{note}");
    }
}

#[test]
fn a_reading_that_was_stopped_leaves_what_is_there_and_says_so() {
    let desk = newsroom();
    let mut editor = started(&desk, 600_000);
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let token = bar(&mut editor);
    editor.notify("window/workDoneProgress/cancel", json!({"token": token}));
    let end = editor.wait_for(|message| message["params"]["value"]["kind"] == "end");
    let came = end["params"]["value"]["message"].as_str().expect("is text");
    assert!(came.starts_with("stopped: ") && came.ends_with(&format!("of {} files", MANY + 2)), "{came}");
    told(&mut editor, "the reading was stopped: ");
    // What is said of a quotation says so, too.
    let hover = editor.at("textDocument/hover", &uri, (2, 5));
    let note = hover["contents"]["value"].as_str().expect("is text");
    assert!(note.contains("the reading was stopped: ") && !note.contains("unsupported"), "{note}");
    // Another look goes on from there, to the end.
    editor.request("workspace/executeCommand", json!({"command": "onrecord.reindex", "arguments": []}));
    let token = bar(&mut editor);
    let end =
        editor.wait_for(|message| message["params"]["value"]["kind"] == "end" && message["params"]["token"] == token);
    let came = end["params"]["value"]["message"].as_str().expect("is text");
    assert!(came.starts_with(&format!("{} articles", MANY + 2)), "{came}");
    let whole = editor.wait_for(|message| {
        let all = message["params"]["diagnostics"].as_array();
        all.is_some_and(|all| !all.is_empty() && all.iter().all(|it| it.get("code").is_some()))
    });
    with_code(whole["params"]["diagnostics"].as_array().expect("is a list"), "VER103");
    // A number that means no bar of ours stops nothing.
    editor.notify("window/workDoneProgress/cancel", json!({"token": 7}));
    editor.notify("window/workDoneProgress/cancel", json!({"token": "onrecord/99"}));
    assert_eq!(editor.request("workspace/symbol", json!({"query": "Rehn"}))["result"][0]["name"], "Tomas Rehn");
}
