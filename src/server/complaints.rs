//! What is wrong with configuration files, shown where it stands for as long as it is so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::lsp_types::{Diagnostic, DiagnosticSeverity, Position, Range, Url};

use super::convert::diagnostics::SOURCE;
use super::desk::Desk;
use super::mail::Mail;

/// What a complaint is about: each may be mended without the other.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The file itself, which makes no sense.
    File,
    /// The corpus that it names, which cannot be read.
    Corpus,
}

/// The complaints that are shown, by file.
pub struct Complaints {
    desk: Arc<Desk>,
    shown: BTreeMap<PathBuf, BTreeMap<About, Diagnostic>>,
}

impl Complaints {
    /// None yet.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self { desk, shown: BTreeMap::new() }
    }

    /// Shows what is wrong at a place of a file.
    pub fn blame(&mut self, file: &Path, about: About, place: Position, message: String) {
        let diagnostic = Diagnostic {
            range: Range::new(place, Position::new(place.line, place.character + 1)),
            severity: Some(DiagnosticSeverity::ERROR),
            source: Some(SOURCE.to_owned()),
            message,
            ..Diagnostic::default()
        };
        self.shown.entry(file.to_owned()).or_default().insert(about, diagnostic);
        self.show(file);
    }

    /// Takes back what was said of a file, as far as it was about this.
    pub fn absolve(&mut self, file: &Path, about: About) {
        if self.shown.get_mut(file).and_then(|shown| shown.remove(&about)).is_some() {
            self.show(file);
        }
    }

    /// Takes back everything: the files are read afresh, and what is still wrong will be said again.
    pub fn forget(&mut self) {
        for (file, _) in std::mem::take(&mut self.shown) {
            self.show(&file);
        }
    }

    fn show(&mut self, file: &Path) {
        let Ok(uri) = Url::from_file_path(file) else { return };
        let shown = self.shown.get(file).into_iter().flat_map(BTreeMap::values);
        self.desk.send(Mail::File { uri, diagnostics: shown.cloned().collect() });
        if self.shown.get(file).is_some_and(BTreeMap::is_empty) {
            self.shown.remove(file);
        }
    }
}
