//! The language server over its real standard input and output.

#[cfg(feature = "archive")]
mod archive;
mod choosing;
mod commands;
mod complaints;
mod contents;
mod editor;
mod pulling;
mod random;
mod reading;
mod settings;
mod surveying;
mod watching;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use editor::{Editor, able, uri};

/// A small newsroom: two sources, a configuration, and where drafts go.
struct Desk {
    folder: TempDir,
}

const RELEASE: &str = "---\noutlet: Harbour Office\ndate: 2031-03-04\nkind: release\n\
    url: https://harbour.example/news/dredging\n---\n\
    “We will not dredge the northern channel before the spring tides are over,” said Harbour Master Ilse Brandvold.\n\n\
    The office answers questions on weekdays.\n";

const STORY: &str = "---\noutlet: The Tidewater Post\ndate: 2031-03-05\n---\n\
    Fishermen met in Ostrand on Wednesday.\n\n\
    “Nobody asked the crews what they thought of the plan,” Tomas Rehn, who leads the crews’ union, said.\n";

/// Two quotations: one with a word dropped that turns it, one exact.
const DRAFT: &str = "# The channel\n\n\
    “We will dredge the northern channel before the spring tides are over,” Ilse Brandvold said.\n\n\
    “Nobody asked the crews what they thought of the plan,” said Tomas Rehn. Brandvold did not answer.\n";

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: TempDir::new().expect("there is room") };
        desk.write("onrecord.toml", "[corpus]\npaths = [\"sources\"]\n");
        desk.write("sources/release.md", RELEASE);
        desk.write("sources/story.md", STORY);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().expect("was just made").join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("is in the folder")).expect("there is room");
        std::fs::write(path, text).expect("there is room");
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }

    /// An editor of this folder with everything announced.
    fn editor(&self) -> Editor {
        Editor::with(Some(self.folder.path()), able())
    }
}

/// The range of a place, in UTF-16 columns.
fn range_of(text: &str, words: &str) -> Value {
    let at = text.find(words).expect("is there");
    let place = |at: usize| {
        let line = text[..at].matches('\n').count();
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        json!({"line": line, "character": text[start..at].encode_utf16().count()})
    };
    json!({"start": place(at), "end": place(at + words.len())})
}

fn inside(text: &str, words: &str) -> (usize, usize) {
    let start = range_of(text, words)["start"].clone();
    let number = |key: &str| start[key].as_u64().expect("is a number") as usize;
    (number("line"), number("character") + 1)
}

fn with_code<'a>(diagnostics: &'a [Value], code: &str) -> &'a Value {
    let found = diagnostics.iter().find(|diagnostic| diagnostic["code"] == code);
    found.unwrap_or_else(|| panic!("no {code} in {diagnostics:#?}"))
}

#[test]
fn a_changed_quotation_is_shown_with_its_source() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let diagnostics = editor.diagnostics(&uri, 1);
    let changed = with_code(&diagnostics, "VER103");
    assert_eq!(changed["source"], "onrecord");
    assert_eq!(changed["severity"], 1);
    let page = changed["codeDescription"]["href"].as_str().expect("a link to the rule's page");
    let page = page.strip_prefix("file://").expect("a file");
    assert!(std::fs::read_to_string(page).is_ok_and(|page| page.starts_with("# VER103")), "{changed:#}");
    let related = &changed["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], desk.uri("sources/release.md"));
    let words = "We will not dredge the northern channel before the spring tides are over";
    assert_eq!(related["location"]["range"]["start"], range_of(RELEASE, words)["start"]);
    let message = related["message"].as_str().expect("is text");
    assert!(message.contains("Harbour Office, 2031-03-04"), "{message}");
    assert!(message.contains("Ilse Brandvold") && message.contains("will not dredge"), "{message}");
    assert_eq!(diagnostics.len(), 1, "{diagnostics:#?}");
}

#[test]
fn only_what_was_announced_is_sent() {
    let desk = Desk::new();
    let mut editor = Editor::with(Some(desk.folder.path()), json!({}));
    assert_eq!(editor.capabilities["positionEncoding"], "utf-16");
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let published = editor.wait_for(|message| message["method"] == "textDocument/publishDiagnostics");
    assert!(published["params"].get("version").is_none());
    let changed = with_code(published["params"]["diagnostics"].as_array().expect("is a list"), "VER103").clone();
    for key in ["relatedInformation", "codeDescription", "data", "tags"] {
        assert!(changed.get(key).is_none(), "{key}: {changed:#}");
    }
    let hover = editor.at("textDocument/hover", &uri, inside(DRAFT, "spring tides"));
    assert_eq!(hover["contents"]["kind"], "plaintext");
    let definition = editor.at("textDocument/definition", &uri, inside(DRAFT, "spring tides"));
    assert_eq!(definition["uri"], desk.uri("sources/release.md"));
    let context = json!({"diagnostics": []});
    let actions = json!({"textDocument": {"uri": uri}, "range": changed["range"], "context": context});
    assert_eq!(editor.request("textDocument/codeAction", actions)["result"], Value::Null);
    let symbols = editor.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}));
    assert!(symbols["result"][0]["location"].is_object(), "{symbols:#}");
    let asked = editor.settle(Duration::from_millis(200)).into_iter().filter(|it| it.get("id").is_some());
    assert_eq!(asked.count(), 0, "nothing is registered with an editor that can't");
}

#[test]
fn hovering_tells_the_verdict_and_the_difference() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let hover = editor.at("textDocument/hover", &uri, inside(DRAFT, "spring tides"));
    assert_eq!(hover["contents"]["kind"], "markdown");
    let text = hover["contents"]["value"].as_str().expect("is text");
    assert!(text.starts_with("**meaning changed**"), "{text}");
    assert!(text.contains("We will ~~not~~ dredge"), "{text}");
    assert!(text.contains("[Harbour Office, 2031-03-04](<https://harbour.example/news/dredging#:~:text="), "{text}");
    let words = "We will dredge the northern channel before the spring tides are over";
    assert_eq!(hover["range"]["start"], range_of(DRAFT, words)["start"]);
}

#[test]
fn hovering_a_name_tells_who_that_is() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    // The surname alone, far from any quotation of hers.
    let hover = editor.at("textDocument/hover", &uri, inside(DRAFT, "Brandvold did not"));
    let text = hover["contents"]["value"].as_str().expect("is text");
    assert!(text.starts_with("**Ilse Brandvold**"), "{text}");
    assert!(text.contains("Harbour Master (2031-03-04)"), "{text}");
    assert!(text.contains("Quoted once in 1 source (Harbour Office 1), 2031-03-04"), "{text}");
}

#[test]
fn a_definition_lands_on_the_exact_words() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let links = editor.at("textDocument/definition", &uri, inside(DRAFT, "the crews what"));
    let words = "Nobody asked the crews what they thought of the plan";
    assert_eq!(links[0]["targetUri"], desk.uri("sources/story.md"));
    assert_eq!(links[0]["targetSelectionRange"]["start"], range_of(STORY, words)["start"]);
    let end = &links[0]["targetSelectionRange"]["end"];
    let after = range_of(STORY, "plan,”")["start"].clone();
    let (line, column) = (after["line"].as_u64(), after["character"].as_u64().expect("is a number"));
    assert_eq!(end["line"].as_u64(), line);
    assert!(matches!(end["character"].as_u64().map(|end| end - column), Some(4 | 5)), "{end}");
    assert_eq!(links[0]["originSelectionRange"]["start"], range_of(DRAFT, words)["start"]);
}

#[test]
fn a_definition_in_a_file_of_many_lands_on_the_line() {
    let desk = Desk::new();
    let row = |id: &str, text: &str| json!({"id": id, "outlet": "Harbour Wire", "text": text}).to_string();
    let rows = [
        row("a1", "Nothing was said about a7."),
        row("a7", "Tide.\n\n“The \"cranes\" will stay,” Ilse Brandvold said."),
    ];
    desk.write("sources/wire.jsonl", &rows.join("\n"));
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", "“The \"cranes\" will stay,” Ilse Brandvold said.\n");
    let links = editor.at("textDocument/definition", &uri, (0, 2));
    assert_eq!(links[0]["targetUri"], desk.uri("sources/wire.jsonl"));
    let selected = &links[0]["targetSelectionRange"];
    let (start, end) = (&selected["start"], &selected["end"]);
    assert_eq!((start["line"].as_u64(), end["line"].as_u64()), (Some(1), Some(1)));
    let place = |end: &Value| end["character"].as_u64().expect("is a number") as usize;
    let line: Vec<u16> = rows[1].encode_utf16().collect();
    let selected = String::from_utf16_lossy(&line[place(start)..place(end)]);
    assert_eq!(selected.trim_end_matches(','), "The \\\"cranes\\\" will stay");
}

#[test]
fn what_is_in_a_file_of_another_kind_is_no_line_of_it() {
    let desk = Desk::new();
    let talk = json!({"segments": [{"start": 0.0, "end": 1.0, "text": "The cranes will stay in the harbour."}]});
    let post = format!(
        "From ida@harbour.example Tue Mar  4 09:00:00 2031\nFrom: Ilse Brandvold <ilse@harbour.example>\n\n{}\n",
        "The cranes will stay in the harbour."
    );
    desk.write("sources/post.mbox", &post);
    desk.write("sources/talk.json", &talk.to_string());
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", "“The cranes will stay in the harbour,” Ilse Brandvold said.\n");
    let links = editor.at("textDocument/definition", &uri, (0, 5));
    assert!(links[0]["targetUri"] != desk.uri("draft.md") && links[0].is_object(), "{links:#}");
    assert_eq!(links[0]["targetSelectionRange"]["start"], json!({"line": 0, "character": 0}));
}

#[test]
fn a_link_leads_to_the_words_on_the_page() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let links = editor.request("textDocument/documentLink", json!({"textDocument": {"uri": uri}}))["result"].clone();
    let target = links[0]["target"].as_str().expect("is text");
    assert!(target.starts_with("https://harbour.example/news/dredging#:~:text=We%20will%20not%20dredge,"), "{target}");
    assert_eq!(links[0]["tooltip"], "Harbour Office, 2031-03-04");
    let file = links[1]["target"].as_str().expect("is text");
    // Several editors read the place so, and select the words.
    assert_eq!(file, format!("{}#L7,2-L7,54", desk.uri("sources/story.md")));
}

#[test]
fn an_action_puts_the_sources_words_in() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let changed = with_code(&editor.diagnostics(&uri, 1), "VER103").clone();
    let context = json!({"diagnostics": [changed], "only": ["quickfix"]});
    let params = json!({"textDocument": {"uri": uri}, "range": changed["range"], "context": context});
    let actions = editor.request("textDocument/codeAction", params)["result"].clone();
    assert_eq!(actions[0]["kind"], "quickfix");
    assert_eq!(actions[0]["isPreferred"], true);
    let change = &actions[0]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    let edits = change["edits"].clone();
    editor.change(&uri, 2, back_to_front(&edits));
    assert_eq!(editor.diagnostics(&uri, 2), Vec::<Value>::new(), "after {edits:#}");
}

/// Edits as changes: the last one first, so that none moves another.
fn back_to_front(edits: &Value) -> Value {
    let edits = edits.as_array().expect("is a list").iter().rev();
    edits.map(|edit| json!({"range": edit["range"], "text": edit["newText"]})).collect()
}

#[test]
fn the_outline_has_speakers_with_what_they_say() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    let symbols =
        editor.request("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}}))["result"].clone();
    assert_eq!(symbols[0]["name"], "Ilse Brandvold");
    assert_eq!(symbols[0]["children"][0]["detail"], "meaning-changed");
    assert_eq!(symbols[1]["name"], "Tomas Rehn");
    assert_eq!(symbols[1]["children"][0]["detail"], "exact");
}

#[test]
fn columns_are_counted_as_was_agreed() {
    let line = "👩‍👩‍👧 cafe\u{301}\u{2028}東京: “We will dredge the northern channel before the spring tides are over,” Ilse Brandvold said.";
    let text = format!("One.\r\n\r\n{line}\r\n");
    let column = |kind: &str, upto: &str| match kind {
        "utf-8" => upto.len(),
        "utf-16" => upto.encode_utf16().count(),
        _ => upto.chars().count(),
    };
    for kind in ["utf-8", "utf-16", "utf-32"] {
        let desk = Desk::new();
        let mut capabilities = able();
        capabilities["general"]["positionEncodings"] = json!([kind, "utf-16"]);
        let mut editor = Editor::with(Some(desk.folder.path()), capabilities);
        assert_eq!(editor.capabilities["positionEncoding"], kind);
        let uri = desk.uri("draft.txt");
        editor.open(&uri, "plaintext", &text);
        let changed = with_code(&editor.diagnostics(&uri, 1), "VER103").clone();
        let words = line.find("will dredge").expect("is there");
        assert_eq!(changed["range"]["start"], json!({"line": 2, "character": column(kind, &line[..words])}), "{kind}");
        let start = line.find("We will").expect("is there");
        let tides = line.find("tides").expect("is there");
        let hover = editor.at("textDocument/hover", &uri, (2, column(kind, &line[..tides])));
        assert_eq!(hover["range"]["start"]["character"], column(kind, &line[..start]), "{kind}");
    }
}

#[test]
fn what_is_said_of_the_same_words_is_said_anew_where_it_is_something_else() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    let text = "“We keep it open,” Teller said.\n\nMara Teller, the harbour master, spoke on Friday.\n";
    editor.open(&uri, "markdown", text);
    let says = |diagnostics: &[Value], name: &str| {
        let message = with_code(diagnostics, "ATT104")["message"].as_str().expect("is text").to_owned();
        assert!(message.contains(name), "{message}");
    };
    says(&editor.diagnostics(&uri, 1), "Mara Teller");
    editor.change(&uri, 2, json!([{"range": range_of(text, "Mara"), "text": "Mira"}]));
    says(&editor.diagnostics(&uri, 2), "Mira Teller");
}

#[test]
fn a_burst_of_edits_ends_as_a_fresh_open_does() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    let mut text = DRAFT.repeat(5);
    editor.open(&uri, "markdown", &text);
    editor.diagnostics(&uri, 1);
    let mut dice: u64 = 7;
    let mut roll = |sides: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % sides
    };
    for version in 2..=301 {
        let starts = text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
        let from = roll(starts.len() - 4);
        let (start, end) = (starts[from], starts[from + roll(3)]);
        let insert = ["x", "“", "é😀", "\n", "", "\r\n", "said ", "\u{2028}"][roll(8)];
        let place = |at: usize| {
            let lines = text[..at].replace("\r\n", "\n").replace('\r', "\n");
            let line = lines.matches('\n').count();
            json!({"line": line, "character": lines[lines.rfind('\n').map_or(0, |end| end + 1)..].encode_utf16().count()})
        };
        // A place between the two halves of a line end can't be said in lines and columns.
        if text[..start].ends_with('\r') || text[..end].ends_with('\r') {
            editor.change(&uri, version, json!([]));
            continue;
        }
        let change = json!([{"range": {"start": place(start), "end": place(end)}, "text": insert}]);
        editor.change(&uri, version, change);
        text.replace_range(start..end, insert);
    }
    let id = editor
        .ask("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}));
    let answered = std::time::Instant::now();
    editor.answer(id);
    assert!(answered.elapsed() < Duration::from_secs(5), "a request behind the burst waits {:?}", answered.elapsed());
    let after = editor.diagnostics(&uri, 301);
    let published = editor.settle(Duration::from_millis(300));
    let versions = published.iter().filter_map(|message| message["params"]["version"].as_i64()).collect::<Vec<_>>();
    assert!(versions.is_sorted(), "{versions:?}");
    assert!(versions.last().is_none_or(|&last| last < 301), "the last version is published once: {versions:?}");

    let mut other = desk.editor();
    other.open(&uri, "markdown", &text);
    assert_eq!(after, other.diagnostics(&uri, 1));
}

#[test]
fn closing_takes_the_diagnostics_away() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    assert_eq!(editor.diagnostics(&uri, 1).len(), 1);
    editor.change(&uri, 2, json!([{"text": DRAFT.replace("northern", "southern")}]));
    editor.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    let published = editor.settle(Duration::from_millis(500));
    let last =
        published.iter().rfind(|message| message["method"] == "textDocument/publishDiagnostics").expect("is cleared");
    assert_eq!(last["params"]["diagnostics"], json!([]));
}

#[test]
fn sources_and_other_files_are_left_alone() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let unpaired = "“He said no, Ana Dahl said.\n";
    editor.open(&desk.uri("sources/story.md"), "markdown", unpaired);
    editor.open(&desk.uri("tool.py"), "python", unpaired);
    // What an editor shows of a repository lies in no file, and nobody writes there.
    editor.open(&format!("git:{}?HEAD", desk.path("draft.md").display()), "markdown", unpaired);
    editor.open("output:tasks", "plaintext", unpaired);
    editor.open("untitled:Untitled-1", "markdown", DRAFT);
    assert_eq!(editor.diagnostics("untitled:Untitled-1", 1).len(), 1, "a text without a file is a draft all the same");
    let others = editor.settle(Duration::from_millis(300));
    let others = others.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics");
    assert_eq!(others.count(), 0);
    assert_eq!(editor.at("textDocument/hover", &desk.uri("tool.py"), (0, 3)), Value::Null);
}

#[test]
fn a_mistake_in_the_configuration_is_shown_where_it_is() {
    let desk = Desk::new();
    desk.write("onrecord.toml", "# é\n[corpus]\npaths = [\"sources\"]\nfolder = 1\n");
    let mut editor = desk.editor();
    let (draft, config) = (desk.uri("draft.md"), desk.uri("onrecord.toml"));
    editor.open(&draft, "markdown", DRAFT);
    let of_config = |message: &Value| message["params"]["uri"] == config.as_str();
    let shown = editor.wait_for(of_config);
    let complaint = &shown["params"]["diagnostics"][0];
    assert_eq!(complaint["range"]["start"], json!({"line": 3, "character": 0}), "{complaint:#}");
    assert!(complaint["message"].as_str().is_some_and(|message| message.contains("folder")), "{complaint:#}");
    editor.wait_for(|message| message["method"] == "window/showMessage");
    editor.diagnostics(&draft, 1);

    desk.write("onrecord.toml", "[corpus]\npaths = [\"sources\"]\n");
    editor.notify("textDocument/didSave", json!({"textDocument": {"uri": config}}));
    assert_eq!(editor.wait_for(of_config)["params"]["diagnostics"], json!([]));
    let mut found = editor.diagnostics(&draft, 1);
    if found.is_empty() {
        found = editor.diagnostics(&draft, 1);
    }
    with_code(&found, "VER103");
}

#[test]
fn a_mistake_in_the_directory_is_shown_in_it() {
    let desk = Desk::new();
    desk.write("onrecord.toml", "directory = \"people.csv\"\n[corpus]\npaths = [\"sources\"]\n");
    desk.write("people.csv", "name,title,from\nMara Teller,mayor,soon\n");
    let mut editor = desk.editor();
    let (draft, people) = (desk.uri("draft.md"), desk.uri("people.csv"));
    editor.open(&draft, "markdown", DRAFT);
    let of_people = |message: &Value| message["params"]["uri"] == people.as_str();
    let shown = editor.wait_for(of_people);
    let complaint = &shown["params"]["diagnostics"][0];
    assert_eq!(complaint["range"]["start"], json!({"line": 1, "character": 0}), "{complaint:#}");
    desk.write("people.csv", "name,title,from\nMara Teller,mayor,2031-02-01\n");
    editor.notify("textDocument/didSave", json!({"textDocument": {"uri": people}}));
    assert_eq!(editor.wait_for(of_people)["params"]["diagnostics"], json!([]));
}

#[test]
fn a_changed_source_has_the_drafts_checked_again() {
    let desk = Desk::new();
    let mut capabilities = able();
    capabilities["workspace"]["didChangeWatchedFiles"] =
        json!({"dynamicRegistration": true, "relativePatternSupport": true});
    let mut editor = Editor::with(Some(desk.folder.path()), capabilities);
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    for _ in 0..2 {
        let asked = editor.wait_for(|message| message["method"] == "client/registerCapability");
        assert_eq!(asked["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
        editor.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": null}));
    }
    assert_eq!(editor.diagnostics(&uri, 1).len(), 1);
    desk.write("sources/release.md", &RELEASE.replace("will not dredge", "will dredge"));
    let changes = json!([{"uri": desk.uri("sources/release.md"), "type": 2}]);
    editor.notify("workspace/didChangeWatchedFiles", json!({"changes": changes}));
    assert_eq!(editor.diagnostics(&uri, 1), Vec::<Value>::new());
}

#[test]
fn reading_the_corpus_shows_a_bar() {
    let desk = Desk::new();
    let mut capabilities = able();
    capabilities["window"]["workDoneProgress"] = json!(true);
    let mut editor = Editor::with(Some(desk.folder.path()), capabilities);
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    // The drafts don't wait for the bar.
    editor.diagnostics(&uri, 1);
    let asked = editor.wait_for(|message| message["method"] == "window/workDoneProgress/create");
    editor.send(&json!({"jsonrpc": "2.0", "id": asked["id"], "result": null}));
    let progress = |kind: &'static str| move |message: &Value| message["params"]["value"]["kind"] == kind;
    assert_eq!(editor.wait_for(progress("begin"))["params"]["token"], asked["params"]["token"]);
    let end = editor.wait_for(progress("end"));
    assert_eq!(end["params"]["value"]["message"], "2 articles, 2 quotations");
}

#[test]
fn a_corpus_that_is_not_there_is_told_once() {
    let desk = Desk::new();
    desk.write("onrecord.toml", "[corpus]\npaths = [\"archive\"]\n");
    let mut editor = desk.editor();
    let uri = desk.uri("draft.md");
    editor.open(&uri, "markdown", DRAFT);
    editor.diagnostics(&uri, 1);
    editor.change(&uri, 2, json!([{"text": DRAFT}]));
    editor.diagnostics(&uri, 2);
    let all = editor.settle(Duration::from_millis(200));
    let shown = all.iter().filter(|message| message["method"] == "window/showMessage").collect::<Vec<_>>();
    assert_eq!(shown.len(), 1, "{all:#?}");
    assert!(shown[0]["params"]["message"].as_str().is_some_and(|it| it.contains("archive")));
}

#[test]
fn exit_ends_the_server_though_its_input_stays_open() {
    let mut editor = Editor::with(None, able());
    let answer = editor.request("shutdown", Value::Null);
    assert_eq!(answer.get("result"), Some(&Value::Null));
    let late = editor.request(
        "textDocument/hover",
        json!({"textDocument": {"uri": "file:///x.md"}, "position": {"line": 0, "character": 0}}),
    );
    assert_eq!(late["error"]["code"], -32600);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.status(), Some(0));

    let mut editor = Editor::with(None, able());
    editor.notify("exit", Value::Null);
    assert_eq!(editor.status(), Some(1));
}

#[test]
fn the_end_of_input_ends_the_server() {
    let mut editor = Editor::with(None, able());
    editor.hang_up();
    assert_eq!(editor.status(), Some(1));
}

#[test]
#[cfg(unix)]
fn the_end_of_the_editor_ends_the_server() {
    let mut other = std::process::Command::new("sleep").arg("600").spawn().expect("there is a `sleep`");
    let mut editor = Editor::silent();
    editor.request("initialize", json!({"processId": other.id(), "rootUri": null, "capabilities": {}}));
    other.kill().and_then(|()| other.wait()).expect("is a child of ours");
    assert_eq!(editor.status(), Some(1));
}

#[test]
fn what_makes_no_sense_is_answered_and_survived() {
    let mut editor = Editor::silent();
    let early = editor.request(
        "textDocument/hover",
        json!({"textDocument": {"uri": "file:///x.md"}, "position": {"line": 0, "character": 0}}),
    );
    assert_eq!(early["error"]["code"], -32002);
    let hello = || json!({"processId": null, "rootUri": null, "capabilities": {}});
    editor.request("initialize", hello());
    assert_eq!(editor.request("initialize", hello())["error"]["code"], -32600);
    let nobodys = |message: &Value| message.get("id") == Some(&Value::Null);
    editor.raw(b"Content-Length: 9\r\n\r\n{\"bad\": }");
    assert_eq!(editor.wait_for(nobodys)["error"]["code"], -32700);
    editor.raw(b"Content-Length: 2\r\n\r\n{}");
    assert_eq!(editor.wait_for(nobodys)["error"]["code"], -32600);
    editor.raw(b"Content-Length: 4\r\n\r\n\xff\xfe\xfd{");
    assert_eq!(editor.wait_for(nobodys)["error"]["code"], -32700);
    assert_eq!(editor.request("onrecord/noSuchThing", json!({}))["error"]["code"], -32601);
    editor.notify("$/noSuchThing", json!({}));
    editor.change("file:///never-opened.md", 2, json!([{"text": "x"}]));
    editor.open("file:///x.md", "markdown", "One.\n");
    let nowhere = json!({"start": {"line": 99, "character": 9}, "end": {"line": 4_000_000_000_u32, "character": 1}});
    editor.change("file:///x.md", 2, json!([{"range": nowhere, "text": "Two."}]));
    let hover = editor.at("textDocument/hover", "file:///x.md", (7, 7));
    assert_eq!(hover, Value::Null);
}

#[test]
fn a_path_with_odd_letters_is_found() {
    let desk = Desk::new();
    let mut editor = desk.editor();
    let path: &Path = &desk.path("the 100% draft.md");
    let uri = format!("file://{}", path.to_str().expect("is text").replace('%', "%25").replace(' ', "%20"));
    editor.open(&uri, "markdown", DRAFT);
    with_code(&editor.diagnostics(&uri, 1), "VER103");
}
