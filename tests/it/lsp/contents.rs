//! Sources that are no text as they lie on disk, opened as texts.

use serde_json::{Value, json};

use super::editor::{Editor, able};
use super::{Desk, inside};

const WIRE: &str = "CRANES\n\nThe port met on Friday. “The cranes will stay – all nine,” Ilse Brandvold said.\n";
const MAIL: &str = "From: Ida Quist <ida@harbour.example>\r\nTo: desk@post.example\r\nDate: Tue, 4 Mar 2031 09:00:00 +0000\r\n\
    Subject: Statement\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
    <p>Dear all,</p><p>“Not one <b>gull</b> was harmed &amp; none will be,” said Tomas Rehn.</p>\r\n";
const DRAFT: &str = "“The cranes will stay – all nine,” Ilse Brandvold said.\n\n\
    “Not one gull was harmed & none will be,” said Tomas Rehn.\n";

fn newsroom() -> Desk {
    let desk = Desk::new();
    let row = |id: &str, text: &str| json!({"id": id, "outlet": "Harbour Wire", "text": text}).to_string();
    let rows = [row("a1", "Nothing was said."), row("a 7/ä", WIRE)];
    desk.write("sources/wire.jsonl", &rows.join("\n"));
    desk.write("sources/statement.eml", MAIL);
    desk
}

/// A position as links have it.
fn place(position: &Value) -> String {
    let number = |key: &str| position[key].as_u64().expect("is a number") + 1;
    format!("L{},{}", number("line"), number("character"))
}

/// The words at a range of a text, in UTF-16 columns.
fn words(text: &str, range: &Value) -> String {
    let number = |end: &str, key: &str| range[end][key].as_u64().expect("is a number") as usize;
    assert_eq!(number("start", "line"), number("end", "line"));
    let line: Vec<u16> = text.split('\n').nth(number("start", "line")).expect("has the line").encode_utf16().collect();
    String::from_utf16_lossy(&line[number("start", "character")..number("end", "character")])
}

#[test]
fn a_source_that_is_no_text_opens_as_one_at_the_exact_words() {
    let desk = newsroom();
    let mut capabilities = able();
    capabilities["workspace"]["textDocumentContent"] = json!({"dynamicRegistration": true});
    let mut editor = Editor::with(Some(&desk.path("")), capabilities);
    let offered = editor.capabilities["workspace"]["textDocumentContent"].clone();
    assert_eq!(offered, json!({"schemes": ["onrecord-source"]}));
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    for (at, name, said) in [
        ("cranes", "wire.jsonl", "The cranes will stay – all nine"),
        ("gull", "statement.eml", "Not one gull was harmed & none will be"),
    ] {
        let links = editor.at("textDocument/definition", &uri, inside(DRAFT, at));
        let beside = editor.request("textDocument/documentLink", json!({"textDocument": {"uri": uri}}));
        let beside = beside["result"].as_array().expect("is a list");
        let target = links[0]["targetUri"].as_str().expect("is text").to_owned();
        // A link has no room for a range but in its address, where editors look for it.
        let selection = &links[0]["targetSelectionRange"];
        let linked = format!("{target}#{}-{}", place(&selection["start"]), place(&selection["end"]));
        assert!(beside.iter().any(|link| link["target"] == *linked), "{linked} {beside:#?}");
        let hover = editor.at("textDocument/hover", &uri, inside(DRAFT, at));
        let note = hover["contents"]["value"].as_str().expect("is text");
        assert!(note.contains(&format!("(<{linked}>)")), "{linked} {note}");
        assert!(target.starts_with("onrecord-source:/") && target.contains(name), "{target}");
        let content = editor.request("workspace/textDocumentContent", json!({"uri": target}));
        let text = content["result"]["text"].as_str().expect("is text");
        assert_eq!(words(text, &links[0]["targetSelectionRange"]).trim_end_matches(','), said, "{text}");
        // It is a source, whatever an editor calls its language.
        editor.open(&target, "plaintext", text);
        assert_eq!(editor.at("textDocument/hover", &target, (0, 1)), Value::Null);
    }
    // The sources change, another one before it: whoever has the contents asks again, by the address that it knows.
    let known = editor.at("textDocument/definition", &uri, inside(DRAFT, "cranes"))[0]["targetUri"].clone();
    let row = |id: &str, text: &str| json!({"id": id, "outlet": "Harbour Wire", "text": text}).to_string();
    let rows = [row("a0", "New."), row("a1", "Nothing was said."), row("a 7/ä", &WIRE.replace("Friday", "Monday"))];
    desk.write("sources/wire.jsonl", &rows.join("\n"));
    editor.request("workspace/executeCommand", json!({"command": "onrecord.reindex", "arguments": []}));
    let asked = editor.wait_for(|message| {
        message["method"] == "workspace/textDocumentContent/refresh" && message["params"]["uri"] == known
    });
    editor.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": null}));
    editor.settle(std::time::Duration::from_millis(300));
    let content = editor.request("workspace/textDocumentContent", json!({"uri": known}));
    assert!(content["result"]["text"].as_str().is_some_and(|text| text.contains("on Monday")), "{content:#}");
    let gone = json!({"uri": "onrecord-source:/x.txt?0:/never/there.jsonl%231"});
    assert_eq!(editor.request("workspace/textDocumentContent", gone)["error"]["code"], -32602);
    // A text as it lies on disk is still its file.
    let text = "“Nobody asked the crews what they thought of the plan,” said Tomas Rehn.\n";
    editor.change(&uri, 2, json!([{"text": text}]));
    editor.diagnostics(&uri, 2);
    let links = editor.at("textDocument/definition", &uri, inside(text, "crews"));
    assert_eq!(links[0]["targetUri"], desk.uri("sources/story.md"));
}

#[test]
fn an_editor_that_asks_for_no_contents_gets_the_file() {
    let desk = newsroom();
    let mut editor = Editor::with(Some(&desk.path("")), able());
    assert_eq!(editor.capabilities["workspace"].get("textDocumentContent"), None);
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let links = editor.at("textDocument/definition", &uri, inside(DRAFT, "cranes"));
    assert_eq!(links[0]["targetUri"], desk.uri("sources/wire.jsonl"));
    assert_eq!(links[0]["targetSelectionRange"]["start"]["line"], 1);
}
