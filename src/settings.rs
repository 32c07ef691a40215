//! What a user can set, as plain data, and where it is found.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;

/// The settings of one run: `onrecord.toml`, overlaid with what the command line or the editor says.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Settings {
    /// What drafts are checked against.
    pub corpus: CorpusSettings,
    /// Severity per rule, by code or name.
    pub rules: BTreeMap<String, Severity>,
    /// How much may be edited without a mark.
    pub house_style: HouseStyle,
    /// The day that counts as today where the draft has none. Nothing in the core reads a clock.
    pub today: Option<Date>,
    /// The lowest severity that makes `check` exit with 1.
    pub fail_on: Severity,
    /// Which files are drafts, as globs relative to the configuration; empty: every text file that is given.
    pub drafts: Vec<String>,
}

/// `[corpus]`
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct CorpusSettings {
    /// Folders and files, relative to the configuration file.
    pub paths: Vec<PathBuf>,
}

/// How grave a finding is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Not reported.
    Off,
    /// Shown where one looks for it.
    Hint,
    /// Worth knowing.
    Info,
    /// Probably wrong.
    #[default]
    Warning,
    /// The evidence says it is wrong.
    Error,
}

impl Severity {
    /// As written in settings and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How much an editor may mend inside quotation marks.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HouseStyle {
    /// Nothing; contractions count as changes.
    Strict,
    /// Contractions may be written out or drawn together.
    #[default]
    Standard,
    /// Fillers and false starts may go as well.
    Lenient,
}

/// What is wrong with a configuration file.
#[derive(Debug, thiserror::Error)]
#[error("{}:{line}:{column}: {message}", path.display())]
pub struct SettingsError {
    /// The file.
    pub path: PathBuf,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong, in one line.
    pub message: String,
}

/// The name of the configuration file.
pub const FILE_NAME: &str = "onrecord.toml";

/// Parses a configuration file's text. `path` is its place, for messages and for relative corpus paths.
///
/// # Errors
/// Points at the first key or value that does not fit.
pub fn parse(text: &str, path: &Path) -> Result<Settings, SettingsError> {
    let mut settings: Settings = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let (line, column) = crate::text::lines::Lines::new(text).position(text, at, crate::text::lines::Unit::Utf32);
        let message = error.message().lines().collect::<Vec<_>>().join(" ");
        SettingsError { path: path.to_owned(), line: line + 1, column: column + 1, message }
    })?;
    let base = path.parent().unwrap_or(Path::new(""));
    for corpus in &mut settings.corpus.paths {
        *corpus = base.join(&*corpus);
    }
    Ok(settings)
}
