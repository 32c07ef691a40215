//! What cannot be seen by reading any one file: layers, lists, sizes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use onrecord::rules;

/// A module imports only from those before it; `settings` may be read by any.
const LAYERS: &[&str] = &[
    "text",
    "formats",
    "quotations",
    "speakers",
    "corpus",
    "verify",
    "rules",
    "check",
    "ide",
    "report",
    "server",
    "cli",
];

const LONGEST: usize = 600;

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_owned(), text));
            }
        }
    }
    files.sort();
    files
}

/// The layer of a file of `src/`.
fn layer(path: &Path) -> String {
    let first = path.iter().nth(1).unwrap().to_string_lossy();
    first.strip_suffix(".rs").unwrap_or(&first).to_owned()
}

/// The modules that a source names behind `crate::`, comments left aside, with their lines.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap();
        for rest in code.split("crate::").skip(1) {
            let names = rest.strip_prefix('{').unwrap_or(rest);
            let nested = if rest.starts_with('{') { names.split(',').collect() } else { vec![names] };
            for name in nested {
                let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                found.push((number + 1, name));
            }
        }
    }
    found
}

#[test]
fn modules_import_only_what_stands_before_them() {
    let rank = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (path, text) in sources("src") {
        let own = layer(&path);
        for (line, name) in imports(&text) {
            // `crate::` of a name that is no module is a macro or an item of the root; there are none to hide behind.
            let Some(theirs) = rank(&name) else { continue };
            seen += 1;
            let allowed = match own.as_str() {
                "settings" => name == "text",
                "lib" | "main" => true,
                own => rank(own).is_some_and(|own| theirs <= own),
            };
            if !allowed {
                wrong.push(format!("{}:{line} imports crate::{name}", path.display()));
            }
        }
    }
    assert!(seen > 20, "the imports were not found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_its_layer() {
    let known = |name: &str| LAYERS.contains(&name) || ["settings", "lib", "main"].contains(&name);
    for (path, _) in sources("src") {
        assert!(known(&layer(&path)), "{} is in no layer", path.display());
    }
}

#[test]
fn rules_are_sorted_and_have_whole_pages() {
    let codes: Vec<&str> = rules::all().map(|meta| meta.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    for meta in rules::all() {
        let page = meta.page();
        let headings: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, ["What it flags", "Why it matters", "Example", "Fix", "Limits"], "{}", meta.code);
        assert!(meta.summary().ends_with('.'), "{}: the first line stands alone", meta.code);
        assert!(meta.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", meta.name);
        let (family, number) = meta.code.split_at(3);
        assert!(
            ["QUO", "ATT", "VER", "SRC", "TIM", "IGN"].contains(&family) && number.parse::<u16>().is_ok(),
            "{}",
            meta.code
        );
        let file = format!("src/rules/{}_{}.rs", meta.code.to_lowercase(), meta.name.replace('-', "_"));
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file).is_file(), "{file}");
        assert!(!page.replace("<!--", "").contains('!'), "{}: no exclamation marks", meta.code);
    }
}

/// Text up to the inline tests of a file.
fn outside_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap()
}

#[test]
fn nothing_unwraps_outside_tests() {
    for (path, text) in sources("src").into_iter().filter(|(path, _)| !path.ends_with("tests.rs")) {
        for (number, line) in outside_tests(&text).lines().enumerate() {
            let code = line.split("//").next().unwrap();
            let bad = [".unwrap()", "todo!(", "unimplemented!(", "dbg!("].iter().find(|bad| code.contains(**bad));
            assert!(bad.is_none(), "{}:{} {}", path.display(), number + 1, bad.unwrap());
        }
    }
}

#[test]
fn files_have_one_subject_and_no_vague_name() {
    for (path, text) in sources("src").into_iter().chain(sources("tests")) {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines: does it hold a second subject?", path.display());
        let name = path.file_stem().unwrap().to_string_lossy();
        let vague = ["utils", "util", "helpers", "helper", "common", "misc", "manager"].contains(&&*name);
        assert!(!vague, "{} says nothing of what is in it", path.display());
    }
}

/// The files of `src/` that the map of `ARCHITECTURE.md` names, each by its folder, which is told by how far it stands in.
fn mapped() -> BTreeSet<PathBuf> {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let map = page.split("```text\nsrc/\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the map");
    let mut folders = vec![(0, PathBuf::from("src"))];
    let mut files = BTreeSet::new();
    let lines = map.lines().filter(|line| !line.is_empty());
    for line in lines.take_while(|line| line.starts_with(' ')) {
        let indent = line.len() - line.trim_start().len();
        folders.retain(|(outer, _)| *outer < indent);
        let folder = folders.last().expect("all of it stands in src").1.clone();
        let words = line.split_whitespace().map(|word| word.trim_matches([',', ';', ':', '(', ')']));
        if let Some(inner) = words.clone().next().and_then(|word| word.strip_suffix('/')) {
            folders.push((indent, folder.join(inner)));
            // What is said of a folder is said of what stands in front of its files.
            files.insert(folder.join(inner).join("mod.rs"));
        }
        let is_file = |word: &&str| Path::new(word).extension().is_some_and(|end| end == "rs");
        files.extend(words.filter(is_file).map(|word| folder.join(word)));
    }
    files
}

#[test]
fn every_file_is_on_the_map() {
    let files: BTreeSet<PathBuf> = sources("src").into_iter().map(|(path, _)| path).collect();
    let mapped = mapped();
    assert_eq!(files.difference(&mapped).collect::<Vec<_>>(), Vec::<&PathBuf>::new(), "missing in ARCHITECTURE.md");
    assert_eq!(mapped.difference(&files).collect::<Vec<_>>(), Vec::<&PathBuf>::new(), "gone from src/");
}

#[test]
fn no_test_is_ignored() {
    let mark = concat!("#[", "ignore");
    for (path, text) in sources("src").into_iter().chain(sources("tests")) {
        assert!(!text.contains(mark), "{}", path.display());
    }
}

/// Lists whose lines are pairs and phrases, in which a word may stand again; the lines may not.
const PHRASES: [&str; 22] = [
    "abbreviations-spoken",
    "alike",
    "antonyms",
    "en",
    "familiar",
    "frames",
    "furniture",
    "grammar",
    "irregular",
    "judges",
    "mail",
    "no-labels",
    "numerals",
    "offices_alike",
    "offices_letters",
    "paywalls",
    "procedure",
    "retold",
    "speeches",
    "spelling",
    "turns",
    "units",
];

#[test]
fn no_list_says_a_thing_twice() {
    let mut twice = Vec::new();
    for (path, list) in lists(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut seen = BTreeSet::new();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            // Each group is a list of its own.
            if line.starts_with("= ") {
                seen.clear();
            } else if PHRASES.contains(&name.as_str()) {
                twice.extend((!line.is_empty() && !seen.insert(line)).then(|| format!("{name}: {line}")));
            } else {
                let again = line.split_whitespace().filter(|word| !seen.insert(*word));
                twice.extend(again.map(|word| format!("{name}: {word}")));
            }
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

/// Every list of words below a folder.
fn lists(folder: &Path) -> Vec<(PathBuf, String)> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| {
        if path.is_dir() { lists(&path) } else { vec![(path.clone(), std::fs::read_to_string(&path).unwrap())] }
    };
    paths.flat_map(read).collect()
}
