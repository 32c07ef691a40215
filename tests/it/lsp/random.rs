//! An editor that types, takes back, closes, opens and asks at random, and must end with what a fresh one shows.
//!
//! `STEPS=10000` makes it take as long as `tests/run` does.

use serde_json::{Value, json};

use super::editor::{Editor, able};
use super::{DRAFT, Desk};
use crate::desk::command;

/// What is typed: words that matter to the check, and letters that are hard to count.
const TYPED: [&str; 16] = [
    "x",
    "“",
    "”",
    "é😀",
    "\n",
    "\r\n",
    "said ",
    "\u{2028}",
    "👩‍👩‍👧",
    "東京",
    " not ",
    "\n\n",
    "Rehn",
    "’",
    "<!-- ",
    " -->",
];

/// The same dice each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// One draft as the editor has it.
struct Text {
    name: &'static str,
    language: &'static str,
    uri: String,
    now: String,
    before: Vec<String>,
    version: i64,
    open: bool,
}

impl Text {
    fn new(desk: &Desk, name: &'static str, language: &'static str) -> Self {
        Self { name, language, uri: desk.uri(name), now: DRAFT.repeat(3), before: Vec::new(), version: 0, open: false }
    }

    fn open(&mut self, editor: &mut Editor) {
        self.version += 1;
        self.open = true;
        let document = json!({"uri": self.uri, "languageId": self.language, "version": self.version, "text": self.now});
        editor.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn close(&mut self, editor: &mut Editor) {
        self.open = false;
        editor.notify("textDocument/didClose", json!({"textDocument": {"uri": self.uri}}));
    }

    /// Where a byte stands, as the protocol counts lines; `None` between the two halves of a line end.
    fn place(&self, at: usize) -> Option<Value> {
        let before = &self.now[..at];
        if before.ends_with('\r') && self.now[at..].starts_with('\n') {
            return None;
        }
        let lines = before.replace("\r\n", "\n").replace('\r', "\n");
        let start = lines.rfind('\n').map_or(0, |end| end + 1);
        Some(json!({"line": lines.matches('\n').count(), "character": lines[start..].encode_utf16().count()}))
    }

    /// Types at random, or takes the last change back.
    fn edit(&mut self, editor: &mut Editor, dice: &mut Dice) {
        self.version += 1;
        let change = if dice.roll(5) == 0 {
            self.before.pop().map(|before| {
                self.now = before;
                json!({"text": self.now})
            })
        } else {
            let starts = self.now.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
            let from = dice.roll(starts.len());
            let upto = (from + [0, 0, 1, 3][dice.roll(4)]).min(starts.len() - 1);
            let insert = TYPED[dice.roll(TYPED.len())];
            let places = self.place(starts[from]).zip(self.place(starts[upto]));
            places.map(|(start, end)| {
                self.before.push(self.now.clone());
                self.now.replace_range(starts[from]..starts[upto], insert);
                json!({"range": {"start": start, "end": end}, "text": insert})
            })
        };
        self.before.drain(..self.before.len().saturating_sub(20));
        if self.now.len() > 6_000 || self.now.len() < 200 {
            self.now = DRAFT.repeat(2);
            editor.change(&self.uri, self.version, json!([{"text": self.now}]));
        } else {
            editor.change(&self.uri, self.version, change.map_or_else(|| json!([]), |change| json!([change])));
        }
    }

    /// Asks for something at random.
    fn ask(&self, editor: &mut Editor, dice: &mut Dice) -> i64 {
        let starts = self.now.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
        let at = starts
            .iter()
            .skip(dice.roll(starts.len()))
            .find_map(|&at| self.place(at))
            .unwrap_or(json!({"line": 0, "character": 0}));
        let document = json!({"uri": self.uri});
        let range = json!({"start": at, "end": at});
        let (method, params) = match dice.roll(8) {
            0 => ("textDocument/hover", json!({"textDocument": document, "position": at})),
            1 => ("textDocument/definition", json!({"textDocument": document, "position": at})),
            2 => ("textDocument/completion", json!({"textDocument": document, "position": at})),
            3 => ("textDocument/prepareRename", json!({"textDocument": document, "position": at})),
            4 => ("textDocument/selectionRange", json!({"textDocument": document, "positions": [at]})),
            5 => ("textDocument/semanticTokens/full", json!({"textDocument": document})),
            6 => ("workspace/symbol", json!({"query": "e"})),
            _ => (
                "textDocument/codeAction",
                json!({"textDocument": document, "range": range, "context": {"diagnostics": []}}),
            ),
        };
        editor.ask(method, params)
    }
}

/// Diagnostics in an order of their own.
fn sorted(diagnostics: &[Value]) -> Vec<String> {
    let mut all = diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>();
    all.sort();
    all
}

/// Code, severity and message of each finding of the command on the same bytes.
fn of_command(desk: &Desk, name: &str) -> Vec<String> {
    let output = command(&desk.path("")).args(["check", "--format", "jsonl", name]).output().expect("the binary runs");
    let rows = String::from_utf8(output.stdout).expect("is text");
    let rows = rows.lines().map(|row| serde_json::from_str::<Value>(row).expect("is JSON"));
    let mut told = rows.map(|it| format!("{} {} {}", it["code"], it["severity"], it["message"])).collect::<Vec<_>>();
    told.sort();
    told
}

fn of_editor(diagnostics: &[Value]) -> Vec<String> {
    let severity = |it: &Value| ["error", "warning", "info", "hint"][it["severity"].as_u64().unwrap_or(1) as usize - 1];
    let told = |it: &Value| format!("{} \"{}\" {}", it["code"], severity(it), it["message"]);
    let mut told = diagnostics.iter().map(told).collect::<Vec<_>>();
    told.sort();
    told
}

#[test]
fn whatever_is_done_it_ends_as_a_fresh_open_does() {
    let steps = std::env::var("STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(400);
    let desk = Desk::new();
    let mut capabilities = able();
    // It asks what would be renamed, which only an editor that can take the answer does.
    capabilities["textDocument"]["rename"] = json!({"prepareSupport": true});
    let mut editor = Editor::with(Some(&desk.path("")), capabilities);
    let mut texts = [Text::new(&desk, "one.md", "markdown"), Text::new(&desk, "two.txt", "plaintext")];
    let mut dice = Dice(11);
    let mut asked = Vec::new();
    for text in &mut texts {
        text.open(&mut editor);
    }
    for step in 0..steps {
        let text = &mut texts[dice.roll(2)];
        match dice.roll(40) {
            0 if text.open => text.close(&mut editor),
            _ if !text.open => text.open(&mut editor),
            1..=6 => {
                let id = text.ask(&mut editor, &mut dice);
                asked.push(id);
                if dice.roll(2) == 0 {
                    editor.notify("$/cancelRequest", json!({"id": id}));
                }
            }
            7 => {
                let severity = ["hint", "off", "error"][dice.roll(3)];
                let settings = json!({"onrecord": {"rules": {"QUO101": severity}}});
                editor.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
            }
            _ => text.edit(&mut editor, &mut dice),
        }
        // Now and then the editor waits for what it asked, as people do.
        if step % 200 == 199 {
            for id in asked.drain(..) {
                let answer = editor.answer(id);
                let cancelled = answer["error"]["code"] == -32800;
                assert!(cancelled || answer.get("error").is_none(), "{answer:#}");
            }
        }
    }
    editor.notify("workspace/didChangeConfiguration", json!({"settings": {"onrecord": {}}}));
    for text in &mut texts {
        if !text.open {
            text.open(&mut editor);
        }
        // A change that changes nothing, to have a version to wait for.
        text.version += 1;
        editor.change(&text.uri, text.version, json!([]));
    }
    for text in &texts {
        let shown = editor.diagnostics(&text.uri, text.version);
        desk.write(text.name, &text.now);
        let mut fresh = Editor::with(Some(&desk.path("")), able());
        fresh.open(&text.uri, text.language, &text.now);
        assert_eq!(sorted(&shown), sorted(&fresh.diagnostics(&text.uri, 1)), "{}:\n{}", text.name, text.now);
        assert_eq!(of_editor(&shown), of_command(&desk, text.name), "{}:\n{}", text.name, text.now);
    }
}
