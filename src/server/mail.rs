//! What passes between the threads: things to send to the editor, and news of what happened around the drafts.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::lsp_types::{
    Diagnostic, Location, MessageType, NumberOrString, Registration, Unregistration, Url,
    WorkspaceDocumentDiagnosticReport,
};

use super::bulletin::Bulletin;
use super::progress::Step;
use super::view::Terms;
use crate::corpus::{CorpusError, Opened};

/// One thing to send.
#[derive(Debug)]
pub enum Mail {
    /// The diagnostics of a draft, unless its text has moved on since.
    Draft {
        /// Which.
        uri: Url,
        /// The version they are of.
        version: i32,
        /// The text they are of.
        serial: u64,
        /// They.
        bulletin: Arc<Bulletin>,
    },
    /// The diagnostics of a file that is no draft, or none any more.
    File {
        /// Which.
        uri: Url,
        /// They.
        diagnostics: Vec<Diagnostic>,
    },
    /// A message to show once in a session.
    Show(MessageType, String),
    /// An answer to the user, shown each time.
    Tell(MessageType, String),
    /// A line for the log.
    Log(MessageType, String),
    /// Something takes a while: the number of its bar, and what it is.
    Begin(u64, String),
    /// How far it is, or what came of it.
    Step(u64, Step),
    /// Something to be told of from now on.
    Register(Vec<Registration>),
    /// Something to be told of no longer.
    Unregister(Vec<Unregistration>),
    /// The editor's settings, for each of these folders and for what lies in none, are to be asked for.
    AskSettings(Vec<Option<Url>>),
    /// A place that the writer asked to see.
    Open(Location),
    /// A page that the writer asked to see, in a browser.
    Browse(Url),
    /// The editor has the contents of this source.
    Served(Url),
    /// The sources may have changed: an editor that has the contents of some is to ask for them again.
    Reread,
    /// A part of what is asked for, under the number that the editor gave it.
    Part(NumberOrString, Vec<WorkspaceDocumentDiagnosticReport>),
    /// What was pulled is no longer right: the editor is to ask again.
    Refresh,
    /// The same for what stands beside the text: hints, lenses, colours.
    RefreshBeside,
}

/// Something that happened around the drafts.
pub enum News {
    /// The folders the editor has open.
    Roots(Vec<PathBuf>),
    /// Every corpus is to be read again.
    Reindex,
    /// What the editor has set at the start, for every folder.
    Options(Value),
    /// The editor is asked what is set, for the first time, and says so soon.
    Asking,
    /// It has not said so, and may never.
    Unanswered,
    /// What the editor has set since, for some of these folders and for what lies in none.
    Settings(Vec<(Option<PathBuf>, Value)>),
    /// A corpus was read, to the end or as far as was wished.
    Opened(Vec<PathBuf>, Result<Opened, CorpusError>),
    /// A corpus is there in part, and is being read on.
    SoFar(Vec<PathBuf>, Opened),
    /// Which of these files are drafts, and what holds for them, is asked: nothing, while a corpus is still to be read.
    Terms(Vec<Url>, oneshot::Sender<Option<Vec<(Url, Terms)>>>),
    /// Checks beside the open drafts have noted what an archive is to be asked for.
    Noted,
    /// The writer has had enough of what goes by this number.
    Enough(u64),
    /// What lies in a corpus's folders changed, or not: a stamp of it.
    Stamped(Vec<PathBuf>, u64),
    /// Files were made, changed or deleted.
    Changed(Vec<PathBuf>),
    /// A file was saved, by an editor that doesn't watch files.
    Saved(PathBuf),
}

impl std::fmt::Debug for News {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Roots(_) => "Roots",
            Self::Reindex => "Reindex",
            Self::Options(_) => "Options",
            Self::Asking => "Asking",
            Self::Unanswered => "Unanswered",
            Self::Settings(_) => "Settings",
            Self::Opened(..) => "Opened",
            Self::SoFar(..) => "SoFar",
            Self::Terms(..) => "Terms",
            Self::Noted => "Noted",
            Self::Enough(_) => "Enough",
            Self::Stamped(..) => "Stamped",
            Self::Changed(_) => "Changed",
            Self::Saved(_) => "Saved",
        })
    }
}
