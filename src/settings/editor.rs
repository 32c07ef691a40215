//! What an editor sets under `onrecord.`: stronger than the configuration file, as the command line is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{CodeOf, HouseStyle, Marks, Punctuation, Settings, Severity};

/// What an editor has set. What it left alone is `None`, and the configuration holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EditorSettings {
    /// The configuration file to take instead of the nearest one, as `--config`.
    pub config: Option<PathBuf>,
    /// What to check against instead of the configured corpus, as `--corpus`.
    pub corpus: Option<Vec<PathBuf>>,
    /// Severities that go before those of the configuration, by code.
    pub rules: BTreeMap<String, Severity>,
    /// How much may be edited without a mark.
    pub house_style: Option<HouseStyle>,
    /// On which side of a closing mark commas and full stops stand.
    pub punctuation: Option<Punctuation>,
    /// Which quotation marks the house prints.
    pub marks: Option<Marks>,
    /// Whether findings are listed of drafts that are not open, too; an editor is told at the start of a session.
    pub everything: bool,
    /// What is shown beside findings.
    pub shown: Shown,
}

/// What an editor shows beside findings, as far as the writer wants it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Verdict and sources in a line above each quotation.
    pub code_lens: bool,
    /// Outlet and day behind each quotation.
    pub inlay_hints: bool,
}

impl Default for Shown {
    fn default() -> Self {
        Self { code_lens: false, inlay_hints: true }
    }
}

/// Keys that are read here.
const KEYS: [&str; 9] = [
    "config",
    "corpus",
    "rules",
    "houseStyle",
    "punctuation",
    "marks",
    "workspaceDiagnostics",
    "codeLens",
    "inlayHints",
];

/// Keys that are the editor's own business, or that of its extension.
const OTHERS: [&str; 4] = ["server", "trace", "enable", "path"];

/// What an editor sets later over what it set at the start: it goes before that, key by key.
pub fn laid_over(earlier: &Value, later: &Value) -> Value {
    match (earlier, later) {
        (Value::Object(earlier), Value::Object(later)) => {
            let mut both = earlier.clone();
            for (key, value) in later {
                let value = laid_over(both.get(key).unwrap_or(&Value::Null), value);
                both.insert(key.clone(), value);
            }
            Value::Object(both)
        }
        (earlier, Value::Null) => earlier.clone(),
        (_, later) => later.clone(),
    }
}

/// What a message about settings has for this program: what stands under its name, or all of it if it speaks of nothing
/// else; `None` if that is nothing. An editor sends the settings of other programs, too.
pub fn own_part(mut settings: Value) -> Option<Value> {
    if let Some(own) = settings.get_mut("onrecord") {
        return Some(own.take()).filter(|own| !own.is_null());
    }
    match &settings {
        Value::Null => None,
        Value::Object(keys) => keys.keys().any(|key| KEYS.contains(&key.as_str())).then_some(settings),
        _ => Some(settings),
    }
}

impl EditorSettings {
    /// Reads what stands under `onrecord.`, with a sentence for everything that means nothing, which is left aside.
    ///
    /// `code_of` tells the code of the rule that goes by a code or name.
    pub fn read(value: &Value, code_of: CodeOf) -> (Self, Vec<String>) {
        let (mut settings, mut wrong) = (Self::default(), Vec::new());
        let nothing = Map::new();
        let keys = match value {
            Value::Object(keys) => keys,
            Value::Null => &nothing,
            other => {
                wrong.push(format!("onrecord: expected settings by name, not {other}"));
                &nothing
            }
        };
        for (key, value) in keys.iter().filter(|(_, value)| !value.is_null()) {
            let mut reader = Reader { key, value, wrong: &mut wrong };
            match key.as_str() {
                "config" => settings.config = reader.one::<PathBuf>().filter(|path| !path.as_os_str().is_empty()),
                "corpus" => settings.corpus = reader.one(),
                "rules" => settings.rules = reader.rules(code_of),
                "houseStyle" => settings.house_style = reader.one(),
                "punctuation" => settings.punctuation = reader.one(),
                "marks" => settings.marks = reader.one(),
                "workspaceDiagnostics" => settings.everything = reader.one().unwrap_or_default(),
                "codeLens" => settings.shown.code_lens = reader.one().unwrap_or(settings.shown.code_lens),
                "inlayHints" => settings.shown.inlay_hints = reader.one().unwrap_or(settings.shown.inlay_hints),
                key if OTHERS.contains(&key) => {}
                _ => wrong.push(format!("onrecord.{key}: there is no such setting")),
            }
        }
        (settings, wrong)
    }

    /// Lays what the editor has set over what a configuration says. Relative paths start at `root`.
    pub fn overlay(&self, settings: &mut Settings, root: Option<&Path>) {
        if let Some(corpus) = &self.corpus {
            settings.corpus.paths = corpus.iter().map(|path| placed(path, root)).collect();
            settings.corpus.archive = None;
        }
        settings.rules.extend(self.rules.clone());
        settings.house_style = self.house_style.unwrap_or(settings.house_style);
        settings.punctuation = self.punctuation.or(settings.punctuation);
        settings.marks = self.marks.or(settings.marks);
    }

    /// The configuration file that the editor names.
    pub fn config(&self, root: Option<&Path>) -> Option<PathBuf> {
        self.config.as_deref().map(|path| placed(path, root))
    }
}

fn placed(path: &Path, root: Option<&Path>) -> PathBuf {
    root.map_or_else(|| path.to_owned(), |root| root.join(path))
}

/// One key with its value, and where complaints go.
struct Reader<'a> {
    key: &'a str,
    value: &'a Value,
    wrong: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn one<T: DeserializeOwned>(&mut self) -> Option<T> {
        let read = serde_json::from_value(self.value.clone());
        read.map_err(|error| self.wrong.push(format!("onrecord.{}: {error}", self.key))).ok()
    }

    fn rules(&mut self, code_of: CodeOf) -> BTreeMap<String, Severity> {
        let named = self.one::<Map<String, Value>>().unwrap_or_default();
        let mut rules = BTreeMap::new();
        for (name, value) in &named {
            match (code_of(name), Severity::deserialize(value)) {
                (None, _) => {
                    self.wrong.push(format!("onrecord.rules: unknown rule `{name}`: `onrecord rules` lists them"));
                }
                (_, Err(error)) => self.wrong.push(format!("onrecord.rules.{name}: {error}")),
                (Some(code), Ok(_)) if rules.contains_key(code) => {
                    self.wrong.push(format!("onrecord.rules: `{name}` is {code}, which is set already"));
                }
                (Some(code), Ok(severity)) => {
                    rules.insert(code.to_owned(), severity);
                }
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> (EditorSettings, Vec<String>) {
        EditorSettings::read(value, |name| matches!(name, "VER106" | "ver106" | "altered").then_some("VER106"))
    }

    #[test]
    fn what_is_set_goes_before_the_file() {
        let mut settings = Settings { marks: Some(Marks::Straight), ..Settings::default() };
        settings.rules.insert("VER106".into(), Severity::Off);
        let set = json!({
            "corpus": ["archive"], "rules": {"altered": "hint"}, "houseStyle": "strict", "marks": null, "codeLens": true,
            "server": {"path": "x"}
        });
        let (editor, wrong) = read(&set);
        assert_eq!(wrong, Vec::<String>::new());
        editor.overlay(&mut settings, Some(Path::new("/desk")));
        assert_eq!(settings.corpus.paths, [Path::new("/desk/archive")]);
        assert_eq!(settings.severity_of("VER106"), Some(Severity::Hint));
        assert_eq!((settings.house_style, settings.marks), (HouseStyle::Strict, Some(Marks::Straight)));
        assert!(editor.shown.code_lens);
    }

    #[test]
    fn what_is_set_later_goes_before_what_was_set_at_the_start() {
        let start = json!({"rules": {"VER106": "hint"}, "marks": "straight"});
        assert_eq!(laid_over(&start, &Value::Null), start);
        assert_eq!(laid_over(&start, &json!({})), start);
        assert_eq!(
            laid_over(&start, &json!({"rules": {"altered": "off"}, "marks": null, "codeLens": true})),
            json!({"rules": {"VER106": "hint", "altered": "off"}, "marks": "straight", "codeLens": true})
        );
        assert_eq!(laid_over(&start, &json!({"rules": {"VER106": "off"}}))["rules"], json!({"VER106": "off"}));
    }

    #[test]
    fn settings_of_others_are_none_of_ours() {
        assert_eq!(own_part(json!({"onrecord": {"a": 1}, "other": {}})), Some(json!({"a": 1})));
        assert_eq!(own_part(json!({"rules": {}})), Some(json!({"rules": {}})));
        for nothing in [json!(null), json!({}), json!({"other": {"a": 1}}), json!({"onrecord": null})] {
            assert_eq!(own_part(nothing), None);
        }
        for key in KEYS {
            assert_eq!(read(&json!({ key: null })).1, Vec::<String>::new());
        }
    }

    #[test]
    fn what_means_nothing_is_told_and_the_rest_holds() {
        let (editor, wrong) = read(&json!({
            "colour": 1, "corpus": "archive", "rules": {"alterd": "off", "altered": "loud"}, "punctuation": "uk"
        }));
        assert_eq!(editor, EditorSettings { punctuation: Some(Punctuation::Uk), ..EditorSettings::default() });
        assert_eq!(wrong.len(), 4, "{wrong:#?}");
        assert_eq!(wrong[0], "onrecord.colour: there is no such setting");
        assert!(wrong[1].starts_with("onrecord.corpus: invalid type"), "{}", wrong[1]);
        assert!(wrong[2].starts_with("onrecord.rules: unknown rule `alterd`"), "{}", wrong[2]);
        assert!(wrong[3].starts_with("onrecord.rules.altered: unknown variant `loud`"), "{}", wrong[3]);
    }
}
