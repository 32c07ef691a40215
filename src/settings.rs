//! What a user can set, as plain data, and where it is found.
#![allow(clippy::disallowed_methods, reason = "settings are read from disk here, and nowhere else")]

pub mod archive;
pub mod editor;
mod mistakes;
pub mod people;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use ignore::overrides::OverrideBuilder;
use jiff::civil::Date;
use serde::Deserialize;

use crate::text::lines::{Lines, Unit};
use archive::{Allowed, ArchiveSettings};
use people::{Person, Placed, Wrong};

/// The settings of one run: `onrecord.toml`, overlaid with what the command line or the editor says.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Settings {
    /// What drafts are checked against.
    pub corpus: CorpusSettings,
    /// Severity per rule: by code or name in a file, by code once that is parsed.
    pub rules: BTreeMap<String, Severity>,
    /// How much may be edited without a mark.
    pub house_style: HouseStyle,
    /// On which side of a closing mark commas and full stops stand; unless set, nobody minds.
    pub punctuation: Option<Punctuation>,
    /// Which quotation marks the house prints; unless set, nobody minds.
    pub marks: Option<Marks>,
    /// The language that drafts are in, as a tag: `en`, `de-AT`; unless set, each draft says or shows it.
    #[serde(deserialize_with = "language_tag")]
    pub language: Option<String>,
    /// The day that counts as today where the draft has none. Nothing in the core reads a clock.
    pub today: Option<Date>,
    /// The lowest severity that makes `check` exit with 1.
    #[serde(deserialize_with = "failing")]
    pub fail_on: Severity,
    /// Which files are drafts, as globs relative to the configuration; empty: every text file that is given.
    pub drafts: Vec<String>,
    /// A file with more people, relative to the configuration file.
    pub directory: Option<PathBuf>,
    /// Whom the newsroom lists: those of the configuration, then those of the file that `directory` names.
    pub people: Vec<Person>,
    /// Which archives may be asked; in the user's own configuration only.
    pub archives: Vec<Allowed>,
}

/// `[corpus]`
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct CorpusSettings {
    /// Folders and files, relative to the configuration file.
    pub paths: Vec<PathBuf>,
    /// The folder that indexes are kept in, relative to the configuration file; unless set, the user's cache.
    pub index: Option<PathBuf>,
    /// What is searched besides, far away. Nothing is sent there unless the user's own configuration allows it.
    pub archive: Option<ArchiveSettings>,
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
    /// Contractions may be written out or drawn together, "gonna" as well, an "uh" may go.
    #[default]
    Standard,
    /// "You know" and a word said twice may go as well, and slips of grammar be mended.
    Lenient,
}

/// On which side of a closing mark commas and full stops stand.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Punctuation {
    /// Inside, always.
    Us,
    /// Inside where they belong to what is quoted.
    Uk,
}

/// Which quotation marks a house prints.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Marks {
    /// “ ” and ‘ ’
    Curly,
    /// " and '
    Straight,
}

impl Settings {
    /// What the user has set for the rule with this code.
    pub fn severity_of(&self, code: &str) -> Option<Severity> {
        self.rules.get(code).copied()
    }
}

/// Tells the code of the rule that goes by a code or a name.
pub type CodeOf = fn(&str) -> Option<&'static str>;

/// Severities by the codes of their rules, whatever they were set by; what is wrong with one goes with its place.
fn by_code(mut named: Vec<(usize, &str, Severity)>, code_of: CodeOf) -> Result<BTreeMap<String, Severity>, Wrong> {
    named.sort_by_key(|(at, ..)| *at);
    let (mut rules, mut known) = (BTreeMap::new(), BTreeMap::new());
    for (at, name, severity) in named {
        let Some(code) = code_of(name) else {
            return Err((at, format!("unknown rule `{name}`: `onrecord rules` lists them")));
        };
        if let Some(other) = known.insert(code, name) {
            return Err((at, format!("`{name}` and `{other}` are one rule, which is set twice")));
        }
        rules.insert(code.to_owned(), severity);
    }
    Ok(rules)
}

/// Two or three letters, and what may stand behind a hyphen.
fn language_tag<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let tag = String::deserialize(from)?;
    let primary = tag.split(['-', '_']).next().unwrap_or("");
    let known = matches!(primary.len(), 2 | 3) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    let wrong =
        || serde::de::Error::custom(format!("`{tag}` is no language: it takes a tag, such as \"en\" or \"de\""));
    if known { Ok(Some(tag)) } else { Err(wrong()) }
}

/// A severity that a run can fail at. `off` would be read as the opposite of what it does, so it is none.
fn failing<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Severity, D::Error> {
    const FAILING: &[&str] = &["error", "warning", "info", "hint"];
    match Severity::deserialize(from)? {
        Severity::Off => Err(serde::de::Error::unknown_variant("off", FAILING)),
        severity => Ok(severity),
    }
}

/// Settings with the file they came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The file; `None` where the defaults hold.
    pub path: Option<PathBuf>,
    /// What it says.
    pub settings: Settings,
}

impl Found {
    /// Whether a file lies in the corpus.
    pub fn is_source(&self, path: &Path) -> bool {
        self.holding(path).next().is_some()
    }

    /// The paths of the corpus that a file lies in.
    fn holding(&self, path: &Path) -> impl Iterator<Item = &PathBuf> {
        let path = std::path::absolute(path).map(|path| plain(&path)).unwrap_or_default();
        let holds =
            move |corpus: &&PathBuf| std::path::absolute(corpus).is_ok_and(|corpus| path.starts_with(plain(&corpus)));
        self.settings.corpus.paths.iter().filter(holds)
    }

    /// Whether a file that nobody named is a draft: one that `drafts` names, and no source.
    ///
    /// Where the corpus is a folder that drafts lie in as well, `paths = ["."]` and `drafts = ["drafts/*"]`, what `drafts`
    /// says is the narrower word of the two and counts; with `paths = ["archive"]` and `drafts = ["*.md"]` it is not.
    pub fn is_draft(&self, path: &Path) -> bool {
        let Some(config) = self.path.as_deref().filter(|_| !self.settings.drafts.is_empty()) else {
            return !self.is_source(path);
        };
        let base = folder_of(config);
        let within = |glob: &str| {
            let below = plain(&base.join(named_part(glob)));
            self.holding(path).all(|corpus| std::path::absolute(corpus).is_ok_and(|it| below.starts_with(plain(&it))))
        };
        let mut globs = OverrideBuilder::new(&base);
        for glob in self.settings.drafts.iter().filter(|glob| glob.starts_with('!') || within(glob)) {
            // One that means nothing was complained of when the file was read.
            let _ = globs.add(glob);
        }
        let Ok(path) = std::path::absolute(path) else { return false };
        globs.build().is_ok_and(|globs| globs.matched(path, false).is_whitelist())
    }

    /// Whether a file lies in a corpus that holds the configuration itself, or the folder that is open where there is none,
    /// and nothing says which files there are drafts.
    pub fn is_mixed(&self, path: &Path, open: Option<&Path>) -> bool {
        let Some(base) = self.path.as_deref().map(folder_of).or_else(|| open.map(Path::to_owned)) else { return false };
        let holds = |corpus: &PathBuf| std::path::absolute(corpus).is_ok_and(|it| plain(&base).starts_with(plain(&it)));
        self.settings.drafts.is_empty() && self.holding(path).any(holds)
    }
}

/// The folders that a glob names before it leaves anything open: `desk/drafts` of `desk/drafts/*.md`.
fn named_part(glob: &str) -> PathBuf {
    let parts = glob.trim_start_matches('/').split('/');
    let named = parts.take_while(|part| !part.contains(['*', '?', '[', '{', '\\']));
    named.filter(|part| !part.is_empty()).collect()
}

/// The folder of a configuration file, from the root on.
fn folder_of(config: &Path) -> PathBuf {
    let config = std::path::absolute(config).unwrap_or_else(|_| config.to_owned());
    config.parent().map(Path::to_owned).unwrap_or_default()
}

/// A path without `.` and `..`, as far as names alone tell.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                plain.pop();
            }
            std::path::Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// What is wrong with a configuration file.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// It says something that means nothing.
    #[error("{}:{line}:{column}: {message}", path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong, in one line.
        message: String,
    },
    /// It cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
}

/// The name of the configuration file.
pub const FILE_NAME: &str = "onrecord.toml";

/// The configuration that holds for the files of a folder: the nearest upward, then the user's, then the defaults.
///
/// `code_of` tells the code of the rule that goes by a code or name (`rules::code_of`).
///
/// # Errors
/// When a configuration is there but cannot be read or understood.
pub fn discover(folder: &Path, code_of: CodeOf) -> Result<Found, SettingsError> {
    match nearest(folder).or_else(of_user) {
        Some(path) => load(&path, code_of),
        None => Ok(Found::default()),
    }
}

/// The configuration file nearest to a folder, upward from it.
pub fn nearest(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    folder.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file())
}

/// The user's own configuration file, if there is one.
fn of_user() -> Option<PathBuf> {
    own_file().filter(|path| path.is_file())
}

/// Where the user's own configuration file lies, if there is one.
pub fn own_file() -> Option<PathBuf> {
    let folder = etcetera::choose_base_strategy().ok()?.config_dir();
    Some(folder.join("onrecord").join(FILE_NAME))
}

/// Whether a configuration file is the user's own, however it is named.
fn is_own(path: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    own_file().is_some_and(|own| real(&own) == real(path))
}

/// Which archives the user allows to be asked. Nothing but the user's own configuration file is looked at.
///
/// # Errors
/// When that file is there but cannot be read or understood.
pub fn allowed(code_of: CodeOf) -> Result<Vec<Allowed>, SettingsError> {
    let Some(path) = of_user() else { return Ok(Vec::new()) };
    Ok(parse(&read(&path)?, &path, code_of)?.archives)
}

/// Reads one configuration file, and the directory that it names.
///
/// # Errors
/// When one of them cannot be read or understood.
pub fn load(path: &Path, code_of: CodeOf) -> Result<Found, SettingsError> {
    let text = read(path)?;
    let mut settings = parse(&text, path, code_of)?;
    if let Some(directory) = &settings.directory {
        let text = read(directory)?;
        let name = directory.to_string_lossy();
        let listed = people::read(&name, &text).and_then(|listed| people::check(&listed).map(|()| listed));
        let listed = listed.map_err(|wrong| at(&text, directory, wrong))?;
        settings.people.extend(listed.into_iter().map(Placed::into_inner));
    }
    Ok(Found { path: Some(path.to_owned()), settings })
}

fn read(path: &Path) -> Result<String, SettingsError> {
    std::fs::read_to_string(path).map_err(|error| SettingsError::Unreadable { path: path.to_owned(), error })
}

/// Parses a configuration file's text. `path` is its place, for messages and for relative paths; the directory that it
/// may name is not read.
///
/// # Errors
/// Points at the first key or value that does not fit.
pub fn parse(text: &str, path: &Path, code_of: CodeOf) -> Result<Settings, SettingsError> {
    let wrong = |wrong: Wrong| at(text, path, wrong);
    let mut settings: Settings = toml::from_str(text).map_err(|error| wrong(of_toml(&error)))?;
    let keys: Keys = toml::from_str(text).map_err(|error| wrong(of_toml(&error)))?;
    let named = keys.rules.iter().map(|(key, severity)| (key.span().start, key.as_ref().as_str(), *severity));
    settings.rules = by_code(named.collect(), code_of).map_err(wrong)?;
    for glob in &keys.drafts {
        if let Err(error) = OverrideBuilder::new("").add(glob.as_ref()) {
            return Err(wrong((glob.span().start, error.to_string())));
        }
    }
    if let Some(archive) = keys.archives.first().filter(|_| !is_own(path)) {
        let own = own_file().map_or_else(|| "your own configuration".to_owned(), |path| path.display().to_string());
        return Err(wrong((archive.span().start, format!("`[[archives]]` is only allowed in {own}"))));
    }
    people::check(&keys.people).map_err(wrong)?;
    let base = path.parent().unwrap_or(Path::new(""));
    let named = settings.corpus.paths.iter_mut().chain(&mut settings.corpus.index).chain(&mut settings.directory);
    for path in named.chain(settings.archives.iter_mut().filter_map(|archive| archive.ca.as_mut())) {
        *path = base.join(&*path);
    }
    Ok(settings)
}

/// What is wrong, with its line and column.
fn at(text: &str, path: &Path, (at, message): Wrong) -> SettingsError {
    let (line, column) = Lines::new(text).position(text, at, Unit::Utf32);
    SettingsError::Wrong { path: path.to_owned(), line: line + 1, column: column + 1, message }
}

fn of_toml(error: &toml::de::Error) -> Wrong {
    let message = error.message().lines().collect::<Vec<_>>().join(" ");
    (error.span().map_or(0, |span| span.start), mistakes::in_words(&message))
}

/// What can be wrong beyond its type, with its place: a key of `[rules]` that names no rule, a glob that
/// means nothing, somebody listed twice.
#[derive(Deserialize)]
struct Keys {
    #[serde(default)]
    drafts: Vec<toml::Spanned<String>>,
    #[serde(default)]
    rules: BTreeMap<toml::Spanned<String>, Severity>,
    #[serde(default)]
    people: Vec<Placed>,
    #[serde(default)]
    archives: Vec<toml::Spanned<toml::Value>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        let code_of = |name: &str| matches!(name, "VER106" | "ver106" | "altered").then_some("VER106");
        parse(text, Path::new("desk/onrecord.toml"), code_of).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_set_is_read() {
        let settings = read(
            "today = \"2031-04-02\"\nlanguage = \"de-AT\"\nfail-on = \"error\"\nhouse-style = \"strict\"\ndrafts = [\"d/*.md\"]\n\
             [corpus]\npaths = [\"archive\"]\n[rules]\naltered = \"off\"\n",
        )
        .expect("is right");
        assert_eq!(settings.corpus.paths, [Path::new("desk/archive")]);
        assert_eq!(settings.fail_on, Severity::Error);
        assert_eq!(settings.house_style, HouseStyle::Strict);
        assert_eq!(settings.language.as_deref(), Some("de-AT"));
        assert_eq!(settings.today, Some(jiff::civil::date(2031, 4, 2)));
        assert_eq!(settings.severity_of("VER106"), Some(Severity::Off));
        assert_eq!(settings.severity_of("VER103"), None);
    }

    #[test]
    fn what_means_nothing_is_pointed_at() {
        let unknown = read("[corpus]\npaths = []\npath = 1\n").expect_err("no such key");
        assert!(unknown.starts_with("desk/onrecord.toml:3:1: unknown field `path`"), "{unknown}");
        let rule = read("[rules]\naltered = \"off\"\n  alterd = \"off\"\n").expect_err("no such rule");
        assert!(rule.starts_with("desk/onrecord.toml:3:3: unknown rule `alterd`"), "{rule}");
        let twice = read("[rules]\nver106 = \"off\"\naltered = \"hint\"\n").expect_err("one rule, set twice");
        assert_eq!(twice, "desk/onrecord.toml:3:1: `altered` and `ver106` are one rule, which is set twice");
        let value = read("fail-on = \"loud\"\n").expect_err("no such severity");
        assert!(value.starts_with("desk/onrecord.toml:1:11: unknown variant `loud`"), "{value}");
        assert!(!value.contains('\n'));
        let off = read("fail-on = \"off\"\n").expect_err("nothing to fail at");
        assert!(off.ends_with("unknown variant `off`, expected one of `error`, `warning`, `info`, `hint`"), "{off}");
        let glob = read("drafts = [\"a/*.md\", \"b/[.md\"]\n").expect_err("an open bracket");
        assert!(glob.starts_with("desk/onrecord.toml:1:21: "), "{glob}");
        let archive = read("fail-on = \"info\"\n[[archives]]\nurl = \"https://a.example\"\n").expect_err("not here");
        assert!(archive.starts_with("desk/onrecord.toml:2:1: `[[archives]]` is only allowed in "), "{archive}");
    }

    #[test]
    fn drafts_are_those_that_are_named_and_no_sources() {
        let settings =
            read("drafts = [\"d/*.md\"]\n[corpus]\npaths = [\"d/archive\", \"../elsewhere\"]\n").expect("is right");
        let found = Found { path: Some(PathBuf::from("desk/onrecord.toml")), settings };
        assert!(found.is_draft(Path::new("desk/d/story.md")));
        assert!(!found.is_draft(Path::new("desk/d/story.txt")));
        assert!(!found.is_draft(Path::new("desk/d/archive/story.md")));
        assert!(found.is_source(Path::new("desk/../elsewhere/a.txt")));
        assert!(Found::default().is_draft(Path::new("anything.md")));
    }

    #[test]
    fn drafts_in_a_corpus_are_those_that_are_named_more_narrowly_than_it() {
        let found = |text: &str| {
            let settings = read(text).expect("is right");
            Found { path: Some(PathBuf::from("desk/onrecord.toml")), settings }
        };
        let all = found("drafts = [\"drafts/*\"]\n[corpus]\npaths = [\".\"]\n");
        assert!(all.is_draft(Path::new("desk/drafts/story.md")));
        assert!(!all.is_draft(Path::new("desk/notes/story.md")));
        let archive = found("drafts = [\"*.md\"]\n[corpus]\npaths = [\"archive\"]\n");
        assert!(archive.is_draft(Path::new("desk/story.md")));
        assert!(!archive.is_draft(Path::new("desk/archive/story.md")));
    }
}
