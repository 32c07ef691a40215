//! A folder of its own for a test, and the binary run in it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder that goes when the test ends.
pub struct Desk {
    folder: TempDir,
}

/// What a run of the binary came to.
#[derive(Debug)]
pub struct Outcome {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with one draft, `story.md`, and one source that bears it out but for one word.
    pub fn with_story() -> Self {
        let desk = Self::new();
        desk.write(
            "sources/harbour.txt",
            "---\noutlet: Coast Courier\ndate: 2031-05-02\n---\n\n\
             “The harbour will stay open all winter,” Mara Teller told the council on Friday.\n",
        );
        desk.write(
            "story.md",
            "---\ndate: 2031-05-03\n---\n\n“The harbour will never stay open all winter,” Mara Teller said.\n",
        );
        desk.write("onrecord.toml", "[corpus]\npaths = [\"sources\"]\n");
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with(arguments, b"")
    }

    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Outcome {
        let mut child = command(self.folder.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A run that needs no input may be gone before it is written.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        Outcome {
            status: output.status.code().expect("no signal ends the run"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The binary, with nothing of the machine's own settings around it.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.current_dir(folder).env("XDG_CONFIG_HOME", folder.join("no-such-folder"));
    command.env_remove("CLICOLOR_FORCE").env_remove("NO_COLOR");
    command
}

impl Outcome {
    /// The run failed: status 2, nothing on standard output, one line that says what it says.
    #[track_caller]
    pub fn fails_with(&self, what: &str) {
        assert_eq!(self.status, 2, "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        let told: Vec<&str> = self.err.lines().filter(|line| !line.starts_with("onrecord: warning: ")).collect();
        assert_eq!(told.len(), 1, "{self:?}");
        assert!(told[0].starts_with("onrecord: ") && told[0].contains(what), "{self:?}");
    }

    /// The run went on, with one warning that says so.
    #[track_caller]
    pub fn warns_of(&self, what: &str) {
        assert!(self.status < 2, "{self:?}");
        let told =
            self.err.lines().filter(|line| line.starts_with("onrecord: warning: ") && line.contains(what)).count();
        assert_eq!(told, 1, "{self:?}");
        assert!(self.err.lines().all(|line| line.starts_with("onrecord: warning: ")), "{self:?}");
    }
}
