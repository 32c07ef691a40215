//! An editor that speaks raw JSON, so that the tests outlive a change of library.
//!
//! With `LSP_RECORDS` naming a folder it writes down each session there, one `{"dir", "msg"}` a line,
//! for a check against the protocol's own model.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Longer than anything here takes on a machine that is busy otherwise.
const LONG: Duration = Duration::from_secs(20);

/// A running server and what came from it.
pub struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Came while something else was waited for.
    kept: VecDeque<Value>,
    last_id: i64,
    record: Record,
    /// What the server answered to `initialize`.
    pub capabilities: Value,
}

/// The announcement of an editor that can do all that the server makes use of.
pub fn able() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true, "dataSupport": true
            },
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "definition": {"linkSupport": true},
            "documentLink": {"tooltipSupport": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}, "isPreferredSupport": true
            }
        },
        "workspace": {"workspaceEdit": {"documentChanges": true}}
    })
}

impl Editor {
    /// Starts a server that has been told nothing yet.
    pub fn silent() -> Self {
        Self::started(|_| ())
    }

    /// The same, of a server started with something set.
    pub fn started(set: impl FnOnce(&mut Command)) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        set(&mut command);
        let mut server = command
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        let input = server.stdin.take();
        let mut output = BufReader::new(server.stdout.take().expect("is piped"));
        let (sender, messages) = channel();
        let record = Record::of(server.id());
        let theirs = record.clone();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                theirs.write("server", &message);
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { server, input, messages, kept: VecDeque::new(), last_id: 0, record, capabilities: Value::Null }
    }

    /// Starts a server and introduces an editor with these capabilities.
    pub fn with(root: Option<&Path>, capabilities: Value) -> Self {
        Self::silent().introduced(root, capabilities)
    }

    /// The same, of a server started with something set.
    pub fn set(root: Option<&Path>, capabilities: Value, set: impl FnOnce(&mut Command)) -> Self {
        Self::started(set).introduced(root, capabilities)
    }

    /// Introduces an editor with these capabilities to a server that has been told nothing yet.
    pub fn introduced(self, root: Option<&Path>, capabilities: Value) -> Self {
        let mut editor = self;
        let root = root.map(uri);
        let folders = root.as_ref().map(|uri| json!([{"uri": uri, "name": "desk"}]));
        let params = json!({
            "processId": std::process::id(), "rootUri": root, "workspaceFolders": folders, "capabilities": capabilities
        });
        let answer = editor.request("initialize", params);
        editor.capabilities = answer["result"]["capabilities"].clone();
        editor.notify("initialized", json!({}));
        editor
    }

    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("is open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    /// Sends one message.
    pub fn send(&mut self, message: &Value) {
        self.record.write("client", message);
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    /// Tells something.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks without waiting for the answer; returns the request's number.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}));
        self.last_id
    }

    /// Asks and waits.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// Waits for the answer to a request.
    pub fn answer(&mut self, id: i64) -> Value {
        self.wait_for(|message| message.get("method").is_none() && message["id"] == id)
    }

    /// Waits for a message, keeping the others.
    pub fn wait_for(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&wanted) {
            return self.kept.remove(at).expect("was just found");
        }
        let until = Instant::now() + LONG;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let message = self.messages.recv_timeout(left).expect("the server answers in time");
            if wanted(&message) {
                return message;
            }
            self.kept.push_back(message);
        }
    }

    /// Everything that comes until nothing has come for a while, with what was kept.
    pub fn settle(&mut self, quiet: Duration) -> Vec<Value> {
        loop {
            match self.messages.recv_timeout(quiet) {
                Ok(message) => self.kept.push_back(message),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return self.kept.drain(..).collect();
                }
            }
        }
    }

    /// Opens a text.
    pub fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Edits a text.
    pub fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Waits for the diagnostics of a version of a text.
    pub fn diagnostics(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let published = self.wait_for(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"] == version
        });
        published["params"]["diagnostics"].as_array().expect("is a list").clone()
    }

    /// Asks about a place of a text.
    pub fn at(&mut self, method: &str, uri: &str, place: (usize, usize)) -> Value {
        let position = json!({"line": place.0, "character": place.1});
        self.request(method, json!({"textDocument": {"uri": uri}, "position": position}))["result"].clone()
    }

    /// Sends the server's process a signal.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let id = self.server.id().to_string();
        Command::new("kill").args(["-s", name, &id]).status().expect("there is a `kill`");
    }

    /// Ends the server's input.
    pub fn hang_up(&mut self) {
        self.input = None;
    }

    /// Waits for the end of the server; `None` if it doesn't come.
    pub fn status(&mut self) -> Option<i32> {
        let until = Instant::now() + LONG;
        while Instant::now() < until {
            if let Some(status) = self.server.try_wait().expect("is a child of ours") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        None
    }
}

/// Where a session is written down, if anywhere.
#[derive(Clone)]
struct Record(Option<Arc<Mutex<File>>>);

impl Record {
    fn of(session: u32) -> Self {
        let file = std::env::var_os("LSP_RECORDS").map(|folder| {
            std::fs::create_dir_all(&folder).expect("there is room");
            let file = File::create(Path::new(&folder).join(format!("{session}.jsonl"))).expect("there is room");
            Arc::new(Mutex::new(file))
        });
        Self(file)
    }

    /// An error that answers nothing is right after garbage, but no response in the sense of the model.
    fn write(&self, who: &str, message: &Value) {
        if let Some(file) = &self.0
            && message.get("id") != Some(&Value::Null)
        {
            let line = json!({"dir": who, "msg": message});
            writeln!(file.lock().expect("no writer panics"), "{line}").expect("there is room");
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // Has ended already, where the test was about that.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// A file's address.
pub fn uri(path: &Path) -> String {
    format!("file://{}", path.to_str().expect("test paths are text").replace(' ', "%20"))
}
